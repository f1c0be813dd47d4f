// The architecture as JSON, for other programs.
#pragma once
#include <string>

#include "analyzer/architecture/architecture.h"

namespace demarc {

// Keys: services, sync_calls, events, data, code_imports, operations, entries, needs, unresolved, coverage.
// Evidence is "path:line". Relations that are only guessed are left out; calls inside one service stand under
// its operations, not under sync_calls.
std::string to_json(const Architecture& architecture);

}  // namespace demarc
