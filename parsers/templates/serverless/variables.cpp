// Resolves variables lazily, bounded in depth and work; a variable that needs itself is unknown.
#include "parsers/templates/serverless/variables.h"

#include <algorithm>

namespace demarc::serverless {
namespace {

constexpr int max_nesting = 40;
constexpr std::size_t max_alternatives = 8;
constexpr std::uint64_t max_included_text = 256u << 10;
constexpr char hole = '\1';

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

// Whether `key` fits a pattern in which each hole stands for any text.
bool fits(std::string_view pattern, std::string_view key) {
  std::size_t at = pattern.find(hole);
  if (at == std::string_view::npos) return pattern == key;
  if (!key.starts_with(pattern.substr(0, at))) return false;
  key.remove_prefix(at);
  pattern.remove_prefix(at + 1);
  std::size_t next = pattern.find(hole);
  if (next == std::string_view::npos) return key.size() >= pattern.size() && key.ends_with(pattern);
  std::string_view middle = pattern.substr(0, next);
  std::size_t found = key.find(middle);
  return found != std::string_view::npos && fits(pattern.substr(next), key.substr(found + middle.size()));
}

std::string shown(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), hole, '*');
  return out;
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

std::vector<FileId> Variables::files_like(std::string_view path) const {
  const Files& files = evaluator_.project().files();
  std::vector<FileId> found;
  if (path.find(hole) == std::string_view::npos) {
    for (std::string_view ending :
         {"", ".js", ".ts", ".cjs", ".mjs", ".json", ".yml", ".yaml", "/index.js", "/index.ts"})
      if (FileId file = files.find(std::string(path) + std::string(ending))) return {file};
    return found;
  }
  // All files that fit, of those that begin like it.
  const std::string prefix(path.substr(0, path.find(hole)));
  std::uint32_t low = 1, high = files.size() + 1;
  while (low < high) {
    std::uint32_t middle = low + (high - low) / 2;
    if (files.path(FileId{middle}) < prefix) low = middle + 1;
    else high = middle;
  }
  const auto slashes = std::count(path.begin(), path.end(), '/');
  for (std::uint32_t i = low; i <= files.size() && i < low + 5'000 && found.size() < max_alternatives; ++i) {
    std::string_view one = files.path(FileId{i});
    if (!one.starts_with(prefix)) break;
    if (std::count(one.begin(), one.end(), '/') == slashes && fits(path, one)) found.push_back(FileId{i});
  }
  return found;
}

Variables::Found Variables::file(std::string_view path, std::string_view address, Span where) {
  if (path.size() >= 2 && (path.front() == '\'' || path.front() == '"') && path.back() == path.front())
    path = path.substr(1, path.size() - 2);
  const Files& files = evaluator_.project().files();
  // Paths start from the service's folder, also in included files; some tools take the included file's own.
  const std::string own = where.file ? std::string(folder_of(files.path(where.file))) : folder_;
  std::vector<FileId> found;
  for (const std::string& base : {folder_, own}) {
    auto at = join_path(base, path);
    if (at) found = files_like(*at);
    if (!found.empty()) break;
  }
  if (found.empty()) {
    std::string name = join_path(folder_, path).value_or(std::string(path));
    if (!address.empty()) name += "#" + std::string(address);
    return open_value("config", values_.literal(shown(name)));
  }
  Found all;
  for (FileId file : found) {
    std::string_view rest = address;
    Node root = evaluator_.root_of(file);
    if (!root && evaluator_.project().code(file)) {
      std::string_view name = rest.substr(0, rest.find('.'));
      root = code_.exported(file, name);
      rest.remove_prefix(std::min(rest.size(), name.size() + 1));
      if (!root)
        evaluator_.note(where,
                        "\"" + std::string(files.path(file)) + "\" is code whose result cannot be read");
    } else if (!root) {
      auto text = files.read(file, max_included_text);
      if (!text) evaluator_.note(where, "\"" + std::string(files.path(file)) + "\" cannot be read");
      all.value = text && found.size() == 1 ? values_.literal(*text) : ValueId{};
      all.is_found = true;
      continue;
    }
    if (!root) {
      all.is_found = true;
      continue;
    }
    Found one = walk({{root}, {}, true, false}, rest, where);
    all.is_found |= one.is_found;
    all.is_open |= one.is_open;
    if (one.nodes.empty() && one.is_found) all.value = one.value;
    all.nodes.insert(all.nodes.end(), one.nodes.begin(), one.nodes.end());
  }
  return all;
}

// `params:` and `stages:` of the service, then the parameters that a compose file hands over.
Variables::Found Variables::parameter(std::string_view name, Span where) {
  Found all;
  auto collect = [&](Node by_stage, bool has_params) {
    for (const cloudformation::Entry& stage : evaluator_.entries(by_stage)) {
      Node params = has_params ? evaluator_.only(stage.value.find("params")) : stage.value;
      for (const cloudformation::Entry& one : evaluator_.entries(params))
        if (fits(name, one.key) && all.nodes.size() < max_alternatives) all.nodes.push_back(one.value);
    }
  };
  collect(evaluator_.only(root_.find("params")), false);
  collect(evaluator_.only(root_.find("stages")), true);
  if (!all.nodes.empty()) {
    all.is_found = true;
    return all;
  }
  Found composed = compose_parameter(name, where);
  return composed.is_found ? composed : open_value("config", values_.literal("param:" + shown(name)));
}

// serverless-compose.yml above the service: `services: {orders: {path: orders, params: {url:
// ${stock.Url}}}}`.
Variables::Found Variables::compose_parameter(std::string_view name, Span) {
  const Files& files = evaluator_.project().files();
  for (std::string folder = folder_;; folder = std::string(folder_of(folder))) {
    for (std::string_view ending : {"serverless-compose.yml", "serverless-compose.yaml"}) {
      auto path = join_path(folder, ending);
      Node compose = path ? evaluator_.root_of(files.find(*path)) : Node{};
      Node services = compose.find("services");
      for (std::uint32_t i = 0; services.is_map() && i + 1 < services.size(); i += 2) {
        Node service = services.child(i + 1);
        if (join_path(folder, service.find("path").text()) != folder_) continue;
        Node given = service.find("params", name);
        if (!given) continue;
        std::string_view text = given.text();
        std::size_t dot = text.find('.');
        if (!text.starts_with("${") || !text.ends_with("}") || dot == std::string_view::npos)
          return {{given}, {}, true, false};
        // ${stock.Url} is an output of another service of the file.
        std::string_view other = services.find(text.substr(2, dot - 2)).find("path").text();
        for (std::string_view file : {"serverless.yml", "serverless.yaml", "serverless.json"})
          if (auto at = join_path(folder, std::string(other) + "/" + std::string(file));
              at && files.find(*at))
            return known_value(values_.setting(
                "output", *at + "#" + std::string(text.substr(dot + 1, text.size() - dot - 2))));
      }
    }
    if (folder.empty()) return {};
  }
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
