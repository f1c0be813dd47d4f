// Declared types, as far as they name something: classes, their arguments, literal types.
#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

ExprId Lowering::declared_type(Node annotation) {
  if (!annotation) return {};
  const Node inner = first_child(annotation);
  return inner ? type(inner) : ExprId{};
}

ExprId Lowering::type(Node n) {
  if (depth_ >= max_depth) {
    if (!too_deep_) too_deep_ = n;
    return {};
  }
  ++depth_;
  ExprId made;
  switch (kind_of(n)) {
    case kind::type_name:
    case kind::identifier:
    case kind::predefined_type: made = name(n); break;
    case kind::nested_name:
    case kind::member: made = member(n); break;
    case kind::generic_type: made = generic_type(n); break;
    case kind::array_type: {
      const Node element = first_child(n);
      const ExprId of = element ? type(element) : ExprId{};
      const ExprId array = leaf(ExprKind::name, n, id("Array"));
      made = of ? pair_of(ExprKind::index, n, array, of) : array;
      break;
    }
    case kind::union_type: made = union_type(n); break;
    case kind::wrapped_type:
      if (const Node inner = first_child(n)) made = type(inner);
      break;
    case kind::literal_type: made = first(n); break;
    default: break;
  }
  --depth_;
  return made;
}

ExprId Lowering::generic_type(Node n) {
  const Node root = part(n, field::name);
  const Node list = part(n, field::type_arguments);
  if (!root) return {};
  const ExprId base = type(root);
  if (!list) return base;
  const ExprId of = type_arguments(list);
  return of ? pair_of(ExprKind::index, n, base, of) : base;
}

ExprId Lowering::type_arguments(Node list) {
  Kids kids(*this);
  for (Node c = tree_.first(list), end = tree_.end(list); c != end; c = tree_.next(c)) kids.add(type(c));
  if (kids.count() == 0) return {};
  return kids.count() == 1 ? kids[0] : kids.make(ExprKind::list, list);
}

// `Order | null` is an Order.
ExprId Lowering::union_type(Node n) {
  // A long union nests to the left.
  std::vector<Node> parts, open{n};
  while (!open.empty()) {
    const Node at = open.back();
    open.pop_back();
    if (kind_of(at) != kind::union_type) {
      parts.push_back(at);
      continue;
    }
    std::size_t first = open.size();
    for (Node c = tree_.first(at), end = tree_.end(at); c != end; c = tree_.next(c)) open.push_back(c);
    for (std::size_t last = open.size(); first + 1 < last; ++first, --last)
      std::swap(open[first], open[last - 1]);
  }
  Kids kids(*this);
  for (Node each : parts) {
    const Node inner = kind_of(each) == kind::literal_type ? first_child(each) : Node{0};
    if (inner && (kind_of(inner) == kind::null_ || kind_of(inner) == kind::undefined)) continue;
    kids.add(type(each));
  }
  if (kids.count() == 0) return {};
  if (kids.count() == 1) return kids[0];
  return kids.make(ExprKind::either, n);
}

}  // namespace demarc::ecmascript
