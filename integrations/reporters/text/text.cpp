// The report for people: one block a finding as compilers print them, then the footer.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "integrations/reporters/footer.h"
#include "integrations/reporters/frame.h"
#include "integrations/reporters/report.h"

namespace demarc::reporters {
namespace {

constexpr std::size_t shown_of_a_kind = 6;  // findings of one rule and one context before the rest is counted
constexpr std::size_t shown_of_a_rule = 10;  // and of one rule in all contexts, errors apart
constexpr std::size_t shown_places = 3;      // of other places, declarations

class Block {
 public:
  Block(const Report& report, const ReporterOptions& options, std::ostream& out)
      : report_(report), options_(options), style_(options.style), out_(out) {}

  void write(const Finding& finding) {
    out_ << style_(paint_of(finding.severity),
                   fmt::format("{}[{}]", to_string(finding.severity), finding.rule))
         << "  " << style_(Paint::strong, printable(finding.message)) << '\n';
    gutter_ = 2;
    if (!finding.places.empty())
      gutter_ = write_frame(out_, *report_.sources, report_.sources->place(finding.places[0]), report_.prefix,
                            finding.label, paint_of(finding.severity), style_);
    if (!finding.owner.empty()) note("owner", printable(finding.owner));
    steps("evidence", finding.places.empty() ? std::span<const Step>() : std::span(finding.places).subspan(1),
          options_.verbose ? finding.places.size() : 12);
    steps("declared", finding.declared, options_.verbose ? finding.declared.size() : shown_places);
    others(finding);
    if (!finding.help.empty()) note("help", printable(finding.help));
    out_ << '\n';
  }

 private:
  void note(std::string_view word, std::string_view text) {
    out_ << std::string(gutter_ + 1, ' ') << style_(Paint::frame, "=") << ' ' << word << ": " << text << '\n';
  }

  void steps(std::string_view word, std::span<const Step> steps, std::size_t limit) {
    const std::string indent(gutter_ + 1 + 2 + word.size() + 2, ' ');
    std::size_t n = 0;
    for (const Step& step : steps) {
      if (n == limit) {
        out_ << indent << fmt::format("+{} more\n", steps.size() - n);
        return;
      }
      std::string line = to_string(report_.sources->place(step), report_.prefix);
      if (!step.what.empty()) line += (line.empty() ? "" : "  ") + printable(step.what);
      if (n++ == 0) note(word, line);
      else out_ << indent << line << '\n';
    }
  }

  void others(const Finding& finding) {
    if (finding.others.empty()) return;
    if (options_.verbose) return steps("also at", finding.others, finding.others.size());
    const std::size_t shown = std::min(finding.others.size(), shown_places);
    std::string line;
    for (std::size_t i = 0; i < shown; ++i)
      line += (i ? ", " : "") + to_string(report_.sources->place(finding.others[i]), report_.prefix);
    if (finding.others.size() > shown)
      line += fmt::format(", +{} more place{}", finding.others.size() - shown,
                          finding.others.size() - shown == 1 ? "" : "s");
    note("also at", line);
  }

  const Report& report_;
  const ReporterOptions& options_;
  const Style& style_;
  std::ostream& out_;
  std::size_t gutter_ = 2;
};

void write_text(const Report& report, const ReporterOptions& options, std::ostream& out) {
  Block block(report, options, out);
  std::map<std::pair<std::string, std::string>, std::size_t> seen;
  std::map<std::string, std::size_t> shown;
  std::map<std::string, std::map<std::string, std::size_t>> left;  // by rule and context
  for (const Finding& finding : report.findings) {
    const bool is_too_much = ++seen[{finding.rule, finding.from}] > shown_of_a_kind ||
                             (finding.severity != Severity::error && shown[finding.rule] >= shown_of_a_rule);
    if (is_too_much && !options.verbose) {
      ++left[finding.rule][finding.from];
      continue;
    }
    ++shown[finding.rule];
    block.write(finding);
  }
  const bool collapsed = !left.empty();
  for (const auto& [rule, contexts] : left) {
    std::size_t count = 0;
    for (const auto& [context, n] : contexts) count += n;
    const std::string& first = contexts.begin()->first;
    const std::string where = contexts.size() > 1 ? fmt::format(" in {} contexts", contexts.size())
                              : first.empty()     ? std::string()
                                                  : " in " + printable(first);
    out << fmt::format("+{} more of {}{}\n", count, rule, where);
  }
  if (collapsed) out << options.style(Paint::dim, "--verbose lists them all") << "\n\n";
  if (!options.quiet) write_footer(report, options, out);
}

}  // namespace

extern const Reporter text{"text", "findings with the code they are about, then what was read", write_text};

}  // namespace demarc::reporters
