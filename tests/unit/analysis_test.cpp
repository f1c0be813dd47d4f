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

Analysis analysed(const Folder& tree) {
  Parsers parsers;
  parsers.languages = languages::all();
  parsers.documents = documents::all();
  parsers.interpreters = templates::all();
  for (const EmbeddedFile& file : frameworks::files()) parsers.packs.push_back(file);
  return analyse(tree.path.string(), parsers, {});
}

std::vector<std::string> written_tables(const Folder& tree) {
  const Analysis made = analysed(tree);
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

TEST(Analysis, TheLoopOfOneProgramAroundALibraryIsNotTheOthers) {
  Folder tree;
  const auto build = [&](const std::string& name, bool has_library) {
    std::string text = "<project><groupId>g</groupId><artifactId>" + name +
                       "</artifactId><dependencies><dependency><groupId>org.springframework.boot</groupId>"
                       "<artifactId>spring-boot-starter-web</artifactId></dependency>";
    if (has_library) text += "<dependency><groupId>g</groupId><artifactId>lib</artifactId></dependency>";
    tree.file(name + "/pom.xml", text + "</dependencies></project>");
  };
  build("lib", false);
  tree.file("lib/src/main/java/lib/Client.java", R"(package lib;
import org.springframework.web.client.RestTemplate;
public class Client {
  private RestTemplate rest;
  public void ask(String id) { rest.postForObject("http://stock:8080/items", id, String.class); }
}
)");
  const auto program = [&](const std::string& name, const std::string& body) {
    build(name, true);
    std::string text = "package " + name;
    text += R"(;
import java.util.List;
import lib.Client;
import org.springframework.web.bind.annotation.*;
@org.springframework.boot.autoconfigure.SpringBootApplication
@RestController
public class App {
  private Client client;
  public static void main(String[] a) { org.springframework.boot.SpringApplication.run(App.class, a); }
  @PostMapping("/items") public void items(@RequestBody List<String> ids) { )";
    tree.file(name + "/src/main/java/" + name + "/App.java", text + body + " }\n}\n");
  };
  program("shop", "for (String id : ids) client.ask(id);");
  program("desk", "client.ask(ids.get(0));");
  program("stock", "");
  const Analysis made = analysed(tree);
  const Facts& facts = made.architecture.facts();
  std::vector<std::string> callers;
  for (const Relation& r : facts.relations())
    if (r.kind == RelationKind::calls)
      callers.push_back(facts[r.from].name + (r.attributes.contains("in-loop") ? " in a loop" : ""));
  EXPECT_EQ(callers, (std::vector<std::string>{"desk", "shop in a loop"}));
}

}  // namespace
}  // namespace demarc
