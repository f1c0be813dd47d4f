// Finds things of the architecture by what people call them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/context_map.h"

namespace demarc::cli {

// Every entity that `name` may mean: the full name, the name without its store or transport, an alias, a
// service by its folder or a file in it. `kinds` narrows; empty: any. Exact matches first and alone if there
// are any.
std::vector<EntityId> entities_named(const model::ContextMap& map, std::string_view name,
                                     const std::vector<EntityKind>& kinds);

// All names of these kinds that are worth suggesting, and the one that is most like `name`, or "".
std::string nearest_entity(const Architecture& architecture, std::string_view name,
                           const std::vector<EntityKind>& kinds);

}  // namespace demarc::cli
