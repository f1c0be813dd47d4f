// The measures of an architecture against its declared contexts. docs/metrics.md gives each formula.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/drift/graph_measures.h"
#include "analyzer/drift/history.h"
#include "analyzer/model/sites.h"

namespace demarc::drift {

// ω: what one distinct object of a class weighs in W. They order work; nothing is judged by them.
struct Weights {
  double foreign_write = 5, foreign_read = 4, import = 3, call = 2, schema = 2, event = 1;
  double of(const model::Edge& edge) const;
};

// What the facts do not hold, counted by the caller.
struct Sizes {
  std::map<std::string, std::size_t> lines;  // of code, by context; "" for code of nobody
  // Types that a context defines, and pairs of them of which one mentions the other.
  std::map<std::string, std::size_t> types, type_references;
  std::size_t findings = 0;           // errors and warnings of all rules
  std::size_t language_findings = 0;  // of the rules about language
};

enum class CellState : std::uint8_t { allowed, open, undeclared, forbidden, absent };
std::string_view to_string(CellState);

// How one context uses another: distinct objects by class, not sites.
struct Cell {
  std::size_t from = 0, to = 0;                              // numbers in Metrics::contexts
  std::size_t calls = 0, events = 0, data = 0, imports = 0;  // data with schema
  std::size_t sites = 0;
  double weight = 0;                    // W
  CellState state = CellState::absent;  // the worst of its edges; absent: declared, and nothing seen
};

struct ContextMeasures {
  std::string name;
  std::size_t lines = 0;
  std::size_t afferent = 0, efferent = 0;     // Ca, Ce: contexts, not edges
  std::optional<double> instability;          // Ce / (Ca + Ce)
  std::optional<double> published_share;      // of the operations and events that others use
  std::optional<double> cohesion;             // internal sites by all sites that touch the context
  std::optional<double> event_ratio;          // distinct events by distinct events and calls it uses
  std::optional<double> best_availability;    // percent: its own promise times those it must wait for
  std::size_t waits_for = 0;                  // contexts that a call of it may reach, one after the other
  std::optional<double> relational_cohesion;  // (R + 1) / N
  std::size_t operations = 0;                 // that it offers
  std::size_t roots = 0;                      // first parts of their paths: kinds of things that are offered
  std::optional<double> biggest_root;         // share of operations below the root with most of them
  double coverage = 1;                        // resolved sites by all
};

// Contexts that depend on each other in rings of one class of edges.
struct Rings {
  std::string of;     // "sync", "data", "code", "all"
  double tangle = 0;  // contexts in rings by all
  struct Ring {
    std::vector<std::size_t> members;
    Cut cut;
  };
  std::vector<Ring> rings;
};

struct UnitPurity {
  std::string unit, owner;  // owner "" when nobody is
  std::size_t accesses = 0;
  double purity = 0;
  std::size_t writers = 0;  // contexts
};

// What one operation or entry waits for while it runs.
struct EntryMeasures {
  std::string name, context;
  std::size_t trips = 0;      // round trips to other contexts in one run; those of unbounded loops count once
  bool is_unbounded = false;  // a loop over data stands around one of them
  std::size_t contexts = 0;   // other contexts that it asks itself
  std::size_t chain = 0;      // services in a row, itself included
  std::optional<double> best_availability;  // percent: of all that it must wait for, itself included
};

// How the services would be divided by what they do with each other.
struct Suggestion {
  std::size_t services = 0;        // of contexts
  std::optional<double> distance;  // moves and joins, by services
  std::size_t moves = 0, joins = 0;
  double modularity = 0, declared_modularity = 0;
  struct Move {
    std::string service, from, to;  // contexts
    double inside = 0, there = 0;   // W of its links to its own context, and to the other
  };
  std::vector<Move> out_of_place;  // strongest first
};

struct Distance {
  std::size_t convergences = 0, divergences = 0, absences = 0;
  std::size_t not_judged = 0;    // edges of contexts that have not begun to declare
  std::size_t declared = 0;      // #U
  std::optional<double> d, d_w;  // nothing where nothing is declared
  std::optional<double> staleness;
};

struct Metrics {
  std::vector<ContextMeasures> contexts;  // without kernels, by name as declared
  bool is_declared = false;               // else every service counts as a context
  Weights weights;
  std::vector<Cell> matrix;  // by from and to; only cells with something in them
  // Where a dependency leads to something less stable: I(to) > I(from) + 0.1.
  std::vector<std::pair<std::size_t, std::size_t>> less_stable;
  double density = 0, gini_afferent = 0, gini_efferent = 0;
  Reach reach;
  std::vector<Rings> cycles;
  std::optional<double> violations_by_edges;  // per 100 edges
  std::optional<double> violations_by_lines;  // per 10,000 lines of assigned code
  std::optional<double> ownership_purity;     // of all units, by accesses
  std::vector<UnitPurity> units;              // least pure first
  std::size_t shared_units = 0, unowned_units = 0;
  std::optional<double> event_ratio;
  std::vector<std::string> longest_chain;  // contexts that wait for each other, one after the other
  std::size_t widest = 0;                  // contexts that one calls
  std::string widest_name;
  Distance distance;
  struct Share {
    std::size_t resolved = 0, all = 0;
  };
  std::array<Share, model::site_kinds> coverage;
  Share lines;                         // of contexts, of all
  Share owned_units;                   // with an owner, of all
  Share team_edges;                    // edges that cross teams, of all whose both ends have one
  std::vector<EntryMeasures> entries;  // most round trips first
  std::size_t entries_over = 0;        // that the rules about conversations would tell by their defaults
  double median_trips = 0, median_contexts = 0;
  Suggestion suggestion;
  std::optional<History> history;  // where the caller has read one
  Share glossary;                  // published names that hold a term, of all of contexts with a glossary
  std::optional<double> language_findings;  // per 1,000 lines
  double distributed_monolith = 0;          // share of contexts, 0 … 1
  std::vector<std::string> monolith_members;
};

// The parts that are about operations and about services: entries, interfaces, the suggested cut.
void measure_entries(const model::ContextMap& map, Metrics& into);
void measure_interfaces(const model::ContextMap& map, Metrics& into);
void measure_suggestion(const model::ContextMap& map, const Weights& weights, Metrics& into);

Metrics measure(const model::ContextMap& map, const Sizes& sizes = {}, const Weights& weights = {});

// One JSON object (docs/metrics.md).
std::string to_json(const Metrics& metrics);

}  // namespace demarc::drift
