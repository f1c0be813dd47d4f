// One tree on disk, its declared model, and the analysis of both: what every command that reads a tree starts
// from.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/analysis.h"
#include "analyzer/model/context_map.h"
#include "integrations/cli/command.h"
#include "integrations/cli/model_files.h"
#include "integrations/reporters/sources.h"

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
  // Path of the model's own file from the root; empty when nothing is declared.
  const std::string& model_path() const { return model_path_; }
  const model::Model& model() const { return *model_; }

  // Reads the whole tree. False after errors of configuration, which are printed.
  bool analyse(const Common& common);
  // Reads the context files too, without the rest of the tree. False after errors, which are printed.
  bool read_context_files(const Common& common);

  // After analyse().
  const Analysis& analysis() const { return *analysis_; }
  const Architecture& architecture() const { return analysis_->architecture; }
  const model::ContextMap& map() const { return *map_; }
  const Sources& sources() const { return *sources_; }
  // What it took to see the tree through the model: the last station of the analysis.
  const StationTime& placing() const { return placing_; }

 private:
  explicit Tree(const std::string& root);
  bool read_model(const Common& common, const Files* tree);
  // The folders that `config` names are there. False after errors, which are printed.
  bool check_config_folders(const Common& common) const;

  std::string root_, model_path_;
  std::optional<std::string> model_text_;  // of a model file outside of the root
  std::unique_ptr<ModelFiles> model_files_;
  std::unique_ptr<model::Model> model_;
  Analysis* analysis_ = nullptr;  // never given back: the process ends after its one analysis
  std::unique_ptr<model::ContextMap> map_;
  std::unique_ptr<Sources> sources_;
  StationTime placing_{"contexts", 0, 0};
};

// Wall and processor time since it was made.
class StationClock {
 public:
  StationClock();
  StationTime time(std::string station) const;

 private:
  double wall_, cpu_;
};

// What main.cpp hands to the analysis: everything in the folders of parsers/.
Parsers all_parsers();

// The tree that a command without PATH is about: --root, else the positional `given`, else what root_above
// says of the working directory. Printed and nothing when it does not exist or is no folder.
std::optional<std::string> root_of(std::string_view given, const Common& common);

// From the working directory to `root`, "" or ending in '/'; absolute where ".." would be needed.
std::string prefix_of_paths(const std::string& root);

// "error: message" and a hint, to standard error.
void complain(const Common& common, std::string_view message, std::string_view hint = {});

}  // namespace demarc::cli
