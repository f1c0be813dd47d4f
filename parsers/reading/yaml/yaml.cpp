// Reads YAML into a Document: places in bytes, tags, anchors as shared nodes, merge keys applied.
#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "parsers/reading/bounded_document.h"

namespace demarc {
namespace {

// libyaml counts characters; spans count bytes.
class CharacterPlaces {
 public:
  explicit CharacterPlaces(std::string_view text) : text_(text) {
    is_ascii_ = std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
    if (is_ascii_) return;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
      if (starts_character(text[i]) && characters++ % stride == 0)
        checkpoints_.push_back(static_cast<std::uint32_t>(i));
  }

  std::uint32_t byte_of(std::size_t character) const {
    if (is_ascii_) return static_cast<std::uint32_t>(std::min(character, text_.size()));
    std::size_t block = character / stride;
    if (block >= checkpoints_.size()) return static_cast<std::uint32_t>(text_.size());
    std::size_t at = checkpoints_[block];
    for (std::size_t left = character % stride; left > 0 && at < text_.size(); --left) {
      ++at;
      while (at < text_.size() && !starts_character(text_[at])) ++at;
    }
    return static_cast<std::uint32_t>(at);
  }

 private:
  static constexpr std::size_t stride = 64;
  static bool starts_character(char c) { return (c & 0xc0) != 0x80; }
  std::string_view text_;
  bool is_ascii_ = true;
  std::vector<std::uint32_t> checkpoints_;
};

struct Parser {
  yaml_parser_t raw;
  Parser() { yaml_parser_initialize(&raw); }
  ~Parser() { yaml_parser_delete(&raw); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
};

struct Event {
  yaml_event_t raw;
  Event() = default;
  ~Event() { yaml_event_delete(&raw); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
};

std::string_view text_of(const yaml_char_t* text) {
  return text ? reinterpret_cast<const char*>(text) : std::string_view();
}

constexpr std::string_view core_tags = "tag:yaml.org,2002:";

class YamlReading {
 public:
  YamlReading(const Source& source, Observations& out)
      : out_(out),
        made_(source.file, out.notes),
        file_(source.file),
        whole_(source.text),
        text_(source.text) {
    if (text_.starts_with("\xef\xbb\xbf")) {
      skipped_ = 3;
      text_.remove_prefix(3);
    }
  }

  // The place of a backslash in quotes that begins no escape of YAML; npos unless that was what broke the
  // text.
  std::size_t bad_escape() const { return bad_escape_; }

  void run() {
    CharacterPlaces places(text_);
    places_ = &places;
    Parser parser;
    yaml_parser_set_encoding(&parser.raw, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser.raw, reinterpret_cast<const unsigned char*>(text_.data()),
                                 text_.size());
    for (;;) {
      Event event;
      if (!yaml_parser_parse(&parser.raw, &event.raw)) {
        broken(parser.raw);
        break;
      }
      if (event.raw.type == YAML_STREAM_END_EVENT) break;
      take(event.raw);
      if (is_refused_) break;
      if (made_.is_full()) {
        refuse(fmt::format("more than {} nodes: the rest is not read", max_document_nodes));
        break;
      }
    }
    // What was read before a fault stays: close what is still open.
    while (!open_.empty()) close(open_.back().last_end);
    if (root_ != no_node) made_.add_root(root_);
    if (!is_templated_) out_.document = made_.take();
  }

 private:
  struct Open {
    bool is_map = false;
    bool is_flow = false;
    std::string tag, anchor;
    std::uint32_t begin = 0, last_end = 0;
    std::vector<NodeIndex> children;
  };

  std::uint32_t begin_of(const yaml_event_t& e) const {
    return skipped_ + places_->byte_of(e.start_mark.index);
  }
  std::uint32_t end_of(const yaml_event_t& e) const { return skipped_ + places_->byte_of(e.end_mark.index); }

  void take(const yaml_event_t& e) {
    switch (e.type) {
      case YAML_DOCUMENT_START_EVENT:
        anchors_.clear();
        root_ = no_node;
        break;
      case YAML_DOCUMENT_END_EVENT:
        if (root_ != no_node) made_.add_root(root_);
        root_ = no_node;
        break;
      case YAML_SCALAR_EVENT: scalar(e); break;
      case YAML_ALIAS_EVENT: alias(e); break;
      case YAML_SEQUENCE_START_EVENT:
        start(e, false, text_of(e.data.sequence_start.tag), text_of(e.data.sequence_start.anchor),
              e.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
        break;
      case YAML_MAPPING_START_EVENT:
        start(e, true, text_of(e.data.mapping_start.tag), text_of(e.data.mapping_start.anchor),
              e.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
        break;
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        // A block's end mark stands at the next token, far below; its last child's end is what is meant.
        close(open_.back().is_flow ? end_of(e) : open_.back().last_end);
        break;
      default: break;
    }
  }

  void start(const yaml_event_t& e, bool is_map, std::string_view tag, std::string_view anchor,
             bool is_flow) {
    if (open_.size() >= max_document_depth) {
      refuse(fmt::format("nested deeper than {}: the rest is not read", max_document_depth), begin_of(e));
      return;
    }
    open_.push_back({is_map, is_flow, own_tag(tag), std::string(anchor), begin_of(e), end_of(e), {}});
    if (!anchor.empty()) anchors_[std::string(anchor)] = no_node;  // open: an alias to it would be a ring
  }

  void close(std::uint32_t end) {
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.is_map && done.children.size() % 2 != 0) {
      // Only after a fault: a key whose value was never read.
      done.children.push_back(made_.scalar(NodeKind::null, "", "", false, end, end));
    }
    NodeIndex node = done.is_map ? made_.map(merged(done.children), done.tag, done.begin, end)
                                 : made_.list(done.children, done.tag, done.begin, end);
    if (!done.anchor.empty()) anchors_[done.anchor] = node;
    put(node, end);
  }

  void put(NodeIndex node, std::uint32_t end) {
    if (open_.empty()) {
      root_ = node;
      return;
    }
    Open& parent = open_.back();
    if (parent.is_map && parent.children.size() % 2 == 0) node = as_key(node);
    parent.children.push_back(node);
    parent.last_end = std::max(parent.last_end, end);
  }

  // A key that is a list or map is written as its text in the file.
  NodeIndex as_key(NodeIndex node) {
    const DocumentNode key = made_.document()[node];
    if (key.kind != NodeKind::list && key.kind != NodeKind::map) return node;
    constexpr std::uint32_t enough = 200;
    std::string_view text = whole_.substr(key.begin, std::min(key.end - key.begin, enough));
    return made_.scalar(NodeKind::string, text, "", false, key.begin, key.end);
  }

  void scalar(const yaml_event_t& e) {
    const auto& s = e.data.scalar;
    std::string_view text(reinterpret_cast<const char*>(s.value), s.length);
    std::string_view tag = text_of(s.tag);
    bool quoted = s.style != YAML_PLAIN_SCALAR_STYLE || tag == "!";
    NodeKind kind = quoted ? NodeKind::string : plain_kind(text);
    if (tag.starts_with(core_tags)) {
      std::string_view core = tag.substr(core_tags.size());
      if (core == "str" || core == "binary") {
        kind = NodeKind::string;
        quoted = true;
      } else if (core == "int" || core == "float") {
        kind = NodeKind::number;
      } else if (core == "bool") {
        kind = NodeKind::boolean;
      }
    } else if (!tag.empty() && kind == NodeKind::null && text.empty()) {
      kind = NodeKind::string;  // `!Ref` with nothing behind it is no null
    }
    NodeIndex node = made_.scalar(kind, text, own_tag(tag), quoted, begin_of(e), end_of(e));
    if (s.anchor) anchors_[std::string(text_of(s.anchor))] = node;
    put(node, end_of(e));
  }

  void alias(const yaml_event_t& e) {
    std::string name(text_of(e.data.alias.anchor));
    auto known = anchors_.find(name);
    NodeIndex node = known == anchors_.end() ? no_node : known->second;
    if (node == no_node) {
      made_.note(begin_of(e), end_of(e),
                 known == anchors_.end()
                     ? fmt::format("the alias *{:.80} names no anchor above it", name)
                     : fmt::format("the alias *{:.80} stands inside its own anchor: a ring, refused", name));
      node = made_.scalar(NodeKind::null, "", "", false, begin_of(e), end_of(e));
    }
    // An alias may double the depth that one file can reach; the bound holds for the joined tree.
    if (open_.size() + depth_of(node) > max_document_depth) {
      refuse(fmt::format("nested deeper than {} through aliases: the rest is not read", max_document_depth),
             begin_of(e));
      return;
    }
    put(node, end_of(e));
  }

  std::uint32_t depth_of(NodeIndex node) {
    const DocumentNode& at = made_.document()[node];
    if (at.kind != NodeKind::list && at.kind != NodeKind::map) return 0;
    if (auto known = depths_.find(node); known != depths_.end()) return known->second;
    std::uint32_t depth = 0;
    for (std::uint32_t i = 0; i < at.count; ++i)
      depth = std::max(depth, depth_of(made_.document().child(at, i)));
    depths_[node] = depth + 1;
    return depth + 1;
  }

  // `<<: *base` and `<<: [*a, *b]`: the map's own keys win, then earlier maps of the list.
  std::vector<NodeIndex> merged(const std::vector<NodeIndex>& children) {
    const Document& doc = made_.document();
    std::vector<NodeIndex> own, sources;
    for (std::size_t i = 0; i < children.size(); i += 2) {
      const NodeIndex key = children[i], value = children[i + 1];
      std::size_t before = sources.size();
      if (doc.text(key) == "<<" && !doc[key].quoted) {
        if (doc[value].kind == NodeKind::map) sources.push_back(value);
        if (doc[value].kind == NodeKind::list && !made_.is_full())
          for (std::uint32_t c = 0; c < doc[value].count; ++c)
            if (NodeIndex one = doc.child(doc[value], c); doc[one].kind == NodeKind::map)
              sources.push_back(one);
      }
      if (sources.size() == before) {
        own.push_back(key);
        own.push_back(value);
      }
    }
    if (sources.empty()) return own;
    std::unordered_set<StringId> taken;
    for (std::size_t i = 0; i < own.size(); i += 2) taken.insert(doc[own[i]].text);
    std::vector<NodeIndex> all;
    for (NodeIndex source : sources) {
      made_.spend(doc[source].count);
      if (made_.is_full()) break;
      for (std::uint32_t i = 0; i + 1 < doc[source].count; i += 2) {
        if (!taken.insert(doc[doc.child(doc[source], i)].text).second) continue;
        all.push_back(doc.child(doc[source], i));
        all.push_back(doc.child(doc[source], i + 1));
      }
    }
    all.insert(all.end(), own.begin(), own.end());
    return all;
  }

  static std::string own_tag(std::string_view tag) {
    if (tag.starts_with(core_tags)) return {};
    if (tag.starts_with("!")) tag.remove_prefix(1);
    return std::string(tag);
  }

  void refuse(std::string why, std::uint32_t at) {
    is_refused_ = true;
    out_.has_errors = true;
    made_.note(at, at, std::move(why));
  }
  void refuse(std::string why) { refuse(std::move(why), open_.empty() ? 0 : open_.back().last_end); }

  void broken(const yaml_parser_t& parser) {
    out_.has_errors = true;
    if (whole_.find("{{") != std::string_view::npos || whole_.find("{%") != std::string_view::npos) {
      is_templated_ = true;
      out_.notes.push_back({{file_, 0, 0}, "templated YAML: not read by itself"});
      return;
    }
    if (parser.problem && std::string_view(parser.problem) == "found unknown escape character")
      bad_escape_ = skipped_ + places_->byte_of(parser.problem_mark.index);
    std::uint32_t at = parser.error == YAML_READER_ERROR
                           ? static_cast<std::uint32_t>(std::min(parser.problem_offset, text_.size()))
                           : places_->byte_of(parser.problem_mark.index);
    const std::string_view problem = parser.problem ? parser.problem : "not understood";
    // The commonest cause, in words that help.
    const bool is_tab = problem.find("cannot start any token") != std::string_view::npos &&
                        at < text_.size() && text_[at] == '\t';
    made_.note(skipped_ + at, skipped_ + at,
               fmt::format("broken YAML: {}; what stands before it was read",
                           is_tab ? "a tab, where lines are indented by blanks" : problem));
  }

  Observations& out_;
  BoundedDocument made_;
  FileId file_;
  std::string_view whole_, text_;
  std::uint32_t skipped_ = 0;
  const CharacterPlaces* places_ = nullptr;
  std::vector<Open> open_;
  std::unordered_map<std::string, NodeIndex> anchors_;
  std::unordered_map<NodeIndex, std::uint32_t> depths_;
  NodeIndex root_ = no_node;
  bool is_refused_ = false, is_templated_ = false;
  std::size_t bad_escape_ = std::string::npos;
};

// Faults of one kind that are mended, in files of ordinary size: each costs another pass.
constexpr int max_mended = 50;
constexpr std::size_t max_mended_bytes = 256u << 10;

class YamlReader final : public Reader {
 public:
  std::string_view name() const override { return "yaml"; }
  bool accepts(std::string_view path, std::string_view head) const override {
    if (is_lock_file(path)) return false;
    if (ends_with_any(path, {".yaml", ".yml", ".yaml.tmpl", ".yml.tmpl", ".yaml.tpl", ".yml.tpl",
                             ".yaml.template", ".yml.template"}))
      return true;
    // CloudFormation's other ending; JSON ones belong to the JSON reader.
    if (!ends_with_any(path, {".template", ".cform"})) return false;
    return !head.substr(0, head.find_first_not_of(" \t\r\n\xef\xbb\xbf") + 1).ends_with('{') &&
           (head.find("AWSTemplateFormatVersion") != std::string_view::npos ||
            head.find("Resources:") != std::string_view::npos ||
            head.find("Parameters:") != std::string_view::npos);
  }
  void read(const Source& source, Observations& out) const override {
    if (!is_readable_size(source, out)) return;
    std::string mended;
    for (int faults = 0;; ++faults) {
      Observations made;
      Source now{source.file, source.path, mended.empty() ? source.text : std::string_view(mended)};
      YamlReading reading(now, made);
      reading.run();
      std::size_t at = reading.bad_escape();
      if (at == std::string::npos || faults >= max_mended || source.text.size() > max_mended_bytes) {
        out.has_errors = made.has_errors || faults > 0;
        out.document = std::move(made.document);
        for (Note& note : made.notes) out.notes.push_back(std::move(note));
        return;
      }
      // "^\\d+$" in double quotes is no YAML, but people write it. With another character in the backslash's
      // place the rest can be read, and no place moves.
      if (mended.empty()) mended = source.text;
      mended[at] = '/';
      if (faults == 0)
        out.notes.push_back(
            {{source.file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)},
             "broken YAML: no escape in double quotes; read as if it were text"});
    }
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> yaml() { return std::make_unique<YamlReader>(); }
}  // namespace documents
}  // namespace demarc
