// Linking of declared clients: methods of interfaces that are calls as soon as somebody calls them.
#include <gmock/gmock.h>

#include "tests/unit/link_world.h"

namespace demarc {
namespace {

using testing::edges;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using testing::World;
using enum RelationKind;

constexpr const char* api = "api/src/OrdersApi.java";

// A library with a client of two methods, and services that may use it.
struct System : World {
  System() {
    service("orders");
    effect(exposes, EntityKind::operation, function("orders/src/Main.java", 2), 3,
           {{"method", text("GET")}, {"path", text("/orders")}});
    effect(exposes, EntityKind::operation, function("orders/src/Main.java", 2), 4,
           {{"method", text("GET")}, {"path", text("/totals")}});
    module("api", "library");
    interface(api, "OrdersApi", {"find", "total"});
    for (std::uint32_t f : {2u, 3u})
      requests(function(api, f), f, text(f == 2 ? "http://orders/orders" : "http://orders/totals"), "GET");
  }
  void module(const std::string& name, const std::string& kind) {
    Resource& made = resource(name + "/pom.xml", ResourceKind::module, "module", "", text(name));
    made.properties.push_back({"code", text(name), made.span});
    made.properties.push_back({"kind", text(kind), made.span});
  }
  void service(const std::string& name) {
    source(name + "/src/Main.java", {"main"});
    module(name, "service");
    Resource& program = resource(name + "/app.yml", ResourceKind::application, "application", "", text(name));
    program.properties.push_back({"code", text(name), program.span});
  }
  void interface(const std::string& path, const std::string& name, const std::vector<std::string>& methods) {
    code::CodeFile& c = sources.at(source(path, methods).index);
    code::Class made;
    made.name = c.strings.id(name);
    made.is_interface = true;
    c.classes.push_back(made);
    for (std::size_t f = 2; f < c.functions.size(); ++f) {
      c.functions[f].owner = code::ClassId{static_cast<std::uint32_t>(c.classes.size() - 1)};
      c.functions[f].is_abstract = true;
    }
  }
  // `what`.method(…) in main; or, with `is_handed_on`, what::method.
  void mentions(const std::string& service, const std::string& method, bool is_handed_on = false) {
    code::CodeFile& c = sources.at(file(service + "/src/Main.java").index);
    const auto add = [&](code::ExprKind kind, const std::string& name, std::vector<code::ExprId> children) {
      code::Expr made;
      made.kind = kind;
      made.text = c.strings.id(name);
      made.first = static_cast<std::uint32_t>(c.children.size());
      made.count = static_cast<std::uint8_t>(children.size());
      c.children.insert(c.children.end(), children.begin(), children.end());
      c.exprs.push_back(made);
      return code::ExprId{static_cast<std::uint32_t>(c.exprs.size() - 1)};
    };
    code::Block block;
    block.function = code::FunctionId{2};
    c.blocks.push_back(block);
    const code::BlockId here{static_cast<std::uint32_t>(c.blocks.size() - 1)};
    const code::ExprId callee = add(code::ExprKind::member, method, {add(code::ExprKind::name, "what", {})});
    if (!is_handed_on) c.calls.push_back({add(code::ExprKind::call, "", {callee}), here});
  }
  // A class or interface of that file whose base is `base`.
  void extends(const std::string& path, const std::string& name, const std::string& base, bool is_interface) {
    code::CodeFile& c = sources.at(file(path).index);
    code::Expr written;
    written.kind = code::ExprKind::name;
    written.text = c.strings.id(base);
    c.exprs.push_back(written);
    c.annotations.push_back(code::ExprId{static_cast<std::uint32_t>(c.exprs.size() - 1)});
    code::Class made;
    made.name = c.strings.id(name);
    made.is_interface = is_interface;
    made.bases = {static_cast<std::uint32_t>(c.annotations.size() - 1), 1};
    c.classes.push_back(made);
  }
  std::vector<std::string> calls() { return edges(link(), {RelationKind::calls}); }
};

TEST(LinkClients, OnlyWhatIsCalledIsACall) {
  System s;
  s.service("shop");
  s.service("idle");
  s.imports("shop/src/Main.java", api);
  s.imports("idle/src/Main.java", api);
  s.mentions("shop", "find");
  s.mentions("idle", "elsewhere");
  const Linked linked = s.link();
  EXPECT_THAT(edges(linked, {calls}), UnorderedElementsAre("shop calls orders GET /orders"));
  EXPECT_THAT(linked.open, IsEmpty());
}

TEST(LinkClients, ACallThatIsFollowedNeedsNoImportAndAMethodMayBeHandedOn) {
  System s;
  s.service("shop");
  s.service("desk");
  s.World::calls(s.function("shop/src/Main.java", 2), s.function(api, 3));
  s.imports("desk/src/Main.java", api);
  s.mentions("desk", "find", true);
  EXPECT_THAT(s.calls(), UnorderedElementsAre("shop calls orders GET /totals",
                                              "desk calls orders GET /orders (likely)"));
}

TEST(LinkClients, WhoAnswersTheInterfaceAsksNobodyAndOneBelowItIsAskedForIt) {
  System s;
  s.service("shop");
  s.service("stand-in");
  s.interface("shop/src/Client.java", "Client", {});
  s.extends("shop/src/Client.java", "Client", "OrdersApi", true);
  s.imports("shop/src/Client.java", api);
  s.imports("shop/src/Main.java", "shop/src/Client.java");
  s.mentions("shop", "total");
  s.imports("stand-in/src/Main.java", api);
  s.extends("stand-in/src/Main.java", "Fallback", "OrdersApi", false);
  s.mentions("stand-in", "find");
  EXPECT_THAT(s.calls(), UnorderedElementsAre("shop calls orders GET /totals"));
}

}  // namespace
}  // namespace demarc
