// Measures of operations and entries: round trips, width, depth, best availability; and of interfaces.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/drift/metrics.h"

namespace demarc::drift {
namespace {

using model::ContextMap;
using model::nobody;
using model::PartyId;

// What the rules about conversations take as too much by default.
constexpr std::size_t many_trips = 6, many_contexts = 4, long_chain = 4;

double median(std::vector<std::size_t> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 ? static_cast<double>(values[middle])
                           : static_cast<double>(values[middle - 1] + values[middle]) / 2;
}

std::size_t trips_of(const Relation& need) {
  const std::string_view text = model::attribute(need, "trips");
  std::size_t trips = 1;
  std::from_chars(text.data(), text.data() + text.size(), trips);
  return std::max<std::size_t>(1, trips);
}

EntityId service_of(const ContextMap& map, EntityId id) {
  const Entity& entity = map.architecture()[id];
  return entity.kind == EntityKind::service
             ? id
             : map.architecture().facts().find(EntityKind::service, model::attribute(entity, "service"));
}

std::optional<double> promised(const ContextMap& map, EntityId service, PartyId party) {
  if (service)
    if (const model::DeclaredService* declared = map.declared_service(service))
      if (declared->slo.availability) return declared->slo.availability;
  if (party == nobody || !map.party(party).context) return {};
  return map.party(party).context->slo.availability;
}

// "/v1/orders/{id}" → "orders": the first part that is no version and no hole.
std::string root_of_path(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    const bool is_version = part.size() >= 2 && (part[0] == 'v' || part[0] == 'V') &&
                            part.find_first_not_of("0123456789.", 1) == std::string_view::npos;
    if (part.empty() || part == "api" || is_version || part.find('{') != std::string_view::npos) continue;
    return std::string(part);
  }
  return {};
}

std::map<std::string, std::size_t> numbers_of(const Metrics& metrics) {
  std::map<std::string, std::size_t> out;
  for (std::size_t i = 0; i < metrics.contexts.size(); ++i) out.emplace(metrics.contexts[i].name, i);
  return out;
}

}  // namespace

void measure_interfaces(const ContextMap& map, Metrics& into) {
  const auto numbers = numbers_of(into);
  std::vector<std::map<std::string, std::size_t>> roots(into.contexts.size());
  for (EntityId id : map.architecture().entities(EntityKind::operation)) {
    const Entity& operation = map.architecture()[id];
    const auto at = numbers.find(map.name(map.of_entity(id)));
    if (at == numbers.end() || model::is_open(operation) || operation.certainty == Certainty::guessed)
      continue;
    ++into.contexts[at->second].operations;
    const std::string_view path = model::attribute(operation, "path");
    std::string root = root_of_path(path);
    // A procedure stands in an interface: "Orders.Place", "orders/Place".
    if (path.find('/') == std::string_view::npos) {
      std::string_view name = std::string_view(operation.name).substr(operation.name.rfind(' ') + 1);
      const std::size_t cut = name.find_last_of("./");
      const std::vector<std::string> words = model::words_in(name);
      root = cut != std::string_view::npos ? std::string(name.substr(0, cut))
             : words.empty()               ? std::string()
                                           : words.back();
    }
    ++roots[at->second][root];
  }
  for (std::size_t i = 0; i < roots.size(); ++i) {
    into.contexts[i].roots = roots[i].size();
    std::size_t most = 0;
    for (const auto& [root, n] : roots[i]) most = std::max(most, n);
    if (into.contexts[i].operations > 0)
      into.contexts[i].biggest_root =
          static_cast<double>(most) / static_cast<double>(into.contexts[i].operations);
  }
}

void measure_entries(const ContextMap& map, Metrics& into) {
  const Facts& facts = map.architecture().facts();
  std::map<EntityId, std::size_t> nodes;
  std::vector<EntityId> ids;
  auto node_of = [&](EntityId id) {
    const auto [at, is_new] = nodes.emplace(id, ids.size());
    if (is_new) ids.push_back(id);
    return at->second;
  };
  std::vector<Link> links;
  std::map<EntityId, std::vector<const Relation*>> needs;
  for (const Relation& r : facts.relations()) {
    if (r.kind != RelationKind::needs || r.certainty == Certainty::guessed || model::is_open(r) ||
        model::is_open(facts[r.to]) || model::attribute(r, "implicit") == "yes")
      continue;
    links.push_back({node_of(r.from), node_of(r.to)});
    needs[r.from].push_back(&r);
  }
  const std::vector<std::size_t> below = depths(ids.size(), links);
  const auto reached = reachable(ids.size(), links);
  std::vector<std::size_t> all_trips, all_contexts;
  for (const auto& [id, some] : needs) {
    EntryMeasures made;
    const PartyId party = map.of_entity(id);
    made.name = facts[id].name;
    made.context = map.name(party);
    std::set<PartyId> asked;
    for (const Relation* need : some) {
      const PartyId other = map.owner_of(need->to).party;
      if (other == nobody || other == party) continue;
      // Another branch asks the same more often, or others: it does not happen in the same run.
      const bool is_unbounded = model::attribute(*need, "unbounded") == "yes";
      if (model::attribute(*need, "apart") != "yes") made.trips += is_unbounded ? 1 : trips_of(*need);
      if (model::attribute(*need, "aside") != "yes") asked.insert(other);
      made.is_unbounded = made.is_unbounded || is_unbounded;
    }
    made.contexts = asked.size();
    made.chain = below[nodes.at(id)] + 1;
    if (made.trips == 0 && made.chain < 3) continue;
    // Each service once, however many of its operations are waited for.
    std::map<EntityId, PartyId> waited{{service_of(map, id), party}};
    for (std::size_t node : reached[nodes.at(id)])
      waited.emplace(service_of(map, ids[node]), map.owner_of(ids[node]).party);
    double product = 1;
    bool any = false;
    for (const auto& [service, of] : waited)
      if (const auto said = promised(map, service, of)) {
        product *= *said / 100;
        any = true;
      }
    if (any) made.best_availability = 100 * product;
    into.entries_over += made.trips >= many_trips || made.contexts >= many_contexts ||
                         made.chain >= long_chain || made.is_unbounded;
    all_trips.push_back(made.trips);
    all_contexts.push_back(made.contexts);
    into.entries.push_back(std::move(made));
  }
  into.median_trips = median(std::move(all_trips));
  into.median_contexts = median(std::move(all_contexts));
  std::stable_sort(into.entries.begin(), into.entries.end(),
                   [](const EntryMeasures& a, const EntryMeasures& b) {
                     return std::tie(b.is_unbounded, b.trips, b.chain, a.name) <
                            std::tie(a.is_unbounded, a.trips, a.chain, b.name);
                   });
}

}  // namespace demarc::drift
