// The index over linked facts, the look-up of services by any of their names, and the shortest chain between
// two.
#include "analyzer/architecture/architecture.h"

#include <algorithm>
#include <deque>

namespace demarc {
namespace {

std::string bare(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) out += c;
  }
  return out;
}

// Where a flow that stands at one end of a relation can go: the other end, if the relation runs that way.
bool runs_forward(RelationKind kind) {
  switch (kind) {
    case RelationKind::calls:
    case RelationKind::imports:
    case RelationKind::publishes:
    case RelationKind::writes:
    case RelationKind::forwards: return true;
    default: return false;
  }
}
bool runs_backward(RelationKind kind) {
  return kind == RelationKind::consumes || kind == RelationKind::reads;
}

}  // namespace

Architecture::Architecture(Facts facts, Coverage coverage)
    : facts_(std::move(facts)), coverage_(std::move(coverage)) {
  from_.resize(facts_.entities().size() + 1);
  to_.resize(facts_.entities().size() + 1);
  for (const Relation& r : facts_.relations()) {
    from_[r.from.index].push_back(facts_.id_of(r));
    to_[r.to.index].push_back(facts_.id_of(r));
  }
}

std::vector<EntityId> Architecture::entities(EntityKind kind) const {
  std::vector<EntityId> found;
  for (const Entity& e : facts_.entities())
    if (e.kind == kind) found.push_back(facts_.id_of(e));
  return found;
}

EntityId Architecture::service(std::string_view name) const {
  if (EntityId exact = facts_.find(EntityKind::service, name)) return exact;
  const std::string wanted = bare(name);
  if (wanted.empty()) return {};
  EntityId by_name{}, by_alias{};
  int names = 0, aliases = 0;
  for (const Entity& e : facts_.entities()) {
    if (e.kind != EntityKind::service) continue;
    if (bare(e.name) == wanted) {
      by_name = facts_.id_of(e);
      ++names;
      continue;
    }
    auto known = e.attributes.find("aliases");
    if (known == e.attributes.end()) continue;
    std::string_view rest = known->second;
    while (!rest.empty()) {
      std::size_t blank = rest.find(' ');
      if (bare(rest.substr(0, blank)) == wanted) {
        by_alias = facts_.id_of(e);
        ++aliases;
        break;
      }
      rest = blank == std::string_view::npos ? std::string_view{} : rest.substr(blank + 1);
    }
  }
  if (names != 0) return names == 1 ? by_name : EntityId{};
  return aliases == 1 ? by_alias : EntityId{};
}

std::vector<RelationId> Architecture::why(EntityId a, EntityId b) const {
  if (!a || !b || a == b || a.index >= from_.size() || b.index >= from_.size()) return {};
  struct Came {
    RelationId by;
    EntityId from;
  };
  std::vector<Came> came(from_.size());
  std::vector<bool> seen(from_.size(), false);
  std::deque<EntityId> next{a};
  seen[a.index] = true;
  while (!next.empty() && !seen[b.index]) {
    EntityId at = next.front();
    next.pop_front();
    auto go = [&](RelationId by, EntityId to) {
      if (seen[to.index]) return;
      seen[to.index] = true;
      came[to.index] = {by, at};
      next.push_back(to);
    };
    for (RelationId r : from_[at.index]) {
      if (!runs_forward(facts_[r].kind)) continue;
      go(r, facts_[r].to);
      // Whoever calls an operation or function reaches the service that offers it.
      const Attributes& target = facts_[facts_[r].to].attributes;
      if (auto owner = target.find("service"); owner != target.end())
        if (EntityId service = facts_.find(EntityKind::service, owner->second)) go(r, service);
    }
    for (RelationId r : to_[at.index])
      if (runs_backward(facts_[r].kind)) go(r, facts_[r].from);
  }
  std::vector<RelationId> chain;
  for (EntityId at = b; at != a; at = came[at.index].from) {
    if (!came[at.index].by) return {};
    chain.push_back(came[at.index].by);
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

}  // namespace demarc
