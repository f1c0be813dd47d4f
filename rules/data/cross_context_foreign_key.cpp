// data/cross-context-foreign-key: a constraint ties a table to one of another owner.
#include <fmt/format.h>

#include <map>

#include "rules/ground.h"

namespace demarc::rules::data {
namespace {

struct Key {
  EntityId table, target;
  auto operator<=>(const Key&) const = default;
};

void check(const Ground& ground, std::vector<Finding>& out) {
  std::map<Key, std::vector<RelationId>> keys;
  for (const Relation& r : ground.facts().relations()) {
    const std::string_view to = attribute(r, "references");
    if (r.kind != RelationKind::declares || to.empty() || !ground.accepts(r)) continue;
    if (const EntityId target = ground.facts().find(EntityKind::table, to))
      keys[{r.to, target}].push_back(ground.facts().id_of(r));
  }
  for (const auto& [key, relations] : keys) {
    const Entity &table = ground.facts()[key.table], &target = ground.facts()[key.target];
    const model::Owner &from = ground.map.owner_of(key.table), &to = ground.map.owner_of(key.target);
    if (from.party == nobody || to.party == nobody || from.party == to.party || model::is_open(table) ||
        model::is_open(target) || !ground.accepts(table.certainty) || !ground.accepts(target.certainty))
      continue;
    Finding finding = ground.about(relations, from.party, to.party, target, ground.severity());
    finding.object = fmt::format("{} to {}", table.name, target.name);
    finding.label = fmt::format("refers to a table of {}", finding.to);
    const std::string_view column = attribute(ground.facts()[relations[0]], "column");
    finding.message =
        fmt::format("{}{}{} references {}, owned by {}; their schemas cannot change apart.", spoken(table),
                    column.empty() ? "" : ".", column, spoken(target), finding.to);
    finding.help = fmt::format(
        "Keep the id and drop the constraint; {} tells by its interface whether it exists.", finding.to);
    if (to.by == model::Owner::By::owns)
      finding.declared.insert(finding.declared.end(), to.evidence.begin(), to.evidence.end());
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "owns: { tables: customers }", "owns: { tables: clients }",
     "Nobody owns the other table."},
    {Example::bad, " references=postgresql:customers column=customer_id", "",
     "The constraint is gone, the id is kept."},
    {Example::bad, "ordering declares postgresql:orders mode=migration references",
     "customers declares postgresql:customers mode=migration references", "The table refers to itself."},
    {Example::good, "references=postgresql:orders", "references=postgresql:customers",
     "The line refers to the customer."},
};

}  // namespace

extern const Rule cross_context_foreign_key;
const Rule cross_context_foreign_key{
    .id = "data/cross-context-foreign-key",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::contexts,
    .what = "A foreign key leads from a table of one owner to a table of another.",
    .why =
        "The constraint lets the database refuse what its owner wants to do: rows cannot be deleted, tables "
        "cannot "
        "be changed or moved, without the other side.",
    .fix = "Keep the id in the column and drop the constraint.",
    .help_uri = "https://microservices.io/patterns/data/database-per-service.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, owns: { tables: orders } }
  customers: { code: services/customers/**, owns: { tables: customers } }
---
service ordering root=services/ordering
service customers root=services/customers
table postgresql:customers store=postgresql
ordering declares postgresql:orders mode=migration
ordering declares postgresql:orders mode=migration references=postgresql:customers column=customer_id   # data/cross-context-foreign-key
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, owns: { tables: [orders, order_lines] } }
  customers: { code: services/customers/**, owns: { tables: customers } }
---
service ordering root=services/ordering
service customers root=services/customers
table postgresql:customers store=postgresql
ordering declares postgresql:orders mode=migration
ordering declares postgresql:order_lines mode=migration references=postgresql:orders column=order_id
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::data
