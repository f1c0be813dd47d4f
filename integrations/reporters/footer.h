// The end of a report for people: what was read, what was found, what was not understood, and what to do
// next.
#pragma once
#include <iosfwd>

#include "integrations/reporters/report.h"

namespace demarc {

void write_footer(const Report& report, const ReporterOptions& options, std::ostream& out);

// "9 errors, 8 warnings, 3 notes"; "none".
std::string severities(const Report& report, const Style& style);

}  // namespace demarc
