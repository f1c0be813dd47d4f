// Configuration files as flat properties: nested, dotted and mixed keys, lists, several documents.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/document.h"
#include "analyzer/base/values.h"

namespace demarc::spring {

struct Leaf {
  std::string name;  // as written, with dots: "zuul.routes.orders.url", "a.list[0]"
  std::string text;
  std::string profile;  // the condition of its document ("a | b", "!test"), "" always
  Span span;            // of the key, or of a list's element
};

// All leaves of a file in its order; at most max_leaves.
inline constexpr std::size_t max_leaves = 20'000;
std::vector<Leaf> leaves(const Document& d);

// "a" and "b | c" both hold: "a & b | a & c".
std::string both(std::string_view a, std::string_view b);

// What a build fills in: "project.artifactId" → "orders".
using Fillings = std::unordered_map<std::string, std::string>;

// A text with placeholders as a value: `${a.b:default}` (nested too) is the setting config of that property.
// Expressions (`#{…}`) and secrets (`{cipher}…`) are unknown.
ValueId value_of(std::string_view text, const Fillings& fillings, Values& values);

// The text with each placeholder replaced by its default; one without becomes "".
std::string with_defaults(std::string_view text, const Fillings& fillings);

}  // namespace demarc::spring
