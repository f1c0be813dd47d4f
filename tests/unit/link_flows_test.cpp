// Linking of events and calls: buses, rules, queues in between, streams with typed messages, URLs, workflows.
#include <gmock/gmock.h>

#include "tests/unit/link_world.h"

namespace demarc {
namespace {

using testing::edges;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using testing::World;
using enum RelationKind;

struct Shop : World {
  Shop() {
    service("order");
    service("pay");
    unit("platform/template.yaml");
    resource("platform/template.yaml", ResourceKind::bus, "Bus", "eventbridge", text("shop-bus"));
  }
  ValueId function(std::string_view service) { return ref(std::string(service) + "/template.yaml#Function"); }
  ValueId bus() { return ref("platform/template.yaml#Bus"); }
  void rule(const std::string& service, ValueId types, ValueId source, ValueId on) {
    wire(service + "/template.yaml", WiringKind::consumes, function(service), on,
         {{"detail-type", types}, {"source", source}, {"bus", on}});
  }
  std::vector<std::string> events() {
    return edges(link(), {RelationKind::publishes, RelationKind::consumes});
  }
};

TEST(LinkEvents, ALibrarysWrapperThatNobodyCallsIsNoSite) {
  Shop w;
  w.file("libs/kit/setup.py");
  w.source("libs/kit/kit.py", {"send"});
  w.imports("order/src/main.py", "libs/kit/kit.py");
  const ValueId given = w.values.code(ValueKind::parameter, 1u << 8);
  w.publishes(w.World::function("libs/kit/kit.py", 2), 5, given, w.text("shop.order"), w.text("shop-bus"));
  EXPECT_THAT(w.link().open, IsEmpty());
  // In a service's own code it stays one that is not known.
  w.publishes(w.handler("order"), 7, given, w.text("shop.order"), w.text("shop-bus"));
  EXPECT_EQ(w.link().open.size(), 1u);
}

TEST(LinkEvents, ARuleTakesTheTypesThatItNames) {
  Shop w;
  w.publishes(w.handler("order"), 5, w.any_of({w.text("OrderPlaced"), w.text("OrderChanged")}),
              w.text("shop.order"), w.text("shop-bus"));
  w.rule("pay", w.any_of({w.text("OrderPlaced"), w.text("OrderLost")}), w.text("shop.order"), w.bus());
  EXPECT_THAT(w.events(), UnorderedElementsAre("order publishes eventbridge:OrderPlaced",
                                               "order publishes eventbridge:OrderChanged",
                                               "pay consumes eventbridge:OrderPlaced",
                                               "pay consumes eventbridge:OrderLost"));
}

TEST(LinkEvents, AnotherSourceOrAnotherBusIsAnotherChannel) {
  Shop w;
  w.resource("platform/template.yaml", ResourceKind::bus, "Other", "eventbridge", w.text("other-bus"));
  w.publishes(w.handler("order"), 5, w.text("Placed"), w.text("shop.order"), w.bus());
  w.rule("pay", w.text("Placed"), w.text("shop.orders"), w.bus());
  EXPECT_THAT(w.events(), ElementsAre("order publishes eventbridge:Placed",
                                      "pay consumes eventbridge:Placed@shop.orders"));
  Shop v;
  v.resource("platform/template.yaml", ResourceKind::bus, "Other", "eventbridge", v.text("other-bus"));
  v.publishes(v.handler("order"), 5, v.text("Placed"), v.text("shop.order"), v.bus());
  v.rule("pay", v.text("Placed"), v.text("shop.order"), v.ref("platform/template.yaml#Other"));
  EXPECT_THAT(v.events(),
              ElementsAre("order publishes eventbridge:Placed", "pay consumes eventbridge:Placed@other-bus"));
}

TEST(LinkEvents, FromBusToBusAndThroughAQueue) {
  Shop w;
  w.resource("pay/template.yaml", ResourceKind::bus, "Own", "eventbridge", w.text("pay-bus"));
  w.resource("pay/template.yaml", ResourceKind::queue, "Queue", "sqs");
  w.publishes(w.handler("order"), 5, w.any_of({w.text("Placed"), w.text("Changed")}), w.text("shop.order"),
              w.bus());
  w.wire("pay/template.yaml", WiringKind::forwards, w.bus(), w.ref("pay/template.yaml#Own"),
         {{"detail-type", w.text("Placed")}, {"bus", w.bus()}});
  w.wire("pay/template.yaml", WiringKind::forwards, w.ref("pay/template.yaml#Own"),
         w.ref("pay/template.yaml#Queue"),
         {{"source", w.text("shop.order")},
          {"pattern", w.text("any")},
          {"bus", w.ref("pay/template.yaml#Own")}});
  w.wire("pay/template.yaml", WiringKind::consumes, w.function("pay"), w.ref("pay/template.yaml#Queue"));
  EXPECT_THAT(w.events(),
              ElementsAre("order publishes eventbridge:Changed", "order publishes eventbridge:Placed",
                          "pay consumes eventbridge:Placed"));
}

TEST(LinkEvents, PrefixesTakeWhatIsPublishedAndExceptionsAreLeftOut) {
  Shop w;
  w.publishes(w.handler("order"), 5,
              w.any_of({w.text("OrderPlaced"), w.text("OrderLost"), w.text("CartLost")}),
              w.text("shop.order"), w.bus());
  w.wire("pay/template.yaml", WiringKind::consumes, w.function("pay"), w.bus(),
         {{"detail-type", w.joined({w.text("Order"), ValueId{}})},
          {"except", w.text("OrderLost")},
          {"bus", w.bus()}});
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {consumes}), ElementsAre("pay consumes eventbridge:OrderPlaced"));
}

TEST(LinkEvents, ACatchAllRuleIsOneChannelOfAllPublishersOfItsBus) {
  Shop w;
  w.resource("platform/template.yaml", ResourceKind::bus, "Other", "eventbridge", w.text("other-bus"));
  w.service("ship");
  w.publishes(w.handler("order"), 5, w.text("Placed"), w.text("shop.order"), w.bus());
  w.publishes(w.handler("ship"), 5, w.text("Sent"), w.text("shop.ship"), w.text("other-bus"));
  w.wire("pay/template.yaml", WiringKind::consumes, w.function("pay"), w.bus(),
         {{"pattern", w.text("any")}, {"bus", w.bus()}});
  EXPECT_THAT(w.events(),
              UnorderedElementsAre("order publishes eventbridge:*", "order publishes eventbridge:Placed",
                                   "ship publishes eventbridge:Sent", "pay consumes eventbridge:*"));
}

TEST(LinkEvents, ManagedSourcesAreOnlyConsumedAndFailuresAreNoEvents) {
  Shop w;
  w.resource("pay/template.yaml", ResourceKind::queue, "Dlq", "sqs");
  w.rule("pay", w.text("Object Created"), w.text("aws.s3"), w.text("default"));
  w.wire("pay/template.yaml", WiringKind::publishes, w.function("pay"), w.ref("pay/template.yaml#Dlq"),
         {{"dead-letter", w.text("true")}});
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {publishes, consumes}), ElementsAre("pay consumes eventbridge:Object Created"));
}

TEST(LinkEvents, TopicsQueuesAndChangeStreams) {
  Shop w;
  w.resource("order/template.yaml", ResourceKind::topic, "Topic", "sns");
  w.resource("pay/template.yaml", ResourceKind::queue, "Queue", "sqs");
  w.resource("order/template.yaml", ResourceKind::table, "Orders", "dynamodb");
  w.effect(publishes, EntityKind::channel, w.handler("order"), 5,
           {{"name", w.ref("order/template.yaml#Topic")}, {"transport", w.text("sns")}});
  w.wire("pay/template.yaml", WiringKind::forwards, w.ref("order/template.yaml#Topic"),
         w.ref("pay/template.yaml#Queue"));
  w.wire("pay/template.yaml", WiringKind::consumes, w.function("pay"), w.ref("pay/template.yaml#Queue"));
  w.wire("pay/template.yaml", WiringKind::consumes, w.function("pay"),
         w.ref("order/template.yaml#Orders", "StreamArn"));
  EXPECT_THAT(w.events(),
              UnorderedElementsAre("order publishes sns:order.Topic", "pay consumes sns:order.Topic",
                                   "order publishes dynamodb-stream:order.Orders",
                                   "pay consumes dynamodb-stream:order.Orders"));
}

TEST(LinkEvents, MessagesOfAStreamAreToldApartByTypeWithinThatStream) {
  Shop w;
  w.service("ship");
  for (std::string id : {"Stream", "Else"})
    w.resource("platform/template.yaml", ResourceKind::stream, id, "kinesis", w.text("dev" + id + "OfShop"));
  const ValueId stream = w.ref("platform/template.yaml#Stream"), other = w.ref("platform/template.yaml#Else");
  w.effect(publishes, EntityKind::channel, w.handler("order"), 5,
           {{"name", stream}, {"transport", w.text("kinesis")}, {"type", w.text("order/placed")}});
  for (std::string s : {"pay", "ship"}) {
    w.wire(s + "/template.yaml", WiringKind::consumes, w.function(s),
           s == "pay" ? w.joined({w.text("arn:aws:kinesis:x:1:stream/"), w.values.setting("opt", "stage"),
                                  w.text("StreamOfShop")})
                      : other);
    w.effect(consumes, EntityKind::channel, w.handler(s), 9, {{"name", w.text("order/placed")}});
  }
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {publishes}), ElementsAre("order publishes kinesis:order/placed"));
  EXPECT_THAT(edges(linked, {consumes}), UnorderedElementsAre("pay consumes kinesis:order/placed (likely)",
                                                              "ship consumes kinesis:order/placed"));
}

TEST(LinkEvents, ATypeThatNobodyKnowsIsOpen) {
  Shop w;
  w.publishes(w.handler("order"), 5, w.values.member(w.values.parameter(3, 0), "type"), w.text("shop"),
              w.bus());
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {publishes}), ElementsAre("order publishes eventbridge:?"));
  ASSERT_EQ(linked.open.size(), 1u);
  EXPECT_EQ(linked.sites.at("events").open, 1u);
}

TEST(LinkCalls, AUrlLeadsToTheRouteBehindIt) {
  Shop w;
  w.resource("pay/template.yaml", ResourceKind::api, "Api", "");
  w.wire("pay/template.yaml", WiringKind::routes, w.ref("pay/template.yaml#Api"), w.function("pay"),
         {{"method", w.text("POST")}, {"path", w.text("/pay/{id}")}});
  w.wire("pay/template.yaml", WiringKind::routes, w.ref("pay/template.yaml#Api"), w.function("pay"),
         {{"method", w.text("GET")}, {"path", w.text("/pay/{id}")}});
  w.provides("pay/template.yaml", "ssm", w.text("/pay/api/url"),
             w.joined({w.text("https://"), w.ref("pay/template.yaml#Api"), w.text(".execute-api."),
                       w.values.setting("pseudo", "AWS::Region"), w.text(".amazonaws.com/prod")}));
  Resource& f = w.declared.resources[0];
  w.sets(f, "PAY_URL", w.values.setting("ssm", "/pay/api/url"));
  w.requests(w.handler("order"), 5, w.joined({w.env("PAY_URL"), w.text("/pay/"), w.values.parameter(2, 0)}),
             "post");
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {calls}), ElementsAre("order calls pay POST /pay/{id}"));
  EXPECT_THAT(edges(linked, {exposes}),
              ElementsAre("pay exposes pay GET /pay/{id}", "pay exposes pay POST /pay/{id}"));
}

TEST(LinkCalls, APieceThatBeginsEmptyIsFilledWhereItIsAsked) {
  const auto called = [](bool has_filled) {
    Shop w;
    w.resource("pay/template.yaml", ResourceKind::api, "Api", "");
    for (std::string_view path : {"/pays", "/pays/{id}"})
      w.wire("pay/template.yaml", WiringKind::routes, w.ref("pay/template.yaml#Api"), w.function("pay"),
             {{"method", w.text("GET")}, {"path", w.text(path)}});
    const ValueId bare = w.text("http://pay:80/pays/");
    const ValueId filled = w.joined({w.text("http://pay:80/pays/"), w.values.parameter(2, 0)});
    const ValueId both[] = {bare, filled};
    w.requests(w.handler("order"), 5, has_filled ? w.values.either(both) : bare, "GET");
    return edges(w.link(), {calls});
  };
  EXPECT_THAT(called(true), ElementsAre("order calls pay GET /pays/{id}"));
  EXPECT_THAT(called(false), ElementsAre("order calls pay GET /pays"));
}

TEST(LinkCalls, AFunctionUnderAnotherStacksApiOffersItsRouteItself) {
  Shop w;
  w.service("ship");
  w.resource("order/template.yaml", ResourceKind::api, "Api", "");
  w.wire("pay/template.yaml", WiringKind::routes, w.ref("order/template.yaml#Api"), w.function("pay"),
         {{"method", w.text("POST")}, {"path", w.text("/pay")}});
  // A template that names the other's function itself does ask it.
  w.wire("order/template.yaml", WiringKind::routes, w.ref("order/template.yaml#Api"), w.function("ship"),
         {{"method", w.text("GET")}, {"path", w.text("/ship")}});
  w.requests(w.handler("ship"), 5,
             w.joined({w.text("https://"), w.ref("order/template.yaml#Api"), w.text("/pay")}), "POST");
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {calls}),
              UnorderedElementsAre("order calls ship invoke Function", "ship calls pay POST /pay"));
  EXPECT_THAT(edges(linked, {exposes}),
              UnorderedElementsAre("order exposes order GET /ship", "pay exposes pay POST /pay"));
}

TEST(LinkCalls, APageWithoutAHostAsksTheOnlyServiceThatOffersThePath) {
  Shop w;
  for (const std::string& service : {std::string("order"), std::string("pay")}) {
    const std::string unit = service + "/template.yaml";
    w.resource(unit, ResourceKind::api, "Api", "");
    for (const std::string& path : {"/" + service + "/{id}", std::string("/health")})
      w.wire(unit, WiringKind::routes, w.ref(unit + "#Api"), w.function(service),
             {{"method", w.text("GET")}, {"path", w.text(path)}});
  }
  // A front end is told by what its manifest depends on.
  const FileId manifest = w.file("web/package.json");
  Document page(manifest);
  auto word = [&](std::string_view text) { return page.scalar(NodeKind::string, text, "", true, 0, 1); };
  const NodeIndex uses = page.collection(NodeKind::map, {word("react-dom"), word("*")}, "", 0, 1);
  page.add_root(page.collection(NodeKind::map, {word("dependencies"), uses}, "", 0, 1));
  w.parsed.emplace(manifest.index, std::move(page));
  w.source("web/src/app.js", {"load"});
  const FunctionRef load = w.World::function("web/src/app.js", 2);
  w.requests(load, 5, w.joined({w.text("/pay/"), w.values.parameter(2, 0)}), "GET");
  w.requests(load, 6, w.text("/health"), "GET");
  w.wire("pay/template.yaml", WiringKind::routes, w.ref("pay/template.yaml#Api"), w.function("pay"),
         {{"method", w.text("GET")}, {"path", w.text("/{any}")}});
  w.requests(load, 9, w.text("/worker.js"), "GET");
  w.requests(load, 7, w.text("/pay/1"), "DELETE");
  w.requests(w.handler("order"), 8, w.text("/pay/1"), "GET");
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {calls}),
              UnorderedElementsAre("web calls pay GET /pay/{id} (likely)", "web calls ?", "order calls ?"));
}

TEST(LinkCalls, HostsOfTheOwnNetworkServicesOutsideAndNobody) {
  Shop w;
  w.requests(w.handler("order"), 5, w.text("http://pay:8080/pay"), "GET");
  w.requests(w.handler("order"), 6, w.text("https://api.provider.example/v1/charge"), "POST");
  w.requests(w.handler("order"), 7, w.text("http://nobody:80/x"), "GET");
  w.requests(w.handler("order"), 8, w.text("https://pay.provider.example/x"), "GET");
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {calls}),
              UnorderedElementsAre("order calls pay", "order calls api.provider.example", "order calls ?",
                                   "order calls pay.provider.example"));
  ASSERT_EQ(linked.open.size(), 1u);
  EXPECT_EQ(linked.open[0].reason, "no service is called nobody");
}

TEST(LinkCalls, AnAddressUnderItsOwnersNameIsLikelyThatService) {
  Shop w;
  w.requests(w.handler("order"), 5,
             w.joined({w.values.setting("ssm", "/shop/dev/pay/api/url"), w.text("/x")}), "GET");
  w.requests(w.handler("order"), 6, w.values.setting("ssm", "/shop/dev/elsewhere/api/url"), "GET");
  w.requests(w.handler("order"), 7, w.values.setting("ssm", "/order/url"), "GET");
  EXPECT_THAT(edges(w.link(), {calls}), ElementsAre("order calls pay (likely)", "order calls ?"));
}

TEST(LinkCalls, FunctionsByNameAndWorkflows) {
  Shop w;
  w.declared.resources[1].name =
      w.joined({w.text("shop-pay-"), w.param("pay/template.yaml#Stage"), w.text("-charge")});
  w.resource("order/template.yaml", ResourceKind::state_machine, "Flow", "");
  w.effect(calls, EntityKind::function, w.handler("order"), 5,
           {{"name", w.text("shop-pay-dev-charge")}, {"protocol", w.text("lambda")}});
  w.wire("order/template.yaml", WiringKind::calls, w.ref("order/template.yaml#Flow"),
         w.joined({w.text("arn:aws:lambda:x:1:function:shop-pay-"), w.values.setting("opt", "stage"),
                   w.text("-charge")}),
         {{"protocol", w.text("lambda")}});
  w.effect(calls, EntityKind::function, w.handler("pay"), 6,
           {{"name", w.ref("order/template.yaml#Flow")}, {"protocol", w.text("stepfunctions")}});
  Linked linked = w.link();
  std::vector<std::string> protocols;
  for (const Relation& r : linked.facts.relations())
    if (r.kind == calls) protocols.push_back(linked.facts[r.from].name + " " + r.attributes.at("protocol"));
  EXPECT_THAT(protocols, UnorderedElementsAre("order lambda", "order stepfunctions", "pay stepfunctions"));
  EXPECT_THAT(edges(linked, {calls}),
              UnorderedElementsAre("order calls pay invoke shop-pay-${Stage}-charge (likely)",
                                   "order calls pay invoke shop-pay-${Stage}-charge", "pay calls order"));
}

TEST(LinkCalls, WhoMayAnswerATaskAnswersItsWorkflow) {
  Shop w;
  w.service("ship");
  w.resource("order/template.yaml", ResourceKind::state_machine, "Flow", "");
  const ValueId activity = w.joined(
      {w.text("arn:aws:states:x:1:activity:"), w.values.setting("opt", "stage"), w.text("-packing")});
  w.wire("order/template.yaml", WiringKind::calls, w.ref("order/template.yaml#Flow"), activity,
         {{"protocol", w.text("activity")}});
  w.wire("pay/template.yaml", WiringKind::grants, w.function("pay"), activity,
         {{"action", w.text("states:SendTaskSuccess")}});
  for (std::string s : {"pay", "ship"})
    w.effect(calls, EntityKind::operation, w.handler(s), 5, {{"protocol", w.text("stepfunctions")}});
  Linked linked = w.link();
  EXPECT_THAT(edges(linked, {calls}),
              UnorderedElementsAre("pay calls order (likely)", "ship calls ?", "order calls order"));
}

TEST(LinkCalls, WhatTheHandlerKnowsOfAnAnyRoute) {
  Shop w;
  w.resource("pay/template.yaml", ResourceKind::api, "Api", "");
  w.wire("pay/template.yaml", WiringKind::routes, w.ref("pay/template.yaml#Api"), w.function("pay"),
         {{"method", w.text("any")}, {"path", w.text("/pay")}});
  for (std::string method : {"GET", "PUT"})
    w.effect(handles, EntityKind::operation, w.handler("pay"), 5, {{"method", w.text(method)}});
  Linked linked = w.link();
  EntityId operation = linked.facts.find(EntityKind::operation, "pay ANY /pay");
  ASSERT_TRUE(operation);
  EXPECT_EQ(linked.facts[operation].attributes.at("handled"), "GET PUT");
  EXPECT_THAT(edges(linked, {calls}), IsEmpty());
}

}  // namespace
}  // namespace demarc
