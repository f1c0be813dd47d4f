// api/unknown-operation: a call to a known context that offers no such operation.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::api {
namespace {

constexpr RuleOption options[] = {
    {"minimum", "3",
     "Services with fewer known operations are not judged: their routes may be known in part."},
    {"coverage", "0.5", "Of the operations that others ask a service for, this share must be known."},
    {"unused", "off", "Severity of operations in a contract that nobody calls; off allows them."},
};

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  path = path.substr(0, path.find('?'));
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (!part.empty())
      parts.emplace_back(part.find('{') != std::string_view::npos || part[0] == ':' || part[0] == '<' ? "{}"
                                                                                                      : part);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return parts;
}

bool agrees(const std::string& a, const std::string& b) { return a == b || a == "{}" || b == "{}"; }

// Whether the shorter path is the end of the longer one: a prefix that only one side names.
bool is_end(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto& shorter = a.size() <= b.size() ? a : b;
  const auto& longer = a.size() <= b.size() ? b : a;
  if (shorter.empty()) return true;
  bool has_word = false;
  for (std::size_t i = 0; i < shorter.size(); ++i) {
    const std::string& x = shorter[shorter.size() - 1 - i];
    const std::string& y = longer[longer.size() - 1 - i];
    if (!agrees(x, y)) return false;
    has_word |= x == y && x != "{}";
  }
  // A prefix that stands in the provider's configuration: its own route is a hole alone.
  return has_word || (a.size() > b.size() && b.size() == 1);
}

std::size_t distance(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t before = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, before + (agrees(a[i - 1], b[j - 1]) ? 0u : 1u)});
      before = above;
    }
  }
  return row[b.size()];
}

// What frameworks answer without a route in the code: whether one is well, documents about oneself, tokens.
bool is_answered_by_library(std::string_view path) {
  for (std::string_view word : {"health", "actuator", "metrics", "/oauth/", "/oauth2/", "/.well-known/",
                                "/v2/api-docs", "/v3/api-docs", "/swagger"})
    if (path.find(word) != std::string_view::npos) return true;
  return false;
}

struct Offer {
  std::vector<EntityId> operations;
  bool has_catch_all = false;
  std::set<std::string> known, unknown;  // what others ask for
};

void check(const Ground& ground, std::vector<Finding>& out) {
  std::map<EntityId, Offer> offers;  // by service
  for (EntityId id : ground.architecture().entities(EntityKind::operation)) {
    const Entity& operation = ground.facts()[id];
    const EntityId service = ground.facts().find(EntityKind::service, attribute(operation, "service"));
    const std::string_view path = attribute(operation, "path");
    if (!service || path.empty() || attribute(operation, "method") == "invoke") continue;
    Offer& offer = offers[service];
    offer.operations.push_back(id);
    offer.has_catch_all |= path.find("+}") != std::string_view::npos ||
                           path.find('*') != std::string_view::npos || path == "$default";
    // What is not there yet may be offered by something that no source names.
    offer.has_catch_all |= path.find('$') != std::string_view::npos;
  }
  std::map<std::pair<PartyId, std::string>, std::vector<RelationId>> found;
  for (const Relation& r : ground.facts().relations()) {
    if (r.kind != RelationKind::calls || !ground.accepts(r)) continue;
    const Entity& target = ground.facts()[r.to];
    if (target.kind == EntityKind::operation) {
      const EntityId service = ground.facts().find(EntityKind::service, attribute(target, "service"));
      if (service && service != r.from) offers[service].known.insert(target.name);
      continue;
    }
    if (target.kind != EntityKind::service || r.to == r.from) continue;
    const std::string_view method = attribute(r, "method"), path = attribute(r, "path");
    if (attribute(r, "from") == "template" || attribute(r, "role").size() ||
        attribute(r, "implicit") == "yes")
      continue;
    if (method.empty() || path.empty() || path == "/" || path.front() != '/') continue;
    // Only a whole address can be wrong.
    const std::vector<std::string> parts = parts_of(path);
    if (parts.empty() || parts[0] == "{}") continue;
    offers[r.to].unknown.insert(fmt::format("{} {}", method, path));
    const PartyId from = ground.map.doer(r);
    if (from != nobody)
      found[{from, fmt::format("{}\n{} {}", target.name, method, path)}].push_back(ground.facts().id_of(r));
  }
  for (const auto& [key, relations] : found) {
    const Relation& r = ground.facts()[relations[0]];
    const Offer& offer = offers[r.to];
    const std::string_view path = attribute(r, "path"), method = attribute(r, "method");
    if (offer.has_catch_all || static_cast<double>(offer.operations.size()) < ground.number("minimum"))
      continue;
    const auto asked = static_cast<double>(offer.known.size() + offer.unknown.size());
    if (static_cast<double>(offer.known.size()) < ground.number("coverage") * asked) continue;
    if (is_answered_by_library(path)) continue;
    const std::vector<std::string> parts = parts_of(path);
    EntityId closest;
    std::size_t least = 0;
    bool may_be = false;
    for (EntityId id : offer.operations) {
      const Entity& operation = ground.facts()[id];
      const std::vector<std::string> other = parts_of(attribute(operation, "path"));
      const std::string_view its = attribute(operation, "method");
      const bool same_method = its == method || its == "ANY";
      // The same path, or one that only lacks a prefix, may be the same operation behind a gateway.
      if (same_method && parts.size() != other.size() && is_end(parts, other)) may_be = true;
      // A piece that is empty in one run stands at the end: /orders/{id} asked for as /orders/.
      if (same_method && path.ends_with('/') && other.size() == parts.size() + 1 && other.back() == "{}")
        may_be = true;
      const std::size_t far = 2 * distance(parts, other) + (same_method ? 0u : 1u);
      if (!closest || far < least) {
        closest = id;
        least = far;
      }
    }
    // A path that fits is no unknown one: several operations may have been meant.
    if (may_be || least == 0) continue;
    const PartyId from = key.first, to = ground.map.owner_of(r.to).party;
    if (to == nobody) continue;
    Finding finding = ground.about(relations, from, to, ground.facts()[r.to], ground.severity());
    if (from == to) finding.to.clear();
    finding.object = fmt::format("{} {} {}", ground.facts()[r.to].name, method, path);
    finding.message =
        fmt::format("{} calls {} {} of {}; {} has no such operation{}.", finding.from, method, path,
                    ground.facts()[r.to].name, ground.facts()[r.to].name,
                    closest ? fmt::format(" (closest: {})", spoken(ground.facts()[closest])) : std::string());
    finding.help = "Correct the method or path, or let the provider offer what is asked for.";
    finding.label = "nobody answers this";
    out.push_back(std::move(finding));
  }
  if (ground.option("unused") == "off") return;
  for (const auto& [service, offer] : offers)
    for (EntityId id : offer.operations) {
      const Entity& operation = ground.facts()[id];
      if (attribute(operation, "contract").empty() || offer.known.contains(operation.name)) continue;
      Finding finding;
      finding.severity = ground.severity("unused", Severity::note);
      const PartyId owner = ground.map.of_entity(id);
      finding.from = owner == nobody ? ground.facts()[service].name : ground.map.name(owner);
      if (owner != nobody) finding.owner = ground.map.party(owner).team();
      finding.object = operation.name;
      finding.message = fmt::format("nobody calls {} of {}.", spoken(operation), finding.from);
      finding.help = "Take it out of the contract, or say who outside uses it.";
      finding.label = "nobody calls this";
      std::vector<RelationId> exposures;
      for (RelationId relation : ground.architecture().to(id)) exposures.push_back(relation);
      ground.place(finding, exposures);
      if (finding.places.empty()) ground.place(finding, std::span(operation.evidence));
      out.push_back(std::move(finding));
    }
}

constexpr Mutation mutations[] = {
    {Example::bad, "/v1/product-list", "/v1/products", "It asks for what is there."},
    {Example::bad, R"(operation "catalog POST /v1/products" service=catalog method=POST path=/v1/products
)",
     "", "Too little of the service is known."},
    {Example::bad, " method=GET path=/v1/product-list", "", "It is not known what is asked."},
    {Example::bad, "path=/v1/product-list", "path=/oauth/token", "A framework answers that."},
    {Example::good, "path=/shop/v1/products protocol", "path=/shop/v1/product-list protocol",
     "It asks for another path."},
};

}  // namespace

extern const Rule unknown_operation;
const Rule unknown_operation{
    .id = "api/unknown-operation",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::facts,
    .what = "A service is called by a method and path that none of its routes and contracts knows.",
    .why =
        "Either the call fails at run time, or the provider offers something that nobody has written down.",
    .fix = "Correct the call, or add the operation.",
    .options = options,
    .help_uri = "https://swagger.io/specification/",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "catalog GET /v1/products" service=catalog method=GET path=/v1/products
operation "catalog GET /v1/products/{id}" service=catalog method=GET path=/v1/products/{id}
operation "catalog POST /v1/products" service=catalog method=POST path=/v1/products
ordering calls "catalog GET /v1/products/{id}"
ordering calls catalog method=GET path=/v1/product-list protocol=http   # api/unknown-operation
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "catalog GET /v1/products" service=catalog method=GET path=/v1/products
operation "catalog GET /v1/products/{id}" service=catalog method=GET path=/v1/products/{id}
operation "catalog POST /v1/products" service=catalog method=POST path=/v1/products
ordering calls "catalog GET /v1/products/{id}"
ordering calls catalog protocol=http
ordering calls catalog method=GET path=/shop/v1/products protocol=http
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
