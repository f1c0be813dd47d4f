// Marks of goose, sql-migrate, dbmate and Play: comment lines with the word Up or Down.
#include "parsers/reading/sql/down_parts.h"

#include "analyzer/base/letters.h"

namespace demarc::sql {
namespace {

enum class Part { none, up, down };

Part part_of(std::string_view line) {
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  if (!line.starts_with("--") && !line.starts_with('#')) return Part::none;
  const std::string all = lower(line.substr(0, 80));
  for (std::string_view mark : {"+goose ", "+migrate ", "migrate:", "!"}) {
    const std::size_t at = all.find(mark);
    if (at == std::string::npos) continue;
    const std::string_view word = std::string_view(all).substr(at + mark.size());
    if (word.starts_with("up")) return Part::up;
    if (word.starts_with("down")) return Part::down;
  }
  return Part::none;
}

}  // namespace

std::string without_down_parts(std::string_view text) {
  std::string out(text);
  bool is_down = false;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    if (const Part part = part_of(text.substr(at, end - at)); part != Part::none)
      is_down = part == Part::down;
    if (is_down)
      for (std::size_t i = at; i < end; ++i) out[i] = ' ';
    at = end + 1;
  }
  return out;
}

}  // namespace demarc::sql
