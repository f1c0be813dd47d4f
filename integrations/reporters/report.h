// The result of a run as reporters see it: findings, rules, coverage, counts and the text of the files.
#pragma once
#include <cstdint>
#include <iosfwd>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/architecture/architecture.h"
#include "analyzer/architecture/finding.h"
#include "integrations/reporters/sources.h"
#include "integrations/reporters/style.h"

namespace demarc {

// What a rule says about itself.
struct RuleText {
  std::string id;  // "data/shared-table"
  Severity severity = Severity::warning;
  std::string since;           // version of the tool that had it first
  std::string what, why, fix;  // sentences
  std::string bad, good;       // examples in the notation of facts
  std::string help_uri;        // a page for further reading; may be empty
  std::string query;           // of a rule of the project; empty for Demarc's own
  struct Option {
    std::string name, otherwise, sentence;
  };
  std::vector<Option> options;
};

// Something that makes the run incomplete: a file that could not be read, a template that could not be
// evaluated.
struct RunNote {
  Step place;  // path empty: about the run as a whole
  std::string text;
};

struct RunStation {
  std::string name;
  double wall = 0, cpu = 0;  // seconds
};

struct RunCounts {
  std::uint32_t contexts = 0, kernels = 0, services = 0, tables = 0, channels = 0, unclaimed = 0;
  std::map<std::string, std::uint32_t> relations;  // by kind, between different things; guessed ones apart
  std::uint32_t guessed = 0;
  std::uint64_t bytes = 0;
  double seconds = 0;
  std::string unread;  // "41 files of C#": source code in languages that are not read; "" for none
};

struct Report {
  std::string version;  // of the tool
  std::string system;   // the system's name; may be empty
  std::string root;     // absolute path of the tree
  std::string prefix;   // from the working directory to the root, "" or ending in '/': for clickable paths
  std::string repository_prefix;    // from the repository's root to the root, "" or ending in '/'
  std::string model;                // path of the declared model from the root; empty without one
  std::vector<std::string> paths;   // the report is narrowed to these, from the root; empty: everything
  std::vector<Finding> findings;    // gravest first, then by rule and place
  std::uint32_t narrowed_away = 0;  // findings outside of `paths`
  struct Known {
    std::string path;  // of the file; empty where none is used
    std::uint32_t findings = 0, grown = 0,
                  gone = 0;  // left out; told again for new places; not found any more
  } baseline;
  std::vector<RuleText> rules;  // every rule that was run, by id
  Coverage coverage;
  RunCounts counts;
  std::vector<RunNote> notes;
  std::vector<RunStation> stations;
  std::vector<std::pair<std::string, std::string>> next;  // useful commands: command and why
  int exit_code = 0;
  const Sources* sources = nullptr;

  std::uint32_t count(Severity severity) const;
  const RuleText* rule(std::string_view id) const;
};

struct ReporterOptions {
  Style style;
  bool quiet = false;    // findings alone
  bool verbose = false;  // nothing collapsed
  bool timings = false;
};

// One output format: the file or folder in integrations/reporters/ is its registration.
struct Reporter {
  std::string_view name;      // "sarif", as in --format
  std::string_view sentence;  // for the help
  void (*write)(const Report&, const ReporterOptions&, std::ostream&);
};

namespace reporters {
std::span<const Reporter* const> all();
const Reporter* find(std::string_view name);
}  // namespace reporters

}  // namespace demarc
