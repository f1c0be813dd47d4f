// Reads JavaScript and TypeScript, with or without JSX.
#include "analyzer/reader.h"

#include <memory>

#include "parsers/languages/ecmascript/kinds.h"
#include "parsers/languages/ecmascript/lowering.h"
#include "parsers/languages/ecmascript/resolution.h"
#include "parsers/languages/lowering/tree_builder.h"

namespace demarc {
namespace {

enum class Dialect { none, javascript, typescript, tsx };

Dialect dialect_of(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return Dialect::none;
  const std::string_view extension = path.substr(dot + 1);
  if (extension == "js" || extension == "jsx" || extension == "mjs" || extension == "cjs")
    return Dialect::javascript;
  if (extension == "tsx") return Dialect::tsx;
  if (extension != "ts" && extension != "mts" && extension != "cts") return Dialect::none;
  // Declarations of types alone: nothing in them runs.
  return path.substr(0, dot).ends_with(".d") ? Dialect::none : Dialect::typescript;
}

const syntax::Grammar& grammar_of(Dialect dialect) {
  switch (dialect) {
    case Dialect::typescript: return ecmascript::typescript_grammar();
    case Dialect::tsx: return ecmascript::tsx_grammar();
    default: return ecmascript::javascript_grammar();
  }
}

// Bytes that the parser could not place.
std::uint64_t lost(const syntax::Tree& tree) {
  std::uint64_t bytes = 0;
  for (syntax::NodeIndex n = 0; n < tree.size(); ++n)
    if (tree[n].kind == syntax::error) bytes += 1 + tree[n].end - tree[n].begin;
    else bytes += tree[n].missing;
  return bytes;
}

class Ecmascript : public Reader {
 public:
  std::string_view name() const override { return "ecmascript"; }

  bool accepts(std::string_view path, std::string_view) const override {
    return dialect_of(path) != Dialect::none;
  }

  void read(const Source& source, Observations& out) const override {
    thread_local syntax::Tree tree, second;
    const Dialect dialect = dialect_of(source.path);
    syntax::Outcome outcome = syntax::parse(grammar_of(dialect), source.text, tree);
    const syntax::Tree* best = &tree;
    // Flow and the types that some write into .js are close to TypeScript.
    if (dialect == Dialect::javascript && outcome == syntax::Outcome::parsed && tree.has_errors() &&
        syntax::parse(ecmascript::tsx_grammar(), source.text, second) == syntax::Outcome::parsed &&
        (!second.has_errors() || lost(second) < lost(tree)))
      best = &second;
    if (!languages::is_parsed(outcome, source.file, out)) return;
    out.code.emplace();
    ecmascript::Lowering lowering(*best, *out.code);
    lowering.run();
    languages::note_gaps(*best, lowering.too_deep(), source.file, out);
  }

  Module resolve(const Project& project, FileId from, std::string_view module, std::string_view,
                 bool*) const override {
    return ecmascript::resolve(project, from, module);
  }
};

}  // namespace

namespace languages {
std::unique_ptr<Reader> ecmascript() { return std::make_unique<Ecmascript>(); }
}  // namespace languages

}  // namespace demarc
