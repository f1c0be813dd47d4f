// data/unowned: stored data that belongs to no context, or that no template or migration makes.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::data {
namespace {

constexpr RuleOption options[] = {
    {"ignore-names",
     "pg_* information_schema* sqlite_* sys.* mysql.* dual flyway_schema_history alembic_version "
     "*__migrations* knex_migrations* django_migrations schema_migrations databasechangelog* tmp_* temp_*",
     "Globs of tables that need no owner: those of the database, of migration tools, temporary ones."},
};

bool is_system(const std::vector<std::string>& globs, const Entity& table) {
  std::string_view name = bare_name(table.name);
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& g) { return Glob(g, Glob::Case::folded).matches(name); });
}

bool is_external(const model::Model& model, const Entity& table) {
  for (const model::ExternalSystem& system : model.external)
    if (model::folded_name(system.name) == model::folded_name(bare_name(table.name)) ||
        model::listed(system.names, table.name, attribute(table, "physical"), attribute(table, "id")) >= 0)
      return true;
  return false;
}

void check(const Ground& ground, std::vector<Finding>& out) {
  std::vector<std::string> ignored = ground.list("ignore-names");
  // Stores of which some template or migration is known: only there does a missing one mean something.
  std::set<std::string_view> made_stores;
  // Migrations speak for their own service alone: others may let their mapper make tables.
  std::set<std::pair<EntityId, std::string_view>> migrating;
  for (const Relation& r : ground.facts().relations()) {
    if (r.kind != RelationKind::declares || ground.facts()[r.to].kind != EntityKind::table) continue;
    if (attribute(r, "mode") == "mapping") continue;
    const std::string_view store = model::prefix_of(ground.facts()[r.to].name);
    if (attribute(r, "mode") == "migration") migrating.insert({r.from, store});
    else made_stores.insert(store);
  }
  for (EntityId id : ground.architecture().entities(EntityKind::table)) {
    const Entity& table = ground.facts()[id];
    if (model::is_open(table) || !ground.accepts(table.certainty) || is_system(ignored, table) ||
        is_external(ground.model(), table))
      continue;
    if (attribute(table, "kind") == "database") continue;  // data/shared-database
    std::set<std::string> users;
    std::vector<RelationId> uses, makes;
    for (RelationId r : ground.architecture().to(id)) {
      const Relation& relation = ground.facts()[r];
      if (relation.kind == RelationKind::declares && attribute(relation, "mode") != "mapping")
        makes.push_back(r);
      if ((relation.kind != RelationKind::reads && relation.kind != RelationKind::writes) ||
          !ground.accepts(relation))
        continue;
      uses.push_back(r);
      PartyId party = ground.map.doer(relation);
      users.insert(party == nobody ? ground.facts()[relation.from].name : ground.map.name(party));
    }
    if (uses.empty() && makes.empty()) continue;
    const model::Owner& owner = ground.map.owner_of(id);
    bool is_unowned = owner.party == nobody;
    const std::string_view store = model::prefix_of(table.name);
    const bool is_migrated = !uses.empty() && std::all_of(uses.begin(), uses.end(), [&](RelationId r) {
      return migrating.contains({ground.facts()[r].from, store});
    });
    bool is_unmade =
        makes.empty() && owner.by != model::Owner::By::owns && (made_stores.contains(store) || is_migrated);
    if (!is_unowned && !is_unmade) continue;
    std::vector<std::string> who(users.begin(), users.end());
    Finding finding;
    finding.severity = Severity::warning;
    finding.object = table.name;
    finding.label = "owned by nobody";
    std::string name = spoken(table);
    if (is_unmade) {
      finding.message = fmt::format("no template or migration makes {}, which {} use{}.", name, and_list(who),
                                    who.size() == 1 ? "s" : "");
      finding.help = fmt::format("Correct the name, or add {} to the template of its owner.", name);
    } else if (who.empty()) {
      finding.message = fmt::format("nobody owns {}; a template makes it and no code uses it.", name);
      finding.help = "Add it to `owns` of its context, or remove it.";
    } else {
      finding.message = fmt::format("nobody owns {}; it is used by {}.", name, and_list(who));
      finding.help = who.size() == 1 ? fmt::format("Add it to `contexts.{}.owns.tables`.", who[0])
                                     : "Choose its owner and add it to `owns` there.";
    }
    // Why nobody was found: what each step said.
    for (const std::string& tried : owner.tried) finding.declared.push_back({"", 0, 0, 0, 0, tried});
    ground.place(finding, makes);
    ground.place(finding, uses);
    if (finding.places.empty()) ground.place(finding, std::span(table.evidence));
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "tables: orders", "tables: [orders, audit]", "The context owns it."},
    {Example::bad, "dynamodb:audit", "dynamodb:tmp_audit", "It is temporary."},
    {Example::bad, "ordering writes dynamodb:audit", "ordering writes dynamodb:orders", "Nobody uses it."},
    {Example::good, "tables: [orders, audit]", "tables: orders", "The owner is taken away."},
};

}  // namespace

extern const Rule unowned;
const Rule unowned{
    .id = "data/unowned",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::model,
    .what = "Stored data is used or created, and no context owns it.",
    .why =
        "Data without an owner gets shared: there is nobody to ask, nobody to say no, and nobody who may "
        "change it.",
    .fix = "Add it to `owns` of its context.",
    .options = options,
    .help_uri = "https://microservices.io/patterns/data/database-per-service.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, owns: { tables: orders } }
---
service ordering root=services/ordering
ordering writes dynamodb:orders
ordering writes dynamodb:audit   # data/unowned
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, owns: { tables: [orders, audit] } }
---
service ordering root=services/ordering
ordering writes dynamodb:orders
ordering writes dynamodb:audit
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::data
