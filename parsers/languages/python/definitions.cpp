// Functions, lambdas and classes.
#include "parsers/languages/python/lower.h"

namespace demarc::languages::py {

void Lower::enter(FunctionId function, NodeIndex body, ClassId owner, StringId receiver) {
  TreeBuilder::enter(function, body, owner);
  in_.receiver = receiver;
  in_.names = globals_.size();
}

void Lower::read_decorated(NodeIndex n) {
  const Mark decorators = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) switch (kind(c)) {
      case decorator:
        if (!t_.is_leaf(c)) push(expr(t_.first(c)));
        break;
      case function_definition: define_function(c, decorators); break;
      case class_definition: define_class(c, decorators); break;
      default: statement(c);
    }
  stack_.resize(decorators);
}

code::Range Lower::read_parameters(NodeIndex n, bool is_method, StringId* receiver) {
  // Defaults may hold lambdas, which have parameters of their own, so these are collected first.
  std::vector<code::Parameter> made;
  if (n) {
    bool is_first = true;
    for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
      code::Parameter p;
      p.begin = t_[c].begin;
      p.end = t_[c].end;
      NodeIndex name = c;
      switch (kind(c)) {
        case identifier:
        case list_splat_pattern:
        case dictionary_splat_pattern:
        case tuple_pattern: break;
        case default_parameter:
        case typed_default_parameter:
        case typed_parameter: {
          name = t_.child(c, f_name);
          if (!name && !t_.is_leaf(c)) name = t_.first(c);
          if (const NodeIndex type = t_.child(c, f_type)) p.type = expr(type);
          if (const NodeIndex value = t_.child(c, f_value)) p.default_value = expr(value);
          break;
        }
        default: continue;  // "/" and "*", and what could not be read
      }
      if (name && (kind(name) == list_splat_pattern || kind(name) == dictionary_splat_pattern)) {
        p.kind = kind(name) == list_splat_pattern ? code::ParameterKind::rest : code::ParameterKind::rest_map;
        name = t_.is_leaf(name) ? 0 : t_.first(name);
      }
      if (name && kind(name) == identifier) p.name = id(name);
      if (name && kind(name) == tuple_pattern) p.name = f_.strings.id("{}" + std::to_string(made.size()));
      if (is_first && is_method && p.kind == code::ParameterKind::normal) {
        p.kind = code::ParameterKind::receiver;
        *receiver = p.name;
      } else if (p.name && p.name == *receiver) {
        *receiver = {};  // another thing of that name
      }
      is_first = false;
      made.push_back(p);
    }
  }
  return keep_parameters(made);
}

// `def f(a, (b, c)):` of Python 2.
void Lower::unpack_parameters(NodeIndex n, code::Range made) {
  std::uint32_t i = 0;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end && i < made.count; c = t_.next(c)) {
    const NodeIndex name = kind(c) == default_parameter ? t_.child(c, f_name) : c;
    const code::Parameter& p = f_.parameters[made.first + i];
    if (p.begin != t_[c].begin) continue;
    ++i;
    if (name && kind(name) == tuple_pattern) bind(name, leaf(ExprKind::name, name, p.name));
  }
}

void Lower::define_function(NodeIndex n, Mark decorators) {
  const NodeIndex name = t_.child(n, f_name), body = t_.child(n, f_body);
  const FunctionId made = open_function(n, name ? id(name) : StringId{});
  code::Function f = f_.functions[made.index];
  f.is_async = !t_.is_leaf(n) && kind(t_.first(n)) == t_async;
  f.is_exported = in_.function == code::file_function;
  f.is_constructor = in_.owner && name && t_.text(name) == "__init__";
  // `@x.setter def x` is reached by assigning, so the name keeps meaning the getter.
  bool is_accessor = false;
  for (Mark d = decorators; d < stack_.size(); ++d) {
    const code::Expr& e = at(stack_[d]);
    const std::string_view last = f_.strings.text(e.text);
    if (e.kind == ExprKind::name || e.kind == ExprKind::member) {
      f.is_static |= last == "staticmethod";
      f.is_class_method |= last == "classmethod";
      f.is_getter |= last == "property" || last == "cached_property" || last == "abstractproperty";
    }
    if (e.kind == ExprKind::member && (last == "setter" || last == "deleter") && e.count == 1)
      is_accessor |=
          at(f_.children[e.first]).kind == ExprKind::name && at(f_.children[e.first]).text == f.name;
  }
  f.annotations = keep(decorators);
  if (name && !is_accessor) declare(name, f.name, ExprKind::function, made.index, n);
  StringId receiver = in_.receiver;
  f.parameters = read_parameters(t_.child(n, f_parameters), in_.owner && !f.is_static, &receiver);
  f_.functions[made.index] = f;

  const Context outer = in_;
  enter(made, body ? body : n, {}, receiver);
  if (const NodeIndex list = t_.child(n, f_parameters)) unpack_parameters(list, f.parameters);
  if (body) statements(body);
  globals_.resize(in_.names);
  in_ = outer;
}

ExprId Lower::read_lambda(NodeIndex n) {
  const FunctionId made = open_function(n, {});
  f_.functions[made.index].owner = {};
  StringId receiver = in_.receiver;
  const code::Range parameters = read_parameters(t_.child(n, f_parameters), false, &receiver);
  f_.functions[made.index].parameters = parameters;
  const NodeIndex body = t_.child(n, f_body);
  const Context outer = in_;
  enter(made, body ? body : n, {}, receiver);
  if (const NodeIndex list = t_.child(n, f_parameters)) unpack_parameters(list, parameters);
  if (body) {
    const ExprId value = expr(body);
    f_.returns.push_back({value, in_.block});
  }
  in_ = outer;
  const ExprId e = leaf(ExprKind::function, n);
  f_.exprs[e.index].first = made.index;
  return e;
}

void Lower::define_class(NodeIndex n, Mark decorators) {
  const NodeIndex name = t_.child(n, f_name), body = t_.child(n, f_body);
  const ClassId made{static_cast<std::uint32_t>(f_.classes.size())};
  code::Class c;
  c.name = name ? id(name) : StringId{};
  c.scope = in_.function;
  c.is_exported = in_.function == code::file_function;
  c.begin = t_[n].begin;
  c.end = t_[n].end;
  f_.classes.push_back(c);  // its number comes before those of the classes inside
  c.annotations = keep(decorators);
  const Mark bases = mark();
  if (const NodeIndex list = t_.child(n, f_superclasses))
    for (NodeIndex b = t_.first(list), end = t_.end(list); b != end; b = t_.next(b)) {
      const ExprId base = expr(b);
      push(base);
      // `Protocol[T]` is an index of the name.
      const code::Expr& whole = at(base);
      const code::Expr& e =
          whole.kind == ExprKind::index && whole.count ? at(f_.children[whole.first]) : whole;
      if (e.kind != ExprKind::name && e.kind != ExprKind::member) continue;
      const std::string_view last = f_.strings.text(e.text);
      c.is_interface |= last == "Protocol";
      c.is_enum |=
          last == "Enum" || last == "IntEnum" || last == "StrEnum" || last == "Flag" || last == "IntFlag";
    }
  c.bases = keep(bases);
  const FunctionId inside = open_function(n, c.name);
  f_.functions[inside.index].is_class_body = true;
  f_.functions[inside.index].owner = made;
  c.body = inside;
  f_.classes[made.index] = c;
  if (name) declare(name, c.name, ExprKind::type, made.index, n);

  const Context outer = in_;
  enter(inside, body ? body : n, made, in_.receiver);
  if (body) statements(body);
  globals_.resize(in_.names);
  in_ = outer;
}

}  // namespace demarc::languages::py
