// What a parser is. Readers turn bytes into observations, one file at a time; interpreters turn documents
// into declarations once all documents are there. Both come from the folder they stand in (parsers/…),
// nothing registers itself.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/document.h"
#include "analyzer/base/files.h"
#include "analyzer/observations/code.h"
#include "analyzer/observations/declarations.h"

namespace demarc {

struct Source {
  FileId file;
  std::string_view path;  // from the root
  std::string_view text;
};

// What one file says. A code file or a document, and notes on what could not be read.
struct Observations {
  std::optional<code::CodeFile> code;
  std::optional<Document> document;
  std::vector<Note> notes;  // syntax errors and the like
  bool has_errors = false;  // the syntax tree held errors; what could be read is there
};

// What all files together offer to module resolution and to interpreters. Read-only.
class Project {
 public:
  virtual ~Project() = default;
  virtual const Files& files() const = 0;
  // The parsed document of a YAML, JSON or TOML file; nullptr for other files and broken ones.
  virtual const Document* document(FileId file) const = 0;
  // The observations of a source file; nullptr for others.
  virtual const code::CodeFile* code(FileId file) const = 0;

  // What a reader works out once about the whole project, such as where its packages are: made from the
  // project on first use and kept with it. For module resolution, which runs on one thread.
  template <class Index>
  Index& index() const {
    static constexpr char key = 0;
    std::shared_ptr<void>& kept = indices_[&key];
    if (!kept) kept = std::make_shared<Index>(*this);
    return *static_cast<Index*>(kept.get());
  }

 private:
  mutable std::unordered_map<const void*, std::shared_ptr<void>> indices_;
};

// Where an import leads.
struct Module {
  FileId file;          // a file of the tree; 0 for a library outside
  std::string library;  // the library's dotted or slashed name when outside ("boto3", "@aws-sdk/client-sns")
  bool is_package =
      false;  // `file` stands for a folder (__init__.py, index.ts) or, with file 0, a folder without one
  std::string folder;  // that folder
  std::string member =
      {};  // with `file`: the name inside it that is meant ("Outer.Inner"); "": the whole file
  std::vector<std::string> others = {};  // further libraries, where it cannot be told which one is meant
};

class Reader {
 public:
  virtual ~Reader() = default;
  virtual std::string_view name() const = 0;  // "python"
  // True when this reader takes the file. `head` is its first bytes (at most 512). Cheap: called for every
  // file.
  virtual bool accepts(std::string_view path, std::string_view head) const = 0;
  // A pure function of path and text; called from several threads at once.
  virtual void read(const Source& source, Observations& out) const = 0;
  // Called from one thread, results are kept by the caller. `module` is Import::module. Readers of documents
  // need none. `name` is Import::name: a Python `from pkg import name` may mean the file pkg/name.py; then
  // `took_name` is set.
  virtual Module resolve(const Project&, FileId /*from*/, std::string_view module, std::string_view /*name*/,
                         bool* /*took_name*/) const {
    return {FileId{}, std::string(module), false, {}};
  }
};

// Knows one format of templates, contracts or configuration.
class Interpreter {
 public:
  virtual ~Interpreter() = default;
  virtual std::string_view name() const = 0;  // "cloudformation"
  // True when the document is of this format, by its content rather than its name where that can be told.
  virtual bool accepts(std::string_view path, const Document& document) const = 0;
  // Adds what the file declares. `values` is the run's own store. Called from one thread, in path order.
  virtual void interpret(const Project& project, FileId file, Values& values, Declarations& out) const = 0;
};

}  // namespace demarc
