// Follows "$ref": inside a document, and into other documents of the tree.
#pragma once
#include <string_view>

#include "analyzer/reader.h"

namespace demarc::contracts {

// A node and the document it stands in. False when it names nothing.
struct Place {
  const Document* document = nullptr;
  NodeIndex node = no_node;

  explicit operator bool() const { return document != nullptr && node != no_node; }
  NodeKind kind() const { return *this ? (*document)[node].kind : NodeKind::null; }
  bool is_map() const { return kind() == NodeKind::map; }
  std::string_view text() const;  // "" for maps and lists
  Span span() const { return *this ? document->span(node) : Span{}; }
  Place find(std::string_view key) const {
    return *this ? Place{document, document->find(node, key)} : Place{};
  }
  std::uint32_t size() const { return is_map() || kind() == NodeKind::list ? (*document)[node].count : 0; }
  Place child(std::uint32_t i) const { return {document, document->child((*document)[node], i)}; }
};

// What `place` stands for: itself, or what its "$ref" leads to, through at most eight references. Remote
// references and those that lead nowhere give nothing. `name`, if given, gets the last step of the last
// reference followed.
Place followed(const Project& project, Place place, std::string_view* name = nullptr);

// The first root of a file's document.
Place root_of(const Project& project, FileId file);

}  // namespace demarc::contracts
