// event/undeclared: an event crosses contexts and is no part of its publisher's language.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::event {
namespace {

constexpr RuleOption options[] = {
    {"without-subscribers", "note", "Severity of events that no other context takes; off for none."},
    {"ignore-names", "springCloud* hystrix* zipkin* _schemas __*",
     "Globs of channels of frameworks and tools, which say nothing of the domain."},
};

void check(const Ground& ground, std::vector<Finding>& out) {
  std::vector<Glob> ignored;
  for (const std::string& glob : ground.list("ignore-names")) ignored.emplace_back(glob, Glob::Case::folded);
  for (EntityId id : ground.architecture().entities(EntityKind::channel)) {
    const Entity& channel = ground.facts()[id];
    const bool is_plumbing = std::any_of(ignored.begin(), ignored.end(), [&](const Glob& glob) {
      return glob.matches(bare_name(channel.name));
    });
    if (is_plumbing) continue;
    // A change stream is judged by event/leaks-internal-state.
    if (model::is_open(channel) || model::is_queue(channel) || !attribute(channel, "table").empty()) continue;
    // What listens to everything asks for no event by name.
    if (attribute(channel, "pattern") == "any") continue;
    std::map<PartyId, std::vector<RelationId>> by_publisher;
    for (RelationId r : ground.architecture().to(id)) {
      const Relation& relation = ground.facts()[r];
      if (relation.kind != RelationKind::publishes || !ground.accepts(relation)) continue;
      if (PartyId party = ground.map.doer(relation); party != nobody) by_publisher[party].push_back(r);
    }
    for (auto& [publisher, relations] : by_publisher) {
      const model::Context* context = ground.map.party(publisher).context;
      // What belongs to another is event/foreign-publisher's.
      PartyId owner = ground.map.owner_of(id).party;
      if (!context || !context->is_closed() || (owner != nobody && owner != publisher)) continue;
      if (ground.map.publishes_event(*context, channel).value_or(false)) continue;
      std::set<std::string> takers;
      for (RelationId r : ground.map.consumers(id)) {
        if (!ground.accepts(ground.facts()[r])) continue;
        PartyId party = ground.map.doer(ground.facts()[r]);
        if (party != publisher)
          takers.insert(party == nobody ? ground.facts()[ground.facts()[r].from].name
                                        : ground.map.name(party));
      }
      Severity own = ground.severity();
      if (takers.empty()) {
        // Inside the context an event needs no declaration; on a bus everybody can hear it.
        if (!context->publishes.has_events || ground.option("without-subscribers") == "off") continue;
        own = ground.severity("without-subscribers", Severity::note);
      }
      Finding finding = ground.about(relations, publisher, nobody, channel, own);
      finding.message = fmt::format("{} publishes {}, which is not part of its published language",
                                    context->name, spoken(channel));
      std::vector<std::string> who(takers.begin(), takers.end());
      finding.message +=
          who.empty() ? "." : fmt::format("; {} depend{} on it.", and_list(who), who.size() == 1 ? "s" : "");
      finding.help = fmt::format("Add {} to `contexts.{}.publishes.events`, or keep it inside.",
                                 spoken(channel), context->name);
      finding.label = fmt::format("publishes {}", spoken(channel));
      ground.declare(finding, context->publishes.is_declared ? context->publishes.at : context->at,
                     fmt::format("what {} publishes", context->name));
      out.push_back(std::move(finding));
    }
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "events: OrderPlaced", "events: [OrderPlaced, CartCleared]", "It is declared."},
    {Example::bad, ", publishes: { events: OrderPlaced }", "", "Nothing is declared: the context is open."},
    {Example::bad, "eventbridge:CartCleared", "eventbridge:OrderPlaced", "A declared event is published."},
    {Example::bad, "eventbridge:CartCleared", "kafka:springCloudBus", "A framework talks to itself."},
    {Example::good, R"("Cart*")", R"("Basket*")", "The pattern fits no more."},
};

}  // namespace

extern const Rule undeclared;
const Rule undeclared{
    .id = "event/undeclared",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::model,
    .what = "An event is published to other contexts and is not among the events that its context publishes.",
    .why =
        "A subscriber treats what it receives as a promise; an event that nobody declared is changed by "
        "people who "
        "do not know that anybody listens.",
    .fix = "Declare it under `publishes.events` or in a contract, or keep it inside.",
    .options = options,
    .help_uri = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, publishes: { events: OrderPlaced } }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
ordering publishes eventbridge:CartCleared   # event/undeclared
billing consumes eventbridge:CartCleared
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, publishes: { events: [OrderPlaced, "Cart*"] } }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
ordering publishes eventbridge:CartCleared
billing consumes eventbridge:CartCleared
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::event
