// demarc metrics: the measures of the recovered architecture, as tables or as JSON.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iostream>
#include <memory>
#include <set>

#include "analyzer/drift/metrics.h"
#include "integrations/cli/command.h"
#include "integrations/cli/result.h"
#include "integrations/cli/tree.h"
#include "rules/engine.h"

namespace demarc::cli::commands {
namespace {

using drift::Metrics;

struct Choice {
  std::string root, format = "text";
  std::vector<std::string> weights;
  unsigned days = 90;
};

// Lines of all source files by context; files of a lock or data format count like any other that is read.
std::map<std::string, std::size_t> lines_by_context(const Tree& tree) {
  std::map<std::string, std::size_t> out;
  const Files& files = tree.analysis().files;
  for (std::uint32_t i = 1; i <= files.size(); ++i) {
    const FileId id{i};
    if (files[id].file_class != FileClass::source || files[id].host) continue;
    const std::vector<std::uint32_t>& counted = tree.analysis().lines;
    std::size_t lines = i < counted.size() ? counted[i] : 0;
    if (lines == 0) {
      // No reader knows it: it is counted like any other code.
      const std::optional<std::string> text = files.read(id, 1u << 20);
      if (!text || text->find('\0') != std::string::npos) continue;
      lines = static_cast<std::size_t>(std::count(text->begin(), text->end(), '\n'));
    }
    const model::PartyId party = tree.map().of_path(files.path(id));
    out[party == model::nobody ? "" : tree.map().name(party)] += lines;
  }
  return out;
}

// Types of each context, and pairs of them of which one mentions the other.
void count_types(const Tree& tree, drift::Sizes& sizes) {
  std::map<std::string, std::set<std::string>> types;
  std::map<std::string, std::set<std::pair<std::string, std::string>>> pairs;
  const std::vector<TypeInCode> all = types_in_code(tree.analysis());
  auto context_of = [&](const TypeInCode& type) {
    return tree.map().name(tree.map().of_path(tree.analysis().files.shown_path(type.file)));
  };
  for (const TypeInCode& type : all) types[context_of(type)].insert(type.name);
  for (const TypeInCode& type : all) {
    const std::string context = context_of(type);
    for (const std::string& other : type.mentions)
      if (types[context].contains(other)) pairs[context].emplace(type.name, other);
  }
  for (const auto& [context, some] : types) sizes.types[context] = some.size();
  for (const auto& [context, some] : pairs) sizes.type_references[context] = some.size();
}

std::optional<drift::History> history_of(const Tree& tree, const Metrics& metrics, unsigned days) {
  if (days == 0) return {};
  std::map<std::string, std::size_t> numbers;
  for (std::size_t i = 0; i < metrics.contexts.size(); ++i) numbers.emplace(metrics.contexts[i].name, i);
  drift::HistoryOptions options;
  options.days = days;
  return drift::read_history(
      tree.root(), metrics.contexts.size(),
      [&](std::string_view path) -> std::optional<std::size_t> {
        const auto found = numbers.find(tree.map().name(tree.map().of_path(path)));
        if (found == numbers.end()) return {};
        return found->second;
      },
      options);
}

drift::Sizes sizes_of(const Tree& tree) {
  drift::Sizes sizes;
  count_types(tree, sizes);
  sizes.lines = lines_by_context(tree);
  for (const Finding& finding : rules::run(tree.map()).findings) {
    sizes.findings += finding.severity != Severity::note;
    sizes.language_findings += finding.rule.starts_with("language/");
  }
  return sizes;
}

std::string rounded(double value, int digits = 2) { return fmt::format("{:.{}f}", value, digits); }
std::string rounded(const std::optional<double>& value, int digits = 2) {
  return value ? rounded(*value, digits) : "–";
}
std::string share(const Metrics::Share& share) {
  if (share.all == 0) return "–";
  return fmt::format("{:.0f} % ({} of {})",
                     100 * static_cast<double>(share.resolved) / static_cast<double>(share.all),
                     share.resolved, share.all);
}

class Printer {
 public:
  Printer(const Metrics& metrics, Style style, bool all) : m_(metrics), style_(style), all_(all) {}

  void print() {
    headline();
    contexts();
    matrix();
    cycles();
    data();
    entries();
    suggestion();
    history();
    if (!m_.less_stable.empty()) {
      heading("dependencies on something less stable");
      for (const auto& [from, to] : m_.less_stable)
        line(fmt::format("{} ({}) → {} ({})", name(from), rounded(m_.contexts[from].instability), name(to),
                         rounded(m_.contexts[to].instability)));
    }
  }

 private:
  std::string name(std::size_t context) const { return printable(m_.contexts[context].name); }
  void heading(std::string_view text) { std::cout << '\n' << style_(Paint::strong, text) << '\n'; }
  static void line(std::string_view text) { std::cout << "  " << text << '\n'; }
  static void row(std::string_view what, std::string_view value, std::string_view remark = {}) {
    std::cout << fmt::format("  {:<28} {}", what, value);
    if (!remark.empty()) std::cout << fmt::format("   {}", remark);
    std::cout << '\n';
  }
  static std::string list(const std::vector<std::string>& names, std::string_view between = ", ") {
    std::string out;
    for (const std::string& one : names) {
      if (!out.empty()) out += between;
      out += printable(one);
    }
    return out;
  }

  // A ring counts once in a chain: "a → (b, c) → d".
  std::string chain() const {
    const auto ring_of = [&](const std::string& name) -> const drift::Rings::Ring* {
      for (const drift::Rings& of : m_.cycles)
        if (of.of == "sync")
          for (const drift::Rings::Ring& ring : of.rings)
            for (std::size_t member : ring.members)
              if (m_.contexts[member].name == name) return &ring;
      return nullptr;
    };
    std::string out;
    const drift::Rings::Ring* open = nullptr;
    for (const std::string& one : m_.longest_chain) {
      const drift::Rings::Ring* ring = ring_of(one);
      if (open && ring != open) out += ")";
      if (!out.empty()) out += ring && ring == open ? ", " : " → ";
      if (ring && ring != open) out += "(";
      out += printable(one);
      open = ring;
    }
    if (open) out += ")";
    return out.empty() ? "–" : out;
  }

  void headline() {
    const drift::Distance& d = m_.distance;
    std::cout << style_(Paint::strong, m_.is_declared ? "contexts" : "services (no context is declared)")
              << ": " << m_.contexts.size() << '\n';
    row("distance from the model", rounded(d.d),
        fmt::format("{} as declared, {} not allowed, {} declared and not seen{}", d.convergences,
                    d.divergences, d.absences,
                    d.not_judged ? fmt::format(", {} of open contexts not judged", d.not_judged) : ""));
    row("weighted distance", rounded(d.d_w));
    row("stale declarations", rounded(d.staleness), fmt::format("of {}", d.declared));
    row("violations by 100 edges", rounded(m_.violations_by_edges, 1));
    row("violations by 10,000 lines", rounded(m_.violations_by_lines, 1));
    row("data ownership purity", rounded(m_.ownership_purity),
        fmt::format("{} with several writers, {} of nobody", counted(m_.shared_units, "unit"),
                    m_.unowned_units));
    row("event ratio", rounded(m_.event_ratio));
    row("distributed monolith", fmt::format("{:.0f} %", 100 * m_.distributed_monolith),
        list(m_.monolith_members));
    row("density", rounded(m_.density));
    row("concentration (Gini)",
        fmt::format("{} used by, {} uses", rounded(m_.gini_afferent), rounded(m_.gini_efferent)));
    row("reach", fmt::format("CCD {}  ACD {}  NCCD {}  propagation cost {:.1f} %", m_.reach.ccd,
                             rounded(m_.reach.acd), rounded(m_.reach.nccd), 100 * m_.reach.propagation_cost));
    row("longest chain of calls", chain());
    row("widest", m_.widest == 0 ? "–" : fmt::format("{} calls {}", printable(m_.widest_name), m_.widest));
    row("names in the glossary", share(m_.glossary));
    row("language by 1,000 lines", rounded(m_.language_findings, 1));
    row("edges across teams", share(m_.team_edges));
    row("coverage", fmt::format("calls {}, data {}, events {}, lines {}", share(m_.coverage[0]),
                                share(m_.coverage[1]), share(m_.coverage[2]), share(m_.lines)));
  }

  void contexts() {
    if (m_.contexts.empty()) return;
    std::size_t width = 7;
    for (std::size_t i = 0; i < m_.contexts.size(); ++i) width = std::max(width, columns(name(i)));
    heading("each context");
    line(fmt::format("{:<{}} {:>7} {:>4} {:>4} {:>5} {:>9} {:>8} {:>5} {:>5} {:>6} {:>6} {:>9} {:>8}", "",
                     width, "lines", "Ca", "Ce", "I", "published", "cohesion", "H", "roots", "events",
                     "waits", "available", "coverage"));
    for (std::size_t i = 0; i < m_.contexts.size(); ++i) {
      const drift::ContextMeasures& c = m_.contexts[i];
      line(fmt::format("{}{} {:>7} {:>4} {:>4} {:>5} {:>9} {:>8} {:>5} {:>5} {:>6} {:>6} {:>9} {:>7.0f}%",
                       name(i), std::string(width - columns(name(i)), ' '), c.lines, c.afferent, c.efferent,
                       rounded(c.instability), rounded(c.published_share), rounded(c.cohesion),
                       rounded(c.relational_cohesion, 1), c.roots, rounded(c.event_ratio), c.waits_for,
                       rounded(c.best_availability), 100 * c.coverage));
    }
  }

  void matrix() {
    if (m_.matrix.empty()) return;
    std::size_t width = 7;
    for (const drift::Cell& cell : m_.matrix)
      width = std::max(width, columns(name(cell.from)) + columns(name(cell.to)) + 3);
    const drift::Weights& w = m_.weights;
    heading("coupling: distinct objects");
    line(fmt::format("{:<{}} {:>5} {:>6} {:>4} {:>7} {:>6}", "", width, "calls", "events", "data", "imports",
                     "W"));
    for (const drift::Cell& cell : m_.matrix) {
      const std::string pair = name(cell.from) + " → " + name(cell.to);
      const Paint paint = cell.state == drift::CellState::allowed      ? Paint::good
                          : cell.state == drift::CellState::forbidden  ? Paint::error
                          : cell.state == drift::CellState::undeclared ? Paint::warning
                                                                       : Paint::dim;
      line(fmt::format("{}{} {:>5} {:>6} {:>4} {:>7} {:>6g}  {}", pair,
                       std::string(width - columns(pair), ' '), cell.calls, cell.events, cell.data,
                       cell.imports, cell.weight,
                       style_(paint, cell.state == drift::CellState::absent ? "declared, not seen"
                                                                            : to_string(cell.state))));
    }
    line(fmt::format("W: write {:g}, read {:g}, import {:g}, call {:g}, schema {:g}, event {:g}",
                     w.foreign_write, w.foreign_read, w.import, w.call, w.schema, w.event));
  }

  void cycles() {
    for (const drift::Rings& of : m_.cycles) {
      if (of.rings.empty()) continue;
      heading(fmt::format("rings ({}): {:.0f} % of the contexts", of.of, 100 * of.tangle));
      for (const drift::Rings::Ring& ring : of.rings) {
        std::vector<std::string> members;
        for (std::size_t member : ring.members) members.push_back(m_.contexts[member].name);
        line(list(members));
        for (const drift::Link& link : ring.cut.links)
          line(fmt::format("  cut {} → {} (W {:g}){}", name(link.from), name(link.to), link.weight,
                           ring.cut.is_exact ? "" : ", found by a greedy search"));
      }
    }
  }

  void data() {
    std::size_t shown = 0, impure = 0;
    for (const drift::UnitPurity& unit : m_.units) impure += unit.purity < 1;
    if (impure == 0) return;
    heading("data that others touch");
    for (const drift::UnitPurity& unit : m_.units) {
      if (unit.purity >= 1) continue;
      if (!all_ && shown++ >= 10) {
        line(fmt::format("+{} more; --verbose lists them all", impure - 10));
        break;
      }
      line(fmt::format("{}  purity {}, {}, owner {}", printable(unit.unit), rounded(unit.purity),
                       counted(unit.accesses, "place"),
                       unit.owner.empty() ? "nobody" : printable(unit.owner)));
    }
  }

  void entries() {
    if (m_.entries.empty()) return;
    heading(fmt::format("operations and entries that wait for others: {}", m_.entries.size()));
    line(
        fmt::format("median {:g} round trips to {:g} contexts; {} with 6 round trips, 4 contexts, 4 services "
                    "in a row or more, or in a loop over data",
                    m_.median_trips, m_.median_contexts, m_.entries_over));
    std::size_t width = 0, shown = 0;
    const std::size_t limit = all_ ? m_.entries.size() : std::min<std::size_t>(10, m_.entries.size());
    for (std::size_t i = 0; i < limit; ++i) width = std::max(width, columns(printable(m_.entries[i].name)));
    line(fmt::format("{} {:>6} {:>9} {:>6} {:>9}", std::string(width, ' '), "trips", "contexts", "chain",
                     "available"));
    for (const drift::EntryMeasures& entry : m_.entries) {
      if (shown++ == limit) {
        line(fmt::format("+{} more; --verbose lists them all", m_.entries.size() - limit));
        break;
      }
      const std::string name = printable(entry.name);
      line(fmt::format("{}{} {:>6} {:>9} {:>6} {:>9}", name, std::string(width - columns(name), ' '),
                       entry.is_unbounded ? fmt::format("{}+", entry.trips) : fmt::format("{}", entry.trips),
                       entry.contexts, entry.chain, rounded(entry.best_availability)));
    }
  }

  void suggestion() {
    const drift::Suggestion& s = m_.suggestion;
    if (!s.distance || s.moves + s.joins == 0) return;
    heading("what the code suggests");
    line(
        fmt::format("{} and {} would make of the declared cut of {} the one that the code suggests "
                    "({:.0f} %); modularity {} instead of {}",
                    counted(s.moves, "move"), counted(s.joins, "join"), counted(s.services, "service"),
                    100 * *s.distance, rounded(s.modularity), rounded(s.declared_modularity)));
    for (const drift::Suggestion::Move& move : s.out_of_place)
      line(fmt::format("{} of {} has more to do with {} (W {:g} against {:g})", printable(move.service),
                       printable(move.from), printable(move.to), move.there, move.inside));
  }

  void history() {
    if (!m_.history || m_.history->commits == 0) return;
    const drift::History& h = *m_.history;
    heading(fmt::format("history: {}{}", counted(h.commits, "change"),
                        h.is_cut ? ", as far as there are any here" : ""));
    line(fmt::format("{} contexts are touched by a change in the mean{}", rounded(h.contexts_by_change, 1),
                     h.bulk ? fmt::format("; {} of many files left out", h.bulk) : ""));
    std::size_t shown = 0;
    for (const drift::ChangedTogether& pair : h.pairs) {
      if (!all_ && shown++ == 5) break;
      line(fmt::format("{} changes with {}: {:.0f} % ({} of {})", name(pair.from), name(pair.to),
                       100 * static_cast<double>(pair.both) / static_cast<double>(pair.all), pair.both,
                       pair.all));
    }
  }

  const Metrics& m_;
  Style style_;
  bool all_;
};

// "event=2": false when it is no such thing.
bool set_weight(drift::Weights& weights, std::string_view text) {
  const std::size_t equal = text.find('=');
  if (equal == std::string_view::npos) return false;
  const std::string_view word = text.substr(0, equal), number = text.substr(equal + 1);
  double value = 0;
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (failed != std::errc{} || end != number.data() + number.size() || !(value >= 0) || value > 1e6)
    return false;
  double* into = word == "write"    ? &weights.foreign_write
                 : word == "read"   ? &weights.foreign_read
                 : word == "import" ? &weights.import
                 : word == "call"   ? &weights.call
                 : word == "schema" ? &weights.schema
                 : word == "event"  ? &weights.event
                                    : nullptr;
  if (into) *into = value;
  return into != nullptr;
}

int print_metrics(const Choice& choice, const Common& common) {
  drift::Weights weights;
  for (const std::string& weight : choice.weights)
    if (!set_weight(weights, weight)) {
      complain(common, fmt::format("`{}` is no weight", weight),
               "write CLASS=NUMBER: write, read, import, call, schema or event");
      return exit_trouble;
    }
  auto root = root_of(choice.root, common);
  if (!root) return exit_trouble;
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->analyse(common)) return exit_trouble;
  StationClock clock;
  const drift::Sizes sizes = sizes_of(*tree);
  const StationTime counting = clock.time("sizes and rules");
  clock = {};
  Metrics metrics = drift::measure(tree->map(), sizes, weights);
  const StationTime measuring = clock.time("measures");
  clock = {};
  metrics.history = history_of(*tree, metrics, choice.days);
  if (common.timings)
    for (const StationTime& station : {counting, measuring, clock.time("history")})
      std::cerr << fmt::format("{:<18} {:7.3f} s, {:7.3f} s of all cores\n", station.station, station.wall,
                               station.cpu);
  if (choice.format == "json") std::cout << drift::to_json(metrics);
  else Printer(metrics, common.out(), common.verbose).print();
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto choice = std::make_shared<Choice>();
  CLI::App* command = app.add_subcommand("metrics", "Measure the architecture against the declared contexts");
  command->add_option("ROOT", choice->root, "The tree; without it the one the working directory belongs to");
  command->add_option("--format", choice->format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command
      ->add_option("--weight", choice->weights,
                   "What an object of a class weighs: write, read, import, call, schema or event; repeatable")
      ->type_name("CLASS=N")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command
      ->add_option("--days", choice->days,
                   "Days of history, back from the newest commit, in which contexts that change together are "
                   "looked for; 0 for none")
      ->type_name("N")
      ->check(CLI::Range(0u, 3650u));
  add_tree_options(*command, common);
  add_examples(*command, {{"demarc metrics", "distance from the model, coupling, rings and what to cut"},
                          {"demarc metrics --format json", "everything, for other programs"},
                          {"demarc metrics --weight event=0", "without counting events"}});
  command->callback([=, &common, &work] { work = [=, &common] { return print_metrics(*choice, common); }; });
}

}  // namespace

extern const Command metrics{"metrics", add};

}  // namespace demarc::cli::commands
