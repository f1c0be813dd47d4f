// Exports: of modules, of CommonJS, of namespaces, and as compilers write them.
#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

void Lowering::export_name(Node n, StringId name, ExprId value, StringId from, StringId from_name) {
  if (name_space_) {
    // What a namespace exports is a member of it.
    if (value) assign(wrap(ExprKind::member, n, name_space_, name), value);
    return;
  }
  out_.exports.push_back({name, value, from, from_name, tree_[n].begin, tree_[n].end});
}

void Lowering::export_statement(Node n) {
  const bool is_default = has_token(n, kind::token_default);
  const Node declaration = part(n, field::declaration);
  const Node source = part(n, field::source);
  if (declaration) {
    const Range annotations = decorators(n);
    switch (kind_of(declaration)) {
      case kind::function_declaration: declare_function(declaration, true); break;
      case kind::class_declaration:
      case kind::interface_declaration: declare_class(declaration, true, annotations); break;
      case kind::type_alias:
        if (!is_object_alias(declaration)) return;
        declare_class(declaration, true, annotations);
        break;
      default: statement(declaration);
    }
    if (is_default) {
      const Node name_node = part(declaration, field::name);
      if (name_node) export_name(n, id("default"), name(name_node));
    } else {
      export_declared(declaration);
    }
    return;
  }
  if (const Node given = part(n, field::value)) {
    const Range annotations = decorators(n);
    const Node core = bare(given);
    const ExprId e =
        core && kind_of(core) == kind::class_ ? class_(core, {}, true, annotations) : value(given);
    export_name(n, id("default"), e);
    return;
  }
  StringId from;
  const bool has_source = source && literal_text(source, from);
  const bool type_only = has_token(n, kind::token_type);
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) {
    switch (kind_of(c)) {
      case kind::export_clause: export_clause(c, from, has_source, type_only); return;
      case kind::namespace_export:
        if (const Node name = first_child(c); name && has_source) {
          add_import(n, from, {}, {}, type_only);
          export_name(n, key_text(name), {}, from, {});
        }
        return;
      default: break;
    }
  }
  if (has_source) {
    add_import(n, from, id("*"), {}, type_only);
    export_name(n, id("*"), {}, from, id("*"));
    return;
  }
  // `export = x`, but not `export as namespace x`.
  std::string_view text = tree_.text(n);
  text.remove_prefix(std::min<std::size_t>(6, text.size()));
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (const Node given = first_child(n); given && text.starts_with('='))
    export_name(n, id("="), value(given));
}

void Lowering::export_clause(Node clause, StringId from, bool has_source, bool type_only) {
  for (Node c = tree_.first(clause), end = tree_.end(clause); c != end; c = tree_.next(c)) {
    const Node inner = part(c, field::name), alias = part(c, field::alias);
    if (!inner) continue;
    const StringId own = key_text(inner), outer = alias ? key_text(alias) : own;
    if (has_source) {
      add_import(c, from, own, {}, type_only || has_token(c, kind::token_type));
      export_name(c, outer, {}, from, own);
    } else {
      export_name(c, outer, name(inner));
    }
  }
}

void Lowering::export_declared(Node declaration) {
  switch (kind_of(declaration)) {
    case kind::variables:
      for (Node c = tree_.first(declaration), end = tree_.end(declaration); c != end; c = tree_.next(c))
        if (const Node pattern = part(c, field::name)) exported_pattern(pattern);
      break;
    case kind::import_alias:
      if (const Node local = first_child(declaration)) exported_pattern(local);
      break;
    case kind::ambient:
      // `export declare const enum`: the only declared thing that has values.
      if (const Node inner = first_child(declaration); inner && kind_of(inner) == kind::enum_declaration)
        export_declared(inner);
      break;
    default:
      if (const Node named = part(declaration, field::name); named && kind_of(named) != kind::string)
        export_name(declaration, text_id(named), name(named));
  }
}

void Lowering::exported_pattern(Node pattern) {
  switch (kind_of(pattern)) {
    case kind::identifier:
    case kind::shorthand_pattern: export_name(pattern, text_id(pattern), name(pattern)); return;
    case kind::object_pattern:
    case kind::array_pattern:
    case kind::rest_pattern: break;
    case kind::default_pattern:
      if (const Node left = part(pattern, field::left)) exported_pattern(left);
      return;
    case kind::pair_pattern:
      if (const Node inner = part(pattern, field::value)) exported_pattern(inner);
      return;
    default: return;
  }
  if (depth_ >= max_depth) return;
  ++depth_;
  for (Node c = tree_.first(pattern), end = tree_.end(pattern); c != end; c = tree_.next(c))
    exported_pattern(c);
  --depth_;
}

bool Lowering::is_exports(Node n) const {
  n = bare(n);
  if (!n) return false;
  if (kind_of(n) == kind::identifier) return tree_.text(n) == "exports";
  return kind_of(n) == kind::member && tree_.text(n) == "module.exports";
}

bool Lowering::common_js_export(Node left, ExprId value) {
  const std::uint8_t left_kind = kind_of(left);
  if (left_kind != kind::member && left_kind != kind::subscript) return false;
  StringId name;
  if (left_kind == kind::member && is_exports(left)) {
    name = id("=");
  } else {
    const Node object = part(left, field::object);
    if (!object || !is_exports(object)) return false;
    if (left_kind == kind::member) name = text_id(part(left, field::property));
    else if (!literal_text(part(left, field::index), name)) return false;
  }
  // Compilers first write `exports.a = void 0`.
  const bool is_null = out_[value].kind == ExprKind::constant && out_.text(value) == "null";
  if (!is_null) export_name(left, name, value);
  return true;
}

// Object.defineProperty(exports, "a", { get: () => b }), __exportStar(require("m"), exports), and the like.
bool Lowering::define_exports(Node callee, Node list) {
  const Node target = argument(list, 0);
  std::string_view function = tree_.text(callee);
  if (const std::size_t dot = function.rfind('.'); dot != std::string_view::npos)
    function.remove_prefix(dot + 1);
  if (function == "__exportStar" || function == "_export_star") {
    const Required module = required(target);
    if (!module.found) return false;
    add_import(list, module.module, id("*"), {});
    export_name(list, id("*"), {}, module.module, id("*"));
    return true;
  }
  if (function == "__export" || function == "_export") {
    const Node table = bare(argument(list, 1));
    if (!table || kind_of(table) != kind::object) return false;
    for (Node c = tree_.first(table), end = tree_.end(table); c != end; c = tree_.next(c)) {
      const Node key = part(c, kind_of(c) == kind::method ? field::name : field::key);
      const Node result = returned(kind_of(c) == kind::method ? c : bare(part(c, field::value)));
      if (key && result) export_name(c, key_text(key), value(result));
    }
    return true;
  }
  StringId name;
  const Node how = bare(argument(list, 2));
  if (function != "defineProperty" || !is_exports(target) || !how || kind_of(how) != kind::object ||
      !literal_text(argument(list, 1), name))
    return false;
  if (out_.strings.text(name) == "__esModule") return true;
  for (Node c = tree_.first(how), end = tree_.end(how); c != end; c = tree_.next(c)) {
    const bool is_method = kind_of(c) == kind::method;
    const Node key = part(c, is_method ? field::name : field::key);
    const std::string_view word = key ? tree_.text(key) : std::string_view{};
    const Node given = is_method ? c : part(c, field::value);
    if (word == "value" && !is_method && given) export_name(list, name, value(given));
    if (word != "get") continue;
    if (const Node result = returned(bare(given))) export_name(list, name, value(result));
  }
  return true;
}

// The expression that a function of a single return gives; 0 for other functions.
Lowering::Node Lowering::returned(Node function) const {
  const Node body = function ? part(function, field::body) : Node{0};
  if (!body) return 0;
  if (kind_of(body) != kind::statement_block) return body;
  const Node only = first_child(body);
  if (!only || kind_of(only) != kind::return_statement || tree_.next(only) != tree_.end(body)) return 0;
  return first_child(only);
}

}  // namespace demarc::ecmascript
