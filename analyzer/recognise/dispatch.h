// Code that looks at a request itself and decides what it was asked for: comparisons and tables of handlers.
#pragma once
#include <functional>

#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/fold.h"

namespace demarc {

// Adds an effect for every request that the comparisons of `file` tell apart: `if` and `case` inside each
// other add up, alternatives multiply (at most 32 of one place). `is_awake` says which rows count.
void find_dispatch(const Packs& packs, Fold& fold, ProgramFile& file,
                   const std::function<bool(const Row&)>& is_awake, Effects& out);

// "GET /orders" in two words; false when the text is no route.
bool is_verb(std::string_view text);  // "GET"; in capitals
bool split_route(std::string_view route, std::string& method, std::string& path);

}  // namespace demarc
