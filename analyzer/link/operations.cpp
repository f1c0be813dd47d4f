// Joins the call graph of the code with services and operations.
#include "analyzer/link/operations.h"

#include <algorithm>
#include <tuple>

namespace demarc::linking {

using operations::LoopAround;
using operations::Need;
using operations::Rounds;

namespace {

bool is_start(RelationKind kind) {
  return kind == RelationKind::exposes || kind == RelationKind::handles || kind == RelationKind::consumes ||
         kind == RelationKind::starts;
}

// The function that runs when the platform asks.
FunctionRef started(const Effect& e) { return e.handler.file ? e.handler : e.where; }

std::set<FunctionRef> starts(const Desk& desk) {
  std::set<FunctionRef> all;
  for (const Effect& e : desk.run.effects.effects)
    if (is_start(e.kind) && e.where.file) {
      const FunctionRef f = started(e);
      if (f.function != code::file_function) all.insert(f);
    }
  for (std::uint32_t d = 0; d < desk.run.deployed.size(); ++d)
    for (FunctionRef f : desk.reach.handlers(d))
      if (f.function != code::file_function) all.insert(f);
  return all;
}

std::set<FunctionRef> batches(const Desk& desk) {
  std::set<FunctionRef> all;
  for (const Effect& e : desk.run.effects.effects)
    if (e.kind == RelationKind::consumes && e.where.file) all.insert(started(e));
  return all;
}

}  // namespace

Operations::Operations(const Desk& desk)
    : desk_(desk),
      run_(desk.run),
      start_(starts(desk)),
      batch_(batches(desk)),
      shapes_(run_.project, [this](FunctionRef f) { return start_.contains(f); }),
      graph_(run_.effects, shapes_, [this](FunctionRef f) { return batch_.contains(f); }) {}

void Operations::describe_loop(const Effect& effect, ServiceIndex service, Relation& relation, Trail& trail) {
  auto [at, is_new] = loops_.try_emplace(&effect);
  if (is_new) at->second = graph_.loop_around(effect);
  const LoopAround& loop = at->second;
  if (loop.rounds == Rounds::once) return;
  // Of what a library does for many, one's loop is not the other's.
  if (loop.where.file && run_.service_of(loop.where.file) != service) {
    const std::vector<Runner> runners = desk_.reach.runners(loop.where);
    if (std::none_of(runners.begin(), runners.end(),
                     [&](const Runner& one) { return one.service == service; }))
      return;
  }
  relation.attributes["in-loop"] = loop.rounds == Rounds::batch ? "batch"
                                   : loop.is_parallel           ? "parallel"
                                                                : "yes";
  if (loop.rounds == Rounds::fixed) relation.attributes["rounds"] = std::to_string(loop.count);
  if (loop.hops != 0) relation.attributes["loop-hops"] = std::to_string(loop.hops);
  if (!loop.element.empty()) relation.attributes["element"] = loop.element;
  if (loop.where.file)
    if (std::string name = function_name(run_, loop.where); name != relation.attributes["function"])
      relation.attributes["loop-in"] = std::move(name);
  trail.emplace_back(loop.header,
                     loop.element.empty() ? "once for each element" : "once for each " + loop.element);
  for (const Span& step : loop.way) {
    const bool is_known =
        std::any_of(trail.begin(), trail.end(), [&](const auto& one) { return one.first == step; });
    if (!is_known) trail.emplace_back(step, "called from the loop");
  }
}

void Operations::asked(const Effect& effect, ServiceIndex from, ServiceIndex to, EntityId target,
                       Certainty certainty) {
  if (from == 0 || to == 0 || from == to || !target) return;
  asked_.push_back({&effect, from, to, target, certainty});
}

void Operations::answers(EntityId operation, ServiceIndex service, const Effect& effect,
                         Certainty certainty) {
  const FunctionRef where = started(effect);
  // A route whose handler is not known: the top of its file does not answer it.
  if (!operation || !where.file || where.function == code::file_function) return;
  answers_.insert({operation, service, where, effect.site, certainty, {}, {}});
}

void Operations::answered_by(EntityId operation, ResourceIndex function) {
  const auto known = run_.deployed_of.find(function);
  if (!operation || known == run_.deployed_of.end()) return;
  answering_.insert(function);
  // What the code itself says about who answers this operation is closer.
  for (const Answer& answer : answers_)
    if (answer.entity == operation) return;
  const std::uint32_t d = known->second - 1;
  for (FunctionRef f : desk_.reach.handlers(d))
    if (f.function != code::file_function)
      answers_.insert({operation, run_.deployed[d].service, f, {}, Certainty::certain, {}, {}});
}

// Who starts a deployed function that no route leads to.
std::string_view Operations::trigger_of(ResourceIndex function) const {
  std::string_view found = "function";
  for (const Wiring& w : run_.declared.wirings) {
    if (w.kind != WiringKind::consumes && w.kind != WiringKind::forwards) continue;
    const ResourceIndex from = run_.resource_of(w.from), to = run_.resource_of(w.to);
    const ResourceIndex other = from == function ? to : to == function ? from : no_resource;
    if (from != function && to != function) continue;
    const bool is_clock = other != no_resource && (run_.resource(other).kind == ResourceKind::schedule ||
                                                   run_.property(run_.resource(other), "schedule"));
    if (is_clock) return "schedule";
    found = "message";
  }
  return found;
}

void Operations::collect_deployed() {
  for (std::uint32_t d = 0; d < run_.deployed.size(); ++d) {
    const Deployed& deployed = run_.deployed[d];
    if (deployed.service == 0 || deployed.files.empty() || answering_.contains(deployed.resource)) continue;
    for (FunctionRef f : desk_.reach.handlers(d))
      if (f.function != code::file_function && !graph_.needs(f).empty())
        answers_.insert({{}, deployed.service, f, {}, Certainty::certain, trigger_of(deployed.resource), {}});
  }
}

void Operations::collect_entries() {
  for (const Effect& e : run_.effects.effects) {
    if ((e.kind != RelationKind::consumes && e.kind != RelationKind::starts) || !e.where.file) continue;
    const FunctionRef where = started(e);
    if (where.function == code::file_function || graph_.needs(where).empty()) continue;
    std::string_view trigger = "message";
    if (e.kind == RelationKind::starts) {
      const ValueId word = e.capture("trigger");
      trigger = run_.values.is_literal(word) ? run_.values.text(word) : "schedule";
    }
    for (const Actor& actor : actors(desk_, e))
      answers_.insert(
          {{}, actor.scope.service, where, e.site, std::max(actor.certainty, e.certainty), trigger, e.pack});
  }
  // Programs: what runs when a file is started, and main().
  std::set<FunctionRef> roots;
  for (const Asked& one : asked_) roots.insert({one.effect->where.file, code::file_function});
  for (FunctionRef f : graph_.functions())
    if (const code::CodeFile* code = run_.project.code(f.file)) {
      const code::Function& function = code->functions[f.function.index];
      const bool is_main =
          code->strings.text(function.name) == "main" && (function.is_static || !function.owner);
      if (is_main || f.function == code::file_function) roots.insert(f);
    }
  for (FunctionRef f : roots) {
    if (!f.file || graph_.needs(f).empty() || start_.contains(f)) continue;
    for (const Actor& actor : actors(desk_, f))
      answers_.insert(
          {{}, actor.scope.service, f, {}, std::max(actor.certainty, Certainty::likely), "program", {}});
  }
}

void Operations::need(const Answer& answer) {
  std::map<EntityId, Relation> made;
  for (const Need& need : graph_.needs(answer.where, answer.site)) {
    const Asked& asked = asked_[need.call];
    if (asked.from != answer.service) continue;
    Relation one;
    one.kind = RelationKind::needs;
    one.to = asked.target;
    one.certainty = std::max(answer.certainty, asked.certainty);
    one.attributes["trips"] = std::to_string(need.trips);
    if (need.is_unbounded) one.attributes["unbounded"] = yes;
    if (need.is_parallel) one.attributes["parallel"] = yes;
    if (!need.is_together) one.attributes["apart"] = yes;
    if (!need.is_widest) one.attributes["aside"] = yes;
    one.by = asked.effect->pack;
    one.evidence.push_back(run_.step(asked.effect->site, ""));
    for (const auto& [span, what] : asked.effect->chain)
      if (what == "called from here") one.evidence.push_back(run_.step(span, what));
    made.try_emplace(asked.target, std::move(one));
  }
  if (made.empty()) return;
  const code::CodeFile* code = run_.project.code(answer.where.file);
  const code::Function& function = code->functions[answer.where.function.index];
  Span at{answer.where.file, function.begin, function.end};
  if (answer.where.function == code::file_function) at.end = at.begin;
  EntityId entity = answer.entity;
  if (!entity) {
    const std::string& service = run_.services[answer.service].name;
    // Handlers are often called the same: the path tells them apart.
    std::string_view path = run_.files.path(answer.where.file);
    const std::string& root = run_.services[answer.service].root;
    if (!root.empty() && root != "." && path.starts_with(root + "/")) path.remove_prefix(root.size() + 1);
    const std::size_t slash = path.rfind('/');
    const std::string folder(slash == std::string_view::npos ? std::string_view{}
                                                             : path.substr(0, slash + 1));
    Entity entry{EntityKind::entry,
                 service + " at " + folder + function_name(run_, answer.where),
                 {},
                 answer.certainty,
                 {}};
    entry.attributes["service"] = service;
    entry.attributes["trigger"] = answer.trigger;
    entity = run_.facts.entity(std::move(entry));
    Relation starts;
    starts.kind = RelationKind::starts;
    starts.from = run_.services[answer.service].entity;
    starts.to = entity;
    starts.attributes["function"] = function_name(run_, answer.where);
    starts.certainty = answer.certainty;
    starts.by = answer.by;
    starts.evidence.push_back(run_.step(at, ""));
    run_.facts.relation(std::move(starts));
  }
  for (auto& [target, relation] : made) {
    relation.from = entity;
    relation.evidence.push_back(run_.step(at, answer.entity ? "answered here" : "started here"));
    run_.facts.relation(std::move(relation));
  }
}

void Operations::link() {
  if (asked_.empty()) return;
  std::vector<operations::RemoteCall> calls;
  // One place of a library may ask for several services: each of them asks for itself.
  std::map<std::pair<ServiceIndex, std::uint32_t>, std::uint32_t> providers, targets;
  const auto number = [](auto& known, ServiceIndex from, std::uint32_t what) {
    return known.try_emplace({from, what}, static_cast<std::uint32_t>(known.size())).first->second;
  };
  for (const Asked& one : asked_)
    calls.push_back({one.effect, number(providers, one.from, one.to),
                     number(targets, one.from, one.target.index), one.from});
  graph_.weigh(calls);
  collect_deployed();
  collect_entries();
  // A function that answers operations, or takes messages, is no program besides.
  for (const Answer& answer : answers_) need(answer);
}

}  // namespace demarc::linking
