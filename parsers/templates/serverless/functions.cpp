// Functions of a service: code, settings, permissions, destinations.
#include <algorithm>

#include "parsers/templates/serverless/service.h"

namespace demarc::serverless {

void Service::read_function(const Function& function) {
  Resource made;
  made.unit = t_.evaluator().unit();
  made.kind = ResourceKind::function;
  made.id = function.name;
  made.type = "AWS::Lambda::Function";
  made.span = function.span;
  Node name = get(function.body, "name");
  const ValueId parts[] = {name_, literal("-"), stage_, literal("-" + function.key)};
  made.name = name ? t_.evaluate(name) : t_.values().concat(parts);
  add_code(function, made);
  t_.add(made.properties, "handler", get(function.body, "handler"));
  Node runtime = get(function.body, "runtime");
  t_.add(made.properties, "runtime", runtime ? runtime : get(provider(), "runtime"));
  Node layers = get(function.body, "layers");
  for (const Item& layer : t_.evaluator().items(layers ? layers : provider().find("layers")))
    t_.add(made.properties, "layer", layer.value);
  if (get(function.body, "url")) t_.add(made.properties, "url", literal("true"), function.span);
  if (function.body.find("environment") || provider().find("environment")) {
    add_environment(provider().find("environment"), made);
    add_environment(function.body.find("environment"), made);
  }
  for (Node tags : {provider().find("tags"), function.body.find("tags")})
    for (const Entry& tag : t_.evaluator().entries(tags)) {
      std::erase_if(made.tags, [&](const Property& known) { return known.name == tag.key; });
      t_.add(made.tags, tag.key, tag.value);
    }
  t_.out().resources.push_back(std::move(made));
  read_permissions(function);
  read_destinations(function);
  read_events(function.body.find("events"), function.self, function.key);
}

// Handlers start at the service's folder; `module` is where the Python plugin looks, `image` a container.
void Service::add_code(const Function& function, Resource& made) {
  if (Node image = get(function.body, "image")) {
    Node path = image.is_map() ? get(image, "path") : Node{};
    if (image.is_map() && image.find("name") && !path)
      path = get(
          get(get(get(provider(), "ecr"), "images"), t_.values().display(t_.evaluate(image.find("name")))),
          "path");
    ValueId where = path ? t_.evaluate(path) : ValueId{};
    auto folder = t_.values().is_literal(where) ? join_path(folder_, t_.values().text(where)) : std::nullopt;
    if (folder) t_.add(made.properties, "code", literal(*folder), image.span());
    else t_.add(made.properties, "image", image);
    return;
  }
  std::string folder = folder_;
  Span span = function.span;
  if (Node module = get(function.body, "module")) {
    ValueId where = t_.evaluate(module);
    auto path = t_.values().is_literal(where) ? join_path(folder_, t_.values().text(where)) : std::nullopt;
    if (path) folder = *path;
    span = module.span();
  }
  t_.add(made.properties, "code", literal(folder), span);
}

// Later layers win: what the function says counts before what the provider says.
void Service::add_environment(Node map, Resource& made) {
  for (const Item& choice : t_.evaluator().items(map))
    for (const Entry& entry : t_.evaluator().entries(choice.value)) {
      std::erase_if(made.environment, [&](const Property& known) { return known.name == entry.key; });
      t_.add(made.environment, entry.key, entry.value);
    }
}

void Service::read_permissions(const Function& function) {
  Node role = get(function.body, "role");
  Node own = get(function.body, "iamRoleStatements");
  Node shared_role = get(get(provider(), "iam"), "role");
  if (!role && !own) {
    if (Node named = get(provider(), "role")) role = named;
    else if (shared_role.is_scalar() || (shared_role.is_map() && !shared_role.find("statements") &&
                                         !shared_role.find("name") && !shared_role.find("managedPolicies")))
      role = shared_role;
  }
  if (role) {
    // A role is named by its logical id, its ARN, or a reference.
    std::string_view id = role.text();
    ValueId value = !id.empty() && t_.evaluator().resource(id) ? t_.reference(id) : t_.evaluate(role);
    t_.use_role(value, function.self, false);
  }
  auto grant = [&](Node list) {
    for (const Item& item : t_.evaluator().items(list)) {
      cloudformation::Statement statement;
      Node body = item.value;
      if (!body.is_map() || (body.find("Effect") && body.find("Effect").text() != "Allow")) continue;
      for (const Item& action : t_.evaluator().items(body.find("Action")))
        statement.actions.push_back(t_.evaluate(action.value));
      for (const Item& resource : t_.evaluator().items(body.find("Resource"))) {
        ValueId value = t_.evaluate(resource.value);
        if (t_.values()[value].kind != ValueKind::list) {
          statement.resources.push_back(value);
          continue;
        }
        auto elements = t_.values().children(value);
        statement.resources.insert(statement.resources.end(), elements.begin(), elements.end());
      }
      statement.span = body.span();
      statement.conditional = item.conditional;
      t_.grant(function.self, statement);
    }
  };
  if (own) grant(own);
  const bool inherits =
      !own || get(function.body, "iamRoleStatementsInherit").text() == "true" ||
      get(get(get(root_, "custom"), "serverless-iam-roles-per-function"), "defaultInherit").text() == "true";
  if (!role && inherits) {
    grant(provider().find("iamRoleStatements"));
    if (shared_role.is_map()) grant(shared_role.find("statements"));
  }
}

ValueId Service::function_value(Node node) {
  std::string_view key = node.text();
  for (const Function& function : functions_)
    if (!key.empty() && function.key == key) return function.self;
  return t_.evaluate(node);
}

void Service::read_destinations(const Function& function) {
  Node destinations = get(function.body, "destinations");
  for (auto [key, outcome] :
       {std::pair<std::string_view, std::string_view>{"onSuccess", "success"}, {"onFailure", "failure"}}) {
    Node to = get(destinations, key);
    if (!to) continue;
    ValueId target = to.find("arn") ? t_.evaluate(to.find("arn")) : function_value(to);
    const bool calls = to.find("type").text() == "function" || t_.service_of(target) == "lambda" ||
                       std::any_of(functions_.begin(), functions_.end(),
                                   [&](const Function& f) { return f.self == target; });
    Wiring& wiring =
        t_.wire(calls ? WiringKind::calls : WiringKind::publishes, function.self, target, to.span(), false);
    if (calls) t_.add(wiring.properties, "protocol", literal("lambda"), to.span());
    t_.add(wiring.properties, "destination", literal(outcome), to.span());
  }
  if (Node dead = get(function.body, "onError")) {
    Wiring& wiring = t_.wire(WiringKind::publishes, function.self, t_.evaluate(dead), dead.span(), false);
    t_.add(wiring.properties, "dead-letter", literal("true"), dead.span());
  }
}

}  // namespace demarc::serverless
