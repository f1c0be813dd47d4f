// Names against patterns.
#include "analyzer/model/naming.h"

#include <fmt/format.h>

namespace demarc::model {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (std::string_view("*?{}\\!").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// `${x}` of the pattern replaced by what `fill` says: a text, or "*" for anything.
template <class F>
std::string filled(std::string_view pattern, F&& fill) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern.substr(i, 2) == "${") {
      std::size_t close = pattern.find('}', i);
      if (close == std::string_view::npos) break;
      out += fill(pattern.substr(i + 2, close - i - 2));
      i = close;
    } else if (pattern[i] == '*') {
      out += '*';
    } else {
      out += escaped(pattern.substr(i, 1));
    }
  }
  return out;
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    std::size_t slash = path.find('/');
    if (slash != 0) out.push_back(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return out;
}

bool is_hole(std::string_view part) {
  return part == "*" || part.starts_with('{') || part.starts_with(':') || part.starts_with('<');
}

bool parts_match(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& path,
                 std::size_t skip) {
  std::size_t i = 0;
  for (; i < pattern.size(); ++i) {
    if (pattern[i] == "**") return true;
    if (skip + i >= path.size()) return false;
    std::string_view part = path[skip + i];
    if (is_hole(pattern[i])) continue;
    if (is_hole(part) || part != pattern[i]) return false;
  }
  return skip + i == path.size();
}

}  // namespace

NamePattern::NamePattern(const Model& model, std::string_view pattern) {
  if (pattern.find("${context}") == std::string_view::npos) return;
  for (std::size_t c = 0; c < model.contexts.size(); ++c) {
    const Context& context = model.contexts[c];
    auto add = [&](std::string_view service) {
      std::string glob = filled(pattern, [&](std::string_view hole) -> std::string {
        if (hole == "context") return escaped(context.name);
        if (hole == "service" && !service.empty()) return escaped(service);
        if (hole == "system" && !model.system.empty()) return escaped(model.system);
        return "*";
      });
      candidates_.push_back(
          {Glob(glob, Glob::Case::folded), static_cast<int>(c), context.name.size() + service.size()});
    };
    add("");
    for (const DeclaredService& service : context.services) add(service.name);
  }
}

int NamePattern::context_of(std::string_view name) const {
  int best = -1;
  std::size_t weight = 0;
  bool is_tie = false;
  for (const Candidate& c : candidates_) {
    if (c.weight < weight || !c.glob.matches(name)) continue;
    is_tie = c.weight == weight && best >= 0 && c.context != best;
    best = c.context;
    weight = c.weight;
  }
  return is_tie ? -1 : best;
}

std::string without_holes(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name.substr(i, 2) == "${") {
      std::size_t close = name.find('}', i);
      if (close == std::string_view::npos) break;
      i = close;
      // One separator beside the hole goes with it.
      bool at_start = out.empty();
      if (at_start || (!out.empty() && std::string_view("-_.").find(out.back()) != std::string_view::npos))
        if (i + 1 < name.size() && std::string_view("-_.").find(name[i + 1]) != std::string_view::npos) ++i;
    } else {
      out += name[i];
    }
  }
  while (!out.empty() && std::string_view("-_.").find(out.back()) != std::string_view::npos) out.pop_back();
  return out;
}

std::string_view bare_name(std::string_view name) {
  std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view prefix_of(std::string_view name) {
  std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

int listed(const NamedList& wanted, std::string_view name, std::string_view physical, std::string_view id) {
  std::string_view bare = bare_name(name);
  std::string plain = without_holes(physical), plain_bare = without_holes(bare);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    std::string_view text = wanted[i].text;
    // Word for word, as Demarc prints it: the braces of "${Stage}-orders" are no glob then.
    if (text == name || text == bare || (!physical.empty() && text == physical)) return static_cast<int>(i);
    // A store narrows: "dynamodb:orders-*".
    std::string_view store = prefix_of(text);
    bool names_store = !store.empty() && store == prefix_of(name);
    Glob glob(names_store ? bare_name(text) : text, Glob::Case::folded);
    if (!names_store && !store.empty() && Glob(text, Glob::Case::folded).matches(name))
      return static_cast<int>(i);
    for (std::string_view candidate :
         {bare, physical, id, std::string_view(plain), std::string_view(plain_bare)})
      if (!candidate.empty() && glob.matches(candidate)) return static_cast<int>(i);
  }
  return -1;
}

bool operation_matches(std::string_view pattern, std::string_view method, std::string_view path) {
  std::size_t blank = pattern.find(' ');
  if (blank == std::string_view::npos) return false;
  std::string_view wanted = pattern.substr(0, blank);
  bool method_fits = wanted == "ANY" || wanted == "*" || method == "ANY" || wanted == method;
  if (!method_fits) return false;
  std::vector<std::string_view> want = parts_of(pattern.substr(blank + 1)), have = parts_of(path);
  if (parts_match(want, have, 0)) return true;
  bool has_literal = false;
  for (std::string_view part : want) has_literal = has_literal || (!is_hole(part) && part != "**");
  if (!has_literal) return false;
  for (std::size_t skip = 1; skip < have.size(); ++skip)
    if (parts_match(want, have, skip)) return true;
  return false;
}

std::vector<std::string> words_in(std::string_view name) {
  std::vector<std::string> out;
  std::string word;
  auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  auto is_lower = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  for (std::size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    bool is_letter = is_upper(c) || is_lower(c) || static_cast<unsigned char>(c) >= 0x80;
    bool starts =
        is_upper(c) && i > 0 &&
        (is_lower(name[i - 1]) || (is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1])));
    if ((!is_letter || starts) && !word.empty()) {
      out.push_back(word);
      word.clear();
    }
    if (is_letter) word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (!word.empty()) out.push_back(word);
  return out;
}

}  // namespace demarc::model
