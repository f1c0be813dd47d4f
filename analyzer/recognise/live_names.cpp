// Rows come alive from the texts of the program on, and through the types that living rows give.
#include "analyzer/recognise/live_names.h"

#include <algorithm>
#include <vector>

namespace demarc {
namespace {

constexpr std::size_t longest_root = 96;

// "boto3.client" → "boto3", "@aws-sdk/client-s3.S3" → "@aws-sdk/client-s3".
std::string_view first_name(std::string_view path) { return path.substr(0, path.find('.')); }

std::string_view without_tail(std::string_view key) {
  if (key.ends_with("()") || key.ends_with("[]")) key.remove_suffix(2);
  return key;
}

// One key of a table, with what decides whether it lives.
struct Way {
  std::string_view language, key;
  const std::vector<CompiledRow>* rows;
  std::string_view type, root;  // at most one of them
  bool is_annotation = false;   // nobody calls it, but it may give a thing
};

}  // namespace

LiveNames::LiveNames(Program& program, const Packs& packs, const std::function<bool(const Row&)>& is_awake) {
  std::unordered_set<std::string_view> types, live_types, roots, live_roots;
  for (const std::string& language : packs.languages()) {
    const RowTable& table = packs.rows(language);
    for (const RowTable::Keys* keys : {&table.keys(), &table.annotation_keys()})
      for (const auto& [key, rows] : *keys)
        for (const CompiledRow& row : rows)
          if (!row.gives.empty()) types.insert(row.gives);
    for (const auto& [root, row] : table.subclasses())
      if (!row.gives.empty()) types.insert(row.gives);
  }
  std::vector<Way> ways;
  for (const std::string& language : packs.languages()) {
    const RowTable& table = packs.rows(language);
    const auto add = [&](const std::string& key, const std::vector<CompiledRow>& rows, bool is_annotation) {
      Way way{language, key, &rows, {}, {}, is_annotation};
      if (key.starts_with('\1')) {
        way.type = without_tail(std::string_view(key).substr(1));
        while (!types.contains(way.type) && way.type.rfind('.') != std::string_view::npos)
          way.type = way.type.substr(0, way.type.rfind('.'));
      } else if (!key.starts_with('*')) {
        way.root = first_name(without_tail(key));
        roots.insert(way.root);
      }
      ways.push_back(way);
    };
    for (const auto& [key, rows] : table.keys()) add(key, rows, false);
    for (const auto& [key, rows] : table.annotation_keys()) add(key, rows, true);
    for (const auto& [root, row] : table.subclasses()) roots.insert(first_name(root));
  }

  // What files import or call by name stands among their texts.
  const auto mention = [&](std::string_view text) {
    if (const auto at = roots.find(first_name(text.substr(0, longest_root))); at != roots.end())
      live_roots.insert(*at);
  };
  mention("?");  // a member of something unknown
  for (ProgramFile& f : program.files()) {
    const Strings& strings = f.code->strings;
    for (std::uint32_t i = 0; i < strings.size(); ++i) mention(strings.text(StringId{i}));
    for (std::uint32_t i = 0; i < f.code->imports.size(); ++i) {
      const Module& m = program.module(f, i);
      mention(m.library);
      for (const std::string& other : m.others) mention(other);
    }
  }

  for (const std::string& language : packs.languages())
    for (const auto& [root, row] : packs.rows(language).subclasses())
      if (!row.gives.empty() && live_roots.contains(first_name(root))) live_types.insert(row.gives);
  for (bool grown = true; grown;) {
    grown = false;
    std::erase_if(ways, [&](const Way& way) {
      const bool is_any = way.type.empty() && way.root.empty();
      if (!is_any && !live_types.contains(way.type) && !live_roots.contains(way.root)) return false;
      for (const CompiledRow& row : *way.rows) {
        if (is_any && row.row && !is_awake(*row.row)) continue;
        if (!row.gives.empty()) grown |= live_types.insert(row.gives).second;
        if (row.makes_effect() && !way.is_annotation) names_[way.language].insert(end_of_key(way.key));
      }
      return true;
    });
    // Classes that extend a thing of a type.
    for (const std::string& language : packs.languages())
      for (const auto& [root, row] : packs.rows(language).subclasses())
        if (!row.gives.empty() && live_types.contains(root)) grown |= live_types.insert(row.gives).second;
  }
}

}  // namespace demarc
