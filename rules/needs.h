// What operations and entries of contexts need of other contexts while they run.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "rules/ground.h"

namespace demarc::rules {

// One operation or entry and what it waits for, by the context that is asked.
struct Waiting {
  EntityId entry;
  EntityId service;  // that runs it; 0 when the facts do not say
  PartyId party = nobody;
  std::map<PartyId, std::vector<RelationId>> of;  // `needs` of other contexts that may be judged, in order
};

// All that wait for another context, by name.
std::vector<Waiting> all_waiting(const Ground& ground);
// Round trips that happen in one run; those of unbounded loops count once.
unsigned trips_of(const Relation& need);
bool is_aside(const Relation& need);      // another branch asks more contexts
bool is_apart(const Relation& need);      // another branch excludes it
bool is_unbounded(const Relation& need);  // a loop over data stands around it
bool is_parallel(const Relation& need);
model::ServiceType type_of(const Ground& ground, EntityId service);
// The context that offers what is needed.
PartyId provider_of(const Ground& ground, const Relation& need);

}  // namespace demarc::rules
