// A tree as the generator of domain services writes it (sales: order, cart; billing: invoice): exactly the
// findings it deserves, and none of a boundary or of shared data.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

constexpr std::string_view config =
    R"({"project_name": "shop", "aws_region": "eu-west-1", "deployment_stage": "dev", "auto_deploy": true,
 "domains": [
  {"name": "sales", "description": "Selling things", "services": [
    {"name": "order", "description": "Takes orders", "business_capabilities": ["take orders"]},
    {"name": "cart", "description": "Keeps carts", "business_capabilities": ["keep carts"]}]},
  {"name": "billing", "description": "Getting paid", "services": [
    {"name": "invoice", "description": "Writes invoices", "business_capabilities": ["write invoices"]}]}]})";

// What one generated service says.
std::string service(std::string_view context, std::string_view name) {
  std::string root = fmt::format("services/{}/{}", context, name),
              unit = root + "/infrastructure/template.yaml", code = root + "/src/handler.py",
              table = fmt::format("dynamodb:shop-{}-{}-dev", context, name);
  std::string out;
  auto line = [&](std::string text) { out += text + "\n"; };
  line(fmt::format("service {} kind=service root={} files=3 @ {}:1", name, root, unit));
  line(fmt::format("unit {} format=cloudformation @ {}:1", unit, unit));
  line(fmt::format("function {}/Handler service={} path={}/src handler=handler.lambda_handler @ {}:20", name,
                   name, root, unit));
  line(fmt::format("{} declares [function]{}/Handler @ {}:20", unit, name, unit));
  line(
      fmt::format("table {} store=dynamodb physical=shop-{}-{}-${{Stage}} id=DataTable stream=on "
                  "tag:Domain={} tag:Service={} tag:Stage=dev @ {}:30",
                  table, context, name, context, name, unit));
  line(fmt::format("{} declares {} @ {}:30", unit, table, unit));
  line(fmt::format("{} declares [bus]eventbridge:shop-domain-events @ {}:50", unit, unit));
  line(fmt::format("{} provides export:shop-domain-events-dev @ {}:90", unit, unit));
  line(fmt::format("{} declares export:shop-domain-events-dev @ {}:90", unit, unit));
  for (std::string_view path : {"", "/{id}"}) {
    std::string full = fmt::format("/api/{}/{}{}", context, name, path);
    line(fmt::format(
        "operation \"{} ANY {}\" service={} method=ANY path={} visibility=public handled=\"{}\" @ {}:60",
        name, full, name, full, path.empty() ? "POST" : "GET PUT", unit));
    line(fmt::format("{} exposes \"{} ANY {}\" @ {}:60", name, name, full, unit));
  }
  line(fmt::format("{} writes {} mode=put @ {}:40 by boto3", name, table, code));
  line(fmt::format("{} reads {} mode=get @ {}:52 by boto3", name, table, code));
  line(fmt::format("{} grants {} actions=\"dynamodb:PutItem dynamodb:GetItem dynamodb:Scan\" @ {}:70", unit,
                   table, unit));
  for (std::string_view event : {"EntityCreated", "EntityUpdated"})
    line(
        fmt::format("{} publishes eventbridge:{}.{}.{} source=shop.{} bus=shop-domain-events payload=entity "
                    "entity=DomainEntity @ {}:61 by boto3",
                    name, context, name, event, context, code));
  for (std::string_view type : {"DomainEntity", "BusinessEvent"})
    line(fmt::format("entity {} @ {}:10", type, code));
  return out;
}

std::string tree() {
  return "bus eventbridge:shop-domain-events\n" + service("sales", "order") + service("sales", "cart") +
         service("billing", "invoice");
}

std::map<std::string, int> counts(const RuleCase& c) {
  std::map<std::string, int> out;
  for (const Finding& f : c.findings()) ++out[f.rule];
  return out;
}

std::string without(std::string text, std::string_view what, std::string_view replacement = "") {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + replacement.size()))
    text.replace(at, what.size(), replacement);
  return text;
}

TEST(GeneratedTree, ExactlyTheseFindings) {
  RuleCase c = RuleCase::imported("domain-service-config.json", config, tree());
  ASSERT_EQ(c.failure(), "");
  std::map<std::string, int> expected{{"data/resource-declared-twice", 2},
                                      {"event/orphan", 6},
                                      {"event/leaks-internal-state", 6},
                                      {"language/generic-name", 6 + 4},
                                      {"api/over-exposed-operation", 6},
                                      {"api/no-version", 3},
                                      {"api/crud-only", 2},
                                      {"governance/no-owner", 2},
                                      {"governance/no-slo", 2}};
  EXPECT_EQ(counts(c), expected);
  if (counts(c) != expected)
    for (const std::string& line : c.lines()) ADD_FAILURE() << line;
  for (const Finding& f : c.findings()) {
    EXPECT_FALSE(f.places.empty()) << f.message;
    EXPECT_EQ(f.message.find("test-"), std::string::npos);
  }
}

TEST(GeneratedTree, TheBusAndItsExportInThreeTemplates) {
  RuleCase c = RuleCase::imported("domain-service-config.json", config, tree());
  std::vector<Finding> found = c.findings("data/resource-declared-twice");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].object, "bus shop-domain-events");
  EXPECT_EQ(found[1].object, "export shop-domain-events-dev");
  EXPECT_EQ(found[0].others.size(), 2u);
  EXPECT_EQ(found[1].others.size(), 2u);
  EXPECT_EQ(found[0].severity, Severity::error);
}

TEST(GeneratedTree, RepairsSilence) {
  std::string facts = tree();
  auto count = [&](std::string text, const std::string& rule) {
    RuleCase c = RuleCase::imported("domain-service-config.json", config, text);
    EXPECT_EQ(c.failure(), "");
    return counts(c)[rule];
  };
  EXPECT_EQ(count(without(facts, "payload=entity", "payload=fields"), "event/leaks-internal-state"), 0);
  EXPECT_EQ(count(without(facts, "handled=", "unknown="), "api/over-exposed-operation"), 0);
  EXPECT_EQ(count(without(facts, "/api/", "/v1/"), "api/no-version"), 0);
  EXPECT_EQ(count(without(facts, "EntityCreated", "OrderPlaced"), "language/generic-name"), 3 + 4);
  EXPECT_EQ(
      count(facts + "cart consumes eventbridge:sales.order.EntityCreated @ services/sales/cart/src/x.py:1\n",
            "event/orphan"),
      5);
  EXPECT_EQ(count(facts + "operation \"order POST /api/sales/order/{id}/cancel\" service=order method=POST "
                          "path=/api/sales/order/{id}/cancel\n",
                  "api/crud-only"),
            1);
  EXPECT_EQ(count(facts + "alarm services/sales/order/Slow\nservices/sales/order/Slow watches order\n",
                  "governance/no-slo"),
            1);
  EXPECT_EQ(count(facts + "table dynamodb:shop-sales-order-dev tag:Team=sales-team\n", "governance/no-owner"),
            1);
}

TEST(GeneratedTree, ADomainThatNobodyConfiguredBelongsToNoContext) {
  RuleCase c =
      RuleCase::imported("domain-service-config.json", config, tree() + service("returns", "parcel"));
  EXPECT_EQ(c.failure(), "");
  EXPECT_EQ(counts(c)["boundary/unassigned-code"], 1);
}

TEST(GeneratedTree, AnUnlistedReaderIsANoteWithASuggestion) {
  RuleCase c = RuleCase::imported(
      "domain-service-config.json", config,
      tree() +
          "invoice calls \"order ANY /api/sales/order/{id}\" @ services/billing/invoice/src/handler.py:70\n"
          "invoice reads dynamodb:shop-sales-order-dev @ services/billing/invoice/src/handler.py:71\n");
  std::vector<Finding> found = c.findings("boundary/undeclared-dependency");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::note);
  EXPECT_NE(found[0].help.find("add `sales: call` to `contexts.billing.uses`"), std::string::npos)
      << found[0].help;
  // The owner is known by the template alone.
  found = c.findings("data/foreign-access");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::note);
  EXPECT_EQ(found[0].from, "billing");
  EXPECT_EQ(found[0].to, "sales");
}

}  // namespace
}  // namespace demarc
