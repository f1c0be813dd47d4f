// The order of things: check, settings of the model, exceptions, identity, sorting.
#include "rules/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>

#include "analyzer/base/glob.h"
#include "rules/ground.h"

namespace demarc::rules {
namespace {

std::string day_of_run() {
  std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm day{};
  gmtime_r(&now, &day);
  return fmt::format("{:04}-{:02}-{:02}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

bool fits_any(const model::NamedList& globs, std::string_view text) {
  return std::any_of(globs.begin(), globs.end(), [&](const model::Named& n) {
    return Glob(has_wildcard(n.text) ? n.text : n.text + "/**").matches(text) || n.text == text;
  });
}

// What an exception may call the thing a finding is about: with or without class, store and service.
std::vector<std::string_view> names_of(const Finding& finding) {
  std::string_view object = finding.object;
  std::vector<std::string_view> out{object, bare_name(object)};
  for (std::size_t blank = object.find(' '); blank != std::string_view::npos;
       blank = object.find(' ', blank + 1)) {
    out.push_back(object.substr(blank + 1));
    out.push_back(bare_name(object.substr(blank + 1)));
  }
  return out;
}

bool fits_object(const model::NamedList& globs, const Finding& finding) {
  for (std::string_view name : names_of(finding))
    for (const model::Named& wanted : globs)
      if (Glob(wanted.text, Glob::Case::folded).matches(name)) return true;
  return false;
}

std::vector<const Step*> sites_of(const Finding& finding) {
  std::vector<const Step*> out;
  if (!finding.places.empty()) out.push_back(&finding.places[0]);
  for (const Step& step : finding.others) out.push_back(&step);
  return out;
}

// An exception that names files takes away the places in them; what is left is still a finding.
bool is_hidden(const model::Exception& exception, Finding& finding) {
  bool context_fits = exception.contexts.empty() || fits_any(exception.contexts, finding.from) ||
                      fits_any(exception.contexts, finding.to);
  bool object_fits = exception.objects.empty() || fits_object(exception.objects, finding);
  if (!context_fits || !object_fits) return false;
  if (!exception.anything.empty()) {
    bool fits = fits_any(exception.anything, finding.from) || fits_any(exception.anything, finding.to) ||
                fits_object(exception.anything, finding);
    if (fits) return true;
  }
  const model::NamedList& paths = exception.paths.empty() ? exception.anything : exception.paths;
  if (paths.empty()) return true;
  std::vector<const Step*> sites = sites_of(finding);
  bool all = !sites.empty() &&
             std::all_of(sites.begin(), sites.end(), [&](const Step* s) { return fits_any(paths, s->path); });
  if (all) return true;
  std::erase_if(finding.others, [&](const Step& s) { return fits_any(paths, s.path); });
  if (!finding.places.empty() && !finding.others.empty() && fits_any(paths, finding.places[0].path)) {
    finding.places = {finding.others[0]};
    finding.others.erase(finding.others.begin());
  }
  return false;
}

bool chosen(const std::vector<std::string>& globs, std::string_view id) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return Glob(glob).matches(id) || (!has_wildcard(glob) && id.starts_with(glob + "/"));
  });
}

Severity configured_for(Severity severity, Severity rules_own, Severity configured) {
  // What is only worth a note in a louder rule (an open context, a guess) stays a note.
  return severity == Severity::note && rules_own != Severity::note ? Severity::note : configured;
}

}  // namespace

const Rule* find(std::string_view id) {
  for (const Rule* rule : all())
    if (rule->id == id) return rule;
  return nullptr;
}

Outcome run(const model::ContextMap& map, const Selection& selection) {
  Outcome outcome;
  std::string today = selection.today.empty() ? day_of_run() : selection.today;
  for (const Rule* rule : all()) {
    if (!selection.select.empty() && !chosen(selection.select, rule->id)) continue;
    if (chosen(selection.ignore, rule->id)) continue;
    if (rule->basis == Basis::model && !map.is_declared()) continue;
    const model::RuleSetting* setting = map.model().rule(rule->id);
    if (setting && setting->severity == model::SeverityWord::off) continue;
    outcome.ran.emplace_back(rule->id);
    std::vector<Finding> found;
    rule->check(Ground(map, *rule, today), found);
    for (Finding& finding : found) {
      finding.rule = rule->id;
      if (rule->basis == Basis::contexts && !map.is_declared()) finding.severity = Severity::note;
      if (setting && setting->severity)
        finding.severity = configured_for(finding.severity, rule->severity,
                                          static_cast<Severity>(static_cast<int>(*setting->severity) - 1));
      if (setting && !setting->message.empty()) finding.message += " " + setting->message;
      if (finding.help.empty()) finding.help = rule->fix;
      const model::Exception* hiding = nullptr;
      if (setting)
        for (const model::Exception& exception : setting->ignore)
          // Past its day an exception hides nothing.
          if ((exception.until.text.empty() || exception.until.text >= today) && !hiding &&
              is_hidden(exception, finding))
            hiding = &exception;
      if (hiding) outcome.hidden.push_back({std::move(finding), hiding->at, hiding->why});
      else outcome.findings.push_back(std::move(finding));
    }
  }
  auto key = [](const Finding& f) {
    return std::tuple(-static_cast<int>(f.severity), std::string_view(f.rule), std::string_view(f.from),
                      std::string_view(f.to), std::string_view(f.object), std::string_view(f.message));
  };
  std::stable_sort(outcome.findings.begin(), outcome.findings.end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  // One finding for one identity: a second one only adds its places.
  std::map<std::string, std::size_t> seen;
  std::vector<Finding> unique;
  for (Finding& finding : outcome.findings) {
    auto [at, is_new] = seen.emplace(finding.fingerprint(), unique.size());
    if (is_new) {
      unique.push_back(std::move(finding));
      continue;
    }
    Finding& first = unique[at->second];
    if (!finding.places.empty()) first.others.push_back(finding.places[0]);
    first.others.insert(first.others.end(), finding.others.begin(), finding.others.end());
  }
  outcome.findings = std::move(unique);
  return outcome;
}

}  // namespace demarc::rules
