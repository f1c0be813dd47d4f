// Fields of classes: what they are called in messages, of what type they are, and which may be missing.
#include "analyzer/recognise/declared_fields.h"

#include <algorithm>
#include <array>

namespace demarc {
using namespace code;

namespace {

constexpr int max_nesting = 5;

constexpr std::array<std::string_view, 6> texts = {"str", "String", "string", "UUID", "CharSequence", "Text"};
constexpr std::array<std::string_view, 18> numbers = {
    "int",    "Integer", "long",       "Long",    "short", "Short",      "float",  "Float", "double",
    "Double", "number",  "BigDecimal", "Decimal", "Int",   "BigInteger", "bigint", "byte",  "Byte"};
constexpr std::array<std::string_view, 3> flags = {"bool", "boolean", "Boolean"};
constexpr std::array<std::string_view, 18> lists = {
    "list",          "List",      "Array",      "Set",      "set",         "Sequence",
    "tuple",         "Tuple",     "Collection", "Iterable", "MutableList", "MutableSet",
    "ReadonlyArray", "frozenset", "ArrayList",  "HashSet",  "Deque",       "FrozenSet"};
constexpr std::array<std::string_view, 3> wrappers = {"Optional", "NonNullable", "Readonly"};
// Bases in the language itself that say what a class is, not what it holds.
constexpr std::array<std::string_view, 6> kinds = {"TypedDict", "NamedTuple", "Protocol",
                                                   "ABC",       "Object",     "Any"};

template <class List>
bool has(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string_view last_of(std::string_view path) { return path.substr(path.rfind('.') + 1); }

}  // namespace

ClassRef DeclaredFields::class_of(FileId file, ExprId type) {
  if (!type) return {};
  for (ValueId one : fold_.values().alternatives(fold_.declared_instance(file, type)))
    if (fold_.values()[one].kind == ValueKind::instance) return program_.type(fold_.values()[one].aux);
  return {};
}

std::string DeclaredFields::renamed(FileId file, Range annotations, bool* is_hidden) {
  const CodeFile& c = *program_.file(file)->code;
  const BlockId top = c.functions[file_function.index].body;
  std::string name;
  for (std::uint32_t i = 0; i < annotations.count; ++i) {
    const ExprId a = c.annotations[annotations.first + i];
    ExprId callee = a;
    const bool is_call = c[a].kind == ExprKind::call && c[a].count > 0;
    if (is_call) callee = c.child(a, 0);
    const ValueId what = fold_.value(file, callee, top);
    if (fold_.values()[what].kind != ValueKind::path) continue;
    const std::string_view path = fold_.values().text(what);
    if (formats_.hides.contains(path)) *is_hidden = true;
    if (!is_call || !formats_.names.contains(path)) continue;
    for (std::uint32_t k = 1; k < c[a].count; ++k) {
      ExprId given = c.child(a, k);
      if (c[given].kind == ExprKind::argument) {
        if (c.text(given) != "value" && c.text(given) != "name" && c.text(given) != "alias") continue;
        given = c.child(given, 0);
      }
      const ValueId text = fold_.value(file, given, top);
      if (fold_.values().is_literal(text) && name.empty()) name = fold_.values().text(text);
    }
  }
  return name;
}

MessageShape DeclaredFields::declared(FileId file, ExprId type, int depth) {
  MessageShape made;
  if (!type || depth > max_nesting) return made;
  const CodeFile& c = *program_.file(file)->code;
  const Expr& x = c[type];
  if (x.kind == ExprKind::index && x.count > 1) {
    const std::string_view name = c.text(c.child(type, 0));
    if (has(wrappers, name)) {
      made = declared(file, c.child(type, 1), depth + 1);
      made.is_optional |= name == "Optional";
    } else if (has(lists, name)) {
      ExprId of = c.child(type, 1);
      if (c[of].kind == ExprKind::list) of = c[of].count == 1 ? c.child(of, 0) : ExprId{};
      MessageShape element = declared(file, of, depth + 1);
      made.is_open = element.is_open;
      made.children = std::move(element.children);
      made.type = "list";
    }
    return made;
  }
  if (x.kind == ExprKind::either && x.count == 2) {
    for (std::uint32_t i = 0; i < 2; ++i) {
      const ExprId one = c.child(type, i), other = c.child(type, 1 - i);
      const bool is_nothing = c[one].kind == ExprKind::constant || c.text(one) == "None" ||
                              c.text(one) == "undefined" || c.text(one) == "null";
      if (!is_nothing) continue;
      made = declared(file, other, depth + 1);
      made.is_optional = true;
      break;
    }
    return made;
  }
  if (x.kind != ExprKind::name && x.kind != ExprKind::member) return made;
  const std::string_view name = c.text(type);
  if (const ClassRef own = class_of(file, type); own.file) {
    if (program_[own].is_enum) made.type = "text";
    else return of_class(own, depth + 1);
    return made;
  }
  made.type = has(texts, name)     ? "text"
              : has(numbers, name) ? "number"
              : has(flags, name)   ? "flag"
              : has(lists, name)   ? "list"
                                   : "";
  return made;
}

const MessageShape& DeclaredFields::shape(ClassRef type) {
  auto [at, fresh] = known_.try_emplace(type);
  if (fresh) at->second = of_class(type, 0);
  return at->second;
}

MessageShape DeclaredFields::of_class(ClassRef type, int depth) {
  MessageShape made;
  made.type = "object";
  if (depth > max_nesting || !type.file || !running_.insert(type).second) return made;
  made.is_open = false;
  add_own(type, made, depth);
  running_.erase(type);
  if (made.children.empty()) made.is_open = true;
  return made;
}

void DeclaredFields::add_own(ClassRef type, MessageShape& into, int depth) {
  ProgramFile& f = program_.indexed(type.file);
  const CodeFile& c = *f.code;
  const Class& k = c.classes[type.type.index];
  const BlockId top = c.functions[file_function.index].body;
  for (std::uint32_t b = 0; b < k.bases.count; ++b) {
    ExprId base = c.annotations[k.bases.first + b];
    if (c[base].kind == ExprKind::argument) continue;  // metaclass=…, total=False
    if (const ClassRef above = fold_.base_class(type, b); above.file) {
      if (above != type && depth < max_nesting * 2) add_own(above, into, depth + 1);
      continue;
    }
    if (c[base].kind == ExprKind::index && c[base].count > 0) base = c.child(base, 0);
    const ValueId v = fold_.value(type.file, base, top);
    const std::string_view path =
        fold_.values()[v].kind == ValueKind::path ? fold_.values().text(v) : std::string_view{};
    if (!formats_.plain.contains(path) && !has(kinds, last_of(path))) into.is_open = true;
  }
  // What writes itself into a message in its own way.
  for (std::uint32_t a = 0; a < k.annotations.count; ++a) {
    ExprId annotation = c.annotations[k.annotations.first + a];
    if (c[annotation].kind == ExprKind::call && c[annotation].count > 0) annotation = c.child(annotation, 0);
    const ValueId v = fold_.value(type.file, annotation, top);
    if (fold_.values()[v].kind == ValueKind::path && formats_.hides.contains(fold_.values().text(v)))
      into.is_open = true;
  }
  const bool by_mapper = c.members_are_names;
  const auto add = [&](std::string_view name, MessageShape field, Range annotations) {
    bool is_hidden = false;
    const std::string other = renamed(type.file, annotations, &is_hidden);
    if (is_hidden || name.empty() || into.children.size() > 200) return;
    field.is_by_mapper = by_mapper && other.empty();
    if (!other.empty()) field.property = name;
    into.children.insert_or_assign(other.empty() ? std::string(name) : other, std::move(field));
  };
  for (const Assignment& a : c.assignments) {
    const FunctionId scope = Program::scope_of(c, a.block);
    const Function& fn = c.functions[scope.index];
    if (scope == k.body && c[a.target].kind == ExprKind::name && a.kind == AssignmentKind::assign) {
      if (!a.type && !by_mapper) continue;  // an attribute of the class
      MessageShape field = declared(type.file, a.type, depth + 1);
      field.is_optional |= static_cast<bool>(a.value);
      field.place = {type.file, c[a.target].begin, c[a.target].end};
      add(c.text(a.target), std::move(field), a.annotations);
    } else if (fn.owner == type.type && !by_mapper && c[a.target].kind == ExprKind::member &&
               c[a.target].count > 0 && c[c.child(a.target, 0)].kind == ExprKind::self &&
               !into.children.contains(std::string(c.text(a.target)))) {
      MessageShape field = declared(type.file, a.type, depth + 1);
      field.place = {type.file, c[a.target].begin, c[a.target].end};
      add(c.text(a.target), std::move(field), a.annotations);
    }
  }
  for (std::uint32_t i = 1; i < c.functions.size(); ++i) {
    const Function& fn = c.functions[i];
    if (fn.owner != type.type || !fn.name || fn.is_class_body) continue;
    const std::string_view name = c.strings.text(fn.name);
    if (name == "toJSON" || name == "__iter__") into.is_open = true;
    // What a mapper finds by its getters, and what a class computes.
    if (!by_mapper || fn.is_static || fn.parameters.count != 0) continue;
    const std::size_t skip = name.starts_with("get") ? 3 : name.starts_with("is") ? 2 : 0;
    if (skip == 0 || name.size() <= skip || name[skip] < 'A' || name[skip] > 'Z') continue;
    std::string property(name.substr(skip));
    property[0] = static_cast<char>(property[0] - 'A' + 'a');
    if (into.children.contains(property)) continue;
    const bool is_known = std::any_of(into.children.begin(), into.children.end(),
                                      [&](const auto& known) { return known.second.property == property; });
    if (is_known) continue;
    MessageShape field = declared(type.file, fn.return_type, depth + 1);
    field.place = {type.file, fn.begin, fn.begin};
    add(property, std::move(field), fn.annotations);
  }
}

}  // namespace demarc
