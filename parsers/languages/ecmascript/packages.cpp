// Packages by name, by folder and by what their package.json says of itself.
#include "parsers/languages/ecmascript/packages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include "parsers/languages/ecmascript/conditions.h"

namespace demarc::ecmascript {
namespace {

constexpr std::string_view extensions[] = {".ts",  ".tsx", ".mts", ".cts", ".js",
                                           ".jsx", ".mjs", ".cjs", ".json"};

std::string_view name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool has_part(std::string_view path, std::string_view part) {
  for (std::size_t at = path.find(part); at != std::string_view::npos; at = path.find(part, at + 1)) {
    const std::size_t after = at + part.size();
    if ((at == 0 || path[at - 1] == '/') && (after == path.size() || path[after] == '/')) return true;
  }
  return false;
}

std::size_t shared_prefix(std::string_view a, std::string_view b) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < a.size() && i < b.size() && a[i] == b[i]; ++i)
    if (a[i] == '/') length = i + 1;
  return length;
}

NodeIndex root_of(const Document* document) {
  return document && !document->roots().empty() ? document->roots()[0] : no_node;
}

// "^1.0.24" → 1 and 0; nothing for what is no version.
bool take_version(std::string_view text, std::array<unsigned, 2>& parts) {
  while (!text.empty() && std::string_view("^~>=v ").find(text.front()) != std::string_view::npos)
    text.remove_prefix(1);
  for (unsigned& part : parts) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with('.')) text.remove_prefix(1);
  }
  return true;
}

// True when a package of this version is what is asked for: people who publish a package from the tree name
// it with the version that stands in it, or an older one.
bool satisfies(std::string_view version, std::string_view wanted) {
  std::array<unsigned, 2> have{}, want{};
  if (!take_version(version, have) || !take_version(wanted, want)) return false;
  return have[0] == want[0] && have[1] >= want[1];
}

// The folders of `folder`, from itself to the root "".
template <class See>
void upwards(std::string_view folder, See see) {
  for (;;) {
    if (see(folder)) return;
    if (folder.empty()) return;
    folder = folder_of(folder);
  }
}

}  // namespace

FileId find_file(const Files& files, const std::string& path) {
  if (path.empty()) return {};
  if (FileId exact = files.find(path)) return exact;
  // TypeScript is written with the extension of what it becomes.
  const auto instead = [&](std::string_view written,
                           std::initializer_list<std::string_view> others) -> FileId {
    if (!path.ends_with(written)) return {};
    const std::string stem = path.substr(0, path.size() - written.size());
    for (std::string_view other : others)
      if (FileId found = files.find(stem + std::string(other))) return found;
    return {};
  };
  for (std::string_view declared : {".d.ts", ".d.mts", ".d.cts"})
    if (FileId found = instead(declared, {".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs"}))
      return found;
  if (FileId found = instead(".js", {".ts", ".tsx", ".jsx"})) return found;
  if (FileId found = instead(".jsx", {".tsx"})) return found;
  if (FileId found = instead(".mjs", {".mts"})) return found;
  if (FileId found = instead(".cjs", {".cts"})) return found;
  for (std::string_view extension : extensions)
    if (FileId found = files.find(path + std::string(extension))) return found;
  return {};
}

Place find_index(const Files& files, const std::string& path) {
  const std::string index = path.empty() ? "index" : path + "/index";
  for (std::string_view extension : extensions)
    if (FileId file = files.find(index + std::string(extension))) return {file, true, path};
  return {};
}

Place find_module(const Files& files, const std::string& path) {
  if (FileId file = find_file(files, path)) return {file, false, {}};
  return find_index(files, path);
}

Specifier split_specifier(std::string_view module) {
  std::size_t slash = module.find('/');
  if (module.starts_with('@') && slash != std::string_view::npos) slash = module.find('/', slash + 1);
  if (slash == std::string_view::npos) return {module, {}};
  return {module.substr(0, slash), module.substr(slash + 1)};
}

Packages::Packages(const Project& project) {
  const Files& files = project.files();
  for (std::uint32_t i = 1; i <= files.size(); ++i) {
    const std::string_view path = files.path(FileId{i}), name = name_of(path);
    if (has_part(path, "node_modules")) continue;
    const Document* document = project.document(FileId{i});
    const NodeIndex root = root_of(document);
    if (root != no_node && (name == "pnpm-workspace.yaml" || name == "lerna.json"))
      add_workspace(*document, document->find(root, "packages"), {}, folder_of(path));
    if (root != no_node && name == "rush.json")
      add_workspace(*document, document->find(root, "projects"), "projectFolder", folder_of(path));
    if (name != "package.json") continue;
    const auto place = static_cast<std::uint32_t>(packages_.size());
    packages_.push_back({std::string(folder_of(path)), FileId{i}});
    by_folder_.emplace(packages_.back().folder, place);
    if (root == no_node) continue;
    if (const std::string_view own = document->text_of(root, "name"); !own.empty())
      by_name_[std::string(own)].push_back(place);
    NodeIndex members = document->find(root, "workspaces");
    if (const NodeIndex inner = document->find(members, "packages"); inner != no_node) members = inner;
    add_workspace(*document, members, {}, packages_.back().folder);
  }
}

const Package* Packages::around(const Project&, std::string_view folder) const {
  const Package* found = nullptr;
  upwards(folder, [&](std::string_view at) {
    if (auto known = by_folder_.find(std::string(at)); known != by_folder_.end())
      found = &packages_[known->second];
    return found != nullptr;
  });
  return found;
}

// `members` is a list of globs, or of maps that hold one under `key`.
void Packages::add_workspace(const Document& document, NodeIndex members, std::string_view key,
                             std::string_view folder) {
  if (members == no_node || document[members].kind != NodeKind::list) return;
  Workspace made{std::string(folder), {}};
  const DocumentNode& list = document[members];
  for (std::uint32_t i = 0; i < list.count; ++i) {
    const NodeIndex at = document.child(list, i);
    std::string_view glob = key.empty() ? document.text(at) : document.text_of(at, key);
    const bool is_exception = glob.starts_with('!');
    if (is_exception) glob.remove_prefix(1);
    if (glob.starts_with("./")) glob.remove_prefix(2);
    if (glob.ends_with('/')) glob.remove_suffix(1);
    if (!glob.empty()) made.members.add((is_exception ? "!" : "") + std::string(glob));
  }
  workspaces_.push_back(std::move(made));
}

bool Workspace::has(std::string_view package_folder) const {
  if (!is_below(package_folder, folder)) return false;
  if (package_folder.size() == folder.size()) return true;
  return members.matches(package_folder.substr(folder.empty() ? 0 : folder.size() + 1));
}

bool Packages::shares_workspace(std::string_view a, std::string_view b) const {
  return std::any_of(workspaces_.begin(), workspaces_.end(),
                     [&](const Workspace& one) { return one.has(a) && one.has(b); });
}

const Package* Packages::named(const Project& project, std::string_view name, std::string_view folder) const {
  // What the packages around say about it: a path, a workspace, or a version of a registry.
  std::string_view wanted;
  const Package* asking = nullptr;
  upwards(folder, [&](std::string_view at) {
    auto known = by_folder_.find(std::string(at));
    if (known == by_folder_.end()) return false;
    const Package& package = packages_[known->second];
    const Document* document = project.document(package.file);
    const NodeIndex root = root_of(document);
    if (root == no_node) return false;
    for (std::string_view part :
         {"dependencies", "devDependencies", "peerDependencies", "optionalDependencies"}) {
      wanted = document->text_of(document->find(root, part), name);
      if (wanted.empty()) continue;
      asking = &package;
      return true;
    }
    return false;
  });
  std::string_view path = wanted;
  for (std::string_view scheme : {"file:", "link:", "portal:", "workspace:"})
    if (path.starts_with(scheme)) path.remove_prefix(scheme.size());
  const bool is_path = path.starts_with("./") || path.starts_with("../") || path == "." || path == "..";
  const bool is_local = is_path || path.size() != wanted.size();
  if (asking && is_local) {
    if (const auto target = join_path(asking->folder, path)) {
      auto known = by_folder_.find(*target);
      if (known != by_folder_.end()) return &packages_[known->second];
    }
  }
  const auto same_name = by_name_.find(std::string(name));
  if (same_name == by_name_.end()) return nullptr;
  // A version of a registry is a library of that name, unless a workspace puts the two together, or the
  // package is one of an organisation (@shop/events) and has such a version: then it was published from here.
  const Package* best = nullptr;
  for (std::uint32_t place : same_name->second) {
    const Package& package = packages_[place];
    if (asking && !is_local && !shares_workspace(asking->folder, package.folder)) {
      const Document* own = name.starts_with('@') ? project.document(package.file) : nullptr;
      if (!own || !satisfies(own->text_of(root_of(own), "version"), wanted)) continue;
    }
    if (!best || shared_prefix(package.folder + "/", std::string(folder) + "/") >
                     shared_prefix(best->folder + "/", std::string(folder) + "/"))
      best = &package;
  }
  return best;
}

Place Packages::target(const Project& project, const Package& package, std::string_view written) const {
  const auto path = join_path(package.folder, written);
  if (!path || !is_below(*path, package.folder)) return {};
  const Files& files = project.files();
  if (Place found = find_module(files, *path)) return found;
  // "dist/esm/a.js" is built from "src/a.ts", "src/esm/a.ts" or "a.ts".
  std::string_view rest =
      std::string_view(*path).substr(package.folder.empty() ? 0 : package.folder.size() + 1);
  const std::string base = package.folder.empty() ? "" : package.folder + "/";
  for (int dropped = 0; dropped < 3; ++dropped) {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
    for (std::string_view source : {"src/", "lib/", ""})
      if (FileId file = find_file(files, base + std::string(source) + std::string(rest)))
        return {file, false, {}};
  }
  return {};
}

Place Packages::exported(const Project& project, const Package& package, NodeIndex exports,
                         std::string_view rest) const {
  const Document& document = *project.document(package.file);
  const std::string subpath = rest.empty() ? "." : "./" + std::string(rest);
  for (const std::string& written : conditional_targets(document, exports, subpath))
    if (Place found = target(project, package, written)) return found;
  return {};
}

Place Packages::entry(const Project& project, const Package& package, std::string_view rest) const {
  const Files& files = project.files();
  const Document* document = project.document(package.file);
  const NodeIndex root = root_of(document);
  const auto as_package = [&](Place found) {
    if (rest.empty() && found) found.is_folder = true, found.folder = package.folder;
    return found;
  };
  if (root != no_node) {
    if (const NodeIndex exports = document->find(root, "exports"); exports != no_node)
      if (Place found = exported(project, package, exports, rest)) return as_package(std::move(found));
    if (rest.empty())
      for (std::string_view word : {"source", "module", "main", "types", "typings", "browser"})
        if (const std::string_view written = document->text_of(root, word); !written.empty())
          if (Place found = target(project, package, written)) return as_package(std::move(found));
  }
  const std::string base = package.folder.empty() ? "" : package.folder + "/";
  if (rest.empty()) {
    for (std::string_view source : {"src/index", "index", "lib/index", "src/main"})
      if (FileId file = find_file(files, base + std::string(source))) return {file, true, package.folder};
    return {FileId{}, true, package.folder};
  }
  if (Place found = target(project, package, rest)) return found;
  if (Place found = find_module(files, base + "src/" + std::string(rest))) return found;
  return {};
}

std::string Packages::internal(const Project& project, const Package& package,
                               std::string_view module) const {
  const Document* document = project.document(package.file);
  const NodeIndex root = root_of(document);
  if (root == no_node) return {};
  std::string first;
  for (const std::string& written : conditional_targets(*document, document->find(root, "imports"), module)) {
    if (!written.starts_with('.') || target(project, package, written)) return written;
    if (first.empty()) first = written;
  }
  return first;
}

Place Packages::layer(const Project& project, std::string_view rest, std::string_view folder) {
  const Files& files = project.files();
  const auto key = [](std::string_view path) {
    const std::size_t slash = path.rfind('/');
    const std::size_t dot = path.rfind('.');
    if (dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash))
      path = path.substr(0, dot);
    return std::string(name_of(path));
  };
  if (!has_layers_) {
    has_layers_ = true;
    for (std::uint32_t i = 1; i <= files.size(); ++i) {
      const std::string_view path = files.path(FileId{i});
      if (!has_part(path, "nodejs")) continue;
      const std::string stem = key(path);
      layers_[stem].push_back(FileId{i});
      // An index stands for its folder.
      if (stem == "index") layers_[std::string(name_of(folder_of(path)))].push_back(FileId{i});
    }
  }
  const auto known = layers_.find(key(rest));
  if (known == layers_.end()) return {};
  Place best;
  std::size_t best_shared = 0;
  for (FileId file : known->second) {
    // The layer's own root is whatever stands before `rest`.
    const std::string_view path = files.path(file);
    std::string_view first = rest.substr(0, rest.find('/'));
    for (std::size_t at = path.find(first); at != std::string_view::npos; at = path.find(first, at + 1)) {
      if (at != 0 && path[at - 1] != '/') continue;
      Place found = find_module(files, std::string(path.substr(0, at)) + std::string(rest));
      const std::size_t shared = shared_prefix(path, std::string(folder) + "/");
      if (found.file == file && (!best || shared > best_shared))
        best = std::move(found), best_shared = shared;
    }
  }
  return best;
}

}  // namespace demarc::ecmascript
