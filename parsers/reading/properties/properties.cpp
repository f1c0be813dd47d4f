// Takes Java's .properties files: one map of flat keys a document, documents parted by #--- or !---.
#include <algorithm>
#include <optional>

#include "parsers/reading/bounded_document.h"
#include "parsers/reading/escapes.h"

namespace demarc {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

// Older tools write ISO-8859-1, newer ones UTF-8: what is no UTF-8 is the former.
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const int more = c < 0x80                ? 0
                     : c >= 0xc2 && c < 0xe0 ? 1
                     : c >= 0xe0 && c < 0xf0 ? 2
                     : c >= 0xf0 && c < 0xf5 ? 3
                                             : -1;
    if (more < 0 || i + static_cast<std::size_t>(more) >= text.size()) return false;
    for (int k = 0; k < more; ++k)
      if ((text[++i] & 0xc0) != 0x80) return false;
  }
  return true;
}

// https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader-
class PropertiesReading {
 public:
  PropertiesReading(const Source& source, Observations& out)
      : made_(source.file, out.notes), text_(source.text), is_latin_(!is_utf8(source.text)) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
    begin_ = at_;
  }

  Document read() {
    while (at_ < text_.size() && !made_.is_full()) line();
    if (made_.is_full()) made_.note(place(), place(), "too large: the rest is not read");
    close();
    return made_.take();
  }

 private:
  std::uint32_t place() const { return static_cast<std::uint32_t>(at_); }
  bool at_line_end() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }
  void skip_line_end() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
  }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  void line() {
    skip_blanks();
    if (at_line_end()) return skip_line_end();
    if (text_[at_] == '#' || text_[at_] == '!') {
      const std::size_t begin = at_ + 1;
      while (!at_line_end()) ++at_;
      std::string_view comment = text_.substr(begin, at_ - begin);
      while (!comment.empty() && is_blank(comment.back())) comment.remove_suffix(1);
      skip_line_end();
      if (comment == "---") close();
      return;
    }
    const std::uint32_t key_begin = place();
    const std::string key = part(true);
    const std::uint32_t key_end = place();
    skip_over_breaks();
    if (at_ < text_.size() && (text_[at_] == '=' || text_[at_] == ':')) {
      ++at_;
      skip_over_breaks();
    }
    const std::uint32_t begin = place();
    const std::string value = part(false);
    std::uint32_t end = place();
    skip_line_end();
    add(made_.scalar(NodeKind::string, key, "", true, key_begin, key_end),
        made_.scalar(plain_kind(value) == NodeKind::null ? NodeKind::string : plain_kind(value), value, "",
                     false, begin, end));
  }

  // Blanks, and a line break that a backslash takes back.
  void skip_over_breaks() {
    for (;;) {
      skip_blanks();
      if (at_ + 1 < text_.size() && text_[at_] == '\\' &&
          (text_[at_ + 1] == '\n' || text_[at_ + 1] == '\r')) {
        ++at_;
        skip_line_end();
        continue;
      }
      return;
    }
  }

  // A key ends at a separator, a value at the end of the line; escapes are decoded, continued lines joined.
  std::string part(bool is_key) {
    std::string out;
    while (!at_line_end()) {
      const char c = text_[at_];
      if (is_key && (c == '=' || c == ':' || is_blank(c))) break;
      if (c != '\\') {
        if (is_latin_) escapes::put_utf8(out, static_cast<unsigned char>(c));
        else out += c;
        ++at_;
        continue;
      }
      if (++at_ >= text_.size()) break;
      const char escaped = text_[at_];
      if (escaped == '\n' || escaped == '\r') {
        skip_line_end();
        skip_blanks();
        continue;
      }
      ++at_;
      switch (escaped) {
        case 't': out += '\t'; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 'f': out += '\f'; break;
        case 'u': unicode(out); break;
        default: out += escaped; break;
      }
    }
    return out;
  }

  std::optional<std::uint32_t> four_digits() {
    if (at_ + 4 > text_.size()) return std::nullopt;
    std::uint32_t c = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const char d = text_[at_ + i];
      c = c * 16;
      if (d >= '0' && d <= '9') c += static_cast<std::uint32_t>(d - '0');
      else if (d >= 'a' && d <= 'f') c += static_cast<std::uint32_t>(d - 'a' + 10);
      else if (d >= 'A' && d <= 'F') c += static_cast<std::uint32_t>(d - 'A' + 10);
      else return std::nullopt;
    }
    at_ += 4;
    return c;
  }

  void unicode(std::string& out) {
    std::optional<std::uint32_t> c = four_digits();
    if (!c) {
      out += 'u';
      return;
    }
    if (escapes::is_high_surrogate(*c) && text_.substr(at_).starts_with("\\u")) {
      at_ += 2;
      const std::optional<std::uint32_t> low = four_digits();
      if (low && escapes::is_low_surrogate(*low)) c = escapes::join_surrogates(*c, *low);
    }
    escapes::put_utf8(out, *c);
  }

  void add(NodeIndex key, NodeIndex value) {
    children_.push_back(key);
    children_.push_back(value);
  }

  // One document: a map, also where it is empty.
  void close() {
    made_.add_root(made_.map(children_, "", static_cast<std::uint32_t>(begin_), place()));
    children_.clear();
    begin_ = at_;
  }

  BoundedDocument made_;
  std::string_view text_;
  bool is_latin_;
  std::size_t at_ = 0, begin_ = 0;
  std::vector<NodeIndex> children_;
};

class PropertiesReader final : public Reader {
 public:
  std::string_view name() const override { return "properties"; }
  bool accepts(std::string_view path, std::string_view) const override {
    return ends_with_any(path, {".properties"});
  }
  void read(const Source& source, Observations& out) const override {
    if (is_readable_size(source, out)) out.document = PropertiesReading(source, out).read();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> properties() { return std::make_unique<PropertiesReader>(); }
}  // namespace documents
}  // namespace demarc
