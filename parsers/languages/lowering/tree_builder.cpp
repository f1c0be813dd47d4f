// Putting down expressions, blocks and functions; what a tree could not give.
#include "parsers/languages/lowering/tree_builder.h"

#include <algorithm>

namespace demarc::languages {

ExprId TreeBuilder::close(ExprKind kind, NodeIndex n, Mark mark, StringId text) {
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

ExprId TreeBuilder::leaf(ExprKind kind, NodeIndex n, StringId text) {
  code::Expr e;
  e.kind = kind;
  e.text = text;
  e.begin = t_[n].begin;
  e.end = t_[n].end;
  f_.exprs.push_back(e);
  return {static_cast<std::uint32_t>(f_.exprs.size() - 1)};
}

ExprId TreeBuilder::over(ExprKind kind, NodeIndex n, ExprId child, StringId text) {
  const Mark one = mark();
  push(child);
  return close(kind, n, one, text);
}

ExprId TreeBuilder::over(ExprKind kind, NodeIndex n, ExprId first, ExprId second) {
  const Mark two = mark();
  push(first);
  push(second);
  return close(kind, n, two);
}

bool TreeBuilder::is_text(ExprId e) const {
  const ExprKind kind = at(e).kind;
  return kind == ExprKind::string || kind == ExprKind::concat || kind == ExprKind::format;
}

code::Range TreeBuilder::keep(Mark mark) {
  if (stack_.size() == mark) return {};
  const code::Range range{static_cast<std::uint32_t>(f_.annotations.size()),
                          static_cast<std::uint32_t>(stack_.size() - mark)};
  f_.annotations.insert(f_.annotations.end(), stack_.begin() + static_cast<std::ptrdiff_t>(mark),
                        stack_.end());
  stack_.resize(mark);
  return range;
}

code::Range TreeBuilder::keep_parameters(const std::vector<code::Parameter>& made) {
  const code::Range range{static_cast<std::uint32_t>(f_.parameters.size()),
                          static_cast<std::uint32_t>(made.size())};
  f_.parameters.insert(f_.parameters.end(), made.begin(), made.end());
  return range;
}

void TreeBuilder::begin_file() {
  code::Function whole;
  whole.end = static_cast<std::uint32_t>(t_.source().size());
  f_.functions.push_back(whole);
  in_.function = code::file_function;
  in_.block = open_block(0, BlockKind::body);
  f_.functions[1].body = in_.block;
}

BlockId TreeBuilder::open_block(NodeIndex n, BlockKind kind, ExprId condition, std::uint32_t choice) {
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

FunctionId TreeBuilder::open_function(NodeIndex n, StringId name) {
  code::Function f;
  f.name = name;
  f.parent = in_.function;
  f.owner = in_.owner;
  f.begin = t_[n].begin;
  f.end = t_[n].end;
  f_.functions.push_back(f);
  return {static_cast<std::uint32_t>(f_.functions.size() - 1)};
}

void TreeBuilder::enter(FunctionId function, NodeIndex body, ClassId owner, BlockKind kind) {
  in_.function = function;
  in_.owner = owner;
  in_.block = {};
  in_.block = open_block(body, kind);
  f_.functions[function.index].body = in_.block;
}

void TreeBuilder::declare(NodeIndex name_node, StringId name, ExprKind kind, std::uint32_t target,
                          NodeIndex n) {
  const ExprId left = leaf(ExprKind::name, name_node, name);
  const ExprId right = leaf(kind, n);
  f_.exprs[right.index].first = target;
  assign(left, right, {}, AssignmentKind::declare);
}

bool is_parsed(syntax::Outcome outcome, FileId file, Observations& out) {
  if (outcome == syntax::Outcome::parsed) return true;
  out.has_errors = true;
  out.notes.push_back({{file, 0, 0}, "not read: " + std::string(syntax::to_string(outcome))});
  return false;
}

void note_gaps(const syntax::Tree& tree, std::optional<NodeIndex> too_deep, FileId file, Observations& out) {
  auto note = [&](const syntax::Node& at, const char* what) {
    out.notes.push_back({{file, at.begin, at.end}, what});
  };
  if (too_deep) note(tree[*too_deep], "nested too deeply to be read");
  if (!tree.has_errors()) return;
  out.has_errors = true;
  for (NodeIndex n = 0; n < tree.size(); ++n) {
    if (tree[n].kind != syntax::error && !tree[n].missing) continue;
    note(tree[n], "syntax error");
    break;
  }
}

}  // namespace demarc::languages
