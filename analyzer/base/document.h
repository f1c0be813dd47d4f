// A neutral tree for YAML, JSON, TOML and the like: maps, lists and scalars, each with its place in the file.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/base/strings.h"

namespace demarc {

enum class NodeKind : std::uint8_t { null, boolean, number, string, list, map };

// One node. Children of a map alternate key, value; keys are scalar nodes (a complex key is written as text).
struct DocumentNode {
  NodeKind kind = NodeKind::null;
  bool quoted = false;  // a scalar in quotes or a block: never a boolean or number by accident
  StringId text;        // scalar text
  StringId tag;         // "!Ref" and the like, without "!" ("Ref"); empty where none was written
  std::uint32_t first = 0, count = 0;  // children, in Document::children()
  std::uint32_t begin = 0, end = 0;    // bytes
};

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex no_node = 0xffffffffu;

// One YAML or JSON file may hold several documents. An alias is the very node it names, so a tree may share
// branches (never form a ring): whoever walks it must bound the number of visited nodes.
class Document {
 public:
  const DocumentNode& operator[](NodeIndex n) const { return nodes_[n]; }
  const std::vector<NodeIndex>& roots() const { return roots_; }
  NodeIndex child(const DocumentNode& node, std::uint32_t i) const { return children_[node.first + i]; }
  std::string_view text(NodeIndex n) const { return strings_.text(nodes_[n].text); }
  std::string_view tag(NodeIndex n) const { return strings_.text(nodes_[n].tag); }
  Span span(NodeIndex n) const { return {file_, nodes_[n].begin, nodes_[n].end}; }
  FileId file() const { return file_; }

  // The value of `key` in map `n`; no_node when `n` is no map or has no such key. The last of equal keys
  // wins.
  NodeIndex find(NodeIndex n, std::string_view key) const;
  // find() along a path of keys.
  template <class... Keys>
  NodeIndex find(NodeIndex n, std::string_view key, Keys... rest) const {
    NodeIndex next = find(n, key);
    return next == no_node ? no_node : find(next, rest...);
  }
  // Scalar text of `key` in map `n`, or `otherwise`.
  std::string_view text_of(NodeIndex n, std::string_view key, std::string_view otherwise = {}) const;

  // Building, for readers: children first, then their parent.
  explicit Document(FileId file = {}) : file_(file) {}
  NodeIndex scalar(NodeKind kind, std::string_view text, std::string_view tag, bool quoted,
                   std::uint32_t begin, std::uint32_t end);
  NodeIndex collection(NodeKind kind, const std::vector<NodeIndex>& children, std::string_view tag,
                       std::uint32_t begin, std::uint32_t end);
  void add_root(NodeIndex n) { roots_.push_back(n); }
  // Gives back the room that growing left behind: all documents of a tree are kept at once.
  void trim();

 private:
  FileId file_;
  Strings strings_;
  std::vector<DocumentNode> nodes_;
  std::vector<NodeIndex> children_, roots_;
};

}  // namespace demarc
