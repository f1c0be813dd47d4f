// The order of things: check, settings of the model, exceptions, identity, sorting.
#include "rules/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/base/glob.h"
#include "rules/ground.h"
#include "rules/own_rules.h"

namespace demarc::rules {
namespace {

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
      // A name may hold what a glob gives a meaning: "${stage}-orders".
      if (name == wanted.text || Glob(wanted.text, Glob::Case::folded).matches(name)) return true;
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

namespace {

constexpr std::string_view stale_rule = "drift/expired-exception";

// True when a remark in the sources covers this place.
bool covers(const InlineException& exception, const Step& step) {
  if (step.path != exception.where.path) return false;
  if (step.line != 0) return step.line >= exception.first_line && step.line <= exception.last_line;
  return step.begin >= exception.begin && step.begin < exception.end;
}

// As is_hidden() for a remark in the sources: it takes away the places on its lines.
bool is_hidden(const InlineException& exception, Finding& finding) {
  const std::vector<const Step*> sites = sites_of(finding);
  if (sites.empty()) return false;
  if (std::all_of(sites.begin(), sites.end(), [&](const Step* s) { return covers(exception, *s); }))
    return true;
  std::erase_if(finding.others, [&](const Step& s) { return covers(exception, s); });
  if (covers(exception, finding.places[0]) && !finding.others.empty()) {
    finding.places = {finding.others[0]};
    finding.others.erase(finding.others.begin());
  }
  return false;
}

// One run: what was found, what was hidden, and which exceptions were of use.
class Run {
 public:
  Run(const model::ContextMap& map, const Selection& selection)
      : map_(map), selection_(selection), today_(selection.today.empty() ? map.today() : selection.today) {}

  Outcome outcome() && {
    const Rule* last = nullptr;
    for (const Rule* rule : all()) {
      if (!selection_.select.empty() && !chosen(selection_.select, rule->id)) continue;
      if (chosen(selection_.ignore, rule->id)) continue;
      if (rule->basis == Basis::model && !map_.is_declared()) continue;
      const model::RuleSetting* setting = map_.model().rule(rule->id);
      if (setting && setting->severity == model::SeverityWord::off) continue;
      out_.ran.emplace_back(rule->id);
      std::vector<Finding> found;
      rule->check(Ground(map_, *rule, today_, selection_.base), found);
      if (rule->id == stale_rule) {
        // What is of no use is known when all others have run.
        last = rule;
        first_of_last_ = std::move(found);
        continue;
      }
      settle(*rule, std::move(found));
    }
    own_rules_too();
    if (last) {
      stale_settings(first_of_last_);
      stale_remarks(first_of_last_);
      settle(*last, std::move(first_of_last_));
    }
    return std::move(out_);
  }

 private:
  // The project's own queries, which the same selection, settings and exceptions are for.
  void own_rules_too() {
    own_ = own_rules(map_.model());
    OwnRules runner(map_);
    for (const OwnRule& own : own_) {
      if (!selection_.select.empty() && !chosen(selection_.select, own.rule.id)) continue;
      if (chosen(selection_.ignore, own.rule.id) || own.setting->severity == model::SeverityWord::off)
        continue;
      out_.ran.emplace_back(own.rule.id);
      std::vector<Finding> found;
      for (Finding& finding : runner.run(own)) {
        // What is wrong with the query itself is no finding of the rule.
        if (finding.rule != own.rule.id) out_.findings.push_back(std::move(finding));
        else found.push_back(std::move(finding));
      }
      settle(own.rule, std::move(found));
    }
  }

  // Applies the settings of the model and the exceptions.
  void settle(const Rule& rule, std::vector<Finding> found) {
    const model::RuleSetting* setting = map_.model().rule(rule.id);
    for (Finding& finding : found) {
      finding.rule = rule.id;
      if (rule.basis == Basis::contexts && !map_.is_declared()) finding.severity = Severity::note;
      if (setting && setting->severity)
        finding.severity = configured_for(finding.severity, rule.severity,
                                          static_cast<Severity>(static_cast<int>(*setting->severity) - 1));
      // An own rule's message is the message itself.
      const bool has_own = rule.check == nullptr;
      if (setting && !setting->message.empty() && !has_own) finding.message += " " + setting->message;
      if (finding.help.empty()) finding.help = rule.fix;
      if (!hide(rule, setting, finding)) out_.findings.push_back(std::move(finding));
    }
  }

  bool hide(const Rule& rule, const model::RuleSetting* setting, Finding& finding) {
    const Finding whole = finding;
    // Every exception is tried on the whole, so that one that stands behind another is not called useless.
    auto tries = [&](auto& exception) {
      Finding copy = whole;
      const bool hides = is_hidden(exception, copy);
      if (hides || sites_of(copy).size() != sites_of(whole).size()) used_.insert(&exception);
      return hides;
    };
    bool is_gone = false;
    if (setting)
      for (const model::Exception& exception : setting->ignore) {
        // Past its day an exception hides nothing.
        if (!exception.until.text.empty() && exception.until.text < today_) continue;
        tries(exception);
        if (is_gone || !is_hidden(exception, finding)) continue;
        out_.hidden.push_back({whole, exception.at, exception.why});
        is_gone = true;
      }
    for (const InlineException& exception : selection_.inline_exceptions) {
      if (exception.why.empty() || !chosen(exception.rules, rule.id)) continue;
      tries(exception);
      if (is_gone || !is_hidden(exception, finding)) continue;
      out_.hidden.push_back({whole, Span{}, exception.why});
      is_gone = true;
    }
    return is_gone;
  }

  bool has_run(std::string_view id) const {
    return std::find(out_.ran.begin(), out_.ran.end(), id) != out_.ran.end();
  }

  static Finding stale(Step where, std::string object, std::string message, std::string help) {
    Finding finding;
    finding.severity = Severity::error;
    finding.object = std::move(object);
    finding.message = std::move(message);
    finding.help = std::move(help);
    finding.places.push_back(std::move(where));
    return finding;
  }

  // Exceptions of demarc.yaml that ended, or that hide nothing although all their rules have run.
  void stale_settings(std::vector<Finding>& found) const {
    for (const model::RuleSetting& setting : map_.model().rules) {
      bool all_ran = true, any = false;
      for (const Rule* rule : all())
        if (map_.model().rule(rule->id) == &setting && rule->id != stale_rule) {
          any = true;
          all_ran = all_ran && has_run(rule->id);
        }
      for (const OwnRule& own : own_)
        if (own.setting == &setting) {
          any = true;
          all_ran = all_ran && has_run(own.rule.id);
        }
      for (std::size_t i = 0; i < setting.ignore.size(); ++i) {
        const model::Exception& exception = setting.ignore[i];
        const std::string object = fmt::format("rules.{}.ignore.{}", setting.rule, i);
        if (!exception.until.text.empty() && exception.until.text < today_)
          found.push_back(
              stale(map_.model().step(exception.until.at, ""), object,
                    fmt::format("An exception of {} ended on {} and hides nothing any more.", setting.rule,
                                exception.until.text),
                    "Remove it, or agree on a new day." +
                        (exception.why.empty() ? std::string() : " It was given because: " + exception.why)));
        else if (any && all_ran && !used_.contains(&exception))
          found.push_back(stale(map_.model().step(exception.at, ""), object,
                                fmt::format("An exception of {} hides nothing.", setting.rule),
                                "Remove it; what it was for is gone, or it is misspelt."));
      }
    }
  }

  void stale_remarks(std::vector<Finding>& found) const {
    for (const InlineException& exception : selection_.inline_exceptions) {
      const std::string object = fmt::format("{} {}", exception.where.path, fmt::join(exception.rules, " "));
      bool all_ran = true, is_known = !exception.rules.empty();
      for (const std::string& name : exception.rules) {
        bool exists = false;
        for (const Rule* rule : all())
          if (chosen({name}, rule->id)) {
            exists = true;
            all_ran = all_ran && has_run(rule->id);
          }
        for (const OwnRule& own : own_)
          if (chosen({name}, own.rule.id)) {
            exists = true;
            all_ran = all_ran && has_run(own.rule.id);
          }
        if (exists) continue;
        is_known = false;
        found.push_back(stale(exception.where, object, fmt::format("There is no rule {} to ignore.", name),
                              "Write the rule's id as findings show it."));
      }
      if (exception.rules.empty())
        found.push_back(stale(exception.where, object, "This exception names no rule.",
                              "Write `demarc:ignore RULE -- reason`."));
      else if (is_known && exception.why.empty())
        found.push_back(stale(exception.where, object,
                              fmt::format("This exception of {} gives no reason and does not hold.",
                                          fmt::join(exception.rules, ", ")),
                              "Write `demarc:ignore RULE -- reason`."));
      else if (is_known && all_ran && !used_.contains(&exception))
        found.push_back(
            stale(exception.where, object,
                  fmt::format("This exception of {} hides nothing.", fmt::join(exception.rules, ", ")),
                  "Remove it; what it was for is gone."));
    }
  }

  const model::ContextMap& map_;
  const Selection& selection_;
  const std::string today_;
  Outcome out_;
  std::set<const void*> used_;  // exceptions that hid something
  std::vector<Finding> first_of_last_;
  std::vector<OwnRule> own_;
};

}  // namespace

Outcome run(const model::ContextMap& map, const Selection& selection) {
  Outcome outcome = Run(map, selection).outcome();
  // Among equals those of the graver rules first: where nothing is declared all of them are notes.
  std::map<std::string, int, std::less<>> gravity;
  for (const Rule* rule : all()) gravity.emplace(rule->id, static_cast<int>(rule->severity));
  auto weight = [&](const std::string& rule) {
    auto found = gravity.find(rule);
    return found == gravity.end() ? static_cast<int>(Severity::warning) : found->second;
  };
  auto key = [&](const Finding& f) {
    return std::tuple(-static_cast<int>(f.severity), -weight(f.rule), std::string_view(f.rule),
                      std::string_view(f.from), std::string_view(f.to), std::string_view(f.object),
                      std::string_view(f.message));
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
