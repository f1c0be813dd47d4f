// How services would be divided by what they do with each other, held against the declared contexts.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/drift/metrics.h"
#include "analyzer/drift/partition.h"

namespace demarc::drift {
namespace {

using model::ContextMap;
using model::nobody;
using model::PartyId;

// Services of contexts as nodes, and what ties two of them together.
class Ties {
 public:
  Ties(const ContextMap& map, const Weights& weights) : map_(map), weights_(weights) {
    for (EntityId id : map.architecture().entities(EntityKind::service)) {
      const std::string_view kind = model::attribute(map.architecture()[id], "kind");
      const PartyId party = map.of_entity(id);
      // Doors and plumbing talk to everybody: they say nothing about where a boundary is.
      if (party == nobody || map.party(party).kernel || kind == "library" || kind == "infrastructure" ||
          kind == "gateway" || kind == "frontend")
        continue;
      number_.emplace(id, services.size());
      services.push_back(id);
      parties.push_back(party);
    }
    if (services.size() > 1) tie();
  }

  std::vector<EntityId> services;
  std::vector<PartyId> parties;
  std::vector<Link> links;

 private:
  std::size_t node(EntityId id) const {
    auto found = number_.find(id);
    return found == number_.end() ? services.size() : found->second;
  }

  void add(EntityId a, EntityId b, const std::string& object, double weight) {
    const std::size_t from = node(a), to = node(b);
    if (from == services.size() || to == services.size() || from == to) return;
    // One object ties two services once.
    if (!seen_.emplace(std::min(from, to), std::max(from, to), object).second) return;
    links.push_back({from, to, weight});
  }

  void tie() {
    const Facts& facts = map_.architecture().facts();
    auto counts = [&](const Relation& r) {
      return r.certainty != Certainty::guessed && !model::is_open(r) && !model::is_open(facts[r.to]);
    };
    for (const Relation& r : facts.relations()) {
      if (!counts(r)) continue;
      const Entity& target = facts[r.to];
      if (r.kind == RelationKind::calls && target.kind != EntityKind::external &&
          model::attribute(r, "implicit") != "yes") {
        const EntityId callee = target.kind == EntityKind::service
                                    ? r.to
                                    : facts.find(EntityKind::service, model::attribute(target, "service"));
        if (callee) add(r.from, callee, target.name, weights_.call);
      }
      if (r.kind == RelationKind::imports && target.kind == EntityKind::service)
        add(r.from, r.to, target.name, weights_.import);
    }
    for (EntityId id : map_.architecture().entities(EntityKind::table)) {
      std::map<EntityId, bool> users;  // and whether they write
      for (RelationId r : map_.architecture().to(id)) {
        const Relation& relation = facts[r];
        const bool writes = relation.kind == RelationKind::writes;
        if ((!writes && relation.kind != RelationKind::reads) || !counts(relation)) continue;
        users[relation.from] = users[relation.from] || writes;
      }
      for (auto a = users.begin(); a != users.end(); ++a)
        for (auto b = std::next(a); b != users.end(); ++b)
          if (a->second || b->second)
            add(a->first, b->first, facts[id].name,
                a->second && b->second ? weights_.foreign_write : weights_.foreign_read);
    }
    for (EntityId id : map_.architecture().entities(EntityKind::channel)) {
      if (model::is_open(facts[id])) continue;
      for (RelationId p : map_.publishers(id))
        for (RelationId c : map_.consumers(id))
          if (counts(facts[p]) && counts(facts[c]))
            add(facts[p].from, facts[c].from, facts[id].name, weights_.event);
    }
  }

  const ContextMap& map_;
  const Weights& weights_;
  std::map<EntityId, std::size_t> number_;
  std::set<std::tuple<std::size_t, std::size_t, std::string>> seen_;
};

}  // namespace

void measure_suggestion(const ContextMap& map, const Weights& weights, Metrics& into) {
  // Where every service is a context of its own there is no cut to compare with.
  if (!map.is_declared()) return;
  const Ties ties(map, weights);
  Suggestion& out = into.suggestion;
  out.services = ties.services.size();
  if (ties.services.size() < 2 || ties.links.empty()) return;
  std::vector<std::size_t> declared;
  for (PartyId party : ties.parties) declared.push_back(static_cast<std::size_t>(party));
  // A service without ties stays where it is: nothing speaks for another place.
  std::vector<std::size_t> found = best_partition(ties.services.size(), ties.links);
  std::vector<bool> is_tied(ties.services.size(), false);
  for (const Link& link : ties.links) is_tied[link.from] = is_tied[link.to] = true;
  std::vector<std::size_t> from, to;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (is_tied[i]) {
      from.push_back(declared[i]);
      to.push_back(found[i]);
    }
  const Moves moves = moves_between(from, to);
  out.moves = moves.moves;
  out.joins = moves.joins;
  out.distance = static_cast<double>(moves.all()) / static_cast<double>(from.size());
  out.modularity = modularity(found, ties.links);
  out.declared_modularity = modularity(declared, ties.links);
  // Those that have more to do with one other context than with their own.
  for (std::size_t i = 0; i < ties.services.size(); ++i) {
    std::map<PartyId, double> weight;
    for (const Link& link : ties.links) {
      if (link.from == i) weight[ties.parties[link.to]] += link.weight;
      if (link.to == i) weight[ties.parties[link.from]] += link.weight;
    }
    const double inside = weight[ties.parties[i]];
    PartyId best = nobody;
    for (const auto& [party, some] : weight)
      if (party != ties.parties[i] && (best == nobody || some > weight[best])) best = party;
    // The only service of a context is that context.
    const auto fellows = std::count(ties.parties.begin(), ties.parties.end(), ties.parties[i]);
    if (best == nobody || weight[best] <= inside || fellows < 2) continue;
    out.out_of_place.push_back({map.architecture()[ties.services[i]].name, map.name(ties.parties[i]),
                                map.name(best), inside, weight[best]});
  }
  std::stable_sort(out.out_of_place.begin(), out.out_of_place.end(),
                   [](const Suggestion::Move& a, const Suggestion::Move& b) {
                     return a.there - a.inside > b.there - b.inside;
                   });
}

}  // namespace demarc::drift
