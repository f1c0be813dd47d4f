// Queries: what the tables hold, what is refused, and rules of a project's own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/query/query.h"
#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view shop = R"(contexts:
  ordering: { code: services/ordering/**, team: o, uses: { billing: call } }
  billing: { code: services/billing/**, team: b, kind: core }
---
service ordering root=services/ordering
service billing root=services/billing
ordering calls billing @ services/ordering/a.py:3:1
  via services/ordering/b.py:9   address
ordering writes dynamodb:orders mode=put @ services/ordering/a.py:4
billing reads dynamodb:orders @ services/billing/b.py:5
)";

std::vector<std::string> texts(const query::Rows& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows.rows) {
    std::string line;
    for (const query::Cell& cell : row) line += (line.empty() ? "" : "|") + query::to_string(cell);
    out.push_back(line);
  }
  return out;
}

std::vector<std::string> asked(std::string_view sql) {
  RuleCase c(shop);
  EXPECT_EQ(c.failure(), "");
  const query::Database database(c.map());
  const Result<query::Rows> rows = database.run(sql);
  if (!rows) return {"refused: " + rows.error().message};
  return texts(*rows);
}

TEST(Query, TablesHoldTheArchitecture) {
  EXPECT_THAT(asked("SELECT name, kind, role, team, closed FROM contexts ORDER BY name"),
              ElementsAre("billing|context|core|b|0", "ordering|context||o|1"));
  EXPECT_THAT(asked("SELECT name, short, context FROM services ORDER BY name"),
              ElementsAre("billing|billing|billing", "ordering|ordering|ordering"));
  EXPECT_THAT(asked("SELECT source, target, context, owner, path, line FROM calls"),
              ElementsAre("ordering|billing|ordering|billing|services/ordering/a.py|3"));
  EXPECT_THAT(asked("SELECT step, evidence.path, evidence.line, what FROM evidence JOIN calls ON relation_id "
                    "= id ORDER BY step"),
              ElementsAre("0|services/ordering/a.py|3|", "1|services/ordering/b.py|9|address"));
  EXPECT_THAT(asked("SELECT user, owner, class, verdict, places FROM edges"),
              ElementsAre("ordering|billing|call|allowed|1"));
  EXPECT_THAT(asked("SELECT word, text FROM attributes WHERE word = 'mode'"), ElementsAre("mode|put"));
  EXPECT_THAT(asked("SELECT kind, count(*) FROM accesses GROUP BY kind ORDER BY kind"),
              ElementsAre("reads|1", "writes|1"));
  EXPECT_THAT(
      asked("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n"),
      ElementsAre("1", "2", "3"));
  EXPECT_THAT(asked("SELECT 1.5, NULL"), ElementsAre("1.5|"));
  // Every table and view that is documented is there.
  for (const query::Table& table : query::tables()) {
    EXPECT_THAT(asked("SELECT count(*) FROM " + std::string(table.name)).at(0),
                testing::Not(HasSubstr("refused")))
        << table.name;
    EXPECT_THAT(query::documentation(), HasSubstr("### " + std::string(table.name)));
  }
}

TEST(Query, OnlyReadsAndOnlyHere) {
  for (std::string_view sql : {"DELETE FROM entities",
                               "INSERT INTO contexts VALUES (1,2,3,4,5,6)",
                               "UPDATE entities SET name = 'x'",
                               "DROP TABLE entities",
                               "CREATE TABLE t (x)",
                               "CREATE TEMP TABLE t (x)",
                               "ATTACH '/tmp/x.db' AS x",
                               "ATTACH ':memory:' AS x",
                               "PRAGMA writable_schema = 1",
                               "PRAGMA table_info(entities)",
                               "SELECT * FROM pragma_table_info('entities')",
                               "SELECT load_extension('/tmp/x.so')",
                               "SELECT readfile('/etc/passwd')",
                               "SELECT writefile('/tmp/x', 'y')",
                               "SELECT random()",
                               "VACUUM INTO '/tmp/x.db'",
                               "BEGIN",
                               "SAVEPOINT s",
                               "REINDEX",
                               "ANALYZE",
                               "EXPLAIN DELETE FROM entities",
                               "SELECT 1; SELECT 2",
                               "SELECT 1; DELETE FROM entities",
                               "",
                               "-- nothing",
                               "SELECT ?",
                               "SELEC 1",
                               "SELECT absent FROM entities",
                               "SELECT fts3_tokenizer('simple')"})
    EXPECT_THAT(asked(sql), ElementsAre(HasSubstr("refused: "))) << sql;
  EXPECT_THAT(asked("SELECT 1; -- that is all\n"), ElementsAre("1"));
  // The refusals left everything as it was.
  RuleCase c(shop);
  const query::Database database(c.map());
  EXPECT_FALSE(database.run("DELETE FROM entities"));
  const Result<query::Rows> rows = database.run("SELECT count(*) > 0 FROM entities");
  ASSERT_TRUE(rows);
  EXPECT_THAT(texts(*rows), ElementsAre("1"));
}

TEST(Query, TimeMemoryAndRowsEnd) {
  RuleCase c(shop);
  query::Limits limits;
  limits.seconds = 0.05;
  limits.rows = 10;
  const query::Database database(c.map(), limits);
  const Result<query::Rows> endless =
      database.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
  ASSERT_FALSE(endless);
  EXPECT_THAT(endless.error().message, HasSubstr("longer than 0.05 seconds"));
  const Result<query::Rows> many = database.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT i FROM n");
  ASSERT_TRUE(many);
  EXPECT_EQ(many->rows.size(), 10u);
  EXPECT_TRUE(many->is_cut);
  // One huge text, and one that doubles until it is.
  for (std::string_view sql : {"SELECT zeroblob(1000000000)",
                               "WITH RECURSIVE n(i, t) AS (SELECT 1, 'xxxxxxxxxxxxxxxx' UNION ALL SELECT i + "
                               "1, t || t FROM n) SELECT "
                               "max(length(t)) FROM n"})
    EXPECT_FALSE(database.run(sql)) << sql;
  EXPECT_FALSE(database.run("SELECT " + std::string(5'000, '(') + "1" + std::string(5'000, ')')));
  EXPECT_FALSE(database.run(std::string(200'000, ' ') + "SELECT 1"));
  EXPECT_FALSE(database.run("SELECT 'x' LIKE '" + std::string(1'000, '%') + "y'"));
}

std::string with_rule(std::string_view rule) {
  const std::size_t cut = shop.find("---\n");
  return std::string(shop.substr(0, cut)) + "rules:\n" + std::string(rule) + std::string(shop.substr(cut));
}

TEST(OwnRules, RowsAreFindings) {
  constexpr std::string_view query =
      "    query: SELECT context AS \"from\", owner AS \"to\", target AS object, id AS relation FROM calls\n";
  RuleCase c(with_rule("  our/no-calls:\n" + std::string(query) +
                       "    message: \"{from} calls {to} ({nothing}).\"\n    help: Ask {to} by an event.\n"));
  EXPECT_EQ(c.failure(), "");
  EXPECT_THAT(c.lines("our/no-calls"),
              ElementsAre("warning our/no-calls: ordering calls billing ({nothing})."));
  EXPECT_THAT(c.lines("model/invalid"), testing::Each(testing::Not(HasSubstr("our/"))));
  const Finding finding = c.findings("our/no-calls").at(0);
  EXPECT_EQ(finding.help, "Ask billing by an event.");
  EXPECT_EQ(finding.owner, "o");
  ASSERT_EQ(finding.places.size(), 2u);
  EXPECT_EQ(finding.places[0].path, "services/ordering/a.py");
  EXPECT_EQ(finding.places[0].line, 3u);
  // Severity, switching off, exceptions, and useless ones.
  auto with = [&](std::string_view more) {
    return RuleCase(with_rule("  our/no-calls:\n" + std::string(query) + std::string(more)));
  };
  EXPECT_THAT(with("    severity: error\n").lines("our/no-calls"), ElementsAre(HasSubstr("error ")));
  EXPECT_THAT(with("    severity: off\n").lines("our/no-calls"), IsEmpty());
  EXPECT_THAT(with("    ignore: { contexts: billing, why: agreed }\n").lines("our/no-calls"), IsEmpty());
  EXPECT_THAT(with("    ignore: { contexts: nobody, why: agreed }\n").lines("drift/expired-exception"),
              ElementsAre(HasSubstr("An exception of our/no-calls hides nothing")));
}

TEST(OwnRules, PlacesWithoutARelation) {
  RuleCase c(
      with_rule("  our/tables:\n    query: SELECT path, line, target AS object FROM accesses WHERE kind = "
                "'writes'\n    message: \"{object} is written.\"\n"));
  const std::vector<Finding> found = c.findings("our/tables");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].places[0].path, "services/ordering/a.py");
  EXPECT_EQ(found[0].places[0].line, 4u);
  RuleCase nowhere(with_rule("  our/count:\n    query: SELECT count(*) AS n FROM calls\n"));
  EXPECT_THAT(nowhere.lines("our/count"), ElementsAre("warning our/count: n 1."));
  EXPECT_EQ(nowhere.findings("our/count")[0].places[0].path, "demarc.yaml");
}

TEST(OwnRules, WhatIsWrongIsSaid) {
  auto invalid = [](std::string_view rule) { return RuleCase(with_rule(rule)).lines("model/invalid"); };
  EXPECT_THAT(invalid("  our/x:\n    query: SELECT absent FROM calls\n"),
              ElementsAre(HasSubstr("the query of our/x does not work: no such column: absent")));
  EXPECT_THAT(invalid("  our/x:\n    query: DELETE FROM entities\n"),
              ElementsAre(HasSubstr("only reading is allowed")));
  EXPECT_THAT(invalid("  our/x:\n    query: [a, b]\n"), testing::Contains(HasSubstr("`query` is one text")));
  EXPECT_THAT(invalid("  data/shared-table:\n    query: SELECT 1\n"),
              ElementsAre(HasSubstr("is Demarc's own and takes no query")));
  EXPECT_THAT(invalid("  data/mine:\n    query: SELECT 1\n"), ElementsAre(HasSubstr("one of Demarc's own")));
  EXPECT_THAT(invalid("  Mine:\n    query: SELECT 1\n"), ElementsAre(HasSubstr("is no name for a rule")));
  EXPECT_THAT(
      invalid("  our/many:\n    query: WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
              "WHERE i < 3000) SELECT i FROM n\n"),
      ElementsAre(HasSubstr("more than 2000 rows")));
}

}  // namespace
}  // namespace demarc
