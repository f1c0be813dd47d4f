// The footer: numbers in a small table, reasons of what stayed open, the next commands.
#include "integrations/reporters/footer.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace demarc {
namespace {

class Table {
 public:
  Table(std::ostream& out, const Style& style) : out_(out), style_(style) {}
  void row(std::string_view name, std::string_view text) {
    out_ << "  " << style_(Paint::dim, fmt::format("{:<18}", name)) << text << '\n';
  }
  void more(std::string_view text) { out_ << std::string(20, ' ') << text << '\n'; }

 private:
  std::ostream& out_;
  const Style& style_;
};

std::string joined(const std::map<std::string, std::uint32_t>& counts, std::string_view separator = ", ") {
  std::string out;
  for (const auto& [word, n] : counts) out += fmt::format("{}{} {}", out.empty() ? "" : separator, word, n);
  return out;
}

// What stayed open, most frequent reason first.
std::vector<std::pair<std::string, std::size_t>> top_reasons(const Coverage& coverage, std::size_t limit) {
  std::map<std::string, std::size_t> counts;
  for (const Coverage::Open& open : coverage.open) ++counts[open.reason.empty() ? open.what : open.reason];
  std::vector<std::pair<std::string, std::size_t>> all(counts.begin(), counts.end());
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (all.size() > limit) all.resize(limit);
  return all;
}

void write_coverage(const Report& report, const ReporterOptions& options, Table& table) {
  const Coverage& coverage = report.coverage;
  std::string files = fmt::format("{} read of {}", coverage.read, coverage.files);
  if (!coverage.by_language.empty()) files += fmt::format(" ({})", joined(coverage.by_language));
  table.row("files", files);
  if (!coverage.left_out.empty()) table.row("  left out", joined(coverage.left_out));
  if (!report.counts.unread.empty())
    table.row("  not seen", fmt::format("{}: no reader knows the language", report.counts.unread));
  if (coverage.with_errors > 0)
    table.row("  with errors", fmt::format("{}, read as far as possible", coverage.with_errors));
  if (!report.counts.relations.empty()) {
    std::string edges = joined(report.counts.relations);
    if (report.counts.guessed > 0) edges += fmt::format("; {} guessed, not judged", report.counts.guessed);
    table.row("edges", edges);
  }
  if (!report.model.empty())
    table.row("unclaimed files",
              report.counts.unclaimed == 0 ? "none" : fmt::format("{}", report.counts.unclaimed));
  std::uint32_t open = 0, all = 0;
  std::string kinds;
  for (const auto& [what, sites] : coverage.sites) {
    open += sites.open;
    all += sites.open + sites.resolved;
    if (sites.open > 0)
      kinds += fmt::format("{}{} {} of {}", kinds.empty() ? "" : ", ", what, sites.open,
                           sites.open + sites.resolved);
  }
  if (all > 0) table.row("unresolved sites", open == 0 ? fmt::format("none of {}", all) : kinds);
  for (const auto& [reason, n] : top_reasons(coverage, options.verbose ? 20 : 3))
    table.more(fmt::format("{} x {}", n, printable(reason)));
  if (!report.notes.empty()) {
    table.row("incomplete", fmt::format("{}", counted(report.notes.size(), "note")));
    const std::size_t shown = options.verbose ? report.notes.size() : 3;
    for (std::size_t i = 0; i < std::min(shown, report.notes.size()); ++i) {
      const RunNote& note = report.notes[i];
      std::string place = note.place.path.empty() ? "" : printable(report.prefix + note.place.path);
      if (const Place at = report.sources->place(note.place); at.line != 0)
        place += fmt::format(":{}", at.line);
      table.more(fmt::format("{}{}{}", place, place.empty() ? "" : "  ", printable(note.text)));
    }
    if (report.notes.size() > shown) table.more(fmt::format("+{} more", report.notes.size() - shown));
  }
}

}  // namespace

std::string severities(const Report& report, const Style& style) {
  std::string out;
  for (Severity severity : {Severity::error, Severity::warning, Severity::note})
    if (std::uint32_t n = report.count(severity); n > 0)
      out += (out.empty() ? "" : ", ") + style(paint_of(severity), counted(n, to_string(severity)));
  return out.empty() ? style(Paint::good, "none") : out;
}

void write_footer(const Report& report, const ReporterOptions& options, std::ostream& out) {
  Table table(out, options.style);
  const RunCounts& counts = report.counts;
  std::string contexts =
      report.model.empty()
          ? "none declared: every service counts as a context of its own"
          : fmt::format("{}{}", counts.contexts,
                        counts.kernels > 0 ? ", and " + counted(counts.kernels, "shared kernel") : "");
  table.row("contexts", contexts);
  table.row("services", fmt::format("{}, {}, {}", counts.services, counted(counts.tables, "table"),
                                    counted(counts.channels, "channel")));
  write_coverage(report, options, table);
  std::string findings = severities(report, options.style);
  if (report.narrowed_away > 0) findings += fmt::format("; {} elsewhere in the tree", report.narrowed_away);
  table.row("findings", findings);
  if (const Report::Known& known = report.baseline; !known.path.empty())
    table.row("known before",
              fmt::format("{}{}{}", known.findings,
                          known.grown > 0 ? fmt::format(", {} with new places", known.grown) : "",
                          known.gone > 0 ? fmt::format(", {} not found any more", known.gone) : ""));
  table.row("time", counts.bytes < 100'000
                        ? fmt::format("{:.2f} s for {} kB", counts.seconds, (counts.bytes + 999) / 1000)
                        : fmt::format("{:.2f} s for {:.1f} MB", counts.seconds,
                                      static_cast<double>(counts.bytes) / 1e6));
  if (options.timings)
    for (const RunStation& station : report.stations)
      table.row("  " + station.name,
                fmt::format("{:7.3f} s, {:7.3f} s of all cores", station.wall, station.cpu));
  if (report.next.empty()) return;
  out << "\nnext\n";
  std::size_t width = 0;
  for (const auto& [command, why] : report.next) width = std::max(width, command.size());
  for (const auto& [command, why] : report.next) out << fmt::format("  {:<{}}  {}\n", command, width, why);
}

}  // namespace demarc
