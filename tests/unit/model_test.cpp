// The declared model: every key, errors that point, overlays, imports, conflicts, and the schema.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "analyzer/base/nearest.h"
#include "analyzer/base/span.h"
#include "analyzer/model/keys.h"
#include "tests/unit/rule_case.h"

namespace demarc::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Given {
  std::string path, text;
};

// Reads a model from a demarc.yaml (may be ""), overlays and imports; keeps the documents alive.
struct Reader {
  explicit Reader(std::string_view file, std::vector<Given> overlays = {}, std::vector<Given> imports = {}) {
    Sources sources;
    std::uint32_t next = 1;
    auto parse = [&](std::string_view path, std::string_view text) {
      documents.push_back(parse_document(path, text, failure, FileId{next++}));
      return documents.back().get();
    };
    if (!file.empty()) sources.file = {parse("demarc.yaml", file), "demarc.yaml"};
    for (const Given& g : overlays) sources.overlays.push_back({parse(g.path, g.text), g.path});
    for (const Given& g : imports) sources.imports.push_back({parse(g.path, g.text), g.path});
    model = read_model(sources);
    text = file;
  }
  std::vector<std::string> problems() const {
    std::vector<std::string> out;
    LineIndex lines(text);
    for (const ModelProblem& p : model.problems)
      out.push_back(std::to_string(lines.at(p.error.where.begin).line) + ": " + p.error.message + " | " +
                    p.error.hint);
    return out;
  }
  std::vector<std::unique_ptr<Document>> documents;
  std::string failure, text;
  Model model;
};

std::vector<std::string> texts(const NamedList& list) {
  std::vector<std::string> out;
  for (const Named& one : list) out.push_back(one.text);
  return out;
}

TEST(ModelReading, EveryKey) {
  Reader r(R"(version: 1
system: corner-shop
contexts:
  ordering:
    kind: core
    about: Orders.
    team: "@shop/ordering"
    code: [./services/ordering/, services/cart/**, "!services/cart/gen/**"]
    owns: { tables: [orders, "dynamodb:carts-*"], queues: order-work, secrets: db, buckets: [a, b] }
    publishes:
      api: [services/ordering/openapi.yaml, "GET /orders/{id}", /carts/**]
      events: OrderPlaced
      code: services/ordering/client/**
      tables: order_view
    uses:
      catalog: { by: [call, event], as: anticorruption-layer, inside: services/ordering/catalog/**, until: 2027-01-31, why: for now, read: prices }
      billing: event
      shipping:
    language:
      Order: { means: A wish., not: [Purchase, Deal] }
      Cart: What was put aside.
    services:
      ordering: { type: domain, aliases: orders-api, capabilities: [take-orders], talks: [synchronous], slo: { availability: 99% } }
    capabilities: { take-orders: Taking orders. }
    slo: { availability: 99.9%, latency-p99: 1.5s, error-rate: "<0.1%" }
    strict: true
    group: front
  catalog: { code: services/catalog/** }
  billing: {}
  shipping: { optional: yes, legacy: true }
kernels:
  money: { code: libs/money/**, members: [ordering, billing], tables: rates }
partners: [[ordering, billing], [catalog, billing]]
separate: [catalog, shipping]
external: { stripe: { hosts: "*.stripe.com", names: [pay], topics: "charge.*" }, mail: smtp.example.org }
groups: { front: [ordering], back: billing }
legacy: shipping
names: { table: "${system}-${context}-${stage}" }
rules:
  data/*: warning
  boundary/cycle: { severity: note, message: See the map., max-length: 4, ignore: [services/x/**, { contexts: billing, until: 2027-01-01, why: soon }] }
  boundary/undeclared-dependency: { by-class: { import: note } }
exclude: "**/testdata/**"
config: ops/config
packs: .demarc/packs/*.yaml
unclaimed: forbid
)");
  EXPECT_EQ(r.failure, "");
  EXPECT_THAT(r.problems(), ElementsAre());
  const Model& m = r.model;
  EXPECT_EQ(m.system, "corner-shop");
  ASSERT_EQ(m.contexts.size(), 4u);
  const Context& c = m.contexts[0];
  EXPECT_EQ(c.kind, ContextKind::core);
  EXPECT_EQ(c.team.text, "@shop/ordering");
  EXPECT_THAT(texts(c.code), ElementsAre("services/ordering", "services/cart/**", "!services/cart/gen/**"));
  EXPECT_THAT(texts(c.owns.tables), ElementsAre("orders", "dynamodb:carts-*"));
  EXPECT_THAT(texts(c.owns.queues), ElementsAre("order-work"));
  EXPECT_THAT(texts(c.publishes.api),
              ElementsAre("services/ordering/openapi.yaml", "GET /orders/{id}", "ANY /carts/**"));
  EXPECT_TRUE(c.publishes.has_events && c.publishes.has_code);
  ASSERT_EQ(c.uses.size(), 3u);
  EXPECT_TRUE(c.uses[0].by.has(EdgeClass::call) && c.uses[0].by.has(EdgeClass::event) &&
              !c.uses[0].by.has(EdgeClass::data));
  EXPECT_EQ(c.uses[0].pattern, Pattern::anticorruption_layer);
  EXPECT_EQ(c.uses[0].until.text, "2027-01-31");
  EXPECT_THAT(texts(c.uses[0].read), ElementsAre("prices"));
  EXPECT_TRUE(c.uses[1].by.has(EdgeClass::event));
  EXPECT_TRUE(c.uses[2].by.empty());
  EXPECT_THAT(texts(c.language[0].forbidden), ElementsAre("Purchase", "Deal"));
  EXPECT_EQ(c.language[1].means, "What was put aside.");
  EXPECT_EQ(c.services[0].type, ServiceType::domain);
  EXPECT_EQ(*c.services[0].slo.availability, 99);
  EXPECT_EQ(*c.slo.latency_p99_ms, 1500);
  EXPECT_EQ(*c.slo.error_rate, 0.1);
  EXPECT_TRUE(c.strict && c.is_closed());
  EXPECT_FALSE(m.contexts[1].is_closed());
  EXPECT_TRUE(m.contexts[2].is_code_default);
  EXPECT_THAT(texts(m.contexts[2].code), ElementsAre("services/billing/**"));
  EXPECT_EQ(m.contexts[2].group, "back");
  EXPECT_TRUE(m.contexts[3].legacy && m.contexts[3].optional);
  EXPECT_EQ(m.partners.size(), 2u);
  EXPECT_TRUE(m.separate[0].holds("shipping", "catalog"));
  EXPECT_THAT(texts(m.external[0].hosts), ElementsAre("*.stripe.com"));
  EXPECT_EQ(m.rule("data/unowned")->severity, SeverityWord::warning);
  EXPECT_EQ(m.rule("boundary/cycle")->ignore.size(), 2u);
  EXPECT_EQ(m.rule("boundary/cycle")->options.at("max-length")[0].text, "4");
  EXPECT_EQ(m.rule("boundary/undeclared-dependency")->options.at("by-class.import")[0].text, "note");
  EXPECT_EQ(m.unclaimed, Unclaimed::forbid);
}

TEST(ModelReading, AllErrorsPointAndSuggest) {
  Reader r(R"(version: 1
contexts:
  ordering:
    knd: core
    kind: cor
    code: ../elsewhere/**
    uses:
      catalogue: { bye: call }
      catalog: { by: calls, until: 2026-02-30 }
      ordering: call
    slo: { availability: lots }
  catalog: { owns: { tables: [orders] } }
  billing: { owns: { tables: orders }, uses: { catalog: { as: conformist, inside: x/** } } }
kernels: { money: { members: [orderin] } }
uncalimed: warn
)");
  EXPECT_THAT(
      r.problems(),
      testing::UnorderedElementsAre(
          HasSubstr("4: context `ordering` has no key `knd` | did you mean `kind`?"),
          HasSubstr("5: `cor` is none of core, supporting, generic | did you mean `core`?"),
          HasSubstr("6: `../elsewhere/**` leads out of the tree"),
          HasSubstr("8: uses.catalogue has no key `bye` | did you mean `by`?"),
          HasSubstr("9: `calls` is none of call, event, import, data, schema | did you mean `call`?"),
          HasSubstr("9: `2026-02-30` is no date | write it as YYYY-MM-DD"),
          HasSubstr("11: `lots` is no quantity"),
          HasSubstr("15: the model has no key `uncalimed` | did you mean `unclaimed`?"),
          HasSubstr(
              "8: context `ordering` uses names `catalogue`, which is no context | did you mean `catalog`?"),
          HasSubstr("10: context `ordering` uses itself"),
          HasSubstr("14: kernel `money` names `orderin`, which is no context | did you mean `ordering`?"),
          HasSubstr("13: table `orders` is owned by `catalog` and by `billing`")));
}

TEST(ModelReading, WrongShapesNeverCrash) {
  for (std::string_view text : {"", "[]", "contexts: []", "contexts: { a: 7 }",
                                "contexts: { a: { uses: { b: [[x]] }, owns: x, slo: [1] } }", "7", "rules: x",
                                "partners: [[a]]", "names: [x]", "contexts: { a: { code: { b: c } } }",
                                "kernels: [x]", "contexts: { ? [complex] : x }", "a: &a [*a]"}) {
    SCOPED_TRACE(text);
    Reader r(text);
    EXPECT_FALSE(r.model.problems.empty() && !text.empty() && r.failure.empty());
  }
}

TEST(ModelReading, AliasesDoNotMultiply) {
  std::string bomb = "contexts:\n  a: &c0\n    code: &l0 [x";
  for (int i = 0; i < 100; ++i) bomb += ", x";
  bomb += "]\n";
  for (int i = 0; i < 12000; ++i) bomb += "  b" + std::to_string(i) + ": *c0\n";
  Reader r(bomb);
  EXPECT_THAT(r.problems(),
              testing::Contains(HasSubstr("the model is too large: aliases repeat it without end")));
}

TEST(ModelReading, OverlaysAreReadFromTheirFolder) {
  Reader r(
      "contexts:\n  ordering: { kind: core, team: a }\n",
      {{"services/ship/context.yaml",
        "team: logistics\nuses: { ordering: call }\npublishes: { api: openapi.yaml, code: client/** }\n"},
       {"services/x/context.yaml", "context: ordering\nteam: b\ncode: src/**\n"}});
  ASSERT_EQ(r.model.contexts.size(), 2u);
  const Context& ship = *r.model.context("ship");
  EXPECT_THAT(texts(ship.code), ElementsAre("services/ship/**"));
  EXPECT_THAT(texts(ship.publishes.api), ElementsAre("services/ship/openapi.yaml"));
  EXPECT_THAT(texts(ship.publishes.code), ElementsAre("services/ship/client/**"));
  EXPECT_THAT(texts(r.model.context("ordering")->code), ElementsAre("services/x/src/**"));
  EXPECT_EQ(r.model.context("ordering")->team.text, "a");
  ASSERT_EQ(r.model.problems.size(), 1u);
  EXPECT_TRUE(r.model.problems[0].is_conflict);
  EXPECT_THAT(r.model.problems[0].error.message,
              HasSubstr("the team of context `ordering` is `b` here and `a` in demarc.yaml"));
  EXPECT_EQ(r.model.step(r.model.problems[0].error.where, "").path, "services/x/context.yaml");
}

TEST(ModelImport, DomainServiceConfig) {
  Reader r("", {},
           {{"domain-service-config.json",
             R"({"project_name": "shop", "aws_region": "eu-west-1", "deployment_stage": "dev",
    "auto_deploy": false, "colour": "red",
    "domains": [{"name": "sales", "description": "Selling", "services": [
      {"name": "order", "description": "Orders", "business_capabilities": ["take-orders"]}, {"name": "cart"}]},
      {"name": "billing", "services": [{"name": "invoice"}]}]})"}});
  EXPECT_EQ(r.model.system, "shop");
  ASSERT_EQ(r.model.contexts.size(), 2u);
  const Context& sales = r.model.contexts[0];
  EXPECT_EQ(sales.about, "Selling");
  EXPECT_THAT(texts(sales.code), ElementsAre("services/sales/order/**", "services/sales/cart/**"));
  EXPECT_THAT(texts(sales.services[0].capabilities), ElementsAre("take-orders"));
  EXPECT_FALSE(sales.is_closed());
  EXPECT_EQ(r.model.names.at("path").text, "/api/${context}/${service}");
  ASSERT_EQ(r.model.problems.size(), 1u);
  EXPECT_TRUE(r.model.problems[0].is_conflict);
  EXPECT_THAT(r.model.problems[0].error.message, HasSubstr("colour"));
  NamePattern names(r.model, r.model.names.at("table").text);
  EXPECT_EQ(names.context_of("shop-sales-order-dev"), 0);
  EXPECT_EQ(names.context_of("shop-billing-invoice-prod"), 1);
  EXPECT_EQ(names.context_of("other-billing-invoice-prod"), -1);
}

TEST(ModelImport, DesignResultInBothSpellings) {
  for (std::string_view prefix : {"", "DomainType."}) {
    std::string core = prefix.empty() ? "core" : "DomainType.CORE";
    std::string type = prefix.empty() ? "application" : "ServiceType.APPLICATION";
    Reader r("", {},
             {{"design.json",
               R"({"design_id": "1", "business_capabilities": {"core_capabilities": [{"name": "Ordering"}]},
      "bounded_contexts": {"contexts": [], "context_map": {
        "context_order_management": {"name": "Orders", "description": "Order taking", "domain_type": ")" +
                   core + R"(",
           "team_ownership": "unassigned", "ubiquitous_language": {"Order": "A wish"}, "domain_entities": ["Order"], "data_ownership": ["Order", "Line"]},
        "context_billing": {"team_ownership": "finance"}}, "context_relationships": {"unknown": 7}},
      "domain_services": {"service_map": {
        "service_order_management_place": {"bounded_context": "context_order_management", "service_type": "domain",
           "dependencies": ["service_billing_charge"], "communication_patterns": ["CommunicationPattern.EVENT_DRIVEN"],
           "slo_requirements": {"availability": "99.9%", "latency_p99": "500ms", "error_rate": "<0.1%"},
           "api_endpoints": ["/api/orders", {"method": "GET", "path": "/api/orders/{id}"}]},
        "service_billing_charge": {"service_type": "domain"},
        "app_service_billing": {"bounded_context": "context_billing", "service_type": ")" +
                   type + R"("}}}})"}});
    ASSERT_EQ(r.model.contexts.size(), 2u);
    const Context& orders = *r.model.context("order_management");
    EXPECT_EQ(orders.kind, ContextKind::core);
    EXPECT_EQ(orders.team.text, "");
    EXPECT_THAT(texts(orders.owns.entities), ElementsAre("Order", "Line"));
    EXPECT_EQ(orders.language[0].means, "A wish");
    ASSERT_EQ(orders.services.size(), 1u);
    EXPECT_EQ(orders.services[0].name, "place");
    EXPECT_EQ(*orders.services[0].slo.latency_p99_ms, 500);
    EXPECT_THAT(texts(orders.services[0].talks), ElementsAre("event_driven"));
    ASSERT_EQ(orders.uses.size(), 1u);
    EXPECT_EQ(orders.uses[0].to, "billing");
    EXPECT_THAT(texts(orders.publishes.api), ElementsAre("ANY /api/orders", "GET /api/orders/{id}"));
    const Context& billing = *r.model.context("billing");
    EXPECT_EQ(billing.team.text, "finance");
    ASSERT_EQ(billing.services.size(), 2u);
    EXPECT_EQ(billing.services[1].type, ServiceType::application);
    EXPECT_EQ(r.model.capabilities[0].name, "Ordering");
    ASSERT_EQ(r.model.problems.size(), 1u);
    EXPECT_THAT(r.model.problems[0].error.message, HasSubstr("shape of this part is not known"));
  }
}

TEST(ModelImport, OwnFileHasPrecedenceAndContradictionsAreTold) {
  Reader r(
      "system: store\ncontexts:\n  sales: { code: src/sales/**, team: a }\n", {},
      {{"domain-service-config.json",
        R"({"project_name": "shop", "domains": [{"name": "sales", "services": [{"name": "order"}]}]})"}});
  EXPECT_EQ(r.model.system, "store");
  EXPECT_THAT(texts(r.model.contexts[0].code), ElementsAre("src/sales/**"));
  ASSERT_EQ(r.model.problems.size(), 1u);
  EXPECT_TRUE(r.model.problems[0].is_conflict);
  EXPECT_THAT(r.model.problems[0].error.message, HasSubstr("system is `shop` here and `store`"));
}

TEST(ModelSchema, NamesEveryKeyOnceAndRefersToWhatIsThere) {
  auto json = nlohmann::json::parse(schema());
  EXPECT_EQ(json["$schema"], "http://json-schema.org/draft-07/schema#");
  EXPECT_FALSE(json["additionalProperties"].get<bool>());
  for (const SectionInfo& section : sections()) {
    const auto& place = section.name == "file" ? json : json["definitions"][std::string(section.name)];
    EXPECT_EQ(place["properties"].size(), section.keys.size()) << section.name;
    for (const KeyInfo& key : section.keys) {
      EXPECT_TRUE(key.sentence.ends_with('.')) << key.name;
      EXPECT_EQ(place["properties"][std::string(key.name)]["description"], key.sentence);
    }
  }
  std::string text = json.dump();
  for (std::size_t at = text.find("#/definitions/"); at != std::string::npos;
       at = text.find("#/definitions/", at + 1)) {
    std::string name = text.substr(at + 14, text.find('"', at) - at - 14);
    EXPECT_TRUE(json["definitions"].contains(name)) << name;
  }
  EXPECT_TRUE(nlohmann::json::parse(schema("context"))["properties"].contains("context"));
}

TEST(ModelNames, HolesWordsAndOperations) {
  EXPECT_EQ(without_holes("${Stage}-orders"), "orders");
  EXPECT_EQ(without_holes("orders-${Stage}"), "orders");
  EXPECT_EQ(without_holes("shop-${Stage}-orders"), "shop-orders");
  EXPECT_THAT(words_in("OrderLine_v2-HTTPServer"), ElementsAre("order", "line", "v2", "http", "server"));
  EXPECT_TRUE(operation_matches("GET /products/{id}", "GET", "/products/{sku}"));
  EXPECT_TRUE(operation_matches("GET /products/{id}", "GET", "/api/catalog/products/{sku}"));
  EXPECT_TRUE(operation_matches("ANY /carts/**", "PUT", "/carts/{id}/lines"));
  EXPECT_FALSE(operation_matches("GET /products/{id}", "POST", "/products/{sku}"));
  EXPECT_FALSE(operation_matches("GET /products", "GET", "/products/{sku}"));
  EXPECT_FALSE(operation_matches("GET /products/special", "GET", "/products/{sku}"));
  NamedList wanted{{"dynamodb:orders-*", {}}, {"carts", {}}};
  EXPECT_EQ(listed(wanted, "dynamodb:orders-dev", "", ""), 0);
  EXPECT_EQ(listed(wanted, "postgres:orders-dev", "", ""), -1);
  EXPECT_EQ(listed(wanted, "postgres:x", "${Stage}-Carts", ""), 1);
  std::vector<std::string_view> known{"publishes", "uses", "owns"};
  EXPECT_EQ(nearest("publises", known), "publishes");
  EXPECT_EQ(nearest("zzz", known), "");
}

}  // namespace
}  // namespace demarc::model
