// Migrations and schema files: each change of a schema becomes a wiring with the place that it has in its
// order.
#include <algorithm>
#include <string>

#include "analyzer/base/letters.h"
#include "parsers/parsers.h"
#include "parsers/reading/bounded_document.h"
#include "parsers/templates/migrations/changelog.h"
#include "parsers/templates/migrations/order.h"

namespace demarc {
namespace {

constexpr std::string_view changes_key = "sql changes";

class Migrations final : public Interpreter {
 public:
  std::string_view name() const override { return "migrations"; }
  bool accepts(std::string_view path, const Document& d) const override {
    if (d.roots().empty()) return false;
    return (d.find(d.roots()[0], changes_key) != no_node && !migrations::takes_back(path)) ||
           migrations::changelog_of(d) != no_node;
  }

  // Wirings of kind `writes` with the properties that migrations::Change has; the owner is whose folder it
  // is.
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document& d = *project.document(file);
    const std::string_view path = project.files().path(file);
    const migrations::Place place = migrations::place_of(path);
    auto declare = [&](const migrations::Change& change) {
      Wiring made;
      made.unit = file;
      made.kind = WiringKind::writes;
      made.to = values.literal(change.table);
      made.span = change.span;
      auto property = [&](std::string name, std::string_view text) {
        if (!text.empty()) made.properties.push_back({std::move(name), values.literal(text), change.span});
      };
      property("store", "sql");
      property("change", change.what);
      property("other", change.other);
      for (const std::string& base : change.others) property("base", base);
      for (const std::string& use : change.uses) property("use", use);
      for (const std::string& routine : change.calls) property("call", routine);
      property("name", change.name);
      property("columns", change.columns);
      property("order", place.order);
      property("by", change.by.empty() ? place.by : change.by);
      out.wirings.push_back(std::move(made));
    };
    const NodeIndex list = d.find(d.roots()[0], changes_key);
    if (list == no_node) return migrations::read_changelog(d, declare);
    for (std::uint32_t i = 0; i < d[list].count; ++i) {
      const NodeIndex n = d.child(d[list], i);
      migrations::Change change;
      change.what = d.text_of(n, "do");
      change.table = migrations::plain(d.text_of(n, "table"));
      change.other = migrations::plain(d.text_of(n, "other"));
      change.name = d.text_of(n, "name");
      change.columns = d.text_of(n, "columns");
      if (const NodeIndex others = d.find(n, "others"); others != no_node)
        for (std::uint32_t k = 0; k < d[others].count; ++k)
          change.others.push_back(migrations::plain(d.text(d.child(d[others], k))));
      auto texts = [&](std::string_view key, std::vector<std::string>& to) {
        const NodeIndex all = d.find(n, key);
        if (all == no_node) return;
        for (std::uint32_t k = 0; k < d[all].count; ++k) {
          // "put dbo.orders": the word of what is done stays.
          const std::string_view text = d.text(d.child(d[all], k));
          const std::size_t name = text.find(' ') + 1;
          to.push_back(std::string(text.substr(0, name)) + migrations::plain(text.substr(name)));
        }
      };
      texts("uses", change.uses);
      texts("calls", change.calls);
      change.span = d.span(n);
      declare(change);
    }
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> migrations() { return std::make_unique<Migrations>(); }
}  // namespace templates
}  // namespace demarc
