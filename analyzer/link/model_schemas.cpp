// The schema with the longest path in common with the asking file is the one that its code was made from.
#include "analyzer/link/model_schemas.h"

#include <algorithm>

namespace demarc::linking {
namespace {

// How many folders two paths have in common.
std::size_t common_folders(std::string_view a, std::string_view b) {
  std::size_t folders = 0;
  for (std::size_t i = 0; i < a.size() && i < b.size() && a[i] == b[i]; ++i) folders += a[i] == '/';
  return folders;
}

}  // namespace

ModelSchemas::ModelSchemas(const Run& run) {
  for (const Provision& p : run.declared.provisions)
    if (p.space == "prisma" && run.values.is_literal(p.name))
      by_name_[std::string(run.values.text(p.name))].push_back(&p);
}

ModelSchemas::Said ModelSchemas::said(Run& run, ValueId value, FileId asker) const {
  Said made{value, {}};
  const Value v = run.values[value];
  if (v.kind != ValueKind::setting || v.count == 0 || run.values.text(value) != "prisma") return made;
  const ValueId asked = run.values.child(value, 0);
  const bool is_member = run.values[asked].kind == ValueKind::member;
  if (!is_member && !run.values.is_literal(asked)) {
    made.value = {};
    // NestFactory.create(…): what a library or the tree itself calls so.
    const ValueKind kind = run.values[asked].kind;
    made.is_no_model = kind == ValueKind::path || kind == ValueKind::type || kind == ValueKind::module ||
                       kind == ValueKind::function || kind == ValueKind::instance;
    return made;
  }
  std::string name(run.values.text(asked));
  const auto at = by_name_.find(name);
  if (at == by_name_.end()) {
    made.is_no_model = is_member;
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 32);
    made.value = name.starts_with('#') ? ValueId{} : run.values.literal(name);
    return made;
  }
  const std::string_view from = run.files.path(asker);
  const Provision* best =
      *std::max_element(at->second.begin(), at->second.end(), [&](const Provision* a, const Provision* b) {
        return common_folders(run.files.path(a->unit), from) < common_folders(run.files.path(b->unit), from);
      });
  made.value = best->value;
  made.trail.push_back(
      {best->span, name.starts_with('#') ? "address of the database" : "table of the model"});
  return made;
}

}  // namespace demarc::linking
