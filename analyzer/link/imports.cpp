// Code of one service that uses another's or a library's, and the types that code stores or publishes.
#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/link/stations.h"

namespace demarc::linking {
namespace {

// "com/shop/Order.java" below a folder of sources; "" for what does not lie in one.
std::string_view class_path(std::string_view path) {
  for (std::string_view folder : {"src/main/java/", "src/main/kotlin/"})
    if (const std::size_t at = path.find(folder); at != std::string_view::npos)
      return path.substr(at + folder.size());
  return {};
}

// Classes of one full name that several services have: which of them is meant, or a third one that a build
// generates, the import does not say.
class Twins {
 public:
  explicit Twins(const Run& run) {
    for (std::uint32_t i = 1; i <= run.files.size(); ++i) {
      if (run.files[FileId{i}].file_class != FileClass::source) continue;
      const std::string_view name = class_path(run.files.path(FileId{i}));
      if (name.empty()) continue;
      const auto [at, is_new] = service_.emplace(name, run.service_of(FileId{i}));
      if (!is_new && at->second != run.service_of(FileId{i})) several_.insert(name);
    }
  }
  bool has(std::string_view path) const {
    const std::string_view name = class_path(path);
    return !name.empty() && several_.contains(name);
  }

 private:
  std::unordered_map<std::string_view, ServiceIndex> service_;
  std::unordered_set<std::string_view> several_;
};

}  // namespace

void link_imports(const Desk& desk) {
  Run& run = desk.run;
  std::optional<Twins> twins;
  for (const ImportEdge& e : run.effects.imports) {
    if (run.files[e.from].file_class != FileClass::source) continue;
    const ServiceIndex from = run.service_of(e.from), to = run.service_of(e.to);
    if (from == 0 || to == 0 || from == to) continue;
    // A library that lies in its user's folder is still a library; a service around another one is not its
    // user.
    Relation made;
    made.kind = RelationKind::imports;
    made.from = run.services[from].entity;
    made.to = run.services[to].entity;
    if (!e.symbol.empty()) made.attributes["symbol"] = e.symbol;
    made.attributes["target-path"] = run.files.path(e.to);
    if (e.type_only) made.attributes["type-only"] = yes;
    if (!twins) twins.emplace(run);
    if (twins->has(run.files.path(e.to))) made.certainty = Certainty::guessed;
    made.evidence.push_back(run.step(e.site, ""));
    run.facts.relation(std::move(made));
  }
  // Thousands of classes may have one name: their places are put together first.
  std::map<std::string_view, std::vector<Step>> places;
  for (const TypeUse& t : run.effects.types) {
    const ServiceIndex service = run.service_of(t.file);
    if (service == 0 || t.name.empty() || run.files[t.file].file_class != FileClass::source) continue;
    Entity made{EntityKind::entity, t.name, {}, Certainty::certain, {}};
    made.attributes["service"] = run.services[service].name;
    made.attributes["path"] = run.files.path(t.file);
    run.facts.entity(std::move(made));
    places[t.name].push_back(run.step(t.site, ""));
  }
  for (auto& [name, steps] : places) {
    std::sort(steps.begin(), steps.end());
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
    run.facts.entity({EntityKind::entity, std::string(name), {}, Certainty::certain, std::move(steps)});
  }
}

}  // namespace demarc::linking
