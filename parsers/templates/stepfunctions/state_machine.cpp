// Walks the states of a definition; what an integration does comes from the table of service actions.
#include "parsers/templates/stepfunctions/state_machine.h"

#include <fmt/format.h>

#include "parsers/reading/json/json_text.h"
#include "parsers/templates/aws/service_actions.h"

namespace demarc::stepfunctions {
namespace {

constexpr std::uint32_t max_states = 20'000;   // aliases may repeat branches
constexpr std::uint32_t max_targets = 200;     // of one task
constexpr std::uint32_t max_visited = 20'000;  // nodes of one task's arguments

// A hole of a definition given as text travels through the JSON reader as its number between these two
// characters of Unicode's private area.
constexpr std::string_view hole_begin = "\xee\x80\x80", hole_end = "\xee\x80\x81";

// "dynamodb", "putItem" of "arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken".
struct Integration {
  std::string service, action;
  bool is_sync = false, is_token = false;
};

bool parse_integration(std::string_view resource, Integration& out) {
  std::size_t at = resource.find(":states:::");
  if (at == std::string_view::npos) return false;
  std::string_view rest = resource.substr(at + 10);
  if (rest.starts_with("aws-sdk:")) rest.remove_prefix(8);
  std::size_t colon = rest.find(':');
  if (colon == std::string_view::npos) return false;
  out.service = rest.substr(0, colon);
  rest.remove_prefix(colon + 1);
  std::size_t dot = rest.find('.');
  out.action = rest.substr(0, dot);
  if (dot != std::string_view::npos) {
    out.is_sync = rest.substr(dot).starts_with(".sync");
    out.is_token = rest.substr(dot).starts_with(".waitForTaskToken");
  }
  return true;
}

class Reading {
 public:
  Reading(const Document& document, const Machine& machine, Span fixed_place, Values& values,
          Declarations& out)
      : doc_(document), machine_(machine), fixed_(fixed_place), values_(values), out_(out) {}

  std::uint32_t states(NodeIndex definition) {
    NodeIndex states = doc_.find(definition, "States");
    if (states == no_node || doc_[states].kind != NodeKind::map) return 0;
    std::uint32_t read = 0;
    const DocumentNode node = doc_[states];
    for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
      if (++visited_states_ > max_states) {
        if (visited_states_ == max_states + 1)
          out_.notes.push_back({place(states), "too many states: the rest of the machine is not read"});
        return read;
      }
      name_ = doc_.text(doc_.child(node, i));
      state(doc_.child(node, i + 1));
      ++read;
    }
    return read;
  }

 private:
  struct Target {
    ValueId value;
    Span span;
    NodeIndex holder = no_node;  // the map it stands in: an event's entry
  };

  Span place(NodeIndex node) const { return fixed_.file ? fixed_ : doc_.span(node); }

  void state(NodeIndex state) {
    if (doc_[state].kind != NodeKind::map) return;
    std::string_view type = doc_.text_of(state, "Type");
    if (type == "Task" || (type.empty() && doc_.find(state, "Resource") != no_node)) task(state);
    if (type == "Parallel") {
      NodeIndex branches = doc_.find(state, "Branches");
      if (branches != no_node && doc_[branches].kind == NodeKind::list)
        for (std::uint32_t i = 0; i < doc_[branches].count; ++i) states(doc_.child(doc_[branches], i));
    }
    if (type == "Map") {
      for (std::string_view key : {"ItemReader", "ResultWriter"})
        if (NodeIndex inner = doc_.find(state, key); inner != no_node) task(inner);
      for (std::string_view key : {"ItemProcessor", "Iterator"})
        if (NodeIndex inner = doc_.find(state, key); inner != no_node) states(inner);
    }
  }

  void task(NodeIndex state) {
    NodeIndex resource = doc_.find(state, "Resource");
    if (resource == no_node) return;
    for (ValueId one : values_.alternatives(value(resource))) {
      const std::string text = values_.display(one);
      Integration integration;
      if (!parse_integration(text, integration)) {
        const bool is_activity = text.find(":activity:") != std::string::npos;
        add(WiringKind::calls, function_of(one), doc_[resource].count ? place(state) : place(resource),
            {{"protocol", is_activity ? "activity" : "lambda"}});
        continue;
      }
      NodeIndex arguments = doc_.find(state, "Arguments");
      if (arguments == no_node) arguments = doc_.find(state, "Parameters");
      integrate(integration, arguments, resource);
    }
  }

  using Words = std::vector<std::pair<std::string_view, std::string_view>>;

  void integrate(const Integration& integration, NodeIndex arguments, NodeIndex resource) {
    auto rows = aws::actions(integration.service, integration.action);
    if (rows.empty()) {
      // Services that analyse stored objects get them by bucket and key.
      std::uint32_t budget = max_visited;
      stored_objects(arguments, integration, budget);
      return;
    }
    bool found = false;
    for (const aws::ServiceAction& row : rows) {
      std::vector<Target> targets;
      collect(arguments, row.target, no_node, targets);
      for (const Target& target : targets) act(row, integration, target, arguments);
      found |= !targets.empty();
    }
    // Which one is known only when the machine runs: said with a hole, not left out.
    if (!found) act(rows.front(), integration, {ValueId{}, place(resource), no_node}, arguments);
  }

  void act(const aws::ServiceAction& row, const Integration& integration, Target target,
           NodeIndex arguments) {
    Words words;
    std::vector<Property> more;
    if (row.kind == WiringKind::calls) words.push_back({"protocol", row.store});
    if (row.kind == WiringKind::reads || row.kind == WiringKind::writes)
      words.push_back({"store", row.store});
    words.push_back({"operation", row.action});
    if (integration.is_token) {
      words.push_back({"waits", "task-token"});
    } else if (row.kind == WiringKind::calls && !row.is_answered && !integration.is_sync) {
      words.push_back({"waits", "no"});
    }
    if (row.service == "lambda") target.value = function_of(target.value);
    if (row.store == "http") request(row, target, arguments, more);
    if (row.store == "eventbridge") event(target, more);
    add(row.kind, target.value, target.span, words, std::move(more));
  }

  // `http:invoke` and `apigateway:invoke`.
  void request(const aws::ServiceAction& row, Target& target, NodeIndex arguments,
               std::vector<Property>& more) {
    if (row.service == "apigateway" && target.value) {
      std::vector<ValueId> url{values_.literal("https://"), target.value};
      if (NodeIndex stage = doc_.find(arguments, "Stage"); stage != no_node) {
        url.push_back(values_.literal("/"));
        url.push_back(value(stage));
      }
      target.value = values_.concat(url);
    }
    for (auto [key, word] :
         {std::pair<std::string_view, std::string_view>{"Method", "method"}, {"Path", "path"}})
      if (NodeIndex node = doc_.find(arguments, key); node != no_node)
        more.push_back({std::string(word), value(node), place(node)});
  }

  void event(Target& target, std::vector<Property>& more) {
    if (target.holder == no_node) return;
    for (auto [key, word] :
         {std::pair<std::string_view, std::string_view>{"DetailType", "detail-type"}, {"Source", "source"}}) {
      std::vector<Target> found;
      collect(target.holder, key, no_node, found);
      for (const Target& one : found) more.push_back({std::string(word), one.value, one.span});
    }
  }

  void stored_objects(NodeIndex node, const Integration& integration, std::uint32_t& budget) {
    if (node == no_node || budget == 0) return;
    --budget;
    const DocumentNode at = doc_[node];
    if (at.kind == NodeKind::list)
      for (std::uint32_t i = 0; i < at.count; ++i) stored_objects(doc_.child(at, i), integration, budget);
    if (at.kind != NodeKind::map) return;
    if (NodeIndex object = doc_.find(node, "S3Object"); object != no_node) {
      std::vector<Target> found;
      collect(object, "Bucket", no_node, found);
      const std::string operation = integration.service + ":" + integration.action;
      for (const Target& one : found)
        add(WiringKind::reads, one.value, one.span, {{"store", "s3"}, {"operation", operation}});
      return;
    }
    for (std::uint32_t i = 1; i < at.count; i += 2) stored_objects(doc_.child(at, i), integration, budget);
  }

  // The values at `path` below `node`; see ServiceAction::target.
  void collect(NodeIndex node, std::string_view path, NodeIndex holder, std::vector<Target>& found) {
    if (node == no_node || found.size() >= max_targets) return;
    if (path.empty()) {
      found.push_back({value(node), place(node), holder});
      return;
    }
    const DocumentNode at = doc_[node];
    if (path.starts_with("{}")) {
      if (at.kind == NodeKind::map)
        for (std::uint32_t i = 0; i + 1 < at.count && found.size() < max_targets; i += 2) {
          NodeIndex key = doc_.child(at, i);
          found.push_back({substituted(values_.literal(doc_.text(key))), place(key), node});
        }
      return;
    }
    if (path.starts_with("[]")) {
      path.remove_prefix(path.starts_with("[].") ? 3 : 2);
      if (at.kind != NodeKind::list) return collect(node, path, holder, found);
      for (std::uint32_t i = 0; i < at.count; ++i) collect(doc_.child(at, i), path, holder, found);
      return;
    }
    std::size_t end = path.find_first_of(".[{");
    std::string_view key = path.substr(0, end);
    std::string_view rest = end == std::string_view::npos ? std::string_view() : path.substr(end);
    if (rest.starts_with('.')) rest.remove_prefix(1);
    NodeIndex next = doc_.find(node, key);
    if (next == no_node) {
      if (NodeIndex computed = doc_.find(node, std::string(key) + ".$"); computed != no_node && rest.empty())
        found.push_back({computed_text(doc_.text(computed)), place(computed), node});
      // An event without a bus goes to the account's own one.
      if (key == "EventBusName" && at.kind == NodeKind::map &&
          doc_.find(node, std::string(key) + ".$") == no_node)
        found.push_back({values_.literal("default"), place(node), node});
      return;
    }
    collect(next, rest, node, found);
  }

  ValueId value(NodeIndex node) {
    const DocumentNode& at = doc_[node];
    if (at.kind == NodeKind::string && doc_.text(node).starts_with("{%")) return jsonata(doc_.text(node));
    if (machine_.evaluate) return substituted(machine_.evaluate(doc_, node));
    if (at.kind == NodeKind::map || at.kind == NodeKind::list || at.kind == NodeKind::null) return {};
    return substituted(values_.literal(doc_.text(node)));
  }

  // States.Format('Order{}', $.state): the text with a hole for each argument that is no text itself.
  ValueId computed_text(std::string_view expression) {
    constexpr std::string_view function = "States.Format(";
    if (!expression.starts_with(function) || !expression.ends_with(')')) return {};
    expression = expression.substr(function.size(), expression.size() - function.size() - 1);
    // Arguments between commas; quotes and brackets hold theirs together, \\' is a quote inside.
    std::vector<std::string_view> arguments;
    std::size_t begin = 0;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i <= expression.size(); ++i) {
      const char c = i < expression.size() ? expression[i] : ',';
      if (quoted && c == '\\' && i + 1 < expression.size()) {
        ++i;
      } else if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && (c == '(' || c == '[')) {
        ++depth;
      } else if (!quoted && (c == ')' || c == ']')) {
        --depth;
      } else if ((c == ',' && !quoted && depth == 0) || i == expression.size()) {
        std::string_view one = expression.substr(begin, i - begin);
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        arguments.push_back(one);
        begin = i + 1;
      }
    }
    auto is_text = [](std::string_view a) { return a.size() >= 2 && a.front() == '\'' && a.back() == '\''; };
    auto unquoted = [](std::string_view a) {
      std::string out;
      for (std::size_t i = 1; i + 1 < a.size(); ++i) {
        if (a[i] == '\\' && i + 2 < a.size()) ++i;
        out += a[i];
      }
      return out;
    };
    if (arguments.empty() || !is_text(arguments[0])) return {};
    const std::string pattern = unquoted(arguments[0]);
    std::vector<ValueId> parts;
    std::size_t from = 0, next = 1;
    for (std::size_t hole; (hole = pattern.find("{}", from)) != std::string::npos; from = hole + 2, ++next) {
      parts.push_back(values_.literal(std::string_view(pattern).substr(from, hole - from)));
      const bool known = next < arguments.size() && is_text(arguments[next]);
      parts.push_back(known ? values_.literal(unquoted(arguments[next])) : ValueId{});
    }
    parts.push_back(values_.literal(std::string_view(pattern).substr(from)));
    return substituted(values_.concat(parts));
  }

  // `{% 'literal' %}` is a literal; any other expression is known only when the machine runs.
  ValueId jsonata(std::string_view text) {
    if (!text.ends_with("%}")) return {};
    text = text.substr(2, text.size() - 4);
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (text.size() < 2 || (text[0] != '\'' && text[0] != '"') || text.back() != text[0]) return {};
    std::string_view inner = text.substr(1, text.size() - 2);
    return inner.find(text[0]) == std::string_view::npos ? substituted(values_.literal(inner)) : ValueId{};
  }

  ValueId substituted(ValueId value) {
    return values_.rewrite(value, [this](ValueId at) {
      if (!values_.is_literal(at) || values_.text(at).find("${") == std::string_view::npos) return at;
      const std::string text(values_.text(at));
      std::vector<ValueId> parts;
      std::size_t from = 0;
      for (std::size_t open; (open = text.find("${", from)) != std::string::npos;) {
        std::size_t close = text.find('}', open);
        if (close == std::string::npos) break;
        parts.push_back(values_.literal(text.substr(from, open - from)));
        const std::string name = text.substr(open + 2, close - open - 2);
        auto known = machine_.substitutions.find(name);
        parts.push_back(known != machine_.substitutions.end() ? known->second
                                                              : values_.setting("config", name));
        from = close + 1;
      }
      parts.push_back(values_.literal(text.substr(from)));
      return values_.concat(parts);
    });
  }

  // A function with a version or alias behind its ARN is the function.
  ValueId function_of(ValueId value) {
    const Value v = values_[value];
    if (v.kind != ValueKind::concat || v.count < 2) return value;
    ValueId head = values_.child(value, 0), next = values_.child(value, 1);
    const bool is_suffix = values_.is_literal(next) && values_.text(next).starts_with(':');
    return values_[head].kind == ValueKind::reference && is_suffix ? head : value;
  }

  void add(WiringKind kind, ValueId to, Span span, const Words& words, std::vector<Property> more = {}) {
    Wiring wiring;
    wiring.unit = machine_.unit;
    wiring.kind = kind;
    wiring.from = machine_.value;
    wiring.to = to;
    for (auto [word, text] : words)
      wiring.properties.push_back({std::string(word), values_.literal(text), span});
    for (Property& property : more) wiring.properties.push_back(std::move(property));
    wiring.properties.push_back({"state", values_.literal(name_), span});
    wiring.span = span;
    if (machine_.declared.file && machine_.declared.file != span.file)
      wiring.chain.push_back({machine_.declared, "the state machine that runs this definition"});
    wiring.conditional = machine_.conditional;
    out_.wirings.push_back(std::move(wiring));
  }

  const Document& doc_;
  const Machine& machine_;
  Span fixed_;
  Values& values_;
  Declarations& out_;
  std::uint32_t visited_states_ = 0;
  std::string name_;
};

// The text of `value` with a numbered mark for each hole.
bool marked_text(Values& values, ValueId value, std::string& text, std::vector<ValueId>& holes) {
  if (values.is_literal(value)) {
    text = values.text(value);
    return true;
  }
  if (values[value].kind != ValueKind::concat) return false;
  for (ValueId part : values.children(value)) {
    if (values.is_literal(part)) {
      text += values.text(part);
    } else {
      text += fmt::format("{}{}{}", hole_begin, holes.size(), hole_end);
      holes.push_back(part);
    }
  }
  return true;
}

ValueId with_holes(Values& values, std::string_view text, const std::vector<ValueId>& holes) {
  std::vector<ValueId> parts;
  for (std::size_t open; (open = text.find(hole_begin)) != std::string_view::npos;) {
    std::size_t close = text.find(hole_end, open);
    if (close == std::string_view::npos) break;
    std::size_t number = 0;
    for (char c : text.substr(open + hole_begin.size(), close - open - hole_begin.size()))
      number = c >= '0' && c <= '9' && number < holes.size() ? number * 10 + static_cast<std::size_t>(c - '0')
                                                             : holes.size();
    parts.push_back(values.literal(text.substr(0, open)));
    parts.push_back(number < holes.size() ? holes[number] : ValueId{});
    text.remove_prefix(close + hole_end.size());
  }
  parts.push_back(values.literal(text));
  return values.concat(parts);
}

}  // namespace

bool is_definition(const Document& document, NodeIndex node) {
  if (node == no_node || document[node].kind != NodeKind::map) return false;
  NodeIndex states = document.find(node, "States");
  return states != no_node && document[states].kind == NodeKind::map &&
         document.find(node, "StartAt") != no_node;
}

void read_states(const Document& document, NodeIndex definition, const Machine& machine, Values& values,
                 Declarations& out) {
  if (definition == no_node) return;
  Reading(document, machine, {}, values, out).states(definition);
}

void read_states_text(ValueId text, Span where, const Machine& machine, Values& values, Declarations& out) {
  bool has_states = false;
  for (ValueId one : values.alternatives(text)) {
    std::string marked;
    std::vector<ValueId> holes;
    if (!marked_text(values, one, marked, holes)) continue;
    Observations parsed;
    read_json_text(where.file, marked, parsed);
    if (!parsed.document || parsed.document->roots().empty()) continue;
    Machine inner = machine;
    inner.evaluate = [&values, &holes](const Document& document, NodeIndex node) {
      const NodeKind kind = document[node].kind;
      if (kind == NodeKind::map || kind == NodeKind::list) return ValueId{};
      return with_holes(values, document.text(node), holes);
    };
    has_states |=
        Reading(*parsed.document, inner, where, values, out).states(parsed.document->roots().front()) > 0;
  }
  if (!has_states) out.notes.push_back({where, "the state machine's definition is not known as text"});
}

}  // namespace demarc::stepfunctions
