// governance/no-slo: others rely on a context that promises nothing.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::governance {
namespace {

void check(const Ground& ground, std::vector<Finding>& out) {
  std::set<PartyId> watched;
  for (const Relation& r : ground.facts().relations())
    if (r.kind == RelationKind::watches)
      for (PartyId party : {ground.map.owner_of(r.to).party, ground.map.of_entity(r.to)})
        if (party != nobody) watched.insert(party);
  for (std::size_t i = 0; i < ground.map.parties().size(); ++i) {
    auto id = static_cast<PartyId>(i);
    const model::Context* context = ground.map.party(id).context;
    if (!context || context->slo.is_declared || watched.contains(id)) continue;
    if (std::any_of(context->services.begin(), context->services.end(),
                    [](const model::DeclaredService& s) { return s.slo.is_declared; }))
      continue;
    std::set<std::string> users;
    std::vector<RelationId> calls, exposed;
    for (const Edge* edge : ground.edges()) {
      if (edge->to != id || edge->cls != EdgeClass::call) continue;
      users.insert(ground.map.name(edge->from));
      calls.insert(calls.end(), edge->relations.begin(), edge->relations.end());
    }
    for (const Relation& r : ground.facts().relations()) {
      if (r.kind != RelationKind::exposes || ground.map.of_entity(r.to) != id || !ground.accepts(r)) continue;
      if (attribute(ground.facts()[r.to], "visibility") != "internal")
        exposed.push_back(ground.facts().id_of(r));
    }
    if (users.empty() && exposed.empty()) continue;
    Finding finding;
    finding.severity = ground.severity();
    finding.from = context->name;
    finding.object = "slo";
    finding.owner = context->team.text;
    std::string who = users.empty() ? fmt::format("a gateway offers {} operation{} of {}", exposed.size(),
                                                  exposed.size() == 1 ? "" : "s", context->name)
                                    : fmt::format("{} rel{} on {}", and_list({users.begin(), users.end()}),
                                                  users.size() == 1 ? "ies" : "y", context->name);
    finding.message = fmt::format("{}, which has neither a service-level objective nor an alarm.", who);
    finding.help = fmt::format(
        "Declare what it promises: `contexts.{}.slo`, or add an alarm to its template.", context->name);
    finding.label = "no objective";
    finding.places.push_back(ground.model().step(context->at, context->name));
    calls.insert(calls.end(), exposed.begin(), exposed.end());
    ground.place(finding, calls);
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "    code: services/catalog/**", R"(    code: services/catalog/**
    slo: { availability: 99.9% })",
     "It promises something."},
    {Example::bad, "ordering calls catalog", "ordering calls ordering", "Nobody else uses it."},
    {Example::bad, "ordering calls catalog", "ordering imports catalog", "Code is no promise at run time."},
    {Example::good, R"(    slo: { availability: 99.9%, latency-p99: 300ms }
)",
     "", "It promises nothing."},
};

}  // namespace

extern const Rule no_slo;
const Rule no_slo{
    .id = "governance/no-slo",
    .since = "0.1",
    .severity = Severity::note,
    .basis = Basis::model,
    .what = "A context whose operations others use has no service-level objective and no alarm.",
    .why = "Who relies on it cannot know what to expect, and nobody notices when it gets worse.",
    .fix = "Declare an objective, or watch it with an alarm.",
    .help_uri = "https://sre.google/sre-book/service-level-objectives/",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: call } }
  catalog:   # governance/no-slo
    code: services/catalog/**
---
service ordering root=services/ordering
service catalog root=services/catalog
ordering calls catalog   # governance/no-slo
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: call } }
  catalog:
    code: services/catalog/**
    slo: { availability: 99.9%, latency-p99: 300ms }
---
service ordering root=services/ordering
service catalog root=services/catalog
ordering calls catalog
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::governance
