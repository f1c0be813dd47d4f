// One tree on disk, its declared model, and the analysis of both: what every command that reads a tree starts
// from.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/analysis.h"
#include "integrations/cli/command.h"

namespace demarc::cli {

// Absolute path without links, "." and ".."; nothing when it does not exist.
std::optional<std::string> real_path(std::string_view path);

// Where the analysis starts for a path: the nearest folder at or above it that holds demarc.yaml or .git; the
// folder itself if there is none. `path` exists and is absolute.
std::string root_above(const std::string& path);

class Tree {
 public:
  // Finds and reads the model below `root` (absolute). Errors of it are printed; nothing then.
  static std::optional<Tree> open(const std::string& root, const Common& common);

  const std::string& root() const { return root_; }

  // Reads the whole tree. False after errors of configuration, which are printed.
  bool analyse(const Common& common);
  const Analysis& analysis() const { return *analysis_; }
  const Architecture& architecture() const { return analysis_->architecture; }

 private:
  explicit Tree(std::string root) : root_(std::move(root)) {}

  std::string root_;
  std::unique_ptr<Analysis> analysis_;
};

// What main.cpp hands to the analysis: everything in the folders of parsers/.
Parsers all_parsers();

// The tree that a command without PATH is about: --root, else the positional `given`, else what root_above says
// of the working directory. Printed and nothing when it does not exist or is no folder.
std::optional<std::string> root_of(std::string_view given, const Common& common);

// "error: message" and a hint, to standard error.
void complain(const Common& common, std::string_view message, std::string_view hint = {});

}  // namespace demarc::cli
