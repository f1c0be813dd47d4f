// Default names of tables, as the mappers' documentation gives them.
#include "analyzer/recognise/naming.h"

#include <gtest/gtest.h>

namespace demarc {
namespace {

TEST(Naming, CollectionsOfMongoose) {
  EXPECT_EQ(mongoose_collection("Ticket"), "tickets");
  EXPECT_EQ(mongoose_collection("OrderItem"), "orderitems");
  EXPECT_EQ(mongoose_collection("Category"), "categories");
  EXPECT_EQ(mongoose_collection("Person"), "people");
  EXPECT_EQ(mongoose_collection("Box"), "boxes");
  EXPECT_EQ(mongoose_collection("Address"), "addresses");
  EXPECT_EQ(mongoose_collection("Status"), "status");
  EXPECT_EQ(mongoose_collection("OrderStatus"), "orderstatuses");
  EXPECT_EQ(mongoose_collection("Media"), "media");
  EXPECT_EQ(mongoose_collection("Day"), "days");
  EXPECT_EQ(mongoose_collection("users"), "users");
  EXPECT_EQ(mongoose_collection("Index"), "indexes");
  EXPECT_EQ(mongoose_collection(""), "");
}

TEST(Naming, PluralsKeepTheSpelling) {
  EXPECT_EQ(english_plural("OrderItem"), "OrderItems");
  EXPECT_EQ(english_plural("Person"), "People");
  EXPECT_EQ(english_plural("person"), "people");
  EXPECT_EQ(english_plural("Category"), "Categories");
  EXPECT_EQ(english_plural("Address"), "Addresses");
  EXPECT_EQ(english_plural("news"), "news");
  EXPECT_EQ(english_plural(""), "");
}

TEST(Naming, WordsOfMappers) {
  EXPECT_EQ(default_table("snake", "HTTPRequest"), "http_request");
  EXPECT_EQ(default_table("snake-each", "HTTPLog"), "h_t_t_p_log");
  EXPECT_EQ(default_table("plural-snake", "OrderItem"), "order_items");
  EXPECT_EQ(default_table("kebab", "OrderItem"), "order-item");
  EXPECT_EQ(default_table("lower", "OrderItem"), "orderitem");
  EXPECT_EQ(default_table("lower-first", "OrderItem"), "orderItem");
  EXPECT_EQ(default_table("same", "OrderItem"), "OrderItem");
}

}  // namespace
}  // namespace demarc
