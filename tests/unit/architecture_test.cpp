// The architecture's questions: services by any name, and why one reaches another.
#include "analyzer/architecture/architecture.h"

#include <gtest/gtest.h>

#include "analyzer/architecture/finding.h"

namespace demarc {
namespace {

Architecture of(std::string_view text) {
  auto facts = read_facts(text);
  EXPECT_TRUE(facts) << facts.error().message;
  return facts ? Architecture(std::move(*facts), {}) : Architecture();
}

TEST(Architecture, ServicesAreFoundByAnyOfTheirNames) {
  Architecture a =
      of("service order aliases=\"shop-orders OrderStack\"\nservice pay-ment\nservice x aliases=same\n"
         "service y aliases=same\nservice payment3p aliases=order\n");
  EXPECT_EQ(a[a.service("ORDER")].name, "order");  // a name wins over another's alias
  EXPECT_EQ(a[a.service("ShopOrders")].name, "order");
  EXPECT_EQ(a[a.service("PayMent")].name, "pay-ment");
  EXPECT_FALSE(a.service("same"));
  EXPECT_FALSE(a.service("nobody"));
  EXPECT_FALSE(a.service("--"));
}

TEST(Architecture, WhyGoesThroughChannelsAndDataInTheDirectionOfTheFlow) {
  Architecture a =
      of("order publishes eventbridge:OrderCreated\n"
         "pay consumes eventbridge:OrderCreated\n"
         "pay writes dynamodb:paid\n"
         "report reads dynamodb:paid\n"
         "operation \"mail POST /send\" service=mail\n"
         "service mail\n"
         "report calls \"mail POST /send\"\n");
  auto chain = a.why(a.service("order"), a.service("mail"));
  ASSERT_EQ(chain.size(), 5u);
  EXPECT_EQ(a[chain[0]].kind, RelationKind::publishes);
  EXPECT_EQ(a[chain[3]].kind, RelationKind::reads);
  EXPECT_TRUE(a.why(a.service("mail"), a.service("order")).empty());
  EXPECT_TRUE(a.why(a.service("order"), a.service("order")).empty());
}

TEST(Finding, FingerprintsDependOnTheEdgeAlone) {
  Finding one;
  one.rule = "data/shared-table";
  one.from = "a", one.to = "b", one.object = "t";
  Finding two = one;
  two.message = "other words";
  EXPECT_EQ(one.fingerprint(), two.fingerprint());
  EXPECT_EQ(one.fingerprint().size(), 16u);
  two.from = "ab", two.to = "";
  EXPECT_NE(one.fingerprint(), two.fingerprint());
}

}  // namespace
}  // namespace demarc
