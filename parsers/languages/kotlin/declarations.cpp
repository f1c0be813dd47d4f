// Classes, objects and their members.
#include <algorithm>

#include "parsers/languages/kotlin/lower.h"

namespace demarc::languages::kt {
namespace {
constexpr std::size_t longest_search = 4096;  // nodes of an initial value that are looked through
}

void Lower::read_bases(NodeIndex list) {
  for (NodeIndex c = t_.first(list), end = t_.end(list); list && c != end; c = t_.next(c)) {
    if (kind(c) != delegation_specifier) continue;
    for (NodeIndex s = t_.first(c), last = t_.end(c); s != last; s = t_.next(s)) {
      if (is_type(kind(s))) push(type(s));
      if (kind(s) == constructor_invocation || kind(s) == explicit_delegation)
        if (const NodeIndex written = child_of(s, user_type)) push(type(written));
    }
  }
}

// `: Base(x)` is super(x).
void Lower::super_call(NodeIndex bases) {
  for (NodeIndex c = t_.first(bases), end = t_.end(bases); bases && c != end; c = t_.next(c)) {
    const NodeIndex made = kind(c) == delegation_specifier ? child_of(c, constructor_invocation) : 0;
    const NodeIndex list = made ? child_of(made, value_arguments) : 0;
    if (!list || argument_count(list) == 0) continue;
    const Mark all = mark();
    push(leaf(ExprKind::super, made));
    value_arguments_of(list);
    list_call(close(ExprKind::call, made, all));
    return;
  }
}

// The primary constructor: its parameters, the properties among them, and what is handed to the base.
void Lower::make_primary(NodeIndex n, NodeIndex constructor, NodeIndex bases) {
  const NodeIndex list = constructor ? child_of(constructor, class_parameters) : 0;
  std::vector<MadeField> fields;
  std::vector<code::Parameter> parameters;
  if (list) parameters = read_parameters(list);
  std::size_t at = 0;
  for (NodeIndex c = list ? t_.first(list) : 0, end = list ? t_.end(list) : 0; c != end; c = t_.next(c)) {
    if (kind(c) != class_parameter || at >= parameters.size()) continue;
    const code::Parameter& p = parameters[at++];
    if (!child_of(c, t_val) && !child_of(c, t_var)) continue;
    MadeField f;
    f.node = c;
    f.name = p.name;
    f.type = p.type;
    f.annotations = p.annotations;
    if (const NodeIndex before = child_of(c, modifiers))
      for (NodeIndex m = t_.first(before), last = t_.end(before); m != last; m = t_.next(m))
        f.is_static |= kind(m) == visibility_modifier && t_.text(m) == "private";  // no one else reads it
    for (NodeIndex s = t_.first(c), last = t_.end(c); s != last; s = t_.next(s))
      f.is_boolean |= is_type(kind(s)) && t_.text(s) == "Boolean";
    fields.push_back(f);
  }
  for (const MadeField& f : fields)
    assign(leaf(ExprKind::name, f.node, f.name), {}, f.type, AssignmentKind::assign, f.annotations);
  Modifiers m;
  if (constructor) m = read_modifiers(child_of(constructor, modifiers));
  const NodeIndex where = constructor ? constructor : n;
  const FunctionId made = open_function(where, id("<init>"));
  f_.functions[made.index].is_constructor = true;
  f_.functions[made.index].annotations = m.annotations;
  f_.functions[made.index].parameters = keep_parameters(parameters);
  const Context outer = in_;
  const std::size_t names = locals_.size();
  enter(made, where, {});
  for (const code::Parameter& p : parameters) {
    local(p.name);
    class_.parameters.push_back(p.name);
  }
  for (const MadeField& f : fields)
    assign(over(ExprKind::member, f.node, leaf(ExprKind::self, f.node), f.name),
           leaf(ExprKind::name, f.node, f.name));
  super_call(bases);
  class_.constructor = in_;
  locals_.resize(names);
  in_ = outer;
  // For Java.
  for (const MadeField& f : fields) {
    const std::string_view text = f_.strings.text(f.name);
    if (f.is_static || class_.is_interface) continue;
    const bool has_is = text.size() > 2 && text.starts_with("is") && text[2] >= 'A' && text[2] <= 'Z';
    if (!has_is) make_accessor(f.node, id(accessor("get", text)), f);
  }
}

// The name of a class as it is written: the grammar may have been given less of it.
StringId Lower::class_name_of(NodeIndex name) {
  std::size_t end = t_[name].end;
  while (end < written_.size() && end - t_[name].end < 2 && t_.source()[end] != written_[end]) ++end;
  std::string_view text = written_.substr(t_[name].begin, end - t_[name].begin);
  if (text.size() > 2 && text.front() == '`' && text.back() == '`') text = text.substr(1, text.size() - 2);
  return id(text);
}

ClassId Lower::read_class(NodeIndex n) {
  const NodeIndex name = part(n, f_name), bases = child_of(n, delegation_specifiers);
  NodeIndex constructor = child_of(n, primary_constructor);
  if (constructor && t_.source()[t_[constructor].begin] != written_[t_[constructor].begin]) constructor = 0;
  const StringId called = name ? class_name_of(name) : StringId{};
  NodeIndex body = child_of(n, class_body);
  if (!body) body = child_of(n, enum_class_body);
  const std::size_t parameters = open_type_parameters(n);
  const Modifiers m = read_modifiers(child_of(n, modifiers));
  const Mark all = mark();
  read_bases(bases);
  const code::Range above = keep(all);
  const Context outer = in_;
  const ClassState outer_class = std::exchange(class_, ClassState{});
  const std::size_t outer_receiver = std::exchange(first_receiver_, receivers_.size());
  const ClassId made = open_class(n, name ? name : n, called, body);
  {
    code::Class& c = f_.classes[made.index];
    c.annotations = m.annotations;
    c.bases = above;
    c.is_exported = outer.function == code::file_function;
    c.is_interface = child_of(n, t_interface) != 0 || m.is_annotation;
    c.is_enum = m.is_enum;
  }
  class_.is_interface = m.is_annotation;
  bool has_secondary = false;
  for (NodeIndex c = body ? t_.first(body) : 0, end = body ? t_.end(body) : 0; c != end; c = t_.next(c))
    has_secondary |= kind(c) == secondary_constructor;
  bool has_super_arguments = false;
  for (NodeIndex c = bases ? t_.first(bases) : 0, end = bases ? t_.end(bases) : 0; c != end; c = t_.next(c))
    if (const NodeIndex call = kind(c) == delegation_specifier ? child_of(c, constructor_invocation) : 0)
      if (const NodeIndex list = child_of(call, value_arguments))
        has_super_arguments |= argument_count(list) > 0;
  if (constructor || (has_super_arguments && !has_secondary)) make_primary(n, constructor, bases);
  if (body && kind(body) == enum_class_body)
    for (NodeIndex c = t_.first(body), end = t_.end(body); c != end; c = t_.next(c))
      if (kind(c) == enum_entry) read_enum_entry(c, called);
  if (body) read_members(body);
  in_ = outer;
  class_ = outer_class;
  first_receiver_ = outer_receiver;
  type_parameters_.resize(parameters);
  return made;
}

void Lower::read_members(NodeIndex body) {
  for (NodeIndex c = t_.first(body), end = t_.end(body); c != end; c = t_.next(c)) read_member(c);
}

void Lower::read_member(NodeIndex n) {
  if (t_[n].kind == syntax::error) {
    if (depth_ >= max_depth) return;
    ++depth_;
    read_members(n);
    --depth_;
    return;
  }
  switch (kind(n)) {
    case enum_entry: break;
    case anonymous_initializer: read_initialiser(n); break;
    case secondary_constructor: read_secondary(n); break;
    default: statement(n); break;
  }
}

// Its members are the class's own, without an object.
void Lower::read_companion(NodeIndex n) {
  const NodeIndex body = child_of(n, class_body);
  if (!body || !f_.functions[in_.function.index].is_class_body) return;
  const ClassState outer = std::exchange(class_, ClassState{});
  class_.is_static = true;
  read_members(body);
  class_ = outer;
}

// `init { … }` runs in the primary constructor.
void Lower::read_initialiser(NodeIndex n) {
  const NodeIndex body = child_of(n, block);
  if (!body) return;
  const Context outer = in_;
  const std::size_t names = locals_.size();
  if (class_.constructor.function) {
    in_ = class_.constructor;
    for (StringId p : class_.parameters) local(p);
  }
  const BlockId around = in_.block;
  in_.block = open_block(body, BlockKind::body);
  statements(body);
  in_.block = around;
  locals_.resize(names);
  in_ = outer;
}

void Lower::read_secondary(NodeIndex n) {
  const Modifiers m = read_modifiers(child_of(n, modifiers));
  const FunctionId made = open_function(n, id("<init>"));
  f_.functions[made.index].annotations = m.annotations;
  f_.functions[made.index].is_constructor = true;
  std::vector<code::Parameter> list;
  if (const NodeIndex written = child_of(n, function_value_parameters)) list = read_parameters(written);
  f_.functions[made.index].parameters = keep_parameters(list);
  const Context outer = in_;
  const std::size_t names = locals_.size();
  enter(made, n, {});
  for (const code::Parameter& p : list) local(p.name);
  if (const NodeIndex call = child_of(n, constructor_delegation_call)) {
    const Mark all = mark();
    push(leaf(child_of(call, t_super) ? ExprKind::super : ExprKind::self, call));
    if (const NodeIndex given = child_of(call, value_arguments)) value_arguments_of(given);
    list_call(close(ExprKind::call, call, all));
  }
  if (const NodeIndex body = child_of(n, block)) statements(body);
  locals_.resize(names);
  in_ = outer;
}

// `ORDERS("orders") { … }` is `ORDERS = Topic("orders")`, and knows its own name.
void Lower::read_enum_entry(NodeIndex n, StringId enum_name) {
  const NodeIndex name = child_of(n, identifier), body = child_of(n, class_body);
  if (!name) return;
  const Modifiers m = read_modifiers(child_of(n, modifiers));
  const Mark all = mark();
  ExprId what = leaf(ExprKind::name, name, enum_name);
  if (body) {
    const ClassId inside = anonymous_class(n, body, what, 0);
    what = leaf(ExprKind::type, n);
    f_.exprs[what.index].first = inside.index;
  }
  push(what);
  if (const NodeIndex list = child_of(n, value_arguments)) value_arguments_of(list);
  push(over(ExprKind::argument, name, leaf(ExprKind::string, name, name_of(name)), id("#name")));
  const ExprId made = close(ExprKind::construct, n, all);
  list_call(made);
  assign(leaf(ExprKind::name, name, name_of(name)), made, {}, AssignmentKind::assign, m.annotations);
}

ClassId Lower::anonymous_class(NodeIndex n, NodeIndex body, ExprId base, NodeIndex bases) {
  const Mark all = mark();
  push(base);
  read_bases(bases);
  const code::Range above = keep(all);
  const Context outer = in_;
  const ClassState outer_class = std::exchange(class_, ClassState{});
  const std::size_t outer_receiver = std::exchange(first_receiver_, receivers_.size());
  const ClassId made = open_class(n, n, {}, body);
  f_.classes[made.index].bases = above;
  if (body) read_members(body);
  in_ = outer;
  class_ = outer_class;
  first_receiver_ = outer_receiver;
  return made;
}

// object : Base(x) { … }
ExprId Lower::read_object(NodeIndex n) {
  const NodeIndex bases = child_of(n, delegation_specifiers), body = child_of(n, class_body);
  const ClassId inside = anonymous_class(n, body, {}, bases);
  const Mark all = mark();
  const ExprId what = leaf(ExprKind::type, n);
  f_.exprs[what.index].first = inside.index;
  push(what);
  for (NodeIndex c = bases ? t_.first(bases) : 0, end = bases ? t_.end(bases) : 0; c != end; c = t_.next(c))
    if (const NodeIndex call = kind(c) == delegation_specifier ? child_of(c, constructor_invocation) : 0)
      if (const NodeIndex list = child_of(call, value_arguments)) value_arguments_of(list);
  const ExprId made = close(ExprKind::construct, n, all);
  list_call(made);
  return made;
}

// True when a property's value needs what only the primary constructor has.
bool Lower::mentions_parameter(NodeIndex n) const {
  const NodeIndex end = t_.end(n);
  if (class_.parameters.empty()) return false;
  if (end - n > longest_search) return true;
  for (NodeIndex c = t_.first(n); c < end; ++c)
    if (kind(c) == identifier || kind(c) == string_literal || kind(c) == multiline_string_literal)
      for (StringId p : class_.parameters) {
        const std::string_view name = f_.strings.text(p), text = t_.text(c);
        const bool is_template =
            kind(c) != identifier && text.find("$" + std::string(name)) != std::string::npos;
        if (text == name || is_template) return true;
      }
  return false;
}

bool Lower::has_scope_block(NodeIndex n) const {
  const NodeIndex end = t_.end(n);
  if (end - n > longest_search) return true;
  bool has_lambda = false, has_name = false;
  for (NodeIndex c = n; c < end; ++c) {
    has_lambda |= kind(c) == lambda_literal;
    if (kind(c) != identifier) continue;
    const std::string_view text = t_.text(c);
    has_name |= text == "let" || text == "run" || text == "also" || text == "apply" || text == "with" ||
                text == "use" || text == "lazy" || text.starts_with("build") || text == "runBlocking" ||
                text == "runCatching" || text == "synchronized";
  }
  return has_lambda && has_name;
}

}  // namespace demarc::languages::kt
