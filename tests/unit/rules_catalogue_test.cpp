// What the catalogue of rules promises beyond its examples: one fact is one finding, what is said elsewhere
// (CODEOWNERS, catalogs) counts, options hold what they may hold, and each case has what flips it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/model/unread.h"
#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string shop(std::string_view ordering, std::string_view catalog, std::string_view more,
                 std::string_view facts) {
  return "contexts:\n  ordering: { code: services/ordering/**" + std::string(ordering) +
         " }\n  catalog: { code: services/catalog/**" + std::string(catalog) + " }\n" + std::string(more) +
         "---\nservice ordering root=services/ordering\nservice catalog root=services/catalog\n" +
         std::string(facts);
}

std::vector<std::string> lines(std::string_view rule, std::string_view ordering, std::string_view catalog,
                               std::string_view more, std::string_view facts) {
  const std::string text = shop(ordering, catalog, more, facts);
  RuleCase c(text);
  EXPECT_EQ(c.failure(), "") << text;
  return c.lines(rule);
}

// Findings of all rules but those that are about the model being small.
std::vector<std::string> data_lines(std::string_view ordering, std::string_view catalog,
                                    std::string_view facts) {
  std::vector<std::string> out;
  for (std::string& line : lines("", ordering, catalog, "", facts))
    if (line.find(" data/") != std::string::npos) out.push_back(std::move(line));
  return out;
}

TEST(OneFactOneFinding, AForeignWriteIsToldByTheRuleThatKnowsWhoseItIs) {
  constexpr std::string_view both = "ordering writes dynamodb:t\ncatalog writes dynamodb:t\n";
  // The owner is declared: the other's write is foreign, and nothing else.
  EXPECT_THAT(data_lines("", ", owns: { tables: t }", both),
              ElementsAre(HasSubstr("error data/foreign-access: ordering writes t")));
  EXPECT_THAT(data_lines(", uses: { catalog: data }", ", owns: { tables: t }", both),
              ElementsAre(HasSubstr("error data/foreign-access")));
  // Nobody owns it: it is shared (and nobody's).
  EXPECT_THAT(data_lines("", "", both), Contains(HasSubstr("error data/shared-table")));
  EXPECT_THAT(data_lines("", "", both), testing::Not(Contains(HasSubstr("data/foreign-access"))));
  // A template makes it in the catalog, and nobody has begun to declare: shared, without a second word.
  constexpr std::string_view made =
      "unit services/catalog/t.yaml\nservices/catalog/t.yaml declares dynamodb:t\nordering writes "
      "dynamodb:t\ncatalog writes dynamodb:t\n";
  EXPECT_THAT(data_lines("", "", made), ElementsAre(HasSubstr("error data/shared-table")));
  EXPECT_THAT(data_lines(", uses: {}", "", made), ElementsAre(HasSubstr("error data/foreign-access")));
  // Without a model as well.
  RuleCase plain(
      "service a root=a\nservice b root=b\nunit a/t.yaml\na/t.yaml declares dynamodb:t\na writes "
      "dynamodb:t\nb writes dynamodb:t\n");
  std::vector<std::string> rules;
  for (const Finding& f : plain.findings()) rules.push_back(f.rule);
  EXPECT_THAT(rules, ElementsAre("data/shared-table"));
}

TEST(OneFactOneFinding, TwoStrangersThatShareAreStillTwoForeignWrites) {
  const std::string text =
      "contexts:\n  a: { code: a/**, uses: {} }\n  b: { code: b/**, uses: {} }\n  c: { code: c/**, owns: { "
      "tables: t } }\n---\nservice a root=a\nservice b root=b\nservice c root=c\na writes dynamodb:t\nb "
      "writes "
      "dynamodb:t\nc reads dynamodb:t\n";
  RuleCase c(text);
  EXPECT_THAT(c.lines("data/foreign-access"), SizeIs(2));
  EXPECT_THAT(c.lines("data/shared-table"), IsEmpty());
}

TEST(SharedTable, PlumbingIsNamed) {
  constexpr std::string_view rule = "data/shared-table";
  auto both = [](std::string_view table) {
    return "ordering writes postgres:" + std::string(table) +
           "\ncatalog writes postgres:" + std::string(table) + "\n";
  };
  EXPECT_THAT(lines(rule, "", "", "", both("app.inbox_messages")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", both("qrtz_locks")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", both("boxes")), SizeIs(1));
  EXPECT_THAT(lines(rule, "", "", "rules: { data/shared-table: { ignore-names: boxes } }\n", both("boxes")),
              IsEmpty());
  EXPECT_THAT(
      lines(rule, "", "", "rules: { data/shared-table: { ignore-names: boxes } }\n", both("qrtz_locks")),
      SizeIs(1));
}

constexpr std::string_view exported =
    "unit services/catalog/t.yaml\nservices/catalog/t.yaml provides export:catalog-bus\nordering uses "
    "export:catalog-bus\n";

TEST(UndeclaredDependency, AnExportIsTheWireOfTheWayThatIsDeclared) {
  constexpr std::string_view rule = "boundary/undeclared-dependency";
  EXPECT_THAT(lines(rule, ", uses: {}", "", "", exported), SizeIs(1));
  EXPECT_THAT(lines(rule, ", uses: { catalog: event }", "", "", exported), IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: { catalog: import }", "", "", exported), IsEmpty());
  EXPECT_THAT(lines("boundary/forbidden-dependency", "", "", "separate: [ordering, catalog]\n", exported),
              SizeIs(1));
}

TEST(UndeclaredDependency, ClassesCanBeSwitchedOff) {
  constexpr std::string_view rule = "boundary/undeclared-dependency";
  constexpr std::string_view call = "ordering calls catalog\n";
  auto with = [](std::string_view severity) {
    return "rules: { boundary/undeclared-dependency: { by-class.call: " + std::string(severity) + " } }\n";
  };
  EXPECT_THAT(lines(rule, ", uses: {}", "", with("off"), call), IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: {}", "", with("note"), call), ElementsAre(HasSubstr("note ")));
  EXPECT_THAT(lines(rule, ", uses: {}", "", with("warning"), call), ElementsAre(HasSubstr("warning ")));
  EXPECT_THAT(
      lines(rule, "", "", "rules: { boundary/undeclared-dependency: { open-contexts: off } }\n", call),
      IsEmpty());
}

std::vector<std::string> owners(std::string_view ordering, std::string_view code_owners,
                                std::string_view facts = "") {
  RuleCase c(shop(ordering, ", team: \"@shop/catalog\"", "",
                  "ordering calls catalog @ services/ordering/a.py:1\ncatalog calls ordering @ "
                  "services/catalog/b.py:1\n" +
                      std::string(facts)));
  c.code_owners(code_owners);
  return c.lines("governance/no-owner");
}

TEST(NoOwner, CodeOwnersAreHeardAndHeldAgainstTheModel) {
  // A team of its own.
  EXPECT_THAT(owners("", ""), ElementsAre(HasSubstr("ordering has no team.")));
  EXPECT_THAT(owners("", "services/ordering/ @shop/ordering\nservices/catalog/ @shop/catalog\n"), IsEmpty());
  // A fallback is the same as nobody.
  EXPECT_THAT(owners("", "* @shop/all\n"), ElementsAre(HasSubstr("ordering has no team.")));
  // Another than the model says.
  EXPECT_THAT(
      owners(", team: \"@shop/ordering\"", "/services/ @shop/catalog\n"),
      ElementsAre(HasSubstr("/services/ belongs to ordering (@shop/ordering), but CODEOWNERS gives it "
                            "to @shop/catalog.")));
  EXPECT_THAT(owners(", team: \"@shop/ordering\"", "/services/ @shop/catalog @shop/ordering\n"), IsEmpty());
  EXPECT_THAT(
      owners(", team: ordering", "/services/ordering/ @shop/ordering\nservices/catalog @shop/catalog\n"),
      IsEmpty());
  // The last line that matches wins; one without owners clears.
  EXPECT_THAT(owners(", team: \"@shop/ordering\"",
                     "/services/ @shop/catalog\n/services/ordering/ @shop/ordering # theirs\n"),
              IsEmpty());
  EXPECT_THAT(owners("", "services/** @shop/catalog\nservices/ordering\n"),
              ElementsAre(HasSubstr("ordering has no team.")));
  // A person's name is held against no team; two teams are no one team.
  EXPECT_THAT(
      owners(", team: \"@shop/ordering\"", "services/ordering/ @alice\nservices/catalog/ @shop/catalog\n"),
      IsEmpty());
  EXPECT_THAT(
      owners("", "services/ordering/a.py @shop/one\nservices/catalog/ @shop/catalog\n*.kt @shop/two\n",
             "ordering calls catalog @ services/ordering/c.kt:1\n"),
      ElementsAre(HasSubstr("ordering belongs to @shop/one and @shop/two by CODEOWNERS")));
  // Others are looked after there.
  EXPECT_THAT(
      owners(", team: \"@shop/ordering\"", "services/catalog/ @shop/catalog\n"),
      ElementsAre(HasSubstr("note governance/no-owner: ordering belongs to @shop/ordering, but CODEOWNERS "
                            "and catalogs name nobody")));
}

TEST(NoOwner, SectionsOfCodeOwners) {
  EXPECT_THAT(
      owners(", team: \"@shop/ordering\"",
             "[Docs] @shop/docs\n*.md\n\n^[Ordering][2] @shop/ordering\nservices/ordering/\n[Catalog]\n"
             "services/catalog/ @shop/catalog\n"),
      IsEmpty());
  EXPECT_THAT(owners(", team: \"@shop/ordering\"",
                     "[One] @shop/catalog\nservices/ordering/\n[Catalog]\nservices/catalog/ @shop/catalog\n"),
              ElementsAre(HasSubstr("gives it to @shop/catalog")));
}

TEST(NoOwner, CatalogsOwnTheFolderTheyStandIn) {
  auto of = [](std::string_view team, std::string_view owner) {
    RuleCase c(shop(team, ", team: catalog", "", "ordering calls catalog @ services/ordering/a.py:1\n"));
    c.catalog(
        "services/ordering/catalog-info.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: ordering }\nspec: { type: "
        "service, owner: \"" +
            std::string(owner) + "\" }\n");
    EXPECT_EQ(c.failure(), "");
    return c.lines("governance/no-owner");
  };
  EXPECT_THAT(of("", "group:default/ordering"), IsEmpty());
  EXPECT_THAT(of(", team: \"@shop/ordering-team\"", "group:default/ordering"), IsEmpty());
  EXPECT_THAT(of(", team: billing", "ordering"),
              Contains(HasSubstr("catalog-info.yaml gives it to ordering")));
  EXPECT_THAT(of("", "${{ values.owner }}"), ElementsAre(HasSubstr("ordering has no team.")));
}

TEST(PathOwners, PatternsAsTheirHostsReadThem) {
  auto owner = [](std::string_view text, std::string_view path) {
    model::PathOwners owners;
    owners.read_codeowners("CODEOWNERS", text);
    std::string out;
    for (const model::PathOwner* one : owners.of_code(path))
      for (const std::string& name : one->owners) out += name;
    return out;
  };
  EXPECT_EQ(owner("apps/ @a", "x/apps/y/z.py"), "@a");  // a folder anywhere
  EXPECT_EQ(owner("/apps/ @a", "x/apps/y.py"), "");
  EXPECT_EQ(owner("docs/* @a", "docs/x.md"), "@a");
  EXPECT_EQ(owner("docs/* @a", "docs/x/y.md"), "");
  EXPECT_EQ(owner("*.js @a", "x/y.js"), "@a");
  EXPECT_EQ(owner("/x/**/y @a", "x/1/2/y/z.py"), "@a");
  EXPECT_EQ(owner("/x\\ y/ @a", "x y/z.py"), "@a");
  EXPECT_EQ(owner("x/{y} @a", "x/{y}/z"), "@a");
  EXPECT_EQ(owner("x @a #@b", "x/1"), "@a");
  EXPECT_EQ(owner("!x @a", "x/1"), "");
  EXPECT_EQ(owner("** @a", "x"), "");
  EXPECT_EQ(owner("x a@example.org", "x"), "a@example.org");
  EXPECT_EQ(owner(std::string(100'000, '['), "x"), "");
}

TEST(Orphan, WhatIsPromisedAndWhatOnlyARecorderTakes) {
  constexpr std::string_view rule = "event/orphan";
  constexpr std::string_view waits = "ordering consumes eventbridge:Priced\n";
  EXPECT_THAT(lines(rule, "", "", "", waits), ElementsAre(HasSubstr("warning ")));
  // The catalog says that it publishes it: that it does not is drift.
  EXPECT_THAT(lines(rule, "", ", publishes: { events: Priced }", "", waits), IsEmpty());
  EXPECT_THAT(lines("drift/declared-but-absent", "", ", publishes: { events: Priced }", "", waits),
              SizeIs(1));
  EXPECT_THAT(lines(rule, "", ", publishes: { events: Prized }", "", waits), SizeIs(1));
  constexpr std::string_view recorded =
      "service recorder root=tools/recorder\ncatalog publishes eventbridge:Priced\nrecorder consumes "
      "eventbridge:all pattern=any\n";
  EXPECT_THAT(
      lines(rule, "", "", "", recorded),
      ElementsAre(HasSubstr("note event/orphan: Priced is published by catalog; nothing asks for it by "
                            "name, recorder takes everything.")));
  EXPECT_THAT(lines(rule, "", "", "",
                    "catalog publishes eventbridge:Priced\nordering consumes eventbridge:all pattern=any\n"),
              IsEmpty());
}

TEST(Unread, CodeInLanguagesThatNobodyReadsMayHoldTheOtherEnd) {
  const std::string facts =
      "ordering consumes eventbridge:Priced\ncatalog declares dynamodb:t @ services/catalog/Prices.cs:1\n";
  RuleCase c(shop("", ", publishes: { events: Retired }", "", facts));
  const auto code = model::unread_code(c.map());
  EXPECT_EQ(model::unread_text(model::unread_in_all(code)), "1 file of C#");
  EXPECT_THAT(c.lines("event/orphan"),
              ElementsAre(HasSubstr("note event/orphan: ordering waits for Priced; no "
                                    "code that is read (not 1 file of C#) publishes")));
  EXPECT_THAT(c.lines("drift/declared-but-absent"),
              Contains(HasSubstr("it publishes Retired; not seen (1 file of C# could not be read)")));
  EXPECT_EQ(model::unread_text({{"C#", 41}, {"Go", 3}}), "41 files of C# and 3 of Go");
  EXPECT_EQ(model::unread_text({{"C#", 41}, {"Go", 3}, {"PHP", 2}, {"Ruby", 2}}),
            "41 files of C#, 3 of Go and 4 of other languages");
  EXPECT_EQ(model::unread_text({}), "");
}

TEST(NoVersion, OneFindingAnInterface) {
  constexpr std::string_view rule = "api/no-version";
  constexpr std::string_view two =
      "operation \"catalog GET /p\" service=catalog method=GET path=/p\noperation \"catalog GET /q\" "
      "service=catalog method=GET path=/q\nordering calls \"catalog GET /p\"\nordering calls \"catalog GET "
      "/q\"\n";
  EXPECT_THAT(
      lines(rule, "", "", "", two),
      ElementsAre(HasSubstr("2 operations of catalog are used by ordering and have no version: GET /p and "
                            "GET /q.")));
  auto one = [](std::string_view method, std::string_view path) {
    return "operation \"catalog X\" service=catalog method=" + std::string(method) +
           " path=" + std::string(path) + "\nordering calls \"catalog X\"\n";
  };
  EXPECT_THAT(lines(rule, "", "", "", one("GET", "/p")), SizeIs(1));
  EXPECT_THAT(lines(rule, "", "", "", one("GET", "/v2/p")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", one("GET", "/health")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", one("MUTATION", "placeOrder")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", one("ANY", "/$connect")), IsEmpty());
}

TEST(CrudOnly, FieldsOfASchemaHaveVerbsAndDoorsHaveNoRules) {
  constexpr std::string_view rule = "api/crud-only";
  auto schema = [](std::string_view third) {
    std::string out = "ordering writes dynamodb:orders\n";
    for (std::string_view field : {std::string_view("getOrder"), std::string_view("createOrder"), third})
      out += "operation \"ordering MUTATION " + std::string(field) +
             "\" service=ordering method=MUTATION path=" + std::string(field) + "\n";
    return out;
  };
  EXPECT_THAT(lines(rule, "", "", "", schema("updateOrder")), SizeIs(1));
  EXPECT_THAT(lines(rule, "", "", "", schema("startDelivery")), IsEmpty());
  EXPECT_THAT(lines(rule, ", services: { ordering: { type: gateway } }", "", "", schema("updateOrder")),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", kind: generic", "", "", schema("updateOrder")), IsEmpty());
}

TEST(LeakedForeignModel, OnlyItsTypesWhereOneAsksForThat) {
  constexpr std::string_view rule = "boundary/leaked-foreign-model";
  constexpr std::string_view layer =
      ", uses: { catalog: { as: anticorruption-layer, inside: services/ordering/acl/** } }";
  constexpr std::string_view only = "rules: { boundary/leaked-foreign-model: { signatures-only: true } }\n";
  constexpr std::string_view call = "ordering calls catalog @ services/ordering/a.py:1\n";
  constexpr std::string_view code =
      "ordering imports catalog symbol=Product target-path=services/catalog/p.py @ "
      "services/ordering/a.py:1\n";
  EXPECT_THAT(lines(rule, layer, "", "", call), SizeIs(1));
  EXPECT_THAT(lines(rule, layer, "", only, call), IsEmpty());
  EXPECT_THAT(lines(rule, layer, "", only, code), SizeIs(1));
}

TEST(NoOwner, NobodyHasToOwnWhatIsNotThere) {
  constexpr std::string_view ghost =
      "contexts:\n  ordering: { code: o/**, team: o }\n  ghost: { code: g/**, optional: true }\n---\n"
      "service ordering root=o\n";
  EXPECT_THAT(RuleCase(ghost).lines("governance/no-owner"), IsEmpty());
  EXPECT_THAT(RuleCase(std::string(ghost) + "service ghost root=g\n").lines("governance/no-owner"),
              SizeIs(1));
}

TEST(LeakedForeignModel, LegacyIsReachedThroughALayer) {
  constexpr std::string_view rule = "boundary/leaked-foreign-model";
  constexpr std::string_view call = "ordering calls catalog @ services/ordering/a.py:1\n";
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", ", legacy: true", "", call),
              ElementsAre(HasSubstr("which is legacy; ordering has no layer against it, found in "
                                    "services/ordering/a.py:1")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", "", "", call), IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }, legacy: true", ", legacy: true", "", call), IsEmpty());
  constexpr std::string_view layer =
      ", uses: { catalog: { by: call, as: anticorruption-layer, inside: services/ordering/a.py } }";
  EXPECT_THAT(lines(rule, layer, ", legacy: true", "", call), IsEmpty());
  // Undeclared: that is another rule's finding, and the only one.
  EXPECT_THAT(lines(rule, ", uses: {}", ", legacy: true", "", call), IsEmpty());
  // Who is a big ball of mud is warned.
  EXPECT_THAT(lines("boundary/forbidden-dependency", ", legacy: true, strict: true",
                    ", uses: { ordering: { as: customer } }", "", call),
              ElementsAre(HasSubstr("warning ")));
  EXPECT_THAT(lines("boundary/forbidden-dependency", ", strict: true",
                    ", uses: { ordering: { as: customer } }", "", call),
              ElementsAre(HasSubstr("error ")));
}

TEST(Cycle, ARingOfEventsAroundOneOfCallsSaysWhatIsNew) {
  const std::string model =
      "contexts:\n  a: { code: a/**, uses: { b: call } }\n  b: { code: b/**, uses: { a: call, c: call } }\n  "
      "c: { "
      "code: c/**, uses: { a: event } }\n---\nservice a root=a\nservice b root=b\nservice c root=c\na calls "
      "b\nb calls a\n";
  RuleCase calls(model);
  EXPECT_THAT(calls.lines("boundary/cycle"), SizeIs(1));
  RuleCase around(model + "b calls c\na publishes sns:X\nc consumes sns:X\n");
  const auto found = around.lines("boundary/cycle");
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_THAT(found[0], HasSubstr("error "));
  EXPECT_THAT(found[1], HasSubstr("note "));
  EXPECT_THAT(found[1], HasSubstr("c"));
}

TEST(Engine, GraverRulesComeFirstWhereAllAreNotes) {
  RuleCase c(
      "service a root=a\nservice b root=b\noperation \"b GET /p\" service=b method=GET path=/p\na calls "
      "\"b GET /p\"\na writes dynamodb:t\nb writes dynamodb:t\n");
  std::vector<std::string> rules;
  for (const Finding& f : c.findings()) {
    EXPECT_EQ(f.severity, Severity::note);
    rules.push_back(f.rule);
  }
  ASSERT_FALSE(rules.empty());
  EXPECT_EQ(rules.front(), "data/shared-table");
  EXPECT_EQ(rules.back(), "api/no-version");
}

TEST(ModelInvalid, OptionsHoldWhatTheyMayHold) {
  auto with = [](std::string_view option) {
    return lines("model/invalid", "", "", "rules: { " + std::string(option) + " }\n",
                 "ordering calls catalog\n");
  };
  EXPECT_THAT(with("api/chatty-operation: { warn: 2 }"), IsEmpty());
  EXPECT_THAT(with("api/chatty-operation: { warn: many }"),
              ElementsAre(HasSubstr("`many` is no value for `warn` of api/chatty-operation")));
  EXPECT_THAT(with("data/foreign-access: { reads: loud }"), ElementsAre(HasSubstr("`loud` is no value")));
  EXPECT_THAT(with("data/foreign-access: { reads: off }"), IsEmpty());
  EXPECT_THAT(with("data/shared-table: { level: service, read-ok: true, tests: false }"), IsEmpty());
  EXPECT_THAT(with("data/shared-table: { tests: true }"),
              ElementsAre(HasSubstr("`true` is no value for `tests`")));
  EXPECT_THAT(with("data/shared-table: { level: team }"), ElementsAre(HasSubstr("`team` is no value")));
  EXPECT_THAT(with("boundary/cycle: { classes: [call, sql] }"), ElementsAre(HasSubstr("`sql` is no value")));
  EXPECT_THAT(with("boundary/undeclared-dependency: { min-confidence: high }"),
              ElementsAre(HasSubstr("`high` is no value")));
}

TEST(NoSlo, OnlyWhereSomebodyRelies) {
  constexpr std::string_view rule = "governance/no-slo";
  constexpr std::string_view call = "ordering calls catalog\n";
  EXPECT_THAT(lines(rule, "", "", "", call),
              ElementsAre(HasSubstr("note governance/no-slo: ordering relies on catalog")));
  // Mutations: a promise, an alarm, nobody who relies.
  EXPECT_THAT(lines(rule, "", ", slo: { availability: 99.9% }", "", call), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", std::string(call) + "alarm a/Slow\na/Slow watches catalog\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", ""), IsEmpty());
}

TEST(EntityExposed, AGatewayOnlyPassesOn) {
  constexpr std::string_view rule = "api/entity-exposed";
  auto facts = [](std::string_view kind) {
    return "service door root=door kind=" + std::string(kind) +
           "\noperation \"catalog GET /p\" service=catalog method=GET path=/p returns=Product\ndoor calls "
           "\"catalog GET /p\" @ door/x.js:1\n";
  };
  constexpr std::string_view door = "  door: { code: door/** }\n";
  EXPECT_THAT(lines(rule, "", "", door, facts("gateway")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", door, facts("frontend")), SizeIs(1));
  EXPECT_THAT(lines(rule, "", "", door, facts("service")), SizeIs(1));
}

TEST(RemoteCallInLoop, SaysTheOperationOnceWhateverIsKnownOfIt) {
  constexpr std::string_view rule = "api/remote-call-in-loop";
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", "", "", "ordering calls catalog in-loop=yes\n"),
              ElementsAre(HasSubstr("ordering calls catalog once per element")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", "", "",
                    "ordering calls catalog in-loop=yes method=GET path=/p/{id}\n"),
              ElementsAre(HasSubstr("ordering calls catalog GET /p/{id} once per element")));
}

TEST(OverExposed, MethodsThatNobodyHandles) {
  constexpr std::string_view rule = "api/over-exposed-operation";
  auto facts = [](std::string_view method, std::string_view path, std::string_view handled) {
    const std::string name = "\"catalog " + std::string(method) + " " + std::string(path) + "\"";
    return "operation " + name + " service=catalog method=" + std::string(method) +
           " path=" + std::string(path) +
           (handled.empty() ? "" : " handled=\"" + std::string(handled) + "\"") + "\ncatalog exposes " +
           name + "\n";
  };
  EXPECT_THAT(lines(rule, "", "", "", facts("ANY", "/p", "GET POST")), SizeIs(1));
  EXPECT_THAT(lines(rule, "", "", "", facts("ANY", "/p", "")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", facts("ANY", "/{proxy+}", "GET POST")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", facts("GET", "/p", "GET")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", facts("DELETE", "/p", "GET")), SizeIs(1));
}

}  // namespace
}  // namespace demarc
