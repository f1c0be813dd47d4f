// Recognition and folding: small trees in memory, one small pack, the effects they must give - and the
// bounds.
#include "analyzer/recognise/recognise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "analyzer/recognise/fold.h"
#include "parsers/parsers.h"

namespace demarc {
namespace {

constexpr std::string_view pack_text = R"(
framework: shop
about: a library of the tests
languages: [python, ecmascript]
rows:
  - match: 'shop.open("tables").Table($table)'
    gives: shop.Table
  - match: shop.Table.put($item)
    fact: writes
    to: { kind: table, store: shop, name: $table, item: $item }
  - match: 'shop.send([{Kind: $kind, From: $from}])'
    fact: publishes
    to: { kind: channel, transport: shop, name: $kind, source: $from }
  - match: 'os.environ[$name]'
    value: { setting: env, name: $name }
  - match: 'process.env.$name'
    value: { setting: env, name: $name }
  - match: '_.Store.save($table)'
    fact: writes
    to: { kind: table, store: guess, name: $table }
  - match: 'shop.App()'
    gives: shop.App
    distinct: true
  - match: 'shop.App.use($below, $what)'
    mount: { prefix: $below, what: $what }
  - match: 'shop.App.$method{get, post}($path, $handler)'
    fact: exposes
    to: { kind: operation, method: $method, path: $path }
    handler: $handler
  - match: '@shop.route($path)'
    fact: exposes
    to: { kind: operation, path: $path }
  - match: '@shop.controller($path)'
    prefix: $path
  - match: 'class shop.Record'
    gives: shop.Record
    where: { Meta.table: $table }
  - match: shop.Record.save()
    fact: writes
    to: { kind: table, store: record, name: $table }
  - match: '_.httpMethod == $method'
    fact: handles
    to: { kind: operation, method: $method }
  - match: '_.path == $path'
    fact: handles
    to: { kind: operation, path: $path }
)";

class MemoryProject : public Project {
 public:
  explicit MemoryProject(const std::map<std::string, std::string>& texts) {
    for (const auto& [path, text] : texts) files_.add({path, 0, FileClass::source}, text);
    readers_ = languages::all();
    documents_ = documents::all();
    seen_.resize(files_.size() + 1);
    by_.resize(files_.size() + 1);
    for (std::uint32_t i = 1; i <= files_.size(); ++i) {
      auto text = files_.read(FileId{i});
      for (auto* list : {&readers_, &documents_})
        for (const auto& r : *list)
          if (!by_[i] && r->accepts(files_.path(FileId{i}), {})) by_[i] = r.get();
      if (by_[i]) by_[i]->read({FileId{i}, files_.path(FileId{i}), *text}, seen_[i]);
    }
  }
  const Files& files() const override { return files_; }
  const Document* document(FileId f) const override {
    return seen_[f.index].document ? &*seen_[f.index].document : nullptr;
  }
  const code::CodeFile* code(FileId f) const override {
    return seen_[f.index].code ? &*seen_[f.index].code : nullptr;
  }
  const Reader& reader(FileId f) const { return *by_[f.index]; }

  Document document_of(std::string_view path, std::string_view text) const {
    Observations out;
    for (const auto& r : documents_)
      if (r->accepts(path, text.substr(0, 100))) r->read({{}, path, text}, out);
    EXPECT_TRUE(out.document.has_value());
    return std::move(*out.document);
  }

 private:
  Files files_;
  std::vector<std::unique_ptr<Reader>> readers_, documents_;
  std::vector<Observations> seen_;
  std::vector<const Reader*> by_;
};

// One line an effect, "verb word=value …", sorted.
std::vector<std::string> effects(const std::map<std::string, std::string>& texts) {
  MemoryProject project(texts);
  Packs packs;
  std::vector<Error> errors;
  Document pack = project.document_of("shop.yaml", pack_text);
  packs.read(pack, errors);
  packs.compile(errors);
  for (const Error& e : errors) ADD_FAILURE() << e.message << " at " << e.where.begin;
  Program program(project);
  for (std::uint32_t i = 1; i <= project.files().size(); ++i)
    if (const auto* c = project.code(FileId{i})) program.add(FileId{i}, *c, project.reader(FileId{i}), true);
  Values values;
  std::vector<std::string> lines;
  for (const Effect& e : recognise(program, packs, values).effects) {
    std::string line(to_string(e.kind));
    for (const auto& [word, v] : e.captures)
      if (word != "item") line += " " + std::string(word) + "=" + values.write(v);
    if (e.certainty != Certainty::certain) line += " (likely)";
    lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Recognise, NamesTheTableThroughImportsVariablesAndTheEnvironment) {
  EXPECT_EQ(effects({{"a.py",
                      "import shop\nimport os\nT = os.environ['TABLE']\nt = shop.open('tables').Table(T)\n"
                      "def f(x):\n  t.put(x)\n"}}),
            (Lines{R"(writes name=$env:TABLE store="shop")"}));
  EXPECT_EQ(effects({{"a.js",
                      "const shop = require('shop');\nconst { TABLE } = process.env;\n"
                      "exports.f = async (x) => shop.open('tables').Table(`${TABLE}-x`).put(x);\n"}}),
            (Lines{R"(writes name=($env:TABLE + "-x") store="shop")"}));
}

TEST(Recognise, IsSilentOnNamesThatOnlyLookAlike) {
  EXPECT_EQ(effects({{"a.py", "import bazaar as shop\nshop.open('tables').Table('t').put(1)\n"}}), Lines{});
  EXPECT_EQ(effects({{"a.py", "import shop\nshop.open('queues').Table('t').put(1)\n"}}), Lines{});
  EXPECT_EQ(effects({{"a.py", "import shop\ndef put(x): pass\nput('t')\n"}}), Lines{});
}

TEST(Recognise, LiftsAWrapperToItsCallers) {
  EXPECT_EQ(
      effects({{"lib.py", "import shop\ndef save(table, x):\n  shop.open('tables').Table(table).put(x)\n"},
               {"a.py", "from lib import save\nsave('orders', 1)\n"},
               {"b.py", "import lib\nlib.save(x=2, table='carts')\n"}}),
      (Lines{R"(writes name="carts" store="shop")", R"(writes name="orders" store="shop")"}));
}

TEST(Recognise, LiftsAHandleThatIsAParameter) {
  EXPECT_EQ(effects({{"a.py",
                      "import shop\ndef save(table, x):\n  "
                      "table.put(x)\nsave(shop.open('tables').Table('orders'), 1)\n"}}),
            (Lines{R"(writes name="orders" store="shop")"}));
}

TEST(Recognise, BindsConstructorParameters) {
  EXPECT_EQ(effects({{"repo.py",
                      "import shop\nclass Repo:\n  def __init__(self, name):\n    self.t = "
                      "shop.open('tables').Table(name)\n"
                      "  def save(self, x):\n    self.t.put(x)\n"},
                     {"a.py", "from repo import Repo\nRepo('orders').save(1)\n"}}),
            (Lines{R"(writes name="orders" store="shop")"}));
}

TEST(Recognise, FollowsADeclaredTypeToItsClass) {
  EXPECT_EQ(effects({{"a.ts",
                      "import shop from 'shop';\nclass Repo { save(x) { "
                      "shop.open('tables').Table('orders').put(x); } }\n"
                      "export class Service { constructor(private readonly repo: Repo) {} run(x) { "
                      "this.repo.save(x); } }\n"}}),
            (Lines{R"(writes name="orders" store="shop")"}));
}

TEST(Recognise, KeepsCorrelatedAlternativesApart) {
  EXPECT_EQ(effects({{"a.py",
                      "import shop\ndef make(ok):\n  e = {'From': 'me'}\n  if ok:\n    e['Kind'] = 'Made'\n  "
                      "else:\n    e['Kind'] = 'Lost'\n"
                      "  return e\ndef f(x):\n  shop.send([make(x)])\n"}}),
            (Lines{R"(publishes name=either("Made", "Lost") source="me" transport="shop")"}));
}

TEST(Recognise, OnlyTheReachingAssignmentCounts) {
  EXPECT_EQ(effects({{"a.py",
                      "import shop\ndef f():\n  n = 'a'\n  n = 'b'\n  shop.open('tables').Table(n).put(1)\n  "
                      "n = 'c'\n"}}),
            (Lines{R"(writes name="b" store="shop")"}));
  EXPECT_EQ(effects({{"a.py",
                      "import shop\ndef f(x):\n  n = 'a'\n  if x:\n    n = 'b'\n  "
                      "shop.open('tables').Table(n).put(1)\n"}}),
            (Lines{R"(writes name=either("b", "a") store="shop")"}));
}

TEST(Recognise, EventsThroughComprehensionsAndHelpers) {
  EXPECT_EQ(
      effects(
          {{"ev.py", "def event(kind):\n  return {'Kind': '{}Created'.format(kind), 'From': 'me'}\n"},
           {"a.py",
            "import shop\nfrom ev import event\ndef send(events):\n  for i in range(0, len(events), 10):\n"
            "    shop.send(events[i:i+10])\ndef handler(records):\n  events = [event('Order') for r in "
            "records]\n"
            "  events = [e for e in events if e]\n  send(events)\n"}}),
      (Lines{R"(publishes name="OrderCreated" source="me" transport="shop")"}));
}

TEST(Recognise, AnyReceiverIsOnlyLikely) {
  EXPECT_EQ(effects({{"a.js", "function f(aws) { aws.Store.save('t'); }\n"}}),
            (Lines{R"(writes name="t" store="guess" (likely))"}));
  EXPECT_EQ(effects({{"a.js", "function f(aws) { aws.Shop.save('t'); }\n"}}), Lines{});
}

TEST(Recognise, RoutersKnowWhereTheyAreMounted) {
  EXPECT_EQ(
      effects(
          {{"r.js",
            "const shop = require('shop');\nconst r = shop.App();\nr.get('/:id', (q) => q);\nmodule.exports "
            "= r;\n"},
           {"a.js",
            "const shop = require('shop');\nconst app = shop.App();\napp.use('/orders', require('./r'));\n"
            "app.post('/x', (q) => q);\n"}}),
      (Lines{R"(exposes method="GET" path="/orders/:id")", R"(exposes method="POST" path="/x")"}));
}

TEST(Recognise, AnnotationsWithAPrefixOnTheClass) {
  EXPECT_EQ(effects({{"a.py",
                      "import shop\n@shop.controller('/orders')\nclass C:\n  @shop.route('/new')\n  def "
                      "new(self): pass\n"
                      "  @staticmethod\n  def other(): pass\n"}}),
            (Lines{R"(exposes path="/orders/new")"}));
}

TEST(Recognise, SubclassesOfALibraryClass) {
  EXPECT_EQ(effects({{"a.py",
                      "import shop\nclass Base(shop.Record):\n  pass\nclass Order(Base):\n  class Meta:\n    "
                      "table = 'orders'\n"
                      "Order().save()\n"}}),
            (Lines{R"(writes name="orders" store="record")"}));
}

TEST(Recognise, DispatchByComparison) {
  EXPECT_EQ(effects({{"a.py",
                      "def handler(event, context):\n  method = event['httpMethod']\n  if method == "
                      "'POST':\n    if event['path'] == '/orders':\n"
                      "      return 1\n  elif method == 'GET':\n    return 2\n"}}),
            (Lines{R"(handles method="GET")", R"(handles method="POST" path="/orders")"}));
}

// ---- the written bounds

std::string branches(int n) {
  std::string text = "import shop\ndef f(x):\n";
  for (int i = 0; i < n; ++i)
    text += "  if x == " + std::to_string(i) + ":\n    t = 't" + std::to_string(i) + "'\n";
  return text + "  shop.open('tables').Table(t).put(1)\n";
}

TEST(FoldBounds, EightAlternativesAndNoMore) {
  Lines eight = effects({{"a.py", branches(8)}});
  ASSERT_EQ(eight.size(), 1u);
  EXPECT_EQ(eight[0].find('?'), std::string::npos) << eight[0];
  Lines nine = effects({{"a.py", branches(9)}});
  ASSERT_EQ(nine.size(), 1u);
  EXPECT_NE(nine[0].find('?'), std::string::npos) << nine[0];
}

std::string tower(int n) {
  std::string text = "import shop\ndef f0():\n  return 'deep'\n";
  for (int i = 1; i <= n; ++i)
    text += "def f" + std::to_string(i) + "():\n  return f" + std::to_string(i - 1) + "()\n";
  return text + "shop.open('tables').Table(f" + std::to_string(n) + "()).put(1)\n";
}

TEST(FoldBounds, LoopsAreNotRun) {
  Lines lines = effects(
      {{"a.py",
        "import shop\nn = 'a'\nfor i in range(3):\n  n = n + 'b'\nshop.open('tables').Table(n).put(1)\n"}});
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].find("bb"), std::string::npos) << lines[0];
}

TEST(FoldBounds, LiftsAtMostFiveCallers) {
  auto wrapped = [](int n) {
    std::string text = "import shop\ndef f0(t):\n  shop.open('tables').Table(t).put(1)\n";
    for (int i = 1; i <= n; ++i)
      text += "def f" + std::to_string(i) + "(t):\n  f" + std::to_string(i - 1) + "(t)\n";
    return text + "f" + std::to_string(n) + "('deep')\n";
  };
  EXPECT_EQ(effects({{"a.py", wrapped(max_lifts - 1)}}), (Lines{R"(writes name="deep" store="shop")"}));
  Lines over = effects({{"a.py", wrapped(max_lifts)}});
  ASSERT_EQ(over.size(), 1u);
  EXPECT_EQ(over[0].find("deep"), std::string::npos) << over[0];
}

TEST(FoldBounds, RecursionRingsAndSelfReferenceEnd) {
  EXPECT_EQ(
      effects({{"a.py", "import shop\ndef f(n):\n  return f(n)\nshop.open('tables').Table(f('x')).put(1)\n"}})
          .size(),
      1u);
  EXPECT_EQ(effects({{"a.py", "import shop\nfrom b import x\ny = x\nshop.open('tables').Table(y).put(1)\n"},
                     {"b.py", "from a import y\nx = y\n"}})
                .size(),
            1u);
  EXPECT_EQ(effects({{"a.js",
                      "const shop = require('shop');\nlet a = b, b = a;\nclass C extends C "
                      "{}\nshop.open('tables').Table(new C().x).put(a);\n"}})
                .size(),
            1u);
  EXPECT_EQ(effects({{"a.py", tower(Fold::max_depth + 40)}}).size(), 1u);
}

TEST(Patterns, ErrorsPointAtTheWord) {
  Result<Pattern> p = parse_pattern("boto3.client(\"s3\"");
  ASSERT_FALSE(p);
  EXPECT_EQ(p.error().where.begin, 17u);
  EXPECT_FALSE(parse_pattern("a.b(c d)"));
  EXPECT_FALSE(parse_pattern(""));
  EXPECT_FALSE(parse_pattern("a.{b"));
  EXPECT_FALSE(parse_pattern(std::string(3000, '[').insert(0, "a(")));
}

TEST(Packs, FaultsAreReportedWithTheirPlace) {
  const std::map<std::string, std::string> tree{{"x.py", ""}};
  MemoryProject project(tree);
  auto faults = [&](std::string_view text) {
    Document d = project.document_of("p.yaml", text);
    Packs packs;
    std::vector<Error> errors;
    packs.read(d, errors);
    packs.compile(errors);
    return errors;
  };
  EXPECT_EQ(faults("framework: a\nlanguages: [python]\nrows:\n  - match: a.b()\n    fact: wrote\n    to: "
                   "{kind: table}\n")
                .size(),
            1u);
  EXPECT_EQ(faults("framework: a\nlanguages: [python]\nrows:\n  - match: a.b(\n    gives: x\n").size(), 1u);
  EXPECT_EQ(faults("framework: a\nrows: []\n").size(), 1u);
  EXPECT_EQ(faults("framework: a\nlanguages: [python]\nrows:\n  - match: a.b()\n    gibs: x\n").size(), 1u);
  EXPECT_TRUE(faults("framework: a\nlanguages: [python]\nrows:\n  - match: a.b()\n    gives: x\n").empty());
}

}  // namespace
}  // namespace demarc
