// Prefixes are joined from the inside out, along every chain of mounts.
#include "analyzer/recognise/routers.h"

#include <algorithm>

namespace demarc {

ValueId Routers::joined(ValueId prefix, ValueId path) {
  if (!prefix) return path;
  if (!values_.is_literal(prefix) || !values_.is_literal(path)) {
    if (values_.is_literal(prefix) && (values_.text(prefix).empty() || values_.text(prefix) == "/"))
      return path;
    const ValueId all[] = {prefix, path};
    return values_.concat(all);
  }
  std::string all(values_.text(prefix)), back(values_.text(path));
  while (all.ends_with('/')) all.pop_back();
  if (all.empty()) return path;
  if (back == "/" || back.empty()) return values_.literal(all);
  if (back.front() != '/') all += '/';
  return values_.literal(all + back);
}

void Routers::prefixes_of(const std::string& router, ValueId so_far, int depth, std::vector<ValueId>& all) {
  bool any = false;
  if (auto known = mounts_.find(router); known != mounts_.end() && depth < 6)
    for (const Mount& m : known->second)
      if (m.inside != router && all.size() < 16) {
        any = true;
        prefixes_of(m.inside, joined(m.prefix, so_far), depth + 1, all);
      }
  if (!any && std::find(all.begin(), all.end(), so_far) == all.end()) all.push_back(so_far);
}

void Routers::put_prefixes(std::vector<Effect>& effects) {
  std::vector<Effect> more;
  for (Effect& e : effects) {
    const ValueId site = e.capture("@site");
    std::vector<ValueId> prefixes;
    for (const auto& [word, v] : e.captures)
      if (word == "@prefix") prefixes.push_back(v);
    std::erase_if(e.captures, [](const auto& c) { return c.first[0] == '@'; });
    const bool is_route = e.object == EntityKind::operation &&
                          (e.kind == RelationKind::exposes || e.kind == RelationKind::handles);
    ValueId path = e.capture("path");
    if (e.kind == RelationKind::calls && path && !prefixes.empty()) {
      for (ValueId prefix : prefixes) path = joined(prefix, path);
      for (auto& [word, old] : e.captures)
        if (word == "path") old = path;
    }
    if (!is_route || (!path && prefixes.empty())) continue;
    std::vector<ValueId> all;
    for (ValueId prefix : prefixes) path = joined(prefix, path ? path : values_.literal("/"));
    if (site) prefixes_of(std::string(values_.text(site)), path, 0, all);
    else all.push_back(path);
    for (ValueId& one : all)
      if (values_.is_literal(one) && !values_.text(one).starts_with('/'))
        one = values_.literal("/" + std::string(values_.text(one)));
    auto set = [](Effect& to, ValueId v) {
      for (auto& [word, old] : to.captures)
        if (word == "path") {
          old = v;
          return;
        }
      to.captures.emplace_back("path", v);
      std::sort(to.captures.begin(), to.captures.end());
    };
    for (std::size_t i = 1; i < all.size(); ++i) {
      more.push_back(e);
      set(more.back(), all[i]);
    }
    set(e, all[0]);
  }
  effects.insert(effects.end(), more.begin(), more.end());
}

std::string path_of_regex(std::string_view regex) {
  std::string out;
  while (regex.starts_with('^') || regex.starts_with("\\A")) regex.remove_prefix(regex[0] == '^' ? 1 : 2);
  for (std::size_t at = 0; at < regex.size(); ++at) {
    const char ch = regex[at];
    if (ch == '(') {
      std::string name;
      if (regex.substr(at).starts_with("(?P<") || regex.substr(at).starts_with("(?<"))
        if (const std::size_t begin = regex.find('<', at), end = regex.find('>', at);
            end != std::string_view::npos)
          name = regex.substr(begin + 1, end - begin - 1);
      int depth = 0;
      for (; at < regex.size(); ++at) {
        if (regex[at] == '\\') ++at;
        else if (regex[at] == '(') ++depth;
        else if (regex[at] == ')' && --depth == 0) break;
      }
      out += "{" + (name.empty() ? std::string("param") : name) + "}";
    } else if (ch == '\\' && at + 1 < regex.size()) {
      const char next = regex[++at];
      if (next == 'Z' || next == 'z') continue;
      if (std::isalpha(static_cast<unsigned char>(next))) out += out.ends_with("{param}") ? "" : "{param}";
      else out += next;
    } else if (ch == '[') {
      at = std::min(regex.find(']', at), regex.size());
      out += "{param}";
    } else if (ch != '$' && ch != '?' && ch != '+' && ch != '*') {
      out += ch;
    }
  }
  return out;
}

}  // namespace demarc
