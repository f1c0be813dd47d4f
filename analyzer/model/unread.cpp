// Tells source code by the ending of its name, and what is read by the readers that had something to read.
#include "analyzer/model/unread.h"

#include <fmt/format.h>

#include <algorithm>

namespace demarc::model {
namespace {

struct Language {
  std::string_view ending;
  std::string_view name;    // as people say it
  std::string_view reader;  // the folder in parsers/languages that would read it
};

constexpr Language languages[] = {
    {".cs", "C#", "csharp"},      {".fs", "F#", "fsharp"},        {".vb", "Visual Basic", "vb"},
    {".go", "Go", "go"},          {".rs", "Rust", "rust"},        {".rb", "Ruby", "ruby"},
    {".php", "PHP", "php"},       {".scala", "Scala", "scala"},   {".ex", "Elixir", "elixir"},
    {".exs", "Elixir", "elixir"}, {".erl", "Erlang", "erlang"},   {".swift", "Swift", "swift"},
    {".dart", "Dart", "dart"},    {".clj", "Clojure", "clojure"}, {".groovy", "Groovy", "groovy"},
    {".c", "C", "cpp"},           {".cc", "C++", "cpp"},          {".cpp", "C++", "cpp"},
    {".cxx", "C++", "cpp"},       {".hpp", "C++", "cpp"},         {".m", "Objective-C", "objc"},
    {".pl", "Perl", "perl"},      {".lua", "Lua", "lua"},         {".hs", "Haskell", "haskell"},
    {".java", "Java", "java"},    {".kt", "Kotlin", "kotlin"},    {".py", "Python", "python"}};

const Language* language_of(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string_view ending = path.substr(dot);
  const auto found = std::find_if(std::begin(languages), std::end(languages),
                                  [&](const Language& one) { return one.ending == ending; });
  return found == std::end(languages) ? nullptr : found;
}

}  // namespace

UnreadCode unread_code(const ContextMap& map) {
  UnreadCode out(map.parties().size() + 1);
  const auto& read = map.architecture().coverage().by_language;
  for (const std::string& path : map.paths()) {
    const Language* language = language_of(path);
    if (!language || read.contains(std::string(language->reader))) continue;
    const PartyId party = map.of_path(path);
    ++out[party == nobody ? map.parties().size() : static_cast<std::size_t>(party)]
         [std::string(language->name)];
  }
  return out;
}

std::string unread_text(const std::map<std::string, std::size_t>& files) {
  std::vector<std::pair<std::string, std::size_t>> all(files.begin(), files.end());
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (all.size() > 3) all.resize(3);
  std::string out;
  for (const auto& [name, n] : all)
    out += fmt::format("{}{}{} of {}",
                       out.empty()                  ? ""
                       : &all.back().first == &name ? " and "
                                                    : ", ",
                       n, out.empty() ? (n == 1 ? " file" : " files") : "", name);
  return out;
}

std::map<std::string, std::size_t> unread_in_all(const UnreadCode& code) {
  std::map<std::string, std::size_t> out;
  for (const auto& some : code)
    for (const auto& [name, n] : some) out[name] += n;
  return out;
}

}  // namespace demarc::model
