// The first demarc.yaml of a tree: what was recovered, written down as if it had been declared.
#pragma once
#include <string>
#include <vector>

#include "analyzer/architecture/finding.h"
#include "analyzer/model/context_map.h"

namespace demarc::cli {

// YAML with remarks: one context for each service root, what only it writes, what it publishes, and whom it
// uses as found on `day`. `map` is one without a declared model. `left` are findings of a run with that
// model, which become exceptions.
std::string first_model(const model::ContextMap& map, std::string_view system, std::string_view day,
                        const std::vector<Finding>& left = {});

}  // namespace demarc::cli
