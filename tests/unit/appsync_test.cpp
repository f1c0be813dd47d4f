// What resolvers and schemas of AppSync declare.
#include <gtest/gtest.h>

#include "analyzer/observations/declarations_text.h"
#include "parsers/templates/appsync/request.h"
#include "parsers/templates/appsync/resolvers.h"
#include "parsers/templates/appsync/schema.h"

namespace demarc::appsync {
namespace {

std::string declare(SourceKind kind, const std::string& type, const std::string& request) {
  Values values;
  Declarations out;
  Api api{{}, values.reference("t.yaml#Api"), false};
  declare_field(api, {type, "f", {{{kind, values.reference("t.yaml#Target"), {}}, request, {}}}, {}}, values,
                out);
  std::string all = write(out, values, Files());
  // The route is the same for all.
  return all.substr(all.find('\n') + 1);
}

TEST(AppSyncRequest, OperationsOfVtlAndJavaScript) {
  EXPECT_EQ(read_request(R"({"version": "2018", ## "operation": "Scan"
    #if($x) "operation": "PutItem" #else "operation" : "UpdateItem" #end #* "operation": "Query" *#})")
                .operations,
            (std::vector<std::string>{"PutItem", "UpdateItem"}));
  EXPECT_EQ(read_request("#set($r = {})\n$util.qr($r.put(\"operation\", \"Query\"))").operations,
            std::vector<std::string>{"Query"});
  EXPECT_EQ(read_request("import * as ddb from '@aws-appsync/utils/dynamodb';\n// ddb.put({})\n"
                         "export function request(ctx) { return ddb.get({ key: { id: ctx.args.id } }); }")
                .operations,
            std::vector<std::string>{"GetItem"});
  EXPECT_EQ(
      read_request("import { put, update as change } from '@aws-appsync/utils/dynamodb';\nreturn put({})")
          .operations,
      std::vector<std::string>{"PutItem"});
  EXPECT_EQ(read_request("const m = new Map(); m.get('x'); return { operation: a ? 'GetItem' : `Query` }")
                .operations,
            (std::vector<std::string>{"GetItem", "Query"}));
}

TEST(AppSyncRequest, PathsNameTheirVariableParts) {
  EXPECT_EQ(read_request(R"("method": "GET", "resourcePath": "/orders/${ctx.args.orderId}/lines",)").paths,
            std::vector<std::string>{"/orders/{orderId}/lines"});
  EXPECT_EQ(read_request(R"("resourcePath": $util.toJson("/orders/$ctx.args.input.id"))").paths,
            std::vector<std::string>{"/orders/{id}"});
  EXPECT_EQ(read_request(R"("resourcePath": "/o/$util.urlEncode($ctx.args.id)?x=1")").paths,
            std::vector<std::string>{"/o/{id}?x=1"});
  EXPECT_EQ(read_request("resourcePath: '/orders/' + ctx.args.id,").paths,
            std::vector<std::string>{"/orders/{id}"});
  EXPECT_EQ(read_request("resourcePath: `/orders/${encodeURIComponent(ctx.args.id)}`").paths,
            std::vector<std::string>{"/orders/{id}"});
}

TEST(AppSyncResolvers, EachSourceInItsMode) {
  EXPECT_EQ(declare(SourceKind::dynamodb, "Query", R"({"operation": "GetItem"})"),
            "wiring reads $ref:t.yaml#Api -> $ref:t.yaml#Target store=\"dynamodb\" operation=\"GetItem\" "
            "field=\"Query.f\"\n");
  EXPECT_EQ(declare(SourceKind::dynamodb, "Query",
                    R"({"operation": "BatchGetItem", "tables": {"a": {"keys": []}, "b": {}}})"),
            "wiring reads $ref:t.yaml#Api -> \"a\" store=\"dynamodb\" operation=\"BatchGetItem\" "
            "field=\"Query.f\"\n"
            "wiring reads $ref:t.yaml#Api -> \"b\" store=\"dynamodb\" operation=\"BatchGetItem\" "
            "field=\"Query.f\"\n");
  EXPECT_EQ(declare(SourceKind::dynamodb, "Mutation", ""),
            "wiring writes $ref:t.yaml#Api -> $ref:t.yaml#Target store=\"dynamodb\" guessed=\"by the field's "
            "type\" field=\"Mutation.f\"\n");
  EXPECT_EQ(declare(SourceKind::http, "Query", R"({"method": "POST", "resourcePath": "/price"})"),
            "wiring calls $ref:t.yaml#Api -> $ref:t.yaml#Target protocol=\"http\" method=\"POST\" "
            "path=\"/price\" field=\"Query.f\"\n");
  EXPECT_EQ(declare(SourceKind::eventbridge, "Mutation",
                    R"({"operation": "PutEvents", "events": [{"source": "shop", "detailType": "Paid"}]})"),
            "wiring publishes $ref:t.yaml#Api -> $ref:t.yaml#Target detail-type=\"Paid\" source=\"shop\" "
            "field=\"Mutation.f\"\n");
  EXPECT_EQ(declare(SourceKind::sql, "Query",
                    R"({"statements": ["select * from orders", "insert into log select 1"]})"),
            "wiring reads $ref:t.yaml#Api -> $ref:t.yaml#Target store=\"sql\" statement=\"select * from "
            "orders\" field=\"Query.f\"\n"
            "wiring writes $ref:t.yaml#Api -> $ref:t.yaml#Target store=\"sql\" statement=\"insert into log "
            "select 1\" field=\"Query.f\"\n");
  EXPECT_EQ(declare(SourceKind::search, "Query", R"({"operation": "POST", "path": "/x/_search"})"),
            "wiring reads $ref:t.yaml#Api -> $ref:t.yaml#Target store=\"opensearch\" operation=\"POST\" "
            "field=\"Query.f\"\n");
  EXPECT_EQ(declare(SourceKind::lambda, "Query", ""), "");
  EXPECT_EQ(declare(SourceKind::none, "Subscription", ""), "");
}

TEST(AppSyncResolvers, RoutesLeadToTheFunctionOrTheApi) {
  Values values;
  Declarations out;
  Api api{{}, values.reference("t.yaml#Api"), false};
  Step lambda{{SourceKind::lambda, values.reference("t.yaml#Fn"), {}}, "", {}};
  Step foreign{{SourceKind::lambda, values.setting("ssm", "/pay/fn"), {}}, "", {}};
  declare_field(api, {"Query", "one", {lambda}, {}}, values, out);
  declare_field(api, {"Mutation", "pay", {foreign}, {}}, values, out);
  declare_field(api, {"Order", "lines", {lambda, lambda}, {}}, values, out);
  EXPECT_EQ(
      write(out, values, Files()),
      "wiring routes $ref:t.yaml#Api -> $ref:t.yaml#Fn method=\"QUERY\" path=\"one\" "
      "operation=\"Query.one\"\n"
      "wiring routes $ref:t.yaml#Api -> $ssm:/pay/fn method=\"MUTATION\" path=\"pay\" "
      "operation=\"Mutation.pay\"\n"
      "wiring calls $ref:t.yaml#Api -> $ssm:/pay/fn protocol=\"lambda\" field=\"Mutation.pay\"\n"
      "wiring routes $ref:t.yaml#Api -> $ref:t.yaml#Api path=\"Order.lines\" operation=\"Order.lines\"\n"
      "wiring calls $ref:t.yaml#Api -> $ref:t.yaml#Fn protocol=\"lambda\" field=\"Order.lines\"\n"
      "wiring calls $ref:t.yaml#Api -> $ref:t.yaml#Fn protocol=\"lambda\" field=\"Order.lines\"\n");
}

TEST(AppSyncSchema, FieldsOfTheRootTypes) {
  std::string text = R"(# type Query { no: Int }
schema { query: Root mutation: Mutation }
"""type Query { no: Int }"""
type Root @auth(rules: ["{"]) {
  "a { description"
  order(id: ID! = "}", filter: Filter = {a: 1}): Order! @cost(value: 2)
  orders: [Order!]! ,list:[[Int]]
}
type Order { id: ID! }
input Filter { a: Int }
extend type Mutation { pay(id: ID!): Boolean }
type Query { stale: Int }
)";
  std::string said;
  for (const SchemaField& field : schema_fields(text)) {
    said += field.method + " " + field.name + "\n";
    EXPECT_EQ(text.substr(field.begin, field.end - field.begin), field.name);
  }
  EXPECT_EQ(said, "QUERY order\nQUERY orders\nQUERY list\nMUTATION pay\n");
}

TEST(AppSyncSchema, HostileTextEnds) {
  for (std::string text : {std::string(1 << 20, '{'), std::string(1 << 20, '('),
                           std::string("type Query { a: "), std::string("type Query { a(: } } type"),
                           std::string("\"\"\" type Query"), std::string("schema {query:")})
    EXPECT_LE(schema_fields(text).size(), 1u);
  for (std::string text :
       {std::string(1 << 20, '"'), std::string(1 << 20, '$'), std::string("#*"), std::string("/*"),
        std::string("operation: '"), std::string("resourcePath: $"), std::string("resourcePath: `${")})
    EXPECT_TRUE(read_request(text).operations.empty());
}

}  // namespace
}  // namespace demarc::appsync
