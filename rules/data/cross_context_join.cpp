// data/cross-context-join: one statement spans tables of several owners.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "rules/ground.h"

namespace demarc::rules::data {
namespace {

constexpr RuleOption options[] = {
    {"reporting", "", "Contexts whose statements may span what others own: reporting, analytics."},
    {"transactions", "error", "Severity of transactions that write tables of several owners; off for none."},
};

// One statement: the relations that it makes, all at one place.
using StatementKey =
    std::tuple<EntityId, std::string, std::uint32_t, std::uint32_t, std::uint32_t, std::string>;

std::map<StatementKey, std::vector<RelationId>> statements(const Ground& ground) {
  std::map<StatementKey, std::vector<RelationId>> all;
  for (const Relation& r : ground.facts().relations()) {
    const std::string_view number = attribute(r, "statement");
    const bool is_access = r.kind == RelationKind::reads || r.kind == RelationKind::writes;
    if (!is_access || number.empty() || r.evidence.empty() || !ground.accepts(r)) continue;
    const Step& at = r.evidence[0];
    all[{r.from, at.path, at.begin, at.line, at.column, std::string(number)}].push_back(
        ground.facts().id_of(r));
  }
  return all;
}

// Writes of one transaction: by who runs it and what it is called.
std::map<std::pair<EntityId, std::string>, std::vector<RelationId>> transactions(const Ground& ground) {
  std::map<std::pair<EntityId, std::string>, std::vector<RelationId>> all;
  for (const Relation& r : ground.facts().relations()) {
    std::string_view names = attribute(r, "transaction");
    if (r.kind != RelationKind::writes || names.empty() || r.evidence.empty() || !ground.accepts(r)) continue;
    while (!names.empty()) {
      const std::size_t blank = names.find(' ');
      all[{r.from, std::string(names.substr(0, blank))}].push_back(ground.facts().id_of(r));
      names = blank == std::string_view::npos ? std::string_view{} : names.substr(blank + 1);
    }
  }
  return all;
}

// Tables that the context may read by what it has declared.
std::set<std::pair<PartyId, EntityId>> agreed(const Ground& ground) {
  std::set<std::pair<PartyId, EntityId>> all;
  for (const Edge* edge : ground.edges())
    if (edge->cls == EdgeClass::data && ground.map.allowed(*edge).is_allowed())
      all.insert({edge->from, edge->entity});
  return all;
}

// Two tables of two owners that one context ties together.
struct Pair {
  PartyId from = nobody;
  EntityId first, second;
  auto operator<=>(const Pair&) const = default;
};

void check(const Ground& ground, std::vector<Finding>& out) {
  const std::vector<std::string> reporting = ground.list("reporting");
  const auto allowed = agreed(ground);
  std::map<Pair, std::vector<RelationId>> pairs, written;
  const auto collect = [&](const std::vector<RelationId>& relations,
                           std::map<Pair, std::vector<RelationId>>& pairs) {
    const PartyId from = ground.map.doer(ground.facts()[relations[0]]);
    if (from == nobody ||
        std::find(reporting.begin(), reporting.end(), ground.map.name(from)) != reporting.end())
      return;
    auto owner = [&](RelationId r) { return ground.map.owner_of(ground.facts()[r].to).party; };
    auto is_free = [&](RelationId r) {
      const Entity& table = ground.facts()[ground.facts()[r].to];
      const PartyId of = owner(r);
      return of == nobody || ground.map.party(of).kernel || model::is_open(table) ||
             (of != from && allowed.contains({from, ground.facts()[r].to}));
    };
    for (std::size_t i = 0; i < relations.size(); ++i)
      for (std::size_t k = i + 1; k < relations.size(); ++k) {
        RelationId a = relations[i], b = relations[k];
        if (is_free(a) || is_free(b) || owner(a) == owner(b)) continue;
        // Its own table first; else by name.
        if (owner(b) == from) std::swap(a, b);
        std::vector<RelationId>& places = pairs[{from, ground.facts()[a].to, ground.facts()[b].to}];
        if (std::find(places.begin(), places.end(), b) == places.end()) places.push_back(b);
      }
  };
  for (const auto& [key, relations] : statements(ground)) collect(relations, pairs);
  if (ground.option("transactions") != "off")
    for (const auto& [key, relations] : transactions(ground)) collect(relations, written);
  // What one statement ties together needs no second finding.
  for (const auto& [pair, relations] : pairs) written.erase(pair);
  std::set<Pair> in_transaction;
  for (auto& [pair, relations] : written) {
    in_transaction.insert(pair);
    pairs.emplace(pair, std::move(relations));
  }
  for (const auto& [pair, relations] : pairs) {
    const bool is_transaction = in_transaction.contains(pair);
    const Entity &first = ground.facts()[pair.first], &second = ground.facts()[pair.second];
    const PartyId one = ground.map.owner_of(pair.first).party, other = ground.map.owner_of(pair.second).party;
    Finding finding =
        ground.about(relations, pair.from, other, second,
                     is_transaction ? ground.severity("transactions", Severity::error) : ground.severity());
    finding.object = fmt::format("{} with {}", first.name, second.name);
    const std::string_view together = is_transaction ? "transaction" : "statement";
    finding.label = fmt::format("{} and {} in one {}", spoken(first), spoken(second), together);
    const Relation& relation = ground.facts()[relations[0]];
    finding.message = fmt::format("{} {} {} ({}) {} {} ({}) in one {} at {}.", finding.from,
                                  is_transaction ? "writes" : "joins", spoken(first), ground.map.name(one),
                                  is_transaction ? "and" : "with", spoken(second), ground.map.name(other),
                                  together, place_text(relation.evidence[0]));
    if (is_transaction)
      finding.help = fmt::format("Commit what {} owns alone, and let an event tell {} of it.",
                                 ground.map.name(one), finding.to);
    else
      finding.help = fmt::format("Ask {} for what is needed of {}, or keep a copy of it that events feed.",
                                 finding.to, spoken(second));
    const model::Owner& owner = ground.map.owner_of(pair.second);
    if (owner.by == model::Owner::By::owns)
      finding.declared.insert(finding.declared.end(), owner.evidence.begin(), owner.evidence.end());
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "tables: [invoices, payments]", "tables: refunds", "The tables are nobody else's."},
    {Example::bad, "contexts:", R"(rules: { data/cross-context-join: { reporting: ordering } }
contexts:)",
     "It is made for reporting."},
    {Example::good, "postgresql:order_lines statement=1", "postgresql:invoices statement=1",
     "The statement spans the other's table."},
    {Example::good, "postgresql:order_lines transaction", "postgresql:invoices transaction",
     "The transaction writes the other's table."},
};

}  // namespace

extern const Rule cross_context_join;
const Rule cross_context_join{
    .id = "data/cross-context-join",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::contexts,
    .what = "One statement or transaction touches tables of more than one owner.",
    .why =
        "A join works only while both tables lie in one database: it ties the owners' schemas, their indexes "
        "and "
        "their place together, and neither can move without the other.",
    .fix = "Ask the other owner through its interface, or keep a read model that events feed.",
    .options = options,
    .help_uri = "https://microservices.io/patterns/data/api-composition.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, owns: { tables: orders } }
  billing: { code: services/billing/**, owns: { tables: [invoices, payments] } }
---
service ordering root=services/ordering
service billing root=services/billing
ordering reads postgresql:orders statement=1 @ example:8
ordering reads postgresql:invoices statement=1 @ example:8   # data/cross-context-join
ordering writes postgresql:orders transaction=Orders.place @ example:10
ordering writes postgresql:payments transaction=Orders.place @ example:11   # data/cross-context-join
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, owns: { tables: [orders, order_lines] } }
  billing: { code: services/billing/**, owns: { tables: invoices } }
---
service ordering root=services/ordering
service billing root=services/billing
ordering reads postgresql:orders statement=1 @ example:8
ordering reads postgresql:order_lines statement=1 @ example:8
ordering reads postgresql:orders @ example:10
ordering writes postgresql:orders transaction=Orders.place @ example:12
ordering writes postgresql:order_lines transaction=Orders.place @ example:13
billing reads postgresql:invoices @ example:11
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::data
