// Every key of the model: a value of it changes what is found, a wrong one and a misspelt one are told where
// they stand.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "analyzer/model/keys.h"
#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view services = "service a root=services/a\nservice b root=services/b\n";

// A model in which `@` stands for `given` or for nothing. `line` is told with it ("+…") or without it ("-…").
struct Case {
  std::string_view key;  // "section.key"
  std::string_view model, given;
  std::string_view facts;
  std::string_view line;
};

constexpr Case cases[] = {
    {"file.version", "@contexts: { a: {}, b: {} }\n", "version: 2\n", "", "+`2` is none of 1"},
    {"file.system", "@names: { table: '${system}-${context}' }\ncontexts: { a: {}, b: {} }\n",
     "system: shop\n", "a writes dynamodb:web-a\n", "+nobody owns web-a"},
    {"file.contexts", "@", "contexts: { a: { uses: {} }, b: {} }\n", "a calls b\n",
     "+error boundary/undeclared-dependency"},
    {"file.kernels", "@contexts: { a: {}, b: {} }\n",
     "kernels: { money: { code: libs/money/**, members: [a, b] } }\n",
     "service money root=libs/money kind=library\na imports money\nb imports money\nmoney writes "
     "postgresql:rates\n",
     "-boundary/shared-domain-library"},
    {"file.partners", "@contexts: { a: { uses: { b: call } }, b: { uses: { a: call } } }\n",
     "partners: [[a, b]]\n", "a calls b\nb calls a\n", "-error boundary/cycle"},
    {"file.separate", "@contexts: { a: {}, b: {} }\n", "separate: [a, b]\n", "a calls b\n",
     "+error boundary/forbidden-dependency"},
    {"file.external", "@contexts: { a: {}, b: {} }\n", "external: [audit]\n", "a writes dynamodb:audit\n",
     "-nobody owns audit"},
    {"file.groups", "@contexts: { a: {}, b: {} }\n", "groups: { front: [c] }\n", "",
     "+group `front` names `c`"},
    {"file.capabilities", "@contexts: { a: {}, b: {} }\n", "capabilities: [Pay]\n", "",
     "+Pay is a capability of the system"},
    {"file.legacy", "@contexts: { a: { uses: { b: call } }, b: {} }\n", "legacy: b\n", "a calls b\n",
     "+boundary/leaked-foreign-model"},
    {"file.names", "@contexts: { a: {}, b: {} }\n", "names: { table: '${context}-*' }\n",
     "a writes dynamodb:a-orders\n", "-nobody owns a-orders"},
    {"file.rules", "@contexts: { a: {}, b: {} }\n", "rules: { data/unowned: off }\n",
     "a writes dynamodb:orders\n", "-nobody owns orders"},
    {"file.unclaimed", "@contexts: { a: {}, b: {} }\n", "unclaimed: ignore\n", "service c root=other/c\n",
     "-boundary/unassigned-code"},

    {"context.kind", "contexts: { a: { @ }, b: {} }\n", "kind: generic",
     R"(operation "a POST /v1/o" service=a method=POST path=/v1/o
operation "a GET /v1/o" service=a method=GET path=/v1/o
operation "a PUT /v1/o" service=a method=PUT path=/v1/o
a exposes "a POST /v1/o"
a exposes "a GET /v1/o"
a exposes "a PUT /v1/o"
a writes dynamodb:o
)",
     "-api/crud-only"},
    {"context.about",
     "rules: { governance/no-owner: { require-docs: true } }\ncontexts: { a: { @ }, b: { about: B } }\n",
     "about: Takes orders.", "", "-a is not described anywhere"},
    {"context.team", "contexts: { a: { @ }, b: {} }\n", "team: '@shop/a'", "", "-a has no team"},
    {"context.code", "contexts: { a: { @ }, b: {} }\n", "code: [services/a/**, other/**]",
     "service c root=other/c\n", "-boundary/unassigned-code"},
    {"context.owns", "contexts: { a: { @ }, b: {} }\n", "owns: { tables: orders }",
     "a writes dynamodb:orders\n", "-nobody owns orders"},
    {"context.publishes", "contexts: { a: { @ }, b: {} }\n", "publishes: { events: Other }",
     "a publishes eventbridge:Placed\nb consumes eventbridge:Placed\n", "+warning event/undeclared"},
    {"context.uses", "contexts: { a: { @ }, b: {} }\n", "uses: {}", "a calls b\n",
     "+error boundary/undeclared-dependency"},
    {"context.language", "contexts: { a: { @ }, b: {} }\n",
     "language: { Order: { means: A wish., not: Purchase } }", "a publishes eventbridge:PurchaseMade\n",
     "+language/forbidden-term"},
    {"context.services", "contexts: { a: { code: services/a, @ }, b: {} }\n", "services: shop",
     "service shop root=other\n", "-boundary/unassigned-code"},
    {"context.capabilities", "capabilities: Pay\ncontexts: { a: { @ }, b: {} }\n", "capabilities: pay", "",
     "-Pay is a capability of the system"},
    {"context.slo", "contexts: { a: { @ }, b: {} }\n", "slo: { availability: 99% }", "b calls a\n",
     "-governance/no-slo"},
    {"context.strict", "contexts: { a: { @ }, b: {} }\n", "strict: true", "a calls b\n",
     "+error boundary/undeclared-dependency"},
    {"context.optional", "contexts: { a: {}, b: {}, c: { @ } }\n", "optional: true", "",
     "-error model/invalid"},
    {"context.legacy", "contexts: { a: { uses: { b: call } }, b: { @ } }\n", "legacy: true", "a calls b\n",
     "+boundary/leaked-foreign-model"},

    {"owns.tables", "contexts: { a: { owns: { @ } }, b: {} }\n", "tables: 'dynamodb:ord*'",
     "a writes dynamodb:orders\n", "-nobody owns orders"},
    {"owns.schemas", "contexts: { a: { owns: { @ } }, b: {} }\n", "schemas: sales",
     "table postgresql:orders schema=sales\na writes postgresql:orders\n", "-nobody owns orders"},
    {"owns.databases", "contexts: { a: { owns: { @ } }, b: {} }\n", "databases: db/shop",
     "table postgresql:orders database=db/shop\na writes postgresql:orders\n", "-nobody owns orders"},
    {"owns.collections", "contexts: { a: { owns: { @ } }, b: {} }\n", "collections: orders",
     "table mongodb:orders kind=collection\na writes mongodb:orders\n", "-nobody owns orders"},
    {"owns.buckets", "contexts: { a: { owns: { @ } }, b: {} }\n", "buckets: pictures",
     "table s3:pictures kind=bucket\na writes s3:pictures\n", "-nobody owns pictures"},
    {"owns.caches", "contexts: { a: { owns: { @ } }, b: {} }\n", "caches: 'cart*'",
     "table redis:carts kind=cache\na writes redis:carts\n", "-nobody owns carts"},
    {"owns.topics", "contexts: { a: {}, b: { owns: { @ } } }\n", "topics: news", "a publishes sns:news\n",
     "+event/foreign-publisher"},
    {"owns.queues", "contexts: { a: { uses: {}, owns: { @ } }, b: {} }\n", "queues: work",
     "a publishes sqs:work\nb consumes sqs:work\n", "-error boundary/undeclared-dependency: a"},
    {"owns.entities", "contexts: { a: { owns: { @ } }, b: {} }\n", "entities: Order",
     "table postgresql:orders entity=Order\na writes postgresql:orders\n", "-nobody owns orders"},
    {"owns.secrets", "contexts: { a: { uses: {} }, b: { owns: { @ } } }\n", "secrets: b/key",
     "a uses secret:b/key\n", "+error boundary/undeclared-dependency"},
    {"owns.parameters", "contexts: { a: { uses: {} }, b: { owns: { @ } } }\n", "parameters: '/b/*'",
     "a uses ssm:/b/key\n", "+error boundary/undeclared-dependency"},

    {"publishes.api", "contexts: { a: { publishes: { @ } }, b: {} }\n", "api: GET /v1/x",
     "operation \"a GET /v1/y\" service=a method=GET path=/v1/y\nb calls \"a GET /v1/y\"\n",
     "+api/unpublished-operation: b calls GET /v1/y"},
    {"publishes.events", "contexts: { a: { publishes: { @ } }, b: {} }\n", "events: Placed",
     "a publishes eventbridge:Placed\nb consumes eventbridge:Placed\n", "-warning event/undeclared"},
    {"publishes.code", "contexts: { a: { publishes: { @ } }, b: { uses: { a: import } } }\n",
     "code: services/a/client", "b imports a symbol=Client target-path=services/a/client/api.py\n",
     "-boundary/internal-import"},
    {"publishes.tables", "contexts: { a: { owns: { tables: o }, publishes: { @ } }, b: { uses: {} } }\n",
     "tables: o", "a writes dynamodb:o\nb reads dynamodb:o\n", "-data/foreign-access"},

    {"use.by", "contexts: { a: { uses: { b: { @ } } }, b: {} }\n", "by: event", "a calls b\n",
     "+error boundary/undeclared-dependency"},
    {"use.as", "contexts: { a: { uses: { b: { @ } } }, b: { uses: {} } }\n", "as: customer",
     "a calls b\nb calls a\n", "+error boundary/forbidden-dependency"},
    {"use.inside", "contexts: { a: { uses: { b: { @ } } }, b: {} }\n", "inside: services/a/layer/**",
     "a calls b @ services/a/cart.py:7\n", "+error boundary/leaked-foreign-model"},
    {"use.read", "contexts: { a: { uses: { b: { @ } } }, b: { owns: { tables: o } } }\n", "read: o",
     "b writes dynamodb:o\na reads dynamodb:o\n", "-data/foreign-access"},
    {"use.until", "contexts: { a: { uses: { b: { @ } } }, b: {} }\n", "until: 2020-01-31", "a calls b\n",
     "+a was permitted to use b only until 2020-01-31"},
    {"use.why", "contexts: { a: { uses: { b: { until: 2020-01-31, @ } } }, b: {} }\n", "why: They move.",
     "a calls b\n", "+It was given because: They move."},

    {"term.means", "contexts: { a: { language: { Order: { not: Purchase, @ } } }, b: {} }\n",
     "means: A confirmed wish.", "a publishes eventbridge:PurchaseMade\n", "+Order means: A confirmed wish."},
    {"term.not", "contexts: { a: { language: { Order: { means: A wish., @ } } }, b: {} }\n",
     "not: [Deal, Purchase]", "a publishes eventbridge:PurchaseMade\n", "+language/forbidden-term"},

    {"service.type", "contexts: { a: { services: { a: { @ } } }, b: {} }\n", "type: application",
     R"(operation "a POST /v1/a" service=a method=POST path=/v1/a
operation "b GET /v1/x" service=b method=GET path=/v1/x
operation "b GET /v1/y" service=b method=GET path=/v1/y
operation "b GET /v1/z" service=b method=GET path=/v1/z
"a POST /v1/a" needs "b GET /v1/x"
"a POST /v1/a" needs "b GET /v1/y"
"a POST /v1/a" needs "b GET /v1/z"
)",
     "-api/chatty-operation"},
    {"service.aliases", "contexts: { a: { services: { a: { @ } } }, b: {} }\n", "aliases: shop-front",
     "service shop-front root=other\n", "-boundary/unassigned-code"},
    {"service.aliases", "contexts: { a: { uses: {} }, b: { services: { b: { @ } } } }\n",
     "aliases: '*.pay.internal'", "external lb.pay.internal\na calls lb.pay.internal\n",
     "+error boundary/undeclared-dependency"},
    {"service.capabilities", "capabilities: Pay\ncontexts: { a: { services: { a: { @ } } }, b: {} }\n",
     "capabilities: { pay: Takes money. }", "", "-Pay is a capability of the system"},
    {"service.talks", "contexts: { a: { services: { a: { @ } } }, b: {} }\n", "talks: event_driven",
     "a calls b\n", "+drift/communication-mismatch"},
    {"service.code", "contexts: { a: { services: { shop: { talks: event_driven, @ } } }, b: {} }\n",
     "code: services/a", "a calls b\n", "+drift/communication-mismatch"},
    {"service.slo", "contexts: { a: { services: { a: { @ } } }, b: { slo: { availability: 99% } } }\n",
     "slo: { availability: 99.9% }", "operation \"a GET /v1/a\" service=a\n\"a GET /v1/a\" needs b\n",
     "+a promises 99.9%, but GET /v1/a waits for b; at best 99%"},

    {"slo.availability", "contexts: { a: { slo: { @ } }, b: { slo: { availability: 99% } } }\n",
     "availability: 99.9%", "operation \"a GET /v1/a\" service=a\n\"a GET /v1/a\" needs b\n",
     "+a promises 99.9%"},
    {"slo.latency-p99", "contexts: { a: { slo: { @ } }, b: { slo: { latency-p99: 2s } } }\n",
     "latency-p99: 500ms", "operation \"a GET /v1/a\" service=a\n\"a GET /v1/a\" needs b\n",
     "+a promises 500 ms"},
    {"slo.error-rate", "contexts: { a: { slo: { @ } }, b: { slo: { error-rate: 1% } } }\n",
     "error-rate: '<0.1%'", "operation \"a GET /v1/a\" service=a\n\"a GET /v1/a\" needs b\n",
     "+a promises that at most 0.1% fail, but GET /v1/a waits for b, where 1% may"},

    {"kernel.code", "contexts: { a: {}, b: {} }\nkernels: { money: { members: [a, b], @ } }\n",
     "code: libs/money", "service money root=libs/money kind=library\na imports money\nb imports money\n",
     "-boundary/unassigned-code"},
    {"kernel.members", "contexts: { a: {}, b: {}, c: {} }\nkernels: { money: { code: libs/money, @ } }\n",
     "members: [a, b]", "service money root=libs/money kind=library\na imports money\nb imports money\n",
     "-kernel `money` has no members"},
    {"kernel.tables",
     "contexts: { a: {}, b: {} }\nkernels: { money: { code: libs/money, members: [a, b], @ } }\n",
     "tables: rates", "service money root=libs/money\na writes dynamodb:rates\nb writes dynamodb:rates\n",
     "-data/shared-table"},

    {"external.names", "contexts: { a: {}, b: {} }\nexternal: { crm: { @ } }\n", "names: 'contact*'",
     "a writes dynamodb:contacts\n", "-nobody owns contacts"},
    {"external.hosts", "contexts: { a: {}, b: {} }\nexternal: { crm: { @ } }\n", "hosts: '10.0.*'",
     "external 10.0.3.7\na calls 10.0.3.7 literal-host=10.0.3.7:9000\n", "-api/hardcoded-endpoint"},
    {"external.topics", "contexts: { a: {}, b: {} }\nexternal: { crm: { @ } }\n", "topics: Contact*",
     "a consumes eventbridge:ContactMoved\n", "-event/orphan"},

    {"rule.severity", "contexts: { a: {}, b: {} }\nrules: { data/unowned: { @ } }\n", "severity: error",
     "a writes dynamodb:o\n", "+error data/unowned"},
    {"rule.message", "contexts: { a: {}, b: {} }\nrules: { data/unowned: { @ } }\n", "message: See ADR 7.",
     "a writes dynamodb:o\n", "+See ADR 7."},
    {"rule.ignore", "contexts: { a: {}, b: {} }\nrules: { data/unowned: { @ } }\n", "ignore: o",
     "a writes dynamodb:o\n", "-nobody owns o"},
    {"rule.query", "contexts: { a: {}, b: {} }\nrules: { own/all: { help: None., @ } }\n",
     "query: SELECT name AS object FROM entities", "", "+ own/all: "},
    {"rule.help",
     "contexts: { a: {}, b: {} }\nrules: { own/all: { query: SELECT name AS object FROM "
     "entities, @ } }\n",
     "help: Look at it.", "", "+Look at it."},

    {"ignore.paths", "contexts: { a: {}, b: {} }\nrules: { data/unowned: { ignore: { why: Old., @ } } }\n",
     "paths: example", "a writes dynamodb:o\n", "-nobody owns o"},
    {"ignore.contexts",
     "contexts: { a: { uses: {} }, b: {} }\nrules: { boundary/undeclared-dependency: { ignore: { why: Old., "
     "@ } } }\n",
     "contexts: b", "a calls b\n", "-boundary/undeclared-dependency"},
    {"ignore.objects", "contexts: { a: {}, b: {} }\nrules: { data/unowned: { ignore: { why: Old., @ } } }\n",
     "objects: o*", "a writes dynamodb:orders\n", "-nobody owns orders"},
    {"ignore.until",
     "contexts: { a: {}, b: {} }\nrules: { data/unowned: { ignore: { objects: o, why: Old., @ } } }\n",
     "until: 2020-01-31", "a writes dynamodb:o\n", "+nobody owns o"},
    {"ignore.why",
     "contexts: { a: {}, b: {} }\nrules: { data/unowned: { ignore: { objects: o, until: 2020-01-31, @ } } "
     "}\n",
     "why: It goes.", "a writes dynamodb:o\n", "+It was given because: It goes."},
};

// What reaches further than a model and its facts is tried where files are: tests/unit/analysis_test.cpp,
// checkouts_test.cpp, model_import_test.cpp and tests/cli/commands.sh.
const std::set<std::string> tried_with_files = {"file.exclude", "file.import",   "file.config",
                                                "file.packs",   "context.group", "service.about"};

std::string case_text(const Case& one, bool is_given) {
  std::string model(one.model);
  const std::size_t at = model.find('@');
  EXPECT_NE(at, std::string::npos) << one.key;
  model.replace(at, 1, is_given ? std::string(one.given) : std::string());
  // A comma before nothing is no YAML.
  if (const std::size_t comma = model.find(",  }"); comma != std::string::npos) model.replace(comma, 2, " ");
  return model + "---\n" + std::string(services) + std::string(one.facts);
}

std::vector<std::string> all_lines(const std::string& text) {
  const RuleCase c(text);
  EXPECT_EQ(c.failure(), "") << text;
  std::vector<std::string> out;
  for (const Finding& f : c.findings())
    out.push_back(fmt::format("{} {}: {} {}", to_string(f.severity), f.rule, f.message, f.help));
  return out;
}

TEST(ModelKeys, EachMakesADifference) {
  std::set<std::string> tried = tried_with_files;
  for (const Case& one : cases) {
    SCOPED_TRACE(one.key);
    tried.insert(std::string(one.key));
    const std::vector<std::string> without = all_lines(case_text(one, false)),
                                   with = all_lines(case_text(one, true));
    const std::string line(one.line.substr(1));
    const bool is_with = one.line.front() == '+';
    EXPECT_THAT(is_with ? with : without, Contains(HasSubstr(line)));
    EXPECT_THAT(is_with ? without : with, Not(Contains(HasSubstr(line))));
  }
  for (const model::SectionInfo& section : model::sections())
    for (const model::KeyInfo& key : section.keys)
      EXPECT_TRUE(tried.contains(fmt::format("{}.{}", section.name, key.name)))
          << section.name << "." << key.name << " has no case here";
}

// Where a key of a section stands: `@` is the key with its value.
std::string place_of(std::string_view section, std::string_view key) {
  if (section == "file") return key == "contexts" ? "@\n" : "contexts: { a: {}, b: {} }\n@\n";
  if (section == "context") return "contexts: { a: { @ }, b: {} }\n";
  if (section == "owns" || section == "publishes" || section == "slo")
    return fmt::format("contexts: {{ a: {{ {}: {{ @ }} }}, b: {{}} }}\n", section);
  if (section == "use") return "contexts: { a: { uses: { b: { @ } } }, b: {} }\n";
  if (section == "term") return "contexts: { a: { language: { Order: { @ } } }, b: {} }\n";
  if (section == "service") return "contexts: { a: { services: { a: { @ } } }, b: {} }\n";
  if (section == "kernel") return "contexts: { a: {}, b: {} }\nkernels: { money: { @ } }\n";
  if (section == "external") return "contexts: { a: {}, b: {} }\nexternal: { crm: { @ } }\n";
  if (section == "rule" && key == "help")
    return "contexts: { a: {}, b: {} }\nrules: { own/all: { query: SELECT 1, @ } }\n";
  if (section == "rule") return "contexts: { a: {}, b: {} }\nrules: { data/unowned: { @ } }\n";
  if (section == "ignore") return "contexts: { a: {}, b: {} }\nrules: { data/unowned: { ignore: { @ } } }\n";
  return "";
}

// The errors of model/invalid at the place where `text` stands in the model.
std::vector<std::string> told_at(const std::string& model, std::string_view text) {
  const RuleCase c(model + "---\n" + std::string(services));
  EXPECT_EQ(c.failure(), "") << model;
  std::vector<std::string> out;
  for (const Finding& f : c.findings("model/invalid")) {
    if (f.severity != Severity::error || f.places.empty()) continue;
    const std::size_t at = f.places[0].begin;
    if (at <= model.size() && std::string_view(model).substr(at).starts_with(text))
      out.push_back(f.message + " " + f.help);
  }
  return out;
}

TEST(ModelKeys, MisspeltOnesAreToldWhereTheyStand) {
  for (const model::SectionInfo& section : model::sections())
    for (const model::KeyInfo& key : section.keys) {
      // With another name a rule's query is no rule at all, which is told of the rule.
      if (section.name == "rule" && key.name == "query") continue;
      SCOPED_TRACE(fmt::format("{}.{}", section.name, key.name));
      std::string model = place_of(section.name, key.name);
      ASSERT_NE(model, "") << "a section without a place here";
      const std::string wrong = std::string(key.name) + "z";
      // The value of a rule's option is what its error points to.
      const bool is_option = section.name == "rule";
      model.replace(model.find('@'), 1, wrong + ": 1");
      EXPECT_THAT(told_at(model, is_option ? "1" : wrong),
                  Contains(HasSubstr(fmt::format("id you mean `{}`?", key.name))));
    }
}

TEST(ModelKeys, WrongValuesAreToldWhereTheyStand) {
  for (const model::SectionInfo& section : model::sections())
    for (const model::KeyInfo& key : section.keys) {
      SCOPED_TRACE(fmt::format("{}.{}", section.name, key.name));
      using model::Shape;
      std::string value = "{ zz: yy }", at = value;
      switch (key.shape) {
        case Shape::text:
        case Shape::listed: break;
        case Shape::texts:
        case Shape::path_list: value = "[[zz]]", at = "[zz]"; break;
        case Shape::flag:
        case Shape::choice:
        case Shape::choices:
        case Shape::number:
        case Shape::date:
        case Shape::section:
        case Shape::named: value = at = "zz"; break;
        case Shape::named_short: value = "{ b: { zzz: 1 } }", at = "zzz"; break;
        case Shape::name_lists: break;
        case Shape::text_map: value = "{ zz: { y: x } }", at = "{ y: x }"; break;
      }
      if (section.name == "file" && key.name == "names") at = "zz";
      // Where a rule is named, its options are judged by the rule.
      if (key.name == "rules") at = "b";
      if (key.shape == Shape::listed) at = "zz";
      std::string model = place_of(section.name, key.name);
      model.replace(model.find('@'), 1, fmt::format("{}: {}", key.name, value));
      EXPECT_FALSE(told_at(model, at).empty()) << model;
    }
}

}  // namespace
}  // namespace demarc
