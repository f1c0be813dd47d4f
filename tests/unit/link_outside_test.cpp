// Linking of calls to addresses that the tree does not know: the system's own front door, and somebody
// else's.
#include <gmock/gmock.h>

#include "tests/unit/link_world.h"

namespace demarc {
namespace {

using testing::edges;
using ::testing::UnorderedElementsAre;
using testing::World;
using enum RelationKind;

struct System : World {
  System() {
    service("orders");
    service("billing");
    service("portal");
    offers("orders", "POST", "/orders/v1/search");
    offers("orders", "GET", "/orders/v1/{id}");
    offers("billing", "POST", "/billing/v1/pay");
  }
  void service(const std::string& name) {
    source(name + "/src/Main.java", {"main"});
    Resource& made = resource(name + "/pom.xml", ResourceKind::module, "module", "", text(name));
    made.properties.push_back({"code", text(name), made.span});
    made.properties.push_back({"kind", text("service"), made.span});
    Resource& program = resource(name + "/app.yml", ResourceKind::application, "application", "", text(name));
    program.properties.push_back({"code", text(name), program.span});
  }
  void offers(const std::string& name, const std::string& method, const std::string& path) {
    effect(exposes, EntityKind::operation, function(name + "/src/Main.java", 2), 3,
           {{"method", text(method)}, {"path", text(path)}});
  }
  void asks(ValueId url, const std::string& method = "POST", const std::string& who = "portal") {
    requests(function(who + "/src/Main.java", 2), ++line_, url, method);
  }
  std::vector<std::string> calls() { return edges(link(), {RelationKind::calls}); }
  std::uint32_t line_ = 10;
};

TEST(LinkOutside, AnAddressAtWhichSeveralServicesAreAskedIsTheFrontDoor) {
  System s;
  s.asks(s.text("https://shop.example.org/orders/v1/search"));
  s.asks(s.text("https://shop.example.org/billing/v1/pay"));
  s.asks(s.text("https://shop.example.org/orders/v2/new-route"));  // below what orders alone has
  EXPECT_THAT(s.calls(), UnorderedElementsAre("portal calls billing POST /billing/v1/pay (likely)",
                                              "portal calls orders (likely)",
                                              "portal calls orders POST /orders/v1/search (likely)"));
}

TEST(LinkOutside, OneServicesPathsAtAnAddressProveNothing) {
  System s;
  s.asks(s.text("https://orders.example.org/orders/v1/search"));
  s.asks(s.text("https://orders.example.org/orders/v1/7"), "GET");
  EXPECT_THAT(s.calls(), UnorderedElementsAre("portal calls orders.example.org"));
}

TEST(LinkOutside, AnAddressThatIsAskedForMoreThanTheTreeHasIsSomebodyElses) {
  System s;
  s.asks(s.text("https://api.example.org/orders/v1/search"));
  s.asks(s.text("https://api.example.org/billing/v1/pay"));
  for (std::string path : {"/a/b", "/c/d", "/e/f"}) s.asks(s.text("https://api.example.org" + path));
  EXPECT_THAT(s.calls(), UnorderedElementsAre("portal calls api.example.org"));
}

TEST(LinkOutside, ASettingThatNothingGivesMayBeTheFrontDoorToo) {
  System s;
  const ValueId host = s.env("SHOP_HOST");
  s.asks(s.joined({host, s.text("/orders/v1/search")}));
  s.asks(s.joined({host, s.text("/billing/v1/pay")}));
  s.asks(s.joined({host, s.text("/elsewhere/x")}));
  EXPECT_THAT(s.calls(),
              UnorderedElementsAre("portal calls ?", "portal calls billing POST /billing/v1/pay (likely)",
                                   "portal calls orders POST /orders/v1/search (likely)"));
  System alone;
  alone.asks(alone.joined({alone.env("ORDERS_HOST"), alone.text("/orders/v1/search")}));
  const Linked linked = alone.link();
  EXPECT_THAT(edges(linked, {calls}), UnorderedElementsAre("portal calls ?"));
  ASSERT_EQ(linked.open.size(), 1u);
  EXPECT_THAT(linked.open[0].reason, ::testing::HasSubstr("ORDERS_HOST"));
}

TEST(LinkOutside, ANameWithTheSpaceItLiesInNeedsAPort) {
  System s;
  s.asks(s.text("http://orders.shop:8080/orders/v1/search"));
  s.asks(s.text("http://billing.shop/billing/v1/pay"));
  s.asks(s.text("http://billing.com:8080/billing/v1/pay"));
  EXPECT_THAT(s.calls(), UnorderedElementsAre("portal calls billing.com", "portal calls billing.shop",
                                              "portal calls orders POST /orders/v1/search"));
}

TEST(LinkOutside, OfThisMachineThePathSaysWhoIsMeant) {
  System s;
  s.asks(s.text("http://localhost:7000orders/v1/search"));   // nobody parted host and path
  s.asks(s.text("http://localhost:7001/billing/v9/other"));  // below what billing alone has
  s.asks(s.text("http://localhost:7002/unknown/x"));
  EXPECT_THAT(s.calls(), UnorderedElementsAre("portal calls ?", "portal calls billing (likely)",
                                              "portal calls orders POST /orders/v1/search (likely)"));
}

TEST(LinkOutside, OfTwoRoutesTheOneThatSaysMoreIsMeant) {
  System s;
  s.offers("billing", "POST", "/search");
  s.offers("billing", "POST", "/{kind}/v1/search");
  s.asks(s.text("http://localhost:7000/orders/v1/search"));
  EXPECT_THAT(s.calls(), UnorderedElementsAre("portal calls orders POST /orders/v1/search (likely)"));
}

// Pages of "web" behind "edge", which hands on to them and to `behind`.
struct Pages : System {
  explicit Pages(const std::vector<std::string>& behind, const std::string& page = "web/src/page.ts") {
    service("web");
    source(page, {"load"});
    page_ = page;
    service("edge");
    effects.roles.push_back({"gateway", "pack", ref("edge/app.yml#application"), {}, {}});
    for (const std::string& name : behind) asks(text("http://" + name), "", "edge");
  }
  void loads(const std::string& path) { requests(function(page_, 2), 7, text(path), ""); }
  std::string page_;
};

TEST(LinkOutside, APathOfPagesGoesWhereTheirGatewayHandsOn) {
  Pages s({"web", "orders"});
  s.loads("/api/orders/v1/search");
  EXPECT_THAT(s.calls(), UnorderedElementsAre("edge calls orders", "edge calls web",
                                              "web calls orders POST /orders/v1/search (likely)"));
}

TEST(LinkOutside, APathOfPagesStaysOpenWithoutAGatewayThatServesThemAndLeadsThere) {
  Pages elsewhere({"web", "billing"});
  elsewhere.loads("/api/orders/v1/search");
  EXPECT_THAT(elsewhere.calls(), UnorderedElementsAre("edge calls billing", "edge calls web", "web calls ?"));
  Pages unserved({"orders"});
  unserved.loads("/api/orders/v1/search");
  EXPECT_THAT(unserved.calls(), UnorderedElementsAre("edge calls orders", "web calls ?"));
  Pages server({"web", "orders"}, "web/src/Page.java");
  server.loads("/api/orders/v1/search");
  EXPECT_THAT(server.calls(), UnorderedElementsAre("edge calls orders", "edge calls web", "web calls ?"));
}

}  // namespace
}  // namespace demarc
