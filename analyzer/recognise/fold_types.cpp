// What declared types say: things of a type, bases of classes, overloads, constructors, plain names of
// members.
#include <algorithm>
#include <limits>
#include <utility>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {
constexpr std::uint32_t everywhere = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t max_below = 16;  // classes below one that are asked for what it leaves open

// Things of these are texts, numbers and collections: their values count, not what can be done with them.
bool is_plain(std::string_view library) {
  for (std::string_view package : {"java.lang.", "java.util.", "kotlin."})
    if (library.starts_with(package)) return true;
  return library.find('.') == std::string_view::npos;
}
}  // namespace

ValueId Fold::declared_instance(FileId file, ExprId type_expr) {
  ProgramFile* f = program_.file(file);
  if (!f || !type_expr) return {};
  if (depth_ >= max_depth) return cut();
  const CodeFile& c = *f->code;
  const Expr& x = c[type_expr];
  if (x.kind == ExprKind::index || x.kind == ExprKind::either || x.kind == ExprKind::list ||
      x.kind == ExprKind::unknown || x.kind == ExprKind::concat || x.kind == ExprKind::call) {
    if (x.kind == ExprKind::index && x.count > 1)
      if (const ValueId made = generic_instance(*f, type_expr)) return made;
    for (std::uint32_t i = 0; i < x.count && i < 4; ++i)
      if (ValueId made = declared_instance(file, c.child(type_expr, i))) return made;
    return {};
  }
  ValueId type{};
  if (x.kind == ExprKind::string) {
    StringId id = c.strings.find(c.text(type_expr));
    ++depth_;  // x: "x"
    if (id) type = name(*f, id, c.functions[file_function.index].body, everywhere);
    --depth_;
  } else {
    type = value(file, type_expr, type_block(c, x.begin));
  }
  return thing_of(*f, type);
}

// Repository<Order>: a thing of the class, with what it is made for.
ValueId Fold::generic_instance(ProgramFile& f, ExprId type_expr) {
  const CodeFile& c = *f.code;
  const BlockId block = type_block(c, c[type_expr].begin);
  const ValueId base = value(f.file, c.child(type_expr, 0), block);
  if (values_[base].kind != ValueKind::path) return {};
  std::vector<ValueId> arguments;
  const ExprId given = c.child(type_expr, 1);
  if (c[given].kind != ExprKind::list) arguments.push_back(value(f.file, given, block));
  else
    for (std::uint32_t i = 0; i < c[given].count && i < 4; ++i)
      arguments.push_back(value(f.file, c.child(given, i), block));
  return thing_of(f, base, arguments);
}

// A type's names are looked up from the class around it, which may hold the class that is meant.
BlockId Fold::type_block(const CodeFile& c, std::uint32_t position) const {
  BlockId found = c.functions[file_function.index].body;
  if (!c.members_are_names) return found;
  for (std::size_t i = 1; i < c.classes.size() && c.classes[i].begin <= position; ++i)
    if (c.classes[i].end > position && c.classes[i].body) found = c.functions[c.classes[i].body.index].body;
  return found;
}

ValueId Fold::thing_of(ProgramFile& f, ValueId type, std::span<const ValueId> type_arguments) {
  if (values_[type].kind == ValueKind::either) {
    std::vector<ValueId> all;
    const std::vector<ValueId> types(values_.children(type).begin(), values_.children(type).end());
    for (ValueId one : types)
      if (ValueId made = thing_of(f, one, type_arguments)) all.push_back(made);
    // What a row knows is meant.
    const auto is_handle = [&](ValueId one) { return values_[one].kind == ValueKind::handle; };
    if (std::any_of(all.begin(), all.end(), is_handle))
      std::erase_if(all, [&](ValueId one) { return !is_handle(one); });
    return values_.either(all);
  }
  if (values_[type].kind == ValueKind::type) return values_.code(ValueKind::instance, values_[type].aux);
  if (values_[type].kind != ValueKind::path) return {};
  for (const char* tail : {"", "()"})
    for (const RowMatch& m : matches(type, {}, tail, f.reader->name()))
      // A class that is known by the way its name is written is meant where a type is declared.
      if ((!m.any_receiver || !m.compiled->suffix.empty()) && !m.compiled->gives.empty()) {
        RowMatch whole = m;
        const std::vector<std::string>& names = m.compiled->type_arguments;
        for (std::size_t i = 0; i < names.size() && i < type_arguments.size(); ++i)
          if (!names[i].empty() && type_arguments[i])
            whole.captures.emplace_back(names[i], type_arguments[i]);
        return handle_with(m.compiled->gives, {}, given_by(whole), {});
      }
  // A class of a library and its things are one path, so that rows need not tell them apart.
  if (f.code->members_are_names && !is_plain(values_.text(type))) return type;
  return {};
}

ValueId Fold::told(ProgramFile& f, ValueId v, ExprId type) {
  if (!type || !f.code->members_are_names) return v;
  const Value x = values_[v];
  switch (x.kind) {
    case ValueKind::either: {
      std::vector<ValueId> all(values_.children(v).begin(), values_.children(v).end());
      for (ValueId& one : all) one = told(f, one, type);
      if (all.size() > 1) std::erase(all, null_);
      return values_.either(all);
    }
    case ValueKind::unknown:
    case ValueKind::element:
    case ValueKind::member:
    case ValueKind::result: break;
    default: return v;
  }
  const ValueId declared = declared_instance(f.file, type);
  if (!declared) return v;
  if (!has_parameters(v)) {
    ValueId root = v;
    while (values_[root].kind == ValueKind::member) root = values_.child(root, 0);
    return values_[root].kind == ValueKind::handle ? v : declared;
  }
  if (x.kind != ValueKind::result || x.count != 3) return v;
  const ValueId with[] = {values_.child(v, 1), values_.child(v, 2), declared};
  return values_.result(values_.child(v, 0), with);
}

// ---- classes

ValueId Fold::base_of(ClassRef type, std::uint32_t i) {
  const CodeFile& c = *program_.file(type.file)->code;
  const Class& k = c.classes[type.type.index];
  ExprId base = c.annotations[k.bases.first + i];
  // Base<Order>
  if (c[base].kind == ExprKind::index && c[base].count > 0) base = c.child(base, 0);
  BlockId block = c.functions[file_function.index].body;
  if (c.members_are_names && k.scope) block = c.functions[k.scope.index].body;
  return value(type.file, base, block);
}

bool Fold::has_member(ClassRef type, std::string_view name, int depth) {
  if (depth > 8) return false;
  ProgramFile& f = program_.indexed(type.file);
  const Class& k = f.code->classes[type.type.index];
  const StringId id = f.code->strings.find(name);
  if (id && k.body && !f.assigned.find(Program::key(k.body, id)).empty()) return true;
  for (std::uint32_t i = 0; i < k.bases.count; ++i) {
    const ValueId base = base_of(type, i);
    if (values_[base].kind == ValueKind::type && values_[base].aux != program_.number(type) &&
        has_member(program_.type(values_[base].aux), name, depth + 1))
      return true;
  }
  return false;
}

// The classes of libraries that `type` extends, directly or through others of the tree.
void Fold::library_bases(ClassRef type, std::vector<ValueId>& all, int depth) {
  const Class& k = program_[type];
  for (std::uint32_t i = 0; i < k.bases.count && depth < 8; ++i) {
    const ValueId base = base_of(type, i);
    if (values_[base].kind == ValueKind::path && !is_plain(values_.text(base)) && all.size() < 4)
      all.push_back(base);
    if (values_[base].kind == ValueKind::type && values_[base].aux != program_.number(type))
      library_bases(program_.type(values_[base].aux), all, depth + 1);
  }
}

std::vector<FunctionRef> Fold::implementations(FunctionRef method) {
  std::vector<FunctionRef> found;
  const Function& declared = program_[method];
  const std::string name(program_.file(method.file)->code->strings.text(declared.name));
  for (ClassRef type : all_below({method.file, declared.owner})) {
    const CodeFile& c = *program_.file(type.file)->code;
    const StringId id = c.strings.find(name);
    for (std::uint32_t i = 1; id && i < c.functions.size(); ++i) {
      const Function& fn = c.functions[i];
      if (fn.owner == type.type && fn.name == id && !fn.is_abstract && !fn.is_class_body &&
          fn.parameters.count == declared.parameters.count)
        found.push_back({type.file, FunctionId{i}});
    }
  }
  return found;
}

std::string Fold::library_base(ClassRef type) {
  std::vector<ValueId> all;
  library_bases(type, all, 0);
  if (all.empty()) return {};
  const std::string_view path = values_.text(all[0]);
  return std::string(path.substr(path.rfind('.') + 1));
}

ValueId Fold::interface_names(ClassRef type) {
  constexpr std::uint32_t most = 8;
  std::vector<ValueId> all;
  for (std::uint32_t i = 0; i < program_[type].bases.count && i < most; ++i) {
    const ValueId base = base_of(type, i);
    if (values_[base].kind == ValueKind::path) all.push_back(values_.literal(values_.text(base)));
    if (values_[base].kind != ValueKind::type) continue;
    const ClassRef one = program_.type(values_[base].aux);
    if (program_[one].is_interface) all.push_back(class_text(one, true));
  }
  return values_.either(all);
}

ValueId Fold::library_member(ClassRef type, std::string_view name) {
  if (!program_.file(type.file)->code->members_are_names) return {};
  // What a row makes of the class's things, its methods are.
  if (class_handle(type)) return member(self_of(type), name);
  std::vector<ValueId> all;
  library_bases(type, all, 0);
  for (ValueId& one : all) one = member(one, name);
  return values_.either(all);
}

const std::vector<ClassRef>& Fold::all_below(ClassRef type) {
  auto [known, fresh] = below_.try_emplace(program_.number(type));
  if (!fresh) return known->second;
  std::vector<ClassRef> all = subclasses(type);
  for (std::size_t i = 0; i < all.size() && all.size() < max_below; ++i)
    for (ClassRef next : subclasses(all[i]))
      if (next != type && std::find(all.begin(), all.end(), next) == all.end()) all.push_back(next);
  if (all.size() > max_below) all.resize(max_below);
  return below_[program_.number(type)] = std::move(all);
}

bool Fold::is_abstract(ValueId v) {
  if (values_[v].kind == ValueKind::function) return program_[program_.function(values_[v].aux)].is_abstract;
  if (values_[v].kind != ValueKind::either) return false;
  const auto all = values_.children(v);
  return std::all_of(all.begin(), all.end(), [&](ValueId one) {
    return values_[one].kind == ValueKind::function &&
           program_[program_.function(values_[one].aux)].is_abstract;
  });
}

ValueId Fold::member_by_name(ProgramFile& f, ClassId owner, StringId name) {
  const ClassRef type{f.file, owner};
  const int arity = std::exchange(arity_, -1);
  const std::string word(f.code->strings.text(name));
  if (!has_member(type, word)) return {};
  const ValueId self = self_of(type);
  arity_ = arity;
  const ValueId made = member(self, word);
  arity_ = -1;
  return made;
}

ValueId Fold::open_member(ProgramFile& f, FunctionId from, ClassId owner, std::string_view name) {
  const CodeFile& c = *f.code;
  while (from && !c.functions[from.index].owner) from = c.functions[from.index].parent;
  if (!from) return {};
  const Function& method = c.functions[from.index];
  if ((owner && owner != method.owner) || method.is_class_body || method.is_static || method.is_constructor)
    return {};
  const ClassRef type{f.file, method.owner};
  const std::vector<ClassRef>& below = all_below(type);
  if (below.size() < 2) return {};
  const ValueId own = class_member(type, name, {});
  // Languages in which a class need not say what it leaves to those below: some of them has it.
  const bool is_left_out =
      !own && !c.members_are_names &&
      std::any_of(below.begin(), below.end(), [&](ClassRef one) { return has_member(one, name); });
  if (!is_left_out && !is_abstract(own)) return {};
  return values_.member(values_.parameter(program_.number(FunctionRef{f.file, from}), self_index), name);
}

ValueId Fold::literal_member(ProgramFile& f, BlockId block, std::string_view name) {
  const CodeFile& c = *f.code;
  const auto function_of = [&](ExprId entry) -> ExprId {
    const Expr& y = c[entry];
    if (y.kind == ExprKind::function) return entry;
    if (y.kind != ExprKind::entry || y.count == 0) return {};
    const ExprId last = c.child(entry, y.count - 1u);
    return c[last].kind == ExprKind::function ? last : ExprId{};
  };
  for (FunctionId at = Program::scope_of(c, block); at; at = c.functions[at.index].parent) {
    if (c.functions[at.index].owner) return {};
    if (!f.has_literals) {
      f.has_literals = true;
      for (std::uint32_t i = 1; i < c.exprs.size(); ++i)
        if (c.exprs[i].kind == ExprKind::object)
          for (std::uint32_t k = 0; k < c.exprs[i].count; ++k)
            if (const ExprId made = function_of(c.child(ExprId{i}, k)))
              f.literals.emplace(c[made].first, ExprId{i});
    }
    const auto literal = f.literals.find(at.index);
    if (literal == f.literals.end()) continue;
    for (std::uint32_t k = 0; k < c[literal->second].count; ++k) {
      const ExprId entry = c.child(literal->second, k);
      if (c.text(entry) != name) continue;
      if (const ExprId made = function_of(entry)) return evaluate(f, made, block);
      // A value is that of where the literal stands.
      const FunctionId outer = c.functions[at.index].parent;
      if (c[entry].kind == ExprKind::entry && c[entry].count > 0 && outer)
        return value(f.file, c.child(entry, c[entry].count - 1u), c.functions[outer.index].body);
    }
    return {};
  }
  return {};
}

ValueId Fold::inside(FileId file, std::string_view dotted) {
  ValueId made{};
  while (!dotted.empty()) {
    const std::size_t dot = dotted.find('.');
    const std::string_view one = dotted.substr(0, dot);
    made = made ? member(made, one) : module_member(file, one);
    if (!made) return {};
    dotted = dot == std::string_view::npos ? std::string_view{} : dotted.substr(dot + 1);
  }
  return made;
}

bool Fold::is_class_path(ValueId v) const {
  if (values_[v].kind != ValueKind::path) return false;
  const std::string_view text = values_.text(v), last = text.substr(text.rfind('.') + 1);
  return !last.empty() && last[0] >= 'A' && last[0] <= 'Z';
}

ValueId Fold::enum_name(ValueId instance, std::string_view asked) {
  const Value x = values_[instance];
  if (x.count != 2) return {};
  // A field may have the same name; a method of its own says what it likes.
  const ValueId own = class_member(program_.type(x.aux), asked, {});
  if (values_[own].kind == ValueKind::function || values_[own].kind == ValueKind::either) return {};
  bool found = false;
  const ValueId name = values_.entry(values_.child(instance, 1), "#name", &found);
  return found ? name : ValueId{};
}

ValueId Fold::class_text(ClassRef type, bool with_package) {
  const CodeFile& c = *program_.file(type.file)->code;
  std::string text(c.strings.text(c.classes[type.type.index].name));
  if (text.empty()) return {};
  if (with_package && c.package) text = std::string(c.strings.text(c.package)) + "." + text;
  return values_.literal(text);
}

// ---- overloads

bool Fold::takes(FunctionRef f, std::size_t arguments) {
  const Function& fn = program_[f];
  const CodeFile& c = *program_.file(f.file)->code;
  std::size_t most = 0, least = 0;
  bool any = false;
  for (std::uint32_t i = 0; i < fn.parameters.count; ++i) {
    const Parameter& p = c.parameters[fn.parameters.first + i];
    if (p.kind == ParameterKind::receiver) continue;
    any |= p.kind != ParameterKind::normal;
    if (p.kind != ParameterKind::normal) continue;
    ++most;
    least += !p.default_value;
  }
  return arguments >= least && (any || arguments <= most);
}

ValueId Fold::fitting(ValueId callee, std::size_t arguments) {
  if (values_[callee].kind != ValueKind::either) return callee;
  std::vector<ValueId> all(values_.children(callee).begin(), values_.children(callee).end()), fit;
  for (ValueId one : all) {
    if (values_[one].kind != ValueKind::function) return callee;
    const FunctionRef f = program_.function(values_[one].aux);
    if (!program_.file(f.file)->code->members_are_names) return callee;
    if (takes(f, arguments)) fit.push_back(one);
  }
  return fit.empty() || fit.size() == all.size() ? callee : values_.either(fit);
}

FunctionRef Fold::constructor(ClassRef type, std::size_t arguments) {
  const FunctionRef first = constructor(type);
  if (!first.file || takes(first, arguments)) return first;
  const ClassId owner = program_[first].owner;
  const auto& all = program_.indexed(first.file).constructors;
  if (auto own = all.find(owner.index); own != all.end())
    for (FunctionId one : own->second)
      if (takes({first.file, one}, arguments)) return {first.file, one};
  return first;
}

// The call of another constructor in this one.
ExprId Fold::handed_on(FunctionRef made) {
  auto [known, fresh] = handed_on_.try_emplace(program_.number(made));
  if (!fresh) return known->second;
  const CodeFile& c = *program_.file(made.file)->code;
  for (const Call& call : c.calls) {
    if (c[call.expr].count == 0 || c.blocks[call.block.index].function != made.function) continue;
    ExprId what = c.child(call.expr, 0);
    // super().__init__(…)
    if (c[what].kind == ExprKind::member && c[what].count > 0 && c.text(what) == "__init__" &&
        c[c.child(what, 0)].kind == ExprKind::super)
      what = c.child(what, 0);
    if ((c[what].kind == ExprKind::self && c.members_are_names) || c[what].kind == ExprKind::super)
      return known->second = call.expr;
  }
  return {};
}

}  // namespace demarc
