// Building and freezing facts: the same facts come out, whatever order they came in.
#include "analyzer/facts/facts.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <tuple>

namespace demarc {
namespace {

constexpr std::array entity_words{
#define ENTITY(word, sentence) std::string_view(#word),
#include "analyzer/facts/kinds.def"
};
constexpr std::array relation_words{
#define RELATION(word, sentence) std::string_view(#word),
#include "analyzer/facts/kinds.def"
};
constexpr std::array certainty_words{std::string_view("certain"), std::string_view("likely"),
                                     std::string_view("guessed")};

template <class Kind, std::size_t N>
std::optional<Kind> kind_of(const std::array<std::string_view, N>& words, std::string_view word) {
  auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Kind>(found - words.begin());
}

std::set<std::string, std::less<>> words_of(std::string_view text) {
  std::set<std::string, std::less<>> words;
  while (!text.empty()) {
    std::size_t blank = text.find(' ');
    if (blank != 0) words.emplace(text.substr(0, blank));
    text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
  }
  return words;
}

// Attributes that hold a set of words; every other one keeps the smaller of two texts, so that the order of
// mentions cannot show.
bool holds_words(std::string_view attribute) {
  return attribute == "aliases" || attribute == "roots" || attribute == "units" || attribute == "handled";
}

void add_attributes(Attributes& have, Attributes&& more) {
  for (auto& [word, text] : more) {
    auto [at, fresh] = have.try_emplace(word, text);
    if (fresh) continue;
    if (!holds_words(word)) {
      if (at->second.empty() || (!text.empty() && text < at->second)) at->second = std::move(text);
      continue;
    }
    auto all = words_of(at->second);
    all.merge(words_of(text));
    at->second.clear();
    for (const std::string& one : all) at->second += (at->second.empty() ? "" : " ") + one;
  }
}

Step site_of(const Relation& relation) {
  Step site = relation.evidence.empty() ? Step{} : relation.evidence[0];
  site.what.clear();
  return site;
}

auto identity(const Relation& r) { return std::tuple(r.kind, r.from, r.to, site_of(r)); }

}  // namespace

std::string_view to_string(EntityKind kind) { return entity_words[static_cast<std::size_t>(kind)]; }
std::string_view to_string(RelationKind kind) { return relation_words[static_cast<std::size_t>(kind)]; }
std::string_view to_string(Certainty certainty) {
  return certainty_words[static_cast<std::size_t>(certainty)];
}
std::optional<EntityKind> entity_kind(std::string_view word) {
  return kind_of<EntityKind>(entity_words, word);
}
std::optional<RelationKind> relation_kind(std::string_view word) {
  return kind_of<RelationKind>(relation_words, word);
}

EntityId Facts::find(EntityKind kind, std::string_view name) const {
  auto key = std::pair(kind, name);
  auto at = std::lower_bound(
      entities_.begin() + (entities_.empty() ? 0 : 1), entities_.end(), key,
      [](const Entity& e, const auto& k) { return std::pair(e.kind, std::string_view(e.name)) < k; });
  if (at == entities_.end() || at->kind != kind || at->name != name) return {};
  return id_of(*at);
}

EntityId Facts::Builder::entity(Entity entity) {
  auto [known, fresh] = by_name_.try_emplace({entity.kind, entity.name},
                                             EntityId{static_cast<std::uint32_t>(entities_.size())});
  if (fresh) {
    entities_.push_back(std::move(entity));
    return known->second;
  }
  Entity& have = entities_[known->second.index];
  add_attributes(have.attributes, std::move(entity.attributes));
  have.certainty = std::min(have.certainty, entity.certainty);
  if (have.evidence.empty()) {
    have.evidence = std::move(entity.evidence);
  } else if (!entity.evidence.empty() && entity.evidence != have.evidence) {
    std::set<Step> all(have.evidence.begin(), have.evidence.end());
    all.insert(entity.evidence.begin(), entity.evidence.end());
    have.evidence.assign(all.begin(), all.end());
  }
  return known->second;
}

void Facts::Builder::relation(Relation relation) { relations_.push_back(std::move(relation)); }

Facts Facts::Builder::freeze() && {
  Facts facts;
  std::vector<std::uint32_t> order(entities_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin() + 1, order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(entities_[a].kind, entities_[a].name) < std::tie(entities_[b].kind, entities_[b].name);
  });
  std::vector<EntityId> new_id(entities_.size());
  facts.entities_.reserve(entities_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    new_id[order[i]] = EntityId{i};
    facts.entities_.push_back(std::move(entities_[order[i]]));
  }
  for (Relation& r : relations_) {
    r.from = new_id[r.from.index];
    r.to = new_id[r.to.index];
  }
  // Of equal relations the most certain stands first, and is kept.
  std::sort(relations_.begin(), relations_.end(), [](const Relation& a, const Relation& b) {
    if (auto order = identity(a) <=> identity(b); order != 0) return order < 0;
    if (a.attributes != b.attributes) return a.attributes < b.attributes;
    return std::tie(a.certainty, a.evidence, a.by) < std::tie(b.certainty, b.evidence, b.by);
  });
  facts.relations_.emplace_back();
  for (Relation& r : relations_) {
    if (facts.relations_.size() > 1) {
      const Relation& last = facts.relations_.back();
      if (identity(last) == identity(r) && last.attributes == r.attributes) continue;
    }
    facts.relations_.push_back(std::move(r));
  }
  return facts;
}

}  // namespace demarc
