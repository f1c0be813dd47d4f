// The packages of the tree: where each package.json stands, and which file an import of the package means.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/glob.h"
#include "analyzer/reader.h"

namespace demarc::ecmascript {

// A file or folder that a specifier leads to; nothing found when `file` is 0 and `folder` is empty.
struct Place {
  FileId file;
  bool is_folder = false;  // `file` stands for `folder`
  std::string folder;
  explicit operator bool() const { return file || is_folder; }
};

// The file that `path` (from the root, no extension needed) means as a file.
FileId find_file(const Files& files, const std::string& path);
// The index of folder `path`.
Place find_index(const Files& files, const std::string& path);
// The file that `path` means as a file or as a folder with an index.
Place find_module(const Files& files, const std::string& path);

// "@scope/name/sub" → "@scope/name" and "sub".
struct Specifier {
  std::string_view package, rest;
};
Specifier split_specifier(std::string_view module);

struct Package {
  std::string folder;  // of its package.json
  FileId file;
};

// Packages that see each other whatever versions they ask for.
struct Workspace {
  std::string folder;
  Globs members;  // folders, from `folder`
  bool has(std::string_view package_folder) const;
};

class Packages {
 public:
  explicit Packages(const Project& project);

  // The package that the files of `folder` belong to; nullptr for none.
  const Package* around(const Project& project, std::string_view folder) const;
  // The package of the tree that an import of `name` in `folder` means; nullptr when it means a library.
  const Package* named(const Project& project, std::string_view name, std::string_view folder) const;
  // What `rest` ("" for the package itself) of a package means: exports, main and the like, index.
  Place entry(const Project& project, const Package& package, std::string_view rest) const;
  // A path that a package.json names, or the source that it was built from.
  Place target(const Project& project, const Package& package, std::string_view written) const;
  // The target that `imports` of a package.json gives for "#…", as written there; empty for none.
  std::string internal(const Project& project, const Package& package, std::string_view module) const;
  // The file that a Lambda layer puts below /opt. `rest` is what follows "/opt/"; nearest to `folder` wins.
  Place layer(const Project& project, std::string_view rest, std::string_view folder);

 private:
  Place exported(const Project& project, const Package& package, NodeIndex exports,
                 std::string_view rest) const;
  void add_workspace(const Document& document, NodeIndex members, std::string_view key,
                     std::string_view folder);
  bool shares_workspace(std::string_view a, std::string_view b) const;

  std::vector<Package> packages_;                             // in path order
  std::unordered_map<std::string, std::uint32_t> by_folder_;  // place in packages_
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_name_;
  std::vector<Workspace> workspaces_;
  std::unordered_map<std::string, std::vector<FileId>>
      layers_;  // by last part of the path, without its extension
  bool has_layers_ = false;
};

}  // namespace demarc::ecmascript
