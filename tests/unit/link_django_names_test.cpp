// Replay of what Django's migrations rename: tables between two models go by the model's table and the field.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/unit/link_world.h"

namespace demarc {
namespace {

using testing::World;

struct Shop : World {
  Shop() { service("order"); }
  std::uint32_t line = 1;
  void change(std::string_view what, std::vector<std::pair<std::string_view, std::string_view>> words) {
    std::vector<std::pair<std::string_view, ValueId>> captures{{"change", text(what)},
                                                               {"store", text("sql")}};
    for (const auto& [word, value] : words) captures.emplace_back(word, text(value));
    std::sort(captures.begin(), captures.end());
    source("order/shop/migrations/0001_initial.py", {});
    effect(RelationKind::declares, EntityKind::table, function("order/shop/migrations/0001_initial.py", 1),
           line++, std::move(captures));
  }
  void makes() {
    change("create-model", {{"name", "#shop.order"}});
    change("join", {{"name", "#shop.order"}, {"other", "#tags.tag"}, {"columns", "tags"}});
  }
  std::vector<std::string> tables() {
    std::vector<std::string> all;
    const Linked linked = link();
    for (const Entity& e : linked.facts.entities())
      if (e.kind == EntityKind::table) all.push_back(e.attributes.at("physical"));
    return all;
  }
};

using ::testing::UnorderedElementsAre;

TEST(DjangoNames, ATableBetweenModelsIsCalledAfterItsField) {
  Shop w;
  w.makes();
  w.change("rename-field", {{"name", "#shop.order"}, {"columns", "tags"}, {"constraint", "labels"}});
  EXPECT_THAT(w.tables(), UnorderedElementsAre("tags_tag", "shop_order", "shop_order_labels"));
}

TEST(DjangoNames, AndAfterItsModel) {
  Shop w;
  w.makes();
  w.change("rename-model", {{"name", "#shop.order"}, {"other", "#shop.sale"}});
  w.change("rename-field", {{"name", "#shop.sale"}, {"columns", "tags"}, {"constraint", "labels"}});
  EXPECT_THAT(w.tables(), UnorderedElementsAre("tags_tag", "shop_sale", "shop_sale_labels"));
}

TEST(DjangoNames, OtherFieldsAndNamedTablesStay) {
  Shop w;
  w.change("create-model", {{"name", "#shop.order"}});
  w.change("join",
           {{"name", "#shop.order"}, {"other", "#tags.tag"}, {"columns", "tags"}, {"constraint", "joined"}});
  w.change("rename-field", {{"name", "#shop.order"}, {"columns", "tags"}, {"constraint", "labels"}});
  w.change("rename-field", {{"name", "#shop.order"}, {"columns", "note"}, {"constraint", "text"}});
  EXPECT_THAT(w.tables(), UnorderedElementsAre("tags_tag", "shop_order", "joined"));
}

}  // namespace
}  // namespace demarc
