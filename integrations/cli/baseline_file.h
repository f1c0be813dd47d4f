// The file of known findings of a tree: where it is, and reading it.
#pragma once
#include <optional>
#include <string>

#include "analyzer/drift/baseline.h"
#include "integrations/cli/command.h"

namespace demarc::cli {

inline constexpr std::string_view baseline_name = "demarc.baseline";

// The file: `given`, else demarc.baseline at the root.
std::string baseline_path(const std::string& root, const std::string& given);
// Reads it. A missing file is an empty baseline, unless it `must_exist`. Nothing after a complaint.
std::optional<drift::Baseline> read_baseline_file(const std::string& path, bool must_exist,
                                                  const Common& common);

}  // namespace demarc::cli
