// Parsing, and the copy into the flat tree.
#include "parsers/reading/syntax.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <memory>

#include "parsers/reading/syntax_lexer.h"
#include "parsers/reading/syntax_memory.h"

namespace demarc::syntax {
namespace {

struct ParserEnd {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};
constexpr std::size_t max_kept_nodes = 1u << 18;

const char* read_text(void* payload, std::uint32_t at, TSPoint, std::uint32_t* length) {
  const std::string_view text = *static_cast<const std::string_view*>(payload);
  *length = at < text.size() ? static_cast<std::uint32_t>(text.size() - at) : 0;
  return *length ? text.data() + at : "";
}

// The library asks back every hundred steps.
bool count_down(TSParseState* state) {
  auto* left = static_cast<std::uint64_t*>(state->payload);
  return *left == 0 || --*left == 0;
}

bool grow(DemarcSyntaxArray* array) {
  auto* nodes = static_cast<std::vector<Node>*>(array->owner);
  nodes->resize(std::max<std::size_t>(1024, nodes->size() * 2));
  array->nodes = nodes->data();
  array->room = static_cast<std::uint32_t>(nodes->size());
  return true;
}

}  // namespace

Grammar::Grammar(const TSLanguage* language, std::span<const KindRow> kinds, std::span<const FieldRow> fields)
    : language_(language) {
  // Symbols include the aliases, so one name may stand for several.
  const std::uint32_t symbols = ts_language_symbol_count(language);
  kinds_.resize(symbols, through);
  std::vector<bool> seen(kinds.size());
  for (std::uint32_t s = 0; s < symbols; ++s) {
    const TSSymbolType type = ts_language_symbol_type(language, static_cast<TSSymbol>(s));
    if (type != TSSymbolTypeRegular && type != TSSymbolTypeAnonymous) continue;
    const bool named = type == TSSymbolTypeRegular;
    if (named) kinds_[s] = other;
    const std::string_view name = ts_language_symbol_name(language, static_cast<TSSymbol>(s));
    for (std::size_t r = 0; r < kinds.size(); ++r) {
      if (kinds[r].named != named || kinds[r].name != name) continue;
      kinds_[s] = kinds[r].kind;
      seen[r] = true;
    }
  }
  fields_.resize(ts_language_field_count(language) + 1);
  for (std::size_t r = 0; r < kinds.size(); ++r)
    if (!seen[r]) strangers_.emplace_back(kinds[r].name);
  for (const FieldRow& row : fields) {
    const TSFieldId id =
        ts_language_field_id_for_name(language, row.name.data(), static_cast<std::uint32_t>(row.name.size()));
    if (id == 0) strangers_.emplace_back(row.name);
    else fields_[id] = row.field;
  }
}

Outcome parse(const Grammar& grammar, std::string_view text, Tree& out) {
  out.text_ = text;
  out.has_errors_ = false;
  out.count_ = 0;
  if (text.size() > max_bytes) return Outcome::too_large;
  const ParsingMemory memory;
  const std::unique_ptr<TSParser, ParserEnd> parser(ts_parser_new());
  demarc_syntax_hasten(parser.get());
  ts_parser_set_language(parser.get(), grammar.language());
  std::uint64_t left = 1000 + text.size();
  const TSInput input{&text, read_text, TSInputEncodingUTF8, nullptr};
  TSTree* const tree =
      ts_parser_parse_with_options(parser.get(), nullptr, input, TSParseOptions{&left, count_down});
  if (!tree) return Outcome::gave_up;
  out.has_errors_ = ts_node_has_error(ts_tree_root_node(tree));
  // Old nodes are written over, not cleared; what one huge file needed is not kept for ever.
  if (out.nodes_.size() > max_kept_nodes) out.nodes_ = {};
  if (out.nodes_.empty()) out.nodes_.resize(1024);
  DemarcSyntaxArray array{out.nodes_.data(), 0, static_cast<std::uint32_t>(out.nodes_.size()), grow,
                          &out.nodes_};
  const DemarcSyntaxTable table = grammar.table();
  const bool done = demarc_syntax_walk(tree, &table, &array);
  // A tree is many small blocks: where they all go at once, it is not taken apart first.
  if (!memory.rewinds()) ts_tree_delete(tree);
  if (!done) return Outcome::gave_up;
  out.count_ = array.count;
  return Outcome::parsed;
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::parsed: return "parsed";
    case Outcome::too_large: return "too large to be source code";
    case Outcome::gave_up: return "too far from source code to be parsed";
  }
  return {};
}

}  // namespace demarc::syntax
