// Finds annotated interfaces and notes them at the interfaces that they extend.
#include "analyzer/recognise/inherited_clients.h"

#include <algorithm>

namespace demarc {
using namespace code;

InheritedClients::InheritedClients(Program& program, const Packs& packs, Fold& fold)
    : program_(program), fold_(fold) {
  for (const auto& row : packs.all())
    if (!row->within.empty() && row->fact) spoken_of_.insert(row->within);
}

void InheritedClients::collect(ProgramFile& file) {
  const CodeFile& c = *file.code;
  for (std::uint32_t i = 1; i < c.classes.size(); ++i) {
    const Class& k = c.classes[i];
    if (!k.is_interface || k.annotations.count == 0) continue;
    Client made;
    made.type = {file.file, ClassId{i}};
    fold_.each_annotation(file, k.annotations, ClassId{i}, [&](const RowMatch& m, ExprId) {
      const Row& row = *m.compiled->row;
      if (row.class_prefix) made.prefix = fold_.build(*row.class_prefix, m.captures);
      if (row.gives.empty() || !spoken_of_.contains(row.gives)) return;
      made.given = row.gives;
      made.captures = m.captures;
      for (const auto& [name, v] : m.captures)
        if (name == "fallback" && fold_.values()[v].kind == ValueKind::type)
          fallbacks_.insert(fold_.values()[v].aux);
    });
    if (made.given.empty() || k.bases.count == 0) continue;
    made.captures.emplace_back("class", fold_.values().literal(c.strings.text(k.name)));
    hang_above(made.type, made, 0);
  }
}

void InheritedClients::hang_above(ClassRef type, const Client& client, int depth) {
  constexpr int deepest = 4;
  if (depth >= deepest) return;
  for (std::uint32_t b = 0; b < program_[type].bases.count; ++b) {
    const ClassRef above = fold_.base_class(type, b);
    if (!above.file || above == type || !program_[above].is_interface) continue;
    std::vector<Client>& known = by_interface_[program_.number(above)];
    if (known.size() >= Values::max_alternatives ||
        std::any_of(known.begin(), known.end(), [&](const Client& one) { return one.type == client.type; }))
      continue;
    known.push_back(client);
    hang_above(above, client, depth + 1);
  }
}

bool InheritedClients::is_fallback(ClassRef type) const {
  return type.type && fallbacks_.contains(program_.number(type));
}

const std::vector<InheritedClients::Client>& InheritedClients::of(ClassRef type) const {
  static const std::vector<Client> none;
  const auto at = by_interface_.find(program_.number(type));
  return at == by_interface_.end() ? none : at->second;
}

bool InheritedClients::is_stand_in(ClassRef type, const std::vector<Client>& clients) const {
  return std::any_of(clients.begin(), clients.end(),
                     [&](const Client& one) { return fold_.is_kind_of(type, one.type); });
}

}  // namespace demarc
