// The text of the analysed files for reports: lines and columns of steps, read when asked for and kept.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/files.h"
#include "analyzer/base/span.h"
#include "analyzer/facts/facts.h"

namespace demarc {

// Where a step points, in lines and columns from 1 (columns in bytes). Line 0: no such place.
struct Place {
  std::string_view path;
  std::uint32_t line = 0, column = 0;          // column 0: only the line is known
  std::uint32_t end_line = 0, end_column = 0;  // end excluded; 0 where not known
};

// Not safe for concurrent use. A path is looked for in each of `files`, which must outlive it.
class Sources {
 public:
  explicit Sources(std::vector<const Files*> files) : files_(std::move(files)) {}

  // `step.path` must outlive the result.
  Place place(const Step& step) const;
  // Without its line end; empty when there is no such line or file.
  std::string_view line(std::string_view path, std::uint32_t number) const;
  // The whole text; nullptr when the file cannot be read.
  const std::string* text(std::string_view path) const;

 private:
  struct Text {
    std::string text;
    LineIndex lines;
    explicit Text(std::string t) : text(std::move(t)), lines(text) {}
  };
  const Text* open(std::string_view path) const;
  std::vector<const Files*> files_;
  mutable std::map<std::string, std::unique_ptr<Text>, std::less<>> texts_;
};

}  // namespace demarc
