// What the CloudFormation interpreter takes, and that no template, however odd, makes it fail. What it
// declares is in parsers/templates/cloudformation/tests.
#include <gtest/gtest.h>

#include "analyzer/observations/declarations_text.h"
#include "parsers/parsers.h"
#include "tests/unit/tree.h"

namespace demarc::templates {
std::unique_ptr<Interpreter> cloudformation();
}

namespace demarc {
namespace {

std::string declared(const std::string& text) {
  test::Tree tree = test::Tree::in_memory({{"t.yaml", text}});
  Values values;
  return write(tree.declare(values), values, tree.files());
}

bool accepted(const std::string& path, const std::string& text) {
  test::Tree tree = test::Tree::in_memory({{path, text}});
  const Document* document = tree.document(tree.files().find(path));
  return document != nullptr && templates::cloudformation()->accepts(path, *document);
}
TEST(CloudFormationAccepts, TemplatesByContentWhateverTheirName) {
  EXPECT_TRUE(accepted("x/stack.yaml", "Resources:\n  A:\n    Type: AWS::SQS::Queue\n"));
  EXPECT_TRUE(accepted("a.json", R"({"Resources": {"A": {"Type": "Custom::Thing"}}})"));
  EXPECT_TRUE(accepted("t.yml", "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n"));
}

TEST(CloudFormationAccepts, NothingElse) {
  EXPECT_FALSE(accepted("a.yaml", "Resources:\n  A:\n    Type: other\n"));
  EXPECT_FALSE(accepted("a.yaml", "Resources: [AWS::SQS::Queue]\n"));
  EXPECT_FALSE(accepted("a.yaml", "openapi: 3.0.1\npaths: {}\n"));
  EXPECT_FALSE(accepted("serverless.yml",
                        "service: x\nresources:\n  Resources:\n    A:\n      Type: AWS::SQS::Queue\n"));
  EXPECT_FALSE(accepted("a.yaml", "- Resources\n"));
  EXPECT_FALSE(accepted("a.yaml", ""));
}

TEST(CloudFormationAccepts, WhatAServerlessServiceTakesInIsItsOwn) {
  const std::string resources = "Resources:\n  Q: {Type: AWS::SQS::Queue}\n";
  auto units = [&](const std::string& line) {
    test::Tree tree =
        test::Tree::in_memory({{"a/serverless.yml", "service: a\nprovider: {name: aws}\n" + line + "\n"},
                               {"shared/queues.yml", resources}});
    Values values;
    return write(tree.declare(values, "cloudformation"), values, tree.files());
  };
  EXPECT_EQ(units("resources:\n  - ${file(../shared/queues.yml)}"), "");
  EXPECT_EQ(units("resources:\n  Resources: ${file(../shared/queues.yml):Resources}"), "");
  // Only a single value is taken from the template.
  EXPECT_NE(units("custom: {x: \"${file(../shared/queues.yml):custom.name}\"}"), "");
  EXPECT_NE(units("custom: {}"), "");
}

// Each loop multiplies what stands in it.
TEST(CloudFormationHostile, LoopsInLoopsEndWithANote) {
  std::string text = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n", indent = "  ";
  for (int i = 0; i < 12; ++i) {
    text += indent + "Fn::ForEach::L" + std::to_string(i) + ":\n";
    indent += "  ";
    text += indent + "- I" + std::to_string(i) + "\n" + indent + "- [a, b, c, d, e, f, g, h, i, j]\n" +
            indent + "-\n";
    indent += "  ";
  }
  text += indent + "\"Q${I0}\": {Type: AWS::SQS::Queue}\n";
  const std::string said = declared(text);
  EXPECT_NE(said.find("note t.yaml:"), std::string::npos);
}

// Each alias doubles what stands below it.
TEST(CloudFormationHostile, AliasBombEnds) {
  std::string text =
      "AWSTemplateFormatVersion: x\nResources:\n  A:\n    Type: AWS::Lambda::Function\n    Properties:\n     "
      " Environment:\n        Variables:\n          X0: &a0 [x, x]\n";
  for (int i = 1; i < 60; ++i)
    text += "          X" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) +
            ", *a" + std::to_string(i - 1) + "]\n";
  EXPECT_NE(declared(text).find("resource t.yaml#A function"), std::string::npos);
}

TEST(CloudFormationHostile, BombOfConditionsEnds) {
  std::string text =
      "AWSTemplateFormatVersion: x\nResources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      X:\n "
      "       X0: &a0 {Endpoint: e, Protocol: sqs}\n";
  for (int i = 1; i < 60; ++i)
    text += "        X" + std::to_string(i) + ": &a" + std::to_string(i) + " !If [c, *a" +
            std::to_string(i - 1) + ", *a" + std::to_string(i - 1) + "]\n";
  text += "      Subscription: [*a59]\n";
  EXPECT_NE(declared(text).find("resource t.yaml#A topic"), std::string::npos);
}

TEST(CloudFormationHostile, DeepNestingEndsWithANote) {
  std::string text = "AWSTemplateFormatVersion: x\nResources: {A: {Type: \"Custom::X\", Properties: {P: ";
  for (int i = 0; i < 90; ++i) text += "[";
  text += "1";
  for (int i = 0; i < 90; ++i) text += "]";
  text += "}}}\n";
  EXPECT_NE(declared(text).find("nested too deeply"), std::string::npos);
}

TEST(CloudFormationHostile, RingsOfReferencesEnd) {
  std::string text =
      "Resources:\n"
      "  A: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref B}}\n"
      "  B: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref A}}\n"
      "  P: {Type: AWS::ApiGateway::Resource, Properties: {ParentId: !Ref Q, PathPart: p}}\n"
      "  Q: {Type: AWS::ApiGateway::Resource, Properties: {ParentId: !Ref P, PathPart: q}}\n"
      "  M:\n"
      "    Type: AWS::ApiGateway::Method\n"
      "    Properties:\n"
      "      RestApiId: r\n      HttpMethod: GET\n      ResourceId: !Ref P\n"
      "      Integration: {Type: AWS_PROXY, Uri: !Ref A}\n"
      "  Self: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: t.yaml}}\n";
  const std::string seen = declared(text);
  EXPECT_NE(seen.find("the template nests itself"), std::string::npos);
}

TEST(CloudFormationHostile, OddShapesGiveNotesNotFaults) {
  for (std::string value :
       {"3", "[]", "{}", "[[]]", "{a: {b: [c]}}", "!Ref []", "!Sub {}", "!If [a]", "!Select []", "~",
        "!GetAtt []", "!Join x", "!FindInMap [a]", "!Split [a]", "{Fn::Sub: []}", "{Fn::If: x}",
        "{Fn::Transform: 1}", "!Transform {Name: AWS::Include}"}) {
    for (const char* type : {"AWS::Serverless::Function",
                             "AWS::Lambda::Function",
                             "AWS::Events::Rule",
                             "AWS::Pipes::Pipe",
                             "AWS::S3::Bucket",
                             "AWS::SNS::Topic",
                             "AWS::SQS::Queue",
                             "AWS::IAM::Role",
                             "AWS::Serverless::Api",
                             "AWS::ApiGateway::Method",
                             "AWS::ApiGatewayV2::Route",
                             "AWS::StepFunctions::StateMachine",
                             "AWS::Serverless::StateMachine",
                             "AWS::AppSync::Resolver",
                             "AWS::AppSync::DataSource",
                             "AWS::Serverless::GraphQLApi",
                             "AWS::CloudFormation::Stack",
                             "AWS::Serverless::Connector",
                             "AWS::CloudWatch::Alarm",
                             "AWS::CloudWatch::CompositeAlarm",
                             "AWS::ApplicationSignals::ServiceLevelObjective",
                             "AWS::Scheduler::Schedule",
                             "AWS::Lambda::EventSourceMapping",
                             "AWS::KinesisFirehose::DeliveryStream",
                             "AWS::IoT::TopicRule",
                             "AWS::Cognito::UserPool",
                             "AWS::SSM::Parameter"}) {
      std::string text = "AWSTemplateFormatVersion: x\nParameters:\n  P: " + value + "\nGlobals: " + value +
                         "\nMappings:\n  M: " + value + "\nOutputs:\n  O: {Value: " + value +
                         "}\n  P: " + value + "\nResources:\n  B: " + value + "\n  A:\n    Type: " + type +
                         "\n    Properties:\n";
      // Every property that some reader of types asks for.
      for (const char* key : {"CodeUri",
                              "Environment",
                              "Events",
                              "Policies",
                              "Layers",
                              "Code",
                              "Targets",
                              "EventPattern",
                              "Source",
                              "Target",
                              "TargetParameters",
                              "SourceParameters",
                              "NotificationConfiguration",
                              "Subscription",
                              "RedrivePolicy",
                              "DefinitionBody",
                              "Integration",
                              "RestApiId",
                              "HttpMethod",
                              "ResourceId",
                              "RouteKey",
                              "ApiId",
                              "Definition",
                              "DefinitionString",
                              "DefinitionUri",
                              "DefinitionSubstitutions",
                              "TypeName",
                              "FieldName",
                              "DataSourceName",
                              "PipelineConfig",
                              "TemplateURL",
                              "Parameters",
                              "Destination",
                              "Permissions",
                              "Dimensions",
                              "Metrics",
                              "AlarmRule",
                              "Sli",
                              "EventSourceArn",
                              "FunctionName",
                              "TopicRulePayload",
                              "LambdaConfig",
                              "Name",
                              "Value",
                              "Tags",
                              "EventInvokeConfig",
                              "DeadLetterConfig",
                              "Resolvers",
                              "Functions",
                              "DataSources",
                              "ExtendedS3DestinationConfiguration",
                              "ScheduleExpression",
                              "EventBusName"})
        text += "      " + std::string(key) + ": " + value + "\n";
      EXPECT_NE(declared(text).find("resource t.yaml#A "), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace demarc
