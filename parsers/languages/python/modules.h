// Where an import leads: the search paths that Python code of a tree is run with, as far as the tree tells.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/reader.h"

namespace demarc::languages::py {

// The index of one project (see Project::index); not safe for concurrent use.
class Modules {
 public:
  explicit Modules(const Project& project);
  // As Reader::resolve. Relative imports start from the file's folder. Absolute ones are looked for in the
  // file's folder and each folder above it (there: in itself, src/, what its requirements, setup.py or
  // pyproject.toml point at, and python/ as layers have it); then in the package roots and layers (also those
  // that a template builds from a folder) of the rest
  // of the tree, the nearest first; then where an image that is built of the tree has them. What is not
  // found, and the standard library, is a library.
  Module resolve(const Project& project, FileId from, std::string_view module, std::string_view name,
                 bool* took_name);

 private:
  void index_folders(const Files& files);
  void index_manifest(const Files& files, FileId file);
  void index_layers(const Document& document, std::string_view folder);
  void index_requirements(std::string_view folder, std::string_view text);
  void add_root(std::string_view folder, const std::string& root);
  void add_project(std::string_view folder, std::string_view path);

  Module find(const Project& project, std::string_view folder, std::string_view module) const;
  Module below(const Files& files, std::string_view root, std::string_view relative) const;
  Module absolute(const Files& files, std::string_view from, std::string_view module) const;
  Module take_name(const Project& project, Module package, std::string_view name, bool* took_name) const;
  static Module in_image(const Project& project, std::string_view folder, const std::string& relative,
                         bool above);
  bool has_code(const std::string& folder) const { return folders_.contains(folder); }

  std::unordered_set<std::string> folders_;                          // that hold Python files, at any depth
  std::unordered_map<std::string, std::vector<std::string>> roots_;  // folder → further search paths there
  std::vector<std::string> far_;                                     // package roots and layers of the tree
  std::unordered_map<std::string, std::vector<std::uint32_t>> far_names_;  // top name → of far_
  std::unordered_map<std::string, Module> known_;                          // "folder\nmodule"
};

// True for the top name of a module that comes with Python.
bool is_standard_library(std::string_view module);

}  // namespace demarc::languages::py
