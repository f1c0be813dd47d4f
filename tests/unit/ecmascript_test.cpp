// The reader of JavaScript and TypeScript: golden observations of parsers/languages/ecmascript/tests/<case>/,
// and what it does with hostile text. DEMARC_UPDATE=1 writes the expected files anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "analyzer/observations/code_text.h"
#include "parsers/languages/ecmascript/kinds.h"
#include "parsers/parsers.h"
#include "tests/unit/code_golden.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {
namespace fs = std::filesystem;

const Reader& reader() {
  static const std::vector<std::unique_ptr<Reader>> all = languages::all();
  for (const auto& one : all)
    if (one->name() == "ecmascript") return *one;
  throw std::logic_error("no reader of that name");
}

Observations read(std::string_view path, std::string_view text) {
  Observations out;
  reader().read({FileId{1}, path, text}, out);
  return out;
}

const fs::path cases_root = test::code_cases("ecmascript");

class EcmascriptGolden : public testing::TestWithParam<std::string> {};

TEST_P(EcmascriptGolden, SaysWhatIsExpected) {
  const fs::path folder = cases_root / GetParam();
  fs::path input;
  for (const fs::directory_entry& file : fs::directory_iterator(folder))
    if (file.path().stem() == "input") input = file.path();
  ASSERT_FALSE(input.empty());
  ASSERT_TRUE(reader().accepts(input.string(), ""));
  const Observations seen = read(input.string(), test::content(input));
  ASSERT_TRUE(seen.code);
  std::string said = seen.has_errors ? "has errors\n" : "";
  said += code::write(*seen.code);
  test::expect_said(folder, said);
}

INSTANTIATE_TEST_SUITE_P(Cases, EcmascriptGolden, testing::ValuesIn(test::code_case_names("ecmascript")),
                         [](const testing::TestParamInfo<std::string>& info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// Every row of the tables names a node of at least one of the grammars.
TEST(Ecmascript, TablesKnowTheGrammars) {
  for (const std::string& name : ecmascript::javascript_grammar().strangers()) {
    const auto& other = ecmascript::typescript_grammar().strangers();
    const auto& third = ecmascript::tsx_grammar().strangers();
    const bool is_nowhere = std::find(other.begin(), other.end(), name) != other.end() &&
                            std::find(third.begin(), third.end(), name) != third.end();
    EXPECT_FALSE(is_nowhere) << name;
  }
}

TEST(Ecmascript, TakesItsFilesAndNoDeclarationFiles) {
  for (const char* path : {"a.js", "b/c.mjs", "d.cjs", "e.jsx", "f.ts", "g.mts", "h.cts", "i.tsx", "d.ts"})
    EXPECT_TRUE(reader().accepts(path, "")) << path;
  for (const char* path : {"a.d.ts", "b.d.mts", "c.json", "js", "x.tsv", "y.vue"})
    EXPECT_FALSE(reader().accepts(path, "")) << path;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Ecmascript, DeepNestingEndsSomewhere) {
  const std::size_t deep = 20000;
  const std::pair<std::string, std::string> texts[] = {
      {"a.js", "x = " + repeated("(", deep) + "1" + repeated(")", deep)},
      {"b.js", "x = " + repeated("[", deep) + repeated("]", deep)},
      {"c.js", repeated("{", deep) + repeated("}", deep)},
      {"d.js", repeated("if (a) ", deep) + "b();"},
      {"e.js", repeated("f(", deep) + repeated(")", deep)},
      {"f.js", repeated("() => ", deep) + "1"},
      {"g.js", "x = a" + repeated(".b()", deep)},
      {"h.ts", "let x: " + repeated("Array<", 5000) + "A" + repeated(">", 5000)},
      {"i.ts", repeated("namespace A { ", 5000) + repeated("}", 5000)},
      {"j.js", "({" + repeated("a: {", deep) + repeated("}", deep) + "} = x)"},
      {"k.tsx", "x = " + repeated("<a>", 5000) + repeated("</a>", 5000)},
      {"l.js", repeated("!", deep) + "x"},
      {"m.js", repeated("class A extends (", 3000) + "B" + repeated(") {}", 3000)},
  };
  for (const auto& [path, text] : texts) {
    const Observations seen = read(path, text);
    EXPECT_TRUE(seen.code || seen.has_errors) << path;
    EXPECT_FALSE(seen.notes.empty()) << path;
  }
}

// Chains are long in real code too: none of them is nesting.
TEST(Ecmascript, LongChainsAreReadWhole) {
  const std::string text = "const x = 'a'" + repeated(" + 'a'", 200) + ";" + "if (a) b();" +
                           repeated(" else if (a) b();", 3000) + "y = 1" + repeated(" | 1", 5000) + ";";
  const Observations seen = read("a.js", text);
  ASSERT_TRUE(seen.code);
  EXPECT_TRUE(seen.notes.empty());
  EXPECT_EQ(seen.code->calls.size(), 3001u);
  EXPECT_EQ((*seen.code)[seen.code->assignments[0].value].count, 201u);
}

TEST(Ecmascript, OddBytesAreReadAround) {
  using namespace std::string_literals;
  for (const std::string& text : {""s, "\0\0\0"s, "\xff\xfe\x00x"s, "const a = '\xc3\x28';\nb();"s,
                                  "\xef\xbb\xbf"
                                  "b();"s,
                                  "b();\0c();"s, "#!/bin/sh\necho hi; fi; done"s,
                                  "\x7f"
                                  "ELF\x02\x01"s,
                                  "'unterminated"s, "`${"s, "/* open"s, "x = '\\u{ffffffff}\\u{}\\x\\u12\\"s,
                                  "x = `\\"s, "<!-- html --> <p>text"s}) {
    const Observations seen = read("a.js", text);
    EXPECT_TRUE(seen.code.has_value());
    for (const char* path : {"a.ts", "a.tsx"}) EXPECT_TRUE(read(path, text).code.has_value());
  }
  EXPECT_EQ(read("a.js", "const a = '\xc3\x28';\nb();").code->calls.size(), 1u);
  EXPECT_TRUE(read("a.js", "def f(x):\n    return x\n").has_errors);
}

// Every piece and every small damage of real text ends in observations whose ids are all in range.
TEST(Ecmascript, DamagedTextNeverBreaksAnything) {
  std::mt19937 random(7);
  for (const std::string& name : test::code_case_names("ecmascript")) {
    for (const fs::directory_entry& file : fs::directory_iterator(cases_root / name)) {
      if (file.path().stem() != "input") continue;
      const std::string whole = test::content(file.path());
      static constexpr char odd[] = "(){}[]<>;,.=+'\"`/\\@#: \n\0a";
      for (int round = 0; round < 60; ++round) {
        std::string text = whole;
        if (round % 2 == 0) text.resize(random() % text.size());
        for (int i = 0; i < 3 && !text.empty(); ++i)
          text[random() % text.size()] = odd[random() % (sizeof odd - 1)];
        const Observations seen = read(file.path().string(), text);
        ASSERT_TRUE(seen.code);
        const code::CodeFile& code = *seen.code;
        for (const code::Expr& e : code.exprs) {
          const bool is_code = e.kind == code::ExprKind::function || e.kind == code::ExprKind::type;
          ASSERT_TRUE(is_code || e.first + e.count <= code.children.size());
          ASSERT_LE(e.begin, e.end);
          ASSERT_LE(e.end, text.size());
        }
        for (code::ExprId child : code.children) ASSERT_LT(child.index, code.exprs.size());
        for (const code::Assignment& a : code.assignments) {
          ASSERT_TRUE(a.target);
          ASSERT_TRUE(a.block);
        }
        ASSERT_FALSE(code::write(code).empty());
      }
    }
  }
}

// --- resolution

// What `module` means in `from`: "path", "path (folder)", "library name", "folder x" or "nothing".
std::string resolved(const test::Tree& tree, std::string_view from, std::string_view module) {
  const FileId file = tree.files().find(from);
  if (!file) return "no such importer";
  const Module found = reader().resolve(tree, file, module, {}, nullptr);
  if (found.file)
    return std::string(tree.files().path(found.file)) + (found.is_package ? " (" + found.folder + ")" : "");
  if (found.is_package) return "folder " + found.folder;
  return found.library.empty() ? "nothing" : "library " + found.library;
}

using Sources = std::vector<std::pair<std::string, std::string>>;

TEST(EcmascriptResolution, RelativePaths) {
  const test::Tree tree = test::Tree::in_memory(Sources{{"a/main.ts", ""},
                                                        {"a/b.ts", ""},
                                                        {"a/c.js", ""},
                                                        {"a/c.ts", ""},
                                                        {"a/d.tsx", ""},
                                                        {"a/e/index.js", ""},
                                                        {"a/e.data.json", "{}"},
                                                        {"a/f.mts", ""},
                                                        {"a/g/package.json", R"({"main": "lib/start.js"})"},
                                                        {"a/g/lib/start.js", ""},
                                                        {"a/h.js", ""},
                                                        {"a/h/index.js", ""},
                                                        {"a/empty/x.txt", ""},
                                                        {"index.ts", ""}});
  const std::string from = "a/main.ts";
  EXPECT_EQ(resolved(tree, from, "./b"), "a/b.ts");
  EXPECT_EQ(resolved(tree, from, "./b.js"), "a/b.ts");
  EXPECT_EQ(resolved(tree, from, "./c.js"), "a/c.js");
  EXPECT_EQ(resolved(tree, from, "./c"), "a/c.ts");
  EXPECT_EQ(resolved(tree, from, "./d.js"), "a/d.tsx");
  EXPECT_EQ(resolved(tree, from, "./e"), "a/e/index.js (a/e)");
  EXPECT_EQ(resolved(tree, from, "./e.data"), "a/e.data.json");
  EXPECT_EQ(resolved(tree, from, "./e.data.json"), "a/e.data.json");
  EXPECT_EQ(resolved(tree, from, "./f.mjs"), "a/f.mts");
  EXPECT_EQ(resolved(tree, from, "./g"), "a/g/lib/start.js (a/g)");
  EXPECT_EQ(resolved(tree, from, "./h"), "a/h.js");
  EXPECT_EQ(resolved(tree, from, "./h/"), "a/h/index.js (a/h)");
  EXPECT_EQ(resolved(tree, from, ".."), "index.ts ()");
  EXPECT_EQ(resolved(tree, from, "../a/b?raw"), "a/b.ts");
  EXPECT_EQ(resolved(tree, from, "./missing"), "nothing");
  EXPECT_EQ(resolved(tree, from, "../../outside"), "nothing");
  EXPECT_EQ(resolved(tree, from, "../../a/b"), "nothing");
  EXPECT_EQ(resolved(tree, from, "@aws-sdk/client-dynamodb"), "library @aws-sdk/client-dynamodb");
  EXPECT_EQ(resolved(tree, from, "aws-sdk/clients/dynamodb"), "library aws-sdk/clients/dynamodb");
  EXPECT_EQ(resolved(tree, from, "/etc/passwd"), "library /etc/passwd");
  EXPECT_EQ(resolved(tree, from, ""), "nothing");
}

TEST(EcmascriptResolution, PathMappings) {
  const test::Tree tree = test::Tree::in_memory(
      Sources{{"tsconfig.base.json", R"(// comments
        {"compilerOptions": {"baseUrl": ".", "paths": {
          "@acme/events": ["libs/events/src/index.ts"], "@acme/*": ["libs/*/src", "libs/*"], "~/*": ["app/*"],},},})"},
              {"libs/events/src/index.ts", ""},
              {"libs/db/src/index.ts", ""},
              {"libs/log/index.ts", ""},
              {"apps/shop/tsconfig.json", R"({"extends": "./tsconfig.app.json"})"},
              {"apps/shop/tsconfig.app.json", R"({"extends": ["../../tsconfig.base"]})"},
              {"apps/shop/src/main.ts", ""},
              {"apps/own/tsconfig.json", R"({"compilerOptions": {"paths": {"@/*": ["./src/*"]}}})"},
              {"apps/own/src/deep/a.ts", ""},
              {"apps/own/src/b.ts", ""},
              {"apps/js/jsconfig.json", R"({"compilerOptions": {"baseUrl": "src"}})"},
              {"apps/js/src/a.js", ""},
              {"apps/js/src/util/b.js", ""},
              {"apps/ring/tsconfig.json", R"({"extends": "./other.json"})"},
              {"apps/ring/other.json",
               R"({"extends": "./tsconfig.json", "compilerOptions": {"paths": {"x": ["a"]}}})"},
              {"apps/ring/a.ts", ""},
              {"apps/out/tsconfig.json",
               R"({"compilerOptions": {"paths": {"*": ["../../../../*"], "db": ["/etc/db"]}}})"},
              {"apps/out/a.ts", ""},
              {"redis/index.js", ""}});
  EXPECT_EQ(resolved(tree, "apps/shop/src/main.ts", "@acme/events"), "libs/events/src/index.ts");
  EXPECT_EQ(resolved(tree, "apps/shop/src/main.ts", "@acme/db"), "libs/db/src/index.ts (libs/db/src)");
  EXPECT_EQ(resolved(tree, "apps/shop/src/main.ts", "@acme/log"), "libs/log/index.ts (libs/log)");
  EXPECT_EQ(resolved(tree, "apps/shop/src/main.ts", "@acme/none"), "library @acme/none");
  EXPECT_EQ(resolved(tree, "apps/own/src/deep/a.ts", "@/b"), "apps/own/src/b.ts");
  EXPECT_EQ(resolved(tree, "apps/own/src/deep/a.ts", "@/missing"), "library @/missing");
  EXPECT_EQ(resolved(tree, "apps/js/src/a.js", "util/b"), "apps/js/src/util/b.js");
  EXPECT_EQ(resolved(tree, "apps/js/src/a.js", "util"), "library util");
  EXPECT_EQ(resolved(tree, "apps/ring/a.ts", "x"), "apps/ring/a.ts");
  EXPECT_EQ(resolved(tree, "apps/out/a.ts", "etc/passwd"), "library etc/passwd");
  EXPECT_EQ(resolved(tree, "apps/out/a.ts", "db"), "library db");
  // The base folder of a configuration further up is not where libraries are looked for.
  EXPECT_EQ(resolved(tree, "apps/js/src/a.js", "redis"), "library redis");
}

TEST(EcmascriptResolution, PackagesOfTheTree) {
  const test::Tree tree = test::Tree::in_memory(Sources{
      {"package.json", R"({"name": "root", "workspaces": {"packages": ["./packages/*", "!packages/not"]}})"},
      {"packages/common/package.json",
       R"({"name": "@acme/common", "main": "dist/index.js", "types": "dist/index.d.ts"})"},
      {"packages/common/src/index.ts", ""},
      {"packages/common/src/events/created.ts", ""},
      {"packages/mapped/package.json", R"({"name": "mapped", "exports": {
        ".": {"types": "./dist/main.d.ts", "import": "./dist/main.mjs", "default": ["./dist/main.cjs"]},
        "./features/*": "./dist/features/*.js", "./features/special": "./src/other.ts", "./package.json": "./package.json"}})"},
      {"packages/mapped/src/main.ts", ""},
      {"packages/mapped/src/features/a.ts", ""},
      {"packages/mapped/src/other.ts", ""},
      {"packages/plain/package.json", R"({"name": "plain"})"},
      {"packages/plain/index.js", ""},
      {"packages/app/package.json",
       R"({"name": "app", "dependencies": {"@acme/common": "^1.0.0", "redis": "^4.0.0"},
        "imports": {"#db": "./src/db.js", "#lib/*": {"node": "./src/lib/*.js"}, "#log": "pino", "#up": "../../x"}})"},
      {"packages/app/src/main.ts", ""},
      {"packages/app/src/db.ts", ""},
      {"packages/app/src/lib/x.js", ""},
      {"services/redis/package.json", R"({"name": "redis"})"},
      {"services/redis/index.js", ""},
      {"services/cart/package.json",
       R"({"dependencies": {"redis": "^4.0.0", "shared": "file:../shared-code", "near": "../shared-code"}})"},
      {"services/cart/server.js", ""},
      {"services/shared-code/package.json", R"({"name": "other-name", "main": "./lib/main"})"},
      {"services/shared-code/lib/main.js", ""},
      {"services/free/index.js", ""},
      {"vendor/node_modules/left-pad/package.json", R"({"name": "left-pad"})"},
      {"vendor/node_modules/left-pad/index.js", ""}});
  const std::string app = "packages/app/src/main.ts", cart = "services/cart/server.js";
  EXPECT_EQ(resolved(tree, app, "@acme/common"), "packages/common/src/index.ts (packages/common)");
  EXPECT_EQ(resolved(tree, app, "@acme/common/events/created"), "packages/common/src/events/created.ts");
  EXPECT_EQ(resolved(tree, app, "@acme/common/dist/events/created.js"),
            "packages/common/src/events/created.ts");
  EXPECT_EQ(resolved(tree, app, "mapped"), "packages/mapped/src/main.ts (packages/mapped)");
  EXPECT_EQ(resolved(tree, app, "mapped/features/a"), "packages/mapped/src/features/a.ts");
  EXPECT_EQ(resolved(tree, app, "mapped/features/special"), "packages/mapped/src/other.ts");
  EXPECT_EQ(resolved(tree, app, "plain"), "packages/plain/index.js (packages/plain)");
  EXPECT_EQ(resolved(tree, app, "#db"), "packages/app/src/db.ts");
  EXPECT_EQ(resolved(tree, app, "#lib/x"), "packages/app/src/lib/x.js");
  EXPECT_EQ(resolved(tree, app, "#log"), "library pino");
  EXPECT_EQ(resolved(tree, app, "#up"), "library #up");
  EXPECT_EQ(resolved(tree, app, "#none"), "library #none");
  // A version of a registry names the library, whatever a service of the tree is called.
  EXPECT_EQ(resolved(tree, cart, "redis"), "library redis");
  EXPECT_EQ(resolved(tree, app, "redis"), "library redis");
  EXPECT_EQ(resolved(tree, cart, "shared"), "services/shared-code/lib/main.js (services/shared-code)");
  EXPECT_EQ(resolved(tree, cart, "near"), "services/shared-code/lib/main.js (services/shared-code)");
  EXPECT_EQ(resolved(tree, "services/free/index.js", "@acme/common"),
            "packages/common/src/index.ts (packages/common)");
  EXPECT_EQ(resolved(tree, "services/free/index.js", "left-pad"), "library left-pad");
}

TEST(EcmascriptResolution, PackagesThatWerePublishedFromTheTree) {
  const test::Tree tree = test::Tree::in_memory(Sources{
      {"common/package.json", R"({"name": "@acme/common", "version": "1.4.2", "main": "./build/index.js"})"},
      {"common/src/index.ts", ""},
      {"orders/package.json", R"({"dependencies": {"@acme/common": "^1.4.0"}})"},
      {"orders/src/index.ts", ""},
      {"stock/package.json", R"({"dependencies": {"@acme/common": "~1.2.9"}})"},
      {"stock/src/index.ts", ""},
      {"newer/package.json", R"({"dependencies": {"@acme/common": "^2.0.0"}})"},
      {"newer/src/index.ts", ""}});
  EXPECT_EQ(resolved(tree, "orders/src/index.ts", "@acme/common"), "common/src/index.ts (common)");
  EXPECT_EQ(resolved(tree, "stock/src/index.ts", "@acme/common"), "common/src/index.ts (common)");
  // The tree has no such version: it comes from elsewhere.
  EXPECT_EQ(resolved(tree, "newer/src/index.ts", "@acme/common"), "library @acme/common");
}

TEST(EcmascriptResolution, LayersOfFunctions) {
  const test::Tree tree = test::Tree::in_memory(Sources{{"orders/layers/common/nodejs/lib/db.js", ""},
                                                        {"payment/layers/common/nodejs/lib/db.js", ""},
                                                        {"payment/layers/common/nodejs/bus/index.js", ""},
                                                        {"orders/src/handler.js", ""},
                                                        {"payment/src/handler.js", ""}});
  EXPECT_EQ(resolved(tree, "orders/src/handler.js", "/opt/nodejs/lib/db"),
            "orders/layers/common/nodejs/lib/db.js");
  EXPECT_EQ(resolved(tree, "payment/src/handler.js", "/opt/nodejs/lib/db.js"),
            "payment/layers/common/nodejs/lib/db.js");
  EXPECT_EQ(resolved(tree, "orders/src/handler.js", "/opt/nodejs/bus"),
            "payment/layers/common/nodejs/bus/index.js (payment/layers/common/nodejs/bus)");
  EXPECT_EQ(resolved(tree, "orders/src/handler.js", "/opt/nodejs/none"), "library /opt/nodejs/none");
}

}  // namespace
}  // namespace demarc
