// Linking of what queues are left with: delays, refused messages, and those who pick them up.
#include <gmock/gmock.h>

#include "tests/unit/link_world.h"

namespace demarc {
namespace {

using testing::edges;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using testing::World;
using enum RelationKind;

// Order sends "placed" to an exchange, behind which the queue "waiting" lies; pay takes "late" from another.
struct Broker : World {
  Broker() {
    service("order");
    service("pay");
    sends("shop", "placed");
    binds("waiting", "shop", "placed");
    binds("late", "after", "late");
    receives("pay", "late");
  }
  void sends(std::string_view exchange, std::string_view key) {
    effect(RelationKind::publishes, EntityKind::channel, handler("order"), 5,
           {{"bus", text(exchange)}, {"name", text(key)}, {"transport", text("rabbitmq")}});
  }
  void binds(std::string_view queue, std::string_view exchange, std::string_view key) {
    effect(RelationKind::forwards, EntityKind::channel, handler("order"), 6,
           {{"bus", text(exchange)},
            {"name", text(key)},
            {"queue", text(queue)},
            {"transport", text("rabbitmq")}});
  }
  void receives(const std::string& service, std::string_view queue) {
    effect(RelationKind::consumes, EntityKind::channel, handler(service), 7,
           {{"name", text(queue)}, {"transport", text("rabbitmq")}});
  }
  void leaves(std::string_view queue, std::string_view exchange, std::string_view key = {}) {
    Effect& made =
        effect(RelationKind::forwards, EntityKind::channel, handler("order"), 8,
               {{"bus", text(exchange)}, {"letters", text(queue)}, {"transport", text("rabbitmq")}});
    if (!key.empty()) made.captures.insert(made.captures.begin() + 2, {"name", text(key)});
  }
  std::vector<std::string> all() { return edges(link(), {RelationKind::publishes, consumes, forwards}); }
};

TEST(DeadLetters, AQueueThatNobodyReceivesFromDelays) {
  Broker w;
  w.leaves("waiting", "after", "late");
  EXPECT_THAT(w.all(),
              UnorderedElementsAre("order publishes rabbitmq:placed", "pay consumes rabbitmq:placed"));
}

TEST(DeadLetters, AnotherKeyGoesElsewhere) {
  Broker w;
  w.leaves("waiting", "after", "early");
  EXPECT_THAT(w.all(), UnorderedElementsAre("order publishes rabbitmq:placed", "pay consumes rabbitmq:late"));
}

TEST(DeadLetters, WithItsOldKeyAMessagePassesTheBindingsOfThat) {
  Broker w;
  w.leaves("waiting", "after");
  EXPECT_THAT(w.all(), UnorderedElementsAre("order publishes rabbitmq:placed", "pay consumes rabbitmq:late"));
  w.binds("late", "after", "placed");
  EXPECT_THAT(w.all(), UnorderedElementsAre("order publishes rabbitmq:placed", "pay consumes rabbitmq:placed",
                                            "pay consumes rabbitmq:late"));
}

TEST(DeadLetters, WhatAReceiverTurnsDownGoesFromOneChannelToAnother) {
  Broker w;
  w.receives("order", "waiting");
  w.leaves("waiting", "after", "late");
  EXPECT_THAT(w.all(),
              UnorderedElementsAre("order publishes rabbitmq:placed", "order consumes rabbitmq:placed",
                                   "pay consumes rabbitmq:late", "rabbitmq:placed forwards rabbitmq:late"));
}

TEST(DeadLetters, TheExchangeWithoutANameGivesToTheQueueOfTheKey) {
  Broker w;
  w.receives("order", "waiting");
  w.receives("pay", "graves");
  w.leaves("waiting", "", "graves");
  EXPECT_THAT(w.all(), ::testing::Contains("rabbitmq:placed forwards rabbitmq:graves"));
}

TEST(DeadLetters, ARingOfRetriesEnds) {
  Broker w;
  w.receives("order", "waiting");
  w.binds("again", "retry", "again");
  w.leaves("waiting", "retry", "again");
  w.leaves("again", "shop", "placed");
  EXPECT_THAT(w.all(), ::testing::Contains("rabbitmq:placed forwards rabbitmq:again"));
}

TEST(DeadLetters, AQueueOfFailuresIsFedByWhatFails) {
  World w;
  w.service("order");
  w.service("pay");
  w.resource("order/template.yaml", ResourceKind::queue, "Queue", "sqs");
  w.resource("order/template.yaml", ResourceKind::queue, "Dlq", "sqs");
  const ValueId queue = w.ref("order/template.yaml#Queue"), dlq = w.ref("order/template.yaml#Dlq");
  w.wire("order/template.yaml", WiringKind::consumes, w.ref("order/template.yaml#Function"), queue);
  for (const auto& [kind, from] : {std::pair{WiringKind::forwards, queue},
                                   std::pair{WiringKind::publishes, w.ref("order/template.yaml#Function")}})
    w.wire("order/template.yaml", kind, from, dlq, {{"dead-letter", w.text("true")}});
  EXPECT_THAT(edges(w.link(), {publishes, forwards}), IsEmpty());
  w.wire("pay/template.yaml", WiringKind::consumes, w.ref("pay/template.yaml#Function"), dlq);
  EXPECT_THAT(edges(w.link(), {publishes, forwards}), ElementsAre("order publishes sqs:order.Dlq (likely)",
                                                                  "sqs:order.Queue forwards sqs:order.Dlq"));
}

}  // namespace
}  // namespace demarc
