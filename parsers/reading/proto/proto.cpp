// Reads Protocol Buffers definitions (.proto) into a Document: package, imports, options, services and their
// procedures. Messages are stepped over.
#include <algorithm>
#include <optional>
#include <utility>

#include "parsers/reading/bounded_document.h"

namespace demarc {
namespace {

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
}

// One word, sign or text. Words keep their dots: "google.protobuf.Empty".
struct Token {
  enum class Kind : std::uint8_t { end, word, text, sign } kind = Kind::end;
  std::string_view written;  // of a text: what stands between its quotes
  std::uint32_t begin = 0, end = 0;
  bool is(char sign) const { return kind == Kind::sign && written[0] == sign; }
  bool is(std::string_view word) const { return kind == Kind::word && written == word; }
};

class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) { next(); }

  const Token& now() const { return now_; }
  Token take() { return std::exchange(now_, read()); }
  void next() { now_ = read(); }
  bool take(char sign) {
    if (!now_.is(sign)) return false;
    next();
    return true;
  }
  // Steps behind the next `;` or the block that comes first, at most to the end of the block around. False
  // when the file ends inside.
  bool skip_statement() {
    for (std::size_t depth = 0; now_.kind != Token::Kind::end;) {
      if (depth == 0 && now_.is('}')) return true;
      const Token one = take();
      if (one.is('{')) ++depth;
      if (one.is('}') && --depth == 0) {
        take(';');  // behind `option x = { … }`
        return true;
      }
      if (depth == 0 && one.is(';')) return true;
    }
    return false;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v') {
        ++at_;
      } else if (text_.substr(at_).starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_).starts_with("/*")) {
        const std::size_t close = text_.find("*/", at_ + 2);
        at_ = close == std::string_view::npos ? text_.size() : close + 2;
      } else {
        return;
      }
    }
  }

  Token read() {
    skip_blanks();
    Token made;
    made.begin = static_cast<std::uint32_t>(at_);
    if (at_ >= text_.size()) {
      made.end = made.begin;
      return made;
    }
    const char c = text_[at_];
    if (c == '"' || c == '\'') {
      std::size_t close = at_ + 1;
      while (close < text_.size() && text_[close] != c && text_[close] != '\n')
        close += text_[close] == '\\' && close + 1 < text_.size() ? 2 : 1;
      close = std::min(close, text_.size());
      made.kind = Token::Kind::text;
      made.written = text_.substr(at_ + 1, close - at_ - 1);
      at_ = std::min(close + 1, text_.size());
    } else if (is_letter(c) || (c == '.' && at_ + 1 < text_.size() && is_letter(text_[at_ + 1]))) {
      std::size_t end = at_ + 1;
      while (end < text_.size() && (is_letter(text_[end]) || text_[end] == '.')) ++end;
      made.kind = Token::Kind::word;
      made.written = text_.substr(at_, end - at_);
      at_ = end;
    } else {
      made.kind = Token::Kind::sign;
      made.written = text_.substr(at_++, 1);
    }
    made.end = static_cast<std::uint32_t>(at_);
    return made;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Token now_;
};

class ProtoReading {
 public:
  ProtoReading(const Source& source, Observations& out)
      : made_(source.file, out.notes), out_(out), tokens_(source.text) {}

  Document read() {
    std::vector<NodeIndex> file, imports, options, services;
    while (tokens_.now().kind != Token::Kind::end && !made_.is_full()) {
      const Token word = tokens_.take();
      if (word.is("syntax") || word.is("edition")) {
        if (tokens_.take('=')) entry(file, "protobuf", word, tokens_.now());
        end_of_statement();
      } else if (word.is("package")) {
        entry(file, "package", word, tokens_.now());
        end_of_statement();
      } else if (word.is("import")) {
        if (tokens_.now().is("public") || tokens_.now().is("weak") || tokens_.now().is("option"))
          tokens_.next();
        if (tokens_.now().kind == Token::Kind::text) imports.push_back(scalar(tokens_.now()));
        end_of_statement();
      } else if (word.is("option")) {
        option(options);
      } else if (word.is("service")) {
        if (const NodeIndex made = service(); made != no_node) services.push_back(made);
      } else if (!word.is(';') && !word.is('}') && !tokens_.skip_statement()) {
        cut(word);
      }
    }
    const std::uint32_t end = tokens_.now().end;
    list(file, "imports", imports, end);
    file.push_back(key("options"));
    file.push_back(made_.map(options, "", 0, end));
    list(file, "services", services, end);
    made_.add_root(made_.map(file, "", 0, end));
    return made_.take();
  }

 private:
  NodeIndex scalar(const Token& token) {
    return made_.scalar(NodeKind::string, token.written, "", token.kind == Token::Kind::text, token.begin,
                        token.end);
  }
  NodeIndex key(std::string_view name) { return made_.scalar(NodeKind::string, name, "", false, 0, 0); }
  void entry(std::vector<NodeIndex>& map, std::string_view name, const Token& at, const Token& value) {
    if (value.kind != Token::Kind::word && value.kind != Token::Kind::text) return;
    map.push_back(made_.scalar(NodeKind::string, name, "", false, at.begin, at.end));
    map.push_back(scalar(value));
  }
  void list(std::vector<NodeIndex>& map, std::string_view name, const std::vector<NodeIndex>& all,
            std::uint32_t end) {
    map.push_back(key(name));
    map.push_back(made_.list(all, "", 0, end));
  }

  void cut(const Token& at) {
    out_.has_errors = true;
    made_.note(at.begin, at.end, "a definition that does not end; the rest is not read");
  }
  void end_of_statement() {
    const Token at = tokens_.now();
    if (!tokens_.skip_statement()) cut(at);
  }

  // `option name = value;`; those in parentheses and of several lines are other tools' business.
  void option(std::vector<NodeIndex>& options) {
    const Token name = tokens_.now();
    if (name.kind == Token::Kind::word) {
      tokens_.next();
      if (tokens_.take('=')) entry(options, name.written, name, tokens_.now());
    }
    end_of_statement();
  }

  NodeIndex service() {
    const Token name = tokens_.take();
    if (name.kind != Token::Kind::word || !tokens_.take('{')) {
      end_of_statement();
      return no_node;
    }
    std::vector<NodeIndex> made, rpcs;
    while (!tokens_.now().is('}') && tokens_.now().kind != Token::Kind::end && !made_.is_full()) {
      const Token word = tokens_.take();
      if (word.is("rpc")) rpc(rpcs);
      else if (!word.is(';')) end_of_statement();
    }
    if (!tokens_.take('}')) cut(name);
    entry(made, "name", name, name);
    list(made, "rpcs", rpcs, name.end);
    return made_.map(made, "", name.begin, name.end);
  }

  // `rpc Name (stream In) returns (Out);`, with a block of options in place of the semicolon.
  void rpc(std::vector<NodeIndex>& rpcs) {
    const Token name = tokens_.take();
    if (name.kind != Token::Kind::word) return end_of_statement();
    std::vector<NodeIndex> made;
    entry(made, "name", name, name);
    const bool in = message(made, "request");
    if (tokens_.now().is("returns")) tokens_.next();
    const bool back = message(made, "response");
    if (in || back) {
      made.push_back(key("stream"));
      made.push_back(key(in && back ? "both" : in ? "request" : "response"));
    }
    rpcs.push_back(made_.map(made, "", name.begin, name.end));
    end_of_statement();
  }

  // True for a stream of them.
  bool message(std::vector<NodeIndex>& made, std::string_view word) {
    if (!tokens_.take('(')) return false;
    Token type = tokens_.take();
    const bool is_stream = type.is("stream") && tokens_.now().kind == Token::Kind::word;
    if (is_stream) type = tokens_.take();
    entry(made, word, type, type);
    tokens_.take(')');
    return is_stream;
  }

  BoundedDocument made_;
  Observations& out_;
  Tokens tokens_;
};

class ProtoReader final : public Reader {
 public:
  std::string_view name() const override { return "proto"; }
  bool accepts(std::string_view path, std::string_view) const override {
    return ends_with_any(path, {".proto"});
  }
  void read(const Source& source, Observations& out) const override {
    if (is_readable_size(source, out)) out.document = ProtoReading(source, out).read();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> proto() { return std::make_unique<ProtoReader>(); }
}  // namespace documents
}  // namespace demarc
