// Joins what two sources say about the same system.
#pragma once
#include "analyzer/model/model.h"

namespace demarc::model {

// Adds `from` to `into`, which has precedence. What only one side says is taken; where both say different
// things `into` stays and a problem (is_conflict) names both places.
void merge(Model& into, Model from);

}  // namespace demarc::model
