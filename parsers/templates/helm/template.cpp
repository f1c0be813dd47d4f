// Splits a template at its braces and nests its blocks.
#include "parsers/templates/helm/template.h"

#include <algorithm>

namespace demarc::helm {
namespace {

constexpr std::size_t max_depth = 60;
constexpr std::size_t max_pieces = 100'000;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

struct Token {
  bool is_action = false;
  std::string_view text;
  std::uint32_t begin = 0;
};

// Where the action that opens at `at` ends ("}}"), texts in quotes skipped; npos when it never does.
std::size_t action_end(std::string_view text, std::size_t at) {
  char quote = 0;
  for (; at + 1 < text.size(); ++at) {
    const char c = text[at];
    if (quote) {
      if (c == '\\' && quote == '"') ++at;
      else if (c == quote) quote = 0;
    } else if (c == '"' || c == '`') {
      quote = c;
    } else if (c == '}' && text[at + 1] == '}') {
      return at;
    }
  }
  return std::string_view::npos;
}

std::vector<Token> tokens(std::string_view text, bool& broken) {
  std::vector<Token> all;
  std::size_t at = 0;
  bool trim_next = false;
  auto add_text = [&](std::size_t begin, std::size_t end, bool trim_end) {
    if (trim_next)
      while (begin < end && is_blank(text[begin])) ++begin;
    if (trim_end)
      while (end > begin && is_blank(text[end - 1])) --end;
    if (end > begin)
      all.push_back({false, text.substr(begin, end - begin), static_cast<std::uint32_t>(begin)});
  };
  while (at < text.size() && all.size() < max_pieces) {
    const std::size_t open = text.find("{{", at);
    if (open == std::string_view::npos) {
      add_text(at, text.size(), false);
      break;
    }
    std::size_t inner = open + 2;
    const bool trims = inner + 1 < text.size() && text[inner] == '-' && is_blank(text[inner + 1]);
    add_text(at, open, trims);
    if (trims) ++inner;
    std::size_t close;
    const std::size_t first = text.find_first_not_of(" \t\r\n", inner);
    const bool is_comment = first != std::string_view::npos && text.substr(first, 2) == "/*";
    if (is_comment) {
      close = text.find("*/", first);
      close = close == std::string_view::npos ? close : text.find("}}", close);
    } else {
      close = action_end(text, inner);
    }
    if (close == std::string_view::npos) {
      broken = true;
      break;
    }
    std::size_t end = close;
    trim_next =
        end > inner && text[end - 1] == '-' && (end - 1 == inner || is_blank(text[end - 2]) || is_comment);
    if (trim_next) --end;
    if (!is_comment)
      all.push_back({true, trimmed(text.substr(inner, end - inner)), static_cast<std::uint32_t>(open)});
    at = close + 2;
  }
  return all;
}

std::string_view first_word(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() &&
         ((text[end] >= 'a' && text[end] <= 'z') || (text[end] >= 'A' && text[end] <= 'Z')))
    ++end;
  return text.substr(0, end);
}

class Nesting {
 public:
  Nesting(const std::vector<Token>& tokens, Template& out) : tokens_(tokens), out_(out) {}

  // Reads up to the end of the block that is open; tells what ended it.
  std::string_view read(Body& into, std::size_t depth) {
    while (at_ < tokens_.size()) {
      const Token& token = tokens_[at_++];
      if (!token.is_action) {
        into.push_back({PieceKind::text, std::string(token.text), "", token.begin, {}, {}});
        continue;
      }
      const std::string_view word = first_word(token.text);
      const std::string_view rest = trimmed(token.text.substr(word.size()));
      if (word == "end" || word == "else") {
        if (depth == 0) {
          out_.is_broken = true;
          continue;
        }
        ended_by_ = word == "else" ? rest : std::string_view();
        ended_at_ = token.begin;
        return word;
      }
      const bool opens =
          word == "if" || word == "range" || word == "with" || word == "define" || word == "block";
      if (!opens) {
        into.push_back({PieceKind::action, std::string(token.text), "", token.begin, {}, {}});
        continue;
      }
      if (depth >= max_depth) {
        out_.is_broken = true;
        return "end";
      }
      block(word, rest, token.begin, into, depth);
    }
    if (depth > 0) out_.is_broken = true;
    return "end";
  }

 private:
  void block(std::string_view word, std::string_view rest, std::uint32_t begin, Body& into,
             std::size_t depth) {
    Piece made;
    made.begin = begin;
    made.text = rest;
    made.kind = word == "if"      ? PieceKind::branch
                : word == "range" ? PieceKind::range
                : word == "with"  ? PieceKind::with
                                  : PieceKind::block;
    if (word == "define" || word == "block") {
      const std::size_t open = rest.find_first_of("\"`");
      const std::size_t close = open == std::string_view::npos ? open : rest.find(rest[open], open + 1);
      if (close == std::string_view::npos) {
        out_.is_broken = true;
      } else {
        made.name = rest.substr(open + 1, close - open - 1);
        made.text = trimmed(rest.substr(close + 1));
      }
    }
    const std::string_view ended = read(made.body, depth + 1);
    if (ended == "else") {
      const std::string_view more = ended_by_;
      const std::string_view kind = first_word(more);
      if (kind == "if" || kind == "with")
        block(kind, trimmed(more.substr(kind.size())), ended_at_, made.otherwise, depth + 1);
      else read(made.otherwise, depth + 1);
    }
    if (made.kind == PieceKind::block) {
      out_.named.emplace(made.name, std::move(made.body));
      if (word == "define") return;
      made.body.clear();
    }
    into.push_back(std::move(made));
  }

  const std::vector<Token>& tokens_;
  Template& out_;
  std::size_t at_ = 0;
  std::string_view ended_by_;
  std::uint32_t ended_at_ = 0;
};

}  // namespace

Template parse_template(FileId file, std::string_view text) {
  Template made;
  made.file = file;
  const std::vector<Token> all = tokens(text, made.is_broken);
  Nesting(all, made).read(made.body, 0);
  return made;
}

}  // namespace demarc::helm
