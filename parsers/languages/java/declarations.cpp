// Classes and their members, annotations, types.
#include "parsers/languages/java/lower.h"

#include <algorithm>

namespace demarc::languages::jv {

// ---- types

std::size_t Lower::open_type_parameters(NodeIndex n) {
  const std::size_t before = type_parameters_.size();
  const NodeIndex list = part(n, f_type_parameters);
  if (!list) return before;
  for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
    if (kind(c) != type_parameter) continue;
    const NodeIndex name = child_of(c, type_identifier), bound = child_of(c, type_bound);
    if (name) type_parameters_.push_back({id(name), {}});
    // A bound may name the parameter itself, which then means nothing.
    if (name && bound && !t_.is_leaf(bound)) type_parameters_.back().bound = type(t_.first(bound));
  }
  return before;
}

ExprId Lower::type_name(NodeIndex n, StringId name) {
  for (std::size_t i = type_parameters_.size(); i-- > 0;)
    if (type_parameters_[i].name == name)
      return type_parameters_[i].bound ? type_parameters_[i].bound : leaf(ExprKind::unknown, n);
  return outside_name(n, name);
}

// `Outer.Inner`, or `a.b.C` in full.
ExprId Lower::scoped_type(NodeIndex n, std::string_view text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') return qualified(n, text);
  ExprId made;
  while (!text.empty()) {
    const std::size_t dot = text.find('.');
    const StringId name = id(text.substr(0, dot));
    made = made ? over(ExprKind::member, n, made, name) : type_name(n, name);
    text = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
  }
  return made;
}

ExprId Lower::class_name(NodeIndex n) {
  switch (kind(n)) {
    case generic_type:
    case annotated_type:
      for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
        if (kind(c) == type_identifier || kind(c) == scoped_type_identifier || kind(c) == generic_type)
          return class_name(c);
      return {};
    default: return type(n);
  }
}

ExprId Lower::generic(NodeIndex n) {
  const ExprId base = class_name(n);
  const NodeIndex list = child_of(n, type_arguments);
  if (!base || !list) return base;
  const Mark all = mark();
  for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
    const ExprId one = type(c);
    push(one ? one : leaf(ExprKind::unknown, c));
  }
  if (mark() == all) return base;  // <>
  if (mark() - all == 1) {
    const ExprId only = stack_.back();
    stack_.resize(all);
    return over(ExprKind::index, n, base, only);
  }
  return over(ExprKind::index, n, base, close(ExprKind::list, list, all));
}

ExprId Lower::type(NodeIndex n) {
  ExprId made;
  deeper(n, [&] { made = type_of(n); });
  return made;
}

ExprId Lower::type_of(NodeIndex n) {
  ExprId made;
  switch (kind(n)) {
    case type_identifier:
    case identifier: made = type_name(n, id(n)); break;
    case scoped_type_identifier:
    case scoped_identifier: {
      const std::string text = dotted(n);
      made = text.empty() ? leaf(ExprKind::unknown, n) : scoped_type(n, text);
      break;
    }
    case generic_type: made = generic(n); break;
    case array_type:
      if (const NodeIndex element = part(n, f_element))
        if (const ExprId of = type(element)) made = over(ExprKind::list, n, of);
      break;
    case annotated_type:
    case wildcard:
      for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
        if (kind(c) != marker_annotation && kind(c) != annotation && kind(c) != super_) made = type(c);
      break;
    default: break;  // primitive types
  }
  return made;
}

// ---- annotations

ExprId Lower::annotation_value(NodeIndex n) {
  if (kind(n) == annotation || kind(n) == marker_annotation) return read_annotation(n);
  return expr(n);
}

// A call of the annotation's class; `value = x` is its first argument, as `@A(x)` is.
ExprId Lower::read_annotation(NodeIndex n) {
  const NodeIndex written = part(n, f_name), list = part(n, f_arguments);
  if (!written || depth_ >= max_depth) return {};
  ++depth_;
  const Mark all = mark();
  push(type(written));
  if (list)
    for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
      if (kind(c) != element_value_pair) {
        push(annotation_value(c));
        continue;
      }
      const NodeIndex key = part(c, f_key), value = part(c, f_value);
      if (!key || !value) continue;
      const ExprId given = annotation_value(value);
      push(t_.text(key) == "value" ? given : over(ExprKind::argument, c, given, id(key)));
    }
  --depth_;
  if (mark() - all == 1) {
    const ExprId only = stack_.back();
    stack_.resize(all);
    return only;
  }
  return close(ExprKind::call, n, all);
}

void Lower::note_addition(NodeIndex annotation, Additions& to) const {
  const NodeIndex written = part(annotation, f_name);
  std::string_view name = written ? t_.text(written) : std::string_view{};
  if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
    if (!name.starts_with("lombok.")) return;
    name = name.substr(dot + 1);
  } else if (!has_lombok_) {
    return;
  }
  if (name == "AllArgsConstructor") to.all_arguments = true;
  else if (name == "RequiredArgsConstructor") to.required_arguments = true;
  else if (name == "NoArgsConstructor") to.no_arguments = true;
  else if (name == "Getter") to.getters = true;
  else if (name == "Data") to.getters = to.required_arguments = true;
  else if (name == "Value") to.getters = to.is_value = to.all_arguments = true;
  else if (name == "Builder" || name == "SuperBuilder") to.all_arguments = true;
}

Lower::Modifiers Lower::read_modifiers(NodeIndex n, Additions* additions) {
  Modifiers m;
  const NodeIndex list = child_of(n, modifiers);
  if (!list) return m;
  const Mark all = mark();
  for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) switch (kind(c)) {
      case annotation:
      case marker_annotation:
        push(read_annotation(c));
        if (additions) note_addition(c, *additions);
        break;
      case t_static: m.is_static = true; break;
      case t_abstract: m.is_abstract = true; break;
      case t_default: m.is_default = true; break;
      case t_final: m.is_final = true; break;
      default: break;
    }
  m.annotations = keep(all);
  return m;
}

// ---- classes

void Lower::read_bases(NodeIndex n) {
  auto each = [&](NodeIndex list) {
    for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
      if (kind(c) == type_list)
        for (NodeIndex t = t_.first(c), last = t_.end(c); t != last; t = t_.next(t)) push(type(t));
      else push(type(c));
    }
  };
  if (const NodeIndex above = part(n, f_superclass)) each(above);
  if (const NodeIndex list = part(n, f_interfaces)) each(list);
  if (const NodeIndex list = child_of(n, extends_interfaces)) each(list);
}

ClassId Lower::read_type_declaration(NodeIndex n) {
  const NodeIndex name = part(n, f_name), body = part(n, f_body);
  const std::size_t parameters = open_type_parameters(n);
  Additions additions;
  const Modifiers m = read_modifiers(n, &additions);
  const Mark bases = mark();
  read_bases(n);
  const code::Range above = keep(bases);
  const Context outer = in_;
  const ClassId made = open_class(n, name ? name : n, name ? id(name) : StringId{}, body);
  {
    code::Class& c = f_.classes[made.index];
    c.annotations = m.annotations;
    c.bases = above;
    c.is_exported = outer.function == code::file_function;
    c.is_interface = kind(n) == interface_declaration || kind(n) == annotation_type_declaration;
    c.is_enum = kind(n) == enum_declaration;
  }
  std::vector<MadeField> fields;
  if (kind(n) == record_declaration) {
    if (const NodeIndex list = part(n, f_parameters)) fields = record_fields(list);
    for (MadeField& f : fields)
      assign(leaf(ExprKind::name, f.node, f.name), {}, f.type, AssignmentKind::assign, f.annotations);
  }
  if (body) {
    if (kind(n) == enum_declaration)
      for (NodeIndex c = t_.first(body), end = t_.end(body); c != end; c = t_.next(c))
        if (kind(c) == enum_constant) read_enum_constant(c, name ? id(name) : StringId{});
    const NodeIndex members = kind(n) == enum_declaration ? child_of(body, enum_body_declarations) : body;
    if (members) read_members(members, additions, std::move(fields));
  }
  in_ = outer;
  type_parameters_.resize(parameters);
  return made;
}

std::vector<Lower::MadeField> Lower::record_fields(NodeIndex list) {
  std::vector<MadeField> fields;
  for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
    if (kind(c) != formal_parameter && kind(c) != spread_parameter) continue;
    MadeField f;
    f.node = c;
    f.annotations = read_modifiers(c).annotations;
    NodeIndex name = part(c, f_name), written = part(c, f_type);
    if (kind(c) == spread_parameter)
      for (NodeIndex p = t_.first(c), last = t_.end(c); p != last; p = t_.next(p)) {
        if (kind(p) == variable_declarator) name = part(p, f_name);
        else if (kind(p) != modifiers && kind(p) != annotation && kind(p) != marker_annotation) written = p;
      }
    if (kind(c) == spread_parameter) f.kind = code::ParameterKind::rest;
    if (!name) continue;
    f.name = id(name);
    f.type = written ? type(written) : ExprId{};
    f.is_final = true;
    fields.push_back(f);
  }
  return fields;
}

void Lower::read_members(NodeIndex body, Additions additions, std::vector<MadeField> record) {
  const bool is_record = !record.empty();
  std::vector<MadeField> fields;
  std::vector<StringId> written;
  bool has_constructor = false;
  for (NodeIndex c = t_.first(body), end = t_.end(body); c != end; c = t_.next(c)) {
    if (kind(c) == method_declaration) {
      if (const NodeIndex name = part(c, f_name)) written.push_back(id(name));
    } else if (kind(c) == constructor_declaration || kind(c) == compact_constructor_declaration) {
      has_constructor = true;
    }
  }
  for (NodeIndex c = t_.first(body), end = t_.end(body); c != end; c = t_.next(c)) switch (kind(c)) {
      case field_declaration:
      case constant_declaration: read_field(c, fields); break;
      case method_declaration: read_method(c); break;
      case constructor_declaration: read_constructor(c); break;
      case compact_constructor_declaration: read_compact_constructor(c, record); break;
      case annotation_type_element_declaration: read_annotation_element(c); break;
      case static_initializer:
      case block: read_initialiser(c); break;
      default: statement(c); break;
    }
  if (is_record) {
    if (!has_constructor) make_constructor(body, record);
    for (const MadeField& f : record)
      if (std::find(written.begin(), written.end(), f.name) == written.end())
        make_accessor(f.node, f.name, f);
    return;
  }
  std::erase_if(fields, [](const MadeField& f) { return f.is_static; });
  std::vector<MadeField> shown = fields;
  if (!additions.getters) std::erase_if(shown, [](const MadeField& f) { return !f.has_accessor; });
  make_getters(body, shown, written);
  if (additions.is_value)
    for (MadeField& f : fields) f.is_final = true;
  std::erase_if(fields, [](const MadeField& f) { return f.is_final && f.has_value; });
  for (MadeField& f : fields) f.value = {};
  if (additions.all_arguments && !(has_constructor && additions.is_value)) {
    make_constructor(body, fields);
  } else if (additions.required_arguments && !has_constructor) {
    std::erase_if(fields, [](const MadeField& f) { return !f.is_final; });
    make_constructor(body, fields);
  }
}

void Lower::read_field(NodeIndex n, std::vector<MadeField>& fields) {
  Additions additions;
  const Modifiers m = read_modifiers(n, &additions);
  const NodeIndex written = part(n, f_type);
  const ExprId declared = written ? type(written) : ExprId{};
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) != variable_declarator) continue;
    const NodeIndex name = part(c, f_name), value = part(c, f_value);
    if (!name) continue;
    const ExprId given = value ? expr(value) : ExprId{};
    assign(leaf(ExprKind::name, name, id(name)), given, declared, AssignmentKind::assign, m.annotations);
    MadeField f;
    f.node = c;
    f.name = id(name);
    f.type = declared;
    f.annotations = m.annotations;
    f.is_static = m.is_static || kind(n) == constant_declaration;
    f.is_final = m.is_final;
    f.has_value = static_cast<bool>(value);
    f.is_boolean = written && kind(written) == boolean_type;
    f.has_accessor = additions.getters && !additions.is_value;  // Spring's @Value is another one
    // @NonNull fields without a value are required too.
    fields.push_back(f);
  }
}

void Lower::read_annotation_element(NodeIndex n) {
  const NodeIndex name = part(n, f_name), value = part(n, f_value), written = part(n, f_type);
  if (!name) return;
  const Modifiers m = read_modifiers(n);
  const ExprId given = value ? annotation_value(value) : ExprId{};
  assign(leaf(ExprKind::name, name, id(name)), given, written ? type(written) : ExprId{},
         AssignmentKind::assign, m.annotations);
}

// `ORDERS("orders") { … }` is `ORDERS = new Topic("orders")`, and knows its own name.
void Lower::read_enum_constant(NodeIndex n, StringId enum_name) {
  const NodeIndex name = part(n, f_name), body = part(n, f_body);
  if (!name) return;
  const Modifiers m = read_modifiers(n);
  const Mark all = mark();
  ExprId what = leaf(ExprKind::name, name, enum_name);
  if (body) {
    const ClassId inside = anonymous_class(n, body, what);
    what = leaf(ExprKind::type, n);
    f_.exprs[what.index].first = inside.index;
  }
  push(what);
  arguments(part(n, f_arguments));
  push(over(ExprKind::argument, name, leaf(ExprKind::string, name, id(name)), id("#name")));
  const ExprId made = close(ExprKind::construct, n, all);
  list_call(made);
  assign(leaf(ExprKind::name, name, id(name)), made, {}, AssignmentKind::assign, m.annotations);
}

ClassId Lower::anonymous_class(NodeIndex n, NodeIndex body, ExprId base) {
  const Mark bases = mark();
  push(base);
  const code::Range above = keep(bases);
  const Context outer = in_;
  const ClassId made = open_class(n, n, {}, body);
  f_.classes[made.index].bases = above;
  read_members(body, {}, {});
  in_ = outer;
  return made;
}

// Static blocks run where they stand, the others whenever an object is made.
void Lower::read_initialiser(NodeIndex n) {
  const std::size_t names = locals_.size();
  const BlockId outer = in_.block;
  in_.block = open_block(n, BlockKind::body);
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == block) statements(c);
    else if (kind(c) != t_static) statement(c);
  }
  in_.block = outer;
  locals_.resize(names);
}

// ---- methods

std::vector<code::Parameter> Lower::read_parameters(NodeIndex n) {
  std::vector<code::Parameter> made;
  for (NodeIndex c = t_.first(n), end = t_.end(n); n && c != end; c = t_.next(c)) {
    code::Parameter p;
    p.begin = t_[c].begin;
    p.end = t_[c].end;
    NodeIndex name = c;
    if (kind(c) == formal_parameter) {
      p.annotations = read_modifiers(c).annotations;
      name = part(c, f_name);
      if (const NodeIndex written = part(c, f_type); written && t_.text(written) != "var")
        p.type = type(written);
    } else if (kind(c) == spread_parameter) {
      p.kind = code::ParameterKind::rest;
      p.annotations = read_modifiers(c).annotations;
      name = 0;
      for (NodeIndex s = t_.first(c), last = t_.end(c); s != last; s = t_.next(s)) {
        if (kind(s) == variable_declarator) name = part(s, f_name);
        else if (kind(s) != modifiers && kind(s) != annotation && kind(s) != marker_annotation)
          p.type = type(s);
      }
    } else if (kind(c) != identifier) {
      continue;  // the receiver, and what could not be read
    }
    if (name) p.name = id(name);
    made.push_back(p);
  }
  return made;
}

void Lower::function_body(FunctionId made, NodeIndex n, NodeIndex parameters, NodeIndex body,
                          BlockKind kind_of_block) {
  const std::vector<code::Parameter> list =
      parameters ? read_parameters(parameters) : std::vector<code::Parameter>{};
  f_.functions[made.index].parameters = keep_parameters(list);
  const Context outer = in_;
  const std::size_t names = locals_.size();
  enter(made, body ? body : n, {}, kind_of_block);
  for (const code::Parameter& p : list) local(p.name);
  if (body) statements(body);
  locals_.resize(names);
  in_ = outer;
}

void Lower::read_method(NodeIndex n) {
  const NodeIndex name = part(n, f_name), body = part(n, f_body), written = part(n, f_type);
  if (!name) return;
  const std::size_t parameters = open_type_parameters(n);
  const Modifiers m = read_modifiers(n);
  const FunctionId made = open_function(n, id(name));
  const ExprId declared = written ? type(written) : ExprId{};
  {
    code::Function& f = f_.functions[made.index];
    f.annotations = m.annotations;
    f.is_static = m.is_static;
    f.is_abstract = !body;
    f.is_exported = true;
    f.return_type = declared;
  }
  declare(name, id(name), ExprKind::function, made.index, n);
  function_body(made, n, part(n, f_parameters), body);
  type_parameters_.resize(parameters);
}

void Lower::read_constructor(NodeIndex n) {
  const std::size_t parameters = open_type_parameters(n);
  const Modifiers m = read_modifiers(n);
  const FunctionId made = open_function(n, id("<init>"));
  f_.functions[made.index].annotations = m.annotations;
  f_.functions[made.index].is_constructor = true;
  function_body(made, n, part(n, f_parameters), part(n, f_body));
  type_parameters_.resize(parameters);
}

// Its parameters are the record's, and what they are at the end becomes the fields.
void Lower::read_compact_constructor(NodeIndex n, const std::vector<MadeField>& fields) {
  make_constructor(n, fields);
  const FunctionId made{static_cast<std::uint32_t>(f_.functions.size() - 1)};
  const Context outer = in_;
  const std::size_t names = locals_.size();
  in_.function = made;
  in_.block = f_.functions[made.index].body;
  in_.owner = {};
  for (const MadeField& f : fields) local(f.name);
  if (const NodeIndex body = part(n, f_body)) statements(body);
  locals_.resize(names);
  in_ = outer;
}

}  // namespace demarc::languages::jv
