// Bodies of routines are parted into pieces of one verb each, whatever the dialect; each is read by its
// clauses.
#include "parsers/reading/sql/routines.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string>

#include "parsers/reading/sql/clauses.h"

namespace demarc::sql {
namespace {

using Tokens = std::vector<Token>;

constexpr std::size_t max_uses = 500;  // of one body

bool is_one_of(const Token& token, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return is(token, w); });
}
bool is_sign(const Token& token, char c) {
  return token.kind == TokenKind::sign && token.text.size() == 1 && token.text[0] == c;
}
bool may_name(const Token& token) { return token.kind == TokenKind::word || token.kind == TokenKind::quoted; }

// Words of a text with an end that can be asked beyond.
class Words {
 public:
  explicit Words(const Tokens& tokens) : t_(tokens) {}
  std::size_t size() const { return t_.size(); }
  const Token& operator[](std::size_t i) const {
    static const Token none;
    return i < t_.size() ? t_[i] : none;
  }
  bool word(std::size_t i, std::string_view keyword) const { return is((*this)[i], keyword); }
  bool sign(std::size_t i, char c) const { return is_sign((*this)[i], c); }
  // Behind the bracket that closes the one at `i`.
  std::size_t behind(std::size_t i) const {
    int open = 0;
    for (; i < t_.size(); ++i) {
      if (sign(i, '(')) ++open;
      if (sign(i, ')') && --open == 0) return i + 1;
    }
    return t_.size();
  }
  // The name at `i`, which moves behind it; an empty one where none stands.
  SqlName name(std::size_t& i) const {
    SqlName made;
    while (may_name((*this)[i])) {
      if (!made.name.empty()) made.schema += (made.schema.empty() ? "" : ".") + made.name;
      made.name = std::string((*this)[i].text);
      ++i;
      if (!sign(i, '.')) break;
      ++i;
      if (sign(i, '.')) ++i;  // T-SQL's db..name
    }
    return made;
  }

 private:
  const Tokens& t_;
};

// What the engines bring themselves: no routine of anybody's migrations.
bool is_engine_s(const SqlName& name) {
  const std::string_view text = name.name;
  return text.starts_with("sp_") || text.starts_with("xp_") || text.starts_with("@") ||
         name.schema == "sys" || name.schema.starts_with("dbms_") || name.schema.starts_with("DBMS_");
}

// One verb after the other: `;` parts them, and so do the words of blocks and branches; T-SQL writes nothing.
class Body {
 public:
  Body(std::vector<SqlUse>& uses, std::vector<SqlName>& calls) : uses_(uses), calls_(calls) {}

  void read(const Tokens& all, std::size_t begin, int depth = 0) {
    Words t(all);
    std::size_t start = begin, level = 0, cases = 0;
    for (std::size_t k = begin; k < all.size() && uses_.size() < max_uses; ++k) {
      if (t.sign(k, '(')) ++level;
      if (t.sign(k, ')') && level > 0) --level;
      if (level > 0) continue;
      if (t.sign(k, ';')) {
        piece(all, start, k, depth);
        start = k + 1;
        cases = 0;
        continue;
      }
      if (all[k].kind != TokenKind::word) continue;
      // CASE as an expression, not as a statement.
      if (is(all[k], "CASE") && k != start && !t.word(k - 1, "END")) ++cases;
      else if (is(all[k], "END") && cases > 0) --cases;
      if (cases > 0) continue;
      if (parts(t, k, start)) {
        piece(all, start, k, depth);
        start = k + 1;
      } else if (k > start && begins(t, k, start)) {
        piece(all, start, k, depth);
        start = k;
      }
    }
    piece(all, start, all.size(), depth);
  }

 private:
  static bool holds(const Words& t, std::size_t from, std::size_t to, std::string_view word) {
    for (std::size_t i = from; i < to; ++i)
      if (t.word(i, word)) return true;
    return false;
  }

  // A word between two pieces.
  static bool parts(const Words& t, std::size_t k, std::size_t start) {
    if (t.word(start, "MERGE")) return false;
    if (t.word(k, "DO")) return !holds(t, start, k, "CONFLICT");
    return is_one_of(t[k], {"BEGIN", "ELSE", "THEN", "LOOP", "DECLARE", "ATOMIC", "EXCEPTION", "REPEAT"});
  }

  // A verb that no sign parts from what stands before it.
  static bool begins(const Words& t, std::size_t k, std::size_t start) {
    if (t.word(start, "MERGE") || t.word(start, "WITH")) return false;
    const Token& before = t[k - 1];
    if (t.word(k, "INSERT") || t.word(k, "MERGE") || t.word(k, "TRUNCATE"))
      return !is_sign(before, ',') && !is_one_of(before, {"AFTER", "BEFORE", "FOR", "OR", "OF"});
    if (t.word(k, "UPDATE") || t.word(k, "DELETE"))
      return !t.sign(k + 1, '(') && !is_sign(before, ',') &&
             !is_one_of(before, {"KEY", "DO", "FOR", "ON", "OF", "BEFORE", "AFTER", "OR", "NO", "INSTEAD"});
    if (t.word(k, "SELECT"))
      return !is_one_of(before, {"UNION", "ALL", "EXCEPT", "INTERSECT", "MINUS", "DISTINCT", "PERFORM"});
    return is_one_of(t[k], {"EXEC", "EXECUTE", "CALL", "PERFORM", "WITH"}) && !is_sign(before, ',') &&
           !is_one_of(before, {"START", "NEXT", "QUERY", "GRANT", "TABLE", "INDEX"});
  }

  void piece(const Tokens& all, std::size_t begin, std::size_t end, int depth) {
    while (begin < end && is(all[begin], "SET")) ++begin;
    if (begin >= end) return;
    Tokens some(all.begin() + static_cast<std::ptrdiff_t>(begin),
                all.begin() + static_cast<std::ptrdiff_t>(end));
    // PERFORM x FROM … is a SELECT whose rows nobody wants.
    if (is(some[0], "PERFORM")) some[0].text = "SELECT";
    if (is_one_of(some[0], {"EXECUTE", "EXEC"}) && depth < 4) run_text(some, depth);
    SqlReading reading;
    read_clauses(some, 0, Speech::body, temporary_, reading);
    for (SqlUse& use : reading.uses)
      if (use.mode != SqlMode::ddl && !use.table.name.empty() && uses_.size() < max_uses)
        uses_.push_back(std::move(use));
    std::vector<SqlCall> found;
    read_calls(some, 0, found);
    for (SqlCall& call : found)
      if (calls_.size() < max_uses && std::find(calls_.begin(), calls_.end(), call.routine) == calls_.end())
        calls_.push_back(std::move(call.routine));
  }

  // EXECUTE 'TRUNCATE a', EXECUTE IMMEDIATE '…': a text that stands there whole.
  void run_text(const Tokens& some, int depth) {
    Words t(some);
    std::size_t at = t.word(1, "IMMEDIATE") ? 2 : 1;
    if (t.sign(at, '(')) ++at;
    if (t[at].kind != TokenKind::string || t.sign(at + 1, '|') || t.sign(at + 1, '+')) return;
    for (const Tokens& one : statements(t[at].text).all) read(one, 0, depth + 1);
  }

  std::vector<SqlUse>& uses_;
  std::vector<SqlName>& calls_;
  std::set<std::string> temporary_;
};

class Definition {
 public:
  Definition(const Tokens& tokens, std::uint32_t number, SqlReading& out)
      : all_(tokens), t_(tokens), number_(number), out_(out) {}

  bool read() {
    if (t_.word(0, "DROP")) return drop();
    const bool is_alter = t_.word(0, "ALTER");
    if (!t_.word(0, "CREATE") && !is_alter) return false;
    std::size_t at = 1;
    for (; at < t_.size() && at < 16; ++at) {
      if (is_one_of(t_[at], {"FUNCTION", "PROCEDURE", "PROC", "TRIGGER", "PACKAGE"})) break;
      // CREATE TABLE trigger …, CREATE INDEX ON …
      if (is_one_of(t_[at], {"TABLE", "VIEW", "INDEX", "EVENT", "TYPE", "USER", "ROLE", "SCHEMA", "ON"}))
        return false;
    }
    if (at >= t_.size() || at >= 16) return false;
    const bool is_trigger = t_.word(at, "TRIGGER"), is_package = t_.word(at, "PACKAGE");
    ++at;
    if (is_package && !t_.word(at, "BODY")) return true;
    if (is_package) ++at;
    if (t_.word(at, "IF")) at += 3;
    begin_ = t_[at].begin;
    end_ = t_[at].end;
    const SqlName name = t_.name(at);
    if (name.name.empty()) return true;
    if (is_package) package(name, at);
    else if (is_trigger) trigger(name, at, is_alter);
    else routine(name, at, is_alter);
    return true;
  }

 private:
  // What this statement changes; it counts when it is added to the list.
  SqlChange change(SqlChangeKind kind, SqlName of) const {
    SqlChange made;
    made.kind = kind;
    made.table = std::move(of);
    made.statement = number_;
    made.begin = begin_;
    made.end = end_;
    return made;
  }
  void add(SqlChange made) { out_.changes.push_back(std::move(made)); }

  bool drop() {
    const bool is_trigger = t_.word(1, "TRIGGER");
    if (!is_trigger && !is_one_of(t_[1], {"FUNCTION", "PROCEDURE", "PROC", "ROUTINE"})) return false;
    std::size_t at = 2;
    if (t_.word(at, "IF")) at += 2;
    while (at < t_.size()) {
      begin_ = t_[at].begin;
      end_ = t_[at].end;
      SqlName name = t_.name(at);
      if (name.name.empty()) break;
      SqlChange made = is_trigger ? change(SqlChangeKind::drop_trigger, {"", "*"})
                                  : change(SqlChangeKind::drop_routine, name);
      if (is_trigger) made.name = name.name;
      add(std::move(made));
      if (t_.sign(at, '(')) at = t_.behind(at);
      if (!t_.sign(at, ',')) break;
      ++at;
    }
    return true;
  }

  // The text behind AS, of PostgreSQL; else all that stands behind the parameters.
  void body(std::size_t at, SqlChange& of) {
    Body reading(of.uses, of.calls);
    for (std::size_t i = at; i + 1 < all_.size(); ++i)
      if (t_.word(i, "AS") && all_[i + 1].kind == TokenKind::string) {
        for (const Tokens& one : statements(all_[i + 1].text).all) reading.read(one, 0);
        return;
      }
    reading.read(all_, at);
  }

  void routine(const SqlName& name, std::size_t at, bool is_alter) {
    SqlChange made = change(SqlChangeKind::routine, name);
    body(t_.sign(at, '(') ? t_.behind(at) : at, made);
    std::erase(made.calls, name);
    // ALTER FUNCTION a OWNER TO b changes nothing of the body.
    const bool has_body = !made.uses.empty() || !made.calls.empty();
    if (!is_alter || has_body) add(std::move(made));
  }

  // The routines of a package body, each "package.routine".
  void package(const SqlName& name, std::size_t at) {
    std::size_t start = all_.size();
    SqlName now;
    auto close = [&](std::size_t end) {
      if (now.name.empty()) return;
      const Tokens some(all_.begin() + static_cast<std::ptrdiff_t>(start),
                        all_.begin() + static_cast<std::ptrdiff_t>(end));
      SqlChange made = change(SqlChangeKind::routine, now);
      Body(made.uses, made.calls).read(some, Words(some).sign(0, '(') ? Words(some).behind(0) : 0);
      add(std::move(made));
    };
    for (std::size_t i = at; i + 1 < all_.size() && out_.changes.size() < 10'000; ++i) {
      if (!is_one_of(all_[i], {"PROCEDURE", "FUNCTION"}) || !may_name(all_[i + 1])) continue;
      close(i);
      now = {name.name, std::string(all_[i + 1].text)};
      begin_ = all_[i + 1].begin;
      end_ = all_[i + 1].end;
      start = i + 2;
    }
    close(all_.size());
  }

  void trigger(const SqlName& name, std::size_t at, bool is_alter) {
    SqlName table;
    std::string events;
    for (; at < t_.size(); ++at) {
      const Token& now = all_[at];
      if (t_.sign(at, '(')) {
        at = t_.behind(at) - 1;
      } else if (is(now, "ON") && table.name.empty()) {
        std::size_t next = at + 1;
        table = t_.name(next);
        at = next - 1;
      } else if (is_one_of(now, {"INSERT", "UPDATE", "DELETE", "TRUNCATE"})) {
        std::string word(is(now, "TRUNCATE") ? "delete" : now.text);
        std::transform(word.begin(), word.end(), word.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        events += (events.empty() ? "" : " ") + word;
      } else if (is_one_of(now, {"EXECUTE", "BEGIN", "DECLARE", "CALL"})) {
        break;
      } else if (is(now, "ROW") && t_.word(at - 1, "EACH")) {
        ++at;
        if (t_.word(at, "WHEN") && t_.sign(at + 1, '(')) at = t_.behind(at + 1);
        break;
      } else if (is(now, "AS") && !events.empty() && !table.name.empty() &&
                 !is_one_of(t_[at - 1], {"TABLE", "NEW", "OLD", "ROW"})) {
        break;
      }
    }
    if (table.name.empty() || events.empty()) return;
    if (is_alter && at >= t_.size()) return;
    SqlChange made = change(SqlChangeKind::trigger, table);
    made.name = name.name;
    made.columns = events;
    if (t_.word(at, "EXECUTE") && is_one_of(t_[at + 1], {"FUNCTION", "PROCEDURE"})) {
      at += 2;
      if (SqlName called = t_.name(at); !called.name.empty()) made.calls.push_back(std::move(called));
    } else {
      Body(made.uses, made.calls).read(all_, at);
    }
    // The rows that fire it.
    std::erase_if(made.uses, [](const SqlUse& use) {
      return use.table.schema.empty() && (use.table.name == "inserted" || use.table.name == "deleted" ||
                                          use.table.name == "INSERTED" || use.table.name == "DELETED");
    });
    add(std::move(made));
  }

  const Tokens& all_;
  Words t_;
  std::uint32_t number_;
  SqlReading& out_;
  std::uint32_t begin_ = 0, end_ = 0;
};

}  // namespace

bool read_routine(const std::vector<Token>& statement, std::uint32_t number, SqlReading& out) {
  return Definition(statement, number, out).read();
}

void read_calls(const std::vector<Token>& statement, std::uint32_t number, std::vector<SqlCall>& out) {
  constexpr std::size_t max_calls = 200;  // of one statement: nobody writes more
  const Words t(statement);
  if (is_one_of(t[0], {"CREATE", "ALTER", "DROP", "GRANT", "REVOKE", "COMMENT"})) return;
  const std::size_t before = out.size();
  for (std::size_t i = 0; i < t.size() && out.size() - before < max_calls; ++i) {
    // {call a(?)}, {? = call a(?)}
    const bool is_call = is_one_of(t[i], {"CALL", "EXEC", "EXECUTE"}) &&
                         (i == 0 || t.sign(i - 1, '{') || t.sign(i - 1, '=') || t.sign(i - 1, ';'));
    const bool is_execute = is(t[i], "EXECUTE");
    std::size_t at = is_call ? i + 1 : i;
    if (is_call && t[at].text.starts_with('@') && t.sign(at + 1, '=')) at += 2;  // EXEC @r = a
    if (!may_name(t[at])) continue;
    if (!is_call && i > 0 &&
        (t.sign(i - 1, '.') ||
         is_one_of(t[i - 1], {"INTO", "TABLE", "UPDATE", "REFERENCES", "INDEX", "KEY", "ON", "AS"})))
      continue;
    if (is_one_of(t[at], {"VALUES", "VALUE", "EXISTS", "ON",    "AS",    "IN",      "ANY",   "ALL",
                          "SOME",   "AND",   "OR",     "NOT",   "WHERE", "HAVING",  "WHEN",  "THEN",
                          "ELSE",   "CASE",  "SELECT", "FROM",  "JOIN",  "LATERAL", "USING", "SET",
                          "BY",     "OVER",  "FILTER", "LIMIT", "TOP",   "IF",      "WHILE", "RETURN"}))
      continue;
    const std::size_t begin = at;
    SqlName name = t.name(at);
    if (!is_call && !t.sign(at, '(')) {
      i = std::max(i, at - 1);
      continue;
    }
    if (is_one_of(t[begin], {"IMMEDIATE", "FUNCTION", "PROCEDURE"})) continue;
    if (!name.name.empty() && !is_engine_s(name)) {
      SqlCall made;
      made.routine = std::move(name);
      // EXECUTE runs prepared statements too.
      made.is_sure = is_call && !is_execute;
      made.statement = number;
      made.begin = t[begin].begin;
      made.end = t[at - 1].end;
      out.push_back(std::move(made));
    }
    i = at - 1;
  }
}

}  // namespace demarc::sql
