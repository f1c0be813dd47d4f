// A scanner for as much of Kotlin's tokens as text.h needs: words, texts with templates, comments, braces.
#include "parsers/languages/kotlin/text.h"

#include <algorithm>
#include <vector>

namespace demarc::languages::kt {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_blank(char c) { return c == ' ' || c == '\t'; }

enum class Mode : char { code, text, raw };

class Scanner {
 public:
  explicit Scanner(std::string_view written)
      : in_(written),
        out_(written),
        has_typed_routes_(written.find("import io.ktor.server.resources") != std::string_view::npos ||
                          written.find("import io.ktor.server.locations") != std::string_view::npos ||
                          written.find("import io.ktor.locations") != std::string_view::npos) {}

  std::string run() {
    while (at_ < in_.size()) switch (mode_) {
        case Mode::code: code(); break;
        case Mode::text: text(); break;
        case Mode::raw: raw(); break;
      }
    return std::move(out_);
  }

 private:
  bool here(std::string_view what) const { return in_.substr(at_, what.size()) == what; }
  char next(std::size_t from) const { return from < in_.size() ? in_[from] : '\0'; }
  std::size_t behind_blanks(std::size_t from) const {
    while (from < in_.size() && (is_blank(in_[from]) || in_[from] == '\n' || in_[from] == '\r')) ++from;
    return from;
  }

  void text() {
    const char c = in_[at_];
    if (c == '\\') {
      at_ += 2;
    } else if (c == '"' || c == '\n') {
      mode_ = Mode::code;
      ++at_;
    } else if (here("${")) {
      braces_.push_back(mode_);
      mode_ = Mode::code;
      at_ += 2;
    } else {
      ++at_;
    }
  }

  void raw() {
    if (here("\"\"\"")) {
      while (next(at_) == '"') ++at_;
      mode_ = Mode::code;
    } else if (here("${")) {
      braces_.push_back(mode_);
      mode_ = Mode::code;
      at_ += 2;
    } else {
      ++at_;
    }
  }

  void comment() {
    int depth = 0;
    do {
      if (here("/*")) {
        ++depth;
        at_ += 2;
      } else if (here("*/")) {
        --depth;
        at_ += 2;
      } else {
        ++at_;
      }
    } while (depth > 0 && at_ < in_.size());
  }

  void code() {
    const char c = in_[at_];
    if (here("//")) {
      at_ = std::min(in_.find('\n', at_), in_.size());
    } else if (here("/*")) {
      comment();
    } else if (here("\"\"\"")) {
      mode_ = Mode::raw;
      at_ += 3;
    } else if (c == '"') {
      mode_ = Mode::text;
      ++at_;
    } else if (c == '\'') {
      const std::size_t end = in_.find('\'', at_ + (next(at_ + 1) == '\\' ? 3 : 2));
      at_ = end != std::string_view::npos && end - at_ <= 8 ? end + 1 : at_ + 1;
    } else if (c == '`') {
      const std::size_t end = in_.find_first_of("`\n", at_ + 1);
      at_ = end == std::string_view::npos ? in_.size() : end + 1;
    } else if (c == '{') {
      braces_.push_back(Mode::code);
      ++at_;
    } else if (c == '}') {
      closing();
    } else if (c == '@' && (at_ == 0 || !is_word(in_[at_ - 1]))) {
      annotation();
    } else if (is_word(c)) {
      word();
    } else {
      if (!is_blank(c) && c != '\n' && c != '\r') before_ = {};
      ++at_;
    }
  }

  void closing() {
    if (!braces_.empty()) {
      mode_ = braces_.back();
      braces_.pop_back();
    }
    if (mode_ == Mode::code && at_ > 0 && is_blank(in_[at_ - 1])) out_[at_ - 1] = '\n';
    before_ = {};
    ++at_;
  }

  void blank(std::size_t from, std::size_t to) {
    std::fill(out_.begin() + static_cast<std::ptrdiff_t>(from),
              out_.begin() + static_cast<std::ptrdiff_t>(to), ' ');
  }

  void word() {
    const std::size_t begin = at_;
    while (at_ < in_.size() && is_word(in_[at_])) ++at_;
    const std::string_view one = in_.substr(begin, at_ - begin);
    const std::size_t then = behind_blanks(at_);
    if (one == "suspend" && next(then) == '{') blank(begin, at_);
    if (one == "fun" && in_.substr(then, 10) == "interface ") blank(begin, at_);
    const bool is_declared =
        before_ == "class" || before_ == "interface" || before_ == "object" || before_ == "fun";
    if (next(at_) == '<' && !is_declared) type_arguments(one[0] >= 'a' && one[0] <= 'z');
    // `class Name {` behind annotations might be an infix call with a lambda, too.
    const bool is_class = before_ == "class" || before_ == "interface";
    if (is_class && one.size() > 2 && next(then) == '{') {
      out_[at_ - 2] = '(';
      out_[at_ - 1] = ')';
    }
    before_ = one;
  }

  void annotation() {
    std::size_t begin = ++at_;
    while (at_ < in_.size() && (is_word(in_[at_]) || in_[at_] == '.' || in_[at_] == ':')) {
      if (in_[at_] == ':') begin = at_ + 1;
      ++at_;
    }
    before_ = {};
    if (next(at_) != '(' || at_ - begin < 3) return;
    const std::size_t first = behind_blanks(at_ + 1);
    std::size_t word_end = first;
    while (word_end < in_.size() && is_word(in_[word_end])) ++word_end;
    const std::size_t then = behind_blanks(word_end);
    const bool is_named = word_end > first && next(then) == '=' && next(then + 1) != '=';
    if (next(first) == ')' || is_named) return;
    blank(begin + 1, at_ + 1);
    out_.replace(begin + 1, 3, "(v=");
    ++at_;
  }

  // "<A, b.C?, D<E>>" at `at_`: where its last ">" stands; 0 for something else.
  std::size_t end_of_types() const {
    constexpr std::size_t longest = 400;
    const std::size_t limit = std::min(in_.size(), at_ + longest);
    int depth = 0;
    bool is_empty = true;  // nothing stands behind the last "<" or ","
    for (std::size_t i = at_; i < limit; ++i) {
      const char c = in_[i];
      if (c == '<' || c == ',' || c == '>') {
        if (is_empty != (i == at_)) return 0;
        depth += c == '<' ? 1 : c == '>' ? -1 : 0;
        if (depth == 0) return i;
        is_empty = c != '>';
      } else if (is_word(c) || c == '.') {
        is_empty = false;
      } else if (!is_blank(c) && c != '\n' && c != '\r' && c != '?') {
        return 0;
      }
    }
    return 0;
  }

  void type_arguments(bool may_be_route) {
    const std::size_t end = end_of_types();
    if (end == 0) return;
    // get<Articles> { … }
    const bool is_route = has_typed_routes_ && may_be_route && next(behind_blanks(end + 1)) == '{';
    if (next(end + 1) != '(' && !is_route) return;
    for (std::size_t i = at_ + 1; i < end;) {
      if (!is_word(in_[i])) {
        ++i;
        continue;
      }
      std::size_t behind = i;
      while (is_word(in_[behind]) || in_[behind] == '.') ++behind;
      std::size_t then = behind_blanks(behind);
      if (in_[then] == '?') then = behind_blanks(then + 1);
      // One with arguments of its own stays: these are put differently.
      if (in_[then] == ',' || in_[then] == '>') {
        blank(i, behind);
        out_[i] = '*';
        for (std::size_t k = behind; k < then; ++k)
          if (in_[k] == '?') out_[k] = ' ';
      }
      i = then;
    }
    at_ = end + 1;
  }

  std::string_view in_;
  std::string out_;
  bool has_typed_routes_;
  std::size_t at_ = 0;
  Mode mode_ = Mode::code;
  std::vector<Mode> braces_;  // what goes on behind each `}`
  std::string_view before_;   // the word in front, with nothing but blanks between
};

}  // namespace

std::string readable(std::string_view written) { return Scanner(written).run(); }

}  // namespace demarc::languages::kt
