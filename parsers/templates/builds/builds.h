// The modules that builds of the tree make, whatever tool builds them: what each is called, asks for and
// starts.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/reader.h"

namespace demarc::builds {

struct Library {
  std::string name;  // "group:artifact"
  Span span;         // in the manifest that asks for it, maybe a parent's
  bool operator==(const Library&) const = default;
};

struct Module {
  FileId manifest;
  std::string folder, name;                               // its folder; artifactId or project name
  std::vector<std::pair<std::string, Span>> other_names;  // finalName, image names …
  std::vector<Library> libraries;  // direct, inherited, and of the modules it uses; no tests
  std::vector<std::pair<std::uint32_t, Span>> uses;  // numbers of modules, direct ones
  std::unordered_map<std::string, std::string>
      properties;  // what resources may be filled with: "project.version"
  Span span;
  std::string tool;          // "maven", "gradle"
  bool is_packaged = false;  // the build makes something that runs of it, if there is a main class
  bool is_archive = false;   // it is put into a server (war): it runs without a main class
  bool is_service = false;   // worked out from the above and the code

  bool asks_for(std::string_view library) const;  // "group:artifact"
};

// All modules of the tree, made once: project.index<builds::Builds>().
class Builds {
 public:
  explicit Builds(const Project& project);
  const std::vector<Module>& modules() const { return modules_; }
  // The module that a file belongs to: the innermost whose folder holds it. Nothing when there is none.
  const Module* of(std::string_view path) const;
  std::uint32_t number(const Module& module) const {
    return static_cast<std::uint32_t>(&module - modules_.data());
  }

 private:
  void inherit_libraries();
  void find_services(const Project& project);
  std::vector<Module> modules_;
  std::unordered_map<std::string, std::uint32_t> by_folder_;
};

// Declares the modules whose manifest is `file`, for the interpreters of the tools.
void declare(const Project& project, FileId file, Values& values, Declarations& out);

}  // namespace demarc::builds
