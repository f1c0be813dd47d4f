// Looks for the one word first: nearly no file holds it.
#include "analyzer/exceptions.h"

#include <algorithm>
#include <cstring>

namespace demarc {
namespace {

constexpr std::string_view word = "demarc:ignore";
constexpr std::size_t max_in_a_file = 10'000;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Where the remark begins that `text` ends in; npos when it ends in none.
std::size_t remark_before(std::string_view text) {
  text = text.substr(0, text.find_last_not_of(" \t") + 1);
  // A line of a longer remark.
  if (trimmed(text) == "*") return text.size() - 1;
  while (text.ends_with("**")) text.remove_suffix(1);
  for (std::string_view opening : {"<!--", "//", "/*", "--", "#", ";"})
    if (text.ends_with(opening)) return text.size() - opening.size();
  return std::string_view::npos;
}

}  // namespace

std::vector<InlineException> find_exceptions(std::string_view path, std::string_view text) {
  std::vector<InlineException> all;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end && all.size() < max_in_a_file; ++at) {
    at = static_cast<const char*>(memmem(at, static_cast<std::size_t>(end - at), word.data(), word.size()));
    if (!at) break;
    const auto position = static_cast<std::size_t>(at - text.data());
    const std::size_t line_begin = position == 0 ? 0 : text.rfind('\n', position - 1) + 1;
    const std::size_t line_end = std::min(text.find('\n', position), text.size());
    const std::size_t remark = remark_before(text.substr(line_begin, position - line_begin));
    std::string_view rest = text.substr(position + word.size(), line_end - position - word.size());
    if (remark == std::string_view::npos || (!rest.empty() && !is_blank(rest.front()))) continue;
    for (std::string_view closing : {"*/", "-->"})
      if (const std::size_t close = rest.rfind(closing); close != std::string_view::npos)
        rest = rest.substr(0, close);
    InlineException made;
    const std::size_t dashes = rest.find(" -- ");
    if (dashes != std::string_view::npos) made.why = trimmed(rest.substr(dashes + 4));
    std::string_view names = trimmed(rest.substr(0, dashes));
    if (names.ends_with("--")) names = trimmed(names.substr(0, names.size() - 2));
    while (!names.empty()) {
      const std::size_t next = names.find_first_of(", \t");
      if (next != 0) made.rules.emplace_back(names.substr(0, next));
      names.remove_prefix(next == std::string_view::npos ? names.size() : next + 1);
    }
    const bool stands_alone = trimmed(text.substr(line_begin, remark)).empty();
    std::size_t until = line_end;
    made.first_line = 1 + static_cast<std::uint32_t>(std::count(
                              text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
    made.last_line = made.first_line;
    if (stands_alone && line_end < text.size()) {
      ++made.last_line;
      until = std::min(text.find('\n', line_end + 1), text.size());
    }
    made.begin = static_cast<std::uint32_t>(line_begin);
    made.end = static_cast<std::uint32_t>(until);
    made.where.path = path;
    made.where.line = made.first_line;
    made.where.column = static_cast<std::uint32_t>(position - line_begin + 1);
    made.where.begin = static_cast<std::uint32_t>(position);
    made.where.end = static_cast<std::uint32_t>(position + word.size());
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace demarc
