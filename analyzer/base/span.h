// A place in a file, in byte offsets; line and column are computed only when something is printed.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/base/id.h"

namespace demarc {

struct Span {
  FileId file;
  std::uint32_t begin = 0, end = 0;  // bytes, end excluded
  auto operator<=>(const Span&) const = default;
};

// Both start at 1; the column counts bytes.
struct LineColumn {
  std::uint32_t line = 1, column = 1;
};

// Finds lines of one text. Keeps a view: the text must outlive it where line() is asked.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);
  LineColumn at(std::uint32_t offset) const;
  // The text of a line (from 1) without its line end; empty past the last.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t lines() const { return static_cast<std::uint32_t>(starts_.size()); }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> starts_;
};

}  // namespace demarc
