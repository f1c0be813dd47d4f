// data/foreign-access: a context touches stored data that another one owns.
#include <fmt/format.h>

#include "rules/ground.h"

namespace demarc::rules::data {
namespace {

constexpr RuleOption options[] = {
    {"reads", "warning", "Severity of reading; off allows it."},
};

using Check = Verdict::Check;

// An event of the owner that a copy could be fed by.
std::string event_of(const Ground& ground, PartyId owner) {
  for (EntityId id : ground.architecture().entities(EntityKind::channel)) {
    const Entity& channel = ground.facts()[id];
    if (ground.map.owner_of(id).party == owner && !model::is_queue(channel) && !model::is_open(channel) &&
        !channel.name.starts_with("dynamodb-stream:"))
      return spoken(channel);
  }
  return {};
}

void check(const Ground& ground, std::vector<Finding>& out) {
  for (const Edge* edge : ground.edges()) {
    if (edge->cls != EdgeClass::data || ground.facts()[edge->entity].kind != EntityKind::table) continue;
    Verdict verdict = ground.map.allowed(*edge);
    // Separate ways and the layer have rules of their own.
    if (verdict.is_allowed() || verdict.check == Check::separate || verdict.check == Check::outside_layer)
      continue;
    if (!edge->writes && ground.option("reads") == "off") continue;
    const model::Owner& owner = ground.map.owner_of(edge->entity);
    // Where nobody has said whose it is, several writers are one finding of data/shared-table.
    if (edge->writes && !ground.has_foreign_word(edge->from, edge->entity) &&
        ground.writers_of(edge->entity).size() > 1)
      continue;
    Finding finding = ground.about(*edge);
    Severity own = edge->writes ? ground.severity() : ground.severity("reads", Severity::warning);
    finding.severity = edge->certainty == Certainty::certain ? own : less(own);
    // Where nobody said who owns it and the user has not started to declare, it is only worth a word.
    if (verdict.check == Check::open && owner.by != model::Owner::By::owns) finding.severity = Severity::note;
    std::string team = ground.map.party(edge->to).team();
    std::string table = spoken(ground.facts()[edge->entity]);
    finding.message = fmt::format("{} {} {}, owned by {}{}.", finding.from, edge->verb, table, finding.to,
                                  team.empty() ? "" : fmt::format(" (team {})", team));
    if (verdict.check == Check::not_listed || verdict.check == Check::wrong_way)
      finding.message +=
          fmt::format(" {} uses {}, but does not list the table under `read`.", finding.from, finding.to);
    std::string event = event_of(ground, edge->to);
    finding.help = fmt::format("Ask {} through its interface, or subscribe to {}.", finding.to,
                               event.empty() ? "an event of it" : event);
    if (!edge->writes)
      finding.help += fmt::format(" If reading is meant, list {} under `uses.{}.read`.", table, finding.to);
    finding.declared = verdict.declared;
    if (owner.by == model::Owner::By::owns || owner.by == model::Owner::By::name)
      finding.declared.insert(finding.declared.begin(), owner.evidence.begin(), owner.evidence.end());
    else
      for (const Step& step : owner.evidence) {
        finding.declared.push_back(step);
        if (finding.declared.back().what.empty())
          finding.declared.back().what =
              fmt::format("owned by {} ({})", finding.to, model::to_string(owner.by));
      }
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "owns: { tables: orders }", "owns: { tables: carts }", "Nobody owns the table."},
    {Example::bad, "billing reads dynamodb:orders", "billing reads dynamodb:invoices",
     "The table has another name."},
    {Example::bad, "uses: { ordering: event }", "uses: { ordering: { by: [event, data], read: orders } }",
     "Reading it is agreed."},
    {Example::good, "billing reads", "billing writes", "What may be read is written."},
};

}  // namespace

extern const Rule foreign_access;
const Rule foreign_access{
    .id = "data/foreign-access",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::contexts,
    .what = "A context reads or writes stored data that another context owns.",
    .why =
        "Stored data is the inside of a context: who reads it depends on every column, who writes it goes "
        "round "
        "every rule that the owner keeps.",
    .fix = "Call the owner or subscribe to its events; declare what is really meant to be read.",
    .options = options,
    .help_uri = "https://microservices.io/patterns/data/database-per-service.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, owns: { tables: orders } }
  billing: { code: services/billing/**, uses: { ordering: event } }
---
service ordering root=services/ordering
service billing root=services/billing
ordering writes dynamodb:orders
billing reads dynamodb:orders   # data/foreign-access
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, owns: { tables: orders } }
  billing: { code: services/billing/**, uses: { ordering: { by: data, read: orders } } }
---
service ordering root=services/ordering
service billing root=services/billing
ordering writes dynamodb:orders
billing reads dynamodb:orders
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::data
