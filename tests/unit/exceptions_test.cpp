// Exceptions: those of demarc.yaml and those beside the code hide what they name, end on their day, and are
// told when they are of no use.
#include <gtest/gtest.h>

#include "analyzer/exceptions.h"
#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

// Two contexts write one table; `rules` is what the model says about rules.
std::string shared_table(const std::string& rules) {
  return "contexts:\n  ordering: { code: services/ordering/**, owns: { tables: [orders] } }\n"
         "  report: { code: services/report/** }\n" +
         rules +
         "---\nservice ordering root=services/ordering\nservice report root=services/report\n"
         "ordering writes dynamodb:orders @ services/ordering/a.py:3\n"
         "report writes dynamodb:orders @ services/report/b.py:7\n";
}

InlineException remark(const std::string& path, std::uint32_t line, const std::string& rule,
                       const std::string& why = "agreed") {
  InlineException made;
  made.where.path = path;
  made.where.line = line;
  made.rules = {rule};
  made.why = why;
  made.first_line = line;
  made.last_line = line + 1;
  return made;
}

constexpr std::string_view stale = "drift/expired-exception";

TEST(Exceptions, OneOfTheModelHidesAndIsNotToldWhileItDoes) {
  const RuleCase plain(shared_table(""));
  ASSERT_FALSE(plain.findings("data/foreign-access").empty());
  const RuleCase hidden(
      shared_table("rules: { data/foreign-access: { ignore: [{ contexts: report, why: old }] } }\n"));
  EXPECT_EQ(hidden.failure(), "");
  EXPECT_TRUE(hidden.findings("data/foreign-access").empty());
  EXPECT_TRUE(hidden.findings(stale).empty());
  EXPECT_EQ(hidden.outcome().hidden.size(), 1u);
}

TEST(Exceptions, OneThatHidesNothingIsTold) {
  const RuleCase unused(
      shared_table("rules: { data/foreign-access: { ignore: [{ contexts: nobody, why: old }] } }\n"));
  EXPECT_FALSE(unused.findings("data/foreign-access").empty());
  EXPECT_EQ(unused.lines(stale),
            std::vector<std::string>{
                "error drift/expired-exception: An exception of data/foreign-access hides nothing."});
}

TEST(Exceptions, OneThatStandsBehindAnotherIsOfUse) {
  const RuleCase both(
      shared_table("rules: { data/foreign-access: { ignore: [{ contexts: report }, { objects: "
                   "orders }] } }\n"));
  EXPECT_TRUE(both.findings(stale).empty());
}

TEST(Exceptions, PastItsDayOneNoLongerHoldsAndIsTold) {
  const RuleCase past(shared_table(
      "rules: { data/foreign-access: { ignore: [{ contexts: report, until: 2026-11-21 }] } }\n"));
  EXPECT_FALSE(past.findings("data/foreign-access").empty());
  EXPECT_EQ(past.lines(stale).size(), 1u);
  EXPECT_NE(past.lines(stale)[0].find("ended on 2026-11-21"), std::string::npos);
  const RuleCase last_day(shared_table(
      "rules: { data/foreign-access: { ignore: [{ contexts: report, until: 2026-11-22 }] } }\n"));
  EXPECT_TRUE(last_day.findings("data/foreign-access").empty());
  EXPECT_TRUE(last_day.findings(stale).empty());
}

TEST(Exceptions, ARuleThatDidNotRunSaysNothingAboutItsExceptions) {
  const RuleCase unused(
      shared_table("rules: { data/foreign-access: { ignore: [{ contexts: nobody, why: old }] } }\n"));
  rules::Selection selection;
  selection.select = {std::string(stale)};
  EXPECT_TRUE(rules::run(unused.map(), selection).findings.empty());
  const RuleCase off(shared_table(
      "rules: { data/foreign-access: { severity: off, ignore: [{ contexts: nobody, why: old }] } }\n"));
  EXPECT_TRUE(off.findings(stale).empty());
}

std::string lapsed(const std::string& until) {
  return "contexts:\n  ordering: { code: services/ordering/**, uses: { catalog: { by: call, until: " + until +
         " } } }\n  catalog: { code: services/catalog/** }\n---\nservice ordering root=services/ordering\n"
         "service catalog root=services/catalog\noperation \"catalog GET /v1/products\" service=catalog\n"
         "ordering calls \"catalog GET /v1/products\" @ services/ordering/a.py:1\n";
}

TEST(Exceptions, APermissionLapsesAfterItsDay) {
  const RuleCase past(lapsed("2026-11-21"));
  EXPECT_EQ(
      past.lines(stale),
      std::vector<std::string>{"error drift/expired-exception: ordering was permitted to use catalog only "
                               "until 2026-11-21; the permission has lapsed."});
  ASSERT_EQ(past.lines("boundary/undeclared-dependency").size(), 1u);
  EXPECT_NE(past.lines("boundary/undeclared-dependency")[0].find("only until 2026-11-21"), std::string::npos);
  const RuleCase still(lapsed("2026-11-22"));
  EXPECT_TRUE(still.findings(stale).empty());
  EXPECT_TRUE(still.findings("boundary/undeclared-dependency").empty());
}

TEST(Exceptions, ARemarkHidesWhatPointsToItsLines) {
  RuleCase here(shared_table(""));
  here.inline_exceptions = {remark("services/report/b.py", 6, "data/foreign-access")};
  EXPECT_TRUE(here.findings("data/foreign-access").empty());
  EXPECT_TRUE(here.findings(stale).empty());
  RuleCase elsewhere(shared_table(""));
  elsewhere.inline_exceptions = {remark("services/report/b.py", 8, "data/foreign-access")};
  EXPECT_FALSE(elsewhere.findings("data/foreign-access").empty());
  EXPECT_EQ(elsewhere.lines(stale).size(), 1u);
  EXPECT_NE(elsewhere.lines(stale)[0].find("hides nothing"), std::string::npos);
}

TEST(Exceptions, ARemarkNeedsARuleThatExistsAndAReason) {
  RuleCase no_reason(shared_table(""));
  no_reason.inline_exceptions = {remark("services/report/b.py", 7, "data/foreign-access", "")};
  EXPECT_FALSE(no_reason.findings("data/foreign-access").empty());
  ASSERT_EQ(no_reason.lines(stale).size(), 1u);
  EXPECT_NE(no_reason.lines(stale)[0].find("gives no reason"), std::string::npos);
  RuleCase unknown(shared_table(""));
  unknown.inline_exceptions = {remark("services/report/b.py", 7, "data/nothing")};
  ASSERT_EQ(unknown.lines(stale).size(), 1u);
  EXPECT_NE(unknown.lines(stale)[0].find("no rule data/nothing"), std::string::npos);
}

TEST(Exceptions, RemarksAreFoundInRemarksAlone) {
  const auto found = find_exceptions("a.py",
                                     "x = 1  # demarc:ignore data/shared-table -- both are one team\n"
                                     "# demarc:ignore api/no-version, event/orphan -- internal\n"
                                     "y = 2\n"
                                     "print('demarc:ignore data/unowned -- a text')\n"
                                     "/* demarc:ignore data/unowned */ z();\n"
                                     "<!-- demarc:ignore language -- other words -->\n"
                                     "# demarc:ignored data/unowned -- another word\n"
                                     "# demarc:ignore");
  ASSERT_EQ(found.size(), 5u);
  EXPECT_TRUE(found[4].rules.empty());
  EXPECT_EQ(found[0].rules, std::vector<std::string>{"data/shared-table"});
  EXPECT_EQ(found[0].why, "both are one team");
  EXPECT_EQ(found[0].first_line, 1u);
  EXPECT_EQ(found[0].last_line, 1u);
  EXPECT_EQ(found[1].rules, (std::vector<std::string>{"api/no-version", "event/orphan"}));
  EXPECT_EQ(found[1].last_line, 3u);
  EXPECT_EQ(found[2].rules, std::vector<std::string>{"data/unowned"});
  EXPECT_EQ(found[2].why, "");
  EXPECT_EQ(found[3].rules, std::vector<std::string>{"language"});
  EXPECT_EQ(found[3].why, "other words");
}

}  // namespace
}  // namespace demarc
