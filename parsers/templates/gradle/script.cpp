// Small questions to build scripts.
#include "parsers/templates/gradle/script.h"

#include <cctype>

namespace demarc::gradle {
namespace {
constexpr std::size_t max_text = 4096;
constexpr std::size_t max_names = 5000;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; }
}  // namespace

std::string_view Statement::name() const {
  const std::string_view what = d->text_of(at, "do");
  return what.empty() ? d->text_of(at, "set") : what;
}

std::vector<NodeIndex> Statement::with() const {
  std::vector<NodeIndex> all;
  const NodeIndex list = d->find(at, "with");
  for (std::uint32_t i = 0; list != no_node && i < (*d)[list].count; ++i)
    all.push_back(d->child((*d)[list], i));
  return all;
}

std::vector<Statement> Statement::block() const {
  const NodeIndex block = d->find(at, "block");
  return block == no_node ? std::vector<Statement>{} : statements(*d, block);
}

std::vector<Statement> Statement::then() const {
  const NodeIndex list = d->find(at, "then");
  return list == no_node ? std::vector<Statement>{} : statements(*d, list);
}

std::vector<Statement> statements(const Document& d) {
  return d.roots().empty() ? std::vector<Statement>{} : statements(d, d.roots()[0]);
}

std::vector<Statement> statements(const Document& d, NodeIndex list) {
  std::vector<Statement> all;
  if (list == no_node || d[list].kind != NodeKind::list) return all;
  for (std::uint32_t i = 0; i < d[list].count; ++i) {
    const NodeIndex n = d.child(d[list], i);
    if (d[n].kind == NodeKind::map) all.push_back({&d, n});
  }
  return all;
}

std::string_view plain_name(std::string_view name) {
  for (bool again = true; again;) {
    again = false;
    for (std::string_view start :
         {"rootProject.", "project.", "ext.", "extra.", "this.", "parent.", "properties.", "gradle."})
      if (name.starts_with(start) && name.size() > start.size()) {
        // A project's own name is no variable.
        if (name == "project.name" || name == "rootProject.name" || name == "project.group") return name;
        name.remove_prefix(start.size());
        again = true;
      }
  }
  return name;
}

std::string filled(std::string_view text, const Names& names) {
  std::string out;
  for (std::size_t i = 0; i < text.size() && out.size() < max_text; ++i) {
    std::size_t begin = i + 1, end = i + 1, next = i;
    if (text[i] == '$' && begin < text.size()) {
      if (text[begin] == '{') {
        end = text.find('}', ++begin);
        next = end;
      } else {
        while (end < text.size() && is_word(text[end])) ++end;
        while (end > begin && text[end - 1] == '.') --end;
        next = end - 1;
      }
    }
    if (next == i || end == std::string_view::npos) {
      out += text[i];
      continue;
    }
    const auto at = names.find(plain_name(text.substr(begin, end - begin)));
    if (at != names.end()) out += at->second;
    else out += text.substr(i, next - i + 1);
    i = next;
  }
  return out;
}

std::string text_of(const Document& d, NodeIndex value, const Names& names) {
  if (value == no_node) return {};
  const DocumentNode& n = d[value];
  if (n.kind == NodeKind::list && d.tag(value) == "sum") {
    std::string all;
    for (std::uint32_t i = 0; i < n.count && all.size() < max_text; ++i) {
      const NodeIndex part = d.child(n, i);
      if (d[part].kind != NodeKind::list) all += text_of(d, part, names);
    }
    return all;
  }
  if (n.kind == NodeKind::map) {
    // property('x'), extra("x"), file('x'), findProperty("x")
    const Statement call{&d, value};
    const std::vector<NodeIndex> with = call.with();
    if (with.empty() || d[with[0]].kind != NodeKind::string) return {};
    const std::string_view what = plain_name(call.name());
    if (what == "property" || what == "findProperty" || what == "getProperty" || what == "ext.get") {
      const auto at = names.find(d.text(with[0]));
      return at == names.end() ? std::string{} : at->second;
    }
    if (what == "extra" || what == "file" || what == "uri" || what == "File")
      return text_of(d, with.back(), names);
    return {};
  }
  if (n.kind == NodeKind::number) return std::string(d.text(value));
  if (n.kind != NodeKind::string) return {};
  if (!n.quoted) {
    const auto at = names.find(plain_name(d.text(value)));
    return at == names.end() ? std::string{} : at->second;
  }
  return d.tag(value) == "interpolated" ? filled(d.text(value), names) : std::string(d.text(value));
}

void define(const std::string& name, const Document& d, NodeIndex value, Names& names) {
  if (value == no_node || names.size() > max_names || name.size() > 200) return;
  if (d[value].kind == NodeKind::list && d.tag(value).empty()) {
    for (std::uint32_t i = 0; i < d[value].count; ++i) {
      const NodeIndex entry = d.child(d[value], i);
      if (d[entry].kind == NodeKind::list) define(name, d, entry, names);
      if (d[entry].kind != NodeKind::map || d.tag(entry) != "named") continue;
      for (std::uint32_t k = 0; k + 1 < d[entry].count; k += 2) {
        const std::string_view key = d.text(d.child(d[entry], k));
        define(name.empty() ? std::string(key) : name + "." + std::string(key), d, d.child(d[entry], k + 1),
               names);
      }
    }
    return;
  }
  // `by extra("x")`, `extra("x")`
  const std::string text = text_of(d, value, names);
  if (!name.empty() && !text.empty()) names[name] = text;
}

}  // namespace demarc::gradle
