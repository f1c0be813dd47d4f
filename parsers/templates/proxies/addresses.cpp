// Variables and addresses in texts of configuration.
#include "parsers/templates/proxies/addresses.h"

#include <algorithm>
#include <cctype>

namespace demarc::proxies {
namespace {

bool is_name_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool is_name(std::string_view text) {
  return !text.empty() && !std::isdigit(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), is_name_char);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

// What {{ … }} reads from the environment: `env "X"`, `getenv "X"`, `.Env.X`, `lookup('env', 'X')`,
// `ENV['X']`; "" when it is something else.
std::string_view environment_name(std::string_view inside) {
  auto name_at = [&](std::size_t at) -> std::string_view {
    std::size_t end = at;
    while (end < inside.size() && is_name_char(inside[end])) ++end;
    return inside.substr(at, end - at);
  };
  if (const std::size_t at = inside.find(".Env."); at != std::string_view::npos) return name_at(at + 5);
  for (std::string_view word : {"env", "ENV"}) {
    const std::size_t at = inside.find(word);
    if (at == std::string_view::npos) continue;
    std::size_t from = at + word.size();
    // The name is the next text in quotes.
    while (from < inside.size() && !is_name_char(inside[from])) ++from;
    if (from > 0 && from < inside.size() && (inside[from - 1] == '"' || inside[from - 1] == '\''))
      return name_at(from);
  }
  return {};
}

class Reading {
 public:
  Reading(Values& values, std::string_view text, const Spelling& spelling, int depth)
      : values_(values), text_(text), spelling_(spelling), depth_(depth) {}

  ValueId read() {
    while (at_ < text_.size() && parts_.size() < 64)
      if (!hole()) plain_ += text_[at_++];
    flush();
    return values_.concat(parts_);
  }

 private:
  void flush() {
    if (!plain_.empty() || parts_.empty()) parts_.push_back(values_.literal(plain_));
    plain_.clear();
  }
  void put(ValueId value) {
    if (!plain_.empty()) flush();
    parts_.push_back(value);
  }
  ValueId named(std::string_view name, std::optional<std::string_view> otherwise) {
    if (spelling_.known)
      if (auto known = spelling_.known(name)) return *known;
    const bool has_upper = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (spelling_.lower_is_own && !has_upper) return {};
    const ValueId usual =
        otherwise && depth_ < 4 ? Reading(values_, *otherwise, spelling_, depth_ + 1).read() : ValueId{};
    if (!is_name(name)) return usual;  // no variable of the environment: only its default is known
    if (usual) return values_.setting("env", values_.literal(name), usual);
    return values_.setting("env", name);
  }
  // To the brace that closes the one at `open`; npos when there is none.
  std::size_t close_of(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < text_.size(); ++i) {
      if (text_[i] == '{') ++depth;
      if (text_[i] == '}' && --depth == 0) return i;
    }
    return std::string_view::npos;
  }
  void setting(std::string_view inside) {
    for (std::string_view prefix : {"env:", "env.", "ENV:"})
      if (inside.starts_with(prefix)) inside.remove_prefix(prefix.size());
    const std::size_t sign = inside.find_first_of(":-");
    std::optional<std::string_view> otherwise;
    if (sign != std::string_view::npos) {
      std::string_view rest = inside.substr(sign);
      inside = inside.substr(0, sign);
      if (rest.starts_with(":-")) otherwise = rest.substr(2);
      else if (rest.starts_with(":=")) otherwise = rest.substr(2);
      else if (rest.starts_with("-")) otherwise = rest.substr(1);
      else if (spelling_.colon_default) otherwise = rest.substr(1);
    }
    put(named(trimmed(inside), otherwise));
  }
  bool hole() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("$$")) {  // an escaped sign
      plain_ += '$';
      at_ += 2;
      return true;
    }
    if (rest.starts_with("{{")) {
      const std::size_t close = rest.find("}}");
      if (close == std::string_view::npos) return false;
      const std::string_view name = environment_name(rest.substr(2, close - 2));
      put(name.empty() ? ValueId{} : values_.setting("env", name));
      at_ += close + 2;
      return true;
    }
    if (spelling_.placeholder && rest.starts_with("{")) {
      const std::size_t close = close_of(at_);
      if (close == std::string_view::npos) return false;
      std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
      at_ = close + 1;
      if (inside.starts_with("$")) {
        inside.remove_prefix(1);
        const std::size_t colon = inside.find(':');
        put(named(inside.substr(0, colon),
                  colon == std::string_view::npos ? std::nullopt : std::optional(inside.substr(colon + 1))));
      } else if (inside.starts_with("env.")) {
        put(named(inside.substr(4), std::nullopt));
      } else {
        put({});
      }
      return true;
    }
    if (spelling_.braces && rest.starts_with("${")) {
      const std::size_t close = close_of(at_ + 1);
      if (close == std::string_view::npos) return false;
      setting(text_.substr(at_ + 2, close - at_ - 2));
      at_ = close + 1;
      return true;
    }
    if (spelling_.bare && rest.size() > 1 && rest[0] == '$' && is_name_char(rest[1])) {
      std::size_t end = 1;
      while (end < rest.size() && is_name_char(rest[end])) ++end;
      put(named(rest.substr(1, end - 1), std::nullopt));
      at_ += end;
      return true;
    }
    return false;
  }

  Values& values_;
  std::string_view text_;
  const Spelling& spelling_;
  int depth_;
  std::size_t at_ = 0;
  std::string plain_;
  std::vector<ValueId> parts_;
};

}  // namespace

ValueId value_of(Values& values, std::string_view text, const Spelling& spelling) {
  return Reading(values, text, spelling, 0).read();
}

Address address_of(std::string_view text) {
  Address made;
  text = trimmed(text);
  // What stands inside of a hole ({$URL:http://x}) is no part of the address around it.
  const std::size_t sign = text.find("://");
  if (sign != std::string_view::npos && text.substr(0, sign).find('{') == std::string_view::npos) {
    made.scheme = text.substr(0, sign);
    text.remove_prefix(sign + 3);
  }
  // A / inside of ${…} or {{…}} is none of the path.
  std::size_t slash = text.size();
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}') --depth;
    if (depth <= 0 && (text[i] == '/' || text[i] == '?')) {
      slash = i;
      break;
    }
  }
  made.host = text.substr(0, slash);
  made.path = text.substr(slash);
  if (const std::size_t user = made.host.rfind('@'); user != std::string::npos) made.host.erase(0, user + 1);
  return made;
}

bool is_no_host(std::string_view host) {
  return host.empty() || host == "-" || host == "!" || host.starts_with("unix:") ||
         host.starts_with("unix/") || host.starts_with("/") || host.starts_with(".") || host.starts_with(":");
}

ValueId url_of(Values& values, std::string_view scheme, ValueId host, std::string_view path) {
  // Linking knows few schemes; the others are told by the protocol.
  const std::string_view start = scheme == "https"                                          ? "https://"
                                 : scheme.empty() || scheme == "http"                       ? "http://"
                                 : scheme == "grpc" || scheme == "grpcs" || scheme == "h2c" ? "grpc://"
                                 : scheme == "ws"                                           ? "ws://"
                                 : scheme == "wss"                                          ? "wss://"
                                                                                            : "tcp://";
  const ValueId parts[] = {values.literal(start), host, values.literal(path)};
  return values.concat(parts);
}

std::vector<std::string> parts_of(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  std::string now;
  int depth = 0;
  auto flush = [&] {
    std::string_view one = trimmed(now);
    if (!one.empty() && parts.size() < 64) parts.emplace_back(one);
    now.clear();
  };
  for (char c : text) {
    if (c == '{') ++depth;
    if (c == '}') --depth;
    if (depth <= 0 && separators.find(c) != std::string_view::npos) flush();
    else now += c;
  }
  flush();
  return parts;
}

}  // namespace demarc::proxies
