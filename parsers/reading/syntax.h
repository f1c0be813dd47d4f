// Source text to a flat syntax tree whose nodes carry the reader's own numbers.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/reading/syntax_walk.h"

struct TSLanguage;

namespace demarc::syntax {

// What a reader calls a node: its own enumeration, from 1; 0 is every named node that it does not list.
// `error`, `through` and `dropped` have the meaning of demarc_syntax_…; list comments as `dropped`.
inline constexpr std::uint8_t other = 0, error = demarc_syntax_error, through = demarc_syntax_through,
                              dropped = demarc_syntax_dropped;

struct KindRow {
  std::string_view name;  // of the grammar
  std::uint8_t kind;
  bool named = true;  // false: a token such as "async"; tokens that are not listed are left out
};
struct FieldRow {
  std::string_view name;
  std::uint8_t field;  // from 1
};

// One grammar with a reader's rows, compiled into tables. Make it once (a function's static): safe to use
// from several threads.
class Grammar {
 public:
  Grammar(const TSLanguage* language, std::span<const KindRow> kinds, std::span<const FieldRow> fields);
  const TSLanguage* language() const { return language_; }
  DemarcSyntaxTable table() const { return {language_, kinds_.data(), fields_.data()}; }
  // Names of rows that the grammar does not have: a guard for tests.
  const std::vector<std::string>& strangers() const { return strangers_; }

 private:
  const TSLanguage* language_;
  std::vector<std::uint8_t> kinds_, fields_;
  std::vector<std::string> strangers_;
};

using Node = DemarcSyntaxNode;
using NodeIndex = std::uint32_t;  // 0 is the root

enum class Outcome : std::uint8_t {
  parsed,     // perhaps with errors: Tree::has_errors
  too_large,  // more than max_bytes
  gave_up,    // the text took far more steps than source code of its size does
};
inline constexpr std::size_t max_bytes = 16u << 20;

// A parsed file. Keeps a view of the text. The children of `n` are
//   for (NodeIndex c = tree.first(n); c != tree.end(n); c = tree.next(c))
class Tree {
 public:
  const Node& operator[](NodeIndex n) const { return nodes_[n]; }
  NodeIndex first(NodeIndex n) const { return n + 1; }
  NodeIndex end(NodeIndex n) const { return nodes_[n].next; }
  NodeIndex next(NodeIndex n) const { return nodes_[n].next; }
  bool is_leaf(NodeIndex n) const { return nodes_[n].next == n + 1; }
  // The first child that plays the part `field`; 0 for none.
  NodeIndex child(NodeIndex n, std::uint8_t field) const {
    for (NodeIndex c = n + 1, last = nodes_[n].next; c != last; c = nodes_[c].next)
      if (nodes_[c].field == field) return c;
    return 0;
  }
  std::string_view text(NodeIndex n) const {
    return text_.substr(nodes_[n].begin, nodes_[n].end - nodes_[n].begin);
  }
  std::string_view source() const { return text_; }
  std::size_t size() const { return count_; }
  bool has_errors() const { return has_errors_; }

 private:
  friend Outcome parse(const Grammar&, std::string_view, Tree&);
  std::string_view text_;
  std::vector<Node> nodes_;  // longer than count_: room for the next file
  std::uint32_t count_ = 0;
  bool has_errors_ = false;
};

// Parses `text` into `out`, whose room is used again; unless `parsed`, `out` is empty and must not be walked.
// The number of steps is bounded by the size of the text, not by a clock, so that a result does not depend on
// the machine.
Outcome parse(const Grammar& grammar, std::string_view text, Tree& out);

// A word for people on an outcome other than `parsed`.
std::string_view to_string(Outcome outcome);

}  // namespace demarc::syntax
