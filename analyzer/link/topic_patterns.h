// Regular expressions over the names of topics.
#pragma once
#include <string_view>

namespace demarc::linking {

// Kafka's topics are called with letters, digits, `.`, `_` and `-` alone: anything else is a pattern.
bool is_topic_pattern(std::string_view text);
// Whether the pattern takes the whole name. What goes beyond alternatives, `.`, classes and repetition of one
// sign takes nothing: better a listener too few than one that hears everything.
bool topic_passes(std::string_view pattern, std::string_view topic);

}  // namespace demarc::linking
