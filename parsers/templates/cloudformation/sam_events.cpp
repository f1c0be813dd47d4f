// The Events of serverless functions and state machines: what starts them.
#include <array>

#include "parsers/templates/cloudformation/resource_types.h"

namespace demarc::cloudformation {
namespace {

struct Event {
  std::string id;
  std::string_view type;
  Node properties;
  Span span;
  bool conditional = false;
};

// An API that the transform makes because an event names none.
ValueId implicit_api(Template& t, std::string_view id, std::string_view type, Span span) {
  Declarations& out = t.out();
  for (const Resource& r : out.resources)
    if (r.unit == t.evaluator().unit() && r.id == id) return t.reference(id);
  Resource api;
  api.unit = t.evaluator().unit();
  api.kind = ResourceKind::api;
  api.id = id;
  api.type = type;
  api.span = span;
  if (id == "ServerlessRestApi") t.add(api.properties, "stage", t.literal("Prod"), span);
  // What Globals say about every API holds for this one too.
  Declared globals;
  for (Node root : t.evaluator().roots())
    if (Node section = root.find("Globals", id == "ServerlessRestApi" ? "Api" : "HttpApi"))
      globals.layers.push_back(section);
  Node endpoint = t.get(globals, "EndpointConfiguration");
  if (endpoint.text() == "PRIVATE" || endpoint.find("Type").text() == "PRIVATE")
    t.add(api.properties, "visibility", t.literal("private"), endpoint.span());
  if (Node domain = t.get(globals, "Domain")) {
    t.add(api.properties, "domain", domain.find("DomainName"));
    for (const Item& path : t.evaluator().items(domain.find("BasePath")))
      t.add(api.properties, "base-path", path.value);
  }
  out.resources.push_back(std::move(api));
  return t.reference(id);
}

void read_api_event(Template& t, const Event& e, ValueId consumer, bool http) {
  Node api = e.properties.find(http ? "ApiId" : "RestApiId");
  Node path = e.properties.find("Path"), method = e.properties.find("Method");
  if (!path && !http) {
    t.evaluator().note(e.span, "an API event without Path");
    return;
  }
  ValueId from;
  if (api) from = t.evaluate(api);
  else if (http) from = implicit_api(t, "ServerlessHttpApi", "AWS::Serverless::HttpApi", e.span);
  else from = implicit_api(t, "ServerlessRestApi", "AWS::Serverless::Api", e.span);
  ValueId word = method ? t.evaluate(method) : t.literal("ANY");
  if (t.values().is_literal(word)) {
    std::string made(t.values().text(word));
    for (char& c : made) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (made == "X-AMAZON-APIGATEWAY-ANY-METHOD") made = "ANY";
    word = t.literal(made);
  }
  Wiring& w = t.wire(WiringKind::routes, from, consumer, e.span, e.conditional);
  t.add(w.properties, "method", word, method ? method.span() : e.span);
  t.add(w.properties, "path", path ? t.evaluate(path) : t.literal("/{proxy+}"), path ? path.span() : e.span);
}

// A resource that the transform makes for an event.
ValueId made_for(Template& t, const Event& e, std::string_view owner, ResourceKind kind,
                 std::string_view store, std::string_view type, Node name) {
  Resource made;
  made.unit = t.evaluator().unit();
  made.kind = kind;
  made.store = store;
  made.id = std::string(owner) + e.id;
  made.type = type;
  made.span = e.span;
  made.conditional = e.conditional;
  if (name) made.name = t.evaluate(name);
  ValueId self = t.reference(made.id);
  t.out().resources.push_back(std::move(made));
  return self;
}

void read_schedule_event(Template& t, const Event& e, ValueId consumer, std::string_view owner) {
  ValueId schedule = made_for(t, e, owner, ResourceKind::schedule, "eventbridge-schedule",
                              e.type == "ScheduleV2" ? "AWS::Scheduler::Schedule" : "AWS::Events::Rule",
                              e.properties.find("Name"));
  Node expression = e.properties.find("Schedule");
  if (!expression) expression = e.properties.find("ScheduleExpression");
  t.add(t.out().resources.back().properties, "schedule", expression);
  t.wire(WiringKind::consumes, consumer, schedule, e.span, e.conditional);
  wire_dead_letter(t, WiringKind::forwards, schedule, e.properties.find("DeadLetterConfig"), e.span,
                   e.conditional);
}

void read_rule_event(Template& t, const Event& e, ValueId consumer, std::string_view owner) {
  Node bus = e.properties.find("EventBusName");
  Node pattern = e.properties.find("Pattern");
  if (!pattern) pattern = e.properties.find("EventPattern");
  if (!pattern) {
    t.evaluator().note(e.span, "an event rule without Pattern");
    return;
  }
  ValueId from = bus ? t.evaluate(bus) : t.literal("default");
  wire_pattern(t, WiringKind::consumes, consumer, from, read_pattern(t, pattern), from, e.span,
               e.conditional);
  ValueId rule =
      made_for(t, e, owner, ResourceKind::other, "", "AWS::Events::Rule", e.properties.find("RuleName"));
  wire_dead_letter(t, WiringKind::forwards, rule, e.properties.find("DeadLetterConfig"), e.span,
                   e.conditional);
}

void consume(Template& t, const Event& e, ValueId consumer, std::initializer_list<std::string_view> keys) {
  for (std::string_view key : keys)
    if (Node source = e.properties.find(key)) {
      wire_event_source(t, consumer, t.evaluate(source), e.properties, e.span, e.conditional);
      return;
    }
  t.evaluator().note(e.span,
                     "an event of type " + std::string(e.type) + " without " + std::string(*keys.begin()));
}

void read_sns_event(Template& t, const Event& e, ValueId consumer) {
  Node topic = e.properties.find("Topic");
  if (!topic) {
    t.evaluator().note(e.span, "an event of type SNS without Topic");
    return;
  }
  ValueId from = t.evaluate(topic);
  Node queue = e.properties.find("SqsSubscription");
  // The messages go through a queue between topic and function.
  if (queue && queue.text() != "false") {
    ValueId between_both = queue.find("QueueArn") ? t.evaluate(queue.find("QueueArn")) : ValueId{};
    if (!between_both)
      between_both =
          made_for(t, {e.id + "Queue", e.type, e.properties, e.span, e.conditional},
                   t.evaluator().id_of(consumer), ResourceKind::queue, "sqs", "AWS::SQS::Queue", {});
    Wiring& w = t.wire(WiringKind::forwards, from, between_both, e.span, e.conditional);
    t.add(w.properties, "filter", e.properties.find("FilterPolicy"));
    t.wire(WiringKind::consumes, consumer, between_both, e.span, e.conditional);
    return;
  }
  Wiring& w = t.wire(WiringKind::consumes, consumer, from, e.span, e.conditional);
  t.add(w.properties, "filter", e.properties.find("FilterPolicy"));
  wire_dead_letter(t, WiringKind::forwards, from, e.properties.find("RedrivePolicy"), e.span, e.conditional);
}

// Events whose source is named by one property and that have nothing of their own.
struct Plain {
  std::string_view type, source, word;  // word: the property that is kept as `event` or `filter`
};
constexpr std::array plain_events{
    Plain{"S3", "Bucket", "Events"},
    Plain{"Cognito", "UserPool", "Trigger"},
    Plain{"CloudWatchLogs", "LogGroupName", "FilterPattern"},
};

}  // namespace

void read_sam_events(Template& t, const Declared& d, ValueId consumer) {
  for (const Entry& entry : t.map(d, "Events")) {
    Event e{std::string(entry.key), entry.value.find("Type").text(),
            t.evaluator().only(entry.value.find("Properties")), entry.key_node.span(),
            d.conditional || entry.conditional};
    if (e.type == "Api") read_api_event(t, e, consumer, false);
    else if (e.type == "HttpApi") read_api_event(t, e, consumer, true);
    else if (e.type == "Schedule" || e.type == "ScheduleV2") read_schedule_event(t, e, consumer, d.id);
    else if (e.type == "EventBridgeRule" || e.type == "CloudWatchEvent")
      read_rule_event(t, e, consumer, d.id);
    else if (e.type == "SNS") read_sns_event(t, e, consumer);
    else if (e.type == "SQS") consume(t, e, consumer, {"Queue"});
    else if (e.type == "Kinesis" || e.type == "DynamoDB" || e.type == "MSK")
      consume(t, e, consumer, {"Stream"});
    else if (e.type == "MQ") consume(t, e, consumer, {"Broker"});
    else if (e.type == "DocumentDB") consume(t, e, consumer, {"Cluster"});
    else if (e.type == "SelfManagedKafka") consume(t, e, consumer, {"KafkaBootstrapServers"});
    else if (e.type == "IoTRule") {
      ValueId rule = made_for(t, e, d.id, ResourceKind::other, "", "AWS::IoT::TopicRule", {});
      t.add(t.out().resources.back().properties, "sql", e.properties.find("Sql"));
      wire_iot_topic(t, consumer, rule, e.properties.find("Sql"), e.span, e.conditional);
    } else if (e.type == "AlexaSkill") {
      t.wire(WiringKind::consumes, consumer, t.literal("alexa"), e.span, e.conditional);
    } else {
      bool known = false;
      for (const Plain& p : plain_events) {
        if (p.type != e.type) continue;
        known = true;
        Node source = e.properties.find(p.source);
        if (!source) {
          t.evaluator().note(e.span,
                             "an event of type " + std::string(e.type) + " without " + std::string(p.source));
          continue;
        }
        Wiring& w = t.wire(WiringKind::consumes, consumer, t.evaluate(source), e.span, e.conditional);
        t.add(w.properties, p.type == "CloudWatchLogs" ? "filter" : "event", e.properties.find(p.word));
        if (p.type == "Cognito") t.add(w.properties, "transport", t.literal("cognito"), e.span);
        if (p.type == "S3") t.add(w.properties, "filter", e.properties.find("Filter"));
      }
      if (!known) t.evaluator().note(e.span, "events of type \"" + std::string(e.type) + "\" are not known");
    }
  }
}

}  // namespace demarc::cloudformation
