// A place where the recovered architecture differs from the declared one: one architectural edge with all its
// places.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/facts/facts.h"

namespace demarc {

enum class Severity : std::uint8_t { note, warning, error };
std::string_view to_string(Severity);

struct Finding {
  std::string rule;  // "data/shared-table"
  Severity severity = Severity::warning;
  std::string from, to, object;  // contexts (or services) and the thing; any may be empty
  std::string message;           // who does what to whom, and where the opposite was declared: one sentence
  std::string help;              // what to do: one sentence
  std::string label;             // a few words under the caret of the primary place
  std::vector<Step> places;      // [0] is the primary place; then the evidence chain of the first relation
  std::vector<Step> others;      // the same edge elsewhere
  std::vector<Step> declared;    // model lines that were held against it
  std::string owner;             // team of the context that should act; may be empty
  // rule + from + to + object, hashed: 16 hex digits; never a line number.
  std::string fingerprint() const;
};

}  // namespace demarc
