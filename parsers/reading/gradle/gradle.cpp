// Statements of Gradle's build scripts, and the reader.
#include "parsers/reading/gradle/gradle_reading.h"

#include <fmt/format.h>

#include <algorithm>

namespace demarc {

Document GradleReading::read() {
  const NodeIndex all = statements(0, false);
  made_.add_root(all);
  if (unread_ > 0)
    made_.note(0, 0, fmt::format("{} places of this build script are not understood", unread_));
  return made_.take();
}

bool GradleReading::blanks(bool lines) {
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

void GradleReading::step_over() {
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

std::string GradleReading::name() {
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

std::string GradleReading::dotted_name() {
  std::string out = name();
  for (;;) {
    std::size_t skip = looks_at("!!.") ? 3 : looks_at("?.") ? 2 : peek() == '.' ? 1 : 0;
    if (skip == 0 || !starts_name(peek(skip))) return out;
    at_ += skip;
    out += '.';
    out += name();
  }
}

bool GradleReading::quoted(std::string& out, bool& has_holes) {
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

std::size_t GradleReading::closing(std::size_t open) const {
  int depth = 0;
  const std::size_t last = std::min(text_.size(), open + max_hole);
  for (std::size_t i = open; i < last && text_[i] != '\n'; ++i) {
    if (text_[i] == '{') ++depth;
    if (text_[i] == '}' && --depth == 0) return i + 1;
  }
  return open + 1;
}

NodeIndex GradleReading::word(std::string_view text) {
  return made_.scalar(NodeKind::string, text, "", true, place(), place());
}

NodeIndex GradleReading::list(const Nodes& nodes, std::uint32_t begin, std::string_view tag) {
  return made_.list(nodes, tag, begin, place());
}

NodeIndex GradleReading::nothing(std::uint32_t begin) {
  return made_.scalar(NodeKind::null, "", "", false, begin, place());
}

bool GradleReading::is_too_deep(int depth) {
  if (depth < max_nesting && !made_.is_full()) return false;
  if (!is_cut_) made_.note(place(), place(), "too deep or too large: the rest is not read");
  is_cut_ = true;
  at_ = text_.size();
  return true;
}

NodeIndex GradleReading::statements(int depth, bool is_block) {
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

NodeIndex GradleReading::statement(int depth) {
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

bool GradleReading::is_declarer(std::string_view word) {
  return word == "def" || word == "val" || word == "var" || word == "final" || word == "lateinit" ||
         word == "private" || word == "const";
}

bool GradleReading::declares_next() const {
  std::size_t i = at_;
  while (i < text_.size() && is_name(text_[i])) ++i;
  while (i < text_.size() && text_[i] == ' ') ++i;
  return i + 1 < text_.size() && text_[i] == '=' && text_[i + 1] != '=';
}

NodeIndex GradleReading::branch(const std::string& what, std::uint32_t begin, int depth) {
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

NodeIndex GradleReading::tail(std::string what, std::uint32_t begin, int depth, bool is_statement) {
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
      then.push_back(made_.map({word("do"), word(next), word("with"), list(given, from)}, "", from, place()));
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

NodeIndex GradleReading::assigned(const std::string& what, const Nodes& with, bool was_called,
                                  std::uint32_t begin, int depth) {
  blanks(true);
  const NodeIndex to = value(depth + 1);
  Nodes entries{word("set"), word(what), word("to"), to};
  if (was_called) {
    entries.push_back(word("with"));
    entries.push_back(list(with, begin));
  }
  return made_.map(entries, "", begin, place());
}

bool GradleReading::is_assignment() const {
  return (peek() == '=' && peek(1) != '=' && peek(1) != '~') || looks_at("+=") || looks_at("<<=");
}

bool GradleReading::is_dot() const {
  std::size_t i = at_;
  while (i < text_.size() && (text_[i] == ' ' || text_[i] == '\t' || text_[i] == '\n' || text_[i] == '\r'))
    ++i;
  if (i >= text_.size()) return false;
  if (text_[i] == '.') return i + 1 < text_.size() && starts_name(text_[i + 1]);
  return text_.substr(i).starts_with("?.");
}

bool GradleReading::type_arguments() {
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

bool GradleReading::starts_value(char c) {
  return starts_name(c) || c == '"' || c == '\'' || c == '[' || std::isdigit(static_cast<unsigned char>(c));
}

namespace {

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
