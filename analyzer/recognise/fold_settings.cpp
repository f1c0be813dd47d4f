// Classes whose fields are settings because of what they extend: each is read from the environment by its
// name.
#include <algorithm>
#include <cctype>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {

// Environments are asked without regard to case, and written in capitals.
std::string capitals(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return made;
}

}  // namespace

ValueId Fold::settings_field(ClassRef type, StringId name) {
  const RowMatch* row = class_row(type);
  if (!row || !row->compiled->row || !row->compiled->row->fields) return {};
  const Row* says = row->compiled->row;
  Captures captures = row->captures;
  ProgramFile& f = program_.indexed(type.file);
  const CodeFile& c = *f.code;
  const Class& k = c.classes[type.type.index];
  for (std::uint32_t i : f.assigned.find(Program::key(k.body, name))) {
    const Assignment& a = c.assignments[i];
    // Only what has a type is a field; `model_config` and the like are none.
    if (a.kind != AssignmentKind::assign || !a.target || !a.type) continue;
    const ValueId written = a.value ? value(type.file, a.value, a.block) : ValueId{};
    if (values_[written].kind == ValueKind::instance) return {};
    ValueId alias{}, otherwise = written;
    if (values_[written].kind == ValueKind::handle) {
      alias = handle_member(written, written, "#name");
      if (!values_.is_literal(alias)) alias = {};
      otherwise = handle_member(written, written, "#default");
    }
    captures.emplace_back("field", values_.literal(c.strings.text(name)));
    const ValueId made = alias ? values_.setting("env", alias) : build(*says->fields, captures);
    const Value x = values_[made];
    if (x.kind != ValueKind::setting || x.count == 0) return made;
    const ValueId asked = values_.child(made, 0);
    if (!values_.is_literal(asked)) return made;
    // `...` and None stand for nothing.
    const bool is_given = values_.is_literal(otherwise) && otherwise != null_;
    return values_.setting(values_.strings().text(x.text), values_.literal(capitals(values_.text(asked))),
                           is_given ? otherwise : ValueId{});
  }
  return {};
}

}  // namespace demarc
