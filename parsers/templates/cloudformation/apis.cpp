// API Gateway: REST APIs with their resources and methods, HTTP and WebSocket APIs with their routes,
// domains.
#include <algorithm>

#include "parsers/templates/cloudformation/resource_types.h"

namespace demarc::cloudformation {
namespace {

// The document that describes an API: inside the template, or a file of the tree.
Node definition_of(Template& t, const Declared& d) {
  Evaluator& e = t.evaluator();
  for (std::string_view key : {"DefinitionBody", "Body"})
    if (Node body = t.get(d, key)) return e.only(body);
  for (std::string_view key : {"DefinitionUri", "BodyS3Location"}) {
    Node location = t.get(d, key);
    if (!location) continue;
    if (Node object = location.find("Key")) location = object;
    ValueId where = t.evaluate(location);
    Node root = e.root_of(e.local_file(where, e.folder()));
    if (!root && t.values().is_literal(where) && t.values().text(where).find("://") == std::string_view::npos)
      e.note(location.span(), "the API's definition is not a readable file of this tree");
    return root;
  }
  return {};
}

std::string upper(std::string_view text) {
  std::string made(text);
  for (char& c : made) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return made;
}

// The path of an AWS::ApiGateway::Resource, from its parents' parts. Rings and chains past 32 end.
ValueId path_of(Template& t, ValueId resource) {
  std::vector<ValueId> parts;
  for (int depth = 0; depth < 32; ++depth) {
    std::string_view id = t.evaluator().id_of(resource);
    Node declared = t.evaluator().resource(id);
    if (declared.find("Type").text() != "AWS::ApiGateway::Resource") break;
    Node properties = declared.find("Properties");
    parts.push_back(t.evaluate(properties.find("PathPart")));
    parts.push_back(t.literal("/"));
    resource = t.evaluate(properties.find("ParentId"));
  }
  if (parts.empty()) return t.literal("/");
  std::reverse(parts.begin(), parts.end());
  return t.values().concat(parts);
}

void add_api_words(Template& t, const Declared& d, Resource& made) {
  t.add(made.properties, "version", t.get(d, "Version"));
  t.add(made.properties, "base-path", t.get(d, "BasePath"));
  Node endpoint = t.get(d, "EndpointConfiguration");
  Node types = endpoint.is_map() && endpoint.find("Types") ? endpoint.find("Types") : endpoint.find("Type");
  if (!types && endpoint.is_scalar()) types = endpoint;
  for (const Item& item : t.evaluator().items(types)) {
    ValueId v = t.evaluate(item.value);
    t.add(made.properties, "visibility", t.literal(t.values().text(v) == "PRIVATE" ? "private" : "public"),
          item.value.span());
  }
}

void add_domain(Template& t, Node domain, Resource& made) {
  t.add(made.properties, "domain", domain.find("DomainName"));
  for (const Item& path : t.evaluator().items(domain.find("BasePath")))
    t.add(made.properties, "base-path", path.value);
}

}  // namespace

void read_rest_api(Template& t, const Declared& d, Resource& made) {
  add_api_words(t, d, made);
  if (Node document = definition_of(t, d)) read_openapi(t, document, d.self, d.conditional);
}

void read_http_api(Template& t, const Declared& d, Resource& made) {
  add_api_words(t, d, made);
  t.add(made.properties, "protocol", t.get(d, "ProtocolType"));
  if (Node document = definition_of(t, d)) read_openapi(t, document, d.self, d.conditional);
  // Quick create: one route to one target.
  if (Node target = t.get(d, "Target")) {
    Route r{d.self, t.literal("ANY"), t.literal("/{proxy+}"), {}, target.span(), d.conditional};
    wire_integration(t, r, t.evaluate(target), {}, target.span());
  }
}

void read_serverless_api(Template& t, const Declared& d, Resource& made) {
  add_api_words(t, d, made);
  t.add(made.properties, "stage", t.get(d, "StageName"));
  add_domain(t, t.get(d, "Domain"), made);
  if (Node document = definition_of(t, d)) read_openapi(t, document, d.self, d.conditional);
}

void read_method(Template& t, const Declared& d, Resource&) {
  Node api = t.get(d, "RestApiId"), method = t.get(d, "HttpMethod"), integration = t.get(d, "Integration");
  if (!api || !method) {
    t.evaluator().note(d.span, "a method needs RestApiId and HttpMethod");
    return;
  }
  ValueId type = t.evaluate(integration.find("Type"));
  if (!integration || t.values().text(type) == "MOCK") return;
  ValueId word = t.evaluate(method);
  Route r;
  r.api = t.evaluate(api);
  r.method = t.values().is_literal(word) ? t.literal(upper(t.values().text(word))) : word;
  r.path = path_of(t, t.value(d, "ResourceId"));
  if (Node name = t.get(d, "OperationName")) r.operation = t.evaluate(name);
  r.span = d.span;
  r.conditional = d.conditional;
  Node uri = integration.find("Uri");
  if (uri) wire_integration(t, r, t.evaluate(uri), integration, uri.span());
}

void read_v2_route(Template& t, const Declared& d, Resource&) {
  Evaluator& e = t.evaluator();
  Node api = t.get(d, "ApiId"), key = t.get(d, "RouteKey"), target = t.get(d, "Target");
  if (!api || !key) {
    e.note(d.span, "a route needs ApiId and RouteKey");
    return;
  }
  ValueId route_key = t.evaluate(key);
  std::string shape = outline(t.values(), route_key);
  Route r;
  r.api = t.evaluate(api);
  r.span = d.span;
  r.conditional = d.conditional;
  if (std::size_t blank = shape.find(' '); blank != std::string::npos) {
    r.method = t.literal(upper(shape.substr(0, blank)));
    r.path = between(t.values(), route_key, " ", "");
  } else if (shape == "$default" &&
             e.resource(e.id_of(r.api)).find("Properties", "ProtocolType").text() != "WEBSOCKET") {
    r.method = t.literal("ANY");
    r.path = t.literal("/{proxy+}");
  } else {
    r.method = t.literal("");
    r.path = route_key;
  }
  if (Node name = t.get(d, "OperationName")) r.operation = t.evaluate(name);
  if (!target) return;
  ValueId wanted = between(t.values(), t.evaluate(target), "integrations/", "");
  Node integration = e.resource(e.id_of(wanted)).find("Properties");
  if (!integration) {
    e.note(target.span(), "a route's target is no integration of this template");
    return;
  }
  Node uri = integration.find("IntegrationUri"), subtype = integration.find("IntegrationSubtype");
  if (subtype) {
    ValueId word = t.evaluate(subtype);
    wire_subtype(t, r, t.values().text(word), integration, r.span);
  } else if (uri) {
    wire_integration(t, r, t.evaluate(uri), integration, r.span);
  }
}

void read_stage(Template& t, const Declared& d, Resource& made) {
  Node api = t.get(d, "RestApiId");
  if (!api) api = t.get(d, "ApiId");
  t.add(made.properties, "api", api);
  t.add(made.properties, "stage", t.get(d, "StageName"));
}

void read_domain(Template& t, const Declared& d, Resource& made) {
  t.add(made.properties, "domain", t.get(d, "DomainName"));
}

void read_base_path(Template& t, const Declared& d, Resource& made) {
  Node api = t.get(d, "RestApiId");
  if (!api) api = t.get(d, "ApiId");
  t.add(made.properties, "api", api);
  t.add(made.properties, "domain", t.get(d, "DomainName"));
  Node path = t.get(d, "BasePath");
  if (!path) path = t.get(d, "ApiMappingKey");
  t.add(made.properties, "base-path", path);
  t.add(made.properties, "stage", t.get(d, "Stage"));
}

}  // namespace demarc::cloudformation
