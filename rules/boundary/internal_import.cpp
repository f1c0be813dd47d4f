// boundary/internal-import: code of another context is imported from outside of what that context publishes.
#include <fmt/format.h>

#include "rules/ground.h"

namespace demarc::rules::boundary {
namespace {

constexpr RuleOption options[] = {
    {"allow-types-only", "false", "Imports that leave no trace at run time are allowed."},
};

void check(const Ground& ground, std::vector<Finding>& out) {
  using Check = Verdict::Check;
  for (const Edge* edge : ground.edges()) {
    if (edge->cls != EdgeClass::import || ground.facts()[edge->entity].kind == EntityKind::setting) continue;
    if (edge->is_type_only && ground.flag("allow-types-only")) continue;
    Verdict verdict = ground.map.allowed(*edge);
    const model::Context* owner = ground.map.party(edge->to).context;
    bool is_unpublished = verdict.check == Check::unpublished;
    // An open user may use what the owner publishes; the rest is inside even for it.
    if (verdict.check == Check::open)
      is_unpublished = !owner || ground.map.publishes_code(*owner, edge->object) == false;
    if (!is_unpublished) continue;
    Finding finding = ground.about(*edge);
    std::string_view symbol;
    for (RelationId r : edge->relations)
      if (symbol.empty()) symbol = attribute(ground.facts()[r], "symbol");
    bool has_symbol = !symbol.empty() && symbol != "*";
    finding.message = fmt::format("{} imports {} from the inside of {} ({}).", finding.from,
                                  has_symbol ? symbol : "code", finding.to, edge->object);
    finding.help =
        fmt::format("Ask {} through its interface, or let {} publish a small package under `publishes.code`.",
                    finding.to, finding.to);
    finding.declared = verdict.declared;
    if (owner && owner->publishes.is_declared && finding.declared.empty())
      ground.declare(finding, owner->publishes.at, fmt::format("what {} publishes", owner->name));
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "domain/product.py", "client/product.py", "What is published is imported."},
    {Example::bad, "publishes: { code: services/catalog/client/** }",
     "publishes: { code: services/catalog/** }", "All of it is published."},
    {Example::bad, "ordering imports catalog", "catalog imports catalog", "The context imports from itself."},
    {Example::good, "client/api.py", "domain/api.py", "The inside is imported."},
};

}  // namespace

extern const Rule internal_import;
const Rule internal_import{
    .id = "boundary/internal-import",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::contexts,
    .what = "A context imports another context's code outside of what that context publishes.",
    .why =
        "Imported code is the strongest coupling there is: every change of the inside becomes a change of "
        "the other.",
    .fix = "Use the other's interface, or let it publish a small client package.",
    .options = options,
    .help_uri = "https://martinfowler.com/bliki/BoundedContext.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: import } }
  catalog: { code: services/catalog/**, publishes: { code: services/catalog/client/** } }
---
service ordering root=services/ordering
service catalog root=services/catalog
ordering imports catalog symbol=Product target-path=services/catalog/domain/product.py   # boundary/internal-import
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: import } }
  catalog: { code: services/catalog/**, publishes: { code: services/catalog/client/** } }
---
service ordering root=services/ordering
service catalog root=services/catalog
ordering imports catalog symbol=Client target-path=services/catalog/client/api.py
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::boundary
