// Scans a Dockerfile: directives, continuation lines, here-documents, flags, words, JSON lists.
#include "parsers/reading/dockerfile/instructions.h"

#include <algorithm>
#include <cctype>

#include "analyzer/base/letters.h"

namespace demarc {
namespace {

constexpr std::size_t max_instructions = 5'000;
constexpr std::size_t max_text = 256u << 10;
constexpr std::size_t max_heredocs = 16;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

struct Lines {
  std::string_view text;
  std::size_t at = 0;
  std::size_t begin = 0;
  bool next(std::string_view& line) {
    if (at >= text.size()) return false;
    begin = at;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    line = text.substr(at, end - at);
    at = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
  }
};

std::string_view trimmed(std::string_view line) {
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line;
}

// The joined text of an instruction, with the place of each of its characters.
struct Joined {
  std::string text;
  std::vector<std::uint32_t> places;
  void add(std::string_view part, std::size_t place) {
    for (std::size_t i = 0; i < part.size() && text.size() < max_text; ++i) {
      text += part[i];
      places.push_back(static_cast<std::uint32_t>(place + i));
    }
  }
};

// Words split at blanks outside of quotes, from `at` on.
std::vector<DockerWord> split(const Joined& joined, std::size_t at, char escape) {
  std::vector<DockerWord> words;
  const std::string& text = joined.text;
  while (at < text.size()) {
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at >= text.size()) break;
    DockerWord word;
    word.begin = joined.places[at];
    char quote = 0;
    for (; at < text.size() && (quote != 0 || !is_blank(text[at])); ++at) {
      const char c = text[at];
      if (c == escape && quote != '\'' && at + 1 < text.size()) {
        word.text += c;
        ++at;
      } else if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      }
      word.text += text[at];
      word.end = joined.places[at] + 1;
    }
    words.push_back(std::move(word));
  }
  return words;
}

// ["a", "b"], JSON strings only; false when it is anything else.
bool json_list(std::string_view text, std::vector<std::string>& out) {
  text = trimmed(text);
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return false;
  std::size_t i = 1;
  const std::size_t end = text.size() - 1;
  while (i < end) {
    while (i < end && (is_blank(text[i]) || text[i] == ',')) ++i;
    if (i >= end) break;
    if (text[i] != '"') return false;
    std::string one;
    for (++i; i < end && text[i] != '"'; ++i) {
      if (text[i] == '\\' && i + 1 < end) {
        ++i;
        one += text[i] == 'n' ? '\n' : text[i] == 't' ? '\t' : text[i];
      } else {
        one += text[i];
      }
    }
    if (i >= end) return false;
    ++i;
    out.push_back(std::move(one));
  }
  return true;
}

// The marks of here-documents in a line: <<EOF, <<-EOF, <<"EOF".
std::vector<std::pair<std::string, bool>> heredoc_marks(std::string_view text) {
  std::vector<std::pair<std::string, bool>> marks;
  for (std::size_t at = 0;
       (at = text.find("<<", at)) != std::string_view::npos && marks.size() < max_heredocs;) {
    at += 2;
    const bool tabs = at < text.size() && text[at] == '-';
    if (tabs) ++at;
    const char quote = at < text.size() && (text[at] == '"' || text[at] == '\'') ? text[at] : '\0';
    if (quote) ++at;
    const std::size_t begin = at;
    while (at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) || text[at] == '_')) ++at;
    if (at > begin) marks.emplace_back(text.substr(begin, at - begin), tabs);
  }
  return marks;
}

bool takes_heredocs(std::string_view name) { return name == "RUN" || name == "COPY" || name == "ADD"; }

}  // namespace

bool is_dockerfile_name(std::string_view name) {
  const std::string low = lower(name);
  if (low.ends_with(".dockerignore") || low.ends_with(".md") || low.ends_with(".yml") ||
      low.ends_with(".yaml") || low.ends_with(".json") || low.ends_with(".sh") || low.ends_with(".py"))
    return false;
  for (std::string_view word : {"dockerfile", "containerfile"}) {
    if (low == word || low.ends_with("." + std::string(word))) return true;
    if (low.starts_with(word) &&
        (low[word.size()] == '.' || low[word.size()] == '-' || low[word.size()] == '_'))
      return true;
  }
  return false;
}

std::vector<DockerInstruction> read_dockerfile(std::string_view text, char* escape_out) {
  std::vector<DockerInstruction> all;
  char escape = '\\';
  Lines lines{text};
  if (text.starts_with("\xef\xbb\xbf")) lines.at = 3;
  bool may_be_directive = true;
  std::size_t budget = 4 * text.size();  // marks that nothing ends cost a pass each
  std::string_view line;
  while (lines.next(line) && all.size() < max_instructions) {
    std::string_view bare = trimmed(line);
    if (bare.empty()) {
      may_be_directive = false;
      continue;
    }
    if (bare.front() == '#') {
      std::string directive;
      for (char c : lower(bare.substr(1)))
        if (!is_blank(c)) directive += c;
      if (may_be_directive && directive == "escape=`") escape = '`';
      continue;
    }
    may_be_directive = false;
    DockerInstruction made;
    Joined joined;
    made.begin =
        static_cast<std::uint32_t>(lines.begin + static_cast<std::size_t>(bare.data() - line.data()));
    for (;;) {
      std::string_view part = line;
      while (!part.empty() && is_blank(part.back())) part.remove_suffix(1);
      const bool goes_on = part.ends_with(escape);
      if (goes_on) part.remove_suffix(1);
      if (!joined.text.empty()) joined.add(" ", lines.begin);
      joined.add(part, lines.begin);
      made.end = static_cast<std::uint32_t>(lines.begin + line.size());
      if (!goes_on) break;
      // Comments and empty lines inside of an instruction are left out.
      bool more = false;
      while ((more = lines.next(line))) {
        const std::string_view next = trimmed(line);
        if (!next.empty() && next.front() != '#') break;
      }
      if (!more) break;
    }
    std::size_t at = 0;
    while (at < joined.text.size() && is_blank(joined.text[at])) ++at;
    while (at < joined.text.size() && std::isalpha(static_cast<unsigned char>(joined.text[at])))
      made.name += static_cast<char>(std::toupper(static_cast<unsigned char>(joined.text[at++])));
    if (made.name.empty()) continue;
    made.words = split(joined, at, escape);
    while (!made.words.empty() && made.words.front().text.starts_with("--") && made.name != "CMD" &&
           made.name != "ENTRYPOINT") {
      at = joined.text.find(made.words.front().text, at) + made.words.front().text.size();
      made.flags.push_back(std::move(made.words.front()));
      made.words.erase(made.words.begin());
    }
    made.text = trimmed(std::string_view(joined.text).substr(std::min(at, joined.text.size())));
    made.is_list = json_list(made.text, made.list);
    if (!made.is_list) made.list.clear();
    if (takes_heredocs(made.name))
      for (const auto& [mark, tabs] : heredoc_marks(made.text)) {
        std::string body;
        bool closed = false;
        const std::size_t back = lines.at;
        while (budget > 0 && lines.next(line)) {
          budget -= std::min(budget, line.size() + 1);
          std::string_view one = line;
          while (tabs && one.starts_with('\t')) one.remove_prefix(1);
          if (one == mark) {
            closed = true;
            break;
          }
          if (body.size() < max_text) {
            body += one;
            body += '\n';
          }
        }
        // `1 << N` in a command is no here-document: nothing ends it.
        if (closed) made.heredocs.push_back(std::move(body));
        else lines.at = back;
      }
    all.push_back(std::move(made));
  }
  if (escape_out) *escape_out = escape;
  return all;
}

}  // namespace demarc
