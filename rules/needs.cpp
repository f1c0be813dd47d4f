// Groups the relations `needs` by entry and context.
#include "rules/needs.h"

#include <algorithm>
#include <charconv>

namespace demarc::rules {

unsigned trips_of(const Relation& need) {
  const std::string_view text = attribute(need, "trips");
  unsigned trips = 1;
  std::from_chars(text.data(), text.data() + text.size(), trips);
  return std::max(1u, trips);
}

bool is_apart(const Relation& need) { return attribute(need, "apart") == "yes"; }
bool is_aside(const Relation& need) { return attribute(need, "aside") == "yes"; }
bool is_unbounded(const Relation& need) { return attribute(need, "unbounded") == "yes"; }
bool is_parallel(const Relation& need) { return attribute(need, "parallel") == "yes"; }

PartyId provider_of(const Ground& ground, const Relation& need) { return ground.map.owner_of(need.to).party; }

model::ServiceType type_of(const Ground& ground, EntityId service) {
  if (!service) return model::ServiceType::unknown;
  if (const model::DeclaredService* declared = ground.map.declared_service(service))
    if (declared->type != model::ServiceType::unknown) return declared->type;
  const std::string_view kind = attribute(ground.facts()[service], "kind");
  if (kind == "gateway") return model::ServiceType::gateway;
  if (kind == "frontend") return model::ServiceType::frontend;
  return model::ServiceType::unknown;
}

std::vector<Waiting> all_waiting(const Ground& ground) {
  std::map<EntityId, Waiting> found;
  for (const Relation& r : ground.facts().relations()) {
    if (r.kind != RelationKind::needs || !ground.accepts(r)) continue;
    const PartyId from = ground.map.of_entity(r.from), to = provider_of(ground, r);
    if (from == nobody || to == nobody || from == to) continue;
    Waiting& one = found[r.from];
    one.entry = r.from;
    one.party = from;
    one.service = ground.facts().find(EntityKind::service, attribute(ground.facts()[r.from], "service"));
    one.of[to].push_back(ground.facts().id_of(r));
  }
  std::vector<Waiting> all;
  for (auto& [entry, one] : found) all.push_back(std::move(one));
  return all;
}

}  // namespace demarc::rules
