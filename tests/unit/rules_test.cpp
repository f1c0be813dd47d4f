// Rules against what must change their mind (mutations) and what must not disturb them (false positives).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Two contexts, each with its service; `more` goes into the model, `facts` behind the services.
std::vector<std::string> lines(std::string_view rule, std::string_view ordering, std::string_view catalog,
                               std::string_view more, std::string_view facts) {
  std::string text = "contexts:\n  ordering: { code: services/ordering/**, team: o" + std::string(ordering) +
                     " }\n  catalog: { code: services/catalog/**, team: c" + std::string(catalog) + " }\n" +
                     std::string(more) +
                     "---\nservice ordering root=services/ordering\nservice catalog root=services/catalog\n" +
                     std::string(facts);
  RuleCase c(text);
  EXPECT_EQ(c.failure(), "") << text;
  return c.lines(rule);
}

constexpr std::string_view call =
    "operation \"catalog GET /v1/p\" service=catalog method=GET path=/v1/p\nordering calls \"catalog GET "
    "/v1/p\"\n";

TEST(UndeclaredDependency, SaysWhoWhatAndWhere) {
  constexpr std::string_view rule = "boundary/undeclared-dependency";
  EXPECT_THAT(lines(rule, ", uses: {}", "", "", call),
              ElementsAre("error boundary/undeclared-dependency: ordering calls catalog (GET /v1/p), but "
                          "ordering does not declare "
                          "that it uses catalog by call."));
  EXPECT_THAT(lines(rule, "", "", "", call), ElementsAre(HasSubstr("note ")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", "", "", call), IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: { catalog: event }", "", "", call), ElementsAre(HasSubstr("error ")));
  EXPECT_THAT(lines(rule, ", uses: {}", "", "partners: [ordering, catalog]\n", call), IsEmpty());
  EXPECT_THAT(lines(rule, ", strict: true", "", "", call), ElementsAre(HasSubstr("error ")));
}

TEST(UndeclaredDependency, SureOnlyWhereFactsAre) {
  constexpr std::string_view rule = "boundary/undeclared-dependency";
  EXPECT_THAT(lines(rule, ", uses: {}", "", "", "ordering calls catalog (likely)\n"),
              ElementsAre(HasSubstr("warning ")));
  EXPECT_THAT(lines(rule, ", uses: {}", "", "", "ordering calls catalog (guessed)\n"), IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: {}", "", "", "ordering calls catalog open=unknown\n"), IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: {}", "",
                    "rules: { boundary/undeclared-dependency: { min-confidence: certain } }\n",
                    "ordering calls catalog (likely)\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: {}, services: { ordering: { type: gateway } }", "", "", call), IsEmpty());
}

TEST(UndeclaredDependency, EventsAreFollowedThroughTopicsAndQueues) {
  constexpr std::string_view rule = "boundary/undeclared-dependency";
  constexpr std::string_view flow =
      "catalog publishes sns:prices\nsns:prices forwards sqs:price-work\nordering consumes sqs:price-work\n";
  EXPECT_THAT(lines(rule, ", uses: {}", "", "", flow),
              ElementsAre(HasSubstr("ordering subscribes to catalog (prices)")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: event }", "", "", flow), IsEmpty());
  // A queue belongs to whoever receives from it.
  EXPECT_THAT(lines(rule, ", uses: {}", "", "", "ordering publishes sqs:work\ncatalog consumes sqs:work\n"),
              ElementsAre(HasSubstr("ordering sends to catalog (work)")));
}

TEST(UndeclaredDependency, ParametersAreLinksUntilSomebodyOwnsThem) {
  constexpr std::string_view rule = "boundary/undeclared-dependency";
  constexpr std::string_view facts =
      "unit services/catalog/t.yaml\nservices/catalog/t.yaml provides ssm:/catalog/limit\nordering uses "
      "ssm:/catalog/limit\n";
  EXPECT_THAT(lines(rule, ", uses: {}", "", "", facts), IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: {}", ", owns: { parameters: /catalog/* }", "", facts),
              ElementsAre(HasSubstr("by data")));
  EXPECT_THAT(lines(rule, ", uses: {}", "", "",
                    "unit services/catalog/t.yaml\nservices/catalog/t.yaml provides "
                    "export:catalog-bus\nordering uses export:catalog-bus\n"),
              ElementsAre(HasSubstr("ordering uses catalog (catalog-bus)")));
}

TEST(ForbiddenDependency, EveryRelationThatRulesOut) {
  constexpr std::string_view rule = "boundary/forbidden-dependency";
  EXPECT_THAT(lines(rule, "", "", "separate: [ordering, catalog]\n", call),
              ElementsAre(HasSubstr("go separate ways")));
  EXPECT_THAT(lines(rule, "", ", uses: { ordering: { as: conformist } }", "", call),
              ElementsAre(HasSubstr("note ")));
  EXPECT_THAT(lines(rule, ", uses: {}", ", uses: { ordering: { as: conformist } }", "", call),
              ElementsAre(HasSubstr(
                  "error boundary/forbidden-dependency: catalog is declared the conformist of ordering")));
  EXPECT_THAT(
      lines(
          rule, "", "", "kernels: { money: { code: libs/money/**, members: [catalog] } }\n",
          "service money kind=library root=libs/money\nordering imports money target-path=libs/money/m.py\n"),
      ElementsAre(HasSubstr("ordering is none of them")));
  EXPECT_THAT(
      lines(
          rule, "", "", "kernels: { money: { code: libs/money/**, members: [ordering] } }\n",
          "service money kind=library root=libs/money\nordering imports money target-path=libs/money/m.py\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "kernels: { money: { code: libs/money/**, members: [ordering] } }\n",
                    "service money kind=library root=libs/money\nmoney calls catalog\n"),
              ElementsAre(HasSubstr("must not depend on catalog")));
  RuleCase layers(
      "contexts:\n  ordering: { code: services/**, services: { pricing: { type: domain }, checkout: { type: "
      "application } } }\n"
      "---\nservice pricing root=services/pricing\nservice checkout root=services/checkout\npricing calls "
      "checkout\n");
  EXPECT_THAT(
      layers.lines(rule),
      ElementsAre(HasSubstr("pricing is a domain service and calls the application service checkout")));
}

TEST(InternalImport, OnlyWhatIsPublished) {
  constexpr std::string_view rule = "boundary/internal-import";
  constexpr std::string_view import =
      "ordering imports catalog symbol=Product target-path=services/catalog/domain/p.py\n";
  EXPECT_THAT(lines(rule, ", uses: { catalog: import }", ", publishes: { code: services/catalog/client/** }",
                    "", import),
              ElementsAre("error boundary/internal-import: ordering imports Product from the inside of "
                          "catalog (services/catalog/domain/p.py)."));
  EXPECT_THAT(lines(rule, ", uses: { catalog: import }", ", publishes: { code: services/catalog/domain }", "",
                    import),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", "", "", import),
              IsEmpty());  // not allowed at all: another rule
  EXPECT_THAT(lines("boundary/undeclared-dependency", ", uses: { catalog: call }", "", "", import),
              ElementsAre(HasSubstr("by import")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: import }", "",
                    "rules: { boundary/internal-import: { allow-types-only: true } }\n",
                    "ordering imports catalog type-only=yes target-path=services/catalog/t.ts\n"),
              IsEmpty());
}

TEST(InternalImport, LibraryBelowAServiceIsNotItsInside) {
  constexpr std::string_view rule = "boundary/internal-import";
  constexpr std::string_view services =
      "---\nservice web root=web\nservice shop root=shop\nservice kit kind=library root=web/kit\n";
  RuleCase inside(std::string(services) + "shop imports web target-path=web/pages/p.js\n");
  EXPECT_THAT(inside.lines(rule), ElementsAre(HasSubstr("from the inside of web")));
  RuleCase library(std::string(services) + "shop imports kit target-path=web/kit/button.js\n");
  EXPECT_THAT(library.lines(rule), IsEmpty());
}

TEST(Cycle, ClassesPartnersAndEvents) {
  constexpr std::string_view rule = "boundary/cycle";
  constexpr std::string_view ring =
      "ordering calls catalog @ services/ordering/a.py:1\nordering calls catalog @ "
      "services/ordering/a.py:2\ncatalog calls ordering\n";
  EXPECT_THAT(
      lines(rule, ", uses: {}", "", "", ring),
      ElementsAre(HasSubstr(
          "error boundary/cycle: catalog → ordering → catalog: weakest link catalog → ordering (1 place).")));
  EXPECT_THAT(lines(rule, ", uses: {}", "", "partners: [ordering, catalog]\n", ring), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", ring), ElementsAre(HasSubstr("note ")));
  constexpr std::string_view answered =
      "ordering calls catalog\nordering publishes eventbridge:Placed\ncatalog consumes eventbridge:Placed\n";
  EXPECT_THAT(lines(rule, ", uses: {}", "", "", answered), ElementsAre(HasSubstr("note ")));
  constexpr std::string_view events =
      "ordering publishes eventbridge:A\ncatalog consumes eventbridge:A\ncatalog publishes "
      "eventbridge:B\nordering consumes eventbridge:B\n";
  EXPECT_THAT(lines(rule, ", uses: {}", "", "", events), ElementsAre(HasSubstr("note ")));
  EXPECT_THAT(lines(rule, ", uses: {}", "", "rules: { boundary/cycle: { max-length: 1 } }\n", ring),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: {}, services: { ordering: { type: gateway } }", "", "", ring), IsEmpty());
}

TEST(UnassignedCode, SettingsAndExemptions) {
  constexpr std::string_view rule = "boundary/unassigned-code";
  constexpr std::string_view report = "service report root=services/report files=3\n";
  EXPECT_THAT(lines(rule, "", "", "", report),
              ElementsAre("warning boundary/unassigned-code: services/report (3 files, deployable report) "
                          "belongs to no context."));
  EXPECT_THAT(lines(rule, "", "", "unclaimed: forbid\n", report), ElementsAre(HasSubstr("error ")));
  EXPECT_THAT(lines(rule, "", "", "unclaimed: ignore\n", report), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", "service seed root=tools/seed\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", "service net root=infra/net kind=infrastructure\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", "unit infra/data.yaml\ninfra/data.yaml declares dynamodb:x\n"),
              ElementsAre(HasSubstr("template with 1 resource of nobody")));
  EXPECT_THAT(lines(rule, "", "", "",
                    "unit template.yaml\nfunction ordering/F service=ordering "
                    "path=services/ordering/src\ntemplate.yaml declares [function]ordering/F\ntemplate.yaml "
                    "declares dynamodb:x\n"),
              IsEmpty());
}

TEST(SharedTable, WritersReadersOwners) {
  constexpr std::string_view rule = "data/shared-table";
  constexpr std::string_view both = "ordering writes dynamodb:t\ncatalog writes dynamodb:t\n";
  EXPECT_THAT(lines(rule, "", "", "", both),
              ElementsAre(HasSubstr("error data/shared-table: table t is written by catalog (example:")));
  EXPECT_THAT(lines(rule, "", "", "", "ordering writes dynamodb:t\ncatalog writes dynamodb:u\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", "ordering writes dynamodb:t\ncatalog reads dynamodb:t\n"),
              ElementsAre(HasSubstr("warning ")));
  EXPECT_THAT(
      lines(rule, ", owns: { tables: t }", "", "", "ordering writes dynamodb:t\ncatalog reads dynamodb:t\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "rules: { data/shared-table: { read-ok: true } }\n",
                    "ordering writes dynamodb:t\ncatalog reads dynamodb:t\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, "", "",
                    "kernels: { k: { code: libs/k/**, members: [ordering, catalog], tables: t } }\n", both),
              IsEmpty());
  // The same name in another store, an outbox, a migration: no sharing.
  EXPECT_THAT(lines(rule, "", "", "", "ordering writes dynamodb:t\ncatalog writes postgres:t\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "",
                    "ordering writes postgres:event_outbox\ncatalog writes postgres:event_outbox\n"),
              IsEmpty());
  EXPECT_THAT(
      lines(rule, "", "", "", "ordering writes postgres:t\ncatalog declares postgres:t mode=migration\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", "ordering consumes sqs:work\ncatalog consumes sqs:work\n"),
              ElementsAre(HasSubstr("queue work is received from by")));
  RuleCase services(
      "contexts: { sales: { code: services/**, team: s } }\nrules: { data/shared-table: { level: service } "
      "}\n---\n"
      "service a root=services/a\nservice b root=services/b\na writes dynamodb:t\nb writes dynamodb:t\n");
  EXPECT_EQ(services.lines(rule).size(), 1u);
}

TEST(ForeignAccess, OwnerPatternAndList) {
  constexpr std::string_view rule = "data/foreign-access";
  constexpr std::string_view read = "catalog writes dynamodb:t\nordering reads dynamodb:t\n";
  constexpr std::string_view write = "catalog writes dynamodb:t\nordering writes dynamodb:t\n";
  EXPECT_THAT(
      lines(rule, ", uses: { catalog: call }", ", owns: { tables: t }", "", read),
      ElementsAre(HasSubstr("warning data/foreign-access: ordering reads t, owned by catalog (team c).")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", ", owns: { tables: t }", "", write),
              ElementsAre(HasSubstr("error ")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: { by: data, read: t } }", ", owns: { tables: t }", "", read),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: { catalog: { by: data, read: t } }", ", owns: { tables: t }", "", write),
              ElementsAre(HasSubstr("error ")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: { by: data, read: u } }", ", owns: { tables: t }", "", read),
              ElementsAre(HasSubstr("does not list the table")));
  EXPECT_THAT(lines(rule, "", ", owns: { tables: t }, publishes: { tables: t }", "", read), IsEmpty());
  EXPECT_THAT(lines(rule, "", ", owns: { tables: u }", "", read), IsEmpty());
  EXPECT_THAT(
      lines(rule, ", uses: {}", ", owns: { tables: t }", "rules: { data/foreign-access: error }\n", read),
      ElementsAre(HasSubstr("error ")));
}

TEST(Ownership, StepsInTheirOrder) {
  auto owner = [](std::string_view more, std::string_view facts) {
    RuleCase c(
        "system: shop\ncontexts:\n  ordering: { code: services/ordering/** }\n  catalog: { code: "
        "services/catalog/** }\n" +
        std::string(more) +
        "---\nservice ordering root=services/ordering\nservice catalog root=services/catalog\n" +
        std::string(facts));
    EXPECT_EQ(c.failure(), "");
    EntityId id = c.map().architecture().facts().find(EntityKind::table, "dynamodb:shop-catalog-t");
    const model::Owner& found = c.map().owner_of(id);
    EXPECT_EQ(found.evidence.empty(), found.party == model::nobody);
    return c.map().name(found.party) + " by " + std::string(to_string(found.by));
  };
  constexpr std::string_view names = "names: { table: \"${system}-${context}-*\" }\n";
  constexpr std::string_view made =
      "unit services/ordering/t.yaml\nservices/ordering/t.yaml declares dynamodb:shop-catalog-t\n";
  EXPECT_EQ(owner(names, "table dynamodb:shop-catalog-t tag:Domain=ordering\n"), "ordering by tag");
  EXPECT_EQ(owner(names, "table dynamodb:shop-catalog-t\n"), "catalog by name");
  EXPECT_EQ(owner(names, made), "ordering by creation");
  EXPECT_EQ(owner("", "ordering declares dynamodb:shop-catalog-t mode=migration\n"), "ordering by migration");
  EXPECT_EQ(owner("", "ordering writes dynamodb:shop-catalog-t\n"), " by nothing");
  // Two templates cannot both be the owner's; an external mention is none.
  std::string twice =
      std::string(made) +
      "unit services/catalog/t.yaml\nservices/catalog/t.yaml declares dynamodb:shop-catalog-t";
  EXPECT_EQ(owner("", twice + "\n"), " by nothing");
  EXPECT_EQ(owner("", twice + " external=yes\n"), "ordering by creation");
  // One template at the root belongs to those whose code it deploys.
  EXPECT_EQ(owner("",
                  "unit template.yaml\nfunction F path=services/catalog/src\ntemplate.yaml declares "
                  "[function]F\ntemplate.yaml declares dynamodb:shop-catalog-t\n"),
            "catalog by creation");
}

TEST(Unowned, SystemTablesAndMisspeltOnes) {
  constexpr std::string_view rule = "data/unowned";
  EXPECT_THAT(lines(rule, "", "", "", "ordering writes dynamodb:audit\n"),
              ElementsAre("warning data/unowned: nobody owns audit; it is used by ordering."));
  EXPECT_THAT(lines(rule, ", owns: { tables: audit }", "", "", "ordering writes dynamodb:audit\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", "ordering reads postgres:pg_stat_activity\n"), IsEmpty());
  EXPECT_THAT(
      lines(rule, "", "", "external: { crm: { names: [leads] } }\n", "ordering reads postgres:leads\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "names: { table: \"${context}-*\" }\n",
                    "unit services/ordering/t.yaml\nservices/ordering/t.yaml declares "
                    "dynamodb:ordering-orders\nordering writes dynamodb:ordering-ordres\nordering writes "
                    "dynamodb:ordering-orders\n"),
              ElementsAre(HasSubstr("no template or migration makes ordering-ordres")));
}

TEST(ResourceDeclaredTwice, StagesConditionsAndHoles) {
  auto count = [](std::string_view a, std::string_view b, std::string_view name, std::string_view tail = "") {
    std::string text;
    for (std::string_view unit : {a, b})
      text += "unit " + std::string(unit) + "\n" + std::string(unit) + " declares " + std::string(name) +
              " " + std::string(tail) + "\n";
    RuleCase c(text);
    EXPECT_EQ(c.failure(), "");
    return c.lines("data/resource-declared-twice");
  };
  EXPECT_THAT(
      count("a/t.yaml", "b/t.yaml", "sqs:work"),
      ElementsAre(HasSubstr("error data/resource-declared-twice: queue work is created in 2 templates")));
  EXPECT_THAT(count("a/t.yaml", "b/t.yaml", "dynamodb:${Stage}-t"), ElementsAre(HasSubstr("error ")));
  EXPECT_THAT(count("a/t.yaml", "b/t.yaml", "dynamodb:${Prefix}-t"), ElementsAre(HasSubstr("warning ")));
  EXPECT_THAT(count("a/t.yaml", "b/t.yaml", "dynamodb:${AWS::StackName}-t"), IsEmpty());
  EXPECT_THAT(count("envs/dev/t.yaml", "envs/prod/t.yaml", "sqs:work"), IsEmpty());
  EXPECT_THAT(count("template.dev.yaml", "template.prod.yaml", "sqs:work"), IsEmpty());
  EXPECT_THAT(count("a/t.yaml", "b/t.yaml", "sqs:work", "conditional=yes"), IsEmpty());
}

TEST(ForeignPublisher, SourceBridgesAndQueues) {
  constexpr std::string_view rule = "event/foreign-publisher";
  EXPECT_THAT(
      lines(rule, ", publishes: { events: Placed }", "", "", "catalog publishes eventbridge:Placed\n"),
      ElementsAre(HasSubstr("catalog publishes Placed, which belongs to ordering.")));
  EXPECT_THAT(lines(rule, "", "", "", "catalog publishes eventbridge:Placed source=shop.ordering\n"),
              ElementsAre(HasSubstr("Its source says shop.ordering.")));
  EXPECT_THAT(lines(rule, "", "", "", "catalog publishes eventbridge:Placed source=shop.catalog\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", publishes: { events: Placed }", "", "",
                    "catalog publishes eventbridge:Placed\ncatalog consumes eventbridge:Placed\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", owns: { queues: work }", "", "", "catalog publishes sqs:work\n"), IsEmpty());
}

TEST(UndeclaredEvent, ClosedPublishersOnly) {
  constexpr std::string_view rule = "event/undeclared";
  constexpr std::string_view flow =
      "ordering publishes eventbridge:Cleared\ncatalog consumes eventbridge:Cleared\n";
  EXPECT_THAT(lines(rule, ", publishes: { events: Placed }", "", "", flow),
              ElementsAre(HasSubstr("warning event/undeclared: ordering publishes Cleared, which is not part "
                                    "of its published language; catalog depends on it.")));
  EXPECT_THAT(lines(rule, "", "", "", flow), IsEmpty());
  EXPECT_THAT(lines(rule, ", publishes: { events: Cleared }", "", "", flow), IsEmpty());
  EXPECT_THAT(
      lines(rule, ", publishes: { events: Placed }", "", "", "ordering publishes eventbridge:Cleared\n"),
      ElementsAre(HasSubstr("note ")));
  EXPECT_THAT(
      lines(rule, ", publishes: { events: Placed }", "", "",
            std::string(flow) + "channel eventbridge:Cleared contract=services/ordering/asyncapi.yaml\n"),
      IsEmpty());
}

TEST(Orphan, NamesPatternsPlatformsAndOutsiders) {
  constexpr std::string_view rule = "event/orphan";
  EXPECT_THAT(
      lines(rule, "", "", "", "ordering publishes eventbridge:Placed\ncatalog consumes eventbridge:Plced\n"),
      ElementsAre(
          HasSubstr("warning event/orphan: catalog waits for Plced; no code publishes it (closest: Placed)."),
          HasSubstr("note event/orphan: Placed is published by ordering; nothing consumes it.")));
  EXPECT_THAT(
      lines(rule, "", "", "", "ordering publishes kafka:order.placed\ncatalog consumes kafka:order.*\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "",
                    "ordering publishes eventbridge:Placed\ncatalog consumes eventbridge:all pattern=any\n"),
              IsEmpty());
  EXPECT_THAT(
      lines(rule, "", "", "",
            "catalog consumes eventbridge:aws.s3\ncatalog consumes eventbridge:Object source=aws.s3\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "external: { crm: { topics: \"Lead*\" } }\n",
                    "catalog consumes eventbridge:LeadWon\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "rules: { event/orphan: { external-consumers: \"Pla*\" } }\n",
                    "ordering publishes eventbridge:Placed\n"),
              IsEmpty());
  // Somebody publishes something unknown there: nothing can be said.
  EXPECT_THAT(
      lines(
          rule, "", "", "",
          "catalog consumes eventbridge:Plced\nordering publishes eventbridge:? open=\"from the request\"\n"),
      IsEmpty());
  EXPECT_THAT(
      lines(rule, "", "", "", "ordering publishes sns:t\nsns:t forwards sqs:q\ncatalog consumes sqs:q\n"),
      IsEmpty());
}

TEST(LeaksInternalState, PayloadsAndStreams) {
  constexpr std::string_view rule = "event/leaks-internal-state";
  constexpr std::string_view stream =
      "table dynamodb:t\nunit services/ordering/t.yaml\nservices/ordering/t.yaml declares "
      "dynamodb:t\nchannel dynamodb-stream:t table=dynamodb:t payload=row-image\n";
  EXPECT_THAT(lines(rule, "", "", "", std::string(stream) + "catalog consumes dynamodb-stream:t\n"),
              ElementsAre(HasSubstr("catalog reads the change stream of t, owned by ordering")));
  EXPECT_THAT(lines(rule, "", "", "", std::string(stream) + "ordering consumes dynamodb-stream:t\n"),
              IsEmpty());
  EXPECT_THAT(
      lines(rule, "", "", "",
            "channel eventbridge:P contract=a.yaml\nordering publishes eventbridge:P payload=entity\n"),
      IsEmpty());
}

TEST(UnpublishedOperation, PatternsContractsAndHealth) {
  constexpr std::string_view rule = "api/unpublished-operation";
  constexpr std::string_view uses = ", uses: { catalog: call }";
  EXPECT_THAT(
      lines(rule, uses, ", publishes: { api: GET /v1/q }", "", call),
      ElementsAre(HasSubstr(
          "error api/unpublished-operation: ordering calls GET /v1/p, which catalog does not publish.")));
  EXPECT_THAT(lines(rule, uses, ", publishes: { api: GET /v1/p }", "", call), IsEmpty());
  EXPECT_THAT(lines(rule, uses, ", publishes: { api: GET /p }", "", call), IsEmpty());  // a gateway's prefix
  EXPECT_THAT(lines(rule, uses, ", publishes: { api: GET /v1/q }", "",
                    "operation \"catalog GET /health\" service=catalog method=GET path=/health\nordering "
                    "calls \"catalog GET /health\"\n"),
              IsEmpty());
  EXPECT_THAT(
      lines(rule, uses, ", publishes: { api: services/catalog/openapi.yaml }", "",
            std::string(call) +
                "operation \"catalog GET /v1/r\" service=catalog contract=services/catalog/openapi.yaml\n"),
      ElementsAre(HasSubstr("error ")));
  EXPECT_THAT(lines(rule, uses, ", publishes: { api: services/catalog/openapi.yaml }", "", call),
              IsEmpty());  // nothing was read from it
  EXPECT_THAT(lines(rule, uses, "", "", call),
              ElementsAre(HasSubstr(
                  "note api/unpublished-operation: ordering calls catalog, which publishes no contract.")));
  EXPECT_THAT(lines(rule, uses, ", publishes: { api: GET /v1/p }", "",
                    "function catalog/price service=catalog\nordering calls [function]catalog/price\n"),
              ElementsAre(HasSubstr("starts the function directly")));
  EXPECT_THAT(lines(rule, uses, ", publishes: { api: [GET /v1/p, invoke catalog/price] }", "",
                    "function catalog/price service=catalog\nordering calls [function]catalog/price\n"),
              IsEmpty());
}

TEST(LeakedForeignModel, TemplatesAreWiring) {
  constexpr std::string_view rule = "boundary/leaked-foreign-model";
  constexpr std::string_view uses =
      ", uses: { catalog: { by: [event, call], inside: services/ordering/catalog } }";
  EXPECT_THAT(lines(rule, uses, "", "",
                    "catalog publishes eventbridge:P\nunit services/ordering/t.yaml\nordering consumes "
                    "eventbridge:P @ services/ordering/t.yaml:3\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, uses, "", "", "ordering calls catalog @ services/ordering/x.py:3\n"),
              ElementsAre(HasSubstr(
                  "may appear only inside services/ordering/catalog, found in services/ordering/x.py:3.")));
}

TEST(RemoteCallInLoop, KindsOfLoops) {
  constexpr std::string_view rule = "api/remote-call-in-loop";
  EXPECT_THAT(lines(rule, "", "", "", "ordering calls catalog in-loop=yes function=place\n"),
              ElementsAre("error api/remote-call-in-loop: place calls catalog once per element."));
  EXPECT_THAT(lines(rule, "", "", "", "ordering calls catalog in-loop=parallel\n"),
              ElementsAre(HasSubstr("warning ")));
  EXPECT_THAT(lines(rule, "", "", "rules: { api/remote-call-in-loop: { parallel: off } }\n",
                    "ordering calls catalog in-loop=parallel\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", "ordering calls catalog in-loop=yes loop-hops=4\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", "ordering calls catalog\n"), IsEmpty());
}

TEST(Language, WordsAreWhole) {
  constexpr std::string_view rule = "language/forbidden-term";
  constexpr std::string_view order = ", language: { Order: { not: [Purchase, line item] } }";
  EXPECT_THAT(lines(rule, order, "", "", "ordering publishes eventbridge:PurchaseMade\n"),
              ElementsAre(HasSubstr("\"Purchase\" in PurchaseMade: in ordering this is called Order.")));
  EXPECT_THAT(lines(rule, order, "", "", "ordering publishes eventbridge:RepurchaseMade\n"), IsEmpty());
  EXPECT_THAT(lines(rule, order, "", "", "entity LineItems @ services/ordering/a.py:1\n"),
              ElementsAre(HasSubstr("line item")));
  EXPECT_THAT(lines(rule, order, "", "", "catalog publishes eventbridge:PurchaseMade\n"), IsEmpty());
  EXPECT_THAT(lines(rule, order, "", "rules: { language/forbidden-term: { scopes: tables } }\n",
                    "ordering publishes eventbridge:PurchaseMade\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule,
                    std::string(order) +
                        ", uses: { catalog: { as: anticorruption-layer, inside: services/ordering/acl/** } }",
                    "", "", "entity Purchase @ services/ordering/acl/a.py:1\n"),
              IsEmpty());
  EXPECT_THAT(lines("language/generic-name", ", language: { Item: A real thing. }", "", "",
                    "ordering publishes eventbridge:ItemAdded\n"),
              IsEmpty());
}

TEST(ModelInvalid, WhatCannotBeMeant) {
  constexpr std::string_view rule = "model/invalid";
  EXPECT_THAT(lines(rule, ", optional: true", "", "", ""), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "rules: { data/shard-table: error }\n", ""),
              ElementsAre(HasSubstr("there is no rule `data/shard-table`.")));
  EXPECT_THAT(lines(rule, "", "", "rules: { data/shared-table: { levle: service } }\n", ""),
              ElementsAre(HasSubstr("has no option `levle`")));
  EXPECT_THAT(lines(rule, ", kidn: core", "", "", ""), ElementsAre(HasSubstr("no key `kidn`")));
  EXPECT_THAT(lines(rule, "", "", "",
                    "table dynamodb:t tag:Domain=catalog\nunit "
                    "services/ordering/t.yaml\nservices/ordering/t.yaml declares dynamodb:t\n"),
              ElementsAre(HasSubstr(
                  "warning model/invalid: t is tagged Domain=catalog and belongs to ordering (creation).")));
  EXPECT_THAT(lines(rule, ", owns: { tables: \"t*\" }", ", owns: { tables: \"*x\" }", "",
                    "ordering writes dynamodb:tx\n"),
              ElementsAre(HasSubstr("is owned by ordering (`t*`) and by catalog (`*x`)")));
  RuleCase overlap(
      "contexts: { a: { code: services/** }, b: { code: services/b/** } }\n---\nservice b root=services/b\nb "
      "writes dynamodb:t @ services/b/x.py:1\n");
  EXPECT_THAT(overlap.lines(rule), Contains(HasSubstr("a and b both claim services/b/x.py")));
  RuleCase nothing("# an empty tree\n");
  EXPECT_THAT(nothing.lines(rule), ElementsAre(HasSubstr("there is nothing to check")));
}

TEST(Engine, SettingsExceptionsAndIdentity) {
  constexpr std::string_view rule = "boundary/undeclared-dependency";
  auto with = [&](std::string_view setting) {
    return lines(rule, ", uses: {}", "",
                 "rules: { boundary/undeclared-dependency: " + std::string(setting) + " }\n", call);
  };
  EXPECT_THAT(with("off"), IsEmpty());
  EXPECT_THAT(with("warning"), ElementsAre(HasSubstr("warning ")));
  EXPECT_THAT(with("{ message: See ADR 12. }"), ElementsAre(testing::EndsWith("See ADR 12.")));
  EXPECT_THAT(with("{ ignore: catalog }"), IsEmpty());
  EXPECT_THAT(with("{ ignore: { contexts: catalog, objects: GET /v1/p } }"), IsEmpty());
  EXPECT_THAT(with("{ ignore: { contexts: catalog, objects: GET /v1/q } }"),
              ElementsAre(HasSubstr("error ")));
  EXPECT_THAT(with("{ ignore: { contexts: catalog, until: 2026-11-22, why: soon } }"), IsEmpty());
  EXPECT_THAT(with("{ ignore: { contexts: catalog, until: 2026-11-21, why: soon } }"),
              ElementsAre(HasSubstr("error ")));
  EXPECT_THAT(with("{ ignore: { paths: example } }"), IsEmpty());
  // One edge with all its places, and an identity without lines.
  std::string model =
      "contexts: { a: { code: s/a/**, uses: {} }, b: { code: s/b/** } }\n---\nservice a root=s/a\nservice b "
      "root=s/b\n";
  RuleCase one(model + "a calls b @ s/a/x.py:1\na calls b @ s/a/y.py:2\n"),
      other(model + "a calls b @ s/a/z.py:9\n");
  ASSERT_EQ(one.findings(rule).size(), 1u);
  EXPECT_EQ(one.findings(rule)[0].others.size(), 1u);
  EXPECT_EQ(one.findings(rule)[0].fingerprint(), other.findings(rule)[0].fingerprint());
  RuleCase twice(model + "a calls b @ s/a/x.py:1\n");
  EXPECT_EQ(twice.lines(), RuleCase(model + "a calls b @ s/a/x.py:1\n").lines());
}

TEST(Engine, WithoutAModelServicesAreContextsAndFindingsNotes) {
  RuleCase c("service a root=a\nservice b root=b\na writes dynamodb:t\nb writes dynamodb:t\na calls b\n");
  EXPECT_THAT(c.lines("data/shared-table"), ElementsAre(HasSubstr("note ")));
  EXPECT_THAT(c.lines("governance/no-owner"), IsEmpty());
  EXPECT_THAT(c.lines("boundary/undeclared-dependency"), IsEmpty());
}

}  // namespace
}  // namespace demarc
