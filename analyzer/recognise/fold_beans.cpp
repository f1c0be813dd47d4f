// Beans: things that a container makes with one method and hands to parameters and fields of their type.
#include <algorithm>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {

// How much of two paths is the same, in whole folders.
std::size_t shared_folders(std::string_view a, std::string_view b) {
  std::size_t shared = 0;
  for (std::size_t i = 0; i < a.size() && i < b.size() && a[i] == b[i]; ++i)
    if (a[i] == '/') shared = i + 1;
  return a == b ? a.size() + 1 : shared;
}

}  // namespace

void Fold::collect_beans() {
  has_beans_ = true;  // what is asked for while they are collected stays what its type says
  for (ProgramFile& f : program_.files()) {
    const CodeFile& c = *f.code;
    if (!f.is_evidence || !c.members_are_names) continue;
    for (std::uint32_t i = 1; i < c.functions.size(); ++i) {
      const Function& fn = c.functions[i];
      if (fn.annotations.count == 0 || !fn.owner) continue;
      std::vector<std::string> names;
      bool is_bean = false;
      each_annotation(f, fn.annotations, fn.owner, [&](const RowMatch& m, ExprId) {
        if (!m.compiled->row->bean) return;
        is_bean = true;
        bool absent = false;
        const ValueId name = build(*m.compiled->row->bean, m.captures, &absent);
        if (!absent && values_.is_literal(name)) names.emplace_back(values_.text(name));
      });
      if (!is_bean) continue;
      const FunctionRef made_by{f.file, FunctionId{i}};
      ValueId value = close_parameters(returns(made_by));
      if (values_[value].kind != ValueKind::handle && fn.return_type)
        value = declared_instance(f.file, fn.return_type);
      if (values_[value].kind != ValueKind::handle) continue;
      if (names.empty()) names.emplace_back(c.strings.text(fn.name));
      for (std::string& name : names)
        beans_[std::string(values_.text(value))].push_back({std::move(name), made_by, value});
    }
  }
}

ValueId Fold::injected(ProgramFile& file, ValueId thing, StringId name, Range annotations, ClassId owner) {
  if (values_[thing].kind != ValueKind::handle || !file.code->members_are_names) return thing;
  if (!has_beans_) collect_beans();
  const auto known = beans_.find(values_.text(thing));
  if (known == beans_.end()) return thing;
  std::string wanted(file.code->strings.text(name));
  each_annotation(file, annotations, owner, [&](const RowMatch& m, ExprId) {
    if (!m.compiled->row->bean) return;
    const ValueId asked = build(*m.compiled->row->bean, m.captures);
    if (values_.is_literal(asked)) wanted = values_.text(asked);
  });
  const Files& files = program_.project().files();
  const std::string_view here = files.path(file.file);
  const bool is_named = std::any_of(known->second.begin(), known->second.end(),
                                    [&](const Bean& b) { return b.name == wanted; });
  std::size_t nearest = 0;
  std::vector<ValueId> all;
  for (const Bean& b : known->second) {
    if (is_named && b.name != wanted) continue;
    const std::size_t shared = shared_folders(files.path(b.made_by.file), here);
    if (shared < nearest) continue;
    if (shared > nearest) all.clear();
    nearest = shared;
    if (all.size() < Values::max_alternatives) all.push_back(b.value);
  }
  return all.empty() ? thing : values_.either(all);
}

}  // namespace demarc
