// Reads the declared model from its sources, takes in imported models, and holds the sources against each
// other.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/document.h"
#include "analyzer/model/model.h"

namespace demarc::model {

// A parsed file and its path from the root of the tree.
struct Source {
  const Document* document = nullptr;
  std::string path;
};

struct Sources {
  Source file;                   // demarc.yaml; document nullptr when there is none
  std::vector<Source> overlays;  // context.yaml files
  std::vector<Source> imports;   // model files to take in although no `import:` names them
  // The parsed document of a file that `import:` names; nullptr when it is missing or broken. May be empty.
  std::function<const Document*(std::string_view path)> load;
  // The files of the tree that a glob of `import:` names. May be empty: then globs name none, in silence.
  std::function<std::vector<std::string>(std::string_view glob)> list;
};

// Never fails: what is wrong stands in Model::problems, every error with its place, and what could be read is
// there. Own file before overlays before imports; where two sources contradict each other the earlier wins
// and the contradiction is a problem too.
Model read_model(const Sources& sources);

// The formats that can be taken in, told by content and, where that is not enough, by name:
// "domain-service-config", "design-result", "context-mapper", "event-catalog", "backstage", "structurizr",
// "nx", or "".
std::string_view import_format(const Document& document, std::string_view path = {});

// JSON Schema (draft-07) of demarc.yaml, generated from the tables of keys; of context.yaml for "context".
std::string schema(std::string_view section = "file");

}  // namespace demarc::model
