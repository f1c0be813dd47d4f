// Linking of what the platform hands to code: properties of custom resources, and the records in messages.
#include <gmock/gmock.h>

#include "analyzer/observations/record_types.h"
#include "tests/unit/link_world.h"

namespace demarc {
namespace {

using testing::edges;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using testing::World;
using enum RelationKind;

struct Seeding : World {
  Seeding() {
    service("order");
    service("pay");
    resource("order/template.yaml", ResourceKind::table, "Orders", "dynamodb");
    Resource& seed = resource("order/template.yaml", ResourceKind::other, "Seed", "");
    seed.type = "Custom::Seed";
    seed.properties.push_back({"TableName", ref("order/template.yaml#Orders"), at("order/template.yaml", 9)});
  }
  void asks(const std::string& service, std::string_view integration) {
    wire("order/template.yaml", WiringKind::calls, ref("order/template.yaml#Seed"),
         ref(service + "/template.yaml#Function", "Arn"),
         {{"protocol", text("lambda")}, {"integration", text(integration)}});
  }
  void writes_given(const std::string& service, std::string_view name,
                    std::string_view of = "ResourceProperties") {
    RelationKind verb = RelationKind::writes;
    effect(verb, EntityKind::table, handler(service), 5,
           {{"name", values.member(values.member(values.parameter(4, 0), of), name)},
            {"store", text("dynamodb")}});
  }
  std::vector<std::string> written() { return edges(link(), {RelationKind::writes}); }
};

TEST(HandedOver, AHandlerKnowsWhatItsCustomResourceIsGiven) {
  Seeding w;
  w.asks("order", "custom-resource");
  w.writes_given("order", "TableName");
  EXPECT_THAT(w.written(), ElementsAre("order writes dynamodb:order.Orders"));
}

TEST(HandedOver, AnotherFunctionPropertyOrMemberIsNot) {
  for (const auto& [asked, name, of] :
       {std::tuple{"pay", "TableName", "ResourceProperties"},
        std::tuple{"order", "Other", "ResourceProperties"}, std::tuple{"order", "TableName", "Properties"}}) {
    Seeding w;
    w.asks(asked, "custom-resource");
    w.writes_given("order", name, of);
    EXPECT_THAT(w.written(), ElementsAre("order writes dynamodb:?")) << asked << name << of;
  }
  Seeding w;
  w.asks("order", "");
  w.writes_given("order", "TableName");
  EXPECT_THAT(w.written(), ElementsAre("order writes dynamodb:?"));
}

// Order sends, pay takes; each has a copy of the record.
struct Records : World {
  Records() {
    service("order");
    service("pay");
    effect(RelationKind::publishes, EntityKind::channel, handler("order"), 5,
           {{"name", text("orders")}, {"transport", text("kafka")}});
    effect(RelationKind::consumes, EntityKind::channel, handler("pay"), 5,
           {{"name", text("orders")}, {"transport", text("kafka")}});
  }
  void record(const std::string& path, std::string_view name, std::string_view source,
              const std::vector<std::string>& fields) {
    ContractEvent made{file(path), std::string(name), std::string(source), at(path, 1), {}};
    made.fields.push_back({"", text("object"), at(path, 1)});
    for (const std::string& field : fields)
      made.fields.push_back({field, text("text required"), at(path, 2)});
    declared.events.push_back(std::move(made));
  }
  std::vector<std::string> fields() { return edges(link(), {puts, takes}); }
};

TEST(Records, TheCopyOfAServiceIsWhatItWritesOrNeeds) {
  Records w;
  w.record("order/orders-value.avsc", "orders", of_topic, {"id"});
  w.record("pay/orders-value.avsc", "orders", of_topic, {"id", "total"});
  EXPECT_THAT(w.fields(), UnorderedElementsAre("order puts kafka:orders id", "pay takes kafka:orders id",
                                               "pay takes kafka:orders total"));
}

TEST(Records, OneForAllIsBothSides) {
  Records w;
  w.record("schemas/orders-value.avsc", "orders", of_topic, {"id"});
  EXPECT_THAT(w.fields(), UnorderedElementsAre("order puts kafka:orders id", "pay takes kafka:orders id"));
}

TEST(Records, AnotherTopicOrAClassThatNobodyNamesIsNot) {
  Records w;
  w.record("order/bills-value.avsc", "bills", of_topic, {"id"});
  w.record("order/placed.avsc", "shop.Placed", of_class, {"id"});
  EXPECT_THAT(w.fields(), IsEmpty());
}

}  // namespace
}  // namespace demarc
