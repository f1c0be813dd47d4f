// Globs over paths and names: `**`, `*`, `?`, `{a,b}`, and lists of them with `!` for exceptions.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace demarc {

// Compiled once; matching costs at most pattern × text steps whatever either holds, and never fails.
//   *     any run of characters but '/'          ?      one character but '/'
//   **    any run of whole folders: "a/**" is a and all below it, "**/b" is b anywhere, "a/**/b" includes a/b
//   {a,b} one of them, may be nested              \x     x itself; '[' and ']' are ordinary characters
class Glob {
 public:
  enum class Case : std::uint8_t { exact, folded };
  static constexpr std::size_t max_length = 4096;  // a longer pattern matches nothing
  static constexpr std::size_t max_depth = 16;     // of braces; deeper ones are ordinary characters

  explicit Glob(std::string_view pattern, Case letters = Case::exact);
  bool matches(std::string_view text) const;
  const std::string& pattern() const { return pattern_; }
  // True when nothing in the pattern is a wildcard.
  bool is_literal() const { return is_literal_; }
  // What every match starts with: "services/order/" of "services/order/**".
  std::string_view prefix() const { return prefix_; }

 private:
  friend class GlobCompiler;
  enum class Op : std::uint8_t { letter, any, all, split, match };  // `all` takes '/' too
  struct State {
    Op op = Op::match;
    char letter = 0;
    std::uint32_t next = 0, other = 0;
  };
  void follow(std::uint32_t state, std::vector<std::uint32_t>& set, std::vector<std::uint32_t>& seen,
              std::uint32_t mark) const;
  std::string pattern_, prefix_;
  std::vector<State> states_;
  std::uint32_t start_ = 0;
  Case case_ = Case::exact;
  bool is_literal_ = true;
};

// A list in which the last entry that matches decides; entries that start with '!' take away.
class Globs {
 public:
  Globs() = default;
  explicit Globs(const std::vector<std::string>& patterns, Glob::Case letters = Glob::Case::exact);
  void add(std::string_view pattern, Glob::Case letters = Glob::Case::exact);
  bool matches(std::string_view text) const { return which(text) >= 0; }
  // The number of the entry that decided for `text`; -1 when none matches or an exception took it away.
  int which(std::string_view text) const;
  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Glob glob;
    bool negative;
  };
  std::vector<Entry> entries_;
};

// True when `text` holds a character that a glob gives a meaning.
bool has_wildcard(std::string_view text);

}  // namespace demarc
