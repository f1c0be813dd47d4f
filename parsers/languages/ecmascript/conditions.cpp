// Walks conditional maps within a bound, since documents may share branches without end.
#include "parsers/languages/ecmascript/conditions.h"

namespace demarc::ecmascript {
namespace {

constexpr std::size_t max_targets = 64;
constexpr int max_depth = 8;

class Targets {
 public:
  Targets(const Document& document, std::string_view star) : document_(document), star_(star) {}

  void collect(NodeIndex n, int depth = 0) {
    if (n == no_node || depth > max_depth || found_.size() >= max_targets) return;
    const DocumentNode& node = document_[n];
    if (node.kind == NodeKind::string) {
      found_.push_back(filled(document_.text(n), star_));
    } else if (node.kind == NodeKind::list) {
      for (std::uint32_t i = 0; i < node.count; ++i) collect(document_.child(node, i), depth + 1);
    } else if (node.kind == NodeKind::map) {
      constexpr std::string_view best[] = {"source",  "development", "types",  "import",
                                           "require", "node",        "default"};
      for (std::string_view word : best) collect(document_.find(n, word), depth + 1);
      for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
        const std::string_view word = document_.text(document_.child(node, i));
        bool is_known = false;
        for (std::string_view known : best) is_known |= word == known;
        if (!is_known) collect(document_.child(node, i + 1), depth + 1);
      }
    }
  }
  std::vector<std::string> found() { return std::move(found_); }

 private:
  const Document& document_;
  std::string_view star_;
  std::vector<std::string> found_;
};

}  // namespace

bool fits(std::string_view pattern, std::string_view text, std::string_view& star) {
  star = {};
  const std::size_t at = pattern.find('*');
  if (at == std::string_view::npos) return pattern == text;
  const std::string_view before = pattern.substr(0, at), after = pattern.substr(at + 1);
  if (text.size() < before.size() + after.size() || !text.starts_with(before) || !text.ends_with(after))
    return false;
  star = text.substr(at, text.size() - before.size() - after.size());
  return true;
}

std::string filled(std::string_view pattern, std::string_view star) {
  std::string made;
  for (char c : pattern) {
    if (c == '*') made += star;
    else made += c;
  }
  return made;
}

std::vector<std::string> conditional_targets(const Document& document, NodeIndex map,
                                             std::string_view subpath) {
  if (map == no_node) return {};
  const DocumentNode& node = document[map];
  const bool has_subpaths = node.kind == NodeKind::map && node.count >= 2 &&
                            (document.text(document.child(node, 0)).starts_with('.') ||
                             document.text(document.child(node, 0)).starts_with('#'));
  std::string_view star;
  NodeIndex chosen = no_node;
  if (!has_subpaths) {
    if (subpath == ".") chosen = map;
  } else {
    // An exact key, else the pattern with the longest beginning.
    std::size_t longest = 0;
    for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
      const std::string_view key = document.text(document.child(node, i));
      std::string_view part;
      if (!fits(key, subpath, part)) continue;
      const std::size_t star_at = key.find('*');
      const std::size_t length = star_at == std::string_view::npos ? std::string_view::npos : star_at + 1;
      if (length <= longest) continue;
      longest = length;
      star = part;
      chosen = document.child(node, i + 1);
    }
  }
  Targets targets(document, star);
  targets.collect(chosen);
  return targets.found();
}

}  // namespace demarc::ecmascript
