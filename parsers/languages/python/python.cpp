// The Python reader: bytes to observations, and imports to files.
#include <cstring>
#include <memory>
#include <optional>

#include "analyzer/reader.h"
#include "parsers/languages/python/lower.h"
#include "parsers/languages/python/modules.h"

namespace demarc::languages {
namespace py {
namespace {

// Bytes that are no UTF-8, each replaced by one '?', so that positions stay; nothing when all is well.
std::optional<std::string> repaired(std::string_view text) {
  std::optional<std::string> made;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    // Nearly all of it is ASCII: eight bytes at a time.
    if (std::uint64_t eight; i + sizeof eight <= text.size()) {
      std::memcpy(&eight, text.data() + i, sizeof eight);
      if ((eight & 0x8080808080808080ull) == 0) {
        i += sizeof eight;
        continue;
      }
    }
    const unsigned char c = byte(i);
    if (c < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = c >= 0xc2 && c < 0xe0   ? 2
                               : c >= 0xe0 && c < 0xf0 ? 3
                               : c >= 0xf0 && c < 0xf5 ? 4
                                                       : 0;
    bool is_good = length != 0 && i + length <= text.size();
    for (std::size_t k = 1; is_good && k < length; ++k) is_good = (byte(i + k) & 0xc0) == 0x80;
    if (is_good && c == 0xe0) is_good = byte(i + 1) >= 0xa0;  // overlong
    if (is_good && c == 0xed) is_good = byte(i + 1) < 0xa0;   // surrogates
    if (is_good && c == 0xf0) is_good = byte(i + 1) >= 0x90;  // overlong
    if (is_good && c == 0xf4) is_good = byte(i + 1) < 0x90;   // too large
    if (is_good) {
      i += length;
      continue;
    }
    if (!made) made.emplace(text);
    (*made)[i++] = '?';
  }
  return made;
}

// Room that is used again for the next file of the thread; what is handed out is an exact copy.
struct Workshop {
  syntax::Tree tree;
  code::CodeFile file;
};

template <class T>
void hand_over(std::vector<T>& from, std::vector<T>& to, std::size_t keep) {
  to.assign(from.begin(), from.end());
  from.resize(keep);
}

code::CodeFile hand_over(code::CodeFile& from) {
  code::CodeFile to;
  to.strings = std::move(from.strings);
  from.strings = Strings();
  hand_over(from.exprs, to.exprs, 1);
  hand_over(from.children, to.children, 0);
  hand_over(from.parameters, to.parameters, 0);
  hand_over(from.annotations, to.annotations, 0);
  hand_over(from.functions, to.functions, 1);
  hand_over(from.classes, to.classes, 1);
  hand_over(from.blocks, to.blocks, 1);
  hand_over(from.assignments, to.assignments, 0);
  hand_over(from.calls, to.calls, 0);
  hand_over(from.returns, to.returns, 0);
  hand_over(from.imports, to.imports, 0);
  return to;
}

class Python final : public Reader {
 public:
  std::string_view name() const override { return "python"; }

  bool accepts(std::string_view path, std::string_view head) const override {
    const std::string_view file = path.substr(path.rfind('/') + 1);
    if (file.ends_with(".py")) return true;
    if (file.find('.') != std::string_view::npos || !head.starts_with("#!")) return false;
    // #!/usr/bin/env python3 · #!/usr/bin/python2.7 -u
    const std::string_view line = head.substr(0, head.find('\n'));
    const std::size_t at = line.find("python");
    return at != std::string_view::npos && (line[at - 1] == '/' || line[at - 1] == ' ');
  }

  void read(const Source& source, Observations& out) const override {
    thread_local Workshop shop;
    const std::optional<std::string> mended = repaired(source.text);
    const std::string_view text = mended ? std::string_view(*mended) : source.text;
    if (mended) out.notes.push_back({{source.file, 0, 0}, "not UTF-8: other bytes are read as '?'"});
    if (!is_parsed(syntax::parse(grammar(), text, shop.tree), source.file, out)) return;
    Lower lower(shop.tree, shop.file);
    lower.file();
    out.code = hand_over(shop.file);
    note_gaps(shop.tree, lower.too_deep(), source.file, out);
  }

  Module resolve(const Project& project, FileId from, std::string_view module, std::string_view name,
                 bool* took_name) const override {
    return modules_.resolve(project, from, module, name, took_name);
  }

 private:
  mutable Modules modules_;  // called from one thread
};

}  // namespace
}  // namespace py

std::unique_ptr<Reader> python() { return std::make_unique<py::Python>(); }

}  // namespace demarc::languages
