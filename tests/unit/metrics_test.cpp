// Measures against values worked out by hand, and against a published report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "analyzer/drift/metrics.h"
#include "tests/unit/rule_case.h"

namespace demarc::drift {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;

// A public report of another tool over 107 components with CCD 449 prints ACD 4.20, NCCD 0.72, PC 3.92 %.
TEST(Reach, AgreesWithAPublishedReport) {
  const Reach reach = reach_of(107, 449);
  EXPECT_THAT(reach.acd, DoubleNear(4.20, 0.005));
  EXPECT_THAT(reach.nccd, DoubleNear(0.72, 0.005));
  EXPECT_THAT(100 * reach.propagation_cost, DoubleNear(3.92, 0.005));
  EXPECT_EQ(reach_of(0, 0).acd, 0);
}

TEST(Reach, CountsEachNodeAndWhatItReaches) {
  const std::vector<Link> chain{{0, 1}, {1, 2}};
  EXPECT_EQ(reach(3, chain).ccd, 6u);  // 3 + 2 + 1
  const std::vector<Link> ring{{0, 1}, {1, 2}, {2, 0}};
  EXPECT_EQ(reach(3, ring).ccd, 9u);
  EXPECT_EQ(reach(3, ring).propagation_cost, 1);
  EXPECT_EQ(reach(3, {}).ccd, 3u);
  // A node below twice is reached once; a link to itself adds nothing.
  const std::vector<Link> diamond{{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 3}};
  EXPECT_EQ(reach(4, diamond).ccd, 4u + 2 + 2 + 1);
}

TEST(RingsOfGraph, ComponentsWithMoreThanOneNode) {
  const std::vector<Link> links{{0, 1}, {1, 0}, {1, 2}, {3, 4}, {4, 5}, {5, 3}};
  EXPECT_THAT(rings(6, links), ElementsAre(ElementsAre(0, 1), ElementsAre(3, 4, 5)));
  const std::vector<Link> line{{0, 1}, {1, 2}};
  EXPECT_THAT(rings(3, line), IsEmpty());
  // Deep chains need no deep stack.
  std::vector<Link> deep;
  for (std::size_t i = 0; i < 20'000; ++i) deep.push_back({i, (i + 1) % 20'000});
  EXPECT_EQ(rings(20'000, deep).size(), 1u);
}

TEST(CutList, LeastWeightNotFewestLinks) {
  const std::vector<std::size_t> all{0, 1, 2};
  const std::vector<Link> ring{{0, 1, 5}, {1, 2, 3}, {2, 0, 4}};
  Cut made = cut(all, ring);
  ASSERT_EQ(made.links.size(), 1u);
  EXPECT_EQ(made.links[0].from, 1u);
  EXPECT_EQ(made.weight, 3);
  EXPECT_TRUE(made.is_exact);
  // Two rings through one heavy link: two light ones go.
  const std::vector<Link> two{{0, 1, 10}, {1, 0, 1}, {1, 2, 10}, {2, 0, 2}};
  made = cut(all, two);
  EXPECT_EQ(made.weight, 3);
  ASSERT_EQ(made.links.size(), 2u);
  // Several links between the same two add up.
  const std::vector<Link> twice{{0, 1, 2}, {0, 1, 2}, {1, 0, 3}};
  EXPECT_EQ(cut(std::vector<std::size_t>{0, 1}, twice).weight, 3);
}

TEST(CutList, GreedyAboveTwelveStillBreaksEveryRing) {
  std::vector<std::size_t> all;
  std::vector<Link> links;
  for (std::size_t i = 0; i < 20; ++i) {
    all.push_back(i);
    links.push_back({i, (i + 1) % 20, i == 7 ? 1.0 : 5.0});
  }
  links.push_back({3, 11, 2});
  const Cut made = cut(all, links);
  EXPECT_FALSE(made.is_exact);
  std::vector<Link> left;
  for (const Link& link : links) {
    bool gone = false;
    for (const Link& one : made.links) gone = gone || (one.from == link.from && one.to == link.to);
    if (!gone) left.push_back(link);
  }
  EXPECT_THAT(rings(20, left), IsEmpty());
}

TEST(Concentration, GiniAndDensity) {
  EXPECT_EQ(gini({}), 0);
  EXPECT_EQ(gini({0, 0}), 0);
  EXPECT_EQ(gini({3, 3, 3}), 0);
  EXPECT_THAT(gini({0, 0, 0, 4}), DoubleNear(0.75, 1e-9));  // (n−1)/n: one has all
  EXPECT_THAT(gini({1, 2, 3, 4}), DoubleNear(0.25, 1e-9));  // (−3 −2 +3 +12) / 40
  const std::vector<Link> links{{0, 1}, {0, 1}, {1, 2}};
  EXPECT_THAT(density(3, links), DoubleNear(2.0 / 6, 1e-9));
  EXPECT_EQ(density(1, {}), 0);
}

TEST(LongestPath, RingsCountOnce) {
  const std::vector<Link> links{{0, 1}, {1, 2}, {2, 1}, {2, 3}, {4, 3}};
  EXPECT_THAT(longest_path(5, links), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(longest_path(0, {}), IsEmpty());
}

// Three contexts: a calls b twice (one operation, two places), b publishes what c hears, c writes what a
// owns.
constexpr std::string_view shop = R"(contexts:
  a: { code: a/**, team: x, owns: { tables: t }, uses: { b: call }, slo: { availability: 99.9% }, publishes: { events: [] } }
  b: { code: b/**, team: x, publishes: { api: GET /v1/p, events: [Placed] }, uses: {}, slo: { availability: 99.5% } }
  c: { code: c/**, team: y, uses: { b: [event, call] }, language: { Placed: A wish. } }
---
service a root=a
service b root=b
service c root=c
operation "b GET /v1/p" service=b method=GET path=/v1/p
a calls "b GET /v1/p" @ a/x.py:1
a calls "b GET /v1/p" @ a/x.py:2
b publishes sns:Placed @ b/x.py:1
c consumes sns:Placed @ c/x.py:1
a writes dynamodb:t @ a/x.py:3
a reads dynamodb:t @ a/x.py:4
c writes dynamodb:t @ c/x.py:2
c writes dynamodb:? open=unknown @ c/x.py:3
)";

Metrics measured(std::string_view text, const Sizes& sizes = {}) {
  RuleCase c(text);
  EXPECT_EQ(c.failure(), "");
  return measure(c.map(), sizes);
}

TEST(MetricsOfContexts, MatrixAndStability) {
  const Metrics m = measured(shop);
  ASSERT_EQ(m.contexts.size(), 3u);
  ASSERT_EQ(m.matrix.size(), 3u);
  const Cell &ab = m.matrix[0], &ca = m.matrix[1], &cb = m.matrix[2];
  EXPECT_EQ(ab.calls, 1u);
  EXPECT_EQ(ab.sites, 2u);
  EXPECT_EQ(ab.weight, 2);
  EXPECT_EQ(ab.state, CellState::allowed);
  EXPECT_EQ(ca.data, 1u);
  EXPECT_EQ(ca.weight, 5);
  EXPECT_EQ(ca.state, CellState::undeclared);
  EXPECT_EQ(cb.events, 1u);
  EXPECT_EQ(cb.weight, 1);
  // a: Ca 1 (c), Ce 1 (b). b: Ca 2, Ce 0. c: Ca 0, Ce 2.
  EXPECT_EQ(m.contexts[0].afferent, 1u);
  EXPECT_THAT(*m.contexts[0].instability, DoubleNear(0.5, 1e-9));
  EXPECT_EQ(*m.contexts[1].instability, 0);
  EXPECT_EQ(*m.contexts[2].instability, 1);
  EXPECT_THAT(m.less_stable, IsEmpty());
  EXPECT_THAT(m.density, DoubleNear(0.5, 1e-9));
  EXPECT_EQ(m.reach.ccd, 2u + 1 + 3);
  EXPECT_THAT(m.gini_afferent, DoubleNear(4.0 / 9, 1e-9));  // 0 1 2: (0 + 0 + 4) / (3·3)
  EXPECT_THAT(*m.contexts[1].published_share, DoubleNear(1, 1e-9));
  EXPECT_FALSE(m.contexts[0].published_share.has_value());
  EXPECT_THAT(*m.event_ratio, DoubleNear(0.5, 1e-9));
}

TEST(MetricsOfContexts, DistanceAndStaleness) {
  const Metrics m = measured(shop);
  // C: a→b call, c→b event. V: c writes t. A: c uses b by call.
  EXPECT_EQ(m.distance.convergences, 2u);
  EXPECT_EQ(m.distance.divergences, 1u);
  EXPECT_EQ(m.distance.absences, 1u);
  EXPECT_EQ(m.distance.declared, 3u);
  EXPECT_THAT(*m.distance.d, DoubleNear(0.5, 1e-9));
  // ω·log2(1+s): call 2·log2(3), event 1·1, write 5·1.
  EXPECT_THAT(*m.distance.d_w, DoubleNear(5 / (5 + 1 + 2 * std::log2(3)), 1e-9));
  EXPECT_THAT(*m.distance.staleness, DoubleNear(1.0 / 3, 1e-9));
  EXPECT_THAT(*m.violations_by_edges, DoubleNear(100.0 / 3, 1e-9));
}

TEST(MetricsOfContexts, OwnershipWaitingCoverage) {
  Sizes sizes;
  sizes.lines = {{"a", 600}, {"b", 400}, {"", 1000}};
  sizes.findings = 3;
  sizes.language_findings = 2;
  const Metrics m = measured(shop, sizes);
  ASSERT_EQ(m.units.size(), 1u);
  EXPECT_THAT(m.units[0].purity, DoubleNear(2.0 / 3, 1e-9));
  EXPECT_EQ(m.units[0].writers, 2u);
  EXPECT_THAT(*m.ownership_purity, DoubleNear(2.0 / 3, 1e-9));
  EXPECT_EQ(m.shared_units, 1u);
  EXPECT_EQ(m.unowned_units, 0u);
  EXPECT_THAT(m.longest_chain, ElementsAre("a", "b"));
  EXPECT_EQ(m.widest, 1u);
  EXPECT_THAT(*m.contexts[0].best_availability, DoubleNear(99.9 * 0.995, 1e-9));
  EXPECT_EQ(m.contexts[0].waits_for, 1u);
  EXPECT_EQ(m.coverage[1].resolved, 3u);
  EXPECT_EQ(m.coverage[1].all, 4u);
  EXPECT_EQ(m.lines.resolved, 1000u);
  EXPECT_EQ(m.lines.all, 2000u);
  EXPECT_THAT(*m.violations_by_lines, DoubleNear(30, 1e-9));
  EXPECT_THAT(*m.language_findings, DoubleNear(2, 1e-9));
  EXPECT_EQ(m.team_edges.all, 3u);
  EXPECT_EQ(m.team_edges.resolved, 2u);
  // The two that write t.
  EXPECT_THAT(m.monolith_members, ElementsAre("a", "c"));
  EXPECT_THAT(m.distributed_monolith, DoubleNear(2.0 / 3, 1e-9));
}

TEST(MetricsOfContexts, RingsByClass) {
  const Metrics m = measured(
      "contexts:\n  a: { code: a/**, uses: { b: call } }\n  b: { code: b/**, uses: { a: [call, event] } "
      "}\n---\n"
      "service a root=a\nservice b root=b\na calls b\nb publishes sns:X\nb calls a @ b/x.py:1\na publishes "
      "sns:Y\nb consumes sns:Y\n");
  ASSERT_EQ(m.cycles.size(), 4u);
  EXPECT_EQ(m.cycles[0].of, "sync");
  EXPECT_EQ(m.cycles[0].tangle, 1);
  ASSERT_EQ(m.cycles[0].rings.size(), 1u);
  EXPECT_EQ(m.cycles[0].rings[0].cut.weight, 2);
  EXPECT_THAT(m.cycles[1].rings, IsEmpty());
  // With the event b → a weighs 3: a → b is the one to cut.
  ASSERT_EQ(m.cycles[3].rings.size(), 1u);
  EXPECT_EQ(m.cycles[3].rings[0].cut.weight, 2);
  EXPECT_EQ(m.cycles[3].rings[0].cut.links[0].from, 0u);
}

TEST(MetricsOfContexts, NothingThereAndNothingDeclared) {
  EXPECT_TRUE(measured("# empty\n").contexts.empty());
  const Metrics m = measured("service a root=a\nservice b root=b\na calls b\n");
  EXPECT_EQ(m.contexts.size(), 2u);
  EXPECT_FALSE(m.is_declared);
  EXPECT_FALSE(m.distance.d.has_value());
  EXPECT_EQ(m.distance.not_judged, 1u);
}

TEST(MetricsOfContexts, JsonHoldsEverything) {
  const auto json = nlohmann::json::parse(to_json(measured(shop)));
  EXPECT_EQ(json["distance"]["d"], 0.5);
  EXPECT_EQ(json["matrix"].size(), 3u);
  EXPECT_EQ(json["matrix"][1]["state"], "undeclared");
  EXPECT_TRUE(json["contexts"][0]["published_share"].is_null());
  EXPECT_EQ(json["longest_chain"][1], "b");
  const auto empty = nlohmann::json::parse(to_json(Metrics{}));
  EXPECT_TRUE(empty["contexts"].is_array());
}

}  // namespace
}  // namespace demarc::drift
