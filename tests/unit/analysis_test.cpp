// A whole run over a small tree on disk: which files are read at all.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "analyzer/analysis.h"
#include "parsers/parsers.h"

namespace demarc {
namespace {
namespace fs = std::filesystem;

// A folder that is gone after the test.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "tree-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  void file(const std::string& name, const std::string& text) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name, std::ios::binary) << text;
  }
};

std::vector<std::string> written_tables(const Folder& tree) {
  Parsers parsers;
  parsers.languages = languages::all();
  parsers.documents = documents::all();
  parsers.interpreters = templates::all();
  for (const EmbeddedFile& file : frameworks::files()) parsers.packs.push_back(file);
  const Analysis made = analyse(tree.path.string(), parsers, {});
  std::vector<std::string> names;
  const Facts& facts = made.architecture.facts();
  for (const Relation& r : facts.relations())
    if (r.kind == RelationKind::writes) names.push_back(facts[r.to].name);
  return names;
}

constexpr std::string_view handler = R"(import os, boto3
def handler(event, context):
    boto3.resource("dynamodb").Table(os.environ["TABLE"]).put_item(Item=event)
)";

std::string template_with(const std::string& table) {
  return "Transform: AWS::Serverless-2016-10-31\nParameters:\n  Name:\n    Type: String\nResources:\n  F:\n"
         "    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src\n      Handler: "
         "app.handler\n"
         "      Environment:\n        Variables:\n          TABLE: " +
         table + "\n";
}

TEST(Analysis, FilesAreKnownByNameWithoutAnEnding) {
  Folder tree;
  tree.file("order/template.yaml", template_with("!Ref Name"));
  tree.file("order/src/app.py", std::string(handler));
  tree.file("order/Makefile", "deploy:\n\tsam deploy \\\n\t  --parameter-overrides Name=orders\n");
  EXPECT_EQ(written_tables(tree), std::vector<std::string>{"dynamodb:orders"});
}

TEST(Analysis, TemplatesAreKnownByTheirFirstLines) {
  Folder tree;
  tree.file("order/order.template", "AWSTemplateFormatVersion: '2010-09-09'\n" + template_with("orders"));
  tree.file("order/src/app.py", std::string(handler));
  tree.file("order/page.template", "<html>{{ Resources }}</html>\n");
  EXPECT_EQ(written_tables(tree), std::vector<std::string>{"dynamodb:orders"});
}

}  // namespace
}  // namespace demarc
