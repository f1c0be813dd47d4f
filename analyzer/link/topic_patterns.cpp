// Reads the plain part of regular expressions as globs, which match in bounded time.
#include "analyzer/link/topic_patterns.h"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/base/glob.h"

namespace demarc::linking {
namespace {

// One alternative without groups as a glob.
std::optional<std::string> glob_of(std::string_view regex) {
  while (regex.starts_with('^')) regex.remove_prefix(1);
  while (regex.ends_with('$')) regex.remove_suffix(1);
  std::string glob;
  for (std::size_t i = 0; i < regex.size(); ++i) {
    std::string one(1, regex[i]);
    switch (regex[i]) {
      case '(':
      case ')':
      case '{':
      case '}':
      case '$':
      case '^':
      case '*':
      case '+':
      case '?': return {};
      case '.': one = "?"; break;
      case '[': {
        const std::size_t close = regex.find(']', i + 1);
        if (close == std::string_view::npos) return {};
        i = close;
        one = "?";
        break;
      }
      case '\\':
        if (++i >= regex.size()) return {};
        one = regex[i];
        if (std::string_view("dwsDWS").find(regex[i]) != std::string_view::npos) one = "?";
        break;
      default: break;
    }
    if (i + 1 < regex.size() && std::string_view("*+?").find(regex[i + 1]) != std::string_view::npos) {
      one = "*";
      while (i + 1 < regex.size() && std::string_view("*+?").find(regex[i + 1]) != std::string_view::npos)
        ++i;
    }
    glob += one;
  }
  return glob;
}

}  // namespace

bool is_topic_pattern(std::string_view text) {
  return text.find_first_of("*+[(|\\^$?") != std::string_view::npos;
}

bool topic_passes(std::string_view pattern, std::string_view topic) {
  const bool is_wrapped = pattern.size() > 2 && pattern.front() == '(' && pattern.back() == ')' &&
                          pattern.find('(', 1) == std::string_view::npos;
  if (is_wrapped) pattern = pattern.substr(1, pattern.size() - 2);
  while (true) {
    const std::size_t bar = std::min(pattern.find('|'), pattern.size());
    if (const auto glob = glob_of(pattern.substr(0, bar)); glob && Glob(*glob).matches(topic)) return true;
    if (bar == pattern.size()) return false;
    pattern.remove_prefix(bar + 1);
  }
}

}  // namespace demarc::linking
