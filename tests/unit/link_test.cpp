// Linking: services, settings, names, tables, imports: each join, and what must not join.
#include "tests/unit/link_world.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace demarc {
namespace {

using testing::edges;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using testing::World;
using enum RelationKind;

const Relation* first(const Linked& linked, RelationKind kind) {
  for (const Relation& r : linked.facts.relations())
    if (r.kind == kind) return &r;
  return nullptr;
}

TEST(LinkTables, EvidenceTellsNoSecrets) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"amqp://shop:s3cr3t@broker:5672/orders", "amqp://shop:***@broker:5672/orders"},
      {"redis://:s3cr3t@cache", "redis://:***@cache"},
      {"a://u:p@ss@one,b://u:p@two/x", "a://u:***@one,b://u:***@two/x"},
      {"jdbc:mysql://db/shop?user=me&password=s3cr3t&ssl=true",
       "jdbc:mysql://db/shop?user=me&password=***&ssl=true"},
      {"Server=db;Password=s3cr3t;", "Server=db;Password=***;"},
      {"http://stock:4000/a:b@c", "http://stock:4000/a:b@c"},
      {"orders@2", "orders@2"},
  };
  for (const auto& [given, told] : cases) {
    World w;
    w.unit("order/template.yaml");
    w.source("order/src/main.py", {"handler"});
    Resource& f = w.lambda("order/template.yaml", "Create", "order/src", "main.handler");
    w.sets(f, "TABLE", w.text(given), 11);
    w.writes(w.function("order/src/main.py", 2), 9, w.env("TABLE"));
    const Linked linked = w.link();
    const Relation* r = first(linked, writes);
    ASSERT_NE(r, nullptr) << given;
    EXPECT_TRUE(std::any_of(r->evidence.begin(), r->evidence.end(), [&, &told = told](const Step& step) {
      return step.what == "TABLE = " + told;
    })) << given;
  }
}

TEST(LinkTables, EnvironmentLeadsToTheTableAndEveryLineIsEvidence) {
  World w;
  w.unit("order/template.yaml");
  w.source("order/src/main.py", {"handler", "save"});
  Resource& f = w.lambda("order/template.yaml", "Create", "order/src", "main.handler");
  w.sets(f, "TABLE", w.ref("order/template.yaml#Orders"), 11);
  w.resource("order/template.yaml", ResourceKind::table, "Orders", "dynamodb", {}, 4);
  w.calls(w.function("order/src/main.py", 2), w.function("order/src/main.py", 3));
  w.writes(w.function("order/src/main.py", 3), 9, w.env("TABLE"));
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {writes}), ElementsAre("order writes dynamodb:order.Orders"));
  const Relation* r = first(linked, writes);
  ASSERT_NE(r, nullptr);
  EXPECT_EQ(r->attributes.at("function"), "main.save");
  ASSERT_EQ(r->evidence.size(), 3u);
  EXPECT_EQ(r->evidence[0].path + ":" + std::to_string(r->evidence[0].line), "order/src/main.py:9");
  EXPECT_EQ(r->evidence[1].path + ":" + std::to_string(r->evidence[1].line), "order/template.yaml:11");
  EXPECT_EQ(r->evidence[1].what, "TABLE = Orders");
  EXPECT_EQ(r->evidence[2].line, 4u);
  const Entity& table = linked.facts[r->to];
  EXPECT_EQ(table.attributes.at("owner"), "order");
  EXPECT_EQ(linked.sites.at("data").resolved, 1u);
}

TEST(LinkTables, AnUnsetVariableIsOpenAndSaysWhy) {
  World w;
  w.service("order");
  w.writes(w.handler("order"), 9, w.env("TABLE"));
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {writes}), ElementsAre("order writes dynamodb:?"));
  ASSERT_EQ(linked.open.size(), 1u);
  EXPECT_EQ(linked.open[0].reason, "environment variable TABLE is not set for function Function");
  EXPECT_EQ(linked.open[0].place.line, 9u);
  EXPECT_EQ(linked.sites.at("data").open, 1u);
}

TEST(LinkTables, EachFunctionHasItsOwnEnvironment) {
  World w;
  w.unit("shop/template.yaml");
  w.source("shop/src/a.py", {"handler"});
  w.source("shop/src/b.py", {"handler"});
  w.sets(w.lambda("shop/template.yaml", "A", "shop/src", "a.handler"), "TABLE", w.text("alpha-items"));
  w.sets(w.lambda("shop/template.yaml", "B", "shop/src", "b.handler"), "TABLE", w.text("beta-items"));
  w.writes(w.function("shop/src/a.py", 2), 5, w.env("TABLE"));
  EXPECT_THAT(edges(w.link(), {writes}), ElementsAre("shop writes dynamodb:alpha-items"));
}

TEST(LinkTables, ALibrarysTablesBelongToThoseWhoseCallsReachThem) {
  World w;
  w.service("order");
  w.service("report");
  w.file("libs/store/setup.py");
  w.source("libs/store/store.py", {"save", "load"});
  for (std::string s : {"order", "report"}) w.imports(s + "/src/main.py", "libs/store/store.py");
  w.calls(w.handler("order"), w.function("libs/store/store.py", 2));
  w.calls(w.handler("report"), w.function("libs/store/store.py", 3));
  w.writes(w.function("libs/store/store.py", 2), 5, w.text("orders"));
  w.effect(reads, EntityKind::table, w.function("libs/store/store.py", 3), 8,
           {{"name", w.text("orders")}, {"store", w.text("dynamodb")}});
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {reads, writes}),
              ElementsAre("report reads dynamodb:orders", "order writes dynamodb:orders"));
  EXPECT_THAT(edges(linked, {imports}), ElementsAre("order imports store", "report imports store"));
}

TEST(LinkTables, ALibraryFunctionThatNoKnownCallReachesFallsBackToImporters) {
  World w;
  w.service("order");
  w.service("report");
  w.file("libs/store/setup.py");
  w.source("libs/store/store.py", {"save"});
  w.imports("order/src/main.py", "libs/store/store.py");
  w.writes(w.function("libs/store/store.py", 2), 5, w.text("orders"));
  EXPECT_THAT(edges(w.link(), {writes}), ElementsAre("order writes dynamodb:orders (likely)"));
}

TEST(LinkTables, EqualNamesAreOneTableOnlyWhenNothingIsLeftOpen) {
  World w;
  for (std::string s : {"a", "b"}) {
    w.service(s);
    w.resource(s + "/template.yaml", ResourceKind::table, "Items", "dynamodb", w.text("shop-items"));
    w.resource(s + "/template.yaml", ResourceKind::table, "Carts", "dynamodb",
               w.joined({w.param(s + "/template.yaml#Stage"), w.text("-carts")}));
    w.resource(s + "/template.yaml", ResourceKind::bucket, "Files", "s3", w.text("shop-items"));
  }
  Linked linked = w.link();
  EXPECT_TRUE(linked.facts.find(EntityKind::table, "dynamodb:shop-items"));
  EXPECT_TRUE(linked.facts.find(EntityKind::table, "s3:shop-items"));
  EXPECT_TRUE(linked.facts.find(EntityKind::table, "dynamodb:a.${Stage}-carts"));
  EXPECT_TRUE(linked.facts.find(EntityKind::table, "dynamodb:b.${Stage}-carts"));
  int declarations = 0;
  for (const Relation& r : linked.facts.relations())
    declarations += r.kind == declares && linked.facts[r.to].name == "dynamodb:shop-items";
  EXPECT_EQ(declarations, 2);
}

TEST(LinkTables, NamesWithHolesAgree) {
  World w;
  w.service("order");
  w.resource("order/template.yaml", ResourceKind::table, "Orders", "dynamodb",
             w.joined({w.param("order/template.yaml#Project"), w.text("-orders-"),
                       w.param("order/template.yaml#Stage")}));
  w.resource("order/template.yaml", ResourceKind::table, "Archive", "dynamodb",
             w.joined({w.param("order/template.yaml#Project"), w.text("-orders-archive-"),
                       w.param("order/template.yaml#Stage")}));
  w.writes(w.handler("order"), 5, w.text("shop-orders-dev"));
  w.writes(w.handler("order"), 6, w.text("shop-orders-archive-dev"));
  w.writes(w.handler("order"), 7, w.text("shop-carts-dev"));
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {writes}),
              UnorderedElementsAre("order writes dynamodb:${Project}-orders-${Stage} (likely)",
                                   "order writes dynamodb:${Project}-orders-archive-${Stage} (likely)",
                                   "order writes dynamodb:shop-carts-dev"));
}

TEST(LinkTables, AnArnIsTakenApart) {
  World w;
  w.service("order");
  w.resource("order/template.yaml", ResourceKind::table, "Orders", "dynamodb", w.text("orders"));
  w.wire("order/template.yaml", WiringKind::grants, w.ref("order/template.yaml#Function"),
         w.joined({w.text("arn:aws:dynamodb:"), w.values.setting("pseudo", "AWS::Region"),
                   w.text(":1:table/orders/index/x")}),
         {{"action", w.any_of({w.text("dynamodb:PutItem"), w.text("dynamodb:GetItem")})}});
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {grants}), ElementsAre("order grants dynamodb:orders"));
  EXPECT_EQ(first(linked, grants)->attributes.at("actions"), "dynamodb:GetItem dynamodb:PutItem");
  EXPECT_THAT(edges(linked, {reads, writes}), IsEmpty());  // a permission is no access
}

TEST(LinkSettings, AParameterStoreNameJoinsTwoStacksAsAPattern) {
  World w;
  w.service("owner");
  w.resource("owner/template.yaml", ResourceKind::table, "Table", "dynamodb");
  w.provides(
      "owner/template.yaml", "ssm",
      w.joined({w.text("/shop/"), w.param("owner/template.yaml#Environment"), w.text("/owner/table/name")}),
      w.ref("owner/template.yaml#Table"));
  w.provides(
      "owner/template.yaml", "ssm",
      w.joined({w.text("/shop/"), w.param("owner/template.yaml#Environment"), w.text("/owner/table/arn")}),
      w.text("something else"));
  w.binds("owner/template.yaml", "Environment", w.text("dev"), true);
  Resource& f = w.service("reader");
  w.sets(f, "TABLE", w.values.setting("ssm", w.param("reader/template.yaml#TableName")));
  w.binds(
      "reader/template.yaml", "TableName",
      w.joined({w.text("/shop/"), w.values.setting("config", "Environment"), w.text("/owner/table/name")}));
  w.writes(w.handler("reader"), 5, w.env("TABLE"));
  EXPECT_THAT(edges(w.link(), {writes}), ElementsAre("reader writes dynamodb:owner.Table"));
}

TEST(LinkSettings, AnExportThatTwoStacksProvideIsNobodys) {
  World w;
  for (std::string s : {"a", "b"}) {
    w.service(s);
    w.resource(s + "/template.yaml", ResourceKind::table, "Table", "dynamodb");
    w.provides(s + "/template.yaml", "export", w.text("table-name"), w.ref(s + "/template.yaml#Table"));
  }
  Resource& f = w.service("c");
  w.sets(f, "TABLE", w.values.setting("export", "table-name"));
  w.writes(w.handler("c"), 5, w.env("TABLE"));
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {writes}), ElementsAre("c writes dynamodb:?"));
  EXPECT_EQ(linked.open[0].reason, "2 places provide export table-name");
}

TEST(LinkSettings, AnExplicitValueBeatsTheDefaultAndSeveralAreAlternatives) {
  World w;
  Resource& f = w.service("order");
  w.sets(f, "TABLE", w.param("order/template.yaml#Name"));
  w.binds("order/template.yaml", "Name", w.text("never-this"), true);
  w.binds("order/template.yaml", "Name", w.text("dev-orders"));
  w.binds("order/template.yaml", "Name", w.text("prod-orders"));
  w.writes(w.handler("order"), 5, w.env("TABLE"));
  EXPECT_THAT(edges(w.link(), {writes}),
              ElementsAre("order writes dynamodb:dev-orders", "order writes dynamodb:prod-orders"));
}

TEST(LinkSettings, ASettingsFileThatTheBuildWritesHoldsWhatItsTemplateSays) {
  World w;
  w.service("owner");
  w.resource("owner/template.yaml", ResourceKind::table, "Table", "dynamodb");
  w.service("web");
  w.provides("web/template.yaml", "config", w.text("TableName"), w.ref("owner/template.yaml#Table"));
  w.provides("owner/template.yaml", "config", w.text("TableName"), w.text("another-table"));
  w.writes(w.handler("web"), 5, w.values.path("../../config.TableName"));
  w.writes(w.handler("web"), 6, w.values.path("../../config.Other"));
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {writes}),
              ElementsAre("web writes dynamodb:?", "web writes dynamodb:owner.Table"));
  EXPECT_EQ(linked.open[0].reason, "nothing in the tree says what Other of ../../config is");
}

TEST(LinkSettings, ADefaultCountsWhereNothingIsSetUnlessItIsAPlaceholder) {
  World w;
  w.service("order");
  w.writes(w.handler("order"), 5, w.values.setting("env", w.text("TABLE"), w.text("orders")));
  w.writes(w.handler("order"), 6, w.values.setting("env", w.text("TABLE_NAME"), w.text("TABLE_NAME")));
  w.writes(w.handler("order"), 7, w.any_of({w.env("CARTS_TABLE"), w.text("carts")}));
  w.writes(w.handler("order"), 8, w.any_of({w.env("SET_TABLE"), w.text("never-this")}));
  w.sets(w.declared.resources[0], "SET_TABLE", w.text("set-table"));
  EXPECT_THAT(edges(w.link(), {writes}),
              ElementsAre("order writes dynamodb:?", "order writes dynamodb:carts",
                          "order writes dynamodb:orders", "order writes dynamodb:set-table"));
}

TEST(LinkServices, CodeBesideATemplateThatDeploysNothingIsALibrary) {
  World w;
  w.service("shop/order");
  w.unit("shop/auth.yaml");
  w.resource("shop/auth.yaml", ResourceKind::table, "Users", "dynamodb");
  w.source("shop/common/money.py", {"round"});
  w.imports("shop/order/src/main.py", "shop/common/money.py", "round");
  EXPECT_THAT(edges(w.link(), {imports}), ElementsAre("order imports common"));
}

TEST(LinkServices, AnArchiveIsMadeOfTheFileOrFolderThatIsCalledLikeIt) {
  World w;
  w.service("other");
  w.unit("template/shop.yaml");
  w.source("functions/listOrders.js", {"handler"});
  w.source("functions/list-carts/index.js", {"handler"});
  w.source("a/twice.js", {"handler"});
  w.source("b/twice.js", {"handler"});
  auto archived = [&](const std::string& id, std::string_view archive) {
    const std::size_t r = w.declared.resources.size();
    w.resource("template/shop.yaml", ResourceKind::function, id, "");
    for (auto [name, text] : {std::pair<std::string, std::string_view>{"handler", "index.handler"},
                              {"runtime", "nodejs20.x"},
                              {"archive", archive}})
      w.declared.resources[r].properties.push_back({name, w.text(text), {}});
  };
  archived("Orders", "functions/ListOrders.zip");
  archived("Carts", "list-carts.zip");
  archived("Twice", "twice.zip");
  for (const char* path : {"functions/listOrders.js", "functions/list-carts/index.js", "a/twice.js"})
    w.writes(w.function(path, 2), 5, w.text(path));
  Linked linked = w.link();
  std::vector<std::string> functions;
  for (const Relation& r : linked.facts.relations())
    if (r.kind == writes) functions.push_back(linked.facts[r.to].name);
  EXPECT_THAT(functions, UnorderedElementsAre("dynamodb:functions/listOrders.js",
                                              "dynamodb:functions/list-carts/index.js"));
}

TEST(LinkSettings, AStageThatACommandAndAFileGiveStaysAHole) {
  World w;
  Resource& f = w.service("order");
  w.sets(f, "TABLE", w.joined({w.text("orders-"), w.param("order/template.yaml#Stage")}));
  w.binds("order/template.yaml", "Stage", w.text("local"));
  w.binds("order/template.yaml", "Stage", w.values.setting("config", "STAGE"));
  w.writes(w.handler("order"), 5, w.env("TABLE"));
  EXPECT_THAT(edges(w.link(), {writes}), ElementsAre("order writes dynamodb:orders-${Stage}"));
}

TEST(LinkSettings, ADefaultDoesNotHideWhatATemplateSets) {
  World w;
  Resource& f = w.service("order");
  w.sets(f, "TABLE", w.values.setting("ssm", "/shop/table"));
  w.sets(f, "CARTS", w.param("order/template.yaml#Carts"));
  w.writes(w.handler("order"), 5, w.values.setting("env", w.text("TABLE"), w.text("never-this")));
  w.writes(w.handler("order"), 6, w.values.setting("env", w.text("CARTS"), w.text("carts")));
  w.writes(w.handler("order"), 7, w.values.setting("env", w.text("STOCK"), w.text("Undefined")));
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {writes}), ElementsAre("order writes dynamodb:?", "order writes dynamodb:carts"));
  EXPECT_THAT(linked.open, ::testing::SizeIs(2));
}

TEST(LinkSettings, ValuesThatNameEachOtherEnd) {
  World w;
  Resource& f = w.service("order");
  w.sets(f, "TABLE", w.param("order/template.yaml#A"));
  w.binds("order/template.yaml", "A", w.joined({w.param("order/template.yaml#B"), w.text("x")}));
  w.binds("order/template.yaml", "B",
          w.joined({w.param("order/template.yaml#A"), w.param("order/template.yaml#A")}));
  w.writes(w.handler("order"), 5, w.env("TABLE"));
  EXPECT_EQ(edges(w.link(), {writes}).size(), 1u);
}

TEST(LinkServices, TemplatesBesideTheirCodeAndCodeElsewhere) {
  World w;
  // Code lies outside the template's folder; a subscription template lies beside it.
  w.unit("orders/infra/api/template.yaml");
  w.source("orders/code/main.py", {"handler"});
  w.lambda("orders/infra/api/template.yaml", "F", "orders/code", "main.handler");
  w.unit("orders/infra/subscriptions/events.yaml");
  w.resource("orders/infra/subscriptions/events.yaml", ResourceKind::queue, "Q", "sqs");
  w.service("payments");
  // Nothing but infrastructure; a part that others nest is no service.
  w.unit("platform/bus.yaml");
  w.resource("platform/bus.yaml", ResourceKind::bus, "Bus", "eventbridge");
  w.unit("parts/dlq.yaml", "", true);
  w.resource("parts/dlq.yaml", ResourceKind::queue, "Dlq", "sqs");
  Linked linked = w.link();
  auto attribute = [&](std::string_view service, std::string_view word) {
    EntityId id = linked.facts.find(EntityKind::service, service);
    return id ? linked.facts[id].attributes.at(std::string(word)) : std::string("no such service");
  };
  EXPECT_EQ(attribute("orders", "root"), "orders");
  EXPECT_EQ(attribute("payments", "kind"), "service");
  EXPECT_EQ(attribute("platform", "kind"), "infrastructure");
  int services = 0;
  for (const Entity& e : linked.facts.entities()) services += e.kind == EntityKind::service;
  EXPECT_EQ(services, 3);
}

TEST(LinkServices, TemplatesOfOneFolderAreTheServicesWhoseCodeTheyDeploy) {
  World w;
  for (std::string s : {"orders", "payments"}) {
    w.unit("templates/" + s + ".yaml");
    w.source("services/" + s + "/main.py", {"handler"});
    w.lambda("templates/" + s + ".yaml", "F", "services/" + s, "main.handler");
    w.writes(w.function("services/" + s + "/main.py", 2), 4, w.text("table-" + s));
  }
  EXPECT_THAT(edges(w.link(), {writes}),
              ElementsAre("orders writes dynamodb:table-orders", "payments writes dynamodb:table-payments"));
}

TEST(LinkServices, ASharedFolderWithoutManifestIsALibraryAndATestFolderNothing) {
  World w;
  w.service("order");
  w.source("shared/money.py", {"round"});
  w.source("tests/helper.py", {"make"});
  w.imports("order/src/main.py", "shared/money.py", "round");
  w.imports("order/src/main.py", "tests/helper.py");
  Linked linked = w.link();
  EntityId shared = linked.facts.find(EntityKind::service, "shared");
  ASSERT_TRUE(shared);
  EXPECT_EQ(linked.facts[shared].attributes.at("kind"), "library");
  EXPECT_FALSE(linked.facts.find(EntityKind::service, "tests"));
  EXPECT_THAT(edges(linked, {imports}), ElementsAre("order imports shared"));
}

TEST(LinkServices, ALibraryIsNamedByTheFolderAboveItsSources) {
  World w;
  w.service("order");
  w.file("shared/src/kit/setup.py");
  w.source("shared/src/kit/kit/events.py", {"f"});
  w.imports("order/src/main.py", "shared/src/kit/kit/events.py");
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {imports}), ElementsAre("order imports shared"));
  EXPECT_EQ(linked.facts[linked.facts.find(EntityKind::service, "shared")].attributes.at("aliases"), "kit");
}

TEST(LinkServices, ATemplateInsideAFrontEndIsPartOfItAndSourcesAreNamedByTheFolderAbove) {
  World w;
  w.service("order/src");
  w.file("window/package.json");
  w.file("window/Dockerfile");
  w.source("window/app.js", {"f"});
  w.unit("window/deploy/hosting.yaml");
  w.resource("window/deploy/hosting.yaml", ResourceKind::bucket, "Pages", "s3");
  Linked linked = w.link();
  EXPECT_TRUE(linked.facts.find(EntityKind::service, "order"));
  EXPECT_TRUE(linked.facts.find(EntityKind::service, "window"));
  EXPECT_TRUE(linked.facts.find(EntityKind::table, "s3:window.Pages"));
  int services = 0;
  for (const Entity& e : linked.facts.entities()) services += e.kind == EntityKind::service;
  EXPECT_EQ(services, 2);
}

TEST(LinkServices, ACommonNamespaceIsNoPartOfTheName) {
  World w;
  w.service("Shop.Orders");
  w.service("Shop.Billing");
  w.service("Ops.Tools");
  Linked linked = w.link();
  EXPECT_TRUE(linked.facts.find(EntityKind::service, "Orders"));
  EXPECT_TRUE(linked.facts.find(EntityKind::service, "Billing"));
  EXPECT_TRUE(linked.facts.find(EntityKind::service, "Ops.Tools"));
}

TEST(LinkEvidence, WhatAWrapperDoesHappensAtItsCaller) {
  World w;
  w.service("order");
  w.file("libs/store/setup.py");
  w.source("libs/store/store.py", {"save"});
  w.imports("order/src/main.py", "libs/store/store.py");
  w.writes(w.handler("order"), 5, w.text("orders"));
  Effect& e = w.effects.effects.back();
  e.site = w.at("libs/store/store.py", 3);
  e.chain.emplace_back(w.at("order/src/main.py", 5), "called from here");
  Linked linked = w.link();
  const Relation* r = first(linked, writes);
  ASSERT_NE(r, nullptr);
  ASSERT_EQ(r->evidence.size(), 2u);
  EXPECT_EQ(r->evidence[0].path, "order/src/main.py");
  EXPECT_EQ(r->evidence[1].path, "libs/store/store.py");
}

TEST(LinkServices, ADevelopersScriptIsNoSiteAtAll) {
  World w;
  w.service("order");
  w.source("order/scripts/seed.py", {"main"});
  w.writes(w.function("order/scripts/seed.py", 2), 4, w.text("orders"));
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {writes}), IsEmpty());
  EXPECT_TRUE(linked.open.empty());
}

TEST(LinkServices, DeadCodeOfAnotherFolderIsNobodys) {
  World w;
  w.service("order");
  w.source("other/seed.py", {"main"});
  w.writes(w.function("other/seed.py", 2), 4, w.text("orders"));
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {writes}), IsEmpty());
  ASSERT_EQ(linked.open.size(), 1u);
  EXPECT_EQ(linked.open[0].reason, "no deployed code is known to reach this place");
}

// Whatever order things come in, the facts are the same.
TEST(Link, DoesNotDependOnTheOrderOfItsInput) {
  std::string expected;
  for (unsigned seed = 0; seed < 6; ++seed) {
    World w;
    for (std::string s : {"a", "b", "c"}) {
      Resource& f = w.service(s);
      w.sets(f, "TABLE", w.ref("a/template.yaml#Table"));
      w.writes(w.handler(s), 5, w.env("TABLE"));
      w.publishes(w.handler(s), 6, w.text("Made"), w.text("shop." + s), w.text("main"));
      w.wire(s + "/template.yaml", WiringKind::consumes, w.ref(s + "/template.yaml#Function"), w.text("main"),
             {{"detail-type", w.text("Made")}, {"bus", w.text("main")}});
    }
    w.resource("a/template.yaml", ResourceKind::table, "Table", "dynamodb");
    std::mt19937 random(seed);
    if (seed) {
      std::shuffle(w.effects.effects.begin(), w.effects.effects.end(), random);
      std::shuffle(w.declared.wirings.begin(), w.declared.wirings.end(), random);
      std::shuffle(w.declared.resources.begin(), w.declared.resources.end(), random);
      std::shuffle(w.declared.units.begin(), w.declared.units.end(), random);
    }
    std::string text = write(w.link().facts);
    if (expected.empty()) expected = text;
    EXPECT_EQ(text, expected);
  }
}

}  // namespace
}  // namespace demarc
