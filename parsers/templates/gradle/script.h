// Build scripts as the reader left them: statements, and texts with names filled in.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/document.h"

namespace demarc::gradle {

// Statement: {do, with, block, then} or {set, to}.
struct Statement {
  const Document* d = nullptr;
  NodeIndex at = no_node;

  std::string_view name() const;  // what is done or set
  bool is_assignment() const { return d->find(at, "set") != no_node; }
  std::vector<NodeIndex> with() const;  // arguments
  NodeIndex to() const { return d->find(at, "to"); }
  std::vector<Statement> block() const;  // statements of its block, or of a closure that it is given last
  std::vector<Statement> then() const;
};

std::vector<Statement> statements(const Document& d);
std::vector<Statement> statements(const Document& d, NodeIndex list);

// Names that scripts give to texts: `ext`, `def`, `val`, gradle.properties.
using Names = std::map<std::string, std::string, std::less<>>;

// The text of a value, with names filled in; "" when it is none.
std::string text_of(const Document& d, NodeIndex value, const Names& names);
// `$x` and `${a.b}` replaced; what nobody knows stays.
std::string filled(std::string_view text, const Names& names);
// Takes what `name = value` says: a text, or each text of a map below `name.`.
void define(const std::string& name, const Document& d, NodeIndex value, Names& names);
// "rootProject.ext.x", "project.x", "extra.x": "x".
std::string_view plain_name(std::string_view name);

}  // namespace demarc::gradle
