// All objects of a tree: from manifests, from kustomizations, from charts.
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "parsers/templates/kubernetes/object.h"

namespace demarc::kubernetes {

// Data of a ConfigMap or Secret.
struct Entry {
  std::string text;  // may have holes
  std::string path;  // of the file in the tree that holds it; then `text` is empty
  Span span;
};
struct ConfigData {
  std::string name, space;
  bool is_secret = false;
  std::map<std::string, Entry, std::less<>> entries;
};

class Manifests {
 public:
  explicit Manifests(const Project& project);

  std::vector<Object> objects;   // patches among them
  std::vector<ConfigData> data;  // of objects and of generators
  std::vector<Note> notes;
  // Names that kustomizations give to objects of the files below a folder: prefix, suffix, namespace.
  struct Naming {
    std::set<FileId> files;
    std::string prefix, suffix, space;
  };
  std::vector<Naming> namings;
  // Documents that were made here: rendered templates, patches that stand inside of other files.
  std::vector<std::unique_ptr<Document>> made;

 private:
  friend class Collecting;
};

}  // namespace demarc::kubernetes
