// A hand-written reader of the notation of deployment rows.
#include "analyzer/recognise/deployment_pattern.h"

#include <algorithm>
#include <cctype>

#include "analyzer/observations/declarations.h"

namespace demarc {
namespace {

class DeploymentReader {
 public:
  explicit DeploymentReader(std::string_view text) : text_(text) {}

  Result<DeploymentPattern> read() {
    using Kind = DeploymentPattern::Kind;
    DeploymentPattern p;
    blanks();
    const std::size_t begin = at_;
    const std::string word(token());
    blanks();
    if (word == "dependency") {
      p.kind = Kind::dependency;
      if (peek() != '"') return wrong("the names stand in quotes here: dependency \"…\"");
      p.names = globs();
    } else if (word == "property") {
      p.kind = Kind::property;
      if (!elements(p)) return wrong("a name is missing, with dots between its parts");
      blanks();
      if (peek() == '=') {
        ++at_;
        blanks();
        if (peek() == '$') {
          ++at_;
          p.value = token();
          if (p.value.empty()) return wrong("a capture has a name");
          blanks();
          if (text_.substr(at_).starts_with("like")) {
            at_ += 4;
            blanks();
            if (peek() != '"') return wrong("what the value looks like stands in quotes");
            p.values = globs();
          }
        } else if (peek() == '"') {
          p.values = globs();
        } else {
          return wrong("a value is `$capture` or a text in quotes");
        }
      }
    } else {
      at_ = begin;
      return wrong("a pattern of deployment starts with `dependency` or `property`");
    }
    blanks();
    if (!error_.empty()) return wrong(error_);
    if (at_ != text_.size()) return wrong("the pattern goes on in a way that has no meaning");
    return p;
  }

 private:
  Error wrong(std::string message) const {
    const auto at = static_cast<std::uint32_t>(at_);
    return Error{{{}, at, at + 1}, std::move(message), "see parsers/frameworks/README.md for the notation"};
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  std::string_view token() {
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_' || text_[at_] == '-'))
      ++at_;
    return text_.substr(begin, at_ - begin);
  }

  std::vector<std::string> globs() {
    std::vector<std::string> all;
    const std::size_t end = text_.find('"', ++at_);
    if (end == std::string_view::npos) {
      error_ = "a text is not closed";
      at_ = text_.size();
      return all;
    }
    for (std::string_view rest = text_.substr(at_, end - at_);;) {
      const std::size_t bar = std::min(rest.find('|'), rest.size());
      all.emplace_back(rest.substr(0, bar));
      if (bar == rest.size()) break;
      rest.remove_prefix(bar + 1);
    }
    at_ = end + 1;
    return all;
  }

  bool elements(DeploymentPattern& p) {
    using Kind = DeploymentPattern::Element::Kind;
    const std::size_t begin = at_;
    while (at_ < text_.size() && !std::isspace(static_cast<unsigned char>(text_[at_])) && text_[at_] != '=')
      ++at_;
    for (std::string_view one : name_elements(text_.substr(begin, at_ - begin))) {
      if (one.empty()) return false;
      if (one == "**") p.elements.push_back({Kind::any, {}});
      else if (one.starts_with("[$") && one.ends_with(']'))
        p.elements.push_back({Kind::capture, std::string(one.substr(2, one.size() - 3))});
      else if (one.starts_with('$')) p.elements.push_back({Kind::capture, std::string(one.substr(1))});
      else p.elements.push_back({Kind::text, property_name(one)});
    }
    return !p.elements.empty();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string error_;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// `*` takes any text: names of libraries and addresses are no paths.
bool fits(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, from = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      from = t;
    } else if (p < pattern.size() && lower(pattern[p]) == lower(text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++from;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool fits_any(const std::vector<std::string>& patterns, std::string_view text) {
  text = text.substr(0, 4096);
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return fits(p, text); });
}

}  // namespace

bool DeploymentPattern::matches_name(std::string_view text) const { return fits_any(names, text); }
bool DeploymentPattern::matches_value(std::string_view text) const {
  return values.empty() || fits_any(values, text);
}

Result<DeploymentPattern> parse_deployment_pattern(std::string_view text) {
  return DeploymentReader(text).read();
}

std::vector<std::string_view> name_elements(std::string_view name) {
  std::vector<std::string_view> all;
  std::size_t begin = 0;
  bool in_quotes = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '"') in_quotes = !in_quotes;
    if (in_quotes) continue;
    if (name[i] == '.') {
      if (i > begin || i == 0 || name[i - 1] != ']') all.push_back(name.substr(begin, i - begin));
      begin = i + 1;
    } else if (name[i] == '[') {
      if (i > begin) all.push_back(name.substr(begin, i - begin));
      const std::size_t end = std::min(name.find(']', i), name.size() - 1);
      all.push_back(name.substr(i, end + 1 - i));
      begin = end + 1;
      i = end;
    }
  }
  if (begin < name.size()) all.push_back(name.substr(begin));
  return all;
}

}  // namespace demarc
