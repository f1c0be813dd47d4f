// Reads made texts with the YAML reader and moves the places of their nodes.
#include "parsers/templates/kubernetes/inline_document.h"

#include <map>
#include <unordered_map>

#include "parsers/parsers.h"
#include "parsers/templates/docker/open_text.h"

namespace demarc::kubernetes {
namespace {

constexpr std::string_view open_mark = "\xee\x80\x80", close_mark = "\xee\x80\x81";  // private use
constexpr std::size_t max_nodes = 500'000;

// A copy of nodes in a document of its own.
class Copying {
 public:
  using Change = std::function<std::string(std::string_view)>;  // of the text of a scalar
  Copying(const Document& from, Document& to, const Places& places, Change change = with_holes)
      : from_(from), to_(to), places_(places), change_(std::move(change)) {}

  NodeIndex copy(NodeIndex n, int depth = 0) {
    if (auto known = copied_.find(n); known != copied_.end()) return known->second;
    const DocumentNode& node = from_[n];
    const Span place = places_(node.begin, node.end);
    if (depth > 200 || copied_.size() > max_nodes)
      return to_.scalar(NodeKind::null, "", "", false, place.begin, place.end);
    NodeIndex made;
    if (node.kind == NodeKind::map || node.kind == NodeKind::list) {
      std::vector<NodeIndex> children;
      children.reserve(node.count);
      for (std::uint32_t i = 0; i < node.count; ++i)
        children.push_back(copy(from_.child(node, i), depth + 1));
      made = to_.collection(node.kind, children, from_.tag(n), place.begin, place.end);
    } else {
      made = to_.scalar(node.kind, change_(from_.text(n)), from_.tag(n), node.quoted, place.begin, place.end);
    }
    copied_.emplace(n, made);
    return made;
  }

 private:
  const Document& from_;
  Document& to_;
  const Places& places_;
  Change change_;
  std::unordered_map<NodeIndex, NodeIndex> copied_;
};

const Reader* yaml_reader() {
  static const std::vector<std::unique_ptr<Reader>> readers = documents::all();
  for (const auto& reader : readers)
    if (reader->name() == "yaml") return reader.get();
  return nullptr;
}

}  // namespace

std::string printable_hole(std::string_view space, std::string_view name) {
  std::string out(open_mark);
  out += space;
  out += ':';
  out += name;
  return out += close_mark;
}

std::string with_holes(std::string_view text) {
  std::string out(text);
  for (std::size_t at = 0; (at = out.find(open_mark, at)) != std::string::npos;) {
    const std::size_t end = out.find(close_mark, at), colon = out.find(':', at);
    if (end == std::string::npos || colon > end) break;
    const std::string hole =
        containers::hole(std::string_view(out).substr(at + open_mark.size(), colon - at - open_mark.size()),
                         std::string_view(out).substr(colon + 1, end - colon - 1));
    out.replace(at, end + close_mark.size() - at, hole);
    at += hole.size();
  }
  return out;
}

const Document* read_yaml(std::string_view text, FileId file, const Places& places, Made& made,
                          bool* is_broken) {
  Observations seen;
  const Reader* reader = yaml_reader();
  if (!reader) return nullptr;
  reader->read({file, "made.yaml", text}, seen);
  if (is_broken) *is_broken = seen.has_errors;
  if (!seen.document || seen.document->roots().empty()) return nullptr;
  auto document = std::make_unique<Document>(file);
  Copying copying(*seen.document, *document, places);
  for (NodeIndex root : seen.document->roots()) document->add_root(copying.copy(root));
  made.push_back(std::move(document));
  return made.back().get();
}

const Document* read_inline(Node scalar, Made& made) {
  const Span whole = scalar.span();
  return read_yaml(
      scalar.text(), whole.file, [whole](std::uint32_t, std::uint32_t) { return whole; }, made);
}

Node with_parameters(Node object, Made& made) {
  constexpr std::uint32_t max_parameters = 2'000;
  constexpr std::size_t longest = 1u << 16;
  const Node parameters = object.find("parameters");
  if (object.find("kind").text() != "Template" || !parameters.is_list()) return object;
  std::map<std::string, std::string, std::less<>> defaults;
  for (std::uint32_t i = 0; i < parameters.size() && i < max_parameters; ++i) {
    const Node name = parameters.child(i).find("name"), value = parameters.child(i).find("value");
    if (name.is_scalar() && value.is_scalar() && !value.text().empty())
      defaults.emplace(name.text(), value.text());
  }
  if (defaults.empty()) return object;
  const auto filled = [&](std::string_view text) {
    std::string out(text);
    for (std::size_t at = 0; (at = out.find("${", at)) != std::string::npos && out.size() < longest;) {
      const bool is_double = out.compare(at, 3, "${{") == 0;
      const std::size_t begin = at + (is_double ? 3 : 2), end = out.find(is_double ? "}}" : "}", begin);
      if (end == std::string::npos) break;
      const auto known = defaults.find(std::string_view(out).substr(begin, end - begin));
      if (known == defaults.end()) {
        at = end;
        continue;
      }
      out.replace(at, end + (is_double ? 2 : 1) - at, known->second);
      at += known->second.size();
    }
    return out;
  };
  const FileId file = object.document->file();
  auto document = std::make_unique<Document>(file);
  const Places places = [file](std::uint32_t begin, std::uint32_t end) { return Span{file, begin, end}; };
  Copying copying(*object.document, *document, places, filled);
  const NodeIndex root = copying.copy(object.index);
  document->add_root(root);
  made.push_back(std::move(document));
  return {made.back().get(), root};
}

Node container_patch(std::string_view path, Node value, Made& made) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return {};
  std::string_view what = path.substr(slash + 1);
  const Span span = value.span();
  auto document = std::make_unique<Document>(span.file);
  const Places places = [document = value.document](std::uint32_t begin, std::uint32_t end) {
    return Span{document->file(), begin, end};
  };
  Copying copying(*value.document, *document, places);
  NodeIndex inner = copying.copy(value.index);
  auto text = [&](std::string_view word) {
    return document->scalar(NodeKind::string, word, "", true, span.begin, span.end);
  };
  auto map = [&](std::string_view key, NodeIndex child) {
    return document->collection(NodeKind::map, {text(key), child}, "", span.begin, span.end);
  };
  auto list = [&](NodeIndex child) {
    return document->collection(NodeKind::list, {child}, "", span.begin, span.end);
  };
  NodeIndex container;
  if (what == "env" || what == "image" || what == "ports" || what == "envFrom" || what == "args" ||
      what == "command") {
    container = map(what, inner);
  } else if (what == "env/-" || what == "ports/-" || what == "envFrom/-") {
    container = map(what.substr(0, what.find('/')), list(inner));
  } else {
    return {};
  }
  const NodeIndex root = map("spec", map("template", map("spec", map("containers", list(container)))));
  document->add_root(root);
  made.push_back(std::move(document));
  return {made.back().get(), root};
}

}  // namespace demarc::kubernetes
