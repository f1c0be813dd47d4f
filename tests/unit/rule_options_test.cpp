// Every option of every rule: a value of it changes what is found, and a wrong one is told.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "rules/rule.h"
#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// One option with a value that makes a difference in `text`; without a text, in the rule's bad example.
struct Case {
  std::string_view rule, option, value;
  std::string_view text = {};
};

constexpr std::string_view two_contexts = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
)";

constexpr std::string_view with_gateway = R"(contexts:
  a: { code: services/a/**, services: { a: { type: gateway } } }
  b: { code: services/b/** }
  c: { code: services/c/** }
  d: { code: services/d/** }
  e: { code: services/e/** }
---
service a root=services/a
service b root=services/b
service c root=services/c
service d root=services/d
service e root=services/e
operation "a GET /a" service=a
operation "b GET /b" service=b
operation "c GET /c" service=c
operation "d GET /d" service=d
)";
constexpr std::string_view chain_from_gateway = R"("a GET /a" needs "b GET /b"
"b GET /b" needs "c GET /c"
"c GET /c" needs "d GET /d"
)";
constexpr std::string_view fan_from_gateway = R"("a GET /a" needs b
"a GET /a" needs c
"a GET /a" needs d
"a GET /a" needs e
)";

constexpr std::string_view several_questions = R"(contexts:
  a: { code: services/a/**, services: { a: { type: application } } }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
operation "a POST /a" service=a method=POST path=/a
operation "b GET /x" service=b method=GET path=/x
operation "b GET /y" service=b method=GET path=/y
operation "b POST /z" service=b method=POST path=/z
"a POST /a" needs "b GET /x" trips=1
"a POST /a" needs "b GET /y" trips=1
"a POST /a" needs "b POST /z" trips=1
)";

constexpr std::string_view questions_and_an_order = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
operation "a POST /a" service=a method=POST path=/a
operation "b GET /x" service=b method=GET path=/x
operation "b GET /y" service=b method=GET path=/y
operation "b POST /z" service=b method=POST path=/z
"a POST /a" needs "b GET /x" trips=1
"a POST /a" needs "b GET /y" trips=1
"a POST /a" needs "b POST /z" trips=1
)";

constexpr std::string_view half_together = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
operation "a POST /one" service=a
operation "a POST /two" service=a
operation "b GET /things/{id}/name" service=b method=GET path=/things/{id}/name
operation "b GET /things/{id}/price" service=b method=GET path=/things/{id}/price
operation "b GET /things/{id}/weight" service=b method=GET path=/things/{id}/weight
"a POST /one" needs "b GET /things/{id}/name"
"a POST /one" needs "b GET /things/{id}/price"
"a POST /one" needs "b GET /things/{id}/weight"
"a POST /two" needs "b GET /things/{id}/name"
)";

// What both know, what the contract alone lists, and what the code alone answers.
constexpr std::string_view contract_and_code = R"(contexts:
  a: { code: services/a/** }
---
service a root=services/a
operation "a GET /orders" service=a method=GET path=/orders contract=services/a/openapi.yaml
a handles "a GET /orders"
a exposes "a GET /orders"
operation "a POST /orders" service=a method=POST path=/orders contract=services/a/openapi.yaml
a handles "a POST /orders"
a exposes "a POST /orders"
operation "a GET /orders/{id}" service=a method=GET path=/orders/{id} contract=services/a/openapi.yaml
a handles "a GET /orders/{id}"
a exposes "a GET /orders/{id}"
operation "a PUT /orders/{id}" service=a method=PUT path=/orders/{id} contract=services/a/openapi.yaml
a handles "a PUT /orders/{id}"
a exposes "a PUT /orders/{id}"
operation "a GET /reports" service=a method=GET path=/reports contract=services/a/openapi.yaml
a exposes "a GET /reports" from=contract
operation "a POST /refunds" service=a method=POST path=/refunds
a handles "a POST /refunds"
)";

constexpr std::string_view loops = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
operation "b GET /far" service=b
operation "b GET /few" service=b
operation "b GET /parallel" service=b
operation "b GET /batch" service=b
a calls "b GET /far" in-loop=yes loop-hops=3
a calls "b GET /few" in-loop=yes rounds=3
a calls "b GET /parallel" in-loop=parallel
a calls "b GET /batch" in-loop=batch
)";

constexpr std::string_view one_of_two_asked = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
operation "b GET /one" service=b method=GET path=/one contract=services/b/openapi.yaml
operation "b GET /two" service=b method=GET path=/two contract=services/b/openapi.yaml
operation "b GET /three" service=b method=GET path=/three contract=services/b/openapi.yaml
b exposes "b GET /one" from=contract
b exposes "b GET /two" from=contract
b exposes "b GET /three" from=contract
a calls "b GET /one"
a calls b method=GET path=/fourth protocol=http
)";

constexpr std::string_view open_contexts = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
a calls b
)";

constexpr std::string_view every_way = R"(contexts:
  a: { code: services/a/**, uses: {} }
  b: { code: services/b/**, owns: { parameters: /b/key } }
---
service a root=services/a
service b root=services/b
operation "b GET /x" service=b
contract services/b/b.proto service=b
setting ssm:/b/key
a calls "b GET /x"
b publishes eventbridge:Placed
a consumes eventbridge:Placed
a imports b symbol=Thing target-path=services/b/thing.py
a uses ssm:/b/key
a uses [contract]services/b/b.proto
)";

constexpr std::string_view types_alone = R"(contexts:
  a: { code: services/a/**, uses: { b: import } }
  b: { code: services/b/**, publishes: { code: services/b/client/** } }
---
service a root=services/a
service b root=services/b
a imports b symbol=Product target-path=services/b/product.ts type-only=yes
)";

constexpr std::string_view a_list_of_services = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
unit compose.yaml format=compose
service a root=services/a
service b root=services/b
compose.yaml declares [service]a
compose.yaml declares [service]b
)";

constexpr std::string_view an_image_of_two = R"(contexts:
  a: { code: shop/a/** }
  b: { code: shop/b/** }
---
service shop root=shop
shop writes dynamodb:orders @ shop/a/orders.py:1
shop writes dynamodb:bills @ shop/b/bills.py:2
)";

constexpr std::string_view a_folder_of_tools = R"(contexts:
  a: { code: services/a/** }
---
service a root=services/a
service reports root=reports files=12
)";

constexpr std::string_view separate_schemas = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
table postgresql:orders database=db/shop schema=a
table postgresql:invoices database=db/shop schema=b
a writes postgresql:orders
b writes postgresql:invoices
)";
constexpr std::string_view separate_databases = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
table postgresql:orders database=db/a
table postgresql:invoices database=db/b
a writes postgresql:orders
b writes postgresql:invoices
)";
constexpr std::string_view one_credential = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
setting secret:shop/database-password
a uses secret:shop/database-password
b uses secret:shop/database-password
)";

constexpr std::string_view two_of_one_context = R"(contexts:
  a: { code: services/** }
---
service a root=services/a
service b root=services/b
a writes dynamodb:orders
b writes dynamodb:orders
)";
constexpr std::string_view a_reader_of_nobody = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
table dynamodb:orders
a writes dynamodb:orders
b reads dynamodb:orders
)";

constexpr std::string_view asynchronous_caller = R"(contexts:
  a: { code: services/a/**, services: { a: { talks: asynchronous } } }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
a calls b
)";

constexpr std::string_view partly_understood = R"(contexts:
  a: { code: services/a/**, uses: { b: event } }
  b: { code: services/b/** }
---
service a root=services/a
service b root=services/b
a writes dynamodb:? open="name comes from the request"
a writes dynamodb:orders
)";

constexpr std::string_view a_job = R"(service order root=services/order
service billing root=services/billing
order publishes sns:ParcelTask
billing consumes sns:ParcelTask
)";

constexpr std::string_view own_stream = R"(contexts:
  a: { code: services/a/**, owns: { tables: orders } }
---
service a root=services/a
a writes dynamodb:orders
channel dynamodb-stream:orders table=dynamodb:orders
a consumes dynamodb-stream:orders
)";

constexpr std::string_view two_writers = R"(service order root=services/order
service shop root=services/shop
service billing root=services/billing
channel eventbridge:Placed
field "eventbridge:Placed id" channel=eventbridge:Placed path=id
field "eventbridge:Placed customer" channel=eventbridge:Placed path=customer
order publishes eventbridge:Placed fields=closed
order puts "eventbridge:Placed id"
order puts "eventbridge:Placed customer"
shop publishes eventbridge:Placed fields=closed
shop puts "eventbridge:Placed id"
billing consumes eventbridge:Placed fields=read
billing takes "eventbridge:Placed id"
billing takes "eventbridge:Placed customer"
)";

constexpr std::string_view more_than_promised = R"(service order root=services/order
contract services/order/events.yaml service=order
channel eventbridge:Placed
field "eventbridge:Placed id" channel=eventbridge:Placed path=id
field "eventbridge:Placed total" channel=eventbridge:Placed path=total
services/order/events.yaml puts "eventbridge:Placed id" fields=closed
order publishes eventbridge:Placed fields=closed function=f
order puts "eventbridge:Placed id" function=f
order puts "eventbridge:Placed total" function=f
)";

constexpr std::string_view heard_by_nobody = R"(contexts:
  a: { code: services/a/**, publishes: { events: Placed } }
---
service a root=services/a
a publishes eventbridge:Cleared
)";

constexpr std::string_view with_a_team = R"(contexts:
  a: { code: services/a/**, team: "@shop/a" }
---
service a root=services/a
)";
constexpr std::string_view with_a_tag = R"(contexts:
  a: { code: services/a/** }
---
service a root=services/a
table dynamodb:orders tag:Squad=blue
unit services/a/template.yaml
services/a/template.yaml declares dynamodb:orders
)";

constexpr std::string_view a_field_by_another_name = R"(contexts:
  a: { code: services/a/**, language: { Order: { means: A wish., not: Purchase } } }
---
service a root=services/a
channel eventbridge:Placed
field "eventbridge:Placed purchaseId" channel=eventbridge:Placed path=purchaseId
a publishes eventbridge:Placed fields=closed
a puts "eventbridge:Placed purchaseId"
)";

constexpr std::string_view a_reference = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/**, language: { Parcel: What leaves in one piece. } }
---
service a root=services/a
service b root=services/b
a writes dynamodb:parcel-label
unit services/a/template.yaml
services/a/template.yaml declares dynamodb:parcel-label
)";

constexpr std::string_view unequal_partners = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
partners: [[a, b]]
---
service a root=services/a
service b root=services/b
a calls b
)";
constexpr std::string_view an_idle_member = R"(contexts:
  a: { code: services/a/** }
  b: { code: services/b/** }
kernels:
  money: { code: libs/money/**, members: [a, b] }
---
service a root=services/a
service b root=services/b
service money root=libs/money kind=library
a imports money
)";

std::string text_of(std::string_view first, std::string_view second) {
  return std::string(first) + std::string(second);
}

std::vector<std::pair<Case, std::string>> cases() {
  std::vector<std::pair<Case, std::string>> out;
  const auto add = [&](Case one) { out.emplace_back(one, std::string(one.text)); };
  const auto put = [&](Case one, std::string text) { out.emplace_back(one, std::move(text)); };
  add({"api/call-chain-too-deep", "warn", "5"});
  add({"api/call-chain-too-deep", "error", "4"});
  put({"api/call-chain-too-deep", "ignore-gateway", "no"}, text_of(with_gateway, chain_from_gateway));
  add({"api/call-chain-too-deep", "availability", "90"});
  add({"api/chatty-operation", "warn", "4"});
  add({"api/chatty-operation", "error", "3"});
  add({"api/chatty-operation", "application", "3", several_questions});
  add({"api/chatty-operation", "reads-only", "yes", questions_and_an_order});
  add({"api/crud-only", "minimum", "4"});
  add({"api/entity-exposed", "read-models", "Order"});
  add({"api/fan-out", "warn", "5"});
  put({"api/fan-out", "composition", "4"}, text_of(with_gateway, fan_from_gateway));
  add({"api/getter-cluster", "minimum", "4"});
  add({"api/getter-cluster", "overlap", "0.5", half_together});
  put({"api/hardcoded-endpoint", "localhost", "off"},
      text_of(two_contexts, "a calls b literal-host=localhost:8080\n"));
  put({"api/hardcoded-endpoint", "localhost", "error"},
      text_of(two_contexts, "a calls b literal-host=localhost:8080\n"));
  add({"api/over-exposed-operation", "agreement", "0.9", contract_and_code});
  add({"api/over-exposed-operation", "unanswered", "off", contract_and_code});
  add({"api/over-exposed-operation", "undocumented", "error", contract_and_code});
  add({"api/remote-call-in-loop", "max-hops", "2", loops});
  add({"api/remote-call-in-loop", "const-bound", "2", loops});
  add({"api/remote-call-in-loop", "parallel", "off", loops});
  add({"api/remote-call-in-loop", "batch", "error", loops});
  add({"api/unknown-operation", "minimum", "4"});
  add({"api/unknown-operation", "coverage", "0.9"});
  add({"api/unknown-operation", "unused", "note", one_of_two_asked});
  put({"api/unpublished-operation", "missing-contract", "off"}, text_of(two_contexts, "a calls b\n"));
  add({"boundary/cycle", "classes", "import"});
  add({"boundary/cycle", "max-length", "1"});
  add({"boundary/internal-import", "allow-types-only", "true", types_alone});
  add({"boundary/leaked-foreign-model", "signatures-only", "true"});
  add({"boundary/mixed-deployment-unit", "lists", "off", a_list_of_services});
  add({"boundary/mixed-deployment-unit", "images", "off", an_image_of_two});
  add({"boundary/shared-domain-library", "technical-libs", "common"});
  add({"boundary/unassigned-code", "folders", "reports", a_folder_of_tools});
  add({"boundary/undeclared-dependency", "open-contexts", "error", open_contexts});
  add({"boundary/undeclared-dependency", "by-class.call", "note", every_way});
  add({"boundary/undeclared-dependency", "by-class.event", "off", every_way});
  add({"boundary/undeclared-dependency", "by-class.import", "warning", every_way});
  add({"boundary/undeclared-dependency", "by-class.data", "off", every_way});
  add({"boundary/undeclared-dependency", "by-class.schema", "off", every_way});
  add({"data/cross-context-join", "reporting", "ordering"});
  add({"data/cross-context-join", "transactions", "off"});
  add({"data/cross-context-join", "transactions", "note"});
  add({"data/foreign-access", "reads", "error"});
  put({"data/over-broad-grant", "reads", "note"}, std::string(rules::find("data/over-broad-grant")->good));
  put({"data/resource-declared-twice", "stages", "order cart"},
      "unit services/order.yaml\nunit services/cart.yaml\nbus eventbridge:shop\n"
      "services/order.yaml declares eventbridge:shop\nservices/cart.yaml declares eventbridge:shop\n");
  add({"data/shared-database", "instance", "off", separate_databases});
  add({"data/shared-database", "schema", "error", separate_schemas});
  add({"data/shared-database", "credential", "off", one_credential});
  add({"data/shared-table", "level", "service", two_of_one_context});
  add({"data/shared-table", "read-ok", "true", a_reader_of_nobody});
  add({"data/shared-table", "ignore-names", "ord*"});
  add({"data/unowned", "ignore-names", "aud*"});
  add({"drift/communication-mismatch", "asynchronous", "false", asynchronous_caller});
  add({"drift/declared-but-absent", "scopes", "language"});
  add({"drift/declared-but-absent", "coverage", "40", partly_understood});
  add({"event/command-in-disguise", "orders", "draw"});
  add({"event/command-in-disguise", "nouns", "wish", a_job});
  add({"event/leaks-internal-state", "allow-stream-within-context", "false", own_stream});
  add({"event/orphan", "external-consumers", "Order*"});
  add({"event/orphan", "external-publishers", "Order*"});
  add({"event/schema-mismatch", "one-of-several", "off", two_writers});
  add({"event/schema-mismatch", "undeclared-fields", "off", more_than_promised});
  add({"event/undeclared", "without-subscribers", "off", heard_by_nobody});
  add({"event/undeclared", "ignore-names", "Cart*"});
  add({"governance/no-owner", "require-docs", "true", with_a_team});
  add({"governance/no-owner", "tags", "Squad", with_a_tag});
  add({"language/forbidden-term", "scopes", "routes"});
  add({"language/forbidden-term", "scopes", "types", a_field_by_another_name});
  add({"language/forbidden-term", "also", "Confirmed"});
  add({"language/foreign-term", "scopes", "events"});
  add({"language/foreign-term", "references", "label", a_reference});
  add({"language/generic-name", "words", "thing"});
  add({"model/contradictory-roles", "one-way-partners", "false", unequal_partners});
  add({"model/contradictory-roles", "unused-kernels", "false", an_idle_member});
  add({"model/low-coverage", "note", "40"});
  add({"model/low-coverage", "warn", "40"});
  return out;
}

// The case with a setting in its model. An empty model is one without contexts.
std::string with_setting(std::string_view text, std::string_view rule, std::string_view option,
                         std::string_view value) {
  std::string list;
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t end = std::min(value.find(' ', at), value.size());
    list += (list.empty() ? "" : ", ") + std::string(value.substr(at, end - at));
    at = end + 1;
  }
  if (value.find(' ') != std::string_view::npos) list = "[" + list + "]";
  else list = "\"" + list + "\"";
  const std::string setting = fmt::format("rules: {{ {}: {{ {}: {} }} }}\n", rule, option, list);
  std::string out(text);
  if (out.starts_with("contexts:")) return setting + out;
  return setting + "---\n" + out;
}

TEST(RuleOptions, EachMakesADifference) {
  std::map<std::pair<std::string, std::string>, int> seen;
  for (const auto& [one, text] : cases()) {
    SCOPED_TRACE(fmt::format("{} {}: {}", one.rule, one.option, one.value));
    ++seen[{std::string(one.rule), std::string(one.option)}];
    const Rule* rule = rules::find(one.rule);
    ASSERT_NE(rule, nullptr);
    const std::string plain = text.empty() ? std::string(rule->bad) : text;
    const RuleCase without(plain), with(with_setting(plain, one.rule, one.option, one.value));
    ASSERT_EQ(without.failure(), "");
    ASSERT_EQ(with.failure(), "");
    EXPECT_NE(without.lines(one.rule), with.lines(one.rule))
        << fmt::format("{}", fmt::join(without.lines(one.rule), "\n"));
    EXPECT_THAT(with.lines("model/invalid"), IsEmpty());
  }
  for (const Rule* rule : rules::all())
    for (const RuleOption& option : rule->options) {
      const bool is_tried = seen.contains({std::string(rule->id), std::string(option.name)});
      // By the rule's own mutations.
      const bool is_turned =
          std::any_of(rule->mutations.begin(), rule->mutations.end(), [&](const Mutation& mutation) {
            return mutation.to.find(fmt::format("{}: {{ {}:", rule->id, option.name)) !=
                   std::string_view::npos;
          });
      // Held against an earlier state, which the tests of messages do.
      const bool is_tried_elsewhere = rule->id == "event/schema-mismatch" && option.name == "mode";
      EXPECT_TRUE(is_tried || is_turned || is_tried_elsewhere)
          << rule->id << " " << option.name << ": add a mutation to the rule, or a case here";
    }
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Names and words of the project's own may be anything.
bool is_free(const RuleOption& option) {
  const std::string_view otherwise = option.otherwise;
  const bool is_number =
      !otherwise.empty() && otherwise.find_first_not_of("0123456789.") == std::string::npos;
  return option.words.empty() && !is_number && !option.name.starts_with("by-class.") &&
         !is_one_of(otherwise, {"off", "note", "warning", "error", "true", "false", "yes", "no"});
}

TEST(RuleOptions, WrongValuesAreTold) {
  for (const Rule* rule : rules::all())
    for (const RuleOption& option : rule->options) {
      SCOPED_TRACE(fmt::format("{} {}", rule->id, option.name));
      if (is_free(option)) continue;
      for (std::string_view wrong : {"certainly", "12x", ""}) {
        const RuleCase c(with_setting(open_contexts, rule->id, option.name, wrong));
        ASSERT_EQ(c.failure(), "");
        EXPECT_THAT(c.lines("model/invalid"),
                    testing::Contains(HasSubstr(fmt::format("is no value for `{}`", option.name))))
            << "value `" << wrong << "`";
      }
    }
}

TEST(RuleOptions, MisspeltOnesAreTold) {
  for (const Rule* rule : rules::all())
    for (const RuleOption& option : rule->options) {
      const std::string wrong = std::string(option.name) + "s";
      const RuleCase c(with_setting(open_contexts, rule->id, wrong, "1"));
      bool is_told = false;
      for (const Finding& f : c.findings("model/invalid"))
        is_told = is_told || (f.message == fmt::format("rule `{}` has no option `{}`.", rule->id, wrong) &&
                              f.help == fmt::format("Did you mean `{}`?", option.name));
      EXPECT_TRUE(is_told) << rule->id << " " << wrong;
    }
}

}  // namespace
}  // namespace demarc
