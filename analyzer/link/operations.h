// What happens while an operation is answered or an entry runs: whose operations are waited for, how often.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/link/stations.h"
#include "analyzer/operations/trips.h"

namespace demarc::linking {

class Operations {
 public:
  // Made before calls are linked: the loops around them are known from the code alone.
  explicit Operations(const Desk& desk);

  // Attributes and lines of a call that stands in a loop which the service runs.
  void describe_loop(const Effect& effect, ServiceIndex service, Relation& relation, Trail& trail);
  // A call of `from` that leads to `target`, an operation or service of `to`.
  void asked(const Effect& effect, ServiceIndex from, ServiceIndex to, EntityId target, Certainty certainty);
  // What the effect says is answered by its handler; where its site is a comparison, by that branch.
  void answers(EntityId operation, ServiceIndex service, const Effect& effect, Certainty certainty);
  // All functions that the platform starts when the resource is asked.
  void answered_by(EntityId operation, ResourceIndex function);
  // Adds entries and what they and the operations need.
  void link();

 private:
  struct Asked {
    const Effect* effect;
    ServiceIndex from, to;
    EntityId target;
    Certainty certainty;
  };
  struct Answer {
    EntityId entity;  // the operation; 0: an entry of its own
    ServiceIndex service = 0;
    FunctionRef where;
    Span site;
    Certainty certainty = Certainty::certain;
    std::string_view trigger, by;
    bool operator<(const Answer& other) const {
      return std::tie(entity, service, where, site, trigger) <
             std::tie(other.entity, other.service, other.where, other.site, other.trigger);
    }
  };
  void collect_entries();
  void collect_deployed();
  void need(const Answer& answer);
  std::string_view trigger_of(ResourceIndex function) const;

  const Desk& desk_;
  Run& run_;
  std::set<FunctionRef> start_;  // functions that run by themselves
  std::set<FunctionRef> batch_;  // whose parameters hold messages
  operations::Shapes shapes_;
  operations::CallGraph graph_;
  std::map<const Effect*, operations::LoopAround> loops_;
  std::vector<Asked> asked_;
  std::set<Answer> answers_;
  std::set<ResourceIndex> answering_;  // deployed functions that answer operations
};

}  // namespace demarc::linking
