// Metrics as one JSON object.
#include <nlohmann/json.hpp>

#include "analyzer/drift/metrics.h"

namespace demarc::drift {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }
Json share(const Metrics::Share& share) { return {{"part", share.resolved}, {"all", share.all}}; }

Json history_json(const Metrics& metrics) {
  const History& history = *metrics.history;
  Json changes = Json::array(), pairs = Json::array();
  for (std::size_t i = 0; i < history.changes.size() && i < metrics.contexts.size(); ++i)
    changes.push_back({{"context", metrics.contexts[i].name}, {"commits", history.changes[i]}});
  for (const ChangedTogether& pair : history.pairs)
    pairs.push_back({{"context", metrics.contexts[pair.from].name},
                     {"with", metrics.contexts[pair.to].name},
                     {"together", pair.both},
                     {"commits", pair.all}});
  return {{"commits", history.commits},    {"bulk_commits_left_out", history.bulk},
          {"is_cut", history.is_cut},      {"contexts_by_change", history.contexts_by_change},
          {"changes", std::move(changes)}, {"changed_together", std::move(pairs)}};
}

}  // namespace

std::string to_json(const Metrics& metrics) {
  auto name = [&](std::size_t context) { return metrics.contexts[context].name; };
  Json out;
  out["version"] = 1;
  out["declared"] = metrics.is_declared;
  for (std::string_view list : {"contexts", "matrix", "less_stable", "cycles", "units"})
    out[std::string(list)] = Json::array();
  for (const ContextMeasures& c : metrics.contexts)
    out["contexts"].push_back({{"name", c.name},
                               {"lines", c.lines},
                               {"afferent", c.afferent},
                               {"efferent", c.efferent},
                               {"instability", number(c.instability)},
                               {"published_share", number(c.published_share)},
                               {"cohesion", number(c.cohesion)},
                               {"event_ratio", number(c.event_ratio)},
                               {"waits_for", c.waits_for},
                               {"best_availability", number(c.best_availability)},
                               {"relational_cohesion", number(c.relational_cohesion)},
                               {"operations", c.operations},
                               {"roots", c.roots},
                               {"biggest_root", number(c.biggest_root)},
                               {"coverage", c.coverage}});
  const Weights& w = metrics.weights;
  out["weights"] = {{"foreign_write", w.foreign_write},
                    {"foreign_read", w.foreign_read},
                    {"import", w.import},
                    {"call", w.call},
                    {"schema", w.schema},
                    {"event", w.event}};
  for (const Cell& cell : metrics.matrix)
    out["matrix"].push_back({{"from", name(cell.from)},
                             {"to", name(cell.to)},
                             {"calls", cell.calls},
                             {"events", cell.events},
                             {"data", cell.data},
                             {"imports", cell.imports},
                             {"sites", cell.sites},
                             {"weight", cell.weight},
                             {"state", to_string(cell.state)}});
  for (const auto& [from, to] : metrics.less_stable)
    out["less_stable"].push_back({{"from", name(from)}, {"to", name(to)}});
  out["density"] = metrics.density;
  out["gini"] = {{"afferent", metrics.gini_afferent}, {"efferent", metrics.gini_efferent}};
  out["reach"] = {{"ccd", metrics.reach.ccd},
                  {"acd", metrics.reach.acd},
                  {"nccd", metrics.reach.nccd},
                  {"propagation_cost", metrics.reach.propagation_cost}};
  for (const Rings& rings : metrics.cycles) {
    Json all = Json::array();
    for (const Rings::Ring& ring : rings.rings) {
      Json members = Json::array(), links = Json::array();
      for (std::size_t member : ring.members) members.push_back(name(member));
      for (const Link& link : ring.cut.links)
        links.push_back({{"from", name(link.from)}, {"to", name(link.to)}, {"weight", link.weight}});
      all.push_back({{"members", members},
                     {"cut", links},
                     {"cut_weight", ring.cut.weight},
                     {"cut_is_exact", ring.cut.is_exact}});
    }
    out["cycles"].push_back({{"of", rings.of}, {"tangle", rings.tangle}, {"rings", all}});
  }
  out["violations"] = {{"by_100_edges", number(metrics.violations_by_edges)},
                       {"by_10000_lines", number(metrics.violations_by_lines)}};
  out["ownership"] = {{"purity", number(metrics.ownership_purity)},
                      {"units_with_several_writers", metrics.shared_units},
                      {"unowned_units", metrics.unowned_units},
                      {"owned_units", share(metrics.owned_units)},
                      {"team_edges", share(metrics.team_edges)}};
  for (const UnitPurity& unit : metrics.units)
    out["units"].push_back({{"unit", unit.unit},
                            {"owner", unit.owner.empty() ? Json(nullptr) : Json(unit.owner)},
                            {"accesses", unit.accesses},
                            {"purity", unit.purity},
                            {"writers", unit.writers}});
  out["event_ratio"] = number(metrics.event_ratio);
  out["longest_chain"] = metrics.longest_chain;
  out["widest"] = {{"context", metrics.widest_name}, {"calls", metrics.widest}};
  const Distance& d = metrics.distance;
  out["distance"] = {{"d", number(d.d)},
                     {"d_w", number(d.d_w)},
                     {"convergences", d.convergences},
                     {"divergences", d.divergences},
                     {"absences", d.absences},
                     {"not_judged", d.not_judged},
                     {"declared", d.declared},
                     {"staleness", number(d.staleness)}};
  out["coverage"] = {{"calls", share(metrics.coverage[0])},
                     {"data", share(metrics.coverage[1])},
                     {"events", share(metrics.coverage[2])},
                     {"lines", share(metrics.lines)}};
  out["language"] = {{"findings_by_1000_lines", number(metrics.language_findings)},
                     {"names_in_glossary", share(metrics.glossary)}};
  out["distributed_monolith"] = {{"index", metrics.distributed_monolith},
                                 {"contexts", metrics.monolith_members}};
  Json entries = Json::array();
  for (const EntryMeasures& entry : metrics.entries)
    entries.push_back({{"name", entry.name},
                       {"context", entry.context},
                       {"trips", entry.trips},
                       {"unbounded", entry.is_unbounded},
                       {"contexts", entry.contexts},
                       {"chain", entry.chain},
                       {"best_availability", number(entry.best_availability)}});
  out["entries"] = {{"over_threshold", metrics.entries_over},
                    {"median_trips", metrics.median_trips},
                    {"median_contexts", metrics.median_contexts},
                    {"list", std::move(entries)}};
  const Suggestion& suggestion = metrics.suggestion;
  Json moves = Json::array();
  for (const Suggestion::Move& move : suggestion.out_of_place)
    moves.push_back({{"service", move.service},
                     {"context", move.from},
                     {"closer_to", move.to},
                     {"weight_inside", move.inside},
                     {"weight_there", move.there}});
  out["suggested_cut"] = {
      {"services", suggestion.services},     {"distance", number(suggestion.distance)},
      {"moves", suggestion.moves},           {"joins", suggestion.joins},
      {"modularity", suggestion.modularity}, {"declared_modularity", suggestion.declared_modularity},
      {"out_of_place", std::move(moves)}};
  out["history"] = metrics.history ? history_json(metrics) : Json(nullptr);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace demarc::drift
