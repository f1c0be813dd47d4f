// drift/expired-exception: permissions and exceptions whose day has passed, and exceptions that hide nothing.
#include <fmt/format.h>

#include "rules/ground.h"

namespace demarc::rules::drift {
namespace {

// Exceptions of rules are judged by the engine, which knows what they hid.
void check(const Ground& ground, std::vector<Finding>& out) {
  for (const model::Context& context : ground.model().contexts)
    for (const model::Use& use : context.uses) {
      if (use.until.text.empty() || use.until.text >= ground.today()) continue;
      Finding finding;
      finding.severity = ground.severity();
      finding.from = context.name;
      finding.to = use.to;
      finding.owner = context.team.text;
      finding.message = fmt::format("{} was permitted to use {} only until {}; the permission has lapsed.",
                                    context.name, use.to, use.until.text);
      finding.help = "End the dependency and remove the entry, or agree on a new day.";
      if (!use.why.empty()) finding.help += fmt::format(" It was given because: {}", use.why);
      finding.label = "has passed";
      finding.places.push_back(ground.model().step(use.until.at, ""));
      out.push_back(std::move(finding));
    }
}

constexpr Mutation mutations[] = {
    {Example::bad, "2026-01-31", "2099-01-31", "The date has not passed."},
    {Example::bad, "{ by: call, until: 2026-01-31 }", "call", "It is no exception."},
    {Example::bad, "until: 2026-01-31", "why: They move out in January.", "It has a reason and no end."},
    {Example::good, "2099-12-31", "2026-11-21", "It ended yesterday."},
};

}  // namespace

extern const Rule expired_exception;
const Rule expired_exception{
    .id = "drift/expired-exception",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::facts,
    .what =
        "The day until which something was permitted has passed, or an exception of a rule hides nothing, "
        "names "
        "no rule, or gives no reason; or what is written down as known (demarc.baseline) is not found any "
        "more.",
    .why =
        "An exception that nobody takes away becomes the rule; one that matches nothing hides the next "
        "mistake.",
    .fix = "Remove the exception, or agree on a new day.",
    .help_uri =
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/"
        "rel_service_architecture_business_domains.html",
    .bad = R"(contexts:
  ordering:
    code: services/ordering/**
    uses:
      catalog: { by: call, until: 2026-01-31 }   # drift/expired-exception
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
)",
    .good = R"(contexts:
  ordering:
    code: services/ordering/**
    uses:
      catalog: { by: call, until: 2099-12-31 }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::drift
