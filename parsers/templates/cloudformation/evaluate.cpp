// The walk over nodes, names and references of the evaluator; functions on text are in evaluate_text.cpp.
#include "parsers/templates/cloudformation/evaluate.h"

#include <algorithm>
#include <array>

#include "parsers/templates/cloudformation/for_each.h"

namespace demarc::cloudformation {
namespace {

constexpr std::uint32_t max_evaluation_depth = 64;
constexpr std::size_t max_notes = 200;

// A resource that only stands for another one: what Ref (attribute "") or GetAtt of it leads to.
struct StandIn {
  std::string_view type, attribute, property;  // attribute "*": every one
};
constexpr std::array stand_ins{
    StandIn{"AWS::Lambda::Alias", "*", "FunctionName"},
    StandIn{"AWS::Lambda::Version", "*", "FunctionName"},
    StandIn{"AWS::Lambda::Url", "*", "TargetFunctionArn"},
    StandIn{"AWS::StepFunctions::StateMachineVersion", "*", "StateMachineArn"},
    StandIn{"AWS::Kinesis::StreamConsumer", "*", "StreamARN"},
    StandIn{"AWS::S3::AccessPoint", "*", "Bucket"},
    StandIn{"AWS::ApiGateway::Stage", "", "StageName"},
    StandIn{"AWS::ApiGatewayV2::Stage", "", "StageName"},
    StandIn{"AWS::Serverless::Api", "Stage", "StageName"},
    StandIn{"AWS::Serverless::HttpApi", "Stage", "StageName"},
    StandIn{"AWS::SSM::Parameter", "", "Name"},
    StandIn{"AWS::SSM::Parameter", "Value", "Value"},
};

bool is_ssm_type(std::string_view type) { return type.starts_with("AWS::SSM::Parameter::Value<"); }

std::string_view strip_function_prefix(std::string_view name) {
  if (name.starts_with("Fn::")) name.remove_prefix(4);
  return name;
}

bool is_function(std::string_view name) {
  static constexpr std::array names{"Ref",          "Condition",
                                    "Sub",          "GetAtt",
                                    "ImportValue",  "Join",
                                    "Select",       "Split",
                                    "FindInMap",    "If",
                                    "Equals",       "And",
                                    "Or",           "Not",
                                    "Base64",       "Cidr",
                                    "GetAZs",       "Transform",
                                    "Length",       "ToJsonString",
                                    "Contains",     "EachMemberEquals",
                                    "EachMemberIn", "RefAll",
                                    "ValueOf",      "ValueOfAll"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Evaluator::Evaluator(const Project& project, FileId unit, Values& values, Declarations& out)
    : project_(&project),
      unit_(unit),
      path_(project.files().path(unit)),
      prefix_(path_ + "#"),
      values_(&values),
      out_(&out),
      no_value_(values.setting("pseudo", "AWS::NoValue")) {}

void Evaluator::set_text_hook(TextHook hook) {
  hook_ = std::move(hook);
  memo_.clear();
}

void Evaluator::add(Node root) {
  // A list parameter's default: a list, or texts with commas between.
  auto parameter = [&](std::string_view name) {
    std::vector<std::string> all;
    const Node otherwise = root.find("Parameters").find(name).find("Default");
    for (std::uint32_t i = 0; otherwise.is_list() && i < otherwise.size(); ++i)
      all.emplace_back(otherwise.child(i).text());
    for (std::string_view rest = otherwise.text(); !rest.empty();) {
      const std::size_t comma = rest.find(',');
      std::string_view one = rest.substr(0, comma);
      while (one.starts_with(' ')) one.remove_prefix(1);
      while (one.ends_with(' ')) one.remove_suffix(1);
      all.emplace_back(one);
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
    return all;
  };
  if (auto written_out = write_out_loops(
          root, parameter, [&](Span where, std::string what) { note(where, std::move(what)); })) {
    root = {written_out.get(), written_out->roots().front()};
    written_out_.push_back(std::move(written_out));
  }
  roots_.push_back(root);
  memo_.clear();
  auto mentions_serverless = [](Node n) { return n.text().starts_with("AWS::Serverless"); };
  Node transform = root.find("Transform");
  serverless_ |= mentions_serverless(transform);
  for (std::uint32_t i = 0; transform.is_list() && i < transform.size(); ++i)
    serverless_ |= mentions_serverless(transform.child(i));
  for (const Entry& e : entries(root.find("Parameters")))
    parameters_.try_emplace(std::string(e.key), Parameter{is_ssm_type(e.value.find("Type").text()), e.value});
  for (const Entry& e : entries(root.find("Mappings"))) mappings_.try_emplace(std::string(e.key), e.value);
  for (const Entry& e : entries(root.find("Resources"))) {
    resources_.try_emplace(std::string(e.key), e.value);
    serverless_ |= e.value.find("Type").text().starts_with("AWS::Serverless::");
  }
}

void Evaluator::define(std::string_view id, ValueId value) {
  defined_.insert_or_assign(std::string(id), value);
  memo_.clear();
}

void Evaluator::note(Span where, std::string what) {
  std::string key = std::to_string(where.file.index) + ":" + std::to_string(where.begin) + what;
  if (noted_.size() < max_notes && noted_.insert(std::move(key)).second)
    out_->notes.push_back({where, std::move(what)});
}

bool Evaluator::spend(Node node) {
  if (budget_ == 0) {
    note(Span{node.span().file, 0, 0}, "the template expands to too many values; the rest is unknown");
    return false;
  }
  --budget_;
  return true;
}

Node Evaluator::resource(std::string_view id) const {
  auto at = resources_.find(id);
  return at == resources_.end() ? Node{} : at->second;
}

std::string_view Evaluator::resource_type(std::string_view id) const {
  return resource(id).find("Type").text();
}

std::string_view Evaluator::id_of(ValueId value) const {
  if ((*values_)[value].kind != ValueKind::reference) return {};
  std::string_view text = values_->text(value);
  return text.starts_with(prefix_) ? text.substr(prefix_.size()) : std::string_view();
}

Node Evaluator::root_of(FileId file) const {
  const Document* document = file ? project_->document(file) : nullptr;
  if (document == nullptr || document->roots().empty()) return {};
  return {document, document->roots().front()};
}

bool Evaluator::function_of(Node node, std::string_view& name, Node& argument, bool& tagged) const {
  if (std::string_view tag = strip_function_prefix(node.tag()); !tag.empty() && is_function(tag)) {
    name = tag;
    argument = node;
    tagged = true;
    return true;
  }
  if (!node.is_map() || node.size() != 2) return false;
  std::string_view key = node.child(0).text();
  if (key != "Ref" && key != "Condition" && !key.starts_with("Fn::")) return false;
  // {"Condition": {...}} is data of a policy, {"Condition": "Name"} asks for a condition.
  if (key == "Condition" && !node.child(1).is_scalar()) return false;
  name = strip_function_prefix(key);
  argument = node.child(1);
  tagged = false;
  return true;
}

ValueId Evaluator::evaluate(Node node) {
  if (!node) return {};
  auto number = documents_.try_emplace(node.document, static_cast<std::uint32_t>(documents_.size())).first;
  const std::uint64_t key = (std::uint64_t{number->second} << 32) | node.index;
  if (auto known = memo_.find(key); known != memo_.end()) return known->second;
  if (!spend(node)) return {};
  if (depth_ >= max_evaluation_depth) {
    note(node.span(), "nested too deeply; the value is unknown");
    return {};
  }
  // A resource's property may lead back to itself: until it is known, it is unknown.
  memo_.emplace(key, ValueId{});
  ++depth_;
  ValueId value = compute(node);
  --depth_;
  memo_[key] = value;
  return value;
}

ValueId Evaluator::compute(Node node) {
  std::string_view name;
  Node argument;
  bool tagged = false;
  if (function_of(node, name, argument, tagged)) return intrinsic(name, argument, tagged);
  if (node.is_scalar()) return node.kind() == NodeKind::null ? ValueId{} : text(node.text(), node.span());
  return collection(node);
}

// A map or list as it stands, without regard to its own tag.
ValueId Evaluator::collection(Node node) {
  std::vector<ValueId> parts;
  if (node.is_list()) {
    for (std::uint32_t i = 0; i < node.size() && parts.size() <= Values::max_children; ++i) {
      ValueId element = evaluate(node.child(i));
      if (element != no_value_) parts.push_back(element);
    }
    return values_->list(parts);
  }
  for (std::uint32_t i = 0; i + 1 < node.size() && parts.size() <= Values::max_children; i += 2) {
    Node key = node.child(i);
    if (key.text() == "Fn::Transform") {
      // Merged into the map that it stands in.
      ValueId included = intrinsic("Transform", node.child(i + 1), false);
      if ((*values_)[included].kind == ValueKind::object)
        for (ValueId c :
             std::vector<ValueId>(values_->children(included).begin(), values_->children(included).end()))
          parts.push_back(c);
      continue;
    }
    ValueId value = evaluate(node.child(i + 1));
    if (value == no_value_) continue;
    parts.push_back(text(key.text(), key.span()));
    parts.push_back(value);
  }
  return values_->object(parts);
}

std::vector<Node> Evaluator::arguments(Node argument, bool tagged) {
  std::vector<Node> all;
  if (!argument.is_list() || (!tagged && is_function(strip_function_prefix(argument.tag())))) return all;
  for (std::uint32_t i = 0; i < argument.size(); ++i) all.push_back(argument.child(i));
  return all;
}

// The value of an argument whose own tag is the function that is being computed.
ValueId Evaluator::argument_value(Node argument, bool tagged) {
  if (!tagged) return evaluate(argument);
  if (!argument.is_scalar()) {
    if (argument.is_map() && argument.size() == 2 &&
        (argument.child(0).text() == "Ref" || argument.child(0).text().starts_with("Fn::")))
      return intrinsic(strip_function_prefix(argument.child(0).text()), argument.child(1), false);
    return collection(argument);
  }
  return argument.kind() == NodeKind::null ? ValueId{} : text(argument.text(), argument.span());
}

ValueId Evaluator::intrinsic(std::string_view name, Node argument, bool tagged) {
  if (name == "Ref") {
    // Serverless transforms give resources attributes that Ref reads: "Function.Alias", "Api.Stage".
    std::string_view id = argument.text();
    std::size_t dot = id.find('.');
    if (dot != std::string_view::npos && resource(id.substr(0, dot)))
      return named(id.substr(0, dot), id.substr(dot + 1), argument.span());
    return named(id, {}, argument.span());
  }
  if (name == "GetAtt") return get_att(argument, tagged);
  if (name == "Sub") return sub(argument, tagged);
  if (name == "Join") return join(argument, tagged);
  if (name == "Select") return select(argument, tagged);
  if (name == "Split") return split(argument, tagged);
  if (name == "FindInMap") return find_in_map(argument, tagged);
  if (name == "ImportValue") return values_->setting("export", argument_value(argument, tagged));
  if (name == "If") {
    std::vector<Node> parts = arguments(argument, tagged);
    if (parts.size() != 3) {
      note(argument.span(), "Fn::If takes a condition and two values");
      return {};
    }
    std::vector<ValueId> sides;
    for (Node side : {parts[1], parts[2]})
      if (ValueId v = evaluate(side); v != no_value_) sides.push_back(v);
    return sides.empty() ? no_value_ : values_->either(sides);
  }
  // What is encoded is what counts: user data and the like are read as their text.
  if (name == "Base64" || name == "ToJsonString") return argument_value(argument, tagged);
  if (name == "Transform") return include(argument);
  if (name == "Cidr" || name == "GetAZs" || name == "Length" || name == "RefAll" || name == "ValueOf" ||
      name == "ValueOfAll")
    return {};
  if (is_function(name)) return condition(name, argument, tagged);
  note(argument.span(), "function Fn::" + std::string(name) + " is not known; its value is unknown");
  return {};
}

ValueId Evaluator::condition(std::string_view name, Node argument, bool tagged) {
  if (name == "Equals") {
    std::vector<Node> parts = arguments(argument, tagged);
    if (parts.size() == 2) {
      ValueId a = evaluate(parts[0]), b = evaluate(parts[1]);
      if (values_->is_literal(a) && values_->is_literal(b))
        return values_->literal(a == b ? "true" : "false");
    }
  }
  const ValueId both[] = {values_->literal("true"), values_->literal("false")};
  return values_->either(both);
}

ValueId Evaluator::named(std::string_view id, std::string_view attribute, Span where) {
  if (auto known = defined_.find(id); known != defined_.end()) return known->second;
  if (id.starts_with("AWS::")) return values_->setting("pseudo", id);
  if (auto p = parameters_.find(id); p != parameters_.end() && attribute.empty()) {
    ValueId setting = values_->setting("param", prefix_ + std::string(id));
    return p->second.is_ssm ? values_->setting("ssm", setting) : setting;
  }
  Node declared = resource(id);
  if (!declared) {
    // Serverless transforms make resources of their own (roles, stages, permissions).
    if (id.empty()) note(where, "a reference without a name");
    else if (!serverless_ && !roots_.empty())
      note(where, "\"" + std::string(id) + "\" is no parameter or resource of this template");
    return id.empty() ? ValueId{} : values_->reference(prefix_ + std::string(id), attribute);
  }
  std::string_view type = declared.find("Type").text();
  Node properties = declared.find("Properties");
  for (const StandIn& s : stand_ins) {
    if (s.type != type || (s.attribute != "*" && s.attribute != attribute)) continue;
    if (Node stands_for = properties.find(s.property))
      if (ValueId v = evaluate(stands_for)) {
        // What is asked by HTTP is the function still, but asked by HTTP.
        const bool url = attribute == "FunctionUrl" && (*values_)[v].kind == ValueKind::reference;
        return url ? values_->reference(std::string(values_->text(v)), attribute) : v;
      }
  }
  if (attribute.starts_with("Outputs.")) {
    Node location = type == "AWS::CloudFormation::Stack"     ? properties.find("TemplateURL")
                    : type == "AWS::Serverless::Application" ? properties.find("Location")
                                                             : Node{};
    if (location)
      if (FileId nested = local_file(evaluate(location), folder_of(path_)))
        return values_->setting(
            "output", std::string(project_->files().path(nested)) + "#" + std::string(attribute.substr(8)));
  }
  // A resource of the project's own that looks exports up, in another account: its answer is called as the
  // export is ("orders-TopicArn"). Other answers are called as properties are, without a dash.
  const bool is_custom = type.starts_with("Custom::") || type == "AWS::CloudFormation::CustomResource";
  if (is_custom && attribute.find_first_of("-:") != std::string_view::npos)
    return values_->setting("export", values_->literal(attribute),
                            values_->reference(prefix_ + std::string(id), attribute));
  return values_->reference(prefix_ + std::string(id), attribute);
}

ValueId Evaluator::get_att(Node argument, bool tagged) {
  std::string id, attribute;
  if (argument.is_scalar()) {
    std::string_view whole = argument.text();
    std::size_t dot = whole.find('.');
    id = whole.substr(0, dot);
    if (dot != std::string_view::npos) attribute = whole.substr(dot + 1);
  } else {
    for (Node part : arguments(argument, tagged)) {
      ValueId v = evaluate(part);
      if (id.empty() && !values_->is_literal(v)) break;
      if (id.empty()) id = values_->text(v);
      else attribute += (attribute.empty() ? "" : ".") + values_->display(v);
    }
  }
  if (id.empty()) {
    note(argument.span(), "Fn::GetAtt takes a resource and an attribute");
    return {};
  }
  return named(id, attribute, argument.span());
}

ValueId Evaluator::find_in_map(Node argument, bool tagged) {
  std::vector<Node> parts = arguments(argument, tagged);
  if (parts.size() < 3) {
    note(argument.span(), "Fn::FindInMap takes a mapping and two keys");
    return {};
  }
  ValueId map = evaluate(parts[0]), top = evaluate(parts[1]), second = evaluate(parts[2]);
  Node fallback = parts.size() > 3 ? parts[3].find("DefaultValue") : Node{};
  std::vector<ValueId> found;
  auto mapping = mappings_.find(values_->text(map));
  if (!values_->is_literal(map) || mapping == mappings_.end()) {
    if (values_->is_literal(map) && !fallback)
      note(argument.span(), "there is no mapping \"" + std::string(values_->text(map)) + "\"");
    return evaluate(fallback);
  }
  // Whether a key of the mapping may be the one that is asked for.
  auto fits = [&](ValueId asked, std::string_view key) {
    if ((*values_)[asked].kind == ValueKind::either) {
      for (ValueId a : values_->alternatives(asked))
        if (!values_->is_literal(a) || values_->text(a) == key) return true;
      return false;
    }
    return !values_->is_literal(asked) || values_->text(asked) == key;
  };
  for (const Entry& outer : entries(mapping->second)) {
    if (!fits(top, outer.key)) continue;
    for (const Entry& inner : entries(outer.value))
      if (fits(second, inner.key)) found.push_back(evaluate(inner.value));
  }
  if (fallback) found.push_back(evaluate(fallback));
  if (found.empty()) note(argument.span(), "the mapping has no such key");
  return values_->either(found);
}

Node Evaluator::include_root(Node argument) {
  if (argument.find("Name").text() != "AWS::Include") return {};
  Node location = argument.find("Parameters", "Location");
  FileId file = local_file(evaluate(location), folder_of(path_));
  Node root = root_of(file);
  if (!root && location) note(location.span(), "the included file is not a readable file of this tree");
  return root;
}

ValueId Evaluator::include(Node argument) {
  if (Node root = include_root(argument)) return evaluate(root);
  return {};
}

std::vector<Item> Evaluator::choices(Node node) {
  std::vector<Item> all;
  struct Open {
    Item item;
    std::uint32_t depth;
  };
  std::vector<Open> open{{{node, false}, 0}};
  while (!open.empty()) {
    auto [item, depth] = open.back();
    open.pop_back();
    item.value = replaced(item.value);
    if (!item.value || !spend(item.value)) continue;
    std::string_view name;
    Node argument;
    bool tagged = false;
    bool calls = function_of(item.value, name, argument, tagged);
    if (calls && name == "Ref" && argument.text() == "AWS::NoValue") continue;
    if (calls && name == "If" && depth < 16) {
      std::vector<Node> parts = arguments(argument, tagged);
      if (parts.size() == 3) {
        open.push_back({{parts[2], true}, depth + 1});
        open.push_back({{parts[1], true}, depth + 1});
        continue;
      }
    }
    if (calls && name == "Transform" && depth < 16) {
      if (Node root = include_root(argument)) {
        open.push_back({{root, item.conditional}, depth + 1});
        continue;
      }
    }
    all.push_back(item);
  }
  return all;
}

std::vector<Item> Evaluator::items(Node node) {
  std::vector<Item> all;
  for (const Item& choice : choices(node)) {
    std::string_view name;
    Node argument;
    bool tagged = false;
    if (!choice.value.is_list() || function_of(choice.value, name, argument, tagged)) {
      all.push_back(choice);
      continue;
    }
    for (std::uint32_t i = 0; i < choice.value.size(); ++i)
      for (Item item : choices(choice.value.child(i))) {
        item.conditional |= choice.conditional;
        all.push_back(item);
      }
  }
  return all;
}

std::vector<Entry> Evaluator::entries(Node node) {
  std::vector<Entry> all;
  for (const Item& choice : choices(node)) {
    if (!choice.value.is_map()) continue;
    for (std::uint32_t i = 0; i + 1 < choice.value.size() && spend(choice.value); i += 2) {
      Node key = choice.value.child(i), value = choice.value.child(i + 1);
      if (key.text() == "Fn::Transform") {
        Node root = include_root(value);
        for (std::uint32_t j = 0; root.is_map() && j + 1 < root.size(); j += 2)
          all.push_back({root.child(j).text(), root.child(j), root.child(j + 1), choice.conditional});
        continue;
      }
      all.push_back({key.text(), key, replaced(value), choice.conditional});
    }
  }
  return all;
}

Node Evaluator::only(Node node) {
  std::vector<Item> all = choices(node);
  return all.empty() ? Node{} : all.front().value;
}

FileId Evaluator::local_file(std::string_view location, std::string_view from) const {
  const Files& files = project_->files();
  const std::size_t scheme = location.find("://");
  if (scheme == std::string_view::npos) {
    if (location.starts_with("file:")) location.remove_prefix(5);
    // Packaging tools copy templates to a folder below the one they were written for, and paths in them may
    // start from there: each ".." too many is one such folder.
    for (int levels = 0; levels < 3; ++levels) {
      if (auto path = join_path(from, location))
        if (FileId file = files.find(*path)) return file;
      while (location.starts_with("./")) location.remove_prefix(2);
      if (!location.starts_with("../")) break;
      location.remove_prefix(3);
    }
    return {};
  }
  location.remove_prefix(scheme + 3);
  // What was uploaded keeps its name and often its folders.
  for (int parts = 0; parts < 16; ++parts) {
    std::size_t slash = location.find('/');
    if (slash == std::string_view::npos) return {};
    location.remove_prefix(slash + 1);
    for (std::string_view base : {from, std::string_view()})
      if (auto path = join_path(base, location); path && !location.empty())
        if (FileId file = files.find(*path)) return file;
  }
  return {};
}

FileId Evaluator::local_file(ValueId location, std::string_view from) const {
  const Value v = (*values_)[location];
  if (v.kind == ValueKind::literal) return local_file(values_->text(location), from);
  if (v.kind == ValueKind::either || v.kind == ValueKind::concat) {
    // Of a concat the part behind the last hole is what names the file, as a URL's tail does.
    std::uint32_t first = v.kind == ValueKind::concat && v.count > 0 ? v.count - 1 : 0;
    for (std::uint32_t i = first; i < v.count; ++i) {
      ValueId part = values_->child(location, i);
      if (v.kind == ValueKind::either) {
        if (FileId file = local_file(part, from)) return file;
      } else if (values_->is_literal(part)) {
        return local_file("x://x" + std::string(values_->text(part).starts_with("/") ? "" : "/") +
                              std::string(values_->text(part)),
                          from);
      }
    }
  }
  return {};
}

}  // namespace demarc::cloudformation
