// Reads the languages whose blocks stand in braces: nginx, Caddy, Logstash.
#include <algorithm>

#include "parsers/reading/directives/directive_text.h"

namespace demarc::directives {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

// Directives in the making: the innermost open block is the last.
class Blocks {
 public:
  Blocks() : open_(1) {}
  bool is_full() const { return made_ > max_directives; }
  // True while blocks this deep are kept.
  bool is_kept() const { return open_.size() <= max_depth; }
  void add(Directive one) {
    ++made_;
    if (is_kept()) open_.back().push_back(std::move(one));
  }
  void enter(Directive one) {
    ++made_;
    one.has_block = true;
    heads_.push_back(std::move(one));
    if (open_.size() <= max_depth) open_.emplace_back();
    else ++dropped_;
  }
  void leave(std::uint32_t end) {
    if (heads_.empty()) return;
    Directive head = std::move(heads_.back());
    heads_.pop_back();
    head.end = end;
    if (dropped_ > 0) {
      --dropped_;
      return;
    }
    head.block = std::move(open_.back());
    open_.pop_back();
    open_.back().push_back(std::move(head));
  }
  bool is_inside(std::string_view name) const {
    return std::any_of(heads_.begin(), heads_.end(),
                       [&](const Directive& d) { return d.words[0].text == name; });
  }
  std::vector<Directive> take(std::uint32_t end) {
    while (!heads_.empty()) leave(end);
    return std::move(open_.front());
  }

 private:
  std::vector<std::vector<Directive>> open_;
  std::vector<Directive> heads_;
  std::size_t dropped_ = 0, made_ = 0;
};

Directive started(std::vector<Word>& words) {
  Directive made;
  made.begin = words.front().begin;
  made.end = words.back().end;
  made.words = std::move(words);
  words.clear();
  return made;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
  }
  bool at_end() const { return at_ >= text_.size(); }
  char now() const { return text_[at_]; }
  bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  std::uint32_t place() const { return static_cast<std::uint32_t>(at_); }
  void step(std::size_t count = 1) { at_ = std::min(at_ + count, text_.size()); }
  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size()); }
  // Past the next `what`, or to the end.
  void skip_past(std::string_view what) {
    const std::size_t found = text_.find(what, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + what.size();
  }
  // To behind the } that ends a block of Lua whose { was taken; braces in texts and comments do not count.
  void skip_block() {
    for (int depth = 1; !at_end() && depth > 0;) {
      if (now() == '"' || now() == '\'') {
        quoted(true);
        continue;
      }
      if (starts("--")) {
        skip_line();
        continue;
      }
      if (now() == '{') ++depth;
      if (now() == '}') --depth;
      step();
    }
  }
  // A text in quotes; the place is at the opening one.
  Word quoted(bool has_escapes) {
    Word made;
    made.quoted = true;
    made.begin = place();
    const char quote = now();
    for (step(); !at_end() && now() != quote; step()) {
      if (has_escapes && now() == '\\' && at_ + 1 < text_.size() &&
          (text_[at_ + 1] == quote || text_[at_ + 1] == '\\'))
        step();
      made.text += now();
    }
    step();
    made.end = place();
    return made;
  }
  // Takes text up to and with `end` into the word.
  void take_through(Word& word, std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    const std::size_t stop = found == std::string_view::npos ? text_.size() : found + end.size();
    word.text += text_.substr(at_, stop - at_);
    at_ = stop;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Directive> read_nginx(std::string_view text) {
  Scanner in(text);
  Blocks blocks;
  std::vector<Word> words;
  while (!in.at_end() && !blocks.is_full()) {
    const char c = in.now();
    if (is_blank(c)) {
      in.step();
    } else if (c == '#') {
      in.skip_line();
    } else if (in.starts("{%")) {
      in.skip_past("%}");
    } else if (c == ';') {
      if (!words.empty()) blocks.add(started(words));
      in.step();
    } else if (c == '{' && !in.starts("{{")) {
      in.step();
      if (words.empty()) words.push_back({"", in.place() - 1, in.place()});
      if (words[0].text.ends_with("_by_lua_block")) {
        in.skip_block();
        words.clear();
      } else {
        blocks.enter(started(words));
      }
    } else if (c == '}') {
      if (!words.empty()) blocks.add(started(words));
      in.step();
      blocks.leave(in.place());
    } else if (c == '"' || c == '\'') {
      words.push_back(in.quoted(true));
    } else {
      Word word;
      word.begin = in.place();
      while (!in.at_end() && !is_blank(in.now()) && in.now() != ';') {
        if (in.starts("${")) in.take_through(word, "}");
        else if (in.starts("{{")) in.take_through(word, "}}");
        else if (in.now() == '{' || in.now() == '}') break;
        else {
          if (in.now() == '\\') {
            word.text += '\\';
            in.step();
            if (in.at_end()) break;
          }
          word.text += in.now();
          in.step();
        }
      }
      word.end = in.place();
      words.push_back(std::move(word));
    }
  }
  if (!words.empty()) blocks.add(started(words));
  return blocks.take(in.place());
}

std::vector<Directive> read_caddy(std::string_view text) {
  Scanner in(text);
  Blocks blocks;
  std::vector<Word> words;
  bool opens = false;  // a { stood last on the line
  while (!in.at_end() && !blocks.is_full()) {
    const char c = in.now();
    if (c == '\n') {
      if (opens) {
        if (words.empty()) words.push_back({"", in.place(), in.place()});
        blocks.enter(started(words));
      } else if (words.size() == 1 && words[0].text == "}" && !words[0].quoted) {
        blocks.leave(in.place());
        words.clear();
      } else if (!words.empty() && !(words.back().text == "," || words.back().text.ends_with(','))) {
        blocks.add(started(words));
      }
      opens = false;
      in.step();
    } else if (is_blank(c)) {
      in.step();
    } else if (c == '#') {
      in.skip_line();
    } else if (c == '\\' && (in.starts("\\\n") || in.starts("\\\r\n"))) {
      in.skip_past("\n");
    } else if (c == '"' || c == '`') {
      words.push_back(in.quoted(c == '"'));
      opens = false;
    } else {
      Word word;
      word.begin = in.place();
      while (!in.at_end() && !is_blank(in.now())) {
        word.text += in.now();
        in.step();
      }
      word.end = in.place();
      opens = word.text == "{";
      if (!opens) words.push_back(std::move(word));
    }
  }
  if (!words.empty() && words[0].text != "}") blocks.add(started(words));
  return blocks.take(in.place());
}

std::vector<Directive> read_logstash(std::string_view text) {
  Scanner in(text);
  Blocks blocks;
  std::vector<Word> words;
  int lists = 0;           // brackets that are open in a value
  bool has_value = false;  // => was seen
  // Blocks of hashes and conditions end at a } without making anything of their own.
  std::vector<char> kinds;  // 'p' a plugin or section, 'h' a hash, 'c' a condition
  auto finish = [&] {
    if (!words.empty() && has_value) blocks.add(started(words));
    words.clear();
    has_value = false;
  };
  while (!in.at_end() && !blocks.is_full()) {
    const char c = in.now();
    if (c == '#') {
      in.skip_line();
    } else if (c == '\n') {
      // A value ends with its line, unless a list or hash is open.
      if (lists == 0 && has_value && words.size() > 1 && (kinds.empty() || kinds.back() != 'h')) finish();
      in.step();
    } else if (is_blank(c) || c == ',') {
      in.step();
    } else if (in.starts("=>")) {
      has_value = true;
      in.step(2);
    } else if (c == '{') {
      in.step();
      if (has_value) {
        kinds.push_back('h');
      } else {
        const bool is_condition = words.empty() || words[0].text == "if" || words[0].text == "else";
        if (is_condition) {
          kinds.push_back('c');
          words.clear();
        } else {
          Word name = std::move(words.back());
          words.assign(1, std::move(name));
          blocks.enter(started(words));
          kinds.push_back('p');
        }
        lists = 0;
      }
    } else if (c == '}') {
      in.step();
      const char kind = kinds.empty() ? 'c' : kinds.back();
      if (!kinds.empty()) kinds.pop_back();
      if (kind == 'h') {
        if (kinds.empty() || kinds.back() != 'h') finish();
        continue;
      }
      finish();
      lists = 0;
      if (kind == 'p') blocks.leave(in.place());
    } else if (c == '[') {
      ++lists;
      in.step();
    } else if (c == ']') {
      lists = std::max(0, lists - 1);
      in.step();
    } else {
      // A new key where the value of the last one is complete.
      Word word;
      if (c == '"' || c == '\'') {
        word = in.quoted(true);
      } else {
        word.begin = in.place();
        while (!in.at_end() && !is_blank(in.now()) &&
               std::string_view("{}[],\"'#").find(in.now()) == std::string_view::npos && !in.starts("=>")) {
          if (in.starts("${")) {
            in.take_through(word, "}");
            continue;
          }
          word.text += in.now();
          in.step();
        }
        word.end = in.place();
      }
      if (has_value && words.size() > 1 && lists == 0 && (kinds.empty() || kinds.back() != 'h')) finish();
      words.push_back(std::move(word));
    }
  }
  finish();
  return blocks.take(in.place());
}

}  // namespace demarc::directives
