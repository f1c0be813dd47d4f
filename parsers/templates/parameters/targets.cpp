// Which template, and what a parameter's text means.
#include "parsers/templates/parameters/targets.h"

#include <algorithm>

namespace demarc::parameters {
namespace {

constexpr std::uint32_t max_neighbours = 5'000;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The first file whose path is not before `prefix`; ids follow paths.
std::uint32_t first_below(const Files& files, std::string_view prefix) {
  std::uint32_t low = 1, high = files.size() + 1;
  while (low < high) {
    std::uint32_t middle = low + (high - low) / 2;
    if (files.path(FileId{middle}) < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}

bool is_build_product(std::string_view path) {
  for (std::string_view word : {"packag", "build/", "dist/", "out/", ".out", "generated", "cdk.out"})
    if (path.find(word) != std::string_view::npos) return true;
  return false;
}

class Text {
 public:
  Text(const Target& target, std::string_view unit, Values& values)
      : target_(target), unit_(unit), values_(values) {}

  ValueId value(std::string_view text) {
    std::vector<ValueId> parts;
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size();) {
      std::size_t end = i;
      ValueId hole{};
      if (!variable(text, i, end, hole)) {
        ++i;
        continue;
      }
      parts.push_back(values_.literal(text.substr(plain, i - plain)));
      parts.push_back(hole);
      plain = i = end;
    }
    if (parts.empty()) return values_.literal(text);
    parts.push_back(values_.literal(text.substr(plain)));
    return values_.concat(parts);
  }

 private:
  bool variable(std::string_view text, std::size_t i, std::size_t& end, ValueId& hole) {
    if (text[i] == '{') {
      std::size_t close = text.find('}', i);
      if (close == std::string_view::npos) return false;
      std::string_view name = text.substr(i + 1, close - i - 1);
      if (!target_.has(name)) return false;
      end = close + 1;
      hole = parameter(name);
      return true;
    }
    if (text[i] != '$' || i + 1 >= text.size()) return false;
    if (text.substr(i).starts_with("$$")) {  // Make's way to write a shell variable
      bool found = variable(text, i + 1, end, hole);
      return found;
    }
    if (text.substr(i).starts_with("${{")) {
      std::size_t close = text.find("}}", i);
      if (close == std::string_view::npos) return false;
      std::string_view name = text.substr(i + 3, close - i - 3);
      while (name.ends_with(' ')) name.remove_suffix(1);
      std::size_t start = name.size();
      while (start > 0 && (is_word(name[start - 1]) || name[start - 1] == '-')) --start;
      end = close + 2;
      hole = setting(name.substr(start));
      return true;
    }
    const char open = text[i + 1];
    if (open == '{' || open == '(') {
      const char shut = open == '{' ? '}' : ')';
      int depth = 0;
      std::size_t close = i + 1;
      for (; close < text.size(); ++close) {
        if (text[close] == open) ++depth;
        if (text[close] == shut && --depth == 0) break;
      }
      if (close >= text.size()) return false;
      end = close + 1;
      std::string_view inner = text.substr(i + 2, close - i - 2);
      hole = open == '{' && target_.has(inner) ? parameter(inner) : expression(inner);
      return true;
    }
    if (!is_word(open)) return false;
    end = i + 1;
    while (end < text.size() && is_word(text[end])) ++end;
    hole = setting(text.substr(i + 1, end - i - 1));
    return true;
  }

  ValueId parameter(std::string_view name) {
    return values_.setting("param", std::string(unit_) + "#" + std::string(name));
  }
  ValueId setting(std::string_view name) {
    return name.empty() ? ValueId{} : values_.setting("config", name);
  }

  // NAME, NAME:-default, or a command.
  ValueId expression(std::string_view inner) {
    if (std::all_of(inner.begin(), inner.end(), is_word)) return setting(inner);
    std::size_t colon = inner.find(":-");
    if (colon != std::string_view::npos &&
        std::all_of(inner.begin(), inner.begin() + static_cast<std::ptrdiff_t>(colon), is_word))
      return values_.setting("config", values_.literal(inner.substr(0, colon)),
                             values_.literal(inner.substr(colon + 2)));
    std::size_t ssm = inner.find("ssm get-parameter ");
    std::size_t name = inner.find("--name ");
    if (ssm == std::string_view::npos || name == std::string_view::npos) return {};
    inner.remove_prefix(name + 7);
    while (inner.starts_with(' ') || inner.starts_with('"') || inner.starts_with('\''))
      inner.remove_prefix(1);
    inner = inner.substr(0, inner.find_first_of(" \"'"));
    if (inner.empty() || ++depth_ > 8) return {};
    return values_.setting("ssm", value(inner));
  }

  const Target& target_;
  std::string_view unit_;
  Values& values_;
  int depth_ = 0;
};

}  // namespace

Target target(const Project& project, FileId file) {
  const Document* document = file ? project.document(file) : nullptr;
  if (document == nullptr || document->roots().empty()) return {};
  NodeIndex root = document->roots().front();
  NodeIndex resources = document->find(root, "Resources"), parameters = document->find(root, "Parameters");
  if (resources == no_node || parameters == no_node || (*document)[resources].kind != NodeKind::map ||
      (*document)[parameters].kind != NodeKind::map)
    return {};
  return {file, document, parameters};
}

std::vector<Target> targets_in(const Project& project, std::string_view folder) {
  const Files& files = project.files();
  const std::string prefix = folder.empty() ? std::string() : std::string(folder) + "/";
  std::vector<Target> all;
  std::uint32_t from = first_below(files, prefix);
  for (std::uint32_t i = from; i <= files.size() && i < from + max_neighbours; ++i) {
    std::string_view path = files.path(FileId{i});
    if (!path.starts_with(prefix)) break;
    if (path.find('/', prefix.size()) != std::string_view::npos) continue;
    if (Target one = target(project, FileId{i})) all.push_back(one);
  }
  return all;
}

Target named_target(const Project& project, std::string_view folder, std::string_view named) {
  if (named.starts_with("file://")) named.remove_prefix(7);
  if (!named.empty())
    for (std::string_view base : {folder, std::string_view()})
      if (auto path = join_path(base, named))
        if (Target found = target(project, project.files().find(*path))) return found;
  // Without a name tools take template.yaml; a build product stands for the template it was built from.
  std::string_view own;
  if (std::size_t build = named.find(".aws-sam"); build != std::string_view::npos)
    own = named.substr(0, build);
  else if (!named.empty() && !is_build_product(named)) return {};
  auto at = join_path(folder, own.empty() ? std::string_view(".") : own);
  for (std::string_view name : {"template.yaml", "template.yml", "template.json"})
    if (auto path = at ? join_path(*at, name) : std::nullopt)
      if (Target found = target(project, project.files().find(*path))) return found;
  return {};
}

void bind_parameters(const Target& target, const std::vector<Given>& given, const Project& project,
                     Values& values, Declarations& out) {
  const std::string_view unit = project.files().path(target.file);
  for (const Given& one : given) {
    if (!target.has(one.name)) continue;
    Binding binding;
    binding.target = target.file;
    binding.parameter = one.name;
    binding.value = Text(target, unit, values).value(one.text);
    binding.span = one.span;
    out.bindings.push_back(std::move(binding));
  }
}

}  // namespace demarc::parameters
