// Lambda functions and layers: where their code lies, what starts them, what they may do.
#include <map>
#include <optional>
#include <utility>

#include "parsers/templates/cloudformation/resource_types.h"
#include "parsers/templates/embedded/embedded_text.h"

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

// Appends what `node` spells: a text, or the parts that Sub and Join put together.
void add_text(Template& t, embedded::EmbeddedText& text, Node node, int depth = 0) {
  Evaluator& e = t.evaluator();
  if (depth > 16 || text.text().size() > embedded::max_embedded_text) return;
  std::string_view name;
  Node argument;
  bool tagged = false;
  if (!e.function_of(node, name, argument, tagged)) {
    if (node.is_scalar()) text.add(node.text(), node.span());
    return;
  }
  if (name == "Join") {
    const std::vector<Node> parts = e.arguments(argument, tagged);
    if (parts.size() != 2) return;
    const std::string between = t.values().display(e.evaluate(parts[0]));
    bool first = true;
    for (const Item& part : e.items(parts[1])) {
      if (!std::exchange(first, false)) text.add_free(between);
      add_text(t, text, part.value, depth + 1);
    }
    return;
  }
  if (name == "Sub") {
    Node template_text = argument;
    std::map<std::string, ValueId> variables;
    if (!argument.is_scalar()) {
      const std::vector<Node> parts = e.arguments(argument, tagged);
      if (parts.empty() || !parts[0].is_scalar()) return;
      template_text = parts[0];
      if (parts.size() > 1)
        for (const Entry& v : e.entries(parts[1]))
          variables.insert_or_assign(std::string(v.key), e.evaluate(v.value));
    }
    // The text stays as it is written: what stands in a string literal is filled once that is known.
    const std::string_view all = template_text.text();
    text.add(all, template_text.span());
    for (std::size_t open = 0; (open = all.find("${", open)) != std::string_view::npos; ++open) {
      const std::size_t close = all.find('}', open);
      if (close == std::string_view::npos) break;
      const std::string hole(all.substr(open, close + 1 - open));
      text.add_hole(hole, e.substitute(hole, template_text.span(), variables), template_text.span());
    }
    return;
  }
  // A parameter or the like: what it stands for, where that is known.
  const ValueId value = e.evaluate(node);
  if (t.values().is_literal(value)) text.add_free(t.values().text(value));
  else if (t.values()[value].kind == ValueKind::reference || !t.values().is_known(value)) {
    const std::string hole = "${" + t.values().display(value) + "}";
    text.add_free(hole);
    text.add_hole(hole, value, node.span());
  }
}

// Code that stands in the template: one file of that text, called like the function.
bool add_inline(Template& t, const Declared& d, Resource& made, Node node) {
  Evaluator& e = t.evaluator();
  if (t.out().sources.size() >= embedded::max_embedded_sources) return false;
  const Files& files = t.files();
  const FileId host = node.span().file;
  const std::optional<std::string> host_text = files.read(host);
  if (!host_text) return false;
  embedded::EmbeddedText text(host, *host_text);
  add_text(t, text, node);
  if (text.empty() || text.text().size() > embedded::max_embedded_text) return false;
  std::string_view ending;
  bool has_runtime = false;
  for (ValueId runtime : t.values().alternatives(t.value(d, "Runtime")))
    if (t.values().is_literal(runtime)) {
      has_runtime = true;
      if (ending.empty()) ending = embedded::ending_of_runtime(t.values().text(runtime));
    }
  if (!has_runtime) ending = embedded::ending_of_text(text.text());
  if (ending.empty()) return false;
  EmbeddedSource source = std::move(text).done(e.path(), d.id, ending);
  t.add(made.properties, "code", t.literal(source.path), node.span());
  t.out().sources.push_back(std::move(source));
  return true;
}

// A code location in any of its spellings: local path, archive in a bucket, container image, text in place.
void add_code(Template& t, const Declared& d, Resource& made, Node location) {
  std::vector<ValueId> codes;
  for (const Item& choice : t.evaluator().choices(location)) {
    Node node = choice.value;
    if (Node inline_text = node.find("ZipFile")) {
      if (!add_inline(t, d, made, inline_text)) t.add(made.properties, "inline", inline_text);
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
  if (Node code = t.get(d, "Code")) add_code(t, d, made, code);
  add_image(t, d, made);
  add_common(t, d, made);
  wire_dead_letter(t, WiringKind::publishes, d.self, t.get(d, "DeadLetterConfig"), d.span, d.conditional);
}

void read_serverless_function(Template& t, const Declared& d, Resource& made) {
  if (Node code = t.get(d, "CodeUri")) add_code(t, d, made, code);
  if (Node text = t.get(d, "InlineCode"); text && !add_inline(t, d, made, text))
    t.add(made.properties, "inline", text);
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
  if (Node content = t.get(d, "Content")) add_code(t, d, made, content);
}

void read_serverless_layer(Template& t, const Declared& d, Resource& made) {
  if (Node content = t.get(d, "ContentUri")) add_code(t, d, made, content);
}

}  // namespace demarc::cloudformation
