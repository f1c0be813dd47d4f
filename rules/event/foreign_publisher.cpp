// event/foreign-publisher: a context publishes an event that belongs to another.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "rules/ground.h"

namespace demarc::rules::event {
namespace {

// Takes the event in and hands it on: a bridge states nothing of its own.
bool is_forwarder(const Ground& ground, EntityId channel, PartyId party) {
  for (RelationId r : ground.map.consumers(channel))
    if (ground.map.doer(ground.facts()[r]) == party) return true;
  return false;
}

// The context that a source names by its last part: shop.sales, com.shop.sales.
PartyId named_by(const Ground& ground, std::string_view source) {
  std::size_t dot = source.rfind('.');
  std::string wanted = model::folded_name(dot == std::string_view::npos ? source : source.substr(dot + 1));
  if (wanted.empty()) return nobody;
  for (std::size_t i = 0; i < ground.map.parties().size(); ++i)
    if (model::folded_name(ground.map.parties()[i].name) == wanted) return static_cast<PartyId>(i);
  return nobody;
}

void check(const Ground& ground, std::vector<Finding>& out) {
  for (EntityId id : ground.architecture().entities(EntityKind::channel)) {
    const Entity& channel = ground.facts()[id];
    if (model::is_open(channel) || model::is_queue(channel)) continue;
    const model::Owner& owner = ground.map.owner_of(id);
    // By (publisher, whose event it is).
    std::map<std::pair<PartyId, PartyId>, std::vector<RelationId>> foreign;
    for (RelationId r : ground.architecture().to(id)) {
      const Relation& relation = ground.facts()[r];
      if (relation.kind != RelationKind::publishes || !ground.accepts(relation)) continue;
      PartyId from = ground.map.doer(relation);
      if (from == nobody) continue;
      PartyId by_source = ground.map.is_declared() ? named_by(ground, attribute(relation, "source")) : nobody;
      PartyId to = owner.by == model::Owner::By::owns ? owner.party
                   : by_source != nobody              ? by_source
                                                      : owner.party;
      if (to == nobody || to == from) continue;
      foreign[{from, to}].push_back(r);
    }
    for (auto& [ends, relations] : foreign) {
      auto [from, to] = ends;
      if (is_forwarder(ground, id, from)) continue;
      Finding finding = ground.about(relations, from, to, channel, ground.severity());
      finding.message =
          fmt::format("{} publishes {}, which belongs to {}.", finding.from, spoken(channel), finding.to);
      std::string_view source = attribute(ground.facts()[relations[0]], "source");
      if (owner.by != model::Owner::By::owns && !source.empty())
        finding.message += fmt::format(" Its source says {}.", source);
      finding.help =
          fmt::format("Only {} states its facts: send it a command, or publish an event of {}'s own.",
                      finding.to, finding.from);
      finding.label = fmt::format("publishes {}", spoken(channel));
      if (owner.by == model::Owner::By::owns || owner.by == model::Owner::By::name)
        finding.declared = owner.evidence;
      out.push_back(std::move(finding));
    }
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "billing publishes", "ordering publishes", "The owner publishes."},
    {Example::bad, "eventbridge:OrderPlaced", "eventbridge:OrderBilled", "It is another event."},
    {Example::bad, ", publishes: { events: OrderPlaced }", "", "It is nobody's."},
    {Example::good, R"(ordering publishes eventbridge:OrderPlaced
billing consumes)",
     R"(billing publishes eventbridge:OrderPlaced
ordering consumes)",
     "Another publishes it."},
};

}  // namespace

extern const Rule foreign_publisher;
const Rule foreign_publisher{
    .id = "event/foreign-publisher",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::contexts,
    .what = "A context publishes an event that belongs to another, by declaration or by the source it names.",
    .why =
        "An event is a statement about what happened inside its owner; from somebody else it is a rumour "
        "that "
        "every subscriber believes.",
    .fix = "Send the owner a command, and let it publish what follows.",
    .help_uri = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, publishes: { events: OrderPlaced } }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
billing publishes eventbridge:OrderPlaced   # event/foreign-publisher
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, publishes: { events: OrderPlaced } }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
ordering publishes eventbridge:OrderPlaced
billing consumes eventbridge:OrderPlaced
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::event
