// Known findings: their written form, what keeps them the same, and what is told of those that are gone.
#include "analyzer/drift/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace demarc {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Finding finding(std::string object, std::vector<std::uint32_t> lines, std::string from = "billing") {
  Finding out;
  out.rule = "data/foreign-access";
  out.from = std::move(from);
  out.to = "ordering";
  out.object = std::move(object);
  out.message = "anything";
  out.help = "Do something.";
  for (std::uint32_t line : lines) {
    Step step;
    step.path = "a.py";
    step.line = line;
    if (out.places.empty()) out.places.push_back(step);
    else out.others.push_back(step);
  }
  return out;
}

bool none(const Finding&, const void*) { return false; }
bool is_strict(const Finding& f, const void*) { return f.from == "strict"; }

drift::Baseline of(const std::vector<Finding>& findings) {
  drift::Baseline out;
  for (const Finding& one : findings) out.entries.push_back(drift::known_as(one));
  return out;
}

std::string error_of(std::string_view text) {
  const auto read = drift::read_baseline(text);
  return read ? ""
              : read.error().message + " at " +
                    std::string(text.substr(read.error().where.begin,
                                            read.error().where.end - read.error().where.begin));
}

TEST(Baseline, IsReadAsItIsWritten) {
  drift::Baseline baseline = of({finding("dynamodb:orders", {3, 9}), finding("dynamodb:carts", {1})});
  baseline.entries[0].until = "2027-01-31";
  baseline.entries[0].why = "moves with the new client";
  baseline.entries[1].ends += "\n00 -- evil";
  const std::string text = drift::write_baseline(baseline);
  const auto read = drift::read_baseline(text);
  ASSERT_TRUE(read);
  ASSERT_THAT(read->entries, SizeIs(2));
  // Sorted: carts first.
  EXPECT_EQ(read->entries[1].fingerprint, baseline.entries[0].fingerprint);
  EXPECT_EQ(read->entries[1].sites, 2u);
  EXPECT_EQ(read->entries[1].until, "2027-01-31");
  EXPECT_EQ(read->entries[1].why, "moves with the new client");
  EXPECT_EQ(read->entries[1].ends, "billing -> ordering: dynamodb:orders");
  EXPECT_EQ(read->entries[0].why, "");
  EXPECT_EQ(read->entries[0].line, 3u);
  EXPECT_EQ(drift::write_baseline(*read), text);
}

TEST(Baseline, ErrorsPoint) {
  EXPECT_EQ(error_of(""), "");
  EXPECT_EQ(error_of("# only words\n\n"), "");
  EXPECT_EQ(error_of("<<<<<<< HEAD\n"), "`<<<<<<<` is no fingerprint at <<<<<<<");
  EXPECT_EQ(error_of("0123456789abcdef nothing\n"), "`nothing` is no rule at nothing");
  EXPECT_EQ(error_of("0123456789abcdef\n"), "the rule is missing at ");
  EXPECT_EQ(error_of("0123456789abcdef a/b sites=x\n"), "`x` is no number of places at sites=x");
  EXPECT_EQ(error_of("0123456789abcdef a/b until=2026-02-30\n"),
            "`2026-02-30` is no date at until=2026-02-30");
  EXPECT_EQ(error_of("0123456789abcdef a/b\r\n0123456789abcdef a/b\n"),
            "the finding 0123456789abcdef stands here twice at 0123456789abcdef");
}

TEST(Baseline, MovedLinesStayKnownAndNewPlacesAreNews) {
  const drift::Baseline baseline = of({finding("dynamodb:orders", {3}), finding("dynamodb:carts", {1, 2})});
  std::vector<Finding> now = {finding("dynamodb:orders", {77}), finding("dynamodb:carts", {1, 2, 3}),
                              finding("dynamodb:prices", {5})};
  const drift::Held held = drift::hold(baseline, now, {"data/foreign-access"}, "2026-01-01", none, nullptr);
  EXPECT_EQ(held.known, 1u);
  EXPECT_THAT(held.grown, SizeIs(1));
  EXPECT_THAT(held.gone, IsEmpty());
  ASSERT_THAT(now, SizeIs(2));
  EXPECT_EQ(now[0].object, "dynamodb:carts");
  EXPECT_THAT(now[0].help, HasSubstr("2 of its 3 places are known"));
  EXPECT_EQ(now[1].object, "dynamodb:prices");
}

TEST(Baseline, WhatIsGoneOrLateIsToldOnlyWhereItsRuleHasRun) {
  drift::Baseline baseline = of({finding("dynamodb:orders", {3}), finding("dynamodb:carts", {1})});
  baseline.entries[1].until = "2025-12-31";
  std::vector<Finding> now = {finding("dynamodb:carts", {1})};
  drift::Held held = drift::hold(baseline, now, {"data/foreign-access"}, "2026-01-01", none, nullptr);
  EXPECT_THAT(now, IsEmpty());  // late, and still known
  ASSERT_THAT(held.gone, SizeIs(1));
  EXPECT_THAT(held.gone[0]->ends, HasSubstr("dynamodb:orders"));
  EXPECT_THAT(held.lapsed, SizeIs(1));
  held = drift::hold(baseline, now, {"data/shared-table"}, "2025-01-01", none, nullptr);
  EXPECT_THAT(held.gone, IsEmpty());
  EXPECT_THAT(held.lapsed, IsEmpty());
}

TEST(Baseline, AStrictContextHasNone) {
  const drift::Baseline baseline =
      of({finding("dynamodb:orders", {3}, "strict"), finding("dynamodb:orders", {3})});
  std::vector<Finding> now = {finding("dynamodb:orders", {3}, "strict"), finding("dynamodb:orders", {3})};
  const drift::Held held =
      drift::hold(baseline, now, {"data/foreign-access"}, "2026-01-01", is_strict, nullptr);
  EXPECT_EQ(held.known, 1u);
  ASSERT_THAT(now, SizeIs(1));
  EXPECT_EQ(now[0].from, "strict");
  EXPECT_THAT(held.gone, IsEmpty());
}

}  // namespace
}  // namespace demarc
