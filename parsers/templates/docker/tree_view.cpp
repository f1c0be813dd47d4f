// One pass over the list of files.
#include "parsers/templates/docker/tree_view.h"

#include <algorithm>
#include <array>

#include "parsers/reading/dockerfile/instructions.h"

namespace demarc::containers {
namespace {

bool is_manifest(std::string_view name) {
  constexpr std::array names = {"pom.xml", "build.gradle", "build.gradle.kts", "package.json",
                                "go.mod",  "Cargo.toml",   "requirements.txt", "pyproject.toml",
                                "Pipfile", "setup.py",     "composer.json",    "Gemfile",
                                "mix.exs", "build.sbt",    "project.clj",      "CMakeLists.txt"};
  return std::find(names.begin(), names.end(), name) != names.end() || name.ends_with(".csproj") ||
         name.ends_with(".fsproj");
}

// Folders that a build writes, or that only hold the recipe of an image.
constexpr std::array<std::string_view, 17> no_modules = {"src/main/docker",
                                                         "src/main/resources/docker",
                                                         "src/main/resources",
                                                         "src/main/jib",
                                                         "build/libs",
                                                         "build/docker",
                                                         "build/install",
                                                         "target/docker",
                                                         "target",
                                                         "build",
                                                         "dist",
                                                         "out",
                                                         "bin",
                                                         "docker",
                                                         "deploy",
                                                         "deployment",
                                                         ".docker"};

}  // namespace

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string bare_name(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

bool TreeView::is_source(std::string_view name) {
  constexpr std::array endings = {".py",    ".js",  ".ts",  ".jsx", ".tsx", ".mjs",   ".cjs",
                                  ".java",  ".kt",  ".cs",  ".go",  ".rb",  ".php",   ".rs",
                                  ".scala", ".vue", ".cpp", ".cc",  ".c",   ".swift", ".ex",
                                  ".exs",   ".erl", ".clj", ".fs",  ".vb",  ".groovy"};
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return name.ends_with(e); });
}

TreeView::TreeView(const Project& project) : files_(project.files()) {
  folders_.emplace("", Folder{});
  for (std::uint32_t i = 1; i <= files_.size(); ++i) {
    const std::string_view path = files_.path(FileId{i}), name = last_part(path);
    std::string_view folder = folder_of(path);
    const bool is_code = is_source(name);
    Folder& own = folders_[std::string(folder)];
    own.has_manifest |= is_manifest(name);
    for (std::string_view at = folder;; at = folder_of(at)) {
      auto [known, fresh] = folders_.try_emplace(std::string(at));
      const bool news = fresh || at.size() == folder.size() || (is_code && !known->second.has_code);
      known->second.has_code |= is_code;
      if (at.empty() || !news) break;
    }
    if (is_dockerfile_name(name) && files_[FileId{i}].file_class == FileClass::source)
      dockerfiles_.push_back(FileId{i});
  }
}

bool TreeView::has_manifest(std::string_view folder) const {
  auto at = folders_.find(std::string(folder));
  return at != folders_.end() && at->second.has_manifest;
}

bool TreeView::has_code(std::string_view folder) const {
  auto at = folders_.find(std::string(folder));
  return at != folders_.end() && at->second.has_code;
}

std::string TreeView::module_of(std::string_view folder) const {
  for (bool changed = true; changed;) {
    changed = false;
    if (is_folder(folder) && (has_manifest(folder) || has_code(folder))) break;
    for (std::string_view ending : no_modules) {
      if (!folder.ends_with(ending) || folder.size() <= ending.size()) continue;
      if (folder[folder.size() - ending.size() - 1] != '/') continue;
      const std::string_view above = folder.substr(0, folder.size() - ending.size() - 1);
      // Only what the tree shows to be a module: the parent of a folder "docker" need not be one.
      const bool is_layout = ending.starts_with("src/") || !is_folder(folder);
      if (!is_layout && !has_manifest(above)) continue;
      folder = above;
      changed = true;
      break;
    }
  }
  return std::string(folder);
}

}  // namespace demarc::containers
