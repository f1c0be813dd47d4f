// Code that stands in a template: every byte of it is found again in its host, in every spelling of a text.
#include <gtest/gtest.h>

#include "analyzer/observations/embedded.h"
#include "parsers/templates/embedded/embedded_text.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {

// The only embedded source of a template, and its template.
struct Read {
  std::string host;
  EmbeddedSource source;

  // The host's bytes where `part` of the code stands.
  std::string there(std::string_view part) const {
    const std::size_t at = source.text.find(part);
    if (at == std::string::npos) return "not in the code";
    return host.substr(host_position(source, static_cast<std::uint32_t>(at)), part.size());
  }
  std::uint32_t line(std::string_view part) const {
    const std::size_t at = source.text.find(part);
    return LineIndex(host).at(host_position(source, static_cast<std::uint32_t>(at))).line;
  }
};

Read read(const std::string& text, const std::string& path = "t.yaml") {
  const test::Tree tree = test::Tree::in_memory({{path, text}});
  Values values;
  Declarations declared = tree.declare(values);
  EXPECT_EQ(declared.sources.size(), 1u);
  if (declared.sources.empty()) return {text, {}};
  return {text, declared.sources[0]};
}

std::string function(const std::string& code, const std::string& runtime = "python3.12") {
  return "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Fn:\n    Type: AWS::Lambda::Function\n"
         "    Properties:\n      Runtime: " +
         runtime + "\n      Handler: index.handler\n      Code:\n        ZipFile: " + code;
}

TEST(Embedded, LiteralBlock) {
  const Read got =
      read(function("|\n          import boto3\n\n          def handler(e, c):\n"
                    "              boto3.client('s3')  # here\n"));
  EXPECT_EQ(got.source.path, "t.yaml#Fn.py");
  EXPECT_EQ(got.source.text, "import boto3\n\ndef handler(e, c):\n    boto3.client('s3')  # here\n");
  for (std::string_view part : {"import boto3", "def handler", "boto3.client('s3')", "# here"})
    EXPECT_EQ(got.there(part), part);
  EXPECT_EQ(got.line("import boto3"), 10u);
  EXPECT_EQ(got.line("boto3.client"), 13u);
}

TEST(Embedded, EveryStyleOfText) {
  const std::pair<const char*, const char*> styles[] = {
      {"literal, indentation told", "|2-\n            a = 1\n            b = 2\n"},
      {"windows line ends", "|\r\n          a = 1\r\n          b = 2\r\n"},
      {"folded, kept lines", ">\n          a = 1\n\n          b = 2\n"},
      {"folded into one", ">\n          a = 1;\n          b = 2\n"},
      {"double quoted", "\"a = 1\\nb = 2\"\n"},
      {"double quoted, continued", "\"a = 1\\n\\\n           b = 2\"\n"},
      {"single quoted", "'a = ''x''\n\n           b = 2'\n"},
      {"plain", "a = 1\n\n           b = 2\n"}};
  for (const auto& [style, code] : styles) {
    SCOPED_TRACE(style);
    const Read got = read(function(code));
    EXPECT_EQ(got.there("a = "), "a = ");
    EXPECT_EQ(got.there("b = 2"), "b = 2");
  }
}

TEST(Embedded, TagsAndJoins) {
  const Read sub = read(function("!Sub |\n          a = '${AWS::Region}'\n          b = 2\n"));
  EXPECT_EQ(sub.there("b = 2"), "b = 2");
  ASSERT_EQ(sub.source.holes.size(), 1u);
  EXPECT_EQ(sub.source.holes[0].name, "${AWS::Region}");
  const Read join =
      read(function("!Join\n          - \"\\n\"\n          - - a = 1\n            - 'b = 2'\n"
                    "            - !Sub \"c = '${AWS::Region}'\"\n"));
  EXPECT_EQ(join.source.text, "a = 1\nb = 2\nc = '${AWS::Region}'");
  EXPECT_EQ(join.line("a = 1"), 11u);
  EXPECT_EQ(join.line("b = 2"), 12u);
  EXPECT_EQ(join.there("c = "), "c = ");
  const Read json = read(
      "{\"AWSTemplateFormatVersion\": \"2010-09-09\", \"Resources\": {\"Fn\": {\"Type\": "
      "\"AWS::Lambda::Function\", \"Properties\": {\"Runtime\": \"nodejs20.x\", \"Code\": {\"ZipFile\": "
      "\"a('\\\"');\\nb(2);\"}}}}}",
      "t.json");
  EXPECT_EQ(json.source.path, "t.json#Fn.js");
  EXPECT_EQ(json.there("b(2)"), "b(2)");
}

TEST(Embedded, TheLanguageIsThatOfTheRuntimeElseOfTheText) {
  EXPECT_EQ(read(function("|\n          exports.handler = 1\n", "!Ref Runtime")).source.path, "t.yaml#Fn.js");
  EXPECT_EQ(read(function("|\n          def handler(e, c): pass\n", "!Ref Runtime")).source.path,
            "t.yaml#Fn.py");
  const test::Tree tree =
      test::Tree::in_memory({{"t.yaml", function("|\n          def handler; end\n", "ruby3.3")}});
  Values values;
  EXPECT_TRUE(tree.declare(values).sources.empty());
}

TEST(Embedded, PlacesNeverLeaveTheText) {
  EmbeddedSource source;
  source.host = {{1}, 100, 120};
  source.anchors = {{0, 101}, {10, 110}, {20, 110}, {25, 118}};
  std::uint32_t before = 0;
  for (std::uint32_t at = 0; at < 100; ++at) {
    const std::uint32_t there = host_position(source, at);
    EXPECT_GE(there, 100u);
    EXPECT_LE(there, 120u);
    EXPECT_GE(there, before);
    before = there;
  }
  // What the host does not spell stands where the part before it ended.
  EXPECT_EQ(host_position(source, 15), 110u);
}

TEST(Embedded, WhatTheHostDoesNotSpellStaysAtTheLineReached) {
  const std::string host = "x: |\n  a\n  b\n";
  embedded::EmbeddedText text({1}, host);
  text.add("a\nsomething else\nb\n", {{1}, 3, static_cast<std::uint32_t>(host.size())});
  const EmbeddedSource made = std::move(text).done("x.yaml", "F", ".py");
  EXPECT_EQ(LineIndex(host).at(host_position(made, 0)).line, 2u);
  EXPECT_EQ(LineIndex(host).at(host_position(made, 10)).line, 3u);
}

TEST(Embedded, HolesAreFilledInsideTexts) {
  Values values;
  EmbeddedSource source;
  source.holes = {{"${A}", values.setting("env", "A"), {}}, {"${B}", values.literal("b"), {}}};
  const ValueId filled =
      fill_holes(source, values.list(std::vector{values.literal("x-${A}-${B}${C}")}), values);
  EXPECT_EQ(values.write(filled), "[(\"x-\" + $env:A + \"-b${C}\")]");
  EXPECT_EQ(fill_holes(source, values.literal("plain"), values), values.literal("plain"));
}

}  // namespace
}  // namespace demarc
