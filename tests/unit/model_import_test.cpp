// Model files of other kinds: what each of them gives, in which order they are believed, and that none of
// them can do harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "analyzer/base/glob.h"
#include "analyzer/model/read.h"
#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// A model with its files. Heads of pages stand without their dashes; they are read as YAML.
class Imported {
 public:
  explicit Imported(std::vector<std::pair<std::string, std::string>> files) {
    model::Sources sources;
    std::uint32_t id = 0;
    for (auto& [path, text] : files) {
      const bool is_page = path.ends_with(".mdx") || path.ends_with(".md");
      documents_.push_back(parse_document(is_page ? "page.yaml" : path, text, failure_, FileId{++id}));
      if (!documents_.back()) continue;
      if (path == "demarc.yaml") sources.file = {documents_.back().get(), path};
      else sources.imports.push_back({documents_.back().get(), path});
    }
    model_ = model::read_model(sources);
    EXPECT_EQ(failure_, "");
  }
  const model::Model& operator*() const { return model_; }
  const model::Model* operator->() const { return &model_; }
  const model::Context& context(std::string_view name) const {
    static const model::Context none;
    const model::Context* found = model_.context(name);
    EXPECT_TRUE(found) << name;
    return found ? *found : none;
  }
  std::vector<std::string> contexts() const {
    std::vector<std::string> out;
    for (const model::Context& c : model_.contexts) out.push_back(c.name);
    return out;
  }
  // "catalog: call event as conformist", one a use.
  std::vector<std::string> uses(std::string_view name) const {
    std::vector<std::string> out;
    for (const model::Use& use : context(name).uses) {
      std::string line = use.to + ":";
      for (model::EdgeClass c : {model::EdgeClass::call, model::EdgeClass::event, model::EdgeClass::import,
                                 model::EdgeClass::data, model::EdgeClass::schema})
        if (use.by.has(c)) line += " " + std::string(to_string(c));
      if (use.pattern) line += " as " + std::string(to_string(*use.pattern));
      out.push_back(line);
    }
    return out;
  }
  static std::vector<std::string> texts(const model::NamedList& list) {
    std::vector<std::string> out;
    for (const model::Named& one : list) out.push_back(one.text);
    return out;
  }
  std::vector<std::string> problems() const {
    std::vector<std::string> out;
    for (const model::ModelProblem& p : model_.problems)
      out.push_back((p.is_conflict ? "conflict: " : "error: ") + p.error.message);
    return out;
  }

 private:
  std::string failure_;
  std::deque<std::unique_ptr<Document>> documents_;
  model::Model model_;
};

constexpr std::string_view shop_map = R"(/* A shop. */
ContextMap ShopMap {
  type = SYSTEM_LANDSCAPE
  contains OrderingContext, CatalogContext
  contains BillingContext

  // The catalog stands above.
  CatalogContext [U,OHS,PL] -> [D,ACL] OrderingContext : Products {
    implementationTechnology = "HTTP -> JSON"
  }
  BillingContext [D,CF]<-[U] OrderingContext
  ReturnsContext Customer-Supplier OrderingContext
  [U]ShippingContext Upstream-Downstream [D]BillingContext
  ShippingContext [P]<->[P] ReturnsContext
  BillingContext [SK]<->[SK] ReturnsContext
  OrdersTeam [U]->[D] BillingTeam
}

BoundedContext OrderingContext implements Buying, Searching {
  domainVisionStatement = "Takes { orders }"
  responsibilities = "Take orders", "Cancel orders"
  Module core {
    Aggregate Orders {
      owner = OrdersTeam
      Entity Order {
        aggregateRoot
        databaseTable = "ORDERS"
        - CustomerId customer
        String note
      }
      ValueObject CustomerId { String id key }
      DomainEvent OrderPlaced { - Order order }
      Service OrderService { void place(@Order order); }
    }
  }
}
BoundedContext CatalogContext
BoundedContext BillingContext implements Paying
BoundedContext ReturnsContext
BoundedContext ShippingContext
BoundedContext OrdersTeam realizes OrderingContext, CatalogContext { type = TEAM }
BoundedContext BillingTeam
  realizes BillingContext { type TEAM }

Domain Shop {
  Subdomain Buying { type = CORE_DOMAIN }
  Subdomain Searching { type = SUPPORTING_DOMAIN }
  Subdomain Paying { type = GENERIC_SUBDOMAIN }
}
)";

TEST(ImportContextMapper, ContextsKindsTeamsAndRelationships) {
  Imported m({{"shop.cml", std::string(shop_map)}});
  EXPECT_THAT(m.contexts(), ElementsAre("OrderingContext", "CatalogContext", "BillingContext",
                                        "ReturnsContext", "ShippingContext"));
  const model::Context& ordering = m.context("OrderingContext");
  EXPECT_EQ(ordering.kind, model::ContextKind::core);  // the weightiest of two
  EXPECT_EQ(m.context("BillingContext").kind, model::ContextKind::generic);
  EXPECT_EQ(ordering.about, "Takes { orders }");
  EXPECT_EQ(ordering.team.text, "OrdersTeam");
  EXPECT_EQ(m.context("BillingContext").team.text, "BillingTeam");
  EXPECT_EQ(m.context("ShippingContext").team.text, "");
  EXPECT_THAT(m.texts(ordering.capabilities), ElementsAre("Take orders", "Cancel orders"));
  EXPECT_THAT(m.texts(ordering.owns.entities), ElementsAre("Order"));
  EXPECT_THAT(m.texts(ordering.owns.tables), ElementsAre("ORDERS"));
  EXPECT_THAT(m.texts(ordering.publishes.events), ElementsAre("OrderPlaced"));
  // Arrows are turned: the user declares.
  EXPECT_THAT(m.uses("OrderingContext"), ElementsAre("CatalogContext: as anticorruption-layer"));
  EXPECT_THAT(m.uses("CatalogContext"), IsEmpty());
  EXPECT_THAT(m.uses("BillingContext"),
              UnorderedElementsAre("OrderingContext: as conformist",
                                   "ShippingContext:", "ReturnsContext: import data schema"));
  EXPECT_THAT(m.uses("ReturnsContext"),
              UnorderedElementsAre("OrderingContext: as customer", "BillingContext: import data schema"));
  ASSERT_EQ(m->partners.size(), 1u);
  EXPECT_TRUE(m->partners[0].holds("ShippingContext", "ReturnsContext"));
  // The format has no word for the place of a layer: told, not refused.
  EXPECT_THAT(m.problems(),
              ElementsAre(HasSubstr("conflict: `OrderingContext` has an anticorruption layer")));
}

TEST(ImportContextMapper, TheOwnFileNamesContextsAndWins) {
  Imported m({{"shop.cml", std::string(shop_map)},
              {"demarc.yaml",
               "contexts:\n  ordering: { kind: supporting, code: src/o/**, uses: { catalog: { as: "
               "anticorruption-layer, inside: src/o/acl/** } } }\n  catalog: { code: src/c/** }\n"}});
  EXPECT_THAT(m.contexts(),
              ElementsAre("ordering", "catalog", "BillingContext", "ReturnsContext", "ShippingContext"));
  EXPECT_EQ(m.context("ordering").kind, model::ContextKind::supporting);
  EXPECT_THAT(m.uses("BillingContext"), Contains("ordering: as conformist"));
  EXPECT_THAT(m.uses("ordering"), ElementsAre("catalog: as anticorruption-layer"));
  EXPECT_THAT(m.problems(),
              ElementsAre("conflict: the kind of context `ordering` is `core` here and `supporting` "
                          "in demarc.yaml"));
}

TEST(ImportContextMapper, BrokenAndHostileFiles) {
  for (std::string text : {std::string(), std::string("}}}}"), std::string("BoundedContext {"),
                           std::string("ContextMap { A -> }"), std::string(100'000, '{'),
                           std::string(100'000, '['), std::string("BoundedContext A { \"open"),
                           std::string("/* open"), std::string("ContextMap { A [ -> B\n A <-> }"),
                           "Domain D " + std::string(50'000, '{') + std::string(50'000, '}')}) {
    std::string failure;
    const auto document = parse_document("x.cml", text, failure);
    ASSERT_TRUE(document);
    model::Sources sources;
    sources.imports.push_back({document.get(), "x.cml"});
    model::read_model(sources);
  }
}

constexpr std::string_view workspace = R"({"name": "Shop", "model": {
  "people": [{"id": "1", "name": "Customer", "relationships": [{"sourceId": "1", "destinationId": "3"}]}],
  "softwareSystems": [
    {"id": "2", "name": "Shop", "containers": [
      {"id": "3", "name": "Ordering Service", "description": "Takes orders", "relationships": [
        {"id": "20", "sourceId": "3", "destinationId": "4"},
        {"id": "21", "sourceId": "3", "destinationId": "5", "interactionStyle": "Asynchronous"},
        {"id": "22", "sourceId": "3", "destinationId": "7"},
        {"id": "23", "sourceId": "3", "destinationId": "8"}]},
      {"id": "4", "name": "Catalog Service", "components": [
        {"id": "9", "name": "Prices", "relationships": [{"id": "24", "sourceId": "9", "destinationId": "6"}]}]},
      {"id": "5", "name": "Mailer", "group": "Messages"},
      {"id": "6", "name": "Printer", "group": "Messages"},
      {"id": "7", "name": "Orders", "tags": "Element,Container,Database"}]},
    {"id": "8", "name": "Bank", "tags": "Element,Software System"}]}})";

TEST(ImportStructurizr, ContainersOfTheOnlySystem) {
  Imported m({{"workspace.json", std::string(workspace)}});
  EXPECT_EQ(m->system, "shop");
  EXPECT_THAT(m.contexts(), ElementsAre("ordering-service", "catalog-service", "messages"));
  EXPECT_EQ(m.context("ordering-service").about, "Takes orders");
  EXPECT_THAT(m.uses("ordering-service"), ElementsAre("catalog-service: call", "messages: event"));
  EXPECT_THAT(m.uses("catalog-service"), ElementsAre("messages: call"));
  EXPECT_EQ(m.context("messages").services.size(), 2u);
  ASSERT_EQ(m->external.size(), 1u);
  EXPECT_EQ(m->external[0].name, "bank");
  EXPECT_THAT(m.problems(), IsEmpty());
}

TEST(ImportStructurizr, SystemsWhereSeveralHaveAnInside) {
  Imported m({{"workspace.json", std::string(R"({"model": {"softwareSystems": [
    {"id": "1", "name": "Ordering", "containers": [{"id": "2", "name": "api", "relationships": [
      {"sourceId": "2", "destinationId": "4"}, {"sourceId": "2", "destinationId": "4", "linkedRelationshipId": "9",
       "interactionStyle": "Asynchronous"}]}]},
    {"id": "3", "name": "Billing", "containers": [{"id": "4", "name": "worker"}]}]}})")}});
  EXPECT_THAT(m.contexts(), ElementsAre("ordering", "billing"));
  EXPECT_THAT(m.uses("ordering"), ElementsAre("billing: call"));
}

TEST(ImportStructurizr, WrongShapesNeverCrash) {
  for (std::string_view text :
       {R"({"model": {"softwareSystems": []}})", R"({"model": {"softwareSystems": [7, null, [], {}]}})",
        R"({"model": {"softwareSystems": [{"containers": [{"relationships": 3}, 4]}]}})",
        R"({"model": {"softwareSystems": [{"id": 1, "name": "a", "containers": [{"id": 1, "name": "a",
            "relationships": [{"destinationId": 1}]}]}]}})"})
    Imported(std::vector<std::pair<std::string, std::string>>{{"workspace.json", std::string(text)}});
}

constexpr std::string_view backstage = R"(apiVersion: backstage.io/v1alpha1
kind: System
metadata: { name: ordering, description: Takes orders }
spec: { owner: group:default/orders-team, domain: sales }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: Order-API }
spec: { type: service, owner: orders-team, system: ordering, providesApis: [orders], consumesApis: [api:default/Prices, default/stock-events],
        dependsOn: [resource:orders-db, component:default/mailer] }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: orders }
spec: { type: openapi, owner: orders-team, system: ordering, definition: { $text: ./openapi.yaml } }
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: { name: orders-db }
spec: { type: database, owner: orders-team, system: ordering }
)";

TEST(ImportBackstage, SystemsComponentsInterfaces) {
  Imported m(
      {{"services/ordering/catalog-info.yaml", std::string(backstage)},
       {"services/catalog/catalog-info.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: component\nmetadata: { name: catalog }\nspec: { type: "
        "service, owner: catalog, providesApis: [prices, stock-events] }\n---\napiVersion: "
        "backstage.io/v1alpha1\nkind: API\nmetadata: { name: stock-events }\nspec: { type: asyncapi }\n"},
       {"libs/catalog-info.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: strings }\nspec: { type: "
        "library, owner: x }\n---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: "
        "'${{ values.name }}' }\nspec: { type: service }\n---\napiVersion: backstage.io/v1alpha1\nkind: "
        "Component\nmetadata: { name: mailer }\nspec: { type: service, owner: user:default/ann }\n"}});
  EXPECT_THAT(m.contexts(), UnorderedElementsAre("ordering", "catalog", "mailer"));
  const model::Context& ordering = m.context("ordering");
  EXPECT_EQ(ordering.team.text, "orders-team");
  EXPECT_EQ(ordering.group, "sales");
  EXPECT_THAT(m.texts(ordering.code), ElementsAre("services/ordering/**"));
  EXPECT_THAT(m.texts(ordering.publishes.api), ElementsAre("services/ordering/openapi.yaml"));
  EXPECT_THAT(m.texts(ordering.owns.databases), ElementsAre("orders-db"));
  EXPECT_THAT(m.uses("ordering"), ElementsAre("catalog: call event", "mailer: call"));
  EXPECT_THAT(m.problems(), IsEmpty());
}

TEST(ImportBackstage, OneTeamInTwoSpellingsIsNoContradiction) {
  const auto problems = [](std::string_view team) {
    Imported m(
        {{"demarc.yaml", "contexts:\n  ordering: { code: o/**, team: \"" + std::string(team) + "\" }\n"},
         {"o/catalog-info.yaml",
          "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: ordering }\nspec: { type: "
          "service, owner: group:default/orders }\n"}});
    return m.problems();
  };
  EXPECT_THAT(problems("@shop/orders"), IsEmpty());
  EXPECT_THAT(problems("@shop/billing"), ElementsAre(HasSubstr("conflict: the team of context `ordering`")));
}

TEST(ImportEventCatalog, DomainsServicesMessagesAndWords) {
  Imported m({
      {"cat/domains/Sales/index.mdx", "id: Sales\nname: Sales\ndomains:\n  - id: Orders\nowners: [boss]\n"},
      {"cat/domains/Sales/subdomains/Orders/index.mdx",
       "id: Orders\nsummary: Takes orders\nowners: [orders-team]\nservices:\n  - id: OrderService\n    "
       "version: "
       "1.0.0\nentities:\n  - id: Order\n"},
      {"cat/domains/Sales/subdomains/Orders/ubiquitous-language.mdx",
       "dictionary:\n  - id: Order\n    name: Order\n    summary: A wish to buy\n"},
      {"cat/services/OrderService/index.mdx",
       "id: OrderService\nsends:\n  - id: OrderPlaced\n    version: 1.0.0\n  - id: ReserveStock\n  - id: "
       "GetStock\nwritesTo:\n  - id: orders-db\n"},
      {"cat/domains/Stock/index.mdx", "id: Stock\n"},
      {"cat/domains/Stock/services/StockService/index.mdx",
       "id: StockService\nreceives:\n  - id: OrderPlaced\n  - id: ReserveStock\n  - id: "
       "GetStock\nreadsFrom:\n  - id: "
       "orders-db\n"},
      {"cat/domains/Stock/services/StockService/versioned/0.1.0/index.mdx",
       "id: StockService\nsends:\n  - id: Forgotten\n"},
      {"cat/services/OrderService/events/OrderPlaced/index.mdx", "id: OrderPlaced\n"},
      {"cat/services/StockService/commands/ReserveStock/index.mdx", "id: ReserveStock\n"},
      {"cat/queries/GetStock/index.mdx", "id: GetStock\n"},
      {"cat/teams/orders-team.mdx", "id: orders-team\n"},
  });
  EXPECT_THAT(m.contexts(), ElementsAre("orders", "stock"));
  const model::Context& orders = m.context("orders");
  EXPECT_EQ(orders.group, "Sales");
  EXPECT_EQ(orders.team.text, "orders-team");
  EXPECT_THAT(m.texts(orders.publishes.events), ElementsAre("OrderPlaced"));
  EXPECT_THAT(m.texts(orders.owns.databases), ElementsAre("orders-db"));
  EXPECT_THAT(m.texts(orders.owns.entities), ElementsAre("Order"));
  ASSERT_EQ(orders.language.size(), 1u);
  EXPECT_EQ(orders.language[0].means, "A wish to buy");
  EXPECT_THAT(m.uses("orders"), ElementsAre("stock: call event"));
  EXPECT_THAT(m.uses("stock"), ElementsAre("orders: event data"));
  EXPECT_FALSE(m.context("stock").publishes.is_declared);
}

TEST(ImportNx, ProjectsByTagAndConstraints) {
  Imported m(
      {{"libs/ordering/project.json", R"({"name": "ordering", "tags": ["type:feature", "scope:ordering"]})"},
       {"libs/catalog/project.json", R"({"name": "catalog", "tags": ["scope:catalog"]})"},
       {"libs/prices/project.json", R"({"name": "prices", "tags": ["scope:catalog"]})"},
       {"libs/free/project.json", R"({"name": "free", "tags": ["scope:free"]})"},
       {"libs/none/project.json", R"({"name": "none", "tags": []})"},
       {".eslintrc.json", R"({"overrides": [{"rules": {"@nx/enforce-module-boundaries": ["error", {
                "depConstraints": [
                  {"sourceTag": "scope:ordering", "onlyDependOnLibsWithTags": ["scope:ordering", "scope:catalog"]},
                  {"sourceTag": "scope:catalog", "onlyDependOnLibsWithTags": ["scope:catalog"]},
                  {"sourceTag": "scope:free", "onlyDependOnLibsWithTags": ["*"]},
                  {"sourceTag": "type:feature", "onlyDependOnLibsWithTags": ["type:util"]}]}]}}]})"}});
  EXPECT_THAT(m.contexts(), ElementsAre("ordering", "catalog", "free"));
  EXPECT_THAT(m.texts(m.context("catalog").code), ElementsAre("libs/catalog/**", "libs/prices/**"));
  EXPECT_THAT(m.uses("ordering"), ElementsAre("catalog: import"));
  EXPECT_TRUE(m.context("catalog").is_closed());
  EXPECT_FALSE(m.context("free").is_closed());
}

TEST(ImportPrecedence, EarlierFormatsWinWhateverTheOrderOfFiles) {
  Imported m(
      {{"catalog-info.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: ordering }\nspec: { type: "
        "service, owner: third }\n"},
       {"services/Ordering/index.mdx", "id: Ordering\nowners: [second]\n"},
       {"shop.cml", "BoundedContext Ordering\nBoundedContext first realizes Ordering { type = TEAM }\n"}});
  EXPECT_EQ(m.context("Ordering").team.text, "first");
  EXPECT_THAT(m.problems(),
              ElementsAre(HasSubstr("`second` here and `first` in"), HasSubstr("`third` here")));
}

TEST(ImportGlobs, NameFilesOfTheTree) {
  std::string failure;
  const auto own = parse_document("demarc.yaml", "import: ['**/catalog-info.yaml', 'no/*.cml', CODEOWNERS]\n",
                                  failure, FileId{1});
  const auto catalog = parse_document(
      "a/catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: { name: a }\n",
      failure, FileId{2});
  model::Sources sources;
  sources.file = {own.get(), "demarc.yaml"};
  sources.load = [&](std::string_view path) {
    return path == "a/catalog-info.yaml" ? catalog.get() : nullptr;
  };
  sources.list = [&](std::string_view glob) {
    std::vector<std::string> out;
    if (Glob(glob).matches("a/catalog-info.yaml")) out.emplace_back("a/catalog-info.yaml");
    return out;
  };
  const model::Model m = model::read_model(sources);
  ASSERT_EQ(m.contexts.size(), 1u);
  ASSERT_EQ(m.problems.size(), 1u);
  EXPECT_THAT(m.problems[0].error.message, HasSubstr("`no/*.cml` matches no file"));
}

}  // namespace
}  // namespace demarc
