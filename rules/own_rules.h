// Rules that a project writes itself: queries in demarc.yaml, each row of which is a finding.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "analyzer/query/query.h"
#include "rules/rule.h"

namespace demarc::rules {

// A setting with a query. Its texts live in the model.
struct OwnRule {
  const model::RuleSetting* setting = nullptr;
  const model::Named* query = nullptr;
  Rule rule;  // id, severity and fix; without `check`
};

// Those of the model that can be run: with a group in their name, and none of Demarc's own.
std::vector<OwnRule> own_rules(const model::Model& model);
// What is wrong with the name of a setting that has a query; "" when nothing is.
std::string own_rule_problem(const model::RuleSetting& setting);

// Runs them over one database, which is made when the first is asked for.
class OwnRules {
 public:
  explicit OwnRules(const model::ContextMap& map) : map_(map) {}
  // Findings of a rule: the rule's own, or one of model/invalid when its query does not work.
  std::vector<Finding> run(const OwnRule& rule);

 private:
  Finding finding_of(const OwnRule& rule, const query::Rows& rows, std::size_t row) const;
  const model::ContextMap& map_;
  std::unique_ptr<query::Database> database_;
};

}  // namespace demarc::rules
