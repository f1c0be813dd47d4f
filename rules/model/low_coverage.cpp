// model/low-coverage: much of what a context does could not be resolved.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "rules/ground.h"

namespace demarc::rules::model {
namespace {

constexpr RuleOption options[] = {
    {"note", "90", "Share of resolved places, in percent, below which a context gets a note."},
    {"warn", "60", "Share below which it gets a warning."},
};

enum Kind { call, data, event };
constexpr std::string_view kind_words[] = {"remote calls", "data accesses", "event sites"};

struct Count {
  std::size_t all = 0;
  std::vector<RelationId> open;
};

void check(const Ground& ground, std::vector<Finding>& out) {
  std::map<std::pair<PartyId, Kind>, Count> counts;
  for (const Relation& r : ground.facts().relations()) {
    Kind kind;
    switch (r.kind) {
      case RelationKind::calls: kind = call; break;
      case RelationKind::reads:
      case RelationKind::writes: kind = data; break;
      case RelationKind::publishes:
      case RelationKind::consumes: kind = event; break;
      default: continue;
    }
    PartyId party = ground.map.doer(r);
    // Shared code is judged where it is called from.
    if (party == nobody || ground.map.party(party).kernel ||
        attribute(ground.facts()[r.from], "kind") == "library")
      continue;
    Count& count = counts[{party, kind}];
    ++count.all;
    bool is_open = demarc::model::is_open(r) || demarc::model::is_open(ground.facts()[r.to]) ||
                   r.certainty == Certainty::guessed;
    if (is_open) count.open.push_back(ground.facts().id_of(r));
  }
  for (auto& [key, count] : counts) {
    if (count.open.empty()) continue;
    double share =
        100.0 * static_cast<double>(count.all - count.open.size()) / static_cast<double>(count.all);
    if (share >= ground.number("note")) continue;
    std::string name = ground.map.name(key.first);
    Finding finding;
    finding.severity = share < ground.number("warn") ? Severity::warning : Severity::note;
    finding.from = name;
    finding.object = kind_words[key.second];
    finding.owner = ground.map.party(key.first).team();
    finding.message = fmt::format("{} of {} {} in {} could not be resolved; findings there are incomplete.",
                                  count.open.size(), count.all, kind_words[key.second], name);
    std::string_view reason;
    for (RelationId r : count.open) {
      if (reason.empty()) reason = attribute(ground.facts()[r], "open");
      if (reason.empty()) reason = attribute(ground.facts()[ground.facts()[r].to], "open");
    }
    finding.help = fmt::format(
        "{}Name the targets under `services.*.aliases`, or describe the library in `.demarc/packs`.",
        reason.empty() ? "" : fmt::format("The first: {}. ", reason));
    finding.label = "not resolved";
    if (Step step = ground.context_step(key.first, name); !step.path.empty())
      finding.places.push_back(std::move(step));
    ground.place(finding, count.open);
    out.push_back(std::move(finding));
  }
}

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
    .check = check,
};

}  // namespace demarc::rules::model
