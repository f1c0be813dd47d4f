// Classes, interfaces, enums and namespaces.
#include <algorithm>
#include <charconv>

#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

Range Lowering::decorators(Node n) {
  const std::size_t base = kids_.size();
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) {
    if (kind_of(c) != kind::decorator) continue;
    if (const ExprId e = first(c)) kids_.push_back(e);
  }
  return keep_annotations(base);
}

ExprId Lowering::class_expression(Node n) { return class_(n, {}, false, {}); }

bool Lowering::is_object_alias(Node n) const {
  const Node value = part(n, field::value);
  return value && kind_of(value) == kind::interface_body;
}

void Lowering::declare_class(Node n, bool exported, Range annotations) {
  const Node own = part(n, field::name);
  const ExprId target = own ? name(own) : ExprId{};
  const ExprId made = class_(n, {}, exported, annotations);
  if (target) assign(target, made, {}, AssignmentKind::declare);
}

ExprId Lowering::class_(Node n, StringId name, bool exported, Range annotations) {
  const ClassId id{static_cast<std::uint32_t>(out_.classes.size())};
  Class made;
  made.name = name;
  if (const Node own = part(n, field::name)) made.name = text_id(own);
  made.scope = function_;
  made.is_exported = exported;
  const bool is_alias = kind_of(n) == kind::type_alias;
  made.is_interface = is_alias || kind_of(n) == kind::interface_declaration;
  made.begin = tree_[n].begin;
  made.end = tree_[n].end;
  out_.classes.push_back(made);

  // Decorators stand before `export` or behind it, never both.
  const Range own_annotations = decorators(n);
  out_.classes[id.index].annotations = own_annotations.count ? own_annotations : annotations;
  const std::size_t base = kids_.size();
  heritage(n);
  out_.classes[id.index].bases = keep_annotations(base);

  const FunctionId body{static_cast<std::uint32_t>(out_.functions.size())};
  Function holder;
  holder.name = made.name;
  holder.parent = function_;
  holder.owner = id;
  holder.is_class_body = true;
  holder.begin = made.begin;
  holder.end = made.end;
  out_.functions.push_back(holder);
  out_.classes[id.index].body = body;
  const Place outside = enter({});
  function_ = body;
  block_ = open_block(BlockKind::body, n);
  out_.functions[body.index].body = block_;
  if (const Node members = part(n, is_alias ? field::value : field::body)) class_body(members, id);
  leave(outside);

  const ExprId e = leaf(ExprKind::type, n);
  out_.exprs[e.index].first = id.index;
  return e;
}

// Pushes what the class extends and implements on kids_.
void Lowering::heritage(Node n) {
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) {
    ExprId base;
    switch (kind_of(c)) {
      case kind::heritage: heritage(c); continue;
      case kind::extends_clause:
      case kind::implements_clause:
        for (Node t = tree_.first(c), last = tree_.end(c); t != last; t = tree_.next(t)) {
          if (kind_of(t) == kind::type_arguments) continue;
          const bool is_value = tree_[t].field == field::value;
          base = is_value ? expression(t) : type(t);
          if (const Node after = tree_.next(t);
              is_value && after != last && kind_of(after) == kind::type_arguments)
            if (const ExprId of = type_arguments(after)) base = pair_of(ExprKind::index, c, base, of);
          if (base) kids_.push_back(base);
        }
        continue;
      default:
        if (kind_of(n) == kind::heritage)
          if ((base = expression(c))) kids_.push_back(base);
    }
  }
}

void Lowering::class_body(Node body, ClassId owner) {
  // TypeScript's grammar puts a method's decorators before it, JavaScript's into it.
  const std::size_t base = kids_.size();
  for (Node c = tree_.first(body), end = tree_.end(body); c != end; c = tree_.next(c)) {
    switch (kind_of(c)) {
      case kind::decorator:
        if (const ExprId e = first(c)) kids_.push_back(e);
        continue;
      case kind::method: class_method(c, owner, keep_annotations(base)); break;
      case kind::field:
      case kind::property_signature: class_field(c, owner, keep_annotations(base)); break;
      case kind::static_block:
      case syntax::error: statements(c); break;
      default: break;
    }
    kids_.resize(base);
  }
}

void Lowering::class_method(Node n, ClassId owner, Range annotations) {
  const Node key = part(n, field::name);
  if (!key) return;
  const Range inner = decorators(n);
  FunctionTraits traits;
  traits.name = key_text(key);
  traits.owner = owner;
  traits.is_constructor = tree_.text(key) == "constructor" && !has_token(n, kind::token_static);
  traits.annotations = inner.count ? inner : annotations;
  const ExprId target = traits.name
                            ? leaf(ExprKind::name, key, traits.name)
                            : pair_of(ExprKind::index, key, leaf(ExprKind::self, key), expression(key));
  const ExprId made = method(n, traits);
  // What a setter does is no value of the attribute.
  if (!has_token(n, kind::token_set)) assign(target, made, {}, AssignmentKind::declare);
}

void Lowering::class_field(Node n, ClassId owner, Range annotations) {
  Node key = part(n, field::name);
  if (!key) key = part(n, field::property);
  if (!key) return;
  const Range inner = decorators(n);
  const StringId text = key_text(key);
  const ExprId target = text ? leaf(ExprKind::name, key, text)
                             : pair_of(ExprKind::index, key, leaf(ExprKind::self, key), expression(key));
  ExprId type = declared_type(part(n, field::type));
  // A type without a name is one all the same: the field is there.
  if (!type && part(n, field::type)) type = leaf(ExprKind::unknown, n);
  // `name?: T` is T or nothing.
  if (kind_of(n) == kind::property_signature && type && has_token(n, kind::token_question))
    type = pair_of(ExprKind::either, n, type, leaf(ExprKind::constant, n, id("null")));
  ExprId given;
  if (const Node written = part(n, field::value)) {
    const Node core = bare(written);
    if (core && (kind_of(core) == kind::arrow || kind_of(core) == kind::function))
      given = function(core, {.name = text, .owner = owner, .is_static = has_token(n, kind::token_static)});
    else given = value(written, text);
  }
  assign(target, given, type, AssignmentKind::assign, inner.count ? inner : annotations);
}

// An enum is an object of its members.
void Lowering::enum_declaration(Node n) {
  const Node own = part(n, field::name), body = part(n, field::body);
  if (!own || !body) return;
  Kids kids(*this);
  long next = 0;
  bool is_counted = true;
  for (Node c = tree_.first(body), end = tree_.end(body); c != end; c = tree_.next(c)) {
    Node key = c;
    ExprId given;
    if (kind_of(c) == kind::enum_assignment) {
      key = part(c, field::name);
      if (!key) continue;
      given = expression(part(c, field::value));
      const std::string_view text = out_.text(given);
      is_counted = out_[given].kind == ExprKind::number &&
                   std::from_chars(text.data(), text.data() + text.size(), next).ec == std::errc{};
    } else if (is_counted) {
      given = leaf(ExprKind::number, c, id(std::to_string(next)));
    } else {
      given = leaf(ExprKind::unknown, c);
    }
    ++next;
    kids.add(key_entry(key, c, given));
  }
  const ExprId made = kids.make(ExprKind::object, n);
  assign(name(own), made);
}

ExprId Lowering::name_space_expression(Node n) {
  name_space(n);
  return {};
}

// The statements of a namespace run where it stands; what it exports are entries of an object of its name, or
// members of the class, function or namespace that had the name before.
void Lowering::name_space(Node n) {
  const Node own = part(n, field::name), body = part(n, field::body);
  if (!own || !body || kind_of(own) == kind::string) return;
  const ExprId outer = name_space_;
  Node root = own;
  while (const Node inner = part(root, field::object)) root = inner;
  const StringId text = text_id(root);
  const bool is_known =
      std::any_of(out_.assignments.begin(), out_.assignments.end(), [&](const Assignment& a) {
        return out_[a.target].kind == ExprKind::name && out_[a.target].text == text &&
               out_.blocks[a.block.index].function == function_;
      });
  if (!is_known) assign(name(root), leaf(ExprKind::object, own));
  name_space_ = expression(own);
  statements(body);
  name_space_ = outer;
}

// Of what is only declared, an enum has values all the same.
void Lowering::ambient(Node n) {
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c))
    if (kind_of(c) == kind::enum_declaration) enum_declaration(c);
}

}  // namespace demarc::ecmascript
