// Reads TOML into a Document with the order and the places of the file.
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "parsers/reading/bounded_document.h"

namespace demarc {
namespace {

// toml++ gives lines and columns, columns in characters.
class LinePlaces {
 public:
  explicit LinePlaces(std::string_view text) : text_(text) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] == '\n') starts_.push_back(i + 1);
  }
  std::uint32_t byte_of(toml::source_position place) const {
    if (place.line == 0 || place.line > starts_.size()) return static_cast<std::uint32_t>(text_.size());
    std::size_t at = starts_[place.line - 1];
    for (auto left = place.column; left > 1 && at < text_.size() && text_[at] != '\n'; --left) {
      ++at;
      while (at < text_.size() && (text_[at] & 0xc0) == 0x80) ++at;
    }
    return static_cast<std::uint32_t>(at);
  }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
};

class TomlReading {
 public:
  TomlReading(FileId file, std::string_view text, Observations& out)
      : made_(file, out.notes), text_(text), places_(text) {}

  NodeIndex node(const toml::node& n, std::uint32_t depth) {
    const std::uint32_t begin = places_.byte_of(n.source().begin), end = places_.byte_of(n.source().end);
    if (depth > max_document_depth || made_.is_full()) {
      if (!is_cut_) made_.note(begin, begin, "too deep or too large: the rest is not read");
      is_cut_ = true;
      return made_.scalar(NodeKind::null, "", "", false, begin, begin);
    }
    if (const toml::table* table = n.as_table()) return map(*table, begin, end, depth);
    if (const toml::array* array = n.as_array()) {
      std::vector<NodeIndex> children;
      std::uint32_t last = end;
      for (const toml::node& one : *array) {
        children.push_back(node(one, depth + 1));
        last = std::max(last, made_.document()[children.back()].end);
      }
      return made_.list(children, "", begin, last);
    }
    if (const auto* text = n.as_string())
      return made_.scalar(NodeKind::string, text->get(), "", true, begin, end);
    NodeKind kind = n.is_boolean()  ? NodeKind::boolean
                    : n.is_number() ? NodeKind::number
                                    : NodeKind::string;  // dates and times, as they are written
    return made_.scalar(kind, text_.substr(begin, end - begin), "", false, begin, end);
  }

  Document take(NodeIndex root) {
    made_.add_root(root);
    return made_.take();
  }

 private:
  NodeIndex map(const toml::table& table, std::uint32_t begin, std::uint32_t end, std::uint32_t depth) {
    struct Entry {
      std::uint32_t begin, end;
      std::string_view key;
      const toml::node* value;
    };
    std::vector<Entry> entries;
    for (auto&& [key, value] : table)
      entries.push_back(
          {places_.byte_of(key.source().begin), places_.byte_of(key.source().end), key.str(), &value});
    // toml++ sorts by key; the order of the file is what a reader expects.
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.begin < b.begin; });
    std::vector<NodeIndex> children;
    for (const Entry& entry : entries) {
      children.push_back(made_.scalar(NodeKind::string, entry.key, "", false, entry.begin, entry.end));
      children.push_back(node(*entry.value, depth + 1));
      end = std::max(end, made_.document()[children.back()].end);
    }
    return made_.map(children, "", std::min(begin, end), end);
  }

  BoundedDocument made_;
  std::string_view text_;
  LinePlaces places_;
  bool is_cut_ = false;
};

class TomlReader final : public Reader {
 public:
  std::string_view name() const override { return "toml"; }
  bool accepts(std::string_view path, std::string_view) const override {
    return !is_lock_file(path) && (ends_with_any(path, {".toml"}) || file_name(path) == "Pipfile");
  }
  void read(const Source& source, Observations& out) const override {
    if (!is_readable_size(source, out)) return;
    std::string_view text = source.text;
    try {
      toml::table table = toml::parse(text);
      TomlReading reading(source.file, text, out);
      NodeIndex root = reading.node(table, 0);
      out.document = reading.take(root);
    } catch (const toml::parse_error& error) {
      out.has_errors = true;
      const std::uint32_t at = LinePlaces(text).byte_of(error.source().begin);
      out.notes.push_back(
          {{source.file, at, at}, fmt::format("broken TOML, not read: {}", error.description())});
    }
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> toml() { return std::make_unique<TomlReader>(); }
}  // namespace documents
}  // namespace demarc
