// Context paths and application paths by service and framework.
#include "analyzer/link/route_prefixes.h"

#include <algorithm>

namespace demarc::linking {
namespace {

// "api/" and "/api" → "/api"; "/" → "".
std::string as_prefix(std::string_view text) {
  while (text.ends_with('/') || text.ends_with('*')) text.remove_suffix(1);
  while (text.starts_with('/')) text.remove_prefix(1);
  return text.empty() ? std::string() : "/" + std::string(text);
}

bool names(std::string_view packs, std::string_view pack) {
  while (!packs.empty()) {
    const std::size_t bar = std::min(packs.find('|'), packs.size());
    if (packs.substr(0, bar) == pack) return true;
    packs.remove_prefix(std::min(bar + 1, packs.size()));
  }
  return false;
}

}  // namespace

RoutePrefixes::RoutePrefixes(const Desk& desk) {
  for (const Effect& e : desk.run.effects.effects) {
    const ValueId below = e.capture("below");
    if (e.kind != RelationKind::exposes || !below) continue;
    std::vector<Actor> who = actors(desk, e);
    const ServiceIndex home = home_of(desk.run, e);
    if (who.empty() && home != 0) who.push_back({{home, {}}, Certainty::likely});
    for (const Actor& actor : who)
      for (const Outcome& outcome : desk.resolver.outcomes(below, actor.scope))
        if (desk.run.values.is_literal(outcome.evaluated))
          below_[{actor.scope.service, text_of(desk.run, e.capture("by"))}].insert(
              as_prefix(desk.run.values.text(outcome.evaluated)));
  }
}

std::string RoutePrefixes::before(ServiceIndex service, std::string_view pack) const {
  std::string outer;
  std::set<std::string> inner;
  for (auto at = below_.lower_bound({service, {}}); at != below_.end() && at->first.first == service; ++at) {
    const std::string& by = at->first.second;
    if (by.empty() && at->second.size() == 1) outer = *at->second.begin();
    else if (names(by, pack)) inner.insert(at->second.begin(), at->second.end());
  }
  return outer + (inner.size() == 1 ? *inner.begin() : std::string());
}

std::vector<std::string> RoutePrefixes::all(ServiceIndex service) const {
  std::set<std::string> found;
  for (auto at = below_.lower_bound({service, {}}); at != below_.end() && at->first.first == service; ++at) {
    const std::string_view by = at->first.second;
    found.insert(before(service, by.substr(0, by.find('|'))));
  }
  found.erase("");
  std::vector<std::string> sorted(found.begin(), found.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  return sorted;
}

}  // namespace demarc::linking
