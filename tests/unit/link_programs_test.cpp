// Linking of programs: containers, builds and applications as services; hosts, ports, roles and properties.
#include <gmock/gmock.h>

#include "tests/unit/link_world.h"

namespace demarc {
namespace {

using testing::edges;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::World;
using enum RelationKind;

constexpr const char* compose = "docker-compose.yml";

struct System : World {
  Resource& workload(const std::string& name, const std::string& code,
                     const std::string& unit_path = compose) {
    if (!has_unit(unit_path)) unit(unit_path);
    Resource& made = resource(unit_path, ResourceKind::workload, name, "", text(name));
    has(made, "host", name);
    if (!code.empty()) has(made, "code", code);
    return made;
  }
  bool has_unit(const std::string& path) {
    for (const Unit& u : declared.units)
      if (u.file == file(path)) return true;
    return false;
  }
  void has(Resource& r, const std::string& word, const std::string& value) {
    r.properties.push_back({word, text(value), r.span});
  }
  // A build of one folder with one source file, and its configuration.
  void module(const std::string& folder, const std::string& kind = "service") {
    source(folder + "/src/Main.java", {"main"});
    Resource& made = resource(folder + "/pom.xml", ResourceKind::module, "module", "",
                              text(folder.substr(folder.rfind('/') + 1)));
    has(made, "code", folder);
    has(made, "kind", kind);
  }
  void application(const std::string& folder, const std::string& name) {
    Resource& made = resource(config_of(folder), ResourceKind::application, "application", "", text(name));
    has(made, "code", folder);
  }
  void configures(const std::string& folder, const std::string& name, ValueId value,
                  const std::string& profile = "", std::uint8_t rank = 20) {
    declared.provisions.push_back({file(config_of(folder)), "config", text(name), value,
                                   ref(config_of(folder) + "#application"), at(config_of(folder), 5), profile,
                                   rank});
  }
  static std::string config_of(const std::string& folder) { return folder + "/application.yml"; }
  ValueId config(std::string_view name) { return values.setting("config", name); }
  void requests_from(const std::string& folder, ValueId url) {
    requests(function(folder + "/src/Main.java", 2), 9, url, "GET");
  }
  std::vector<std::string> services() {
    std::vector<std::string> all;
    const Linked linked = link();
    for (const Entity& e : linked.facts.entities())
      if (e.kind == EntityKind::service)
        all.push_back(e.name + "=" + (e.attributes.contains("root") ? e.attributes.at("root") : "-") + " " +
                      e.attributes.at("kind"));
    return all;
  }
};

TEST(LinkPrograms, ContainerBuildAndApplicationOfOneFolderAreOneService) {
  System s;
  s.module("orders");
  s.application("orders", "order-service");
  s.workload("orderservice", "orders");
  EXPECT_THAT(s.services(), ElementsAre("order-service=orders service"));
  Linked linked = s.link();
  for (const Entity& e : linked.facts.entities())
    if (e.kind == EntityKind::service) { EXPECT_EQ(e.attributes.at("aliases"), "orders orderservice"); }
}

TEST(LinkPrograms, AReadyMadeImageIsAServiceWithoutAFolder) {
  System s;
  Resource& broker = s.workload("queue", "");
  s.has(broker, "image", "rabbitmq:3");
  s.has(broker, "role", "broker");
  EXPECT_THAT(s.services(), ElementsAre("queue=- infrastructure"));
}

TEST(LinkPrograms, AnImageIsFoundByTheNameOfWhatItPacks) {
  System s;
  s.module("services/orders");
  s.module("services/billing");
  s.has(s.workload("web", ""), "image", "registry.example:5000/shop-orders:1.2");
  EXPECT_THAT(s.services(), ElementsAre("billing=services/billing service", "web=services/orders service"));
}

TEST(LinkPrograms, OneFolderThatAFileRunsTwiceIsTwoServices) {
  System s;
  s.module("jobs");
  s.workload("worker", "jobs");
  s.workload("scheduler", "jobs");
  EXPECT_THAT(s.services(), ElementsAre("scheduler=jobs service", "worker=jobs service"));
}

TEST(LinkPrograms, TheSameFolderInTwoFilesIsOneService) {
  System s;
  s.module("orders");
  s.workload("orders", "orders");
  s.workload("orders-deployment", "orders", "k8s/orders.yaml");
  EXPECT_THAT(s.services(), ElementsAre("orders=orders service"));
}

TEST(LinkPrograms, ABuildThatIsALibraryIsNoService) {
  System s;
  s.module("orders");
  s.module("commons", "library");
  EXPECT_THAT(s.services(), ElementsAre("orders=orders service"));
}

TEST(LinkHosts, TheNameOfAContainerLeadsToItsService) {
  System s;
  s.module("orders");
  s.module("billing");
  s.workload("orders", "orders");
  s.workload("bill", "billing");
  s.requests_from("orders", s.text("http://bill:8080/invoices"));
  EXPECT_THAT(edges(s.link(), {calls}), ElementsAre("orders calls bill"));
}

TEST(LinkHosts, APortOfThisMachineMeansWhoAloneListensThere) {
  System s;
  s.module("orders");
  s.module("billing");
  s.application("orders", "orders");
  s.application("billing", "billing");
  s.configures("orders", "server.port", s.text("8080"));
  s.configures("billing", "server.port", s.text("8081"));
  s.requests_from("orders", s.text("http://localhost:8081/invoices"));
  s.requests_from("billing", s.text("http://localhost:9999/none"));
  EXPECT_THAT(edges(s.link(), {calls}), ElementsAre("billing calls ?", "orders calls billing"));
}

TEST(LinkHosts, TwoThatListenOnOnePortProveNothing) {
  System s;
  for (std::string name : {"orders", "billing", "mail"}) {
    s.module(name);
    s.application(name, name);
    if (name != "orders") s.configures(name, "server.port", s.text("8081"));
  }
  s.requests_from("orders", s.text("http://localhost:8081/invoices"));
  EXPECT_THAT(edges(s.link(), {calls}), ElementsAre("orders calls ?"));
}

TEST(LinkRoles, WithoutAnAddressTheOnlyOneOfTheRoleIsMeant) {
  System s;
  s.module("orders");
  s.module("registry");
  Effect& asks = s.effect(
      calls, EntityKind::operation, {}, 4,
      {{"implicit", s.text("yes")}, {"role", s.text("service-registry")}, {"url", s.config("registry.url")}});
  asks.owner = s.ref("orders/pom.xml#module");
  s.effects.roles.push_back({"service-registry", "pack", s.ref("registry/pom.xml#module"), {}, {}});
  Linked linked = s.link();
  EXPECT_THAT(edges(linked, {calls}), ElementsAre("orders calls registry (likely)"));
  for (const Relation& r : linked.facts.relations())
    if (r.kind == calls) { EXPECT_EQ(r.attributes.at("implicit"), "yes"); }
}

TEST(LinkRoles, OfTwoWithTheRoleNoneIsMeant) {
  System s;
  for (const char* name : {"orders", "registry", "other"}) s.module(name);
  s.effect(calls, EntityKind::operation, {}, 4,
           {{"role", s.text("service-registry")}, {"url", s.config("x")}})
      .owner = s.ref("orders/pom.xml#module");
  for (const char* unit : {"registry/pom.xml#module", "other/pom.xml#module"})
    s.effects.roles.push_back({"service-registry", "pack", s.ref(unit), {}, {}});
  EXPECT_THAT(edges(s.link(), {calls}), ElementsAre("orders calls ?"));
}

struct Configured : System {
  Configured() {
    for (std::string name : {"orders", "billing", "mail"}) {
      module(name);
      workload(name, name);
    }
    application("orders", "orders");
    requests_from("orders", joined({text("http://"), config("peer.host"), text("/x")}));
  }
  Resource& container(const std::string& name) {
    for (Resource& r : declared.resources)
      if (r.kind == ResourceKind::workload && r.id == name) return r;
    return declared.resources[0];
  }
  std::vector<std::string> found() { return edges(link(), {RelationKind::calls}); }
};

TEST(LinkProperties, OnesOwnConfigurationSetsThem) {
  Configured s;
  s.configures("orders", "peer.host", s.text("billing"));
  EXPECT_THAT(s.found(), ElementsAre("orders calls billing"));
}

TEST(LinkProperties, SpellingsOfOnePropertyAreOne) {
  Configured s;
  s.configures("orders", "Peer.HO-ST", s.text("billing"));
  EXPECT_THAT(s.found(), ElementsAre("orders calls billing"));
}

TEST(LinkProperties, AnotherApplicationsConfigurationSaysNothing) {
  Configured s;
  s.application("mail", "mail");
  s.configures("mail", "peer.host", s.text("billing"));
  EXPECT_THAT(s.found(), ElementsAre("orders calls ?"));
}

TEST(LinkProperties, EnvironmentOfTheContainerOverrulesTheFile) {
  Configured s;
  s.configures("orders", "peer.host", s.text("billing"));
  s.container("orders").environment.push_back({"PEER_HOST", s.text("mail"), {}});
  EXPECT_THAT(s.found(), ElementsAre("orders calls mail"));
}

TEST(LinkProperties, TheActiveProfileCounts) {
  Configured s;
  s.configures("orders", "peer.host", s.text("mail"));
  s.configures("orders", "peer.host", s.text("billing"), "docker", 30);
  EXPECT_THAT(s.found(), ElementsAre("orders calls mail")) << "no profile is active";
  s.container("orders").environment.push_back({"SPRING_PROFILES_ACTIVE", s.text("docker,eu"), {}});
  EXPECT_THAT(s.found(), ElementsAre("orders calls billing"));
}

TEST(LinkProperties, WhatOnlySomeProfileKnowsMayBeMeant) {
  Configured s;
  s.configures("orders", "peer.host", s.text("billing"), "docker", 30);
  EXPECT_THAT(s.found(), ElementsAre("orders calls billing"));
}

TEST(LinkProperties, PlaceholdersLeadOnAndFallBack) {
  Configured s;
  s.configures("orders", "peer.host", s.values.setting("config", s.text("MAIL_HOST"), s.text("billing")));
  EXPECT_THAT(s.found(), ElementsAre("orders calls billing"));
  s.container("orders").environment.push_back({"MAIL_HOST", s.text("mail"), {}});
  EXPECT_THAT(s.found(), ElementsAre("orders calls mail"));
}

TEST(LinkProperties, PlaceholdersThatGoInCirclesStayOpen) {
  Configured s;
  s.configures("orders", "peer.host", s.config("a.b"));
  s.configures("orders", "a.b", s.config("peer.host"));
  EXPECT_THAT(s.found(), ElementsAre("orders calls ?"));
}

}  // namespace
}  // namespace demarc
