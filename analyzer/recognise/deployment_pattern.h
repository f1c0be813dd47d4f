// The notation of rows about deployment: dependencies and configuration properties.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/result.h"

namespace demarc {

// dependency "group:artifact-*|other"     property a.$x.url = $url
// property a.b = "text|glob*"     property a.b = $x like "http*"
struct DeploymentPattern {
  enum class Kind { dependency, property };
  struct Element {
    enum class Kind { text, capture, any };  // `any` (**) takes any further ones
    Kind kind = Kind::text;
    std::string text;  // what it must be (as property_name makes it), or the capture's name
  };
  Kind kind = Kind::dependency;
  std::vector<std::string> names;   // dependency: one of these; `*` is any text, letters' case is one
  std::vector<Element> elements;    // property
  std::string value;                // the capture of what it is set to
  std::vector<std::string> values;  // what it must be set to: one of these; empty: anything

  bool matches_name(std::string_view text) const;
  bool matches_value(std::string_view text) const;
};

// Errors carry the offset in `text` as where.begin.
Result<DeploymentPattern> parse_deployment_pattern(std::string_view text);

// "a.b[0].c" → a, b, [0], c; dots in brackets or quotes part nothing.
std::vector<std::string_view> name_elements(std::string_view name);

}  // namespace demarc
