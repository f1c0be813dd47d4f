// Nested stacks, settings that a template provides, stores known by their engine, and alarms.
#include <algorithm>

#include "parsers/templates/cloudformation/resource_types.h"

namespace demarc::cloudformation {
namespace {

// Marks the template as part of another, whether it was read before or will be read later.
void mark_nested(Template& t, FileId file) {
  for (Unit& u : t.out().units)
    if (u.file == file) {
      u.is_nested_only = true;
      return;
    }
  Unit unit;
  unit.file = file;
  unit.format = "cloudformation";
  unit.is_nested_only = true;
  t.out().units.push_back(std::move(unit));
}

void read_nested(Template& t, const Declared& d, Resource& made, std::string_view key) {
  Evaluator& e = t.evaluator();
  Node location = t.get(d, key);
  if (!location) {
    e.note(d.span, "a nested stack without " + std::string(key));
    return;
  }
  t.add(made.properties, "template", location);
  // An application of a repository is named by a map.
  if (Node id = location.find("ApplicationId")) {
    const ValueId value = e.evaluate(id);
    std::string_view name = t.values().text(value);
    name = name.substr(name.rfind('/') + 1);
    if (t.values().is_literal(value) && !name.empty())
      t.add(made.properties, "application", t.literal(name), id.span());
    return;
  }
  FileId file = e.local_file(t.evaluate(location), e.folder());
  if (!file) {
    e.note(location.span(), "the nested template is not in this tree");
    return;
  }
  if (file == e.unit()) {
    e.note(location.span(), "the template nests itself");
    return;
  }
  t.add(made.properties, "file", t.literal(t.files().path(file)), location.span());
  mark_nested(t, file);
  for (const Entry& p : t.map(d, "Parameters"))
    t.out().bindings.push_back({file, std::string(p.key), t.evaluate(p.value), p.key_node.span(), false});
}

// What an alarm's dimension speaks of.
constexpr std::string_view watched_dimensions[] = {"FunctionName",
                                                   "QueueName",
                                                   "TopicName",
                                                   "TableName",
                                                   "StreamName",
                                                   "ApiName",
                                                   "ApiId",
                                                   "StateMachineArn",
                                                   "BucketName",
                                                   "EventBusName",
                                                   "RuleName",
                                                   "DBInstanceIdentifier",
                                                   "DBClusterIdentifier",
                                                   "CacheClusterId",
                                                   "DomainName",
                                                   "ServiceName",
                                                   "service",
                                                   "Service",
                                                   "GraphQLAPIId",
                                                   "UserPool",
                                                   "DeliveryStreamName",
                                                   "Resource"};

void read_dimensions(Template& t, const Declared& d, Resource& made, Node dimensions, bool conditional) {
  for (const Item& item : t.evaluator().items(dimensions)) {
    Node name = item.value.find("Name"), value = item.value.find("Value");
    if (!name || !value ||
        std::find(std::begin(watched_dimensions), std::end(watched_dimensions), name.text()) ==
            std::end(watched_dimensions))
      continue;
    ValueId on = t.evaluate(value);
    t.add(made.properties, "on", on, value.span());
    Wiring& w = t.wire(WiringKind::watches, d.self, on, value.span(), conditional || item.conditional);
    t.add(w.properties, "dimension", t.literal(name.text()), name.span());
  }
}

}  // namespace

void read_stack(Template& t, const Declared& d, Resource& made) { read_nested(t, d, made, "TemplateURL"); }

void read_application(Template& t, const Declared& d, Resource& made) { read_nested(t, d, made, "Location"); }

void read_parameter(Template& t, const Declared& d, Resource& made) {
  ValueId name = made.name ? made.name : d.self;
  Node value = t.get(d, "Value");
  if (!value) {
    t.evaluator().note(d.span, "a parameter without a Value");
    return;
  }
  t.out().provisions.push_back({t.evaluator().unit(), "ssm", name, t.evaluate(value), {}, d.span});
}

void read_secret(Template& t, const Declared& d, Resource& made) {
  ValueId name = made.name ? made.name : d.self;
  t.out().provisions.push_back({t.evaluator().unit(), "secret", name, d.self, {}, d.span});
}

void read_store(Template& t, const Declared& d, Resource& made) {
  if (Node engine = t.get(d, "Engine")) {
    t.add(made.properties, "engine", engine);
    ValueId value = t.evaluate(engine);
    std::string word(t.values().text(value));
    auto has = [&](std::string_view part) { return word.find(part) != std::string::npos; };
    if (made.store.empty() && !word.empty())
      made.store = has("postgres")                    ? "postgres"
                   : has("mysql") || word == "aurora" ? "mysql"
                   : has("mariadb")                   ? "mariadb"
                   : has("oracle")                    ? "oracle"
                   : has("sqlserver")                 ? "sqlserver"
                   : has("docdb")                     ? "mongodb"
                                                      : word;
  }
  if (made.store.empty() && made.kind == ResourceKind::cache) made.store = "redis";
  for (std::string_view key : {"DBName", "DatabaseName"}) t.add(made.properties, "database", t.get(d, key));
}

void read_alarm(Template& t, const Declared& d, Resource& made) {
  t.add(made.properties, "metric", t.get(d, "MetricName"));
  t.add(made.properties, "namespace", t.get(d, "Namespace"));
  read_dimensions(t, d, made, t.get(d, "Dimensions"), d.conditional);
  for (const Item& metric : t.list(d, "Metrics")) {
    t.add(made.properties, "metric", metric.value.find("MetricStat", "Metric", "MetricName"));
    read_dimensions(t, d, made, metric.value.find("MetricStat", "Metric", "Dimensions"), d.conditional);
  }
  for (std::string_view key : {"AlarmActions"})
    for (const Item& action : t.list(d, key)) t.add(made.properties, "action", action.value);
}

// "ALARM(name) AND …": the alarms that the expression mentions are watched.
void read_composite_alarm(Template& t, const Declared& d, Resource& made) {
  Node rule = t.get(d, "AlarmRule");
  if (!rule) {
    t.evaluator().note(d.span, "a composite alarm without AlarmRule");
    return;
  }
  for (ValueId part : parts_of(t.values(), t.evaluate(rule)))
    if (t.values()[part].kind == ValueKind::reference) {
      t.add(made.properties, "on", part, rule.span());
      t.wire(WiringKind::watches, d.self, part, rule.span(), d.conditional);
    }
}

void read_objective(Template& t, const Declared& d, Resource& made) {
  std::vector<Node> metrics;
  for (std::string_view kind : {"Sli", "RequestBasedSli"})
    for (std::string_view key : {"SliMetric", "RequestBasedSliMetric"})
      if (Node metric = t.get(d, kind, key)) metrics.push_back(metric);
  for (Node metric : metrics) {
    for (const Entry& attribute : t.evaluator().entries(metric.find("KeyAttributes")))
      if (attribute.key == "Name" || attribute.key == "Identifier") {
        ValueId on = t.evaluate(attribute.value);
        t.add(made.properties, "on", on, attribute.value.span());
        t.wire(WiringKind::watches, d.self, on, attribute.value.span(), d.conditional);
      }
    t.add(made.properties, "operation", metric.find("OperationName"));
    for (std::string_view key : {"MetricDataQueries", "TotalRequestCountMetric"})
      for (const Item& query : t.evaluator().items(metric.find(key)))
        read_dimensions(t, d, made, query.value.find("MetricStat", "Metric", "Dimensions"), d.conditional);
  }
  if (metrics.empty()) t.evaluator().note(d.span, "an objective without an indicator");
}

}  // namespace demarc::cloudformation
