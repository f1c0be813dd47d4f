// The Python reader: golden folders, hostile input, and where imports lead.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <thread>

#include "analyzer/observations/code_text.h"
#include "analyzer/reader.h"
#include "parsers/languages/python/kinds.h"
#include "tests/unit/code_golden.h"
#include "tests/unit/tree.h"

namespace demarc::languages {
std::unique_ptr<Reader> python();
}

namespace demarc {
namespace {

namespace fs = std::filesystem;

Observations read(std::string_view text, std::string_view path = "a.py") {
  Observations out;
  languages::python()->read({FileId{1}, path, text}, out);
  return out;
}

std::string written(std::string_view text) {
  const Observations out = read(text);
  EXPECT_FALSE(out.has_errors) << text;
  return code::write(*out.code);
}

bool says(std::string_view text, std::string_view line) {
  return ("\n" + written(text)).find("\n" + std::string(line) + "\n") != std::string::npos;
}

// ---- golden folders: input.py and what it says; write expected.txt anew with DEMARC_UPDATE=1

class PythonGolden : public testing::TestWithParam<std::string> {};

TEST_P(PythonGolden, SaysWhatIsExpected) {
  const fs::path folder = test::code_cases("python") / GetParam();
  const std::string input = test::content(folder / "input.py");
  ASSERT_FALSE(input.empty());
  const Observations out = read(input);
  EXPECT_FALSE(out.has_errors);
  test::expect_said(folder, code::write(*out.code));
}

INSTANTIATE_TEST_SUITE_P(Cases, PythonGolden, testing::ValuesIn(test::code_case_names("python")),
                         [](const auto& info) { return info.param; });

// ---- what is no Python, or too much of it

bool has_note(const Observations& out, std::string_view part) {
  return std::any_of(out.notes.begin(), out.notes.end(),
                     [&](const Note& n) { return n.what.find(part) != std::string::npos; });
}

TEST(Python, KnowsItsGrammar) { EXPECT_TRUE(languages::py::grammar().strangers().empty()); }

TEST(Python, KeepsWhatStandsAroundAnError) {
  const Observations out = read("import boto3\nx = boto3.client('s3')\ndef f(:\n  )) $ 1 +\ny = g(x)\n");
  EXPECT_TRUE(out.has_errors);
  EXPECT_TRUE(has_note(out, "syntax error"));
  const std::string text = code::write(*out.code);
  EXPECT_NE(text.find("import \"boto3\" local boto3 in file\n"), std::string::npos);
  EXPECT_NE(text.find("assign x = boto3.client(\"s3\") in file\n"), std::string::npos);
}

TEST(Python, ReadsNoPythonWithoutHarm) {
  for (const std::string& text : {std::string("{\"a\": [1, 2"),
                                  std::string("\x7f"
                                              "ELF\x01\x00\x00",
                                              7),
                                  std::string(4096, '\0'),
                                  std::string("<html>&nbsp;"),
                                  std::string("def"),
                                  std::string("class"),
                                  std::string("@"),
                                  std::string("x = f'{"),
                                  std::string("match x:\n case"),
                                  std::string("\xff\xfe"
                                              "x\0 \0",
                                              6),
                                  std::string("from"),
                                  std::string("import a as"),
                                  std::string("f(a=)"),
                                  std::string("a["),
                                  std::string("with as x:"),
                                  std::string("try:"),
                                  std::string("lambda"),
                                  std::string("if"),
                                  std::string("a = = b"),
                                  std::string("for in x:"),
                                  std::string("async"),
                                  std::string("f'{!r}'")}) {
    const Observations out = read(text);
    ASSERT_TRUE(out.code) << text;
    EXPECT_GE(out.code->functions.size(), 2u);
    code::write(*out.code);
  }
  EXPECT_FALSE(read("").has_errors);
  EXPECT_TRUE(says("\xef\xbb\xbfx = 1\r\ny = '''a\r\nb'''\r\n", "assign y = \"a\\nb\" in file"));
}

TEST(Python, MendsWhatIsNotUtf8) {
  const Observations out = read("x = 'caf\xe9'\ny = 'gr\xc3\xbc\xc3\x9f'\n");
  EXPECT_TRUE(has_note(out, "UTF-8"));
  const std::string text = code::write(*out.code);
  EXPECT_NE(text.find("assign x = \"caf?\" in file\n"), std::string::npos);
  EXPECT_NE(text.find("assign y = \"gr\xc3\xbc\xc3\x9f\" in file\n"), std::string::npos);
  EXPECT_FALSE(has_note(read("x = '\xf0\x9f\x98\x80'\n"), "UTF-8"));
}

std::string repeated(std::string_view part, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += part;
  return all;
}

TEST(Python, BoundsDepth) {
  const Observations deep = read("x = " + std::string(20000, '(') + "f()" + std::string(20000, ')') + "\n");
  EXPECT_TRUE(has_note(deep, "too deeply"));
  const Observations lists = read("x = " + std::string(3000, '[') + std::string(3000, ']') + "\ny = g()\n");
  EXPECT_TRUE(has_note(lists, "too deeply"));
  EXPECT_EQ(lists.code->calls.size(), 1u) << "what follows is read";
  EXPECT_TRUE(has_note(read("x = a" + repeated(".b()", 5000) + "\n"), "too deeply"));
  EXPECT_TRUE(has_note(read("x = " + repeated("lambda: ", 2000) + "1\n"), "too deeply"));
  EXPECT_TRUE(read(std::string(2000, '(') + "a" + repeated(",)", 2000) + " = b\n").code);
  EXPECT_TRUE(has_note(read("x = " + repeated("not ", 3000) + "a\n"), "too deeply"));
  std::string blocks;
  for (int i = 0; i < 600; ++i) blocks += std::string(static_cast<std::size_t>(i), ' ') + "if a:\n";
  blocks += std::string(600, ' ') + "f()\n";
  EXPECT_TRUE(has_note(read(blocks), "too deeply"));
  EXPECT_FALSE(has_note(read("x = " + std::string(100, '(') + "1" + std::string(100, ')')), "too deeply"));
}

TEST(Python, TakesLongChainsApartWithoutDepth) {
  const Observations sum = read("x = 'a'" + repeated(" + b", 100) + "\n");
  EXPECT_FALSE(has_note(sum, "too deeply"));
  const code::Assignment& a = sum.code->assignments.at(0);
  EXPECT_EQ((*sum.code)[a.value].kind, code::ExprKind::concat);
  EXPECT_EQ((*sum.code)[a.value].count, 101);
  const Observations longest = read("x = 'a'" + repeated(" + b", 5000) + "\n");
  EXPECT_FALSE(has_note(longest, "too deeply"));
  EXPECT_TRUE((*longest.code)[longest.code->assignments.at(0).value].cut);
  EXPECT_FALSE(has_note(read("x = a" + repeated(" or b", 5000) + "\n"), "too deeply"));
  EXPECT_FALSE(has_note(read("x = a" + repeated(" and b", 5000) + "\n"), "too deeply"));
  const Observations many = read("f(" + repeated("1, ", 400) + ")\n");
  EXPECT_TRUE((*many.code)[many.code->calls.at(0).expr].cut);
  EXPECT_EQ((*many.code)[many.code->calls.at(0).expr].count, 255);
}

TEST(Python, IsAPureFunctionOnSeveralThreads) {
  const std::string one = test::content(DEMARC_SOURCE_DIR "/parsers/languages/python/tests/classes/input.py");
  const std::string two = test::content(DEMARC_SOURCE_DIR "/parsers/languages/python/tests/strings/input.py");
  const std::string first = written(one), second = written(two);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (int& w : wrong)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i)
        w += code::write(*read(one).code) != first || code::write(*read(two).code) != second;
    });
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(wrong, std::vector<int>(4));
}

TEST(Python, PlacesSpansOnTheText) {
  const std::string text = "x = 1\n\ndef f(a):\n    return g(a, 'b')\n";
  const Observations out = read(text);
  const code::CodeFile& file = *out.code;
  const code::Expr& call = file[file.calls.at(0).expr];
  EXPECT_EQ(text.substr(call.begin, call.end - call.begin), "g(a, 'b')");
  const code::Function& f = file.functions.at(2);
  EXPECT_EQ(text.substr(f.begin, 9), "def f(a):");
  const code::Parameter& a = file.parameters.at(f.parameters.first);
  EXPECT_EQ(text.substr(a.begin, a.end - a.begin), "a");
}

TEST(Python, ReadsPython2) {
  const Observations out = read(
      "def f(a, (b, c)):\n  print 'x', g()\n  print >>err, h()\ntry:\n  pass\nexcept E, e:\n  pass\n"
      "exec code\n");
  const std::string text = code::write(*out.code);
  EXPECT_NE(text.find("function 2 f(a, `{}1`)"), std::string::npos) << text;
  EXPECT_NE(text.find("assign b = `{}1`[0] in f\n"), std::string::npos) << text;
  EXPECT_NE(text.find("call g() in f\n"), std::string::npos) << text;
  EXPECT_NE(text.find("call h() in f\n"), std::string::npos) << text;
  EXPECT_NE(text.find("assign e: E = ? in file/handler\n"), std::string::npos) << text;
}

TEST(Python, AcceptsByNameAndFirstLine) {
  const auto reader = languages::python();
  EXPECT_EQ(reader->name(), "python");
  EXPECT_TRUE(reader->accepts("a/b.py", ""));
  EXPECT_TRUE(reader->accepts(".hidden/x.py", ""));
  EXPECT_FALSE(reader->accepts("a/b.pyi", ""));
  EXPECT_FALSE(reader->accepts("a/b.pyc", ""));
  EXPECT_FALSE(reader->accepts("a.py/b", ""));
  EXPECT_TRUE(reader->accepts("bin/tool", "#!/usr/bin/env python3\nimport os\n"));
  EXPECT_TRUE(reader->accepts("tool", "#!/usr/bin/python2.7 -u"));
  EXPECT_FALSE(reader->accepts("tool", "#!/bin/sh\npython x.py\n"));
  EXPECT_FALSE(reader->accepts("tool", "#!/opt/notpython\n"));
  EXPECT_FALSE(reader->accepts("tool", "python"));
  EXPECT_FALSE(reader->accepts("a.sh", "#!/usr/bin/env python3\n"));
}

// ---- where imports lead

class Tree final : public Project {
 public:
  explicit Tree(const std::map<std::string, std::string>& texts) {
    for (const auto& [path, text] : texts) {
      File file;
      file.path = path;
      file.size = text.size();
      const FileId id = files_.add(std::move(file), text);
      if (!path.ends_with(".py")) continue;
      Observations out;
      reader_->read({id, path, text}, out);
      code_.emplace(id.index, std::move(*out.code));
    }
  }
  const Files& files() const override { return files_; }
  const Document* document(FileId) const override { return nullptr; }
  const code::CodeFile* code(FileId file) const override {
    const auto found = code_.find(file.index);
    return found == code_.end() ? nullptr : &found->second;
  }

  // "path", "path (folder)" of a package, "folder/" of one without a file, or "library name".
  std::string leads(const std::string& from, std::string_view module, std::string_view name = {}) const {
    bool took = false;
    const Module m = reader_->resolve(*this, files_.find(from), module, name, &took);
    std::string out = m.file         ? std::string(files_.path(m.file))
                      : m.is_package ? m.folder + "/"
                                     : "library " + m.library;
    if (m.file && m.is_package) out += " (" + m.folder + ")";
    return took ? out + " took" : out;
  }

 private:
  std::unique_ptr<Reader> reader_ = languages::python();
  Files files_;
  std::map<std::uint32_t, code::CodeFile> code_;
};

TEST(PythonModules, FollowsDots) {
  const Tree tree({{"a/__init__.py", ""}, {"a/b.py", ""}, {"a/c/d.py", ""}, {"a/c/e.py", ""}, {"x.py", ""}});
  EXPECT_EQ(tree.leads("a/c/d.py", ".e"), "a/c/e.py");
  EXPECT_EQ(tree.leads("a/c/d.py", "..b"), "a/b.py");
  EXPECT_EQ(tree.leads("a/c/d.py", "..", "b"), "a/b.py took");
  EXPECT_EQ(tree.leads("a/c/d.py", "..", "thing"), "a/__init__.py (a)");
  EXPECT_EQ(tree.leads("a/c/d.py", ".", "e"), "a/c/e.py took");
  EXPECT_EQ(tree.leads("a/c/d.py", "..."), "/");
  EXPECT_EQ(tree.leads("a/c/d.py", "...", "x"), "x.py took");
  EXPECT_EQ(tree.leads("a/c/d.py", "....x"), "library ....x");
  EXPECT_EQ(tree.leads("a/c/d.py", ".missing"), "library .missing");
  EXPECT_EQ(tree.leads("a/__init__.py", ".b"), "a/b.py");
  EXPECT_EQ(tree.leads("a/b.py", ".c", "d"), "a/c/d.py took");
}

TEST(PythonModules, TakesTheNearest) {
  const Tree tree({{"orders/app.py", ""},
                   {"orders/helpers.py", ""},
                   {"pay/app.py", ""},
                   {"pay/src/helpers.py", ""},
                   {"helpers.py", ""},
                   {"stock/deep/er/app.py", ""},
                   {"src/shared/util.py", ""},
                   {"orders/both.py", ""},
                   {"orders/both/__init__.py", ""},
                   {"stubs/x.pyi", ""}});
  EXPECT_EQ(tree.leads("orders/app.py", "helpers"), "orders/helpers.py");
  EXPECT_EQ(tree.leads("pay/app.py", "helpers"), "pay/src/helpers.py");
  EXPECT_EQ(tree.leads("stock/deep/er/app.py", "helpers"), "helpers.py");
  EXPECT_EQ(tree.leads("stock/deep/er/app.py", "shared.util"), "src/shared/util.py");
  EXPECT_EQ(tree.leads("stock/deep/er/app.py", "src.shared.util"), "src/shared/util.py");
  EXPECT_EQ(tree.leads("stock/deep/er/app.py", "src.shared", "util"), "src/shared/util.py took");
  EXPECT_EQ(tree.leads("orders/app.py", "both"), "orders/both/__init__.py (orders/both)");
  EXPECT_EQ(tree.leads("pay/app.py", "orders.helpers"), "orders/helpers.py");
  EXPECT_EQ(tree.leads("pay/app.py", "stubs.x"), "library stubs.x");
}

TEST(PythonModules, LeavesLibrariesOutside) {
  const Tree tree(
      {{"app.py", ""}, {"json.py", ""}, {"redis/load.py", ""}, {"queue/orders.py", ""}, {"email/x.py", ""}});
  EXPECT_EQ(tree.leads("app.py", "boto3.dynamodb.conditions"), "library boto3.dynamodb.conditions");
  EXPECT_EQ(tree.leads("app.py", "json"), "library json");
  EXPECT_EQ(tree.leads("app.py", "os.path"), "library os.path");
  EXPECT_EQ(tree.leads("app.py", "email.x"), "library email.x");
  EXPECT_EQ(tree.leads("app.py", "queue"), "library queue");
  EXPECT_EQ(tree.leads("app.py", "queue.orders"), "queue/orders.py");
  EXPECT_EQ(tree.leads("app.py", "redis"), "library redis") << "a folder of scripts is no library";
  EXPECT_EQ(tree.leads("app.py", "redis", "Redis"), "library redis");
  EXPECT_EQ(tree.leads("app.py", "redis", "load"), "redis/load.py took");
  EXPECT_EQ(tree.leads("app.py", ""), "library ");
}

TEST(PythonModules, FollowsRequirements) {
  const Tree tree(
      {{"orders/src/create/main.py", ""},
       {"orders/src/create/requirements.txt", "boto3>=1.0\n# no\n../shared/src/ecom/  # ours\n"},
       {"pay/app.py", ""},
       {"pay/requirements-dev.txt", "-r other.txt\n-e ../libs/money[fast]\nhttps://x.invalid/y/z.tgz\n"},
       {"stock/app.py", ""},
       {"stock/requirements.txt", "names @ file:../libs/names ; python_version > '3'\n../../../etc/x\n"},
       {"shared/src/ecom/setup.py", "from setuptools import setup\nsetup()\n"},
       {"shared/src/ecom/ecom/helpers.py", ""},
       {"libs/money/src/money/__init__.py", ""},
       {"libs/names/__init__.py", ""},
       {"mail/pyproject.toml", "[tool.poetry.dependencies]\nmoney = { path = \"../libs/money\" }\n"},
       {"mail/app.py", ""}});
  EXPECT_EQ(tree.leads("orders/src/create/main.py", "ecom.helpers"), "shared/src/ecom/ecom/helpers.py");
  EXPECT_EQ(tree.leads("orders/src/create/main.py", "ecom", "helpers"),
            "shared/src/ecom/ecom/helpers.py took");
  EXPECT_EQ(tree.leads("pay/app.py", "money"), "libs/money/src/money/__init__.py (libs/money/src/money)");
  EXPECT_EQ(tree.leads("stock/app.py", "names"), "libs/names/__init__.py (libs/names)");
  EXPECT_EQ(tree.leads("mail/app.py", "money"), "libs/money/src/money/__init__.py (libs/money/src/money)");
  EXPECT_EQ(tree.leads("stock/app.py", "money"), "library money");
}

TEST(PythonModules, FindsPackageRootsAndLayers) {
  const Tree tree({{"services/a/app.py", ""},
                   {"services/b/app.py", ""},
                   {"services/b/pkg/pyproject.toml", "[tool.setuptools.packages.find]\nwhere = [\"lib\"]\n"},
                   {"services/b/pkg/lib/near/x.py", ""},
                   {"common/setup.py", "setup(package_dir={\"\": \"code\"})\n"},
                   {"common/code/near/x.py", ""},
                   {"common/code/only/y.py", ""},
                   {"layers/base/python/base_layer.py", ""},
                   {"layers/deps/python/lib/python3.9/site-packages/vendored/__init__.py", ""}});
  EXPECT_EQ(tree.leads("services/b/app.py", "near.x"), "services/b/pkg/lib/near/x.py");
  EXPECT_EQ(tree.leads("services/a/app.py", "only.y"), "common/code/only/y.py");
  EXPECT_EQ(tree.leads("services/a/app.py", "base_layer"), "layers/base/python/base_layer.py");
  EXPECT_EQ(tree.leads("services/a/app.py", "vendored"),
            "layers/deps/python/lib/python3.9/site-packages/vendored/__init__.py "
            "(layers/deps/python/lib/python3.9/site-packages/vendored)");
  EXPECT_EQ(tree.leads("services/a/app.py", "app"), "services/a/app.py");
}

TEST(PythonModules, FindsWhatATemplateMakesALayerOf) {
  const auto tree = test::Tree::in_memory(
      {{"shop/template.yaml",
        "Resources:\n  Layer:\n    Type: AWS::Serverless::LayerVersion\n    Properties:\n"
        "      ContentUri: ./common/\n  Out:\n    Type: AWS::Serverless::LayerVersion\n    Properties:\n"
        "      ContentUri: ../../../etc\n"},
       {"shop/common/shared.py", ""},
       {"shop/cart/app.py", ""},
       {"other/deep/shared2.py", ""}});
  const auto reader = languages::python();
  auto leads = [&](std::string_view module) {
    const Module m = reader->resolve(tree, tree.files().find("shop/cart/app.py"), module, "", nullptr);
    return m.file ? std::string(tree.files().path(m.file)) : "library " + m.library;
  };
  EXPECT_EQ(leads("shared"), "shop/common/shared.py");
  EXPECT_EQ(leads("shared2"), "library shared2");
}

TEST(PythonModules, PrefersThePackagesOwnName) {
  const Tree tree({{"p/__init__.py", "from .job import job\nfrom . import plain\nclass thing: pass\n"},
                   {"p/job.py", ""},
                   {"p/plain.py", ""},
                   {"p/thing.py", ""},
                   {"p/free.py", ""},
                   {"x.py", ""}});
  EXPECT_EQ(tree.leads("x.py", "p", "job"), "p/__init__.py (p)");
  EXPECT_EQ(tree.leads("x.py", "p", "plain"), "p/plain.py took");
  EXPECT_EQ(tree.leads("x.py", "p", "thing"), "p/__init__.py (p)");
  EXPECT_EQ(tree.leads("x.py", "p", "free"), "p/free.py took");
  EXPECT_EQ(tree.leads("x.py", "p", "*"), "p/__init__.py (p)");
}

}  // namespace
}  // namespace demarc
