// Imports in all their spellings: import, require, import().
#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

void Lowering::add_import(Node at, StringId module, StringId name, StringId local, bool type_only,
                          bool is_dynamic) {
  Import import;
  import.module = module;
  import.name = name;
  import.local = local;
  import.block = block_;
  import.type_only = type_only;
  import.is_dynamic = is_dynamic;
  import.begin = tree_[at].begin;
  import.end = tree_[at].end;
  out_.imports.push_back(import);
}

void Lowering::import_statement(Node n) {
  Node source = part(n, field::source);
  bool type_only = has_token(n, kind::token_type) || has_token(n, kind::token_typeof);
  bool has_names = false;
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) {
    StringId module;
    if (kind_of(c) == kind::import_clause && source && literal_text(source, module)) {
      import_clause(c, module, type_only, n);
      has_names = true;
    } else if (kind_of(c) == kind::import_require) {
      const Node local = first_child(c), from = part(c, field::source);
      if (local && from && literal_text(from, module)) add_import(n, module, {}, text_id(local), type_only);
      has_names = true;
    }
  }
  if (StringId module; !has_names && source && literal_text(source, module)) add_import(n, module, {}, {});
}

void Lowering::import_clause(Node clause, StringId module, bool type_only, Node at) {
  const std::size_t before = out_.imports.size();
  for (Node c = tree_.first(clause), end = tree_.end(clause); c != end; c = tree_.next(c)) {
    if (kind_of(c) == kind::identifier) {
      add_import(at, module, id("default"), text_id(c), type_only);
    } else if (kind_of(c) == kind::namespace_import) {
      if (const Node local = first_child(c)) add_import(at, module, {}, text_id(local), type_only);
    } else if (kind_of(c) == kind::named_imports) {
      for (Node s = tree_.first(c), last = tree_.end(c); s != last; s = tree_.next(s)) {
        const Node name = part(s, field::name), alias = part(s, field::alias);
        if (!name) continue;
        const bool is_type = type_only || has_token(s, kind::token_type) || has_token(s, kind::token_typeof);
        add_import(s, module, key_text(name), text_id(alias ? alias : name), is_type);
      }
    }
  }
  // `import {} from 'm'` runs the module.
  if (out_.imports.size() == before) add_import(at, module, {}, {}, type_only);
}

// import Short = Long.Name;
void Lowering::import_alias(Node n) {
  const Node local = first_child(n);
  if (!local || tree_.next(local) == tree_.end(n)) return;
  const ExprId target = name(local);
  assign(target, expression(tree_.next(local)));
}

Lowering::Required Lowering::required(Node n) {
  n = bare(n);
  if (!n || kind_of(n) != kind::call) return {};
  const Node callee = bare(part(n, field::function));
  const Node list = part(n, field::arguments);
  if (!callee || !list) return {};
  const bool is_dynamic = kind_of(callee) == kind::import_;
  if (!is_dynamic && (kind_of(callee) != kind::identifier || tree_.text(callee) != "require")) return {};
  Required found{{}, false, is_dynamic};
  const Node module = argument(list, 0);
  found.found = module && literal_text(module, found.module) && found.module;
  return found;
}

ExprId Lowering::inline_import(Node n, const Required& required) {
  std::string text = required.is_dynamic ? "import('" : "require('";
  text += out_.strings.text(required.module);
  text += "')";
  const StringId local = id(text);
  add_import(n, required.module, {}, local, false, required.is_dynamic);
  return leaf(ExprKind::name, n, local);
}

bool Lowering::import_binding(Node target, Node value) {
  const std::uint8_t target_kind = kind_of(target);
  if (target_kind != kind::identifier && target_kind != kind::object_pattern) return false;
  Node source = bare(value);
  // Compilers wrap a require: the module's default is then `local.default`.
  bool takes_default = false;
  while (source && kind_of(source) == kind::call && argument_count(part(source, field::arguments)) >= 1) {
    const Node callee = bare(part(source, field::function));
    if (!callee || !is_interop(callee)) break;
    takes_default |= tree_.text(callee).ends_with("efault");
    source = bare(argument(part(source, field::arguments), 0));
  }
  if (!source) return false;

  if (target_kind == kind::identifier) {
    StringId name;
    if (kind_of(source) == kind::member) {
      const Node property = part(source, field::property);
      source = part(source, field::object);
      if (!property || !source) return false;
      name = text_id(property);
    }
    const Required module = required(source);
    if (!module.found) return false;
    if (takes_default && !name) {
      name = id("default");
      default_locals_.push_back(text_id(target));
    }
    add_import(value, module.module, name, text_id(target), false, module.is_dynamic);
    return true;
  }

  const Required module = required(source);
  if (!module.found) return false;
  for (Node c = tree_.first(target), end = tree_.end(target); c != end; c = tree_.next(c)) {
    if (kind_of(c) == kind::shorthand_pattern) continue;
    const Node local = kind_of(c) == kind::pair_pattern ? part(c, field::value) : Node{0};
    const Node key = local ? part(c, field::key) : Node{0};
    if (!key || kind_of(local) != kind::identifier || !key_text(key)) return false;
  }
  for (Node c = tree_.first(target), end = tree_.end(target); c != end; c = tree_.next(c)) {
    if (kind_of(c) == kind::shorthand_pattern)
      add_import(c, module.module, text_id(c), text_id(c), false, module.is_dynamic);
    else
      add_import(c, module.module, key_text(part(c, field::key)), text_id(part(c, field::value)), false,
                 module.is_dynamic);
  }
  return true;
}

}  // namespace demarc::ecmascript
