// What the names of folders and files say.
#include "analyzer/link/folders.h"

#include <algorithm>
#include <array>

#include "analyzer/base/files.h"

namespace demarc::linking {

std::string bare(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }
std::string_view stem(std::string_view path) {
  path = last_part(path);
  return path.substr(0, path.find('.'));
}

std::string common_folder(std::string_view a, std::string_view b) {
  while (!is_below(b, a)) a = folder_of(a);
  return std::string(a);
}

// Folders that only hold sources: the folder above them is the thing.
bool is_layout(std::string_view name) {
  constexpr std::array words = {"src", "source", "sources", "lib", "python", "nodejs", "js", "ts", "java"};
  return std::find(words.begin(), words.end(), name) != words.end();
}
// A folder name that says nothing without the one above it.
bool is_vague(std::string_view name) {
  constexpr std::array words = {"src",       "api",    "app",      "backend", "service",        "server",
                                "lambda",    "source", "function", "infra",   "infrastructure", "code",
                                "functions", "lambdas"};
  return std::find(words.begin(), words.end(), name) != words.end();
}
bool is_test_folder(std::string_view path) {
  while (!path.empty()) {
    std::string word = bare(last_part(path));
    if (word == "test" || word == "tests" || word.starts_with("e2e") || word == "spec" || word == "cypress" ||
        word.ends_with("tests") || word == "loadtest" || word == "examples" || word == "example")
      return true;
    path = folder_of(path);
  }
  return false;
}
bool is_code(std::string_view path) {
  constexpr std::array endings = {".py",  ".js",  ".ts",    ".jsx", ".tsx",   ".mjs", ".cjs",
                                  ".mts", ".cts", ".java",  ".cs",  ".go",    ".kt",  ".rb",
                                  ".php", ".rs",  ".scala", ".vue", ".svelte"};
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return path.ends_with(e); });
}

}  // namespace demarc::linking
