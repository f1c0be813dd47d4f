// api/entity-exposed: an operation that other contexts use takes or gives what is stored, as it is stored.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::api {
namespace {

constexpr RuleOption options[] = {
    {"read-models", "*View *ReadModel *Projection *Dto *DTO *Response *Request *Summary",
     "Names of types that are made to be handed out, though they are stored."},
};

void check(const Ground& ground, std::vector<Finding>& out) {
  Globs made_for_it;
  for (const std::string& glob : ground.list("read-models")) made_for_it.add(glob);
  // Only what crosses a boundary is a promise to somebody else.
  std::map<EntityId, std::map<PartyId, std::vector<RelationId>>> users;
  for (const Edge* edge : ground.edges())
    if (edge->cls == EdgeClass::call)
      for (RelationId r : edge->relations)
        // What only passes on what it gets reads none of it.
        if (attribute(ground.facts()[ground.facts()[r].from], "kind") != "gateway")
          users[edge->entity][edge->from].push_back(r);
  for (const auto& [id, callers] : users) {
    const Entity& operation = ground.facts()[id];
    if (operation.kind != EntityKind::operation || !ground.accepts(operation.certainty)) continue;
    const std::string_view returned = attribute(operation, "returns"),
                           taken = attribute(operation, "accepts");
    const bool is_given = !returned.empty() && !made_for_it.matches(returned);
    const bool is_taken = !taken.empty() && !made_for_it.matches(taken);
    // With a contract that lists it the form was published on purpose.
    if ((!is_given && !is_taken) || !attribute(operation, "contract").empty()) continue;
    const PartyId owner = ground.map.of_entity(id);
    if (owner == nobody) continue;
    std::vector<RelationId> places;
    for (RelationId r : ground.architecture().to(id)) {
      const RelationKind kind = ground.facts()[r].kind;
      if ((kind == RelationKind::handles || kind == RelationKind::exposes) &&
          ground.accepts(ground.facts()[r]))
        places.push_back(r);
    }
    std::vector<std::string> who;
    std::vector<RelationId> calls;
    for (const auto& [caller, some] : callers) {
      who.push_back(ground.map.name(caller));
      calls.insert(calls.end(), some.begin(), some.end());
    }
    std::sort(who.begin(), who.end());
    Finding finding = ground.about(calls, owner, callers.size() == 1 ? callers.begin()->first : nobody,
                                   operation, ground.severity());
    // The place to change is where it is answered, if that is known.
    if (!places.empty()) {
      finding.places.clear();
      finding.others.clear();
      ground.place(finding, places);
      ground.place(finding, calls);
    }
    const std::string_view type = is_given ? returned : taken;
    finding.message = fmt::format("{} of {} {} {} as it is stored; {} depend{} on every field of it.",
                                  spoken(operation), finding.from, is_given ? "hands out" : "takes", type,
                                  and_list(who), who.size() == 1 ? "s" : "");
    finding.help =
        fmt::format("Give the operation a type of its own with what its callers need of {}.", type);
    finding.label = fmt::format("{} is stored", type);
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "returns=Order", "returns=OrderView", "A type made to be handed out is."},
    {Example::bad, "billing calls", "order calls", "Nobody else receives it."},
    {Example::bad, " returns=Order", "", "The code hands out no stored type."},
    {Example::good, "returns=OrderSummary", "returns=Order", "The stored type itself is handed out."},
};

}  // namespace

extern const Rule entity_exposed;
const Rule entity_exposed{
    .id = "api/entity-exposed",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::contexts,
    .what = "An operation that other contexts use takes or gives a stored entity as it is.",
    .why =
        "Every column becomes part of the interface: the table can no longer change without the callers, and "
        "they see what was never meant for them.",
    .fix = "Answer with a type made for the operation.",
    .options = options,
    .help_uri = "https://martinfowler.com/eaaCatalog/dataTransferObject.html",
    .bad = R"(service order root=services/order
service billing root=services/billing
operation "order GET /v1/orders" service=order method=GET path=/v1/orders returns=Order
billing calls "order GET /v1/orders"   # api/entity-exposed
)",
    .good = R"(service order root=services/order
service billing root=services/billing
operation "order GET /v1/orders" service=order method=GET path=/v1/orders returns=OrderSummary
billing calls "order GET /v1/orders"
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
