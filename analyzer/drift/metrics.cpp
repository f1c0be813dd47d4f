// Measures taken from the context map: matrix, stability, rings, ownership, distance from the model.
#include "analyzer/drift/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

namespace demarc::drift {
namespace {

using model::ContextMap;
using model::Edge;
using model::EdgeClass;
using model::nobody;
using model::PartyId;

constexpr std::size_t no_context = std::numeric_limits<std::size_t>::max();
constexpr std::string_view states[] = {"allowed", "open", "undeclared", "forbidden", "absent"};

double ratio(std::size_t part, std::size_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

CellState state_of(const model::Verdict& verdict) {
  using Check = model::Verdict::Check;
  if (verdict.check == Check::allowed) return CellState::allowed;
  if (verdict.check == Check::open) return CellState::open;
  return verdict.is_forbidden() || verdict.check == Check::writes ? CellState::forbidden
                                                                  : CellState::undeclared;
}

class Measuring {
 public:
  Measuring(const ContextMap& map, const Sizes& sizes, const Weights& weights) : map_(map), sizes_(sizes) {
    out_.weights = weights;
    out_.is_declared = map.is_declared();
  }

  Metrics run() && {
    number_contexts();
    if (out_.contexts.empty()) return std::move(out_);
    matrix();
    stability();
    cycles();
    published();
    cohesion();
    ownership();
    waiting();
    distance();
    coverage();
    language();
    monolith();
    types();
    measure_interfaces(map_, out_);
    measure_entries(map_, out_);
    measure_suggestion(map_, out_.weights, out_);
    return std::move(out_);
  }

 private:
  std::size_t n() const { return out_.contexts.size(); }
  std::size_t number(PartyId party) const {
    return party == nobody ? no_context : numbers_[static_cast<std::size_t>(party)];
  }
  const model::Context* declared(std::size_t context) const { return map_.party(parties_[context]).context; }

  void number_contexts() {
    numbers_.assign(map_.parties().size(), no_context);
    for (std::size_t i = 0; i < map_.parties().size(); ++i) {
      if (map_.parties()[i].kernel) continue;
      numbers_[i] = n();
      parties_.push_back(static_cast<PartyId>(i));
      ContextMeasures made;
      made.name = map_.parties()[i].name;
      if (auto lines = sizes_.lines.find(made.name); lines != sizes_.lines.end()) made.lines = lines->second;
      out_.contexts.push_back(std::move(made));
    }
    for (const Edge& edge : map_.edges()) {
      const std::size_t from = number(edge.from), to = number(edge.to);
      if (from == no_context || to == no_context) continue;
      edges_.push_back(&edge);
      states_.push_back(state_of(map_.allowed(edge)));
    }
  }

  std::vector<Link> links(bool (*counts)(const Edge&)) const {
    std::vector<Link> all;
    for (const Edge* edge : edges_)
      if (counts(*edge)) all.push_back({number(edge->from), number(edge->to), out_.weights.of(*edge)});
    return all;
  }
  static bool is_sync(const Edge& edge) { return edge.cls == EdgeClass::call; }
  static bool is_data(const Edge& edge) { return edge.cls == EdgeClass::data; }
  static bool is_code(const Edge& edge) { return edge.cls == EdgeClass::import; }
  static bool is_any(const Edge&) { return true; }

  void matrix() {
    std::map<std::pair<std::size_t, std::size_t>, Cell> cells;
    auto worst = [](CellState a, CellState b) {
      // absent < allowed < open < undeclared < forbidden
      auto rank = [](CellState s) { return s == CellState::absent ? -1 : static_cast<int>(s); };
      return rank(a) > rank(b) ? a : b;
    };
    // A table that is read and written is one object, and weighs as written.
    std::map<std::tuple<std::size_t, std::size_t, EdgeClass, std::string>, double> objects;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      const Edge& edge = *edges_[i];
      Cell& cell = cells[{number(edge.from), number(edge.to)}];
      cell.sites += edge.relations.size();
      cell.state = worst(cell.state, states_[i]);
      double& weight = objects[{number(edge.from), number(edge.to), edge.cls, edge.object}];
      weight = std::max(weight, out_.weights.of(edge));
    }
    for (const auto& [key, weight] : objects) {
      Cell& cell = cells[{std::get<0>(key), std::get<1>(key)}];
      cell.weight += weight;
      switch (std::get<2>(key)) {
        case EdgeClass::call: ++cell.calls; break;
        case EdgeClass::event: ++cell.events; break;
        case EdgeClass::data:
        case EdgeClass::schema: ++cell.data; break;
        case EdgeClass::import: ++cell.imports; break;
      }
    }
    for (std::size_t from = 0; from < n(); ++from)
      if (const model::Context* context = declared(from))
        for (const model::Use& use : context->uses)
          if (std::size_t to = number(map_.find(use.to)); to != no_context && to != from) cells[{from, to}];
    for (auto& [ends, cell] : cells) {
      std::tie(cell.from, cell.to) = ends;
      out_.matrix.push_back(cell);
    }
  }

  void stability() {
    std::set<std::pair<std::size_t, std::size_t>> pairs;
    for (const Edge* edge : edges_) pairs.emplace(number(edge->from), number(edge->to));
    for (const auto& [from, to] : pairs) {
      ++out_.contexts[from].efferent;
      ++out_.contexts[to].afferent;
    }
    std::vector<double> afferent, efferent;
    for (ContextMeasures& context : out_.contexts) {
      const std::size_t all = context.afferent + context.efferent;
      if (all > 0) context.instability = ratio(context.efferent, all);
      afferent.push_back(static_cast<double>(context.afferent));
      efferent.push_back(static_cast<double>(context.efferent));
    }
    for (const auto& [from, to] : pairs)
      if (*out_.contexts[to].instability > *out_.contexts[from].instability + 0.1)
        out_.less_stable.emplace_back(from, to);
    out_.gini_afferent = gini(std::move(afferent));
    out_.gini_efferent = gini(std::move(efferent));
    const std::vector<Link> all = links(is_any);
    out_.density = drift::density(n(), all);
    out_.reach = reach(n(), all);
  }

  void cycles() {
    auto add = [&](std::string of, bool (*counts)(const Edge&)) {
      const std::vector<Link> some = links(counts);
      Rings made;
      made.of = std::move(of);
      std::size_t members = 0;
      for (std::vector<std::size_t>& ring : rings(n(), some)) {
        members += ring.size();
        Cut smallest = cut(ring, some);
        made.rings.push_back({std::move(ring), std::move(smallest)});
      }
      made.tangle = ratio(members, n());
      out_.cycles.push_back(std::move(made));
    };
    add("sync", is_sync);
    add("data", is_data);
    add("code", is_code);
    add("all", is_any);
  }

  void published() {
    std::vector<std::set<EntityId>> used(n()), open(n());
    for (const Edge* edge : edges_) {
      const std::size_t to = number(edge->to);
      const bool is_event = edge->cls == EdgeClass::event && edge->verb == "subscribes to";
      if (edge->cls != EdgeClass::call && !is_event) continue;
      const model::Context* owner = declared(to);
      if (!owner || !owner->publishes.is_declared) continue;
      used[to].insert(edge->entity);
      const Entity& entity = map_.architecture()[edge->entity];
      const auto said =
          is_event ? map_.publishes_event(*owner, entity) : map_.publishes_operation(*owner, entity);
      if (said == true) open[to].insert(edge->entity);
    }
    for (std::size_t i = 0; i < n(); ++i)
      if (!used[i].empty()) out_.contexts[i].published_share = ratio(open[i].size(), used[i].size());
    std::vector<std::size_t> calls(n(), 0), events(n(), 0);
    std::size_t all_calls = 0, all_events = 0;
    for (const Edge* edge : edges_) {
      if (edge->is_gateway) continue;
      const std::size_t from = number(edge->from);
      if (edge->cls == EdgeClass::call) ++calls[from], ++all_calls;
      if (edge->cls == EdgeClass::event) ++events[from], ++all_events;
    }
    for (std::size_t i = 0; i < n(); ++i)
      if (calls[i] + events[i] > 0) out_.contexts[i].event_ratio = ratio(events[i], calls[i] + events[i]);
    if (all_calls + all_events > 0) out_.event_ratio = ratio(all_events, all_calls + all_events);
  }

  // Sites inside a context by all that touch it: calls, messages, data, imports.
  void cohesion() {
    std::vector<std::size_t> inside(n(), 0), all(n(), 0);
    const Facts& facts = map_.architecture().facts();
    for (const Relation& r : facts.relations()) {
      const bool counts = r.kind == RelationKind::calls || r.kind == RelationKind::reads ||
                          r.kind == RelationKind::writes || r.kind == RelationKind::consumes ||
                          r.kind == RelationKind::imports;
      if (!counts || r.certainty == Certainty::guessed || model::is_open(r) || model::is_open(facts[r.to]))
        continue;
      const std::size_t from = number(map_.doer(r)), to = number(map_.owner_of(r.to).party);
      if (from == no_context || to == no_context) continue;
      ++all[from];
      if (from == to) ++inside[from];
      else ++all[to];
    }
    for (std::size_t i = 0; i < n(); ++i)
      if (all[i] > 0) out_.contexts[i].cohesion = ratio(inside[i], all[i]);
  }

  void ownership() {
    const Facts& facts = map_.architecture().facts();
    std::size_t all_accesses = 0, units = 0;
    double sum = 0;
    for (EntityId id : map_.architecture().entities(EntityKind::table)) {
      const Entity& unit = facts[id];
      if (model::is_open(unit) || unit.certainty == Certainty::guessed) continue;
      std::map<std::size_t, std::size_t> accesses;
      std::set<std::size_t> writers;
      std::size_t total = 0;
      for (RelationId r : map_.architecture().to(id)) {
        const Relation& relation = facts[r];
        if ((relation.kind != RelationKind::reads && relation.kind != RelationKind::writes) ||
            relation.certainty == Certainty::guessed || model::is_open(relation))
          continue;
        const std::size_t who = number(map_.doer(relation));
        if (who == no_context) continue;
        ++accesses[who];
        ++total;
        if (relation.kind == RelationKind::writes) writers.insert(who);
      }
      const PartyId owner = map_.owner_of(id).party;
      ++units;
      out_.owned_units.resolved += owner != nobody;
      out_.unowned_units += owner == nobody;
      if (total == 0) continue;
      UnitPurity made;
      made.unit = unit.name;
      made.owner = map_.name(owner);
      made.accesses = total;
      made.writers = writers.size();
      std::size_t own = 0;
      if (owner != nobody) own = number(owner) == no_context ? total : accesses[number(owner)];
      else
        for (const auto& [who, some] : accesses) own = std::max(own, some);
      made.purity = ratio(own, total);
      out_.shared_units += writers.size() > 1;
      sum += static_cast<double>(total) * made.purity;
      all_accesses += total;
      out_.units.push_back(std::move(made));
    }
    out_.owned_units.all = units;
    if (all_accesses > 0) out_.ownership_purity = sum / static_cast<double>(all_accesses);
    std::stable_sort(out_.units.begin(), out_.units.end(), [](const UnitPurity& a, const UnitPurity& b) {
      return std::tie(a.purity, b.accesses, a.unit) < std::tie(b.purity, a.accesses, b.unit);
    });
    for (const Edge* edge : edges_) {
      const std::string from = map_.party(edge->from).team(), to = map_.party(edge->to).team();
      if (from.empty() || to.empty()) continue;
      ++out_.team_edges.all;
      out_.team_edges.resolved += from != to;
    }
  }

  void waiting() {
    const std::vector<Link> sync = links(is_sync);
    for (std::size_t node : longest_path(n(), sync)) out_.longest_chain.push_back(out_.contexts[node].name);
    if (sync.empty()) out_.longest_chain.clear();
    std::vector<std::set<std::size_t>> called(n());
    for (const Link& link : sync) called[link.from].insert(link.to);
    for (std::size_t i = 0; i < n(); ++i)
      if (called[i].size() > out_.widest) {
        out_.widest = called[i].size();
        out_.widest_name = out_.contexts[i].name;
      }
    const auto all = reachable(n(), sync);
    for (std::size_t i = 0; i < n(); ++i) {
      double product = 1;
      bool any = false;
      auto promise = [&](std::size_t context) {
        const model::Context* of = declared(context);
        if (!of || !of->slo.availability) return;
        product *= *of->slo.availability / 100;
        any = true;
      };
      promise(i);
      for (std::size_t other : all[i])
        if (other != i) {
          promise(other);
          ++out_.contexts[i].waits_for;
        }
      if (any) out_.contexts[i].best_availability = 100 * product;
    }
  }

  void distance() {
    Distance& distance = out_.distance;
    double diverging = 0, both = 0;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      if (states_[i] == CellState::open) {
        ++distance.not_judged;
        continue;
      }
      const double weight =
          out_.weights.of(*edges_[i]) * std::log2(1 + static_cast<double>(edges_[i]->relations.size()));
      both += weight;
      if (states_[i] == CellState::allowed) {
        ++distance.convergences;
      } else {
        ++distance.divergences;
        diverging += weight;
      }
    }
    for (std::size_t from = 0; from < n(); ++from) {
      const model::Context* context = declared(from);
      if (!context) continue;
      for (const model::Use& use : context->uses) {
        const std::size_t to = number(map_.find(use.to));
        if (to == no_context) continue;
        auto seen = [&](const EdgeClass* cls) {
          return std::any_of(edges_.begin(), edges_.end(), [&](const Edge* edge) {
            return number(edge->from) == from && number(edge->to) == to && (!cls || edge->cls == *cls);
          });
        };
        if (use.by.empty()) {
          ++distance.declared;
          distance.absences += !seen(nullptr);
          continue;
        }
        for (EdgeClass cls :
             {EdgeClass::call, EdgeClass::event, EdgeClass::import, EdgeClass::data, EdgeClass::schema})
          if (use.by.has(cls)) {
            ++distance.declared;
            distance.absences += !seen(&cls);
          }
      }
    }
    const std::size_t all = distance.convergences + distance.divergences + distance.absences;
    if (!out_.is_declared) return;
    if (all > 0) distance.d = ratio(distance.divergences + distance.absences, all);
    if (both > 0) distance.d_w = diverging / both;
    if (distance.declared > 0) distance.staleness = ratio(distance.absences, distance.declared);
    const std::size_t judged = distance.convergences + distance.divergences;
    if (judged > 0) out_.violations_by_edges = 100 * ratio(distance.divergences, judged);
  }

  void coverage() {
    const model::SiteCounts counts = model::count_sites(map_);
    for (std::size_t party = 0; party < counts.size(); ++party) {
      if (numbers_[party] == no_context) continue;
      out_.contexts[numbers_[party]].coverage = model::coverage(counts[party]);
      for (std::size_t kind = 0; kind < model::site_kinds; ++kind) {
        out_.coverage[kind].resolved += counts[party][kind].resolved();
        out_.coverage[kind].all += counts[party][kind].all;
      }
    }
    for (const auto& [context, lines] : sizes_.lines) {
      out_.lines.all += lines;
      if (!context.empty()) out_.lines.resolved += lines;
    }
    if (out_.lines.resolved > 0) {
      const auto lines = static_cast<double>(out_.lines.resolved);
      out_.violations_by_lines = 10'000 * static_cast<double>(sizes_.findings) / lines;
      out_.language_findings = 1'000 * static_cast<double>(sizes_.language_findings) / lines;
    }
  }

  // Names that others see, of contexts that have said what their words are.
  void language() {
    const Facts& facts = map_.architecture().facts();
    for (const Entity& e : facts.entities()) {
      if ((e.kind != EntityKind::channel && e.kind != EntityKind::operation) || model::is_open(e)) continue;
      const EntityId id = facts.id_of(e);
      const std::size_t owner =
          number(e.kind == EntityKind::operation ? map_.of_entity(id) : map_.owner_of(id).party);
      const model::Context* context = owner == no_context ? nullptr : declared(owner);
      if (!context || context->language.empty()) continue;
      std::string_view text = model::bare_name(e.name);
      if (e.kind == EntityKind::operation && !model::attribute(e, "path").empty())
        text = model::attribute(e, "path");
      const std::vector<std::string> words = model::words_in(text);
      ++out_.glossary.all;
      out_.glossary.resolved +=
          std::any_of(context->language.begin(), context->language.end(), [&](const model::Term& term) {
            const std::vector<std::string> wanted = model::words_in(term.name);
            return holds(words, wanted);
          });
    }
  }
  // Whole words in a row; a plural counts.
  static bool holds(const std::vector<std::string>& words, const std::vector<std::string>& wanted) {
    auto same = [](const std::string& a, const std::string& b) {
      return a == b || a == b + "s" || a + "s" == b;
    };
    return !wanted.empty() &&
           std::search(words.begin(), words.end(), wanted.begin(), wanted.end(), same) != words.end();
  }

  // Relational cohesion as NDepend has it: (R + 1) / N.
  void types() {
    for (ContextMeasures& context : out_.contexts) {
      const auto all = sizes_.types.find(context.name);
      if (all == sizes_.types.end() || all->second == 0) continue;
      const auto references = sizes_.type_references.find(context.name);
      const std::size_t r = references == sizes_.type_references.end() ? 0 : references->second;
      context.relational_cohesion = ratio(r + 1, all->second);
    }
  }

  // Contexts that cannot be changed or released apart, whatever the reason.
  void monolith() {
    std::set<std::size_t> members;
    for (const Rings& of : out_.cycles)
      if (of.of == "sync")
        for (const Rings::Ring& ring : of.rings) members.insert(ring.members.begin(), ring.members.end());
    const Facts& facts = map_.architecture().facts();
    for (EntityId id : map_.architecture().entities(EntityKind::table)) {
      const PartyId owner = map_.owner_of(id).party;
      if (owner != nobody && map_.party(owner).kernel) continue;
      std::set<std::size_t> writers;
      for (RelationId r : map_.architecture().to(id))
        if (facts[r].kind == RelationKind::writes && facts[r].certainty != Certainty::guessed &&
            !model::is_open(facts[r]) && !model::is_open(facts[id]))
          if (std::size_t who = number(map_.doer(facts[r])); who != no_context) writers.insert(who);
      if (writers.size() > 1) members.insert(writers.begin(), writers.end());
    }
    for (std::size_t i = 0; i < edges_.size(); ++i)
      if (edges_[i]->cls == EdgeClass::import && states_[i] != CellState::allowed) {
        members.insert(number(edges_[i]->from));
        members.insert(number(edges_[i]->to));
      }
    out_.distributed_monolith = ratio(members.size(), n());
    for (std::size_t member : members) out_.monolith_members.push_back(out_.contexts[member].name);
  }

  const ContextMap& map_;
  const Sizes& sizes_;
  Metrics out_;
  std::vector<std::size_t> numbers_;  // by party
  std::vector<PartyId> parties_;      // by number
  std::vector<const Edge*> edges_;    // between contexts
  std::vector<CellState> states_;     // of edges_
};

}  // namespace

std::string_view to_string(CellState state) { return states[static_cast<std::size_t>(state)]; }

double Weights::of(const Edge& edge) const {
  switch (edge.cls) {
    case EdgeClass::call: return call;
    case EdgeClass::event: return event;
    case EdgeClass::import: return import;
    case EdgeClass::schema: return schema;
    case EdgeClass::data: return edge.writes ? foreign_write : foreign_read;
  }
  return 0;
}

Metrics measure(const ContextMap& map, const Sizes& sizes, const Weights& weights) {
  return Measuring(map, sizes, weights).run();
}

}  // namespace demarc::drift
