// Rules about declarations that reality does not bear out, and about names: mutations and false positives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rule_case.h"

namespace demarc {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> lines(std::string_view rule, std::string_view ordering, std::string_view catalog,
                               std::string_view more, std::string_view facts) {
  const std::string text =
      "contexts:\n  ordering: { code: services/ordering/**" + std::string(ordering) +
      " }\n  catalog: { code: services/catalog/**" + std::string(catalog) + " }\n" + std::string(more) +
      "---\nservice ordering root=services/ordering\nservice catalog root=services/catalog\n" +
      std::string(facts);
  RuleCase c(text);
  EXPECT_EQ(c.failure(), "") << text;
  return c.lines(rule);
}

TEST(DeclaredButAbsent, UsesByWay) {
  constexpr std::string_view rule = "drift/declared-but-absent";
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", "", "", ""),
              ElementsAre("note drift/declared-but-absent: ordering declares that it uses catalog by call; "
                          "nothing in the code does."));
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", "", "", "ordering calls catalog\n"), IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: { catalog: [call, event] }", "", "", "ordering calls catalog\n"),
              ElementsAre(HasSubstr("by event")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: { as: conformist } }", "", "", ""),
              ElementsAre(HasSubstr("that it uses catalog; nothing")));
  // The other way than declared is told by drift/communication-mismatch.
  EXPECT_THAT(lines(rule, ", uses: { catalog: event }", "", "", "ordering calls catalog\n"), IsEmpty());
  // Of what could not be resolved nothing can be said to be missing.
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", "", "", "ordering calls catalog open=unknown\n"),
              ElementsAre(HasSubstr("not seen (coverage 0 %)")));
  // A context that nothing was read of is model/invalid's.
  RuleCase unread(
      "contexts:\n  ordering: { code: services/ordering/**, optional: true, uses: { catalog: call } }\n  "
      "catalog: { code: services/catalog/** }\n---\nservice catalog root=services/catalog\n");
  EXPECT_THAT(unread.lines(rule), IsEmpty());
}

TEST(DeclaredButAbsent, EverythingElseThatIsDeclared) {
  constexpr std::string_view rule = "drift/declared-but-absent";
  EXPECT_THAT(
      lines(rule, ", publishes: { events: OrderPlaced }", "", "", "ordering publishes sns:OrderPlacd\n"),
      ElementsAre(HasSubstr("publishes OrderPlaced; no code does (closest: OrderPlacd)")));
  EXPECT_THAT(
      lines(rule, ", publishes: { events: OrderPlaced }", "", "", "ordering publishes sns:OrderPlaced\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, ", publishes: { api: GET /v1/orders }", "", "", ""),
              ElementsAre(HasSubstr("publishes GET /v1/orders; no code answers it")));
  EXPECT_THAT(lines(rule, ", publishes: { api: GET /v1/orders }", "", "",
                    "operation \"ordering GET /v1/orders\" service=ordering method=GET path=/v1/orders\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", publishes: { api: services/ordering/openapi.yaml }", "", "", ""),
              ElementsAre(HasSubstr("there is no such file")));
  EXPECT_THAT(lines(rule, ", owns: { tables: orders }", "", "", ""),
              ElementsAre(HasSubstr("owns the table orders; nothing in the tree makes or uses it")));
  EXPECT_THAT(lines(rule, ", owns: { tables: orders }", "", "", "ordering writes dynamodb:orders\n"),
              IsEmpty());
  // Braces as they are printed are no glob.
  EXPECT_THAT(lines(rule, ", owns: { tables: \"${stage}-Cart\" }", "", "",
                    "ordering writes dynamodb:${stage}-Cart\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: { catalog: call }", ", owns: { tables: t }", "",
                    "catalog writes dynamodb:t\nordering reads dynamodb:t\n"),
              ElementsAre(HasSubstr("that it uses catalog by call; nothing")));
  EXPECT_THAT(lines(rule, ", language: { Order: A wish. }", "", "", ""),
              ElementsAre(HasSubstr("Order is a word of its language; no type")));
  EXPECT_THAT(
      lines(rule, ", language: { Order: A wish. }", "", "", "entity OrderLine @ services/ordering/a.py:1\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, ", language: { Order: A wish. }", "",
                    "rules: { drift/declared-but-absent: { scopes: uses } }\n", ""),
              IsEmpty());
  constexpr std::string_view contract =
      "operation \"ordering GET /v1/a\" service=ordering method=GET path=/v1/a contract=o.yaml\n"
      "operation \"ordering GET /v1/b\" service=ordering method=GET path=/v1/b contract=o.yaml\n"
      "ordering handles \"ordering GET /v1/a\"\n";
  EXPECT_THAT(lines(rule, "", "", "", contract),
              ElementsAre(HasSubstr("o.yaml lists GET /v1/b; no code answers it")));
  EXPECT_THAT(lines(rule, "", "", "", std::string(contract) + "ordering handles \"ordering GET /v1/b\"\n"),
              IsEmpty());
  // The code behind a contract of which nothing is answered was not understood, whatever else is answered.
  EXPECT_THAT(
      lines(rule, "", "", "",
            "operation \"ordering GET /v1/a\" service=ordering method=GET path=/v1/a contract=o.yaml\n"
            "operation \"ordering GET /ui\" service=ordering method=GET path=/ui\n"
            "ordering handles \"ordering GET /ui\"\n"),
      IsEmpty());
}

TEST(CommunicationMismatch, TalksAndUses) {
  constexpr std::string_view rule = "drift/communication-mismatch";
  constexpr std::string_view events = ", services: { ordering: { talks: event_driven } }";
  EXPECT_THAT(lines(rule, events, "", "", "ordering calls catalog\nordering publishes sns:A\n"),
              ElementsAre("warning drift/communication-mismatch: ordering is declared event-driven; 1 "
                          "synchronous call to catalog found."));
  EXPECT_THAT(lines(rule, ", services: { ordering: { talks: [event_driven, synchronous] } }", "", "",
                    "ordering calls catalog\nordering publishes sns:A\n"),
              IsEmpty());
  EXPECT_THAT(lines(rule, events, "", "", "ordering publishes sns:A\n"), IsEmpty());
  EXPECT_THAT(lines(rule, events, "", "", "ordering calls catalog (guessed)\n"), IsEmpty());
  // The platform's own questions are no talk.
  EXPECT_THAT(lines(rule, events, "", "", "ordering calls catalog implicit=yes\n"), IsEmpty());
  EXPECT_THAT(lines(rule, ", services: { ordering: { talks: synchronous } }", "", "",
                    "ordering publishes sns:A\ncatalog consumes sns:A\n"),
              ElementsAre(HasSubstr("ordering is declared synchronous; it only publishes")));
  EXPECT_THAT(
      lines(rule, ", uses: { catalog: event }", "", "", "ordering calls catalog\n"),
      ElementsAre(HasSubstr("ordering is declared to use catalog by events; only 1 synchronous call")));
  EXPECT_THAT(
      lines(rule, ", uses: { catalog: call }", "", "", "catalog publishes sns:A\nordering consumes sns:A\n"),
      ElementsAre(HasSubstr("by calls; only 1 event site")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: event }", "", "",
                    "ordering calls catalog\ncatalog publishes sns:A\nordering consumes sns:A\n"),
              IsEmpty());
}

TEST(ContradictoryRoles, RolesPartnersKernels) {
  constexpr std::string_view rule = "model/contradictory-roles";
  constexpr std::string_view both = "ordering calls catalog\ncatalog calls ordering\n";
  EXPECT_THAT(
      lines(rule, ", uses: { catalog: { as: conformist } }", ", uses: { ordering: { as: customer } }", "",
            both),
      ElementsAre(HasSubstr("catalog is customer of ordering, and ordering is conformist of catalog")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: { as: conformist } }", ", uses: { ordering: event }", "", both),
              IsEmpty());
  // That nobody says where the layer is, is an incomplete model: told once.
  EXPECT_THAT(lines(rule, ", uses: { catalog: { as: anticorruption-layer } }", "", "", both), IsEmpty());
  EXPECT_THAT(lines("model/invalid", ", uses: { catalog: { as: anticorruption-layer } }", "", "", both),
              ElementsAre(HasSubstr("nothing says where")));
  EXPECT_THAT(lines("model/invalid", ", uses: { catalog: { as: conformist, inside: services/ordering/acl } }",
                    "", "", both),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: { catalog: { as: anticorruption-layer, inside: services/ordering/acl } }",
                    "", "", both),
              IsEmpty());
  EXPECT_THAT(
      lines(rule, ", uses: { catalog: { as: conformist, inside: services/ordering/acl } }", "", "", both),
      ElementsAre(HasSubstr("only an anticorruption layer has")));
  EXPECT_THAT(lines(rule, ", uses: { catalog: { as: conformist } }", "", "legacy: [catalog]\n", both),
              ElementsAre(HasSubstr("declared legacy")));
  EXPECT_THAT(
      lines(rule, ", uses: { catalog: { as: conformist } }", "", "partners: [ordering, catalog]\n", both),
      ElementsAre(HasSubstr("partners, which have no roles")));
  EXPECT_THAT(lines(rule, "", "", "partners: [ordering, catalog]\n", both), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "partners: [ordering, catalog]\n", "ordering calls catalog\n"),
              ElementsAre(HasSubstr("only ordering depends on catalog")));
  EXPECT_THAT(lines(rule, "", "", "partners: [ordering, catalog]\n", ""), IsEmpty());
  constexpr std::string_view kernel = "kernels: { k: { code: libs/k/**, members: [ordering, catalog] } }\n";
  constexpr std::string_view one =
      "service k root=libs/k kind=library\nordering imports k target-path=libs/k/a.py\n";
  EXPECT_THAT(lines(rule, "", "", kernel, one),
              ElementsAre(HasSubstr("catalog is a member of the kernel k and uses nothing of it")));
  EXPECT_THAT(lines(rule, "", "", kernel, std::string(one) + "catalog imports k target-path=libs/k/a.py\n"),
              IsEmpty());
  // Nobody is seen to use it: its package is not understood.
  EXPECT_THAT(lines(rule, "", "", kernel, "service k root=libs/k kind=library\n"), IsEmpty());
}

TEST(CommandInDisguise, OrdersAndQuestions) {
  constexpr std::string_view rule = "event/command-in-disguise";
  auto flow = [](std::string_view name) {
    return "ordering publishes sns:" + std::string(name) + "\ncatalog consumes sns:" + std::string(name) +
           "\n";
  };
  EXPECT_THAT(lines(rule, "", "", "", flow("ReserveStock")),
              ElementsAre(HasSubstr("ReserveStock has one consumer (catalog) and reads like an order")));
  EXPECT_THAT(lines(rule, "", "", "", flow("StockReserved")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", flow("com.shop.SendInvoiceEvent")), ElementsAre(HasSubstr("order")));
  EXPECT_THAT(lines(rule, "", "", "", flow("InvoiceSent")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", flow("payment-request")), ElementsAre(HasSubstr("order")));
  // One word, or a word of another language, says neither.
  EXPECT_THAT(lines(rule, "", "", "", flow("orders")), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", flow("BestellungAngelegt")), IsEmpty());
  // A queue is made for orders; two consumers make it news; the publisher itself is nobody else.
  EXPECT_THAT(
      lines(rule, "", "", "", "ordering publishes sqs:ReserveStock\ncatalog consumes sqs:ReserveStock\n"),
      IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", flow("ReserveStock") + "ordering consumes sns:ReserveStock\n"),
              IsEmpty());
  EXPECT_THAT(
      lines(rule, "", "", "",
            flow("StockWanted") + "catalog publishes sns:StockReply\nordering consumes sns:StockReply\n"),
      ElementsAre(HasSubstr("ordering waits for StockReply after StockWanted")));
}

TEST(ForeignTerm, OnlyWhatOneContextDefines) {
  constexpr std::string_view rule = "language/foreign-term";
  constexpr std::string_view parcel = ", language: { Parcel: What leaves the warehouse. }";
  constexpr std::string_view type = "entity ParcelSize @ services/ordering/a.py:1\n";
  EXPECT_THAT(
      lines(rule, "", parcel, "", type),
      ElementsAre("note language/foreign-term: Parcel belongs to the language of catalog; ordering uses it "
                  "for ParcelSize."));
  // Mutations: defined here too, another word, nobody's term.
  EXPECT_THAT(lines(rule, parcel, parcel, "", type), IsEmpty());
  EXPECT_THAT(lines(rule, "", parcel, "", "entity BoxSize @ services/ordering/a.py:1\n"), IsEmpty());
  EXPECT_THAT(lines(rule, "", "", "", type), IsEmpty());
  // In its layer, as a conformist, as a mere reference, as part of a longer word of one's own.
  EXPECT_THAT(lines(rule, ", uses: { catalog: { as: anticorruption-layer, inside: services/ordering/a.py } }",
                    parcel, "", type),
              IsEmpty());
  EXPECT_THAT(lines(rule, ", uses: { catalog: { as: conformist } }", parcel, "", type), IsEmpty());
  EXPECT_THAT(lines(rule, "", parcel, "", "entity ParcelId @ services/ordering/a.py:1\n"), IsEmpty());
  EXPECT_THAT(lines(rule, ", language: { Gift Parcel: A present. }", parcel, "",
                    "entity GiftParcel @ services/ordering/a.py:1\n"),
              IsEmpty());
}

}  // namespace
}  // namespace demarc
