// Finds the files of a tree: those that git tracks or does not ignore; without git, those that ignore files
// leave.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "analyzer/base/files.h"

namespace demarc {

struct Discovery {
  Files files;
  std::map<std::string, std::uint32_t> left_out;  // by reason: "link", "excluded", "unreadable folder" …
};

// Files in path order, classified by path. Links are never followed. `exclude` holds globs over paths from
// `root`.
Discovery discover_tree(const std::string& root, const std::vector<std::string>& exclude);

}  // namespace demarc
