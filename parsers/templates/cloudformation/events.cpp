// EventBridge: buses, rules and their patterns, schedules, pipes.
#include <algorithm>

#include "parsers/templates/cloudformation/resource_types.h"

namespace demarc::cloudformation {
namespace {

// What one matcher of a pattern accepts, as a value: texts with ? where anything may stand.
ValueId matcher(Template& t, Node node, std::vector<ValueId>& except) {
  Values& values = t.values();
  std::string_view name;
  if (!node.is_map() || node.size() < 2) return t.evaluate(node);
  name = node.child(0).text();
  if (name == "Ref" || name.starts_with("Fn::")) return t.evaluate(node);
  Node argument = node.child(1);
  if (name == "anything-but") {
    for (const Item& item : t.evaluator().items(argument)) {
      std::vector<ValueId> none;
      except.push_back(matcher(t, item.value, none));
    }
    return {};
  }
  // {"prefix": {"equals-ignore-case": "x"}}
  if (argument.is_map() && argument.find("equals-ignore-case"))
    argument = argument.find("equals-ignore-case");
  ValueId text = t.evaluate(argument);
  if (name == "prefix") {
    const ValueId parts[] = {text, ValueId{}};
    return values.concat(parts);
  }
  if (name == "suffix") {
    const ValueId parts[] = {ValueId{}, text};
    return values.concat(parts);
  }
  if (name == "equals-ignore-case") return text;
  if (name == "wildcard" && values.is_literal(text)) {
    std::vector<ValueId> parts;
    std::string_view rest = values.text(text);
    for (;;) {
      std::size_t star = rest.find('*');
      parts.push_back(values.literal(rest.substr(0, star)));
      if (star == std::string_view::npos) break;
      parts.push_back({});
      rest.remove_prefix(star + 1);
    }
    return values.concat(parts);
  }
  return {};
}

void matchers(Template& t, Node list, std::vector<ValueId>& words, std::vector<ValueId>& except,
              std::vector<Span>* places = nullptr) {
  for (const Item& item : t.evaluator().items(list)) {
    ValueId word = matcher(t, item.value, except);
    // A parameter that holds a list of names.
    if (t.values()[word].kind == ValueKind::list) word = t.values().element(word);
    if (std::find(words.begin(), words.end(), word) != words.end()) continue;
    words.push_back(word);
    if (places) places->push_back(item.value.span());
  }
}

// What happens to a target: functions and machines consume, channels are passed to; logs are nobody.
void wire_target(Template& t, Node target, ValueId bus, const Pattern& pattern, const Declared& d,
                 bool conditional) {
  Node arn = target.find("Arn");
  if (!arn) {
    t.evaluator().note(target.span(), "a target without Arn");
    return;
  }
  ValueId to = t.evaluate(arn);
  const std::string service = t.service_of(to);
  Span span = arn.span();
  if (service == "logs") return;
  if (service == "lambda" || service == "states" || service == "ecs" || service == "batch" ||
      service == "codebuild" || service == "codepipeline")
    wire_pattern(t, WiringKind::consumes, to, bus, pattern, bus, span, conditional);
  else wire_pattern(t, WiringKind::forwards, bus, to, pattern, bus, span, conditional);
  wire_dead_letter(t, WiringKind::forwards, d.self, target.find("DeadLetterConfig"), span, conditional);
}

}  // namespace

Pattern read_pattern(Template& t, Node node) {
  Pattern p;
  Evaluator& e = t.evaluator();
  bool restricted = false;
  std::vector<ValueId> detail, ignored;
  for (const Entry& entry : e.entries(node)) {
    if (entry.key == "source") {
      matchers(t, entry.value, p.sources, ignored);
    } else if (entry.key == "detail-type") {
      restricted = true;
      matchers(t, entry.value, p.detail_types, p.except, &p.type_places);
    } else if (entry.key == "detail" || entry.key == "resources") {
      detail.push_back(t.literal(entry.key));
      detail.push_back(t.evaluate(entry.value));
    }
  }
  if (!detail.empty()) p.detail = t.values().object(detail);
  p.is_any = !restricted;
  return p;
}

void wire_pattern(Template& t, WiringKind kind, ValueId from, ValueId to, const Pattern& p, ValueId bus,
                  Span span, bool conditional) {
  std::vector<ValueId> sources = t.chunks(p.sources);
  if (sources.empty()) sources.push_back({});
  for (ValueId source : sources) {
    Wiring& w = t.wire(kind, from, to, span, conditional);
    if (!p.sources.empty()) t.add(w.properties, "source", source, span);
    for (std::size_t i = 0; i < p.detail_types.size(); ++i)
      t.add(w.properties, "detail-type", p.detail_types[i], p.type_places[i]);
    for (ValueId except : p.except) t.add(w.properties, "except", except, span);
    if (bus) t.add(w.properties, "bus", bus, span);
    if (p.detail) t.add(w.properties, "filter", p.detail, span);
    if (p.is_any) t.add(w.properties, "pattern", t.literal("any"), span);
  }
}

void wire_dead_letter(Template& t, WiringKind kind, ValueId from, Node config, Span span, bool conditional) {
  for (const Item& choice : t.evaluator().choices(config)) {
    for (std::string_view key : {"Arn", "TargetArn", "Destination", "deadLetterTargetArn"}) {
      Node arn = choice.value.find(key);
      if (!arn) continue;
      Wiring& w = t.wire(kind, from, t.evaluate(arn), arn.span(), conditional || choice.conditional);
      t.add(w.properties, "dead-letter", t.literal("true"), span);
      break;
    }
  }
}

void read_event_bus(Template& t, const Declared& d, Resource&) {
  wire_dead_letter(t, WiringKind::forwards, d.self, t.get(d, "DeadLetterConfig"), d.span, d.conditional);
}

void read_rule(Template& t, const Declared& d, Resource& made) {
  Node schedule = t.get(d, "ScheduleExpression"), pattern = t.get(d, "EventPattern");
  if (schedule) {
    made.kind = ResourceKind::schedule;
    made.store = "eventbridge-schedule";
    t.add(made.properties, "schedule", schedule);
  }
  if (!schedule && !pattern) t.evaluator().note(d.span, "a rule with neither pattern nor schedule");
  ValueId bus = t.get(d, "EventBusName") ? t.value(d, "EventBusName") : t.literal("default");
  Pattern asked = pattern ? read_pattern(t, pattern) : Pattern{};
  for (const Item& target : t.list(d, "Targets")) {
    const bool conditional = d.conditional || target.conditional;
    if (pattern) wire_target(t, target.value, bus, asked, d, conditional);
    if (!schedule) continue;
    if (Node arn = target.value.find("Arn")) {
      ValueId to = t.evaluate(arn);
      const std::string service = t.service_of(to);
      // What another stack makes may be anything: linking knows.
      if (service.empty() || service == "sqs" || service == "sns" || service == "kinesis" ||
          service == "events" || service == "firehose")
        t.wire(WiringKind::forwards, d.self, to, arn.span(), conditional);
      else if (service != "logs") t.wire(WiringKind::consumes, to, d.self, arn.span(), conditional);
    }
  }
}

void read_schedule(Template& t, const Declared& d, Resource& made) {
  t.add(made.properties, "schedule", t.get(d, "ScheduleExpression"));
  Node target = t.get(d, "Target"), arn = target.find("Arn");
  if (!arn) {
    t.evaluator().note(d.span, "a schedule without a target");
    return;
  }
  ValueId to = t.evaluate(arn);
  // "arn:aws:scheduler:::aws-sdk:sqs:sendMessage": the resource stands in the input.
  std::string text = outline(t.values(), to), service = t.service_of(to);
  if (std::size_t sdk = text.find(":aws-sdk:"); sdk != std::string::npos) {
    ValueId input = t.evaluate(target.find("Input"));
    std::string_view rest = std::string_view(text).substr(sdk + 9);
    service = rest.substr(0, rest.find(':'));
    std::string_view field = service == "lambda"     ? "FunctionName"
                             : service == "sfn"      ? "StateMachineArn"
                             : service == "sqs"      ? "QueueUrl"
                             : service == "sns"      ? "TopicArn"
                             : service == "dynamodb" ? "TableName"
                                                     : "";
    ValueId named;
    if (!field.empty()) {
      named = between(t.values(), input, "\"" + std::string(field) + "\"", ",");
      named = between(t.values(), named, "\"", "\"");
    }
    to = named;
    t.add(made.properties, "action", t.literal(rest), arn.span());
  }
  // What another stack makes may be anything: linking knows.
  if (service.empty() || service == "sqs" || service == "sns" || service == "kinesis" ||
      service == "events" || service == "firehose") {
    Wiring& w = t.wire(WiringKind::forwards, d.self, to, arn.span(), d.conditional);
    if (Node event = target.find("EventBridgeParameters")) {
      t.add(w.properties, "source", event.find("Source"));
      t.add(w.properties, "detail-type", event.find("DetailType"));
      t.add(w.properties, "bus", to, arn.span());
    }
  } else {
    t.wire(WiringKind::consumes, to, d.self, arn.span(), d.conditional);
  }
  if (Node role = target.find("RoleArn")) t.use_role(t.evaluate(role), d.self, d.conditional);
  wire_dead_letter(t, WiringKind::forwards, d.self, target.find("DeadLetterConfig"), d.span, d.conditional);
}

void read_pipe(Template& t, const Declared& d, Resource& made) {
  Node source = t.get(d, "Source"), target = t.get(d, "Target");
  if (!source || !target) {
    t.evaluator().note(d.span, "a pipe needs Source and Target");
    return;
  }
  ValueId from = t.evaluate(source), to = t.evaluate(target);
  const std::string service = t.service_of(to);
  const bool runs = service == "lambda" || service == "states" || service == "ecs" || service == "batch";
  // Functions and machines receive what the pipe reads; for anything else the pipe reads and publishes
  // itself.
  Wiring& read = t.wire(WiringKind::consumes, runs ? to : d.self, from, source.span(), d.conditional);
  for (const Item& filter : t.evaluator().items(t.get(d, "SourceParameters", "FilterCriteria", "Filters")))
    t.add(read.properties, "filter", filter.value.find("Pattern"));
  if (runs) read.chain.emplace_back(target.span(), "target of the pipe");
  if (!runs && service != "logs") {
    const WiringKind kind = service == "dynamodb" ? WiringKind::writes : WiringKind::publishes;
    Wiring& w = t.wire(kind, d.self, to, target.span(), d.conditional);
    Node bus = t.get(d, "TargetParameters", "EventBridgeEventBusParameters");
    t.add(w.properties, "source", bus.find("Source"));
    t.add(w.properties, "detail-type", bus.find("DetailType"));
    if (bus || service == "events") t.add(w.properties, "bus", to, target.span());
  }
  if (Node enrichment = t.get(d, "Enrichment")) {
    ValueId by = t.evaluate(enrichment);
    Wiring& w = t.wire(WiringKind::calls, d.self, by, enrichment.span(), d.conditional);
    t.add(w.properties, "protocol", t.literal(t.service_of(by) == "states" ? "stepfunctions" : "lambda"),
          enrichment.span());
  }
  for (std::string_view stream : {"DynamoDBStreamParameters", "KinesisStreamParameters"})
    wire_dead_letter(t, WiringKind::forwards, d.self,
                     t.get(d, "SourceParameters", stream, "DeadLetterConfig"), d.span, d.conditional);
  if (Node role = t.get(d, "RoleArn")) {
    t.add(made.properties, "role", role);
    t.use_role(t.evaluate(role), d.self, d.conditional);
  }
}

}  // namespace demarc::cloudformation
