// Folders of the analysed tree and what stands in them, for paths that container files name.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/reader.h"

namespace demarc::containers {

// Made once for a project: project.index<TreeView>().
class TreeView {
 public:
  explicit TreeView(const Project& project);
  static bool is_source(std::string_view name);
  bool is_folder(std::string_view path) const { return folders_.contains(std::string(path)); }
  bool is_file(std::string_view path) const { return static_cast<bool>(files_.find(path)); }
  // A package manager's or build tool's file, or source code, stands in the folder itself.
  bool has_manifest(std::string_view folder) const;
  // Source code stands in the folder or below it.
  bool has_code(std::string_view folder) const;
  // The folder that people mean by one that only holds the build's output or its recipe: "order/target" and
  // "order/src/main/docker" are "order". A folder that is not in the tree gives the nearest such one that is.
  std::string module_of(std::string_view folder) const;
  const std::vector<FileId>& dockerfiles() const { return dockerfiles_; }

 private:
  struct Folder {
    bool has_manifest = false, has_code = false;
  };
  const Files& files_;
  std::unordered_map<std::string, Folder> folders_;
  std::vector<FileId> dockerfiles_;
};

std::string_view last_part(std::string_view path);
// Lower case letters and digits only: names that mean the same are equal.
std::string bare_name(std::string_view name);

}  // namespace demarc::containers
