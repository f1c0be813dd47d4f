// boundary/forbidden-dependency: an edge that a declared relation of the two contexts rules out.
#include <fmt/format.h>

#include <algorithm>

#include "rules/ground.h"

namespace demarc::rules::boundary {
namespace {

using Check = Verdict::Check;

// What the other side is to the one that depends on it.
std::string_view role(const model::Use* use) {
  if (!use || !use->pattern) return "customer";
  switch (*use->pattern) {
    case model::Pattern::customer: return "customer";
    case model::Pattern::conformist: return "conformist";
    case model::Pattern::anticorruption_layer: return "downstream";
  }
  return "customer";
}

void check_edge(const Ground& ground, const Edge& edge, std::vector<Finding>& out) {
  Verdict verdict = ground.map.allowed(edge);
  if (!verdict.is_forbidden()) return;
  bool is_table = edge.cls == EdgeClass::data && ground.facts()[edge.entity].kind == EntityKind::table;
  // Access to the other's tables is data/foreign-access, but for those who share nothing at all.
  if (is_table && verdict.check != Check::separate) return;
  Finding finding = ground.about(edge, verdict);
  std::string object = spoken(ground.facts()[edge.entity]);
  const std::string &from = finding.from, &to = finding.to;
  switch (verdict.check) {
    case Check::separate:
      finding.message =
          fmt::format("{} and {} go separate ways, but {} {} {}.", from, to, from, edge.verb, object);
      finding.help = "Remove the dependency, or decide together on another relation and declare it.";
      break;
    case Check::kernel_member:
      finding.message = fmt::format("{} is a shared kernel; it must not depend on {}, but it {} {}.", from,
                                    to, edge.verb, object);
      finding.help = fmt::format("Move this code out of the kernel into {}, or pass in what it needs.", to);
      break;
    case Check::kernel_guest:
      finding.message = fmt::format("{} is the kernel of its members only; {} is none of them, but it {} {}.",
                                    to, from, edge.verb, object);
      finding.help =
          fmt::format("Make {} a member of the kernel if all members agree, or do without it.", from);
      break;
    default: {
      const model::Use* use = ground.map.party(edge.to).context->use_of(from);
      finding.message = fmt::format("{} is declared the {} of {}; {} must not depend on {}, but it {} {}.",
                                    to, role(use), from, from, to, edge.verb, object);
      finding.help = fmt::format("Invert it: {} publishes an event, {} listens.", from, to);
      const model::Context* context = ground.map.party(edge.from).context;
      // What is declared a big ball of mud is not judged by the same measure.
      if (context->legacy) finding.severity = std::min(finding.severity, Severity::warning);
      if (!context->is_closed()) finding.severity = Severity::note;
    }
  }
  out.push_back(std::move(finding));
}

// Domain services are called by application services, never the other way.
void check_layers(const Ground& ground, std::vector<Finding>& out) {
  for (const Relation& r : ground.facts().relations()) {
    if (r.kind != RelationKind::calls || !ground.accepts(r)) continue;
    const Entity& target = ground.facts()[r.to];
    EntityId callee = target.kind == EntityKind::service
                          ? r.to
                          : ground.facts().find(EntityKind::service, attribute(target, "service"));
    if (!callee || callee == r.from || ground.map.of_entity(callee) != ground.map.of_entity(r.from)) continue;
    const model::DeclaredService* from = ground.map.declared_service(r.from);
    const model::DeclaredService* to = ground.map.declared_service(callee);
    if (!from || !to || from->type != model::ServiceType::domain ||
        to->type != model::ServiceType::application)
      continue;
    Finding finding;
    finding.severity = r.certainty == Certainty::certain ? Severity::error : Severity::warning;
    finding.from = from->name;
    finding.to = to->name;
    finding.object = target.name;
    finding.message =
        fmt::format("{} is a domain service and calls the application service {} of its own context ({}).",
                    from->name, to->name, spoken(target));
    finding.help = "Let the application service call the domain service, or publish an event.";
    finding.label = "calls an application service";
    RelationId id = ground.facts().id_of(r);
    ground.place(finding, std::span(&id, 1));
    ground.declare(finding, from->at, fmt::format("{} is a domain service", from->name));
    ground.declare(finding, to->at, fmt::format("{} is an application service", to->name));
    PartyId party = ground.map.of_entity(r.from);
    if (party != nobody) finding.owner = ground.map.party(party).team();
    out.push_back(std::move(finding));
  }
}

void check(const Ground& ground, std::vector<Finding>& out) {
  for (const Edge* edge : ground.edges()) check_edge(ground, *edge, out);
  check_layers(ground, out);
}

constexpr Mutation mutations[] = {
    {Example::bad, ", as: customer", "", "Nothing is said of who serves whom."},
    {Example::bad, R"(catalog calls "ordering)", R"(ordering calls "ordering)", "The customer calls."},
    {Example::good, R"(ordering calls "catalog GET /v1/products")", "catalog calls ordering",
     "The supplier calls its customer."},
    {Example::good, R"(ordering: { code: services/ordering/**, uses: { catalog: { by: call, as: customer } } }
  catalog: { code: services/catalog/**, uses: {} })",
     R"(ordering: { code: services/ordering/** }
  catalog: { code: services/catalog/** }
separate: [[ordering, catalog]])",
     "The two go separate ways."},
};

}  // namespace

extern const Rule forbidden_dependency;
const Rule forbidden_dependency{
    .id = "boundary/forbidden-dependency",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::model,
    .what =
        "An edge that a declared relation rules out: under separate ways, from upstream to downstream, "
        "from a kernel or into one as a stranger, from a domain service to an application service.",
    .why =
        "A relation between contexts is a promise about its direction; one edge against it and neither side "
        "can "
        "change or fail alone.",
    .fix = "Invert the dependency with an event, or change the declared relation together.",
    .help_uri = "https://www.domainlanguage.com/ddd/reference/",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: { by: call, as: customer } } }
  catalog: { code: services/catalog/**, uses: {} }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "ordering GET /v1/orders" service=ordering
catalog calls "ordering GET /v1/orders"   # boundary/forbidden-dependency
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: { by: call, as: customer } } }
  catalog: { code: services/catalog/**, uses: {} }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "catalog GET /v1/products" service=catalog
ordering calls "catalog GET /v1/products"
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::boundary
