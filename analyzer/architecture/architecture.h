// The linked graph with the questions that rules and commands ask of it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/facts.h"

namespace demarc {

// What was seen and what was not; printed with every run.
struct Coverage {
  std::uint32_t files = 0, read = 0, with_errors = 0;
  std::map<std::string, std::uint32_t> left_out;  // by class or reason: "test", "generated", "too large", …
  std::map<std::string, std::uint32_t> by_language;
  struct Sites {
    std::uint32_t resolved = 0, open = 0;
  };
  std::map<std::string, Sites, std::less<>> sites;  // by what: "calls", "data", "events"
  struct Open {
    std::string service, what, reason;  // "writes dynamodb:?", "name comes from the request"
    Step place;
  };
  std::vector<Open> open;                           // every unresolved site, sorted by place
  std::vector<std::pair<Step, std::string>> notes;  // broken files, unreadable templates …
};

// A context-to-context question is asked with the model (analyzer/model); this knows services, entities and
// relations.
class Architecture {
 public:
  Architecture() = default;
  Architecture(Facts facts, Coverage coverage);

  const Facts& facts() const { return facts_; }
  const Coverage& coverage() const { return coverage_; }
  const Entity& operator[](EntityId id) const { return facts_[id]; }
  const Relation& operator[](RelationId id) const { return facts_[id]; }

  std::vector<EntityId> entities(EntityKind kind) const;
  // By name, ignoring case and separators, or by an alias (attribute `aliases`, separated by blanks); 0 if
  // none or several.
  EntityId service(std::string_view name) const;
  const std::vector<RelationId>& from(EntityId id) const { return from_[id.index]; }
  const std::vector<RelationId>& to(EntityId id) const { return to_[id.index]; }

  // The shortest chain of relations that leads from a to b (through channels in the direction of the flow,
  // through data from writer to reader); empty if there is none.
  std::vector<RelationId> why(EntityId a, EntityId b) const;

 private:
  Facts facts_;
  Coverage coverage_;
  std::vector<std::vector<RelationId>> from_, to_;
};

}  // namespace demarc
