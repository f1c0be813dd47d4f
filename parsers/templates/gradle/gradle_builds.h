// Builds of Gradle, their projects, and what scripts ask of them.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/templates/gradle/gradle_modules.h"
#include "parsers/templates/gradle/script.h"

namespace demarc::gradle {

using builds::Library;
using builds::Module;

constexpr std::size_t max_libraries = 5000;  // of one project
constexpr int max_depth = 12;                // of scripts that apply scripts, and of blocks

// Texts by accessor, as `libs.versions.toml` gives them: "spring.boot" → "group:artifact".
struct Catalog {
  std::map<std::string, std::string, std::less<>> libraries, plugins;
  std::map<std::string, std::vector<std::string>, std::less<>> bundles;
};

struct Build {
  std::string folder, name;
  std::map<std::string, std::string> folders;  // project path (":a:b") → folder
  std::map<std::string, Catalog, std::less<>> catalogs;
  Names names;  // gradle.properties
};

struct GradleProject {
  const Build* build = nullptr;
  std::string path, folder, name, group;
  FileId script;
};

// What scripts ask a project to use, before it is known what lies in the tree.
struct Asked {
  Module module;
  std::string group;
  std::vector<std::pair<std::string, Span>> projects;  // paths in its own build
  bool boot_is_off = false;
};

class Gradle {
 public:
  explicit Gradle(const Project& project) : project_(project), files_(project.files()) {
    for (std::uint32_t i = 1; i <= files_.size(); ++i) {
      const std::string_view path = files_.path(FileId{i});
      for (std::string_view folder = folder_of(path);
           folders_.insert(std::string(folder)).second && !folder.empty();)
        folder = folder_of(folder);
      const std::string_view name = path.substr(path.rfind('/') + 1);
      if (!project.document(FileId{i})) continue;
      if (name == "settings.gradle" || name == "settings.gradle.kts") settings(FileId{i});
      if (name.ends_with(".gradle") || name.ends_with(".gradle.kts")) scripts_[std::string(path)] = FileId{i};
    }
  }

  std::vector<Module> modules();

 private:
  // ---- builds and their projects

  void settings(FileId file);

  void settings_block(const Document& d, const std::vector<Statement>& all, Build& build, int depth);

  void included(const Document& d, NodeIndex n, bool is_flat, Build& build);

  // buildSrc and included builds of conventions make no part of the system.
  static bool is_build_logic(std::string_view folder);

  void add_project(const Build& build, const std::string& path, const std::string& folder);

  bool has_code(const std::string& folder) const;
  // An aggregator holds what its projects share.
  bool has_projects_below(const std::string& folder) const;

  void read_properties(const std::string& folder, Names& names) const;

  // ---- version catalogs

  void read_catalogs(Build& build) const;

  static void read_catalog(const Document& d, Catalog& catalog);

  // ---- what scripts say

  struct Run {
    const GradleProject* project;
    Asked* asked;
    Names names;
    std::set<std::uint32_t> scripts;  // that were applied
  };
  enum class For { itself, children };  // whose script it is

  Asked asked(const GradleProject& p);

  void block(const Document& d, const std::vector<Statement>& all, For whom, Run& run, int depth);

  void statement(const Document& d, const Statement& s, For whom, Run& run, int depth);

  void assigned(const Document& d, const Statement& s, bool is_mine, Run& run);

  bool configures(const Document& d, const Statement& s, For whom, Run& run);

  // project(":x"), project(path: ":x")
  static std::string project_path(const Document& d, NodeIndex n, const Names& names);

  // ---- plugins

  void plugins(const Document& d, const Statement& s, Run& run, int depth);

  void applied_script(const Document& d, NodeIndex from, Run& run, int depth);

  void convention(FileId script, Run& run, int depth);

  void plugin(const std::string& id, Run& run, int depth);

  static std::string catalog_plugin(std::string_view name, const Run& run);

  // ---- dependencies

  void dependencies(const Document& d, const std::vector<Statement>& all, Run& run, int depth);

  void library(std::string name, Span span, Run& run);

  void dependency(const Document& d, NodeIndex n, Run& run, int depth);

  // libs.spring.boot, libs.bundles.web, projects.userService
  void accessed(std::string_view name, Span span, Run& run);

  // ---- tasks that say what the result is called

  void name(const Document& d, NodeIndex value, Run& run);

  void task(const Document& d, const Statement& s, Run& run, int depth);

  void task_setting(const Document& d, std::string_view task, const Statement& s, Run& run);

  // ---- the whole

  std::vector<Module> joined(std::vector<Asked> all);

  const Project& project_;
  const Files& files_;
  std::set<std::string> folders_;
  std::map<std::string, Build> builds_;
  std::map<std::string, FileId> scripts_;
  std::map<std::string, GradleProject> by_folder_;
};

std::string accessor(std::string_view alias);
std::string without_version(std::string_view coordinates);

}  // namespace demarc::gradle
