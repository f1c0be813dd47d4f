// api/chatty-operation: one operation has to ask another context many things.
#include <fmt/format.h>

#include <algorithm>

#include "rules/needs.h"

namespace demarc::rules::api {
namespace {

constexpr RuleOption options[] = {
    {"warn", "3", "From so many operations of one context on it is a warning."},
    {"error", "6", "From so many operations, or round trips, on it is an error."},
    {"application", "5",
     "What `warn` is for services of type application, which others are put together by."},
    {"reads-only", "no", "Only what is read counts."},
};

bool is_read(const Entity& operation) {
  const std::string_view method = attribute(operation, "method");
  return method == "GET" || method == "HEAD" || method == "QUERY";
}

void check(const Ground& ground, std::vector<Finding>& out) {
  for (const Waiting& one : all_waiting(ground)) {
    const Entity& entry = ground.facts()[one.entry];
    const model::ServiceType type = type_of(ground, one.service);
    const double error = ground.number("error");
    const double warn =
        type == model::ServiceType::application ? ground.number("application") : ground.number("warn");
    for (const auto& [provider, needs] : one.of) {
      std::vector<RelationId> counted;
      std::vector<std::string> operations;
      unsigned trips = 0;
      for (RelationId id : needs) {
        const Relation& need = ground.facts()[id];
        if (is_apart(need) || attribute(need, "implicit") == "yes") continue;
        const Entity& target = ground.facts()[need.to];
        if (ground.flag("reads-only") && !is_read(target)) continue;
        counted.push_back(id);
        operations.push_back(spoken(target));
        // A loop over data has a rule of its own.
        trips += is_unbounded(need) ? 1 : trips_of(need);
      }
      const auto distinct = static_cast<double>(operations.size());
      const bool is_error = distinct >= error || trips >= error;
      if (!is_error && distinct < warn) continue;
      Finding finding =
          ground.about(counted, one.party, provider, entry, is_error ? Severity::error : Severity::warning);
      finding.message = fmt::format("{} needs {} round trips to {}: {}.", spoken(entry), trips, finding.to,
                                    and_list(operations));
      finding.help = fmt::format(
          "Let {} offer one operation that answers this question, or keep what is needed as a copy that its "
          "events feed.",
          finding.to);
      finding.label = fmt::format("{} of {} round trips", 1, trips);
      out.push_back(std::move(finding));
    }
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, R"("ordering POST /v1/orders" needs "catalog GET /v1/stock/{id}")",
     R"("ordering GET /v1/orders" needs "catalog GET /v1/stock/{id}")",
     "Another entry asks the third question."},
    {Example::bad, R"(operation "catalog GET /v1/stock/{id}" service=catalog)",
     R"(operation "catalog GET /v1/stock/{id}" service=ordering)",
     "One of the operations is the context's own."},
    {Example::bad, "contexts:", R"(rules: { api/chatty-operation: { warn: 4 } }
contexts:)",
     "More is allowed here."},
    {Example::bad, "code: services/ordering/**",
     "code: services/ordering/**, services: { ordering: { type: application } }",
     "An application service puts others together."},
    {Example::good, "trips=1", "trips=3", "The two operations are called three times each."},
};

}  // namespace

extern const Rule chatty_operation;
const Rule chatty_operation{
    .id = "api/chatty-operation",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::contexts,
    .what = "To answer one request, a context asks another one three different things or more.",
    .why =
        "To look something up and to act on it are two calls. Three questions to the same context mean that "
        "its "
        "interface does not offer what this use needs; every one of them adds its delay and its failures.",
    .fix = "Offer one operation that answers the question, or replicate by events.",
    .options = options,
    .help_uri = "https://learn.microsoft.com/en-us/azure/architecture/antipatterns/chatty-io/",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: call } }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "ordering POST /v1/orders" service=ordering method=POST path=/v1/orders
operation "catalog GET /v1/names/{id}" service=catalog method=GET path=/v1/names/{id}
operation "catalog GET /v1/prices/{id}" service=catalog method=GET path=/v1/prices/{id}
operation "catalog GET /v1/stock/{id}" service=catalog method=GET path=/v1/stock/{id}
"ordering POST /v1/orders" needs "catalog GET /v1/names/{id}" trips=1    # api/chatty-operation
"ordering POST /v1/orders" needs "catalog GET /v1/prices/{id}" trips=1   # api/chatty-operation
"ordering POST /v1/orders" needs "catalog GET /v1/stock/{id}" trips=1    # api/chatty-operation
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, uses: { catalog: call } }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
operation "ordering POST /v1/orders" service=ordering method=POST path=/v1/orders
operation "catalog GET /v1/products/{id}" service=catalog method=GET path=/v1/products/{id}
operation "catalog POST /v1/reservations" service=catalog method=POST path=/v1/reservations
"ordering POST /v1/orders" needs "catalog GET /v1/products/{id}" trips=1
"ordering POST /v1/orders" needs "catalog POST /v1/reservations" trips=1
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
