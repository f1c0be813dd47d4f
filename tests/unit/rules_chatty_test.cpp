// Rules about conversations between contexts, against what must change their mind and what must not disturb
// them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Five contexts a … e with a service each; `a` may have more keys, `more` goes behind the contexts.
std::vector<std::string> lines(std::string_view rule, std::string_view facts, std::string_view a = "",
                               std::string_view more = "", std::string_view others = "") {
  std::string text = "contexts:\n  a: { code: services/a/**";
  text += a;
  text += " }\n";
  for (std::string_view name : {"b", "c", "d", "e"}) {
    text += "  ";
    text += name;
    text += ": { code: services/";
    text += name;
    text += "/**";
    text += others;
    text += " }\n";
  }
  text += more;
  text += "---\n";
  for (std::string_view name : {"a", "b", "c", "d", "e"}) {
    text += "service ";
    text += name;
    text += " root=services/";
    text += name;
    text += "\noperation \"";
    text += name;
    text += " GET /x\" service=";
    text += name;
    text += " method=GET path=/x\n";
  }
  text += facts;
  RuleCase c(text);
  EXPECT_EQ(c.failure(), "") << text;
  return c.lines(rule);
}

constexpr std::string_view three =
    "operation \"b GET /1\" service=b method=GET path=/1\noperation \"b GET /2\" service=b method=GET "
    "path=/2\n"
    "operation \"b POST /3\" service=b method=POST path=/3\n"
    "\"a GET /x\" needs \"b GET /1\" trips=1\n\"a GET /x\" needs \"b GET /2\" trips=1\n";

TEST(ChattyOperation, CountsWhatHappensInOneRun) {
  constexpr std::string_view rule = "api/chatty-operation";
  const std::string facts(three);
  EXPECT_THAT(lines(rule, facts), IsEmpty());
  EXPECT_THAT(
      lines(rule, facts + "\"a GET /x\" needs \"b POST /3\" trips=1\n"),
      ElementsAre(
          "warning api/chatty-operation: GET /x needs 3 round trips to b: GET /1, GET /2 and POST /3."));
  // Another branch.
  EXPECT_THAT(lines(rule, facts + "\"a GET /x\" needs \"b POST /3\" trips=1 apart=yes\n"), IsEmpty());
  // Another entry, another context.
  EXPECT_THAT(lines(rule, facts + "\"c GET /x\" needs \"b POST /3\" trips=1\n"), IsEmpty());
  EXPECT_THAT(lines(rule, facts + "\"a GET /x\" needs \"c GET /x\" trips=1\n"), IsEmpty());
  // Only guessed.
  EXPECT_THAT(lines(rule, facts + "\"a GET /x\" needs \"b POST /3\" trips=1 (guessed)\n"), IsEmpty());
  EXPECT_THAT(lines(rule, facts + "\"a GET /x\" needs \"b POST /3\" trips=4\n"),
              ElementsAre(HasSubstr("error ")));
  // A loop over data is another rule's.
  EXPECT_THAT(lines(rule, "\"a GET /x\" needs \"b GET /x\" trips=7 unbounded=yes\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "\"a GET /x\" needs \"b GET /x\" trips=7\n"), ElementsAre(HasSubstr("error ")));
}

TEST(ChattyOperation, KnowsWhoPutsThingsTogether) {
  constexpr std::string_view rule = "api/chatty-operation";
  const std::string facts = std::string(three) + "\"a GET /x\" needs \"b POST /3\" trips=1\n";
  EXPECT_THAT(lines(rule, facts, ", services: { a: { type: application } }"), IsEmpty());
  EXPECT_THAT(lines(rule, facts, ", services: { a: { type: domain } }"), ElementsAre(HasSubstr("warning ")));
  EXPECT_THAT(lines(rule, facts, "", "rules: { api/chatty-operation: { warn: 4 } }\n"), IsEmpty());
  EXPECT_THAT(lines(rule, facts, "", "rules: { api/chatty-operation: { reads-only: yes } }\n"), IsEmpty());
}

TEST(FanOut, CountsContexts) {
  constexpr std::string_view rule = "api/fan-out";
  const std::string facts =
      "\"a GET /x\" needs \"b GET /x\"\n\"a GET /x\" needs \"c GET /x\"\n\"a GET /x\" needs \"d GET /x\"\n";
  const std::string fourth = "\"a GET /x\" needs \"e GET /x\"\n";
  EXPECT_THAT(lines(rule, facts), IsEmpty());
  EXPECT_THAT(lines(rule, facts + fourth),
              ElementsAre("warning api/fan-out: GET /x calls 4 contexts synchronously: b, c, d and e."));
  EXPECT_THAT(lines(rule, facts + "\"a GET /x\" needs \"e GET /x\" aside=yes\n"), IsEmpty());
  EXPECT_THAT(lines(rule, facts + fourth, ", services: { a: { type: gateway } }"), IsEmpty());
  EXPECT_THAT(lines(rule, facts + fourth, ", services: { a: { type: application } }"), IsEmpty());
  EXPECT_THAT(lines(rule, facts + fourth, "", "rules: { api/fan-out: { warn: 5 } }\n"), IsEmpty());
  // Two services of one context are one.
  EXPECT_THAT(lines(rule, facts + "service b2 root=services/b/2\n\"a GET /x\" needs b2\n"), IsEmpty());
}

TEST(CallChainTooDeep, CountsServicesInARow) {
  constexpr std::string_view rule = "api/call-chain-too-deep";
  const std::string three_hops =
      "\"a GET /x\" needs \"b GET /x\"\n\"b GET /x\" needs \"c GET /x\"\n\"c GET /x\" needs \"d GET /x\"\n";
  EXPECT_THAT(
      lines(rule, three_hops),
      ElementsAre("warning api/call-chain-too-deep: GET /x waits for a → b → c → d; with 99.9% each that is "
                  "99.6% at best."));
  EXPECT_THAT(lines(rule, three_hops + "\"d GET /x\" needs \"e GET /x\"\n"),
              ElementsAre(HasSubstr("error ")));
  // Cut in the middle: the operation that is asked asks nobody.
  EXPECT_THAT(
      lines(rule,
            "operation \"c GET /y\" service=c\n\"a GET /x\" needs \"b GET /x\"\n\"b GET /x\" needs \"c "
            "GET /y\"\n\"c GET /x\" needs \"d GET /x\"\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, three_hops, ", services: { a: { type: gateway } }"), IsEmpty());
  EXPECT_THAT(lines(rule, three_hops, ", services: { a: { type: gateway } }",
                    "rules: { api/call-chain-too-deep: { ignore-gateway: no } }\n"),
              ElementsAre(HasSubstr("a → b → c → d")));
  // What goes round is one link, and a ring ends.
  EXPECT_THAT(
      lines(rule,
            "\"a GET /x\" needs \"b GET /x\"\n\"b GET /x\" needs \"c GET /x\"\n\"c GET /x\" needs \"b GET "
            "/x\"\n\"c GET /x\" needs \"d GET /x\"\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, three_hops, ", slo: { availability: 99% }"),
              ElementsAre(HasSubstr("what they promise that is 98.7%")));
}

TEST(CallChainTooDeep, OneFindingForAChain) {
  constexpr std::string_view rule = "api/call-chain-too-deep";
  EXPECT_THAT(
      lines(rule,
            "operation \"a GET /y\" service=a\n\"a GET /x\" needs \"b GET /x\"\n\"a GET /y\" needs \"b GET "
            "/x\"\n\"b GET /x\" needs \"c GET /x\"\n\"c GET /x\" needs \"d GET /x\"\n"),
      ElementsAre(HasSubstr("a → b → c → d")));
}

TEST(GetterCluster, AskedTogetherOrNot) {
  constexpr std::string_view rule = "api/getter-cluster";
  const std::string operations =
      "operation \"b GET /p/{id}/name\" service=b method=GET path=/p/{id}/name\n"
      "operation \"b GET /p/{id}/price\" service=b method=GET path=/p/{id}/price\n"
      "operation \"b GET /p/{key}/colour\" service=b method=GET path=/p/{key}/colour\n";
  const std::string two =
      operations + "\"a GET /x\" needs \"b GET /p/{id}/name\"\n\"a GET /x\" needs \"b GET /p/{id}/price\"\n";
  EXPECT_THAT(lines(rule, two), IsEmpty());
  EXPECT_THAT(lines(rule, two + "\"a GET /x\" needs \"b GET /p/{key}/colour\"\n"),
              ElementsAre(HasSubstr(
                  "note api/getter-cluster: GET /p/{id}/name, GET /p/{id}/price and GET /p/{key}/colour of "
                  "b are always asked together")));
  EXPECT_THAT(lines(rule, two + "\"c GET /x\" needs \"b GET /p/{key}/colour\"\n"), IsEmpty());
  // One that is asked alone does not hide the others.
  EXPECT_THAT(lines(rule, two + "\"a GET /x\" needs \"b GET /p/{key}/colour\"\n" +
                              "operation \"b GET /p/{id}/age\" service=b method=GET path=/p/{id}/age\n" +
                              "\"c GET /x\" needs \"b GET /p/{id}/age\"\n"),
              ElementsAre(HasSubstr("note api/getter-cluster: ")));
}

TEST(UnknownOperation, OnlyWhereRoutesAreKnown) {
  constexpr std::string_view rule = "api/unknown-operation";
  const std::string routes =
      "operation \"b GET /p\" service=b method=GET path=/p\noperation \"b GET /p/{id}\" service=b method=GET "
      "path=/p/{id}\na calls \"b GET /p\"\n";
  const std::string wrong = "a calls b method=GET path=/prices/list protocol=http\n";
  EXPECT_THAT(lines(rule, routes + wrong),
              ElementsAre(HasSubstr(
                  "error api/unknown-operation: a calls GET /prices/list of b; b has no such operation "
                  "(closest: GET ")));
  // Renamed at the provider's.
  EXPECT_THAT(
      lines(rule,
            routes + "operation \"b GET /prices/list\" service=b method=GET path=/prices/list\n" + wrong),
      IsEmpty());
  EXPECT_THAT(lines(rule, wrong), IsEmpty());  // too few routes are known
  EXPECT_THAT(
      lines(rule, routes + "operation \"b ANY /{proxy+}\" service=b method=ANY path=/{proxy+}\n" + wrong),
      IsEmpty());
  // A prefix that a gateway takes away, an address that is not known whole, a probe.
  EXPECT_THAT(lines(rule, routes + "a calls b method=GET path=/shop/p protocol=http\n"), IsEmpty());
  EXPECT_THAT(lines(rule, routes + "a calls b method=GET path=/{}/list protocol=http\n"), IsEmpty());
  EXPECT_THAT(lines(rule, routes + "a calls b path=/prices/list protocol=http\n"), IsEmpty());
  EXPECT_THAT(lines(rule, routes + "a calls b method=GET path=/actuator/health protocol=http\n"), IsEmpty());
  EXPECT_THAT(lines(rule, routes + "a calls b method=DELETE path=/p protocol=http\n"),
              ElementsAre(HasSubstr("DELETE /p")));
  EXPECT_THAT(lines(rule, routes + wrong + "a calls b method=GET path=/other/list protocol=http\n"),
              IsEmpty());
}

TEST(UnknownOperation, UnusedOnesWhereAskedFor) {
  constexpr std::string_view rule = "api/unknown-operation";
  const std::string facts =
      "operation \"b GET /old\" service=b method=GET path=/old contract=b/openapi.yaml\n";
  EXPECT_THAT(lines(rule, facts), IsEmpty());
  EXPECT_THAT(lines(rule, facts, "", "rules: { api/unknown-operation: { unused: note } }\n"),
              ElementsAre(HasSubstr("note api/unknown-operation: nobody calls GET /old of b.")));
}

TEST(HardcodedEndpoint, PlacesNotNames) {
  constexpr std::string_view rule = "api/hardcoded-endpoint";
  EXPECT_THAT(lines(rule, "a calls b literal-host=b:8080\n"),
              ElementsAre(HasSubstr("names b:8080 in code, where b answers")));
  EXPECT_THAT(lines(rule, "a calls b literal-host=b\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "a calls b\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "a calls b literal-host=localhost:8080\n"), ElementsAre(HasSubstr("note ")));
  EXPECT_THAT(lines(rule, "a calls b literal-host=host.docker.internal:8080\n"),
              ElementsAre(HasSubstr("note ")));
  EXPECT_THAT(lines(rule, "a calls b literal-host=localhost:8080\n", "",
                    "rules: { api/hardcoded-endpoint: { localhost: off } }\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, "a calls a literal-host=a:8080\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "external pay.example.com\na calls pay.example.com literal-host=pay.example.com\n"),
              IsEmpty());
}

TEST(SloUnreachable, HoldsPromisesAgainstEachOther) {
  constexpr std::string_view rule = "governance/slo-unreachable";
  constexpr std::string_view promise = ", slo: { availability: 99.9% }";
  const std::string facts = "\"a GET /x\" needs \"b GET /x\"\n\"a GET /x\" needs \"c GET /x\"\n";
  EXPECT_THAT(
      lines(rule, facts, promise, "", promise),
      ElementsAre(
          "warning governance/slo-unreachable: a promises 99.9%, but GET /x waits for b and c; at best "
          "99.8%."));
  EXPECT_THAT(lines(rule, facts, ", slo: { availability: 99.8% }", "", promise), IsEmpty());
  EXPECT_THAT(lines(rule, facts, promise), IsEmpty());  // the others have promised nothing
  EXPECT_THAT(lines(rule, facts, "", "", promise), IsEmpty());
  EXPECT_THAT(lines(rule, "\"a GET /x\" needs \"b GET /x\"\n\"a GET /x\" needs \"c GET /x\" apart=yes\n",
                    promise, "", promise),
              IsEmpty());
}

TEST(SloUnreachable, AddsUpWhatIsWaitedForInARow) {
  constexpr std::string_view rule = "governance/slo-unreachable";
  constexpr std::string_view own = ", slo: { latency-p99: 500ms }", others = ", slo: { latency-p99: 300ms }";
  const std::string facts =
      "\"a GET /x\" needs \"b GET /x\" trips=1\n\"a GET /x\" needs \"c GET /x\" trips=1\n";
  EXPECT_THAT(
      lines(rule, facts, own, "", others),
      ElementsAre(HasSubstr("a promises 500 ms, but GET /x waits for b and c, which may take 600 ms.")));
  EXPECT_THAT(
      lines(rule,
            "\"a GET /x\" needs \"b GET /x\" trips=1 parallel=yes\n\"a GET /x\" needs \"c GET /x\" trips=1 "
            "parallel=yes\n",
            own, "", others),
      IsEmpty());
  EXPECT_THAT(lines(rule, "\"a GET /x\" needs \"b GET /x\" trips=2\n", own, "", others),
              ElementsAre(HasSubstr("600 ms")));
}

TEST(RemoteCallInLoopFacts, RoundsAndWords) {
  constexpr std::string_view rule = "api/remote-call-in-loop";
  EXPECT_THAT(lines(rule, "a calls \"b GET /x\" in-loop=yes rounds=3\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "a calls \"b GET /x\" in-loop=yes rounds=4 function=f\n"),
              ElementsAre("error api/remote-call-in-loop: f calls b GET /x 4 times."));
  EXPECT_THAT(lines(rule, "a calls \"b GET /x\" in-loop=yes rounds=4\n", "",
                    "rules: { api/remote-call-in-loop: { const-bound: 5 } }\n"),
              IsEmpty());
  EXPECT_THAT(
      lines(rule,
            "a calls \"b GET /x\" in-loop=yes element=line function=ask loop-hops=1 loop-in=place @ "
            "services/a/x.py:7\n"
            "  via services/a/x.py:3 once for each line\n"),
      ElementsAre("error api/remote-call-in-loop: place calls b GET /x once per line (services/a/x.py:3 → "
                  "services/a/x.py:7)."));
  EXPECT_THAT(lines(rule, "a calls \"b GET /x\" in-loop=batch\n"), ElementsAre(HasSubstr("warning ")));
}

}  // namespace
}  // namespace demarc
