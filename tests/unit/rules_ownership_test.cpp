// Rules about what is shared, deployed or permitted together: what must change their mind and what must not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> lines(std::string_view rule, std::string_view model, std::string_view facts) {
  const std::string text = std::string(model) +
                           "---\nservice ordering root=services/ordering\nservice billing "
                           "root=services/billing\n" +
                           std::string(facts);
  RuleCase c(text);
  EXPECT_EQ(c.failure(), "") << text;
  return c.lines(rule);
}

constexpr std::string_view two =
    "contexts:\n  ordering: { code: services/ordering/**, team: o }\n  billing: { code: services/billing/**, "
    "team: b }\n";

std::string with(std::string_view more) { return std::string(two) + std::string(more); }

TEST(SharedDatabase, OnePlaceSeveralContexts) {
  constexpr std::string_view rule = "data/shared-database";
  auto facts = [](std::string_view a, std::string_view b) {
    return "table postgresql:orders " + std::string(a) + "\ntable postgresql:invoices " + std::string(b) +
           "\nordering writes postgresql:orders\nbilling writes postgresql:invoices\n";
  };
  EXPECT_THAT(
      lines(rule, two, facts("database=db/shop", "database=db/shop")),
      ElementsAre("warning data/shared-database: billing and ordering keep their data in the database "
                  "db/shop; only convention keeps them apart."));
  // Mutations: another database, another server, one context alone.
  EXPECT_THAT(lines(rule, two, facts("database=db/orders", "database=db/billing")),
              ElementsAre(HasSubstr("note data/shared-database: billing and ordering have databases of their "
                                    "own on the server db")));
  EXPECT_THAT(lines(rule, two, facts("database=a/shop", "database=b/shop")), IsEmpty());
  EXPECT_THAT(lines(rule, two,
                    "table postgresql:orders database=db/shop\nordering writes postgresql:orders\nordering "
                    "reads postgresql:orders\n"),
              IsEmpty());
  // A server with separate schemas, and the developer's machine.
  EXPECT_THAT(lines(rule, two, facts("database=db/shop schema=ordering", "database=db/shop schema=billing")),
              ElementsAre(HasSubstr("note data/shared-database: billing and ordering have schemas")));
  EXPECT_THAT(lines(rule, two, facts("database=localhost/shop", "database=localhost/shop")), IsEmpty());
  EXPECT_THAT(lines(rule, two, facts("database=localhost:5432/shop", "database=localhost:5432/shop")),
              IsEmpty());
}

TEST(SharedDatabase, OptionsCachesAndCredentials) {
  constexpr std::string_view rule = "data/shared-database";
  constexpr std::string_view apart =
      "table postgresql:orders database=db/orders\ntable postgresql:invoices "
      "database=db/billing\nordering writes postgresql:orders\nbilling writes postgresql:invoices\n";
  EXPECT_THAT(lines(rule, with("rules: { data/shared-database: { instance: off } }\n"), apart), IsEmpty());
  EXPECT_THAT(lines(rule, with("rules: { data/shared-database: { instance: warning } }\n"), apart),
              ElementsAre(HasSubstr("warning ")));
  EXPECT_THAT(
      lines(rule, two,
            "table redis:cache/0 kind=cache\nordering writes redis:cache/0\nbilling reads redis:cache/0\n"),
      ElementsAre(HasSubstr("in the cache cache/0")));
  constexpr std::string_view secret =
      "unit services/ordering/t.yaml\nunit services/billing/t.yaml\nservices/ordering/t.yaml uses "
      "secret:shop-db\nservices/billing/t.yaml uses secret:shop-db\n";
  EXPECT_THAT(lines(rule, two, secret),
              ElementsAre(HasSubstr("billing and ordering connect with the same credential (shop-db)")));
  EXPECT_THAT(lines(rule, with("rules: { data/shared-database: { credential: off } }\n"), secret), IsEmpty());
  // A key for something else is no credential of a database.
  EXPECT_THAT(lines(rule, two,
                    "unit services/ordering/t.yaml\nunit services/billing/t.yaml\nservices/ordering/t.yaml "
                    "uses secret:mail-key\nservices/billing/t.yaml uses secret:mail-key\n"),
              IsEmpty());
  // A whole database is no table that two write.
  EXPECT_THAT(lines("data/shared-table", two,
                    "table mongodb:db/shop kind=database\nordering writes mongodb:db/shop\nbilling writes "
                    "mongodb:db/shop\n"),
              IsEmpty());
}

TEST(OverBroadGrant, WhatCodeDoesNotUse) {
  constexpr std::string_view rule = "data/over-broad-grant";
  constexpr std::string_view owned =
      "contexts:\n  ordering: { code: services/ordering/**, team: o, owns: { tables: orders } }\n  billing: "
      "{ "
      "code: services/billing/**, team: b }\n";
  constexpr std::string_view grant =
      "ordering writes dynamodb:orders\nbilling grants dynamodb:orders function=Bill "
      "actions=\"dynamodb:GetItem dynamodb:UpdateItem\"\n";
  EXPECT_THAT(lines(rule, owned, grant),
              ElementsAre("warning data/over-broad-grant: Bill of billing may dynamodb:UpdateItem on orders "
                          "(ordering), but its code does not use it."));
  // Mutations: the code uses it, the owner is the same, the permission only reads.
  EXPECT_THAT(lines(rule, owned, std::string(grant) + "billing writes dynamodb:orders\n"), IsEmpty());
  EXPECT_THAT(lines(rule,
                    "contexts:\n  ordering: { code: services/ordering/** }\n  billing: { code: "
                    "services/billing/**, owns: { tables: orders } }\n",
                    grant),
              IsEmpty());
  constexpr std::string_view reading =
      "ordering writes dynamodb:orders\nbilling grants dynamodb:orders actions=dynamodb:Query\n";
  EXPECT_THAT(lines(rule, owned, reading), IsEmpty());
  EXPECT_THAT(
      lines(rule, std::string(owned) + "rules: { data/over-broad-grant: { reads: note } }\n", reading),
      ElementsAre(HasSubstr("note ")));
  // Reading is not writing.
  EXPECT_THAT(lines(rule, owned, std::string(grant) + "billing reads dynamodb:orders\n"),
              ElementsAre(HasSubstr("UpdateItem")));
  // Code that could not be resolved may be what the permission is for.
  EXPECT_THAT(
      lines(rule, owned, std::string(grant) + "billing writes dynamodb:? open=\"from the request\"\n"),
      IsEmpty());
  // Upkeep is no access.
  EXPECT_THAT(lines(rule, owned,
                    "ordering writes dynamodb:orders\nbilling grants dynamodb:orders "
                    "actions=dynamodb:DescribeTable\n"),
              IsEmpty());
}

TEST(OverBroadGrant, WildcardsAreOneFinding) {
  constexpr std::string_view rule = "data/over-broad-grant";
  constexpr std::string_view facts =
      "unit services/ordering/t.yaml\nservices/ordering/t.yaml declares dynamodb:orders\n"
      "services/ordering/t.yaml declares dynamodb:lines\n"
      "billing grants dynamodb:orders function=Bill actions=dynamodb:* wildcard=* @ "
      "services/billing/t.yaml:3\n"
      "billing grants dynamodb:lines function=Bill actions=dynamodb:* wildcard=* @ "
      "services/billing/t.yaml:3\n";
  EXPECT_THAT(lines(rule, two, facts),
              ElementsAre("warning data/over-broad-grant: Bill of billing may dynamodb:* on *, which lets it "
                          "in to 2 units (ordering), but its code does not use them."));
}

TEST(SharedDomainLibrary, DomainContentAndNoOwner) {
  constexpr std::string_view rule = "boundary/shared-domain-library";
  constexpr std::string_view imports =
      "service common root=libs/common kind=library\nordering imports common\nbilling imports common\n";
  const std::string data =
      std::string(imports) + "ordering writes postgresql:orders @ libs/common/orders.py:3\n";
  EXPECT_THAT(
      lines(rule, two, data),
      ElementsAre("warning boundary/shared-domain-library: common is used by billing and ordering and "
                  "contains table orders; nobody is declared its owner."));
  // Mutations: a kernel, an owner, one user.
  EXPECT_THAT(
      lines(rule, with("kernels: { common: { code: libs/common/**, members: [ordering, billing] } }\n"),
            data),
      IsEmpty());
  EXPECT_THAT(lines(rule,
                    "contexts:\n  ordering: { code: [services/ordering/**, libs/common/**] }\n  billing: { "
                    "code: services/billing/** }\n",
                    data),
              IsEmpty());
  EXPECT_THAT(lines(rule, two,
                    "service common root=libs/common kind=library\nordering imports common\nordering writes "
                    "postgresql:orders @ libs/common/orders.py:3\n"),
              IsEmpty());
  // Logging and the like, contracts that somebody publishes, and what is declared technical.
  EXPECT_THAT(lines(rule, two, std::string(imports) + "entity Logger @ libs/common/log.py:1\n"), IsEmpty());
  EXPECT_THAT(
      lines(rule,
            "contexts:\n  ordering: { code: services/ordering/**, publishes: { code: libs/common/** } "
            "}\n  billing: { code: services/billing/** }\n",
            data),
      IsEmpty());
  EXPECT_THAT(
      lines(rule, with("rules: { boundary/shared-domain-library: { technical-libs: libs/com* } }\n"), data),
      IsEmpty());
  // A term of a context is domain, a published event too.
  EXPECT_THAT(
      lines(rule,
            "contexts:\n  ordering: { code: services/ordering/**, language: { Order: A wish to buy. } "
            "}\n  billing: { code: services/billing/** }\n",
            std::string(imports) + "entity Order @ libs/common/order.py:1\n"),
      ElementsAre(HasSubstr("Order, a term of ordering")));
  EXPECT_THAT(lines(rule, two,
                    std::string(imports) + "ordering publishes sns:OrderPlaced @ libs/common/events.py:9\n"),
              ElementsAre(HasSubstr("event OrderPlaced")));
}

TEST(MixedDeploymentUnit, StacksImagesAndLists) {
  constexpr std::string_view rule = "boundary/mixed-deployment-unit";
  auto facts = [](std::string_view format, std::string_view second) {
    return "service shop root=deploy\nunit deploy/t.yaml format=" + std::string(format) +
           "\nfunction shop/Place path=services/ordering/p.py\nfunction shop/Bill path=" +
           std::string(second) +
           "\ndeploy/t.yaml declares [function]shop/Place\ndeploy/t.yaml declares [function]shop/Bill\n";
  };
  EXPECT_THAT(
      lines(rule, two, facts("cloudformation", "services/billing/b.py")),
      ElementsAre("warning boundary/mixed-deployment-unit: deploy/t.yaml deploys billing and ordering "
                  "together, so they cannot be released apart."));
  // Mutations: all of one context, one context, a list of pieces.
  EXPECT_THAT(lines(rule, two, facts("cloudformation", "services/ordering/b.py")), IsEmpty());
  EXPECT_THAT(lines(rule, "contexts:\n  shop: { code: services/** }\n",
                    facts("cloudformation", "services/billing/b.py")),
              IsEmpty());
  EXPECT_THAT(lines(rule, two, facts("kubernetes", "services/billing/b.py")),
              ElementsAre(HasSubstr("note ")));
  EXPECT_THAT(lines(rule, with("rules: { boundary/mixed-deployment-unit: { lists: off } }\n"),
                    facts("kubernetes", "services/billing/b.py")),
              IsEmpty());
  // Compose is a view of development where something else is deployed.
  EXPECT_THAT(lines(rule, two, facts("compose", "services/billing/b.py")), ElementsAre(HasSubstr("note ")));
  EXPECT_THAT(lines(rule, two,
                    facts("compose", "services/billing/b.py") +
                        "unit services/ordering/t.yaml format=cloudformation\nservices/ordering/t.yaml "
                        "declares dynamodb:orders\n"),
              IsEmpty());
  // A root stack that only nests declares nothing of anybody.
  EXPECT_THAT(lines(rule, two, "unit root.yaml format=cloudformation\nunit a.yaml nested=yes\n"), IsEmpty());
  // Data that its owner has declared, in somebody else's stack.
  EXPECT_THAT(
      lines(rule,
            "contexts:\n  ordering: { code: services/ordering/**, owns: { tables: orders } }\n  billing: { "
            "code: services/billing/**, owns: { tables: invoices } }\n",
            "unit data.yaml format=cloudformation\ndata.yaml declares dynamodb:orders\ndata.yaml declares "
            "dynamodb:invoices\n"),
      ElementsAre(HasSubstr("data.yaml deploys billing and ordering")));
  // One image with the code of both.
  RuleCase image(
      "contexts:\n  ordering: { code: app/ordering/** }\n  billing: { code: app/billing/** }\n---\n"
      "service app root=app\napp writes dynamodb:orders @ app/ordering/a.py:1\napp writes dynamodb:bills @ "
      "app/billing/b.py:1\n");
  EXPECT_THAT(image.lines(rule), ElementsAre(HasSubstr("app deploys billing and ordering together")));
}

}  // namespace
}  // namespace demarc
