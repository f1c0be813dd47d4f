// Rules about what statements and schemas tie together: mutations that must change their mind, and risks that
// must not disturb them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Two contexts with a service each; `ordering` goes into the model of the first.
std::vector<std::string> lines(std::string_view rule, std::string_view ordering, std::string_view more,
                               std::string_view facts) {
  const std::string text =
      "contexts:\n  ordering: { code: services/ordering/**, owns: { tables: o_* }" + std::string(ordering) +
      " }\n  billing: { code: services/billing/**, owns: { tables: b_* } }\n" + std::string(more) +
      "---\nservice ordering root=services/ordering\nservice billing root=services/billing\n" +
      std::string(facts);
  RuleCase c(text);
  EXPECT_EQ(c.failure(), "") << text;
  return c.lines(rule);
}

constexpr std::string_view join_rule = "data/cross-context-join";
constexpr std::string_view joined =
    "ordering reads sql:o_orders statement=1 @ a.py:7\nordering reads sql:b_invoices statement=1 @ a.py:7\n";

TEST(CrossContextJoin, SaysWhoseTablesAndWhere) {
  EXPECT_THAT(
      lines(join_rule, "", "", joined),
      ElementsAre(
          "error data/cross-context-join: ordering joins o_orders (ordering) with b_invoices (billing) "
          "in one statement at a.py:7."));
}

TEST(CrossContextJoin, OnlyOneStatementOfTwoOwners) {
  // Another statement of the same text, another place, another owner's table renamed to an own one.
  EXPECT_THAT(
      lines(join_rule, "", "",
            "ordering reads sql:o_orders statement=1 @ a.py:7\nordering reads sql:b_invoices statement=2 @ "
            "a.py:7\n"),
      IsEmpty());
  EXPECT_THAT(
      lines(join_rule, "", "",
            "ordering reads sql:o_orders statement=1 @ a.py:7\nordering reads sql:b_invoices statement=1 @ "
            "a.py:9\n"),
      IsEmpty());
  EXPECT_THAT(
      lines(join_rule, "", "",
            "ordering reads sql:o_orders statement=1 @ a.py:7\nordering reads sql:o_lines statement=1 @ "
            "a.py:7\n"),
      IsEmpty());
  EXPECT_THAT(lines(join_rule, "", "",
                    "ordering reads sql:o_orders @ a.py:7\nordering reads sql:b_invoices @ a.py:7\n"),
              IsEmpty());
}

TEST(CrossContextJoin, WritesCountAndBothMayBeForeign) {
  EXPECT_THAT(
      lines(join_rule, "", "",
            "ordering writes sql:o_orders statement=1 @ a.py:7\nordering reads sql:b_invoices statement=1 @ "
            "a.py:7\n"),
      ElementsAre(HasSubstr("o_orders (ordering) with b_invoices (billing)")));
  // One finding for the pair, with both places.
  EXPECT_THAT(lines(join_rule, "", "",
                    std::string(joined) + "ordering reads sql:o_orders statement=1 @ b.py:3\nordering reads "
                                          "sql:b_invoices statement=1 @ b.py:3\n"),
              testing::SizeIs(1));
}

TEST(CrossContextJoin, DoubtAgreementAndReportingSoftenIt) {
  EXPECT_THAT(
      lines(join_rule, "", "",
            "ordering reads sql:o_orders statement=1 @ a.py:7\nordering reads sql:b_invoices statement=1 @ "
            "a.py:7 (likely)\n"),
      ElementsAre(HasSubstr("warning ")));
  EXPECT_THAT(lines(join_rule, ", uses: { billing: { by: data, read: b_invoices } }", "", joined), IsEmpty());
  EXPECT_THAT(lines(join_rule, "", "rules: { data/cross-context-join: { reporting: ordering } }\n", joined),
              IsEmpty());
  // Nobody's table is judged by data/unowned.
  EXPECT_THAT(
      lines(join_rule, "", "",
            "ordering reads sql:o_orders statement=1 @ a.py:7\nordering reads sql:x statement=1 @ a.py:7\n"
            "billing reads sql:x @ b.py:1\n"),
      IsEmpty());
}

constexpr std::string_view key_rule = "data/cross-context-foreign-key";

TEST(CrossContextForeignKey, SaysWhichColumnLeadsWhere) {
  EXPECT_THAT(
      lines(key_rule, "", "",
            "ordering declares sql:o_orders mode=migration references=sql:b_invoices column=invoice_id\n"
            "billing declares sql:b_invoices mode=migration\n"),
      ElementsAre("error data/cross-context-foreign-key: o_orders.invoice_id references b_invoices, owned by "
                  "billing; their schemas cannot change apart."));
}

TEST(CrossContextForeignKey, OnlyBetweenOwners) {
  EXPECT_THAT(lines(key_rule, "", "",
                    "ordering declares sql:o_orders mode=migration references=sql:o_lines\n"
                    "ordering declares sql:o_lines mode=migration\n"),
              IsEmpty());
  // The same name in another store is another table.
  EXPECT_THAT(
      lines(key_rule, "", "",
            "ordering declares sql:o_orders mode=migration references=sql:o_kept\n"
            "ordering declares sql:o_kept mode=migration\nbilling declares mysql:b_kept mode=migration\n"),
      IsEmpty());
  EXPECT_THAT(lines(key_rule, "", "", "ordering declares sql:o_orders mode=migration\n"), IsEmpty());
  EXPECT_THAT(lines(key_rule, "", "",
                    "ordering declares sql:o_orders mode=migration references=sql:b_invoices (guessed)\n"
                    "billing declares sql:b_invoices mode=migration\n"),
              IsEmpty());
}

TEST(CrossContextForeignKey, MigrationsOwnWhatNobodyLists) {
  RuleCase c(R"(contexts:
  ordering: { code: services/ordering/** }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
ordering declares sql:orders mode=migration
ordering declares sql:orders mode=migration references=sql:invoices column=invoice_id
billing declares sql:invoices mode=migration
)");
  EXPECT_EQ(c.failure(), "");
  EXPECT_THAT(c.lines(key_rule),
              ElementsAre(HasSubstr("orders.invoice_id references invoices, owned by billing")));
}

TEST(ResourceDeclaredTwice, VersionsOfOneStackAndNamesOfThePlatform) {
  const auto found = [](std::string_view folder, std::string_view names, std::string_view extra = "") {
    std::string text = "unit a/t.yaml\nunit " + std::string(folder) + "/warm.yaml\n" + std::string(extra);
    for (char name : names) {
      const std::string table = std::string(" declares dynamodb:") + name + "\n";
      text += "a/t.yaml" + table + std::string(folder) + "/warm.yaml" + table;
    }
    RuleCase c(text);
    EXPECT_EQ(c.failure(), "");
    return c.lines("data/resource-declared-twice").size();
  };
  EXPECT_EQ(found("a", "xyz"), 0u);
  EXPECT_EQ(found("b", "xyz"), 3u);  // a stack of its own
  EXPECT_EQ(found("a", "xy"), 2u);   // too little to tell
  EXPECT_EQ(found("a", "xyz",
                  "a/t.yaml declares dynamodb:p\na/t.yaml declares dynamodb:q\na/warm.yaml declares "
                  "dynamodb:r\na/warm.yaml declares dynamodb:s\n"),
            3u);  // they differ in two of five
  RuleCase own(
      "unit a/t.yaml\nunit b/t.yaml\ntable s3:shop.Assets id=Assets store=s3\na/t.yaml declares "
      "s3:shop.Assets\nb/t.yaml declares s3:shop.Assets\n");
  EXPECT_EQ(own.lines("data/resource-declared-twice").size(), 0u);
  RuleCase named(
      "unit a/t.yaml\nunit b/t.yaml\ntable s3:shop.Assets id=Assets physical=shop.Assets store=s3\n"
      "a/t.yaml declares s3:shop.Assets\nb/t.yaml declares s3:shop.Assets\n");
  EXPECT_EQ(named.lines("data/resource-declared-twice").size(), 1u);
}

}  // namespace
}  // namespace demarc
