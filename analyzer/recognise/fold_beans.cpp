// Beans: things that a container makes with one method and hands to parameters and fields of their type.
#include <algorithm>
#include <utility>

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

ValueId Fold::bean_named(std::string_view name) {
  if (!has_beans_) collect_beans();
  const Files& files = program_.project().files();
  const std::string_view here = annotated_in_ ? files.path(annotated_in_) : std::string_view();
  std::size_t nearest = 0;
  std::vector<ValueId> all;
  auto consider = [&](FileId file, ValueId value) {
    const std::size_t shared = shared_folders(files.path(file), here);
    if (shared < nearest) return;
    if (shared > nearest) all.clear();
    nearest = shared;
    if (all.size() < Values::max_alternatives) all.push_back(value);
  };
  for (const auto& [type, beans] : beans_)
    for (const Bean& b : beans)
      if (b.name == name) consider(b.made_by.file, b.value);
  if (!all.empty()) return all.size() == 1 ? all[0] : ValueId{};
  if (by_bean_name_.empty()) {
    by_bean_name_[""];  // so that a tree without classes is looked through once
    for (ProgramFile& f : program_.files()) {
      const CodeFile& c = *f.code;
      if (!f.is_evidence || !c.members_are_names) continue;
      for (std::uint32_t i = 1; i < c.classes.size(); ++i) {
        std::string bean(c.strings.text(c.classes[i].name));
        if (bean.empty() || c.classes[i].annotations.count == 0) continue;
        if (bean[0] >= 'A' && bean[0] <= 'Z') bean[0] = static_cast<char>(bean[0] - 'A' + 'a');
        by_bean_name_[bean].push_back({f.file, ClassId{i}});
      }
    }
  }
  if (const auto known = by_bean_name_.find(std::string(name)); known != by_bean_name_.end())
    for (ClassRef type : known->second)
      consider(type.file, values_.code(ValueKind::instance, program_.number(type)));
  return all.size() == 1 ? all[0] : ValueId{};
}

ValueId Fold::expression(std::string_view text) {
  constexpr std::size_t longest = 200, deepest = 6;
  if (!text.starts_with("#{") || !text.ends_with('}') || text.size() > longest) return {};
  text = text.substr(2, text.size() - 3);
  std::vector<std::string> names;
  std::vector<bool> is_called(1);
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char ch = text[i];
    if (ch == ' ' || (ch == '@' && name.empty() && names.empty())) continue;
    if (text.substr(i).starts_with("()")) {
      is_called.back() = true;
      ++i;
      continue;
    }
    const bool is_letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
                           ch == '_' || ch == '$';
    if (is_letter) {
      name += ch;
    } else if (ch == '.' && !name.empty()) {
      names.push_back(std::exchange(name, {}));
      is_called.push_back(false);
    } else {
      return {};
    }
  }
  names.push_back(name);
  if (name.empty() || names.size() > deepest || depth_ >= max_depth) return {};
  ++depth_;
  ValueId made = bean_named(names[0]);
  for (std::size_t i = 1; i < names.size() && made; ++i) {
    ValueId next = member(made, names[i]);
    // A property of a bean is what its getter says.
    if (values_[made].kind == ValueKind::instance && (!next || values_[next].kind == ValueKind::member)) {
      std::string getter = "get" + names[i];
      if (getter[3] >= 'a' && getter[3] <= 'z') getter[3] = static_cast<char>(getter[3] - 'a' + 'A');
      next = member(made, getter);
    }
    if (is_called[i] || values_[next].kind == ValueKind::function) next = apply(next, {}, {}, {});
    made = next;
  }
  --depth_;
  made = as_text(made);
  const ValueKind kind = values_[made].kind;
  const bool is_text = kind == ValueKind::literal || kind == ValueKind::concat ||
                       kind == ValueKind::setting || kind == ValueKind::either;
  return is_text ? made : ValueId{};
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
