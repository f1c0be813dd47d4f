// The linked facts: what is there and who does what to whom, with the chain of lines that proves it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace demarc {

enum class EntityKind : std::uint8_t {
#define ENTITY(word, sentence) word,
#include "analyzer/facts/kinds.def"
};
enum class RelationKind : std::uint8_t {
#define RELATION(word, sentence) word,
#include "analyzer/facts/kinds.def"
};
std::string_view to_string(EntityKind);
std::string_view to_string(RelationKind);
std::optional<EntityKind> entity_kind(std::string_view word);
std::optional<RelationKind> relation_kind(std::string_view word);

// Rules act on certain and likely; guessed is counted and shown, never judged.
enum class Certainty : std::uint8_t { certain, likely, guessed };
std::string_view to_string(Certainty);

// One link of an evidence chain: a place and what it shows there. Facts read from text know the line alone.
struct Step {
  std::string path;                    // from the root; empty for a step without a place
  std::uint32_t begin = 0, end = 0;    // bytes; both 0 when only line and column are known
  std::uint32_t line = 0, column = 0;  // from 1; 0: not computed yet
  std::string what;                    // "table handle made here"
  auto operator<=>(const Step&) const = default;
};

// Attributes are few and small: a sorted map of word → text. Words in use stand in docs/facts.md.
using Attributes = std::map<std::string, std::string, std::less<>>;

using EntityId = Id<struct EntityTag>;
using RelationId = Id<struct RelationTag>;

struct Entity {
  EntityKind kind = EntityKind::service;
  // Services by name; tables "store:name"; channels "transport:name"; operations "service METHOD /path" (or
  // "service rpc Name", "service invoke Name"); units by path; unresolved ones "store:?" with attribute
  // `open`.
  std::string name;
  Attributes attributes;
  Certainty certainty = Certainty::certain;
  std::vector<Step> evidence;  // [0] is the primary place
};

struct Relation {
  RelationKind kind = RelationKind::calls;
  EntityId from, to;
  Attributes attributes;  // protocol, method, path, mode, class, function (who in the service), open (why not
                          // resolved)
  std::string by;         // the pack or reader that recognised it
  Certainty certainty = Certainty::certain;
  std::vector<Step> evidence;  // [0] is the site; then, link by link, where its values come from
};

// Frozen: sorted by kind and name (entities) and by kind, from, to, site (relations); independent of how they
// came in.
class Facts {
 public:
  class Builder;
  std::span<const Entity> entities() const { return std::span(entities_).subspan(entities_.empty() ? 0 : 1); }
  std::span<const Relation> relations() const {
    return std::span(relations_).subspan(relations_.empty() ? 0 : 1);
  }
  const Entity& operator[](EntityId id) const { return entities_[id.index]; }
  const Relation& operator[](RelationId id) const { return relations_[id.index]; }
  EntityId find(EntityKind kind, std::string_view name) const;
  EntityId id_of(const Entity& e) const { return {static_cast<std::uint32_t>(&e - entities_.data())}; }
  RelationId id_of(const Relation& r) const { return {static_cast<std::uint32_t>(&r - relations_.data())}; }

 private:
  std::vector<Entity> entities_;  // [0] is nothing
  std::vector<Relation> relations_;
};

class Facts::Builder {
 public:
  // The entity of this kind and name; attributes and evidence of a second mention are added, the better
  // certainty kept.
  EntityId entity(Entity entity);
  // Relations that are equal in kind, ends, attributes and site are one.
  void relation(Relation relation);
  Entity& edit(EntityId id) { return entities_[id.index]; }
  Facts freeze() &&;

 private:
  std::vector<Entity> entities_{1};
  std::vector<Relation> relations_;
  std::map<std::pair<EntityKind, std::string>, EntityId> by_name_;
};

// The written form, one statement a line, sorted; `via` lines below a relation are its chain. Round trip:
// read(write(f)) = f but for byte offsets (lines and columns are kept where known).
//     service order                    kind=service root=services/order
//     order writes dynamodb:orders     mode=put @ services/order/app.py:41:5 by boto3 (likely)
//       via services/order/app.py:12   table handle made here
// A name with blanks or quotes is written in double quotes. "#" starts a comment at a line's start or after a
// blank. An end of a relation that no line declares is made: a name with a known store or transport prefix or
// as the verb asks.
std::string write(const Facts& facts);
Result<Facts> read_facts(std::string_view text);

}  // namespace demarc
