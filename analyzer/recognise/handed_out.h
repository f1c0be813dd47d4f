// Stored types that operations take and give as they are.
#pragma once
#include <vector>

#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/fold.h"

namespace demarc {

// Adds the words `returns` and `accepts` to the effects of operations whose code declares that it hands out,
// or takes from the caller, a class that some data effect stores. Before classes are put into tables: until
// then they are the names of what is stored.
void mark_handed_out(Program& program, Fold& fold, Values& values, std::vector<Effect>& effects);

}  // namespace demarc
