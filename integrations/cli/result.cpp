// Runs the rules and makes the report that reporters print.
#include "integrations/cli/result.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "analyzer/model/unread.h"
#include "integrations/cli/version.h"
#include "rules/engine.h"
#include "rules/own_rules.h"

namespace demarc::cli {
namespace {
namespace fs = std::filesystem;

// From the folder above that holds .git to the root, "" or ending in '/'.
std::string below_repository(const std::string& root) {
  std::error_code failed;
  for (fs::path at = root;; at = at.parent_path()) {
    if (fs::exists(at / ".git", failed)) {
      const std::string path = fs::path(root).lexically_relative(at).generic_string();
      return path == "." ? std::string() : path + "/";
    }
    if (!at.has_relative_path()) return {};
  }
}

bool lies_below(const Step& step, const std::vector<std::string>& paths) {
  return std::any_of(paths.begin(), paths.end(),
                     [&](const std::string& path) { return is_below(step.path, path); });
}

bool concerns(const Finding& finding, const std::vector<std::string>& paths) {
  for (const std::vector<Step>* steps : {&finding.places, &finding.others, &finding.declared})
    for (const Step& step : *steps)
      if (lies_below(step, paths)) return true;
  return false;
}

RunCounts counts_of(const Tree& tree) {
  RunCounts counts;
  const Architecture& architecture = tree.architecture();
  counts.contexts = static_cast<std::uint32_t>(tree.model().contexts.size());
  counts.kernels = static_cast<std::uint32_t>(tree.model().kernels.size());
  counts.services = static_cast<std::uint32_t>(architecture.entities(EntityKind::service).size());
  counts.tables = static_cast<std::uint32_t>(architecture.entities(EntityKind::table).size());
  counts.channels = static_cast<std::uint32_t>(architecture.entities(EntityKind::channel).size());
  std::set<std::tuple<RelationKind, EntityId, EntityId>> seen;
  for (const Relation& relation : architecture.facts().relations()) {
    const bool is_edge = relation.kind == RelationKind::calls || relation.kind == RelationKind::publishes ||
                         relation.kind == RelationKind::consumes || relation.kind == RelationKind::reads ||
                         relation.kind == RelationKind::writes || relation.kind == RelationKind::imports;
    if (!is_edge || relation.from == relation.to ||
        !seen.emplace(relation.kind, relation.from, relation.to).second)
      continue;
    if (relation.certainty == Certainty::guessed) ++counts.guessed;
    else ++counts.relations[std::string(to_string(relation.kind))];
  }
  if (tree.map().is_declared())
    counts.unclaimed = static_cast<std::uint32_t>(
        std::count_if(tree.map().paths().begin(), tree.map().paths().end(),
                      [&](const std::string& path) { return tree.map().of_path(path) == model::nobody; }));
  counts.unread = model::unread_text(model::unread_in_all(model::unread_code(tree.map())));
  counts.bytes = tree.analysis().bytes;
  for (const StationTime& station : tree.analysis().times) counts.seconds += station.wall;
  counts.seconds += tree.placing().wall;
  return counts;
}

std::vector<std::pair<std::string, std::string>> next_commands(const Report& report) {
  std::vector<std::pair<std::string, std::string>> next;
  if (report.model.empty())
    next.emplace_back("demarc init", "a first demarc.yaml, so that contexts are held against the code");
  if (!report.findings.empty())
    next.emplace_back("demarc explain " + report.findings.front().rule,
                      "what the rule means, and the ways out");
  const bool is_partial =
      !report.coverage.open.empty() || !report.notes.empty() || report.counts.unclaimed > 0;
  if (is_partial && next.size() < 2) next.emplace_back("demarc coverage", "what was not understood, and why");
  if (next.size() < 2) next.emplace_back("demarc architecture", "what was recovered");
  return next;
}

constexpr std::string_view stale_rule = "drift/expired-exception";

// Takes the known findings out, and tells of entries that are of no use. Mending never fails a check, so
// these are warnings.
void hold_known(const Tree& tree, const ResultOptions& options, rules::Outcome& outcome, Report& report) {
  const drift::Held held = drift::hold(
      *options.known, outcome.findings, outcome.ran, tree.map().today(),
      [](const Finding& finding, const void* of) {
        return !may_be_known(*static_cast<const Tree*>(of), finding);
      },
      &tree);
  report.baseline = {options.known_path, held.known, static_cast<std::uint32_t>(held.grown.size()),
                     static_cast<std::uint32_t>(held.gone.size())};
  const bool is_told = std::find(outcome.ran.begin(), outcome.ran.end(), stale_rule) != outcome.ran.end();
  const model::RuleSetting* setting = tree.model().rule(stale_rule);
  const auto tell = [&](const drift::KnownFinding& one, std::string message, std::string help) {
    Finding finding;
    finding.rule = stale_rule;
    finding.severity =
        setting && setting->severity == model::SeverityWord::note ? Severity::note : Severity::warning;
    finding.object = "baseline " + one.fingerprint;
    finding.message = std::move(message);
    finding.help = std::move(help);
    Step place;
    place.path = options.known_path;
    place.line = one.line;
    finding.places.push_back(std::move(place));
    outcome.findings.push_back(std::move(finding));
  };
  if (!is_told) return;
  for (const drift::KnownFinding* one : held.gone)
    tell(*one, fmt::format("{} ({}) is known and not found any more.", one->rule, one->ends),
         "`demarc baseline prune` takes it out, so that it cannot come back unseen.");
  for (const drift::KnownFinding* one : held.lapsed)
    tell(*one, fmt::format("{} ({}) was to be gone by {}.", one->rule, one->ends, one->until),
         "Mend it, or agree on a new day.");
}

std::optional<Severity> threshold(std::string_view fail_on) {
  for (Severity severity : {Severity::note, Severity::warning, Severity::error})
    if (to_string(severity) == fail_on) return severity;
  return std::nullopt;
}

}  // namespace

bool may_be_known(const Tree& tree, const Finding& finding) {
  if (finding.rule == stale_rule) return false;
  const model::Context* context = tree.model().context(finding.from);
  return !context || !context->strict;
}

RuleText text_of(const Rule& rule) {
  RuleText text;
  text.id = rule.id;
  text.severity = rule.severity;
  text.since = rule.since;
  text.what = rule.what;
  text.why = rule.why;
  text.fix = rule.fix;
  text.bad = rule.bad;
  text.good = rule.good;
  text.help_uri = rule.help_uri;
  for (const RuleOption& option : rule.options)
    text.options.push_back(
        {std::string(option.name), std::string(option.otherwise), std::string(option.sentence)});
  return text;
}

std::vector<RuleText> all_rules() {
  std::vector<RuleText> texts;
  for (const Rule* rule : rules::all()) texts.push_back(text_of(*rule));
  std::sort(texts.begin(), texts.end(), [](const RuleText& a, const RuleText& b) { return a.id < b.id; });
  return texts;
}

std::vector<RuleText> own_rules_of(const model::Model& model) {
  std::vector<RuleText> texts;
  for (const rules::OwnRule& own : rules::own_rules(model)) {
    RuleText text = text_of(own.rule);
    // Without the words that a row fills in, a message says what is found.
    if (text.what.empty()) text.what = "A rule of this project.";
    if (text.fix.empty()) text.fix = "See the rule in demarc.yaml.";
    text.query = own.query->text;
    if (own.setting->severity && *own.setting->severity != model::SeverityWord::off)
      text.severity = static_cast<Severity>(static_cast<int>(*own.setting->severity) - 1);
    texts.push_back(std::move(text));
  }
  return texts;
}

std::string rule_pattern(std::string_view word, const model::Model& model) {
  const std::string pattern = word.find('/') == std::string_view::npos && !has_wildcard(word)
                                  ? fmt::format("{}/*", word)
                                  : std::string(word);
  const Glob glob(pattern);
  for (const Rule* rule : rules::all())
    if (glob.matches(rule->id)) return pattern;
  for (const rules::OwnRule& own : rules::own_rules(model))
    if (glob.matches(own.rule.id)) return pattern;
  return {};
}

Report report_of(const Tree& tree, const ResultOptions& options) {
  Report report;
  report.version = version;
  report.system = tree.model().system;
  report.root = tree.root();
  report.prefix = prefix_of_paths(tree.root());
  report.repository_prefix = below_repository(tree.root());
  report.model = tree.model_path();
  report.paths = options.paths;
  report.sources = &tree.sources();
  rules::Selection selection;
  for (const std::string& word : options.select) selection.select.push_back(rule_pattern(word, tree.model()));
  for (const std::string& word : options.ignore) selection.ignore.push_back(rule_pattern(word, tree.model()));
  selection.inline_exceptions = tree.analysis().exceptions;
  selection.base = options.base;
  const StationClock clock;
  rules::Outcome outcome = rules::run(tree.map(), selection);
  const StationTime judging = clock.time("rules");
  if (options.known) hold_known(tree, options, outcome, report);
  for (Finding& finding : outcome.findings) {
    if (options.paths.empty() || concerns(finding, options.paths))
      report.findings.push_back(std::move(finding));
    else ++report.narrowed_away;
  }
  const std::vector<RuleText> own = own_rules_of(tree.model());
  for (const std::string& id : outcome.ran) {
    if (const Rule* rule = rules::find(id)) report.rules.push_back(text_of(*rule));
    for (const RuleText& one : own)
      if (one.id == id) report.rules.push_back(one);
  }
  std::sort(report.rules.begin(), report.rules.end(),
            [](const RuleText& a, const RuleText& b) { return a.id < b.id; });
  report.coverage = tree.architecture().coverage();
  for (const auto& [place, text] : report.coverage.notes) report.notes.push_back({place, text});
  report.counts = counts_of(tree);
  report.counts.seconds += judging.wall;
  for (const StationTime& station : tree.analysis().times)
    report.stations.push_back({station.station, station.wall, station.cpu});
  for (const StationTime& station : {tree.placing(), judging})
    report.stations.push_back({station.station, station.wall, station.cpu});
  report.next = next_commands(report);
  const auto least = threshold(options.fail_on);
  const bool fails = least && std::any_of(report.findings.begin(), report.findings.end(),
                                          [&](const Finding& finding) { return finding.severity >= *least; });
  report.exit_code = fails ? exit_findings : exit_clean;
  return report;
}

}  // namespace demarc::cli
