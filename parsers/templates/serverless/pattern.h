// Texts with holes: an address or path that a variable without one value is part of.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace demarc::serverless {

inline constexpr char hole = '\1';
inline constexpr std::size_t max_alternatives = 8;  // nodes or files that one pattern may mean

// Whether `text` fits a pattern in which each hole stands for any text.
bool fits(std::string_view pattern, std::string_view text);
// The pattern for people, with * for holes.
std::string shown(std::string_view pattern);

}  // namespace demarc::serverless
