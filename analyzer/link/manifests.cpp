// Folders with a manifest and no template, and code that several services import: services and libraries.
#include <algorithm>
#include <array>

#include "analyzer/link/finder.h"

namespace demarc::linking {

void Finder::read_package_json(const Document& d, Manifest& m) {
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

void Finder::collect_manifests() {
  std::map<std::string, bool> pages;
  for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
    const FileId id{i};
    const File& file = run_.files[id];
    if (file.file_class == FileClass::vendored || file.file_class == FileClass::test) continue;
    const std::string_view name = last_part(file.path);
    const std::string folder(folder_of(file.path));
    auto manifest = [&]() -> Manifest& {
      Manifest& m = manifests_[folder];
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
  for (auto& [folder, m] : manifests_)
    for (std::string_view below : {"", "public", "src", "app", "static", "www"})
      if (auto path = join_path(folder, below); path && pages.contains(*path))
        m.is_frontend |= !m.name.empty();
  for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
    const File& file = run_.files[FileId{i}];
    if (file.file_class != FileClass::source || !is_code(file.path)) continue;
    ++own_code_[innermost(file.path)];
    for (std::string_view f = folder_of(file.path); code_folders_.emplace(f).second && !f.empty();)
      f = folder_of(f);
  }
}

// True when the build says that the folder's module is used by others and starts nothing.
bool Finder::builds_library(const std::string& folder) const {
  const auto at = programs_.find(folder);
  if (at == programs_.end() || manifests_.at(folder).starts) return false;
  return std::all_of(at->second.begin(), at->second.end(), [&](ResourceIndex r) {
    const Property* kind = run_.property(run_.resource(r), "kind");
    return run_.resource(r).kind == ResourceKind::module && kind && plain_text(kind->value) == "library";
  });
}

void Finder::take_manifests() {
  // Where servers stand, and what others import.
  std::set<std::string> serving;
  for (const Effect& e : run_.effects.effects)
    if (e.kind == RelationKind::exposes || e.kind == RelationKind::handles)
      if (std::string owner = e.where.file ? innermost(run_.files.path(e.where.file)) : ""; !owner.empty())
        serving.insert(owner);
  std::set<std::string> imported;
  for (const ImportEdge& e : run_.effects.imports) {
    std::string to = innermost(run_.files.path(e.to));
    if (!to.empty() && !is_below(run_.files.path(e.from), to)) imported.insert(to);
  }
  for (ServiceIndex s = 1; s < run_.services.size(); ++s)
    if (auto at = manifests_.find(run_.services[s].root); at != manifests_.end() && !at->second.name.empty())
      run_.services[s].aliases.insert(at->second.name);
  for (const auto& [folder, m] : manifests_) {
    if (is_test_folder(folder) || by_root_.contains(folder)) continue;
    if (folder.empty() && (m.is_workspace || units_.size() + manifests_.size() > 1 || !has_free_code()))
      continue;
    const ServiceIndex outer = around(folder);
    const bool has_outer = outer != 0 && !(run_.services[outer].root.empty() && !folder.empty());
    const bool is_function_code = lies_in_function_code(folder);
    std::string kind;
    // Interfaces of a library may carry the routes of those who implement them.
    const bool is_library = builds_library(folder);
    if (imported.contains(folder) && !m.is_app && !m.is_frontend && (is_library || !serving.contains(folder)))
      kind = "library";
    else if (is_library) continue;
    else if (own_code_[folder] == 0) continue;
    else if (is_function_code) continue;
    else if (has_outer && !run_.services[outer].pieces.empty()) continue;  // it is packed with its program
    else if (m.is_frontend && !m.is_app) kind = "frontend";
    else if (has_outer) continue;
    else if (m.is_app || m.starts || serving.contains(folder)) kind = "service";
    else continue;
    if (kind == "library" && has_outer && !is_function_code &&
        imports_stay_inside(folder, run_.services[outer].root))
      continue;
    std::string root = kind == "library" ? library_root(folder) : folder;
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

bool Finder::has_free_code() const {
  for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
    const File& file = run_.files[FileId{i}];
    if (file.file_class == FileClass::source && is_code(file.path) && around(folder_of(file.path)) == 0)
      return true;
  }
  return false;
}

std::string Finder::innermost(std::string_view path) const {
  for (std::string_view f = folder_of(path); !f.empty(); f = folder_of(f))
    if (manifests_.contains(std::string(f))) return std::string(f);
  return {};
}

bool Finder::imports_stay_inside(const std::string& folder, const std::string& root) const {
  for (const ImportEdge& e : run_.effects.imports)
    if (is_below(run_.files.path(e.to), folder) && !is_below(run_.files.path(e.from), root)) return false;
  return true;
}

bool Finder::lies_in_function_code(std::string_view folder) const {
  for (const Deployed& d : run_.deployed)
    for (const std::string& code : d.folders)
      if (!code.empty() && is_below(folder, code)) return true;
  return false;
}

std::string Finder::library_root(const std::string& folder) const {
  std::string_view above = is_layout(last_part(folder)) ? std::string_view(folder) : folder_of(folder);
  if (!is_layout(last_part(above))) return folder;
  while (is_layout(last_part(above))) above = folder_of(above);
  if (above.empty() || by_root_.contains(std::string(above))) return folder;
  for (const auto& [other, m] : manifests_)
    if (other != folder && is_below(other, above) && other != above && !is_test_folder(other)) return folder;
  return std::string(above);
}

bool Finder::holds_only_layout(std::string_view root, std::string_view folder) {
  for (; folder.size() > root.size(); folder = folder_of(folder)) {
    const std::string_view part = last_part(folder);
    if (!is_layout(part) && part != "python" && part != "nodejs" && part != "layer" && part != "layers")
      return false;
  }
  return folder == root;
}

void Finder::take_imported_folders() {
  run_.index_roots();
  std::set<std::string> wanted;
  std::set<FileId> seen;
  for (const ImportEdge& e : run_.effects.imports) {
    const ServiceIndex from = run_.service_of(e.from);
    const ServiceIndex to = run_.service_of(e.to);
    // A template around that deploys nothing owns no code.
    const bool is_free = to == 0 || (run_.services[to].kind == "infrastructure" && to != from);
    if (from == 0 || !is_free || !seen.insert(e.to).second) continue;
    // The folder of a template that makes a layer of the code below it is that library.
    if (to != 0 && holds_only_layout(run_.services[to].root, folder_of(run_.files.path(e.to)))) {
      run_.services[to].kind = "library";
      continue;
    }
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

}  // namespace demarc::linking
