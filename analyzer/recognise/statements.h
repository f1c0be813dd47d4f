// Effects whose row names a text of SQL (`sql: $text`) or of an object query (`jpql: $text`) become one
// effect for each table that the text touches.
#pragma once
#include <vector>

#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/program.h"
#include "analyzer/sql.h"

namespace demarc {

// What a text with holes names stays open where a hole stands for the table; a text that is not known at all
// leaves one open effect. With `reader` null nothing can be read: such effects stay open too. The verb is the
// text's own; captures `mode`, and `statement` where one statement touches several tables. Names of object
// queries are classes of the program.
void read_statements(const SqlReader* reader, Program& program, Values& values, std::vector<Effect>& effects);

}  // namespace demarc
