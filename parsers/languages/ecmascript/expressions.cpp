// Expressions: operators, objects, members, assignments.
#include <algorithm>

#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

ExprId Lowering::expression(Node n) {
  if (!n) return {};
  if (depth_ >= max_depth) {
    if (!too_deep_) too_deep_ = n;
    return leaf(ExprKind::unknown, n);
  }
  ++depth_;
  const ExprId made = (this->*tables.expressions[kind_of(n)])(n);
  --depth_;
  return made;
}

ExprId Lowering::named(Node n, StringId name) {
  const Node core = bare(n);
  switch (kind_of(core)) {
    case kind::function:
    case kind::arrow: return function(core, {.name = name});
    case kind::class_: return class_(core, name, false, {});
    default: return expression(n);
  }
}

ExprId Lowering::value(Node n, StringId name) {
  ExprId e = name ? named(n, name) : expression(n);
  while (out_[e].kind == ExprKind::assign) e = out_.child(e, 0);
  return e;
}

// What has no meaning of its own is kept for the calls and strings in it. Broken code may hold statements
// where an expression should be.
ExprId Lowering::unknown(Node n) {
  Kids kids(*this);
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) {
    if (tables.statements[kind_of(c)]) statement(c);
    else kids.add(expression(c));
  }
  return kids.make(ExprKind::unknown, n);
}

ExprId Lowering::first(Node n) {
  const Node c = first_child(n);
  return c ? expression(c) : ExprId{};
}

ExprId Lowering::last(Node n) {
  Node found = 0;
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) found = c;
  return expression(found);
}

ExprId Lowering::member(Node n) {
  Node object = part(n, field::object);
  if (!object) object = part(n, field::module);
  Node property = part(n, field::property);
  if (!property) property = part(n, field::name);
  if (!object || !property) return unknown(n);
  if (!default_locals_.empty() && kind_of(object) == kind::identifier && tree_.text(property) == "default" &&
      std::find(default_locals_.begin(), default_locals_.end(), text_id(object)) != default_locals_.end())
    return name(object);
  return wrap(ExprKind::member, n, expression(object), text_id(property));
}

ExprId Lowering::subscript(Node n) {
  const ExprId object = expression(part(n, field::object));
  return pair_of(ExprKind::index, n, object, expression(part(n, field::index)));
}

// The text of a key that is written out: a name, a string, a number, or one of these in brackets.
StringId Lowering::key_text(Node key) {
  switch (kind_of(key)) {
    case kind::property_name:
    case kind::private_name:
    case kind::identifier:
    case kind::shorthand:
    case kind::shorthand_pattern:
    case kind::type_name:
    case kind::number: return text_id(key);
    case kind::string: return decoded(string_content(key));
    case kind::computed_name: {
      StringId text;
      const Node inner = first_child(key);
      return inner && literal_text(inner, text) ? text : StringId{};
    }
    default: return {};
  }
}

ExprId Lowering::key_entry(Node key, Node at, ExprId value) {
  const StringId text = key_text(key);
  if (text || kind_of(key) != kind::computed_name) return wrap(ExprKind::entry, at, value, text);
  return pair_of(ExprKind::entry, at, expression(key), value);
}

ExprId Lowering::object(Node n) {
  Kids kids(*this);
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) {
    switch (kind_of(c)) {
      case kind::pair: {
        const Node key = part(c, field::key);
        if (!key) break;
        kids.add(key_entry(key, c, value(part(c, field::value), key_text(key))));
        break;
      }
      case kind::shorthand: kids.add(wrap(ExprKind::entry, c, name(c), text_id(c))); break;
      case kind::spread: kids.add(wrap(ExprKind::spread_map, c, first(c))); break;
      case kind::method: {
        const Node key = part(c, field::name);
        if (!key || has_token(c, kind::token_set)) {
          method(c, {});
          break;
        }
        const StringId text = key_text(key);
        const ExprId f = method(c, {.name = text});
        if (text) {
          out_.exprs[f.index].text = text;
          kids.add(f);
        } else {
          kids.add(key_entry(key, c, f));
        }
        break;
      }
      default: kids.add(expression(c));
    }
  }
  return kids.make(ExprKind::object, n);
}

ExprId Lowering::array(Node n) {
  Kids kids(*this);
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) kids.add(expression(c));
  return kids.make(ExprKind::list, n);
}

ExprId Lowering::spread(Node n) { return wrap(ExprKind::spread, n, first(n)); }

std::uint8_t Lowering::operator_of(Node n) const {
  const Node op = part(n, field::operator_);
  return op ? kind_of(op) : std::uint8_t{kind::other};
}

std::vector<Lowering::Node> Lowering::operands(Node n, std::uint8_t op) const {
  std::vector<Node> found;
  Node at = n;
  while (at && kind_of(at) == kind::binary && operator_of(at) == op) {
    if (Node right = part(at, field::right)) found.push_back(right);
    at = part(at, field::left);
  }
  if (at) found.push_back(at);
  std::reverse(found.begin(), found.end());
  return found;
}

ExprId Lowering::binary(Node n) {
  const std::uint8_t op = operator_of(n);
  Kids kids(*this);
  if (op == kind::token_same) {
    kids.add(expression(part(n, field::left)));
    kids.add(expression(part(n, field::right)));
    return kids.make(ExprKind::equal, n);
  }
  const std::vector<Node> parts = operands(n, op);
  if (op == kind::token_and) {
    // The last one, or whichever before it was falsy.
    ExprId tested;
    {
      Kids before(*this);
      for (std::size_t i = 0; i + 1 < parts.size(); ++i) before.add(expression(parts[i]));
      tested = before.make(ExprKind::unknown, parts[0]);
    }
    kids.add(expression(parts.back()));
    kids.add(tested);
    return kids.make(ExprKind::either, n);
  }
  for (Node each : parts) kids.add(expression(each));
  return kids.make(op == kind::token_plus ? ExprKind::concat
                   : op == kind::token_or ? ExprKind::either
                                          : ExprKind::unknown,
                   n);
}

ExprId Lowering::unary(Node n) {
  const Node inner = part(n, field::argument);
  if (inner && kind_of(inner) == kind::number && operator_of(n) == kind::other)
    return leaf(ExprKind::number, n, text_id(n));
  if (inner && kind_of(inner) == kind::number && operator_of(n) == kind::token_void)
    return leaf(ExprKind::constant, n, id("null"));
  return wrap(ExprKind::unknown, n, expression(inner));
}

ExprId Lowering::ternary(Node n) {
  expression(part(n, field::condition));
  const ExprId yes = expression(part(n, field::consequence));
  return pair_of(ExprKind::either, n, yes, expression(part(n, field::alternative)));
}

ExprId Lowering::sequence(Node n) {
  ExprId result;
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) result = expression(c);
  return result;
}

ExprId Lowering::yield(Node n) {
  const Node inner = first_child(n);
  const ExprId given = inner ? expression(inner) : leaf(ExprKind::unknown, n);
  out_.returns.push_back({given, block_});
  return given;
}

ExprId Lowering::assignment(Node n) {
  const Node target = bare(part(n, field::left));
  const Node right = part(n, field::right);
  if (!target || !right) return unknown(n);
  if (import_binding(target, right)) {
    // `a = b = require('m')`: the outer name gets the inner one.
    return kind_of(target) == kind::identifier ? wrap(ExprKind::assign, n, name(target))
                                               : leaf(ExprKind::unknown, n);
  }
  StringId text;
  if (kind_of(target) == kind::identifier) text = text_id(target);
  else if (kind_of(target) == kind::member) text = text_id(part(target, field::property));
  const ExprId result = value(right, text);
  common_js_export(target, result);
  bind(target, result);
  return wrap(ExprKind::assign, n, result);
}

ExprId Lowering::augmented(Node n) {
  const ExprId target = expression(part(n, field::left));
  ExprId result = expression(part(n, field::right));
  switch (operator_of(n)) {
    case kind::token_append:
      assign(target, result, {}, AssignmentKind::append);
      return wrap(ExprKind::assign, n, pair_of(ExprKind::concat, n, target, result));
    case kind::token_or_assign: result = pair_of(ExprKind::either, n, target, result); break;
    default: result = wrap(ExprKind::unknown, n, result);
  }
  assign(target, result);
  return wrap(ExprKind::assign, n, result);
}

}  // namespace demarc::ecmascript
