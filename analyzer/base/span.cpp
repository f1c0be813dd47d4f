// Line and column of a byte offset by binary search over line starts.
#include "analyzer/base/span.h"

#include <algorithm>
#include <cstring>

namespace demarc {

LineIndex::LineIndex(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos;)
    starts_.push_back(static_cast<std::uint32_t>(++at));
}

LineColumn LineIndex::at(std::uint32_t offset) const {
  auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  auto line = static_cast<std::uint32_t>(after - starts_.begin());
  return {line, offset - starts_[line - 1] + 1};
}

std::string_view LineIndex::line(std::uint32_t number) const {
  if (number == 0 || number > starts_.size()) return {};
  std::uint32_t begin = starts_[number - 1];
  std::size_t end = number < starts_.size() ? starts_[number] - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return text_.substr(begin, end - begin);
}

}  // namespace demarc
