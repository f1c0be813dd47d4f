// boundary/undeclared-dependency: a context depends on another by a way that it does not declare.
#include <fmt/format.h>

#include "rules/ground.h"

namespace demarc::rules::boundary {
namespace {

constexpr RuleOption options[] = {
    {"open-contexts", "note",
     "Severity where the user has declared neither uses nor publishes; off for none."},
    {"by-class.call", "", "Severity of calls; off for none, as for all ways."},
    {"by-class.event", "", "Severity of subscriptions and sent messages."},
    {"by-class.import", "", "Severity of imports."},
    {"by-class.data", "", "Severity of settings; tables are judged by data/foreign-access."},
    {"by-class.schema", "", "Severity of contracts and code generated from them."},
};

void check(const Ground& ground, std::vector<Finding>& out) {
  for (const Edge* edge : ground.edges()) {
    bool is_table = edge->cls == EdgeClass::data && ground.facts()[edge->entity].kind == EntityKind::table;
    // What comes from outside enters through a gateway: it may call everybody.
    if (is_table || (edge->is_gateway && edge->cls == EdgeClass::call)) continue;
    Verdict verdict = ground.map.allowed(*edge);
    bool is_open = verdict.check == Verdict::Check::open;
    const bool is_lapsed = verdict.check == Verdict::Check::lapsed;
    bool is_undeclared = is_lapsed || verdict.check == Verdict::Check::undeclared ||
                         verdict.check == Verdict::Check::wrong_way;
    if (!is_open && !is_undeclared) continue;
    std::string_view way = to_string(edge->cls);
    Severity own = is_open ? ground.severity("open-contexts", Severity::note)
                           : ground.severity(fmt::format("by-class.{}", way), ground.severity());
    if (ground.option(is_open ? std::string("open-contexts") : fmt::format("by-class.{}", way)) == "off")
      continue;
    Finding finding = ground.about(*edge, verdict);
    finding.severity = edge->certainty == Certainty::certain ? own : less(own);
    finding.message =
        fmt::format("{} {} {} ({}), but {} does not declare that it uses {} by {}.", finding.from, edge->verb,
                    finding.to, spoken(ground.facts()[edge->entity]), finding.from, finding.to, way);
    finding.help = fmt::format(
        "If it is meant, add `{}: {}` to `contexts.{}.uses`; otherwise go through an event or an operation "
        "that {} publishes.",
        finding.to, way, finding.from, finding.to);
    if (is_lapsed) {
      finding.message =
          fmt::format("{} {} {} ({}), but was permitted to use {} only until {}.", finding.from, edge->verb,
                      finding.to, spoken(ground.facts()[edge->entity]), finding.to, verdict.use->until.text);
      finding.help = fmt::format("End the dependency, or agree on a new day for `contexts.{}.uses.{}.until`.",
                                 finding.from, finding.to);
    }
    if (is_open && finding.declared.empty())
      finding.declared.push_back(ground.context_step(
          edge->from, fmt::format("{} declares neither uses nor publishes", finding.from)));
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "catalog: event", "catalog: call", "The way is declared."},
    {Example::bad, R"(ordering calls "catalog)", R"(catalog calls "catalog)", "The context calls itself."},
    {Example::bad, "---", R"(partners: [[ordering, catalog]]
---)",
     "The two are partners."},
    {Example::good, "[event, call]", "event", "The way is declared no more."},
};

}  // namespace

extern const Rule undeclared_dependency;
const Rule undeclared_dependency{
    .id = "boundary/undeclared-dependency",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::model,
    .what =
        "A context depends on another by a way (call, event, import, data, schema) that is not among its "
        "uses.",
    .why =
        "What nobody decided nobody maintains: an undeclared dependency couples two teams without either "
        "knowing.",
    .fix = "Declare the dependency with its pattern, or go through an event or a published operation.",
    .options = options,
    .help_uri = "https://martinfowler.com/bliki/BoundedContext.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: event } }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "catalog GET /v1/products" service=catalog
ordering calls "catalog GET /v1/products"   # boundary/undeclared-dependency
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: [event, call] } }
  catalog: { code: services/catalog/** }
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
