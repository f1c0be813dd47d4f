// Linking of remote procedures: which contract a name means, and who answers where no address leads.
#include <gmock/gmock.h>

#include "tests/unit/link_world.h"

namespace demarc {
namespace {

using testing::edges;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using testing::World;
using enum RelationKind;

struct System : World {
  // A container made from a folder with one program in it.
  FunctionRef program(const std::string& name, const std::vector<std::string>& functions = {"run"}) {
    Resource& made = resource("compose.yml", ResourceKind::workload, name, "", text(name));
    made.properties.push_back({"host", text(name), made.span});
    made.properties.push_back({"code", text(name), made.span});
    source(name + "/main.py", functions);
    return function(name + "/main.py", 2);
  }
  void contract(const std::string& path, const std::vector<std::string>& procedures) {
    for (const std::string& one : procedures)
      declared.operations.push_back({file(path), "grpc", one, one.substr(one.rfind('/') + 1), at(path, 3)});
  }
  Effect& procedure(RelationKind kind, FunctionRef where, std::string_view service, std::string_view rpc,
                    std::string_view package = {}) {
    Effect& made =
        effect(kind, EntityKind::operation, where, 5, {{"name", text(service)}, {"protocol", text("grpc")}});
    if (!package.empty()) made.captures.insert(made.captures.begin() + 1, {"package", text(package)});
    if (!rpc.empty()) made.captures.emplace_back("rpc", text(rpc));
    return made;
  }
  Effect& asks(FunctionRef where, std::string_view service, std::string_view rpc, ValueId url = {},
               std::string_view package = {}) {
    Effect& made = procedure(RelationKind::calls, where, service, rpc, package);
    if (url) made.captures.emplace_back("url", url);
    return made;
  }
  std::vector<std::string> operations(const Linked& linked) const {
    std::vector<std::string> all;
    for (const Entity& e : linked.facts.entities())
      if (e.kind == EntityKind::operation) all.push_back(e.name);
    return all;
  }
};

TEST(LinkProcedures, TheOnlyOneWhoAnswersIsMeantWhereNoAddressLeads) {
  System s;
  const FunctionRef web = s.program("web"), orders = s.program("orders");
  // One contract in three places.
  for (const char* path : {"protos/shop.proto", "web/shop.proto", "orders/shop.proto"})
    s.contract(path, {"/shop.Orders/PlaceOrder", "/shop.Orders/Cancel"});
  s.procedure(exposes, orders, "Orders", "placeOrder");
  s.procedure(exposes, orders, "Orders", "helper");
  s.asks(web, "Orders", "place_order", s.env("ORDERS_ADDR"));
  const Linked linked = s.link();
  EXPECT_THAT(s.operations(linked), ElementsAre("orders grpc /shop.Orders/PlaceOrder"));
  EXPECT_THAT(edges(linked, {calls}), ElementsAre("web calls orders grpc /shop.Orders/PlaceOrder (likely)"));
  for (const Relation& r : linked.facts.relations())
    if (r.kind == calls) {
      EXPECT_EQ(r.certainty, Certainty::likely);
      EXPECT_EQ(r.attributes.at("path"), "/shop.Orders/PlaceOrder");
      EXPECT_EQ(linked.facts[r.to].attributes.at("contract"), "protos/shop.proto");
    }
}

TEST(LinkProcedures, AnAddressTellsWhomOfSeveralAndCountsWhereNobodysCodeIsRead) {
  System s;
  const FunctionRef web = s.program("web"), one = s.program("one"), two = s.program("two");
  s.program("unread");
  s.contract("shop.proto", {"/shop.Orders/Place", "/shop.Prices/Price"});
  s.procedure(exposes, one, "Orders", "Place");
  s.procedure(exposes, two, "Orders", "Place");
  s.asks(web, "Orders", "Place", s.text("dns:///two:9090"));
  s.asks(web, "Prices", "price", s.text("unread:9090"));
  const Linked linked = s.link();
  EXPECT_THAT(edges(linked, {calls}),
              UnorderedElementsAre("web calls two grpc /shop.Orders/Place", "web calls unread"));
  for (const Relation& r : linked.facts.relations())
    if (r.kind == calls) { EXPECT_EQ(r.certainty, Certainty::certain); }
}

TEST(LinkProcedures, SeveralOrNobodyStaysOpen) {
  System s;
  const FunctionRef web = s.program("web"), one = s.program("one"), two = s.program("two");
  s.contract("shop.proto", {"/shop.Orders/Place", "/shop.Prices/Price"});
  s.procedure(exposes, one, "Orders", "Place");
  s.procedure(exposes, two, "Orders", "Place");
  s.asks(web, "Orders", "Place");
  s.asks(web, "Prices", "Price");
  // What no contract has is no procedure.
  s.asks(web, "Prices", "toString");
  const Linked linked = s.link();
  EXPECT_THAT(edges(linked, {calls}), ElementsAre("web calls ?"));
  EXPECT_EQ(linked.open.size(), 2u);
}

TEST(LinkProcedures, EqualNamesAreToldApartByThePackageOrTheFolder) {
  System s;
  const FunctionRef web = s.program("web"), orders = s.program("orders"), mail = s.program("mail");
  s.contract("orders/orders.proto", {"/shop.orders.v1.Admin/Stop"});
  s.contract("mail/mail.proto", {"/shop.mail.v2.Admin/Stop"});
  s.procedure(exposes, orders, "Admin", "stop");
  s.procedure(exposes, mail, "Admin", "stop", "com.shop.mail.v2");
  s.asks(web, "Admin", "stop", {}, "com.acme.orders.v1");
  s.asks(web, "shop.mail.v2.Admin", "stop");
  const Linked linked = s.link();
  EXPECT_THAT(s.operations(linked), UnorderedElementsAre("mail grpc /shop.mail.v2.Admin/Stop",
                                                         "orders grpc /shop.orders.v1.Admin/Stop"));
  EXPECT_THAT(edges(linked, {calls}),
              UnorderedElementsAre("web calls mail grpc /shop.mail.v2.Admin/Stop (likely)",
                                   "web calls orders grpc /shop.orders.v1.Admin/Stop (likely)"));
}

TEST(LinkProcedures, AConfiguredNameMeansWhoStandsBehindIt) {
  for (const char* property :
       {"quarkus.stork.order-book.service-discovery.address-list",
        "QUARKUS_STORK_ORDER_BOOK_SERVICE_DISCOVERY_APPLICATION", "order-book.ribbon.listOfServers"}) {
    System s;
    const FunctionRef web = s.program("web");
    s.program("orders");
    for (Resource& r : s.declared.resources)
      if (r.id == "web") r.environment.push_back({property, s.text("orders:8080,orders:8081"), r.span});
    s.requests(web, 5, s.text("stork://order-book/orders"), "GET");
    EXPECT_THAT(edges(s.link(), {calls}), ElementsAre("web calls orders")) << property;
  }
}

TEST(LinkProcedures, WithoutAContractBothSidesNamesAreEnough) {
  System s;
  const FunctionRef web = s.program("web"), orders = s.program("orders");
  s.procedure(exposes, orders, "Orders", "placeOrder");
  s.asks(web, "Orders", "PlaceOrder");
  EXPECT_THAT(edges(s.link(), {calls}), ElementsAre("web calls orders grpc /Orders/PlaceOrder (likely)"));
}

TEST(LinkProcedures, WhatIsRegisteredAsAWholeCountsWhereNothingElseShows) {
  System s;
  const FunctionRef web = s.program("web"), orders = s.program("orders"), mail = s.program("mail");
  s.contract("shop.proto", {"/shop.Orders/Cancel", "/shop.Orders/Place", "/shop.Mail/Send"});
  s.procedure(exposes, orders, "Orders", "");
  s.procedure(exposes, mail, "Mail", "");
  s.procedure(exposes, mail, "Health", "");
  // JavaScript's generators put an ending behind the name.
  s.asks(web, "OrdersService", "cancel");
  const Linked linked = s.link();
  EXPECT_THAT(s.operations(linked),
              ElementsAre("mail grpc /shop.Mail/Send", "orders grpc /shop.Orders/Cancel",
                          "orders grpc /shop.Orders/Place"));
  EXPECT_THAT(edges(linked, {calls}), ElementsAre("web calls orders grpc /shop.Orders/Cancel (likely)"));
}

}  // namespace
}  // namespace demarc
