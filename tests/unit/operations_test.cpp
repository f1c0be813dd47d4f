// Loops around remote calls and round trips of functions, from source to what rules see, in every language.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "analyzer/operations/trips.h"
#include "analyzer/recognise/recognise.h"
#include "parsers/parsers.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {

using operations::CallGraph;
using operations::LoopAround;
using operations::Need;
using operations::RemoteCall;
using operations::Rounds;
using operations::Shapes;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view pack_text = R"(
framework: remote
about: a library of the tests
languages: [python, ecmascript, java]
rows:
  - match: 'lib.Client.get($url, ...)'
    fact: calls
    to: { kind: operation, protocol: http, url: $url }
)";

// One file through reading and recognition.
struct Case {
  Case(const std::string& path, const std::string& text)
      : tree(test::Tree::in_memory({{path, text}})),
        packs(load()),
        program(tree),
        effects(run(path)),
        shapes(tree, [](FunctionRef) { return false; }),
        graph(effects, shapes, [&](FunctionRef f) { return name(f) == "on_batch"; }) {}

  Packs load() {
    Packs made;
    std::vector<Error> errors;
    document = std::make_unique<test::Tree>(test::Tree::in_memory({{"remote.yaml", std::string(pack_text)}}));
    made.read(*document->document(FileId{1}), errors);
    made.compile(errors);
    EXPECT_TRUE(errors.empty());
    return made;
  }
  Effects run(const std::string& path) {
    readers = languages::all();
    for (const auto& reader : readers)
      if (reader->accepts(path, {})) program.add(FileId{1}, *tree.code(FileId{1}), *reader, true);
    return recognise(program, packs, values);
  }
  std::string name(FunctionRef f) const {
    const code::CodeFile& code = *tree.code(f.file);
    return std::string(code.strings.text(code.functions[f.function.index].name));
  }
  FunctionRef function(std::string_view wanted) const {
    const code::CodeFile& code = *tree.code(FileId{1});
    for (std::uint32_t f = 1; f < code.functions.size(); ++f)
      if (code.strings.text(code.functions[f].name) == wanted) return {FileId{1}, code::FunctionId{f}};
    return {FileId{1}, code::file_function};
  }

  // "data item", "data parallel", "fixed 5", "once", with "+1" for a loop one call above.
  std::vector<std::string> loops() const {
    std::vector<std::string> all;
    for (const Effect& e : effects.effects) {
      const LoopAround loop = graph.loop_around(e);
      std::string text = loop.rounds == Rounds::once    ? "once"
                         : loop.rounds == Rounds::batch ? "batch"
                         : loop.rounds == Rounds::fixed ? "fixed " + std::to_string(loop.count)
                                                        : "data";
      if (loop.is_parallel) text += " parallel";
      if (!loop.element.empty()) text += " " + loop.element;
      if (loop.hops != 0) text += " +" + std::to_string(loop.hops);
      all.push_back(text);
    }
    return all;
  }
  // "/a 2", "/b n", "/c apart" of a function's run; the URL stands for the operation, "/x/…" for its
  // provider.
  std::vector<std::string> needs(std::string_view of) {
    std::vector<RemoteCall> calls;
    std::vector<std::string> urls;
    for (const Effect& e : effects.effects) {
      const std::string url(values.text(e.capture("url")));
      auto known = std::find(urls.begin(), urls.end(), url);
      if (known == urls.end()) known = urls.insert(urls.end(), url);
      calls.push_back({&e, url.size() > 1 ? static_cast<std::uint32_t>(url[1]) : 0,
                       static_cast<std::uint32_t>(known - urls.begin()), 0});
    }
    graph.weigh(calls);
    std::vector<std::string> all;
    for (const Need& n : graph.needs(function(of)))
      all.push_back(urls[calls[n.call].operation] + " " + (n.is_unbounded ? "n" : std::to_string(n.trips)) +
                    (n.is_parallel ? " parallel" : "") + (n.is_together ? "" : " apart"));
    std::sort(all.begin(), all.end());
    return all;
  }

  test::Tree tree;
  std::unique_ptr<test::Tree> document;
  Packs packs;
  Values values;
  Program program;
  std::vector<std::unique_ptr<Reader>> readers;
  Effects effects;
  Shapes shapes;
  CallGraph graph;
};

std::vector<std::string> python(const std::string& body) {
  return Case("a.py", "import asyncio, time\nfrom lib import Client\n" + body).loops();
}
std::vector<std::string> script(const std::string& body) {
  return Case("a.ts", "import { Client } from 'lib';\n" + body).loops();
}
std::vector<std::string> java(const std::string& body) {
  return Case("src/A.java",
              "package a;\nimport lib.Client;\nimport java.util.*;\nclass A {\n" + body + "\n}\n")
      .loops();
}

TEST(Loops, OverDataInPython) {
  EXPECT_THAT(python("def f(ids):\n  for i in ids:\n    Client.get('/a')\n"), ElementsAre("data i"));
  EXPECT_THAT(python("def f(orders):\n  return [Client.get('/a', order) for order in orders]\n"),
              ElementsAre("data order"));
  EXPECT_THAT(python("def f(ids):\n  while ids:\n    one = ids.pop()\n    Client.get('/a', one)\n"),
              ElementsAre("data"));
  EXPECT_THAT(python("def f(ids):\n  for n, line in enumerate(ids):\n    Client.get('/a', line)\n"),
              ElementsAre("data line"));
  EXPECT_THAT(
      python("def load(i):\n  return Client.get('/a', i)\ndef f(ids):\n  for item in ids:\n    load(item)\n"),
      ElementsAre("data item +1"));
  EXPECT_THAT(
      python("def load(i):\n  return Client.get('/a', i)\ndef f(ids):\n  return list(map(load, ids))\n"),
      ElementsAre("data +1"));
  EXPECT_THAT(python("def f(n):\n  for i in range(len(n)):\n    Client.get('/a', n[i])\n"),
              ElementsAre("data i"));
  EXPECT_THAT(python("async def f(ids):\n  async for one in ids:\n    await Client.get('/a', one)\n"),
              ElementsAre("data one"));
}

TEST(Loops, OverDataInScripts) {
  EXPECT_THAT(script("async function f(ids) { for (const id of ids) { await Client.get('/a' ); } }"),
              ElementsAre("data id"));
  EXPECT_THAT(
      script(
          "async function f(ids) { for (let i = 0; i < ids.length; i++) await Client.get('/a', ids[i]); }"),
      ElementsAre("data"));
  EXPECT_THAT(script("async function f(ids) { for await (const id of ids) await Client.get('/a', id); }"),
              ElementsAre("data id"));
  EXPECT_THAT(script("const f = (lines) => lines.reduce(async (sum, line) => (await sum) + await "
                     "Client.get('/a', line), 0);"),
              ElementsAre("data line"));
  EXPECT_THAT(
      script(
          "async function f(ids) { for (const id of ids) { const r = await Client.get('/a', id); if (!r.ok) "
          "return null; } }"),
      ElementsAre("data id"));
}

TEST(Loops, AMethodOfAnObjectThatIsReachedThroughThis) {
  EXPECT_THAT(script("const Prices = () => ({ async one(p) { return p ? await Client.get('/a', p) : 0; },\n"
                     "  async all(ids) { return ids.map(async id => await this.one(id)); } });"
                     "export default Prices();"),
              ElementsAre("data parallel id +1"));
  EXPECT_THAT(script("const prices = { one: async function (p) { return Client.get('/a', p); },\n"
                     "  all: async function (ids) { for (const id of ids) await this.one(id); } };"),
              ElementsAre("data id +1"));
  // Another object's member of that name is not meant, nor is a class's.
  EXPECT_THAT(script("const other = { one(p) { return Client.get('/a', p); } };\n"
                     "const prices = { async all(ids) { for (const id of ids) await this.one(id); } };"),
              ElementsAre("once"));
}

TEST(Loops, OverDataInJava) {
  EXPECT_THAT(java("void f(List<String> ids) { for (String id : ids) { Client.get(\"/a\", id); } }"),
              ElementsAre("data id"));
  EXPECT_THAT(java("void f(List<String> ids) { ids.forEach(line -> Client.get(\"/a\", line)); }"),
              ElementsAre("data line"));
  EXPECT_THAT(java("List<String> f(List<String> ids) { return ids.stream().filter(x -> x != null).map(one -> "
                   "Client.get(\"/a\", one)).toList(); }"),
              ElementsAre("data one"));
  EXPECT_THAT(java("String load(String id) { return Client.get(\"/a\", id); }\nList<String> f(List<String> "
                   "ids) { return "
                   "ids.stream().map(this::load).toList(); }"),
              ElementsAre("data +1"));
  EXPECT_THAT(
      java(
          "void f(Iterator<String> ids) { while (ids.hasNext()) { String id = ids.next(); Client.get(\"/a\", "
          "id); } }"),
      ElementsAre("data"));
  // An Optional holds one thing at most.
  EXPECT_THAT(
      java("Optional<String> f(Optional<String> id) { return id.map(one -> Client.get(\"/a\", one)); }"),
      ElementsAre("once"));
}

TEST(Loops, AtTheSameTime) {
  EXPECT_THAT(
      python("async def f(ids):\n  return await asyncio.gather(*[Client.get('/a', item) for item in ids])\n"),
      ElementsAre("data parallel item"));
  EXPECT_THAT(python("async def f(ids):\n  tasks = [Client.get('/a', item) for item in ids]\n  return await "
                     "asyncio.gather(*tasks)\n"),
              ElementsAre("data parallel item"));
  EXPECT_THAT(
      python(
          "async def f(ids):\n  tasks = []\n  for item in ids:\n    tasks.append(Client.get('/a', item))\n  "
          "return await asyncio.gather(*tasks)\n"),
      ElementsAre("data parallel item"));
  EXPECT_THAT(python("def load(i):\n  return Client.get('/a', i)\ndef f(ids, pool):\n  for item in ids:\n    "
                     "pool.submit(load, item)\n"),
              ElementsAre("data parallel item +1"));
  EXPECT_THAT(python("def load(i):\n  return Client.get('/a', i)\ndef f(ids, executor):\n  return "
                     "list(executor.map(load, ids))\n"),
              ElementsAre("data parallel +1"));
  EXPECT_THAT(script("const f = (ids) => Promise.all(ids.map((line) => Client.get('/a', line)));"),
              ElementsAre("data parallel line"));
  EXPECT_THAT(script("async function load(id) { return Client.get('/a', id); }\nconst f = (ids) => "
                     "Promise.all(ids.map(load));"),
              ElementsAre("data parallel +1"));
  EXPECT_THAT(
      java("void f(List<String> ids) { ids.parallelStream().forEach(one -> Client.get(\"/a\", one)); }"),
      ElementsAre("data parallel one"));
  EXPECT_THAT(java("void f(List<String> ids) { for (String id : ids) { CompletableFuture.supplyAsync(() -> "
                   "Client.get(\"/a\", id)); } }"),
              ElementsAre("data parallel id"));
}

// A second try is no second question.
TEST(Loops, RetriesAreNone) {
  EXPECT_THAT(
      python("def f(i):\n  for attempt in range(5):\n    try:\n      return Client.get('/a', i)\n    except "
             "IOError:\n      time.sleep(2 ** attempt)\n"),
      ElementsAre("once"));
  EXPECT_THAT(python("def f(i):\n  tries = 0\n  while tries < 4:\n    try:\n      r = Client.get('/a', i)\n  "
                     "    break\n   "
                     " except IOError:\n      tries += 1\n"),
              ElementsAre("once"));
  EXPECT_THAT(script("async function f(id) { for (let i = 0; i < 5; i++) { try { return await "
                     "Client.get('/a', id); } catch "
                     "(e) { await sleep(100 * i); } } }"),
              ElementsAre("once"));
  EXPECT_THAT(
      java("String f(String id) { int n = 0; while (true) { try { return Client.get(\"/a\", id); } catch "
           "(RuntimeException e) { if (++n > 4) throw e; } } }"),
      ElementsAre("once"));
  EXPECT_THAT(script("async function f(id, left) { try { return await Client.get('/a', id); } catch (e) { "
                     "return f(id, left "
                     "- 1); } }"),
              ElementsAre("once"));
  // One of several hosts is enough.
  EXPECT_THAT(
      python("def f(hosts):\n  for host in hosts:\n    try:\n      return Client.get('/a', host)\n    except "
             "IOError:\n      continue\n"),
      ElementsAre("once"));
}

TEST(Loops, PagesAndWaitingAreNone) {
  EXPECT_THAT(python("def f():\n  token = None\n  while True:\n    r = Client.get('/a', token)\n    token = "
                     "r.get('next')\n    if not token:\n      break\n"),
              ElementsAre("once"));
  EXPECT_THAT(
      python(
          "def f(key):\n  r = Client.get('/a')\n  while 'LastEvaluatedKey' in r:\n    r = Client.get('/b', "
          "r['LastEvaluatedKey'])\n"),
      ElementsAre("once", "once"));
  EXPECT_THAT(script("async function f() { let more = true; let from = 0; while (more) { const r = await "
                     "Client.get('/a', "
                     "from); from += r.items.length; more = r.items.length > 0; } }"),
              ElementsAre("once"));
  EXPECT_THAT(
      script("async function f() { let r; do { r = await Client.get('/a'); } while (r.status !== 'done'); }"),
      ElementsAre("once"));
  EXPECT_THAT(script("async function f(cursor) { const r = await Client.get('/a', cursor); if (r.next) await "
                     "f(r.next); }"),
              ElementsAre("once"));
  EXPECT_THAT(
      java("void f() { String state; do { state = Client.get(\"/a\"); } while (!state.equals(\"READY\")); }"),
      ElementsAre("once"));
  EXPECT_THAT(java("void f() throws Exception { for (int i = 0; i < 100; i++) { if (Client.get(\"/a\") != "
                   "null) break; "
                   "Thread.sleep(10); } }"),
              ElementsAre("once"));
}

TEST(Loops, ChunksAreNone) {
  EXPECT_THAT(
      python("def f(ids):\n  for i in range(0, len(ids), 100):\n    Client.get('/a', ids[i:i+100])\n"),
      ElementsAre("once"));
  EXPECT_THAT(python("def f(ids):\n  for some in chunks(ids, 50):\n    Client.get('/a', some)\n"),
              ElementsAre("once"));
  EXPECT_THAT(
      script("async function f(ids) { for (let i = 0; i < ids.length; i += size) await Client.get('/a', "
             "ids.slice(i, i + size)); }"),
      ElementsAre("once"));
  EXPECT_THAT(
      java(
          "void f(List<String> ids) { for (List<String> some : Lists.partition(ids, 100)) Client.get(\"/a\", "
          "some); }"),
      ElementsAre("once"));
  // One by one inside a chunk is one by one.
  EXPECT_THAT(
      python(
          "def f(ids):\n  for some in chunks(ids, 50):\n    for one in some:\n      Client.get('/a', one)\n"),
      ElementsAre("data one"));
}

TEST(Loops, RoundsThatTheCodeWrites) {
  EXPECT_THAT(python("def f():\n  for kind in ('a', 'b', 'c'):\n    Client.get('/a', kind)\n"),
              ElementsAre("fixed 3"));
  EXPECT_THAT(python("KINDS = ['a', 'b']\ndef f():\n  for kind in KINDS:\n    Client.get('/a', kind)\n"),
              ElementsAre("fixed 2"));
  EXPECT_THAT(script("async function f() { for (let i = 0; i < 3; i++) await Client.get('/a', i); }"),
              ElementsAre("fixed 3"));
  EXPECT_THAT(java("void f() { for (String k : List.of(\"a\", \"b\")) Client.get(\"/a\", k); }"),
              ElementsAre("fixed 2"));
  EXPECT_THAT(script("const f = () => Promise.all(['a', 'b'].map((kind) => Client.get('/a', kind)));"),
              ElementsAre("fixed 2"));
  // A list that grows is data.
  EXPECT_THAT(python("KINDS = ['a', 'b']\ndef f(x):\n  KINDS.append(x)\n  for kind in KINDS:\n    "
                     "Client.get('/a', kind)\n"),
              ElementsAre("data kind"));
}

TEST(Loops, BatchesOfThePlatform) {
  EXPECT_THAT(
      python(
          "def handler(event, context):\n  for record in event['Records']:\n    Client.get('/a', record)\n"),
      ElementsAre("batch record"));
  EXPECT_THAT(script("export const handler = async (event) => { for (const record of event.Records) await "
                     "Client.get('/a', record); };"),
              ElementsAre("batch record"));
  EXPECT_THAT(
      java("void on_batch(List<String> orders) { for (String order : orders) Client.get(\"/a\", order); }"),
      ElementsAre("batch order"));
  EXPECT_THAT(python("def handler(event, context):\n  for record in event['Records']:\n    for line in "
                     "record['lines']:\n  "
                     "    Client.get('/a', line)\n"),
              ElementsAre("data line"));
}

TEST(Loops, ServingForeverIsNone) {
  EXPECT_THAT(python("def f(queue):\n  while True:\n    Client.get('/a', queue.get())\n"),
              ElementsAre("once"));
  EXPECT_THAT(java("void f() { while (true) { Client.get(\"/a\"); } }"), ElementsAre("once"));
}

TEST(Loops, Recursion) {
  EXPECT_THAT(python("def f(node):\n  Client.get('/a', node)\n  for child in node.children:\n    f(child)\n"),
              ElementsAre("data child +1"));
}

TEST(Loops, MovedOutOfTheLoop) {
  EXPECT_THAT(python("def f(ids):\n  all = Client.get('/a', ids)\n  for i in ids:\n    print(all[i])\n"),
              ElementsAre("once"));
  EXPECT_THAT(python("def f(ids):\n  for i in Client.get('/a', ids):\n    print(i)\n"), ElementsAre("once"));
  EXPECT_THAT(
      script("async function f(ids) { for (const x of await Client.get('/a', ids)) console.log(x); }"),
      ElementsAre("once"));
  EXPECT_THAT(
      java("void f(List<String> ids) { for (String x : Client.get(\"/a\", ids)) System.out.println(x); }"),
      ElementsAre("once"));
}

std::vector<std::string> needs(const std::string& body, std::string_view of = "f") {
  return Case("a.py", "import asyncio\nfrom lib import Client\n" + body).needs(of);
}

TEST(RoundTrips, SequencesAddUp) {
  EXPECT_THAT(needs("def f():\n  Client.get('/a')\n  Client.get('/b')\n  Client.get('/a')\n"),
              ElementsAre("/a 2", "/b 1"));
  EXPECT_THAT(needs("def f(ids):\n  Client.get('/b')\n  for i in ids:\n    Client.get('/a', i)\n"),
              ElementsAre("/a n", "/b 1"));
  EXPECT_THAT(needs("def f():\n  for k in ('a', 'b', 'c', 'd'):\n    Client.get('/a', k)\n"),
              ElementsAre("/a 4"));
  EXPECT_THAT(needs("async def f():\n  await asyncio.gather(*[Client.get('/a', k) for k in (1, 2)])\n"),
              ElementsAre("/a 2 parallel"));
}

TEST(RoundTrips, TheDearestBranchCounts) {
  // One provider: "/a…".
  EXPECT_THAT(needs("def f(x):\n  if x:\n    Client.get('/a1')\n  else:\n    Client.get('/a2')\n    "
                    "Client.get('/a3')\n"),
              ElementsAre("/a1 1 apart", "/a2 1", "/a3 1"));
  EXPECT_THAT(
      needs("def f(x):\n  if x:\n    return Client.get('/a1')\n  Client.get('/a2')\n  Client.get('/a3')\n"),
      ElementsAre("/a1 1 apart", "/a2 1", "/a3 1"));
  EXPECT_THAT(needs("def f(x):\n  if x:\n    Client.get('/a1')\n  if not x:\n    Client.get('/a2')\n"),
              ElementsAre("/a1 1", "/a2 1"));
  // Different providers are weighed apart.
  EXPECT_THAT(needs("def f(x):\n  if x:\n    Client.get('/a1')\n  else:\n    Client.get('/b1')\n"),
              ElementsAre("/a1 1", "/b1 1"));
}

TEST(RoundTrips, AttemptsCountAndHandlersDoNot) {
  EXPECT_THAT(needs("def f():\n  try:\n    Client.get('/a1')\n  except IOError:\n    Client.get('/a2')\n"),
              ElementsAre("/a1 1", "/a2 1 apart"));
}

TEST(RoundTrips, ThroughCalls) {
  EXPECT_THAT(needs("def g():\n  Client.get('/a')\ndef f(ids):\n  g()\n  g()\n"), ElementsAre("/a 2"));
  EXPECT_THAT(needs("def g(i):\n  Client.get('/a', i)\ndef f(ids):\n  for i in ids:\n    g(i)\n"),
              ElementsAre("/a n"));
  // Each wrapper's caller knows what it asks.
  EXPECT_THAT(
      needs("def ask(url):\n  return Client.get(url)\ndef g():\n  ask('/b')\ndef f():\n  ask('/a')\n"),
      ElementsAre("/a 1"));
  std::string deep = "def f0():\n  Client.get('/a')\n";
  for (int i = 1; i <= 9; ++i)
    deep += "def f" + std::to_string(i) + "():\n  f" + std::to_string(i - 1) + "()\n";
  EXPECT_THAT(needs(deep, "f8"), ElementsAre("/a 1"));
  EXPECT_THAT(needs(deep, "f9"), IsEmpty());
}

TEST(RoundTrips, RingsEnd) {
  EXPECT_THAT(needs("def g(n):\n  f(n)\ndef f(n):\n  Client.get('/a', n)\n  g(n)\n"), ElementsAre("/a n"));
}

// A chain of a hundred thousand functions, and blocks in blocks: time and stack stay bounded.
TEST(RoundTrips, HostileCodeIsBounded) {
  std::string many = "import lib\nfrom lib import Client\ndef f0():\n  Client.get('/a')\n";
  for (int i = 1; i <= 3'000; ++i)
    many += "def f" + std::to_string(i) + "():\n  f" + std::to_string(i - 1) + "()\n";
  EXPECT_THAT(Case("a.py", many).needs("f3000"), IsEmpty());
  std::string deep = "from lib import Client\ndef f(x):\n";
  for (int i = 0; i < 80; ++i) deep += std::string(static_cast<std::size_t>(i) + 1, ' ') + "for a in x:\n";
  deep += std::string(90, ' ') + "Client.get('/a')\n";
  EXPECT_THAT(Case("a.py", deep).needs("f"), ElementsAre("/a n"));
}

}  // namespace
}  // namespace demarc
