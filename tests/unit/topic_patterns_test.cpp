// Patterns of topic names: what is one, what it takes, and what is too much to be read.
#include "analyzer/link/topic_patterns.h"

#include <gtest/gtest.h>

#include <string>

namespace demarc::linking {
namespace {

TEST(TopicPatterns, AreWhatNoTopicIsCalled) {
  EXPECT_FALSE(is_topic_pattern("orders.placed-v1_x"));
  EXPECT_TRUE(is_topic_pattern("orders.*"));
  EXPECT_TRUE(is_topic_pattern("a|b"));
}

TEST(TopicPatterns, TakeWholeNames) {
  EXPECT_TRUE(topic_passes("orders.*", "orders.placed"));
  EXPECT_TRUE(topic_passes("^orders\\..+$", "orders.placed"));
  EXPECT_FALSE(topic_passes("orders\\.", "orders.placed"));
  EXPECT_FALSE(topic_passes("orders\\..*", "returns.placed"));
  EXPECT_TRUE(topic_passes("(orders|returns)", "returns"));
  EXPECT_TRUE(topic_passes("order-[0-9]+", "order-12"));
  EXPECT_FALSE(topic_passes("orders", "orders2"));
}

TEST(TopicPatterns, TakeNothingWhereTheyAreTooMuch) {
  EXPECT_FALSE(topic_passes("((a+)+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaab"));
  EXPECT_FALSE(topic_passes("[a", "a"));
  EXPECT_FALSE(topic_passes("a\\", "a"));
  EXPECT_FALSE(topic_passes(std::string(2000, '*'), "a"));
}

}  // namespace
}  // namespace demarc::linking
