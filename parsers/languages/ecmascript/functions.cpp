// Functions, methods and their parameters.
#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

ExprId Lowering::function_expression(Node n) { return function(n, {}); }

void Lowering::declare_function(Node n, bool exported) {
  const Node own = part(n, field::name);
  // Without a body it is a declaration of types.
  if (!part(n, field::body)) return;
  const ExprId target = own ? name(own) : ExprId{};
  const ExprId made = function(n, {.is_exported = exported});
  if (target) assign(target, made, {}, AssignmentKind::declare);
}

ExprId Lowering::method(Node n, FunctionTraits traits) {
  const bool is_static_getter = has_token(n, kind::token_static_get);
  traits.is_static = is_static_getter || has_token(n, kind::token_static);
  traits.is_getter = is_static_getter || has_token(n, kind::token_get);
  return function(n, traits);
}

ExprId Lowering::function(Node n, const FunctionTraits& traits) {
  const FunctionId id{static_cast<std::uint32_t>(out_.functions.size())};
  Function f;
  f.name = traits.name;
  if (kind_of(n) != kind::method)
    if (const Node own = part(n, field::name)) f.name = text_id(own);
  f.parent = function_;
  f.owner = traits.owner;
  f.annotations = traits.annotations;
  f.is_async = has_token(n, kind::token_async);
  f.is_static = traits.is_static;
  f.is_constructor = traits.is_constructor;
  f.is_getter = traits.is_getter;
  f.is_exported = traits.is_exported;
  f.begin = tree_[n].begin;
  f.end = tree_[n].end;
  out_.functions.push_back(f);

  const bool is_loop = loop_callback_ == n;
  loop_callback_ = 0;
  const Node body = part(n, field::body);
  const Place outside = enter({});
  const ExprId outer_name_space = name_space_;
  name_space_ = {};
  function_ = id;
  block_ = open_block(is_loop ? BlockKind::loop : BlockKind::body, body ? body : n);
  out_.functions[id.index].body = block_;
  parameter_list(n, id);
  if (body && kind_of(body) == kind::statement_block) {
    statements(body);
  } else if (body) {
    out_.returns.push_back({value(body), block_});
  }
  name_space_ = outer_name_space;
  leave(outside);

  const ExprId made = leaf(ExprKind::function, n);
  out_.exprs[made.index].first = id.index;
  return made;
}

void Lowering::parameter_list(Node n, FunctionId id) {
  struct Taken {
    Node pattern;
    StringId name;
    bool is_property;  // constructor(private readonly x: X)
  };
  std::vector<Taken> taken;
  const std::size_t base = parameters_.size();

  const auto add = [&](Node c) {
    Parameter p;
    p.begin = tree_[c].begin;
    p.end = tree_[c].end;
    Node pattern = c;
    bool is_property = false;
    if (kind_of(c) == kind::parameter) {
      pattern = part(c, field::pattern);
      if (!pattern) pattern = part(c, field::name);
      if (!pattern || kind_of(pattern) == kind::this_) return;  // `this: T` is a type alone
      is_property = has_token(c, kind::modifier) || has_token(c, kind::token_readonly);
      p.type = declared_type(part(c, field::type));
      p.annotations = decorators(c);
      if (const Node given = part(c, field::value)) p.default_value = value(given);
    }
    if (kind_of(pattern) == kind::default_pattern) {
      if (const Node given = part(pattern, field::right)) p.default_value = value(given);
      pattern = part(pattern, field::left);
    }
    if (pattern && kind_of(pattern) == kind::rest_pattern) {
      p.kind = ParameterKind::rest;
      pattern = first_child(pattern);
    }
    if (!pattern) return;
    if (kind_of(pattern) == kind::object_pattern || kind_of(pattern) == kind::array_pattern) {
      p.name = this->id("{}" + std::to_string(parameters_.size() - base));
      taken.push_back({pattern, p.name, false});
    } else {
      p.name = text_id(pattern);
      if (is_property) taken.push_back({pattern, p.name, true});
    }
    parameters_.push_back(p);
  };

  if (const Node single = part(n, field::parameter)) add(single);
  if (const Node list = part(n, field::parameters))
    for (Node c = tree_.first(list), end = tree_.end(list); c != end; c = tree_.next(c))
      if (kind_of(c) != kind::decorator && kind_of(c) < kind::token_async) add(c);

  out_.functions[id.index].parameters = {static_cast<std::uint32_t>(out_.parameters.size()),
                                         static_cast<std::uint32_t>(parameters_.size() - base)};
  const auto first = parameters_.begin() + static_cast<std::ptrdiff_t>(base);
  out_.parameters.insert(out_.parameters.end(), first, parameters_.end());
  for (const Taken& t : taken) {
    const ExprId parameter = leaf(ExprKind::name, t.pattern, t.name);
    if (!t.is_property) {
      bind(t.pattern, parameter);
      continue;
    }
    ExprId type;
    for (auto p = first; p != parameters_.end(); ++p)
      if (p->name == t.name) type = p->type;
    assign(wrap(ExprKind::member, t.pattern, leaf(ExprKind::self, t.pattern), t.name), parameter, type);
  }
  parameters_.resize(base);
}

}  // namespace demarc::ecmascript
