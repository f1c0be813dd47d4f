// Reads one template: its parameters, resources and outputs, and what joins them.
#include "parsers/templates/cloudformation/template.h"

#include <algorithm>

#include "parsers/templates/cloudformation/resource_types.h"
#include "parsers/templates/cloudformation/sam_policies.h"

namespace demarc::cloudformation {
namespace {

struct Section {
  std::string_view type, globals;
};
// Which part of Globals speaks to which type.
constexpr Section sections[] = {
    {"AWS::Serverless::Function", "Function"},         {"AWS::Serverless::Api", "Api"},
    {"AWS::Serverless::HttpApi", "HttpApi"},           {"AWS::Serverless::SimpleTable", "SimpleTable"},
    {"AWS::Serverless::StateMachine", "StateMachine"}, {"AWS::Serverless::LayerVersion", "LayerVersion"},
    {"AWS::Serverless::WebSocketApi", "WebSocketApi"},
};

}  // namespace

Node Template::get(const Declared& d, std::string_view key) const {
  for (std::size_t i = d.layers.size(); i-- > 0;)
    if (Node found = d.layers[i].find(key)) return found;
  return {};
}

std::vector<Entry> Template::map(const Declared& d, std::string_view key, std::string_view inner) {
  std::vector<Entry> all;
  for (Node layer : d.layers) {
    std::vector<Entry> own;
    for (const Item& choice : evaluator_.choices(layer.find(key))) {
      for (Entry e : evaluator_.entries(inner.empty() ? choice.value : choice.value.find(inner))) {
        e.conditional |= choice.conditional;
        own.push_back(e);
      }
    }
    std::erase_if(all, [&](const Entry& e) {
      return std::any_of(own.begin(), own.end(), [&](const Entry& o) { return o.key == e.key; });
    });
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

std::vector<Item> Template::list(const Declared& d, std::string_view key) {
  std::vector<Item> all;
  for (Node layer : d.layers)
    for (const Item& item : evaluator_.items(layer.find(key))) all.push_back(item);
  return all;
}

void Template::add(std::vector<Property>& properties, std::string_view name, Node node) {
  if (!node) return;
  if (ValueId value = evaluate(node); !evaluator_.is_no_value(value))
    add(properties, name, value, node.span());
}

void Template::add(std::vector<Property>& properties, std::string_view name, ValueId value, Span span) {
  properties.push_back({std::string(name), value, span});
}

Wiring& Template::wire(WiringKind kind, ValueId from, ValueId to, Span span, bool conditional) {
  out().wirings.push_back({evaluator_.unit(), kind, from, to, {}, span, {}, conditional});
  return out().wirings.back();
}

std::string service_of_type(std::string_view type) {
  const std::size_t first = type.find("::"), second = type.find("::", first + 2);
  if (first == std::string_view::npos || second == std::string_view::npos) return {};
  std::string_view service = type.substr(first + 2, second - first - 2), thing = type.substr(second + 2);
  if (service == "Serverless") {
    if (thing == "Function") return "lambda";
    if (thing == "StateMachine") return "states";
    if (thing == "SimpleTable") return "dynamodb";
    if (thing == "Api" || thing == "HttpApi" || thing == "WebSocketApi") return "execute-api";
    return {};
  }
  if (service == "StepFunctions") return "states";
  if (service == "KinesisFirehose") return "firehose";
  if (service == "ApiGateway" || service == "ApiGatewayV2") return "execute-api";
  if (service == "CloudFormation") return {};
  std::string made;
  for (char c : service) made += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (made == "elasticsearch" || made == "opensearchservice") return "es";
  return made;
}

std::string Template::service_of(ValueId value) {
  if (values()[value].kind == ValueKind::either) value = values().child(value, 0);
  if (std::string_view id = evaluator_.id_of(value); !id.empty()) {
    // What a nested stack gives is not the stack.
    if (values()[value].count != 0 && evaluator_.resource_type(id) == "AWS::CloudFormation::Stack") return {};
    std::string_view type = evaluator_.resource_type(id);
    // What a surrounding format makes stands in no template.
    if (type.empty())
      for (const Resource& made : out().resources)
        if (made.unit == evaluator_.unit() && made.id == id) return service_of_type(made.type);
    return service_of_type(type);
  }
  std::string text = outline(values(), value);
  if (!text.starts_with("arn:")) return {};
  std::size_t partition = text.find(':', 4);
  if (partition == std::string::npos) return {};
  std::size_t end = text.find(':', partition + 1);
  if (end == std::string::npos) return {};
  std::string service = text.substr(partition + 1, end - partition - 1);
  return service.find('\1') == std::string::npos ? service : std::string();
}

std::vector<ValueId> Template::chunks(const std::vector<ValueId>& words) {
  std::vector<ValueId> flat, made;
  for (ValueId w : words)
    for (ValueId a : values().alternatives(w))
      if (std::find(flat.begin(), flat.end(), a) == flat.end()) flat.push_back(a);
  for (std::size_t i = 0; i < flat.size(); i += Values::max_alternatives)
    made.push_back(values().either(
        std::span(flat).subspan(i, std::min<std::size_t>(Values::max_alternatives, flat.size() - i))));
  return made;
}

void Template::grant(ValueId from, const Statement& s) {
  const std::vector<ValueId> actions = chunks(s.actions);
  for (ValueId to : s.resources)
    for (ValueId action : actions)
      wire(WiringKind::grants, from, to, s.span, s.conditional)
          .properties.push_back({"action", action, s.span});
}

void Template::use_role(ValueId role, ValueId user, bool conditional) {
  for (ValueId one : values().alternatives(role)) {
    // A role's ARN, name and id are the one role.
    if (std::string_view id = evaluator_.id_of(one); !id.empty()) one = reference(id);
    users_.push_back({one, user, conditional});
  }
}

void Template::grant_role(ValueId role, const Statement& statement) {
  if (std::string_view id = evaluator_.id_of(role); !id.empty()) role = reference(id);
  role_grants_.emplace_back(role, statement);
}

void Template::managed(ValueId policy, const Statement& statement) {
  managed_.emplace_back(policy, statement);
}
void Template::attach(ValueId policy, ValueId role, Span span, bool conditional) {
  if (const ManagedPolicy* known =
          values().is_literal(policy) ? find_managed_policy(values().text(policy)) : nullptr) {
    Statement s;
    s.span = span;
    s.conditional = conditional;
    for (std::string_view words = known->actions; !words.empty();) {
      std::size_t blank = words.find(' ');
      s.actions.push_back(literal(words.substr(0, blank)));
      words.remove_prefix(blank == std::string_view::npos ? words.size() : blank + 1);
    }
    s.resources.push_back(literal("*"));
    grant_role(role, s);
    return;
  }
  if (std::string_view id = evaluator_.id_of(role); !id.empty()) role = reference(id);
  if (std::string_view id = evaluator_.id_of(policy); !id.empty()) policy = reference(id);
  attached_.emplace_back(policy, role);
}

void Template::finish_grants() {
  for (const auto& [policy, role] : attached_)
    for (const auto& [owner, statement] : managed_)
      if (owner == policy) role_grants_.emplace_back(role, statement);
  for (const auto& [role, statement] : role_grants_) {
    grant(role, statement);
    for (const RoleUser& u : users_) {
      if (u.role != role || u.user == role) continue;
      Statement own = statement;
      own.conditional |= u.conditional;
      grant(u.user, own);
    }
  }
}

void Template::parameters(Node root) {
  for (const Entry& e : evaluator_.entries(root.find("Parameters"))) {
    Node fallback = e.value.find("Default");
    if (!fallback) continue;
    ValueId value = evaluator_.text(fallback.text(), fallback.span());
    std::string_view type = e.value.find("Type").text();
    if (type == "CommaDelimitedList" || type.starts_with("List<")) {
      std::vector<ValueId> parts;
      std::string_view text = fallback.text();
      while (!text.empty() && parts.size() < Values::max_children) {
        std::size_t comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        parts.push_back(literal(part));
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
      }
      value = values().list(parts);
    }
    out().bindings.push_back({evaluator_.unit(), std::string(e.key), value, fallback.span(), true});
  }
}

void Template::resource(const Entry& entry) {
  Declared d;
  d.id = entry.key;
  d.body = entry.value;
  d.span = entry.key_node.span();
  if (!d.body.is_map()) {
    evaluator_.note(d.span, "resource \"" + d.id + "\" is no map");
    return;
  }
  d.type = d.body.find("Type").text();
  if (d.type.empty()) {
    evaluator_.note(d.span, "resource \"" + d.id + "\" has no Type");
    return;
  }
  d.self = reference(d.id);
  d.conditional = entry.conditional || static_cast<bool>(d.body.find("Condition"));
  for (const Section& s : sections)
    if (s.type == d.type)
      for (Node root : evaluator_.roots())
        if (Node globals = root.find("Globals", s.globals)) d.layers.push_back(globals);
  for (const Entry& part : evaluator_.entries(d.body))
    if (part.key == "Properties")
      for (const Item& choice : evaluator_.choices(part.value)) d.layers.push_back(choice.value);

  Resource made;
  made.unit = evaluator_.unit();
  made.id = d.id;
  made.type = d.type;
  made.span = d.span;
  made.conditional = d.conditional;
  // Tags are a list of keys and values, or a map.
  for (std::string_view word : {"Tags", "UserPoolTags", "HostedZoneTags"}) {
    for (const Entry& tag : map(d, word)) add(made.tags, tag.key, tag.value);
    for (const Item& tag : list(d, word))
      if (Node key = tag.value.find("Key"))
        add(made.tags, values().display(evaluate(key)), tag.value.find("Value"));
  }
  if (const ResourceType* type = find_type(d.type)) {
    made.kind = type->kind;
    made.store = type->store;
    if (!type->name_property.empty()) made.name = value(d, type->name_property);
    if (type->read != nullptr) type->read(*this, d, made);
  } else if (d.type.starts_with("Custom::") || d.type == "AWS::CloudFormation::CustomResource") {
    for (Node layer : d.layers)
      for (const Entry& e : evaluator_.entries(layer)) add(made.properties, e.key, e.value);
    // Whoever stands behind the token makes what the properties ask for.
    if (Node token = get(d, "ServiceToken")) {
      Wiring& w = wire(WiringKind::calls, d.self, evaluate(token), token.span(), d.conditional);
      add(w.properties, "protocol", literal("lambda"), token.span());
      add(w.properties, "integration", literal("custom-resource"), token.span());
    }
  }
  if (d.body.find("Connectors")) read_embedded_connectors(*this, d);
  out().resources.push_back(std::move(made));
}

void Template::resources(Node root) {
  for (const Entry& e : evaluator_.entries(root.find("Resources"))) {
    if (e.key.starts_with("Fn::ForEach")) continue;  // one that could not be written out
    // Of equal ids in several roots the first counts, as in references.
    if (Node known = evaluator_.resource(e.key);
        known.document == e.value.document && known.index == e.value.index)
      resource(e);
  }
}

void Template::outputs(Node root) {
  for (const Entry& e : evaluator_.entries(root.find("Outputs"))) {
    Node value = e.value.find("Value");
    if (!value) {
      evaluator_.note(e.key_node.span(), "output \"" + std::string(e.key) + "\" has no Value");
      continue;
    }
    ValueId given = evaluate(value);
    out().provisions.push_back({evaluator_.unit(),
                                "output",
                                literal(evaluator_.prefix() + std::string(e.key)),
                                given,
                                {},
                                e.key_node.span()});
    if (Node name = e.value.find("Export", "Name"))
      out().provisions.push_back({evaluator_.unit(), "export", evaluate(name), given, {}, name.span()});
  }
}

void Template::read() {
  for (Node root : evaluator_.roots()) parameters(root);
  for (Node root : evaluator_.roots()) resources(root);
  for (Node root : evaluator_.roots()) outputs(root);
  finish_grants();
}

std::vector<ValueId> parts_of(const Values& values, ValueId value) {
  if (values[value].kind != ValueKind::concat) return {value};
  auto parts = values.children(value);
  return {parts.begin(), parts.end()};
}

ValueId between(Values& values, ValueId value, std::string_view begin, std::string_view end) {
  std::vector<ValueId> found;
  bool inside = false;
  for (ValueId part : parts_of(values, value)) {
    if (!values.is_literal(part)) {
      if (inside) found.push_back(part);
      continue;
    }
    std::string_view text = values.text(part);
    if (!inside) {
      std::size_t at = text.find(begin);
      if (at == std::string_view::npos) continue;
      text.remove_prefix(at + begin.size());
      inside = true;
    }
    std::size_t stop = end.empty() ? std::string_view::npos : text.find(end);
    found.push_back(values.literal(text.substr(0, stop)));
    if (stop != std::string_view::npos) break;
  }
  return inside ? values.concat(found) : ValueId{};
}

std::string outline(const Values& values, ValueId value) {
  std::string made;
  for (ValueId part : parts_of(values, value))
    made += values.is_literal(part) ? std::string(values.text(part)) : std::string("\1");
  return made;
}

}  // namespace demarc::cloudformation
