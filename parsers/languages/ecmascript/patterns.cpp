// Destructuring, taken apart into assignments of single names.
#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

void Lowering::bind(Node pattern, ExprId value, ExprId type) {
  if (!pattern) return;
  if (depth_ >= max_depth) {
    if (!too_deep_) too_deep_ = pattern;
    return;
  }
  ++depth_;
  const Node target = bare(pattern);
  switch (kind_of(target)) {
    case kind::object_pattern:
    case kind::object: bind_object(target, value); break;
    case kind::array_pattern:
    case kind::array: bind_array(target, value); break;
    case kind::default_pattern: bind_default(target, value); break;
    case kind::rest_pattern: bind(first_child(target), value, type); break;
    case kind::identifier:
    case kind::shorthand_pattern:
    case kind::undefined: assign(name(target), value, type); break;
    case kind::member:
    case kind::subscript: assign(expression(target), value, type); break;
    default: expression(pattern);
  }
  --depth_;
}

ExprId Lowering::member_of(ExprId object, Node key) {
  if (const StringId text = key_text(key); text && kind_of(key) != kind::number)
    return wrap(ExprKind::member, key, object, text);
  return pair_of(ExprKind::index, key, object, expression(key));
}

void Lowering::bind_default(Node pattern, ExprId value) {
  const Node left = part(pattern, field::left), right = part(pattern, field::right);
  StringId text;
  if (left && (kind_of(left) == kind::identifier || kind_of(left) == kind::shorthand_pattern))
    text = text_id(left);
  bind(left, pair_of(ExprKind::either, pattern, value, this->value(right, text)));
}

void Lowering::bind_object(Node pattern, ExprId value) {
  for (Node c = tree_.first(pattern), end = tree_.end(pattern); c != end; c = tree_.next(c)) {
    switch (kind_of(c)) {
      case kind::shorthand_pattern:
      case kind::shorthand: assign(name(c), wrap(ExprKind::member, c, value, text_id(c))); break;
      case kind::default_pattern: {
        const Node left = part(c, field::left);
        if (!left) break;
        bind_default(c, kind_of(left) == kind::shorthand_pattern
                            ? wrap(ExprKind::member, left, value, text_id(left))
                            : value);
        break;
      }
      case kind::pair_pattern:
      case kind::pair: {
        const Node key = part(c, field::key);
        if (key) bind(part(c, field::value), member_of(value, key));
        break;
      }
      // The rest has the entries of the whole, so it is written as the whole.
      case kind::rest_pattern:
      case kind::spread: bind(first_child(c), value); break;
      default: break;
    }
  }
}

void Lowering::bind_array(Node pattern, ExprId value) {
  std::uint32_t position = 0, from = tree_[pattern].begin;
  for (Node c = tree_.first(pattern), end = tree_.end(pattern); c != end; c = tree_.next(c)) {
    // Holes are commas without an element: `[, b]`.
    position += commas(from, tree_[c].begin);
    from = tree_[c].end;
    if (kind_of(c) == kind::rest_pattern || kind_of(c) == kind::spread) {
      bind(first_child(c), value);
      continue;
    }
    const ExprId index = leaf(ExprKind::number, c, id(std::to_string(position)));
    bind(c, pair_of(ExprKind::index, c, value, index));
  }
}

std::uint32_t Lowering::commas(std::uint32_t from, std::uint32_t to) const {
  std::string_view text = tree_.source().substr(from, to - from);
  std::uint32_t count = 0;
  while (!text.empty()) {
    std::size_t take = 1;
    if (text.starts_with("/*")) take = text.find("*/", 2);
    else if (text.starts_with("//")) take = text.find('\n');
    else count += text.front() == ',';
    if (take == std::string_view::npos) break;
    text.remove_prefix(take);
  }
  return count;
}

}  // namespace demarc::ecmascript
