// Letters of names: how they are compared whatever their case.
#pragma once
#include <string>
#include <string_view>

namespace demarc {

// A to Z in lower case; other bytes as they are.
inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace demarc
