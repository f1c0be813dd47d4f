// From rows of a project's own queries to findings.
#include "rules/own_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "analyzer/base/nearest.h"

namespace demarc::rules {
namespace {

constexpr query::Limits own_limits{.seconds = 5, .megabytes = 512, .rows = 2'000};

const model::Named* text_of(const model::RuleSetting& setting, std::string_view option) {
  auto found = setting.options.find(option);
  return found == setting.options.end() || found->second.empty() ? nullptr : &found->second[0];
}

std::optional<std::size_t> column(const query::Rows& rows, std::string_view name) {
  for (std::size_t i = 0; i < rows.columns.size(); ++i)
    if (rows.columns[i] == name) return i;
  return {};
}

std::string value(const query::Rows& rows, std::size_t row, std::string_view name) {
  const auto at = column(rows, name);
  return at ? query::to_string(rows.rows[row][*at]) : std::string();
}

std::int64_t number(const query::Rows& rows, std::size_t row, std::string_view name) {
  const auto at = column(rows, name);
  const auto* found = at ? std::get_if<std::int64_t>(&rows.rows[row][*at]) : nullptr;
  return found ? *found : 0;
}

// "{from} calls {object}" with the row's values. Words in braces that are no column stay as they are.
std::string filled(std::string_view text, const query::Rows& rows, std::size_t row) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{'), close = text.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    out += text.substr(0, open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (column(rows, name)) {
      out += value(rows, row, name);
      text.remove_prefix(close + 1);
    } else {
      out += '{';
      text.remove_prefix(open + 1);
    }
  }
  out += text;
  if (out.size() > 2'000) out.resize(2'000);
  return out;
}

Finding about_query(const model::Model& model, const OwnRule& own, std::string what, std::string help) {
  Finding finding;
  finding.rule = "model/invalid";
  finding.severity = Severity::error;
  finding.object = fmt::format("rules.{}.query", own.rule.id);
  finding.message = fmt::format("the query of {} does not work: {}", own.rule.id, what);
  if (!finding.message.ends_with('.')) finding.message += '.';
  finding.help = help.empty() ? "The tables stand in docs/query.md." : std::move(help);
  finding.label = "this query";
  finding.places.push_back(model.step(own.query->at, "declared here"));
  return finding;
}

}  // namespace

std::string own_rule_problem(const model::RuleSetting& setting) {
  if (!text_of(setting, "query")) return {};
  if (find(setting.rule)) return fmt::format("rule `{}` is Demarc's own and takes no query", setting.rule);
  const std::size_t slash = setting.rule.find('/');
  const bool is_name =
      slash != std::string::npos && slash > 0 && slash + 1 < setting.rule.size() &&
      setting.rule.find('/', slash + 1) == std::string::npos &&
      setting.rule.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-/") == std::string::npos;
  if (!is_name)
    return fmt::format("`{}` is no name for a rule: write group/name in lower case", setting.rule);
  for (const Rule* rule : all())
    if (rule->id.substr(0, rule->id.find('/')) == std::string_view(setting.rule).substr(0, slash))
      return fmt::format("the group of `{}` is one of Demarc's own", setting.rule);
  return {};
}

std::vector<OwnRule> own_rules(const model::Model& model) {
  std::vector<OwnRule> out;
  for (const model::RuleSetting& setting : model.rules) {
    const model::Named* query = text_of(setting, "query");
    if (!query || !own_rule_problem(setting).empty() || model.rule(setting.rule) != &setting) continue;
    OwnRule own;
    own.setting = &setting;
    own.query = query;
    own.rule.id = setting.rule;
    own.rule.severity = Severity::warning;
    own.rule.basis = Basis::facts;
    own.rule.what = setting.message;
    if (const model::Named* help = text_of(setting, "help")) own.rule.fix = help->text;
    out.push_back(std::move(own));
  }
  return out;
}

std::vector<Finding> OwnRules::run(const OwnRule& own) {
  if (!database_) database_ = std::make_unique<query::Database>(map_, own_limits);
  const Result<query::Rows> rows = database_->run(own.query->text);
  std::vector<Finding> out;
  if (!rows) {
    out.push_back(about_query(map_.model(), own, rows.error().message, rows.error().hint));
    return out;
  }
  if (rows->is_cut)
    out.push_back(about_query(map_.model(), own, fmt::format("it gives more than {} rows", own_limits.rows),
                              "Narrow it: a rule with that many findings is read by nobody."));
  for (std::size_t row = 0; row < rows->rows.size(); ++row) out.push_back(finding_of(own, *rows, row));
  return out;
}

Finding OwnRules::finding_of(const OwnRule& own, const query::Rows& rows, std::size_t row) const {
  Finding finding;
  finding.rule = own.rule.id;
  finding.severity = own.rule.severity;
  finding.from = value(rows, row, "from");
  finding.to = value(rows, row, "to");
  finding.object = value(rows, row, "object");
  if (own.setting->message.empty()) {
    for (std::size_t i = 0; i < rows.columns.size(); ++i)
      finding.message +=
          fmt::format("{}{} {}", i ? ", " : "", rows.columns[i], query::to_string(rows.rows[row][i]));
    if (finding.message.size() > 2'000) finding.message.resize(2'000);
  } else {
    finding.message = filled(own.setting->message, rows, row);
  }
  if (!finding.message.ends_with('.')) finding.message += '.';
  if (!column(rows, "object")) finding.object = finding.message;
  finding.help =
      own.rule.fix.empty() ? std::string("See the rule in demarc.yaml.") : filled(own.rule.fix, rows, row);
  const Facts& facts = map_.architecture().facts();
  const std::int64_t relation = number(rows, row, "relation");
  if (relation > 0 && relation <= static_cast<std::int64_t>(facts.relations().size())) {
    finding.places = facts[RelationId{static_cast<std::uint32_t>(relation)}].evidence;
  } else if (std::string path = value(rows, row, "path"); !path.empty()) {
    const std::int64_t line = number(rows, row, "line");
    const bool is_line = line > 0 && line < std::numeric_limits<std::uint32_t>::max();
    finding.places.push_back(
        {std::move(path), 0, 0, is_line ? static_cast<std::uint32_t>(line) : 0, is_line ? 1u : 0u, ""});
  }
  if (finding.places.empty()) finding.places.push_back(map_.model().step(own.query->at, "the rule"));
  if (const model::Context* context = map_.model().context(finding.from)) finding.owner = context->team.text;
  return finding;
}

}  // namespace demarc::rules
