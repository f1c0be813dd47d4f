// The Java reader: bytes to observations, and names to files.
#include <memory>

#include "analyzer/reader.h"
#include "parsers/languages/java/lower.h"
#include "parsers/languages/jvm/names.h"

namespace demarc::languages {
namespace jv {
namespace {

class Java final : public Reader {
 public:
  std::string_view name() const override { return "java"; }

  bool accepts(std::string_view path, std::string_view) const override { return path.ends_with(".java"); }

  void read(const Source& source, Observations& out) const override {
    thread_local syntax::Tree tree;
    const syntax::Outcome outcome = syntax::parse(grammar(), source.text, tree);
    if (!is_parsed(outcome, source.file, out)) return;
    out.code.emplace();
    Lower lower(tree, *out.code);
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
}  // namespace jv

std::unique_ptr<Reader> java() { return std::make_unique<jv::Java>(); }

}  // namespace demarc::languages
