// Expressions: each node kind has a member function that makes one Expr.
#include <array>

#include "parsers/languages/python/lower.h"

namespace demarc::languages::py {

Lower::Expression Lower::expression_of(Kind kind) {
  static constexpr auto table = [] {
    std::array<Expression, 256> t{};
    t.fill(&Lower::read_unknown);
    t[as_pattern] = &Lower::read_as;
    t[attribute] = &Lower::read_attribute;
    t[await_] = &Lower::read_inner;
    t[binary_operator] = &Lower::read_binary;
    t[boolean_operator] = &Lower::read_boolean;
    t[call] = &Lower::read_call;
    t[comparison_operator] = &Lower::read_comparison;
    t[concatenated_string] = &Lower::read_concatenated;
    t[conditional_expression] = &Lower::read_conditional;
    t[dictionary] = &Lower::read_dictionary;
    t[dictionary_comprehension] = &Lower::read_comprehension;
    t[dictionary_splat] = &Lower::read_spread_map;
    t[dotted_name] = &Lower::read_dotted;
    t[expression_list] = &Lower::read_list;
    t[false_] = &Lower::read_false;
    t[float_] = &Lower::read_number;
    t[generator_expression] = &Lower::read_comprehension;
    t[generic_type] = &Lower::read_generic_type;
    t[identifier] = &Lower::read_name;
    t[integer] = &Lower::read_number;
    t[keyword_argument] = &Lower::read_argument;
    t[lambda] = &Lower::read_lambda;
    t[list] = &Lower::read_list;
    t[list_comprehension] = &Lower::read_comprehension;
    t[list_splat] = &Lower::read_spread;
    t[member_type] = &Lower::read_member_type;
    t[named_expression] = &Lower::read_walrus;
    t[none] = &Lower::read_none;
    t[pair] = &Lower::read_pair;
    t[parenthesized_expression] = &Lower::read_inner;
    t[parenthesized_list_splat] = &Lower::read_inner;
    t[pattern_list] = &Lower::read_list;
    t[set] = &Lower::read_list;
    t[set_comprehension] = &Lower::read_comprehension;
    t[string] = &Lower::read_string;
    t[subscript] = &Lower::read_subscript;
    t[true_] = &Lower::read_true;
    t[tuple] = &Lower::read_list;
    t[type] = &Lower::read_type;
    t[unary_operator] = &Lower::read_unary;
    t[union_type] = &Lower::read_union_type;
    t[yield] = &Lower::read_yield;
    return t;
  }();
  return table[kind];
}

ExprId Lower::expr(NodeIndex n) {
  ExprId made;
  deeper(n, [&] { made = (this->*expression_of(kind(n)))(n); });
  return made ? made : leaf(ExprKind::unknown, n);
}

ExprId Lower::read_unknown(NodeIndex n) {
  const Mark children = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) >= t_add && kind(c) <= t_other_comparison) continue;
    if (statement_of(kind(c))) statement(c);  // inside something unreadable
    else push(expr(c));
  }
  return close(ExprKind::unknown, n, children);
}

ExprId Lower::read_inner(NodeIndex n) {
  return t_.is_leaf(n) ? leaf(ExprKind::unknown, n) : expr(t_.first(n));
}

ExprId Lower::read_name(NodeIndex n) {
  const StringId name = id(n);
  if (name && name == in_.receiver) return leaf(ExprKind::self, n);
  return leaf(ExprKind::name, n, name);
}

ExprId Lower::read_dotted(NodeIndex n) {
  ExprId made;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) != identifier) continue;
    made = made ? over(ExprKind::member, c, made, id(c)) : read_name(c);
    f_.exprs.back().begin = t_[n].begin;
  }
  return made ? made : leaf(ExprKind::unknown, n);
}

ExprId Lower::read_attribute(NodeIndex n) {
  const NodeIndex object = t_.child(n, f_object), name = t_.child(n, f_attribute);
  if (!object || !name) return read_unknown(n);
  const ExprId of = expr(object);
  return over(ExprKind::member, n, of, id(name));
}

ExprId Lower::read_member_type(NodeIndex n) {
  NodeIndex object = 0, name = 0;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) (object ? name : object) = c;
  if (!name || kind(name) != identifier) return read_unknown(n);
  const ExprId of = expr(object);
  return over(ExprKind::member, n, of, id(name));
}

ExprId Lower::read_subscript(NodeIndex n) {
  const NodeIndex value = t_.child(n, f_value);
  if (!value) return read_unknown(n);
  const ExprId of = expr(value);
  const Mark keys = mark();
  bool has_slice = false;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (t_[c].field != f_subscript) continue;
    has_slice |= kind(c) == slice;
    push(expr(c));
  }
  const std::size_t count = stack_.size() - keys;
  if (count == 1 && has_slice) {
    stack_.resize(keys);
    return of;
  }
  ExprId key;
  if (count == 1) {
    key = stack_.back();
    stack_.resize(keys);
  } else {
    key = close(ExprKind::list, n, keys);
  }
  return over(ExprKind::index, n, of, key);
}

// In a type: List[int]
ExprId Lower::read_generic_type(NodeIndex n) {
  ExprId of;
  const Mark keys = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == type_parameter) {
      for (NodeIndex p = t_.first(c), last = t_.end(c); p != last; p = t_.next(p)) push(expr(p));
    } else if (!of) {
      of = expr(c);
    }
  }
  if (!of) of = leaf(ExprKind::unknown, n);
  ExprId key;
  if (stack_.size() - keys == 1) {
    key = stack_.back();
    stack_.resize(keys);
  } else {
    key = close(ExprKind::list, n, keys);
  }
  return over(ExprKind::index, n, of, key);
}

ExprId Lower::read_union_type(NodeIndex n) {
  const Mark alternatives = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) != t_bar) push(expr(c));
  return close(ExprKind::either, n, alternatives);
}

ExprId Lower::read_type(NodeIndex n) {
  const bool outer = in_type_;
  in_type_ = true;
  const ExprId made = read_inner(n);
  in_type_ = outer;
  return made;
}

// ---- calls

ExprId Lower::read_call(NodeIndex n) {
  const NodeIndex function = t_.child(n, f_function), arguments = t_.child(n, f_arguments);
  if (!function) return read_unknown(n);
  const Mark parts = mark();
  const bool is_super = kind(function) == identifier && t_.text(function) == "super";
  push(expr(function));
  if (arguments && kind(arguments) == argument_list) {
    for (NodeIndex c = t_.first(arguments), end = t_.end(arguments); c != end; c = t_.next(c)) push(expr(c));
  } else if (arguments) {
    push(expr(arguments));  // f(x for x in xs)
  }
  if (is_super) {
    stack_.resize(parts);
    return leaf(ExprKind::super, n);
  }
  const ExprId made = close(ExprKind::call, n, parts);
  f_.calls.push_back({made, in_.block});
  note_growth(n, made);
  note_dynamic_import(n, made);
  return made;
}

// xs.append(x), xs.extend(more), d.update(more, key=value): the call, and what it does to its receiver.
void Lower::note_growth(NodeIndex n, ExprId made) {
  const code::Expr e = at(made);
  const ExprId callee = f_.children[e.first];
  if (at(callee).kind != ExprKind::member || e.count < 2) return;
  const std::string_view method = f_.text(callee);
  if (method != "append" && method != "extend" && method != "update") return;
  const ExprId target = f_.children[at(callee).first];
  const ExprKind what = at(target).kind;
  if (what != ExprKind::name && what != ExprKind::member && what != ExprKind::index) return;
  if (method != "update") {
    const ExprId value = f_.children[e.first + 1];
    if (e.count == 2 && at(value).kind != ExprKind::argument && at(value).kind != ExprKind::spread)
      assign(target, value, {}, method == "append" ? AssignmentKind::append : AssignmentKind::extend);
    return;
  }
  const Mark entries = mark();
  for (std::uint32_t i = 1; i < e.count; ++i) {
    const ExprId argument = f_.children[e.first + i];
    const code::Expr a = at(argument);
    if (a.kind == ExprKind::argument) {
      f_.exprs.push_back(a);
      f_.exprs.back().kind = ExprKind::entry;
      push({static_cast<std::uint32_t>(f_.exprs.size() - 1)});
    } else if (a.kind == ExprKind::spread_map) {
      push(argument);
    } else if (i == 1 && a.kind != ExprKind::spread) {
      assign(target, argument, {}, AssignmentKind::extend);
    }
  }
  if (stack_.size() > entries)
    assign(target, close(ExprKind::object, n, entries), {}, AssignmentKind::extend);
}

// importlib.import_module("pkg.mod"), import_module(".mod", "pkg"), __import__("pkg.mod")
void Lower::note_dynamic_import(NodeIndex n, ExprId made) {
  const code::Expr e = at(made);
  if (e.count < 2) return;
  const ExprId callee = f_.children[e.first], module = f_.children[e.first + 1];
  const code::Expr& to = at(callee);
  const std::string_view name = f_.text(callee);
  if (to.kind == ExprKind::member) {
    if (name != "import_module" || !is_name(f_.children[to.first], "importlib")) return;
  } else if (to.kind != ExprKind::name || (name != "import_module" && name != "__import__")) {
    return;
  }
  if (at(module).kind != ExprKind::string || !at(module).text) return;
  std::string text(f_.text(module));
  if (text[0] == '.' && e.count > 2) {
    // The second argument says what the dots start from; without a literal it is this package.
    ExprId package = f_.children[e.first + 2];
    if (at(package).kind == ExprKind::argument) package = f_.children[at(package).first];
    if (at(package).kind == ExprKind::string) {
      std::string base(f_.text(package));
      std::size_t dots = 0;
      while (dots < text.size() && text[dots] == '.') ++dots;
      for (std::size_t up = 1; up < dots && !base.empty(); ++up) {
        const std::size_t dot = base.rfind('.');
        base.resize(dot == std::string::npos ? 0 : dot);
      }
      text = base + "." + text.substr(dots);
      if (base.empty()) return;
    }
  }
  import(n, f_.strings.id(text), {}, {});
  f_.imports.back().is_dynamic = true;
  // __import__("a.b") gives a.
  if (to.kind != ExprKind::name || name != "__import__" || text.find('.') == std::string::npos)
    dynamic_ = made;
}

ExprId Lower::read_argument(NodeIndex n) {
  const NodeIndex name = t_.child(n, f_name), value = t_.child(n, f_value);
  if (!name || !value) return read_unknown(n);
  const ExprId given = expr(value);
  return over(ExprKind::argument, n, given, id(name));
}

// ---- collections

ExprId Lower::read_list(NodeIndex n) {
  const Mark elements = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) push(expr(c));
  return close(ExprKind::list, n, elements);
}

ExprId Lower::read_dictionary(NodeIndex n) {
  const Mark entries = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) push(expr(c));
  return close(ExprKind::object, n, entries);
}

ExprId Lower::read_pair(NodeIndex n) {
  const NodeIndex key = t_.child(n, f_key), value = t_.child(n, f_value);
  if (!key || !value) return read_unknown(n);
  if (kind(key) == integer) return over(ExprKind::entry, n, expr(value), id(key));
  const ExprId name = expr(key);
  if (at(name).kind == ExprKind::string) {
    const StringId text = at(name).text;
    return over(ExprKind::entry, n, expr(value), text);
  }
  const ExprId given = expr(value);
  return over(ExprKind::entry, n, name, given);
}

ExprId Lower::read_comprehension(NodeIndex n) {
  const BlockId outer = in_.block;
  const NodeIndex body = t_.child(n, f_body);
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == for_in_clause) {
      const NodeIndex left = t_.child(c, f_left);
      // Several things after `in` are a tuple (Python 2).
      const NodeIndex right = t_.child(c, f_right);
      const ExprId all = right ? expr(right) : ExprId{};
      in_.block = open_block(n, BlockKind::loop, {}, 0);
      if (left && right) bind(left, over(ExprKind::element, right, all));
    } else if (kind(c) == if_clause && !t_.is_leaf(c)) {
      const ExprId test = expr(t_.first(c));
      code::Block& loop = f_.blocks[in_.block.index];
      if (in_.block != outer && !loop.condition) loop.condition = test;
    }
  }
  ExprId made = body ? expr(body) : leaf(ExprKind::unknown, n);
  in_.block = outer;
  return over(kind(n) == dictionary_comprehension ? ExprKind::object : ExprKind::each, n, made);
}

// ---- operators

// text % arguments
ExprId Lower::format(NodeIndex n, ExprId text, ExprId arguments) {
  const code::Expr given = at(arguments);
  const bool may_be_text = is_text(text) || at(text).kind == ExprKind::name ||
                           at(text).kind == ExprKind::member || at(text).kind == ExprKind::index;
  if (!may_be_text || (given.kind == ExprKind::number && !is_text(text)))
    return over(ExprKind::unknown, n, text, arguments);
  const Mark parts = mark();
  push(text);
  if (given.kind == ExprKind::list) push_list(arguments);
  else push(arguments);
  return close(ExprKind::format, n, parts);
}

// `a + b + c` is one node in another, deepest first: taken apart in a loop, since such chains may be long.
ExprId Lower::read_binary(NodeIndex n) {
  const std::size_t base = chain_.size();
  NodeIndex at_node = n;
  while (at_node && kind(at_node) == binary_operator) {
    chain_.push_back(at_node);
    at_node = t_.child(at_node, f_left);
  }
  ExprId made = at_node ? expr(at_node) : leaf(ExprKind::unknown, n);
  while (chain_.size() > base) {
    const NodeIndex op_node = chain_.back();
    chain_.pop_back();
    const NodeIndex op = t_.child(op_node, f_operator), right = t_.child(op_node, f_right);
    // Equal operators that follow each other become one expression; text says what stands at op.
    const Kind what = op ? kind(op) : other;
    if (what == t_add || what == t_bar || what == other) {
      const Mark parts = mark();
      const bool joins = what == t_add && at(made).kind == ExprKind::concat && !at(made).cut;
      if (joins) push_list(made);
      else push(made);
      if (right) push(expr(right));
      NodeIndex whole = op_node;
      while (chain_.size() > base) {
        const NodeIndex next = chain_.back();
        const NodeIndex next_op = t_.child(next, f_operator);
        if ((next_op ? kind(next_op) : other) != what) break;
        chain_.pop_back();
        whole = next;
        if (const NodeIndex more = t_.child(next, f_right)) push(expr(more));
      }
      bool has_object = false;
      for (Mark p = parts; p < stack_.size(); ++p) has_object |= at(stack_[p]).kind == ExprKind::object;
      if (what == t_bar && has_object && !in_type_) {
        // {..} | more: entries of both
        for (Mark p = parts; p < stack_.size(); ++p) stack_[p] = over(ExprKind::spread_map, whole, stack_[p]);
        made = close(ExprKind::object, whole, parts);
      } else {
        made = close(what == t_add               ? ExprKind::concat
                     : what == t_bar && in_type_ ? ExprKind::either
                                                 : ExprKind::unknown,
                     whole, parts);
      }
    } else {
      made = right ? format(op_node, made, expr(right)) : over(ExprKind::unknown, op_node, made);
    }
  }
  return made;
}

// `a or b`: one of them. `a and b`: b, or something that counts as false.
ExprId Lower::read_boolean(NodeIndex n) {
  const std::size_t base = chain_.size();
  NodeIndex at_node = n;
  while (at_node && kind(at_node) == boolean_operator) {
    chain_.push_back(at_node);
    at_node = t_.child(at_node, f_left);
  }
  ExprId made = at_node ? expr(at_node) : leaf(ExprKind::unknown, n);
  while (chain_.size() > base) {
    const NodeIndex op_node = chain_.back();
    chain_.pop_back();
    const NodeIndex op = t_.child(op_node, f_operator), right = t_.child(op_node, f_right);
    if (!right) continue;
    const ExprId last = expr(right);
    if (op && kind(op) == t_and) {
      const ExprId left = over(ExprKind::unknown, op_node, made);
      made = over(ExprKind::either, op_node, last, left);
      continue;
    }
    const Mark parts = mark();
    // An either that `or` made goes on; one in parentheses is an alternative like any other and may as well.
    if (at(made).kind == ExprKind::either && !at(made).cut) push_list(made);
    else push(made);
    push(last);
    made = close(ExprKind::either, op_node, parts);
  }
  return made;
}

ExprId Lower::read_unary(NodeIndex n) {
  if (t_.is_leaf(n)) return leaf(ExprKind::unknown, n);
  NodeIndex inner = t_.first(n);
  while (inner != t_.end(n) && t_[inner].field == f_operator) inner = t_.next(inner);
  if (inner == t_.end(n)) return leaf(ExprKind::unknown, n);
  if ((kind(inner) == integer || kind(inner) == float_) && t_[inner].begin == t_[n].begin + 1)
    return leaf(ExprKind::number, n, id(n));
  return over(ExprKind::unknown, n, expr(inner));
}

ExprId Lower::read_conditional(NodeIndex n) {
  if (t_.is_leaf(n)) return leaf(ExprKind::unknown, n);
  const NodeIndex yes = t_.first(n), test = t_.next(yes), end = t_.end(n);
  if (test == end || t_.next(test) == end) return read_unknown(n);
  const ExprId one = expr(yes);
  expr(test);
  const ExprId another = expr(t_.next(test));
  return over(ExprKind::either, n, one, another);
}

ExprId Lower::read_comparison(NodeIndex n) {
  const Mark sides = mark();
  std::size_t operators = 0;
  Kind op = other;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (t_[c].field == f_operators) {
      ++operators;
      op = kind(c);
    } else {
      push(expr(c));
    }
  }
  const bool is_two = operators == 1 && stack_.size() - sides == 2;
  const bool is_equal =
      is_two && (op == t_equal || op == t_is || (op == t_in && at(stack_.back()).kind == ExprKind::list));
  return close(is_equal ? ExprKind::equal : ExprKind::unknown, n, sides);
}

ExprId Lower::read_walrus(NodeIndex n) {
  const NodeIndex name = t_.child(n, f_name), value = t_.child(n, f_value);
  if (!name || !value) return read_unknown(n);
  const ExprId given = expr(value);
  bind(name, given);
  return over(ExprKind::assign, n, given);
}

ExprId Lower::read_yield(NodeIndex n) {
  if (t_.is_leaf(n)) return leaf(ExprKind::unknown, n);
  ExprId value = expr(t_.first(n));
  const bool is_from = t_.text(n).substr(5).find("from") < t_[t_.first(n)].begin - t_[n].begin - 5;
  if (is_from) value = over(ExprKind::element, n, value);
  f_.returns.push_back({value, in_.block});
  return over(ExprKind::unknown, n, value);
}

// `value as name`, of `with`
ExprId Lower::read_as(NodeIndex n) {
  if (t_.is_leaf(n)) return leaf(ExprKind::unknown, n);
  const ExprId value = expr(t_.first(n));
  if (const NodeIndex alias = t_.child(n, f_alias)) bind(alias, value);
  return value;
}

}  // namespace demarc::languages::py
