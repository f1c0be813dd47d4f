// Statements of all dialects, and the tables that they touch.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "parsers/parsers.h"
#include "parsers/reading/sql/down_parts.h"
#include "parsers/templates/migrations/order.h"

namespace demarc {
namespace {

// "query orders; put lines; create a; reference a>b [x] fk"
std::string said(const SqlReading& reading) {
  std::string all;
  auto add = [&](const std::string& one) { all += (all.empty() ? "" : "; ") + one; };
  for (const SqlUse& use : reading.uses)
    add(std::string(to_string(use.mode)) + " " + (use.table.name.empty() ? "?" : use.table.text()));
  for (const SqlChange& change : reading.changes) {
    std::string one = std::string(to_string(change.kind)) + " " + change.table.text();
    if (!change.other.name.empty()) one += ">" + change.other.text();
    for (const SqlName& base : change.others) one += " <" + base.text();
    if (!change.columns.empty()) one += " [" + change.columns + "]";
    if (!change.name.empty()) one += " " + change.name;
    for (const SqlUse& use : change.uses)
      one += " {" + std::string(to_string(use.mode)) + " " + use.table.text() + "}";
    for (const SqlName& call : change.calls) one += " ->" + call.text();
    add(one);
  }
  return all;
}

std::string tables(std::string_view text) { return said(make_sql_reader()->read(text)); }
std::string objects(std::string_view text) { return said(make_sql_reader()->read_object_query(text)); }

TEST(Sql, ReadsQueries) {
  EXPECT_EQ(tables("SELECT * FROM orders o JOIN customers c ON o.cid = c.id WHERE o.id = ?"),
            "query orders; query customers");
  EXPECT_EQ(tables("select a.* from a, b x left outer join c using (id) cross join d natural join e"),
            "query a; query b; query c; query d; query e");
  EXPECT_EQ(tables("SELECT (SELECT count(*) FROM b) FROM a WHERE EXISTS (SELECT 1 FROM c) AND x IN (SELECT "
                   "id FROM d)"),
            "query b; query a; query c; query d");
  EXPECT_EQ(tables("SELECT * FROM (a JOIN b ON a.x = b.x) , c"), "query a; query b; query c");
  EXPECT_EQ(tables("SELECT * FROM ((a JOIN b ON 1=1) JOIN c ON 1=1)"), "query a; query b; query c");
  EXPECT_EQ(tables("SELECT * FROM a UNION ALL (SELECT * FROM b) ORDER BY x, y"), "query a; query b");
  EXPECT_EQ(tables("SELECT x INTO TEMP t FROM a; SELECT * FROM t"), "query a");
  EXPECT_EQ(tables("select * from order where id = 1"), "query order");
}

TEST(Sql, TakesNoNamesThatAreNoTables) {
  EXPECT_EQ(
      tables("SELECT extract(epoch FROM made), trim(LEADING 'x' FROM name), substring(n FROM 2) FROM a"),
      "query a");
  EXPECT_EQ(tables("SELECT * FROM a WHERE x IS NOT DISTINCT FROM y"), "query a");
  EXPECT_EQ(tables("SELECT * FROM generate_series(1, 3) g, unnest(x) u, LATERAL (SELECT * FROM a) l"),
            "query a");
  EXPECT_EQ(tables("WITH x AS (SELECT * FROM a), y (n) AS (SELECT 1 FROM x) SELECT * FROM x, y"), "query a");
  EXPECT_EQ(tables("WITH orders AS (SELECT * FROM orders) SELECT * FROM orders"), "query orders");
  EXPECT_EQ(tables("SELECT 1 FROM dual"), "");
  EXPECT_EQ(tables("SELECT * FROM information_schema.tables, pg_class, sys.objects"), "");
  EXPECT_EQ(tables("CREATE TEMPORARY TABLE t (a int); INSERT INTO t SELECT * FROM a; DROP TABLE t"),
            "query a");
  EXPECT_EQ(tables("SELECT * FROM #work w, @rows r, a"), "query a");
  EXPECT_EQ(tables("SELECT 'FROM x' FROM a -- FROM y\n /* JOIN z */ # FROM w\n"), "query a");
  EXPECT_EQ(tables("GRANT SELECT ON a TO b; SET x = 1; SHOW TABLES FROM b; CALL p(?); EXEC dbo.p @a"), "");
  EXPECT_EQ(tables("SELECT * FROM a FOR UPDATE OF a, b SKIP LOCKED"), "query a");
  EXPECT_EQ(tables(""), "");
}

TEST(Sql, ReadsChangesOfRows) {
  EXPECT_EQ(tables("INSERT INTO a (x) VALUES ($1) ON CONFLICT (x) DO UPDATE SET y = EXCLUDED.y RETURNING id"),
            "put a");
  EXPECT_EQ(tables("INSERT INTO a VALUES (?) ON DUPLICATE KEY UPDATE x = 1"), "put a");
  EXPECT_EQ(tables("INSERT INTO a SELECT * FROM b"), "put a; query b");
  EXPECT_EQ(tables("INSERT OR REPLACE INTO a VALUES (1); REPLACE INTO b VALUES (REPLACE('x', 'y', 'z')); "
                   "UPSERT INTO c VALUES (1)"),
            "put a; put b; put c");
  EXPECT_EQ(tables("UPDATE a SET x = (SELECT max(x) FROM b) FROM c WHERE c.id = a.id"),
            "update a; query b; query c");
  EXPECT_EQ(tables("UPDATE a x INNER JOIN b y ON x.id = y.id SET x.n = 1"), "update a; query b");
  EXPECT_EQ(tables("UPDATE o SET o.x = 1 FROM [dbo].[Orders] o JOIN c ON 1=1"), "update dbo.Orders; query c");
  EXPECT_EQ(tables("DELETE FROM a USING b WHERE a.id = b.id"), "delete a; query b");
  EXPECT_EQ(tables("DELETE o FROM orders o JOIN c ON c.id = o.id"), "delete orders; query c");
  EXPECT_EQ(tables("DELETE a WHERE x = 1"), "delete a");
  EXPECT_EQ(tables("MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN UPDATE SET x = 1 WHEN NOT MATCHED "
                   "THEN INSERT (x) VALUES (1)"),
            "update a; query b");
  EXPECT_EQ(tables("TRUNCATE TABLE a, b CASCADE; SELECT TRUNCATE(x, 1) FROM c"),
            "delete a; delete b; query c");
  EXPECT_EQ(tables("COPY a (x, y) FROM stdin;\n1\tFROM b\n\\.\nSELECT * FROM c"), "put a; query c");
  EXPECT_EQ(tables("COPY (SELECT * FROM a) TO '/tmp/x'"), "query a");
  EXPECT_EQ(tables("WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone"),
            "delete a; put b");
}

TEST(Sql, ReadsQuotesAndPlaceholders) {
  EXPECT_EQ(tables("SELECT * FROM `shop`.`orders`, \"Order \"\"x\"\"\", [sales].[Order Lines] WITH (NOLOCK)"),
            "query shop.orders; query Order \"x\"; query sales.Order Lines");
  EXPECT_EQ(tables("SELECT * FROM a WHERE b = :b AND c::text = %s AND d = %(d)s AND e = #{e} AND f = @p1 AND "
                   "g LIKE '%x%' LIMIT ?"),
            "query a");
  EXPECT_EQ(tables("SELECT * FROM ${table} t, orders_${month}, %s"), "query ?; query ?; query ?");
  EXPECT_EQ(
      tables(
          "SELECT x[1], ARRAY[2] FROM a WHERE b = 'it''s' AND c = 'it\\'s' AND d = '\\' AND e = $$FROM x$$"),
      "query a");
  EXPECT_EQ(tables("SELECT TOP 10 * FROM db..a; SELECT * FROM s.d.b"), "query db.a; query s.d.b");
  EXPECT_EQ(tables("/*!40000 INSERT INTO a VALUES (1) */;"), "put a");
}

TEST(Sql, PartsStatements) {
  EXPECT_EQ(tables("INSERT INTO a VALUES (1)\nGO\nDELETE b WHERE 1=1\ngo\n"), "put a; delete b");
  EXPECT_EQ(tables("DELIMITER //\nCREATE PROCEDURE p() BEGIN INSERT INTO x VALUES (1); END //\nDELIMITER "
                   ";\nDELETE FROM a;"),
            "delete a; routine p {put x}");
  EXPECT_EQ(tables("CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN IF 1 THEN UPDATE b SET x = 1; END "
                   "IF; END; DELETE FROM c"),
            "delete c; trigger a [insert] t {update b}");
  EXPECT_EQ(tables("CREATE FUNCTION f() RETURNS trigger AS $f$ BEGIN INSERT INTO log VALUES (1); END; $f$ "
                   "LANGUAGE plpgsql; DELETE FROM a"),
            "delete a; routine f {put log}");
  EXPECT_EQ(tables("\\connect shop\nSELECT * FROM a;\n\\q"), "query a");
  EXPECT_EQ(tables("BEGIN; UPDATE a SET x = 1; COMMIT;"), "update a");
}

TEST(Sql, ReadsBodiesOfRoutines) {
  // PostgreSQL: variables are no tables, and what stands in CASE is one expression.
  EXPECT_EQ(
      tables(
          "CREATE FUNCTION f(a int DEFAULT g(1)) RETURNS int AS $$ DECLARE n int; BEGIN SELECT x INTO n "
          "FROM b; IF n > 0 THEN UPDATE c SET x = CASE WHEN n = 1 THEN 2 ELSE 3 END WHERE y = n; ELSE "
          "DELETE FROM d; END IF; INSERT INTO e VALUES (1) ON CONFLICT DO NOTHING RETURNING id INTO n; FOR "
          "r IN SELECT * FROM h LOOP PERFORM k(r.id); END LOOP; RETURN n; END $$ LANGUAGE plpgsql"),
      "routine f {query b} {update c} {delete d} {put e} {query h} ->k");
  EXPECT_EQ(
      tables("CREATE OR REPLACE PROCEDURE s.p() LANGUAGE sql AS 'WITH x AS (SELECT 1 FROM a) INSERT INTO b "
             "SELECT * FROM x; CALL q(1)'; SELECT * FROM z"),
      "query z; routine s.p {query a} {put b} ->q");
  EXPECT_EQ(tables("CREATE FUNCTION f() RETURNS SETOF a BEGIN ATOMIC SELECT * FROM a; END; DELETE FROM z"),
            "delete z; routine f {query a}");
  EXPECT_EQ(tables("CREATE TRIGGER t BEFORE INSERT OR UPDATE OF x ON s.a REFERENCING NEW TABLE AS n FOR EACH "
                   "STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION f(); DELETE FROM z"),
            "delete z; trigger s.a [insert update] t ->f");
  // MySQL: one statement is a body too.
  EXPECT_EQ(
      tables("CREATE DEFINER=`r`@`%` TRIGGER t AFTER DELETE ON a FOR EACH ROW INSERT INTO b VALUES (1); "
             "DELETE FROM z"),
      "delete z; trigger a [delete] t {put b}");
  // T-SQL: nothing parts the statements.
  EXPECT_EQ(
      tables(
          "CREATE OR ALTER PROCEDURE [dbo].[p] @a AS INT AS\nSET NOCOUNT ON\nDECLARE @x INT\nSELECT @x = y "
          "FROM b\nIF EXISTS (SELECT 1 FROM c) UPDATE d SET x = 1 FROM d JOIN e ON 1=1\nINSERT INTO #w "
          "SELECT * FROM h; EXEC dbo.q @x\nDELETE k\nGO\nDELETE FROM z"),
      "delete z; routine dbo.p {query b} {query c} {update d} {query e} {query h} {delete k} ->dbo.q");
  EXPECT_EQ(
      tables("CREATE TRIGGER t ON a AFTER INSERT, UPDATE AS BEGIN INSERT INTO b SELECT * FROM inserted END"),
      "trigger a [insert update] t {put b}");
  // Oracle: declarations have ends of their own; packages hold several.
  EXPECT_EQ(
      tables("CREATE OR REPLACE PROCEDURE p (a IN NUMBER) IS\n v NUMBER;\n CURSOR c IS SELECT * FROM "
             "b;\nBEGIN\n EXECUTE IMMEDIATE 'TRUNCATE TABLE d';\n MERGE INTO e USING f ON (1=1) WHEN MATCHED "
             "THEN UPDATE SET x = 1;\nEND p;\n/\nDELETE FROM z;"),
      "delete z; routine p {query b} {delete d} {update e} {query f}");
  EXPECT_EQ(
      tables(
          "CREATE PACKAGE BODY k AS\n PROCEDURE p IS BEGIN DELETE FROM a; END p;\n FUNCTION q RETURN NUMBER "
          "IS n NUMBER; BEGIN SELECT x INTO n FROM b; RETURN n; END;\nEND k;\n/\nDELETE FROM z;"),
      "delete z; routine k.p {delete a}; routine k.q {query b}");
  // What is made again, dropped, or no routine.
  EXPECT_EQ(tables("DROP FUNCTION IF EXISTS f(int), s.g; DROP TRIGGER t ON a; ALTER FUNCTION f OWNER TO x"),
            "drop-routine f; drop-routine s.g; drop-trigger * t");
  EXPECT_EQ(tables("CREATE TABLE a (trigger text, function text); CREATE INDEX i ON a (lower(b))"),
            "ddl a; ddl a; create a");
  EXPECT_EQ(tables("CREATE FUNCTION f() RETURNS int AS 'MODULE', 'delete_it' LANGUAGE c; SELECT 1 FROM a"),
            "query a; routine f");
}

TEST(Sql, ReadsCallsOfRoutines) {
  const auto calls = [](std::string_view text) {
    std::string all;
    for (const SqlCall& call : make_sql_reader()->read(text).calls)
      all += (all.empty() ? "" : " ") + call.routine.text() + (call.is_sure ? "!" : "");
    return all;
  };
  EXPECT_EQ(calls("CALL a(1); EXEC dbo.b @x; {call c(?)}; {? = call d(?)}; EXEC @r = e 1"),
            "a! dbo.b! c! d! e!");
  EXPECT_EQ(calls("SELECT s.f(x) FROM g(1) WHERE a = b"), "s.f g");
  EXPECT_EQ(
      calls("EXEC sp_executesql @x; INSERT INTO a (x) SELECT y FROM b; CREATE FUNCTION f() RETURNS int AS "
            "'SELECT g()'"),
      "");
}

TEST(Sql, ReadsDefinitions) {
  EXPECT_EQ(
      tables(
          "CREATE TABLE IF NOT EXISTS `a` (`id` int(11) NOT NULL, `c` int, KEY `i` (`c`), CONSTRAINT `f` "
          "FOREIGN KEY (`c`) "
          "REFERENCES `b` (`id`) ON DELETE CASCADE ON UPDATE SET NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8"),
      "ddl a; create a; reference a>b [c] f");
  EXPECT_EQ(tables("CREATE TABLE a (id uuid PRIMARY KEY, c bigint NOT NULL REFERENCES public.b(id), d int)"),
            "ddl a; create a; reference a>public.b [c]");
  EXPECT_EQ(
      tables(
          "CREATE TABLE a AS SELECT * FROM b; CREATE TABLE c LIKE d; CREATE TABLE e (LIKE f INCLUDING ALL)"),
      "ddl a; query b; ddl c; query d; ddl e; query f; create a; create c; create e");
  EXPECT_EQ(tables("ALTER TABLE ONLY a ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES b (x, y)"),
            "ddl a; reference a>b [x y] f");
  EXPECT_EQ(tables("ALTER TABLE a ADD COLUMN c int REFERENCES b, DROP CONSTRAINT g, DROP FOREIGN KEY h, DROP "
                   "COLUMN i"),
            "ddl a; reference a>b [c]; unreference a g; unreference a h; unreference a [i]");
  EXPECT_EQ(tables("ALTER TABLE a RENAME TO b; RENAME TABLE c TO d; ALTER TABLE e RENAME COLUMN f TO g"),
            "ddl a; ddl b; ddl c; ddl d; ddl e; rename a>b; rename c>d");
  EXPECT_EQ(tables("DROP TABLE IF EXISTS a, b CASCADE; DROP VIEW v"),
            "ddl a; ddl b; ddl v; drop a; drop b; drop-view v");
  EXPECT_EQ(tables("CREATE OR REPLACE VIEW v (x) AS SELECT * FROM a JOIN b ON 1=1"), "ddl v; view v <a <b");
  EXPECT_EQ(tables("IF NOT EXISTS (SELECT * FROM sys.tables) BEGIN CREATE TABLE a (id int) END"),
            "ddl a; create a");
  EXPECT_EQ(tables("CREATE UNIQUE INDEX i ON a (x); CREATE SEQUENCE s; CREATE TYPE t AS ENUM ('a')"),
            "ddl a");
}

TEST(Sql, ReadsObjectQueries) {
  EXPECT_EQ(objects("from Order o where o.id = :id"), "query Order");
  EXPECT_EQ(
      objects(
          "SELECT o FROM Order o JOIN o.lines l JOIN FETCH o.customer LEFT JOIN Invoice i ON i.order = o"),
      "query Order; query Invoice");
  EXPECT_EQ(objects("UPDATE com.shop.Order o SET o.paid = true"), "update com.shop.Order");
  EXPECT_EQ(objects("delete Order where id = ?1"), "delete Order");
  EXPECT_EQ(
      objects("SELECT new com.shop.Line(o.id) FROM Order o WHERE o.id IN (SELECT i.order.id FROM Invoice i)"),
      "query Order; query Invoice");
}

TEST(Sql, BearsAnything) {
  for (std::string_view open : {"(",           "SELECT * FROM (",
                                "'",           "\"",
                                "`",           "[",
                                "$a$",         "/*",
                                "#{",          "${",
                                "%(",          "CASE ",
                                "WITH a AS (", "CREATE TABLE a (",
                                "FROM ",       "JOIN ",
                                ",",           "g;",
                                "DELETE ",     "a.",
                                "INSERT INTO "}) {
    std::string text;
    while (text.size() < 100'000) text += open;
    make_sql_reader()->read(text);
    make_sql_reader()->read_object_query("SELECT * FROM a WHERE " + text);
  }
  std::string large(5u << 20, ' ');
  EXPECT_TRUE(make_sql_reader()->read(large).is_cut);
  SUCCEED();
}

TEST(Sql, TellsWhereATextDoesNotEnd) {
  const auto broken = [](std::string_view text) { return make_sql_reader()->read(text).broken; };
  EXPECT_EQ(broken("SELECT 1; SELECT 'a"), 17u);
  EXPECT_EQ(broken("SELECT 1; /* a"), 10u);
  EXPECT_EQ(broken("SELECT 1; CREATE TABLE a (x int"), 10u);
  EXPECT_EQ(broken("SELECT \"a"), 7u);
  EXPECT_EQ(broken("SELECT 'it''s', \"b\" FROM a /* c */; -- 'd\nCREATE TABLE b (x varchar(3))"),
            std::nullopt);
}

TEST(Sql, DownPartsAreNoPartOfASchema) {
  const std::string text = "-- +goose Up\nCREATE TABLE a (x int);\n-- +goose Down\nDROP TABLE a;\n";
  const std::string kept = sql::without_down_parts(text);
  EXPECT_EQ(kept.size(), text.size());
  EXPECT_EQ(tables(kept), "ddl a; create a");
  EXPECT_EQ(tables(sql::without_down_parts(
                "-- migrate:up\nCREATE TABLE a (x int);\n-- migrate:down\nDROP TABLE a;")),
            "ddl a; create a");
}

TEST(Sql, MigrationsHaveAnOrder) {
  using migrations::place_of;
  EXPECT_LT(place_of("db/V2__a.sql").order, place_of("db/V10__b.sql").order);
  EXPECT_LT(place_of("db/V1_9__a.sql").order, place_of("other/V1_10__b.sql").order);
  EXPECT_LT(place_of("db/V99__a.sql").order, place_of("db/R__views.sql").order);
  EXPECT_LT(place_of("m/2_a.up.sql").order, place_of("m/10_b.up.sql").order);
  EXPECT_LT(place_of("prisma/migrations/20210101_a/migration.sql").order,
            place_of("prisma/migrations/20210201_b/migration.sql").order);
  EXPECT_EQ(place_of("db/V1__a.sql").by, "flyway");
  EXPECT_TRUE(migrations::takes_back("m/1_a.down.sql"));
  EXPECT_TRUE(migrations::takes_back("db/U1__a.sql"));
  EXPECT_FALSE(migrations::takes_back("m/1_countdown.sql"));
  EXPECT_EQ(migrations::plain("public.orders"), "orders");
  EXPECT_EQ(migrations::plain("sales.orders"), "sales.orders");
}

}  // namespace
}  // namespace demarc
