// governance/slo-unreachable: a context promises more than those it waits for.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
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

// What is promised, and where: by a service for itself, else by its context.
struct Promise {
  const model::Objective* objective = nullptr;
  std::string_view who;
};

Promise promise_of(const Ground& ground, PartyId party, EntityId service) {
  if (const model::DeclaredService* declared = service ? ground.map.declared_service(service) : nullptr)
    if (declared->slo.is_declared) return {&declared->slo, declared->name};
  const model::Context* context = context_of(ground, party);
  if (!context || !context->slo.is_declared) return {};
  return {&context->slo, context->name};
}

EntityId service_of(const Ground& ground, EntityId id) {
  const Entity& entity = ground.facts()[id];
  return entity.kind == EntityKind::service
             ? id
             : ground.facts().find(EntityKind::service, attribute(entity, "service"));
}

// The entry whose promises below it are the worst.
struct Worst {
  bool is_known = false;
  double value = 0;
  EntityId entry;
  PartyId party = nobody;
  std::vector<RelationId> needs;
  std::vector<Promise> promises;

  void add(RelationId need, const Promise& promise) {
    is_known = true;
    needs.push_back(need);
    const auto same = [&](const Promise& one) { return one.objective == promise.objective; };
    if (std::none_of(promises.begin(), promises.end(), same)) promises.push_back(promise);
  }
  std::string waited_for() const {
    std::vector<std::string> names;
    for (const Promise& one : promises) names.emplace_back(one.who);
    return and_list(names);
  }
};

// The worst of each that promises something.
using ByPromise = std::map<std::string, std::pair<Promise, Worst>>;

void keep(ByPromise& all, const Promise& own, Worst worst, bool is_less_worse) {
  if (!worst.is_known) return;
  auto [place, is_new] = all.try_emplace(fmt::format("{} {}", worst.party, own.who), own, worst);
  Worst& known = place->second.second;
  if (!is_new && (is_less_worse ? worst.value < known.value : worst.value > known.value))
    known = std::move(worst);
}

void report(const Ground& ground, const Promise& own, const Worst& worst, std::string object,
            std::string message, std::string help, std::vector<Finding>& out) {
  Finding finding =
      ground.about(worst.needs, worst.party, nobody, ground.facts()[worst.entry], ground.severity());
  finding.object = std::move(object);
  if (own.who != finding.from) finding.object += fmt::format(" of {}", own.who);
  finding.message = std::move(message);
  finding.help = std::move(help);
  finding.label = "waited for";
  ground.declare(finding, own.objective->at, fmt::format("what {} promises", own.who));
  for (const Promise& one : worst.promises)
    ground.declare(finding, one.objective->at, fmt::format("what {} promises", one.who));
  out.push_back(std::move(finding));
}

void check(const Ground& ground, std::vector<Finding>& out) {
  ByPromise availability, latency, errors;
  for (const Waiting& one : all_waiting(ground)) {
    const Promise own = promise_of(ground, one.party, one.service);
    if (!own.objective) continue;
    Worst there, slow, failing;
    there.value = 100;
    double answered = 100, sum = 0, together = 0;
    for (const auto& [provider, needs] : one.of) {
      std::set<const model::Objective*> counted;
      for (RelationId id : needs) {
        const Relation& need = ground.facts()[id];
        if (is_apart(need) || is_aside(need) || attribute(need, "implicit") == "yes") continue;
        const Promise promise = promise_of(ground, provider, service_of(ground, need.to));
        if (!promise.objective) continue;
        const model::Objective& theirs = *promise.objective;
        // One that is asked several times is there, or it is not; each answer takes its time.
        const bool is_first = counted.insert(&theirs).second;
        if (theirs.availability && is_first) {
          there.value *= *theirs.availability / 100;
          there.add(id, promise);
        }
        if (theirs.error_rate && is_first) {
          answered *= 1 - *theirs.error_rate / 100;
          failing.add(id, promise);
        }
        if (!theirs.latency_p99_ms) continue;
        if (is_parallel(need)) together = std::max(together, *theirs.latency_p99_ms);
        else sum += *theirs.latency_p99_ms * (is_unbounded(need) ? 1 : trips_of(need));
        if (is_first) slow.add(id, promise);
      }
    }
    slow.value = sum + together;
    failing.value = 100 - answered;
    for (Worst* worst : {&there, &slow, &failing}) {
      worst->entry = one.entry;
      worst->party = one.party;
    }
    keep(availability, own, std::move(there), true);
    keep(latency, own, std::move(slow), false);
    keep(errors, own, std::move(failing), false);
  }
  for (const auto& [key, found] : availability) {
    const auto& [own, worst] = found;
    const std::optional<double> promised = own.objective->availability;
    if (!promised || *promised <= worst.value + 1e-9) continue;
    report(ground, own, worst, "availability",
           fmt::format("{} promises {}%, but {} waits for {}; at best {}%.", own.who, percent(*promised),
                       spoken(ground.facts()[worst.entry]), worst.waited_for(), percent(worst.value)),
           "Promise less, let those that are waited for promise more, or wait for fewer of them.", out);
  }
  for (const auto& [key, found] : latency) {
    const auto& [own, worst] = found;
    const std::optional<double> promised = own.objective->latency_p99_ms;
    if (!promised || *promised >= worst.value) continue;
    report(ground, own, worst, "latency-p99",
           fmt::format("{} promises {} ms, but {} waits for {}, which may take {} ms.", own.who,
                       percent(*promised), spoken(ground.facts()[worst.entry]), worst.waited_for(),
                       percent(worst.value)),
           "Ask at the same time what need not be asked in a row, or keep a local copy.", out);
  }
  for (const auto& [key, found] : errors) {
    const auto& [own, worst] = found;
    const std::optional<double> promised = own.objective->error_rate;
    if (!promised || *promised >= worst.value - 1e-9) continue;
    report(ground, own, worst, "error-rate",
           fmt::format("{} promises that at most {}% fail, but {} waits for {}, where {}% may.", own.who,
                       percent(*promised), spoken(ground.facts()[worst.entry]), worst.waited_for(),
                       percent(worst.value)),
           "Promise less, or answer without those that fail: from a local copy, or by an event.", out);
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
        "A context promises more availability, a faster answer or fewer failures than the contexts that it "
        "waits for allow.",
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
