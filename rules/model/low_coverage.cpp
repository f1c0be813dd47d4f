// model/low-coverage: much of what a context does could not be resolved.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/model/sites.h"
#include "rules/ground.h"

namespace demarc::rules::model {
namespace {

constexpr RuleOption options[] = {
    {"note", "90", "Share of resolved places, in percent, below which a context gets a note."},
    {"warn", "60", "Share below which it gets a warning."},
};

void report(const Ground& ground, PartyId party, demarc::model::SiteKind kind,
            const demarc::model::SiteCount& count, std::vector<Finding>& out) {
  if (count.open.empty()) return;
  double share = 100.0 * static_cast<double>(count.resolved()) / static_cast<double>(count.all);
  if (share >= ground.number("note")) return;
  std::string name = ground.map.name(party);
  Finding finding;
  finding.severity = share < ground.number("warn") ? Severity::warning : Severity::note;
  finding.from = name;
  finding.object = to_string(kind);
  finding.owner = ground.map.party(party).team();
  finding.message = fmt::format("{} of {} {} in {} could not be resolved; findings there are incomplete.",
                                count.open.size(), count.all, to_string(kind), name);
  std::string_view reason;
  for (RelationId r : count.open) {
    if (reason.empty()) reason = attribute(ground.facts()[r], "open");
    if (reason.empty()) reason = attribute(ground.facts()[ground.facts()[r].to], "open");
  }
  finding.help =
      fmt::format("{}`demarc coverage` lists them. Describe a library of your own in `.demarc/packs`{}.",
                  reason.empty() ? "" : fmt::format("The first: {}. ", reason),
                  kind == demarc::model::SiteKind::call
                      ? ", and write a host that stands for a service under its `aliases`"
                      : "");
  finding.label = "not resolved";
  if (Step step = ground.context_step(party, name); !step.path.empty())
    finding.places.push_back(std::move(step));
  ground.place(finding, count.open);
  out.push_back(std::move(finding));
}

void check(const Ground& ground, std::vector<Finding>& out) {
  const demarc::model::SiteCounts counts = demarc::model::count_sites(ground.map);
  for (std::size_t party = 0; party < counts.size(); ++party)
    for (std::size_t kind = 0; kind < demarc::model::site_kinds; ++kind)
      report(ground, static_cast<PartyId>(party), static_cast<demarc::model::SiteKind>(kind),
             counts[party][kind], out);
}

constexpr Mutation mutations[] = {
    {Example::bad, R"(dynamodb:? open="name comes from the request")", "dynamodb:requests",
     "The name is known."},
    {Example::bad, R"(ordering writes dynamodb:? open="name comes from the request"   # model/low-coverage
)",
     "", "Only what is known is used."},
    {Example::bad, "contexts:", R"(rules: { model/low-coverage: { note: 40, warn: 30 } }
contexts:)",
     "Less is asked for."},
    {Example::good, "dynamodb:carts", R"(dynamodb:? open="name comes from the request")",
     "The name comes from outside."},
};

}  // namespace

extern const Rule low_coverage;
const Rule low_coverage{
    .id = "model/low-coverage",
    .since = "0.1",
    .severity = Severity::note,
    .basis = Basis::contexts,
    .what = "Many remote calls, data accesses or events of a context could not be resolved.",
    .why = "What is not seen is not checked; a clean result with half the calls unknown says little.",
    .fix = "Name what could not be resolved.",
    .options = options,
    .help_uri = "https://martinfowler.com/bliki/BoundedContext.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }   # model/low-coverage
---
service ordering root=services/ordering
ordering writes dynamodb:? open="name comes from the request"   # model/low-coverage
ordering writes dynamodb:orders
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
---
service ordering root=services/ordering
ordering writes dynamodb:carts
ordering writes dynamodb:orders
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::model
