// Statements of a file: blocks, imports, assignments.
#include "parsers/languages/python/lower.h"

#include <array>

namespace demarc::languages::py {

void Lower::push_list(ExprId list) {
  const code::Expr e = at(list);
  for (std::uint32_t i = 0; i < e.count; ++i) push(f_.children[e.first + i]);
}

ExprId Lower::number(std::size_t value, NodeIndex n) {
  return leaf(ExprKind::number, n, f_.strings.id(std::to_string(value)));
}

void Lower::file() {
  begin_file();
  // A file that starts with something unreadable has an error as its root.
  statements(0);
}

Lower::Statement Lower::statement_of(Kind kind) {
  static constexpr auto table = [] {
    std::array<Statement, 256> t{};
    t[assignment] = &Lower::read_assignment;
    t[augmented_assignment] = &Lower::read_augmented;
    t[block] = &Lower::statements;
    t[class_definition] = &Lower::read_class;
    t[decorated_definition] = &Lower::read_decorated;
    t[ellipsis] = &Lower::skip;
    t[expression_statement] = &Lower::read_expression_statement;
    t[for_statement] = &Lower::read_for;
    t[function_definition] = &Lower::read_function;
    t[future_import_statement] = &Lower::read_import_from;
    t[global_statement] = &Lower::read_global;
    t[if_statement] = &Lower::read_if;
    t[import_from_statement] = &Lower::read_import_from;
    t[import_statement] = &Lower::read_import;
    t[match_statement] = &Lower::read_match;
    t[module] = &Lower::statements;
    t[nonlocal_statement] = &Lower::skip;
    t[break_statement] = &Lower::read_break;
    t[pass_statement] = &Lower::skip;
    t[return_statement] = &Lower::read_return;
    t[try_statement] = &Lower::read_try;
    t[type_alias_statement] = &Lower::read_type_alias;
    t[while_statement] = &Lower::read_while;
    t[with_statement] = &Lower::read_with;
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

BlockId Lower::branch(NodeIndex body, BlockKind kind, ExprId condition, std::uint32_t choice) {
  const BlockId outer = in_.block;
  const BlockId made = open_block(body, kind, condition, choice);
  in_.block = made;
  statements(body);
  in_.block = outer;
  return made;
}

void Lower::read_expression_statement(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) switch (kind(c)) {
      // Documentation and names that stand alone say nothing.
      case identifier:
      case integer: break;
      case string:
        // Only an f-string can hold calls.
        for (NodeIndex p = t_.first(c), last = t_.end(c); p != last; p = t_.next(p))
          if (kind(p) == interpolation) {
            expr(c);
            break;
          }
        break;
      default: statement(c);
    }
}

// ---- imports

StringId Lower::dotted(NodeIndex n) {
  const std::string_view whole = t_.text(n);
  if (whole.find_first_of(" \t\r\n\\#\f") == std::string_view::npos) return f_.strings.id(whole);
  text_.clear();
  auto add = [&](NodeIndex parent) {
    bool is_first = true;
    for (NodeIndex c = t_.first(parent), end = t_.end(parent); c != end; c = t_.next(c)) {
      if (kind(c) != identifier) continue;
      if (!is_first) text_ += '.';
      is_first = false;
      text_ += t_.text(c);
    }
  };
  if (kind(n) == relative_import) {
    for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
      if (kind(c) == dotted_name) add(c);
      if (kind(c) != import_prefix) continue;
      for (char dot : t_.text(c))
        if (dot == '.') text_ += dot;
    }
  } else {
    add(n);
  }
  return f_.strings.id(text_);
}

void Lower::import(NodeIndex n, StringId module, StringId name, StringId local, bool binds_root) {
  code::Import i;
  i.module = module;
  i.name = name;
  i.local = local;
  i.block = in_.block;
  i.binds_root = binds_root;
  i.type_only = type_only_;
  i.begin = t_[n].begin;
  i.end = t_[n].end;
  f_.imports.push_back(i);
}

void Lower::read_import(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == dotted_name) {
      const StringId module = dotted(c);
      const std::string_view text = f_.strings.text(module);
      const std::size_t dot = text.find('.');
      if (dot == std::string_view::npos) import(c, module, {}, module);
      else import(c, module, {}, f_.strings.id(std::string(text.substr(0, dot))), true);
    } else if (kind(c) == aliased_import) {
      const NodeIndex name = t_.child(c, f_name), alias = t_.child(c, f_alias);
      if (name && alias) import(c, dotted(name), {}, id(alias));
    }
  }
}

void Lower::read_import_from(NodeIndex n) {
  StringId module;
  if (kind(n) == future_import_statement) {
    module = f_.strings.id("__future__");
  } else {
    const NodeIndex from = t_.child(n, f_module_name);
    if (!from) return;
    module = dotted(from);
  }
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == wildcard_import) {
      import(c, module, f_.strings.id("*"), {});
    } else if (t_[c].field == f_name && kind(c) == dotted_name) {
      const StringId name = dotted(c);
      import(c, module, name, name);
    } else if (t_[c].field == f_name && kind(c) == aliased_import) {
      const NodeIndex name = t_.child(c, f_name), alias = t_.child(c, f_alias);
      if (name && alias) import(c, module, dotted(name), id(alias));
    }
  }
}

// ---- compound statements

bool Lower::is_type_checking(NodeIndex n) const {
  while (n && kind(n) == parenthesized_expression && !t_.is_leaf(n)) n = t_.first(n);
  if (!n) return false;
  if (kind(n) == attribute) n = t_.child(n, f_attribute);
  return n && kind(n) == identifier && t_.text(n) == "TYPE_CHECKING";
}

void Lower::read_if(NodeIndex n) {
  const std::uint32_t choice = ++choice_;
  const bool outer = type_only_;
  const NodeIndex test = t_.child(n, f_condition);
  const bool types_here = is_type_checking(test);
  const bool types_else =
      test && kind(test) == not_operator && !t_.is_leaf(test) && is_type_checking(t_.first(test));
  const ExprId condition = test ? expr(test) : ExprId{};
  if (const NodeIndex body = t_.child(n, f_consequence)) {
    type_only_ = outer || types_here;
    branch(body, BlockKind::branch, condition, choice);
  }
  type_only_ = outer || types_else;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == elif_clause) {
      const NodeIndex other_test = t_.child(c, f_condition);
      const ExprId other_condition = other_test ? expr(other_test) : ExprId{};
      const bool before = type_only_;
      type_only_ |= is_type_checking(other_test);
      if (const NodeIndex body = t_.child(c, f_consequence))
        branch(body, BlockKind::branch, other_condition, choice);
      type_only_ = before;
    } else if (kind(c) == else_clause) {
      if (const NodeIndex body = t_.child(c, f_body)) branch(body, BlockKind::branch, {}, choice);
    } else if (t_[c].kind == syntax::error) {
      statements(c);
    }
  }
  type_only_ = outer;
}

void Lower::read_while(NodeIndex n) {
  const NodeIndex test = t_.child(n, f_condition);
  const ExprId condition = test ? expr(test) : ExprId{};
  if (const NodeIndex body = t_.child(n, f_body)) branch(body, BlockKind::loop, condition, 0);
  if (const NodeIndex rest = t_.child(n, f_alternative))
    if (const NodeIndex body = t_.child(rest, f_body)) branch(body, BlockKind::branch, {}, 0);
}

void Lower::read_for(NodeIndex n) {
  const NodeIndex left = t_.child(n, f_left), right = t_.child(n, f_right), body = t_.child(n, f_body);
  const ExprId all = right ? expr(right) : ExprId{};
  const BlockId outer = in_.block;
  in_.block = open_block(body ? body : n, BlockKind::loop, {}, 0);
  if (left && right) bind(left, over(ExprKind::element, right, all));
  if (body) statements(body);
  in_.block = outer;
  if (const NodeIndex rest = t_.child(n, f_alternative))
    if (const NodeIndex last = t_.child(rest, f_body)) branch(last, BlockKind::branch, {}, 0);
}

void Lower::read_try(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) switch (kind(c)) {
      case block: branch(c, BlockKind::attempt, {}, 0); break;
      case except_clause: read_except(c); break;
      case else_clause:
        if (const NodeIndex body = t_.child(c, f_body)) branch(body, BlockKind::branch, {}, 0);
        break;
      case finally_clause:
        // Runs in any case, like the statements after it.
        for (NodeIndex b = t_.first(c), last = t_.end(c); b != last; b = t_.next(b))
          if (kind(b) == block) statements(b);
        break;
      default: statement(c);
    }
}

void Lower::read_except(NodeIndex n) {
  const BlockId outer = in_.block;
  in_.block = open_block(n, BlockKind::handler, {}, 0);
  ExprId caught;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == block) {
      statements(c);
    } else if (kind(c) == as_pattern && !t_.is_leaf(c)) {
      caught = expr(t_.first(c));
      if (const NodeIndex alias = t_.child(c, f_alias)) bind(alias, leaf(ExprKind::unknown, alias), caught);
    } else if (t_[c].field == f_alias || caught) {
      bind(c, leaf(ExprKind::unknown, c), caught);  // `except E, e` of Python 2
    } else {
      caught = expr(c);
    }
  }
  in_.block = outer;
}

void Lower::read_with(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == with_clause) {
      for (NodeIndex i = t_.first(c), last = t_.end(c); i != last; i = t_.next(i)) {
        const NodeIndex value = kind(i) == with_item ? t_.child(i, f_value) : i;
        if (value) expr(value);  // read_as gives the name
      }
    } else if (kind(c) != t_async) {
      statement(c);
    }
  }
}

void Lower::read_return(NodeIndex n) {
  const ExprId value = t_.is_leaf(n) ? leaf(ExprKind::constant, n, f_.strings.id("null")) : expr(t_.first(n));
  f_.returns.push_back({value, in_.block});
}

void Lower::read_global(NodeIndex n) {
  if (in_.function == code::file_function) return;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) == identifier && globals_.size() - in_.names < max_globals) globals_.push_back(id(c));
}

// ---- assignments

void Lower::read_type_alias(NodeIndex n) {
  const NodeIndex left = t_.child(n, f_left), right = t_.child(n, f_right);
  if (!left || !right || t_.is_leaf(left)) return;
  const ExprId value = expr(right);
  if (kind(t_.first(left)) == identifier) assign(expr(t_.first(left)), value);
}

void Lower::read_assignment(NodeIndex n) {
  // `a = b = value`: one value, several targets.
  NodeIndex last = n, right = t_.child(n, f_right);
  const NodeIndex written_type = t_.child(n, f_type);
  const ExprId type = written_type ? expr(written_type) : ExprId{};
  while (right && kind(right) == assignment) {
    last = right;
    right = t_.child(right, f_right);
  }
  const ExprId value = right ? expr(right) : ExprId{};
  const NodeIndex left = t_.child(n, f_left);
  if (last == n && left && value && value == dynamic_ && kind(left) == identifier) {
    f_.imports.back().local = id(left);
    return;
  }
  for (NodeIndex at = n; at; at = at == last ? 0 : t_.child(at, f_right))
    if (const NodeIndex target = t_.child(at, f_left)) bind(target, value, at == n ? type : ExprId{});
}

void Lower::read_augmented(NodeIndex n) {
  const NodeIndex left = t_.child(n, f_left), right = t_.child(n, f_right), op = t_.child(n, f_operator);
  if (!left || !right) return;
  const ExprId value = expr(right);
  const ExprId target = expr(left);
  switch (op ? kind(op) : other) {
    case t_add:
      assign(target, value, {},
             at(value).kind == ExprKind::list ? AssignmentKind::extend : AssignmentKind::append);
      break;
    case t_bar: assign(target, value, {}, AssignmentKind::extend); break;
    case t_modulo: assign(target, format(n, target, value)); break;
    default: break;  // arithmetic
  }
}

}  // namespace demarc::languages::py
