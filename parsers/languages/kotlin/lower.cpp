// Statements of a file: package, imports, variables, assignments.
#include "parsers/languages/kotlin/lower.h"

#include <array>

namespace demarc::languages::kt {
namespace {

// "$it", but not "$item".
bool names_it(std::string_view text) {
  for (std::size_t at = text.find("$it"); at != std::string_view::npos; at = text.find("$it", at + 3)) {
    const char next = at + 3 < text.size() ? text[at + 3] : '\0';
    const bool goes_on = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') ||
                         (next >= '0' && next <= '9') || next == '_';
    if (!goes_on) return true;
  }
  return false;
}

}  // namespace

NodeIndex Lower::child_of(NodeIndex n, Kind wanted) const {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (kind(c) == wanted) return c;
  return 0;
}

NodeIndex Lower::after(NodeIndex n, Kind token) const {
  bool is_behind = false;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (is_behind) return c;
    is_behind = kind(c) == token;
  }
  return 0;
}

StringId Lower::name_of(NodeIndex n) {
  std::string_view text = t_.text(n);
  if (text.size() > 2 && text.front() == '`' && text.back() == '`') text = text.substr(1, text.size() - 2);
  return id(text);
}

void Lower::file() {
  begin_file();
  note_names();
  statements(0);
  finish_names();
}

// What the file declares, and which lambdas have an `it`.
void Lower::note_names() {
  struct Open {
    NodeIndex node, end;
  };
  std::vector<Open> lambdas;  // without parameters of their own
  for (NodeIndex n = 0; n < t_.size(); ++n) {
    while (!lambdas.empty() && n >= lambdas.back().end) lambdas.pop_back();
    switch (kind(n)) {
      case lambda_literal:
        if (!child_of(n, lambda_parameters)) lambdas.push_back({n, t_.end(n)});
        break;
      case identifier:
        if (!lambdas.empty() && t_.text(n) == "it") takes_it_.insert(lambdas.back().node);
        break;
      case string_literal:
      case multiline_string_literal:
        if (!lambdas.empty() && names_it(t_.text(n))) takes_it_.insert(lambdas.back().node);
        break;
      case function_declaration: {
        const NodeIndex name = part(n, f_name);
        bool is_extension = false;
        for (NodeIndex c = t_.first(n); name && c != name; c = t_.next(c)) is_extension |= is_type(kind(c));
        if (name && !is_extension) plain_functions_.insert(name_of(name).index);
        break;
      }
      case property_declaration:
      case class_parameter:
        if (kind(n) == class_parameter && !child_of(n, t_val) && !child_of(n, t_var)) break;
        {
          NodeIndex holder = child_of(n, variable_declaration);
          if (const NodeIndex name = child_of(holder ? holder : n, identifier))
            properties_.insert(name_of(name).index);
        }
        break;
      default: break;
    }
  }
}

Lower::Statement Lower::statement_of(Kind kind) {
  static constexpr auto table = [] {
    std::array<Statement, 256> t{};
    t[assignment] = &Lower::read_assignment;
    t[block] = &Lower::read_block;
    t[class_declaration] = &Lower::read_class_statement;
    t[companion_object] = &Lower::read_companion;
    t[do_while_statement] = &Lower::read_while;
    t[file_annotation] = &Lower::skip;
    t[for_statement] = &Lower::read_for;
    t[function_declaration] = &Lower::read_function;
    t[import_] = &Lower::read_import;
    t[label] = &Lower::skip;
    t[object_declaration] = &Lower::read_class_statement;
    t[package_header] = &Lower::read_package;
    t[property_declaration] = &Lower::read_property;
    t[source_file] = &Lower::statements;
    t[type_alias] = &Lower::read_alias;
    t[while_statement] = &Lower::read_while;
    t[syntax::error] = &Lower::statements;
    return t;
  }();
  return table[kind];
}

void Lower::statement(NodeIndex n) {
  if (is_token(kind(n))) return;
  if (const Statement action = statement_of(kind(n))) deeper(n, [&] { (this->*action)(n); });
  else expr(n);
}

void Lower::statements(NodeIndex n) {
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) statement(c);
}

void Lower::read_block(NodeIndex n) {
  const std::size_t names = locals_.size();
  statements(n);
  locals_.resize(names);
}

// ---- package and imports

std::string Lower::dotted(NodeIndex n) const {
  std::string made;
  for (char c : t_.text(n)) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '`') continue;
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                         c == '_' || c == '$' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
    if (!is_word) return {};
    made += c;
  }
  return made;
}

void Lower::read_package(NodeIndex n) {
  if (const NodeIndex path = child_of(n, qualified_identifier)) f_.package = id(dotted(path));
}

void Lower::read_import(NodeIndex n) {
  const NodeIndex written = child_of(n, qualified_identifier), alias = child_of(n, identifier);
  if (!written) return;
  const std::string path = dotted(written);
  if (path.empty()) return;
  if (child_of(n, t_star)) return import(n, path, "*", "", true);
  const std::string last = path.substr(path.rfind('.') == std::string::npos ? 0 : path.rfind('.') + 1);
  import(n, path, "", alias ? f_.strings.text(name_of(alias)) : std::string_view(last));
}

void Lower::read_alias(NodeIndex n) {
  const NodeIndex name = part(n, f_type);
  if (!name) return;
  const std::size_t parameters = open_type_parameters(n);
  ExprId meant;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (is_type(kind(c))) meant = class_name(c);
  type_parameters_.resize(parameters);
  if (meant) assign(leaf(ExprKind::name, name, name_of(name)), meant);
}

// ---- variables

void Lower::bind(NodeIndex declaration, ExprId value) {
  if (kind(declaration) == variable_declaration) {
    const NodeIndex name = child_of(declaration, identifier);
    if (!name) return;
    ExprId declared;
    for (NodeIndex c = t_.first(declaration), end = t_.end(declaration); c != end; c = t_.next(c))
      if (is_type(kind(c))) declared = type(c);
    local(name_of(name));
    assign(leaf(ExprKind::name, name, name_of(name)), value, declared);
    return;
  }
  std::uint32_t index = 0;
  for (NodeIndex c = t_.first(declaration), end = t_.end(declaration); c != end; c = t_.next(c)) {
    if (kind(c) != variable_declaration) continue;
    const ExprId number = leaf(ExprKind::number, c, id(std::to_string(index++)));
    bind(c, value ? over(ExprKind::index, c, value, number) : ExprId{});
  }
}

void Lower::read_assignment(NodeIndex n) {
  const NodeIndex left = part(n, f_left), right = part(n, f_right), op = part(n, f_operator);
  if (!left || !right) return statements(n);
  const ExprId value = expr(right);
  ExprId target;
  if (kind(left) == identifier) {
    const StringId name = name_of(left);
    const bool is_receivers =
        receivers_.size() > first_receiver_ && !find_local(name) && !properties_.contains(name.index);
    target = is_receivers
                 ? over(ExprKind::member, left, leaf(ExprKind::name, left, receivers_.back().name), name)
                 : target_name(left, name);
  } else {
    target = expr(left);
  }
  const ExprKind form = at(target).kind;
  const bool is_target = form == ExprKind::name || form == ExprKind::member || form == ExprKind::index;
  const Kind what = op ? kind(op) : other;
  if (is_target && (what == t_assign || what == t_add_assign))
    assign(target, value, {}, what == t_assign ? AssignmentKind::assign : AssignmentKind::append);
}

// A variable, or a property of a class or of the file.
void Lower::read_property(NodeIndex n) {
  const NodeIndex one = child_of(n, variable_declaration), several = child_of(n, multi_variable_declaration);
  const std::size_t parameters = open_type_parameters(n);
  const Modifiers m = read_modifiers(child_of(n, modifiers));
  const code::Function& around = f_.functions[in_.function.index];
  const bool is_member = around.is_class_body || in_.function == code::file_function;
  bool is_extension = false;
  for (NodeIndex c = t_.first(n); one && c != one; c = t_.next(c)) is_extension |= is_type(kind(c));
  if (several) {
    const NodeIndex value = after(n, t_assign);
    bind(several, value ? initial(value) : ExprId{});
  } else if (one && !is_extension) {
    const NodeIndex name = child_of(one, identifier);
    ExprId declared;
    for (NodeIndex c = t_.first(one), end = t_.end(one); c != end; c = t_.next(c))
      if (is_type(kind(c))) declared = type(c);
    const NodeIndex value = after(n, t_assign);
    if (!declared && value && kind(value) == as_expression && part(value, f_right))
      declared = type(part(value, f_right));
    if (!declared && value) declared = asked_type(value);
    if (const NodeIndex by = declared ? 0 : child_of(n, property_delegate))  // by inject<Orders>()
      for (NodeIndex c = t_.first(by), end = t_.end(by); c != end; c = t_.next(c))
        if (kind(c) == call_expression) declared = asked_type(c);
    const bool is_made_late = is_member && around.is_class_body && class_.constructor.function &&
                              !class_.is_static && mentions_parameter(n);
    if (name && is_made_late) {
      assign(leaf(ExprKind::name, name, name_of(name)), {}, declared, AssignmentKind::assign, m.annotations);
      const Context outer = in_;
      in_ = class_.constructor;
      const std::size_t names = locals_.size();
      for (StringId p : class_.parameters) local(p);
      const ExprId given = property_value(n);
      assign(over(ExprKind::member, name, leaf(ExprKind::self, name), name_of(name)), given);
      locals_.resize(names);
      in_ = outer;
    } else if (name) {
      const ExprId given = property_value(n);
      const bool is_buffer =
          value && kind(value) == call_expression &&
          (t_.text(value).starts_with("StringBuilder(") || t_.text(value).starts_with("StringBuffer("));
      if (!is_member) local(name_of(name), is_buffer);
      assign(leaf(ExprKind::name, name, name_of(name)), given, declared, AssignmentKind::assign,
             m.annotations);
    }
  } else if (is_extension) {
    if (const NodeIndex read = child_of(n, getter)) getter_value(read);
  }
  if (const NodeIndex write = child_of(n, setter))
    if (const NodeIndex body = child_of(write, function_body)) {
      const FunctionId made = open_function(write, {});
      f_.functions[made.index].owner = {};
      code::Parameter p;
      const NodeIndex name = child_of(write, identifier);
      p.name = name ? name_of(name) : id("value");
      p.begin = t_[write].begin;
      p.end = t_[write].end;
      read_body(made, write, {p}, body);
    }
  type_parameters_.resize(parameters);
}

// `find<Order>(id)`: most likely an Order.
ExprId Lower::asked_type(NodeIndex value) {
  if (kind(value) == unary_expression && part(value, f_argument)) value = part(value, f_argument);
  if (kind(value) != call_expression) return {};
  const Parts p = parts_of(value);
  const std::string_view name = kind(p.callee) == identifier              ? t_.text(p.callee)
                                : kind(p.callee) == navigation_expression ? member_name_or_none(p.callee)
                                                                          : std::string_view{};
  if (!p.types || name.empty() || name[0] < 'a' || name[0] > 'z') return {};
  NodeIndex only = 0;
  for (NodeIndex c = t_.first(p.types), end = t_.end(p.types); c != end; c = t_.next(c)) {
    if (kind(c) != type_projection) continue;
    if (only) return {};
    only = c;
  }
  return only ? type(only) : ExprId{};
}

// What a property is at first, or what its getter or delegate answers.
ExprId Lower::property_value(NodeIndex n) {
  if (const NodeIndex value = after(n, t_assign); value && kind(value) != getter && kind(value) != setter)
    return initial(value);
  if (const NodeIndex read = child_of(n, getter); read && child_of(read, function_body))
    return getter_value(read);
  const NodeIndex by = child_of(n, property_delegate);
  return by && !t_.is_leaf(by)
             ? initial(t_.next(t_.first(by)) != t_.end(by) ? t_.next(t_.first(by)) : t_.first(by))
             : ExprId{};
}

ExprId Lower::getter_value(NodeIndex read) {
  const NodeIndex body = child_of(read, function_body);
  if (!body) return {};
  const FunctionId made = open_function(read, {});
  f_.functions[made.index].owner = {};
  read_body(made, read, {}, body);
  const ExprId what = leaf(ExprKind::function, read);
  f_.exprs[what.index].first = made.index;
  return over(ExprKind::call, read, what);
}

// Variables of blocks in the value of a property must not become properties themselves: a function of its own
// holds them.
ExprId Lower::initial(NodeIndex value) {
  const code::Function& around = f_.functions[in_.function.index];
  if (!(around.is_class_body || in_.function == code::file_function) || !has_scope_block(value))
    return expr(value);
  const FunctionId made = open_function(value, {});
  f_.functions[made.index].owner = {};
  const Context outer = in_;
  const std::size_t names = locals_.size();
  enter(made, value, {});
  returns(expr(value));
  locals_.resize(names);
  in_ = outer;
  const ExprId what = leaf(ExprKind::function, value);
  f_.exprs[what.index].first = made.index;
  return over(ExprKind::call, value, what);
}

}  // namespace demarc::languages::kt
