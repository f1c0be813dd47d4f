// Files that are written whole or not at all.
#pragma once
#include <functional>
#include <ostream>
#include <string>

namespace demarc::cli {

// Writes `path` by way of "<path>.part", which is renamed at the end: what stood at `path` stays until then.
// A link at either place is replaced, never followed. "" when it worked, else what went wrong.
std::string write_whole(const std::string& path, const std::function<void(std::ostream&)>& write);

}  // namespace demarc::cli
