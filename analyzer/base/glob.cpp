// Globs as small automata: all states that are possible are followed at once, so no pattern is slow.
#include "analyzer/base/glob.h"

#include <algorithm>

namespace demarc {
namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

// Builds the states from the pattern's end to its start, so that every state knows what follows it.
class GlobCompiler {
 public:
  GlobCompiler(Glob& glob, std::string_view pattern) : glob_(glob), pattern_(pattern) {}

  void run() {
    std::uint32_t last = add(Glob::Op::match, 0, 0, 0);
    glob_.start_ = sequence(0, pattern_.size(), last, 0, true);
  }

 private:
  std::uint32_t add(Glob::Op op, char letter, std::uint32_t next, std::uint32_t other) {
    glob_.states_.push_back({op, letter, next, other});
    return static_cast<std::uint32_t>(glob_.states_.size() - 1);
  }
  std::uint32_t letter(char c, std::uint32_t next) {
    return add(Glob::Op::letter, glob_.case_ == Glob::Case::folded ? folded(c) : c, next, 0);
  }
  // A loop over `op`, then `next`.
  std::uint32_t repeat(Glob::Op op, std::uint32_t next) {
    std::uint32_t split = add(Glob::Op::split, 0, 0, next);
    std::uint32_t one = add(op, 0, split, 0);
    glob_.states_[split].next = one;
    return split;
  }

  struct Item {
    enum Kind : std::uint8_t { letter, any, star, folders, below, braces } kind = letter;
    char c = 0;
    std::size_t begin = 0, end = 0;  // of the text between braces
  };

  // The brace that closes the one at `open`, or npos.
  std::size_t closing(std::size_t open, std::size_t end) const {
    int depth = 0;
    for (std::size_t i = open; i < end; ++i) {
      if (pattern_[i] == '\\') {
        ++i;
      } else if (pattern_[i] == '{') {
        ++depth;
      } else if (pattern_[i] == '}' && --depth == 0) {
        return i;
      }
    }
    return std::string_view::npos;
  }

  std::uint32_t sequence(std::size_t begin, std::size_t end, std::uint32_t next, std::size_t depth,
                         bool whole) {
    std::vector<Item> items;
    for (std::size_t i = begin; i < end; ++i) {
      char c = pattern_[i];
      if (c == '\\' && i + 1 < end) {
        items.push_back({Item::letter, pattern_[++i]});
      } else if (c == '?') {
        items.push_back({Item::any});
        glob_.is_literal_ = false;
      } else if (c == '*') {
        glob_.is_literal_ = false;
        std::size_t stars = 1;
        while (i + stars < end && pattern_[i + stars] == '*') ++stars;
        bool starts_part = i == 0 || pattern_[i - 1] == '/' || i == begin;
        bool ends_part = i + stars == pattern_.size() || pattern_[i + stars] == '/' || i + stars == end;
        if (stars >= 2 && starts_part && ends_part) {
          bool slash_follows = i + stars < end && pattern_[i + stars] == '/';
          // "a/**" is a itself too: its slash belongs to the wildcard.
          bool slash_before = !items.empty() && items.back().kind == Item::letter && items.back().c == '/';
          if (slash_follows) {
            items.push_back({Item::folders});
            ++i;
          } else {
            if (slash_before) items.pop_back();
            items.push_back({Item::below, slash_before ? '/' : '\0'});
          }
        } else {
          items.push_back({Item::star});
        }
        i += stars - 1;
      } else if (std::size_t close =
                     c == '{' && depth < Glob::max_depth ? closing(i, end) : std::string_view::npos;
                 close != std::string_view::npos) {
        glob_.is_literal_ = false;
        items.push_back({Item::braces, 0, i + 1, close});
        i = close;
      } else {
        items.push_back({Item::letter, c});
      }
    }
    if (whole)
      for (const Item& item : items) {
        if (item.kind != Item::letter) break;
        glob_.prefix_ += item.c;
      }
    for (std::size_t i = items.size(); i-- > 0;) next = item(items[i], next, depth);
    return next;
  }

  std::uint32_t item(const Item& item, std::uint32_t next, std::size_t depth) {
    switch (item.kind) {
      case Item::letter: return letter(item.c, next);
      case Item::any: return add(Glob::Op::any, 0, next, 0);
      case Item::star: return repeat(Glob::Op::any, next);
      case Item::folders:  // nothing, or anything that ends in a slash
        return add(Glob::Op::split, 0, repeat(Glob::Op::all, letter('/', next)), next);
      case Item::below:
        if (!item.c) return repeat(Glob::Op::all, next);
        return add(Glob::Op::split, 0, letter('/', repeat(Glob::Op::all, next)), next);
      case Item::braces: break;
    }
    std::uint32_t choice = 0;
    bool has_choice = false;
    std::size_t part = item.begin;
    int level = 0;
    for (std::size_t i = item.begin; i <= item.end; ++i) {
      if (i < item.end && pattern_[i] == '\\') {
        ++i;
        continue;
      }
      if (i < item.end && pattern_[i] == '{') ++level;
      if (i < item.end && pattern_[i] == '}') --level;
      if (i == item.end || (pattern_[i] == ',' && level == 0)) {
        std::uint32_t branch = sequence(part, i, next, depth + 1, false);
        choice = has_choice ? add(Glob::Op::split, 0, branch, choice) : branch;
        has_choice = true;
        part = i + 1;
      }
    }
    return choice;
  }

  Glob& glob_;
  std::string_view pattern_;
};

Glob::Glob(std::string_view pattern, Case letters) : pattern_(pattern), case_(letters) {
  if (pattern_.size() > max_length) {
    states_.push_back({Op::letter, 0, 0, 0});  // a loop that never reaches a match
    prefix_ = pattern_;
    return;
  }
  GlobCompiler(*this, pattern_).run();
}

void Glob::follow(std::uint32_t state, std::vector<std::uint32_t>& set, std::vector<std::uint32_t>& seen,
                  std::uint32_t mark) const {
  std::vector<std::uint32_t> todo{state};
  while (!todo.empty()) {
    std::uint32_t s = todo.back();
    todo.pop_back();
    if (seen[s] == mark) continue;
    seen[s] = mark;
    if (states_[s].op == Op::split) {
      todo.push_back(states_[s].other);
      todo.push_back(states_[s].next);
    } else {
      set.push_back(s);
    }
  }
}

bool Glob::matches(std::string_view text) const {
  bool fold = case_ == Case::folded;
  if (!fold && !is_literal_ && prefix_.size() > text.size() + 1) return false;
  if (is_literal_) {
    if (text.size() != prefix_.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
      if (fold ? folded(text[i]) != folded(prefix_[i]) : text[i] != prefix_[i]) return false;
    return pattern_.size() <= max_length;
  }
  for (std::size_t i = 0; i < prefix_.size() && i < text.size(); ++i)
    if (fold ? folded(text[i]) != folded(prefix_[i]) : text[i] != prefix_[i]) return false;
  std::vector<std::uint32_t> now, then, seen(states_.size(), 0);
  std::uint32_t mark = 1;
  follow(start_, now, seen, mark);
  for (char raw : text) {
    char c = fold ? folded(raw) : raw;
    then.clear();
    ++mark;
    for (std::uint32_t s : now) {
      const State& state = states_[s];
      bool takes = state.op == Op::letter ? state.letter == c
                                          : state.op == Op::all || (state.op == Op::any && c != '/');
      if (takes) follow(state.next, then, seen, mark);
    }
    now.swap(then);
    if (now.empty()) return false;
  }
  return std::any_of(now.begin(), now.end(), [&](std::uint32_t s) { return states_[s].op == Op::match; });
}

Globs::Globs(const std::vector<std::string>& patterns, Glob::Case letters) {
  for (const std::string& p : patterns) add(p, letters);
}

void Globs::add(std::string_view pattern, Glob::Case letters) {
  bool negative = !pattern.empty() && pattern.front() == '!';
  if (negative) pattern.remove_prefix(1);
  entries_.push_back({Glob(pattern, letters), negative});
}

int Globs::which(std::string_view text) const {
  for (std::size_t i = entries_.size(); i-- > 0;)
    if (entries_[i].glob.matches(text)) return entries_[i].negative ? -1 : static_cast<int>(i);
  return -1;
}

bool has_wildcard(std::string_view text) { return text.find_first_of("*?{") != std::string_view::npos; }

}  // namespace demarc
