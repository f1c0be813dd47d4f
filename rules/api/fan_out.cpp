// api/fan-out: one operation waits for many contexts.
#include <fmt/format.h>

#include <algorithm>

#include "rules/needs.h"

namespace demarc::rules::api {
namespace {

constexpr RuleOption options[] = {
    {"warn", "4", "From so many contexts on."},
    {"composition", "7", "What `warn` is for gateways and services of type application."},
};

void check(const Ground& ground, std::vector<Finding>& out) {
  for (const Waiting& one : all_waiting(ground)) {
    std::vector<RelationId> counted;
    std::vector<std::string> contexts;
    for (const auto& [provider, needs] : one.of) {
      // Branches that exclude each other ask no two contexts in one run.
      const auto asked = std::find_if(needs.begin(), needs.end(),
                                      [&](RelationId id) { return !is_aside(ground.facts()[id]); });
      if (asked == needs.end()) continue;
      counted.push_back(*asked);
      contexts.push_back(ground.map.name(provider));
    }
    const model::ServiceType type = type_of(ground, one.service);
    const bool composes = type == model::ServiceType::gateway || type == model::ServiceType::application ||
                          type == model::ServiceType::frontend;
    if (static_cast<double>(contexts.size()) < ground.number(composes ? "composition" : "warn")) continue;
    std::sort(contexts.begin(), contexts.end());
    const Entity& entry = ground.facts()[one.entry];
    Finding finding = ground.about(counted, one.party, nobody, entry, ground.severity());
    finding.message = fmt::format("{} calls {} contexts synchronously: {}.", spoken(entry), contexts.size(),
                                  and_list(contexts));
    finding.help = "Put the answer together at the edge, or let events bring what is needed.";
    finding.label = fmt::format("one of {} contexts", contexts.size());
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, R"("ordering POST /v1/orders" needs shipping)",
     R"("ordering GET /v1/orders" needs shipping)", "Another entry waits for the fourth."},
    {Example::bad, "shipping: { code: services/shipping/** }", "", "What ships belongs to no context."},
    {Example::bad, "service ordering root=services/ordering",
     "service ordering root=services/ordering kind=gateway", "A gateway puts others together."},
    {Example::good, "contexts:", R"(rules: { api/fan-out: { warn: 3 } }
contexts:)",
     "Less is allowed here."},
};

}  // namespace

extern const Rule fan_out;
const Rule fan_out{
    .id = "api/fan-out",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::contexts,
    .what = "To answer one request, a context waits for four other contexts or more.",
    .why =
        "It is as slow as the slowest of them and answers only while all of them do; a change in any of them "
        "is a change here.",
    .fix = "Put answers together at the edge, or keep copies that events feed.",
    .options = options,
    .help_uri = "https://microservices.io/patterns/data/api-composition.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
  catalog: { code: services/catalog/** }
  stock: { code: services/stock/** }
  billing: { code: services/billing/** }
  shipping: { code: services/shipping/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
service stock root=services/stock
service billing root=services/billing
service shipping root=services/shipping
operation "ordering POST /v1/orders" service=ordering method=POST path=/v1/orders
"ordering POST /v1/orders" needs catalog    # api/fan-out
"ordering POST /v1/orders" needs stock      # api/fan-out
"ordering POST /v1/orders" needs billing    # api/fan-out
"ordering POST /v1/orders" needs shipping   # api/fan-out
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
  catalog: { code: services/catalog/** }
  stock: { code: services/stock/** }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
service stock root=services/stock
service billing root=services/billing
operation "ordering POST /v1/orders" service=ordering method=POST path=/v1/orders
"ordering POST /v1/orders" needs catalog
"ordering POST /v1/orders" needs stock
"ordering POST /v1/orders" needs billing
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
