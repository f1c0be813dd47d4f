// Functions, procedures and triggers: what their bodies do, and who calls them.
#pragma once
#include <vector>

#include "analyzer/sql.h"
#include "parsers/reading/sql/tokens.h"

namespace demarc::sql {

// True for a statement that makes, replaces or drops routines or triggers; adds them to the changes of `out`.
bool read_routine(const std::vector<Token>& statement, std::uint32_t number, SqlReading& out);
// Adds the routines that a statement runs: CALL a(…), EXEC a, {call a(…)}, SELECT a(…).
void read_calls(const std::vector<Token>& statement, std::uint32_t number, std::vector<SqlCall>& out);

}  // namespace demarc::sql
