// Reads environment files into a Document: one map from names to texts; null where a name has no value.
#include "parsers/reading/bounded_document.h"
#include "parsers/reading/dotenv/dotenv_text.h"

namespace demarc {
namespace {

constexpr std::size_t max_bytes = 1u << 20;

class DotenvReader final : public Reader {
 public:
  std::string_view name() const override { return "dotenv"; }
  bool accepts(std::string_view path, std::string_view) const override {
    const std::string_view name = file_name(path);
    return is_dotenv_name(name) && name != "env" && !name.ends_with(".js") && !name.ends_with(".ts") &&
           !name.ends_with(".d.ts") && !name.ends_with(".py") && !name.ends_with(".json") &&
           !name.ends_with(".sh") && !name.ends_with(".yml") && !name.ends_with(".yaml");
  }
  void read(const Source& source, Observations& out) const override {
    if (source.text.size() > max_bytes) {
      out.notes.push_back({{source.file, 0, 0}, "larger than 1 MB: not read as an environment file"});
      return;
    }
    BoundedDocument made(source.file, out.notes);
    std::vector<NodeIndex> children;
    for (const DotenvLine& line : read_dotenv(source.text)) {
      const auto name_end = static_cast<std::uint32_t>(line.begin + line.name.size());
      children.push_back(made.scalar(NodeKind::string, line.name, "", true, line.begin, name_end));
      children.push_back(made.scalar(line.has_value ? NodeKind::string : NodeKind::null, line.value, "", true,
                                     line.begin, line.end));
    }
    made.add_root(made.map(children, "", 0, static_cast<std::uint32_t>(source.text.size())));
    out.document = made.take();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> dotenv() { return std::make_unique<DotenvReader>(); }
}  // namespace documents
}  // namespace demarc
