// Takes XML files: an element becomes a map of its attributes ("@id"), its text ("#text") and its elements.
#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <unordered_map>

#include "parsers/reading/bounded_document.h"

namespace demarc {
namespace {

// An element with text alone is that text. Elements of one name that stand side by side are a list, where the
// first of them stood. Entities of a document type are never expanded: the parser knows none.
class XmlReading {
 public:
  // `text` is what the parser works on, in place: its names and values point into it.
  XmlReading(FileId file, std::string& text, Observations& out) : made_(file, out.notes), text_(text) {}

  void read(Observations& out) {
    pugi::xml_document tree;
    const unsigned how = (pugi::parse_default | pugi::parse_trim_pcdata) & ~pugi::parse_pi;
    // UTF-16 and the like are converted elsewhere in memory: they have no places then.
    const pugi::xml_parse_result parsed = tree.load_buffer_inplace(text_.data(), text_.size(), how);
    if (!parsed) {
      out.has_errors = true;
      const auto at = static_cast<std::uint32_t>(std::min<std::size_t>(
          static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)), text_.size()));
      out.notes.push_back(
          {{made_.document().file(), at, at}, fmt::format("broken XML, not read: {}", parsed.description())});
      return;
    }
    const pugi::xml_node root = tree.document_element();
    if (!root) return;
    std::vector<NodeIndex> children;
    children.push_back(word(root.name()));
    children.push_back(element(root, 0));
    const auto [begin, end] = places(children);
    made_.add_root(made_.map(children, "", begin, end));
    out.document = made_.take();
  }

 private:
  std::uint32_t place(const char* at) const {
    const bool is_inside = at >= text_.data() && at <= text_.data() + text_.size();
    return is_inside ? static_cast<std::uint32_t>(at - text_.data()) : 0;
  }
  NodeIndex scalar(std::string_view text, const char* from) {
    const std::uint32_t begin = place(from);
    const auto length = static_cast<std::uint32_t>(text.size());
    return made_.scalar(NodeKind::string, text, "", true, begin, begin == 0 ? 0 : begin + length);
  }
  NodeIndex word(const char* name) { return scalar(name, name); }
  NodeIndex attribute_name(const char* name) {
    const std::uint32_t begin = place(name);
    return made_.scalar(NodeKind::string, "@" + std::string(name), "", true, begin,
                        begin + static_cast<std::uint32_t>(std::string_view(name).size()));
  }
  std::pair<std::uint32_t, std::uint32_t> places(const std::vector<NodeIndex>& nodes) const {
    std::uint32_t begin = 0, end = 0;
    for (NodeIndex n : nodes) {
      const DocumentNode& node = made_.document()[n];
      if (begin == 0 || node.begin < begin) begin = node.begin;
      end = std::max(end, node.end);
    }
    return {begin, end};
  }

  NodeIndex element(const pugi::xml_node& node, std::uint32_t depth) {
    if (depth > max_document_depth || made_.is_full()) {
      if (!is_cut_)
        made_.note(place(node.name()), place(node.name()), "too deep or too large: the rest is not read");
      is_cut_ = true;
      return made_.scalar(NodeKind::null, "", "", false, place(node.name()), place(node.name()));
    }
    std::string text;
    const char* text_at = node.name();
    struct Group {
      NodeIndex name;
      std::vector<NodeIndex> nodes;
    };
    std::vector<Group> groups;
    std::unordered_map<std::string_view, std::size_t> known;
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        if (text.empty()) text_at = child.value();
        if (!text.empty() && child.previous_sibling().type() == pugi::node_element) text += '\n';
        text += child.value();
      } else if (child.type() == pugi::node_element) {
        const auto [at, is_new] = known.emplace(child.name(), groups.size());
        if (is_new) groups.push_back({word(child.name()), {}});
        groups[at->second].nodes.push_back(element(child, depth + 1));
        if (is_cut_) break;
      }
    }
    const bool has_attributes = static_cast<bool>(node.first_attribute());
    if (groups.empty() && !has_attributes) return scalar(text, text_at);
    std::vector<NodeIndex> children;
    for (const pugi::xml_attribute& a : node.attributes()) {
      children.push_back(attribute_name(a.name()));
      children.push_back(scalar(a.value(), a.value()));
    }
    if (!text.empty()) {
      children.push_back(made_.scalar(NodeKind::string, "#text", "", true, place(text_at), place(text_at)));
      children.push_back(scalar(text, text_at));
    }
    for (Group& group : groups) {
      children.push_back(group.name);
      if (group.nodes.size() == 1) {
        children.push_back(group.nodes[0]);
        continue;
      }
      const auto [begin, end] = places(group.nodes);
      children.push_back(made_.list(group.nodes, "", begin, end));
    }
    auto [begin, end] = places(children);
    return made_.map(children, "", std::min(begin, place(node.name())), end);
  }

  BoundedDocument made_;
  std::string& text_;
  bool is_cut_ = false;
};

class XmlReader final : public Reader {
 public:
  std::string_view name() const override { return "xml"; }
  bool accepts(std::string_view path, std::string_view) const override {
    return ends_with_any(path, {".xml", ".pom"});
  }
  void read(const Source& source, Observations& out) const override {
    if (!is_readable_size(source, out)) return;
    std::string text(source.text);
    XmlReading(source.file, text, out).read(out);
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> xml() { return std::make_unique<XmlReader>(); }
}  // namespace documents
}  // namespace demarc
