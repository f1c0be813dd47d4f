// A place in a document: which document, which node. Templates are spread over several files.
#pragma once
#include <string_view>

#include "analyzer/base/document.h"

namespace demarc::cloudformation {

// False when it names nothing. The document must outlive it.
struct Node {
  const Document* document = nullptr;
  NodeIndex index = no_node;

  explicit operator bool() const { return document != nullptr && index != no_node; }
  NodeKind kind() const { return *this ? (*document)[index].kind : NodeKind::null; }
  bool is_map() const { return kind() == NodeKind::map; }
  bool is_list() const { return kind() == NodeKind::list; }
  bool is_scalar() const { return *this && !is_map() && !is_list(); }
  // Scalar text; "" for collections and nothing.
  std::string_view text() const { return is_scalar() ? document->text(index) : std::string_view(); }
  std::string_view tag() const { return *this ? document->tag(index) : std::string_view(); }
  Span span() const { return *this ? document->span(index) : Span{}; }
  // Children as they stand: of a map, keys and values alternate.
  std::uint32_t size() const { return is_map() || is_list() ? (*document)[index].count : 0; }
  Node child(std::uint32_t i) const { return {document, document->child((*document)[index], i)}; }
  Node find(std::string_view key) const {
    return *this ? Node{document, document->find(index, key)} : Node{};
  }
  template <class... Keys>
  Node find(std::string_view key, Keys... rest) const {
    return find(key).find(rest...);
  }
};

}  // namespace demarc::cloudformation
