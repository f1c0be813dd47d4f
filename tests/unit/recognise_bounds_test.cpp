// Code that was written to keep recognition busy for ever: rings, fans and long chains end within few steps.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/recognise/effects_text.h"
#include "analyzer/recognise/recognise.h"
#include "parsers/parsers.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

const Packs& all_packs() {
  static std::vector<Document> documents;
  static const Packs all = [] {
    Packs made;
    std::vector<Error> errors;
    documents.reserve(frameworks::files().size());
    for (const EmbeddedFile& file : frameworks::files())
      for (const auto& reader : documents::all()) {
        if (!reader->accepts(file.path, "")) continue;
        Observations seen;
        reader->read({{}, file.path, file.text}, seen);
        documents.push_back(std::move(*seen.document));
        made.read(documents.back(), errors);
        break;
      }
    made.compile(errors);
    return made;
  }();
  return all;
}

struct Seen {
  std::string text;
  std::uint64_t steps = 0;
};

Seen recognised(Texts files) {
  const auto tree = test::Tree::in_memory(std::move(files));
  const auto readers = languages::all();
  Program program(tree);
  for (std::uint32_t i = 1; i <= tree.files().size(); ++i)
    for (const auto& reader : readers)
      if (tree.code(FileId{i}) && reader->accepts(tree.files().path(FileId{i}), "")) {
        program.add(FileId{i}, *tree.code(FileId{i}), *reader, true);
        break;
      }
  Values values;
  const Effects effects = recognise(program, all_packs(), values);
  return {write(effects, values, program), effects.steps};
}

std::string repeat(int times, const std::string& text) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    std::string one = text;
    for (std::size_t at; (at = one.find("{i}")) != std::string::npos;) one.replace(at, 3, std::to_string(i));
    all += one;
  }
  return all;
}

bool has(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

const std::string reads_orders = "import boto3\nboto3.resource('dynamodb').Table(NAME).get_item(Key={})\n";

TEST(RecogniseBounds, NamesThatFilesPassRoundInARingAreNotFound) {
  const Seen seen = recognised({{"a.py", "from b import NAME\n" + reads_orders},
                                {"b.py", "from c import NAME\n"},
                                {"c.py", "from a import NAME\n"}});
  EXPECT_TRUE(has(seen.text, "reads")) << seen.text;
}

TEST(RecogniseBounds, NamesBehindARingOfStarsAreFoundFromEverywhere) {
  const Seen seen = recognised({{"a.py", "from b import *\nfrom c import *\n" + reads_orders},
                                {"b.py", "from a import *\n" + reads_orders},
                                {"c.py", "NAME = 'orders'\n"}});
  const std::size_t first = seen.text.find("orders");
  ASSERT_NE(first, std::string::npos) << seen.text;
  EXPECT_NE(seen.text.find("orders", first + 1), std::string::npos) << seen.text;
}

TEST(RecogniseBounds, ManyFilesThatTakeEverythingFromEachOther) {
  Texts files;
  const std::string everything = repeat(40, "from m{i} import *\n");
  for (int i = 0; i < 40; ++i) files.emplace_back("m" + std::to_string(i) + ".py", everything);
  files.emplace_back("use.py", "from m0 import *\n" + reads_orders);
  EXPECT_LT(recognised(std::move(files)).steps, 1'000'000u);
}

TEST(RecogniseBounds, ANameThatIsItsOwnType) {
  const Seen seen = recognised({{"a.py", "x: 'x'\ny: 'z'\nz: 'y'\nx.get(1)\ny.get(1)\n"}});
  EXPECT_LT(seen.steps, 10'000u);
}

TEST(RecogniseBounds, AModuleThatIsItsOwnDefault) {
  const Seen seen = recognised(
      {{"src/a.ts", "export * as default from './a';\n"},
       {"src/b.ts",
        "import a from './a';\nimport c from './c';\na(1);\nnew a(1).b();\nc.default.default();\nc();\n"},
       {"src/c.ts", "import d from './d';\nexport default d;\n"},
       {"src/d.ts", "import c from './c';\nexport default c;\n"}});
  EXPECT_LT(seen.steps, 10'000u);
}

}  // namespace
}  // namespace demarc
