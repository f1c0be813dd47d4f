// api/call-chain-too-deep: a request waits for services that wait for services.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "rules/needs.h"

namespace demarc::rules::api {
namespace {

constexpr RuleOption options[] = {
    {"warn", "4", "From so many services in a row on it is a warning."},
    {"error", "5", "From so many services in a row on it is an error."},
    {"ignore-gateway", "yes", "Gateways and front ends are no link of a chain."},
    {"availability", "99.9", "Percent that a service without an objective is taken to be there."},
};

// Operations and entries with what each of them waits for; what asks each other in a ring is one link.
class Chains {
 public:
  explicit Chains(const Ground& ground) : ground_(ground) {
    for (const Relation& r : ground.facts().relations()) {
      if (r.kind != RelationKind::needs || !ground.accepts(r)) continue;
      if (attribute(r, "implicit") == "yes") continue;
      needs_[r.from].push_back(ground.facts().id_of(r));
      needs_[r.to];
      needed_.insert(r.to);
    }
    for (const auto& [entry, needs] : needs_) rings(entry);
    std::map<std::uint32_t, std::set<EntityId>> sizes;
    for (const auto& [id, ring] : ring_) sizes[ring].insert(id);
    // Rings are numbered callees first.
    for (const auto& [ring, members] : sizes) {
      // A service that calls an operation of its own is no further one.
      Best best;
      for (EntityId id : members) {
        const EntityId own = is_link(id) ? service_of(id) : EntityId{};
        if (is_link(id) && best.length == 0) best = {1, own, {}, 0};
        for (RelationId need : needs_[id]) {
          const std::uint32_t below = ring_[ground_.facts()[need].to];
          if (below == ring) continue;
          const Best& next = best_[below];
          const bool is_further = is_link(id) && (!own || own != next.front);
          const std::size_t length = next.length + (is_further ? 1 : 0);
          if (length > best.length || (length == best.length && !best.next))
            best = {length, is_link(id) ? own : next.front, need, below};
        }
      }
      best_[ring] = best;
    }
  }

  bool is_first(EntityId id) const { return !needed_.contains(id); }
  const std::map<EntityId, std::vector<RelationId>>& all() const { return needs_; }

  // The needs of the longest way from here down.
  std::vector<RelationId> longest(EntityId id) const {
    std::vector<RelationId> way;
    for (std::uint32_t ring = ring_.at(id);;) {
      const Best& best = best_.at(ring);
      if (!best.next) break;
      way.push_back(best.next);
      ring = best.next_ring;
    }
    return way;
  }
  std::size_t length(EntityId id) const { return best_.at(ring_.at(id)).length; }
  std::size_t ring_of(EntityId id) const { return ring_.at(id); }

  bool is_link(EntityId id) const {
    if (!ground_.flag("ignore-gateway")) return true;
    const model::ServiceType type = type_of(ground_, service_of(id));
    return type != model::ServiceType::gateway && type != model::ServiceType::frontend;
  }
  EntityId service_of(EntityId id) const {
    const Entity& e = ground_.facts()[id];
    return e.kind == EntityKind::service ? id
                                         : ground_.facts().find(EntityKind::service, attribute(e, "service"));
  }

 private:
  struct Best {
    std::size_t length = 0;
    EntityId front;  // the service that the chain begins with
    RelationId next;
    std::uint32_t next_ring = 0;
  };
  // Tarjan's algorithm (SIAM J. Comput. 1 (1972)), without recursion.
  void rings(EntityId start) {
    if (number_.contains(start)) return;
    struct Visit {
      EntityId id;
      std::size_t next = 0;
    };
    std::vector<Visit> visits;
    const auto enter = [&](EntityId id) {
      number_[id] = low_[id] = ++count_;
      stack_.push_back(id);
      visits.push_back({id});
    };
    enter(start);
    while (!visits.empty()) {
      Visit& v = visits.back();
      const EntityId id = v.id;
      if (v.next < needs_[id].size()) {
        const EntityId to = ground_.facts()[needs_[id][v.next++]].to;
        if (!number_.contains(to)) enter(to);
        else if (!ring_.contains(to)) low_[id] = std::min(low_[id], number_[to]);
        continue;
      }
      visits.pop_back();
      if (!visits.empty()) low_[visits.back().id] = std::min(low_[visits.back().id], low_[id]);
      if (low_[id] != number_[id]) continue;
      for (EntityId member;;) {
        member = stack_.back();
        stack_.pop_back();
        ring_[member] = rings_;
        if (member == id) break;
      }
      ++rings_;
    }
  }

  const Ground& ground_;
  std::map<EntityId, std::vector<RelationId>> needs_;
  std::set<EntityId> needed_;
  std::map<EntityId, std::uint32_t> number_, low_, ring_;
  std::map<std::uint32_t, Best> best_;
  std::vector<EntityId> stack_;
  std::uint32_t count_ = 0, rings_ = 0;
};

std::string percent(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

void check(const Ground& ground, std::vector<Finding>& out) {
  const Chains chains(ground);
  const double warn = ground.number("warn"), error = ground.number("error");
  struct Chain {
    std::vector<RelationId> way;
    std::vector<std::string> services;
    EntityId entry;
    std::vector<RelationId> others;  // first steps of further entries with the same chain
    Certainty certainty = Certainty::certain;
  };
  std::map<std::string, Chain> found;
  for (const auto& [id, needs] : chains.all()) {
    if (!chains.is_first(id) || needs.empty()) continue;
    if (static_cast<double>(chains.length(id)) < warn) continue;
    Chain chain;
    chain.entry = id;
    chain.way = chains.longest(id);
    std::vector<EntityId> stations{id};
    for (RelationId need : chain.way) {
      stations.push_back(ground.facts()[need].to);
      chain.certainty = std::max(chain.certainty, ground.facts()[need].certainty);
    }
    std::string key;
    for (EntityId station : stations) {
      if (!chains.is_link(station)) continue;
      const EntityId service = chains.service_of(station);
      std::string name = service ? ground.facts()[service].name : spoken(ground.facts()[station]);
      if (!chain.services.empty() && chain.services.back() == name) continue;
      key += name + " → ";
      chain.services.push_back(std::move(name));
    }
    auto [at, is_new] = found.try_emplace(key, chain);
    if (!is_new && !chain.way.empty()) at->second.others.push_back(chain.way[0]);
  }
  for (auto& [key, chain] : found) {
    if (static_cast<double>(chain.services.size()) < warn) continue;
    const Entity& entry = ground.facts()[chain.entry];
    Finding finding;
    finding.severity =
        static_cast<double>(chain.services.size()) >= error ? Severity::error : Severity::warning;
    if (chain.certainty != Certainty::certain) finding.severity = less(finding.severity);
    const PartyId from = ground.map.of_entity(chain.entry);
    finding.from = from == nobody ? chain.services.front() : ground.map.name(from);
    if (from != nobody) finding.owner = ground.map.party(from).team();
    std::string line;
    double product = 100;
    const double each = ground.number("availability");
    bool is_promised = false;
    for (const std::string& service : chain.services) line += (line.empty() ? "" : " → ") + service;
    for (const std::string& service : chain.services) {
      const EntityId id = ground.facts().find(EntityKind::service, service);
      const PartyId party = id ? ground.map.of_entity(id) : nobody;
      const model::Context* context = party == nobody ? nullptr : ground.map.party(party).context;
      const bool has_promise = context && context->slo.availability.has_value();
      is_promised |= has_promise;
      product *= (has_promise ? *context->slo.availability : each) / 100;
    }
    finding.object = line;
    const std::string with =
        is_promised ? "with what they promise" : fmt::format("with {}% each", percent(each));
    finding.message =
        fmt::format("{} waits for {}; {} that is {}% at best.", spoken(entry), line, with, percent(product));
    finding.help = "Cut the chain: let an event bring what is asked for, or keep a local copy.";
    finding.label = fmt::format("{} services in a row", chain.services.size());
    for (RelationId need : chain.way)
      if (!ground.facts()[need].evidence.empty()) {
        Step step = ground.facts()[need].evidence[0];
        if (!finding.places.empty())
          step.what = fmt::format("then {}", spoken(ground.facts()[ground.facts()[need].to]));
        finding.places.push_back(std::move(step));
      }
    for (RelationId need : chain.others)
      ground.place(finding, std::span(ground.facts()[need].evidence).first(1));
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, R"("c GET /c" needs "d GET /d"
)",
     "", "The last call of the chain is gone."},
    {Example::bad, R"("b GET /b" needs "c GET /c")", R"(operation "b GET /b2" service=b
"b GET /b2" needs "c GET /c")",
     "Another operation of b makes the next call."},
    {Example::bad, "service=d", "service=c", "The last two operations belong to one service."},
    {Example::bad, "service a root=services/a", "service a root=services/a kind=gateway",
     "The first one is a gateway."},
    {Example::good, R"("b GET /b2" needs "d GET /d")", R"("c GET /c" needs "d GET /d")",
     "One operation waits for the other."},
};

}  // namespace

extern const Rule call_chain_too_deep;
const Rule call_chain_too_deep{
    .id = "api/call-chain-too-deep",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::contexts,
    .what = "Four services or more wait for each other in a row before a request is answered.",
    .why =
        "Delays add up, and the chain is there only while every link is: four services with 99.9 % each make "
        "99.6 %, one and a half days a year.",
    .fix = "Cut the chain with an event or a local copy.",
    .options = options,
    .help_uri =
        "https://learn.microsoft.com/en-us/azure/architecture/microservices/design/"
        "interservice-communication",
    .bad = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
  c: { code: services/c/** }
  d: { code: services/d/** }
---
service a root=services/a
service b root=services/b
service c root=services/c
service d root=services/d
operation "a GET /a" service=a
operation "b GET /b" service=b
operation "c GET /c" service=c
operation "d GET /d" service=d
"a GET /a" needs "b GET /b"   # api/call-chain-too-deep
"b GET /b" needs "c GET /c"
"c GET /c" needs "d GET /d"
)",
    .good = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
  c: { code: services/c/** }
  d: { code: services/d/** }
---
service a root=services/a
service b root=services/b
service c root=services/c
service d root=services/d
operation "a GET /a" service=a
operation "b GET /b" service=b
operation "b GET /b2" service=b
operation "c GET /c" service=c
operation "d GET /d" service=d
"a GET /a" needs "b GET /b"
"b GET /b" needs "c GET /c"
"b GET /b2" needs "d GET /d"
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
