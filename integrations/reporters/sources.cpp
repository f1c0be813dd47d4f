// Lines and columns of steps, from byte offsets or as they are given.
#include "integrations/reporters/sources.h"

#include <algorithm>

namespace demarc {

const Sources::Text* Sources::open(std::string_view path) const {
  if (path.empty()) return nullptr;
  auto found = texts_.find(path);
  if (found == texts_.end()) {
    std::unique_ptr<Text> text;
    for (const Files* files : files_)
      if (FileId file = files->find(path); file && !text)
        if (auto bytes = files->read(file)) text = std::make_unique<Text>(std::move(*bytes));
    found = texts_.emplace(std::string(path), std::move(text)).first;
  }
  return found->second.get();
}

Place Sources::place(const Step& step) const {
  Place place{.path = step.path};
  if (step.path.empty()) return place;
  const bool has_bytes = step.end > step.begin;
  if (!has_bytes && step.line != 0) {
    place.line = place.end_line = step.line;
    place.column = step.column;
    return place;
  }
  const Text* text = open(step.path);
  if (!text) {
    place.line = step.line;
    place.column = step.column;
    return place;
  }
  const auto size = static_cast<std::uint32_t>(text->text.size());
  LineColumn begin = text->lines.at(std::min(step.begin, size));
  place.line = begin.line;
  place.column = begin.column;
  if (has_bytes) {
    LineColumn end = text->lines.at(std::min(step.end, size));
    place.end_line = end.line;
    place.end_column = end.column;
  }
  return place;
}

std::string_view Sources::line(std::string_view path, std::uint32_t number) const {
  const Text* text = open(path);
  if (!text || number == 0 || number > text->lines.lines()) return {};
  return text->lines.line(number);
}

const std::string* Sources::text(std::string_view path) const {
  const Text* text = open(path);
  return text ? &text->text : nullptr;
}

}  // namespace demarc
