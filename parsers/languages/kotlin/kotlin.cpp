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
    if (outcome != syntax::Outcome::parsed) {
      out.has_errors = true;
      out.notes.push_back({{source.file, 0, 0}, "not read: " + std::string(syntax::to_string(outcome))});
      return;
    }
    out.code.emplace();
    Lower lower(tree, source.text, *out.code);
    lower.file();
    out.code->trim();
    if (lower.was_too_deep()) {
      const syntax::Node& deep = tree[lower.deep_node()];
      out.notes.push_back({{source.file, deep.begin, deep.end}, "nested too deeply to be read"});
    }
    if (!tree.has_errors()) return;
    out.has_errors = true;
    for (syntax::NodeIndex n = 0; n < tree.size(); ++n) {
      if (tree[n].kind != syntax::error && !tree[n].missing) continue;
      out.notes.push_back({{source.file, tree[n].begin, tree[n].end}, "syntax error"});
      break;
    }
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
