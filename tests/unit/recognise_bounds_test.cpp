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

// The packs that come with the program, and `more`.
Packs packs_and(const std::vector<std::string>& more) {
  Packs made;
  std::vector<Error> errors;
  auto add = [&](std::string_view path, std::string_view text) {
    for (const auto& reader : documents::all()) {
      if (!reader->accepts(path, "")) continue;
      Observations seen;
      reader->read({{}, path, text}, seen);
      made.read(*seen.document, errors);
      break;
    }
  };
  for (const EmbeddedFile& file : frameworks::files()) add(file.path, file.text);
  for (const std::string& text : more) add("more.yaml", text);
  made.compile(errors);
  EXPECT_TRUE(errors.empty());
  return made;
}

const Packs& all_packs() {
  static const Packs all = packs_and({});
  return all;
}

struct Seen {
  std::string text;
  std::uint64_t steps = 0;
  std::uint64_t bytes = 0;  // of all texts that were made
};

Seen recognised(Texts files, const Packs& packs = all_packs()) {
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
  const Effects effects = recognise(program, packs, values);
  std::uint64_t bytes = 0;
  for (std::uint32_t i = 1; i < values.strings().size(); ++i)
    bytes += values.strings().text(StringId{i}).size();
  return {write(effects, values, program), effects.steps, bytes};
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

TEST(RecogniseBounds, ANameThatIsAssignedOnEveryLineCostsStepsInProportion) {
  auto steps = [](int lines) {
    return recognised({{"a.py", "x = ask()\n" + repeat(lines, "x = x + 'a'\nsend(x)\n")}}).steps;
  };
  EXPECT_LT(steps(2000), 5 * steps(500));
}

TEST(RecogniseBounds, TextThatGrowsOnEveryLineEnds) {
  const std::string piece(4000, 'a');
  const Seen seen =
      recognised({{"a.py", "x = '" + piece + "'\n" + repeat(3000, "x += '" + piece + "'\nsend.get(x)\n")},
                  {"b.py", "NAME = 'orders'\n" + reads_orders}});
  EXPECT_LT(seen.bytes, std::uint64_t{400} << 20);
}

TEST(RecogniseBounds, ChainsAndFansOfWrappers) {
  auto steps = [](int wrappers) {
    return recognised(
               {{"a.py",
                 "import requests\ndef f0(url):\n    return requests.get(url)\n" +
                     repeat(wrappers, "def g{i}(url):\n    return f0(url + '/{i}')\ng{i}('http://a')\n") +
                     repeat(wrappers, "def h{i}(url):\n    return h{i}(url) + g{i}(url) + f0(url)\n")}})
        .steps;
  };
  EXPECT_LT(steps(2000), 6 * steps(500));
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

TEST(RecogniseBounds, PacksOfLibrariesThatNobodyMentionsCostNothing) {
  std::vector<std::string> more;
  for (int i = 0; i < 100; ++i) {
    const std::string library = "lib" + std::to_string(i);
    more.push_back("framework: " + library + "\nlanguages: [python]\nrows:\n  - match: " + library +
                   ".open($name)\n    gives: " + library + ".Store\n  - match: " + library +
                   ".Store.{keep, add, write}($what)\n    fact: writes\n"
                   "    to: { kind: table, store: store, name: $name }\n");
  }
  const Texts texts{{"a.py", repeat(50,
                                    "def f{i}(a, b):\n  a.keep(b)\n  a.add(b.write(a))\n"
                                    "def g{i}(x):\n  f{i}(x, 1)\n")}};
  const Packs many = packs_and(more);
  const Seen few = recognised(texts), all = recognised(texts, many);
  EXPECT_EQ(all.steps, few.steps);
  EXPECT_EQ(all.text, few.text);
  // The rows are good: who imports the library, meets them.
  const std::string used = "import lib7\nlib7.open('orders').keep(1)\n";
  EXPECT_TRUE(has(recognised({{"a.py", used}}, many).text, "name=\"orders\""));
}

}  // namespace
}  // namespace demarc
