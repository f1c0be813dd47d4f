// Look-up in and building of the neutral tree.
#include "analyzer/base/document.h"

namespace demarc {

NodeIndex Document::find(NodeIndex n, std::string_view key) const {
  if (n >= nodes_.size() || nodes_[n].kind != NodeKind::map) return no_node;
  const DocumentNode& node = nodes_[n];
  for (std::uint32_t i = node.count; i >= 2; i -= 2)
    if (text(children_[node.first + i - 2]) == key) return children_[node.first + i - 1];
  return no_node;
}

std::string_view Document::text_of(NodeIndex n, std::string_view key, std::string_view otherwise) const {
  NodeIndex found = find(n, key);
  if (found == no_node) return otherwise;
  NodeKind kind = nodes_[found].kind;
  return kind == NodeKind::list || kind == NodeKind::map ? otherwise : text(found);
}

NodeIndex Document::scalar(NodeKind kind, std::string_view text, std::string_view tag, bool quoted,
                           std::uint32_t begin, std::uint32_t end) {
  nodes_.push_back({kind, quoted, strings_.id(text), strings_.id(tag), 0, 0, begin, end});
  return static_cast<NodeIndex>(nodes_.size() - 1);
}

NodeIndex Document::collection(NodeKind kind, const std::vector<NodeIndex>& children, std::string_view tag,
                               std::uint32_t begin, std::uint32_t end) {
  auto first = static_cast<std::uint32_t>(children_.size());
  children_.insert(children_.end(), children.begin(), children.end());
  nodes_.push_back(
      {kind, false, {}, strings_.id(tag), first, static_cast<std::uint32_t>(children.size()), begin, end});
  return static_cast<NodeIndex>(nodes_.size() - 1);
}

void Document::trim() {
  strings_.trim();
  nodes_.shrink_to_fit();
  children_.shrink_to_fit();
}

}  // namespace demarc
