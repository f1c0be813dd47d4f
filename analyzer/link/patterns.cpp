// Names with holes agree when some filling makes them equal; the best filling counts.
#include "analyzer/link/patterns.h"

#include <algorithm>

#include "analyzer/link/folders.h"

namespace demarc::linking {
namespace {

// Holes agree by the last part of their names: "template.yaml#Stage" is "stage".
std::string hole_name(std::string_view name) { return bare(name.substr(name.rfind('#') + 1)); }

void add(const Values& values, ValueId value, Name& name, int depth) {
  if (name.pieces.size() >= max_name || depth > 16) return;
  const Value& v = values[value];
  switch (v.kind) {
    case ValueKind::literal:
      for (char c : values.text(value)) {
        if (name.pieces.size() >= max_name) return;
        name.pieces.push_back({c, {}});
      }
      return;
    case ValueKind::concat:
      for (ValueId part : values.children(value)) add(values, part, name, depth + 1);
      return;
    case ValueKind::setting:
      name.pieces.push_back({0, v.count ? hole_name(values.display(values.child(value, 0))) : ""});
      return;
    case ValueKind::reference: name.pieces.push_back({0, "ref:" + std::string(values.text(value))}); return;
    default: name.pieces.push_back({0, {}}); return;
  }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
// What a filling rarely holds.
int cost(char c) { return c == '/' || c == ':' ? 12 : c == '-' || c == '_' || c == '.' ? 6 : 1; }

constexpr int impossible = -1'000'000;

std::vector<ValueId> parts_of(const Values& values, ValueId value) {
  if (values[value].kind != ValueKind::concat) return {value};
  auto parts = values.children(value);
  return {parts.begin(), parts.end()};
}

}  // namespace

bool Name::has_holes() const {
  return std::any_of(pieces.begin(), pieces.end(), [](const Piece& p) { return p.letter == 0; });
}
bool Name::is_open() const {
  return std::all_of(pieces.begin(), pieces.end(), [](const Piece& p) { return p.letter == 0; });
}

Name name_of(const Values& values, ValueId value) {
  Name name;
  add(values, value, name, 0);
  return name;
}

Name name_of(std::string_view text) {
  Name name;
  for (char c : text.substr(0, max_name)) name.pieces.push_back({c, {}});
  return name;
}

int agreement(const Name& a, const Name& b) {
  const std::size_t n = a.pieces.size(), m = b.pieces.size();
  if (n == 0 || m == 0) return 0;
  if (!a.has_holes() && !b.has_holes()) {
    if (n != m) return 0;
    for (std::size_t i = 0; i < n; ++i)
      if (a.pieces[i].letter != b.pieces[i].letter) return 0;
    return 100'000;
  }
  // Most names differ at once: in front of the first hole, or behind the last.
  for (std::size_t i = 0; i < std::min(n, m) && a.pieces[i].letter != 0 && b.pieces[i].letter != 0; ++i)
    if (a.pieces[i].letter != b.pieces[i].letter) return 0;
  for (std::size_t i = 1; i <= std::min(n, m) && a.pieces[n - i].letter != 0 && b.pieces[m - i].letter != 0;
       ++i)
    if (a.pieces[n - i].letter != b.pieces[m - i].letter) return 0;
  // best[j]: the score of a's pieces from i on against b's from j on; letters in thousands, so that both can
  // be told apart afterwards.
  struct Score {
    int value = impossible, letters = 0;
    bool operator<(const Score& o) const { return value < o.value; }
  };
  std::vector<Score> next(m + 1), best(m + 1);
  for (std::size_t i = n + 1; i-- > 0;) {
    for (std::size_t j = m + 1; j-- > 0;) {
      Score score;
      if (i == n && j == m) score = {0, 0};
      auto consider = [&](const Score& rest, int gain, int letters) {
        if (rest.value == impossible) return;
        Score made{rest.value + gain, rest.letters + letters};
        if (score < made) score = made;
      };
      const Name::Piece* x = i < n ? &a.pieces[i] : nullptr;
      const Name::Piece* y = j < m ? &b.pieces[j] : nullptr;
      if (x && y) {
        if (x->letter != 0 && x->letter == y->letter)
          consider(next[j + 1], is_letter(x->letter) ? 20 : 4, is_letter(x->letter) ? 1 : 0);
        if (x->letter == 0 && y->letter == 0)
          consider(next[j + 1], !x->hole.empty() && x->hole == y->hole ? 15 : 0, 0);
      }
      if (x && x->letter == 0) {
        consider(next[j], -2, 0);  // a's hole ends here
        if (y && y->letter != 0) consider(best[j + 1], -cost(y->letter), 0);
      }
      if (y && y->letter == 0) {
        consider(best[j + 1], -2, 0);
        if (x && x->letter != 0) consider(next[j], -cost(x->letter), 0);
      }
      best[j] = score;
    }
    std::swap(next, best);
  }
  const Score& whole = next[0];
  if (whole.value == impossible) return 0;
  bool equal = n == m;
  for (std::size_t i = 0; equal && i < n; ++i)
    equal = a.pieces[i].letter == b.pieces[i].letter &&
            (a.pieces[i].letter != 0 || (!a.pieces[i].hole.empty() && a.pieces[i].hole == b.pieces[i].hole));
  if (equal && !a.is_open()) return 50'000;
  if (whole.letters < 3) return 0;
  return std::max(1, whole.value);
}

bool take_arn(Values& values, ValueId value, Arn& out) {
  const std::vector<ValueId> parts = parts_of(values, value);
  if (parts.empty() || !values.is_literal(parts[0]) || !values.text(parts[0]).starts_with("arn:"))
    return false;
  // arn:partition:service:region:account:resource; partition, region and account may be holes.
  int colons = 0;
  std::string service;
  std::vector<ValueId> rest;
  for (ValueId part : parts) {
    if (colons >= 5) {
      rest.push_back(part);
      continue;
    }
    if (!values.is_literal(part)) {
      if (colons == 2) return false;
      continue;
    }
    const std::string text(values.text(part));
    std::size_t at = 0;
    for (; at < text.size() && colons < 5; ++at) {
      if (text[at] == ':') ++colons;
      else if (colons == 2) service += text[at];
    }
    if (colons == 5 && at < text.size()) rest.push_back(values.literal(text.substr(at)));
  }
  if (colons < 5 || rest.empty() || service.empty()) return false;
  out.service = service;
  out.resource = values.concat(rest);
  return true;
}

ValueId behind_last(Values& values, ValueId value, std::string_view separators) {
  const std::vector<ValueId> parts = parts_of(values, value);
  for (std::size_t i = parts.size(); i-- > 0;) {
    if (!values.is_literal(parts[i])) continue;
    const std::string text(values.text(parts[i]));
    std::size_t at = text.find_last_of(separators);
    if (at == std::string::npos) continue;
    std::vector<ValueId> rest{values.literal(text.substr(at + 1))};
    rest.insert(rest.end(), parts.begin() + static_cast<std::ptrdiff_t>(i) + 1, parts.end());
    return values.concat(rest);
  }
  return value;
}

ValueId in_front_of_first(Values& values, ValueId value, std::string_view separators) {
  const std::vector<ValueId> parts = parts_of(values, value);
  std::vector<ValueId> front;
  for (ValueId part : parts) {
    if (values.is_literal(part)) {
      const std::string text(values.text(part));
      if (std::size_t at = text.find_first_of(separators); at != std::string::npos) {
        front.push_back(values.literal(text.substr(0, at)));
        return values.concat(front);
      }
    }
    front.push_back(part);
  }
  return value;
}

ValueId without_prefix(Values& values, ValueId value, std::string_view prefix) {
  std::vector<ValueId> parts = parts_of(values, value);
  if (parts.empty() || !values.is_literal(parts[0])) return {};
  const std::string text(values.text(parts[0]));
  if (!text.starts_with(prefix)) return {};
  parts[0] = values.literal(text.substr(prefix.size()));
  return values.concat(parts);
}

}  // namespace demarc::linking
