// The code frame: the line of a place with a caret under the narrow span, and errors of configuration in that
// form.
#pragma once
#include <iosfwd>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "integrations/reporters/sources.h"
#include "integrations/reporters/style.h"

namespace demarc {

// Writes
//       --> path:line:col
//        |
//     88 |     db.execute("UPDATE …
//        |     ^^^^^^^^^^ label
// `prefix` goes in front of the path. Without a readable line only the arrow is written. Long lines are cut
// around the caret. Returns the width of the gutter, for lines that follow.
std::size_t write_frame(std::ostream& out, const Sources& sources, const Place& place,
                        std::string_view prefix, std::string_view label, Paint caret, const Style& style);

// "path:line:col", as much of it as is known.
std::string to_string(const Place& place, std::string_view prefix = {});

// An error of the user's making: "error: message", frame and hint. `path` is empty for one without a place.
void write_error(std::ostream& out, const Sources& sources, std::string_view path, const Error& error,
                 const Style& style, std::string_view prefix = {});

}  // namespace demarc
