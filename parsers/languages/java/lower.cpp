// Statements of a file: package, imports, blocks, variables.
#include "parsers/languages/java/lower.h"

#include <array>
#include <utility>

namespace demarc::languages::jv {

NodeIndex Lower::child_of(NodeIndex n, Kind wanted) const {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) == wanted) return c;
  return 0;
}

void Lower::file() {
  begin_file();
  statements(0);
  finish_names();
}

Lower::Statement Lower::statement_of(Kind kind) {
  static constexpr auto table = [] {
    std::array<Statement, 256> t{};
    t[annotation_type_declaration] = &Lower::read_class;
    t[block] = &Lower::scoped_statements;
    t[break_statement] = &Lower::read_break;
    t[class_declaration] = &Lower::read_class;
    t[constructor_body] = &Lower::scoped_statements;
    t[continue_statement] = &Lower::skip;
    t[do_statement] = &Lower::read_do;
    t[enhanced_for_statement] = &Lower::read_for_each;
    t[enum_declaration] = &Lower::read_class;
    t[explicit_constructor_invocation] = &Lower::read_constructor_call;
    t[expression_statement] = &Lower::read_expression_statement;
    t[finally_clause] = &Lower::statements;
    t[for_statement] = &Lower::read_for;
    t[if_statement] = &Lower::read_if;
    t[import_declaration] = &Lower::read_import;
    t[interface_declaration] = &Lower::read_class;
    t[labeled_statement] = &Lower::read_labeled;
    t[local_variable_declaration] = &Lower::read_local;
    t[method_declaration] = &Lower::read_method;
    t[module_declaration] = &Lower::skip;
    t[package_declaration] = &Lower::read_package;
    t[program] = &Lower::statements;
    t[record_declaration] = &Lower::read_class;
    t[return_statement] = &Lower::read_return;
    t[switch_expression] = &Lower::read_switch_statement;
    t[synchronized_statement] = &Lower::read_synchronized;
    t[throw_statement] = &Lower::read_throw;
    t[try_statement] = &Lower::read_try;
    t[try_with_resources_statement] = &Lower::read_try;
    t[while_statement] = &Lower::read_while;
    t[yield_statement] = &Lower::read_yield;
    t[syntax::error] = &Lower::statements;
    return t;
  }();
  return table[kind];
}

void Lower::statement(NodeIndex n) {
  if (const Statement action = statement_of(kind(n))) deeper(n, [&] { (this->*action)(n); });
  else expr(n);
}

void Lower::statements(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) statement(c);
}

void Lower::scoped_statements(NodeIndex n) {
  const std::size_t names = locals_.size();
  statements(n);
  locals_.resize(names);
}

BlockId Lower::branch(NodeIndex body, BlockKind kind, ExprId condition, std::uint32_t choice) {
  const BlockId outer = in_.block;
  const BlockId made = open_block(body, kind, condition, choice);
  in_.block = made;
  const std::size_t names = locals_.size();
  statement(body);
  locals_.resize(names);
  in_.block = outer;
  return made;
}

void Lower::read_expression_statement(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) statement(c);
}

// ---- package and imports

void Lower::read_package(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) == identifier || kind(c) == scoped_identifier) f_.package = id(dotted(c));
}

void Lower::read_import(NodeIndex n) {
  std::string path;
  bool is_static = false, is_star = false;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) switch (kind(c)) {
      case t_static: is_static = true; break;
      case asterisk: is_star = true; break;
      case identifier:
      case scoped_identifier: path = dotted(c); break;
      default: break;
    }
  if (path.empty()) return;
  has_lombok_ |= path == "lombok" || path.starts_with("lombok.");
  if (is_star) return import(n, path, "*", "", !is_static);
  const std::size_t dot = path.rfind('.');
  const std::string last = path.substr(dot == std::string::npos ? 0 : dot + 1);
  if (is_static && dot != std::string::npos) import(n, path.substr(0, dot), last, last);
  else import(n, path, "", last);
}

// ---- variables

void Lower::declare_variable(NodeIndex declarator, ExprId declared, std::string_view written_type) {
  const NodeIndex name = part(declarator, f_name), value = part(declarator, f_value);
  if (!name) return;
  const ExprId given = value ? expr(value) : ExprId{};
  const bool is_buffer = written_type == "StringBuilder" || written_type == "StringBuffer" ||
                         (written_type == "var" && value && is_builder(value));
  local(id(name), is_buffer);
  assign(leaf(ExprKind::name, name, id(name)), given, declared);
}

void Lower::read_local(NodeIndex n) {
  const NodeIndex written = part(n, f_type);
  const std::string_view text = written ? t_.text(written) : std::string_view{};
  const ExprId declared = written && text != "var" ? type(written) : ExprId{};
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) == variable_declarator) declare_variable(c, declared, text);
}

// ---- compound statements

void Lower::read_if(NodeIndex n) {
  // A pattern variable may live on after the statement.
  std::uint32_t choice = 0;
  // `else if` chains may be long: taken in a loop.
  for (NodeIndex at = n; at;) {
    const NodeIndex test = part(at, f_condition), yes = part(at, f_consequence), no = part(at, f_alternative);
    const ExprId condition = test ? expr(test) : ExprId{};
    if (!choice) choice = ++choice_;
    if (yes) branch(yes, BlockKind::branch, condition, choice);
    if (no && kind(no) != if_statement) branch(no, BlockKind::branch, {}, choice);
    at = no && kind(no) == if_statement ? no : 0;
  }
}

void Lower::read_while(NodeIndex n) {
  const NodeIndex test = part(n, f_condition);
  const ExprId condition = test ? expr(test) : ExprId{};
  const bool outside = std::exchange(in_switch_, false);
  if (const NodeIndex body = part(n, f_body)) branch(body, BlockKind::loop, condition);
  in_switch_ = outside;
}

void Lower::read_do(NodeIndex n) {
  BlockId loop;
  const bool outside = std::exchange(in_switch_, false);
  if (const NodeIndex body = part(n, f_body)) loop = branch(body, BlockKind::loop);
  in_switch_ = outside;
  if (const NodeIndex test = part(n, f_condition)) {
    const ExprId condition = expr(test);
    if (loop) f_.blocks[loop.index].condition = condition;
  }
}

void Lower::read_for(NodeIndex n) {
  const std::size_t names = locals_.size();
  const BlockId outer = in_.block;
  const NodeIndex body = part(n, f_body);
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (t_[c].field == f_init) statement(c);
  const NodeIndex test = part(n, f_condition);
  in_.block = open_block(n, BlockKind::loop, test ? expr(test) : ExprId{});
  const bool outside = std::exchange(in_switch_, false);
  if (body) statement(body);
  in_switch_ = outside;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (t_[c].field == f_update) statement(c);
  in_.block = outer;
  locals_.resize(names);
}

void Lower::read_for_each(NodeIndex n) {
  const NodeIndex written = part(n, f_type), name = part(n, f_name), all = part(n, f_value),
                  body = part(n, f_body);
  const ExprId values = all ? expr(all) : ExprId{};
  const BlockId outer = in_.block;
  const std::size_t names = locals_.size();
  in_.block = open_block(body ? body : n, BlockKind::loop);
  if (name) {
    local(id(name));
    const ExprId declared = written && t_.text(written) != "var" ? type(written) : ExprId{};
    assign(leaf(ExprKind::name, name, id(name)), values ? over(ExprKind::element, all, values) : ExprId{},
           declared);
  }
  const bool outside = std::exchange(in_switch_, false);
  if (body) statement(body);
  in_switch_ = outside;
  locals_.resize(names);
  in_.block = outer;
}

void Lower::read_try(NodeIndex n) {
  const std::size_t names = locals_.size();
  const BlockId outer = in_.block;
  const NodeIndex body = part(n, f_body);
  if (body) {
    in_.block = open_block(body, BlockKind::attempt);
    if (const NodeIndex resources = part(n, f_resources)) read_resources(resources);
    statement(body);
    in_.block = outer;
  }
  locals_.resize(names);
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == catch_clause) read_catch(c);
    else if (kind(c) == finally_clause) statements(c);  // runs in any case, like the statements after it
  }
}

void Lower::read_resources(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) != resource) continue;
    const NodeIndex name = part(c, f_name), value = part(c, f_value), written = part(c, f_type);
    if (!name) continue;  // a variable that is there already
    const ExprId declared = written && t_.text(written) != "var" ? type(written) : ExprId{};
    const ExprId given = value ? expr(value) : ExprId{};
    local(id(name));
    assign(leaf(ExprKind::name, name, id(name)), given, declared);
  }
}

void Lower::read_catch(NodeIndex n) {
  const BlockId outer = in_.block;
  const std::size_t names = locals_.size();
  in_.block = open_block(n, BlockKind::handler);
  if (const NodeIndex parameter = child_of(n, catch_formal_parameter)) {
    const NodeIndex name = part(parameter, f_name), types = child_of(parameter, catch_type);
    ExprId declared;
    if (types) {
      const Mark all = mark();
      for (NodeIndex c = t_.first(types), end = t_.end(types); c != end; c = t_.next(c)) push(type(c));
      declared = mark() - all == 1 ? stack_.back() : ExprId{};
      if (declared) stack_.resize(all);
      else declared = close(ExprKind::either, types, all);
    }
    if (name) {
      local(id(name));
      assign(leaf(ExprKind::name, name, id(name)), leaf(ExprKind::unknown, name), declared);
    }
  }
  if (const NodeIndex body = part(n, f_body)) statement(body);
  locals_.resize(names);
  in_.block = outer;
}

void Lower::read_return(NodeIndex n) { returns(t_.is_leaf(n) ? null(n) : expr(t_.first(n))); }

void Lower::read_throw(NodeIndex n) {
  if (!t_.is_leaf(n)) expr(t_.first(n));
}

void Lower::read_yield(NodeIndex n) {
  if (!t_.is_leaf(n)) yields_.push_back(expr(t_.first(n)));
}

void Lower::read_labeled(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) != identifier) statement(c);
}

void Lower::read_synchronized(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) statement(c);
}

// ---- switch

ExprId Lower::switch_condition(NodeIndex group, ExprId subject) {
  const Mark labels = mark();
  NodeIndex first = group;
  for (NodeIndex c = t_.first(group), end = t_.end(group); c != end; c = t_.next(c)) {
    if (kind(c) != switch_label) continue;
    for (NodeIndex l = t_.first(c), last = t_.end(c); l != last; l = t_.next(l)) {
      if (kind(l) == t_default) continue;
      if (kind(l) == pattern || kind(l) == record_pattern || kind(l) == type_pattern) {
        bind_pattern(l, subject);
      } else if (kind(l) == guard) {
        if (!t_.is_leaf(l)) expr(t_.first(l));
      } else {
        first = l;
        push(expr(l));
      }
    }
  }
  if (mark() == labels || !subject) {
    stack_.resize(labels);
    return {};
  }
  if (mark() - labels == 1) {
    const ExprId label = stack_.back();
    stack_.resize(labels);
    return over(ExprKind::equal, first, subject, label);
  }
  return over(ExprKind::equal, first, subject, close(ExprKind::list, first, labels));
}

// Both the statement and the expression; the arms' values are its own.
ExprId Lower::read_switch(NodeIndex n) {
  const NodeIndex test = part(n, f_condition), body = part(n, f_body);
  const ExprId subject = test ? expr(test) : ExprId{};
  if (!body) return leaf(ExprKind::unknown, n);
  const std::uint32_t choice = ++choice_;
  const std::size_t values = yields_.size();
  const bool outside = std::exchange(in_switch_, true);
  for (NodeIndex c = t_.first(body), end = t_.end(body); c != end; c = t_.next(c)) {
    if (kind(c) != switch_rule && kind(c) != switch_block_statement_group) continue;
    const std::size_t names = locals_.size();
    const BlockId outer = in_.block;
    const ExprId condition = switch_condition(c, subject);
    in_.block = open_block(c, BlockKind::branch, condition, choice);
    for (NodeIndex s = t_.first(c), last = t_.end(c); s != last; s = t_.next(s)) {
      if (kind(s) == switch_label) continue;
      if (kind(c) == switch_rule && kind(s) == expression_statement && !t_.is_leaf(s))
        yields_.push_back(expr(t_.first(s)));
      else statement(s);
    }
    in_.block = outer;
    if (kind(c) == switch_rule) locals_.resize(names);
  }
  in_switch_ = outside;
  const Mark all = mark();
  for (std::size_t i = values; i < yields_.size(); ++i) push(yields_[i]);
  yields_.resize(values);
  return mark() == all ? leaf(ExprKind::unknown, n) : close(ExprKind::either, n, all);
}

}  // namespace demarc::languages::jv
