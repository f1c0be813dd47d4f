// api/getter-cluster: small questions to one context that are always asked together.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/needs.h"

namespace demarc::rules::api {
namespace {

constexpr RuleOption options[] = {
    {"minimum", "3", "Fewer operations are no cluster."},
    {"overlap", "0.6", "Share of the callers of two operations that call both (Jaccard index)."},
};

// GET /products/{id}/price gives one attribute of one thing: "/products/{id}"; "" when it does not.
std::string thing_of(const Entity& operation) {
  if (attribute(operation, "method") != "GET") return {};
  std::string_view path = attribute(operation, "path");
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos || slash == 0) return {};
  const std::string_view last = path.substr(slash + 1), thing = path.substr(0, slash);
  const std::size_t before = thing.rfind('/');
  const std::string_view row = thing.substr(before + 1);
  const bool is_row = before != std::string_view::npos && (row.ends_with('}') || row.starts_with(':'));
  if (last.empty() || last.find('{') != std::string_view::npos || last.starts_with(':') || !is_row) return {};
  // Many of them (/orders/{id}/lines) is another question; one attribute is named in the singular.
  const bool is_plural = last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("us");
  return is_plural ? std::string() : std::string(thing.substr(0, before)) + "/{}";
}

double overlap(const std::set<EntityId>& a, const std::set<EntityId>& b) {
  std::size_t both = 0;
  for (EntityId id : a) both += b.count(id);
  const std::size_t any = a.size() + b.size() - both;
  return any == 0 ? 0 : static_cast<double>(both) / static_cast<double>(any);
}

void check(const Ground& ground, std::vector<Finding>& out) {
  struct Asked {
    std::set<EntityId> callers;
    std::vector<RelationId> needs;
  };
  std::map<std::pair<PartyId, std::string>, std::map<EntityId, Asked>> clusters;
  for (const Waiting& one : all_waiting(ground))
    for (const auto& [provider, needs] : one.of)
      for (RelationId id : needs) {
        const Entity& operation = ground.facts()[ground.facts()[id].to];
        const std::string thing = thing_of(operation);
        if (thing.empty()) continue;
        Asked& asked =
            clusters[{provider, std::string(attribute(operation, "service")) + thing}][ground.facts()[id].to];
        asked.callers.insert(one.entry);
        asked.needs.push_back(id);
      }
  for (const auto& [key, operations] : clusters) {
    // Those that every other one of the cluster is asked with: the most of them.
    std::vector<EntityId> together;
    for (const auto& [seed, seeded] : operations) {
      std::vector<EntityId> group{seed};
      for (const auto& [id, asked] : operations) {
        if (id == seed) continue;
        const bool fits =
            std::all_of(group.begin(), group.end(), [&, &all = operations, &one = asked](EntityId other) {
              return overlap(one.callers, all.at(other).callers) >= ground.number("overlap");
            });
        if (fits) group.push_back(id);
      }
      if (group.size() > together.size()) together = std::move(group);
    }
    std::sort(together.begin(), together.end());
    if (static_cast<double>(together.size()) < ground.number("minimum")) continue;
    std::vector<RelationId> places;
    std::vector<std::string> names;
    std::set<PartyId> users;
    for (EntityId id : together) {
      names.push_back(spoken(ground.facts()[id]));
      for (RelationId need : operations.at(id).needs) {
        places.push_back(need);
        users.insert(ground.map.of_entity(ground.facts()[need].from));
      }
    }
    Finding finding;
    finding.severity = Severity::note;
    finding.from = ground.map.name(key.first);
    finding.object = key.second;
    finding.owner = ground.map.party(key.first).team();
    finding.message = fmt::format("{} of {} are always asked together; offer them as one answer.",
                                  and_list(names), finding.from);
    finding.help = fmt::format("Let {} answer with the whole thing, or with the fields that are asked for.",
                               finding.from);
    finding.label = "asked with the others";
    ground.place(finding, places);
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "/weight", "", "One of them is the thing itself."},
    {Example::bad, R"("ordering POST /orders" needs "catalog GET /products/{id}/weight")",
     R"("ordering GET /orders" needs "catalog GET /products/{id}/weight")",
     "Another entry asks for the third."},
    {Example::bad, "method=GET path=/products/{id}/price", "method=PUT path=/products/{id}/price",
     "One of them changes something."},
    {Example::good, R"("ordering GET /orders" needs)", R"("ordering POST /orders" needs)",
     "One entry asks for all three."},
};

}  // namespace

extern const Rule getter_cluster;
const Rule getter_cluster{
    .id = "api/getter-cluster",
    .since = "0.1",
    .severity = Severity::note,
    .basis = Basis::contexts,
    .what =
        "A context offers attributes of one thing as single operations, and callers ask for them together.",
    .why = "Each attribute costs a round trip, and the caller puts together what the owner had in one piece.",
    .fix = "Offer the thing with all its attributes, or with those that a caller names.",
    .options = options,
    .help_uri = "https://learn.microsoft.com/en-us/azure/architecture/antipatterns/chatty-io/",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "ordering POST /orders" service=ordering
operation "catalog GET /products/{id}/name" service=catalog method=GET path=/products/{id}/name
operation "catalog GET /products/{id}/price" service=catalog method=GET path=/products/{id}/price
operation "catalog GET /products/{id}/weight" service=catalog method=GET path=/products/{id}/weight
"ordering POST /orders" needs "catalog GET /products/{id}/name"     # api/getter-cluster
"ordering POST /orders" needs "catalog GET /products/{id}/price"    # api/getter-cluster
"ordering POST /orders" needs "catalog GET /products/{id}/weight"   # api/getter-cluster
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "ordering POST /orders" service=ordering
operation "ordering GET /orders" service=ordering
operation "catalog GET /products/{id}/name" service=catalog method=GET path=/products/{id}/name
operation "catalog GET /products/{id}/price" service=catalog method=GET path=/products/{id}/price
operation "catalog GET /products/{id}/weight" service=catalog method=GET path=/products/{id}/weight
"ordering POST /orders" needs "catalog GET /products/{id}/name"
"ordering POST /orders" needs "catalog GET /products/{id}/price"
"ordering GET /orders" needs "catalog GET /products/{id}/weight"
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
