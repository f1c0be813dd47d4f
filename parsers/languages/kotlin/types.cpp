// Types, modifiers and annotations.
#include <algorithm>
#include <array>

#include "parsers/languages/kotlin/lower.h"

namespace demarc::languages::kt {
namespace {

// Types whose things are only values.
bool is_primitive(std::string_view name) {
  static constexpr std::array<std::string_view, 15> all{"Any",   "Boolean", "Byte",  "Char",    "Double",
                                                        "Float", "Int",     "Long",  "Nothing", "Short",
                                                        "UByte", "UInt",    "ULong", "UShort",  "Unit"};
  return std::find(all.begin(), all.end(), name) != all.end();
}

}  // namespace

bool Lower::is_type(Kind kind) {
  return kind == user_type || kind == nullable_type || kind == non_nullable_type || kind == function_type ||
         kind == parenthesized_type;
}

std::size_t Lower::open_type_parameters(NodeIndex n) {
  const std::size_t before = type_parameters_.size();
  const NodeIndex list = child_of(n, type_parameters);
  if (!list) return before;
  for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
    if (kind(c) != type_parameter) continue;
    const NodeIndex name = child_of(c, identifier);
    if (!name) continue;
    type_parameters_.push_back({name_of(name), {}});
    // A bound may name the parameter itself, which then means nothing.
    for (NodeIndex b = t_.first(c), last = t_.end(c); b != last; b = t_.next(b))
      if (is_type(kind(b))) {
        const ExprId bound = type(b);
        type_parameters_.back().bound = bound;
      }
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
ExprId Lower::user_type_name(NodeIndex n) {
  std::string whole;
  ExprId made;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) != identifier) continue;
    const StringId name = name_of(c);
    const std::string_view text = f_.strings.text(name);
    if (!made && !text.empty() && text[0] >= 'a' && text[0] <= 'z') {  // a package
      whole += text;
      whole += '.';
    } else if (!made && !whole.empty()) {
      made = qualified(n, whole + std::string(text));
    } else {
      made = made ? over(ExprKind::member, n, made, name) : type_name(c, name);
    }
  }
  if (!made && !whole.empty()) {  // a class with a small letter
    whole.pop_back();
    made = whole.find('.') == std::string::npos ? type_name(n, id(whole)) : qualified(n, whole);
  }
  return made;
}

ExprId Lower::class_name(NodeIndex n) {
  if (kind(n) == user_type) return is_primitive(t_.text(n)) ? ExprId{} : user_type_name(n);
  for (NodeIndex c = t_.first(n), end = t_.end(n); kind(n) != function_type && c != end; c = t_.next(c))
    if (is_type(kind(c))) return depth_ < max_depth ? class_name(c) : ExprId{};
  return {};
}

// `Outer.Inner` or `a.b.C` as text.
ExprId Lower::written_type(NodeIndex n, std::string_view text) {
  if (text[0] >= 'a' && text[0] <= 'z' && text.find('.') != std::string_view::npos) return qualified(n, text);
  ExprId made;
  while (!text.empty()) {
    const std::size_t dot = text.find('.');
    const StringId name = id(text.substr(0, dot));
    made = made ? over(ExprKind::member, n, made, name) : type_name(n, name);
    text = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
  }
  return made;
}

// A dotted name that begins here in the written text; the grammar may have been given less of it.
std::string_view Lower::written_name(std::uint32_t begin) const {
  std::size_t end = begin;
  const auto goes_on = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || static_cast<unsigned char>(c) >= 0x80;
  };
  while (end < written_.size() && goes_on(written_[end])) ++end;
  return written_.substr(begin, end - begin);
}

// `*`: really any type, or one that the grammar could not read there.
ExprId Lower::masked_type(NodeIndex n) {
  const std::string_view text = written_name(t_[n].begin);
  return text.empty() || is_primitive(text) ? ExprId{} : written_type(n, text);
}

ExprId Lower::type(NodeIndex n) {
  ExprId made;
  deeper(n, [&] { made = type_of(n); });
  return made;
}

ExprId Lower::type_of(NodeIndex n) {
  ExprId made;
  switch (kind(n)) {
    case user_type: {
      made = class_name(n);
      const NodeIndex list = child_of(n, type_arguments);
      if (!made || !list) break;
      const Mark all = mark();
      for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
        if (kind(c) != type_projection) continue;
        const ExprId one = type(c);
        push(one ? one : leaf(ExprKind::unknown, c));
      }
      if (mark() == all) break;
      if (mark() - all == 1) {
        const ExprId only = stack_.back();
        stack_.resize(all);
        made = over(ExprKind::index, n, made, only);
      } else {
        made = over(ExprKind::index, n, made, close(ExprKind::list, list, all));
      }
      break;
    }
    case type_projection: {
      bool has_type = false;
      for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
        if (is_type(kind(c))) {
          made = type(c);
          has_type = true;
        }
      if (!has_type) made = masked_type(n);
      break;
    }
    case nullable_type:
    case non_nullable_type:
    case parenthesized_type:
      for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
        if (is_type(kind(c))) made = type(c);
      break;
    default: break;  // function types
  }
  return made;
}

// ---- annotations

// A call of the annotation's class; `value = x` is its first argument, as `@A(x)` is.
ExprId Lower::annotation_call(NodeIndex n) {
  if (depth_ >= max_depth) return {};
  ++depth_;
  const NodeIndex written = kind(n) == user_type ? n : child_of(n, user_type);
  const std::string_view name = written ? written_name(t_[written].begin) : std::string_view{};
  const ExprId what = name.empty() ? ExprId{} : written_type(written, name);
  const Mark all = mark();
  push(what);
  if (const NodeIndex list = kind(n) == user_type ? 0 : child_of(n, value_arguments); what && list)
    for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
      if (kind(c) != value_argument || t_.is_leaf(c)) continue;
      const NodeIndex value = after(c, t_assign), key = value ? child_of(c, identifier) : 0;
      if (!key) {
        for (NodeIndex v = t_.first(c), last = t_.end(c); v != last; v = t_.next(v))
          if (!is_token(kind(v))) push(expr(v));
        continue;
      }
      const ExprId given = expr(value);
      const bool is_first = t_.text(key) == "value" || t_.source()[t_[key].begin] != written_[t_[key].begin];
      push(is_first ? given : over(ExprKind::argument, c, given, name_of(key)));
    }
  --depth_;
  if (mark() == all) return {};
  if (mark() - all > 1) return close(ExprKind::call, n, all);
  stack_.resize(all);
  return what;
}

// `@A`, `@field:A(x)`, `@[A B(x)]`.
void Lower::read_annotation(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) == user_type || kind(c) == constructor_invocation) push(annotation_call(c));
}

Lower::Modifiers Lower::read_modifiers(NodeIndex list) {
  Modifiers m;
  if (!list) return m;
  const Mark all = mark();
  for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
    const std::string_view text = t_.text(c);
    switch (kind(c)) {
      case annotation: read_annotation(c); break;
      case class_modifier:
        m.is_enum |= text == "enum";
        m.is_annotation |= text == "annotation";
        break;
      case inheritance_modifier: m.is_abstract |= text == "abstract"; break;
      case visibility_modifier: m.is_private |= text == "private"; break;
      case parameter_modifier: m.is_rest |= text == "vararg"; break;
      default: break;
    }
  }
  m.annotations = keep(all);
  return m;
}

}  // namespace demarc::languages::kt
