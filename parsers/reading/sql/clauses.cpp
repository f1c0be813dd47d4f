// What a statement reads and writes.
#include "parsers/reading/sql/clauses.h"

#include <algorithm>
#include <array>

#include "analyzer/base/letters.h"
#include "parsers/reading/sql/clauses_reading.h"

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

}  // namespace

void Clauses::run() {
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

const Token& Clauses::token(std::size_t i) const {
  static const Token none;
  return i < t_.size() ? t_[i] : none;
}

bool Clauses::sign(std::size_t i, char c) const {
  return i < t_.size() && t_[i].kind == TokenKind::sign && t_[i].text.size() == 1 && t_[i].text[0] == c;
}

bool Clauses::is_name(std::size_t i) const {
  if (i >= t_.size()) return false;
  return t_[i].kind == TokenKind::quoted || (t_[i].kind == TokenKind::word && !is_any(t_[i], reserved));
}

bool Clauses::skip(std::string_view keyword) {
  if (!word(i_, keyword)) return false;
  ++i_;
  return true;
}

std::size_t Clauses::behind(std::size_t i) const {
  int open = 0;
  for (; i < t_.size(); ++i) {
    if (sign(i, '(')) ++open;
    if (sign(i, ')') && --open == 0) return i + 1;
  }
  return t_.size();
}

std::string Clauses::inside(const Token& token) {
  std::string out(token.text);
  if (token.kind != TokenKind::quoted) return out;
  for (const char quote : {'"', '`'})
    for (std::size_t at = 0; (at = out.find(std::string(2, quote), at)) != std::string::npos; ++at)
      out.erase(at, 1);
  return out;
}

bool Clauses::is_unlucky(std::size_t i) const {
  return ((word(i, "ORDER") || word(i, "GROUP")) && !word(i + 1, "BY")) || word(i, "VALUE") ||
         word(i, "CASE");
}

std::optional<Ref> Clauses::name() {
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

void Clauses::keep(Ref ref) {
  if (refs_.size() < 2000) refs_.push_back(std::move(ref));
}

void Clauses::alias(Ref& ref) {
  std::size_t at = i_;
  if (word(at, "AS")) ++at;
  if (!is_name(at)) return;
  ref.alias = lower(inside(t_[at]));
  i_ = at + 1;
}

void Clauses::find_common() {
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

std::size_t Clauses::behind_near(std::size_t i) const {
  for (std::size_t at = i; at < t_.size() && at < i + 400; ++at)
    if (sign(at, ')')) return at + 1;
  return t_.size();
}

void Clauses::step() {
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
    is_returning_ = is_returning_ || is(t, "RETURNING");
  }
}

bool Clauses::is_start() const {
  if (i_ == 0) return true;
  for (std::string_view before : {"BEGIN", "ELSE", "THEN", "EXPLAIN", "ANALYZE"})
    if (is(t_[i_ - 1], before)) return true;
  return sign(i_ - 1, ')') || sign(i_ - 1, '(') || is(t_[0], "IF");
}

void Clauses::bracket() {
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

void Clauses::table(SqlMode mode, bool is_target) {
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

bool Clauses::is_hint(std::size_t i) const {
  return word(i + 1, "NOLOCK") || word(i + 1, "UPDLOCK") || word(i + 1, "ROWLOCK") ||
         word(i + 1, "TABLOCK") || word(i + 1, "READPAST") || word(i + 1, "HOLDLOCK") ||
         word(i + 1, "TABLOCKX");
}

void Clauses::from() {
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

void Clauses::insert() {
  ++i_;
  top().has_query = true;
  skip_any("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "OVERWRITE", "ALL", "FIRST");
  if (skip("OR")) ++i_;  // INSERT OR REPLACE
  is_insert_ = true;
  top().may_copy = false;
  skip_any("INTO", "TABLE");
  if (speech_ != Speech::objects || is_name(i_)) table(SqlMode::put);
}

void Clauses::update() {
  ++i_;
  if (skip("STATISTICS")) return;
  top().has_query = true;
  skip_any("LOW_PRIORITY", "IGNORE", "ONLY");
  if (skip("OR")) ++i_;
  skip_top();
  top().lists = true;
  table(SqlMode::update, true);
}

void Clauses::skip_top() {
  if (!word(i_, "TOP")) return;
  ++i_;
  i_ = sign(i_, '(') ? behind(i_) : i_ + 1;
}

void Clauses::remove() {
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

void Clauses::into() {
  ++i_;
  // RETURNING id INTO new_id fills a variable.
  if (is_returning_) return;
  if (skip("TABLE") || is_insert_) return table(SqlMode::put);
  if (speech_ == Speech::body || !top().may_copy || !is_name(i_) || word(i_, "OUTFILE") ||
      word(i_, "DUMPFILE") || word(i_, "STRICT"))
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

void Clauses::copy() {
  ++i_;
  if (sign(i_, '(')) return;
  std::optional<Ref> found = name();
  if (!found) return;
  if (sign(i_, '(')) i_ = behind(i_);
  found->mode = word(i_, "FROM") ? SqlMode::put : SqlMode::query;
  keep(std::move(*found));
  is_over_ = true;
}

bool Clauses::is_common(const Ref& ref) const {
  if (!ref.name.schema.empty()) return false;
  const std::string name = lower(ref.name.name);
  return std::any_of(common_.begin(), common_.end(), [&](const Common& c) {
    return c.name == name && (c.is_recursive || ref.at < c.begin || ref.at >= c.end);
  });
}

bool Clauses::is_system(const SqlName& name) {
  const std::string small = lower(name.name), schema = lower(name.schema);
  if (small == "dual" || small == "sysdummy1") return true;
  if (small.starts_with("sqlite_") || small.starts_with("pg_")) return true;
  for (std::string_view known : {"information_schema", "pg_catalog", "sys", "performance_schema", "sysibm"})
    if (schema == known || schema.ends_with("." + std::string(known))) return true;
  return schema == "mysql" || schema.starts_with("pg_temp");
}

bool Clauses::is_table(const Ref& ref, const std::map<std::string, std::size_t>& aliases) const {
  const std::string& name = ref.name.name;
  if (name.starts_with('@') || name.starts_with('#')) return false;
  if (is_common(ref) || is_system(ref.name)) return false;
  if (ref.name.schema.empty() && temporary_.contains(lower(name))) return false;
  // o.items: a member of what is there already.
  const std::string owner = lower(ref.name.schema.substr(0, ref.name.schema.find('.')));
  return owner.empty() || !aliases.contains(owner);
}

void Clauses::settle() {
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

void read_clauses(const std::vector<Token>& statement, std::uint32_t number, Speech speech,
                  std::set<std::string>& temporary, SqlReading& out) {
  Clauses(statement, number, speech, temporary, out).run();
}

}  // namespace demarc::sql
