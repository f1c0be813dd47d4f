// A hand-written reader of the row notation; it knows nothing of any framework.
#include "analyzer/recognise/pattern.h"

#include <cctype>

namespace demarc {
namespace {

class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : text_(text) {}

  Result<Pattern> read() {
    Pattern p;
    blanks();
    if (take('@')) p.kind = Pattern::Kind::annotation;
    if (text_.substr(at_).starts_with("set ")) {
      at_ += 4;
      blanks();
      p.kind = Pattern::Kind::assignment;
      p.root = word();
      if (p.root.empty()) return wrong("`set` needs the name of what is assigned");
      blanks();
      expect('=');
      blanks();
      p.compared = argument(false);
      blanks();
      if (error_.empty() && at_ != text_.size())
        return wrong("the pattern goes on in a way that has no meaning");
      if (!error_.empty()) return wrong(error_);
      return p;
    }
    if (text_.substr(at_).starts_with("class ")) {
      p.kind = Pattern::Kind::subclass;
      at_ += 6;
      blanks();
    }
    if (peek() == '"') {
      p.root = quoted();
    } else if (take('_')) {
    } else if (take('$')) {
      p.receiver = word();
    } else {
      p.root = word();
      if (p.root.empty()) return wrong("a pattern starts with a library, a type, `_` or a capture");
    }
    while (error_.empty()) {
      if (take('.')) {
        p.steps.push_back(name_step());
      } else if (peek() == '(') {
        p.steps.push_back(call_step());
      } else if (take('[')) {
        PathStep step{
            .kind = PathStep::Kind::index, .names = {}, .meanings = {}, .capture = {}, .arguments = {}};
        step.arguments.push_back(argument(false));
        expect(']');
        p.steps.push_back(std::move(step));
      } else {
        break;
      }
    }
    if (take('<')) {
      do {
        blanks();
        if (!take('_') && !take('$') && error_.empty()) error_ = "a type argument is `$name` or `_`";
        p.type_arguments.push_back(word());
        blanks();
      } while (error_.empty() && take(','));
      expect('>');
    }
    blanks();
    if (text_.substr(at_).starts_with("==")) {
      at_ += 2;
      blanks();
      p.kind = Pattern::Kind::comparison;
      p.compared = argument(false);
      blanks();
    }
    if (error_.empty() && at_ != text_.size())
      return wrong("the pattern goes on in a way that has no meaning");
    if (!error_.empty()) return wrong(error_);
    return p;
  }

 private:
  Error wrong(std::string message) const {
    auto at = static_cast<std::uint32_t>(at_);
    return Error{{{}, at, at + 1}, std::move(message), "see parsers/frameworks/README.md for the notation"};
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  void expect(char c) {
    blanks();
    if (!take(c) && error_.empty()) error_ = std::string("a `") + c + "` is missing";
  }
  std::string word() {
    std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_' ||
                                  text_[at_] == '-' || text_[at_] == '#'))
      ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }
  // A name with a `*` in it, or without one.
  std::string starred() {
    std::string made = word();
    while (take('*')) (made += '*') += word();
    return made;
  }
  std::string quoted() {
    std::string out;
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') out += text_[at_++];
    if (!take('"') && error_.empty()) error_ = "a text is not closed";
    return out;
  }
  void alternatives(PathStep& step) {
    while (error_.empty()) {
      blanks();
      step.names.push_back(peek() == '"' ? quoted() : starred());
      step.meanings.push_back(step.names.back());
      if (step.names.back().empty()) error_ = "a name is missing";
      blanks();
      if (take(':')) {
        blanks();
        step.meanings.back() = starred();
        blanks();
      }
      if (!take(',')) break;
    }
    expect('}');
  }

  PathStep name_step() {
    PathStep step;
    if (take('{')) {
      alternatives(step);
    } else if (take('$')) {
      step.capture = word();
      if (take('{')) alternatives(step);
      else step.kind = PathStep::Kind::any_name;
    } else if (peek() == '"') {
      step.names.push_back(quoted());
      step.meanings = step.names;
    } else {
      step.names.push_back(starred());
      step.meanings = step.names;
      if (step.names[0] == "*") step.kind = PathStep::Kind::any_name;
      if (step.names[0].empty() && error_.empty()) error_ = "a name is missing after `.`";
    }
    return step;
  }

  PathStep call_step() {
    PathStep step{.kind = PathStep::Kind::call, .names = {}, .meanings = {}, .capture = {}, .arguments = {}};
    take('(');
    blanks();
    while (error_.empty() && peek() != ')') {
      step.arguments.push_back(argument(true));
      if (text_.substr(at_).starts_with("...")) {
        at_ += 3;
        step.arguments.back().each = true;
      }
      blanks();
      if (!take(',')) break;
      blanks();
    }
    expect(')');
    return step;
  }

  ArgumentPattern argument(bool may_be_named) {
    if (++depth_ > 20) {
      if (error_.empty()) error_ = "the pattern is nested too deeply";
      return {};
    }
    ArgumentPattern a = argument_inside(may_be_named);
    --depth_;
    return a;
  }

  ArgumentPattern argument_inside(bool may_be_named) {
    using Kind = ArgumentPattern::Kind;
    ArgumentPattern a;
    blanks();
    if (text_.substr(at_).starts_with("...")) {
      at_ += 3;
      a.kind = Kind::rest;
      return a;
    }
    if (may_be_named && (std::isalpha(static_cast<unsigned char>(peek())) || peek() == '_')) {
      std::size_t back = at_;
      std::string name = word();
      blanks();
      if (take('=')) {
        a = argument(false);
        a.name = name;
        return a;
      }
      at_ = back;
    }
    if (take('_')) return a;
    if (take('$')) {
      a.kind = Kind::capture;
      a.capture = word();
      if (take('<')) {
        while (at_ < text_.size() && text_[at_] != '>') a.type += text_[at_++];
        expect('>');
        a.required = true;
      }
      a.required |= take('!');
      return a;
    }
    if (peek() == '"') {
      a.kind = Kind::text;
      a.texts.push_back(quoted());
      blanks();
      while (take('|')) {
        blanks();
        if (peek() != '"') break;
        a.texts.push_back(quoted());
        blanks();
      }
      return a;
    }
    if (take('{')) {
      a.kind = Kind::object;
      blanks();
      while (error_.empty() && peek() != '}') {
        std::string key;
        bool any_key = false;
        if (peek() == '"') {
          key = quoted();
        } else {
          any_key = take('$');
          key = word();
        }
        bool required = take('!');
        expect(':');
        a.inner.push_back(argument(false));
        a.inner.back().name = key;
        a.inner.back().any_key = any_key;
        a.inner.back().required |= required;
        blanks();
        if (!take(',')) break;
        blanks();
      }
      expect('}');
      return a;
    }
    if (take('[')) {
      a.kind = Kind::list;
      do {
        a.inner.push_back(argument(false));
        blanks();
      } while (error_.empty() && take(','));
      expect(']');
      a.required = take('!');
      return a;
    }
    if (error_.empty()) error_ = "this is no argument pattern";
    return a;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string error_;
};

}  // namespace

Result<Pattern> parse_pattern(std::string_view text) { return PatternReader(text).read(); }

}  // namespace demarc
