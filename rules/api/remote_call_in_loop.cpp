// api/remote-call-in-loop: another service is asked once for each element.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>

#include "rules/ground.h"

namespace demarc::rules::api {
namespace {

constexpr RuleOption options[] = {
    {"max-hops", "3", "A loop counts up to so many calls above the remote call."},
    {"const-bound", "3", "Loops of so many rounds, as the code itself says, are none."},
    {"parallel", "warning", "Severity of calls that are made at the same time; off allows them."},
    {"batch", "warning",
     "Severity of calls for each message of a batch that the platform gives; off allows them."},
};

// "order.py:12 → order.py:14": where the loop stands and where it calls.
std::string way_of(const Relation& call) {
  const Step* loop = nullptr;
  for (const Step& step : call.evidence)
    if (step.what.starts_with("once for each")) loop = &step;
  if (!loop || loop->path.empty() || call.evidence[0].path.empty()) return {};
  return fmt::format(" ({} → {})", place_text(*loop), place_text(call.evidence[0]));
}

// The operation, or what the call says of it where it is not known which one answers: " GET /accounts/{id}".
std::string operation_of(const Entity& target, const Relation& call) {
  if (target.kind != EntityKind::service) return " " + spoken(target);
  const std::string_view method = attribute(call, "method"), path = attribute(call, "path");
  if (path.empty()) return {};
  return method.empty() || method == "grpc" || method == "dubbo" ? fmt::format(" {}", path)
                                                                 : fmt::format(" {} {}", method, path);
}

void check(const Ground& ground, std::vector<Finding>& out) {
  // By (from, to, operation): the loudest kind of loop decides.
  struct Group {
    std::vector<RelationId> relations;
    Severity severity = Severity::note;
    std::string_view kind;
    bool is_certain = false;
  };
  std::map<std::tuple<PartyId, PartyId, EntityId>, Group> groups;
  for (const Relation& r : ground.facts().relations()) {
    std::string_view loop = attribute(r, "in-loop");
    if (r.kind != RelationKind::calls || loop.empty() || loop == "no" || !ground.accepts(r)) continue;
    const Entity& target = ground.facts()[r.to];
    if (target.kind == EntityKind::external) continue;
    std::string_view hops = attribute(r, "loop-hops");
    if (!hops.empty() && std::atoi(std::string(hops).c_str()) > static_cast<int>(ground.number("max-hops")))
      continue;
    const std::string_view rounds = attribute(r, "rounds");
    if (!rounds.empty() &&
        std::atoi(std::string(rounds).c_str()) <= static_cast<int>(ground.number("const-bound")))
      continue;
    PartyId from = ground.map.doer(r), to = ground.map.owner_of(r.to).party;
    if (from == nobody || to == nobody) continue;
    // A call of a service to itself is no conversation.
    EntityId callee = target.kind == EntityKind::service
                          ? r.to
                          : ground.facts().find(EntityKind::service, attribute(target, "service"));
    if (callee == r.from) continue;
    Severity severity = from == to ? Severity::warning : ground.severity();
    if (loop == "parallel" || loop == "batch") {
      if (ground.option(loop) == "off") continue;
      severity = std::min(severity, ground.severity(loop, Severity::warning));
    }
    Group& group = groups[{from, to, r.to}];
    group.relations.push_back(ground.facts().id_of(r));
    group.is_certain = group.is_certain || r.certainty == Certainty::certain;
    if (group.kind.empty() || severity > group.severity) {
      group.severity = severity;
      group.kind = loop;
    }
  }
  for (auto& [key, group] : groups) {
    auto [from, to, operation] = key;
    const Entity& target = ground.facts()[operation];
    Finding finding;
    finding.severity = group.is_certain ? group.severity : less(group.severity);
    finding.from = ground.map.name(from);
    finding.to = from == to ? "" : ground.map.name(to);
    finding.object = target.name;
    finding.owner = ground.map.party(from).team();
    // The relation that the group is judged by comes first.
    std::stable_partition(
        group.relations.begin(), group.relations.end(),
        [&, &kind = group.kind](RelationId id) { return attribute(ground.facts()[id], "in-loop") == kind; });
    const Relation& first = ground.facts()[group.relations[0]];
    std::string_view function = attribute(first, "loop-in");
    if (function.empty()) function = attribute(first, "function");
    std::string_view element = attribute(first, "element"), rounds = attribute(first, "rounds");
    if (element.empty()) element = group.kind == "batch" ? "message" : "element";
    const std::string often =
        rounds.empty() ? fmt::format("once per {}", element) : fmt::format("{} times", rounds);
    finding.message = fmt::format("{} calls {}{} {}{}{}.", function.empty() ? finding.from : function,
                                  ground.map.name(to), operation_of(target, first), often,
                                  group.kind == "parallel" ? ", all at the same time" : "", way_of(first));
    finding.help =
        fmt::format("Let {} offer one operation for many, or keep a local copy that its events feed.",
                    ground.map.name(to));
    finding.label = "called in a loop";
    ground.place(finding, group.relations);
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, " in-loop=yes", "", "The call is moved out of the loop."},
    {Example::bad, R"(ordering calls "catalog)", R"(ordering calls "ordering)",
     "The function is the service's own."},
    {Example::bad, "contexts:", R"(rules: { api/remote-call-in-loop: off }
contexts:)",
     "The rule is switched off."},
    {Example::good, R"(find"
)",
     R"(find" in-loop=yes
)",
     "The batch operation is called once for each."},
};

}  // namespace

extern const Rule remote_call_in_loop;
const Rule remote_call_in_loop{
    .id = "api/remote-call-in-loop",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::contexts,
    .what = "Another context is called once for each element of a loop.",
    .why =
        "Its cost grows with the data: what takes a moment in a test takes minutes in a year, and every "
        "round trip "
        "may fail.",
    .fix = "Ask once for many, or keep a local copy that events feed.",
    .options = options,
    .help_uri = "https://learn.microsoft.com/en-us/azure/architecture/antipatterns/chatty-io/",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: call } }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "catalog GET /v1/products/{id}" service=catalog
ordering calls "catalog GET /v1/products/{id}" in-loop=yes   # api/remote-call-in-loop
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: call } }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "catalog POST /v1/products/find" service=catalog
ordering calls "catalog POST /v1/products/find"
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
