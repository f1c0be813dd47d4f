// A scanner of JavaScript's words that knows comments, texts and brackets, and nothing else of the language.
#include "parsers/templates/hosting/proxy_script.h"

#include <cctype>

namespace demarc::hosting {
namespace {

struct Token {
  enum { word, text, sign } kind = sign;
  std::string value;
  std::uint32_t begin = 0, end = 0;
};

constexpr std::size_t max_tokens = 200'000, max_targets = 200;

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> all;
  for (std::size_t i = 0; i < text.size() && all.size() < max_tokens;) {
    const char c = text[i];
    if (text.substr(i).starts_with("//")) {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (text.substr(i).starts_with("/*")) {
      const std::size_t end = text.find("*/", i + 2);
      i = end == std::string_view::npos ? text.size() : end + 2;
      continue;
    }
    if (std::isspace(static_cast<unsigned char>(c))) {
      ++i;
      continue;
    }
    Token made;
    made.begin = static_cast<std::uint32_t>(i);
    if (c == '"' || c == '\'' || c == '`') {
      made.kind = Token::text;
      for (++i; i < text.size() && text[i] != c && (c == '`' || text[i] != '\n'); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        made.value += text[i];
      }
      ++i;
    } else if (std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$') {
      made.kind = Token::word;
      while (i < text.size() &&
             (std::isalnum(static_cast<unsigned char>(text[i])) || text[i] == '_' || text[i] == '$'))
        made.value += text[i++];
    } else {
      made.value = c;
      ++i;
    }
    made.end = static_cast<std::uint32_t>(std::min(i, text.size()));
    all.push_back(std::move(made));
  }
  return all;
}

bool is_url(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("ws://") ||
         text.starts_with("wss://");
}

bool is_path(std::string_view text) { return text.starts_with('/') || text.starts_with("^/"); }

class Scan {
 public:
  explicit Scan(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::vector<ScriptTarget> run() {
    int depth = 0, proxy_depth = -1;
    std::string location;
    for (at_ = 0; at_ < tokens_.size() && found_.size() < max_targets; ++at_) {
      const Token& t = tokens_[at_];
      if (t.kind == Token::sign) {
        if (t.value == "{" || t.value == "(" || t.value == "[") ++depth;
        if (t.value == "}" || t.value == ")" || t.value == "]") {
          --depth;
          if (depth <= proxy_depth) {
            proxy_depth = -1;
            location.clear();
          }
        }
        continue;
      }
      const bool opens = is_sign(at_ + 1, ":") || is_sign(at_ + 1, "(") || is_sign(at_ + 1, "=");
      if (proxy_depth < 0) {
        const bool names_proxy = t.value == "proxy" || t.value == "proxyTable" || t.value == "PROXY_CONFIG" ||
                                 t.value == "createProxyMiddleware" || t.value == "createProxy";
        if (names_proxy && opens) proxy_depth = depth;
        // app.use('/api', createProxyMiddleware({…})): the path stands in front.
        if (t.kind == Token::text && is_path(t.value)) location = t.value;
        continue;
      }
      if (t.kind == Token::text && is_path(t.value)) {
        location = t.value;
        if (is_sign(at_ + 1, ":")) value(at_ + 2, location);
      } else if (t.value == "target" && is_sign(at_ + 1, ":")) {
        value(at_ + 2, location);
      }
    }
    return std::move(found_);
  }

 private:
  bool is_sign(std::size_t i, std::string_view sign) const {
    return i < tokens_.size() && tokens_[i].kind == Token::sign && tokens_[i].value == sign;
  }

  // An expression up to its comma: a text, process.env.X, import.meta.env.X, one || the other.
  void value(std::size_t from, const std::string& location) {
    ScriptTarget made;
    made.location = location;
    std::size_t i = from;
    for (; i < tokens_.size() && i < from + 24; ++i) {
      const Token& t = tokens_[i];
      if (t.kind == Token::sign && (t.value == "," || t.value == "}" || t.value == "{" || t.value == "\n"))
        break;
      if (t.kind == Token::text && is_url(t.value) && made.url.empty()) made.url = t.value;
      if (t.kind == Token::word && t.value == "env" && is_sign(i + 1, ".") && i + 2 < tokens_.size())
        made.setting = tokens_[i + 2].value;
    }
    if (i == from || (made.url.empty() && made.setting.empty())) return;
    // A template text with a variable in it says nothing for sure of its host.
    if (made.url.find("://${") != std::string::npos) return;
    made.begin = tokens_[from].begin;
    made.end = tokens_[i - 1].end;
    found_.push_back(std::move(made));
  }

  std::vector<Token> tokens_;
  std::vector<ScriptTarget> found_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<ScriptTarget> read_proxy_script(std::string_view text) {
  if (text.find("proxy") == std::string_view::npos && text.find("Proxy") == std::string_view::npos &&
      text.find("PROXY") == std::string_view::npos)
    return {};
  return Scan(tokens_of(text)).run();
}

}  // namespace demarc::hosting
