// Relations between services, lifted to dependencies between contexts.
#include <algorithm>
#include <set>
#include <tuple>

#include "analyzer/model/context_map.h"

namespace demarc::model {
namespace {

bool is_gateway(const ContextMap& map, EntityId service) {
  if (map.architecture()[service].kind != EntityKind::service) return false;
  std::string_view kind = attribute(map.architecture()[service], "kind");
  if (kind == "gateway" || kind == "frontend") return true;
  const DeclaredService* declared = map.declared_service(service);
  return declared && (declared->type == ServiceType::gateway || declared->type == ServiceType::frontend);
}

}  // namespace

void ContextMap::add_edge(PartyId from, PartyId to, EdgeClass cls, std::string_view verb,
                          std::string_view object, EntityId entity, RelationId relation) {
  if (from == nobody || to == nobody || from == to) return;
  const Relation& r = architecture_[relation];
  if (std::optional<EdgeClass> said = edge_class(attribute(r, "class"))) cls = *said;
  Edge edge;
  edge.from = from;
  edge.to = to;
  edge.cls = cls;
  edge.verb = verb;
  edge.object = object;
  edge.entity = entity;
  edge.relations = {relation};
  edge.writes = r.kind == RelationKind::writes;
  edge.is_gateway = is_gateway(*this, r.from);
  edge.is_type_only = attribute(r, "type-only") == "yes";
  edge.certainty = r.certainty;
  edges_.push_back(std::move(edge));
}

void ContextMap::find_edges() {
  const Facts& facts = architecture_.facts();
  for (const Relation& r : facts.relations()) {
    if (r.certainty == Certainty::guessed || is_open(r)) continue;
    const Entity& target = facts[r.to];
    if (is_open(target) || target.certainty == Certainty::guessed) continue;
    RelationId id = facts.id_of(r);
    PartyId from = doer(r);
    switch (r.kind) {
      case RelationKind::calls:
        // What the platform asks by itself (registry, configuration, tracing) is nobody's dependency.
        // An external thing is a dependency where a service is declared to stand behind that host.
        if (attribute(r, "implicit") == "yes") break;
        add_edge(from, owners_[r.to.index].party, EdgeClass::call, "calls", target.name, r.to, id);
        break;
      case RelationKind::reads:
      case RelationKind::writes:
        add_edge(from, owners_[r.to.index].party, EdgeClass::data,
                 r.kind == RelationKind::writes ? "writes" : "reads", target.name, r.to, id);
        break;
      case RelationKind::publishes:
        // Work that is sent to another; an event is its publisher's own.
        if (is_queue(target))
          add_edge(from, owners_[r.to.index].party, EdgeClass::event, "sends to", target.name, r.to, id);
        break;
      case RelationKind::consumes: {
        // What arrives may come from further up: a topic behind the queue, a bus behind the topic.
        std::set<EntityId> seen{r.to};
        std::vector<EntityId> todo{r.to};
        while (!todo.empty()) {
          EntityId channel = todo.back();
          todo.pop_back();
          PartyId owner = owners_[channel.index].party;
          if (owner != nobody) {
            add_edge(from, owner, EdgeClass::event, "subscribes to", facts[channel].name, channel, id);
          } else {
            for (RelationId p : architecture_.to(channel)) {
              const Relation& publishing = facts[p];
              if (publishing.kind == RelationKind::publishes && publishing.certainty != Certainty::guessed)
                add_edge(from, doer(publishing), EdgeClass::event, "subscribes to", facts[channel].name,
                         channel, id);
            }
          }
          for (RelationId f : architecture_.to(channel))
            if (facts[f].kind == RelationKind::forwards && seen.insert(facts[f].from).second)
              todo.push_back(facts[f].from);
        }
        break;
      }
      case RelationKind::imports: {
        std::string_view path = attribute(r, "target-path");
        PartyId to = path.empty() ? nobody : of_path(path);
        if (to == nobody) to = places_[r.to.index];
        EdgeClass cls = target.kind == EntityKind::contract ? EdgeClass::schema : EdgeClass::import;
        add_edge(from, to, cls, "imports", path.empty() ? std::string_view(target.name) : path, r.to, id);
        break;
      }
      case RelationKind::uses: {
        if (target.kind != EntityKind::setting && target.kind != EntityKind::contract) break;
        EdgeClass cls = target.kind == EntityKind::contract  ? EdgeClass::schema
                        : prefix_of(target.name) == "export" ? EdgeClass::import
                                                             : EdgeClass::data;
        // A parameter that hands over a name or an address is a link of some chain; it is an edge of its own
        // where its owner has said that it is one.
        std::string_view space = prefix_of(target.name);
        bool is_link = target.kind == EntityKind::setting && space != "export" && space != "secret" &&
                       owners_[r.to.index].by != Owner::By::owns;
        if (!is_link) add_edge(from, owners_[r.to.index].party, cls, "uses", target.name, r.to, id);
        break;
      }
      default: break;
    }
  }
  // One edge a key, with all its places.
  auto key = [](const Edge& e) { return std::tie(e.from, e.to, e.cls, e.verb, e.object); };
  std::stable_sort(edges_.begin(), edges_.end(),
                   [&](const Edge& a, const Edge& b) { return key(a) < key(b); });
  std::vector<Edge> grouped;
  for (Edge& edge : edges_) {
    if (grouped.empty() || key(grouped.back()) != key(edge)) {
      grouped.push_back(std::move(edge));
      continue;
    }
    Edge& into = grouped.back();
    if (into.relations.back() != edge.relations[0]) into.relations.push_back(edge.relations[0]);
    into.is_gateway = into.is_gateway && edge.is_gateway;
    into.is_type_only = into.is_type_only && edge.is_type_only;
    into.certainty = std::min(into.certainty, edge.certainty);
  }
  edges_ = std::move(grouped);
}

}  // namespace demarc::model
