// Functions, lambdas and their parameters.
#include "parsers/languages/kotlin/lower.h"

namespace demarc::languages::kt {

std::vector<code::Parameter> Lower::read_parameters(NodeIndex n) {
  std::vector<code::Parameter> made;
  Modifiers before;
  for (NodeIndex c = t_.first(n), end = t_.end(n); n && c != end; c = t_.next(c)) switch (kind(c)) {
      case parameter_modifiers:
      case modifiers: before = read_modifiers(c); break;
      case parameter:
      case class_parameter: {
        code::Parameter p;
        if (kind(c) == class_parameter) before = read_modifiers(child_of(c, modifiers));
        p.annotations = before.annotations;
        p.kind = before.is_rest ? code::ParameterKind::rest : code::ParameterKind::normal;
        p.begin = t_[c].begin;
        p.end = t_[c].end;
        if (const NodeIndex name = child_of(c, identifier)) p.name = name_of(name);
        for (NodeIndex s = t_.first(c), last = t_.end(c); s != last; s = t_.next(s))
          if (is_type(kind(s))) p.type = type(s);
        if (kind(c) == class_parameter)
          if (const NodeIndex value = after(c, t_assign)) p.default_value = expr(value);
        before = {};
        made.push_back(p);
        break;
      }
      default:
        if (!is_token(kind(c)) && !made.empty()) made.back().default_value = expr(c);
        break;
    }
  return made;
}

// The body is a block, or an expression that is the result.
void Lower::read_body(FunctionId made, NodeIndex n, std::vector<code::Parameter> parameters, NodeIndex body) {
  f_.functions[made.index].parameters = keep_parameters(parameters);
  const Context outer = in_;
  const std::size_t names = locals_.size(), inlined = first_inlined_;
  first_inlined_ = inlined_.size();
  enter(made, body ? body : n, {});
  for (const code::Parameter& p : parameters) local(p.name);
  if (body)
    for (NodeIndex c = t_.first(body), end = t_.end(body); c != end; c = t_.next(c)) {
      if (is_token(kind(c))) continue;
      if (kind(c) == block) {
        statements(c);
      } else if (const ExprId value = last_value(c)) {
        returns(value);
      }
    }
  first_inlined_ = inlined;
  locals_.resize(names);
  in_ = outer;
}

void Lower::read_function(NodeIndex n) {
  const NodeIndex name = part(n, f_name), body = child_of(n, function_body);
  if (!name) return statements(n);
  const std::size_t parameters = open_type_parameters(n);
  const Modifiers m = read_modifiers(child_of(n, modifiers));
  const FunctionId made = open_function(n, name_of(name));
  ExprId result, extended;
  NodeIndex extended_node = 0;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (!is_type(kind(c))) continue;
    if (c < name) {
      extended = type(c);
      extended_node = c;
    } else {
      result = type(c);
    }
  }
  const bool is_member = f_.functions[in_.function.index].is_class_body;
  {
    code::Function& f = f_.functions[made.index];
    f.annotations = m.annotations;
    f.is_static = is_member && class_.is_static;
    f.is_abstract = is_member && !body;
    f.is_exported = is_member || in_.function == code::file_function;
    f.return_type = result;
  }
  declare(name, name_of(name), ExprKind::function, made.index, n);
  if (!is_member && in_.function != code::file_function) local(name_of(name));
  std::vector<code::Parameter> list;
  if (extended_node) {
    code::Parameter p;
    p.name = id("this");
    p.type = extended;
    p.kind = is_member ? code::ParameterKind::normal : code::ParameterKind::receiver;
    p.begin = t_[extended_node].begin;
    p.end = t_[extended_node].end;
    if (!is_member) list.push_back(p);
  }
  if (const NodeIndex written = child_of(n, function_value_parameters)) {
    const std::vector<code::Parameter> more = read_parameters(written);
    list.insert(list.end(), more.begin(), more.end());
  }
  const std::size_t receivers = receivers_.size();
  if (extended_node && !is_member) receivers_.push_back({id("this"), name_of(name), true});
  read_body(made, n, std::move(list), body);
  receivers_.resize(receivers);
  type_parameters_.resize(parameters);
}

// A lambda without parameters has `it`, or a receiver: whether it speaks of `it` tells.
ExprId Lower::read_lambda(NodeIndex n) {
  const bool is_loop = loop_callback_ == n;
  const StringId label = lambda_label_;
  loop_callback_ = 0;
  lambda_label_ = {};
  const NodeIndex written = child_of(n, lambda_parameters);
  const FunctionId made = open_function(n, {});
  f_.functions[made.index].owner = {};
  std::vector<code::Parameter> list;
  std::vector<NodeIndex> taken_apart;
  const std::size_t receivers = receivers_.size(), renamed = renamed_.size();
  if (written) {
    for (NodeIndex c = t_.first(written), end = t_.end(written); c != end; c = t_.next(c)) {
      if (is_token(kind(c))) continue;
      code::Parameter p;
      p.begin = t_[c].begin;
      p.end = t_[c].end;
      if (kind(c) == variable_declaration) {
        if (const NodeIndex name = child_of(c, identifier)) p.name = name_of(name);
        for (NodeIndex s = t_.first(c), last = t_.end(c); s != last; s = t_.next(s))
          if (is_type(kind(s))) p.type = type(s);
        taken_apart.push_back(0);
      } else if (kind(c) == multi_variable_declaration) {
        p.name = id("{}" + std::to_string(list.size()));
        taken_apart.push_back(c);
      } else {
        continue;
      }
      list.push_back(p);
    }
  } else {
    const bool takes_it = takes_it_.contains(n);
    code::Parameter p;
    p.name = id(takes_it ? "it" : "this");
    p.begin = t_[n].begin;
    p.end = t_[n].begin;
    list.push_back(p);
    if (takes_it) renamed_.emplace_back(p.name, p.name);
    else receivers_.push_back({p.name, label});
  }
  f_.functions[made.index].parameters = keep_parameters(list);
  const Context outer = in_;
  const std::size_t names = locals_.size(), inlined = first_inlined_;
  first_inlined_ = inlined_.size();
  enter(made, n, {}, is_loop ? BlockKind::loop : BlockKind::body);
  for (std::size_t i = 0; i < list.size(); ++i) {
    local(list[i].name);
    if (written && taken_apart[i]) bind(taken_apart[i], leaf(ExprKind::name, taken_apart[i], list[i].name));
  }
  if (const ExprId value = lambda_value(n)) returns(value);
  first_inlined_ = inlined;
  locals_.resize(names);
  receivers_.resize(receivers);
  renamed_.resize(renamed);
  in_ = outer;
  const ExprId e = leaf(ExprKind::function, n);
  f_.exprs[e.index].first = made.index;
  return e;
}

ExprId Lower::read_anonymous(NodeIndex n) {
  const FunctionId made = open_function(n, {});
  f_.functions[made.index].owner = {};
  std::vector<code::Parameter> list;
  if (const NodeIndex written = child_of(n, function_value_parameters)) list = read_parameters(written);
  read_body(made, n, std::move(list), child_of(n, function_body));
  const ExprId e = leaf(ExprKind::function, n);
  f_.exprs[e.index].first = made.index;
  return e;
}

}  // namespace demarc::languages::kt
