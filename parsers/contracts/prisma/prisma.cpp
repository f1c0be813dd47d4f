// Reads Prisma schemas: which table each model is, where the database lies, and the keys that relations make
// (https://www.prisma.io/docs/orm/prisma-schema/data-model/relations).
#include <map>
#include <string>
#include <utility>

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
    relate(d, root, file, values, out);
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

 private:
  static std::string table_of(const Document& d, NodeIndex model) {
    const NodeIndex map = d.find(model, "attributes", "map");
    return std::string(map == no_node ? d.text_of(model, "name") : d.text(map));
  }

  // Wirings of kind `writes`, as migrations give them, with the mode "mapping".
  static void relate(const Document& d, NodeIndex root, FileId file, Values& values, Declarations& out) {
    std::map<std::string, NodeIndex, std::less<>> models;
    bool has_keys = true;
    for (std::uint32_t i = 0; i < d[root].count; ++i) {
      const NodeIndex block = d.child(d[root], i);
      const std::string_view kind = d.text_of(block, "kind");
      if (kind == "model") models.emplace(d.text_of(block, "name"), block);
      const auto setting = [&](const char* name) {
        const NodeIndex at = d.find(block, "settings", name);
        return at == no_node ? std::string_view{} : d.text(at);
      };
      if (kind == "datasource" && (setting("provider") == "mongodb" || setting("relationMode") == "prisma"))
        has_keys = false;
    }
    if (!has_keys) return;
    const auto refer = [&](const std::string& table, const std::string& other, std::string_view columns,
                           Span span) {
      Wiring made;
      made.unit = file;
      made.kind = WiringKind::writes;
      made.to = values.literal(table);
      made.span = span;
      for (const auto& [name, text] : {std::pair<const char*, std::string_view>{"store", "sql"},
                                       {"change", "reference"},
                                       {"other", other},
                                       {"columns", columns},
                                       {"by", "prisma"},
                                       {"mode", "mapping"}})
        if (!text.empty()) made.properties.push_back({name, values.literal(text), span});
      out.wirings.push_back(std::move(made));
    };
    for (const auto& one : models) {
      const std::string& name = one.first;
      const NodeIndex model = one.second;
      each_relation(d, model, [&](NodeIndex field, std::string_view type, bool is_list) {
        const auto target = models.find(type);
        if (target == models.end()) return;
        const std::string_view columns = d.text_of(field, "columns");
        if (!columns.empty())
          return refer(table_of(d, model), table_of(d, target->second), columns, d.span(field));
        // Lists on both sides: a table between them, told once.
        if (!is_list || name > target->first) return;
        const std::string_view relation = d.text_of(field, "relation");
        bool is_mutual = false;
        each_relation(d, target->second, [&](NodeIndex back, std::string_view other, bool is_back_list) {
          is_mutual = is_mutual || (back != field && is_back_list && other == name &&
                                    d.text_of(back, "relation") == relation);
        });
        if (!is_mutual) return;
        const std::string between =
            "_" + (relation.empty() ? name + "To" + target->first : std::string(relation));
        refer(between, table_of(d, model), "A", d.span(field));
        refer(between, table_of(d, target->second), "B", d.span(field));
      });
    }
  }

  template <class Use>
  static void each_relation(const Document& d, NodeIndex model, const Use& use) {
    const NodeIndex fields = d.find(model, "fields");
    if (fields == no_node) return;
    for (std::uint32_t i = 0; i < d[fields].count; ++i) {
      const NodeIndex field = d.child(d[fields], i);
      std::string_view type = d.text_of(field, "type");
      const bool is_list = type.ends_with("[]");
      if (is_list) type.remove_suffix(2);
      use(field, type, is_list);
    }
  }
};

}  // namespace

namespace contracts {
std::unique_ptr<Interpreter> prisma() { return std::make_unique<Prisma>(); }
}  // namespace contracts
}  // namespace demarc
