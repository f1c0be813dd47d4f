// The written form of values, and back.
#include <charconv>
#include <cstdlib>

#include "analyzer/base/values.h"

namespace demarc {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_letter(c) || is_digit(c); }
// Characters of a setting's name and of a reference that need no quotes.
bool is_plain(char c) {
  return is_word(c) || c == '/' || c == '.' || c == '-' || c == ':' || c == '#' || c == '@';
}

template <class Test>
bool all(std::string_view text, Test test) {
  for (char c : text)
    if (!test(c)) return false;
  return !text.empty();
}

// "12/0" would read as a parameter of a function.
bool is_parameter_number(std::string_view text) {
  std::size_t slash = text.find('/');
  return slash != std::string_view::npos && all(text.substr(0, slash), is_digit) &&
         all(text.substr(slash + 1), is_digit);
}

// A resource whose written form ends where its attribute begins.
bool is_plain_resource(std::string_view text) {
  std::size_t hash = text.rfind('#');
  return hash != std::string_view::npos && all(text.substr(0, hash), is_plain) &&
         all(text.substr(hash + 1), [](char c) { return is_word(c) || c == '-'; });
}

bool is_plain_attribute(std::string_view text) {
  return is_letter(text.empty() ? '.' : text.front()) &&
         all(text, [](char c) { return is_word(c) || c == '.' || c == ':' || c == '-'; });
}

bool is_plain_type(std::string_view text) {
  return is_letter(text.empty() ? '.' : text.front()) &&
         all(text, [](char c) { return is_word(c) || c == '.' || c == '-' || c == '/'; }) &&
         text != "either" && text != "each" && text != "call" && text != "handle" && text != "fn" &&
         text != "type" && text != "new" && text != "module";
}

void quote(std::string& out, std::string_view text, char mark = '"') {
  static constexpr char hex[] = "0123456789abcdef";
  out += mark;
  for (char c : text) {
    if (c == mark || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += "\\x";
      out += hex[static_cast<unsigned char>(c) >> 4];
      out += hex[c & 15];
    } else {
      out += c;
    }
  }
  out += mark;
}

class Writer {
 public:
  explicit Writer(const Values& values) : values_(values) {}

  void value(ValueId id) {
    const Value& v = values_[id];
    switch (v.kind) {
      case ValueKind::unknown: out += '?'; break;
      case ValueKind::literal: quote(out, values_.text(id)); break;
      case ValueKind::setting: setting(id); break;
      case ValueKind::parameter:
        out += "$param:" + std::to_string(v.aux >> 8) + "/" + std::to_string(v.aux & 255);
        break;
      case ValueKind::reference: reference(id); break;
      case ValueKind::concat: children(id, "(", " + ", ")"); break;
      case ValueKind::either: children(id, "either(", ", ", ")"); break;
      case ValueKind::list: children(id, "[", ", ", "]"); break;
      case ValueKind::object: object(id); break;
      case ValueKind::handle: handle(id); break;
      case ValueKind::element: children(id, "each(", ", ", ")"); break;
      case ValueKind::member:
        value(values_.child(id, 0));
        out += '.';
        quote(out, values_.text(id));
        break;
      case ValueKind::path: quote(out, values_.text(id), '`'); break;
      case ValueKind::result: children(id, "call(", ", ", ")"); break;
      case ValueKind::function: code("fn:", id); break;
      case ValueKind::type: code("type:", id); break;
      case ValueKind::instance: code("new:", id); break;
      case ValueKind::module: code("module:", id); break;
    }
  }

  std::string out;

 private:
  void children(ValueId id, const char* open, const char* between, const char* close) {
    out += open;
    for (std::uint32_t i = 0; i < values_[id].count; ++i) {
      if (i != 0) out += between;
      value(values_.child(id, i));
    }
    out += close;
  }

  void object(ValueId id) {
    out += '{';
    for (std::uint32_t i = 0; i + 1 < values_[id].count; i += 2) {
      if (i != 0) out += ", ";
      value(values_.child(id, i));
      out += ": ";
      value(values_.child(id, i + 1));
    }
    out += '}';
  }

  void setting(ValueId id) {
    out += '$';
    out += values_.text(id);
    out += ':';
    ValueId name = values_.child(id, 0);
    std::string_view text = values_.text(name);
    if (values_[id].count == 1 && values_.is_literal(name) && all(text, is_plain) &&
        !is_parameter_number(text))
      out += text;
    else if (values_[id].count == 1 && values_[name].kind == ValueKind::concat) value(name);
    else children(id, "(", ", ", ")");
  }

  void reference(ValueId id) {
    out += "$ref:";
    std::string_view text = values_.text(id);
    if (is_plain_resource(text)) out += text;
    else quote(out, text);
    if (values_[id].count == 0) return;
    std::string_view attribute = values_.text(values_.child(id, 0));
    out += '.';
    if (is_plain_attribute(attribute)) {
      out += attribute;
    } else {
      out += '(';
      quote(out, attribute);
      out += ')';
    }
  }

  void handle(ValueId id) {
    std::string_view type = values_.text(id);
    const bool plain = is_plain_type(type);
    const bool captures = values_[id].count != 0;
    if (!plain) {
      out += "handle(";
      quote(out, type);
      if (captures) {
        out += ", ";
        value(values_.child(id, 0));
      }
      out += ')';
      return;
    }
    out += type;
    if (captures && values_[values_.child(id, 0)].kind == ValueKind::object) value(values_.child(id, 0));
    else children(id, "(", ", ", ")");
  }

  void code(const char* word, ValueId id) {
    out += word + std::to_string(values_[id].aux);
    if (values_[id].kind == ValueKind::instance || values_[id].count != 0) children(id, "(", ", ", ")");
  }

  const Values& values_;
};

class Parser {
 public:
  Parser(Values& values, std::string_view text) : values_(values), text_(text) {}

  Result<ValueId> whole() {
    ValueId made = value();
    blanks();
    if (error_.empty() && at_ < text_.size()) fail("unexpected text after the value");
    return done(made);
  }

  Result<ValueId> prefix(std::size_t& used) {
    const ValueId made = value();
    used = at_;
    return done(made);
  }

 private:
  Result<ValueId> done(ValueId made) const {
    if (!error_.empty()) return Error{{}, error_ + " at byte " + std::to_string(failed_at_), {}};
    return made;
  }

  // Twice what Values keeps, so that whatever was written can be read.
  static constexpr std::uint32_t max_nesting = 2 * Values::max_depth;

  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
  }
  void fail(std::string_view what) {
    if (!error_.empty()) return;
    error_ = what;
    failed_at_ = at_;
    at_ = text_.size();
  }
  bool take(std::string_view what) {
    blanks();
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }
  // As take(), but a blank before it ends what stands there.
  bool glued(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  template <class Test>
  std::string_view run(Test test) {
    std::size_t begin = at_;
    while (at_ < text_.size() && test(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  std::uint32_t number() {
    std::string_view digits = run(is_digit);
    std::uint32_t n = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), n).ec != std::errc())
      fail("a number is missing");
    return n;
  }

  std::string quoted(char mark) {
    std::string made;
    if (!glued(mark)) {
      fail("a quoted text is missing");
      return made;
    }
    while (at_ < text_.size() && text_[at_] != mark) {
      char c = text_[at_++];
      if (c == '\\' && at_ < text_.size()) {
        c = text_[at_++];
        if (c == 'n') {
          c = '\n';
        } else if (c == 'x' && at_ + 2 <= text_.size()) {
          int code = 0;
          std::from_chars(text_.data() + at_, text_.data() + at_ + 2, code, 16);
          c = static_cast<char>(code);
          at_ += 2;
        }
      }
      made += c;
    }
    if (!glued(mark)) fail("a quote is not closed");
    return made;
  }

  // Values up to `close`, `between` them.
  std::vector<ValueId> several(std::string_view close, std::string_view between = ",") {
    std::vector<ValueId> made;
    if (take(close)) return made;
    do made.push_back(value());
    while (error_.empty() && take(between));
    if (!take(close)) fail("\"" + std::string(close) + "\" is missing");
    return made;
  }

  ValueId value() {
    if (++depth_ > max_nesting) fail("nested too deeply");
    ValueId made = error_.empty() ? single() : ValueId{};
    while (error_.empty() && at_ + 1 < text_.size() && text_[at_] == '.' && text_[at_ + 1] == '"') {
      ++at_;
      made = values_.member(made, quoted('"'));
    }
    --depth_;
    return made;
  }

  ValueId single() {
    blanks();
    if (at_ >= text_.size()) {
      fail("a value is missing");
      return {};
    }
    const char c = text_[at_];
    if (c == '?') {
      ++at_;
      return {};
    }
    if (c == '"') return values_.literal(quoted('"'));
    if (c == '`') return values_.path(quoted('`'));
    if (c == '(') {
      ++at_;
      return values_.concat(several(")", "+"));
    }
    if (c == '[') {
      ++at_;
      return values_.list(several("]"));
    }
    if (c == '{') return object();
    if (c == '$') return setting();
    if (is_letter(c)) return worded();
    fail("no value starts like this");
    return {};
  }

  ValueId object() {
    std::vector<ValueId> made;
    if (!take("{")) fail("\"{\" is missing");
    if (take("}")) return values_.object(made);
    do {
      made.push_back(value());
      if (!take(":")) fail("\":\" is missing");
      made.push_back(value());
    } while (error_.empty() && take(","));
    if (!take("}")) fail("\"}\" is missing");
    return values_.object(made);
  }

  ValueId setting() {
    ++at_;
    const std::string space(run([](char c) { return is_word(c) || c == '-'; }));
    if (!glued(':')) fail("\":\" is missing");
    if (space == "ref") return reference();
    if (glued('(')) {
      std::vector<ValueId> parts{value()};
      if (take("+")) {
        for (ValueId part : several(")", "+")) parts.push_back(part);
        return values_.setting(space, values_.concat(parts));
      }
      if (take(",")) parts.push_back(value());
      if (!take(")")) fail("a setting has a name and at most one default");
      return error_.empty() ? values_.setting(space, parts[0], parts.size() == 2 ? parts[1] : ValueId{})
                            : ValueId{};
    }
    std::string_view name = run(is_plain);
    // A dot before a quote belongs to a member, not to the name.
    if (name.ends_with('.') && at_ < text_.size() && text_[at_] == '"') {
      name.remove_suffix(1);
      --at_;
    }
    if (name.empty()) fail("a name is missing");
    if (space == "param" && is_parameter_number(name)) {
      std::uint32_t function = 0, index = 0;
      std::size_t slash = name.find('/');
      std::from_chars(name.data(), name.data() + slash, function);
      std::from_chars(name.data() + slash + 1, name.data() + name.size(), index);
      return values_.parameter(function, index);
    }
    return values_.setting(space, name);
  }

  ValueId reference() {
    std::string resource, attribute;
    if (at_ < text_.size() && text_[at_] == '"') {
      resource = quoted('"');
    } else {
      // Up to the last "#" and the id behind it; what follows a dot then is the attribute.
      std::size_t begin = at_;
      run(is_plain);
      std::size_t hash = text_.substr(begin, at_ - begin).rfind('#');
      if (hash == std::string_view::npos) {
        fail("a reference needs \"#\"");
        return {};
      }
      at_ = begin + hash + 1;
      run([](char c) { return is_word(c) || c == '-'; });
      resource = text_.substr(begin, at_ - begin);
    }
    if (at_ + 1 < text_.size() && text_[at_] == '.' && text_[at_ + 1] == '(') {
      at_ += 2;
      attribute = quoted('"');
      if (!take(")")) fail("\")\" is missing");
    } else if (at_ + 1 < text_.size() && text_[at_] == '.' && is_letter(text_[at_ + 1])) {
      ++at_;
      std::string_view plain = run([](char c) { return is_word(c) || c == '.' || c == ':' || c == '-'; });
      if (plain.ends_with('.') && at_ < text_.size() && text_[at_] == '"') {
        plain.remove_suffix(1);
        --at_;
      }
      attribute = plain;
    }
    return values_.reference(resource, attribute);
  }

  ValueId worded() {
    std::size_t begin = at_;
    std::string_view word = run(is_word);
    if (word == "either" && glued('(')) return values_.either(several(")"));
    if (word == "each" && glued('(')) {
      std::vector<ValueId> parts = several(")");
      return parts.size() == 1 ? values_.element(parts[0]) : ValueId{};
    }
    if (word == "call" && glued('(')) {
      std::vector<ValueId> parts = several(")");
      if (parts.empty()) fail("a call needs what is called");
      return error_.empty() ? values_.result(parts[0], std::span(parts).subspan(1)) : ValueId{};
    }
    if (word == "handle" && glued('(')) {
      std::vector<ValueId> parts = several(")");
      if (parts.empty() || !values_.is_literal(parts[0])) fail("a handle needs its type");
      if (!error_.empty()) return {};
      const std::string type(values_.text(parts[0]));
      return values_.handle(type, parts.size() > 1 ? parts[1] : ValueId{});
    }
    for (auto [name, kind] : {std::pair{"fn", ValueKind::function}, std::pair{"type", ValueKind::type},
                              std::pair{"new", ValueKind::instance}, std::pair{"module", ValueKind::module}})
      if (word == name && glued(':')) {
        std::uint32_t n = number();
        return values_.code(kind, n, glued('(') ? several(")") : std::vector<ValueId>());
      }
    at_ = begin;
    const std::string type(run([](char c) { return is_word(c) || c == '.' || c == '-' || c == '/'; }));
    if (at_ < text_.size() && text_[at_] == '{') return values_.handle(type, object());
    if (!glued('(')) {
      fail("a handle needs \"{\" or \"(\"");
      return {};
    }
    std::vector<ValueId> parts = several(")");
    return values_.handle(type, parts.empty() ? ValueId{} : parts[0]);
  }

  Values& values_;
  std::string_view text_;
  std::size_t at_ = 0, failed_at_ = 0;
  std::uint32_t depth_ = 0;
  std::string error_;
};

}  // namespace

std::string Values::write(ValueId id) const {
  Writer writer(*this);
  writer.value(id);
  return std::move(writer.out);
}

Result<ValueId> Values::parse(std::string_view text) { return Parser(*this, text).whole(); }

Result<ValueId> Values::parse_prefix(std::string_view text, std::size_t& used) {
  return Parser(*this, text).prefix(used);
}

}  // namespace demarc
