// Expressions but calls: names, operators, texts, lambdas.
#include <array>

#include "parsers/languages/java/lower.h"

namespace demarc::languages::jv {

namespace {
bool is_upper(std::string_view text) { return !text.empty() && text[0] >= 'A' && text[0] <= 'Z'; }
}  // namespace

Lower::Expression Lower::expression_of(Kind kind) {
  static constexpr auto table = [] {
    std::array<Expression, 256> t{};
    for (Expression& one : t) one = &Lower::read_unknown;
    t[array_access] = &Lower::read_array_access;
    t[array_creation_expression] = &Lower::read_array;
    t[array_initializer] = &Lower::read_list;
    t[assignment_expression] = &Lower::read_assignment;
    t[binary_expression] = &Lower::read_binary;
    t[cast_expression] = &Lower::read_cast;
    t[character] = &Lower::read_character;
    t[class_literal] = &Lower::read_class_literal;
    t[element_value_array_initializer] = &Lower::read_list;
    t[false_] = &Lower::read_false;
    t[field_access] = &Lower::read_field_access;
    t[identifier] = &Lower::read_name;
    t[instanceof_expression] = &Lower::read_instanceof;
    t[lambda_expression] = &Lower::read_lambda;
    t[method_invocation] = &Lower::read_call;
    t[method_reference] = &Lower::read_method_reference;
    t[null_] = &Lower::read_null;
    t[number] = &Lower::read_number;
    t[object_creation_expression] = &Lower::read_construct;
    t[parenthesized_expression] = &Lower::read_inner;
    t[string_literal] = &Lower::read_string;
    t[super_] = &Lower::read_super;
    t[switch_expression] = &Lower::read_switch;
    t[ternary_expression] = &Lower::read_conditional;
    t[this_] = &Lower::read_this;
    t[true_] = &Lower::read_true;
    t[unary_expression] = &Lower::read_unary;
    return t;
  }();
  return table[kind];
}

ExprId Lower::expr(NodeIndex n) {
  ExprId made;
  deeper(n, [&] { made = (this->*expression_of(kind(n)))(n); });
  return made ? made : leaf(ExprKind::unknown, n);
}

// Statements may stand inside what is no expression (a broken file), declarations too.
ExprId Lower::read_unknown(NodeIndex n) {
  const Mark all = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) >= t_abstract && kind(c) != syntax::error) continue;  // tokens
    if (statement_of(kind(c)) && kind(c) != switch_expression) statement(c);
    else push(expr(c));
  }
  return close(ExprKind::unknown, n, all);
}

ExprId Lower::read_inner(NodeIndex n) {
  return t_.is_leaf(n) ? leaf(ExprKind::unknown, n) : expr(t_.first(n));
}

std::string Lower::dotted(NodeIndex n) const {
  std::string made;
  for (char c : t_.text(n)) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                         c == '_' || c == '$' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
    if (!is_word) return {};
    made += c;
  }
  return made;
}

// In front of a `.` or `::` a name with a capital letter may be a class.
ExprId Lower::read_name(NodeIndex n) {
  const std::string_view text = t_.text(n);
  const StringId name = id(n);
  if (!is_upper(text) || find_local(name)) return leaf(ExprKind::name, n, name);
  for (const TypeParameter& p : type_parameters_)
    if (p.name == name) return p.bound ? p.bound : leaf(ExprKind::unknown, n);
  return outside_name(n, name);
}

ExprId Lower::read_number(NodeIndex n) {
  std::string text(t_.text(n));
  std::erase(text, '_');
  if (text.size() > 1 && (text.back() == 'L' || text.back() == 'l')) text.pop_back();
  return leaf(ExprKind::number, n, id(text));
}

ExprId Lower::read_character(NodeIndex n) {
  std::string_view text = t_.text(n);
  std::string made;
  if (text.size() >= 2) decode_escapes(text.substr(1, text.size() - 2), made);
  return leaf(ExprKind::string, n, id(made));
}

ExprId Lower::read_string(NodeIndex n) {
  std::string_view text = t_.text(n);
  std::string made;
  if (text.starts_with("\"\"\"")) {
    const std::size_t line = text.find('\n');
    if (line == std::string_view::npos || text.size() < 6) return leaf(ExprKind::unknown, n);
    const std::string_view block = text.substr(line + 1, text.size() - line - 1);
    decode_escapes(without_indentation(block.ends_with("\"\"\"") ? block.substr(0, block.size() - 3) : block),
                   made);
  } else if (text.size() >= 2) {
    decode_escapes(text.substr(1, text.size() - 2), made);
  }
  return leaf(ExprKind::string, n, id(made));
}

ExprId Lower::read_field_access(NodeIndex n) {
  const NodeIndex object = part(n, f_object), field = part(n, f_field);
  if (!object || !field) return read_unknown(n);
  if (kind(field) == this_) return leaf(ExprKind::self, n);  // Outer.this
  // Outer.this.x: the name x, as the class around sees it.
  if (kind(object) == field_access && part(object, f_field) && kind(part(object, f_field)) == this_)
    return leaf(ExprKind::name, n, id(field));
  // com.acme.Order in full
  if (is_upper(t_.text(field)) && kind(object) == field_access) {
    const std::string path = dotted(object);
    bool is_package = !path.empty() && path[0] >= 'a' && path[0] <= 'z';
    for (std::size_t at = path.find('.'); is_package && at != std::string::npos; at = path.find('.', at + 1))
      is_package = at + 1 < path.size() && path[at + 1] >= 'a' && path[at + 1] <= 'z';
    if (is_package && !path.starts_with("this."))
      return qualified(n, path + "." + std::string(t_.text(field)));
  }
  if (child_of(n, super_) && kind(object) != super_)  // Interface.super.x
    return over(ExprKind::member, n, leaf(ExprKind::super, n), id(field));
  return over(ExprKind::member, n, expr(object), id(field));
}

ExprId Lower::read_array_access(NodeIndex n) {
  const NodeIndex array = part(n, f_array), index = part(n, f_index);
  if (!array || !index) return read_unknown(n);
  const ExprId object = expr(array);
  return over(ExprKind::index, n, object, expr(index));
}

ExprId Lower::read_array(NodeIndex n) {
  if (const NodeIndex value = part(n, f_value)) return expr(value);
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) == dimensions_expr && !t_.is_leaf(c)) expr(t_.first(c));
  return leaf(ExprKind::unknown, n);
}

ExprId Lower::read_list(NodeIndex n) {
  const bool is_annotation = kind(n) == element_value_array_initializer;
  const Mark all = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    push(is_annotation ? annotation_value(c) : expr(c));
  return close(ExprKind::list, n, all);
}

ExprId Lower::read_assignment(NodeIndex n) {
  const NodeIndex left = part(n, f_left), right = part(n, f_right), op = part(n, f_operator);
  if (!left || !right) return read_unknown(n);
  const ExprId value = expr(right);
  const ExprId target = kind(left) == identifier ? target_name(left, id(left)) : expr(left);
  const Kind what = op ? kind(op) : other;
  const ExprKind form = at(target).kind;
  const bool is_target = form == ExprKind::name || form == ExprKind::member || form == ExprKind::index;
  if (is_target && (what == t_assign || what == t_add_assign))
    assign(target, value, {}, what == t_assign ? AssignmentKind::assign : AssignmentKind::append);
  return over(ExprKind::assign, n, value);
}

// `a + b + c` is one node in another, deepest first: taken apart in a loop, since such chains may be long.
ExprId Lower::read_binary(NodeIndex n) {
  const std::size_t base = chain_.size();
  NodeIndex deepest = n;
  while (deepest && kind(deepest) == binary_expression) {
    chain_.push_back(deepest);
    deepest = part(deepest, f_left);
  }
  ExprId made = deepest ? expr(deepest) : leaf(ExprKind::unknown, n);
  while (chain_.size() > base) {
    const NodeIndex whole = chain_.back();
    chain_.pop_back();
    const NodeIndex op = part(whole, f_operator), right = part(whole, f_right);
    const Kind what = op ? kind(op) : other;
    const ExprId second = right ? expr(right) : ExprId{};
    if (what == t_add) {
      const Mark parts = mark();
      const code::Expr first = at(made);
      if (first.kind == ExprKind::concat && !first.cut)
        for (std::uint32_t i = 0; i < first.count; ++i) push(f_.children[first.first + i]);
      else push(made);
      push(second);
      NodeIndex last = whole;
      while (chain_.size() > base) {
        const NodeIndex next = chain_.back(), next_op = part(next, f_operator);
        if (!next_op || kind(next_op) != t_add) break;
        chain_.pop_back();
        last = next;
        if (const NodeIndex more = part(next, f_right)) push(expr(more));
      }
      made = close(ExprKind::concat, last, parts);
    } else {
      made = over(what == t_equal ? ExprKind::equal : ExprKind::unknown, whole, made, second);
    }
  }
  return made;
}

ExprId Lower::read_unary(NodeIndex n) {
  const NodeIndex inner = part(n, f_operand), op = part(n, f_operator);
  if (!inner) return read_unknown(n);
  if (op && kind(op) == t_minus && kind(inner) == number) return leaf(ExprKind::number, n, id(n));
  return over(ExprKind::unknown, n, expr(inner));
}

ExprId Lower::read_cast(NodeIndex n) {
  const NodeIndex value = part(n, f_value), written = part(n, f_type);
  if (!value) return read_unknown(n);
  const ExprId given = expr(value);
  // A cast says what a thing is: kept where it could not be told otherwise.
  if (written) type(written);
  return given;
}

ExprId Lower::read_conditional(NodeIndex n) {
  const NodeIndex test = part(n, f_condition), yes = part(n, f_consequence), no = part(n, f_alternative);
  if (test) expr(test);
  if (!yes || !no) return read_unknown(n);
  const ExprId first = expr(yes);
  return over(ExprKind::either, n, first, expr(no));
}

void Lower::bind_pattern(NodeIndex n, ExprId value) {
  if (kind(n) == pattern || kind(n) == record_pattern) {
    for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
      if (kind(c) == type_pattern || kind(c) == record_pattern) bind_pattern(c, value);
      if (kind(c) != record_pattern_body) continue;
      for (NodeIndex p = t_.first(c), last = t_.end(c); p != last; p = t_.next(p)) {
        const NodeIndex name = child_of(p, identifier);
        if (kind(p) != record_pattern_component || !name) continue;
        const NodeIndex written = t_.first(p);
        local(id(name));
        const bool is_typed = written != name && t_.text(written) != "var";
        assign(leaf(ExprKind::name, name, id(name)), {}, is_typed ? type(written) : ExprId{});
      }
    }
    return;
  }
  if (kind(n) != type_pattern || t_.is_leaf(n)) return;
  const NodeIndex written = t_.first(n), name = child_of(n, identifier);
  if (!name) return;
  local(id(name));
  assign(leaf(ExprKind::name, name, id(name)), value, written != name ? type(written) : ExprId{});
}

ExprId Lower::read_instanceof(NodeIndex n) {
  const NodeIndex left = part(n, f_left), right = part(n, f_right), name = part(n, f_name);
  const ExprId value = left ? expr(left) : ExprId{};
  if (name && right) {
    local(id(name));
    assign(leaf(ExprKind::name, name, id(name)), value, type(right));
  } else if (const NodeIndex what = part(n, f_pattern)) {
    bind_pattern(what, value);
  }
  return over(ExprKind::unknown, n, value);
}

ExprId Lower::read_class_literal(NodeIndex n) {
  return t_.is_leaf(n) ? leaf(ExprKind::unknown, n) : class_name(t_.first(n));
}

ExprId Lower::read_lambda(NodeIndex n) {
  const bool is_loop = loop_callback_ == n;
  loop_callback_ = 0;
  const NodeIndex parameters = part(n, f_parameters), body = part(n, f_body);
  const FunctionId made = open_function(n, {});
  f_.functions[made.index].owner = {};
  std::vector<code::Parameter> list;
  if (parameters && kind(parameters) == identifier) {
    code::Parameter p;
    p.name = id(parameters);
    p.begin = t_[parameters].begin;
    p.end = t_[parameters].end;
    list.push_back(p);
  } else if (parameters) {
    list = read_parameters(parameters);
  }
  f_.functions[made.index].parameters = keep_parameters(list);
  const Context outer = in_;
  const std::size_t names = locals_.size();
  enter(made, body ? body : n, {}, is_loop ? BlockKind::loop : BlockKind::body);
  for (const code::Parameter& p : list) local(p.name);
  if (body && kind(body) == block) statements(body);
  else if (body) returns(expr(body));
  locals_.resize(names);
  in_ = outer;
  const ExprId e = leaf(ExprKind::function, n);
  f_.exprs[e.index].first = made.index;
  return e;
}

ExprId Lower::read_method_reference(NodeIndex n) {
  if (t_.is_leaf(n)) return leaf(ExprKind::unknown, n);
  const NodeIndex object = t_.first(n);
  NodeIndex name = 0;
  for (NodeIndex c = t_.next(object), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) == identifier) name = c;
  const bool is_type = kind(object) == generic_type || kind(object) == scoped_type_identifier ||
                       kind(object) == type_identifier || kind(object) == array_type;
  ExprId what = is_type ? class_name(object) : expr(object);
  if (!what) what = leaf(ExprKind::unknown, object);
  return name ? over(ExprKind::member, n, what, id(name)) : what;  // X::new is the class
}

}  // namespace demarc::languages::jv
