// Takes Gradle's build scripts, Groovy and Kotlin alike, as data: statements, their arguments and blocks.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "parsers/reading/bounded_document.h"

namespace demarc {
namespace {

bool starts_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '`'; }
bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

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

  Document read() {
    const NodeIndex all = statements(0, false);
    made_.add_root(all);
    if (unread_ > 0)
      made_.note(0, 0, fmt::format("{} places of this build script are not understood", unread_));
    return made_.take();
  }

 private:
  using Nodes = std::vector<NodeIndex>;

  // ---- characters

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  std::uint32_t place() const { return static_cast<std::uint32_t>(at_); }
  bool done() const { return at_ >= text_.size(); }
  bool looks_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  // Blanks and comments; with `lines`, line ends and `;` too. True when a line ended.
  bool blanks(bool lines) {
    bool ended = false;
    while (!done()) {
      const char c = peek();
      if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
        ++at_;
      } else if (c == '\\' && (peek(1) == '\n' || peek(1) == '\r')) {
        at_ += 2;
      } else if (lines && (c == '\n' || c == ';')) {
        ++at_;
        ended = true;
      } else if (looks_at("//") || (at_ == 0 && looks_at("#!"))) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (looks_at("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        break;
      }
    }
    return ended;
  }

  // Steps over what cannot be read, to the end of the line or of what encloses it.
  void step_over() {
    ++unread_;
    int depth = 0;
    while (!done()) {
      const char c = peek();
      if (c == '"' || c == '\'') {
        std::string ignored;
        bool open = false;
        quoted(ignored, open);
        continue;
      }
      if (looks_at("//") || looks_at("/*")) {
        blanks(false);
        continue;
      }
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') {
        if (depth == 0) return;
        --depth;
      }
      if (depth == 0 && (c == '\n' || c == ';' || c == ',')) return;
      ++at_;
    }
  }

  std::string name() {
    if (peek() == '`') {
      const std::size_t end = std::min(text_.find_first_of("`\n", at_ + 1), text_.size());
      std::string out(text_.substr(at_ + 1, end - at_ - 1));
      at_ = std::min(end + 1, text_.size());
      return out;
    }
    const std::size_t begin = at_;
    while (is_name(peek())) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  // a.b.c, a?.b, a!!.b
  std::string dotted_name() {
    std::string out = name();
    for (;;) {
      std::size_t skip = looks_at("!!.") ? 3 : looks_at("?.") ? 2 : peek() == '.' ? 1 : 0;
      if (skip == 0 || !starts_name(peek(skip))) return out;
      at_ += skip;
      out += '.';
      out += name();
    }
  }

  // The text of a string in any kind of quotes; escapes are decoded, `$` marks stay as they are written.
  bool quoted(std::string& out, bool& has_holes) {
    const char quote = peek();
    const std::string three(3, quote);
    const bool is_long = looks_at(three);
    at_ += is_long ? 3 : 1;
    while (!done()) {
      if (is_long ? looks_at(three) : peek() == quote) {
        at_ += is_long ? 3 : 1;
        return true;
      }
      if (!is_long && peek() == '\n') return false;
      if (peek() == '\\' && at_ + 1 < text_.size()) {
        const char c = peek(1);
        out += c == 'n' ? '\n' : c == 't' ? '\t' : c;
        at_ += 2;
        continue;
      }
      if (quote == '"' && looks_at("${")) {
        const std::size_t end = closing(at_ + 1);
        has_holes = true;
        out += text_.substr(at_, end - at_);
        at_ = end;
        continue;
      }
      if (quote == '"' && peek() == '$' && starts_name(peek(1))) has_holes = true;
      out += text_[at_++];
    }
    return false;
  }

  // Behind the brace that closes the one at `open`; on one line, and not far away.
  std::size_t closing(std::size_t open) const {
    int depth = 0;
    const std::size_t last = std::min(text_.size(), open + max_hole);
    for (std::size_t i = open; i < last && text_[i] != '\n'; ++i) {
      if (text_[i] == '{') ++depth;
      if (text_[i] == '}' && --depth == 0) return i + 1;
    }
    return open + 1;
  }

  // ---- statements

  NodeIndex word(std::string_view text) {
    return made_.scalar(NodeKind::string, text, "", true, place(), place());
  }
  NodeIndex list(const Nodes& nodes, std::uint32_t begin, std::string_view tag = "") {
    return made_.list(nodes, tag, begin, place());
  }
  NodeIndex nothing(std::uint32_t begin) {
    return made_.scalar(NodeKind::null, "", "", false, begin, place());
  }

  bool is_too_deep(int depth) {
    if (depth < max_nesting && !made_.is_full()) return false;
    if (!is_cut_) made_.note(place(), place(), "too deep or too large: the rest is not read");
    is_cut_ = true;
    at_ = text_.size();
    return true;
  }

  NodeIndex statements(int depth, bool is_block) {
    const std::uint32_t begin = place();
    Nodes all;
    while (!is_too_deep(depth)) {
      blanks(true);
      if (done()) break;
      if (peek() == '}') {
        ++at_;
        if (is_block) break;
        ++unread_;
        continue;
      }
      const std::size_t before = at_;
      if (NodeIndex one = statement(depth + 1); one != no_node) all.push_back(one);
      blanks(false);
      while (const std::size_t length = is_too_deep(depth) ? 0 : other_operator()) {  // a condition
        at_ += length;
        blanks(true);
        value(depth + 1);
        blanks(false);
      }
      const bool goes_on = looks_at("else") || looks_at("catch") || looks_at("finally");
      if (!done() && !goes_on && peek() != '\n' && peek() != ';' && peek() != '}') step_over();
      if (at_ == before) ++at_;
    }
    return list(all, begin);
  }

  NodeIndex statement(int depth) {
    const std::uint32_t begin = place();
    if (peek() == '@') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return no_node;
    }
    if (peek() == '"' || peek() == '\'') {  // Kotlin: "implementation"("a:b:c")
      std::string text;
      bool has_holes = false;
      quoted(text, has_holes);
      return tail(text, begin, depth, true);
    }
    if (peek() == '{') {  // a closure on a line of its own
      closure(depth + 1);
      return no_node;
    }
    if (!starts_name(peek())) return no_node;
    std::string first = dotted_name();
    if (first == "import" || first == "package") {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return no_node;
    }
    if (first == "if" || first == "for" || first == "while" || first == "else" || first == "try" ||
        first == "finally" || first == "catch" || first == "when" || first == "switch")
      return branch(first, begin, depth);
    // `def x = …`, `val x: T by extra("…")`, `String x = …`, `final def x = …`
    for (int i = 0; i < 4; ++i) {
      const std::size_t back = at_;
      type_arguments();
      blanks(false);
      if (!starts_name(peek()) || !(is_declarer(first) || declares_next())) {
        at_ = back;
        break;
      }
      first = dotted_name();
    }
    return tail(first, begin, depth, true);
  }

  static bool is_declarer(std::string_view word) {
    return word == "def" || word == "val" || word == "var" || word == "final" || word == "lateinit" ||
           word == "private" || word == "const";
  }
  // `Type name =` follows.
  bool declares_next() const {
    std::size_t i = at_;
    while (i < text_.size() && is_name(text_[i])) ++i;
    while (i < text_.size() && text_[i] == ' ') ++i;
    return i + 1 < text_.size() && text_[i] == '=' && text_[i + 1] != '=';
  }

  // Whether it is taken is not known: what stands inside counts.
  NodeIndex branch(const std::string& what, std::uint32_t begin, int depth) {
    blanks(false);
    if (peek() == '(') {
      int open = 0;
      while (!done()) {
        const char c = peek();
        if (c == '"' || c == '\'') {
          std::string ignored;
          bool holes = false;
          quoted(ignored, holes);
          continue;
        }
        ++at_;
        if (c == '(') ++open;
        if (c == ')' && --open == 0) break;
      }
    }
    blanks(true);
    Nodes entries{word("do"), word(what)};
    if (peek() == '{') {
      ++at_;
      entries.push_back(word("block"));
      entries.push_back(statements(depth + 1, true));
    } else if (const NodeIndex one = is_too_deep(depth) ? no_node : statement(depth + 1); one != no_node) {
      entries.push_back(word("block"));
      entries.push_back(list({one}, begin));
    }
    return made_.map(entries, "", begin, place());
  }

  // What follows the name of a statement or call. Groovy's calls without parentheses are read in statements
  // alone.
  NodeIndex tail(std::string what, std::uint32_t begin, int depth, bool is_statement) {
    if (is_too_deep(depth)) return nothing(begin);
    Nodes with, then;
    NodeIndex block = no_node;
    bool has_arguments = false;
    for (std::size_t steps = 0; steps < max_chain; ++steps) {
      const bool has_blank = peek() == ' ' || peek() == '\t';
      const std::size_t back = at_;
      blanks(false);
      const char c = peek();
      if (c == '<' && !has_arguments && type_arguments()) continue;
      if (c == '(' && !has_arguments) {
        ++at_;
        arguments(')', depth, with);
        has_arguments = true;
      } else if (c == '{' && block == no_node) {
        block = closure(depth);
        has_arguments = true;
      } else if (c == '[' && !has_blank && !has_arguments) {
        ++at_;
        blanks(true);
        std::string key;
        bool holes = false;
        if (peek() == '"' || peek() == '\'') quoted(key, holes);
        else key = dotted_name();
        blanks(true);
        if (peek() == ']') ++at_;
        what += '.';
        what += key;
      } else if (is_statement && is_assignment()) {
        at_ += peek() == '=' ? 1 : 2;
        return assigned(what, with, has_arguments, begin, depth);
      } else if (is_statement && !has_arguments && c == ':' && starts_name(peek(1 + (peek(1) == ' ')))) {
        ++at_;  // Kotlin: a declared type
        blanks(false);
        dotted_name();
        type_arguments();
        if (peek() == '?') ++at_;
      } else if (is_statement && !has_arguments && starts_name(c) && looks_at("by ")) {
        at_ += 3;
        blanks(false);
        return assigned(what, with, false, begin, depth);
      } else if (is_statement && !has_arguments && has_blank && starts_value(c)) {
        commands(depth, with);
        has_arguments = true;
      } else if (is_statement && has_arguments && has_blank && starts_name(c)) {
        const std::uint32_t from = place();
        std::string next = name();
        blanks(false);
        Nodes given;
        if (starts_value(peek())) given.push_back(value(depth + 1));
        then.push_back(
            made_.map({word("do"), word(next), word("with"), list(given, from)}, "", from, place()));
      } else if (is_dot()) {
        blanks(true);
        at_ += peek() == '.' ? 1 : 2;
        const std::uint32_t from = place();
        if (!starts_name(peek())) break;
        const std::string next = dotted_name();
        const NodeIndex rest = tail(next, from, depth + 1, is_statement);
        then.push_back(rest);
        break;
      } else {
        at_ = back;
        break;
      }
    }
    Nodes entries{word("do"), word(what)};
    if (!is_statement && !has_arguments && block == no_node && then.empty())
      return made_.scalar(NodeKind::string, what, "", false, begin, place());
    if (has_arguments) {
      entries.push_back(word("with"));
      entries.push_back(list(with, begin));
    }
    if (block != no_node) {
      entries.push_back(word("block"));
      entries.push_back(block);
    }
    if (!then.empty()) {
      entries.push_back(word("then"));
      entries.push_back(list(then, begin));
    }
    return made_.map(entries, "", begin, place());
  }

  NodeIndex assigned(const std::string& what, const Nodes& with, bool was_called, std::uint32_t begin,
                     int depth) {
    blanks(true);
    const NodeIndex to = value(depth + 1);
    Nodes entries{word("set"), word(what), word("to"), to};
    if (was_called) {
      entries.push_back(word("with"));
      entries.push_back(list(with, begin));
    }
    return made_.map(entries, "", begin, place());
  }

  bool is_assignment() const {
    return (peek() == '=' && peek(1) != '=' && peek(1) != '~') || looks_at("+=") || looks_at("<<=");
  }
  // A chain that goes on, maybe on the next line.
  bool is_dot() const {
    std::size_t i = at_;
    while (i < text_.size() && (text_[i] == ' ' || text_[i] == '\t' || text_[i] == '\n' || text_[i] == '\r'))
      ++i;
    if (i >= text_.size()) return false;
    if (text_[i] == '.') return i + 1 < text_.size() && starts_name(text_[i + 1]);
    return text_.substr(i).starts_with("?.");
  }

  bool type_arguments() {
    if (peek() != '<') return false;
    std::size_t i = at_ + 1;
    int open = 1;
    for (; i < text_.size() && open > 0 && i - at_ < 200; ++i) {
      const char c = text_[i];
      if (c == '<') ++open;
      else if (c == '>') --open;
      else if (!is_name(c) && c != '.' && c != ',' && c != ' ' && c != '?' && c != '*') return false;
    }
    if (open != 0) return false;
    at_ = i;
    return true;
  }

  static bool starts_value(char c) {
    return starts_name(c) || c == '"' || c == '\'' || c == '[' || std::isdigit(static_cast<unsigned char>(c));
  }

  // ---- values

  // `{ a, b -> … }`
  NodeIndex closure(int depth) {
    ++at_;
    std::size_t i = at_;
    while (i < text_.size() && (is_name(text_[i]) || text_[i] == ' ' || text_[i] == ',' || text_[i] == ':' ||
                                text_[i] == '\n' || text_[i] == '\r' || text_[i] == '\t' || text_[i] == '.'))
      ++i;
    if (text_.substr(i).starts_with("->")) at_ = i + 2;
    return statements(depth + 1, true);
  }

  // Named ones become one map behind the others.
  void arguments(char close, int depth, Nodes& all) {
    Nodes named;
    const std::uint32_t begin = place();
    while (!is_too_deep(depth)) {
      blanks(true);
      if (done()) break;
      if (peek() == close) {
        ++at_;
        break;
      }
      if (peek() == ',') {
        ++at_;
        continue;
      }
      const std::size_t before = at_;
      argument(depth, all, named);
      blanks(true);
      if (!done() && peek() != ',' && peek() != close) step_over();
      if (at_ == before) ++at_;
      if (peek() == '}' || (peek() != close && (peek() == ')' || peek() == ']'))) {
        ++unread_;  // closed by what does not belong to it
        break;
      }
    }
    if (!named.empty()) all.push_back(made_.map(named, "named", begin, place()));
  }

  void commands(int depth, Nodes& all) {
    Nodes named;
    const std::uint32_t begin = place();
    while (!is_too_deep(depth)) {
      argument(depth, all, named);
      blanks(false);
      if (peek() != ',') break;
      ++at_;
      blanks(true);
    }
    if (!named.empty()) all.push_back(made_.map(named, "named", begin, place()));
  }

  void argument(int depth, Nodes& all, Nodes& named) {
    const std::size_t back = at_;
    const std::uint32_t begin = place();
    if (starts_name(peek()) || peek() == '"' || peek() == '\'') {
      std::string key;
      bool holes = false;
      if (starts_name(peek())) key = name();
      else quoted(key, holes);
      const std::uint32_t end = place();
      blanks(false);
      const bool is_named = (peek() == ':' && peek(1) != ':') || (peek() == '=' && peek(1) != '=');
      if (is_named) {
        ++at_;
        blanks(true);
        named.push_back(made_.scalar(NodeKind::string, key, "", true, begin, end));
        named.push_back(value(depth + 1));
        return;
      }
      at_ = back;
    }
    all.push_back(value(depth + 1));
  }

  NodeIndex value(int depth) {
    const std::uint32_t begin = place();
    if (is_too_deep(depth)) return nothing(begin);
    Nodes parts{primary(depth)};
    for (;;) {
      const std::size_t back = at_;
      blanks(false);
      if (peek() == '+' && peek(1) != '+' && peek(1) != '=') {
        ++at_;
        blanks(true);
        parts.push_back(primary(depth));
        if (parts.size() < max_chain) continue;
      } else if (looks_at("as ") || looks_at("to ")) {
        const bool is_pair = looks_at("to ");
        at_ += 3;
        blanks(true);
        if (is_pair) parts.push_back(primary(depth));
        else dotted_name();
        if (is_pair) return list(parts, begin, "pair");
        continue;
      } else if (const std::size_t length = other_operator(); length > 0 && depth < max_nesting - 10) {
        // A condition or a number: it is read to find its end.
        const bool is_default = looks_at("?:");
        at_ += length;
        blanks(true);
        const NodeIndex other = value(depth + 1);
        if (peek() == ':' && length == 1) {
          ++at_;
          blanks(true);
          value(depth + 1);
        }
        // a ?: b: one of them
        if (is_default) parts.back() = other;
        else parts.assign(1, nothing(begin));
        blanks(false);
        continue;
      } else {
        at_ = back;
      }
      break;
    }
    return parts.size() == 1 ? parts[0] : list(parts, begin, "sum");
  }

  // The length of an operator that makes no text; 0 where none stands.
  std::size_t other_operator() const {
    for (std::string_view two : {"==", "!=", "&&", "||", "<=", ">=", "?:", "=~"})
      if (looks_at(two)) return 2;
    for (std::string_view word : {"in ", "is ", "instanceof "})
      if (looks_at(word)) return word.size();
    const bool is_one = at_ + 1 < text_.size() &&
                        std::string_view("?-*/<>%").find(peek()) != std::string_view::npos && peek(1) == ' ';
    return is_one ? 1 : 0;
  }

  NodeIndex primary(int depth) {
    const std::uint32_t begin = place();
    if (is_too_deep(depth)) return nothing(begin);
    const char c = peek();
    if (c == '!' || (c == '-' && starts_name(peek(1)))) {
      ++at_;
      return primary(depth + 1);
    }
    if (c == '"' || c == '\'') {
      std::string text;
      bool has_holes = false;
      if (!quoted(text, has_holes)) ++unread_;
      const NodeIndex made =
          made_.scalar(NodeKind::string, text, has_holes ? "interpolated" : "", true, begin, place());
      // "…".toString(), '…'.trim(): the text is what counts.
      while (peek() == '.' && starts_name(peek(1))) {
        ++at_;
        dotted_name();
        Nodes ignored;
        if (peek() == '(') {
          ++at_;
          arguments(')', depth + 1, ignored);
        }
      }
      return made;
    }
    if (c == '[') {
      ++at_;
      Nodes all;
      arguments(']', depth + 1, all);
      return list(all, begin);
    }
    if (c == '(') {
      ++at_;
      Nodes all;
      arguments(')', depth + 1, all);
      return all.size() == 1 ? all[0] : list(all, begin);
    }
    if (c == '{') return closure(depth);
    if (std::isdigit(static_cast<unsigned char>(c)) ||
        (c == '-' && std::isdigit(static_cast<unsigned char>(peek(1))))) {
      ++at_;
      while (is_name(peek()) || (peek() == '.' && std::isdigit(static_cast<unsigned char>(peek(1))))) ++at_;
      return made_.scalar(NodeKind::number, text_.substr(begin, at_ - begin), "", false, begin, place());
    }
    if (starts_name(c)) {
      std::string what = dotted_name();
      if (what == "new") {
        blanks(false);
        what = dotted_name();
      }
      return tail(what, begin, depth + 1, false);
    }
    step_over();
    return nothing(begin);
  }

  static constexpr int max_nesting = 60;
  static constexpr std::size_t max_chain = 200, max_hole = 1000;
  BoundedDocument made_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t unread_ = 0;
  bool is_cut_ = false;
};

class GradleReader final : public Reader {
 public:
  std::string_view name() const override { return "gradle"; }
  bool accepts(std::string_view path, std::string_view) const override {
    return ends_with_any(path, {".gradle", ".gradle.kts"});
  }
  void read(const Source& source, Observations& out) const override {
    if (is_readable_size(source, out)) out.document = GradleReading(source, out).read();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> gradle() { return std::make_unique<GradleReader>(); }
}  // namespace documents
}  // namespace demarc
