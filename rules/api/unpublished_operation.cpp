// api/unpublished-operation: a call to an operation of another context that it does not publish.
#include <fmt/format.h>

#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::api {
namespace {

constexpr RuleOption options[] = {
    {"missing-contract", "note",
     "Severity for a context that others call and that publishes no contract; off for none."},
};

bool is_direct(const Ground& ground, const Edge& edge) {
  const Entity& target = ground.facts()[edge.entity];
  return target.kind == EntityKind::function || target.name.find(" invoke ") != std::string::npos;
}

void check(const Ground& ground, std::vector<Finding>& out) {
  using Check = Verdict::Check;
  std::map<PartyId, std::vector<const Edge*>> without_contract;
  for (const Edge* edge : ground.edges()) {
    if (edge->cls != EdgeClass::call) continue;
    const model::Context* owner = ground.map.party(edge->to).context;
    if (!owner) continue;
    Verdict verdict = ground.map.allowed(*edge);
    const Entity& target = ground.facts()[edge->entity];
    std::optional<bool> published = ground.map.publishes_operation(*owner, target);
    // First whether the edge is allowed at all; that is another rule's finding.
    bool is_judged =
        verdict.is_allowed() || verdict.check == Check::unpublished || verdict.check == Check::open;
    if (!is_judged) continue;
    bool is_function = is_direct(ground, *edge);
    if (!owner->publishes.has_api && attribute(target, "contract").empty() && !is_function)
      without_contract[edge->to].push_back(edge);
    bool is_bypass = is_function && !published.has_value();
    if (published.value_or(true) && !is_bypass) continue;
    Finding finding = ground.about(*edge);
    // The owner has not said what it publishes: a direct invocation is only worth a word.
    if (is_bypass) finding.severity = Severity::note;
    finding.message =
        fmt::format("{} calls {}, which {} does not publish.", finding.from, spoken(target), finding.to);
    if (is_function) finding.message += " It starts the function directly and goes round the interface.";
    finding.help =
        fmt::format("Use an operation that {} publishes, or let {} add this one to `publishes.api`.",
                    finding.to, finding.to);
    ground.declare(finding, owner->publishes.is_declared ? owner->publishes.at : owner->at,
                   fmt::format("what {} publishes", owner->name));
    out.push_back(std::move(finding));
  }
  if (ground.option("missing-contract") == "off") return;
  for (auto& [owner, edges] : without_contract) {
    Finding finding;
    finding.severity = ground.severity("missing-contract", Severity::note);
    finding.to = ground.map.name(owner);
    finding.object = "contract";
    finding.owner = ground.map.party(owner).team();
    std::set<std::string> users;
    std::vector<RelationId> relations;
    for (const Edge* edge : edges) {
      users.insert(ground.map.name(edge->from));
      relations.insert(relations.end(), edge->relations.begin(), edge->relations.end());
    }
    finding.message =
        fmt::format("{} {} {}, which publishes no contract.", and_list({users.begin(), users.end()}),
                    users.size() == 1 ? "calls" : "call", finding.to);
    finding.help = fmt::format("List {}'s contract file or operations under `contexts.{}.publishes.api`.",
                               finding.to, finding.to);
    finding.label = fmt::format("calls {}", finding.to);
    ground.place(finding, relations);
    ground.declare(finding, ground.map.party(owner).at(), finding.to);
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, R"(publishes: { api: "GET /v1/products/{id}" })", R"(publishes: { api: "GET /v1/**" })",
     "The operation is published."},
    {Example::bad, "ordering calls", "catalog calls", "The context calls itself."},
    {Example::bad, "/v1/internal/stock", "/health", "It is asked whether it is well."},
    {Example::good, "products/{sku}", "prices/{sku}", "Another operation than the published one is called."},
};

}  // namespace

extern const Rule unpublished_operation;
const Rule unpublished_operation{
    .id = "api/unpublished-operation",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::model,
    .what = "A context calls an operation of another one that is not among its published operations.",
    .why = "What is not published may change tomorrow: its owner does not know that anybody depends on it.",
    .fix = "Use a published operation, or let the owner publish this one.",
    .options = options,
    .help_uri = "https://swagger.io/specification/",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: call } }
  catalog: { code: services/catalog/**, publishes: { api: "GET /v1/products/{id}" } }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "catalog GET /v1/internal/stock" service=catalog method=GET path=/v1/internal/stock
ordering calls "catalog GET /v1/internal/stock"   # api/unpublished-operation
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: call } }
  catalog: { code: services/catalog/**, publishes: { api: "GET /v1/products/{id}" } }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "catalog GET /v1/products/{sku}" service=catalog method=GET path=/v1/products/{sku}
ordering calls "catalog GET /v1/products/{sku}"
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
