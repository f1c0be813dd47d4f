// What starts functions and state machines: the `events` of every kind.
#include <algorithm>

#include "parsers/templates/serverless/service.h"

namespace demarc::serverless {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

}  // namespace

void Service::read_events(Node list, ValueId consumer, std::string_view owner) {
  Evaluator& e = t_.evaluator();
  for (const Item& item : e.items(list)) {
    if (item.value.is_scalar()) {
      // `- alexaSkill` and the like have nothing behind them.
      read_event(item.value.text(), {}, item.value.span(), consumer, owner, item.conditional);
      continue;
    }
    for (const Entry& entry : e.entries(item.value))
      for (const Item& body : e.choices(entry.value))
        read_event(entry.key, body.value, entry.key_node.span(), consumer, owner,
                   item.conditional || entry.conditional || body.conditional);
  }
}

void Service::read_event(std::string_view type, Node body, Span span, ValueId consumer,
                         std::string_view owner, bool conditional) {
  ++events_;
  if (type == "http") return http(body, span, consumer, false, conditional);
  if (type == "httpApi") return http(body, span, consumer, true, conditional);
  if (type == "websocket") return websocket(body, span, consumer, conditional);
  if (type == "alb") return load_balancer(body, span, consumer, conditional);
  if (type == "sns") return topic(body, span, consumer, conditional);
  if (type == "s3") return bucket(body, span, consumer, conditional);
  if (type == "schedule") return schedule(body, span, consumer, owner, conditional);
  if (type == "eventBridge" || type == "cloudwatchEvent")
    return event_bus(body, span, consumer, owner, conditional);
  for (std::string_view one : {"kafka", "msk", "activemq", "rabbitmq"})
    if (type == one) return broker(type, body, span, consumer, conditional);
  if (type == "sqs" || type == "stream") {
    Node arn = get(body, "arn");
    ValueId source = t_.evaluate(arn ? arn : body);
    Wiring& wiring = t_.wire(WiringKind::consumes, consumer, source, span, conditional);
    const std::size_t at = t_.out().wirings.size() - 1;
    (void)wiring;
    for (const Item& filter : t_.evaluator().items(body.find("filterPatterns")))
      t_.add(t_.out().wirings[at].properties, "filter", filter.value);
    if (Node failure = get(get(body, "destinations"), "onFailure")) {
      Node to = get(failure, "arn");
      Wiring& lost = t_.wire(WiringKind::publishes, consumer, t_.evaluate(to ? to : failure), failure.span(),
                             conditional);
      t_.add(lost.properties, "dead-letter", literal("true"), failure.span());
    }
    return;
  }
  if (type == "cognitoUserPool") {
    Node pool = get(body, "pool");
    Wiring& wiring =
        t_.wire(WiringKind::consumes, consumer, t_.evaluate(pool ? pool : body), span, conditional);
    t_.add(wiring.properties, "event", get(body, "trigger"));
    t_.add(wiring.properties, "transport", literal("cognito"), span);
    return;
  }
  if (type == "cloudwatchLog") {
    Node group = get(body, "logGroup");
    t_.wire(WiringKind::consumes, consumer, t_.evaluate(group ? group : body), span, conditional);
    return;
  }
  if (type == "iot") {
    ValueId rule = implied(normal_name(owner) + "IotTopicRule" + std::to_string(events_), ResourceKind::other,
                           "", "AWS::IoT::TopicRule", {}, span);
    t_.add(t_.out().resources.back().properties, "sql", get(body, "sql"));
    t_.wire(WiringKind::consumes, consumer, rule, span, conditional);
    return;
  }
  if (type == "alexaSkill" || type == "alexaSmartHome") {
    t_.wire(WiringKind::consumes, consumer, literal("alexa"), span, conditional);
    return;
  }
  if (type == "cloudFront") return;  // runs at the edge of a distribution: no channel of the system
  t_.evaluator().note(span, "events of type \"" + std::string(type) + "\" are not known");
}

// `http: GET orders/{id}`, `http: {path, method, authorizer}`; httpApi: "*", "GET /x", {method, path}.
void Service::http(Node body, Span span, ValueId consumer, bool is_http_api, bool conditional) {
  ValueId path, method;
  if (body.is_scalar()) {
    ValueId whole = t_.evaluate(body);
    std::string text = t_.values().is_literal(whole) ? std::string(t_.values().text(whole)) : std::string();
    std::size_t blank = text.find(' ');
    if (text == "*") {
      method = literal("ANY");
      path = literal("/{proxy+}");
    } else if (blank != std::string::npos) {
      method = literal(text.substr(0, blank));
      path = literal(text.substr(text.find_first_not_of(' ', blank)));
    }
  } else {
    path = t_.evaluate(body.find("path"));
    method = t_.evaluate(body.find("method"));
  }
  if (t_.values().is_literal(method)) {
    std::string word = upper(t_.values().text(method));
    method = literal(word == "*" ? "ANY" : word);
  } else if (!method) {
    method = literal("ANY");
  }
  const bool has_slash = t_.values().display(path).starts_with('/');
  const ValueId rooted[] = {literal("/"), path};
  if (!has_slash) path = t_.values().concat(rooted);
  ValueId api;
  Node existing =
      is_http_api ? get(get(provider(), "httpApi"), "id") : get(get(provider(), "apiGateway"), "restApiId");
  const ValueId name_parts[] = {stage_, literal("-"), name_};
  Node api_name = get(provider(), "apiName");
  if (existing) api = t_.evaluate(existing);
  else if (is_http_api)
    api = implied("HttpApi", ResourceKind::api, "", "AWS::ApiGatewayV2::Api", t_.values().concat(name_parts),
                  span);
  else
    api = implied("ApiGatewayRestApi", ResourceKind::api, "", "AWS::ApiGateway::RestApi",
                  api_name ? t_.evaluate(api_name) : t_.values().concat(name_parts), span);
  Wiring& wiring = t_.wire(WiringKind::routes, api, consumer, span, conditional);
  t_.add(wiring.properties, "method", method, span);
  t_.add(wiring.properties, "path", path, span);
  if (get(body, "async").text() == "true") {
    Wiring& same = t_.out().wirings.back();
    t_.add(same.properties, "waits", literal("no"), span);
  }
  // A function that decides who may call.
  Node authorizer = get(body, "authorizer");
  Node decides = authorizer.is_map()
                     ? (authorizer.find("arn") ? get(authorizer, "arn") : get(authorizer, "name"))
                     : authorizer;
  if (!decides || decides.text() == "aws_iam" || authorizer.find("type").text() == "aws_iam" ||
      authorizer.find("type").text() == "jwt")
    return;
  ValueId by = function_value(decides);
  if (t_.values().is_literal(by) && !t_.values().text(by).starts_with("arn:")) return;
  const std::string service = t_.service_of(by);
  if (service == "cognito" || service == "cognito-idp") return;
  Wiring& asks = t_.wire(WiringKind::calls, api, by, authorizer.span(), conditional);
  t_.add(asks.properties, "protocol", literal("lambda"), authorizer.span());
  t_.add(asks.properties, "integration", literal("authorizer"), authorizer.span());
}

void Service::websocket(Node body, Span span, ValueId consumer, bool conditional) {
  Node existing = get(get(provider(), "apiGateway"), "websocketApiId");
  ValueId api = existing
                    ? t_.evaluate(existing)
                    : implied("WebsocketsApi", ResourceKind::api, "", "AWS::ApiGatewayV2::Api", {}, span);
  Node route = get(body, "route");
  Wiring& wiring = t_.wire(WiringKind::routes, api, consumer, span, conditional);
  t_.add(wiring.properties, "protocol", literal("websocket"), span);
  t_.add(wiring.properties, "path", t_.evaluate(route ? route : body), span);
}

void Service::load_balancer(Node body, Span span, ValueId consumer, bool conditional) {
  Node listener = get(body, "listenerArn"), conditions = get(body, "conditions");
  ValueId from = listener ? t_.evaluate(listener) : ValueId{};
  std::vector<Item> paths = t_.evaluator().items(conditions.find("path"));
  if (paths.empty()) paths.push_back({});
  for (const Item& path : paths) {
    Wiring& wiring = t_.wire(WiringKind::routes, from, consumer, span, conditional);
    t_.add(wiring.properties, "path", path.value ? t_.evaluate(path.value) : literal("/*"), span);
    for (const Item& method : t_.evaluator().items(conditions.find("method")))
      t_.add(t_.out().wirings.back().properties, "method", method.value);
  }
}

// `sns: name` and {topicName} make the topic, {arn} names one.
void Service::topic(Node body, Span span, ValueId consumer, bool conditional) {
  Node arn = get(body, "arn"), name = get(body, "topicName");
  if (!arn && !name) name = body;
  ValueId from = t_.evaluate(arn ? arn : name);
  const bool is_name = !arn && t_.values()[from].kind != ValueKind::reference &&
                       !t_.values().display(from).starts_with("arn:") &&
                       t_.values()[from].kind != ValueKind::setting;
  if (is_name)
    from = implied("SNSTopic" + alphanumeric_name(t_.values().display(from)), ResourceKind::topic, "sns",
                   "AWS::SNS::Topic", from, span);
  Wiring& wiring = t_.wire(WiringKind::consumes, consumer, from, span, conditional);
  t_.add(wiring.properties, "filter", get(body, "filterPolicy"));
}

void Service::bucket(Node body, Span span, ValueId consumer, bool conditional) {
  Node named = get(body, "bucket");
  if (!named) named = body;
  ValueId from = t_.evaluate(named);
  // A bucket's key in provider.s3 stands for its name there.
  if (Node declared = get(get(get(provider(), "s3"), t_.values().display(from)), "name"))
    from = t_.evaluate(declared);
  const bool is_made =
      get(body, "existing").text() != "true" && t_.values()[from].kind != ValueKind::reference;
  if (is_made)
    from = implied("S3Bucket" + alphanumeric_name(t_.values().display(from)), ResourceKind::bucket, "s3",
                   "AWS::S3::Bucket", from, span);
  Wiring& wiring = t_.wire(WiringKind::consumes, consumer, from, span, conditional);
  t_.add(wiring.properties, "event", get(body, "event"));
}

void Service::event_bus(Node body, Span span, ValueId consumer, std::string_view owner, bool conditional) {
  if (Node rate = get(body, "schedule")) return schedule(rate, span, consumer, owner, conditional);
  Node pattern = get(body, "pattern");
  if (!pattern) pattern = get(body, "event");
  if (!pattern) {
    t_.evaluator().note(span, "an event bus without a pattern");
    return;
  }
  Node bus = get(body, "eventBus");
  ValueId from = bus ? t_.evaluate(bus) : literal("default");
  // A plain name makes the bus, unless it is the account's own or exists.
  cloudformation::wire_pattern(t_, WiringKind::consumes, consumer, from,
                               cloudformation::read_pattern(t_, pattern), from, span, conditional);
  if (Node dead = get(body, "deadLetterQueueArn")) {
    Wiring& lost = t_.wire(WiringKind::forwards, from, t_.evaluate(dead), dead.span(), conditional);
    t_.add(lost.properties, "dead-letter", literal("true"), dead.span());
  }
}

void Service::schedule(Node body, Span span, ValueId consumer, std::string_view owner, bool conditional) {
  ValueId made = implied(normal_name(owner) + "EventsRuleSchedule" + std::to_string(events_),
                         ResourceKind::schedule, "eventbridge-schedule", "AWS::Events::Rule", {}, span);
  Node rate = body.is_map() ? get(body, "rate") : body;
  t_.add(t_.out().resources.back().properties, "schedule", rate);
  t_.wire(WiringKind::consumes, consumer, made, span, conditional);
}

void Service::broker(std::string_view type, Node body, Span span, ValueId consumer, bool conditional) {
  Node arn = get(body, "arn");
  if (!arn) arn = get(body, "bootstrapServers");
  Node topic = get(body, "topic");
  if (!topic) topic = get(body, "queue");
  Wiring& wiring =
      t_.wire(WiringKind::consumes, consumer, arn ? t_.evaluate(arn) : ValueId{}, span, conditional);
  t_.add(wiring.properties, "transport", literal(type == "msk" ? "kafka" : type), span);
  t_.add(t_.out().wirings.back().properties, "topic", topic);
}

}  // namespace demarc::serverless
