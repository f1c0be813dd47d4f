// The `exports` and `imports` maps of a package.json: conditions, lists of fallbacks, patterns.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/document.h"

namespace demarc::ecmascript {

// The targets that `map` gives for `subpath` ("." , "./x", "#x"), the best first; `*` is filled in. Those for
// the sources come before those for types, and these before what is built.
std::vector<std::string> conditional_targets(const Document& document, NodeIndex map,
                                             std::string_view subpath);

// What stands for `*` when `pattern` (with at most one) fits `text`; false when it does not fit.
bool fits(std::string_view pattern, std::string_view text, std::string_view& star);
// `pattern` with `star` in place of every `*`.
std::string filled(std::string_view pattern, std::string_view star);

}  // namespace demarc::ecmascript
