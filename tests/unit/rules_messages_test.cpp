// The rule about fields of messages: what must change its mind and what must not disturb it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view rule = "event/schema-mismatch";

std::string field(std::string_view path, std::string_view channel = "eventbridge:Placed") {
  std::string name(channel);
  return "field \"" + name + " " + std::string(path) + "\" channel=" + name + " path=" + std::string(path) +
         "\n";
}

std::string head() {
  std::string text =
      "contexts:\n  a: { code: services/a/** }\n  b: { code: services/b/** }\n  c: { code: services/c/** "
      "}\n---\n"
      "service a root=services/a\nservice b root=services/b\nservice c root=services/c\n"
      "channel eventbridge:Placed\nchannel eventbridge:Noted\n";
  for (std::string_view path : {"id", "total", "customer", "customer.id", "customer.mail", "lines",
                                "lines[].sku", "order_id", "orderId"})
    text += field(path);
  text += field("note", "eventbridge:Noted");
  return text;
}

std::vector<std::string> lines(std::string_view facts) {
  RuleCase c(head() + std::string(facts));
  EXPECT_EQ(c.failure(), "") << facts;
  return c.lines(rule);
}

constexpr std::string_view closed =
    "a publishes eventbridge:Placed fields=closed function=f\na puts \"eventbridge:Placed id\" function=f\n";

std::string with(std::string_view facts) { return std::string(closed) + std::string(facts); }

TEST(RulesMessages, AFieldThatNobodyWritesIsReported) {
  EXPECT_THAT(lines(with("b takes \"eventbridge:Placed total\"\n")),
              ElementsAre("error event/schema-mismatch: b reads Placed.total; a writes id."));
  EXPECT_THAT(lines(with("b takes \"eventbridge:Placed id\"\n")), IsEmpty());
}

TEST(RulesMessages, AnOpenPayloadIsUnknown) {
  EXPECT_THAT(lines("a publishes eventbridge:Placed fields=and-more function=f\n"
                    "a puts \"eventbridge:Placed id\" function=f\n"
                    "b takes \"eventbridge:Placed total\"\n"),
              IsEmpty());
  // Nothing is known of what it writes.
  EXPECT_THAT(lines("a publishes eventbridge:Placed\nb takes \"eventbridge:Placed total\"\n"), IsEmpty());
  // One of two publishers may write it.
  EXPECT_THAT(lines(with("c publishes eventbridge:Placed\nb takes \"eventbridge:Placed total\"\n")),
              IsEmpty());
}

TEST(RulesMessages, WhoCanDoWithoutMissesNothing) {
  EXPECT_THAT(lines(with("b takes \"eventbridge:Placed total\" optional=yes\n")), IsEmpty());
  // What stands below something that may be missing may be missing too.
  EXPECT_THAT(lines(with("b takes \"eventbridge:Placed customer\" optional=yes\n"
                         "b takes \"eventbridge:Placed customer.mail\"\n")),
              IsEmpty());
}

TEST(RulesMessages, OneOfSeveralPublishersIsNamed) {
  const std::string both = with(
      "c publishes eventbridge:Placed fields=closed\nc puts \"eventbridge:Placed id\"\n"
      "c puts \"eventbridge:Placed total\"\nb takes \"eventbridge:Placed total\"\n");
  EXPECT_THAT(lines(both), ElementsAre("warning event/schema-mismatch: b reads Placed.total; a writes id."));
  EXPECT_THAT(lines(with("a puts \"eventbridge:Placed total\" function=f\n"
                         "c publishes eventbridge:Placed fields=closed\nc puts \"eventbridge:Placed total\"\n"
                         "b takes \"eventbridge:Placed total\"\n")),
              IsEmpty());
}

TEST(RulesMessages, WhatStandsBelowAnUnknownFieldIsUnknown) {
  EXPECT_THAT(lines(with("a puts \"eventbridge:Placed customer\" function=f\n"
                         "b takes \"eventbridge:Placed customer.mail\"\n")),
              IsEmpty());
  const std::string nested = with(
      "a puts \"eventbridge:Placed customer\" function=f closed=yes\n"
      "a puts \"eventbridge:Placed customer.id\" function=f\nb takes \"eventbridge:Placed customer.mail\"\n");
  EXPECT_THAT(lines(nested), ElementsAre(HasSubstr("b reads Placed.customer.mail; a writes id.")));
}

TEST(RulesMessages, AMissingObjectIsOneFinding) {
  EXPECT_THAT(
      lines(with("b takes \"eventbridge:Placed customer\"\nb takes \"eventbridge:Placed customer.mail\"\n")),
      ElementsAre(HasSubstr("b reads Placed.customer;")));
}

TEST(RulesMessages, MappersSpellInTheirOwnWay) {
  EXPECT_THAT(lines(with("a puts \"eventbridge:Placed order_id\" function=f\n"
                         "b takes \"eventbridge:Placed orderId\" spelling=mapper\n")),
              IsEmpty());
  EXPECT_THAT(lines(with("a puts \"eventbridge:Placed order_id\" function=f\n"
                         "b takes \"eventbridge:Placed orderId\"\n")),
              ElementsAre(HasSubstr("b reads Placed.orderId; a writes id and order_id.")));
}

TEST(RulesMessages, AHandlerOfSeveralKindsReadsOneOfThem) {
  const std::string two = with(
      "a publishes eventbridge:Noted fields=closed function=g\na puts \"eventbridge:Noted note\" function=g\n"
      "b consumes eventbridge:Placed function=h\nb consumes eventbridge:Noted function=h\n");
  std::string text = two + field("note") + "b takes \"eventbridge:Placed note\" function=h\n" +
                     "b takes \"eventbridge:Noted note\" function=h\n";
  EXPECT_THAT(lines(text), IsEmpty());
  // Another function has no such excuse.
  text = two + field("note") + "b takes \"eventbridge:Placed note\" function=other\n";
  EXPECT_THAT(lines(text), ElementsAre(HasSubstr("b reads Placed.note;")));
}

TEST(RulesMessages, TypesAreHeldAgainstEachOther) {
  const auto typed = [](std::string_view written, std::string_view read) {
    return lines("a publishes eventbridge:Placed fields=closed\na puts \"eventbridge:Placed total\" type=" +
                 std::string(written) + "\nb takes \"eventbridge:Placed total\" type=" + std::string(read) +
                 "\n");
  };
  EXPECT_THAT(typed("list", "number"),
              ElementsAre(HasSubstr("b reads Placed.total as a number; a writes a list.")));
  EXPECT_THAT(typed("flag", "number"), ElementsAre(HasSubstr("as a number; a writes true or false.")));
  EXPECT_THAT(typed("number", "text"), IsEmpty());
  EXPECT_THAT(typed("object", "text"), IsEmpty());
  EXPECT_THAT(typed("list", "list"), IsEmpty());
}

TEST(RulesMessages, ContractsAreHeldAgainstBothSides) {
  const std::string contract =
      "contract services/a/events.yaml service=a\n"
      "services/a/events.yaml puts \"eventbridge:Placed id\" fields=closed\n"
      "services/a/events.yaml puts \"eventbridge:Placed total\" fields=closed type=number\n";
  // The publisher breaks its promise.
  EXPECT_THAT(
      lines(with(contract)),
      ElementsAre("error event/schema-mismatch: services/a/events.yaml promises Placed.total; a writes id."));
  // A consumer reads what was never promised, although nobody knows what is written.
  EXPECT_THAT(lines(contract + "a publishes eventbridge:Placed\nb takes \"eventbridge:Placed customer\"\n"),
              ElementsAre(HasSubstr("b reads Placed.customer; services/a/events.yaml lists id and total.")));
  EXPECT_THAT(
      lines(contract + "a publishes eventbridge:Placed\nb takes \"eventbridge:Placed total\" type=number\n"),
      IsEmpty());
  // More than the contract says.
  EXPECT_THAT(
      lines(with(contract + "a puts \"eventbridge:Placed total\" function=f\n"
                            "a puts \"eventbridge:Placed customer\" function=f\n")),
      ElementsAre("note event/schema-mismatch: a writes Placed.customer, which services/a/events.yaml does "
                  "not list."));
}

std::vector<std::string> changes(std::string_view before, std::string_view now, std::string_view mode = "") {
  std::string model = "rules:\n  event/schema-mismatch: { mode: " + std::string(mode) + " }\n";
  RuleCase c((mode.empty() ? std::string() : model) + head() + std::string(now));
  EXPECT_EQ(c.failure(), "");
  const std::string old = head();
  Result<Facts> base = read_facts(old.substr(old.find("---\n") + 4) + std::string(before));
  EXPECT_TRUE(base) << base.error().message;
  rules::Selection selection;
  selection.select = {std::string(rule)};
  selection.base = &*base;
  std::vector<std::string> out;
  for (const Finding& finding : rules::run(c.map(), selection).findings) out.push_back(finding.message);
  return out;
}

TEST(RulesMessages, AChangeIsHeldAgainstTheStateBefore) {
  const std::string more = with("a puts \"eventbridge:Placed total\" function=f\n");
  EXPECT_THAT(changes(more, closed),
              ElementsAre(HasSubstr("Placed.total is no longer there; the change breaks "
                                    "forward compatibility.")));
  EXPECT_THAT(changes(more, more), IsEmpty());
  EXPECT_THAT(changes(closed, more), IsEmpty());
  EXPECT_THAT(changes(closed, more, "backward"),
              ElementsAre(HasSubstr("Placed.total is new and not optional")));
  EXPECT_THAT(changes(more, closed, "backward"), IsEmpty());
  EXPECT_THAT(changes(more, closed, "full"), ElementsAre(HasSubstr("is no longer there")));
  EXPECT_THAT(changes(closed, with("a puts \"eventbridge:Placed total\" function=f optional=yes\n"), "full"),
              IsEmpty());
}

}  // namespace
}  // namespace demarc
