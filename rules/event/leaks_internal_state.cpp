// event/leaks-internal-state: an event carries the stored form of an entity, or a table's changes leave the
// context.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::event {
namespace {

constexpr RuleOption options[] = {
    {"allow-stream-within-context", "true", "A context may read the change streams of its own tables."},
};

void check_payload(const Ground& ground, EntityId id, const Entity& channel, std::vector<Finding>& out) {
  std::map<PartyId, std::vector<RelationId>> by_publisher;
  std::string entity;
  for (RelationId r : ground.architecture().to(id)) {
    const Relation& relation = ground.facts()[r];
    if (relation.kind != RelationKind::publishes || !ground.accepts(relation)) continue;
    std::string_view payload = attribute(relation, "payload");
    if (payload.empty()) payload = attribute(channel, "payload");
    if (payload != "entity") continue;
    if (entity.empty()) entity = attribute(relation, "entity");
    by_publisher[ground.map.doer(relation)].push_back(r);
  }
  if (entity.empty()) entity = attribute(channel, "entity");
  for (auto& [publisher, relations] : by_publisher) {
    Finding finding = ground.about(relations, publisher, nobody, channel, ground.severity());
    finding.message = fmt::format("{} carries the whole {}; every column becomes a contract.",
                                  spoken(channel), entity.empty() ? "stored entity" : entity);
    finding.help =
        "Publish a payload made for the event, with what subscribers need; or declare its schema in a "
        "contract.";
    finding.label = "the stored entity is the payload";
    out.push_back(std::move(finding));
  }
}

void check_stream(const Ground& ground, EntityId id, const Entity& channel, std::vector<Finding>& out) {
  PartyId owner = ground.map.owner_of(id).party;
  if (owner == nobody) return;
  std::map<PartyId, std::vector<RelationId>> takers;
  for (RelationId r : ground.map.consumers(id)) {
    const Relation& relation = ground.facts()[r];
    if (!ground.accepts(relation)) continue;
    PartyId party = ground.map.doer(relation);
    if (party == nobody || (party == owner && ground.flag("allow-stream-within-context"))) continue;
    takers[party].push_back(r);
  }
  std::string_view table = attribute(channel, "table");
  std::string name(bare_name(table.empty() ? std::string_view(channel.name) : table));
  for (auto& [taker, relations] : takers) {
    Finding finding;
    finding.severity = ground.severity();
    finding.from = ground.map.name(owner);
    finding.to = ground.map.name(taker);
    finding.object = channel.name;
    finding.owner = ground.map.party(owner).team();
    finding.message = fmt::format(
        "{} reads the change stream of {}, owned by {}; every column of the table becomes a contract.",
        finding.to, name, finding.from);
    finding.help =
        fmt::format("Let {} read its own stream and publish events made for others.", finding.from);
    finding.label = fmt::format("change stream of {}", name);
    ground.place(finding, relations);
    out.push_back(std::move(finding));
  }
}

void check(const Ground& ground, std::vector<Finding>& out) {
  for (EntityId id : ground.architecture().entities(EntityKind::channel)) {
    const Entity& channel = ground.facts()[id];
    // With a declared schema the whole entity was published on purpose.
    if (model::is_open(channel) || !attribute(channel, "contract").empty()) continue;
    bool is_stream = !attribute(channel, "table").empty() || attribute(channel, "payload") == "row-image" ||
                     channel.name.starts_with("dynamodb-stream:");
    if (is_stream) check_stream(ground, id, channel, out);
    else check_payload(ground, id, channel, out);
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "payload=entity entity=Order", "payload=fields", "The payload is made for it."},
    {Example::bad, "payload=entity entity=Order", "", "What it carries is not known."},
    {Example::good, "payload=fields", "payload=entity entity=Order", "The stored thing is sent."},
};

}  // namespace

extern const Rule leaks_internal_state;
const Rule leaks_internal_state{
    .id = "event/leaks-internal-state",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::contexts,
    .what = "An event carries the whole stored entity, or another context reads a table's change stream.",
    .why =
        "What is published cannot be taken back: every column becomes a contract, and the table can no "
        "longer "
        "change without its subscribers.",
    .fix = "Publish a payload made for the event.",
    .options = options,
    .help_uri = "https://martinfowler.com/articles/201701-event-driven.html",
    .bad = R"(service order root=services/order
service billing root=services/billing
order publishes eventbridge:OrderPlaced payload=entity entity=Order   # event/leaks-internal-state
billing consumes eventbridge:OrderPlaced
)",
    .good = R"(service order root=services/order
service billing root=services/billing
order publishes eventbridge:OrderPlaced payload=fields
billing consumes eventbridge:OrderPlaced
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::event
