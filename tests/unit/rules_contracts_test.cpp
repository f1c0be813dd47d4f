// Contracts of operations against the code that answers them: what only one of them knows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string operation(std::string_view what, std::string_view more) {
  const std::string text(what);
  const std::size_t blank = text.find(' ');
  return "operation \"a " + text + "\" service=a method=" + text.substr(0, blank) +
         " path=" + text.substr(blank + 1) + " " + std::string(more) + "\n";
}

// Of service `a`: what contract and code both know, what only the contract lists, what only the code answers.
std::vector<std::string> lines(const std::vector<std::string>& shared,
                               const std::vector<std::string>& promised,
                               const std::vector<std::string>& answered) {
  std::string text = "contexts:\n  a: { code: services/a/** }\n---\nservice a root=services/a\n";
  for (const std::string& one : shared)
    text += operation(one, "contract=services/a/openapi.yaml") + "a handles \"a " + one +
            "\"\na exposes \"a " + one + "\"\n";
  for (const std::string& one : promised)
    text +=
        operation(one, "contract=services/a/openapi.yaml") + "a exposes \"a " + one + "\" from=contract\n";
  for (const std::string& one : answered) text += operation(one, "") + "a handles \"a " + one + "\"\n";
  RuleCase c(text);
  EXPECT_EQ(c.failure(), "") << text;
  return c.lines("api/over-exposed-operation");
}

const std::vector<std::string> known = {"GET /orders", "POST /orders", "GET /orders/{id}",
                                        "DELETE /orders/{id}"};

TEST(RulesContracts, WhatNobodyAnswersIsReported) {
  EXPECT_THAT(
      lines(known, {"GET /reports"}, {}),
      ElementsAre("note api/over-exposed-operation: services/a/openapi.yaml promises GET /reports; no code "
                  "of a answers it."));
  EXPECT_THAT(lines(known, {}, {}), IsEmpty());
  // The platform answers these by itself.
  EXPECT_THAT(lines(known, {"OPTIONS /reports"}, {}), IsEmpty());
}

TEST(RulesContracts, WhatTheContractDoesNotListIsReported) {
  EXPECT_THAT(
      lines(known, {}, {"POST /refunds"}),
      ElementsAre(HasSubstr("a answers POST /refunds, which services/a/openapi.yaml does not list.")));
  EXPECT_THAT(lines(known, {}, {"GET /health"}), IsEmpty());
}

TEST(RulesContracts, WhatIsKnownInPartIsNotJudged) {
  EXPECT_THAT(lines({"GET /orders"}, {"GET /reports"}, {}), IsEmpty());
  EXPECT_THAT(lines({"GET /orders", "POST /orders"}, {"GET /reports", "GET /bills"}, {}), IsEmpty());
  // A router of its own may answer anything.
  EXPECT_THAT(lines(known, {"GET /reports"}, {"GET /{proxy+}"}), IsEmpty());
}

}  // namespace
}  // namespace demarc
