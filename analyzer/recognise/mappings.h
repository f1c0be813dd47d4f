// Classes that stand for tables: what annotations (and names) of a class say about the table that stores it.
#pragma once
#include <map>
#include <string_view>
#include <vector>

#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/fold.h"

namespace demarc {

// Puts tables in the place of classes in the names of data effects: from rows with `maps`, by the class
// itself or what it extends; a class that no row maps keeps its effects open.
void put_tables(Program& program, Fold& fold, Values& values, std::vector<Effect>& effects);

// How a mapper calls the table of a class when nobody says: "snake" (order_item), "lower-first" (orderItem),
// "plural-snake" (order_items), "same" (OrderItem).
std::string default_table(std::string_view naming, std::string_view class_name);

}  // namespace demarc
