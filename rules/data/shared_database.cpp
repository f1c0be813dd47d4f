// data/shared-database: contexts keep their data in one database, or reach theirs with one credential.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::data {
namespace {

constexpr RuleOption options[] = {
    {"instance", "note", "Severity of separate databases on one server; off for none."},
    {"schema", "note", "Severity of separate schemas in one database; off for none."},
    {"credential", "warning", "Severity of one credential for a database in several contexts; off for none."},
};

// A database, cache or server: who uses it, and what tells their parts of it apart.
struct Container {
  std::string kind;  // database, cache, server
  std::map<PartyId, std::vector<RelationId>> users;
  std::map<PartyId, std::set<std::string>> schemas, databases;
};

// A developer's own machine is not one place.
bool is_everywhere(std::string_view host) {
  for (std::string_view own : {"localhost", "127.0.0.1", "::1", "[::1]", "0.0.0.0", "host.docker.internal"})
    if (host == own || (host.starts_with(own) && host.substr(own.size()).starts_with(':'))) return true;
  return false;
}

bool is_database_secret(std::string_view name) {
  static constexpr std::string_view words[] = {
      "db",  "database", "postgres", "postgresql", "mysql",  "mariadb",    "mongo", "mongodb", "redis",
      "rds", "aurora",   "sql",      "sqlserver",  "oracle", "datasource", "jdbc",  "docdb",   "cockroachdb"};
  const std::vector<std::string> in = model::words_in(name);
  return std::any_of(in.begin(), in.end(), [](const std::string& word) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
  });
}

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out) : ground_(ground), out_(out) {}

  void run() {
    for (EntityId id : ground_.architecture().entities(EntityKind::table)) see(id);
    for (auto& [name, container] : containers_) report(name, container, own_severity(container));
    // Databases that are told need no word about their server.
    std::string server = ground_.option("instance");
    if (server != "off")
      for (auto& [name, container] : servers_)
        if (!told_.contains(name) && differ(container.databases))
          report(name, container, ground_.severity("instance", Severity::note));
    if (ground_.option("credential") != "off") credentials();
  }

 private:
  void see(EntityId id) {
    const Entity& table = ground_.facts()[id];
    if (model::is_open(table) || !ground_.accepts(table.certainty)) return;
    const std::string store(model::prefix_of(table.name));
    const std::string_view kind = attribute(table, "kind");
    std::string place(attribute(table, "database"));
    if (place.empty() && (kind == "database" || kind == "cache")) place = bare_name(table.name);
    if (place.empty()) return;
    const std::string host = place.substr(0, place.find('/'));
    if (host.empty() || is_everywhere(host)) return;
    // A database of its own has its service's name, and nobody else gets at it.
    Container& container = containers_[store + ":" + place];
    if (container.kind.empty() || kind == "database" || kind == "cache")
      container.kind = kind == "cache" ? "cache" : "database";
    Container& server = servers_[store + ":" + host];
    server.kind = "server";
    for (RelationId r : ground_.architecture().to(id)) {
      const Relation& relation = ground_.facts()[r];
      const bool is_use = relation.kind == RelationKind::reads || relation.kind == RelationKind::writes ||
                          (relation.kind == RelationKind::grants && kind == "database");
      if (!is_use || !ground_.accepts(relation)) continue;
      const PartyId party = ground_.map.doer(relation);
      if (party == nobody || ground_.map.party(party).kernel) continue;
      container.users[party].push_back(r);
      server.users[party].push_back(r);
      server.databases[party].insert(place);
      if (std::string_view schema = attribute(table, "schema"); !schema.empty())
        container.schemas[party].emplace(schema);
    }
  }

  // True when no two parties have a part in common, and each has said which is its own.
  static bool differ(const std::map<PartyId, std::set<std::string>>& parts) {
    std::set<std::string> seen;
    for (const auto& [party, own] : parts)
      for (const std::string& part : own)
        if (!seen.insert(part).second) return false;
    return parts.size() > 1;
  }

  Severity own_severity(const Container& container) {
    if (container.schemas.size() == container.users.size() && differ(container.schemas))
      return ground_.severity("schema", Severity::note);
    return ground_.severity();
  }

  void report(const std::string& name, Container& container, Severity severity) {
    if (container.users.size() < 2) return;
    const bool by_schema = container.schemas.size() == container.users.size() && differ(container.schemas);
    if (by_schema && ground_.option("schema") == "off") return;
    if (container.kind != "server") told_.insert(server_of(name));
    std::vector<std::string> who;
    std::vector<RelationId> relations;
    std::vector<PartyId> parties;
    bool is_certain = true;
    for (auto& [party, some] : container.users) {
      std::sort(some.begin(), some.end());
      who.push_back(ground_.map.name(party));
      parties.push_back(party);
      is_certain = is_certain && std::any_of(some.begin(), some.end(), [&](RelationId r) {
                     return ground_.facts()[r].certainty == Certainty::certain &&
                            ground_.facts()[r].kind != RelationKind::grants;
                   });
    }
    // One place of each first: that shows who meets there.
    for (auto& [party, some] : container.users) relations.push_back(some.front());
    for (auto& [party, some] : container.users)
      relations.insert(relations.end(), some.begin() + 1, some.end());
    Finding finding;
    finding.severity = is_certain ? severity : less(severity);
    finding.object = name;
    finding.from = who[0];
    if (who.size() == 2) finding.to = who[1];
    std::sort(who.begin(), who.end());
    const std::string place(bare_name(name));
    if (container.kind == "server")
      finding.message = fmt::format("{} have databases of their own on the server {}.", and_list(who), place);
    else if (by_schema)
      finding.message = fmt::format("{} have schemas of their own in the database {}.", and_list(who), place);
    else
      finding.message = fmt::format("{} keep their data in the {} {}; only convention keeps them apart.",
                                    and_list(who), container.kind, place);
    finding.help = container.kind == "server" || by_schema
                       ? "Give each its own user too, so that nobody can reach over."
                       : "Give each context its own schema or database, and its own user.";
    finding.label = fmt::format("{} {}", container.kind, place);
    ground_.place(finding, relations);
    finding.owner = ground_.map.party(parties[0]).team();
    out_.push_back(std::move(finding));
  }

  static std::string server_of(const std::string& name) {
    const std::size_t slash = name.find('/');
    return name.substr(0, slash);
  }

  void credentials() {
    for (EntityId id : ground_.architecture().entities(EntityKind::setting)) {
      const Entity& setting = ground_.facts()[id];
      if (model::prefix_of(setting.name) != "secret" || model::is_open(setting) ||
          !is_database_secret(bare_name(setting.name)))
        continue;
      std::map<PartyId, std::vector<RelationId>> users;
      for (RelationId r : ground_.architecture().to(id)) {
        const Relation& relation = ground_.facts()[r];
        const PartyId party = ground_.map.doer(relation);
        if (relation.kind == RelationKind::uses && party != nobody && ground_.accepts(relation))
          users[party].push_back(r);
      }
      if (users.size() < 2) continue;
      std::vector<std::string> who;
      std::vector<RelationId> relations;
      for (const auto& [party, some] : users) {
        who.push_back(ground_.map.name(party));
        relations.insert(relations.end(), some.begin(), some.end());
      }
      Finding finding =
          ground_.about(relations, users.begin()->first, who.size() == 2 ? users.rbegin()->first : nobody,
                        setting, ground_.severity("credential", Severity::warning));
      std::sort(who.begin(), who.end());
      finding.message = fmt::format("{} connect with the same credential ({}); what one may do all may do.",
                                    and_list(who), spoken(setting));
      finding.help = "Give each context a user of its own, with rights on its own schema.";
      finding.label = fmt::format("credential {}", spoken(setting));
      out_.push_back(std::move(finding));
    }
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  std::map<std::string, Container> containers_, servers_;
  std::set<std::string> told_;
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, "postgresql:invoices database=db/shop", "postgresql:invoices database=billing-db/shop",
     "A database each."},
    {Example::bad, "billing writes postgresql:invoices", "ordering writes postgresql:invoices",
     "One context uses it."},
    {Example::bad, " database=db/shop", "", "It is not known where the tables lie."},
    {Example::good, "billing-db/shop", "ordering-db/shop", "Both lie in one database."},
};

}  // namespace

extern const Rule shared_database;
const Rule shared_database{
    .id = "data/shared-database",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::contexts,
    .what =
        "Several contexts keep their data in one database or cache, or reach a database with one credential, "
        "even where their tables are not the same.",
    .why =
        "Nothing but convention keeps the contexts apart: any of them can read or change the tables of the "
        "other, "
        "and none can move, upgrade or restore its data alone.",
    .fix = "Give each context its own schema or database, and its own user.",
    .options = options,
    .help_uri = "https://microservices.io/patterns/data/database-per-service.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
table postgresql:orders database=db/shop
table postgresql:invoices database=db/shop
ordering writes postgresql:orders     # data/shared-database
billing writes postgresql:invoices    # data/shared-database
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
table postgresql:orders database=ordering-db/shop
table postgresql:invoices database=billing-db/shop
ordering writes postgresql:orders
billing writes postgresql:invoices
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::data
