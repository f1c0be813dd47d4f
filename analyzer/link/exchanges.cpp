// Brokers that pass messages on by routing key: patterns of keys, and the channels of an exchange.
#include "analyzer/link/exchanges.h"

#include <algorithm>
#include <map>

namespace demarc::linking {
namespace {

bool parts_words(char c) { return c == '.' || c == '/'; }

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0, i = 0; i <= text.size(); ++i)
    if (i == text.size() || parts_words(text[i])) {
      words.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  return words;
}

bool is_one(std::string_view word) { return word == "*" || word == "+"; }
bool is_many(std::string_view word) { return word == "#" || word == ">" || word == "**"; }

// True when the listener takes every key.
bool takes_all(const Subscription& s) {
  return std::all_of(s.filters.begin(), s.filters.end(), [](const Filter& f) { return f.types.empty(); });
}

// What the listener asks for: the keys of its last binding; none where they are not known.
const Filter* asked(const Subscription& s) {
  for (const Filter& f : s.filters)
    if (!f.types.empty()) return &f;
  return nullptr;
}

bool takes(const Subscription& s, const Name& key, std::string_view text) {
  return std::all_of(s.filters.begin(), s.filters.end(),
                     [&](const Filter& f) { return takes_key(f, key, text); });
}

}  // namespace

bool key_passes(std::string_view pattern, std::string_view key) {
  if (pattern == key) return true;
  if (!is_key_pattern(pattern) || pattern.size() > max_name || key.size() > max_name) return false;
  const std::vector<std::string_view> want = words_of(pattern), have = words_of(key);
  // passes[j]: what was seen of the pattern takes the first j words.
  std::vector<bool> passes(have.size() + 1);
  passes[0] = true;
  for (std::string_view word : want) {
    std::vector<bool> next(have.size() + 1);
    for (std::size_t j = 0; j <= have.size(); ++j) {
      if (is_many(word)) next[j] = passes[j] || (j > 0 && next[j - 1]);
      else next[j] = j > 0 && passes[j - 1] && (is_one(word) || word == have[j - 1]);
    }
    passes = std::move(next);
  }
  return passes[have.size()];
}

bool is_key_pattern(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  return std::any_of(words.begin(), words.end(),
                     [](std::string_view word) { return is_one(word) || is_many(word); });
}

bool takes_key(const Filter& filter, const Name& key, std::string_view text) {
  if (filter.types.empty()) return true;
  std::size_t known = 0;
  for (const Name& want : filter.types) {
    if (want.has_holes() || key.has_holes()) {
      if (covers(want, key)) return true;
      if (!want.has_holes()) ++known;
    } else if (known < filter.texts.size() && key_passes(filter.texts[known++], text)) {
      return true;
    }
  }
  return false;
}

std::vector<KeyedChannel> part_by_key(const std::vector<Publication*>& publications,
                                      const std::vector<Subscription*>& subscriptions) {
  const bool tells_apart =
      subscriptions.empty() || std::any_of(subscriptions.begin(), subscriptions.end(),
                                           [](const Subscription* s) { return !takes_all(*s); });
  std::map<std::string, KeyedChannel> channels;
  const auto channel = [&](const std::string& key) -> KeyedChannel& {
    KeyedChannel& made = channels[key];
    made.key = key;
    return made;
  };
  const auto is_plain = [](const Publication& p) { return p.type_is_open || p.type.empty(); };
  std::vector<Publication*> patterns, plain;
  for (Publication* p : publications) {
    if (is_plain(*p)) plain.push_back(p);
    else if (!tells_apart) channel("").publications.emplace_back(p, Certainty::certain);
    else if (p->type_name.has_holes()) patterns.push_back(p);
    else channel(p->type).publications.emplace_back(p, Certainty::certain);
  }
  // Keys that listeners spell out.
  for (Subscription* s : subscriptions)
    if (const Filter* filter = asked(*s))
      for (const std::string& text : filter->texts)
        if (!is_key_pattern(text) && takes(*s, name_of(text), text))
          channel(text).subscriptions.emplace_back(s, Certainty::certain);
  const auto has = [](const KeyedChannel& c, const Subscription* s) {
    return std::any_of(c.subscriptions.begin(), c.subscriptions.end(),
                       [&](const auto& one) { return one.first == s; });
  };
  for (Publication* p : patterns) {
    bool is_placed = false;
    for (auto& [key, one] : channels)
      if (covers(p->type_name, name_of(key))) {
        one.publications.emplace_back(p, Certainty::likely);
        is_placed = true;
      }
    if (!is_placed) channel(p->type).publications.emplace_back(p, Certainty::certain);
  }
  // Listeners to patterns, and to everything.
  for (Subscription* s : subscriptions) {
    bool is_placed = false;
    for (auto& [key, one] : channels) {
      is_placed |= has(one, s);
      if (one.publications.empty() || has(one, s)) continue;
      const Publication& p = *one.publications.front().first;
      if (!takes(*s, p.type_name.has_holes() ? p.type_name : name_of(key), key)) continue;
      one.subscriptions.emplace_back(s, Certainty::certain);
      is_placed = true;
    }
    if (is_placed) continue;
    const Filter* filter = asked(*s);
    channel(filter && !filter->texts.empty() ? filter->texts.front() : "")
        .subscriptions.emplace_back(s, Certainty::certain);
  }
  // Who puts messages in under an empty or unknown key reaches whom nobody else is known to reach.
  for (Publication* p : plain) {
    bool is_placed = false;
    if (tells_apart)
      for (auto& [key, one] : channels) {
        const bool is_heard = !one.subscriptions.empty() &&
                              std::all_of(one.publications.begin(), one.publications.end(),
                                          [&](const auto& other) { return is_plain(*other.first); });
        if (!is_heard) continue;
        one.publications.emplace_back(p, key.empty() ? Certainty::certain : Certainty::likely);
        is_placed = true;
      }
    if (!is_placed) channel("").publications.emplace_back(p, Certainty::certain);
  }
  std::vector<KeyedChannel> all;
  for (auto& [key, one] : channels) all.push_back(std::move(one));
  return all;
}

}  // namespace demarc::linking
