// boundary/leaked-foreign-model: another context shows up outside of the anticorruption layer against it.
#include <fmt/format.h>

#include "rules/ground.h"

namespace demarc::rules::boundary {
namespace {

constexpr RuleOption options[] = {
    {"signatures-only", "false",
     "Only the other's types and code count; that it is called, heard or read outside of the layer is "
     "allowed."},
};

// A big ball of mud is spoken to through a layer, whatever else is permitted. A conformist to it is a
// contradiction in the model, which model/contradictory-roles tells.
bool lacks_layer(const Ground& ground, const Edge& edge, const Verdict& verdict) {
  const model::Context *user = ground.map.party(edge.from).context,
                       *owner = ground.map.party(edge.to).context;
  if (!user || !owner || !owner->legacy || user->legacy || !verdict.use) return false;
  const bool is_permitted = verdict.is_allowed() || verdict.check == Verdict::Check::unpublished;
  return is_permitted && verdict.use->pattern != model::Pattern::anticorruption_layer &&
         verdict.use->pattern != model::Pattern::conformist;
}

void without_layer(const Ground& ground, const Edge& edge, const Verdict& verdict,
                   std::vector<Finding>& out) {
  Finding finding = ground.about(edge);
  finding.message = fmt::format("{} belongs to {}, which is legacy; {} has no layer against it{}.",
                                spoken(ground.facts()[edge.entity]), finding.to, finding.from,
                                finding.places.empty() || finding.places[0].path.empty()
                                    ? std::string()
                                    : fmt::format(", found in {}", place_text(finding.places[0])));
  finding.help = fmt::format(
      "Write `as: anticorruption-layer` with `inside` at `contexts.{}.uses.{}`, and translate there.",
      finding.from, finding.to);
  ground.declare(finding, verdict.use->at, fmt::format("{} uses {}", finding.from, finding.to));
  out.push_back(std::move(finding));
}

void check(const Ground& ground, std::vector<Finding>& out) {
  const bool only_signatures = ground.flag("signatures-only");
  for (const Edge* edge : ground.edges()) {
    if (only_signatures && edge->cls != model::EdgeClass::import && edge->cls != model::EdgeClass::schema)
      continue;
    Verdict verdict = ground.map.allowed(*edge);
    if (lacks_layer(ground, *edge, verdict)) {
      without_layer(ground, *edge, verdict, out);
      continue;
    }
    if (verdict.check != Verdict::Check::outside_layer) continue;
    Finding finding = ground.about(*edge);
    finding.places.clear();
    finding.others.clear();
    ground.place(finding, verdict.relations);
    finding.declared = verdict.declared;
    std::string inside;
    for (const model::Named& glob : verdict.use->inside) inside += (inside.empty() ? "" : ", ") + glob.text;
    finding.message = fmt::format("{} belongs to {}; in {} it may appear only inside {}, found in {}.",
                                  spoken(ground.facts()[edge->entity]), finding.to, finding.from, inside,
                                  place_text(finding.places[0]));
    finding.help = fmt::format("Translate in the layer and hand {}'s own types to the rest.", finding.from);
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "services/ordering/cart.py", "services/ordering/catalog/cart.py",
     "The call stands in the layer."},
    {Example::bad, "inside: services/ordering/catalog/**", "inside: services/ordering/**",
     "The layer is the whole context."},
    {Example::bad, "as: anticorruption-layer, inside: services/ordering/catalog/**", "as: conformist",
     "There is no layer: the other's words are taken over."},
    {Example::good, "services/ordering/catalog/client.py", "services/ordering/client.py",
     "The client has left the layer."},
};

}  // namespace

extern const Rule leaked_foreign_model;
const Rule leaked_foreign_model{
    .id = "boundary/leaked-foreign-model",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::model,
    .what =
        "With an anticorruption layer declared, the other context's operations, events, tables or code "
        "appear outside of it; or a legacy context is used without one.",
    .why = "A layer with holes protects nobody: the foreign model spreads through every place that knows it.",
    .fix = "Translate in the layer, and hand own types to the rest.",
    .options = options,
    .help_uri = "https://learn.microsoft.com/en-us/azure/architecture/patterns/anti-corruption-layer",
    .bad = R"(contexts:
  ordering:
    code: services/ordering/**
    uses: { catalog: { by: call, as: anticorruption-layer, inside: services/ordering/catalog/** } }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
ordering calls catalog @ services/ordering/cart.py:7   # boundary/leaked-foreign-model
ordering calls catalog @ services/ordering/catalog/client.py:9
)",
    .good = R"(contexts:
  ordering:
    code: services/ordering/**
    uses: { catalog: { by: call, as: anticorruption-layer, inside: services/ordering/catalog/** } }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
ordering calls catalog @ services/ordering/catalog/client.py:9
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::boundary
