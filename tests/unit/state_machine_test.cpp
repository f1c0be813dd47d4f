// What a state machine's definition declares, in each of the ways in which definitions are written.
#include <gtest/gtest.h>

#include "analyzer/observations/declarations_text.h"
#include "parsers/templates/stepfunctions/state_machine.h"
#include "tests/unit/tree.h"

namespace demarc::stepfunctions {
namespace {

struct Said {
  Values values;
  Declarations out;
};

std::string read(const std::string& path, const std::string& text,
                 const std::map<std::string, std::string>& substitutions = {}) {
  test::Tree tree = test::Tree::in_memory({{path, text}});
  Said said;
  Machine machine;
  machine.unit = FileId{1};
  machine.value = said.values.reference("t.yaml#M");
  for (const auto& [name, resource] : substitutions)
    machine.substitutions[name] = said.values.reference(resource);
  const Document* document = tree.document(FileId{1});
  read_states(*document, document->roots().at(0), machine, said.values, said.out);
  return write(said.out, said.values, tree.files());
}

TEST(StateMachine, OptimisedAndSdkIntegrations) {
  EXPECT_EQ(
      read("m.asl.json", R"({"StartAt": "A", "States": {
"A": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Parameters": {"TableName": "${Table}"}},
"B": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:putItem", "Parameters": {"TableName.$": "$.table"}},
"C": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "Parameters": {"FunctionName": "${Fn}:$LATEST"}},
"D": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:shop-dev-pay"},
"E": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:startExecution.sync:2", "Parameters": {"StateMachineArn": "${Other}"}},
"F": {"Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:pack"},
"G": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:comprehend:detectSentiment", "Parameters": {"Text": "x"}}
}})",
           {{"Table", "t.yaml#Orders"}, {"Fn", "t.yaml#Fn"}, {"Other", "u.yaml#Other"}}),
      "wiring reads $ref:t.yaml#M -> $ref:t.yaml#Orders store=\"dynamodb\" operation=\"getItem\" state=\"A\" "
      "@ m.asl.json:2\n"
      "wiring writes $ref:t.yaml#M -> ? store=\"dynamodb\" operation=\"putItem\" state=\"B\" @ m.asl.json:3\n"
      "wiring calls $ref:t.yaml#M -> $ref:t.yaml#Fn protocol=\"lambda\" operation=\"invoke\" "
      "waits=\"task-token\" state=\"C\" @ m.asl.json:4\n"
      "wiring calls $ref:t.yaml#M -> \"arn:aws:lambda:eu-west-1:123456789012:function:shop-dev-pay\" "
      "protocol=\"lambda\" state=\"D\" @ m.asl.json:5\n"
      "wiring calls $ref:t.yaml#M -> $ref:u.yaml#Other protocol=\"stepfunctions\" "
      "operation=\"startExecution\" state=\"E\" @ m.asl.json:6\n"
      "wiring calls $ref:t.yaml#M -> \"arn:aws:states:eu-west-1:123456789012:activity:pack\" "
      "protocol=\"activity\" state=\"F\" @ m.asl.json:7\n");
}

TEST(StateMachine, EventsTransactionsRequestsAndStoredObjects) {
  EXPECT_EQ(
      read("m.asl.yaml", R"(StartAt: Both
QueryLanguage: JSONata
States:
  Both:
    Type: Parallel
    Branches:
      - StartAt: Publish
        States:
          Publish:
            Type: Task
            Resource: arn:aws:states:::events:putEvents
            Arguments:
              Entries:
                - DetailType: OrderPaid
                  Source: shop
                  EventBusName: ${Bus}
                - DetailType: "{% 'OrderSeen' %}"
                  Source: "{% $x %}"
      - StartAt: Each
        States:
          Each:
            Type: Map
            ItemReader:
              Resource: arn:aws:states:::s3:getObject
              Arguments: {Bucket: imports}
            ItemProcessor:
              StartAt: Save
              States:
                Save:
                  Type: Task
                  Resource: arn:aws:states:::aws-sdk:dynamodb:transactWriteItems
                  Arguments:
                    TransactItems:
                      - Put: {TableName: orders}
                      - ConditionCheck: {TableName: stock}
  Batch:
    Type: Task
    Resource: arn:aws:states:::aws-sdk:dynamodb:batchWriteItem
    Arguments: {RequestItems: {"${Bus}": [], lines: []}}
  Ask:
    Type: Task
    Resource: arn:aws:states:::http:invoke
    Arguments: {ApiEndpoint: "https://pay.example/v1/pay", Method: POST}
  AskApi:
    Type: Task
    Resource: arn:aws:states:::apigateway:invoke
    Arguments: {ApiEndpoint: "${Bus}.example", Method: GET, Stage: prod, Path: /stock}
  Look:
    Type: Task
    Resource: arn:aws:states:::aws-sdk:rekognition:detectLabels
    Arguments: {Image: {S3Object: {Bucket: images, Name: "{% $x %}"}}}
  Tell:
    Type: Task
    Resource: arn:aws:states:::sqs:sendMessage.waitForTaskToken
    Arguments: {QueueUrl: "https://sqs.eu-west-1.amazonaws.com/1/work"}
  Done: {Type: Succeed}
)",
           {{"Bus", "t.yaml#Bus"}}),
      "wiring publishes $ref:t.yaml#M -> $ref:t.yaml#Bus operation=\"putEvents\" detail-type=\"OrderPaid\" "
      "source=\"shop\" state=\"Publish\" @ m.asl.yaml:16\n"
      "wiring publishes $ref:t.yaml#M -> \"default\" operation=\"putEvents\" detail-type=\"OrderSeen\" "
      "source=? state=\"Publish\" @ m.asl.yaml:17\n"
      "wiring reads $ref:t.yaml#M -> \"imports\" store=\"s3\" operation=\"getObject\" state=\"Each\" @ "
      "m.asl.yaml:25\n"
      "wiring writes $ref:t.yaml#M -> \"orders\" store=\"dynamodb\" operation=\"transactWriteItems\" "
      "state=\"Save\" @ m.asl.yaml:34\n"
      "wiring reads $ref:t.yaml#M -> \"stock\" store=\"dynamodb\" operation=\"transactWriteItems\" "
      "state=\"Save\" @ m.asl.yaml:35\n"
      "wiring writes $ref:t.yaml#M -> $ref:t.yaml#Bus store=\"dynamodb\" operation=\"batchWriteItem\" "
      "state=\"Batch\" @ m.asl.yaml:39\n"
      "wiring writes $ref:t.yaml#M -> \"lines\" store=\"dynamodb\" operation=\"batchWriteItem\" "
      "state=\"Batch\" @ m.asl.yaml:39\n"
      "wiring calls $ref:t.yaml#M -> \"https://pay.example/v1/pay\" protocol=\"http\" operation=\"invoke\" "
      "method=\"POST\" state=\"Ask\" @ m.asl.yaml:43\n"
      "wiring calls $ref:t.yaml#M -> (\"https://\" + $ref:t.yaml#Bus + \".example/prod\") protocol=\"http\" "
      "operation=\"invoke\" method=\"GET\" path=\"/stock\" state=\"AskApi\" @ m.asl.yaml:47\n"
      "wiring reads $ref:t.yaml#M -> \"images\" store=\"s3\" operation=\"rekognition:detectLabels\" "
      "state=\"Look\" @ m.asl.yaml:51\n"
      "wiring publishes $ref:t.yaml#M -> \"https://sqs.eu-west-1.amazonaws.com/1/work\" "
      "operation=\"sendMessage\" waits=\"task-token\" state=\"Tell\" @ m.asl.yaml:55\n");
}

TEST(StateMachine, DefinitionsGivenAsTextKeepTheirHoles) {
  Values values;
  Declarations out;
  Machine machine;
  machine.value = values.reference("t.yaml#M");
  const ValueId parts[] = {
      values.literal(R"({"StartAt": "A", "States": {"A": {"Type": "Task", "TimeoutSeconds": )"),
      values.setting("param", "t.yaml#Seconds"), values.literal(R"(, "Resource": ")"),
      values.reference("t.yaml#Fn", "Arn"), values.literal(R"("}}})")};
  read_states_text(values.concat(parts), {}, machine, values, out);
  EXPECT_EQ(write(out, values, Files()),
            "wiring calls $ref:t.yaml#M -> $ref:t.yaml#Fn.Arn protocol=\"lambda\" state=\"A\"\n");
  read_states_text(values.setting("ssm", "/x"), {}, machine, values, out);
  EXPECT_EQ(out.notes.size(), 1u);
}

TEST(StateMachine, HostileDefinitionsEnd) {
  // Each level doubles the branches through an alias; the number of states that are read is bounded.
  std::string text =
      "a0: &a0 {StartAt: T, States: {T: {Type: Task, Resource: 'arn:aws:lambda:x:1:function:f'}}}\n";
  for (int i = 1; i < 40; ++i) {
    const std::string n = std::to_string(i), last = std::to_string(i - 1);
    text += "a" + n + ": &a" + n + " {StartAt: P, States: {P: {Type: Parallel, Branches: [*a" + last +
            ", *a" + last + "]}}}\n";
  }
  test::Tree tree = test::Tree::in_memory({{"m.yaml", text}});
  const Document* document = tree.document(FileId{1});
  ASSERT_NE(document, nullptr);
  Values values;
  Declarations out;
  read_states(*document, document->find(document->roots().at(0), "a39"), Machine{}, values, out);
  EXPECT_LE(out.wirings.size(), 20'000u);
  EXPECT_EQ(out.notes.size(), 1u);
}

}  // namespace
}  // namespace demarc::stepfunctions
