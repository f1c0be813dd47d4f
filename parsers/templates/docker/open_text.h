// Texts of container files whose variables may stay unknown: ${NAME}, $NAME, ${NAME:-default} put in.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/values.h"

namespace demarc::containers {

// What nobody in the tree says, inside a text that is known otherwise. value_of makes it a setting of that
// space.
std::string hole(std::string_view space, std::string_view name);
bool is_open(std::string_view text);
// Literals and settings of the text, joined.
ValueId value_of(Values& values, std::string_view text);
// For names and paths: holes left out; nothing when a hole is all there is.
std::string without_holes(std::string_view text);

// The value of a variable; nothing when it is not set.
using Lookup = std::function<std::optional<std::string>(std::string_view name)>;

struct Interpolation {
  std::string_view space = "shell";  // of holes for names that are not set and have no default
  char escape = '$';                 // '$': "$$" is a dollar; '\\' or '`': that character in front of one
  bool parentheses = false;          // $(NAME) instead of ${NAME} and $NAME (Kubernetes)
};
// ${A}, $A, ${A:-b}, ${A-b}, ${A:?error}, ${A?error}, ${A:+b}, ${A+b}, nested; bounded in depth and length.
std::string interpolate(std::string_view text, const Lookup& lookup, const Interpolation& how, int depth = 0);

}  // namespace demarc::containers
