// Loops and choices, and what blocks stand for as values.
#include "parsers/languages/kotlin/lower.h"

namespace demarc::languages::kt {

void Lower::branch(NodeIndex body, BlockKind kind, ExprId condition, std::uint32_t choice) {
  const BlockId outer = in_.block;
  in_.block = open_block(body, kind, condition, choice);
  const std::size_t names = locals_.size();
  push(value_of(body));
  locals_.resize(names);
  in_.block = outer;
}

ExprId Lower::last_value(NodeIndex n) {
  switch (kind(n)) {
    case return_expression:
    case throw_expression: expr(n); return {};
    default: break;
  }
  if (!statement_of(kind(n)) && !is_token(kind(n))) return expr(n);
  statement(n);
  return {};
}

ExprId Lower::value_of(NodeIndex body) {
  if (kind(body) != block) return last_value(body);
  ExprId last;
  for (NodeIndex c = t_.first(body), end = t_.end(body); c != end; c = t_.next(c))
    last = t_.next(c) == end ? last_value(c) : (statement(c), ExprId{});
  return last;
}

ExprId Lower::lambda_value(NodeIndex lambda) {
  ExprId last;
  for (NodeIndex c = t_.first(lambda), end = t_.end(lambda); c != end; c = t_.next(c)) {
    if (kind(c) == lambda_parameters) continue;
    last = t_.next(c) == end ? last_value(c) : (statement(c), ExprId{});
  }
  return last;
}

// The values from `all` on, as one.
ExprId Lower::choice_of(NodeIndex n, Mark all) {
  if (mark() == all) return leaf(ExprKind::unknown, n);
  if (mark() - all > 1) return close(ExprKind::either, n, all);
  const ExprId only = stack_.back();
  stack_.resize(all);
  return only;
}

// ---- loops

void Lower::read_for(NodeIndex n) {
  NodeIndex variable = 0, values = 0, body = 0;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (is_token(kind(c)) || kind(c) == label || kind(c) == annotation) continue;
    if (!variable) variable = c;
    else if (!values) values = c;
    else body = c;
  }
  if (!variable || !values) return statements(n);
  const ExprId all = expr(values);
  const BlockId outer = in_.block;
  const std::size_t names = locals_.size();
  in_.block = open_block(body ? body : n, BlockKind::loop);
  if (kind(variable) == variable_declaration || kind(variable) == multi_variable_declaration)
    bind(variable, over(ExprKind::element, values, all));
  if (body) statement(body);
  locals_.resize(names);
  in_.block = outer;
}

void Lower::read_while(NodeIndex n) {
  const NodeIndex test = part(n, f_condition);
  const bool is_do = kind(n) == do_while_statement;
  const ExprId condition = test && !is_do ? expr(test) : ExprId{};
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (c == test || is_token(kind(c)) || kind(c) == label) continue;
    const BlockId outer = in_.block;
    in_.block = open_block(c, BlockKind::loop, condition);
    statement(c);
    in_.block = outer;
  }
  if (test && is_do) expr(test);
}

// ---- choices

ExprId Lower::read_if(NodeIndex n) {
  const Mark all = mark();
  std::uint32_t choice = 0;
  // `else if` chains may be long: taken in a loop.
  for (NodeIndex at = n; at;) {
    NodeIndex test = part(at, f_condition), yes = 0, no = 0;
    bool is_else = false;
    for (NodeIndex c = t_.first(at), end = t_.end(at); c != end; c = t_.next(c)) {
      if (kind(c) == t_else) is_else = true;
      else if (c != test && !is_token(kind(c))) (is_else ? no : yes) = c;
    }
    const ExprId condition = test ? expr(test) : ExprId{};
    if (!choice) choice = ++choice_;
    if (yes) branch(yes, BlockKind::branch, condition, choice);
    if (no && kind(no) != if_expression) branch(no, BlockKind::branch, {}, choice);
    at = no && kind(no) == if_expression ? no : 0;
  }
  return choice_of(n, all);
}

ExprId Lower::when_condition(NodeIndex entry, ExprId subject) {
  const Mark labels = mark();
  NodeIndex first = entry;
  for (NodeIndex c = t_.first(entry), end = t_.end(entry); c != end; c = t_.next(c)) {
    if (t_[c].field != f_condition) continue;
    if (kind(c) == type_test) continue;
    if (kind(c) == range_test) {
      for (NodeIndex r = t_.first(c), last = t_.end(c); r != last; r = t_.next(r))
        if (!is_token(kind(r))) expr(r);
      continue;
    }
    first = c;
    push(expr(c));
  }
  if (mark() == labels) return {};
  if (!subject || mark() - labels == 1) {
    const ExprId label = stack_[labels];
    stack_.resize(labels);
    return subject ? over(ExprKind::equal, first, subject, label) : label;
  }
  return over(ExprKind::equal, first, subject, close(ExprKind::list, first, labels));
}

ExprId Lower::read_when(NodeIndex n) {
  const std::size_t names = locals_.size();
  ExprId subject;
  if (const NodeIndex test = child_of(n, when_subject)) {
    NodeIndex variable = child_of(test, variable_declaration);
    for (NodeIndex c = t_.first(test), end = t_.end(test); c != end; c = t_.next(c))
      if (c != variable && !is_token(kind(c)) && kind(c) != annotation) subject = expr(c);
    if (variable) bind(variable, subject);
  }
  const std::uint32_t choice = ++choice_;
  const Mark all = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) != when_entry) continue;
    NodeIndex body = 0;
    for (NodeIndex s = t_.first(c), last = t_.end(c); s != last; s = t_.next(s))
      if (t_[s].field != f_condition && !is_token(kind(s))) body = s;
    const ExprId condition = when_condition(c, subject);
    if (body) branch(body, BlockKind::branch, condition, choice);
  }
  locals_.resize(names);
  return choice_of(n, all);
}

ExprId Lower::read_try(NodeIndex n) {
  const Mark all = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) switch (kind(c)) {
      case block: branch(c, BlockKind::attempt); break;
      case finally_block: statements(c); break;  // runs in any case, like the statements after it
      case catch_block: {
        const BlockId outer = in_.block;
        const std::size_t names = locals_.size();
        in_.block = open_block(c, BlockKind::handler);
        const NodeIndex name = child_of(c, identifier), body = child_of(c, block);
        ExprId declared;
        for (NodeIndex p = t_.first(c), last = t_.end(c); p != last; p = t_.next(p))
          if (is_type(kind(p))) declared = type(p);
        if (name) {
          local(name_of(name));
          assign(leaf(ExprKind::name, name, name_of(name)), leaf(ExprKind::unknown, name), declared);
        }
        if (body) push(value_of(body));
        locals_.resize(names);
        in_.block = outer;
        break;
      }
      default: break;
    }
  return choice_of(n, all);
}

ExprId Lower::read_return(NodeIndex n) {
  const NodeIndex to = part(n, f_label);
  NodeIndex what = 0;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (c != to && !is_token(kind(c))) what = c;
  const ExprId value = what ? expr(what) : ExprId{};
  if (to) {
    const StringId wanted = name_of(to);
    for (std::size_t i = inlined_.size(); i-- > first_inlined_;)
      if (inlined_[i].label == wanted) {
        if (value) inlined_[i].values.push_back(value);
        return {};
      }
  }
  returns(value ? value : null(n));
  return {};
}

ExprId Lower::read_throw(NodeIndex n) {
  if (!t_.is_leaf(n)) expr(t_.first(n));
  return {};
}

}  // namespace demarc::languages::kt
