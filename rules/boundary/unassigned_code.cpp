// boundary/unassigned-code: code, deployables and templates that belong to no context.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/base/files.h"
#include "rules/ground.h"

namespace demarc::rules::boundary {
namespace {

constexpr RuleOption options[] = {
    {"folders", "tools tool scripts script examples example samples docs doc e2e bench benchmarks ci .github",
     "Names of folders that need no context."},
};

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out) : ground_(ground), out_(out) {
    for (std::string& name : ground.list("folders")) exempt_.insert(std::move(name));
    switch (ground.model().unclaimed) {
      case model::Unclaimed::ignore: is_silent_ = true; break;
      case model::Unclaimed::warn: break;
      case model::Unclaimed::forbid: severity_ = Severity::error; break;
    }
  }

  void run() {
    if (is_silent_) return;
    services();
    units();
    rest();
  }

 private:
  bool is_exempt(std::string_view path) const {
    while (!path.empty()) {
      std::size_t slash = path.find('/');
      if (exempt_.contains(path.substr(0, slash))) return true;
      path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return false;
  }

  void add(std::string path, std::string message, std::span<const Step> steps) {
    Finding finding;
    finding.severity = severity_;
    finding.object = std::move(path);
    finding.message = std::move(message);
    finding.help = "Add it to the `code` of a context, or declare it a service of kind infrastructure.";
    finding.label = "belongs to no context";
    ground_.place(finding, steps);
    if (finding.places.empty())
      finding.places.push_back({finding.object, 0, 0, 0, 0, "belongs to no context"});
    out_.push_back(std::move(finding));
  }

  // Code of several contexts in one service is no code of nobody.
  bool holds_assigned(std::string_view root) const {
    for (const std::string& path : ground_.map.paths())
      if (is_below(path, root == "." ? "" : root) && ground_.map.of_path(path) != nobody) return true;
    return false;
  }

  void services() {
    for (EntityId id : ground_.architecture().entities(EntityKind::service)) {
      const Entity& service = ground_.facts()[id];
      std::string_view root = attribute(service, "root"), kind = attribute(service, "kind");
      if (ground_.map.of_entity(id) != nobody || kind == "infrastructure" || is_exempt(root)) continue;
      if (!ground_.accepts(service.certainty)) continue;
      // A ready-made program, or the door that a template opens, holds no code.
      if (root.empty() && attribute(service, "files") == "0") continue;
      // A library at the root of the tree is whatever nobody else claimed.
      if (!root.empty() && holds_assigned(root)) continue;
      std::string what(root.empty() ? std::string_view(service.name) : root);
      std::string_view files = attribute(service, "files");
      std::string details;
      if (!files.empty()) details = fmt::format("{} file{}, ", files, files == "1" ? "" : "s");
      details += kind == "library" ? fmt::format("library {}", service.name)
                                   : fmt::format("deployable {}", service.name);
      add(what, fmt::format("{} ({}) belongs to no context.", what, details), service.evidence);
      if (!root.empty() && root != ".") told_.emplace_back(root);
    }
  }

  bool is_told(std::string_view path) const {
    return std::any_of(told_.begin(), told_.end(),
                       [&](const std::string& root) { return is_below(path, root); });
  }

  // A template whose resources belong to nobody: neither it nor the code it deploys lies in a context.
  void units() {
    for (EntityId id : ground_.architecture().entities(EntityKind::unit)) {
      const Entity& unit = ground_.facts()[id];
      if (ground_.map.of_entity(id) != nobody || is_told(unit.name) || is_exempt(unit.name)) continue;
      std::size_t resources = 0;
      bool deploys_assigned = false;
      for (RelationId r : ground_.architecture().from(id)) {
        const Relation& relation = ground_.facts()[r];
        if (relation.kind != RelationKind::declares) continue;
        const Entity& target = ground_.facts()[relation.to];
        if (target.kind == EntityKind::function || target.kind == EntityKind::service)
          deploys_assigned = deploys_assigned || ground_.map.of_entity(relation.to) != nobody;
        else if (target.kind == EntityKind::table || target.kind == EntityKind::channel)
          resources += ground_.map.owner_of(relation.to).party == nobody;
      }
      if (deploys_assigned || resources == 0) continue;
      std::string what = fmt::format("{} (template with {} resource{} of nobody) belongs to no context.",
                                     unit.name, resources, resources == 1 ? "" : "s");
      Step step{unit.name, 0, 0, 0, 0, "belongs to no context"};
      add(unit.name, std::move(what), unit.evidence.empty() ? std::span(&step, 1) : std::span(unit.evidence));
      told_.push_back(unit.name);
    }
  }

  // Places where something happens, in folders that nobody mentioned so far.
  void rest() {
    std::map<std::string, std::vector<Step>> by_folder;
    std::map<std::string, std::set<std::string>> files;
    for (const Relation& r : ground_.facts().relations()) {
      if (r.evidence.empty() || r.evidence[0].path.empty() || r.certainty == Certainty::guessed) continue;
      // What is worked out from calls says nothing that they do not say.
      if (r.kind == RelationKind::needs || r.kind == RelationKind::starts) continue;
      const std::string& path = r.evidence[0].path;
      if (ground_.map.of_path(path) != nobody || is_told(path) || is_exempt(path)) continue;
      if (ground_.facts().find(EntityKind::unit, path)) continue;
      // Declared by name alone: its code may lie anywhere.
      if (ground_.map.of_entity(r.from) != nobody) continue;
      EntityId service = r.from;
      if (attribute(ground_.facts()[service], "kind") == "infrastructure") continue;
      std::string folder(folder_of(path));
      if (folder.empty()) folder = path;
      by_folder[folder].push_back(r.evidence[0]);
      files[folder].insert(path);
    }
    for (auto& [folder, steps] : by_folder) {
      std::size_t n = files[folder].size();
      add(folder, fmt::format("{} ({} file{}) belongs to no context.", folder, n, n == 1 ? "" : "s"), steps);
    }
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  std::set<std::string, std::less<>> exempt_;
  std::vector<std::string> told_;
  Severity severity_ = Severity::warning;
  bool is_silent_ = false;
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, "code: services/ordering/**", "code: services/**", "A context holds it."},
    {Example::bad, "services/reports", "tools/reports", "It is a tool."},
    {Example::bad, "---", R"(unclaimed: ignore
---)",
     "Code of nobody is allowed."},
    {Example::good, R"(  reporting: { code: services/reports/** }
)",
     "", "Its context is gone."},
};

}  // namespace

extern const Rule unassigned_code;
const Rule unassigned_code{
    .id = "boundary/unassigned-code",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::model,
    .what = "A source root, a deployable or a template belongs to no context.",
    .why = "Code outside every context is free of every rule: boundaries leak through what nobody drew.",
    .fix = "Add it to a context, or declare it infrastructure.",
    .options = options,
    .help_uri = "https://martinfowler.com/bliki/BoundedContext.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
---
service ordering root=services/ordering
service reports root=services/reports files=12   # boundary/unassigned-code
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
  reporting: { code: services/reports/** }
---
service ordering root=services/ordering
service reports root=services/reports files=12
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::boundary
