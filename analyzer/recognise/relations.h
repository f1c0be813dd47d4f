// Relations between stored classes: the foreign keys and join tables that they stand for, and what is stored
// and fetched along with a thing.
#pragma once
#include <vector>

#include "analyzer/recognise/mappings.h"

namespace demarc {

// Reads the attributes of stored classes that rows with `relates` know. Adds declarations of the foreign keys
// that a mapper makes of them (captures `change` "reference" and `mode` "mapping", by classes or tables), and
// to effects that touch a class those that touch along with it what cascades, is fetched at once, or lies in
// a join table. Call it while the names of effects are still classes.
void relate_classes(const Packs& packs, Program& program, Fold& fold, Values& values, ClassTables& tables,
                    std::vector<Effect>& effects);

}  // namespace demarc
