// One line a finding, for grep and editors: path:line:col: severity[rule] message.
#include <ostream>

#include "integrations/reporters/frame.h"
#include "integrations/reporters/report.h"

namespace demarc::reporters {
namespace {

void write_concise(const Report& report, const ReporterOptions& options, std::ostream& out) {
  for (const Finding& finding : report.findings) {
    std::string place;
    if (!finding.places.empty()) place = to_string(report.sources->place(finding.places[0]), report.prefix);
    out << options.style(Paint::strong, place.empty() ? "-" : place) << ": "
        << options.style(paint_of(finding.severity),
                         std::string(to_string(finding.severity)) + "[" + finding.rule + "]")
        << ' ' << printable(finding.message);
    if (!finding.others.empty()) out << " (" << counted(finding.others.size() + 1, "place") << ')';
    out << '\n';
  }
}

}  // namespace

extern const Reporter concise{"concise", "one line a finding: path:line:col: severity[rule] message",
                              write_concise};

}  // namespace demarc::reporters
