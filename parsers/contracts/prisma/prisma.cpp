// Reads Prisma schemas: which table each model is, and where the database lies.
#include "parsers/parsers.h"

namespace demarc {
namespace {

class Prisma final : public Interpreter {
 public:
  std::string_view name() const override { return "prisma"; }
  bool accepts(std::string_view path, const Document& document) const override {
    return path.ends_with(".prisma") && !document.roots().empty();
  }

  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document& d = *project.document(file);
    const NodeIndex root = d.roots().front();
    if (d[root].kind != NodeKind::list) return;
    auto provide = [&](std::string name, ValueId value, Span span) {
      out.provisions.push_back({file, "prisma", values.literal(name), value, {}, span});
    };
    for (std::uint32_t i = 0; i < d[root].count; ++i) {
      const NodeIndex block = d.child(d[root], i);
      const std::string_view kind = d.text_of(block, "kind");
      const NodeIndex named = d.find(block, "name");
      if (kind == "datasource") {
        const NodeIndex url = d.find(block, "settings", "url");
        if (url == no_node) continue;
        const std::string text(d.text(url));
        const ValueId value = d.tag(url) == "env" ? values.setting("env", text) : values.literal(text);
        provide("#url", value, d.span(url));
      } else if (kind == "model" || kind == "view") {
        std::string model(d.text(named));
        // A model without @@map lies in the table of its own name.
        const NodeIndex map = d.find(block, "attributes", "map");
        const std::string table(map == no_node ? model : std::string(d.text(map)));
        const Span span = map == no_node ? d.span(named) : d.span(map);
        // The client calls it with a small first letter.
        if (!model.empty() && model[0] >= 'A' && model[0] <= 'Z') model[0] = static_cast<char>(model[0] + 32);
        if (!table.empty()) provide(model, values.literal(table), span);
      }
    }
  }
};

}  // namespace

namespace contracts {
std::unique_ptr<Interpreter> prisma() { return std::make_unique<Prisma>(); }
}  // namespace contracts
}  // namespace demarc
