// Relations for people: the line and the chain below it.
#pragma once
#include <iosfwd>
#include <string>

#include "integrations/cli/tree.h"

namespace demarc::cli {

// "order writes dynamodb:orders (put)  services/order/app.py:41:5" and below it, indented, the chain.
void write_relation(std::ostream& out, const Tree& tree, RelationId id, const Style& style,
                    std::string_view indent, bool with_chain);

}  // namespace demarc::cli
