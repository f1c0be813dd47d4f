// Takes JSON files, those with comments and trailing commas too.
#include "parsers/reading/bounded_document.h"
#include "parsers/reading/json/json_text.h"

namespace demarc {
namespace {
class JsonReader final : public Reader {
 public:
  std::string_view name() const override { return "json"; }
  bool accepts(std::string_view path, std::string_view head) const override {
    if (is_lock_file(path)) return false;
    if (ends_with_any(path, {".json", ".jsonc", ".json5", ".asl", ".avsc"})) return true;
    if (!ends_with_any(path, {".template", ".cform"})) return false;
    std::size_t first = head.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    return first != std::string_view::npos && head[first] == '{';
  }
  void read(const Source& source, Observations& out) const override {
    if (is_readable_size(source, out)) read_json_text(source.file, source.text, out);
  }
};
}  // namespace

namespace documents {
std::unique_ptr<Reader> json() { return std::make_unique<JsonReader>(); }
}  // namespace documents
}  // namespace demarc
