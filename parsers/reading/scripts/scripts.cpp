// Reads the deploy commands of Makefiles and shell scripts: a list of those lines that give parameters to a
// template.
#include "parsers/reading/bounded_document.h"

namespace demarc {
namespace {

constexpr std::size_t max_line = 64u << 10;
constexpr std::uint32_t max_script_bytes = 1u << 20;

bool gives_parameters(std::string_view line) {
  return line.find("--parameter-overrides") != std::string_view::npos ||
         line.find("ParameterKey=") != std::string_view::npos;
}

class ScriptReader final : public Reader {
 public:
  std::string_view name() const override { return "scripts"; }
  bool accepts(std::string_view path, std::string_view) const override {
    std::string_view name = file_name(path);
    for (std::string_view known : {"Makefile", "makefile", "GNUmakefile", "Justfile", "justfile"})
      if (name == known) return true;
    return ends_with_any(path, {".sh", ".bash", ".mk"});
  }

  // Logical lines: a backslash at the end joins the next one. A file without such commands gives no document.
  void read(const Source& source, Observations& out) const override {
    if (source.text.size() > max_script_bytes) return;
    BoundedDocument made(source.file, out.notes);
    std::vector<NodeIndex> lines;
    std::string_view text = source.text;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = at;
      std::string line;
      for (;;) {
        std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view part = text.substr(at, end - at);
        at = std::min(end + 1, text.size());
        if (part.ends_with('\r')) part.remove_suffix(1);
        const bool goes_on = part.ends_with('\\');
        if (goes_on) part.remove_suffix(1);
        line += part;
        line += ' ';
        if (!goes_on || at >= text.size() || line.size() > max_line) break;
      }
      std::size_t first = line.find_first_not_of(" \t@-");
      const bool is_comment = first != std::string::npos && line[first] == '#';
      if (is_comment || !gives_parameters(line)) continue;
      // The place is where the command begins, without the white space before it.
      std::size_t start = text.find_first_not_of(" \t", begin);
      lines.push_back(made.scalar(NodeKind::string, line, "", true, static_cast<std::uint32_t>(start),
                                  static_cast<std::uint32_t>(at)));
    }
    if (lines.empty()) return;
    made.add_root(made.list(lines, "", 0, static_cast<std::uint32_t>(text.size())));
    out.document = made.take();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> scripts() { return std::make_unique<ScriptReader>(); }
}  // namespace documents
}  // namespace demarc
