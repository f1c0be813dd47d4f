// Lambda functions and layers: where their code lies, what starts them, what they may do.
#include <array>

#include "parsers/templates/cloudformation/resource_types.h"

namespace demarc::cloudformation {
namespace {

// Folder or file of a local location, from the tree's root; unknown for what lies elsewhere.
ValueId local_code(Template& t, ValueId location, Span where) {
  Values& values = t.values();
  std::vector<ValueId> found;
  for (ValueId one : values.alternatives(location)) {
    if (!values.is_literal(one)) continue;
    std::string_view text = values.text(one);
    if (text.find("://") != std::string_view::npos) continue;
    if (auto path = join_path(t.evaluator().folder(), text)) found.push_back(values.literal(*path));
    else t.evaluator().note(where, "\"" + std::string(text) + "\" leads out of this tree");
  }
  return values.either(found);
}

// A code location in any of its spellings: local path, archive in a bucket, container image, text in place.
void add_code(Template& t, Resource& made, Node location) {
  std::vector<ValueId> codes;
  for (const Item& choice : t.evaluator().choices(location)) {
    Node node = choice.value;
    if (Node inline_text = node.find("ZipFile")) {
      t.add(made.properties, "inline", inline_text);
    } else if (Node image = node.find("ImageUri")) {
      t.add(made.properties, "image", image);
    } else if (Node key =
                   node.is_map() ? (node.find("S3Key") ? node.find("S3Key") : node.find("Key")) : Node{}) {
      t.add(made.properties, "archive", key);
    } else if (ValueId code = local_code(t, t.evaluate(node), node.span())) {
      codes.push_back(code);
    } else if (node.is_scalar() || node.is_map()) {
      t.add(made.properties, "archive", node);
    }
  }
  if (!codes.empty()) t.add(made.properties, "code", t.values().either(codes), location.span());
}

void add_environment(Template& t, const Declared& d, Resource& made) {
  for (const Entry& e : t.map(d, "Environment", "Variables")) t.add(made.environment, e.key, e.value);
}

void add_common(Template& t, const Declared& d, Resource& made) {
  t.add(made.properties, "handler", t.get(d, "Handler"));
  t.add(made.properties, "runtime", t.get(d, "Runtime"));
  for (const Item& item : t.list(d, "Layers")) t.add(made.properties, "layer", item.value);
  add_environment(t, d, made);
  if (Node role = t.get(d, "Role")) {
    t.add(made.properties, "role", role);
    t.use_role(t.evaluate(role), d.self, d.conditional);
  }
}

// Images are built from a folder that the metadata of the resource names.
void add_image(Template& t, const Declared& d, Resource& made) {
  Node metadata = d.body.find("Metadata");
  Node context = metadata.find("DockerContext");
  if (!context) return;
  if (ValueId code = local_code(t, t.evaluate(context), context.span()))
    t.add(made.properties, "code", code, context.span());
  t.add(made.properties, "dockerfile", metadata.find("Dockerfile"));
}

}  // namespace

void read_lambda_function(Template& t, const Declared& d, Resource& made) {
  if (Node code = t.get(d, "Code")) add_code(t, made, code);
  add_image(t, d, made);
  add_common(t, d, made);
  wire_dead_letter(t, WiringKind::publishes, d.self, t.get(d, "DeadLetterConfig"), d.span, d.conditional);
}

void read_serverless_function(Template& t, const Declared& d, Resource& made) {
  if (Node code = t.get(d, "CodeUri")) add_code(t, made, code);
  t.add(made.properties, "inline", t.get(d, "InlineCode"));
  t.add(made.properties, "image", t.get(d, "ImageUri"));
  add_image(t, d, made);
  add_common(t, d, made);
  read_sam_policies(t, d, d.self);
  read_sam_events(t, d, d.self);
  wire_destinations(t, d.self, t.get(d, "EventInvokeConfig", "DestinationConfig"), d.conditional);
  wire_dead_letter(t, WiringKind::publishes, d.self, t.get(d, "DeadLetterQueue"), d.span, d.conditional);
  if (t.get(d, "FunctionUrlConfig")) t.add(made.properties, "url", t.literal("true"), d.span);
}

void read_event_source_mapping(Template& t, const Declared& d, Resource&) {
  Node function = t.get(d, "FunctionName");
  if (!function) {
    t.evaluator().note(d.span, "an event source mapping without FunctionName");
    return;
  }
  Node source = t.get(d, "EventSourceArn");
  if (!source) source = t.get(d, "SelfManagedEventSource", "Endpoints", "KafkaBootstrapServers");
  if (!source) {
    t.evaluator().note(d.span, "an event source mapping without a source");
    return;
  }
  if (!d.layers.empty())
    wire_event_source(t, t.evaluate(function), t.evaluate(source), d.layers.back(), d.span, d.conditional);
}

void read_event_invoke_config(Template& t, const Declared& d, Resource&) {
  wire_destinations(t, t.value(d, "FunctionName"), t.get(d, "DestinationConfig"), d.conditional);
}

// Whoever may start the function; the platform's services are named by their principal.
void read_permission(Template& t, const Declared& d, Resource&) {
  Node function = t.get(d, "FunctionName"), source = t.get(d, "SourceArn"), principal = t.get(d, "Principal");
  if (!function || !(source || principal)) return;
  Statement s;
  s.actions.push_back(t.get(d, "Action") ? t.value(d, "Action") : t.literal("lambda:InvokeFunction"));
  s.resources.push_back(t.evaluate(function));
  s.span = d.span;
  s.conditional = d.conditional;
  t.grant(t.evaluate(source ? source : principal), s);
}

void read_layer(Template& t, const Declared& d, Resource& made) {
  if (Node content = t.get(d, "Content")) add_code(t, made, content);
}

void read_serverless_layer(Template& t, const Declared& d, Resource& made) {
  if (Node content = t.get(d, "ContentUri")) add_code(t, made, content);
}

}  // namespace demarc::cloudformation
