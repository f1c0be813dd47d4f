// Functions that are called on a thing although no class of it has them: extensions, and plain names in
// blocks that have a receiver.
#include <algorithm>
#include <utility>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {

// True when the file sees the top-level names of `package`, or `name` of it.
bool sees(const CodeFile& c, std::string_view package, std::string_view name) {
  if (c.strings.text(c.package) == package) return true;
  return std::any_of(c.imports.begin(), c.imports.end(), [&](const Import& i) {
    const std::string_view module = c.strings.text(i.module);
    if (c.strings.text(i.name) == "*") return module == package;
    return module.size() == package.size() + 1 + name.size() && module.starts_with(package) &&
           module.ends_with(name) && module[package.size()] == '.';
  });
}

}  // namespace

bool Fold::is_extension(FunctionRef f) {
  const Function& fn = program_[f];
  if (fn.owner || fn.parameters.count == 0) return false;
  const CodeFile& c = *program_.file(f.file)->code;
  return c.members_are_names && c.parameters[fn.parameters.first].kind == ParameterKind::receiver;
}

// Extensions among functions are bound to what they are called on.
ValueId Fold::received(ValueId v, ValueId receiver) {
  const Value x = values_[v];
  if (x.kind == ValueKind::either) {
    std::vector<ValueId> all(values_.children(v).begin(), values_.children(v).end());
    for (ValueId& one : all) one = received(one, receiver);
    return values_.either(all);
  }
  if (x.kind != ValueKind::function || x.count || !is_extension(program_.function(x.aux))) return v;
  const ValueId bound[] = {receiver};
  return values_.code(ValueKind::function, x.aux, bound);
}

ValueId Fold::extension(ProgramFile& f, std::string_view name, ValueId receiver) {
  if (!has_extensions_) {
    has_extensions_ = true;
    for (ProgramFile& file : program_.files())
      for (std::uint32_t i = 2; i < file.code->functions.size(); ++i)
        if (const FunctionRef one{file.file, FunctionId{i}}; is_extension(one))
          extensions_[file.code->strings.text(file.code->functions[i].name)].push_back(one);
  }
  const auto at = extensions_.find(name);
  if (at == extensions_.end()) return {};
  std::vector<ValueId> all;
  for (const FunctionRef one : at->second) {
    const CodeFile& there = *program_.file(one.file)->code;
    if (all.size() >= Values::max_alternatives) break;
    if (one.file == f.file || sees(*f.code, there.strings.text(there.package), name))
      all.push_back(received(values_.code(ValueKind::function, program_.number(one)), receiver));
  }
  return values_.either(all);
}

// `name` in a block whose receiver is child 0 of `e`; child 1 is the plain name.
ValueId Fold::implicit_member(ProgramFile& f, ExprId e, BlockId block) {
  const CodeFile& c = *f.code;
  const int arity = std::exchange(arity_, -1);
  const ValueId object = value(f.file, c.child(e, 0), block);
  const std::string_view text = c.text(e);
  if (values_[object].kind == ValueKind::instance || values_[object].kind == ValueKind::handle) {
    arity_ = arity;
    const ValueId own = member(object, text);
    arity_ = -1;
    if (own && values_[own].kind != ValueKind::member) return own;
  }
  if (const ValueId found = extension(f, text, object)) return found;
  arity_ = arity;
  const ValueId plain = value(f.file, c.child(e, 1), block);
  arity_ = -1;
  const Value x = values_[plain];
  const bool is_somewhere = x.kind != ValueKind::unknown && x.kind != ValueKind::path &&
                            x.kind != ValueKind::member && x.kind != ValueKind::result;
  const bool is_plain =
      x.kind == ValueKind::either ? values_[values_.child(plain, 0)].kind != ValueKind::path : is_somewhere;
  bool any_row = false;
  if (is_plain || (x.kind != ValueKind::unknown && may_match(plain, f.reader->name(), &any_row)) || any_row ||
      !object)
    return received(plain, object);
  arity_ = arity;
  const ValueId made = member(object, text);
  arity_ = -1;
  return made ? made : plain;
}

}  // namespace demarc
