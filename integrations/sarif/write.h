// Writes a SARIF log as JSON text.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "integrations/sarif/sarif.h"

namespace sarif {

/// The value of a log's `$schema`.
inline constexpr std::string_view schema_uri =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes `log` to `out` as UTF-8 with a line end after it. `indent` is the number of spaces a level, or
/// negative for everything on one line. Equal logs give equal bytes: keys stand in the standard's order,
/// those of maps in byte order. One object of a run is in memory as JSON at a time, so a large log costs no
/// second copy. Bytes that are not UTF-8 become U+FFFD. Lists that the standard calls sets lose their
/// repeated elements, except those that other objects point into by index. Throws std::invalid_argument,
/// naming the member, if an object lacks what the standard requires of it or a number is below the standard's
/// minimum; `out` then holds a part. Whether `out` took the bytes is `out`'s to say.
void write(const Log& log, std::ostream& out, int indent = 2);

/// The same as a string.
std::string write(const Log& log, int indent = 2);

/// The text of a link for Message::text, from `words` to the location of the same result whose id is
/// `location`. What would end the link early is escaped (3.11.6).
std::string link(std::string_view words, std::int64_t location);

}  // namespace sarif
