// Prints a relation with its places.
#include "integrations/cli/relation_text.h"

#include <fmt/format.h>

#include <ostream>

#include "integrations/reporters/frame.h"

namespace demarc::cli {

void write_relation(std::ostream& out, const Tree& tree, RelationId id, const Style& style,
                    std::string_view indent, bool with_chain) {
  const Architecture& architecture = tree.architecture();
  const Relation& relation = architecture[id];
  const std::string prefix = prefix_of_paths(tree.root());
  std::string how;
  for (std::string_view word : {"protocol", "method", "path", "mode"})
    if (auto at = relation.attributes.find(word); at != relation.attributes.end() && !at->second.empty())
      how += (how.empty() ? "" : " ") + printable(at->second);
  if (relation.certainty != Certainty::certain)
    how += (how.empty() ? "" : ", ") + std::string(to_string(relation.certainty));
  out << indent << style(Paint::strong, printable(architecture[relation.from].name)) << ' '
      << to_string(relation.kind) << ' ' << style(Paint::strong, printable(architecture[relation.to].name));
  if (!how.empty()) out << " (" << how << ')';
  out << '\n';
  std::size_t n = 0;
  for (const Step& step : relation.evidence) {
    if (n++ > 0 && !with_chain) break;
    const std::string place = to_string(tree.sources().place(step), prefix);
    out << indent << (n == 1 ? "  " : "    ") << place;
    if (!step.what.empty()) out << "  " << style(Paint::dim, printable(step.what));
    else if (n == 1 && !relation.by.empty()) out << "  " << style(Paint::dim, "by " + printable(relation.by));
    out << '\n';
  }
}

}  // namespace demarc::cli
