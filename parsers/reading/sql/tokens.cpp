// Tokens of SQL. Dialects differ in what a sign means; where they contradict each other, the neighbours tell.
#include "parsers/reading/sql/tokens.h"

#include <algorithm>
#include <cctype>

#include "analyzer/base/letters.h"

namespace demarc::sql {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0;
}
bool continues_name(char c) { return starts_name(c) || is_digit(c) || c == '$' || c == '#'; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Statements run() {
    if (text_.size() > max_text) {
      made_.is_cut = true;
      text_ = text_.substr(0, max_text);
    }
    while (at_ < text_.size()) {
      if (count_ >= max_tokens) {
        made_.is_cut = true;
        break;
      }
      step();
    }
    close();
    return std::move(made_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool at(std::string_view what) const { return text_.substr(at_, what.size()) == what; }
  std::size_t end_of_line() const { return std::min(text_.find('\n', at_), text_.size()); }
  // The rest of the line, as far as it matters.
  std::string_view line() const {
    const std::string_view near = text_.substr(at_, 200);
    return near.substr(0, near.find('\n'));
  }
  // Where the sign stands next, not far from here; npos where it does not.
  std::size_t near(char sign) const {
    const std::size_t found = text_.substr(at_, 200).find(sign);
    return found == std::string_view::npos ? found : at_ + found;
  }
  bool is_line_start() const {
    std::size_t i = at_;
    while (i > 0 && (text_[i - 1] == ' ' || text_[i - 1] == '\t')) --i;
    return i == 0 || text_[i - 1] == '\n';
  }
  static std::string_view trimmed(std::string_view line) {
    while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    return line;
  }

  void add(TokenKind kind, std::size_t begin, std::size_t end, std::size_t inside, std::size_t inside_end) {
    now_.push_back({kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                    text_.substr(inside, inside_end - inside)});
    ++count_;
    at_ = end;
    if (kind == TokenKind::word) follow_routine(now_.back());
  }
  void add(TokenKind kind, std::size_t end) { add(kind, at_, end, at_, end); }

  void leave_open(std::size_t begin) {
    if (!made_.unclosed && !made_.is_cut) made_.unclosed = static_cast<std::uint32_t>(begin);
  }

  void close() {
    if (open_ > 0 && !now_.empty()) leave_open(now_[0].begin);
    if (!now_.empty()) made_.all.push_back(std::move(now_));
    now_.clear();
    open_ = 0;
    is_routine_ = is_package_ = awaits_begin_ = false;
    blocks_ = 0;
  }

  // CREATE FUNCTION … BEGIN …; …; END: signs inside end no statement.
  void follow_routine(const Token& word) {
    const bool is_definition = is(now_[0], "CREATE") || is(now_[0], "ALTER");
    if (is_definition && blocks_ == 0 && now_.size() < 16)
      for (std::string_view kind : {"FUNCTION", "PROCEDURE", "TRIGGER", "EVENT", "PACKAGE"})
        is_routine_ = is_routine_ || is(word, kind);
    if (!is_routine_) return;
    const bool is_end = now_.size() > 1 && is(now_[now_.size() - 2], "END");
    if (is(word, "BODY") && is(now_[now_.size() - 2], "PACKAGE")) is_package_ = true;
    follow_declarations(word);
    if (is(word, "BEGIN") || (is(word, "CASE") && !is_end)) ++blocks_;
    if (is(word, "END") && blocks_ > 0) --blocks_;
    // END IF, END LOOP: what they end was not counted.
    if (is_end)
      for (std::string_view kind : {"IF", "LOOP", "WHILE", "REPEAT", "FOR"})
        if (is(word, kind)) ++blocks_;
  }

  // Oracle declares between IS and BEGIN, each with its own `;`; T-SQL writes AS and no BEGIN at all.
  void follow_declarations(const Token& word) {
    if (is(word, "BEGIN")) awaits_begin_ = false;
    if (is(word, "END") && blocks_ == 0) awaits_begin_ = is_package_ = false;
    if (blocks_ > 0 || open_ > 0) return;
    std::size_t next = at_;
    while (next < text_.size() && is_space(text_[next])) ++next;
    const char sign = next < text_.size() ? text_[next] : '\0';
    const bool is_text = sign == '\'' || sign == '$' || sign == '(';
    const Token& before = now_.size() > 1 ? now_[now_.size() - 2] : now_[0];
    const bool is_alias = is(before, "TABLE") || is(before, "NEW") || is(before, "OLD") || is(before, "ROW");
    if (is(word, "DECLARE") || ((is(word, "AS") || is(word, "IS")) && !is_text && !is_alias))
      awaits_begin_ = true;
  }

  // What certainly begins a statement of its own.
  bool begins_definition() const {
    std::size_t i = at_ + 1;
    while (i < text_.size() && is_space(text_[i])) ++i;
    for (std::string_view verb : {"create ", "alter ", "drop "})
      if (lower(text_.substr(i, verb.size())) == verb) return true;
    return false;
  }

  bool is_inside_routine() const {
    return blocks_ > 0 || ((awaits_begin_ || is_package_) && !begins_definition());
  }

  void step() {
    const char c = peek();
    if (is_space(c)) {
      ++at_;
      return;
    }
    if (skip_comment() || skip_line()) return;
    if (at(delimiter_) && (delimiter_ != ";" || (open_ <= 0 && !is_inside_routine()) || ends_anyway())) {
      at_ += delimiter_.size();
      const bool is_copy = reads_rows();
      close();
      if (is_copy) skip_rows();
      return;
    }
    switch (c) {
      case '\'': return string(at_);
      case '"': return quoted('"', '"', TokenKind::quoted);
      case '`': return quoted('`', '`', TokenKind::quoted);
      case '[':
        if (is_bracket_name()) return quoted('[', ']', TokenKind::quoted);
        break;
      case '$':
        if (dollar()) return;
        break;
      case '?': return add(TokenKind::placeholder, end_of_digits(at_ + 1));
      case ':':
        if (peek(1) == ':') return add(TokenKind::sign, at_ + 2);
        if (starts_name(peek(1)) || is_digit(peek(1)))
          return add(TokenKind::placeholder, end_of_name(at_ + 1));
        break;
      case '%':
        if (percent()) return;
        break;
      case '#':
        if (peek(1) == '{') return braces();
        if (starts_name(peek(1))) return add(TokenKind::word, end_of_name(at_ + 1));
        break;
      case '@':
        if (starts_name(peek(1)) || peek(1) == '@') return add(TokenKind::word, end_of_name(at_ + 2));
        break;
      case '{':
        if (is_braced_name()) return braces();
        break;
      case '(': ++open_; break;
      case ')': --open_; break;
      default: break;
    }
    if (starts_name(c)) return word();
    if (is_digit(c)) return number();
    add(TokenKind::sign, at_ + 1);
  }

  // An opening bracket that was never closed must not swallow the rest: a line that begins a statement ends
  // it.
  bool ends_anyway() const {
    if (blocks_ > 0 || awaits_begin_ || is_package_) return false;
    std::size_t i = at_ + 1;
    while (i < text_.size() && is_space(text_[i])) ++i;
    for (std::string_view verb : {"create", "insert", "alter", "drop", "select", "update", "delete"})
      if (lower(text_.substr(i, verb.size())) == verb) return true;
    return false;
  }

  std::size_t end_of_digits(std::size_t i) const {
    while (i < text_.size() && is_digit(text_[i])) ++i;
    return i;
  }
  std::size_t end_of_name(std::size_t i) const {
    while (i < text_.size() && continues_name(text_[i])) ++i;
    return std::min(i, text_.size());
  }

  bool skip_comment() {
    if (at("--")) {
      at_ = end_of_line();
      return true;
    }
    if (at("/*")) {
      // What stands in /*! … */ is run by MySQL.
      if (peek(2) == '!') {
        at_ = end_of_digits(at_ + 3);
        return true;
      }
      const std::size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) leave_open(at_);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
      return true;
    }
    if (at("*/")) {
      at_ += 2;
      return true;
    }
    const bool is_hash = peek() == '#' && (is_space(peek(1)) || peek(1) == '#' || peek(1) == '-' ||
                                           (is_line_start() && peek(1) != '{'));
    if (is_hash) {
      at_ = end_of_line();
      return true;
    }
    return false;
  }

  // Lines that speak to the client program, not to the server.
  bool skip_line() {
    if (!is_line_start() && !now_.empty()) return false;
    if (peek() == '\\' && now_.empty()) {
      at_ = end_of_line();
      return true;
    }
    if (peek() != 'G' && peek() != 'g' && peek() != 'D' && peek() != 'd' && peek() != '/') return false;
    const std::string_view all = trimmed(line());
    const std::string small = lower(all.substr(0, 10));
    if (is_line_start() && (small == "go" || small == "go;" || all == "/")) {
      at_ = end_of_line();
      close();
      return true;
    }
    if (now_.empty() && small.starts_with("delimiter ")) {
      std::string_view sign = trimmed(all.substr(10));
      if (sign.empty() || sign.size() > 8) sign = ";";
      delimiter_.assign(sign);
      at_ = end_of_line();
      return true;
    }
    return false;
  }

  bool reads_rows() const {
    if (now_.size() < 4 || !is(now_[0], "COPY")) return false;
    return std::any_of(now_.begin(), now_.end(), [](const Token& t) { return is(t, "STDIN"); });
  }

  // Up to the line `\.`.
  void skip_rows() {
    const std::size_t end = text_.find("\n\\.", at_);
    if (end == std::string_view::npos) return;
    at_ = end + 3;
  }

  void string(std::size_t begin) {
    std::size_t i = at_ + 1;
    while (i < text_.size()) {
      if (text_[i] == '\'') {
        if (i + 1 >= text_.size() || text_[i + 1] != '\'') break;
        i += 2;
        continue;
      }
      // \' escapes in MySQL and ends the text elsewhere: behind an end stands no letter.
      if (text_[i] == '\\' && i + 1 < text_.size()) {
        const char next = i + 2 < text_.size() ? text_[i + 2] : ')';
        const bool is_end =
            text_[i + 1] == '\'' && (is_space(next) || next == ',' || next == ')' || next == ';');
        i += is_end ? 1 : 2;
        continue;
      }
      ++i;
    }
    const std::size_t inside_end = std::min(i, text_.size());
    if (i >= text_.size()) leave_open(begin);
    add(TokenKind::string, begin, std::min(i + 1, text_.size()), at_ + 1, inside_end);
  }

  void quoted(char open, char close_sign, TokenKind kind) {
    std::size_t i = at_ + 1;
    while (i < text_.size()) {
      if (text_[i] == close_sign) {
        if (open == '[' || i + 1 >= text_.size() || text_[i + 1] != close_sign) break;
        ++i;
      }
      ++i;
    }
    if (i >= text_.size()) {  // never closed: a sign like others
      leave_open(at_);
      return add(TokenKind::sign, at_ + 1);
    }
    add(kind, at_, i + 1, at_ + 1, i);
  }

  // [a b] names something; a[1] and ARRAY[…] are elements.
  bool is_bracket_name() const {
    if (!starts_name(peek(1)) && peek(1) != '#') return false;
    if (near(']') == std::string_view::npos) return false;
    if (at_ == 0) return true;
    const char before = text_[at_ - 1];
    return !(continues_name(before) || before == ')' || before == ']' || before == '"');
  }

  // $1, $$…$$, $tag$…$tag$, ${a}.
  bool dollar() {
    if (is_digit(peek(1))) {
      add(TokenKind::placeholder, end_of_digits(at_ + 1));
      return true;
    }
    if (peek(1) == '{') {
      braces();
      return true;
    }
    std::size_t i = at_ + 1;
    while (i < text_.size() && i - at_ < 64 && (starts_name(text_[i]) || is_digit(text_[i]))) ++i;
    if (i < text_.size() && text_[i] == '$') {
      const std::string_view tag = text_.substr(at_, i + 1 - at_);
      const std::size_t end = unclosed_ < 64 ? text_.find(tag, i + 1) : std::string_view::npos;
      if (end == std::string_view::npos) ++unclosed_;
      if (end != std::string_view::npos) {
        add(TokenKind::string, at_, end + tag.size(), i + 1, end);
        return true;
      }
    }
    if (i > at_ + 1) {
      add(TokenKind::placeholder, i);
      return true;
    }
    return false;
  }

  bool percent() {
    std::size_t i = at_ + 1;
    if (peek(1) == '(') {
      const std::size_t end = near(')');
      if (end == std::string_view::npos) return false;
      i = end + 1;
    }
    const char kind = i < text_.size() ? text_[i] : ' ';
    const char after = i + 1 < text_.size() ? text_[i + 1] : ' ';
    if ((kind != 's' && kind != 'd' && kind != 'f' && kind != 'i') || starts_name(after)) return false;
    add(TokenKind::placeholder, i + 1);
    return true;
  }

  bool is_braced_name() const {
    std::size_t i = at_ + 1;
    while (i < text_.size() && i - at_ < 100 && (continues_name(text_[i]) || text_[i] == '.')) ++i;
    return i < text_.size() && text_[i] == '}';
  }

  void braces() {
    const std::size_t end = near('}');
    if (end == std::string_view::npos) return add(TokenKind::sign, at_ + 1);
    add(TokenKind::placeholder, end + 1);
  }

  void word() {
    const std::size_t end = end_of_name(at_);
    const bool is_prefix = end < text_.size() && text_[end] == '\'' && end - at_ <= 2;  // N'…', E'…', q'…'
    if (is_prefix) {
      const std::size_t begin = at_;
      at_ = end;
      return string(begin);
    }
    add(TokenKind::word, end);
  }

  void number() {
    std::size_t i = at_;
    while (i < text_.size() && (continues_name(text_[i]) || text_[i] == '.')) ++i;
    add(TokenKind::number, i);
  }

  std::string_view text_;
  std::size_t at_ = 0, count_ = 0;
  int open_ = 0;    // brackets
  int blocks_ = 0;  // BEGIN and CASE of a routine
  bool is_routine_ = false, is_package_ = false;
  bool awaits_begin_ = false;  // declarations stand here, parted by `;` too
  int unclosed_ = 0;           // $tags$ that nothing closes: hostile texts make searching for them dear
  std::string delimiter_ = ";";
  std::vector<Token> now_;
  Statements made_;
};

}  // namespace

Statements statements(std::string_view text) { return Scanner(text).run(); }

bool is(const Token& token, std::string_view keyword) {
  if (token.kind != TokenKind::word || token.text.size() != keyword.size()) return false;
  for (std::size_t i = 0; i < keyword.size(); ++i)
    if (std::toupper(static_cast<unsigned char>(token.text[i])) != keyword[i]) return false;
  return true;
}

}  // namespace demarc::sql
