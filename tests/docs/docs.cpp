// Writes the generated documentation: docs/rules/, docs/rules.md's table and the JSON Schemas of the model.
// Usage: docs check|update ROOT    Exit: 0 fresh or written, 1 stale, 2 wrong usage.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "analyzer/model/read.h"
#include "analyzer/query/query.h"
#include "integrations/cli/result.h"
#include "rules/rule.h"

namespace demarc {
namespace {
namespace fs = std::filesystem;

std::string block(std::string_view text) { return fmt::format("```\n{}```\n", text); }

std::string page(const RuleText& rule) {
  std::string out = fmt::format("# {}\n\n{}\n\nSeverity: {}. Since version {}.\n", rule.id, rule.what,
                                to_string(rule.severity), rule.since);
  if (!rule.why.empty()) out += fmt::format("\n## Why\n\n{}\n", rule.why);
  if (!rule.fix.empty()) out += fmt::format("\n## What to do\n\n{}\n", rule.fix);
  out += "\n## Examples\n\nThe notation is that of `demarc facts`; what is declared stands before `---`.\n";
  if (!rule.bad.empty()) out += "\nReported, at the marked lines:\n\n" + block(rule.bad);
  if (!rule.good.empty()) out += "\nNot reported:\n\n" + block(rule.good);
  out += "\nWhat turns them round:\n\n";
  for (const Mutation& mutation : rules::find(rule.id)->mutations)
    out += fmt::format("- {}: {}\n", mutation.of == Example::bad ? "not reported" : "reported",
                       mutation.sentence);
  out += "\n## Options\n\n| option | default | |\n|---|---|---|\n";
  out += fmt::format("| `severity` | {} | `off`, `note`, `warning` or `error` |\n", to_string(rule.severity));
  out +=
      "| `message` | | added to every message |\n| `ignore` | | exceptions: `paths`, `contexts`, `objects`, "
      "with `why` and `until` |\n";
  for (const RuleText::Option& option : rule.options) {
    std::string sentence = option.sentence;
    for (std::size_t at = 0; (at = sentence.find('|', at)) != std::string::npos; at += 2)
      sentence.insert(at, "\\");
    out += fmt::format("| `{}` | {} | {} |\n", option.name,
                       option.otherwise.empty() ? "" : "`" + option.otherwise + "`", sentence);
  }
  if (!rule.help_uri.empty()) out += fmt::format("\nFurther reading: <{}>\n", rule.help_uri);
  return out;
}

std::string index(const std::vector<RuleText>& rules) {
  std::string out =
      "# Rules\n\nOne page a rule, made from its declaration in `rules/`.\n\n| rule | severity | what it "
      "finds |\n|---|---|---|\n";
  for (const RuleText& rule : rules)
    out += fmt::format("| [{}]({}.md) | {} | {} |\n", rule.id, rule.id, to_string(rule.severity), rule.what);
  return out;
}

std::map<std::string, std::string> pages() {
  std::map<std::string, std::string> out;
  const std::vector<RuleText> rules = cli::all_rules();
  for (const RuleText& rule : rules) out["docs/rules/" + rule.id + ".md"] = page(rule);
  out["docs/rules/README.md"] = index(rules);
  out["docs/query.md"] = query::documentation();
  out["docs/demarc.schema.json"] = model::schema("file");
  out["docs/context.schema.json"] = model::schema("context");
  return out;
}

std::optional<std::string> content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

int run(const fs::path& root, bool update) {
  const std::map<std::string, std::string> wanted = pages();
  int stale = 0;
  for (const auto& [path, text] : wanted) {
    if (content(root / path) == text) continue;
    if (!update) {
      std::cout << path << " is not fresh; `./dev update` writes it\n";
      stale = 1;
      continue;
    }
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path, std::ios::binary) << text;
    std::cout << path << '\n';
  }
  // Pages of rules that are no more.
  if (fs::is_directory(root / "docs/rules"))
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / "docs/rules")) {
      const std::string path = entry.path().lexically_relative(root).generic_string();
      if (!entry.is_regular_file() || wanted.contains(path)) continue;
      if (update) fs::remove(entry.path());
      std::cout << path << (update ? ": removed\n" : " belongs to no rule; `./dev update` removes it\n");
      stale = update ? 0 : 1;
    }
  return update ? 0 : stale;
}

}  // namespace
}  // namespace demarc

int main(int argc, char** argv) {
  const std::string_view mode = argc == 3 ? argv[1] : "";
  if (mode != "check" && mode != "update") {
    std::cerr << "usage: docs check|update ROOT\n";
    return 2;
  }
  return demarc::run(argv[2], mode == "update");
}
