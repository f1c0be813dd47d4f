// From an analysed tree to a report: the rules are run, the counts are taken, the next commands chosen.
#pragma once
#include <string>
#include <vector>

#include "analyzer/drift/baseline.h"
#include "integrations/cli/tree.h"
#include "integrations/reporters/report.h"
#include "rules/rule.h"

namespace demarc::cli {

struct ResultOptions {
  std::vector<std::string> select, ignore;  // ids of rules, groups ("data") or globs
  std::vector<std::string> paths;           // from the root; the report is narrowed to them
  std::string fail_on = "error";            // error, warning, note or none
  const Facts* base = nullptr;              // of an earlier state of the tree
  const drift::Baseline* known = nullptr;   // findings that are known
  std::string known_path;                   // the file that says so, as it is shown
};

// The tree must be analysed and outlive the report.
Report report_of(const Tree& tree, const ResultOptions& options);

// Whether a finding can be written down as known: not in a strict context, and no exception that is stale.
bool may_be_known(const Tree& tree, const Finding& finding);

// What the rule's declaration says.
RuleText text_of(const Rule& rule);
// Every rule, by id.
std::vector<RuleText> all_rules();

// Those that the model adds: queries under `rules`.
std::vector<RuleText> own_rules_of(const model::Model& model);

// "data" → "data/*"; a full id or a glob stays. Empty when it names no rule, of Demarc or of the model.
std::string rule_pattern(std::string_view word, const model::Model& model);

}  // namespace demarc::cli
