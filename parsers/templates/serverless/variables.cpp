// Resolves variables lazily, bounded in depth and work; a variable that needs itself is unknown.
#include "parsers/templates/serverless/variables.h"

#include <algorithm>

#include "parsers/templates/serverless/pattern.h"

namespace demarc::serverless {
namespace {

constexpr int max_nesting = 40;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether a source of the framework is named: "self:", "file(…)", "cf.eu-west-1:", "ssm(raw):".
// "AWS::Region", "Table.Arn" and "Table" are CloudFormation's.
bool names_source(std::string_view expression) {
  std::size_t i = 0;
  auto is_part = [&](char c) { return is_lower(c) || (i > 0 && (c == 'T' || c == 'B' || is_digit(c))); };
  while (i < expression.size() && is_part(expression[i])) ++i;
  if (i == 0 || i >= expression.size()) return false;
  if (expression[i] == '(') return true;
  if (expression[i] == '.' && (expression.starts_with("cf.") || expression.starts_with("ssm.")))
    return expression.find(':') != std::string_view::npos;
  return expression[i] == ':' && !expression.substr(i).starts_with("::");
}

// Splits at commas that stand outside quotes, brackets and nested variables.
std::vector<std::string_view> split(std::string_view expression) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (quote) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '{') {
      ++depth;
    } else if (c == ')' || c == '}') {
      --depth;
    } else if (c == ',' && depth == 0) {
      parts.push_back(trimmed(expression.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  parts.push_back(trimmed(expression.substr(begin)));
  return parts;
}

bool is_literal(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() == '\'' || text.front() == '"') return text.size() >= 2 && text.back() == text.front();
  if (text == "true" || text == "false" || text == "null") return true;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.' || c == '-'; });
}

}  // namespace

std::size_t end_of_variable(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

Variables::Variables(Evaluator& evaluator, Node root, CodeDocuments& code)
    : evaluator_(evaluator),
      root_(root),
      code_(code),
      values_(evaluator.values()),
      folder_(evaluator.folder()) {}

void Variables::attach() {
  evaluator_.set_text_hook([this](std::string_view text, Span where) { return this->text(text, where); });
  evaluator_.set_node_hook([this](Node node) { return this->node(node); });
}

Variables::Found Variables::known_value(ValueId value) { return {{}, value, true, false}; }
Variables::Found Variables::open_value(std::string_view space, ValueId name) {
  return {{}, values_.setting(space, name), true, true};
}

ValueId Variables::value_of(const Found& found) {
  if (found.nodes.empty()) return found.value;
  std::vector<ValueId> all;
  for (Node node : found.nodes) all.push_back(evaluator_.evaluate(node));
  return values_.either(all);
}

ValueId Variables::text(std::string_view text, Span where) {
  std::vector<ValueId> parts;
  std::size_t plain = 0, at = 0;
  auto cut = [&](std::size_t begin, std::size_t end, ValueId value) {
    parts.push_back(values_.literal(text.substr(plain, begin - plain)));
    parts.push_back(value);
    plain = at = end;
  };
  while (at + 1 < text.size()) {
    if (text[at + 1] != '{' || (text[at] != '$' && text[at] != '#')) {
      ++at;
      continue;
    }
    std::size_t end = end_of_variable(text, at);
    if (end == std::string_view::npos) break;
    std::string_view inner = trimmed(text.substr(at + 2, end - at - 3));
    if (text[at] == '#') {
      // #{AWS::Region}, #{Table.Arn}: what serverless-pseudo-parameters writes for Fn::Sub.
      std::size_t dot = inner.find('.');
      std::string_view id = inner.substr(0, dot);
      if (inner.starts_with("AWS::") || evaluator_.resource(id)) {
        cut(at, end,
            evaluator_.named(id, dot == std::string_view::npos ? std::string_view() : inner.substr(dot + 1),
                             where));
      } else {
        at = end;
      }
      continue;
    }
    // ${{…}} where a service sets its own syntax.
    if (inner.starts_with('{') && inner.ends_with('}')) inner = trimmed(inner.substr(1, inner.size() - 2));
    if (at > 0 && text[at - 1] == '\\') {
      at = end;
    } else if (names_source(inner)) {
      cut(at, end, value_of(resolve(inner, where)));
    } else {
      at += 2;  // there may be one of ours inside
    }
  }
  if (parts.empty()) return values_.literal(text);
  parts.push_back(values_.literal(text.substr(plain)));
  // One variable alone keeps its value, be it a map or a list.
  if (parts.size() == 3 && values_.text(parts[0]).empty() && values_.text(parts[2]).empty() &&
      values_.is_literal(parts[0]) && values_.is_literal(parts[2]))
    return parts[1];
  return values_.concat(parts);
}

Variables::Found Variables::dereferenced(Node node) {
  std::string_view text = trimmed(node.text());
  if (!node.is_scalar() || !text.starts_with("${") || end_of_variable(text, 0) != text.size())
    return {{node}, {}, true, false};
  std::string_view inner = trimmed(text.substr(2, text.size() - 3));
  if (!names_source(inner)) return {{node}, {}, true, false};
  const std::pair key(node.document, node.index);
  if (!active_.insert(key).second) {
    evaluator_.note(node.span(), "this variable needs itself");
    return {};
  }
  Found found = resolve(inner, node.span());
  active_.erase(key);
  return found;
}

Node Variables::node(Node node) {
  Found found = dereferenced(node);
  if (found.nodes.empty()) return node;
  // Of several scalars the text's value tells all; of several maps one has to stand for them.
  const Node first = found.nodes.front();
  return found.nodes.size() > 1 && first.is_scalar() ? node : first;
}

std::string Variables::filled(std::string_view expression, Span where) {
  std::string out;
  while (!expression.empty()) {
    std::size_t open = expression.find("${");
    std::size_t end = open == std::string_view::npos ? open : end_of_variable(expression, open);
    if (end == std::string_view::npos) break;
    out += expression.substr(0, open);
    ValueId value = value_of(resolve(trimmed(expression.substr(open + 2, end - open - 3)), where));
    if (values_.is_literal(value)) out += values_.text(value);
    else out += hole;
    expression.remove_prefix(end);
  }
  return out + std::string(expression);
}

Variables::Found Variables::resolve(std::string_view expression, Span where) {
  if (depth_ >= max_nesting || budget_ == 0) {
    evaluator_.note(where, "variables are nested too deeply; the value is unknown");
    return {};
  }
  --budget_;
  ++depth_;
  Found result;
  const std::vector<std::string_view> parts = split(expression);
  for (std::size_t i = 0; i < parts.size() && !result.is_found; ++i) {
    Found found = source(parts[i], where);
    if (!found.is_found) continue;
    if (found.is_open && i + 1 < parts.size()) {
      std::string_view rest =
          expression.substr(static_cast<std::size_t>(parts[i + 1].data() - expression.data()));
      Found fallback = resolve(rest, where);
      // Names agree between services only if all read the stage in one way: as its default.
      const bool by_convention = parts[i] == "opt:stage" || parts[i] == "opt:region" ||
                                 parts[i] == "self:provider.stage" || parts[i] == "self:provider.region";
      if (by_convention && fallback.is_found) {
        found = fallback;
      } else if (fallback.is_found && values_[found.value].kind == ValueKind::setting) {
        const std::string space(values_.text(found.value));
        found.value = values_.setting(space, values_.child(found.value, 0), value_of(fallback));
      }
    }
    result = std::move(found);
  }
  --depth_;
  return result;
}

Variables::Found Variables::source(std::string_view expression, Span where) {
  if (expression.starts_with("${")) {
    // A variable as its own default.
    std::size_t end = end_of_variable(expression, 0);
    if (end == expression.size()) return resolve(trimmed(expression.substr(2, expression.size() - 3)), where);
    return known_value(text(expression, where));
  }
  if (is_literal(expression)) {
    const bool is_quoted = expression.front() == '\'' || expression.front() == '"';
    return known_value(text(is_quoted ? expression.substr(1, expression.size() - 2) : expression, where));
  }
  if (!names_source(expression)) return {};
  std::size_t colon = std::string_view::npos;
  int depth = 0;
  for (std::size_t i = 0; i < expression.size() && colon == std::string_view::npos; ++i) {
    if (expression[i] == '(' || expression[i] == '{') ++depth;
    if (expression[i] == ')' || expression[i] == '}') --depth;
    if (expression[i] == ':' && depth == 0) colon = i;
  }
  std::string_view head = trimmed(expression.substr(0, colon));
  std::string_view address =
      colon == std::string_view::npos ? std::string_view() : trimmed(expression.substr(colon + 1));
  std::string_view name = head.substr(0, head.find_first_of("(."));
  std::string_view argument;
  if (std::size_t open = head.find('('); open != std::string_view::npos && head.ends_with(')'))
    argument = trimmed(head.substr(open + 1, head.size() - open - 2));
  if (name == "self") return self(filled(address, where), where);
  if (name == "file") return file(filled(argument, where), filled(address, where), where);
  if (name == "opt") {
    if (address == "stage") return {{}, stage(), true, true};
    return open_value("opt", text(address, where));
  }
  if (name == "env") return open_value("config", text(address, where));
  if (name == "param") return parameter(filled(address, where), where);
  if (name == "ssm") {
    for (std::string_view suffix : {"~true", "~false", "~split"})
      if (address.ends_with(suffix)) address.remove_suffix(suffix.size());
    return open_value("ssm", text(address, where));
  }
  if (name == "cf") return open_value("cf", text(address, where));
  if (name == "sls" && address == "stage") return known_value(stage());
  if (name == "aws" && address == "region") return known_value(region());
  if (name == "aws" && address == "accountId")
    return known_value(values_.setting("pseudo", "AWS::AccountId"));
  if (name == "strToBool") return known_value(text(argument, where));
  if (name == "sls" || name == "git" || name == "unknown") return {{}, {}, true, false};
  return open_value("config", text(expression, where));
}

Variables::Found Variables::self(std::string_view address, Span where) {
  Found found = walk({{root_}, {}, true, false}, address, where);
  if (found.is_found) return found;
  // The framework fills these in.
  if (address == "provider.stage") return {{}, stage(), true, true};
  if (address == "provider.region") return {{}, region(), true, true};
  return {};
}

Variables::Found Variables::walk(Found from, std::string_view address, Span where) {
  bool is_first = true;
  while (!address.empty() && from.is_found) {
    std::size_t dot = address.find('.');
    std::string_view step = trimmed(address.substr(0, dot));
    address.remove_prefix(dot == std::string_view::npos ? address.size() : dot + 1);
    if (step.empty()) continue;
    Found next;
    for (Node node : from.nodes) {
      Found here = dereferenced(node);
      if (here.nodes.empty() && here.is_found) {
        next.value = here.value;
        next.is_found = true;
        next.is_open = here.is_open;
      }
      for (Node place : here.nodes) {
        if (place.is_list()) {
          const bool is_index = std::all_of(step.begin(), step.end(), is_digit) && step.size() < 7;
          const std::uint32_t index =
              is_index ? static_cast<std::uint32_t>(std::stoul(std::string(step))) : 0;
          if (is_index && index < place.size()) next.nodes.push_back(place.child(index));
        }
        for (std::uint32_t i = 0;
             place.is_map() && i + 1 < place.size() && next.nodes.size() < max_alternatives; i += 2)
          if (fits(step, place.child(i).text())) next.nodes.push_back(place.child(i + 1));
        // `service: {name: x}` is called x.
        if (is_first && step == "service" && address.empty() && place.document == root_.document &&
            place.index == root_.index && !next.nodes.empty() && next.nodes.back().is_map())
          next.nodes.back() = next.nodes.back().find("name");
      }
    }
    if (from.nodes.empty()) next = from;
    if (next.nodes.empty() && next.is_found) {
      // Part of something that is not here: a hole with the same address for everybody.
      if (values_[next.value].kind == ValueKind::setting && values_.text(next.value) == "config" &&
          values_.is_literal(values_.child(next.value, 0))) {
        std::string whole(values_.text(values_.child(next.value, 0)));
        whole += (whole.find('#') == std::string::npos ? "#" : ".") + shown(step);
        next.value = values_.setting("config", whole);
      } else {
        next.value = values_.member(next.value, step);
      }
    }
    next.is_found |= !next.nodes.empty();
    from = std::move(next);
    is_first = false;
  }
  // The last step may itself be a variable that leads on.
  if (from.nodes.size() == 1) {
    Found last = dereferenced(from.nodes.front());
    if (!last.is_found) return {};
    return last;
  }
  (void)where;
  return from;
}

ValueId Variables::stage() {
  Node provider = node(root_.find("provider"));
  Node written = provider.find("stage");
  if (!written || active_.contains({written.document, written.index})) {
    Node custom = node(root_.find("custom"));
    written = custom.find("stage");
    if (written.text().find("opt:stage") == std::string_view::npos ||
        active_.contains({written.document, written.index}))
      return values_.literal("dev");
  }
  active_.insert({written.document, written.index});
  ValueId value = text(written.text(), written.span());
  active_.erase({written.document, written.index});
  return value;
}

ValueId Variables::region() {
  Node written = node(root_.find("provider")).find("region");
  if (!written || !active_.insert({written.document, written.index}).second)
    return values_.setting("pseudo", "AWS::Region");
  ValueId value = text(written.text(), written.span());
  active_.erase({written.document, written.index});
  return value;
}

ValueId Variables::service_name() {
  Node service = node(root_.find("service"));
  if (service.is_map()) service = service.find("name");
  return text(service.text(), service.span());
}

}  // namespace demarc::serverless
