// api/crud-only: all that a context offers is to create, read, update and delete its rows.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::api {
namespace {

constexpr RuleOption options[] = {
    {"minimum", "3", "Contexts with fewer operations are not judged."},
};

constexpr std::string_view crud_verbs[] = {"create", "read",   "get",    "list",   "find",   "fetch",
                                           "update", "put",    "patch",  "delete", "remove", "save",
                                           "insert", "upsert", "search", "query",  "add",    "edit"};

bool is_crud_word(std::string_view word) {
  return std::find(std::begin(crud_verbs), std::end(crud_verbs), word) != std::end(crud_verbs);
}

// True when nothing in the operation says what business it does: a noun, perhaps one row of it, and a method.
bool is_crud(const Entity& operation) {
  std::string_view path = attribute(operation, "path");
  std::string said = spoken(operation);
  // A field of a schema or a procedure has a name of its own: createOrder, startDelivery.
  if (path.find('/') == std::string_view::npos) {
    std::size_t blank = said.rfind(' ');
    std::vector<std::string> words =
        model::words_in(blank == std::string::npos ? said : said.substr(blank + 1));
    return !words.empty() && is_crud_word(words[0]);
  }
  // A literal part behind a hole is a business verb (/orders/{id}/cancel) or a part of the row that is
  // written on its own.
  bool behind_hole = false;
  std::string_view method = attribute(operation, "method");
  while (!path.empty()) {
    std::size_t slash = path.find('/');
    std::string_view part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    if (part.empty()) continue;
    bool is_hole = part.front() == '{' || part.front() == ':';
    if (behind_hole && !is_hole && method != "GET" && method != "HEAD") return false;
    behind_hole = behind_hole || is_hole;
  }
  return true;
}

// The front page, and what is asked whether the service lives: no part of what it offers.
bool is_for_the_platform(const Entity& operation) {
  const std::string_view path = attribute(operation, "path");
  if (path == "/") return true;
  for (std::string_view end : {"/health", "/healthz", "/healthcheck", "/ready", "/readyz", "/live", "/livez",
                               "/ping", "/status", "/metrics", "/version", "/info"})
    if (path.ends_with(end)) return true;
  return false;
}

struct Offer {
  std::vector<EntityId> operations;
  std::size_t count = 0;  // an ANY route counts each method that its code knows
};

std::size_t methods_of(const Entity& operation) {
  if (attribute(operation, "method") != "ANY") return 1;
  std::string_view handled = attribute(operation, "handled");
  return handled.empty() ? 1 : static_cast<std::size_t>(std::count(handled.begin(), handled.end(), ' ')) + 1;
}

bool is_door(const model::Context& context) {
  using model::ServiceType;
  return !context.services.empty() &&
         std::all_of(context.services.begin(), context.services.end(), [](const model::DeclaredService& s) {
           return s.type == ServiceType::gateway || s.type == ServiceType::frontend;
         });
}

void check(const Ground& ground, std::vector<Finding>& out) {
  std::map<PartyId, Offer> offers;
  for (EntityId id : ground.architecture().entities(EntityKind::operation)) {
    const Entity& operation = ground.facts()[id];
    PartyId owner = ground.map.of_entity(id);
    if (owner == nobody || model::is_open(operation) || !ground.accepts(operation.certainty)) continue;
    if (attribute(operation, "visibility") == "internal" || is_for_the_platform(operation)) continue;
    // Where the context says what it publishes, the rest is its own business.
    const model::Context* context = ground.map.party(owner).context;
    if (context && !ground.map.publishes_operation(*context, operation).value_or(true)) continue;
    offers[owner].operations.push_back(id);
    offers[owner].count += methods_of(operation);
  }
  for (auto& [owner, offer] : offers) {
    const model::Context* context = ground.map.party(owner).context;
    // Reference data of a generic subdomain is what it is; a gateway has no rules of its own.
    if (!context || is_door(*context) || context->kind == model::ContextKind::generic) continue;
    if (static_cast<double>(offer.count) < ground.number("minimum")) continue;
    bool all_crud = std::all_of(offer.operations.begin(), offer.operations.end(),
                                [&](EntityId id) { return is_crud(ground.facts()[id]); });
    // An action stands on a path of its own: POST /checkout, with no row below it and no other method.
    std::map<std::string, std::set<std::string>> methods_at;
    std::set<std::string> with_rows;
    for (EntityId id : offer.operations) {
      const Entity& operation = ground.facts()[id];
      std::string path(attribute(operation, "path"));
      if (path.empty()) continue;
      methods_at[path].emplace(attribute(operation, "method"));
      if (std::size_t hole = path.find("/{"); hole != std::string::npos)
        with_rows.insert(path.substr(0, hole));
    }
    for (auto& [path, methods] : methods_at)
      if (methods.size() == 1 && methods.contains("POST") && path.find('{') == std::string::npos &&
          !with_rows.contains(path))
        all_crud =
            all_crud && is_crud_word(model::words_in(path).empty() ? "" : model::words_in(path).back());
    if (!all_crud) continue;
    std::set<std::string> tables;
    std::vector<RelationId> places;
    for (EntityId id : ground.architecture().entities(EntityKind::table)) {
      if (attribute(ground.facts()[id], "kind") == "database") continue;  // a connection, no rows
      for (RelationId r : ground.architecture().to(id))
        if (ground.facts()[r].kind == RelationKind::writes && ground.accepts(ground.facts()[r]) &&
            ground.map.doer(ground.facts()[r]) == owner)
          tables.insert(spoken(ground.facts()[id]));
    }
    if (tables.empty()) continue;
    for (EntityId id : offer.operations)
      for (RelationId r : ground.architecture().to(id))
        if (ground.facts()[r].kind == RelationKind::exposes ||
            ground.facts()[r].kind == RelationKind::handles)
          places.push_back(r);
    Finding finding;
    finding.severity = Severity::note;
    finding.from = context->name;
    finding.object = context->publishes.api.empty() ? "api" : context->publishes.api[0].text;
    finding.owner = context->team.text;
    finding.message = fmt::format("{} offers only CRUD on {}; business rules must live in its callers.",
                                  context->name, and_list({tables.begin(), tables.end()}));
    finding.help = "Offer what the business does (place, cancel, approve) instead of rows.";
    finding.label = "create, read, update, delete";
    // What is published is decided in the model, not in any one route.
    const model::NamedList& api = context->publishes.api;
    finding.places.push_back(ground.model().step(api.empty() ? context->at : api[0].at,
                                                 fmt::format("what {} offers", context->name)));
    ground.place(finding, places);
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "method=PUT path=/v1/orders/{id}", "method=POST path=/v1/orders/{id}/cancel",
     "One operation is named for what it does."},
    {Example::bad, "code: services/ordering/**", "kind: generic, code: services/ordering/**",
     "The context is a generic one: reference data."},
    {Example::bad, R"(ordering writes dynamodb:orders
)",
     "", "It stores nothing."},
    {Example::good, "method=POST path=/v1/orders/{id}/cancel", "method=DELETE path=/v1/orders/{id}",
     "What had a name of the business is a delete."},
};

}  // namespace

extern const Rule crud_only;
const Rule crud_only{
    .id = "api/crud-only",
    .since = "0.1",
    .severity = Severity::note,
    .basis = Basis::model,
    .what =
        "All operations of a context create, read, update or delete its rows; none is named after what the "
        "business does.",
    .why =
        "Behind an interface of rows there are no rules: each caller must know what may be changed when, and "
        "each "
        "does it a little differently.",
    .fix = "Offer operations that the business knows.",
    .options = options,
    .help_uri = "https://martinfowler.com/bliki/AnemicDomainModel.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }   # api/crud-only
---
service ordering root=services/ordering
operation "ordering POST /v1/orders" service=ordering method=POST path=/v1/orders
operation "ordering GET /v1/orders/{id}" service=ordering method=GET path=/v1/orders/{id}
operation "ordering PUT /v1/orders/{id}" service=ordering method=PUT path=/v1/orders/{id}
ordering exposes "ordering POST /v1/orders"       # api/crud-only
ordering exposes "ordering GET /v1/orders/{id}"   # api/crud-only
ordering exposes "ordering PUT /v1/orders/{id}"   # api/crud-only
ordering writes dynamodb:orders
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
---
service ordering root=services/ordering
operation "ordering POST /v1/orders" service=ordering method=POST path=/v1/orders
operation "ordering GET /v1/orders/{id}" service=ordering method=GET path=/v1/orders/{id}
operation "ordering POST /v1/orders/{id}/cancel" service=ordering method=POST path=/v1/orders/{id}/cancel
ordering exposes "ordering POST /v1/orders"
ordering exposes "ordering GET /v1/orders/{id}"
ordering exposes "ordering POST /v1/orders/{id}/cancel"
ordering writes dynamodb:orders
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
