// governance/slo-unreachable: a context promises more than those it waits for.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/needs.h"

namespace demarc::rules::governance {
namespace {

std::string percent(double value) {
  std::string text = fmt::format("{:.3f}", value);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

const model::Context* context_of(const Ground& ground, PartyId party) {
  return party == nobody ? nullptr : ground.map.party(party).context;
}

// The entry whose promises below it are the worst.
struct Worst {
  bool is_known = false;
  double value = 0;
  EntityId entry;
  std::vector<RelationId> needs;
  std::vector<std::string> contexts;
};

void report(const Ground& ground, const model::Context& context, PartyId party, const Worst& worst,
            std::string object, std::string message, std::string help, std::vector<Finding>& out) {
  Finding finding = ground.about(worst.needs, party, nobody, ground.facts()[worst.entry], ground.severity());
  finding.object = std::move(object);
  finding.message = std::move(message);
  finding.help = std::move(help);
  finding.label = "waited for";
  ground.declare(finding, context.slo.at, fmt::format("what {} promises", context.name));
  for (const std::string& name : worst.contexts)
    if (const model::Context* other = ground.model().context(name))
      ground.declare(finding, other->slo.at, fmt::format("what {} promises", name));
  out.push_back(std::move(finding));
}

void check(const Ground& ground, std::vector<Finding>& out) {
  std::map<PartyId, Worst> availability, latency;
  for (const Waiting& one : all_waiting(ground)) {
    const model::Context* own = context_of(ground, one.party);
    if (!own || !own->slo.is_declared) continue;
    Worst there, slow;
    double product = 100, sum = 0, together = 0;
    for (const auto& [provider, needs] : one.of) {
      const model::Context* other = context_of(ground, provider);
      if (!other || !other->slo.is_declared) continue;
      RelationId first;
      double in_row = 0, at_once = 0;
      for (RelationId id : needs) {
        const Relation& need = ground.facts()[id];
        if (is_apart(need) || is_aside(need) || attribute(need, "implicit") == "yes") continue;
        if (!first) first = id;
        if (!other->slo.latency_p99_ms) continue;
        if (is_parallel(need)) at_once = std::max(at_once, *other->slo.latency_p99_ms);
        else in_row += *other->slo.latency_p99_ms * (is_unbounded(need) ? 1 : trips_of(need));
      }
      if (!first) continue;
      if (other->slo.availability) {
        product *= *other->slo.availability / 100;
        there.needs.push_back(first);
        there.contexts.push_back(other->name);
      }
      if (other->slo.latency_p99_ms) {
        sum += in_row;
        together = std::max(together, at_once);
        slow.needs.push_back(first);
        slow.contexts.push_back(other->name);
      }
    }
    there.is_known = !there.needs.empty();
    there.value = product;
    there.entry = one.entry;
    slow.is_known = !slow.needs.empty();
    slow.value = sum + together;
    slow.entry = one.entry;
    Worst& least = availability[one.party];
    if (there.is_known && (!least.is_known || there.value < least.value)) least = there;
    Worst& most = latency[one.party];
    if (slow.is_known && (!most.is_known || slow.value > most.value)) most = slow;
  }
  for (const auto& [party, worst] : availability) {
    const model::Context* own = context_of(ground, party);
    if (!worst.is_known || !own->slo.availability || *own->slo.availability <= worst.value + 1e-9) continue;
    report(ground, *own, party, worst, "availability",
           fmt::format("{} promises {}%, but {} waits for {}; at best {}%.", own->name,
                       percent(*own->slo.availability), spoken(ground.facts()[worst.entry]),
                       and_list(worst.contexts), percent(worst.value)),
           "Promise less, let those that are waited for promise more, or wait for fewer of them.", out);
  }
  for (const auto& [party, worst] : latency) {
    const model::Context* own = context_of(ground, party);
    if (!worst.is_known || !own->slo.latency_p99_ms || *own->slo.latency_p99_ms >= worst.value) continue;
    report(ground, *own, party, worst, "latency-p99",
           fmt::format("{} promises {} ms, but {} waits for {}, which may take {} ms.", own->name,
                       percent(*own->slo.latency_p99_ms), spoken(ground.facts()[worst.entry]),
                       and_list(worst.contexts), percent(worst.value)),
           "Ask at the same time what need not be asked in a row, or keep a local copy.", out);
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "services/ordering/**, slo: { availability: 99.9% }",
     "services/ordering/**, slo: { availability: 99.8% }", "Less is promised."},
    {Example::bad, "needs stock", "needs ordering", "It waits for one."},
    {Example::good, "99.8%", "99.95%", "More is promised."},
    {Example::good, "services/stock/**, slo: { availability: 99.9% }",
     "services/stock/**, slo: { availability: 99% }", "What it waits for promises less."},
};

}  // namespace

extern const Rule slo_unreachable;
const Rule slo_unreachable{
    .id = "governance/slo-unreachable",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::model,
    .what =
        "A context promises more availability, or a faster answer, than the contexts that it waits for "
        "allow.",
    .why =
        "Who waits for others is there only while all of them are: two services with 99.9 % each below a "
        "third "
        "make 99.8 % at best.",
    .fix = "Promise what can be kept, or wait for fewer others.",
    .help_uri = "https://sre.google/workbook/implementing-slos/",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, slo: { availability: 99.9% } }
  catalog: { code: services/catalog/**, slo: { availability: 99.9% } }
  stock: { code: services/stock/**, slo: { availability: 99.9% } }
---
service ordering root=services/ordering
service catalog root=services/catalog
service stock root=services/stock
operation "ordering POST /orders" service=ordering
"ordering POST /orders" needs catalog   # governance/slo-unreachable
"ordering POST /orders" needs stock     # governance/slo-unreachable
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, slo: { availability: 99.8% } }
  catalog: { code: services/catalog/**, slo: { availability: 99.95% } }
  stock: { code: services/stock/**, slo: { availability: 99.9% } }
---
service ordering root=services/ordering
service catalog root=services/catalog
service stock root=services/stock
operation "ordering POST /orders" service=ordering
"ordering POST /orders" needs catalog
"ordering POST /orders" needs stock
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::governance
