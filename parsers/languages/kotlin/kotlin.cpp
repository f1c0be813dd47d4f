// The Kotlin reader: bytes to observations, and names to files.
#include <memory>
#include <string>

#include "analyzer/reader.h"
#include "parsers/languages/jvm/names.h"
#include "parsers/languages/kotlin/lower.h"
#include "parsers/languages/kotlin/text.h"

namespace demarc::languages {
namespace kt {
namespace {

class Kotlin final : public Reader {
 public:
  std::string_view name() const override { return "kotlin"; }

  // Scripts (.kts) are builds and tools.
  bool accepts(std::string_view path, std::string_view) const override { return path.ends_with(".kt"); }

  void read(const Source& source, Observations& out) const override {
    thread_local syntax::Tree tree;
    const std::string text = source.text.size() > syntax::max_bytes ? std::string() : readable(source.text);
    const syntax::Outcome outcome = source.text.size() > syntax::max_bytes
                                        ? syntax::Outcome::too_large
                                        : syntax::parse(grammar(), text, tree);
    if (!is_parsed(outcome, source.file, out)) return;
    out.code.emplace();
    Lower lower(tree, source.text, *out.code);
    lower.file();
    out.code->trim();
    note_gaps(tree, lower.too_deep(), source.file, out);
  }

  Module resolve(const Project& project, FileId from, std::string_view module, std::string_view name,
                 bool*) const override {
    return project.index<jvm::Names>().resolve(project, from, module, name);
  }
};

}  // namespace
}  // namespace kt

std::unique_ptr<Reader> kotlin() { return std::make_unique<kt::Kotlin>(); }

}  // namespace demarc::languages
