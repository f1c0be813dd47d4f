// Copies a document and puts the elements of loops in while it does.
#include "parsers/templates/cloudformation/for_each.h"

#include <unordered_set>
#include <utility>

namespace demarc::cloudformation {
namespace {

constexpr std::string_view word = "Fn::ForEach::";
constexpr int max_depth = 100;
constexpr std::size_t max_nodes = 100'000, max_loops_inside = 8;

bool has_loop(Node root) {
  std::unordered_set<NodeIndex> seen;
  std::vector<Node> open{root};
  while (!open.empty()) {
    const Node node = open.back();
    open.pop_back();
    if (!(node.is_map() || node.is_list()) || !seen.insert(node.index).second) continue;
    for (std::uint32_t i = 0; i < node.size(); ++i) {
      const Node child = node.child(i);
      if (node.is_map() && i % 2 == 0 && child.text().starts_with(word)) return true;
      open.push_back(child);
    }
  }
  return false;
}

std::string letters_and_digits(std::string_view text) {
  std::string out;
  for (char c : text)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) out += c;
  return out;
}

class Copy {
 public:
  Copy(Node root, const ListOfParameter& parameter, const Complaint& complain)
      : parameter_(parameter), complain_(complain), out_(std::make_unique<Document>(root.span().file)) {
    out_->add_root(node(root, 0));
  }

  std::unique_ptr<Document> document() && { return std::move(out_); }

 private:
  NodeIndex node(Node from, int depth) {
    if (++made_ > max_nodes || depth > max_depth) {
      if (!std::exchange(is_cut_, true))
        complain_(from.span(), "Fn::ForEach makes too much; the rest is left out");
      return out_->scalar(NodeKind::null, "", "", false, from.span().begin, from.span().end);
    }
    const DocumentNode& like = (*from.document)[from.index];
    if (from.is_map()) {
      if (const std::string* element = named(from.find("Ref").text()); element && from.size() == 2)
        return out_->scalar(NodeKind::string, *element, "", true, like.begin, like.end);
      std::vector<NodeIndex> children;
      entries(from, children, depth);
      return out_->collection(NodeKind::map, children, from.tag(), like.begin, like.end);
    }
    if (from.is_list()) {
      std::vector<NodeIndex> children;
      for (std::uint32_t i = 0; i < from.size(); ++i) children.push_back(node(from.child(i), depth + 1));
      return out_->collection(NodeKind::list, children, from.tag(), like.begin, like.end);
    }
    if (const std::string* element = from.tag() == "Ref" ? named(from.text()) : nullptr)
      return out_->scalar(NodeKind::string, *element, "", true, like.begin, like.end);
    return out_->scalar(like.kind, filled(from.text()), from.tag(), like.quoted, like.begin, like.end);
  }

  void entries(Node map, std::vector<NodeIndex>& into, int depth) {
    for (std::uint32_t i = 0; i + 1 < map.size() && !is_cut_; i += 2) {
      const Node key = map.child(i), value = map.child(i + 1);
      if (key.text().starts_with(word) && loop(key, value, into, depth)) continue;
      into.push_back(node(key, depth + 1));
      into.push_back(node(value, depth + 1));
    }
  }

  // False when it cannot be written out.
  bool loop(Node key, Node body, std::vector<NodeIndex>& into, int depth) {
    if (!body.is_list() || body.size() != 3 || !body.child(0).is_scalar() || !body.child(2).is_map()) {
      complain_(key.span(), "Fn::ForEach takes an identifier, a collection and a map");
      return false;
    }
    std::vector<std::string> elements;
    if (elements_.size() >= max_loops_inside || depth > max_depth || !collection(body.child(1), elements)) {
      complain_(key.span(), "the collection of this Fn::ForEach is not known");
      return false;
    }
    for (std::string& element : elements) {
      if (is_cut_) break;
      elements_.emplace_back(body.child(0).text(), std::move(element));
      entries(body.child(2), into, depth + 1);
      elements_.pop_back();
    }
    return true;
  }

  bool collection(Node node, std::vector<std::string>& into) const {
    if (node.is_list()) {
      for (std::uint32_t i = 0; i < node.size(); ++i) {
        const Node element = node.child(i);
        if (!element.tag().empty() || !element.is_scalar()) {
          // A parameter among the elements gives its own.
          if (!collection(element, into)) return false;
        } else {
          into.push_back(filled(element.text()));
        }
      }
      return true;
    }
    const std::string_view name = node.tag() == "Ref" ? node.text() : node.find("Ref").text();
    if (name.empty()) return false;
    if (const std::string* element = named(name)) {
      into.push_back(*element);
      return true;
    }
    std::vector<std::string> all = parameter_(name);
    if (all.empty()) return false;
    for (std::string& one : all) into.push_back(std::move(one));
    return true;
  }

  const std::string* named(std::string_view identifier) const {
    if (identifier.empty()) return nullptr;
    for (std::size_t i = elements_.size(); i-- > 0;)
      if (elements_[i].first == identifier) return &elements_[i].second;
    return nullptr;
  }

  // ${identifier} and &{identifier} of the loops around.
  std::string filled(std::string_view text) const {
    std::string out;
    while (!elements_.empty()) {
      const std::size_t open = text.find('{');
      const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
      if (close == std::string_view::npos) break;
      const char mark = open == 0 ? '\0' : text[open - 1];
      const std::string* element =
          mark == '$' || mark == '&' ? named(text.substr(open + 1, close - open - 1)) : nullptr;
      if (element) {
        out += text.substr(0, open - 1);
        out += mark == '&' ? letters_and_digits(*element) : *element;
        text.remove_prefix(close + 1);
      } else {
        out += text.substr(0, open + 1);
        text.remove_prefix(open + 1);
      }
    }
    out += text;
    return out;
  }

  const ListOfParameter& parameter_;
  const Complaint& complain_;
  std::unique_ptr<Document> out_;
  std::vector<std::pair<std::string, std::string>> elements_;  // of the loops around, outermost first
  std::size_t made_ = 0;
  bool is_cut_ = false;
};

}  // namespace

std::unique_ptr<Document> write_out_loops(Node root, const ListOfParameter& parameter,
                                          const Complaint& complain) {
  if (!root || !has_loop(root)) return nullptr;
  return Copy(root, parameter, complain).document();
}

}  // namespace demarc::cloudformation
