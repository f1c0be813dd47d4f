// GitHub's workflow commands: an annotation for each finding on the lines of a pull request.
#include <fmt/format.h>

#include <ostream>

#include "integrations/reporters/report.h"

namespace demarc::reporters {
namespace {

// What the commands' own syntax forbids, as GitHub's toolkit escapes it.
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (char c : text) {
    if (c == '%') out += "%25";
    else if (c == '\r') out += "%0D";
    else if (c == '\n') out += "%0A";
    else if (is_property && c == ':') out += "%3A";
    else if (is_property && c == ',') out += "%2C";
    else out += c;
  }
  return out;
}

void write_github(const Report& report, const ReporterOptions&, std::ostream& out) {
  for (const Finding& finding : report.findings) {
    const std::string_view command = finding.severity == Severity::error     ? "error"
                                     : finding.severity == Severity::warning ? "warning"
                                                                             : "notice";
    out << "::" << command << ' ';
    if (!finding.places.empty()) {
      const Place place = report.sources->place(finding.places[0]);
      out << "file=" << escaped(report.prefix + std::string(place.path), true);
      if (place.line != 0) out << ",line=" << place.line;
      if (place.end_line > place.line) out << ",endLine=" << place.end_line;
      // GitHub takes columns only within one line.
      if (place.line != 0 && place.column != 0 && place.end_line <= place.line)
        out << ",col=" << place.column;
      if (place.end_column != 0 && place.end_line == place.line) out << ",endColumn=" << place.end_column;
      out << ',';
    }
    out << "title=" << escaped(finding.rule, true) << "::";
    std::string text = finding.message;
    if (!finding.help.empty()) text += "\n" + finding.help;
    if (!finding.others.empty())
      text += fmt::format("\n{} in all", counted(finding.others.size() + 1, "place"));
    out << escaped(text, false) << '\n';
  }
}

}  // namespace

extern const Reporter github{"github", "workflow commands: annotations in a pull request", write_github};

}  // namespace demarc::reporters
