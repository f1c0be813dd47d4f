// Services: the folders that templates, manifests and imports make one deployable piece each.
#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/link/archives.h"
#include "analyzer/link/run.h"

namespace demarc::linking {
namespace {

std::string bare(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }
std::string_view stem(std::string_view path) {
  path = last_part(path);
  return path.substr(0, path.find('.'));
}

std::string common_folder(std::string_view a, std::string_view b) {
  while (!is_below(b, a)) a = folder_of(a);
  return std::string(a);
}

// Folders that only hold sources: the folder above them is the thing.
bool is_layout(std::string_view name) {
  constexpr std::array words = {"src", "source", "sources", "lib", "python", "nodejs", "js", "ts", "java"};
  return std::find(words.begin(), words.end(), name) != words.end();
}
// A folder name that says nothing without the one above it.
bool is_vague(std::string_view name) {
  constexpr std::array words = {"src",       "api",    "app",      "backend", "service",        "server",
                                "lambda",    "source", "function", "infra",   "infrastructure", "code",
                                "functions", "lambdas"};
  return std::find(words.begin(), words.end(), name) != words.end();
}
bool is_test_folder(std::string_view path) {
  while (!path.empty()) {
    std::string word = bare(last_part(path));
    if (word == "test" || word == "tests" || word.starts_with("e2e") || word == "spec" || word == "cypress" ||
        word.ends_with("tests") || word == "loadtest" || word == "examples" || word == "example")
      return true;
    path = folder_of(path);
  }
  return false;
}
bool is_code(std::string_view path) {
  constexpr std::array endings = {".py",  ".js",  ".ts",    ".jsx", ".tsx",   ".mjs", ".cjs",
                                  ".mts", ".cts", ".java",  ".cs",  ".go",    ".kt",  ".rb",
                                  ".php", ".rs",  ".scala", ".vue", ".svelte"};
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return path.ends_with(e); });
}

struct UnitView {
  const Unit* unit = nullptr;
  std::string path, folder;
  std::vector<ResourceIndex> resources;
  std::vector<std::string> code;  // folders of its functions' code
  bool has_local_code = false, deploys = false, has_api = false, has_function = false;
  std::optional<std::string> root;
};

class Finder {
 public:
  explicit Finder(Run& run) : run_(run) {
    for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
      std::string_view path = run_.files.path(FileId{i});
      for (std::string_view f = folder_of(path); folders_.emplace(f).second && !f.empty();) f = folder_of(f);
    }
  }

  void find() {
    view_units();
    view_functions();
    root_units();
    take_manifests();
    take_infrastructure();
    take_imported_folders();
    place_nested_units();
    give_functions_to_services();
    name_services();
    describe_services();
  }

 private:
  // ---- units and the code they deploy

  void view_units() {
    for (const Unit& u : run_.declared.units) {
      UnitView view;
      view.unit = &u;
      view.path = run_.files.path(u.file);
      view.folder = folder_of(view.path);
      unit_of_.emplace(u.file, units_.size());
      units_.push_back(std::move(view));
    }
    for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) {
      const Resource& resource = run_.declared.resources[r];
      auto at = unit_of_.find(resource.unit);
      if (at == unit_of_.end()) continue;
      UnitView& unit = units_[at->second];
      unit.resources.push_back(r);
      switch (resource.kind) {
        case ResourceKind::function:
          unit.has_function = true;
          unit.deploys = true;
          break;
        case ResourceKind::api: unit.has_api = true; [[fallthrough]];
        case ResourceKind::state_machine: unit.deploys = true; break;
        default: break;
      }
    }
    std::sort(units_.begin(), units_.end(),
              [](const UnitView& a, const UnitView& b) { return a.path < b.path; });
    for (std::size_t i = 0; i < units_.size(); ++i) unit_of_[units_[i].unit->file] = i;
  }

  std::vector<std::string> texts(ValueId value) {
    std::vector<std::string> all;
    for (ValueId v : run_.values.alternatives(value))
      if (run_.values.is_literal(v)) all.emplace_back(run_.values.text(v));
    return all;
  }

  void view_functions() {
    for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) {
      const Resource& resource = run_.declared.resources[r];
      if (resource.kind != ResourceKind::function) continue;
      Deployed made;
      made.resource = r;
      std::vector<std::string> handlers;
      for (const Property& p : resource.properties)
        if (p.name == "handler")
          for (std::string& text : texts(p.value)) handlers.push_back(std::move(text));
      for (const Property& p : resource.properties) {
        if (p.name != "code") continue;
        for (const std::string& text : texts(p.value)) {
          auto path = normal_path(text);
          if (!path) continue;
          if (FileId file = run_.files.find(*path)) {
            made.files.push_back(file);
            made.folders.emplace_back(folder_of(*path));
            if (!handlers.empty()) made.handler = handlers[0].substr(handlers[0].rfind('.') + 1);
          } else if (folders_.contains(*path)) {
            made.folders.push_back(*path);
            for (const std::string& handler : handlers) take_handler(made, *path, handler);
          }
        }
      }
      if (made.folders.empty())
        for (const Property& p : resource.properties)
          if (p.name == "archive")
            for (const std::string& text : texts(p.value)) take_archive(made, text, handlers, resource);
      auto at = unit_of_.find(resource.unit);
      if (at != unit_of_.end())
        for (const std::string& folder : made.folders) {
          units_[at->second].code.push_back(folder);
          units_[at->second].has_local_code = true;
        }
      run_.deployed_of.emplace(r, static_cast<std::uint32_t>(run_.deployed.size() + 1));
      run_.deployed.push_back(std::move(made));
    }
  }

  // Code that was packed and put into a bucket: what the archive's name says it is made of.
  void take_archive(Deployed& made, std::string_view archive, const std::vector<std::string>& handlers,
                    const Resource& resource) {
    if (!made.folders.empty() || handlers.empty()) return;
    std::string runtime;
    for (const Property& p : resource.properties)
      if (p.name == "runtime")
        for (const std::string& text : texts(p.value)) runtime = text;
    if (!archives_) archives_.emplace(run_.files);
    const Archives::Sources& sources = archives_->sources(archive);
    std::vector<Deployed> fitting;
    for (const std::string& folder : sources.folders) {
      Deployed one = made;
      one.folders.push_back(folder);
      take_handler(one, folder, handlers[0]);
      if (!one.files.empty()) fitting.push_back(std::move(one));
    }
    if (fitting.empty())
      for (FileId file : sources.files) {
        const std::string_view path = run_.files.path(file);
        if (!Archives::runs(runtime, path)) continue;
        Deployed one = made;
        one.files.push_back(file);
        one.folders.emplace_back(folder_of(path));
        one.handler = handlers[0].substr(handlers[0].rfind('.') + 1);
        fitting.push_back(std::move(one));
      }
    if (fitting.size() == 1) made = std::move(fitting[0]);
  }

  // "src/app.handler" below a code folder: the file, with or without the folder that a build puts in between.
  void take_handler(Deployed& made, const std::string& folder, const std::string& handler) {
    std::size_t dot = handler.rfind('.');
    if (dot == std::string::npos || handler.find("::") != std::string::npos) return;
    std::vector<std::string> bases = {handler.substr(0, dot)};
    std::string dotted = bases[0];
    std::replace(dotted.begin(), dotted.end(), '.', '/');
    if (dotted != bases[0]) bases.push_back(dotted);
    for (std::string_view built : {"dist/", "build/", "out/", "lib/", ".build/"})
      if (bases[0].starts_with(built)) {
        bases.push_back("src/" + bases[0].substr(built.size()));
        bases.push_back(bases[0].substr(built.size()));
      }
    bases.push_back("src/" + bases[0]);
    constexpr std::array endings = {".py",  ".ts",  ".js", ".mjs",      ".cjs",      ".tsx",        ".jsx",
                                    ".mts", ".cts", ".rb", "/index.ts", "/index.js", "/__init__.py"};
    for (const std::string& base : bases)
      for (std::string_view ending : endings)
        if (auto path = join_path(folder, base + std::string(ending)))
          if (FileId file = run_.files.find(*path)) {
            made.files.push_back(file);
            made.handler = handler.substr(dot + 1);
            return;
          }
  }

  // ---- roots of units that deploy something

  bool is_own_service(const UnitView& unit) const {
    return unit.deploys && (!unit.unit->is_nested_only || unit.has_local_code);
  }

  void root_units() {
    std::map<std::string, std::vector<std::size_t>> by_root;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      UnitView& unit = units_[i];
      if (!is_own_service(unit)) continue;
      std::string root = unit.folder, code;
      bool first = true;
      for (const std::string& folder : unit.code) {
        code = first ? folder : common_folder(code, folder);
        first = false;
      }
      if (!unit.code.empty() && !is_below(code, root)) {
        root = common_folder(root, code);
        // The tree's own root is nobody's; then the code says where the service is.
        if (root.empty() && !code.empty() && others_deploy(i)) root = code;
      }
      unit.root = root;
      by_root[root].push_back(i);
      code_of_[i] = code;
    }
    // Several templates with one root: one service, unless each has code of its own that carries its name.
    for (auto& [root, members] : by_root) {
      if (members.size() < 2) continue;
      std::vector<std::string> apart;
      for (std::size_t i : members) {
        const std::string& code = code_of_[i];
        const std::string name = bare(stem(units_[i].path)), folder = bare(last_part(code));
        if (code.size() <= root.size() || name.size() < 3 || folder.empty() ||
            (folder.find(name) == std::string::npos && name.find(folder) == std::string::npos))
          break;
        bool is_new = true;
        for (const std::string& have : apart) is_new &= !is_below(have, code) && !is_below(code, have);
        if (!is_new) break;
        apart.push_back(code);
      }
      if (apart.size() != members.size()) continue;
      for (std::size_t k = 0; k < members.size(); ++k) units_[members[k]].root = apart[k];
    }
    for (UnitView& unit : units_) {
      if (!unit.root) continue;
      ServiceIndex s = service_at(*unit.root);
      Service& service = run_.services[s];
      add_unit(s, unit);
      if (unit.has_api && !unit.has_function && service.units.size() == 1) service.kind = "gateway";
      if (unit.has_function) service.kind = "service";
    }
  }

  bool others_deploy(std::size_t me) const {
    for (std::size_t i = 0; i < units_.size(); ++i)
      if (i != me && is_own_service(units_[i])) return true;
    return false;
  }

  ServiceIndex service_at(const std::string& root) {
    auto [at, fresh] = by_root_.try_emplace(root, static_cast<ServiceIndex>(run_.services.size()));
    if (fresh) {
      run_.services.emplace_back();
      run_.services.back().root = root;
    }
    return at->second;
  }

  ServiceIndex around(std::string_view folder) const {
    for (;; folder = folder_of(folder)) {
      if (auto at = by_root_.find(std::string(folder)); at != by_root_.end()) return at->second;
      if (folder.empty()) return 0;
    }
  }

  void add_unit(ServiceIndex s, const UnitView& unit) {
    Service& service = run_.services[s];
    service.units.push_back(unit.unit->file);
    if (!service.place.file) service.place = {unit.unit->file, 0, 0};
    run_.service_of_unit[unit.unit->file] = s;
    if (!unit.unit->name.empty()) {
      if (service.name.empty() && service.units.size() == 1) service.name = unit.unit->name;
      else service.aliases.insert(unit.unit->name);
    }
    if (unit.unit->physical_name && run_.values.is_literal(unit.unit->physical_name))
      service.aliases.emplace(run_.values.text(unit.unit->physical_name));
  }

  // ---- units that deploy no code

  void take_infrastructure() {
    for (UnitView& unit : units_) {
      if (unit.root || unit.unit->is_nested_only || unit.resources.empty()) continue;
      ServiceIndex s = around(unit.folder);
      if (s == 0 || (run_.services[s].root.empty() && !unit.folder.empty())) {
        s = service_at(unit.folder);
        if (run_.services[s].units.empty()) run_.services[s].kind = "infrastructure";
      }
      add_unit(s, unit);
    }
  }

  void place_nested_units() {
    for (const UnitView& unit : units_) {
      if (run_.service_of_unit.contains(unit.unit->file)) continue;
      std::set<ServiceIndex> parents;
      for (const Resource& r : run_.declared.resources) {
        if (r.kind != ResourceKind::stack) continue;
        bool uses = false;
        for (const Property& p : r.properties)
          for (const std::string& text : texts(p.value)) uses |= text == unit.path;
        auto parent = run_.service_of_unit.find(r.unit);
        if (uses && parent != run_.service_of_unit.end()) parents.insert(parent->second);
      }
      if (parents.size() == 1) run_.service_of_unit[unit.unit->file] = *parents.begin();
      else if (parents.empty() && around(unit.folder) != 0)
        run_.service_of_unit[unit.unit->file] = around(unit.folder);
    }
  }

  // ---- folders with a manifest and no template

  struct Manifest {
    bool is_package = false, is_frontend = false, is_app = false, is_workspace = false, starts = false;
    std::string name;
    FileId file;
  };

  void read_package_json(const Document& d, Manifest& m) {
    if (d.roots().empty()) return;
    const NodeIndex root = d.roots()[0];
    m.name = d.text_of(root, "name");
    m.is_workspace |= d.find(root, "workspaces") != no_node;
    m.starts |= d.find(root, "scripts", "start") != no_node || d.find(root, "bin") != no_node;
    m.is_package |= d.find(root, "main") != no_node || d.find(root, "exports") != no_node ||
                    d.find(root, "types") != no_node;
    for (std::string_view group : {"dependencies", "devDependencies"})
      for (std::string_view word : {"react-dom", "vue", "svelte", "@angular/core", "next", "nuxt", "gatsby",
                                    "preact", "solid-js", "aws-amplify"})
        m.is_frontend |= d.find(root, group, word) != no_node;
  }

  void take_manifests() {
    std::map<std::string, Manifest> manifests;
    std::map<std::string, bool> pages;
    for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
      const FileId id{i};
      const File& file = run_.files[id];
      if (file.file_class == FileClass::vendored || file.file_class == FileClass::test) continue;
      const std::string_view name = last_part(file.path);
      const std::string folder(folder_of(file.path));
      auto manifest = [&]() -> Manifest& {
        Manifest& m = manifests[folder];
        if (!m.file) m.file = id;
        return m;
      };
      if (name == "index.html") pages[folder] = true;
      if (name == "package.json") {
        Manifest& m = manifest();
        if (const Document* d = run_.project.document(id)) read_package_json(*d, m);
      } else if (name == "setup.py" || name == "setup.cfg" || name == "pyproject.toml") {
        Manifest& m = manifest();
        m.is_package = true;
        if (const Document* d = run_.project.document(id); d && !d->roots().empty()) {
          NodeIndex project = d->find(d->roots()[0], "project");
          if (project != no_node) m.name = d->text_of(project, "name");
        }
      } else if (name == "cdk.json") {
        manifest().is_app = true;
      } else if (name == "Dockerfile") {
        manifest().starts = true;
      } else if (name == "requirements.txt" || name == "go.mod" || name == "pom.xml" || name == "Pipfile" ||
                 name == "build.gradle" || name == "build.gradle.kts" || name == "Cargo.toml" ||
                 name == "composer.json" || name == "Gemfile" || name.ends_with(".csproj")) {
        manifest();
      }
    }
    for (auto& [folder, m] : manifests)
      for (std::string_view below : {"", "public", "src", "app", "static", "www"})
        if (auto path = join_path(folder, below); path && pages.contains(*path))
          m.is_frontend |= !m.name.empty();
    // Where servers stand, and what others import.
    std::set<std::string> serving;
    for (const Effect& e : run_.effects.effects)
      if (e.kind == RelationKind::exposes || e.kind == RelationKind::handles)
        if (std::string owner = innermost(manifests, run_.files.path(e.where.file)); !owner.empty())
          serving.insert(owner);
    std::map<std::string, std::uint32_t> own_code;
    for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
      const File& file = run_.files[FileId{i}];
      if (file.file_class == FileClass::source && is_code(file.path))
        ++own_code[innermost(manifests, file.path)];
    }
    std::set<std::string> imported;
    for (const ImportEdge& e : run_.effects.imports) {
      std::string to = innermost(manifests, run_.files.path(e.to));
      if (!to.empty() && !is_below(run_.files.path(e.from), to)) imported.insert(to);
    }
    for (ServiceIndex s = 1; s < run_.services.size(); ++s)
      if (auto at = manifests.find(run_.services[s].root); at != manifests.end() && !at->second.name.empty())
        run_.services[s].aliases.insert(at->second.name);
    for (const auto& [folder, m] : manifests) {
      if (is_test_folder(folder) || by_root_.contains(folder)) continue;
      if (folder.empty() && (m.is_workspace || units_.size() + manifests.size() > 1)) continue;
      const ServiceIndex outer = around(folder);
      const bool has_outer = outer != 0 && !(run_.services[outer].root.empty() && !folder.empty());
      const bool is_function_code = lies_in_function_code(folder);
      std::string kind;
      if (imported.contains(folder) && !m.is_app && !m.is_frontend && !serving.contains(folder))
        kind = "library";
      else if (own_code[folder] == 0) continue;
      else if (is_function_code) continue;
      else if (m.is_frontend && !m.is_app) kind = "frontend";
      else if (has_outer) continue;
      else if (m.is_app || m.starts || serving.contains(folder)) kind = "service";
      else continue;
      if (kind == "library" && has_outer && !is_function_code &&
          imports_stay_inside(folder, run_.services[outer].root))
        continue;
      std::string root = kind == "library" ? library_root(folder, manifests) : folder;
      if (by_root_.contains(root)) {
        // The folder that a template creates a layer from, or a second manifest of the same library.
        Service& have = run_.services[by_root_[root]];
        if (!m.name.empty()) have.aliases.insert(m.name);
        continue;
      }
      Service& service = run_.services[service_at(root)];
      service.kind = kind;
      service.place = {m.file, 0, 0};
      service.runs_whole = kind != "library";
      if (!m.name.empty()) service.aliases.insert(m.name);
      if (root != folder) service.aliases.emplace(last_part(folder));
    }
  }

  static std::string innermost(const std::map<std::string, Manifest>& manifests, std::string_view path) {
    for (std::string_view f = folder_of(path); !f.empty(); f = folder_of(f))
      if (manifests.contains(std::string(f))) return std::string(f);
    return {};
  }

  bool imports_stay_inside(const std::string& folder, const std::string& root) const {
    for (const ImportEdge& e : run_.effects.imports)
      if (is_below(run_.files.path(e.to), folder) && !is_below(run_.files.path(e.from), root)) return false;
    return true;
  }

  bool lies_in_function_code(std::string_view folder) const {
    for (const Deployed& d : run_.deployed)
      for (const std::string& code : d.folders)
        if (!code.empty() && is_below(folder, code)) return true;
    return false;
  }

  // "shared/src/ecom" is the library "shared": folders that only hold sources say nothing.
  std::string library_root(const std::string& folder,
                           const std::map<std::string, Manifest>& manifests) const {
    std::string_view above = is_layout(last_part(folder)) ? std::string_view(folder) : folder_of(folder);
    if (!is_layout(last_part(above))) return folder;
    while (is_layout(last_part(above))) above = folder_of(above);
    if (above.empty() || by_root_.contains(std::string(above))) return folder;
    for (const auto& [other, m] : manifests)
      if (other != folder && is_below(other, above) && other != above && !is_test_folder(other))
        return folder;
    return std::string(above);
  }

  // ---- code that several services import and that no manifest claims

  void take_imported_folders() {
    run_.index_roots();
    std::set<std::string> wanted;
    std::set<FileId> seen;
    for (const ImportEdge& e : run_.effects.imports) {
      const ServiceIndex from = run_.service_of(e.from);
      const ServiceIndex to = run_.service_of(e.to);
      // A template around that deploys nothing owns no code.
      const bool is_free = to == 0 || (run_.services[to].kind == "infrastructure" && to != from);
      if (from == 0 || !is_free || !seen.insert(e.to).second) continue;
      std::string best;
      for (std::string_view f = folder_of(run_.files.path(e.to)); !f.empty(); f = folder_of(f)) {
        bool holds_service = false;
        for (const auto& [root, s] : by_root_) holds_service |= is_below(root, f);
        if (holds_service) break;
        best = f;
      }
      if (!best.empty() && !is_test_folder(best)) wanted.insert(best);
    }
    for (const std::string& root : wanted) {
      Service& service = run_.services[service_at(root)];
      service.kind = "library";
    }
    run_.index_roots();
  }

  // ---- the rest

  void give_functions_to_services() {
    for (Deployed& d : run_.deployed) {
      auto at = run_.service_of_unit.find(run_.declared.resources[d.resource].unit);
      d.service = at == run_.service_of_unit.end() ? 0 : at->second;
    }
  }

  // "Shop.Orders" and "Shop.Billing" are Orders and Billing of one product: what all dotted names of a folder
  // begin with says nothing.
  void drop_common_namespace() {
    std::map<std::string, std::vector<ServiceIndex>> beside;
    for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
      const Service& service = run_.services[s];
      if (service.name.empty() && last_part(service.root).find('.') != std::string_view::npos)
        beside[std::string(folder_of(service.root)) + "/" +
               std::string(last_part(service.root).substr(0, last_part(service.root).find('.')))]
            .push_back(s);
    }
    for (const auto& [prefix, members] : beside) {
      if (members.size() < 2) continue;
      std::string common(last_part(run_.services[members[0]].root));
      common.resize(common.rfind('.') + 1);
      for (ServiceIndex s : members)
        while (!last_part(run_.services[s].root).starts_with(common)) {
          common.pop_back();
          common.resize(common.rfind('.') + 1);
        }
      for (ServiceIndex s : members) {
        Service& service = run_.services[s];
        service.name = last_part(service.root).substr(common.size());
      }
    }
  }

  void name_services() {
    drop_common_namespace();
    std::map<std::string, int> taken;
    for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
      Service& service = run_.services[s];
      if (service.root.empty()) {
        std::string tree(last_part(run_.files.root()));
        if (service.name.empty() && !service.units.empty() && run_.services.size() > 2) {
          // The folder of its template says more than a template's usual name.
          const std::string_view path = run_.files.path(service.units[0]), folder = folder_of(path);
          tree = folder.empty() ? stem(path) : last_part(folder);
        }
        if (service.name.empty()) service.name = tree.empty() ? "app" : tree;
      } else {
        if (service.name.empty()) service.name = last_part(service.root);
        service.aliases.emplace(last_part(service.root));
      }
      ++taken[service.name];
    }
    for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
      Service& service = run_.services[s];
      std::string_view above = folder_of(service.root);
      // The only service below a folder with a telling name: "cart/src" is cart.
      if (is_vague(service.name) && service.root.ends_with(service.name)) {
        std::string_view telling = above;
        while (!telling.empty() && (is_vague(last_part(telling)) || is_layout(last_part(telling))))
          telling = folder_of(telling);
        const std::string name(last_part(telling));
        bool is_only = !name.empty() && taken[name] == 0;
        for (ServiceIndex other = 1; other < run_.services.size(); ++other)
          is_only &= other == s || !is_below(run_.services[other].root, telling);
        if (is_only) {
          --taken[service.name];
          ++taken[name];
          service.name = name;
          continue;
        }
      }
      if (taken[service.name] > 1 || (is_vague(service.name) && !above.empty())) {
        std::string longer = service.name;
        while (!above.empty() && (taken[longer] > 0)) {
          if (!is_layout(last_part(above))) longer = std::string(last_part(above)) + "-" + longer;
          above = folder_of(above);
        }
        if (longer != service.name) {
          --taken[service.name];
          ++taken[longer];
          service.name = longer;
        }
      }
    }
    std::set<std::string> used;
    for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
      Service& service = run_.services[s];
      const std::string wanted = service.name;
      for (int i = 2; !used.insert(service.name).second; ++i) service.name = wanted + "-" + std::to_string(i);
      service.aliases.erase(service.name);
    }
  }

  void describe_services() {
    run_.index_roots();
    for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
      const File& file = run_.files[FileId{i}];
      if (file.file_class != FileClass::source || !is_code(file.path)) continue;
      ++run_.services[run_.service_of(FileId{i})].files;
    }
    for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
      Service& service = run_.services[s];
      Entity entity{EntityKind::service, service.name, {}, Certainty::certain, {}};
      entity.attributes["kind"] = service.kind;
      entity.attributes["root"] = service.root.empty() ? "." : service.root;
      entity.attributes["files"] = std::to_string(service.files);
      std::string aliases;
      for (const std::string& alias : service.aliases)
        if (!alias.empty() && alias.find(' ') == std::string::npos)
          aliases += (aliases.empty() ? "" : " ") + alias;
      if (!aliases.empty()) entity.attributes["aliases"] = aliases;
      for (FileId unit : service.units)
        if (auto at = unit_of_.find(unit); at != unit_of_.end())
          for (const Property& tag : units_[at->second].unit->tags)
            if (run_.values.is_known(tag.value))
              entity.attributes.try_emplace("tag:" + tag.name, run_.values.display(tag.value));
      if (service.place.file) entity.evidence.push_back(run_.step(service.place, ""));
      service.entity = run_.facts.entity(std::move(entity));
    }
  }

  Run& run_;
  std::set<std::string, std::less<>> folders_;
  std::vector<UnitView> units_;
  std::unordered_map<FileId, std::size_t> unit_of_;
  std::map<std::size_t, std::string> code_of_;
  std::map<std::string, ServiceIndex> by_root_;
  std::optional<Archives> archives_;
};

}  // namespace

void find_services(Run& run) { Finder(run).find(); }

}  // namespace demarc::linking
