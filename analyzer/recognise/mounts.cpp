// Prefixes and places of routers.
#include "analyzer/recognise/mounts.h"

namespace demarc {
using namespace code;

ValueId Mounts::prefix(const Row& row, const Captures& from) {
  ValueId own{};
  for (const auto& [name, v] : from)
    if (name == "prefix") own = v;
  const ValueId below = row.mount_prefix ? fold_.build(*row.mount_prefix, from) : ValueId{};
  return own ? routers_.joined(own, below ? below : values_.literal("/")) : below;
}

std::string Mounts::own_site(const Captures& captures) const {
  for (auto at = captures.rbegin(); at != captures.rend(); ++at)
    if (at->first == "@site") return std::string(values_.text(at->second));
  return {};
}

void Mounts::sites_of(ValueId v, const std::string& member, FileId from, int depth,
                      std::vector<std::string>& all) {
  if (depth > 4 || all.size() >= 256) return;
  const Value x = values_[v];
  if (x.kind == ValueKind::handle && x.count == 1) {
    bool found = false;
    ValueId site = values_.entry(values_.child(v, 0), "@site", &found);
    if (found) all.emplace_back(values_.text(site));
  } else if (x.kind == ValueKind::list || x.kind == ValueKind::either || x.kind == ValueKind::element) {
    for (std::uint32_t i = 0; i < x.count; ++i) sites_of(values_.child(v, i), member, from, depth + 1, all);
  } else if (x.kind == ValueKind::module) {
    const std::string name = member.empty() ? "default" : member;
    if (ValueId inner = fold_.member(v, name); inner && inner != v)
      sites_of(inner, member, from, depth + 1, all);
  } else if (x.kind == ValueKind::literal && !member.empty()) {
    const ProgramFile* f = program_.file(from);
    const std::string name(values_.text(v));
    const Module m = f->reader->resolve(program_.project(), from, name, {}, nullptr);
    if (m.file && m.file != from)
      sites_of(values_.code(ValueKind::module, m.file.index), member, m.file, depth + 1, all);
  }
}

}  // namespace demarc
