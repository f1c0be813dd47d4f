// Prints a line for each source file below FOLDER and for damaged copies of it: a digest of the tree that the
// parser library makes. Built once with the library as Demarc compiles it and once with the library alone;
// same.sh compares. Usage: trees FOLDER
#include <tree_sitter/api.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

extern "C" {
const TSLanguage* tree_sitter_java();
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_kotlin();
const TSLanguage* tree_sitter_python();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_typescript();
}

namespace {
namespace fs = std::filesystem;

constexpr std::size_t damaged_copies = 6;

struct Digest {
  std::uint64_t value = 14695981039346656037u;
  std::size_t nodes = 0;
  void add(std::uint64_t part) { value = (value ^ part) * 1099511628211u; }
};

void take(TSTreeCursor& cursor, Digest& digest) {
  for (std::size_t depth = 0;;) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    ++digest.nodes;
    digest.add(ts_node_symbol(node));
    digest.add(ts_node_start_byte(node));
    digest.add(ts_node_end_byte(node));
    digest.add(ts_node_start_point(node).row);
    digest.add(ts_node_end_point(node).column);
    digest.add(ts_tree_cursor_current_field_id(&cursor));
    digest.add(ts_node_is_missing(node) ? 1 : 0);
    digest.add(ts_node_has_error(node) ? 1 : 0);
    digest.add(depth);
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      ++depth;
      continue;
    }
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) return;
      --depth;
    }
  }
}

// Some texts that are almost Kotlin would take minutes.
bool count_down(TSParseState* state) {
  std::uint64_t& left = *static_cast<std::uint64_t*>(state->payload);
  return left == 0 || --left == 0;
}

const char* read_text(void* text, std::uint32_t begin, TSPoint, std::uint32_t* size) {
  const auto& all = *static_cast<const std::string*>(text);
  *size = begin < all.size() ? static_cast<std::uint32_t>(all.size()) - begin : 0;
  return all.data() + std::min<std::size_t>(begin, all.size());
}

// The same parser for all texts of a language, as a reading thread would: what it keeps must not show.
void print(TSParser* parser, const TSLanguage* language, const std::string& name, std::string text) {
  ts_parser_set_language(parser, language);
  std::uint64_t left = 1000 + text.size();
  const TSInput input{&text, read_text, TSInputEncodingUTF8, nullptr};
  TSTree* const tree =
      ts_parser_parse_with_options(parser, nullptr, input, TSParseOptions{&left, count_down});
  Digest digest;
  if (tree) {
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    take(cursor, digest);
    ts_tree_cursor_delete(&cursor);
    ts_tree_delete(tree);
  } else {
    ts_parser_reset(parser);
  }
  std::printf("%016llx %zu %s\n", static_cast<unsigned long long>(digest.value), digest.nodes, name.c_str());
}

// Some stretch of the text is left out, written twice or moved to its end.
std::string damaged(const std::string& text, std::uint32_t seed) {
  const auto next = [&] { return seed = seed * 1664525u + 1013904223u; };
  const std::size_t begin = next() % (text.size() + 1);
  const std::size_t size = std::min<std::size_t>(next() >> 24, text.size() - begin);
  const std::string part = text.substr(begin, size);
  switch (next() >> 30) {
    case 0: return text.substr(0, begin) + text.substr(begin + size);
    case 1: return text.substr(0, begin) + part + text.substr(begin);
    case 2: return text.substr(0, begin) + text.substr(begin + size) + part;
    default: return text.substr(0, begin);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  const std::map<std::string, const TSLanguage*> languages = {
      {".java", tree_sitter_java()},    {".js", tree_sitter_javascript()}, {".kt", tree_sitter_kotlin()},
      {".py", tree_sitter_python()},    {".tsx", tree_sitter_tsx()},       {".jsx", tree_sitter_javascript()},
      {".ts", tree_sitter_typescript()}};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(argv[1]))
    if (entry.is_regular_file() && languages.contains(entry.path().extension()))
      files.push_back(entry.path());
  std::ranges::sort(files);
  TSParser* const parser = ts_parser_new();
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const TSLanguage* const language = languages.at(file.extension());
    print(parser, language, file.string(), text);
    for (std::uint32_t copy = 1; copy <= damaged_copies; ++copy)
      print(parser, language, file.string() + " " + std::to_string(copy), damaged(text, copy * 7919u));
  }
  ts_parser_delete(parser);
}
