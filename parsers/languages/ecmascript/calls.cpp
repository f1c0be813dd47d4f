// Calls and `new`, and the few calls whose meaning belongs to the language or its compilers.
#include <algorithm>

#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

namespace {

// Array methods that run their callback once an element.
bool loops(std::string_view method) {
  constexpr std::string_view methods[] = {"every",    "filter",      "find",    "findIndex",
                                          "findLast", "flatMap",     "forEach", "map",
                                          "reduce",   "reduceRight", "some",    "findLastIndex"};
  return std::find(std::begin(methods), std::end(methods), method) != std::end(methods);
}

bool is_function(std::uint8_t k) { return k == kind::arrow || k == kind::function; }

}  // namespace

// What compilers wrap around a required module, so that it looks like one with a default export.
bool Lowering::is_interop(Node callee) const {
  if (kind_of(callee) == kind::member) callee = part(callee, field::property);
  if (!callee) return false;
  const std::string_view name = tree_.text(callee);
  return name.starts_with('_') &&
         (name == "__importDefault" || name == "__importStar" || name == "__toESM" ||
          name == "_interopRequireDefault" || name == "_interopRequireWildcard" ||
          name == "_interop_require_default" || name == "_interop_require_wildcard" ||
          name == "_interopDefault" || name == "_interopNamespace");
}

Lowering::Node Lowering::argument(Node list, std::uint32_t index) const {
  if (!list || kind_of(list) != kind::arguments) return 0;
  for (Node c = tree_.first(list), end = tree_.end(list); c != end; c = tree_.next(c))
    if (index-- == 0) return c;
  return 0;
}

std::uint32_t Lowering::argument_count(Node list) const {
  std::uint32_t count = 0;
  if (list && kind_of(list) == kind::arguments)
    for (Node c = tree_.first(list), end = tree_.end(list); c != end; c = tree_.next(c)) ++count;
  return count;
}

void Lowering::arguments(Node list, Kids& kids, bool first_is_loop) {
  if (!list) return;
  if (kind_of(list) == kind::template_string) {
    kids.add(expression(list));
    return;
  }
  bool is_first = true;
  for (Node c = tree_.first(list), end = tree_.end(list); c != end; c = tree_.next(c)) {
    if (is_first && first_is_loop && is_function(kind_of(bare(c)))) loop_callback_ = bare(c);
    is_first = false;
    kids.add(expression(c));
  }
}

ExprId Lowering::call(Node n) {
  const Node callee = bare(part(n, field::function));
  const Node list = part(n, field::arguments);
  if (!callee) return unknown(n);
  if (const Required module = required(n); module.found) return inline_import(n, module);
  if (const ExprId meaning = known_call(n, callee, list)) return meaning;
  Kids kids(*this);
  kids.add(expression(callee));
  const bool is_member = kind_of(callee) == kind::member;
  const Node method = is_member ? part(callee, field::property) : 0;
  arguments(list, kids, method && loops(tree_.text(method)));
  const ExprId made = kids.make(ExprKind::call, n);
  out_.calls.push_back({made, block_});
  if (!method) return made;
  mutations(callee, made);
  return tree_.text(callee) == "Object.assign" ? merged(n, made) : made;
}

// Object.assign({ a: 1 }, b, { c: 2 }) is { a: 1, ...b, c: 2 }; with a target of another kind it is the call.
ExprId Lowering::merged(Node n, ExprId call) {
  const std::uint32_t count = out_[call].count;
  if (count < 2 || out_[out_.child(call, 1)].kind != ExprKind::object) return call;
  const ExprId target = out_.child(call, 1);
  Kids kids(*this);
  for (std::uint32_t i = 0; i < out_[target].count; ++i) kids.add(out_.child(target, i));
  for (std::uint32_t i = 2; i < count; ++i) {
    const ExprId given = out_.child(call, i);
    if (out_[given].kind == ExprKind::object) {
      for (std::uint32_t k = 0; k < out_[given].count; ++k) kids.add(out_.child(given, k));
      continue;
    }
    const bool is_spread = out_[given].kind == ExprKind::spread;
    kids.add(wrap(ExprKind::spread_map, n, is_spread ? out_.child(given, 0) : given));
  }
  return kids.make(ExprKind::object, n);
}

ExprId Lowering::construct(Node n) {
  const Node callee = part(n, field::constructor);
  if (!callee) return unknown(n);
  Kids kids(*this);
  kids.add(expression(callee));
  arguments(part(n, field::arguments), kids, false);
  const ExprId made = kids.make(ExprKind::construct, n);
  out_.calls.push_back({made, block_});
  return made;
}

// Calls that are something simpler; 0 when this is none of them.
ExprId Lowering::known_call(Node n, Node callee, Node list) {
  const std::uint8_t callee_kind = kind_of(callee);
  if (callee_kind != kind::member && callee_kind != kind::identifier) return {};
  const std::uint32_t count = argument_count(list);
  if (count >= 1 && callee_kind == kind::identifier && tree_.text(callee).starts_with('_')) {
    if (is_interop(callee)) return expression(argument(list, 0));
    if (define_exports(callee, list)) return leaf(ExprKind::unknown, n);
    return {};
  }
  if (callee_kind != kind::member) return {};

  const Node object = part(callee, field::object), property = part(callee, field::property);
  if (!object || !property) return {};
  const std::string_view method = tree_.text(property);
  const std::uint8_t object_kind = kind_of(bare(object));
  if (object_kind == kind::array) {
    if (method == "includes" && count == 1) {
      const ExprId options = expression(object);
      return pair_of(ExprKind::equal, n, expression(argument(list, 0)), options);
    }
    if (method == "join" && count <= 1) return join(n, bare(object), list);
  }
  if (count == 0) return {};
  if (object_kind == kind::string && method == "concat") {
    Kids kids(*this);
    kids.add(expression(object));
    arguments(list, kids, false);
    return kids.make(ExprKind::concat, n);
  }
  if (object_kind == kind::identifier && tree_.text(object) == "Object") {
    if ((method == "freeze" || method == "seal" || method == "preventExtensions") && count == 1)
      return expression(argument(list, 0));
    if (method == "defineProperty" && define_exports(callee, list)) return leaf(ExprKind::unknown, n);
  }
  // `a.b.bind(a)` is the function a.b that knows its object.
  if (method == "bind" && count == 1 && kind_of(bare(object)) == kind::member) {
    const Node receiver = part(bare(object), field::object), bound = argument(list, 0);
    if (receiver && tree_.text(receiver) == tree_.text(bound)) return expression(object);
  }
  if (object_kind == kind::identifier && tree_.text(object).starts_with("tslib")) {
    if (is_interop(callee)) return expression(argument(list, 0));
    if (define_exports(property, list)) return leaf(ExprKind::unknown, n);
  }
  return {};
}

// ["a", b].join("-") is a concatenation.
ExprId Lowering::join(Node n, Node elements, Node list) {
  StringId separator = id(",");
  const Node given = argument(list, 0);
  if (given && !literal_text(given, separator)) return {};
  for (Node c = tree_.first(elements), end = tree_.end(elements); c != end; c = tree_.next(c))
    if (kind_of(c) == kind::spread) return {};
  Kids kids(*this);
  for (Node c = tree_.first(elements), end = tree_.end(elements); c != end; c = tree_.next(c)) {
    if (kids.count() && separator) kids.add(leaf(ExprKind::string, c, separator));
    kids.add(expression(c));
  }
  return kids.make(ExprKind::concat, n);
}

// Calls that change what they are called on are assignments as well.
void Lowering::mutations(Node callee, ExprId call) {
  const std::string_view method = tree_.text(part(callee, field::property));
  const std::uint32_t count = out_[call].count;
  if (method == "push" || method == "unshift") {
    const ExprId target = out_.child(out_.child(call, 0), 0);
    for (std::uint32_t i = 1; i < count; ++i) {
      const ExprId given = out_.child(call, i);
      if (out_[given].kind == ExprKind::spread)
        assign(target, out_.child(given, 0), {}, AssignmentKind::extend);
      else assign(target, given, {}, AssignmentKind::append);
    }
  } else if (method == "assign" && count > 2 && tree_.text(callee) == "Object.assign") {
    const ExprId target = out_.child(call, 1);
    const bool has_place = out_[target].kind == ExprKind::name || out_[target].kind == ExprKind::member ||
                           out_[target].kind == ExprKind::index || out_[target].kind == ExprKind::self;
    for (std::uint32_t i = 2; i < count && has_place; ++i) {
      const ExprId given = out_.child(call, i);
      assign(target, out_[given].kind == ExprKind::spread ? out_.child(given, 0) : given, {},
             AssignmentKind::extend);
    }
  }
}

}  // namespace demarc::ecmascript
