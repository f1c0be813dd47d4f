// Tables, buckets, queues, topics and streams, and who is fed from them.
#include <array>

#include "parsers/templates/cloudformation/resource_types.h"

namespace demarc::cloudformation {
namespace {

// Functions receive; other channels are passed to; people are nobody.
void subscribe(Template& t, ValueId topic, Node subscription, Span span, bool conditional) {
  Node endpoint = subscription.find("Endpoint");
  ValueId protocol = t.evaluate(subscription.find("Protocol"));
  std::string_view word = t.values().text(protocol);
  if (word == "email" || word == "email-json" || word == "sms" || word == "application") return;
  if (!endpoint) {
    t.evaluator().note(span, "a subscription without Endpoint");
    return;
  }
  ValueId to = t.evaluate(endpoint);
  const bool runs = word == "lambda" || (word.empty() && t.service_of(to) == "lambda");
  Wiring& w = runs ? t.wire(WiringKind::consumes, to, topic, span, conditional)
                   : t.wire(WiringKind::forwards, topic, to, span, conditional);
  t.add(w.properties, "filter", subscription.find("FilterPolicy"));
  if (word.starts_with("http")) t.add(w.properties, "protocol", protocol, span);
  wire_dead_letter(t, WiringKind::forwards, topic, subscription.find("RedrivePolicy"), span, conditional);
}

void notify(Template& t, const Declared& d, Node configuration, std::string_view target, bool runs,
            bool conditional) {
  Node to = configuration.find(target);
  if (!to) {
    t.evaluator().note(configuration.span(), "a notification without " + std::string(target));
    return;
  }
  Wiring& w = runs ? t.wire(WiringKind::consumes, t.evaluate(to), d.self, to.span(), conditional)
                   : t.wire(WiringKind::forwards, d.self, t.evaluate(to), to.span(), conditional);
  t.add(w.properties, "event", configuration.find("Event"));
  t.add(w.properties, "filter", configuration.find("Filter"));
}

}  // namespace

void read_table(Template& t, const Declared& d, Resource& made) {
  if (Node stream = t.get(d, "StreamSpecification"))
    t.add(made.properties, "stream", t.literal(stream.find("StreamViewType").text()), stream.span());
  if (Node stream = t.get(d, "KinesisStreamSpecification", "StreamArn"))
    t.wire(WiringKind::forwards, d.self, t.evaluate(stream), stream.span(), d.conditional);
}

void read_serverless_table(Template& t, const Declared& d, Resource& made) {
  t.add(made.properties, "key", t.get(d, "PrimaryKey", "Name"));
}

void read_bucket(Template& t, const Declared& d, Resource& made) {
  Node notifications = t.get(d, "NotificationConfiguration");
  for (const Item& choice : t.evaluator().choices(notifications)) {
    struct Kind {
      std::string_view list, target;
      bool runs;
    };
    for (Kind kind :
         {Kind{"LambdaConfigurations", "Function", true}, Kind{"QueueConfigurations", "Queue", false},
          Kind{"TopicConfigurations", "Topic", false}})
      for (const Item& item : t.evaluator().items(choice.value.find(kind.list)))
        notify(t, d, item.value, kind.target, kind.runs,
               d.conditional || choice.conditional || item.conditional);
    Node events = choice.value.find("EventBridgeConfiguration");
    Node enabled = events.find("EventBridgeEnabled");
    if (events && enabled.text() != "false") {
      Wiring& w = t.wire(WiringKind::forwards, d.self, t.literal("default"), events.span(), d.conditional);
      t.add(w.properties, "source", t.literal("aws.s3"), events.span());
      t.add(w.properties, "bus", t.literal("default"), events.span());
      t.add(made.properties, "events", t.literal("eventbridge"), events.span());
    }
  }
}

void read_queue(Template& t, const Declared& d, Resource&) {
  wire_dead_letter(t, WiringKind::forwards, d.self, t.get(d, "RedrivePolicy"), d.span, d.conditional);
}

void read_topic(Template& t, const Declared& d, Resource&) {
  for (const Item& item : t.list(d, "Subscription"))
    subscribe(t, d.self, item.value, item.value.span(), d.conditional || item.conditional);
}

void read_subscription(Template& t, const Declared& d, Resource&) {
  Node topic = t.get(d, "TopicArn");
  if (!topic) {
    t.evaluator().note(d.span, "a subscription without TopicArn");
    return;
  }
  if (!d.layers.empty()) subscribe(t, t.evaluate(topic), d.layers.back(), d.span, d.conditional);
}

void read_firehose(Template& t, const Declared& d, Resource&) {
  for (auto [configuration, arn] : {std::pair{"KinesisStreamSourceConfiguration", "KinesisStreamARN"},
                                    {"MSKSourceConfiguration", "MSKClusterARN"}})
    if (Node source = t.get(d, configuration, arn))
      t.wire(WiringKind::forwards, t.evaluate(source), d.self, source.span(), d.conditional);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> destinations{{
      {"S3DestinationConfiguration", "BucketARN"},
      {"ExtendedS3DestinationConfiguration", "BucketARN"},
      {"RedshiftDestinationConfiguration", "ClusterJDBCURL"},
      {"ElasticsearchDestinationConfiguration", "DomainARN"},
      {"AmazonopensearchserviceDestinationConfiguration", "DomainARN"},
      {"AmazonOpenSearchServerlessDestinationConfiguration", "CollectionEndpoint"},
      {"HttpEndpointDestinationConfiguration", "EndpointConfiguration"},
  }};
  for (auto [configuration, key] : destinations) {
    Node whole = t.get(d, configuration);
    Node to = whole.find(key);
    if (key == "EndpointConfiguration") to = to.find("Url");
    if (to) t.wire(WiringKind::forwards, d.self, t.evaluate(to), to.span(), d.conditional);
    for (const Item& processor : t.evaluator().items(whole.find("ProcessingConfiguration", "Processors")))
      for (const Item& p : t.evaluator().items(processor.value.find("Parameters")))
        if (p.value.find("ParameterName").text() == "LambdaArn")
          if (Node by = p.value.find("ParameterValue")) {
            Wiring& w = t.wire(WiringKind::calls, d.self, t.evaluate(by), by.span(), d.conditional);
            t.add(w.properties, "protocol", t.literal("lambda"), by.span());
          }
  }
}

void read_user_pool(Template& t, const Declared& d, Resource&) {
  for (const Entry& e : t.map(d, "LambdaConfig")) {
    if (e.key == "KMSKeyID") continue;
    Node function = e.value.find("LambdaArn") ? e.value.find("LambdaArn") : e.value;
    Wiring& w = t.wire(WiringKind::consumes, t.evaluate(function), d.self, e.key_node.span(),
                       d.conditional || e.conditional);
    t.add(w.properties, "event", t.literal(e.key), e.key_node.span());
    t.add(w.properties, "transport", t.literal("cognito"), e.key_node.span());
  }
}

void read_log_subscription(Template& t, const Declared& d, Resource&) {
  Node group = t.get(d, "LogGroupName"), destination = t.get(d, "DestinationArn");
  if (!group || !destination) return;
  ValueId to = t.evaluate(destination), from = t.evaluate(group);
  Wiring& w = t.service_of(to) == "lambda" ? t.wire(WiringKind::consumes, to, from, d.span, d.conditional)
                                           : t.wire(WiringKind::forwards, from, to, d.span, d.conditional);
  t.add(w.properties, "filter", t.get(d, "FilterPattern"));
}

// SELECT … FROM 'orders/placed': the topic is the channel; with + or # in it, or none, the rule stays one.
void wire_iot_topic(Template& t, ValueId consumer, ValueId rule, Node sql, Span span, bool conditional) {
  const std::string text = sql ? t.values().display(t.evaluate(sql)) : std::string();
  std::string lower;
  for (char c : text) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  const std::size_t from = lower.find("from ");
  const std::size_t open = from == std::string::npos ? from : lower.find_first_not_of(' ', from + 5);
  if (open != std::string::npos && (text[open] == '\'' || text[open] == '"')) {
    const std::size_t close = text.find(text[open], open + 1);
    const std::string topic = text.substr(open + 1, close == std::string::npos ? close : close - open - 1);
    if (close != std::string::npos && !topic.empty() && topic.find_first_of("+#$") == std::string::npos) {
      Wiring& w = t.wire(WiringKind::consumes, consumer, t.literal(topic), span, conditional);
      t.add(w.properties, "transport", t.literal("iot"), sql.span());
      return;
    }
  }
  t.wire(WiringKind::consumes, consumer, rule, span, conditional);
}

void read_iot_rule(Template& t, const Declared& d, Resource& made) {
  Node payload = t.get(d, "TopicRulePayload");
  t.add(made.properties, "sql", payload.find("Sql"));
  struct Target {
    std::string_view action, key;
    WiringKind kind;
  };
  static constexpr std::array targets{Target{"Lambda", "FunctionArn", WiringKind::consumes},
                                      Target{"StepFunctions", "StateMachineName", WiringKind::consumes},
                                      Target{"Sqs", "QueueUrl", WiringKind::forwards},
                                      Target{"Sns", "TargetArn", WiringKind::forwards},
                                      Target{"Kinesis", "StreamName", WiringKind::forwards},
                                      Target{"Firehose", "DeliveryStreamName", WiringKind::forwards},
                                      Target{"Republish", "Topic", WiringKind::forwards},
                                      Target{"DynamoDB", "TableName", WiringKind::writes},
                                      Target{"S3", "BucketName", WiringKind::writes}};
  for (const Item& action : t.evaluator().items(payload.find("Actions")))
    for (const Target& target : targets)
      if (Node to = action.value.find(target.action, target.key)) {
        const bool conditional = d.conditional || action.conditional;
        if (target.kind == WiringKind::consumes)
          wire_iot_topic(t, t.evaluate(to), d.self, payload.find("Sql"), to.span(), conditional);
        else t.wire(target.kind, d.self, t.evaluate(to), to.span(), conditional);
      }
}

void wire_event_source(Template& t, ValueId consumer, ValueId source, Node properties, Span span,
                       bool conditional) {
  Wiring& w = t.wire(WiringKind::consumes, consumer, source, span, conditional);
  const std::size_t at = t.out().wirings.size() - 1;
  for (const Item& filter : t.evaluator().items(properties.find("FilterCriteria", "Filters")))
    t.add(w.properties, "filter", filter.value.find("Pattern"));
  // Kafka topics and queues of a broker: each is a channel of its own.
  for (std::string_view key : {"Topics", "Queues"})
    for (const Item& item : t.evaluator().items(properties.find(key)))
      t.add(t.out().wirings[at].properties, "topic", item.value);
  t.add(t.out().wirings[at].properties, "collection", properties.find("CollectionName"));
  wire_dead_letter(t, WiringKind::publishes, consumer, properties.find("DestinationConfig", "OnFailure"),
                   span, conditional);
}

void wire_destinations(Template& t, ValueId function, Node config, bool conditional) {
  for (std::string_view outcome : {"OnSuccess", "OnFailure"}) {
    Node destination = config.find(outcome);
    for (const Item& choice : t.evaluator().choices(destination)) {
      Node to = choice.value.find("Destination");
      if (!to) {
        if (Node type = choice.value.find("Type"))
          t.evaluator().note(
              type.span(), "a destination without Destination; the queue or topic is made by the transform");
        continue;
      }
      ValueId target = t.evaluate(to);
      const bool calls = choice.value.find("Type").text() == "Lambda" || t.service_of(target) == "lambda";
      Wiring& w = t.wire(calls ? WiringKind::calls : WiringKind::publishes, function, target, to.span(),
                         conditional || choice.conditional);
      if (calls) t.add(w.properties, "protocol", t.literal("lambda"), to.span());
      t.add(w.properties, "destination", t.literal(outcome == "OnSuccess" ? "success" : "failure"),
            to.span());
      if (outcome == "OnFailure") t.add(w.properties, "dead-letter", t.literal("true"), to.span());
    }
  }
}

}  // namespace demarc::cloudformation
