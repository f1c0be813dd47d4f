// The sources of variables that lie outside the service's file: other files, parameters, compose files.
#include <algorithm>

#include "parsers/templates/serverless/pattern.h"
#include "parsers/templates/serverless/variables.h"

namespace demarc::serverless {
namespace {
constexpr std::uint64_t max_included_text = 256u << 10;
}  // namespace

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

// The stage's own text, or the default of the option that chooses it; "" when neither is known.
std::string Variables::usual_stage() {
  ValueId at = stage();
  for (int depth = 0; depth < 8; ++depth) {
    const Value& v = values_[at];
    if (v.kind == ValueKind::literal) return std::string(values_.text(at));
    if (v.kind == ValueKind::setting && v.count == 2) at = values_.child(at, 1);
    else if (v.kind == ValueKind::either) at = values_.child(at, v.count - 1);
    else break;
  }
  return {};
}

// `params:` and `stages:` of the service, then the parameters that a compose file hands over.
Variables::Found Variables::parameter(std::string_view name, Span where) {
  Found all;
  // Of several stages the usual one speaks, as it does for ${opt:stage}; what it leaves out stands under
  // `default`.
  const std::string usual = usual_stage();
  std::string_view wanted;
  auto collect = [&](Node by_stage, bool has_params) {
    for (const cloudformation::Entry& stage : evaluator_.entries(by_stage)) {
      if (!wanted.empty() && stage.key != wanted) continue;
      Node params = has_params ? evaluator_.only(stage.value.find("params")) : stage.value;
      for (const cloudformation::Entry& one : evaluator_.entries(params))
        if (fits(name, one.key) && all.nodes.size() < max_alternatives) all.nodes.push_back(one.value);
    }
  };
  for (std::string_view one : {std::string_view(usual), std::string_view("default"), std::string_view()}) {
    if (!all.nodes.empty()) break;
    wanted = one;
    collect(evaluator_.only(root_.find("params")), false);
    collect(evaluator_.only(root_.find("stages")), true);
  }
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

}  // namespace demarc::serverless
