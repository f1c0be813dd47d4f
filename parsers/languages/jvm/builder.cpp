// Putting down expressions, blocks, functions and classes; names that other files may hold.
#include "parsers/languages/jvm/builder.h"

#include <algorithm>

namespace demarc::languages::jvm {

ExprId Builder::close(ExprKind kind, NodeIndex n, Mark mark, StringId text) {
  const std::size_t count = stack_.size() - mark;
  code::Expr e;
  e.kind = kind;
  e.text = text;
  e.begin = t_[n].begin;
  e.end = t_[n].end;
  e.cut = count > 255;
  e.count = static_cast<std::uint8_t>(std::min<std::size_t>(count, 255));
  e.first = static_cast<std::uint32_t>(f_.children.size());
  const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(mark);
  f_.children.insert(f_.children.end(), begin, begin + e.count);
  stack_.resize(mark);
  f_.exprs.push_back(e);
  return {static_cast<std::uint32_t>(f_.exprs.size() - 1)};
}

ExprId Builder::leaf(ExprKind kind, NodeIndex n, StringId text) { return close(kind, n, mark(), text); }

ExprId Builder::over(ExprKind kind, NodeIndex n, ExprId child, StringId text) {
  const Mark one = mark();
  push(child);
  return close(kind, n, one, text);
}

ExprId Builder::over(ExprKind kind, NodeIndex n, ExprId first, ExprId second) {
  const Mark two = mark();
  push(first);
  push(second);
  return close(kind, n, two);
}

bool Builder::is_text(ExprId e) const {
  const ExprKind kind = at(e).kind;
  return kind == ExprKind::string || kind == ExprKind::concat || kind == ExprKind::format;
}

code::Range Builder::keep(Mark mark) {
  if (stack_.size() == mark) return {};
  const code::Range range{static_cast<std::uint32_t>(f_.annotations.size()),
                          static_cast<std::uint32_t>(stack_.size() - mark)};
  f_.annotations.insert(f_.annotations.end(), stack_.begin() + static_cast<std::ptrdiff_t>(mark),
                        stack_.end());
  stack_.resize(mark);
  return range;
}

void Builder::begin_file() {
  f_.members_are_names = true;
  f_.exprs.reserve(t_.size() / 2);
  code::Function whole;
  whole.end = static_cast<std::uint32_t>(t_.source().size());
  f_.functions.push_back(whole);
  in_.function = code::file_function;
  in_.block = open_block(0, BlockKind::body);
  f_.functions[1].body = in_.block;
}

BlockId Builder::open_block(NodeIndex n, BlockKind kind, ExprId condition, std::uint32_t choice) {
  code::Block b;
  b.parent = in_.block;
  b.function = in_.function;
  b.kind = kind;
  b.choice = choice;
  b.condition = condition;
  b.begin = t_[n].begin;
  b.end = t_[n].end;
  f_.blocks.push_back(b);
  return {static_cast<std::uint32_t>(f_.blocks.size() - 1)};
}

void Builder::assign(ExprId target, ExprId value, ExprId type, AssignmentKind kind, code::Range annotations) {
  f_.assignments.push_back({target, value, type, in_.block, annotations, kind});
}

FunctionId Builder::open_function(NodeIndex n, StringId name) {
  code::Function f;
  f.name = name;
  f.parent = in_.function;
  f.owner = in_.owner;
  f.begin = t_[n].begin;
  f.end = t_[n].end;
  f_.functions.push_back(f);
  return {static_cast<std::uint32_t>(f_.functions.size() - 1)};
}

void Builder::enter(FunctionId function, NodeIndex body, ClassId owner, BlockKind kind) {
  in_ = {.function = function, .block = {}, .owner = owner, .locals = owner ? locals_.size() : in_.locals};
  in_.block = open_block(body, kind);
  f_.functions[function.index].body = in_.block;
}

void Builder::declare(NodeIndex name_node, StringId name, ExprKind kind, std::uint32_t target, NodeIndex n) {
  const ExprId left = leaf(ExprKind::name, name_node, name);
  const ExprId right = leaf(kind, n);
  f_.exprs[right.index].first = target;
  assign(left, right, {}, AssignmentKind::declare);
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

code::Range Builder::keep_parameters(const std::vector<code::Parameter>& made) {
  const code::Range range{static_cast<std::uint32_t>(f_.parameters.size()),
                          static_cast<std::uint32_t>(made.size())};
  f_.parameters.insert(f_.parameters.end(), made.begin(), made.end());
  return range;
}

// ---- names

const Builder::Local* Builder::find_local(StringId name) const {
  for (std::size_t i = locals_.size(); i-- > in_.locals;)
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

}  // namespace demarc::languages::jvm
