// Reads Dockerfiles into a Document: a list of instructions, each a map of name and text.
#include "parsers/reading/bounded_document.h"
#include "parsers/reading/dockerfile/instructions.h"

namespace demarc {
namespace {

constexpr std::size_t max_bytes = 1u << 20;

class DockerfileReader final : public Reader {
 public:
  std::string_view name() const override { return "dockerfile"; }
  bool accepts(std::string_view path, std::string_view) const override {
    return is_dockerfile_name(file_name(path));
  }
  void read(const Source& source, Observations& out) const override {
    if (source.text.size() > max_bytes) {
      out.notes.push_back({{source.file, 0, 0}, "larger than 1 MB: not read as a Dockerfile"});
      return;
    }
    BoundedDocument made(source.file, out.notes);
    std::vector<NodeIndex> list;
    for (const DockerInstruction& one : read_dockerfile(source.text)) {
      auto scalar = [&](std::string_view text) {
        return made.scalar(NodeKind::string, text, "", true, one.begin, one.end);
      };
      const std::vector<NodeIndex> entry = {scalar("instruction"), scalar(one.name), scalar("text"),
                                            scalar(one.text)};
      list.push_back(made.map(entry, "", one.begin, one.end));
    }
    made.add_root(made.list(list, "Dockerfile", 0, static_cast<std::uint32_t>(source.text.size())));
    out.document = made.take();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> dockerfile() { return std::make_unique<DockerfileReader>(); }
}  // namespace documents
}  // namespace demarc
