// JSX: not what it shows, but the calls, functions and strings in it.
#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

ExprId Lowering::jsx_element(Node n) {
  Kids kids(*this);
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) kids.add(expression(c));
  return kids.make(ExprKind::unknown, n);
}

// The component and an object of its attributes.
ExprId Lowering::jsx_opening(Node n) {
  Kids kids(*this);
  if (const Node component = part(n, field::name)) kids.add(expression(component));
  Kids attributes(*this);
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) {
    if (kind_of(c) == kind::jsx_expression) {
      const Node inner = first_child(c);
      if (inner && kind_of(inner) == kind::spread)
        attributes.add(wrap(ExprKind::spread_map, inner, first(inner)));
      continue;
    }
    if (kind_of(c) != kind::jsx_attribute) continue;
    const Node key = first_child(c);
    if (!key) continue;
    const Node given = tree_.next(key);
    ExprId value;
    if (given == tree_.end(c)) value = leaf(ExprKind::constant, key, id("true"));
    else if (kind_of(given) == kind::string) value = leaf(ExprKind::string, given, id(string_content(given)));
    else value = expression(given);
    attributes.add(wrap(ExprKind::entry, c, value, text_id(key)));
  }
  const ExprId properties = attributes.count() ? attributes.make(ExprKind::object, n) : ExprId{};
  kids.add(properties);
  return kids.make(ExprKind::unknown, n);
}

}  // namespace demarc::ecmascript
