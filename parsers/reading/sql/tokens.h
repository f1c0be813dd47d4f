// The words of a text of SQL, whatever its dialect: comments left out, quotes taken off, statements parted.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace demarc::sql {

enum class TokenKind : std::uint8_t {
  word,    // a keyword or a plain name
  quoted,  // "a", `a`, [a]
  string,  // 'a', $$a$$
  number,
  placeholder,  // ?, $1, :a, %s, %(a)s, #{a}, ${a}
  sign,         // one other character
};

struct Token {
  TokenKind kind = TokenKind::sign;
  std::uint32_t begin = 0, end = 0;
  std::string_view text;  // inside the quotes; a doubled quote in it stays doubled
};

inline constexpr std::size_t max_text = 4u << 20;
inline constexpr std::size_t max_tokens = 1u << 20;

// The statements of a text, each without its end sign. Parted by `;`, GO and `/` on lines of their own and
// what DELIMITER says; bodies of routines stay whole, lines of psql (\connect) and rows behind COPY … FROM
// stdin are left out.
struct Statements {
  std::vector<std::vector<Token>> all;
  bool is_cut = false;                    // the bounds above were met
  std::optional<std::uint32_t> unclosed;  // where the first text, comment or bracket begins that has no end
};
Statements statements(std::string_view text);

// True when the token is this keyword, written in capitals here.
bool is(const Token& token, std::string_view keyword);

}  // namespace demarc::sql
