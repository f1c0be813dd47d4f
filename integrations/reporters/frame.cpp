// Writes code frames as compilers do: gutter, line, caret, label.
#include "integrations/reporters/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace demarc {
namespace {

constexpr std::size_t widest = 110;  // bytes of a line that are shown
constexpr std::size_t before_caret = 40;

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

struct Underline {
  std::size_t begin = 0, end = 0;  // bytes of the line
};

Underline underline(std::string_view line, const Place& place) {
  Underline u;
  const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
  if (place.column == 0) {
    const std::size_t last = line.find_last_not_of(" \t\r");
    return {first, last == std::string_view::npos ? first : last + 1};
  }
  u.begin = std::min<std::size_t>(place.column - 1, line.size());
  if (place.end_column != 0 && place.end_line == place.line) {
    u.end = place.end_column - 1;
  } else if (place.end_line > place.line) {
    // A span over several lines is pointed at by its start: up to the bracket or colon that opens it.
    const std::size_t stop = line.find_first_of("({[:", u.begin);
    u.end = stop == std::string_view::npos ? line.size() : std::max(stop, u.begin + 1);
  } else {
    u.end = u.begin;
    while (u.end < line.size() && in_word(line[u.end])) ++u.end;
  }
  u.end = std::clamp(u.end, std::min(u.begin + 1, line.size()), line.size());
  while (u.end > u.begin + 1 && (line[u.end - 1] == ' ' || line[u.end - 1] == '\r')) --u.end;
  return u;
}

}  // namespace

std::string to_string(const Place& place, std::string_view prefix) {
  std::string out = printable(prefix) + printable(place.path);
  if (place.line != 0) out += fmt::format(":{}", place.line);
  if (place.line != 0 && place.column != 0) out += fmt::format(":{}", place.column);
  return out;
}

std::size_t write_frame(std::ostream& out, const Sources& sources, const Place& place,
                        std::string_view prefix, std::string_view label, Paint caret, const Style& style) {
  const std::string number = place.line == 0 ? std::string() : fmt::format("{}", place.line);
  const std::size_t gutter = std::max<std::size_t>(number.size(), 2);
  const std::string blank(gutter, ' ');
  if (place.path.empty()) return gutter;
  out << std::string(gutter, ' ') << style(Paint::frame, "-->") << ' ' << to_string(place, prefix) << '\n';
  std::string_view line = sources.line(place.path, place.line);
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return gutter;
  Underline u = underline(line, place);
  std::string_view head, tail;
  if (line.size() > widest) {
    std::size_t from = u.begin > before_caret ? u.begin - before_caret : 0;
    std::size_t to = std::min(line.size(), from + widest);
    while (from > 0 && continues(line[from])) --from;
    while (to < line.size() && continues(line[to])) ++to;
    head = from > 0 ? "..." : "";
    tail = to < line.size() ? "..." : "";
    line = line.substr(from, to - from);
    u.begin -= from;
    // Positions inside a printed line only: what is cut off is not underlined.
    u.end = std::min(u.end - from, line.size());
  }
  const std::string bar = style(Paint::frame, "|");
  const std::size_t indent = columns(head) + columns(printable(line.substr(0, u.begin)));
  const std::size_t width =
      std::max<std::size_t>(1, columns(printable(line.substr(u.begin, u.end - u.begin))));
  out << blank << ' ' << bar << '\n';
  out << std::string(gutter - number.size(), ' ') << style(Paint::frame, number) << ' ' << bar << ' ' << head
      << printable(line) << tail << '\n';
  std::string mark(width, '^');
  if (!label.empty()) mark += " " + printable(label);
  out << blank << ' ' << bar << ' ' << std::string(indent, ' ') << style(caret, mark) << '\n';
  return gutter;
}

void write_error(std::ostream& out, const Sources& sources, std::string_view path, const Error& error,
                 const Style& style, std::string_view prefix) {
  out << style(Paint::error, "error") << style(Paint::strong, ": " + printable(error.message)) << '\n';
  std::size_t gutter = 2;
  if (!path.empty()) {
    Step step;
    step.path = path;
    step.begin = error.where.begin;
    step.end = error.where.end;
    gutter = write_frame(out, sources, sources.place(step), prefix, "", Paint::error, style);
  }
  if (!error.hint.empty())
    out << std::string(gutter + 1, ' ') << style(Paint::frame, "=") << " help: " << printable(error.hint)
        << '\n';
}

}  // namespace demarc
