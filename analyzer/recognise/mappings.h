// Classes that stand for tables: the names of data effects become those of tables.
#pragma once
#include <map>
#include <vector>

#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/fold.h"

namespace demarc {

// What calls say about classes (`Order.init({…}, {tableName: "orders"})`): captures of a row with `maps`.
using CalledMappings = std::map<ClassRef, RowMatch>;

// Puts tables in the place of classes in the names of data effects: from rows with `maps`, by the class
// itself or what it extends; a class that no row maps keeps its effects open. What is done with a class that
// only others build on is no effect.
void put_tables(Program& program, Fold& fold, Values& values, const CalledMappings& called,
                std::vector<Effect>& effects);

}  // namespace demarc
