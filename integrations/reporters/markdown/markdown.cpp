// A summary in Markdown, for a job summary or a comment: findings in a table, then the counts.
#include <fmt/format.h>

#include <ostream>

#include "integrations/reporters/footer.h"
#include "integrations/reporters/frame.h"
#include "integrations/reporters/report.h"

namespace demarc::reporters {
namespace {

constexpr std::size_t most_rows = 200;  // a comment may hold 65,536 characters

// Text from code and templates, as text: nothing of it is markup.
std::string cell(std::string_view text) {
  std::string out;
  for (char c : printable(text)) {
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else if (std::string_view("\\`*_[]|~#!@").find(c) != std::string_view::npos) (out += '\\') += c;
    else out += c;
  }
  return out;
}

std::string code(std::string_view text) {
  std::string shown = printable(text);
  for (char& c : shown)
    if (c == '`' || c == '|') c = '\'';
  return "`" + shown + "`";
}

void write_markdown(const Report& report, const ReporterOptions& options, std::ostream& out) {
  const std::string_view name = report.system.empty() ? std::string_view("this tree") : report.system;
  out << "## Demarc: " << cell(name) << "\n\n";
  out << severities(report, Style{}) << (report.findings.empty() ? " found" : "");
  if (report.narrowed_away > 0) out << fmt::format("; {} elsewhere in the tree", report.narrowed_away);
  out << ".\n";
  if (!report.findings.empty()) {
    out << "\n| | rule | what | where |\n|---|---|---|---|\n";
    std::size_t n = 0;
    for (const Finding& finding : report.findings) {
      if (n++ == most_rows && !options.verbose) break;
      std::string where;
      if (!finding.places.empty())
        where = code(to_string(report.sources->place(finding.places[0]), report.prefix));
      if (!finding.others.empty()) where += fmt::format(" +{}", finding.others.size());
      out << fmt::format("| {} | {} | {} | {} |\n", to_string(finding.severity), code(finding.rule),
                         cell(finding.message), where);
    }
    if (report.findings.size() > most_rows && !options.verbose)
      out << fmt::format("\n{} more findings are not shown.\n", report.findings.size() - most_rows);
  }
  if (options.quiet) return;
  const Coverage& coverage = report.coverage;
  std::uint32_t open = 0, sites = 0;
  for (const auto& [what, count] : coverage.sites) {
    open += count.open;
    sites += count.open + count.resolved;
  }
  out << fmt::format(
      "\n{} in {}; {} of {} files read, {} of {} sites unresolved",
      report.model.empty() ? "No contexts declared" : counted(report.counts.contexts, "context"),
      counted(report.counts.services, "service"), coverage.read, coverage.files, open, sites);
  if (!report.model.empty())
    out << fmt::format(", {} belong to no context", counted(report.counts.unclaimed, "file"));
  out << ".\n";
}

}  // namespace

extern const Reporter markdown{"markdown", "a summary table, for a comment or a job summary", write_markdown};

}  // namespace demarc::reporters
