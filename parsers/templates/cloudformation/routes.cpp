// What an API does with a request: integrations with functions, other AWS services and plain HTTP, and the
// OpenAPI documents that carry them.
#include <algorithm>
#include <array>

#include "parsers/templates/cloudformation/resource_types.h"

namespace demarc::cloudformation {
namespace {

constexpr std::array methods{
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "x-amazon-apigateway-any-method"};

// What an action of a service does, and where a request names what it acts on.
struct Action {
  std::string_view service, action;
  WiringKind kind;
  std::string_view field;  // "" where the URI itself or nothing says it
};
constexpr std::array actions{
    Action{"sqs", "SendMessage", WiringKind::publishes, "QueueUrl"},
    Action{"sqs", "SendMessageBatch", WiringKind::publishes, "QueueUrl"},
    Action{"sqs", "ReceiveMessage", WiringKind::consumes, "QueueUrl"},
    Action{"sns", "Publish", WiringKind::publishes, "TopicArn"},
    Action{"events", "PutEvents", WiringKind::publishes, "EventBusName"},
    Action{"kinesis", "PutRecord", WiringKind::publishes, "StreamName"},
    Action{"kinesis", "PutRecords", WiringKind::publishes, "StreamName"},
    Action{"firehose", "PutRecord", WiringKind::publishes, "DeliveryStreamName"},
    Action{"firehose", "PutRecordBatch", WiringKind::publishes, "DeliveryStreamName"},
    Action{"states", "StartExecution", WiringKind::calls, "StateMachineArn"},
    Action{"states", "StartSyncExecution", WiringKind::calls, "StateMachineArn"},
    Action{"states", "StopExecution", WiringKind::calls, "StateMachineArn"},
    Action{"dynamodb", "GetItem", WiringKind::reads, "TableName"},
    Action{"dynamodb", "BatchGetItem", WiringKind::reads, "TableName"},
    Action{"dynamodb", "Query", WiringKind::reads, "TableName"},
    Action{"dynamodb", "Scan", WiringKind::reads, "TableName"},
    Action{"dynamodb", "PutItem", WiringKind::writes, "TableName"},
    Action{"dynamodb", "UpdateItem", WiringKind::writes, "TableName"},
    Action{"dynamodb", "DeleteItem", WiringKind::writes, "TableName"},
    Action{"dynamodb", "BatchWriteItem", WiringKind::writes, "TableName"},
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The value of a JSON-like field or form field in a text with holes: `"Name": "x"` or `Name=x`. Quotes of
// template languages around it are left out.
ValueId field_of(Values& values, ValueId text, std::string_view name) {
  std::vector<ValueId> found;
  enum { outside, named, inside } state = outside;
  char quote = 0;
  for (ValueId part : parts_of(values, text)) {
    if (!values.is_literal(part)) {
      if (state == named) state = inside;
      if (state == inside) found.push_back(part);
      continue;
    }
    std::string_view rest = values.text(part);
    if (state == outside) {
      std::size_t at = rest.find(name);
      // The name must stand alone: not "MyTableName".
      while (at != std::string_view::npos && at > 0 &&
             std::string_view("\"'&?{, \n\\").find(rest[at - 1]) == std::string_view::npos)
        at = rest.find(name, at + 1);
      if (at == std::string_view::npos) continue;
      rest.remove_prefix(at + name.size());
      if (rest.starts_with("\\")) rest.remove_prefix(1);
      if (rest.starts_with("\"") || rest.starts_with("'")) rest.remove_prefix(1);
      while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
      if (!rest.starts_with(":") && !rest.starts_with("=")) continue;
      rest.remove_prefix(1);
      state = named;
    }
    if (state == named) {
      while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
      if (rest.starts_with("$util.urlEncode(")) rest.remove_prefix(16);
      if (rest.starts_with("\\")) rest.remove_prefix(1);
      if (rest.starts_with("\"") || rest.starts_with("'")) {
        quote = rest.front();
        rest.remove_prefix(1);
      }
      if (rest.empty()) continue;
      state = inside;
    }
    std::size_t end =
        quote != 0 ? rest.find_first_of(std::string{quote, '\\'}) : rest.find_first_of("&,} \n\")'");
    found.push_back(values.literal(rest.substr(0, end)));
    if (end != std::string_view::npos) break;
  }
  return found.empty() ? ValueId{} : values.concat(found);
}

void collect_texts(Template& t, Node node, std::vector<ValueId>& out, int depth = 0) {
  if (depth > 3) return;
  ValueId v = t.evaluate(node);
  auto walk = [&](auto&& self, ValueId at, int level) -> void {
    const Value& value = t.values()[at];
    if (level > 8 || out.size() > 64) return;
    if (value.kind == ValueKind::object || value.kind == ValueKind::list || value.kind == ValueKind::either) {
      for (ValueId c : std::vector<ValueId>(t.values().children(at).begin(), t.values().children(at).end()))
        self(self, c, level + 1);
    } else {
      out.push_back(at);
    }
  };
  walk(walk, v, 0);
}

// A field that a request sets: as a key of its parameters, or inside a request template.
ValueId requested(Template& t, Node request, std::string_view field) {
  Values& values = t.values();
  auto unquoted = [&](ValueId v) {
    std::string text = outline(values, v);
    if (text.size() < 2 || text.front() != '\'' || text.back() != '\'') return v;
    return between(values, v, "'", "'");
  };
  for (std::string_view key : {"RequestParameters", "requestParameters"})
    for (const Entry& e : t.evaluator().entries(request.find(key)))
      if (e.key == field || (e.key.ends_with(field) && e.key.size() > field.size() &&
                             e.key[e.key.size() - field.size() - 1] == '.'))
        return unquoted(t.evaluate(e.value));
  for (std::string_view key : {"RequestTemplates", "requestTemplates"}) {
    std::vector<ValueId> texts;
    if (Node templates = request.find(key)) collect_texts(t, templates, texts);
    for (ValueId text : texts)
      if (ValueId found = field_of(values, text, field)) return found;
  }
  return {};
}

Wiring& wire_route(Template& t, const Route& r, WiringKind kind, ValueId to, Span span) {
  Wiring& w = t.wire(kind, r.api, to, span, r.conditional);
  t.add(w.properties, "method", r.method, r.span);
  t.add(w.properties, "path", r.path, r.span);
  if (r.operation) t.add(w.properties, "operation", r.operation, r.span);
  return w;
}

void wire_action(Template& t, const Route& r, std::string_view service, std::string_view action,
                 ValueId target, Node request, Span span) {
  auto row = std::find_if(actions.begin(), actions.end(),
                          [&](const Action& a) { return a.service == service && a.action == action; });
  if (row == actions.end()) {
    Wiring& w = wire_route(t, r, WiringKind::calls, t.literal("aws:" + std::string(service)), span);
    t.add(w.properties, "integration", t.literal(std::string(service) + ":" + std::string(action)), span);
    return;
  }
  if (!target) target = requested(t, request, row->field);
  if (!target && row->field == "StateMachineArn") target = requested(t, request, "stateMachineArn");
  ValueId source, type;
  if (service == "events") {
    if (!target) target = t.literal("default");
    source = requested(t, request, "Source");
    type = requested(t, request, "DetailType");
  }
  wire_route(t, r, WiringKind::routes, target, span);
  Wiring& w = wire_route(t, r, row->kind, target, span);
  t.add(w.properties, "integration", t.literal(std::string(service) + ":" + std::string(action)), span);
  if (row->kind == WiringKind::calls) t.add(w.properties, "protocol", t.literal("stepfunctions"), span);
  if (source) t.add(w.properties, "source", source, span);
  if (type) t.add(w.properties, "detail-type", type, span);
  if (service == "events") t.add(w.properties, "bus", target, span);
}

}  // namespace

void wire_integration(Template& t, const Route& r, ValueId uri, Node request, Span span) {
  Values& values = t.values();
  if (values[uri].kind == ValueKind::either) {
    for (ValueId one : values.alternatives(uri)) wire_integration(t, r, one, request, span);
    return;
  }
  const std::string text = outline(values, uri);
  const std::size_t gateway = text.find(":apigateway:");
  if (gateway == std::string::npos) {
    if (text.starts_with("http:") || text.starts_with("https:")) {
      wire_route(t, r, WiringKind::routes, uri, span);
      Wiring& w = wire_route(t, r, WiringKind::calls, uri, span);
      t.add(w.properties, "protocol", t.literal("http"), span);
    } else {
      // Version 2 names functions, load balancers and state machines directly.
      wire_route(t, r, WiringKind::routes, uri, span);
    }
    return;
  }
  // arn:aws:apigateway:region:service:path/… or …:action/Name
  std::size_t region_end = text.find(':', gateway + 12);
  if (region_end == std::string::npos) {
    t.evaluator().note(span, "an integration's address cannot be read");
    return;
  }
  std::size_t service_end = text.find(':', region_end + 1);
  if (service_end == std::string::npos) service_end = text.size();
  std::string service = text.substr(region_end + 1, service_end - region_end - 1);
  if (std::size_t host = service.rfind('.'); host != std::string::npos) service.erase(0, host + 1);
  std::string_view rest = std::string_view(text).substr(std::min(service_end + 1, text.size()));
  if (service == "lambda") {
    ValueId function = between(values, uri, "/functions/", "/invocations");
    if (!function) {
      t.evaluator().note(span, "an integration names no function");
      return;
    }
    wire_route(t, r, WiringKind::routes, function, span);
    return;
  }
  if (rest.starts_with("action/")) {
    std::string action(rest.substr(7));
    action.resize(std::min(action.find_first_of("/&?"), action.size()));
    wire_action(t, r, service, action, {}, request, span);
  } else if (service == "sqs" && rest.starts_with("path/")) {
    // path/<account>/<queue>; the account may be a hole of its own.
    ValueId path = between(values, uri, ":path/", "");
    std::string shape = outline(values, path);
    ValueId queue = shape.find('/') == std::string::npos ? path : between(values, path, "/", "");
    ValueId asked = requested(t, request, "Action");
    std::string_view action = values.is_literal(asked) ? values.text(asked) : std::string_view("SendMessage");
    wire_action(t, r, service, action.empty() ? "SendMessage" : action, queue, request, span);
  } else if (service == "sns" && rest.starts_with("path/")) {
    wire_action(t, r, service, "Publish", {}, request, span);
  } else if (service == "s3" && rest.starts_with("path/")) {
    ValueId bucket = between(values, uri, ":path/", "/");
    const bool reads =
        values.is_literal(r.method) && (values.text(r.method) == "GET" || values.text(r.method) == "HEAD");
    wire_route(t, r, WiringKind::routes, bucket, span);
    Wiring& w = wire_route(t, r, reads ? WiringKind::reads : WiringKind::writes, bucket, span);
    t.add(w.properties, "integration", t.literal("s3"), span);
  } else {
    wire_action(t, r, service, rest, {}, request, span);
  }
}

void wire_subtype(Template& t, const Route& r, std::string_view subtype, Node integration, Span span) {
  std::size_t dash = subtype.find('-');
  std::string service(subtype.substr(0, dash));
  for (char& c : service) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (service == "eventbridge") service = "events";
  if (service == "stepfunctions") service = "states";
  wire_action(t, r, service, dash == std::string_view::npos ? std::string_view() : subtype.substr(dash + 1),
              {}, integration, span);
}

void read_openapi(Template& t, Node document, ValueId api, bool conditional) {
  Evaluator& e = t.evaluator();
  // Integrations may be shared: {"$ref": "#/components/x-amazon-apigateway-integrations/name"}.
  auto resolved = [&](Node integration) {
    std::string_view ref = integration.find("$ref").text();
    if (!ref.starts_with("#/")) return integration;
    Node at = document;
    ref.remove_prefix(2);
    for (int i = 0; i < 8 && !ref.empty(); ++i) {
      std::size_t slash = ref.find('/');
      at = at.find(ref.substr(0, slash));
      ref.remove_prefix(slash == std::string_view::npos ? ref.size() : slash + 1);
    }
    return at;
  };
  for (const Entry& path : e.entries(document.find("paths"))) {
    for (const Entry& operation : e.entries(path.value)) {
      if (std::find(methods.begin(), methods.end(), operation.key) == methods.end()) continue;
      Node integration = resolved(e.only(operation.value.find("x-amazon-apigateway-integration")));
      if (!integration) continue;
      std::string_view type = integration.find("type").text();
      if (type == "mock" || type == "MOCK") continue;
      Route r;
      r.api = api;
      std::string method(operation.key);
      for (char& c : method) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
      r.method = t.literal(operation.key == methods.back() ? "ANY" : method);
      r.path = t.evaluator().text(path.key, path.key_node.span());
      if (Node id = operation.value.find("operationId")) r.operation = t.evaluate(id);
      r.span = operation.key_node.span();
      r.conditional = conditional || path.conditional || operation.conditional;
      Node uri = integration.find("uri");
      Node subtype = integration.find("integrationSubtype");
      if (subtype) {
        ValueId word = t.evaluate(subtype);
        wire_subtype(t, r, t.values().text(word), integration, subtype.span());
      } else if (uri) {
        wire_integration(t, r, t.evaluate(uri), integration, uri.span());
      }
    }
  }
}

}  // namespace demarc::cloudformation
