// Names with holes: do two of them mean the same thing, and which resource does a name mean.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/values.h"

namespace demarc::linking {

// A name as a row of characters and holes. `$env:X`, parameters, pseudo parameters and the like are holes;
// so are references (the platform makes their text).
struct Name {
  struct Piece {
    char letter = 0;   // 0: a hole
    std::string hole;  // its name, lower case, without separators; "" for an unknown one
  };
  std::vector<Piece> pieces;
  bool has_holes() const;
  bool is_open() const;  // nothing but holes
};

// Longer names than this are cut: nothing that is deployed has one.
inline constexpr std::size_t max_name = 300;

Name name_of(const Values& values, ValueId value);
Name name_of(std::string_view text);  // literal

// How well two names agree: 0 when they cannot be the same. Equal names without holes score above all others;
// then more agreeing letters, equally named holes, fewer separators swallowed by holes. Fewer than three
// letters of literal agreement are none, unless the names are equal to the letter.
int agreement(const Name& a, const Name& b);

// The parts of an ARN, as values: service ("dynamodb") and the rest behind the account, or nothing.
struct Arn {
  std::string service;
  ValueId resource;  // "table/orders", "function:x", "orders"; with holes
};
bool take_arn(Values& values, ValueId value, Arn& out);

// The part of a value behind the last of `separators`, and in front of the first; the whole value if there is
// none.
ValueId behind_last(Values& values, ValueId value, std::string_view separators);
ValueId in_front_of_first(Values& values, ValueId value, std::string_view separators);
// The value without this literal beginning; 0 if it does not begin so.
ValueId without_prefix(Values& values, ValueId value, std::string_view prefix);

}  // namespace demarc::linking
