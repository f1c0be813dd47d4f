// What the written forms of observations share: quoted texts, plain names, and a cursor that reads them back.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace demarc::notation {

// `text` between two `mark`s, with \mark \\ \n and \xNN inside: never more than one line.
void quote(std::string& out, std::string_view text, char mark = '"');
// True for letters, digits, _ $ # and everything beyond ASCII, not starting with a digit.
bool is_name(std::string_view text);
// A name as it stands, or in backticks; "-" for none.
void name(std::string& out, std::string_view text);

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_character(char c);

// Walks over a text. The first thing that is wrong is kept and ends the walk: the cursor then stands at the
// end, so that loops over it stop.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool sees(std::string_view what) const { return rest().starts_with(what); }
  bool take(std::string_view what);
  void expect(std::string_view what);
  std::string_view rest() const { return text_.substr(at_); }
  void skip(std::size_t bytes) { at_ += bytes; }
  std::size_t position() const { return at_; }

  template <class Test>
  std::string_view run(Test test) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && test(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  // Past empty lines and lines of remarks (#) to the next; false at the end.
  bool next_line();
  std::uint32_t number();
  std::string quoted(char mark = '"');
  // What name() wrote; "*" and "=" stand for themselves.
  std::string name();

  void fail(std::string what) { fail_at(at_, std::move(what)); }
  void fail_at(std::size_t position, std::string what);
  bool failed() const { return !wrong_.empty(); }
  // "3:14: what is wrong", with the byte where; file 0.
  Error error() const;

 private:
  std::string_view text_;
  std::size_t at_ = 0, wrong_at_ = 0;
  std::string wrong_;
};

}  // namespace demarc::notation
