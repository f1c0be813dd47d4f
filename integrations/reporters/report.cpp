// Questions that every reporter asks of a report.
#include "integrations/reporters/report.h"

#include <algorithm>

namespace demarc {

std::uint32_t Report::count(Severity severity) const {
  return static_cast<std::uint32_t>(std::count_if(findings.begin(), findings.end(),
                                                  [&](const Finding& f) { return f.severity == severity; }));
}

const RuleText* Report::rule(std::string_view id) const {
  auto found = std::find_if(rules.begin(), rules.end(), [&](const RuleText& r) { return r.id == id; });
  return found == rules.end() ? nullptr : &*found;
}

const Reporter* reporters::find(std::string_view name) {
  for (const Reporter* one : all())
    if (one->name == name) return one;
  return nullptr;
}

}  // namespace demarc
