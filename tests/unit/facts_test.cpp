// Facts: building in any order, the written form and back, and errors that point.
#include "analyzer/facts/facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace demarc {
namespace {

std::string again(std::string_view text) {
  Result<Facts> facts = read_facts(text);
  return facts ? write(*facts) : "error: " + facts.error().message;
}

TEST(Facts, HandWrittenLinesAreReadWithoutDeclarations) {
  auto facts = read_facts(
      "# two services\n"
      "order writes dynamodb:orders mode=put @ services/order/app.py:41:5 by boto3 (likely)  # trailing\n"
      "  via services/order/app.py:12   table handle made here\n"
      "\n"
      "order publishes eventbridge:OrderCreated\n"
      "order calls payment method=POST path=/pay\r\n"
      "order imports shared\n"
      "order exposes \"order GET /orders\"\n");
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_TRUE(facts->find(EntityKind::service, "order"));
  EXPECT_TRUE(facts->find(EntityKind::table, "dynamodb:orders"));
  EXPECT_TRUE(facts->find(EntityKind::channel, "eventbridge:OrderCreated"));
  EXPECT_TRUE(facts->find(EntityKind::operation, "order GET /orders"));
  EXPECT_FALSE(facts->find(EntityKind::service, "dynamodb:orders"));
  ASSERT_EQ(facts->relations().size(), 5u);
  const Relation* write = nullptr;
  for (const Relation& r : facts->relations())
    if (r.kind == RelationKind::writes) write = &r;
  ASSERT_NE(write, nullptr);
  EXPECT_EQ(write->by, "boto3");
  EXPECT_EQ(write->certainty, Certainty::likely);
  EXPECT_EQ(write->attributes.at("mode"), "put");
  ASSERT_EQ(write->evidence.size(), 2u);
  EXPECT_EQ(write->evidence[0].line, 41u);
  EXPECT_EQ(write->evidence[0].column, 5u);
  EXPECT_EQ(write->evidence[1].what, "table handle made here");
}

TEST(Facts, ALineMayCallAnEndByItsKind) {
  auto facts = read_facts("service order\nexternal order\n[service]order calls [external]order\n");
  ASSERT_TRUE(facts) << facts.error().message;
  ASSERT_EQ(facts->relations().size(), 1u);
  EXPECT_EQ((*facts)[facts->relations()[0].to].kind, EntityKind::external);
}

TEST(Facts, ErrorsPointAtTheWord) {
  auto message = [](std::string_view text) {
    auto facts = read_facts(text);
    return facts ? std::string("no error") : facts.error().message;
  };
  EXPECT_EQ(message("order eats x\n"), "line 1, column 7: `eats` is neither a name behind a kind nor a verb");
  EXPECT_EQ(message("service a\n\nservice b (maybe)\n"), "line 3, column 11: unknown certainty `maybe`");
  EXPECT_EQ(message("  via a.py:1 x\n"), "line 1, column 3: `via` has no place above it");
  EXPECT_EQ(message("service a x=1 x=2\n"), "line 1, column 15: attribute `x` is given twice");
  EXPECT_EQ(message("service \"a\n"), "line 1, column 9: this quoted text does not end on its line");
  EXPECT_EQ(message("a calls\n"), "line 1, column 3: `calls` whom?");
  EXPECT_EQ(message("service order\nexternal order\nx calls order\n"),
            "line 3, column 9: several kinds share the name `order`");
}

TEST(Facts, TheOrderOfMentionsDoesNotShow) {
  std::vector<Entity> mentions = {
      {EntityKind::service,
       "b",
       {{"aliases", "z"}, {"kind", "service"}},
       Certainty::likely,
       {{"b.yml", 1, 2, 0, 0, "here"}}},
      {EntityKind::service, "a", {}, Certainty::certain, {}},
      {EntityKind::service, "b", {{"aliases", "y z"}}, Certainty::certain, {{"a.yml", 3, 4, 0, 0, "there"}}},
      {EntityKind::table, "dynamodb:t", {{"unit", "table"}}, Certainty::certain, {}}};
  std::sort(mentions.begin(), mentions.end(),
            [](const Entity& x, const Entity& y) { return x.evidence < y.evidence; });
  std::vector<int> order = {0, 1, 2, 3};
  std::string first;
  do {
    Facts::Builder builder;
    for (int i : order) builder.entity(mentions[static_cast<std::size_t>(i)]);
    EntityId b = builder.entity({EntityKind::service, "b", {}, Certainty::guessed, {}});
    EntityId t = builder.entity({EntityKind::table, "dynamodb:t", {}, Certainty::certain, {}});
    for (int i : order)
      builder.relation({i % 2 ? RelationKind::reads : RelationKind::writes,
                        b,
                        t,
                        {},
                        "x",
                        i > 1 ? Certainty::certain : Certainty::likely,
                        {{"f.py", 7, 8, 1, 1, ""}}});
    std::string text = write(std::move(builder).freeze());
    if (first.empty()) first = text;
    EXPECT_EQ(text, first);
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_NE(first.find("aliases=\"y z\""), std::string::npos) << first;
  EXPECT_EQ(std::count(first.begin(), first.end(), '\n'), 3 + 1 + 2) << first;  // equal relations are one
}

// Any facts, however odd their names, come back as they were.
TEST(Facts, RoundTrip) {
  std::mt19937 random(7);
  const std::vector<std::string> texts = {"order",
                                          "dynamodb:orders",
                                          "a b",
                                          "",
                                          "\"",
                                          "\\",
                                          "x=y",
                                          "service",
                                          "calls",
                                          "via",
                                          "by",
                                          "@",
                                          "-",
                                          "#x",
                                          "a #b",
                                          "(likely)",
                                          "[x]",
                                          "path/to.py:12",
                                          "tab\there",
                                          "line\nend",
                                          "\x01\x7f",
                                          "ünïcode",
                                          "${Stage}-t",
                                          "trailing ",
                                          " leading",
                                          "as",
                                          "order GET /x/{id}",
                                          "a=b c"};
  auto pick = [&] { return texts[random() % texts.size()]; };
  auto steps = [&] {
    std::vector<Step> all;
    for (unsigned i = random() % 4; i > 0; --i) {
      Step step{pick(), 0, 0, static_cast<std::uint32_t>(random() % 3), 0, pick()};
      if (step.path.empty()) step.line = 0;
      if (step.line) step.column = random() % 3;
      all.push_back(step);
    }
    return all;
  };
  auto attributes = [&] {
    Attributes all;
    for (unsigned i = random() % 3; i > 0; --i)
      if (std::string word = pick(); !word.empty()) all[word] = pick();
    return all;
  };
  for (int round = 0; round < 300; ++round) {
    Facts::Builder builder;
    std::vector<EntityId> ids;
    for (int i = 0; i < 6; ++i)
      ids.push_back(builder.entity({static_cast<EntityKind>(random() % 13), pick(), attributes(),
                                    static_cast<Certainty>(random() % 3), steps()}));
    for (int i = 0; i < 6; ++i)
      builder.relation({static_cast<RelationKind>(random() % 16), ids[random() % ids.size()],
                        ids[random() % ids.size()], attributes(), pick(),
                        static_cast<Certainty>(random() % 3), steps()});
    const Facts facts = std::move(builder).freeze();
    const std::string text = write(facts);
    auto back = read_facts(text);
    ASSERT_TRUE(back) << back.error().message << "\n" << text;
    ASSERT_EQ(write(*back), text);
    ASSERT_EQ(back->entities().size(), facts.entities().size());
    ASSERT_EQ(back->relations().size(), facts.relations().size());
    for (std::size_t i = 0; i < facts.relations().size(); ++i) {
      const Relation &a = facts.relations()[i], &b = back->relations()[i];
      EXPECT_EQ(a.attributes, b.attributes);
      EXPECT_EQ(a.evidence, b.evidence);
      EXPECT_EQ(a.by, b.by);
      EXPECT_EQ(facts[a.from].name, (*back)[b.from].name);
      EXPECT_EQ(facts[a.to].kind, (*back)[b.to].kind);
    }
  }
  EXPECT_EQ(again("service order kind=service @ a.py:1:2\n"), "service order kind=service @ a.py:1:2\n");
}

// Whatever the bytes, reading answers and ends.
TEST(Facts, OddInputIsAnError) {
  std::mt19937 random(3);
  const std::string_view alphabet = "a \"\\=@:1#(\n[]xvia by";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (unsigned i = random() % 40; i > 0; --i) text += alphabet[random() % alphabet.size()];
    auto facts = read_facts(text);
    if (facts) { EXPECT_EQ(again(write(*facts)), write(*facts)) << text; }
  }
}

}  // namespace
}  // namespace demarc
