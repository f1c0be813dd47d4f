// The whole run on one page: discovery, reading, interpreting, recognition, linking.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/architecture/architecture.h"
#include "analyzer/base/embedded.h"
#include "analyzer/base/files.h"
#include "analyzer/exceptions.h"
#include "analyzer/reader.h"
#include "analyzer/recognise/packs.h"
#include "analyzer/sql.h"

namespace demarc {

// What main.cpp hands over: everything that knows a language or a format.
struct Parsers {
  std::vector<std::unique_ptr<Reader>> languages, documents;
  std::vector<std::unique_ptr<Interpreter>> interpreters;  // templates and contracts
  std::vector<EmbeddedFile> packs;                         // built-in packs, YAML
  std::unique_ptr<SqlReader> sql;                          // texts of SQL in code; none: they stay open
};

// Configuration that lies outside of the tree, in a folder that the user checked out.
struct ConfigurationCheckout {
  std::string repository;  // its address, "" for what every configuration server hands out
  std::string folder;      // on disk
};

struct AnalysisOptions {
  unsigned jobs = 0;                 // 0: one a core
  std::vector<std::string> exclude;  // globs, from demarc.yaml
  std::vector<std::string> packs;    // paths (from the root) of the project's own packs
  std::vector<std::string> config;   // folders (from the root) that configuration servers hand out
  std::vector<ConfigurationCheckout> checkouts;
  std::vector<std::string> checkout_interpreters;  // names of those that are shown the files of checkouts
  // Called from one thread at a time with a station's word and how far it is; may be empty.
  std::function<void(std::string_view station, std::size_t done, std::size_t all)> progress;
};

struct StationTime {
  std::string station;       // "discover", "read", "interpret", "recognise", "link"
  double wall = 0, cpu = 0;  // seconds
};

struct Analysis {
  Files files;
  Architecture architecture;
  std::vector<StationTime> times;
  std::uint64_t bytes = 0;                  // of all files that were read
  std::vector<InlineException> exceptions;  // that stand in the sources, in the order of their places
  std::vector<Error> errors;                // faults in the project's own packs: configuration errors
  std::vector<std::unique_ptr<Document>> pack_documents;  // spans of `errors` point into these files
  // What the stations worked on; nobody reads it. It goes with the analysis: giving it back piece by piece
  // takes as long as a twentieth of parsing, which a process that ends soon need not do.
  std::shared_ptr<void> kept;
};

// Reads the tree below `root` (a folder on disk). Never fails as a whole: what could not be read is in the
// coverage.
Analysis analyse(const std::string& root, const Parsers& parsers, const AnalysisOptions& options);

// A type that the code defines, and the names of types of the tree that stand in it (its own apart). Names
// are held against names: of two types with one name both are meant.
struct TypeInCode {
  FileId file;
  std::string name;
  std::vector<std::string> mentions;  // sorted
};
std::vector<TypeInCode> types_in_code(const Analysis& analysis);

// Only the files and their classes, as analyse() would see them.
Files discover(const std::string& root, const std::vector<std::string>& exclude);

}  // namespace demarc
