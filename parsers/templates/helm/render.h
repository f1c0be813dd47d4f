// Fills in templates: pipelines, variables, named templates, the functions that charts use.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/base/span.h"
#include "parsers/templates/helm/template.h"
#include "parsers/templates/helm/value.h"

namespace demarc::helm {

// A filled-in text, and where its parts come from.
struct Rendered {
  std::string text;
  struct Part {
    std::uint32_t begin;   // in `text`
    std::uint32_t origin;  // in the file
    bool is_literal;       // further characters come from further on
  };
  std::vector<Part> parts;
  FileId file;
  std::set<std::string> unread;  // functions and forms that were not understood
  Span place(std::uint32_t begin, std::uint32_t end) const;
};

// Named templates of a chart and its parents and children.
using NamedTemplates = std::map<std::string, const Body*, std::less<>>;

// `root` is what the template sees as $: Values, Chart, Release …. Bounded in steps, depth and output.
Rendered render(const Template& source, const NamedTemplates& named, const Value& root);

}  // namespace demarc::helm
