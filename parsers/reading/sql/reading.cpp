// SQL texts: parted into statements, each read by its clauses.
#include "parsers/parsers.h"

#include <algorithm>

#include "parsers/reading/sql/clauses.h"
#include "parsers/reading/sql/routines.h"
#include "parsers/reading/sql/tokens.h"

namespace demarc {
namespace {

class Reading final : public SqlReader {
 public:
  SqlReading read(std::string_view text) const override { return read(text, sql::Speech::tables); }
  SqlReading read_object_query(std::string_view text) const override {
    return read(text, sql::Speech::objects);
  }

 private:
  static SqlReading read(std::string_view text, sql::Speech speech) {
    SqlReading out;
    std::set<std::string> temporary;
    const sql::Statements parted = sql::statements(text);
    out.is_cut = parted.is_cut;
    out.broken = parted.unclosed;
    for (const std::vector<sql::Token>& statement : parted.all) {
      const std::uint32_t number = out.statements++;
      if (speech == sql::Speech::tables && sql::read_routine(statement, number, out)) continue;
      sql::read_clauses(statement, number, speech, temporary, out);
      if (speech == sql::Speech::tables) sql::read_calls(statement, number, out.calls);
    }
    std::stable_sort(out.uses.begin(), out.uses.end(),
                     [](const SqlUse& a, const SqlUse& b) { return a.begin < b.begin; });
    return out;
  }
};

}  // namespace

std::unique_ptr<SqlReader> make_sql_reader() { return std::make_unique<Reading>(); }

}  // namespace demarc
