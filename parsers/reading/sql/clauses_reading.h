// One pass over a statement's words with a stack of brackets; names are settled at its end.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "parsers/reading/sql/clauses.h"

namespace demarc::sql {

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

  void run();

 private:
  // ---- looking around
  const Token& token(std::size_t i) const;
  bool word(std::size_t i, std::string_view keyword) const { return i < t_.size() && is(t_[i], keyword); }
  bool sign(std::size_t i, char c) const;
  bool is_name(std::size_t i) const;
  bool skip(std::string_view keyword);
  template <class... Words>
  void skip_any(Words... words) {
    while ((skip(words) || ...)) {}
  }
  // Behind the bracket that closes the one at `i`.
  std::size_t behind(std::size_t i) const;
  Level& top() { return levels_.back(); }

  // ---- names
  static std::string inside(const Token& token);

  // People do call their tables Order and Group.
  bool is_unlucky(std::size_t i) const;

  // A name at `i_`, or nothing; placeholders are names that nobody knows.
  std::optional<Ref> name();

  // Nobody writes a statement of more tables than this.
  void keep(Ref ref);

  void alias(Ref& ref);

  // ---- what a statement says

  // WITH a AS (…), b (x) AS (…).
  void find_common();
  // Column lists are short: a search that ends soon.
  std::size_t behind_near(std::size_t i) const;

  void step();

  // A verb of its own: at the beginning, or inside IF … BEGIN … of T-SQL.
  bool is_start() const;

  void bracket();

  // A table, a list in brackets, a function, a query.
  void table(SqlMode mode, bool is_target = false);

  bool is_hint(std::size_t i) const;

  void from();

  void insert();

  void update();

  void skip_top();

  void remove();

  void into();

  void copy();

  // ---- definitions

  void skip_if_exists();

  void create();

  void alter();

  void drop();

  void rename_tables();

  SqlChange& change(SqlChangeKind kind, const Ref& of);

  // A column or constraint of a table's definition begins here.
  void begin_item();

  std::string columns_at(std::size_t i) const;

  // Inside CREATE TABLE and ALTER TABLE.
  void definition();

  bool is_dropping() const { return i_ > 0 && word(i_ - 1, "DROP"); }

  void reference();

  void drop_item();

  // ---- at the end

  // A name of a common table expression, seen from where it is not its own body.
  bool is_common(const Ref& ref) const;

  static bool is_system(const SqlName& name);

  bool is_table(const Ref& ref, const std::map<std::string, std::size_t>& aliases) const;

  void settle();

  const std::vector<Token>& t_;
  std::uint32_t number_;
  Speech speech_;
  std::set<std::string>& temporary_;
  SqlReading& out_;
  std::size_t i_ = 0;
  bool is_over_ = false, is_at_table_ = false;
  bool is_insert_ = false, is_delete_ = false, is_merge_ = false, is_alter_ = false, is_returning_ = false;
  std::vector<Level> levels_;
  std::vector<Ref> refs_;
  std::vector<Common> common_;
  std::vector<SqlChange> changes_;
  std::optional<Ref> current_, view_;  // the table or view that is defined
  std::size_t item_ = 0;
  std::string constraint_, columns_;
};

}  // namespace demarc::sql
