// The Kotlin reader: golden folders, hostile input, what the grammar is given, and where names lead.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "analyzer/observations/code_text.h"
#include "analyzer/reader.h"
#include "parsers/languages/kotlin/kinds.h"
#include "parsers/languages/kotlin/text.h"
#include "tests/unit/code_golden.h"
#include "tests/unit/tree.h"

namespace demarc::languages {
std::unique_ptr<Reader> kotlin();
}

namespace demarc {
namespace {

namespace fs = std::filesystem;

Observations read(std::string_view text) {
  Observations out;
  languages::kotlin()->read({FileId{1}, "A.kt", text}, out);
  return out;
}

class KotlinGolden : public testing::TestWithParam<std::string> {};

TEST_P(KotlinGolden, SaysWhatIsExpected) {
  const fs::path folder = test::code_cases("kotlin") / GetParam();
  const std::string input = test::content(folder / "input.kt");
  ASSERT_FALSE(input.empty());
  const Observations out = read(input);
  EXPECT_FALSE(out.has_errors);
  test::expect_said(folder, code::write(*out.code));
}

INSTANTIATE_TEST_SUITE_P(Cases, KotlinGolden, testing::ValuesIn(test::code_case_names("kotlin")),
                         [](const auto& info) { return info.param; });

TEST(Kotlin, KnowsEveryNameOfItsGrammar) {
  EXPECT_EQ(languages::kt::grammar().strangers(), (std::vector<std::string>{}));
}

TEST(Kotlin, ReadsWhatItCanOfABrokenFile) {
  const Observations out = read("package a\nclass A {\n fun f() { g(; }\n fun h() { k() }\n}\n");
  EXPECT_TRUE(out.has_errors);
  ASSERT_EQ(out.notes.size(), 1u);
  EXPECT_NE(code::write(*out.code).find("call k()"), std::string::npos);
}

TEST(Kotlin, ReadsWhatStandsOnOneLine) {
  for (std::string_view text :
       {"class A { val z = 1 }", "enum class C(val c: String) { RED(\"r\"), GREEN(\"g\"); fun y() {} }",
        "class A { companion object { val a = 1 } }", "fun interface A { fun x() }",
        "val x = suspend { y() }", "interface A : B<C, Long> { fun x(@P(\"a\") a: String): List<X> }",
        "val a = \"}\" ; val b = 'x' ; class D { /* } */ val c = \"${ d { 1 } }\" }"})
    EXPECT_FALSE(read(text).has_errors) << text;
}

TEST(Kotlin, GivesTheGrammarATextOfTheSameLength) {
  using languages::kt::readable;
  EXPECT_EQ(readable("class A { val x = f<Order>(y) }"), "class A { val x = f<*    >(y)\n}");
  EXPECT_EQ(readable("@A class Order { fun x() {} }"), "@A class Ord() { fun x() {}\n}");
  EXPECT_EQ(readable("@field:Value(\"x\") @A(\"y\") @Table(name = \"z\")"),
            "@field:V(v=  \"x\") @A(\"y\") @Table(name = \"z\")");
  EXPECT_EQ(readable("class A<T>(val x: T)"), "class A<T>(val x: T)");
  EXPECT_EQ(readable("val a = \"f<B>(c) }\" // f<B>(c) }"), "val a = \"f<B>(c) }\" // f<B>(c) }");
  EXPECT_EQ(readable("\"${f<B>(c) }\""), "\"${f<*>(c) }\"");
  EXPECT_EQ(readable("a < b && c > (d)"), "a < b && c > (d)");
  for (std::string_view text : {"\"", "\"\"\"", "'", "`", "/*", "${", "\"${", "}", "f<", "f<A>", "\"\\"})
    EXPECT_EQ(readable(text).size(), text.size());
}

TEST(Kotlin, SurvivesDepthAndNonsense) {
  std::string deep = "val x = ", sum = "val x = \"a\"", chain = "val x = a", text = "val x = ";
  for (int i = 0; i < 3000; ++i) deep += "(";
  for (int i = 0; i < 3000; ++i) sum += " + b";
  for (int i = 0; i < 3000; ++i) chain += ".b()";
  for (int i = 0; i < 2000; ++i) text += "\"${";
  const Observations nested = read(deep + "1" + std::string(3000, ')'));
  EXPECT_FALSE(nested.notes.empty());
  const Observations added = read(sum);
  EXPECT_TRUE(added.notes.empty());
  EXPECT_FALSE(read(chain).notes.empty());
  read(text);
  std::string classes, blocks;
  for (int i = 0; i < 2000; ++i) classes += "class A { ";
  for (int i = 0; i < 2000; ++i) blocks += "fun a() { x.let { y -> ";
  read(classes);
  read(blocks);
  std::string noise;
  for (int i = 0; i < 20000; ++i) noise += static_cast<char>((i * 7919) % 251);
  read(noise);
  for (std::string_view one :
       {"", "\"\"\"", "class", "@", "import", "enum class A { , ; }", "val", "fun", "object : {", "x.let {",
        "val s = \"\\u12\\uuu\"", "when { -> }", "f<A>(", "class A(val", "\"$\"", "\"$"})
    EXPECT_TRUE(read(one).code.has_value()) << one;
}

// ---- where names lead

Module lead(const test::Tree& tree, std::string_view from, std::string_view module,
            std::string_view name = {}) {
  return languages::kotlin()->resolve(tree, tree.files().find(from), module, name, nullptr);
}

TEST(KotlinNames, AreFoundByPackageInFilesOfBothLanguages) {
  const test::Tree tree = test::Tree::in_memory({
      {"a/src/main/kotlin/com/acme/Order.kt",
       "package com.acme\nimport com.lib.*\nimport com.acme.other.*\nclass Order { class Line }\nfun send() "
       "{}\n"
       "const val TOPIC = \"x\"\n"},
      {"a/src/main/kotlin/com/acme/Tools.kt", "package com.acme\nfun helper() {}\nobject Single\n"},
      {"a/src/main/java/com/acme/other/Item.java", "package com.acme.other; public class Item {}"},
      {"a/src/main/java/com/acme/Use.java", "package com.acme; class Use {}"},
  });
  const std::string order = "a/src/main/kotlin/com/acme/Order.kt", use = "a/src/main/java/com/acme/Use.java";
  auto path = [&](const Module& m) {
    return m.file ? std::string(tree.files().path(m.file)) : "lib " + m.library;
  };
  const std::string tools = "a/src/main/kotlin/com/acme/Tools.kt";
  EXPECT_EQ(path(lead(tree, order, "*.helper")), tools);
  EXPECT_EQ(path(lead(tree, order, "*.Single")), tools);
  EXPECT_EQ(path(lead(tree, order, "*.Item")), "a/src/main/java/com/acme/other/Item.java");
  EXPECT_EQ(lead(tree, order, "com.acme.Order.Line").member, "Order.Line");
  EXPECT_EQ(lead(tree, order, "com.acme.TOPIC").member, "TOPIC");
  EXPECT_EQ(path(lead(tree, use, "com.acme.OrderKt")), order);
  EXPECT_EQ(path(lead(tree, use, "*.Order")), order);
  EXPECT_EQ(path(lead(tree, order, "*.List")), "lib kotlin.List");
  EXPECT_EQ(path(lead(tree, order, "*.String")), "lib java.lang.String");
  EXPECT_EQ(path(lead(tree, order, "*.Client")), "lib com.lib.Client");
  EXPECT_EQ(path(lead(tree, order, "*.connect")), "lib com.lib.connect");
}

}  // namespace
}  // namespace demarc
