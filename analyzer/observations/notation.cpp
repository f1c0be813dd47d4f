// Quoting, and the cursor that reads written forms.
#include "analyzer/observations/notation.h"

#include <charconv>

namespace demarc::notation {

void quote(std::string& out, std::string_view text, char mark) {
  constexpr char hex[] = "0123456789abcdef";
  out += mark;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == mark || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\x";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    } else {
      out += c;
    }
  }
  out += mark;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$' ||
         c == '#' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_name(std::string_view text) {
  if (text.empty() || is_digit(text[0])) return false;
  for (char c : text)
    if (!is_name_character(c)) return false;
  return true;
}

void name(std::string& out, std::string_view text) {
  if (text.empty()) out += '-';
  else if (is_name(text) || text == "*" || text == "=") out += text;
  else quote(out, text, '`');
}

bool Cursor::take(std::string_view what) {
  if (!sees(what)) return false;
  at_ += what.size();
  return true;
}

void Cursor::expect(std::string_view what) {
  if (!take(what)) fail("`" + std::string(what) + "` is missing here");
}

bool Cursor::next_line() {
  for (;;) {
    if (at_end()) return false;
    if (take("\n")) continue;
    if (peek() != '#') return true;
    run([](char c) { return c != '\n'; });
  }
}

std::uint32_t Cursor::number() {
  const std::size_t begin = at_;
  const std::string_view digits = run(is_digit);
  std::uint32_t made = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), made);
  if (error == std::errc{} && end == digits.data() + digits.size()) return made;
  at_ = begin;
  fail(digits.empty() ? "a number is missing here" : "this number is too large");
  return 0;
}

std::string Cursor::quoted(char mark) {
  std::string made;
  const std::size_t begin = at_;
  if (peek() != mark) {
    fail("a quoted text is missing here");
    return made;
  }
  for (++at_; at_ < text_.size() && text_[at_] != mark; ++at_) {
    char c = text_[at_];
    if (c == '\n') break;
    if (c == '\\') {
      c = peek(1);
      ++at_;
      if (c == 'n') {
        c = '\n';
      } else if (c == 'x') {
        unsigned code = 0;
        const char* digits = text_.data() + at_ + 1;
        if (at_ + 2 >= text_.size() || std::from_chars(digits, digits + 2, code, 16).ptr != digits + 2) {
          fail("\\x needs two hexadecimal digits");
          return made;
        }
        c = static_cast<char>(code);
        at_ += 2;
      } else if (c != mark && c != '\\') {
        fail("unknown escape in a quoted text; known ones are \\" + std::string(1, mark) + " \\\\ \\n \\xNN");
        return made;
      }
    }
    made += c;
  }
  if (peek() != mark || at_end()) {
    at_ = begin;
    fail("this quoted text does not end on its line");
    return made;
  }
  ++at_;
  return made;
}

std::string Cursor::name() {
  if (peek() == '`') return quoted('`');
  if (take("-")) return {};
  if (take("*")) return "*";
  if (take("=")) return "=";
  const std::string_view plain = is_digit(peek()) ? std::string_view() : run(is_name_character);
  if (plain.empty()) fail("a name is missing here");
  return std::string(plain);
}

void Cursor::fail_at(std::size_t position, std::string what) {
  if (!wrong_.empty()) return;
  wrong_ = std::move(what);
  wrong_at_ = position;
  at_ = text_.size();
}

Error Cursor::error() const {
  const LineColumn at = LineIndex(text_).at(static_cast<std::uint32_t>(wrong_at_));
  const auto byte = static_cast<std::uint32_t>(wrong_at_);
  return {{FileId{}, byte, byte},
          std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + wrong_,
          "the notation stands in analyzer/observations"};
}

}  // namespace demarc::notation
