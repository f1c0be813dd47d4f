// drift/communication-mismatch: declared to talk by events, and calls; or the other way round.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "rules/ground.h"

namespace demarc::rules::drift {
namespace {

constexpr RuleOption options[] = {
    {"asynchronous", "true", "Services that talk asynchronously may not call other contexts either."},
};

bool says(const model::DeclaredService& service, std::string_view word) {
  return std::any_of(service.talks.begin(), service.talks.end(),
                     [&](const model::Named& talk) { return talk.text == word; });
}

std::string counted(std::size_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

// Calls that a service makes to other contexts, by whom they go to; calls of the platform itself are none.
using Calls = std::map<PartyId, std::vector<RelationId>>;

Calls calls_of(const Ground& ground, EntityId service) {
  Calls out;
  for (RelationId id : ground.architecture().from(service)) {
    const Relation& r = ground.facts()[id];
    if (r.kind != RelationKind::calls || !ground.accepts(r) || attribute(r, "implicit") == "yes") continue;
    const PartyId to = ground.map.owner_of(r.to).party;
    if (to != nobody && to != ground.map.doer(r)) out[to].push_back(id);
  }
  return out;
}

std::size_t events_of(const Ground& ground, EntityId service) {
  const auto& all = ground.architecture().from(service);
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](RelationId id) {
    const Relation& r = ground.facts()[id];
    return (r.kind == RelationKind::publishes || r.kind == RelationKind::consumes) && ground.accepts(r);
  }));
}

void check_services(const Ground& ground, std::vector<Finding>& out) {
  for (EntityId id : ground.architecture().entities(EntityKind::service)) {
    const model::DeclaredService* declared = ground.map.declared_service(id);
    if (!declared || declared->talks.empty()) continue;
    const bool may_call = says(*declared, "synchronous");
    const bool has_events = says(*declared, "event_driven") || says(*declared, "asynchronous");
    const bool is_judged = says(*declared, "event_driven") || ground.flag("asynchronous");
    const PartyId party = ground.map.of_entity(id);
    auto base = [&](std::string to, std::string object) {
      Finding finding;
      finding.from = declared->name;
      finding.to = std::move(to);
      finding.object = std::move(object);
      finding.owner = party == nobody ? "" : ground.map.party(party).team();
      finding.severity = ground.severity();
      return finding;
    };
    const Calls calls = calls_of(ground, id);
    if (!may_call && is_judged)
      for (const auto& [to, relations] : calls) {
        Finding finding = base(ground.map.name(to), "calls");
        const bool is_certain = std::any_of(relations.begin(), relations.end(), [&](RelationId r) {
          return ground.facts()[r].certainty == Certainty::certain;
        });
        if (!is_certain) finding.severity = less(finding.severity);
        finding.message = fmt::format("{} is declared {}; {} to {} found.", declared->name,
                                      says(*declared, "event_driven") ? "event-driven" : "asynchronous",
                                      counted(relations.size(), "synchronous call"), finding.to);
        finding.help =
            fmt::format("Let {} listen to an event of {} instead, or add `synchronous` to `talks`.",
                        declared->name, finding.to);
        finding.label = "waits for an answer";
        ground.place(finding, relations);
        ground.declare(finding, declared->talks[0].at, fmt::format("how {} talks", declared->name));
        out.push_back(std::move(finding));
      }
    if (has_events && may_call && events_of(ground, id) == 0 && !calls.empty()) {
      Finding finding = base("", "events");
      finding.severity = less(ground.severity());
      finding.message =
          fmt::format("{} is declared to talk by events too; only calls were found.", declared->name);
      finding.help =
          "Take the word out of `talks`, or see `demarc coverage` for events that were not resolved.";
      finding.label = "only calls";
      finding.places.push_back(ground.model().step(declared->talks[0].at, "declared here"));
      out.push_back(std::move(finding));
    }
    if (may_call && !has_events && events_of(ground, id) > 0 && calls.empty()) {
      Finding finding = base("", "calls");
      finding.message = fmt::format("{} is declared synchronous; it only publishes and consumes events ({}).",
                                    declared->name, counted(events_of(ground, id), "place"));
      finding.help = "Correct `talks`, so that those who plan with it know what to expect.";
      finding.label = "only events";
      for (RelationId r : ground.architecture().from(id)) {
        const RelationKind kind = ground.facts()[r].kind;
        if ((kind == RelationKind::publishes || kind == RelationKind::consumes) &&
            ground.accepts(ground.facts()[r]))
          ground.place(finding, std::span(&r, 1));
      }
      ground.declare(finding, declared->talks[0].at, fmt::format("how {} talks", declared->name));
      out.push_back(std::move(finding));
    }
  }
}

// A declared use by one way of which only the other is seen: the declaration describes another system.
void check_uses(const Ground& ground, std::vector<Finding>& out) {
  for (std::size_t i = 0; i < ground.map.parties().size(); ++i) {
    const auto from = static_cast<PartyId>(i);
    const model::Context* context = ground.map.party(from).context;
    if (!context) continue;
    for (const model::Use& use : context->uses) {
      const PartyId to = ground.map.find(use.to);
      const bool says_events = use.by.has(EdgeClass::event), says_calls = use.by.has(EdgeClass::call);
      if (to == nobody || says_events == says_calls) continue;
      std::vector<const Edge*> calls, events;
      for (const Edge* edge : ground.edges())
        if (edge->from == from && edge->to == to) {
          if (edge->cls == EdgeClass::call) calls.push_back(edge);
          if (edge->cls == EdgeClass::event) events.push_back(edge);
        }
      const std::vector<const Edge*>& seen = says_events ? calls : events;
      const std::vector<const Edge*>& said = says_events ? events : calls;
      if (seen.empty() || !said.empty()) continue;
      std::size_t places = 0;
      Finding finding;
      finding.severity = Severity::note;
      for (const Edge* edge : seen) {
        places += edge->relations.size();
        ground.place(finding, edge->relations);
        if (edge->certainty == Certainty::certain) finding.severity = ground.severity();
      }
      finding.from = context->name;
      finding.to = use.to;
      finding.object = says_events ? "uses event" : "uses call";
      finding.owner = context->team.text;
      finding.message = fmt::format("{} is declared to use {} by {}; only {} found.", context->name, use.to,
                                    says_events ? "events" : "calls",
                                    counted(places, says_events ? "synchronous call" : "event site"));
      finding.help =
          fmt::format("Build what was agreed, or correct `contexts.{}.uses.{}`.", context->name, use.to);
      finding.label = says_events ? "a call" : "an event";
      ground.declare(finding, use.at, fmt::format("{} uses {}", context->name, use.to));
      out.push_back(std::move(finding));
    }
  }
}

void check(const Ground& ground, std::vector<Finding>& out) {
  check_services(ground, out);
  check_uses(ground, out);
}

constexpr Mutation mutations[] = {
    {Example::bad, "talks: event_driven", "talks: synchronous", "It is said to call."},
    {Example::bad, "ordering calls catalog", R"(catalog publishes eventbridge:ProductPriced
ordering consumes eventbridge:ProductPriced)",
     "It hears events."},
    {Example::bad, " { talks: event_driven }", " { about: Takes orders. }",
     "Nothing is said of how it talks."},
    {Example::good, "talks: [event_driven, synchronous]", "talks: event_driven",
     "It is said to talk by events alone."},
};

}  // namespace

extern const Rule communication_mismatch;
const Rule communication_mismatch{
    .id = "drift/communication-mismatch",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::model,
    .what = "A service or context is declared to talk by events and makes calls, or the other way round.",
    .why =
        "Whoever plans for failure plans with the declared way: a hidden call makes a service wait for one "
        "that "
        "it was said not to need.",
    .fix = "Build what was agreed, or agree on what was built.",
    .options = options,
    .help_uri = "https://martinfowler.com/articles/201701-event-driven.html",
    .bad = R"(contexts:
  ordering:
    code: services/ordering/**
    services: { ordering: { talks: event_driven } }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
ordering calls catalog   # drift/communication-mismatch
)",
    .good = R"(contexts:
  ordering:
    code: services/ordering/**
    services: { ordering: { talks: [event_driven, synchronous] } }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
ordering calls catalog
ordering publishes eventbridge:OrderPlaced
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::drift
