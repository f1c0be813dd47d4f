// Turns file paths into the URIs that SARIF wants.
#pragma once

#include <string>
#include <string_view>

namespace sarif {

/// The relative URI reference (RFC 3986) of a path below some root. `path` is bytes with `/` between its
/// parts; a leading `./` goes, and so do repeated slashes at its start. Every byte that may not stand in a
/// path is percent-encoded, and so is `:`, which could make a first part look like a scheme. A backslash is
/// an ordinary byte of a name. The empty path gives the empty string.
std::string relative_uri(std::string_view path);

/// The file URI of an absolute POSIX path, for example `file:///srv/a%20b`. With `directory` it ends in `/`,
/// as the entries of Run::original_uri_base_ids must.
std::string file_uri(std::string_view absolute_path, bool directory = false);

}  // namespace sarif
