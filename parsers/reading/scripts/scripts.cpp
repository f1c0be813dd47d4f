// Reads the deploy commands of Makefiles and shell scripts: a list of those lines that give parameters to a
// template.
#include <cctype>
#include <map>

#include "parsers/reading/bounded_document.h"

namespace demarc {
namespace {

constexpr std::size_t max_line = 64u << 10;
constexpr std::uint32_t max_script_bytes = 1u << 20;

bool gives_parameters(std::string_view line) {
  return line.find("--parameter-overrides") != std::string_view::npos ||
         line.find("ParameterKey=") != std::string_view::npos;
}

// NAME = value, NAME ?= value, NAME := value, export NAME=value: what the file itself says of a variable. One
// that is set twice is known by nobody.
class Variables {
 public:
  void read(std::string_view line) {
    if (line.starts_with("export ")) line.remove_prefix(7);
    std::size_t end = 0;
    while (end < line.size() && (std::isalnum(static_cast<unsigned char>(line[end])) || line[end] == '_'))
      ++end;
    std::size_t sign = line.find_first_not_of(' ', end);
    if (end == 0 || sign == std::string_view::npos || known_.size() > 1000) return;
    if (line[sign] == '?' || line[sign] == ':') ++sign;
    if (sign >= line.size() || line[sign] != '=') return;
    std::string_view value = line.substr(sign + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    while (value.ends_with(' ')) value.remove_suffix(1);
    if (value.size() > 200) return;
    auto [at, fresh] = known_.emplace(line.substr(0, end), value);
    if (!fresh && at->second != value) at->second.clear();
  }
  // $(NAME) and ${NAME} replaced, also inside of what was put in; bounded in depth and length.
  std::string expanded(std::string_view text, int depth = 0) const {
    std::string out;
    for (std::size_t i = 0; i < text.size() && out.size() < max_line; ++i) {
      if (text.substr(i).starts_with("$$")) {  // Make's way to write a variable of the shell
        out += text[i++];
        out += '$';
        continue;
      }
      const char open = i + 1 < text.size() && text[i] == '$' ? text[i + 1] : ' ';
      const std::size_t close = open == '('   ? text.find(')', i)
                                : open == '{' ? text.find('}', i)
                                              : std::string_view::npos;
      const auto at =
          close == std::string_view::npos ? known_.end() : known_.find(text.substr(i + 2, close - i - 2));
      if (at == known_.end() || at->second.empty() || depth > 8) {
        out += text[i];
        continue;
      }
      out += expanded(at->second, depth + 1);
      i = close;
    }
    return out;
  }

 private:
  std::map<std::string, std::string, std::less<>> known_;
};

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
    Variables variables;
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
      if (is_comment) continue;
      if (!gives_parameters(line)) {
        variables.read(line);
        continue;
      }
      // The place is where the command begins, without the white space before it.
      std::size_t start = text.find_first_not_of(" \t", begin);
      lines.push_back(made.scalar(NodeKind::string, variables.expanded(line), "", true,
                                  static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(at)));
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
