// The one spelling of a configuration property.
#include "analyzer/observations/declarations.h"

namespace demarc {

std::string property_name(std::string_view name) {
  std::string out;
  bool in_brackets = false;
  for (char c : name) {
    if (c == '"') continue;  // a."b".c is a.b.c
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
    if (!in_brackets) {
      if (c == '-' || c == '_') continue;
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    out += c;
  }
  return out;
}

}  // namespace demarc
