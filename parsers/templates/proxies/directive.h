// A view of one statement in a document of directives (parsers/reading/directives).
#pragma once
#include <string_view>

#include "parsers/templates/cloudformation/node.h"

namespace demarc::proxies {

using cloudformation::Node;

struct Directive {
  Node node;

  std::string_view name() const { return word(0); }
  std::string_view word(std::uint32_t i) const {
    Node words = node.find("words");
    return i < words.size() ? words.child(i).text() : std::string_view();
  }
  std::uint32_t words() const { return node.find("words").size(); }
  bool has_block() const { return static_cast<bool>(node.find("block")); }
  std::uint32_t size() const { return node.find("block").size(); }
  Directive child(std::uint32_t i) const { return {node.find("block").child(i)}; }
  Span span() const { return node.find("words").span(); }
  // The first statement of that name right below; false when there is none.
  Directive find(std::string_view name) const {
    for (std::uint32_t i = 0; i < size(); ++i)
      if (child(i).name() == name) return child(i);
    return {};
  }
  explicit operator bool() const { return static_cast<bool>(node); }
};

// The directives of a document in that language, as the block of a statement without words; false for
// others.
inline Node directives_of(const Document* document, std::string_view language) {
  if (document == nullptr || document->roots().empty()) return {};
  Node root{document, document->roots().front()};
  if (root.tag() != "directives" || root.find("language").text() != language) return {};
  return root.find("directives");
}

}  // namespace demarc::proxies
