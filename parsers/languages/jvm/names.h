// Where the names of Java and Kotlin lead: packages, classes and top-level functions of the whole tree.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/reader.h"

namespace demarc::languages::jvm {

// Every class and, in Kotlin, every top-level function and property by its full name. Made once a project.
class Names {
 public:
  explicit Names(const Project& project);

  // `module` and `name` of an Import as the readers write it: "a.b.C" with "" or, for a static one, a member;
  // "a.b" with "*"; "*.C" for a name that the file uses without saying where it is from. Names of the tree
  // come from the place nearest to `from`: several modules may hold the same full name.
  Module resolve(const Project& project, FileId from, std::string_view module, std::string_view name) const;

 private:
  struct Place {
    FileId file;
    std::string member;  // "Outer.Inner"
  };
  const Place* find(const Project& project, FileId from, const std::string& full) const;
  Module unnamed(const Project& project, FileId from, std::string_view name) const;
  std::unordered_map<std::string, std::vector<Place>> places_;
};

}  // namespace demarc::languages::jvm
