// Flattening and placeholders, as Spring, Quarkus and Micronaut agree on them.
// https://docs.spring.io/spring-boot/reference/features/external-config.html
#include "parsers/templates/spring/properties.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyzer/observations/declarations.h"

namespace demarc::spring {
namespace {

constexpr int max_depth = 64;
constexpr int max_nesting = 12;         // of placeholders
constexpr std::size_t max_hole = 4096;  // bytes of one

class Flattening {
 public:
  explicit Flattening(const Document& d) : d_(d) {}

  std::vector<Leaf> run() {
    for (NodeIndex root : d_.roots()) {
      const std::size_t first = all_.size();
      walk(root, "", d_.span(root), 0);
      const std::string condition = condition_of(first);
      for (std::size_t i = first; i < all_.size(); ++i) profiled(all_[i], condition);
    }
    return std::move(all_);
  }

 private:
  void walk(NodeIndex n, const std::string& name, Span span, int depth) {
    // Aliases share branches: what is walked is bounded, not only what is kept.
    if (depth > max_depth || all_.size() >= max_leaves || ++walked_ > 4 * max_leaves || name.size() > 1000)
      return;
    const DocumentNode& node = d_[n];
    if (node.kind == NodeKind::map) {
      for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
        const NodeIndex key = d_.child(node, i);
        const std::string_view word = d_.text(key);
        std::string next = name;
        if (!next.empty() && !word.starts_with('[')) next += '.';
        next += word;
        walk(d_.child(node, i + 1), next, d_.span(key), depth + 1);
      }
    } else if (node.kind == NodeKind::list) {
      for (std::uint32_t i = 0; i < node.count; ++i) {
        const NodeIndex child = d_.child(node, i);
        walk(child, name + "[" + std::to_string(i) + "]", d_.span(child), depth + 1);
      }
    } else if (!name.empty()) {
      all_.push_back({name, std::string(d_.text(n)), {}, span});
    }
  }

  // What a whole document hangs on.
  std::string condition_of(std::size_t first) const {
    std::string any, platform;
    for (std::size_t i = first; i < all_.size(); ++i) {
      std::string name = property_name(all_[i].name);
      if (name.ends_with(']')) name.erase(name.rfind('['));
      if (name == "spring.profiles" || name == "spring.config.activate.onprofile") {
        for (std::string_view rest = all_[i].text; !rest.empty();) {
          const std::size_t comma = std::min(rest.find(','), rest.size());
          std::string_view one = rest.substr(0, comma);
          rest.remove_prefix(std::min(comma + 1, rest.size()));
          while (one.starts_with(' ')) one.remove_prefix(1);
          while (one.ends_with(' ')) one.remove_suffix(1);
          if (!one.empty()) any += (any.empty() ? "" : " | ") + std::string(one);
        }
      } else if (name == "spring.config.activate.oncloudplatform") {
        platform = all_[i].text;
      }
    }
    return both(any, platform);
  }

  // Quarkus: %dev.quarkus.http.port, also nested below "%dev"; %{a,b}.x for several.
  static void profiled(Leaf& leaf, const std::string& condition) {
    leaf.profile = condition;
    if (!leaf.name.starts_with('%')) return;
    const std::size_t dot = leaf.name.find('.', leaf.name.starts_with("%{") ? leaf.name.find('}') : 0);
    if (dot == std::string::npos) return;
    std::string own = leaf.name.substr(1, dot - 1);
    std::erase_if(own, [](char c) { return c == '{' || c == '}' || c == '"'; });
    std::replace(own.begin(), own.end(), ',', '|');
    leaf.name.erase(0, dot + 1);
    leaf.profile = both(own, condition);
  }

  const Document& d_;
  std::vector<Leaf> all_;
  std::size_t walked_ = 0;
};

// The end of what `${` or `#{` at `begin` opens: behind its brace; npos when it is not closed nearby.
std::size_t closing(std::string_view text, std::size_t begin) {
  int open = 0;
  const std::size_t last = std::min(text.size(), begin + max_hole);
  for (std::size_t i = begin; i < last; ++i) {
    if (text[i] == '{') ++open;
    if (text[i] == '}' && --open == 0) return i + 1;
  }
  return std::string_view::npos;
}

// `name:default` apart, where the name may hold placeholders of its own.
std::pair<std::string_view, std::optional<std::string_view>> parted(std::string_view inside) {
  int open = 0;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == '{') ++open;
    if (inside[i] == '}') --open;
    if (inside[i] == ':' && open == 0) {
      std::string_view other = inside.substr(i + 1);
      // Micronaut quotes defaults that hold a colon.
      if (other.size() >= 2 && other.front() == '`' && other.back() == '`')
        other = other.substr(1, other.size() - 2);
      return {inside.substr(0, i), other};
    }
  }
  return {inside, std::nullopt};
}

// Walks a text: what is written, `@filled@` words, placeholders, expressions.
template <class Text, class Hole, class Expression>
void each_part(std::string_view text, const Fillings& fillings, Text&& plain, Hole&& hole,
               Expression&& expression) {
  std::string so_far;
  auto flush = [&] {
    if (!so_far.empty()) plain(so_far);
    so_far.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] == '\\' && next == '$') {
      so_far += '$';
      i += 2;
      if (i < text.size() && text[i] == '{') so_far += text[i++];
      continue;
    }
    if ((text[i] == '$' || text[i] == '#') && next == '{') {
      const std::size_t end = closing(text, i + 1);
      if (end != std::string_view::npos) {
        const std::string_view inside = text.substr(i + 2, end - i - 3);
        const auto known = text[i] == '$' ? fillings.find(std::string(inside)) : fillings.end();
        if (known != fillings.end() && inside.starts_with("project.")) {
          so_far += known->second;
        } else {
          flush();
          if (text[i] == '$') hole(inside);
          else expression();
        }
        i = end;
        continue;
      }
    }
    if (text[i] == '@') {
      const std::size_t end = text.find('@', i + 1);
      const auto known = end == std::string_view::npos || end - i > 100
                             ? fillings.end()
                             : fillings.find(std::string(text.substr(i + 1, end - i - 1)));
      if (known != fillings.end()) {
        so_far += known->second;
        i = end + 1;
        continue;
      }
    }
    so_far += text[i++];
  }
  flush();
}

ValueId value_at(std::string_view text, const Fillings& fillings, Values& values, int depth) {
  if (depth > max_nesting || text.starts_with("{cipher}")) return {};
  std::vector<ValueId> parts;
  each_part(
      text, fillings, [&](const std::string& plain) { parts.push_back(values.literal(plain)); },
      [&](std::string_view inside) {
        const auto [name, other] = parted(inside);
        const ValueId otherwise = other ? value_at(*other, fillings, values, depth + 1) : ValueId{};
        const ValueId named = name.find("${") == std::string_view::npos
                                  ? values.literal(property_name(name))
                                  : value_at(name, fillings, values, depth + 1);
        parts.push_back(values.setting("config", named, otherwise));
      },
      [&] { parts.push_back({}); });
  if (parts.empty()) return values.literal("");
  return parts.size() == 1 ? parts[0] : values.concat(parts);
}

std::string default_at(std::string_view text, const Fillings& fillings, int depth) {
  std::string out;
  if (depth > max_nesting) return out;
  each_part(
      text, fillings, [&](const std::string& plain) { out += plain; },
      [&](std::string_view inside) {
        if (const auto other = parted(inside).second) out += default_at(*other, fillings, depth + 1);
      },
      [] {});
  return out;
}

}  // namespace

std::vector<Leaf> leaves(const Document& d) { return Flattening(d).run(); }

std::string both(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return std::string(a.empty() ? b : a);
  std::string out;
  for (std::string_view left = a; !left.empty();) {
    const std::size_t bar = std::min(left.find('|'), left.size());
    std::string_view one = left.substr(0, bar);
    left.remove_prefix(std::min(bar + 1, left.size()));
    for (std::string_view right = b; !right.empty();) {
      const std::size_t end = std::min(right.find('|'), right.size());
      std::string_view other = right.substr(0, end);
      right.remove_prefix(std::min(end + 1, right.size()));
      for (std::string_view* word : {&one, &other}) {
        while (word->starts_with(' ')) word->remove_prefix(1);
        while (word->ends_with(' ')) word->remove_suffix(1);
      }
      out += (out.empty() ? "" : " | ") +
             (one == other ? std::string(one) : std::string(one) + " & " + std::string(other));
      if (out.size() > 1000) return out;
    }
  }
  return out;
}

ValueId value_of(std::string_view text, const Fillings& fillings, Values& values) {
  return value_at(text, fillings, values, 0);
}

std::string with_defaults(std::string_view text, const Fillings& fillings) {
  return default_at(text, fillings, 0);
}

}  // namespace demarc::spring
