// Which lines of configuration count for a property.
#include "analyzer/link/properties.h"

#include <algorithm>

#include "analyzer/link/folders.h"

namespace demarc::linking {
namespace {

// "docker", "!test", "dev | docker", "cloud & eu".
bool holds(std::string_view expression, const std::set<std::string>& active) {
  if (std::size_t bar = expression.find_first_of("|,"); bar != std::string_view::npos)
    return holds(expression.substr(0, bar), active) || holds(expression.substr(bar + 1), active);
  if (std::size_t both = expression.find('&'); both != std::string_view::npos)
    return holds(expression.substr(0, both), active) && holds(expression.substr(both + 1), active);
  while (!expression.empty() && (expression.front() == ' ' || expression.front() == '('))
    expression.remove_prefix(1);
  while (!expression.empty() && (expression.back() == ' ' || expression.back() == ')'))
    expression.remove_suffix(1);
  if (expression.starts_with('!')) return !holds(expression.substr(1), active);
  return expression.empty() || active.contains(std::string(expression)) ||
         (expression == "default" && active.empty());
}

}  // namespace

Properties::Properties(const Run& run) : run_(run) {
  for (const Provision& p : run.declared.provisions)
    if (p.space == "config" && p.owner && run.values.is_literal(p.name))
      if (ResourceIndex owner = run.resource_of(p.owner); owner != no_resource)
        of_[owner][property_name(run.values.text(p.name))].push_back(&p);
}

bool Properties::means(std::string_view variable, std::string_view property) {
  return bare(variable) == bare(property);
}

std::vector<const Provision*> Properties::setting(ServiceIndex service, std::string_view name,
                                                  const std::set<std::string>& profiles) const {
  std::vector<const Provision*> all, others;
  for (ResourceIndex piece : run_.services[service].pieces) {
    auto owned = of_.find(piece);
    if (owned == of_.end()) continue;
    auto named = owned->second.find(name);
    if (named == owned->second.end()) continue;
    for (const Provision* p : named->second) (holds(p->profile, profiles) ? all : others).push_back(p);
  }
  // Only profiles that nothing here makes active know it: any of them may be meant.
  if (all.empty()) all = std::move(others);
  std::uint8_t best = 0;
  for (const Provision* p : all) best = std::max(best, p->rank);
  std::erase_if(all, [&](const Provision* p) { return p->rank < best; });
  return all;
}

}  // namespace demarc::linking
