// Builds a Document from an untrusted file: bounded in size, depth and number of notes, with a note on equal
// keys.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/reader.h"

namespace demarc {

// What every reader of documents refuses, so that no file can exhaust memory or the stack of those who walk
// it.
inline constexpr std::uint32_t max_document_bytes = 8u << 20;
inline constexpr std::uint32_t max_document_depth = 200;
inline constexpr std::uint32_t max_document_nodes = 2'000'000;  // nodes and places in lists and maps together
inline constexpr std::uint32_t max_document_notes = 20;

class BoundedDocument {
 public:
  BoundedDocument(FileId file, std::vector<Note>& notes) : document_(file), notes_(notes) {}

  NodeIndex scalar(NodeKind kind, std::string_view text, std::string_view tag, bool quoted,
                   std::uint32_t begin, std::uint32_t end);
  // Children of a map alternate key and value; an equal key stays (the last one wins), with a note where that
  // changes what it says.
  NodeIndex map(const std::vector<NodeIndex>& children, std::string_view tag, std::uint32_t begin,
                std::uint32_t end);
  NodeIndex list(const std::vector<NodeIndex>& children, std::string_view tag, std::uint32_t begin,
                 std::uint32_t end);
  void add_root(NodeIndex node) { document_.add_root(node); }
  // Adds a note; past the bound further ones are dropped, and the last says so.
  void note(std::uint32_t begin, std::uint32_t end, std::string what);
  // Counts work that makes no node (merging, following aliases) against the bound.
  void spend(std::size_t work) { used_ += work; }
  // True once the file held more than max_document_nodes: the reader stops.
  bool is_full() const { return used_ > max_document_nodes; }
  const Document& document() const { return document_; }
  Document take() { return std::move(document_); }

 private:
  bool is_same_text(NodeIndex a, NodeIndex b) const;
  Document document_;
  std::vector<Note>& notes_;
  std::uint64_t used_ = 0;
  std::uint32_t noted_ = 0;
};

// False, with a note, for a file that no reader of documents takes for its size.
bool is_readable_size(const Source& source, Observations& out);
// True for the lock files of package managers: large, and no architecture in them.
bool is_lock_file(std::string_view path);
// The last part of a path.
std::string_view file_name(std::string_view path);
// True for a name that ends so, whatever its case: ends_with_any("a/B.YAML", {".yaml"}).
bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> endings);
// Null, true, false or a number where the plain text of a scalar says so in JSON's or YAML's core words.
NodeKind plain_kind(std::string_view text);

}  // namespace demarc
