// Reads UTF-8 bytes as UTF-16 code units, the unit in which SARIF consumers count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sarif {

/// One decoded character: the bytes it took (0 at the end of the text only) and its one or two code units.
struct Utf16Character {
  std::size_t bytes = 0;
  std::uint16_t first = 0;
  std::uint16_t second = 0;  ///< 0 if there is one unit only
};

/// The character at the start of `text`. Of bytes that are not UTF-8, each longest start of a character that
/// breaks off is read as one U+FFFD, as the WHATWG Encoding Standard has it.
Utf16Character decode_utf16(std::string_view text);

/// The number of UTF-16 code units of `text`. A column is 1 + this for the part of the line before it.
std::size_t utf16_length(std::string_view text);

}  // namespace sarif
