// Routing keys of brokers: patterns, and how what passes an exchange parts into channels.
#include <gtest/gtest.h>

#include <deque>
#include <sstream>

#include "analyzer/link/exchanges.h"

namespace demarc::linking {
namespace {

struct World {
  std::deque<Publication> publications;
  std::deque<Subscription> subscriptions;

  void publish(ServiceIndex service, const std::string& key) {
    Publication made;
    made.service = service;
    made.is_typed = true;
    made.type = key;
    made.type_name = name_of(key);
    publications.push_back(std::move(made));
  }
  void listen(ServiceIndex service, const std::string& key) {
    Subscription made;
    made.service = service;
    Filter filter;
    if (!key.empty()) {
      filter.types.push_back(name_of(key));
      filter.texts.push_back(key);
    }
    made.filters.push_back(std::move(filter));
    subscriptions.push_back(std::move(made));
  }
  std::string channels() {
    std::vector<Publication*> p;
    std::vector<Subscription*> s;
    for (Publication& one : publications) p.push_back(&one);
    for (Subscription& one : subscriptions) s.push_back(&one);
    std::ostringstream out;
    for (const KeyedChannel& channel : part_by_key(p, s)) {
      out << "[" << channel.key << "]";
      for (const auto& [one, certainty] : channel.publications) out << " " << one->service;
      out << " >";
      for (const auto& [one, certainty] : channel.subscriptions) out << " " << one->service;
      out << "\n";
    }
    return out.str();
  }
};

TEST(RoutingKeys, WordsOfAPattern) {
  EXPECT_TRUE(key_passes("order.*", "order.placed"));
  EXPECT_FALSE(key_passes("order.*", "order.placed.late"));
  EXPECT_FALSE(key_passes("order.*", "order"));
  EXPECT_TRUE(key_passes("order.#", "order"));
  EXPECT_TRUE(key_passes("order.#", "order.placed.late"));
  EXPECT_TRUE(key_passes("#.late", "order.placed.late"));
  EXPECT_TRUE(key_passes("orders.>", "orders.eu.placed"));
  EXPECT_TRUE(key_passes("home/+/door", "home/hall/door"));
  // A sign inside a word stands for itself.
  EXPECT_FALSE(key_passes("order-*", "order-placed"));
  EXPECT_TRUE(key_passes("order-*", "order-*"));
  EXPECT_FALSE(is_key_pattern("order-*"));
}

TEST(Exchanges, KeysPartWhatListenersTellApart) {
  World world;
  world.publish(1, "order.placed");
  world.publish(1, "order.paid");
  world.listen(2, "order.placed");
  world.listen(3, "order.*");
  world.listen(4, "return.*");
  EXPECT_EQ(world.channels(),
            "[order.paid] 1 > 3\n"
            "[order.placed] 1 > 2 3\n"
            "[return.*] > 4\n");
}

TEST(Exchanges, NobodyAsksForKeys) {
  World world;
  world.publish(1, "order.placed");
  world.publish(2, "");
  world.listen(3, "");
  EXPECT_EQ(world.channels(), "[] 1 2 > 3\n");
}

TEST(Exchanges, AnUnknownKeyReachesWhomNobodyElseReaches) {
  World world;
  world.publish(1, "order.placed");
  world.publish(2, "");
  world.listen(3, "order.placed");
  world.listen(4, "order.paid");
  EXPECT_EQ(world.channels(),
            "[order.paid] 2 > 4\n"
            "[order.placed] 1 > 3\n");
}

TEST(Exchanges, NobodyListens) {
  World world;
  world.publish(1, "order.placed");
  world.publish(2, "order.paid");
  EXPECT_EQ(world.channels(), "[order.paid] 2 >\n[order.placed] 1 >\n");
}

}  // namespace
}  // namespace demarc::linking
