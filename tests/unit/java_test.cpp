// The Java reader: golden folders, hostile input, and where names lead.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "analyzer/observations/code_text.h"
#include "analyzer/reader.h"
#include "parsers/languages/java/kinds.h"
#include "tests/unit/code_golden.h"
#include "tests/unit/tree.h"

namespace demarc::languages {
std::unique_ptr<Reader> java();
}

namespace demarc {
namespace {

namespace fs = std::filesystem;

Observations read(std::string_view text) {
  Observations out;
  languages::java()->read({FileId{1}, "A.java", text}, out);
  return out;
}

class JavaGolden : public testing::TestWithParam<std::string> {};

TEST_P(JavaGolden, SaysWhatIsExpected) {
  const fs::path folder = test::code_cases("java") / GetParam();
  const std::string input = test::content(folder / "input.java");
  ASSERT_FALSE(input.empty());
  const Observations out = read(input);
  EXPECT_FALSE(out.has_errors);
  test::expect_said(folder, code::write(*out.code));
}

INSTANTIATE_TEST_SUITE_P(Cases, JavaGolden, testing::ValuesIn(test::code_case_names("java")),
                         [](const auto& info) { return info.param; });

TEST(Java, KnowsEveryNameOfItsGrammar) {
  EXPECT_EQ(languages::jv::grammar().strangers(), (std::vector<std::string>{}));
}

TEST(Java, ReadsWhatItCanOfABrokenFile) {
  const Observations out = read("package a; class A { void f() { g(; } void h() { k(); } }");
  EXPECT_TRUE(out.has_errors);
  ASSERT_EQ(out.notes.size(), 1u);
  EXPECT_NE(code::write(*out.code).find("call k()"), std::string::npos);
}

TEST(Java, SurvivesDepthAndNonsense) {
  std::string deep = "class A { Object x = ", sum = "class A { String x = \"a\"",
              chain = "class A { Object x = a";
  for (int i = 0; i < 3000; ++i) deep += "(";
  for (int i = 0; i < 3000; ++i) sum += " + b";
  for (int i = 0; i < 3000; ++i) chain += ".b()";
  const Observations nested = read(deep + "1" + std::string(3000, ')') + "; }");
  EXPECT_FALSE(nested.notes.empty());
  const Observations added = read(sum + "; }");
  EXPECT_TRUE(added.notes.empty());
  EXPECT_FALSE(read(chain + "; }").notes.empty());
  std::string classes;
  for (int i = 0; i < 2000; ++i) classes += "class A { ";
  read(classes);
  std::string noise;
  for (int i = 0; i < 20000; ++i) noise += static_cast<char>((i * 7919) % 251);
  read(noise);
  for (std::string_view text :
       {"", "\"\"\"", "class", "@", "import ;", "enum A { , ; }", "class A { static }", "class A { A { } }",
        "class A { String s = \"\\u12\\uuu\"; }"})
    EXPECT_TRUE(read(text).code.has_value()) << text;
}

// ---- where names lead

Module lead(const test::Tree& tree, std::string_view from, std::string_view module,
            std::string_view name = {}) {
  return languages::java()->resolve(tree, tree.files().find(from), module, name, nullptr);
}

TEST(JavaNames, AreFoundByPackageAndClass) {
  const test::Tree tree = test::Tree::in_memory({
      {"a/src/main/java/com/acme/Order.java",
       "package com.acme; import com.lib.*; import com.acme.other.*; class Order { static class Line { class "
       "Part {} } }"},
      {"a/src/main/java/com/acme/Cart.java", "package com.acme; class Cart {}"},
      {"a/src/main/java/com/acme/other/Item.java",
       "package com.acme.other; public class Item { public static int N; }"},
      {"a/src/test/java/com/acme/Fake.java", "package com.acme; class Fake {}"},
      {"b/src/main/java/com/acme/Order.java", "package com.acme; class Order {}"},
      {"b/src/main/java/com/acme/Use.java", "package com.acme; class Use {}"},
  });
  const std::string order = "a/src/main/java/com/acme/Order.java";
  auto path = [&](const Module& m) {
    return m.file ? std::string(tree.files().path(m.file)) : "lib " + m.library;
  };
  EXPECT_EQ(path(lead(tree, order, "com.acme.other.Item")), "a/src/main/java/com/acme/other/Item.java");
  EXPECT_EQ(path(lead(tree, order, "*.Cart")), "a/src/main/java/com/acme/Cart.java");
  EXPECT_EQ(path(lead(tree, order, "*.Item")), "a/src/main/java/com/acme/other/Item.java");
  EXPECT_EQ(lead(tree, order, "com.acme.Order.Line.Part").member, "Order.Line.Part");
  EXPECT_EQ(lead(tree, order, "com.acme.other.Item", "N").member, "Item");
  EXPECT_EQ(path(lead(tree, order, "*.String")), "lib java.lang.String");
  EXPECT_EQ(path(lead(tree, order, "*.Client")), "lib com.lib.Client");
  EXPECT_EQ(path(lead(tree, order, "org.x.Client")), "lib org.x.Client");
  EXPECT_EQ(path(lead(tree, "b/src/main/java/com/acme/Use.java", "*.Stub")), "lib com.acme.Stub");
  EXPECT_EQ(path(lead(tree, "b/src/main/java/com/acme/Use.java", "*.Order")),
            "b/src/main/java/com/acme/Order.java");
  EXPECT_EQ(path(lead(tree, "a/src/main/java/com/acme/Cart.java", "*.Order")), order);
}

}  // namespace
}  // namespace demarc
