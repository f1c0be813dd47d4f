// One pass over a statement's words with a stack of brackets; names are settled at its end.
#include "parsers/reading/sql/clauses.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "analyzer/base/letters.h"

namespace demarc::sql {
namespace {

template <std::size_t N>
bool is_any(const Token& token, const std::array<std::string_view, N>& words) {
  return token.kind == TokenKind::word &&
         std::any_of(words.begin(), words.end(), [&](std::string_view w) { return is(token, w); });
}

// Statements that touch no rows, or only say what others may do.
constexpr std::array<std::string_view, 39> silent = {
    "GRANT",   "REVOKE", "COMMENT",  "SET",        "USE",     "SHOW",      "DESCRIBE", "DESC",
    "LOCK",    "UNLOCK", "ANALYZE",  "VACUUM",     "CALL",    "EXEC",      "COMMIT",   "ROLLBACK",
    "START",   "FLUSH",  "KILL",     "OPTIMIZE",   "REINDEX", "CLUSTER",   "NOTIFY",   "LISTEN",
    "PRAGMA",  "ATTACH", "DETACH",   "SAVEPOINT",  "RELEASE", "FETCH",     "CLOSE",    "DEALLOCATE",
    "DISCARD", "RESET",  "UNLISTEN", "CHECKPOINT", "PRINT",   "RAISERROR", "DO"};
// Words that never name a table or an alias.
constexpr std::array<std::string_view, 62> reserved = {
    "SELECT", "FROM",   "WHERE",   "GROUP",     "ORDER",       "HAVING",   "LIMIT",
    "OFFSET", "UNION",  "EXCEPT",  "INTERSECT", "MINUS",       "JOIN",     "LEFT",
    "RIGHT",  "FULL",   "INNER",   "OUTER",     "CROSS",       "NATURAL",  "ON",
    "USING",  "SET",    "VALUES",  "VALUE",     "RETURNING",   "WHEN",     "THEN",
    "WINDOW", "FETCH",  "FOR",     "INTO",      "WITH",        "AS",       "AND",
    "OR",     "NOT",    "INSERT",  "UPDATE",    "DELETE",      "DEFAULT",  "STRAIGHT_JOIN",
    "APPLY",  "OUTPUT", "QUALIFY", "LATERAL",   "PIVOT",       "UNPIVOT",  "CONNECT",
    "START",  "FORCE",  "USE",     "IGNORE",    "TABLESAMPLE", "CASE",     "END",
    "ONLY",   "EXISTS", "IN",      "BETWEEN",   "LIKE",        "PARTITION"};
// Behind these the tables of a FROM are over.
constexpr std::array<std::string_view, 20> after_tables = {
    "WHERE", "GROUP",  "ORDER",     "HAVING", "LIMIT", "OFFSET", "UNION",   "EXCEPT",  "INTERSECT", "MINUS",
    "SET",   "VALUES", "RETURNING", "WINDOW", "FETCH", "OUTPUT", "QUALIFY", "CONNECT", "WHEN",      "FOR"};
// Before UPDATE, DELETE, INSERT these make it a part of something else: FOR UPDATE, ON DELETE, DO UPDATE …
constexpr std::array<std::string_view, 12> no_verb_after = {
    "KEY", "DO", "FOR", "ON", "THEN", "OF", "BEFORE", "AFTER", "OR", "GRANT", "NO", "INSTEAD"};

struct Ref {
  SqlName name;
  SqlMode mode = SqlMode::query;
  std::uint32_t begin = 0, end = 0;
  std::size_t at = 0;      // its first token
  std::string alias;       // lower case
  bool is_target = false;  // of UPDATE or DELETE: may be written by its alias
};

struct Level {
  bool has_query = false;  // a verb stands in these brackets
  bool lists = false;      // inside the tables of a FROM: a comma brings the next one
  bool is_select = false;
  bool may_copy = false;  // SELECT … INTO
};

// A common table expression: its name and the tokens of its body.
struct Common {
  std::string name;
  std::size_t begin = 0, end = 0;
  bool is_recursive = false;
};

class Clauses {
 public:
  Clauses(const std::vector<Token>& tokens, std::uint32_t number, Speech speech,
          std::set<std::string>& temporary, SqlReading& out)
      : t_(tokens), number_(number), speech_(speech), temporary_(temporary), out_(out) {}

  void run() {
    if (t_.empty() || is_any(t_[0], silent)) return;
    find_common();
    levels_.emplace_back();
    while (i_ < t_.size()) {
      const std::size_t before = i_;
      step();
      if (is_over_) break;
      if (i_ == before) ++i_;
    }
    settle();
  }

 private:
  // ---- looking around
  const Token& token(std::size_t i) const {
    static const Token none;
    return i < t_.size() ? t_[i] : none;
  }
  bool word(std::size_t i, std::string_view keyword) const { return i < t_.size() && is(t_[i], keyword); }
  bool sign(std::size_t i, char c) const {
    return i < t_.size() && t_[i].kind == TokenKind::sign && t_[i].text.size() == 1 && t_[i].text[0] == c;
  }
  bool is_name(std::size_t i) const {
    if (i >= t_.size()) return false;
    return t_[i].kind == TokenKind::quoted || (t_[i].kind == TokenKind::word && !is_any(t_[i], reserved));
  }
  bool skip(std::string_view keyword) {
    if (!word(i_, keyword)) return false;
    ++i_;
    return true;
  }
  template <class... Words>
  void skip_any(Words... words) {
    while ((skip(words) || ...)) {}
  }
  // Behind the bracket that closes the one at `i`.
  std::size_t behind(std::size_t i) const {
    int open = 0;
    for (; i < t_.size(); ++i) {
      if (sign(i, '(')) ++open;
      if (sign(i, ')') && --open == 0) return i + 1;
    }
    return t_.size();
  }
  Level& top() { return levels_.back(); }

  // ---- names
  static std::string inside(const Token& token) {
    std::string out(token.text);
    if (token.kind != TokenKind::quoted) return out;
    for (const char quote : {'"', '`'})
      for (std::size_t at = 0; (at = out.find(std::string(2, quote), at)) != std::string::npos; ++at)
        out.erase(at, 1);
    return out;
  }

  // People do call their tables Order and Group.
  bool is_unlucky(std::size_t i) const {
    return ((word(i, "ORDER") || word(i, "GROUP")) && !word(i + 1, "BY")) || word(i, "VALUE") ||
           word(i, "CASE");
  }

  // A name at `i_`, or nothing; placeholders are names that nobody knows.
  std::optional<Ref> name() {
    Ref made;
    made.at = i_;
    std::string last;
    bool is_open = false;
    for (bool first = true; i_ < t_.size(); first = false) {
      const bool is_part =
          t_[i_].kind == TokenKind::quoted || t_[i_].kind == TokenKind::placeholder ||
          (t_[i_].kind == TokenKind::word && (!first || !is_any(t_[i_], reserved) || is_unlucky(i_)));
      if (!is_part) {
        if (first) return std::nullopt;
        // T-SQL's db..table
        if (!sign(i_, '.')) break;
      } else {
        if (first) made.begin = t_[i_].begin;
        made.end = t_[i_].end;
        const bool is_glued =
            !first && !last.empty() && token(i_ - 1).end == t_[i_].begin && !sign(i_ - 1, '.');
        if (!first && !is_glued && !sign(i_ - 1, '.')) break;
        if (!is_glued && !last.empty()) made.name.schema += (made.name.schema.empty() ? "" : ".") + last;
        is_open = (is_glued && is_open) || t_[i_].kind == TokenKind::placeholder;
        if (!is_glued) last.clear();
        last += inside(t_[i_]);
        ++i_;
      }
      const bool goes_on = sign(i_, '.') || (i_ < t_.size() && i_ > 0 && t_[i_ - 1].end == t_[i_].begin &&
                                             (t_[i_].kind == TokenKind::placeholder || is_open) &&
                                             t_[i_].kind != TokenKind::sign);
      if (!goes_on) break;
      if (sign(i_, '.')) ++i_;
    }
    made.name.name = is_open ? "" : last;
    return made;
  }

  // Nobody writes a statement of more tables than this.
  void keep(Ref ref) {
    if (refs_.size() < 2000) refs_.push_back(std::move(ref));
  }

  void alias(Ref& ref) {
    std::size_t at = i_;
    if (word(at, "AS")) ++at;
    if (!is_name(at)) return;
    ref.alias = lower(inside(t_[at]));
    i_ = at + 1;
  }

  // ---- what a statement says

  // WITH a AS (…), b (x) AS (…).
  void find_common() {
    bool is_recursive = false;
    for (std::size_t i = 0; i + 2 < t_.size(); ++i) {
      is_recursive = is_recursive || word(i, "RECURSIVE");
      const bool may_begin = word(i, "WITH") || word(i, "RECURSIVE") || sign(i, ',');
      if (!may_begin || !is_name(i + 1)) continue;
      std::size_t at = i + 2;
      if (sign(at, '(')) at = behind_near(at);
      if (!word(at, "AS")) continue;
      ++at;
      if (word(at, "NOT")) ++at;
      if (word(at, "MATERIALIZED")) ++at;
      if (!sign(at, '(')) continue;
      const bool is_query = word(at + 1, "SELECT") || word(at + 1, "WITH") || word(at + 1, "INSERT") ||
                            word(at + 1, "UPDATE") || word(at + 1, "DELETE") || word(at + 1, "VALUES") ||
                            sign(at + 1, '(');
      if (is_query && common_.size() < 256)
        common_.push_back({lower(inside(t_[i + 1])), at, behind(at), is_recursive});
    }
  }
  // Column lists are short: a search that ends soon.
  std::size_t behind_near(std::size_t i) const {
    for (std::size_t at = i; at < t_.size() && at < i + 400; ++at)
      if (sign(at, ')')) return at + 1;
    return t_.size();
  }

  void step() {
    const Token& t = t_[i_];
    if (t.kind == TokenKind::sign) return bracket();
    if (t.kind != TokenKind::word) return;
    const bool is_verb = i_ == 0 || !is_any(t_[i_ - 1], no_verb_after);
    if (is(t, "SELECT")) {
      top().has_query = top().is_select = true;
      top().lists = false;
      top().may_copy = true;
    } else if (is(t, "FROM")) {
      from();
    } else if (is(t, "JOIN") || is(t, "STRAIGHT_JOIN") || (is(t, "APPLY") && i_ > 0)) {
      ++i_;
      if (!top().has_query) return;
      skip("FETCH");
      table(SqlMode::query);
    } else if ((is(t, "INSERT") && is_verb) || (is(t, "UPSERT") && is_start()) ||
               (is(t, "REPLACE") && is_verb && !sign(i_ + 1, '(') && is_start())) {
      insert();
    } else if (is(t, "UPDATE") && is_verb) {
      update();
    } else if (is(t, "DELETE") && is_verb) {
      remove();
    } else if (is(t, "MERGE") && is_start()) {
      ++i_;
      skip("INTO");
      top().has_query = true;
      is_merge_ = true;
      table(SqlMode::update);
    } else if (is(t, "USING")) {
      ++i_;
      const bool is_columns =
          sign(i_, '(') && !word(i_ + 1, "SELECT") && !word(i_ + 1, "WITH") && !word(i_ + 1, "VALUES");
      if (is_columns || !(is_merge_ || is_delete_)) return;
      top().lists = true;
      table(SqlMode::query);
    } else if (is(t, "INTO")) {
      into();
    } else if (is(t, "TRUNCATE") && is_start() && !sign(i_ + 1, '(')) {
      ++i_;
      skip_any("TABLE", "ONLY");
      do table(SqlMode::remove);
      while (sign(i_, ',') && ++i_ < t_.size());
    } else if (is(t, "COPY") && is_start()) {
      copy();
    } else if (is(t, "CREATE") && is_start()) {
      create();
    } else if (is(t, "ALTER") && is_start()) {
      alter();
    } else if (is(t, "DROP") && is_start()) {
      drop();
    } else if (is(t, "RENAME") && i_ == 0 && word(1, "TABLE")) {
      rename_tables();
    } else if (current_) {
      definition();
    } else if (is_any(t, after_tables)) {
      top().lists = false;
    }
  }

  // A verb of its own: at the beginning, or inside IF … BEGIN … of T-SQL.
  bool is_start() const {
    if (i_ == 0) return true;
    for (std::string_view before : {"BEGIN", "ELSE", "THEN", "EXPLAIN", "ANALYZE"})
      if (is(t_[i_ - 1], before)) return true;
    return sign(i_ - 1, ')') || sign(i_ - 1, '(') || is(t_[0], "IF");
  }

  void bracket() {
    if (sign(i_, '(')) {
      ++i_;
      if (levels_.size() >= 1000) {
        is_over_ = true;
        return;
      }
      Level next;
      const bool is_query = word(i_, "SELECT") || word(i_, "WITH") || word(i_, "VALUES") || sign(i_, '(');
      // FROM (a JOIN b ON …)
      next.lists = is_at_table_ && !is_query;
      next.has_query = next.lists || (is_at_table_ && sign(i_, '('));
      const bool goes_on = is_at_table_ && !word(i_, "SELECT") && !word(i_, "WITH") && !word(i_, "VALUES");
      levels_.push_back(next);
      is_at_table_ = false;
      if (current_ && levels_.size() == 2) begin_item();
      if (goes_on) table(SqlMode::query);
      return;
    }
    if (sign(i_, ')')) {
      ++i_;
      if (levels_.size() > 1) levels_.pop_back();
      return;
    }
    if (sign(i_, ',')) {
      ++i_;
      if (top().lists) table(SqlMode::query);
      else if (current_ && levels_.size() <= 2) begin_item();
      return;
    }
    ++i_;
  }

  // A table, a list in brackets, a function, a query.
  void table(SqlMode mode, bool is_target = false) {
    skip_any("ONLY", "LATERAL");
    is_at_table_ = sign(i_, '(');
    if (is_at_table_) return;
    // Oracle's TABLE(f(…)) is a function.
    std::optional<Ref> found = name();
    if (!found) return;
    const bool is_list_of_columns = mode != SqlMode::query;
    if (sign(i_, '(') && !is_list_of_columns && !is_hint(i_)) return;
    found->mode = mode;
    found->is_target = is_target;
    alias(*found);
    keep(std::move(*found));
  }

  bool is_hint(std::size_t i) const {
    return word(i + 1, "NOLOCK") || word(i + 1, "UPDLOCK") || word(i + 1, "ROWLOCK") ||
           word(i + 1, "TABLOCK") || word(i + 1, "READPAST") || word(i + 1, "HOLDLOCK") ||
           word(i + 1, "TABLOCKX");
  }

  void from() {
    const bool is_comparison = i_ > 0 && word(i_ - 1, "DISTINCT") &&
                               (word(i_ - 2, "IS") || (word(i_ - 2, "NOT") && word(i_ - 3, "IS")));
    const bool is_object_query = speech_ == Speech::objects && (i_ == 0 || sign(i_ - 1, '('));
    ++i_;
    if (is_object_query) top().has_query = top().is_select = true;
    // extract(epoch FROM x) holds no verb.
    if (!top().has_query || is_comparison) return;
    top().lists = true;
    top().may_copy = false;
    table(SqlMode::query);
  }

  void insert() {
    ++i_;
    top().has_query = true;
    skip_any("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "OVERWRITE", "ALL", "FIRST");
    if (skip("OR")) ++i_;  // INSERT OR REPLACE
    is_insert_ = true;
    top().may_copy = false;
    skip_any("INTO", "TABLE");
    if (speech_ == Speech::tables || is_name(i_)) table(SqlMode::put);
  }

  void update() {
    ++i_;
    if (skip("STATISTICS")) return;
    top().has_query = true;
    skip_any("LOW_PRIORITY", "IGNORE", "ONLY");
    if (skip("OR")) ++i_;
    skip_top();
    top().lists = true;
    table(SqlMode::update, true);
  }

  void skip_top() {
    if (!word(i_, "TOP")) return;
    ++i_;
    i_ = sign(i_, '(') ? behind(i_) : i_ + 1;
  }

  void remove() {
    ++i_;
    top().has_query = true;
    top().may_copy = false;
    is_delete_ = true;
    skip_any("LOW_PRIORITY", "QUICK", "IGNORE");
    skip_top();
    if (skip("FROM")) {
      do table(SqlMode::remove, true);
      while (sign(i_, ',') && ++i_ < t_.size());
      top().lists = false;
      return;
    }
    // DELETE a, b.* FROM … names them by their aliases.
    do {
      table(SqlMode::remove, true);
      if (sign(i_, '.') || sign(i_, '*')) ++i_;
      if (sign(i_, '*')) ++i_;
    } while (sign(i_, ',') && ++i_ < t_.size());
  }

  void into() {
    ++i_;
    if (skip("TABLE") || is_insert_) return table(SqlMode::put);
    if (!top().may_copy || !is_name(i_) || word(i_, "OUTFILE") || word(i_, "DUMPFILE") || word(i_, "STRICT"))
      return;
    const bool is_temporary = word(i_, "TEMP") || word(i_, "TEMPORARY");
    skip_any("TEMP", "TEMPORARY", "UNLOGGED", "TABLE");
    std::optional<Ref> made = name();
    if (!made) return;
    if (is_temporary) temporary_.insert(lower(made->name.name));
    made->mode = SqlMode::put;
    change(SqlChangeKind::create, *made);
    keep(std::move(*made));
  }

  void copy() {
    ++i_;
    if (sign(i_, '(')) return;
    std::optional<Ref> found = name();
    if (!found) return;
    if (sign(i_, '(')) i_ = behind(i_);
    found->mode = word(i_, "FROM") ? SqlMode::put : SqlMode::query;
    keep(std::move(*found));
    is_over_ = true;
  }

  // ---- definitions

  void skip_if_exists() {
    if (!word(i_, "IF")) return;
    ++i_;
    skip_any("NOT", "EXISTS");
  }

  void create() {
    bool is_temporary = false;
    std::size_t at = i_ + 1;
    for (; at < t_.size() && at < i_ + 16; ++at) {
      is_temporary = is_temporary || word(at, "TEMP") || word(at, "TEMPORARY") || word(at, "VOLATILE");
      if (word(at, "TABLE") || word(at, "VIEW") || word(at, "INDEX")) break;
      for (std::string_view other :
           {"FUNCTION",  "PROCEDURE", "TRIGGER", "EVENT",     "PACKAGE",     "TYPE",         "SEQUENCE",
            "SCHEMA",    "DATABASE",  "USER",    "ROLE",      "EXTENSION",   "DOMAIN",       "POLICY",
            "RULE",      "SYNONYM",   "LOGIN",   "SERVER",    "PUBLICATION", "SUBSCRIPTION", "LANGUAGE",
            "AGGREGATE", "OPERATOR",  "CAST",    "COLLATION", "KEYSPACE"})
        if (word(at, other)) {
          is_over_ = true;
          return;
        }
    }
    const bool is_table = word(at, "TABLE"), is_view = word(at, "VIEW"), is_index = word(at, "INDEX");
    i_ = at + 1;
    if (is_index) {
      while (i_ < t_.size() && !word(i_, "ON")) ++i_;
      ++i_;
      skip("ONLY");
      if (std::optional<Ref> on = name()) {
        on->mode = SqlMode::ddl;
        keep(std::move(*on));
      }
      is_over_ = true;
      return;
    }
    if (!is_table && !is_view) {
      is_over_ = true;
      return;
    }
    skip_if_exists();
    std::optional<Ref> made = name();
    if (!made) {
      is_over_ = true;
      return;
    }
    if (is_temporary) temporary_.insert(lower(made->name.name));
    made->mode = SqlMode::ddl;
    if (is_view) {
      view_ = made;
      if (sign(i_, '(')) i_ = behind(i_);
    } else {
      change(SqlChangeKind::create, *made);
      current_ = made;
      begin_item();
    }
    keep(std::move(*made));
  }

  void alter() {
    ++i_;
    skip_any("FOREIGN", "EXTERNAL", "MATERIALIZED");
    const bool is_view = word(i_, "VIEW");
    if (!is_view && !word(i_, "TABLE")) {
      is_over_ = true;
      return;
    }
    ++i_;
    skip_if_exists();
    skip("ONLY");
    std::optional<Ref> found = name();
    if (!found) return;
    found->mode = SqlMode::ddl;
    (is_view ? view_ : current_) = found;
    is_alter_ = true;
    begin_item();
    keep(std::move(*found));
  }

  void drop() {
    ++i_;
    skip_any("TEMPORARY", "FOREIGN", "EXTERNAL", "MATERIALIZED");
    const bool is_view = word(i_, "VIEW");
    if (!is_view && !word(i_, "TABLE")) {
      is_over_ = true;
      return;
    }
    ++i_;
    do {
      skip_if_exists();
      std::optional<Ref> found = name();
      if (!found) break;
      found->mode = SqlMode::ddl;
      change(is_view ? SqlChangeKind::drop_view : SqlChangeKind::drop, *found);
      keep(std::move(*found));
    } while (sign(i_, ',') && ++i_ < t_.size());
  }

  void rename_tables() {
    i_ += 2;
    do {
      std::optional<Ref> from = name();
      if (!from || !skip("TO")) return;
      std::optional<Ref> to = name();
      if (!to) return;
      change(SqlChangeKind::rename, *from).other = to->name;
      for (std::optional<Ref>* one : {&from, &to}) {
        (*one)->mode = SqlMode::ddl;
        keep(std::move(**one));
      }
    } while (sign(i_, ',') && ++i_ < t_.size());
  }

  SqlChange& change(SqlChangeKind kind, const Ref& of) {
    SqlChange made;
    made.kind = kind;
    made.table = of.name;
    made.statement = number_;
    made.begin = of.begin;
    made.end = of.end;
    changes_.push_back(std::move(made));
    return changes_.back();
  }

  // A column or constraint of a table's definition begins here.
  void begin_item() {
    item_ = i_;
    constraint_.clear();
    columns_.clear();
  }

  std::string columns_at(std::size_t i) const {
    std::string all;
    for (++i; i < t_.size() && !sign(i, ')'); ++i)
      if (t_[i].kind == TokenKind::word || t_[i].kind == TokenKind::quoted)
        all += (all.empty() ? "" : " ") + inside(t_[i]);
    return all;
  }

  // Inside CREATE TABLE and ALTER TABLE.
  void definition() {
    if (word(i_, "ADD")) {
      ++i_;
      skip("COLUMN");
      skip_if_exists();
      begin_item();
      return;
    }
    if (word(i_, "CONSTRAINT") && is_name(i_ + 1) && !is_dropping()) {
      constraint_ = inside(t_[i_ + 1]);
      i_ += 2;
      return;
    }
    if (word(i_, "FOREIGN") && word(i_ + 1, "KEY") && !is_dropping()) {
      i_ += 2;
      skip_if_exists();
      if (is_name(i_)) {
        if (constraint_.empty()) constraint_ = inside(t_[i_]);
        ++i_;
      }
      if (sign(i_, '(')) {
        columns_ = columns_at(i_);
        i_ = behind(i_);
      }
      return;
    }
    if (word(i_, "REFERENCES")) return reference();
    if (word(i_, "LIKE") && (levels_.size() == 1 || item_ == i_)) {
      ++i_;
      if (std::optional<Ref> from = name()) keep(std::move(*from));
      return;
    }
    if (is_alter_ && word(i_, "DROP") && levels_.size() == 1) return drop_item();
    if (is_alter_ && word(i_, "RENAME") && levels_.size() == 1) {
      ++i_;
      if (word(i_, "COLUMN") || word(i_, "CONSTRAINT") || word(i_, "INDEX") || word(i_, "KEY")) return;
      const bool is_whole = skip("TO") || skip("AS") || i_ + 1 >= t_.size();
      std::optional<Ref> to = is_whole ? name() : std::nullopt;
      if (!to) return;
      change(SqlChangeKind::rename, *current_).other = to->name;
      to->mode = SqlMode::ddl;
      keep(std::move(*to));
    }
  }

  bool is_dropping() const { return i_ > 0 && word(i_ - 1, "DROP"); }

  void reference() {
    ++i_;
    std::optional<Ref> to = name();
    if (!to) return;
    if (columns_.empty() && (t_[item_].kind == TokenKind::word || t_[item_].kind == TokenKind::quoted))
      columns_ = inside(t_[item_]);
    SqlChange& made = change(SqlChangeKind::reference, *current_);
    made.other = to->name;
    made.name = constraint_;
    made.columns = columns_;
    made.begin = to->begin;
    made.end = to->end;
    if (sign(i_, '(')) i_ = behind(i_);
  }

  void drop_item() {
    ++i_;
    const bool is_constraint = skip("CONSTRAINT") || (word(i_, "FOREIGN") && word(i_ + 1, "KEY"));
    if (word(i_, "FOREIGN")) i_ += 2;
    if (!is_constraint) {
      if (word(i_, "INDEX") || word(i_, "KEY") || word(i_, "PRIMARY") || word(i_, "PARTITION") ||
          word(i_, "DEFAULT") || word(i_, "NOT"))
        return;
      skip("COLUMN");
    }
    skip_if_exists();
    if (!is_name(i_)) return;
    SqlChange& made = change(SqlChangeKind::unreference, *current_);
    (is_constraint ? made.name : made.columns) = inside(t_[i_]);
    ++i_;
  }

  // ---- at the end

  // A name of a common table expression, seen from where it is not its own body.
  bool is_common(const Ref& ref) const {
    if (!ref.name.schema.empty()) return false;
    const std::string name = lower(ref.name.name);
    return std::any_of(common_.begin(), common_.end(), [&](const Common& c) {
      return c.name == name && (c.is_recursive || ref.at < c.begin || ref.at >= c.end);
    });
  }

  static bool is_system(const SqlName& name) {
    const std::string small = lower(name.name), schema = lower(name.schema);
    if (small == "dual" || small == "sysdummy1") return true;
    if (small.starts_with("sqlite_") || small.starts_with("pg_")) return true;
    for (std::string_view known : {"information_schema", "pg_catalog", "sys", "performance_schema", "sysibm"})
      if (schema == known || schema.ends_with("." + std::string(known))) return true;
    return schema == "mysql" || schema.starts_with("pg_temp");
  }

  bool is_table(const Ref& ref, const std::map<std::string, std::size_t>& aliases) const {
    const std::string& name = ref.name.name;
    if (name.starts_with('@') || name.starts_with('#')) return false;
    if (is_common(ref) || is_system(ref.name)) return false;
    if (ref.name.schema.empty() && temporary_.contains(lower(name))) return false;
    // o.items: a member of what is there already.
    const std::string owner = lower(ref.name.schema.substr(0, ref.name.schema.find('.')));
    return owner.empty() || !aliases.contains(owner);
  }

  void settle() {
    std::map<std::string, std::size_t> aliases;
    for (std::size_t i = 0; i < refs_.size(); ++i)
      if (!refs_[i].alias.empty()) aliases.try_emplace(refs_[i].alias, i);
    // UPDATE o SET … FROM orders o: the alias is what is written.
    for (std::size_t i = 0; i < refs_.size(); ++i) {
      Ref& ref = refs_[i];
      if (!ref.is_target || !ref.name.schema.empty()) continue;
      auto at = aliases.find(lower(ref.name.name));
      if (at == aliases.end() || at->second == i) continue;
      Ref& meant = refs_[at->second];
      if (meant.mode == SqlMode::query) meant.mode = ref.mode;
      ref.name.name = "@";
    }
    // DELETE orders FROM orders JOIN …: one and the same.
    for (const Ref& ref : refs_)
      if (ref.is_target)
        for (Ref& other : refs_)
          if (&other != &ref && other.mode == SqlMode::query && other.name == ref.name && ref.alias.empty())
            other.name.name = "@";
    std::vector<SqlName> bases;
    for (const Ref& ref : refs_) {
      if (!is_table(ref, aliases)) continue;
      if (view_ && ref.mode == SqlMode::query) {
        if (!ref.name.name.empty() && std::find(bases.begin(), bases.end(), ref.name) == bases.end())
          bases.push_back(ref.name);
        continue;
      }
      SqlUse use;
      use.table = ref.name;
      use.mode = ref.mode;
      use.statement = number_;
      use.begin = ref.begin;
      use.end = ref.end;
      out_.uses.push_back(std::move(use));
    }
    if (view_) change(SqlChangeKind::view, *view_).others = std::move(bases);
    for (SqlChange& one : changes_) {
      Ref ref;
      ref.name = one.table;
      if (is_table(ref, {}) && !one.table.name.empty()) out_.changes.push_back(std::move(one));
    }
  }

  const std::vector<Token>& t_;
  std::uint32_t number_;
  Speech speech_;
  std::set<std::string>& temporary_;
  SqlReading& out_;
  std::size_t i_ = 0;
  bool is_over_ = false, is_at_table_ = false;
  bool is_insert_ = false, is_delete_ = false, is_merge_ = false, is_alter_ = false;
  std::vector<Level> levels_;
  std::vector<Ref> refs_;
  std::vector<Common> common_;
  std::vector<SqlChange> changes_;
  std::optional<Ref> current_, view_;  // the table or view that is defined
  std::size_t item_ = 0;
  std::string constraint_, columns_;
};

}  // namespace

void read_clauses(const std::vector<Token>& statement, std::uint32_t number, Speech speech,
                  std::set<std::string>& temporary, SqlReading& out) {
  Clauses(statement, number, speech, temporary, out).run();
}

}  // namespace demarc::sql
