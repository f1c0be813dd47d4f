// boundary/mixed-deployment-unit: one stack, image or function holds code or resources of several contexts.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/base/files.h"
#include "rules/ground.h"

namespace demarc::rules::boundary {
namespace {

constexpr RuleOption options[] = {
    {"lists", "note",
     "Severity where the file only lists what is deployed piece by piece (Compose as the only deployment, "
     "manifests of a cluster); off for none."},
    {"images", "warning", "Severity of one service that holds code of several contexts; off for none."},
};

using Parts = std::map<PartyId, std::vector<Step>>;

// Files in which each entry has a life of its own.
bool is_list(std::string_view format) {
  return format == "compose" || format == "kubernetes" || format == "helm" || format == "kustomize";
}

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out) : ground_(ground), out_(out) {}

  void run() {
    for (EntityId id : ground_.architecture().entities(EntityKind::unit))
      if (attribute(ground_.facts()[id], "format") != "compose" && declares_anything(id))
        has_real_deployment_ = true;
    for (EntityId id : ground_.architecture().entities(EntityKind::unit)) unit(id);
    if (ground_.option("images") != "off")
      for (EntityId id : ground_.architecture().entities(EntityKind::service)) image(id);
  }

 private:
  bool declares_anything(EntityId unit) const {
    const auto& all = ground_.architecture().from(unit);
    return std::any_of(all.begin(), all.end(),
                       [&](RelationId r) { return ground_.facts()[r].kind == RelationKind::declares; });
  }

  // To whom a resource belongs, apart from where its template lies.
  PartyId owner_of(EntityId id) const {
    const Entity& thing = ground_.facts()[id];
    if (thing.kind == EntityKind::function || thing.kind == EntityKind::service)
      return ground_.map.of_entity(id);
    using By = model::Owner::By;
    const model::Owner& owner = ground_.map.owner_of(id);
    const bool is_said = owner.by == By::owns || owner.by == By::tag || owner.by == By::name;
    return is_said ? owner.party : nobody;
  }

  void unit(EntityId id) {
    const Entity& unit = ground_.facts()[id];
    const std::string_view format = attribute(unit, "format");
    // A view of development, where something else is deployed.
    if (format == "compose" && has_real_deployment_) return;
    if (is_list(format) && ground_.option("lists") == "off") return;
    Parts parts;
    for (RelationId r : ground_.architecture().from(id)) {
      const Relation& relation = ground_.facts()[r];
      if (relation.kind != RelationKind::declares || !ground_.accepts(relation) ||
          attribute(relation, "external") == "yes")
        continue;
      const PartyId party = owner_of(relation.to);
      if (party == nobody || ground_.map.party(party).kernel || relation.evidence.empty()) continue;
      parts[party].push_back(relation.evidence[0]);
    }
    if (parts.size() < 2) return;
    const Severity severity =
        is_list(format) ? ground_.severity("lists", Severity::note) : ground_.severity();
    report(unit.name, unit.name, parts, severity, unit.certainty);
  }

  // One deployable piece whose folder holds code of several contexts.
  void image(EntityId id) {
    const Entity& service = ground_.facts()[id];
    const std::string_view kind = attribute(service, "kind"), root = attribute(service, "root");
    if (kind == "library" || kind == "infrastructure" || root.empty() || !ground_.map.is_declared()) return;
    // Where other services stand below this folder, their code is theirs.
    std::vector<std::string_view> inner;
    for (EntityId other : ground_.architecture().entities(EntityKind::service)) {
      const std::string_view at = attribute(ground_.facts()[other], "root");
      if (other != id && !at.empty() && at != root && (root == "." || is_below(at, root)))
        inner.push_back(at);
    }
    Parts parts;
    for (const std::string& path : ground_.map.paths()) {
      if (root != "." && !is_below(path, root)) continue;
      if (std::any_of(inner.begin(), inner.end(), [&](std::string_view at) { return is_below(path, at); }))
        continue;
      const PartyId party = ground_.map.of_path(path);
      if (party == nobody || ground_.map.party(party).kernel) continue;
      std::vector<Step>& steps = parts[party];
      if (steps.empty()) steps.push_back({path, 0, 0, 1, 1, "code of " + ground_.map.name(party)});
    }
    if (parts.size() < 2) return;
    report(service.name, fmt::format("image {}", service.name), parts,
           ground_.severity("images", Severity::warning), service.certainty);
  }

  void report(const std::string& what, std::string object, const Parts& parts, Severity own,
              Certainty certainty) {
    Finding finding;
    finding.severity = certainty == Certainty::certain ? own : less(own);
    finding.object = std::move(object);
    std::vector<std::string> who;
    for (const auto& [party, steps] : parts) who.push_back(ground_.map.name(party));
    finding.from = who[0];
    if (who.size() == 2) finding.to = who[1];
    finding.owner = ground_.map.party(parts.begin()->first).team();
    std::sort(who.begin(), who.end());
    finding.message =
        fmt::format("{} deploys {} together, so they cannot be released apart.", what, and_list(who));
    finding.help = "Give each context its own deployment; what all of them need goes into a third.";
    finding.label = "deployed together";
    // One place of each first: that shows the mix.
    for (const auto& [party, steps] : parts) ground_.place(finding, std::span(steps).first(1));
    for (const auto& [party, steps] : parts) ground_.place(finding, steps);
    out_.push_back(std::move(finding));
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  bool has_real_deployment_ = false;
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, "services/billing/bill.py", R"(services/ordering/bill.py
service billing root=services/billing)",
     "The second function is the same context's."},
    {Example::bad, "deploy/template.yaml declares [function]shop/Bill",
     R"(unit deploy/billing.yaml format=cloudformation
deploy/billing.yaml declares [function]shop/Bill)",
     "A template each."},
    {Example::bad, R"(  billing: { code: services/billing/** }
)",
     "", "One context is declared."},
    {Example::good, "deploy/billing.yaml declares", "deploy/ordering.yaml declares",
     "One template declares both."},
};

}  // namespace

extern const Rule mixed_deployment_unit;
const Rule mixed_deployment_unit{
    .id = "boundary/mixed-deployment-unit",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::model,
    .what = "One stack, image or function contains code or resources of several contexts.",
    .why =
        "What is deployed together is released together, fails together and is rolled back together, however "
        "well the code is divided.",
    .fix = "Split it: one deployment for each context.",
    .options = options,
    .help_uri = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/best-practices.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
  billing: { code: services/billing/** }
---
service shop root=deploy
unit deploy/template.yaml format=cloudformation
function shop/Place path=services/ordering/place.py
function shop/Bill path=services/billing/bill.py
deploy/template.yaml declares [function]shop/Place   # boundary/mixed-deployment-unit
deploy/template.yaml declares [function]shop/Bill    # boundary/mixed-deployment-unit
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
  billing: { code: services/billing/** }
---
service shop root=deploy
unit deploy/ordering.yaml format=cloudformation
unit deploy/billing.yaml format=cloudformation
function shop/Place path=services/ordering/place.py
function shop/Bill path=services/billing/bill.py
deploy/ordering.yaml declares [function]shop/Place
deploy/billing.yaml declares [function]shop/Bill
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::boundary
