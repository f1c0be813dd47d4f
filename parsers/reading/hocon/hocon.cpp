// Takes HOCON, the configuration of Ktor, Akka and Play: one map of flat keys, substitutions as placeholders.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "parsers/reading/bounded_document.h"

namespace demarc {
namespace {

// https://github.com/lightbend/config/blob/main/HOCON.md
// What `include` names at the top stands as "include.0" and so on. `a = 1` and then `a = ${?A}` is "${A:1}":
// the first unless A is set.
class HoconReading {
 public:
  HoconReading(const Source& source, Observations& out) : made_(source.file, out.notes), text_(source.text) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
  }

  // False where a brace is left open or too much.
  bool read() {
    skip_gaps();
    const bool is_braced = take('{');
    members("", 0);
    if (is_braced && !take('}')) is_broken_ = true;
    skip_gaps();
    return !is_broken_ && at_ >= text_.size();
  }

  Document take() {
    std::vector<NodeIndex> children;
    for (const std::string& name : order_) {
      const Entry& e = entries_.at(name);
      children.push_back(made_.scalar(NodeKind::string, name, "", true, e.key_begin, e.key_end));
      const NodeKind kind = e.is_quoted ? NodeKind::string : plain_kind(e.text);
      children.push_back(made_.scalar(kind == NodeKind::null ? NodeKind::string : kind, e.text, "",
                                      e.is_quoted, e.begin, e.end));
    }
    made_.add_root(made_.map(children, "", 0, place()));
    return made_.take();
  }

 private:
  struct Entry {
    std::string text;
    bool is_quoted = false;
    std::uint32_t key_begin = 0, key_end = 0, begin = 0, end = 0;
  };
  static constexpr std::size_t max_name = 1000, max_text = 16'384;

  std::uint32_t place() const { return static_cast<std::uint32_t>(std::min(at_, text_.size())); }
  char look(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool take(char c) {
    if (look() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  bool at_comment() const { return look() == '#' || (look() == '/' && look(1) == '/'); }
  void skip_comment() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }
  void skip_blanks() {
    while (look() == ' ' || look() == '\t' || look() == '\r' || look() == '\f') ++at_;
  }
  // Blanks, line ends, commas and comments.
  void skip_gaps() {
    while (at_ < text_.size()) {
      if (at_comment()) skip_comment();
      else if (std::string_view(" \t\r\n\f,").find(text_[at_]) != std::string_view::npos) ++at_;
      else return;
    }
  }

  void members(const std::string& below, std::uint32_t depth) {
    while (!is_broken_ && !made_.is_full()) {
      skip_gaps();
      if (at_ >= text_.size() || look() == '}') return;
      const std::uint32_t key_begin = place();
      std::string key = key_path();
      const std::uint32_t key_end = place();
      if (key.empty()) {
        is_broken_ = true;
        return;
      }
      if (key == "include" || key.starts_with("include ")) {
        if (look() != ',' && look() != '}') skip_comment();
        if (below.empty()) include(key, key_begin, key_end);
        continue;
      }
      made_.spend(1);
      std::string name = below.empty() ? std::move(key) : below + "." + key;
      skip_blanks();
      const bool appends = look() == '+' && look(1) == '=';
      if (appends) ++at_;
      if (!appends && look() != '=' && look() != ':' && look() != '{') {
        is_broken_ = true;
        return;
      }
      if (look() != '{') ++at_;
      while (look() == ' ' || look() == '\t' || look() == '\r' || look() == '\n') ++at_;
      if (name.size() > max_name) name.resize(max_name);
      value(name, key_begin, key_end, depth);
    }
  }

  // include "x", include classpath("x"), include required(file("x")): what stands inside of it all. What is
  // fetched from elsewhere (url) is nobody's here.
  void include(std::string_view key, std::uint32_t begin, std::uint32_t end) {
    std::string_view name = key.substr(std::min<std::size_t>(key.size(), 8));
    for (std::string_view front : {"required(", "classpath(", "file("}) {
      while (name.starts_with(' ')) name.remove_prefix(1);
      if (name.starts_with(front)) name.remove_prefix(front.size());
    }
    while (name.ends_with(')') || name.ends_with(' ')) name.remove_suffix(1);
    if (name.empty() || name.find('(') != std::string_view::npos || includes_ >= max_includes) return;
    made_.spend(1);
    const std::string as = "include." + std::to_string(includes_++);
    Entry made;
    made.key_begin = made.begin = begin;
    made.key_end = made.end = end;
    made.text = name;
    made.is_quoted = true;
    order_.push_back(as);
    entries_[as] = std::move(made);
  }

  // Words with dots between them, quoted or not.
  std::string key_path() {
    std::string key;
    while (at_ < text_.size() && key.size() < max_name) {
      if (look() == '"') {
        ++at_;
        key += quoted();
        continue;
      }
      const char c = look();
      if (c == '=' || c == ':' || c == '{' || c == '}' || c == '\n' || c == ',' || c == '#' ||
          (c == '+' && look(1) == '='))
        break;
      key += c;
      ++at_;
    }
    while (!key.empty() && (key.back() == ' ' || key.back() == '\t' || key.back() == '\r')) key.pop_back();
    return key;
  }

  void value(const std::string& name, std::uint32_t key_begin, std::uint32_t key_end, std::uint32_t depth) {
    if (depth >= max_document_depth / 2) {
      is_broken_ = true;
      return;
    }
    if (take('{')) {
      members(name, depth + 1);
      skip_gaps();
      if (!take('}')) is_broken_ = true;
      return;
    }
    if (take('[')) {
      for (std::size_t i = 0; !is_broken_ && !made_.is_full(); ++i) {
        skip_gaps();
        if (take(']')) return;
        if (at_ >= text_.size() || look() == '}') {
          is_broken_ = true;
          return;
        }
        made_.spend(1);
        const std::size_t before = at_;
        value(name + "[" + std::to_string(i) + "]", key_begin, key_end, depth + 1);
        if (at_ == before) is_broken_ = true;
      }
      return;
    }
    scalar(name, key_begin, key_end);
  }

  // Pieces up to the end of the line: texts, words, substitutions.
  void scalar(const std::string& name, std::uint32_t key_begin, std::uint32_t key_end) {
    Entry made;
    made.key_begin = key_begin;
    made.key_end = key_end;
    made.begin = place();
    std::optional<std::string> only_optional;  // all of it is ${?this}
    std::size_t pieces = 0;
    while (at_ < text_.size() && made.text.size() < max_text) {
      const char c = look();
      if (c == '\n' || c == ',' || c == '}' || c == ']' || at_comment()) break;
      if (c == '"') {
        made.is_quoted = true;
        ++pieces;
        ++at_;
        if (look() == '"' && look(1) == '"') {
          at_ += 2;
          const std::size_t close = std::min(text_.find("\"\"\"", at_), text_.size());
          made.text += text_.substr(at_, std::min(close - at_, max_text));
          at_ = std::min(close + 3, text_.size());
        } else {
          made.text += quoted();
        }
      } else if (c == '$' && look(1) == '{') {
        const std::size_t close = text_.find('}', at_);
        if (close == std::string_view::npos) {
          is_broken_ = true;
          return;
        }
        std::string_view inside = text_.substr(at_ + 2, close - at_ - 2);
        const bool is_optional = inside.starts_with('?');
        if (is_optional) inside.remove_prefix(1);
        std::string asked(inside.substr(0, max_name));
        std::erase(asked, '"');
        if (pieces == 0 && is_optional) only_optional = asked;
        ++pieces;
        made.text += "${" + asked + (is_optional ? ":}" : "}");
        at_ = close + 1;
      } else {
        if (c != ' ' && c != '\t' && c != '\r') ++pieces;
        made.text += c;
        ++at_;
      }
    }
    while (!made.text.empty() && std::string_view(" \t\r").find(made.text.back()) != std::string_view::npos)
      made.text.pop_back();
    made.end = place();
    const auto known = entries_.find(name);
    if (only_optional && pieces == 1) {
      if (known == entries_.end()) made.text = "${" + *only_optional + "}";
      else if (known->second.text.size() < max_text)
        made.text = "${" + *only_optional + ":" + known->second.text + "}";
    }
    if (known == entries_.end()) order_.push_back(name);
    entries_[name] = std::move(made);
  }

  // Behind the opening sign, to the closing one of the same line.
  std::string quoted() {
    std::string out;
    while (at_ < text_.size() && text_[at_] != '\n' && out.size() < max_text) {
      const char c = text_[at_++];
      if (c == '"') return out;
      if (c == '\\' && at_ < text_.size()) {
        const char escaped = text_[at_++];
        out += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
      } else {
        out += c;
      }
    }
    is_broken_ = true;
    return out;
  }

  BoundedDocument made_;
  std::string_view text_;
  std::size_t at_ = 0;
  bool is_broken_ = false;
  static constexpr std::size_t max_includes = 64;
  std::size_t includes_ = 0;
  std::map<std::string, Entry> entries_;
  std::vector<std::string> order_;
};

class HoconReader final : public Reader {
 public:
  std::string_view name() const override { return "hocon"; }
  bool accepts(std::string_view path, std::string_view) const override {
    const std::string_view name = file_name(path);
    if (ends_with_any(path, {".hocon"}) || name == "reference.conf" ||
        (name.starts_with("application") && name.ends_with(".conf")))
      return true;
    // What others include, in a program's own resources; configuration of servers is called after them.
    const bool is_resource = path.starts_with("src/main/resources/") ||
                             path.find("/src/main/resources/") != std::string_view::npos;
    if (!is_resource || !name.ends_with(".conf")) return false;
    for (std::string_view server : {"nginx", "haproxy", "httpd", "logstash"})
      if (name.find(server) != std::string_view::npos) return false;
    return true;
  }
  void read(const Source& source, Observations& out) const override {
    if (!is_readable_size(source, out)) return;
    HoconReading reading(source, out);
    if (!reading.read()) {
      out.has_errors = true;
      out.notes.push_back({{source.file, 0, 0}, "broken HOCON: read up to where it goes wrong"});
    }
    out.document = reading.take();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> hocon() { return std::make_unique<HoconReader>(); }
}  // namespace documents
}  // namespace demarc
