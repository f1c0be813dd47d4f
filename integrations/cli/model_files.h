// Reads the files of the declared model: demarc.yaml, context.yaml files and what they import.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/document.h"
#include "analyzer/base/files.h"
#include "analyzer/model/model.h"
#include "analyzer/reader.h"

namespace demarc::cli {

class ModelFiles {
 public:
  explicit ModelFiles(const std::string& root) : root_(root), files_(root) {}

  // The files that spans of the model and of errors point into.
  const Files& files() const { return files_; }

  // Reads the model whose own file is `path` (from the root; with `text` its content is given, else it is
  // read from the tree); "" for none. Context files are those of `tree`; without it there are none.
  model::Model read(const std::string& path, const std::string* text, const Files* tree);

  // Takes in what CODEOWNERS and catalog files of the tree say about owners.
  void read_owners(const Files& tree, model::Model& into);

  // Faults in the syntax of the files that were read, and files that could not be.
  const std::vector<Error>& errors() const { return errors_; }

 private:
  // nullptr when the file is missing or broken.
  const Document* load(std::string_view path, const std::string* text = nullptr);
  // The files that a glob names.
  std::vector<std::string> list(std::string_view glob, const Files* tree);
  std::string root_;
  Files files_;
  std::unique_ptr<Files> listed_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::map<std::string, std::unique_ptr<Document>, std::less<>> documents_;
  std::vector<Error> errors_;
};

}  // namespace demarc::cli
