// A JSON scanner with a stack of its own: byte-exact places, no recursion, and it goes on behind a fault.
#include "parsers/reading/json/json_text.h"

#include <fmt/format.h>

#include "parsers/reading/bounded_document.h"
#include "parsers/reading/escapes.h"

namespace demarc {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         c == '.' || c == '+' || c == '-' || (c & 0x80) != 0;
}

class JsonReading {
 public:
  JsonReading(FileId file, std::string_view text, Observations& out)
      : out_(out), made_(file, out.notes), text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
  }

  void run() {
    while (skip_blank(), at_ < text_.size() && !is_stopped_) step();
    if (!open_.empty()) fault(text_size(), "the text ends inside a list or map");
    while (!open_.empty()) close(text_size());
    if (has_root_) out_.document = made_.take();
  }

 private:
  struct Open {
    bool is_map = false;
    bool expects_value = false;  // a map: a key was read
    std::uint32_t begin = 0;
    std::vector<NodeIndex> children;
  };

  std::uint32_t text_size() const { return static_cast<std::uint32_t>(text_.size()); }
  std::uint32_t here() const { return static_cast<std::uint32_t>(at_); }

  void skip_blank() {
    while (at_ < text_.size()) {
      if (is_space(text_[at_])) {
        ++at_;
      } else if (text_.substr(at_).starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_).starts_with("/*")) {
        std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) fault(here(), "a comment without its end");
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  void step() {
    const char c = text_[at_];
    switch (c) {
      case '{':
      case '[':
        if (open_.size() >= max_document_depth) {
          stop(fmt::format("nested deeper than {}: the rest is not read", max_document_depth));
          return;
        }
        expect_item();
        open_.push_back({c == '{', false, here(), {}});
        needs_comma_ = false;
        ++at_;
        return;
      case '}':
      case ']': {
        const bool is_map = c == '}';
        // A closing bracket of the wrong kind closes up to its partner, if there is one.
        std::size_t partner = open_.size();
        while (partner > 0 && open_[partner - 1].is_map != is_map) --partner;
        if (partner == 0) {
          fault(here(), fmt::format("'{}' closes nothing", c));
        } else {
          if (partner != open_.size()) fault(here(), fmt::format("'{}' where another bracket is open", c));
          while (open_.size() > partner) close(here());
          close(here() + 1);
        }
        ++at_;
        return;
      }
      case ',':
        if (open_.empty() || !needs_comma_) fault(here(), "a comma with nothing before it");
        drop_lonely_key();
        needs_comma_ = false;
        ++at_;
        return;
      case ':':
        fault(here(), "a colon without a key");
        ++at_;
        return;
      case '"':
      case '\'': string(c); break;
      default:
        if (is_word(c)) {
          word();
        } else {
          fault(here(), "not JSON");
          // One fault a line: what follows on it is rarely worth reading.
          at_ = std::min(text_.find('\n', at_), text_.size());
          if (at_ == text_.size()) is_stopped_ = true;
        }
        break;
    }
    if (made_.is_full()) stop(fmt::format("more than {} nodes: the rest is not read", max_document_nodes));
  }

  // Where a value or key is about to begin: notes a missing comma.
  void expect_item() {
    if (needs_comma_ && !open_.empty()) fault(here(), "a comma is missing before this");
    needs_comma_ = false;
    if (!open_.empty() && open_.back().is_map && !open_.back().expects_value) {
      fault(here(), "a key is missing before this");
      open_.back().children.push_back(made_.scalar(NodeKind::string, "", "", false, here(), here()));
      open_.back().expects_value = true;
    }
  }

  void string(char quote) {
    const std::uint32_t begin = here();
    std::string text;
    std::size_t i = at_ + 1;
    while (i < text_.size() && text_[i] != quote && text_[i] != '\n') {
      if (text_[i] != '\\') {
        text.push_back(text_[i++]);
        continue;
      }
      if (++i >= text_.size()) break;
      i = escape(i, text);
    }
    const bool is_closed = i < text_.size() && text_[i] == quote;
    at_ = is_closed ? i + 1 : i;
    if (!is_closed) fault(begin, "a string without its end");
    item(NodeKind::string, text, true, begin);
  }

  // `i` stands behind the backslash; gives where the text goes on.
  std::size_t escape(std::size_t i, std::string& text) {
    switch (text_[i]) {
      case 'n': text.push_back('\n'); return i + 1;
      case 't': text.push_back('\t'); return i + 1;
      case 'r': text.push_back('\r'); return i + 1;
      case 'b': text.push_back('\b'); return i + 1;
      case 'f': text.push_back('\f'); return i + 1;
      case 'u': break;
      default: text.push_back(text_[i]); return i + 1;
    }
    std::uint32_t code = 0;
    if (!hex4(i + 1, code)) {
      fault(static_cast<std::uint32_t>(i), "\\u without four hexadecimal digits");
      return i + 1;
    }
    i += 5;
    std::uint32_t low = 0;
    if (escapes::is_high_surrogate(code) && text_.substr(i).starts_with("\\u") && hex4(i + 2, low) &&
        escapes::is_low_surrogate(low)) {
      code = escapes::join_surrogates(code, low);
      i += 6;
    }
    escapes::put_utf8(text, code);
    return i;
  }

  bool hex4(std::size_t i, std::uint32_t& code) const {
    if (i + 4 > text_.size()) return false;
    code = 0;
    for (std::size_t end = i + 4; i < end; ++i) {
      const char c = text_[i];
      std::uint32_t digit = 0;
      if (c >= '0' && c <= '9') {
        digit = static_cast<std::uint32_t>(c - '0');
      } else if ((c | 32) >= 'a' && (c | 32) <= 'f') {
        digit = static_cast<std::uint32_t>((c | 32) - 'a') + 10;
      } else {
        return false;
      }
      code = code * 16 + digit;
    }
    return true;
  }

  void word() {
    const std::uint32_t begin = here();
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    std::string_view text = text_.substr(begin, at_ - begin);
    const bool is_key = !open_.empty() && open_.back().is_map && !open_.back().expects_value;
    NodeKind kind = plain_kind(text);
    if (kind == NodeKind::string && !is_key) fault(begin, fmt::format("\"{:.40}\" is no JSON value", text));
    item(kind, text, false, begin);
  }

  void item(NodeKind kind, std::string_view text, bool quoted, std::uint32_t begin) {
    const std::uint32_t end = here();
    if (!open_.empty() && open_.back().is_map && !open_.back().expects_value) {
      if (needs_comma_) fault(begin, "a comma is missing before this");
      needs_comma_ = false;
      skip_blank();
      if (at_ < text_.size() && text_[at_] == ':') {
        ++at_;
      } else {
        fault(here(), fmt::format("a colon is missing behind the key \"{:.40}\"", text));
      }
      open_.back().children.push_back(made_.scalar(NodeKind::string, text, "", quoted, begin, end));
      open_.back().expects_value = true;
      needs_comma_ = false;
      // A key alone before `,` or `}` is dropped again there.
      return;
    }
    expect_item();
    put(made_.scalar(kind, text, "", quoted, begin, end));
  }

  void put(NodeIndex node) {
    if (open_.empty()) {
      made_.add_root(node);
      has_root_ = true;
      needs_comma_ = false;
      return;
    }
    open_.back().children.push_back(node);
    open_.back().expects_value = false;
    needs_comma_ = true;
  }

  void drop_lonely_key() {
    if (open_.empty() || !open_.back().expects_value) return;
    fault(here(), "a key without a value");
    open_.back().children.pop_back();
    open_.back().expects_value = false;
  }

  void close(std::uint32_t end) {
    drop_lonely_key();
    Open done = std::move(open_.back());
    open_.pop_back();
    put(done.is_map ? made_.map(done.children, "", done.begin, end)
                    : made_.list(done.children, "", done.begin, end));
  }

  void stop(std::string why) {
    fault(here(), std::move(why));
    is_stopped_ = true;
    at_ = text_.size();
  }

  // What follows a fault is mostly the same fault: some are enough to see what the file is. One outside of
  // any bracket shows that it is something else.
  void fault(std::uint32_t at, std::string why) {
    out_.has_errors = true;
    if (faults_ == 0) shown_ = open_.empty() ? 1 : 8;
    if (++faults_ <= shown_) made_.note(at, at, "broken JSON: " + std::move(why));
  }

  Observations& out_;
  BoundedDocument made_;
  std::string_view text_;
  std::size_t at_ = 0;
  int faults_ = 0, shown_ = 0;
  std::vector<Open> open_;
  bool needs_comma_ = false, has_root_ = false, is_stopped_ = false;
};

}  // namespace

void read_json_text(FileId file, std::string_view text, Observations& out) {
  JsonReading(file, text, out).run();
}

}  // namespace demarc
