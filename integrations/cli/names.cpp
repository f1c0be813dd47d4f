// Finding services, tables and channels by name, alias, folder or part of the name.
#include "integrations/cli/names.h"

#include <algorithm>

#include "analyzer/base/files.h"
#include "analyzer/base/nearest.h"
#include "analyzer/model/naming.h"

namespace demarc::cli {
namespace {

bool is_wanted(const Entity& entity, const std::vector<EntityKind>& kinds) {
  return kinds.empty() || std::find(kinds.begin(), kinds.end(), entity.kind) != kinds.end();
}

}  // namespace

std::vector<EntityId> entities_named(const model::ContextMap& map, std::string_view name,
                                     const std::vector<EntityKind>& kinds) {
  const Architecture& architecture = map.architecture();
  const Facts& facts = architecture.facts();
  std::vector<EntityId> exact, alike;
  const std::string folded = model::folded_name(name);
  for (const Entity& entity : facts.entities()) {
    if (!is_wanted(entity, kinds)) continue;
    if (entity.name == name || model::bare_name(entity.name) == name) exact.push_back(facts.id_of(entity));
    else if (model::folded_name(entity.name) == folded ||
             model::folded_name(model::bare_name(entity.name)) == folded)
      alike.push_back(facts.id_of(entity));
  }
  if (!exact.empty()) return exact;
  if (!alike.empty()) return alike;
  const bool wants_services =
      kinds.empty() || std::find(kinds.begin(), kinds.end(), EntityKind::service) != kinds.end();
  if (!wants_services) return {};
  if (EntityId service = architecture.service(name)) return {service};
  // A file or folder means the service whose root is nearest above it.
  auto path = normal_path(name);
  if (!path || name.find_first_of("./") == std::string_view::npos) return {};
  EntityId best;
  std::size_t depth = 0;
  for (EntityId id : architecture.entities(EntityKind::service)) {
    auto root = architecture[id].attributes.find("root");
    if (root == architecture[id].attributes.end() || !is_below(*path, root->second)) continue;
    if (!best || root->second.size() > depth) {
      best = id;
      depth = root->second.size();
    }
  }
  return best ? std::vector{best} : std::vector<EntityId>{};
}

std::string nearest_entity(const Architecture& architecture, std::string_view name,
                           const std::vector<EntityKind>& kinds) {
  std::vector<std::string_view> known;
  for (const Entity& entity : architecture.facts().entities()) {
    if (!is_wanted(entity, kinds) || model::is_open(entity)) continue;
    known.push_back(entity.name);
    known.push_back(model::bare_name(entity.name));
  }
  return std::string(nearest(name, known));
}

}  // namespace demarc::cli
