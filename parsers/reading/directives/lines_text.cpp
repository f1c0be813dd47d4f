// Reads the languages whose statements are lines: Apache httpd and its like, HAProxy.
#include <algorithm>
#include <array>

#include "parsers/reading/directives/directive_text.h"

namespace demarc::directives {
namespace {

constexpr std::size_t max_line = 64u << 10;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f'; }

// A statement that may go on over several lines of the file: its text with blanks for the breaks, so that
// places stay those of the file.
struct Line {
  std::string text;
  std::size_t begin = 0;
};

class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
  }
  bool next(Line& line) {
    if (at_ >= text_.size()) return false;
    line.begin = at_;
    line.text.clear();
    for (;;) {
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      std::string_view part = text_.substr(at_, end - at_);
      at_ = std::min(end + 1, text_.size());
      const std::size_t last = part.find_last_not_of("\r");
      const bool goes_on = last != std::string_view::npos && part[last] == '\\';
      line.text += goes_on ? part.substr(0, last) : part;
      if (!goes_on || at_ >= text_.size() || line.text.size() > max_line) return true;
      line.text.append(part.size() - last + 1, ' ');
    }
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::vector<Word> words_of(const Line& line, std::size_t from, std::size_t to, bool has_comments) {
  std::vector<Word> words;
  const std::string& text = line.text;
  for (std::size_t i = from; i < to;) {
    if (is_blank(text[i])) {
      ++i;
      continue;
    }
    if (has_comments && text[i] == '#') break;
    Word word;
    word.begin = static_cast<std::uint32_t>(line.begin + i);
    char quote = 0;
    for (; i < to && (quote != 0 || !is_blank(text[i])); ++i) {
      const char c = text[i];
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        word.quoted = true;
      } else if (c == quote) {
        quote = 0;
      } else if (c == '\\' && i + 1 < to && (text[i + 1] == quote || text[i + 1] == ' ') && quote != '\'') {
        word.text += text[++i];
      } else {
        word.text += c;
      }
    }
    word.end = static_cast<std::uint32_t>(line.begin + i);
    words.push_back(std::move(word));
  }
  return words;
}

Directive made_of(std::vector<Word> words) {
  Directive made;
  made.begin = words.front().begin;
  made.end = words.back().end;
  made.words = std::move(words);
  return made;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? x + 32 : x) == (y >= 'A' && y <= 'Z' ? y + 32 : y);
  });
}

}  // namespace

std::vector<Directive> read_httpd(std::string_view text) {
  Lines lines(text);
  std::vector<Directive> heads;
  std::vector<std::vector<Directive>> open(1);
  std::size_t count = 0;
  auto leave = [&](std::uint32_t end) {
    Directive head = std::move(heads.back());
    heads.pop_back();
    head.end = end;
    head.block = std::move(open.back());
    open.pop_back();
    open.back().push_back(std::move(head));
  };
  Line line;
  while (lines.next(line) && ++count < max_directives) {
    const std::size_t first = line.text.find_first_not_of(" \t\r\f");
    if (first == std::string::npos || line.text[first] == '#') continue;
    if (line.text[first] != '<') {
      if (std::vector<Word> words = words_of(line, first, line.text.size(), false); !words.empty())
        open.back().push_back(made_of(std::move(words)));
      continue;
    }
    const std::size_t close = line.text.rfind('>');
    if (close == std::string::npos || close < first) continue;
    const bool ends = first + 1 < line.text.size() && line.text[first + 1] == '/';
    std::vector<Word> words = words_of(line, first + (ends ? 2 : 1), close, false);
    if (words.empty()) continue;
    if (!ends) {
      if (heads.size() >= max_depth) continue;
      Directive head = made_of(std::move(words));
      head.has_block = true;
      heads.push_back(std::move(head));
      open.emplace_back();
      continue;
    }
    // An end without its beginning says nothing; one of an outer block ends those inside.
    const bool is_open = std::any_of(heads.begin(), heads.end(), [&](const Directive& head) {
      return same_name(head.words[0].text, words[0].text);
    });
    while (is_open) {
      const bool is_it = same_name(heads.back().words[0].text, words[0].text);
      leave(words[0].end);
      if (is_it) break;
    }
  }
  while (!heads.empty()) leave(static_cast<std::uint32_t>(text.size()));
  return std::move(open.front());
}

std::vector<Directive> read_haproxy(std::string_view text) {
  constexpr std::array sections = {"global",    "defaults", "frontend", "backend",     "listen",
                                   "resolvers", "peers",    "userlist", "cache",       "http-errors",
                                   "mailers",   "program",  "ring",     "log-forward", "fcgi-app"};
  Lines lines(text);
  std::vector<Directive> all;
  std::size_t count = 0;
  Line line;
  while (lines.next(line) && ++count < max_directives) {
    std::vector<Word> words = words_of(line, 0, line.text.size(), true);
    if (words.empty()) continue;
    const bool begins = std::find(sections.begin(), sections.end(), words[0].text) != sections.end();
    Directive made = made_of(std::move(words));
    if (begins) {
      made.has_block = true;
      all.push_back(std::move(made));
    } else if (!all.empty()) {
      all.back().end = made.end;
      all.back().block.push_back(std::move(made));
    }
  }
  return all;
}

}  // namespace demarc::directives
