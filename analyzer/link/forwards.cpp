// Relates buses, topics and queues with those that they pass messages on to, in good days and in bad ones.
#include <algorithm>

#include "analyzer/link/flows.h"

namespace demarc::linking {
namespace {

constexpr Kinds carriers = {ResourceKind::bus, ResourceKind::topic, ResourceKind::queue,
                            ResourceKind::stream};

bool is_taken(const Run& run, EntityId channel) {
  return std::any_of(run.consuming.begin(), run.consuming.end(),
                     [&](const auto& one) { return one.second == channel; });
}

// A function, a rule or a clock that fails gives its message itself.
void give_failure(const Desk& desk, const Wiring& w, EntityId channel, const Target& to) {
  const Side from = side(desk, w.from, w.unit);
  if (from.service == 0) return;
  Relation made = relation_of(desk, w, from, RelationKind::publishes, to.trail);
  made.to = channel;
  made.attributes["trigger"] = "failure";
  made.certainty = Certainty::likely;
  desk.run.publishing.emplace(made.from, channel);
  desk.run.facts.relation(std::move(made));
}

void link_wiring(const Desk& desk, const Wiring& w, bool is_dead_letter) {
  Run& run = desk.run;
  const std::vector<Target> sources = desk.names.targets(w.from, {}, carriers);
  for (const Target& to : desk.names.targets(w.to, {}, carriers)) {
    if (to.resource == no_resource) continue;
    const EntityId place = desk.names.entity(to.resource);
    // What nobody picks up there is a grave and no channel.
    if (is_dead_letter && !is_taken(run, place)) continue;
    bool is_passed_on = false;
    for (const Target& from : sources) {
      if (from.resource == no_resource) continue;
      is_passed_on = true;
      Relation made;
      made.kind = RelationKind::forwards;
      made.from = desk.names.entity(from.resource);
      made.to = place;
      if (is_dead_letter) made.attributes["trigger"] = "failure";
      for (std::string_view word : {"source", "pattern"})
        if (const Property* p = run.property(w, word))
          made.attributes[std::string(word)] =
              run.values.display(desk.resolver.outcomes(p->value)[0].evaluated);
      made.certainty = std::max(from.certainty, to.certainty);
      Trail trail{{w.span, ""}};
      trail.insert(trail.end(), from.trail.begin(), from.trail.end());
      trail.insert(trail.end(), to.trail.begin(), to.trail.end());
      made.evidence = run.steps(trail);
      run.facts.relation(std::move(made));
    }
    if (is_dead_letter && !is_passed_on) give_failure(desk, w, place, to);
  }
}

}  // namespace

void link_forwards(const Desk& desk, const Flows& flows, const LetterEnds& letters) {
  Run& run = desk.run;
  for (const Wiring& w : run.declared.wirings) {
    const bool is_dead_letter = run.property(w, "dead-letter") != nullptr;
    if (w.kind == WiringKind::forwards || (is_dead_letter && w.kind == WiringKind::publishes))
      link_wiring(desk, w, is_dead_letter);
  }
  for (const auto& [number, ends] : letters) {
    const Flows::Letters& known = flows.letters[number - 1];
    for (const EntityId from : ends.first)
      for (const EntityId to : ends.second) {
        if (from == to) continue;
        Relation made;
        made.kind = RelationKind::forwards;
        made.from = from;
        made.to = to;
        made.attributes["trigger"] = "failure";
        made.certainty = known.certainty;
        made.evidence = run.steps(known.trail);
        run.facts.relation(std::move(made));
      }
  }
}

}  // namespace demarc::linking
