// api/over-exposed-operation: a route lets more through than the code behind it knows, or stands under
// another context's path.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::api {
namespace {

// "{proxy+}", "*": a framework's own router stands behind it.
bool is_catch_all(std::string_view path) {
  return path.find("{proxy+}") != std::string_view::npos || path.find('*') != std::string_view::npos ||
         path == "$default";
}

// Paths that differ only in the names of their holes are one.
std::string without_names(std::string_view path) {
  std::string out;
  bool in_hole = false;
  for (char c : path) {
    if (c == '{') in_hole = true;
    if (!in_hole) out += c;
    if (c == '}') {
      in_hole = false;
      out += "{}";
    }
  }
  while (out.size() > 1 && out.back() == '/') out.pop_back();
  return out;
}

// What the code of each service answers: methods by path.
using Handled = std::map<std::pair<EntityId, std::string>, std::set<std::string>>;

EntityId service_of(const Ground& ground, const Entity& operation) {
  return ground.facts().find(EntityKind::service, attribute(operation, "service"));
}

Finding base(const Ground& ground, EntityId id, const Entity& operation) {
  Finding finding;
  finding.severity = operation.certainty == Certainty::certain ? ground.severity() : less(ground.severity());
  PartyId owner = ground.map.of_entity(id);
  finding.from = owner == nobody ? std::string(attribute(operation, "service")) : ground.map.name(owner);
  if (owner != nobody) finding.owner = ground.map.party(owner).team();
  finding.object = operation.name;
  std::vector<RelationId> exposing;
  for (RelationId r : ground.architecture().to(id))
    if (ground.facts()[r].kind == RelationKind::exposes) exposing.push_back(r);
  ground.place(finding, exposing);
  if (finding.places.empty()) ground.place(finding, std::span(operation.evidence));
  return finding;
}

// names.path with the names of `context` in it, as a prefix: /api/${context}/${service} → parts.
PartyId owner_of_path(const Ground& ground, std::string_view path) {
  auto pattern = ground.model().names.find("path");
  if (pattern == ground.model().names.end()) return nobody;
  std::size_t parts =
      static_cast<std::size_t>(std::count(pattern->second.text.begin(), pattern->second.text.end(), '/'));
  std::size_t end = 0;
  for (std::size_t i = 0; i <= parts && end != std::string_view::npos; ++i)
    end = path.find('/', end == 0 ? 0 : end + 1);
  std::string_view head = path.substr(0, end);
  return model::NamePattern(ground.model(), pattern->second.text).context_of(head);
}

constexpr RuleOption options[] = {
    {"agreement", "0.8",
     "Contract and code of a service are held against each other where they share this part of the "
     "operations "
     "of the smaller one: else one of them is known in part."},
    {"unanswered", "note", "Severity of operations that a contract lists and no code answers; off for none."},
    {"undocumented", "note",
     "Severity of operations that the code answers and that the service's contract does not list; off for "
     "none."},
};

// A contract and the code that it is about: operations that only one of them knows.
void check_contracts(const Ground& ground, std::vector<Finding>& out) {
  struct Both {
    std::vector<EntityId> promised, answered, shared;
    bool has_catch_all = false;
    std::string contract;
  };
  std::map<std::pair<EntityId, bool>, Both> services;
  for (EntityId id : ground.architecture().entities(EntityKind::operation)) {
    const Entity& operation = ground.facts()[id];
    const std::string_view method = attribute(operation, "method"), path = attribute(operation, "path");
    if (!path.starts_with("/") || !ground.accepts(operation.certainty)) continue;
    // Procedures and routes are promised in contracts of their own.
    Both& both = services[{service_of(ground, operation), method == "grpc"}];
    both.has_catch_all |= is_catch_all(path) || method == "ANY";
    bool is_handled = false, is_wired = false;
    for (RelationId r : ground.architecture().to(id)) {
      const Relation& relation = ground.facts()[r];
      is_handled |= relation.kind == RelationKind::handles ||
                    (relation.kind == RelationKind::exposes && attribute(relation, "from").empty());
      is_wired |= relation.kind == RelationKind::exposes && attribute(relation, "from") != "contract";
    }
    const std::string_view contract = attribute(operation, "contract");
    if (!contract.empty() && both.contract.empty()) both.contract = contract;
    if (!contract.empty() && (is_handled || is_wired)) both.shared.push_back(id);
    else if (method == "OPTIONS" || method == "HEAD") continue;  // what stands before the code answers these
    else if (!contract.empty()) both.promised.push_back(id);
    else if (is_handled) both.answered.push_back(id);
  }
  for (auto& [key, both] : services) {
    const EntityId service = key.first;
    if (!service || both.has_catch_all || both.shared.size() < 2) continue;
    const auto shared = static_cast<double>(both.shared.size());
    const double smaller = shared + static_cast<double>(std::min(both.promised.size(), both.answered.size()));
    const double all = shared + static_cast<double>(both.promised.size());
    if (shared < ground.number("agreement") * std::max(smaller, all)) continue;
    if (ground.option("unanswered") == "off") both.promised.clear();
    for (EntityId id : both.promised) {
      const Entity& operation = ground.facts()[id];
      Finding finding = base(ground, id, operation);
      finding.severity = ground.severity("unanswered", Severity::note);
      finding.message = fmt::format("{} promises {}; no code of {} answers it.", both.contract,
                                    spoken(operation), ground.facts()[service].name);
      finding.help = "Answer it, or take it out of the contract.";
      finding.label = "nobody answers this";
      out.push_back(std::move(finding));
    }
    if (ground.option("undocumented") == "off") continue;
    for (EntityId id : both.answered) {
      const Entity& operation = ground.facts()[id];
      const std::string_view path = attribute(operation, "path");
      // What looks after the service is for nobody else.
      bool is_upkeep = false;
      for (std::string_view word : {"health", "actuator", "metrics", "docs", "openapi", "swagger", "ping",
                                    "ready", "live", "status", "favicon"})
        is_upkeep |= path.find(word) != std::string_view::npos;
      if (is_upkeep || path == "/") continue;
      Finding finding = base(ground, id, operation);
      finding.severity = ground.severity("undocumented", Severity::note);
      std::vector<RelationId> relations;
      for (RelationId r : ground.architecture().to(id))
        if (ground.facts()[r].kind == RelationKind::handles) relations.push_back(r);
      finding.places.clear();
      ground.place(finding, relations);
      if (finding.places.empty()) ground.place(finding, std::span(operation.evidence));
      finding.message = fmt::format("{} answers {}, which {} does not list.", ground.facts()[service].name,
                                    spoken(operation), both.contract);
      finding.help = "List it in the contract, or close it.";
      finding.label = "not in the contract";
      out.push_back(std::move(finding));
    }
  }
}

void check(const Ground& ground, std::vector<Finding>& out) {
  check_contracts(ground, out);
  Handled handled;
  for (const Relation& r : ground.facts().relations()) {
    if (r.kind != RelationKind::handles) continue;
    const Entity& operation = ground.facts()[r.to];
    // What the code answers behind a route for all methods stands on the relation.
    std::string_view method = attribute(r, "method");
    if (method.empty()) method = attribute(operation, "method");
    if (!method.empty()) handled[{r.from, without_names(attribute(operation, "path"))}].emplace(method);
  }
  for (EntityId id : ground.architecture().entities(EntityKind::operation)) {
    const Entity& operation = ground.facts()[id];
    std::string_view method = attribute(operation, "method"), path = attribute(operation, "path");
    bool is_exposed = false;
    for (RelationId r : ground.architecture().to(id))
      is_exposed = is_exposed ||
                   (ground.facts()[r].kind == RelationKind::exposes && ground.accepts(ground.facts()[r]));
    if (!is_exposed || path.empty() || !ground.accepts(operation.certainty)) continue;

    std::set<std::string> methods;
    std::string word;
    for (char c : std::string(attribute(operation, "handled")) + " ") {
      if (c != ' ') word += c;
      else if (!word.empty()) methods.insert(std::exchange(word, {}));
    }
    EntityId service = service_of(ground, operation);
    if (auto known = handled.find({service, without_names(path)}); known != handled.end())
      methods.insert(known->second.begin(), known->second.end());
    bool knows_any = methods.contains("ANY") || methods.empty();
    if (method == "ANY" && !knows_any && !is_catch_all(path)) {
      Finding finding = base(ground, id, operation);
      finding.message =
          fmt::format("{} is open for ANY; the handler knows {}.", path, fmt::join(methods, ", "));
      finding.help =
          "List the methods in the template, so that others are refused before they cost anything.";
      finding.label = "open for ANY";
      lead(finding, "method");
      out.push_back(std::move(finding));
    } else if (method != "ANY" && method != "OPTIONS" && method != "HEAD" && !method.empty() && !knows_any &&
               !methods.contains(std::string(method))) {
      // The code answers this path, but not this method: contract or template and code disagree.
      Finding finding = base(ground, id, operation);
      finding.message =
          fmt::format("{} {} is offered; the handler knows {}.", method, path, fmt::join(methods, ", "));
      finding.help = "Remove the route, or handle the method.";
      finding.label = "not handled";
      lead(finding, "method");
      out.push_back(std::move(finding));
    }
    PartyId owner = ground.map.of_entity(id), by_path = owner_of_path(ground, path);
    if (owner != nobody && by_path != nobody && owner != by_path) {
      Finding finding = base(ground, id, operation);
      finding.severity = Severity::note;
      finding.to = ground.map.name(by_path);
      finding.object += " path";
      finding.message = fmt::format("{} offers {}, a path of {}.", finding.from, path, finding.to);
      finding.help = fmt::format("Move the route below {}'s own path, or the operation to {}.", finding.from,
                                 finding.to);
      finding.label = fmt::format("path of {}", finding.to);
      lead(finding, "path");
      ground.declare(finding, ground.model().names.find("path")->second.at, "names.path");
      out.push_back(std::move(finding));
    }
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, R"(handled="GET POST")", "", "What the code handles is not known."},
    {Example::bad, "ANY", "GET", "Only what the code handles is open."},
    {Example::bad, "path=/v1/orders", "path=/v1/{proxy+}", "A framework behind it routes."},
    {Example::good, "order handles",
     R"(operation "order ANY /v1/orders/{id}" service=order method=ANY path=/v1/orders/{id} handled=GET
order exposes "order ANY /v1/orders/{id}"
order handles)",
     "A second route is open for every method."},
};

}  // namespace

extern const Rule over_exposed_operation;
const Rule over_exposed_operation{
    .id = "api/over-exposed-operation",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::facts,
    .what =
        "A template, gateway or contract offers methods or routes that the code does not handle, a contract "
        "does "
        "not list what the code answers, or a route stands under another context's path.",
    .why = "What is offered is relied on and attacked; a contract that says more than the code does is none.",
    .fix = "Offer what the code handles, method by method.",
    .options = options,
    .help_uri =
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-property-function-api.html",
    .bad = R"(service order root=services/order
operation "order ANY /v1/orders" service=order method=ANY path=/v1/orders handled="GET POST"
order exposes "order ANY /v1/orders"   # api/over-exposed-operation
)",
    .good = R"(service order root=services/order
operation "order GET /v1/orders" service=order method=GET path=/v1/orders
order exposes "order GET /v1/orders"
order handles "order GET /v1/orders"
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
