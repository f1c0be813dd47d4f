// The notation of a row's `match`: an access path with arguments, read into steps.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace demarc {

// What an argument, entry or element must look like.
struct ArgumentPattern {
  enum class Kind : std::uint8_t { any, capture, text, object, list, rest };
  Kind kind = Kind::any;
  std::string name;                // of a named argument or an object's entry
  bool any_key = false;            // each entry of an object, its key captured as `name`
  bool required = false;           // `!`
  std::string capture;             // kind capture, without "$"
  std::string type;                // kind capture: only a thing of this type; with `!` in front: of any other
  std::vector<std::string> texts;  // kind text: one of these
  // Kind object: entries; kind list: the one for each element, or several that stand for its first elements.
  std::vector<ArgumentPattern> inner;
  bool each = false;  // all further arguments: each that fits
};

struct PathStep {
  enum class Kind : std::uint8_t { name, any_name, call, index };
  Kind kind = Kind::name;
  // Kind name: one of these. A `*` in one stands for any text.
  std::vector<std::string> names;
  std::vector<std::string> meanings;       // what each of them is captured as; `*`: what the name's own is
  std::string capture;                     // which name or key it was
  std::vector<ArgumentPattern> arguments;  // kind call; kind index: one
};

struct Pattern {
  enum class Kind : std::uint8_t { path, annotation, subclass, comparison, assignment };
  Kind kind = Kind::path;
  std::string root;      // library, type or global; "" for any receiver
  std::string receiver;  // its capture, for any receiver
  std::vector<PathStep> steps;
  std::vector<std::string> type_arguments;  // of a class: what each is captured as, "" for `_`
  ArgumentPattern compared;                 // kind comparison: the other side; assignment: the value
};

// Errors carry the offset in `text` as where.begin.
Result<Pattern> parse_pattern(std::string_view text);

}  // namespace demarc
