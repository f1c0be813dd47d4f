// Tables of one statement by its clauses: what stands behind FROM, JOIN, INTO, UPDATE, TABLE, REFERENCES.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "analyzer/sql.h"
#include "parsers/reading/sql/tokens.h"

namespace demarc::sql {

enum class Speech : std::uint8_t {
  tables,   // SQL
  objects,  // JPQL, HQL: a statement may begin with FROM
  body,     // of a routine: SELECT … INTO fills variables
};

// Adds the uses and changes of a statement. `temporary` holds names of temporary tables, in lower case, of
// the statements before and after. Knows no dialect's whole grammar and needs none: what stands in other
// clauses is stepped over by its brackets.
void read_clauses(const std::vector<Token>& statement, std::uint32_t number, Speech speech,
                  std::set<std::string>& temporary, SqlReading& out);

}  // namespace demarc::sql
