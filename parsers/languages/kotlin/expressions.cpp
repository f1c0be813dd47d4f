// Expressions but calls: names, operators, members.
#include <array>

#include "parsers/languages/kotlin/lower.h"

namespace demarc::languages::kt {

namespace {
bool is_upper(std::string_view text) { return !text.empty() && text[0] >= 'A' && text[0] <= 'Z'; }
bool is_constant(std::string_view text) {
  for (char c : text)
    if (c >= 'a' && c <= 'z') return false;
  return is_upper(text);
}
}  // namespace

Lower::Expression Lower::expression_of(Kind kind) {
  static constexpr auto table = [] {
    std::array<Expression, 256> t{};
    for (Expression& one : t) one = &Lower::read_unknown;
    t[annotated_expression] = &Lower::read_marked;
    t[annotated_lambda] = &Lower::read_marked;
    t[anonymous_function] = &Lower::read_anonymous;
    t[as_expression] = &Lower::read_cast;
    t[binary_expression] = &Lower::read_binary;
    t[call_expression] = &Lower::read_call;
    t[callable_reference] = &Lower::read_reference;
    t[character_literal] = &Lower::read_character;
    t[collection_literal] = &Lower::read_list;
    t[identifier] = &Lower::read_name;
    t[if_expression] = &Lower::read_if;
    t[in_expression] = &Lower::read_in;
    t[index_expression] = &Lower::read_index;
    t[infix_expression] = &Lower::read_infix;
    t[interpolation] = &Lower::read_inner;
    t[is_expression] = &Lower::read_is;
    t[labeled_expression] = &Lower::read_marked;
    t[lambda_literal] = &Lower::read_lambda;
    t[multiline_string_literal] = &Lower::read_string;
    t[navigation_expression] = &Lower::read_navigation;
    t[number] = &Lower::read_number;
    t[object_literal] = &Lower::read_object;
    t[parenthesized_expression] = &Lower::read_inner;
    t[return_expression] = &Lower::read_return;
    t[spread_expression] = &Lower::read_spread;
    t[string_literal] = &Lower::read_string;
    t[super_expression] = &Lower::read_super;
    t[this_expression] = &Lower::read_this;
    t[throw_expression] = &Lower::read_throw;
    t[try_expression] = &Lower::read_try;
    t[unary_expression] = &Lower::read_unary;
    t[when_expression] = &Lower::read_when;
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
    if (is_token(kind(c))) continue;
    if (statement_of(kind(c))) statement(c);
    else push(expr(c));
  }
  return close(ExprKind::unknown, n, all);
}

ExprId Lower::read_inner(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (!is_token(kind(c))) return statement_of(kind(c)) ? (statement(c), ExprId{}) : expr(c);
  return {};
}

ExprId Lower::read_marked(NodeIndex n) {
  ExprId made;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (is_token(kind(c)) || kind(c) == annotation || kind(c) == label) continue;
    if (statement_of(kind(c))) statement(c);
    else made = expr(c);
  }
  return made;
}

ExprId Lower::read_spread(NodeIndex n) {
  const ExprId inner = read_inner(n);
  return inner ? over(ExprKind::spread, n, inner) : ExprId{};
}

// ---- names

// A name that is no variable here: of this file, of its package, or a class.
ExprId Lower::plain_name(NodeIndex n, StringId name) {
  if (find_local(name)) return leaf(ExprKind::name, n, name);
  for (const TypeParameter& p : type_parameters_)
    if (p.name == name) return p.bound ? p.bound : leaf(ExprKind::unknown, n);
  if (plain_functions_.contains(name.index) || properties_.contains(name.index))
    return leaf(ExprKind::name, n, name);
  return outside_name(n, name);
}

ExprId Lower::read_name(NodeIndex n) {
  const std::string_view text = t_.text(n);
  if (text == "true" || text == "false" || text == "null") return leaf(ExprKind::constant, n, id(text));
  if (text == "break") f_.blocks[in_.block.index].leaves = true;
  if (text == "break" || text == "continue") return leaf(ExprKind::unknown, n);
  const StringId name = name_of(n);
  for (std::size_t i = renamed_.size(); i-- > 0;)
    if (renamed_[i].first == name) return leaf(ExprKind::name, n, renamed_[i].second);
  if (text == "it" || text == "field") return leaf(ExprKind::name, n, name);
  return name_or_member(n, name);
}

// In a block with a receiver, what nobody declares here may be a property of that.
ExprId Lower::name_or_member(NodeIndex n, StringId name) {
  const std::string_view text = f_.strings.text(name);
  const bool is_implicit = receivers_.size() > first_receiver_ && !find_local(name) &&
                           !plain_functions_.contains(name.index) && !properties_.contains(name.index) &&
                           !text.empty() && text[0] >= 'a' && text[0] <= 'z';
  if (!is_implicit) return plain_name(n, name);
  const Mark all = mark();
  push(leaf(ExprKind::name, n, receivers_.back().name));
  push(plain_name(n, name));
  return close(ExprKind::member, n, all, name);
}

ExprId Lower::read_this(NodeIndex n) {
  if (const NodeIndex to = child_of(n, identifier)) {
    const StringId wanted = name_of(to);
    for (std::size_t i = receivers_.size(); i-- > first_receiver_;)
      if (receivers_[i].label == wanted) return leaf(ExprKind::name, n, receivers_[i].name);
    return leaf(ExprKind::self, n);
  }
  // Whether a lambda has a receiver is not written: inside a class `this` is the object, then.
  if (receivers_.size() <= first_receiver_) return leaf(ExprKind::self, n);
  const Receiver& own = receivers_.back();
  bool is_in_class = false;
  for (FunctionId at = in_.function; at && !own.is_sure; at = f_.functions[at.index].parent)
    is_in_class |= static_cast<bool>(f_.functions[at.index].owner);
  return is_in_class ? leaf(ExprKind::self, n) : leaf(ExprKind::name, n, own.name);
}

ExprId Lower::read_number(NodeIndex n) {
  std::string text(t_.text(n));
  std::erase(text, '_');
  if (text.size() > 1 && (text.back() == 'L' || text.back() == 'l')) text.pop_back();
  return leaf(ExprKind::number, n, id(text));
}

// ---- members

std::string_view Lower::member_name(NodeIndex n) const {
  std::string_view name;
  for (NodeIndex c = t_.next(t_.first(n)), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) == identifier) name = t_.text(c);
  return name;
}

// `Order::class`, also with `.java` behind it.
bool Lower::is_class_like(NodeIndex n) const {
  if (kind(n) == callable_reference) return !child_of(n, identifier);
  return kind(n) == navigation_expression && !t_.is_leaf(n) && child_of(n, t_reference) &&
         member_name(n) == "class";
}

ExprId Lower::read_navigation(NodeIndex n) {
  if (t_.is_leaf(n)) return {};
  const NodeIndex object = t_.first(n);
  NodeIndex name = 0;
  for (NodeIndex c = t_.next(object), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) == identifier) name = c;
  if (!name) return read_unknown(n);
  const std::string_view text = t_.text(name);
  if (is_class_like(n)) return expr(object);
  if (is_class_like(object)) {
    if (text == "java" || text == "javaObjectType" || text == "javaPrimitiveType" || text == "kotlin")
      return expr(object);
    if (text == "simpleName" || text == "qualifiedName")
      return over(
          ExprKind::call, n,
          over(ExprKind::member, n, expr(object), id(text == "simpleName" ? "getSimpleName" : "getName")));
  }
  if (kind(object) == navigation_expression && !t_.is_leaf(object)) {
    const std::string_view before = member_name(object);
    // Order::class.java.name
    if (before == "java" && is_class_like(t_.first(object)) &&
        (text == "simpleName" || text == "name" || text == "canonicalName" || text == "typeName"))
      return over(
          ExprKind::call, n,
          over(ExprKind::member, n, expr(object), id(text == "simpleName" ? "getSimpleName" : "getName")));
    // Topic.ORDERS.name
    if (text == "name" && is_constant(before)) {
      const ExprId constant = expr(object);
      return over(ExprKind::call, n, over(ExprKind::member, n, constant, name_of(name)));
    }
    // com.acme.Order in full
    if (is_upper(text)) {
      const std::string path = dotted(object);
      bool is_package = !path.empty() && path[0] >= 'a' && path[0] <= 'z';
      for (std::size_t dot = path.find('.'); is_package && dot != std::string::npos;
           dot = path.find('.', dot + 1))
        is_package = dot + 1 < path.size() && path[dot + 1] >= 'a' && path[dot + 1] <= 'z';
      const StringId root = id(path.substr(0, path.find('.')));
      if (is_package && !find_local(root) && !properties_.contains(root.index) && !path.starts_with("this."))
        return qualified(n, path + "." + std::string(text));
    }
  }
  if (text == "Companion" && kind(object) == identifier && is_upper(t_.text(object))) return expr(object);
  return over(ExprKind::member, n, expr(object), name_of(name));
}

// `::send`, `Order::id`, `Order::class`.
ExprId Lower::read_reference(NodeIndex n) {
  NodeIndex name = 0, written = 0;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == identifier) name = c;
    if (is_type(kind(c))) written = c;
  }
  if (written) {
    const ExprId what = class_name(written);
    if (!what || !name) return what;
    return over(ExprKind::member, n, what, name_of(name));
  }
  return name ? plain_name(name, name_of(name)) : ExprId{};
}

ExprId Lower::read_index(NodeIndex n) {
  const Mark all = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (!is_token(kind(c))) push(expr(c));
  return close(mark() - all == 2 ? ExprKind::index : ExprKind::unknown, n, all);
}

ExprId Lower::read_list(NodeIndex n) {
  const Mark all = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (!is_token(kind(c))) push(expr(c));
  return close(ExprKind::list, n, all);
}

// ---- operators

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
    const bool leaves = right && (kind(right) == return_expression || kind(right) == throw_expression);
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
      continue;
    }
    if (what == t_elvis) {
      if (!leaves) made = over(ExprKind::either, whole, made, second);
      continue;
    }
    made = over(what == t_equal || what == t_same ? ExprKind::equal : ExprKind::unknown, whole, made, second);
  }
  return made;
}

// `key to value` is a pair.
ExprId Lower::read_infix(NodeIndex n) {
  const Mark all = mark();
  bool is_pair = false;
  std::size_t at = 0;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (is_token(kind(c))) continue;
    if (at++ == 1) is_pair = t_.text(c) == "to";
    else push(expr(c));
  }
  return close(is_pair ? ExprKind::list : ExprKind::unknown, n, all);
}

ExprId Lower::read_in(NodeIndex n) {
  const NodeIndex left = part(n, f_left), right = part(n, f_right);
  if (!left || !right) return read_unknown(n);
  const ExprId value = expr(left), all = expr(right);
  const bool is_member = !child_of(n, t_not_in) && at(all).kind == ExprKind::list;
  return over(is_member ? ExprKind::equal : ExprKind::unknown, n, value, all);
}

ExprId Lower::read_unary(NodeIndex n) {
  const NodeIndex inner = part(n, f_argument), op = part(n, f_operator);
  if (!inner) return read_unknown(n);
  if (op && kind(op) == t_minus && kind(inner) == number) return leaf(ExprKind::number, n, id(t_.text(n)));
  const ExprId value = expr(inner);
  return op && kind(op) == t_not_null ? value : over(ExprKind::unknown, n, value);
}

ExprId Lower::read_cast(NodeIndex n) {
  const NodeIndex value = part(n, f_left), written = part(n, f_right);
  if (!value) return read_unknown(n);
  const ExprId given = expr(value);
  if (written) type(written);
  return given;
}

ExprId Lower::read_is(NodeIndex n) {
  const NodeIndex value = part(n, f_left);
  return value ? over(ExprKind::unknown, n, expr(value)) : read_unknown(n);
}

}  // namespace demarc::languages::kt
