// Where data lies: addresses of databases, and tables of equal names in one or two of them.
#include <gmock/gmock.h>

#include "analyzer/link/stores.h"
#include "tests/unit/link_world.h"

namespace demarc {
namespace {

using linking::Store;
using linking::take_store;
using testing::edges;
using ::testing::UnorderedElementsAre;
using testing::World;
using enum RelationKind;

std::string shown(std::string_view url) {
  Store s = take_store(url);
  return s.engine + " " + s.host + " " + s.database + (s.is_private ? " private" : "");
}

TEST(LinkStores, AddressesAreTakenApart) {
  EXPECT_EQ(shown("jdbc:mysql://db:3306/shop?useSSL=false"), "mysql db:3306 shop");
  EXPECT_EQ(shown("jdbc:postgresql://db/shop"), "postgresql db shop");
  EXPECT_EQ(shown("jdbc:postgresql://db/shop \t"), "postgresql db shop");
  EXPECT_EQ(shown("postgres://me:secret@db:5432/shop"), "postgresql db:5432 shop");
  EXPECT_EQ(shown("r2dbc:postgresql://db/shop"), "postgresql db shop");
  EXPECT_EQ(shown("mongodb+srv://u:p@a,b/shop?w=1"), "mongodb a shop");
  EXPECT_EQ(shown("jdbc:sqlserver://db:1433;encrypt=true;databaseName=shop;x=y"), "sqlserver db:1433 shop");
  EXPECT_EQ(shown("jdbc:oracle:thin:@db:1521:orcl"), "oracle db orcl");
  EXPECT_EQ(shown("jdbc:oracle:thin:@//db:1521/orcl"), "oracle db orcl");
  EXPECT_EQ(shown("jdbc:h2:mem:test"), "h2   private");
  EXPECT_EQ(shown("jdbc:h2:tcp://db/shop"), "h2 db shop");
  EXPECT_EQ(shown("redis://cache:6379/0"), "redis cache:6379 0");
}

TEST(LinkStores, OtherAddressesAreNone) {
  EXPECT_EQ(take_store("http://orders/api").engine, "");
  EXPECT_EQ(take_store("orders").engine, "");
  EXPECT_EQ(take_store("").engine, "");
  EXPECT_EQ(take_store("jdbc:").engine, "");
}

struct Databases : World {
  Databases() {
    for (const char* name : {"orders", "report"}) service(name);
  }
  void connects(const std::string& service, const std::string& url) {
    effect(RelationKind::writes, EntityKind::table, handler(service), 3,
           {{"unit", text("database")}, {"url", text(url)}});
  }
  void stores(const std::string& service, const std::string& table, const std::string& word = "sql") {
    writes(handler(service), 9, text(table), word);
  }
  std::vector<std::string> found() { return edges(link(), {RelationKind::writes}); }
};

TEST(LinkStores, OneDatabaseIsOneTable) {
  Databases d;
  for (const char* name : {"orders", "report"}) {
    d.connects(name, "jdbc:mysql://db/shop");
    d.stores(name, "items");
  }
  EXPECT_THAT(d.found(), UnorderedElementsAre("orders writes mysql:db/shop", "report writes mysql:db/shop",
                                              "orders writes mysql:items", "report writes mysql:items"));
}

TEST(LinkStores, TwoDatabasesAreTwoTables) {
  Databases d;
  d.connects("orders", "jdbc:mysql://db/shop");
  d.connects("report", "jdbc:mysql://db/reports");
  for (const char* name : {"orders", "report"}) d.stores(name, "items");
  EXPECT_THAT(d.found(),
              UnorderedElementsAre("report writes mysql:db/reports", "report writes mysql:db/reports.items",
                                   "orders writes mysql:db/shop", "orders writes mysql:db/shop.items"));
}

TEST(LinkStores, MemoryOfTwoProgramsIsTwoTables) {
  Databases d;
  for (const char* name : {"orders", "report"}) {
    d.connects(name, "jdbc:h2:mem:shop");
    d.stores(name, "items");
  }
  EXPECT_THAT(d.found(), UnorderedElementsAre("orders writes h2:orders", "orders writes h2:orders.items",
                                              "report writes h2:report", "report writes h2:report.items"));
}

TEST(LinkStores, WithoutAKnownConnectionNothingIsShared) {
  Databases d;
  for (const char* name : {"orders", "report"}) d.stores(name, "items", "mongodb");
  EXPECT_THAT(d.found(), UnorderedElementsAre("orders writes mongodb:orders.items",
                                              "report writes mongodb:report.items"));
}

}  // namespace
}  // namespace demarc
