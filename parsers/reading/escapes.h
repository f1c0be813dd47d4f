// What the escapes of string literals have in common: code points as UTF-8, hexadecimal digits, pairs of
// surrogates, single letters. Each language says which of them it knows.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace demarc::escapes {

// Appends a code point as UTF-8; what is no character of its own becomes U+FFFD.
void put_utf8(std::string& out, std::uint32_t code);

// At most `most` hexadecimal digits at the front of `text`, taken off; nothing when there are fewer than
// `least`, and then `text` stays.
std::optional<std::uint32_t> take_hex(std::string_view& text, std::size_t least, std::size_t most);

inline bool is_high_surrogate(std::uint32_t code) { return code >= 0xd800 && code < 0xdc00; }
inline bool is_low_surrogate(std::uint32_t code) { return code >= 0xdc00 && code < 0xe000; }
inline std::uint32_t join_surrogates(std::uint32_t high, std::uint32_t low) {
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

// What \a \b \f \n \r \t \v stand for in nearly every language; '\0' for other letters.
char control_of(char letter);

}  // namespace demarc::escapes
