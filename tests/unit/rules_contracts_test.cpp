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

// Procedures have a contract of their own: it need not list routes.
TEST(RulesContracts, AContractOfProceduresSaysNothingOfRoutes) {
  RuleCase c(R"(contexts:
  a: { code: services/a/** }
---
service a root=services/a
operation "a grpc /p.A/one" service=a method=grpc path=/p.A/one contract=a.proto
operation "a grpc /p.A/two" service=a method=grpc path=/p.A/two contract=a.proto
operation "a grpc /p.A/three" service=a method=grpc path=/p.A/three contract=a.proto
operation "a grpc /p.A/four" service=a method=grpc path=/p.A/four contract=a.proto
operation "a GET /ones" service=a method=GET path=/ones
operation "a grpc /p.A/more" service=a method=grpc path=/p.A/more
a handles "a grpc /p.A/one"
a handles "a grpc /p.A/two"
a handles "a grpc /p.A/three"
a handles "a grpc /p.A/four"
a handles "a grpc /p.A/more"
a handles "a GET /ones"
)");
  EXPECT_EQ(c.failure(), "");
  EXPECT_THAT(c.lines("api/over-exposed-operation"), ElementsAre(HasSubstr("/p.A/more")));
}

}  // namespace
}  // namespace demarc
