// Joins what two sources say about the same system.
#pragma once
#include "analyzer/model/model.h"

namespace demarc::model {

// Adds `from` to `into`, which has precedence. What only one side says is taken; where both say different
// things `into` stays and a problem (is_conflict) names both places.
// With `by_look` names of contexts are taken for one that differ in what kind of thing they name: "Order
// Service", "OrderContext" and "order".
void merge(Model& into, Model from, bool by_look = false);

}  // namespace demarc::model
