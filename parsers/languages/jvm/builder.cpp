// Putting down classes; names that other files may hold.
#include "parsers/languages/jvm/builder.h"

#include <algorithm>

namespace demarc::languages::jvm {

void Builder::begin_file() {
  f_.members_are_names = true;
  f_.exprs.reserve(t_.size() / 2);
  TreeBuilder::begin_file();
}

void Builder::enter(FunctionId function, NodeIndex body, ClassId owner, BlockKind kind) {
  TreeBuilder::enter(function, body, owner, kind);
  if (owner) in_.names = locals_.size();
}

ClassId Builder::open_class(NodeIndex n, NodeIndex name_node, StringId name, NodeIndex body) {
  const ClassId made{static_cast<std::uint32_t>(f_.classes.size())};
  code::Class c;
  c.name = name;
  c.scope = in_.function;
  c.begin = t_[n].begin;
  c.end = t_[n].end;
  f_.classes.push_back(c);
  const FunctionId inside = open_function(n, name);
  f_.functions[inside.index].is_class_body = true;
  f_.functions[inside.index].owner = made;
  f_.classes[made.index].body = inside;
  if (name) declare(name_node, name, ExprKind::type, made.index, n);
  enter(inside, body ? body : n, made);
  return made;
}

// ---- names

const Builder::Local* Builder::find_local(StringId name) const {
  for (std::size_t i = locals_.size(); i-- > in_.names;)
    if (locals_[i].name == name) return &locals_[i];
  return nullptr;
}

ExprId Builder::target_name(NodeIndex n, StringId name) {
  const bool is_in_class = [&] {
    for (FunctionId at = in_.function; at; at = f_.functions[at.index].parent)
      if (f_.functions[at.index].owner) return true;
    return false;
  }();
  if (!is_in_class || find_local(name)) return leaf(ExprKind::name, n, name);
  return over(ExprKind::member, n, leaf(ExprKind::self, n), name);
}

ExprId Builder::outside_name(NodeIndex n, StringId name) {
  if (used_.size() <= name.index) used_.resize(f_.strings.size() + 64);
  used_[name.index] = true;
  return leaf(ExprKind::name, n, name);
}

void Builder::import(NodeIndex n, std::string_view module, std::string_view name, std::string_view local,
                     bool is_type_only) {
  code::Import i;
  i.module = id(module);
  i.name = id(name);
  i.local = id(local);
  i.block = {1};
  i.type_only = is_type_only;
  i.begin = t_[n].begin;
  i.end = t_[n].end;
  f_.imports.push_back(i);
}

void Builder::finish_names() {
  for (const code::Import& i : f_.imports)
    if (i.local.index < used_.size()) used_[i.local.index] = false;
  for (std::size_t c = 1; c < f_.classes.size(); ++c)
    if (f_.classes[c].name.index < used_.size()) used_[f_.classes[c].name.index] = false;
  for (const code::Assignment& a : f_.assignments)
    if (a.target && at(a.target).kind == ExprKind::name && at(a.target).text.index < used_.size())
      used_[at(a.target).text.index] = false;
  const std::size_t first = f_.imports.size();
  for (std::size_t e = 1; e < f_.exprs.size() && !used_.empty(); ++e) {
    const code::Expr& x = f_.exprs[e];
    if (x.kind != ExprKind::name || x.text.index >= used_.size() || !used_[x.text.index]) continue;
    used_[x.text.index] = false;
    code::Import i;
    i.local = x.text;
    i.block = {1};
    i.begin = x.begin;
    i.end = x.end;
    f_.imports.push_back(i);
  }
  std::string module;
  for (std::size_t i = first; i < f_.imports.size(); ++i) {
    module = "*.";
    module += f_.strings.text(f_.imports[i].local);
    f_.imports[i].module = id(module);
  }
}

ExprId Builder::qualified(NodeIndex n, std::string_view text) {
  const StringId whole = id(text);
  const bool is_known = std::any_of(f_.imports.begin(), f_.imports.end(),
                                    [&](const code::Import& i) { return i.local == whole; });
  if (!is_known) import(n, text, {}, text);
  return leaf(ExprKind::name, n, whole);
}

ExprId Builder::appended_text(NodeIndex n, ExprId value) {
  const ExprId made = over(ExprKind::concat, n, value);
  f_.exprs[made.index].begin = at(value).begin;
  f_.exprs[made.index].end = at(value).end;
  return made;
}

}  // namespace demarc::languages::jvm
