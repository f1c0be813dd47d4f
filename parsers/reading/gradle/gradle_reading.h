// Takes Gradle's build scripts, Groovy and Kotlin alike, as data: statements, their arguments and blocks.
#pragma once
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/reading/bounded_document.h"

namespace demarc {

inline bool starts_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '`';
}
inline bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// A script is a list of statements. `a.b x, y: z { … }`, `a.b(x, y: z) { … }`: {do: "a.b", with: [x, {y: z}],
// block: […]}; what follows in a chain (`id("x") version "y"`, `f(x).g = y`) stands under `then`, in order.
// `a = x`, `def a = x`, `val a by extra(x)`: {set: "a", to: x}. Values are quoted texts (tag `interpolated`
// where a `$` stands in them), plain names, numbers, lists, named values (maps, tag `named`), sums (a list,
// tag `sum`) and calls (as above). Whatever else is stepped over and counted.
class GradleReading {
 public:
  GradleReading(const Source& source, Observations& out) : made_(source.file, out.notes), text_(source.text) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
  }

  Document read();

 private:
  using Nodes = std::vector<NodeIndex>;

  // ---- characters

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  std::uint32_t place() const { return static_cast<std::uint32_t>(at_); }
  bool done() const { return at_ >= text_.size(); }
  bool looks_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  // Blanks and comments; with `lines`, line ends and `;` too. True when a line ended.
  bool blanks(bool lines);

  // Steps over what cannot be read, to the end of the line or of what encloses it.
  void step_over();

  std::string name();

  // a.b.c, a?.b, a!!.b
  std::string dotted_name();

  // The text of a string in any kind of quotes; escapes are decoded, `$` marks stay as they are written.
  bool quoted(std::string& out, bool& has_holes);

  // Behind the brace that closes the one at `open`; on one line, and not far away.
  std::size_t closing(std::size_t open) const;

  // ---- statements

  NodeIndex word(std::string_view text);
  NodeIndex list(const Nodes& nodes, std::uint32_t begin, std::string_view tag = "");
  NodeIndex nothing(std::uint32_t begin);

  bool is_too_deep(int depth);

  NodeIndex statements(int depth, bool is_block);

  NodeIndex statement(int depth);

  static bool is_declarer(std::string_view word);
  // `Type name =` follows.
  bool declares_next() const;

  // Whether it is taken is not known: what stands inside counts.
  NodeIndex branch(const std::string& what, std::uint32_t begin, int depth);

  // What follows the name of a statement or call. Groovy's calls without parentheses are read in statements
  // alone.
  NodeIndex tail(std::string what, std::uint32_t begin, int depth, bool is_statement);

  NodeIndex assigned(const std::string& what, const Nodes& with, bool was_called, std::uint32_t begin,
                     int depth);

  bool is_assignment() const;
  // A chain that goes on, maybe on the next line.
  bool is_dot() const;

  bool type_arguments();

  static bool starts_value(char c);

  // ---- values

  // `{ a, b -> … }`
  NodeIndex closure(int depth);

  // Named ones become one map behind the others.
  void arguments(char close, int depth, Nodes& all);

  void commands(int depth, Nodes& all);

  void argument(int depth, Nodes& all, Nodes& named);

  NodeIndex value(int depth);

  // The length of an operator that makes no text; 0 where none stands.
  std::size_t other_operator() const;

  NodeIndex primary(int depth);

  static constexpr int max_nesting = 60;
  static constexpr std::size_t max_chain = 200, max_hole = 1000;
  BoundedDocument made_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t unread_ = 0;
  bool is_cut_ = false;
};

}  // namespace demarc
