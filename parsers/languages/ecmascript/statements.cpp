// Statements: declarations of variables, branches, loops, attempts.
#include <utility>

#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

void Lowering::statement(Node n) {
  if (depth_ >= max_depth) {
    if (!too_deep_) too_deep_ = n;
    return;
  }
  ++depth_;
  if (const Statement handler = tables.statements[kind_of(n)]) (this->*handler)(n);
  else expression(n);
  --depth_;
}

void Lowering::statements(Node n) {
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) statement(c);
}

void Lowering::expression_statement(Node n) {
  const Node inner = first_child(n);
  if (!inner || kind_of(inner) == kind::string) return;  // "use strict"
  const ExprId e = expression(inner);
  // Nobody asks what an assignment that stands alone is worth. That of a name in a function stays, because it
  // may set a variable of a function around it.
  const bool may_reach_out = function_ != file_function && !out_.assignments.empty() &&
                             out_[out_.assignments.back().target].kind == ExprKind::name;
  if (out_[e].kind == ExprKind::assign && e.index + 1 == out_.exprs.size() && !may_reach_out) {
    out_.children.resize(out_[e].first);
    out_.exprs.pop_back();
  }
}

void Lowering::variables(Node n) {
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) statement(c);
}

void Lowering::declarator(Node n) {
  const Node target = part(n, field::name), given = part(n, field::value);
  if (!target) return;
  if (given && import_binding(target, given)) return;
  const ExprId type = declared_type(part(n, field::type));
  if (given)
    bind(target, value(given, kind_of(target) == kind::identifier ? text_id(target) : StringId{}), type);
  // `let x;`: functions below may set it.
  else if (kind_of(target) == kind::identifier) assign(name(target), {}, type);
}

void Lowering::braced(Node n, BlockId block) {
  const Place outside = enter(block);
  if (n) statement(n);
  leave(outside);
}

// What holds where `condition` does not: `x === 1` after `x !== 1`.
ExprId Lowering::unless(Node condition, ExprId lowered) {
  const Node core = bare(condition);
  if (!core || out_[lowered].kind != ExprKind::unknown) return {};
  if (kind_of(core) == kind::binary && operator_of(core) == kind::token_differs && out_[lowered].count == 2)
    return pair_of(ExprKind::equal, core, out_.child(lowered, 0), out_.child(lowered, 1));
  if (kind_of(core) == kind::unary && operator_of(core) == kind::token_not && out_[lowered].count == 1)
    return out_.child(lowered, 0);
  return {};
}

void Lowering::if_statement(Node n) {
  const std::uint32_t choice = ++choices_;
  for (Node at = n; at;) {
    const Node condition = part(at, field::condition), then = part(at, field::consequence);
    const ExprId tested = expression(condition);
    braced(then, open_block(BlockKind::branch, then ? then : at, choice, tested));
    const Node otherwise = part(at, field::alternative);
    const Node inner = otherwise ? first_child(otherwise) : Node{0};
    if (!inner) return;
    if (kind_of(inner) == kind::if_statement) {
      at = inner;
      continue;
    }
    braced(inner, open_block(BlockKind::branch, inner, choice, unless(condition, tested)));
    return;
  }
}

bool Lowering::falls_through(Node branch) const {
  Node last = branch;
  for (;;) {
    Node found = 0;
    for (Node c = tree_.first(last), end = tree_.end(last); c != end; c = tree_.next(c)) found = c;
    if (!found) return true;
    switch (kind_of(found)) {
      case kind::break_statement:
      case kind::continue_statement:
      case kind::return_statement:
      case kind::throw_statement: return false;
      case kind::statement_block: last = found; continue;
      default: return true;
    }
  }
}

void Lowering::switch_statement(Node n) {
  const Node body = part(n, field::body);
  const ExprId subject = expression(part(n, field::value));
  if (!body) return;
  const bool tests_truth = out_[subject].kind == ExprKind::constant && out_.text(subject) == "true";
  std::uint32_t choice = ++choices_;
  // Labels of this branch: its own, and those whose branches run on into it.
  std::vector<ExprId> labels;
  bool is_default = false;
  const auto condition = [&](Node at) -> ExprId {
    if (is_default || labels.empty()) return {};
    Kids kids(*this);
    for (ExprId label : labels) kids.add(label);
    if (tests_truth) return labels.size() == 1 ? labels[0] : kids.make(ExprKind::either, at);
    return pair_of(ExprKind::equal, at, subject,
                   labels.size() == 1 ? labels[0] : kids.make(ExprKind::list, at));
  };
  const bool in_outer = std::exchange(in_switch_, true);
  for (Node c = tree_.first(body), end = tree_.end(body); c != end; c = tree_.next(c)) {
    if (kind_of(c) == kind::switch_default) {
      is_default = true;
    } else if (kind_of(c) == kind::switch_case) {
      if (const ExprId label = expression(part(c, field::value))) labels.push_back(label);
    } else {
      continue;
    }
    if (!part(c, field::body)) continue;
    const BlockId block = open_block(BlockKind::branch, c, choice, condition(c));
    const Place outside = enter(block);
    for (Node s = tree_.first(c), last = tree_.end(c); s != last; s = tree_.next(s))
      if (tree_[s].field == field::body) statement(s);
    leave(outside);
    if (falls_through(c)) {
      // This branch and the next may both run.
      choice = ++choices_;
    } else {
      labels.clear();
      is_default = false;
    }
  }
  in_switch_ = in_outer;
}

// A break of a switch leaves no loop.
void Lowering::break_statement(Node n) {
  if (!in_switch_ || tree_.first(n) != tree_.end(n)) out_.blocks[block_.index].leaves = true;
}

void Lowering::loop_body(Node n) {
  const bool in_outer = std::exchange(in_switch_, false);
  if (const Node body = part(n, field::body)) statement(body);
  in_switch_ = in_outer;
}

void Lowering::for_statement(Node n) {
  if (const Node start = part(n, field::initializer)) statement(start);
  const BlockId block = open_block(BlockKind::loop, n);
  const Place outside = enter(block);
  if (const Node condition = part(n, field::condition)) {
    const ExprId tested = expression(condition);
    out_.blocks[block.index].condition = tested;
  }
  if (const Node step = part(n, field::increment)) expression(step);
  loop_body(n);
  leave(outside);
}

void Lowering::for_in_statement(Node n) {
  const Node target = part(n, field::left);
  const ExprId all = expression(part(n, field::right));
  const BlockId block = open_block(BlockKind::loop, n);
  const Place outside = enter(block);
  // `for (key in object)` goes over its names.
  ExprId many = all;
  if (target && operator_of(n) != kind::token_of)
    many = wrap(ExprKind::call, target, wrap(ExprKind::member, target, all, id("keys")));
  if (target) bind(target, wrap(ExprKind::element, target, many));
  loop_body(n);
  leave(outside);
}

void Lowering::while_statement(Node n) {
  const BlockId block = open_block(BlockKind::loop, n);
  const Place outside = enter(block);
  const ExprId tested = expression(part(n, field::condition));
  out_.blocks[block.index].condition = tested;
  loop_body(n);
  leave(outside);
}

void Lowering::do_statement(Node n) {
  const BlockId block = open_block(BlockKind::loop, n);
  const Place outside = enter(block);
  loop_body(n);
  const ExprId tested = expression(part(n, field::condition));
  out_.blocks[block.index].condition = tested;
  leave(outside);
}

void Lowering::try_statement(Node n) {
  if (const Node body = part(n, field::body)) braced(body, open_block(BlockKind::attempt, body));
  if (const Node handler = part(n, field::handler)) {
    const BlockId block = open_block(BlockKind::handler, handler);
    const Place outside = enter(block);
    if (const Node caught = part(handler, field::parameter))
      bind(caught, leaf(ExprKind::unknown, caught), declared_type(part(handler, field::type)));
    if (const Node body = part(handler, field::body)) statement(body);
    leave(outside);
  }
  // Runs in any case.
  if (const Node last = part(n, field::finalizer)) statement(last);
}

void Lowering::return_statement(Node n) {
  const Node given = first_child(n);
  const ExprId result = given ? value(given) : ExprId{};
  out_.returns.push_back({result, block_});
}

}  // namespace demarc::ecmascript
