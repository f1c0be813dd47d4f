// The written form of values: what is written can be read back and is the same value.
#include <gtest/gtest.h>

#include "analyzer/base/values.h"

namespace demarc {
namespace {

class WrittenForm : public ::testing::TestWithParam<const char*> {};

TEST_P(WrittenForm, ReadsBackAsItself) {
  Values values;
  Result<ValueId> read = values.parse(GetParam());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(values.write(*read), GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Values, WrittenForm,
    ::testing::Values("?", "\"orders\"", "\"\"", "\"a \\\"b\\\" \\\\ \\n \\x01\"", "$env:TABLE_NAME",
                      "$env:(\"TABLE NAME\")", "$env:(\"X\", \"default\")",
                      "$ssm:(\"/a/\" + $param:t.yaml#Stage)", "$param:12/3", "$param:(\"12/3\")",
                      "$ref:a/t.yaml#Orders", "$ref:a/t.yaml#Orders.Arn", "$ref:t.yaml#Nested.Outputs.X",
                      "$ref:\"main.tf#aws_x.y\".arn", "$ref:t.yaml#A.(\"odd one\")",
                      "$ref:t.yaml#A.Arn.\"x\"", "$env:A.\"b\"", "(\"a\" + $env:B + \"c\")",
                      "either(\"a\", \"b\", ?)", "[\"a\", []]", "{\"k\": \"v\", ?: $env:X}", "{}",
                      "dynamodb.Table{\"table\": \"orders\"}", "dynamodb.Table()", "dynamodb.Table(\"x\")",
                      "handle(\"odd type\", \"x\")", "each($param:3/1)", "$param:3/1.\"TableName\".\"b\"",
                      "`boto3.client`", "call(`x.y`, \"a\")", "fn:12", "type:4", "new:4(\"a\")", "new:4()",
                      "module:7"));

class Broken : public ::testing::TestWithParam<const char*> {};

TEST_P(Broken, IsRefused) {
  Values values;
  EXPECT_FALSE(values.parse(GetParam())) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Values, Broken,
                         ::testing::Values("", "\"a", "(\"a\" + ", "$env", "$env:", "$ref:x", "[\"a\"",
                                           "{\"a\"}", "a b", "\"a\" \"b\"", "fn:x", "call()",
                                           "$env:(\"a\", \"b\", \"c\")"));

TEST(ValuesText, DeepNestingIsRefusedNotFollowed) {
  Values values;
  EXPECT_FALSE(values.parse(std::string(100'000, '[')));
}

}  // namespace
}  // namespace demarc
