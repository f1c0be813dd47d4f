// Walks the decoded text and the host's bytes side by side.
#include "parsers/templates/embedded/embedded_text.h"

#include <algorithm>

namespace demarc::embedded {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// One scalar of the host, byte by byte.
class Walk {
 public:
  Walk(std::string_view host, Span where)
      : host_(host.substr(0, std::min<std::size_t>(where.end, host.size()))), at_(where.begin) {
    // "!Sub |": the text begins behind tags and anchors.
    while (at_ < host_.size() && (host_[at_] == '!' || host_[at_] == '&'))
      at_ = host_.find_first_not_of(" \t\r\n", host_.find_first_of(" \t\r\n", at_));
    if (at_ >= host_.size()) {
      at_ = host_.size();
      return;
    }
    if (host_[at_] == '|' || host_[at_] == '>') {
      // The header of a block: indicators, maybe a remark.
      at_ = std::min(host_.find('\n', at_), host_.size());
      if (at_ < host_.size()) ++at_;
      is_block_ = true;
    } else if (host_[at_] == '"' || host_[at_] == '\'') {
      quote_ = host_[at_++];
    }
  }

  // Where the next character stands.
  std::uint32_t at() {
    if (quote_ == '"' && host_.substr(at_).starts_with("\\\n")) {  // a continued line
      at_ += 2;
      while (at_ < host_.size() && is_blank(host_[at_])) ++at_;
    }
    return static_cast<std::uint32_t>(at_);
  }

  // The place of the first character of a line that starts with `blanks` blanks; false when it is not there.
  bool start_line(std::string_view rest) {
    std::size_t own = 0, there = 0;
    while (own < rest.size() && is_blank(rest[own])) ++own;
    while (at_ + there < host_.size() && is_blank(host_[at_ + there])) ++there;
    if (own >= rest.size() || rest[own] == '\n') return true;  // an empty line: blanks do not matter
    if (there < own) return false;
    at_ += there - own;
    return true;
  }

  // Moves past what stands for `c`, followed by `rest`. False when the host says something else.
  bool pass(char c, std::string_view rest) {
    if (at_ >= host_.size()) return false;
    const char h = host_[at_];
    if (c == '\n' && (is_block_ || !quote_) && (h == '\n' || h == '\r' || is_blank(h)))
      return pass_line(rest);
    if (quote_ == '"' && h == '\\') return pass_escape(c);
    if (quote_ == '\'' && h == '\'') return c == '\'' && pass_bytes(2);
    if (h == c && c != '\n') return pass_bytes(1);
    // Lines that are folded into one: the line end stands for a blank.
    if (c == ' ' && (h == '\n' || h == '\r')) {
      skip_blank_lines(1);
      return true;
    }
    if (c == '\n' && h == '\n') {
      skip_blank_lines(2);
      return true;
    }
    return false;
  }

 private:
  bool pass_bytes(std::size_t n) {
    at_ = std::min(at_ + n, host_.size());
    return true;
  }
  bool pass_line(std::string_view rest) {
    while (at_ < host_.size() && host_[at_] != '\n') {
      if (!is_blank(host_[at_]) && host_[at_] != '\r') return false;
      ++at_;
    }
    if (at_ < host_.size()) ++at_;
    // Where lines are folded one more line end stands in the host.
    const std::size_t text = rest.find_first_not_of(" \t");
    if (text == std::string_view::npos || rest[text] != '\n')
      for (std::size_t next = at_;
           (next = host_.find_first_not_of(" \t\r", at_)) < host_.size() && host_[next] == '\n';)
        at_ = next + 1;
    return start_line(rest);
  }
  bool pass_escape(char c) {
    const char e = at_ + 1 < host_.size() ? host_[at_ + 1] : '\0';
    const bool fits = (e == 'n' && c == '\n') || (e == 't' && c == '\t') || (e == 'r' && c == '\r') || e == c;
    return fits && pass_bytes(2);
  }
  void skip_blank_lines(int lines) {
    while (at_ < host_.size() && (is_blank(host_[at_]) || host_[at_] == '\r' || host_[at_] == '\n')) {
      if (host_[at_] == '\n' && lines-- == 0) break;
      ++at_;
    }
  }

  std::string_view host_;
  std::size_t at_;
  char quote_ = 0;
  bool is_block_ = false;
};

}  // namespace

void EmbeddedText::add(std::string_view decoded, Span where) {
  if (where.file != made_.host.file) return add_free(decoded);
  if (made_.host.end == 0) made_.host.begin = where.begin;
  made_.host.begin = std::min(made_.host.begin, where.begin);
  made_.host.end = std::max(made_.host.end, where.end);
  const auto base = static_cast<std::uint32_t>(made_.text.size());
  made_.text += decoded;
  // Parts that are used twice, or in another order, stay where the text before them ended.
  const std::uint32_t floor = made_.anchors.empty() ? 0 : made_.anchors.back().second;
  if (where.begin < floor) return;
  Walk walk(host_text_, where);
  walk.start_line(decoded);
  std::uint32_t next_own = 0, next_host = 0;
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const std::uint32_t own = base + static_cast<std::uint32_t>(i), host = walk.at();
    if (i == 0 || own - next_own != host - next_host) {
      if (!made_.anchors.empty() && made_.anchors.back().first == own) made_.anchors.pop_back();
      made_.anchors.emplace_back(own, host);
      next_own = own;
      next_host = host;
    }
    if (walk.pass(decoded[i], decoded.substr(i + 1))) continue;
    // Between two anchors of one place everything stands there.
    const std::uint32_t last = base + static_cast<std::uint32_t>(decoded.size()) - 1;
    if (own != made_.anchors.back().first) made_.anchors.emplace_back(own, host);
    if (last > own) made_.anchors.emplace_back(last, host);
    break;
  }
}

void EmbeddedText::add_hole(std::string name, ValueId value, Span where) {
  for (const Property& known : made_.holes)
    if (known.name == name) return;
  made_.holes.push_back({std::move(name), value, where});
}

EmbeddedSource EmbeddedText::done(std::string_view host_path, std::string_view name,
                                  std::string_view ending) && {
  made_.path = std::string(host_path) + "#" + std::string(name) + std::string(ending);
  return std::move(made_);
}

std::string_view ending_of_runtime(std::string_view runtime) {
  if (runtime.starts_with("python")) return ".py";
  if (runtime.starts_with("nodejs")) return ".js";
  return {};
}

std::string_view ending_of_text(std::string_view text) {
  auto has = [&](std::string_view part) { return text.find(part) != std::string_view::npos; };
  if (has("exports.") || has("require(") || has("=>") || has("export const") || has("export async"))
    return ".js";
  if (has("def ") || has("import ")) return ".py";
  return {};
}

}  // namespace demarc::embedded
