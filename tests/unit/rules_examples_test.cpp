// The examples of every rule: the bad one points exactly to its marked lines, the good one finds nothing.
#include <gtest/gtest.h>

#include <set>

#include "rules/rule.h"
#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

// A place in the facts has a path of its own when the example gives one; then only the number of findings
// counts.
TEST(RuleExamples, BadOnesFireWhereTheySay) {
  for (const Rule* rule : rules::all()) {
    SCOPED_TRACE(rule->id);
    RuleCase example(rule->bad);
    ASSERT_EQ(example.failure(), "");
    std::set<std::uint32_t> marked = example.marked(rule->id), pointed = example.pointed(rule->id);
    EXPECT_FALSE(marked.empty());
    if (rule->bad.find(" @ ") == std::string_view::npos) EXPECT_EQ(pointed, marked);
    else EXPECT_FALSE(pointed.empty());
    for (const Finding& finding : example.findings(rule->id)) {
      EXPECT_NE(finding.message, "");
      EXPECT_NE(finding.help, "");
      EXPECT_TRUE(finding.message.ends_with('.')) << finding.message;
      EXPECT_FALSE(finding.places.empty());
    }
    // The model of an example is a correct one, but for the rule that is about that.
    if (rule->id != "model/invalid")
      for (const std::string& line : example.lines("model/invalid")) ADD_FAILURE() << line;
  }
}

TEST(RuleExamples, GoodOnesAreQuiet) {
  for (const Rule* rule : rules::all()) {
    SCOPED_TRACE(rule->id);
    RuleCase example(rule->good);
    ASSERT_EQ(example.failure(), "");
    for (const std::string& line : example.lines(rule->id)) ADD_FAILURE() << line;
    if (rule->id != "model/invalid")
      for (const std::string& line : example.lines("model/invalid")) ADD_FAILURE() << line;
  }
}

// `text` with every `from` replaced.
std::string mutated(std::string text, const Mutation& mutation) {
  for (std::size_t at = 0; (at = text.find(mutation.from, at)) != std::string::npos; at += mutation.to.size())
    text.replace(at, mutation.from.size(), mutation.to);
  return text;
}

TEST(RuleExamples, EachRuleHasThreeMutationsThatTurnItRound) {
  for (const Rule* rule : rules::all()) {
    std::set<std::string> cases;
    bool is_silenced = false, is_raised = false;
    for (const Mutation& mutation : rule->mutations) {
      SCOPED_TRACE(std::string(rule->id) + ": " + std::string(mutation.sentence));
      const bool of_bad = mutation.of == Example::bad;
      (of_bad ? is_silenced : is_raised) = true;
      const std::string example(of_bad ? rule->bad : rule->good);
      ASSERT_FALSE(mutation.from.empty());
      ASSERT_NE(example.find(mutation.from), std::string::npos) << mutation.from;
      const std::string text = mutated(example, mutation);
      EXPECT_TRUE(cases.insert(text).second) << "the same as another";
      EXPECT_TRUE(mutation.sentence.ends_with('.')) << mutation.sentence;
      RuleCase changed(text);
      ASSERT_EQ(changed.failure(), "");
      const std::vector<std::string> found = changed.lines(rule->id);
      if (of_bad)
        for (const std::string& line : found) ADD_FAILURE() << line;
      else EXPECT_FALSE(found.empty());
      if (rule->id != "model/invalid")
        for (const std::string& line : changed.lines("model/invalid")) ADD_FAILURE() << line;
    }
    EXPECT_GE(cases.size(), 3u) << rule->id;
    EXPECT_TRUE(is_silenced && is_raised) << rule->id << " is not turned round both ways";
  }
}

TEST(RuleExamples, DeclarationsAreWhole) {
  std::set<std::string_view> ids;
  for (const Rule* rule : rules::all()) {
    SCOPED_TRACE(rule->id);
    EXPECT_TRUE(ids.insert(rule->id).second);
    EXPECT_TRUE(rule->what.ends_with('.'));
    EXPECT_TRUE(rule->why.ends_with('.'));
    EXPECT_TRUE(rule->fix.ends_with('.'));
    EXPECT_TRUE(rule->help_uri.starts_with("https://"));
    EXPECT_NE(rule->check, nullptr);
    EXPECT_EQ(rules::find(rule->id), rule);
    for (const RuleOption& option : rule->options) EXPECT_TRUE(option.sentence.ends_with('.')) << option.name;
  }
}

}  // namespace
}  // namespace demarc
