// Projects of Gradle builds with what their scripts, those of parents and convention plugins give them.
// https://docs.gradle.org/current/userguide/multi_project_builds.html
#include "parsers/templates/gradle/gradle_modules.h"

#include <algorithm>
#include <cctype>

#include "parsers/templates/gradle/gradle_builds.h"

namespace demarc::gradle {

std::string accessor(std::string_view alias) {
  std::string out(alias);
  for (char& c : out)
    if (c == '-' || c == '_') c = '.';
  return out;
}

std::string without_version(std::string_view coordinates) {
  const std::size_t first = coordinates.find(':');
  if (first == std::string_view::npos) return {};
  return std::string(coordinates.substr(0, coordinates.find(':', first + 1)));
}

std::vector<Module> Gradle::modules() {
  for (auto& [folder, build] : builds_) {
    read_catalogs(build);
    read_properties(build.folder, build.names);
    add_project(build, ":", build.folder);
    for (const auto& [path, at] : build.folders) add_project(build, path, at);
  }
  // A script without settings is a build of its own.
  for (const auto& [path, file] : scripts_) {
    const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
    const std::string folder(folder_of(path));
    if ((name != "build.gradle" && name != "build.gradle.kts") || by_folder_.contains(folder)) continue;
    if (is_build_logic(folder)) continue;
    Build& build = builds_[folder];
    build.folder = folder;
    build.name = folder.substr(folder.rfind('/') + 1);
    read_catalogs(build);
    read_properties(folder, build.names);
    add_project(build, ":", folder);
  }
  std::vector<Asked> all;
  for (const auto& [folder, p] : by_folder_)
    if (has_code(folder) || (p.script && !has_projects_below(folder))) all.push_back(asked(p));
  return joined(std::move(all));
}

void Gradle::settings(FileId file) {
  const Document& d = *project_.document(file);
  const std::string folder(folder_of(files_.path(file)));
  if (is_build_logic(folder)) return;
  Build& build = builds_[folder];
  build.folder = folder;
  build.name = folder.substr(folder.rfind('/') + 1);
  settings_block(d, statements(d), build, 0);
}

void Gradle::settings_block(const Document& d, const std::vector<Statement>& all, Build& build, int depth) {
  if (depth > max_depth) return;
  for (const Statement& s : all) {
    const std::string_view what = s.name();
    if (what == "include" || what == "includeFlat") {
      for (NodeIndex n : s.with()) included(d, n, what == "includeFlat", build);
    } else if (s.is_assignment() && what == "rootProject.name") {
      build.name = text_of(d, s.to(), build.names);
    } else if (s.is_assignment()) {
      define(std::string(plain_name(what)), d, s.to(), build.names);
    } else if (what == "project") {
      // project(':x').projectDir = file('../x')
      for (const Statement& next : s.then())
        if (next.name() == "projectDir" && !s.with().empty()) {
          const std::string path = text_of(d, s.with()[0], build.names);
          std::string to = text_of(d, next.to(), build.names);
          for (std::string_view start : {"$rootDir/", "${rootDir}/", "$settingsDir/", "${settingsDir}/"})
            if (to.starts_with(start)) to.erase(0, start.size());
          if (const auto at = join_path(build.folder, to); at && build.folders.contains(path))
            build.folders[path] = *at;
        }
    } else {
      settings_block(d, s.block(), build, depth + 1);
    }
  }
}

void Gradle::included(const Document& d, NodeIndex n, bool is_flat, Build& build) {
  if (d[n].kind == NodeKind::list)
    for (std::uint32_t i = 0; i < d[n].count; ++i) included(d, d.child(d[n], i), is_flat, build);
  if (d[n].kind != NodeKind::string) return;
  std::string path = text_of(d, n, build.names);
  if (path.empty() || build.folders.size() > 2000) return;
  if (path[0] != ':') path.insert(0, ":");
  std::string relative = path.substr(1);
  std::replace(relative.begin(), relative.end(), ':', '/');
  if (is_flat) relative.insert(0, "../");
  if (const auto at = join_path(build.folder, relative)) build.folders.emplace(path, *at);
}

bool Gradle::is_build_logic(std::string_view folder) {
  for (std::string_view name : {"buildSrc", "build-logic", "buildLogic"})
    if (folder == name || folder.ends_with("/" + std::string(name)) ||
        folder.find(std::string(name) + "/") != std::string_view::npos)
      return true;
  return false;
}

void Gradle::add_project(const Build& build, const std::string& path, const std::string& folder) {
  if (by_folder_.contains(folder) || (!folder.empty() && !folders_.contains(folder))) return;
  GradleProject p;
  p.build = &build;
  p.path = path;
  p.folder = folder;
  p.name = path == ":" ? build.name : path.substr(path.rfind(':') + 1);
  for (const std::string& name : {std::string("build.gradle"), std::string("build.gradle.kts"),
                                  p.name + ".gradle", p.name + ".gradle.kts"})
    if (const auto at = scripts_.find(folder.empty() ? name : folder + "/" + name); at != scripts_.end()) {
      p.script = at->second;
      break;
    }
  by_folder_[folder] = std::move(p);
}

bool Gradle::has_code(const std::string& folder) const {
  return folders_.contains(folder.empty() ? "src/main" : folder + "/src/main");
}

bool Gradle::has_projects_below(const std::string& folder) const {
  return std::any_of(by_folder_.begin(), by_folder_.end(),
                     [&](const auto& one) { return one.first != folder && is_below(one.first, folder); });
}

void Gradle::read_properties(const std::string& folder, Names& names) const {
  const FileId file = files_.find(folder.empty() ? "gradle.properties" : folder + "/gradle.properties");
  const Document* d = file ? project_.document(file) : nullptr;
  if (!d || d->roots().empty()) return;
  const DocumentNode& map = (*d)[d->roots()[0]];
  for (std::uint32_t i = 0; i + 1 < map.count && i < 4000; i += 2)
    names[std::string(d->text(d->child(map, i)))] = d->text(d->child(map, i + 1));
}

void Gradle::read_catalogs(Build& build) const {
  const std::string start = build.folder.empty() ? "gradle/" : build.folder + "/gradle/";
  for (std::uint32_t i = 1; i <= files_.size(); ++i) {
    const std::string_view path = files_.path(FileId{i});
    if (!path.ends_with(".versions.toml") || !path.starts_with(start)) continue;
    const std::string_view name = path.substr(start.size());
    const Document* d = project_.document(FileId{i});
    if (!d || d->roots().empty() || name.find('/') != std::string_view::npos) continue;
    read_catalog(*d, build.catalogs[std::string(name.substr(0, name.find('.')))]);
  }
}

void Gradle::read_catalog(const Document& d, Catalog& catalog) {
  auto each = [&](std::string_view table, auto&& use) {
    const NodeIndex map = d.find(d.roots()[0], table);
    if (map == no_node || d[map].kind != NodeKind::map) return;
    for (std::uint32_t i = 0; i + 1 < d[map].count && i < 4000; i += 2)
      use(accessor(d.text(d.child(d[map], i))), d.child(d[map], i + 1));
  };
  each("libraries", [&](const std::string& name, NodeIndex v) {
    std::string module;
    if (d[v].kind == NodeKind::string) module = without_version(d.text(v));
    else module = d.text_of(v, "module");
    if (module.empty() && d.find(v, "group") != no_node)
      module = std::string(d.text_of(v, "group")) + ":" + std::string(d.text_of(v, "name"));
    if (!module.empty()) catalog.libraries[name] = module;
  });
  each("plugins", [&](const std::string& name, NodeIndex v) {
    const std::string_view text = d[v].kind == NodeKind::string ? d.text(v) : d.text_of(v, "id");
    catalog.plugins[name] = text.substr(0, text.find(':'));
  });
  each("bundles", [&](const std::string& name, NodeIndex v) {
    for (std::uint32_t i = 0; d[v].kind == NodeKind::list && i < d[v].count; ++i)
      catalog.bundles[name].push_back(accessor(d.text(d.child(d[v], i))));
  });
}

std::vector<Module> Gradle::joined(std::vector<Asked> all) {
  std::map<std::pair<const Build*, std::string>, std::uint32_t> by_path;
  std::map<std::string, std::uint32_t> by_coordinates;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const GradleProject& p = by_folder_.at(all[i].module.folder);
    by_path[{p.build, p.path}] = i;
    if (!all[i].group.empty()) by_coordinates.emplace(all[i].group + ":" + all[i].module.name, i);
  }
  std::vector<Module> out;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    Asked& a = all[i];
    const Build* build = by_folder_.at(a.module.folder).build;
    for (const auto& [path, span] : a.projects)
      if (const auto at = by_path.find({build, path}); at != by_path.end() && at->second != i)
        a.module.uses.emplace_back(at->second, span);
    for (const Library& library : a.module.libraries)
      if (const auto at = by_coordinates.find(library.name); at != by_coordinates.end() && at->second != i)
        a.module.uses.emplace_back(at->second, library.span);
    out.push_back(std::move(a.module));
  }
  return out;
}

std::vector<Module> modules(const Project& project) { return Gradle(project).modules(); }

}  // namespace demarc::gradle
