// api/no-version: operations that others rely on carry no version.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::api {
namespace {

// /v1/, /v2.1/, /2024-01-01/, or a part of a package: shop.order.v1.
bool has_version(std::string_view path) {
  std::size_t at = 0;
  while (at <= path.size()) {
    std::size_t end = path.find_first_of("/. ", at);
    std::string_view part = path.substr(at, end == std::string_view::npos ? end : end - at);
    bool is_numbered =
        part.size() >= 2 && (part[0] == 'v' || part[0] == 'V') && part[1] >= '0' && part[1] <= '9';
    bool is_dated = part.size() == 10 && part[4] == '-' && part[7] == '-' && part[0] >= '1' && part[0] <= '2';
    if (is_numbered || is_dated) return true;
    if (end == std::string_view::npos) return false;
    at = end + 1;
  }
  return false;
}

// Fields of a schema change by adding; what opens a connection, or asks whether one is well, is the
// platform's.
bool needs_none(std::string_view method, std::string_view path) {
  for (std::string_view field : {"QUERY", "MUTATION", "SUBSCRIPTION"})
    if (method == field) return true;
  if (path.starts_with("$") || path.starts_with("/$")) return true;
  // A page, or what takes whatever no operation takes.
  if (path == "/" || path == "*" || path == "/*" || path == "/**" || path.starts_with("/{proxy")) return true;
  for (std::string_view end : {"/health", "/healthz", "/healthcheck", "/ping", "/ready", "/readyz", "/live",
                               "/livez", "/metrics", "/info", "/status"})
    if (path.ends_with(end)) return true;
  return false;
}

// One interface: the operations of a service that lack a version, and who would feel it.
struct Interface {
  std::vector<std::string> operations;
  std::set<std::string> users;
  bool is_public = false;
  std::vector<RelationId> exposures, uses;
  std::vector<Step> evidence;
};

void check(const Ground& ground, std::vector<Finding>& out) {
  std::map<std::pair<PartyId, std::string>, Interface> interfaces;
  for (EntityId id : ground.architecture().entities(EntityKind::operation)) {
    const Entity& operation = ground.facts()[id];
    if (model::is_open(operation) || !ground.accepts(operation.certainty)) continue;
    // A function that is started by name has no version to carry.
    if (operation.name.find(" invoke ") != std::string::npos) continue;
    std::string_view path = attribute(operation, "path");
    std::string said = path.empty() ? spoken(operation) : std::string(path);
    if (!attribute(operation, "version").empty() || has_version(said) ||
        needs_none(attribute(operation, "method"), path))
      continue;
    PartyId owner = ground.map.of_entity(id);
    std::set<std::string> users;
    std::vector<RelationId> uses, exposures;
    for (RelationId r : ground.architecture().to(id)) {
      const Relation& relation = ground.facts()[r];
      if (!ground.accepts(relation)) continue;
      if (relation.kind == RelationKind::exposes) exposures.push_back(r);
      if (relation.kind != RelationKind::calls) continue;
      PartyId user = ground.map.doer(relation);
      if (user == nobody || user == owner) continue;
      users.insert(ground.map.name(user));
      uses.push_back(r);
    }
    // A gateway is open to the outside unless its template says otherwise.
    bool is_offered = std::any_of(exposures.begin(), exposures.end(), [&](RelationId r) {
      return attribute(ground.facts()[r], "from") == "template";
    });
    std::string_view visibility = attribute(operation, "visibility");
    bool is_public = visibility == "public" || (visibility.empty() && is_offered);
    if (users.empty() && !is_public) continue;
    Interface& one = interfaces[{owner, std::string(attribute(operation, "service"))}];
    one.operations.push_back(spoken(operation));
    one.users.insert(users.begin(), users.end());
    one.is_public = one.is_public || is_public;
    one.exposures.insert(one.exposures.end(), exposures.begin(), exposures.end());
    one.uses.insert(one.uses.end(), uses.begin(), uses.end());
    one.evidence.insert(one.evidence.end(), operation.evidence.begin(), operation.evidence.end());
  }
  for (auto& [key, one] : interfaces) {
    const auto& [owner, service] = key;
    Finding finding;
    finding.severity = Severity::note;
    finding.from = owner == nobody ? service : ground.map.name(owner);
    if (owner != nobody) finding.owner = ground.map.party(owner).team();
    // Interfaces are given versions, not single operations: the next one without is no new finding.
    finding.object = fmt::format("api of {}", service);
    std::string who = one.users.empty() ? "the outside" : and_list({one.users.begin(), one.users.end()});
    if (!one.users.empty() && one.is_public) who += " and the outside";
    std::vector<std::string> said = one.operations;
    const std::size_t n = said.size();
    if (n > 4) {
      said.resize(3);
      said.push_back(fmt::format("{} more", n - 3));
    }
    finding.message =
        n == 1 ? fmt::format("{} of {} is used by {} and has no version.", said[0], finding.from, who)
               : fmt::format("{} operations of {} are used by {} and have no version: {}.", n, finding.from,
                             who, and_list(said));
    finding.help =
        "Give the interface a version (in its path, stage or contract) before its first incompatible change.";
    finding.label = "no version";
    ground.place(finding, one.exposures);
    lead(finding, "path");
    ground.place(finding, one.uses);
    if (finding.places.empty()) ground.place(finding, std::span(one.evidence));
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "/orders", "/v2/orders", "The path carries a version."},
    {Example::bad, "web calls", "order calls", "Nobody else uses it."},
    {Example::bad, "method=GET", "version=header method=GET", "A header carries the version."},
    {Example::bad, "path=/orders", "path=/", "It is a page."},
    {Example::good, "/v1/orders", "/orders", "The path carries no version."},
};

}  // namespace

extern const Rule no_version;
const Rule no_version{
    .id = "api/no-version",
    .since = "0.1",
    .severity = Severity::note,
    .basis = Basis::contexts,
    .what = "An interface that other contexts use or that is open to the outside carries no version.",
    .why = "Without a version the first incompatible change breaks every user at once, on the owner's day.",
    .fix = "Give the interface a version, or switch the rule off where changes only ever add.",
    .help_uri = "https://learn.microsoft.com/en-us/azure/architecture/best-practices/api-design",
    .bad = R"(service order root=services/order
service web root=services/web
operation "order GET /orders" service=order method=GET path=/orders
web calls "order GET /orders"   # api/no-version
)",
    .good = R"(service order root=services/order
service web root=services/web
operation "order GET /v1/orders" service=order method=GET path=/v1/orders
web calls "order GET /v1/orders"
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
