// Arguments and values of Gradle's build scripts.
#include <algorithm>

#include "parsers/reading/gradle/gradle_reading.h"

namespace demarc {

NodeIndex GradleReading::closure(int depth) {
  ++at_;
  std::size_t i = at_;
  while (i < text_.size() && (is_name(text_[i]) || text_[i] == ' ' || text_[i] == ',' || text_[i] == ':' ||
                              text_[i] == '\n' || text_[i] == '\r' || text_[i] == '\t' || text_[i] == '.'))
    ++i;
  if (text_.substr(i).starts_with("->")) at_ = i + 2;
  return statements(depth + 1, true);
}

void GradleReading::arguments(char close, int depth, Nodes& all) {
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

void GradleReading::commands(int depth, Nodes& all) {
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

void GradleReading::argument(int depth, Nodes& all, Nodes& named) {
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

NodeIndex GradleReading::value(int depth) {
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

std::size_t GradleReading::other_operator() const {
  for (std::string_view two : {"==", "!=", "&&", "||", "<=", ">=", "?:", "=~"})
    if (looks_at(two)) return 2;
  for (std::string_view word : {"in ", "is ", "instanceof "})
    if (looks_at(word)) return word.size();
  const bool is_one = at_ + 1 < text_.size() &&
                      std::string_view("?-*/<>%").find(peek()) != std::string_view::npos && peek(1) == ' ';
  return is_one ? 1 : 0;
}

NodeIndex GradleReading::primary(int depth) {
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

}  // namespace demarc
