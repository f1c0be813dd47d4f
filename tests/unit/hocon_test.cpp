// HOCON: nesting, joined keys, substitutions, what overrules what, and broken files.
#include <gtest/gtest.h>

#include <string>

#include "parsers/parsers.h"

namespace demarc {
namespace {

struct Read {
  std::string shown;
  bool has_errors = false;
};

Read read(const std::string& text) {
  static const std::vector<std::unique_ptr<Reader>> readers = documents::all();
  for (const auto& reader : readers) {
    if (!reader->accepts("a/src/main/resources/application.conf", text.substr(0, 512))) continue;
    Observations out;
    reader->read({FileId{1}, "application.conf", text}, out);
    Read made;
    made.has_errors = out.has_errors;
    const Document& d = *out.document;
    const DocumentNode& root = d[d.roots().at(0)];
    for (std::uint32_t i = 0; i + 1 < root.count; i += 2)
      made.shown += (i ? ", " : "") + std::string(d.text(d.child(root, i))) + "=" +
                    std::string(d.text(d.child(root, i + 1)));
    return made;
  }
  return {"nobody reads it", true};
}

TEST(Hocon, KeysNestAndJoin) {
  EXPECT_EQ(read("a { b.c = 1, d : two words }\n\"e.f\" = \"x y\" // no\n# no\ng { h { i = true } }\n").shown,
            "a.b.c=1, a.d=two words, e.f=x y, g.h.i=true");
  EXPECT_EQ(read("{ a: [ 1, { b: 2 }\n three ] }").shown, "a[0]=1, a[1].b=2, a[2]=three");
  EXPECT_EQ(read("a = \"\"\"one \"two\" three\"\"\"\nb = 1").shown, "a=one \"two\" three, b=1");
  EXPECT_EQ(read("include \"other.conf\"\na=1").shown, "include.0=other.conf, a=1");
  EXPECT_EQ(read("include required(classpath(\"x.conf\"))\na { include \"y.conf\", b=1 }").shown,
            "include.0=x.conf, a.b=1");
  EXPECT_EQ(read("include url(\"http://x/y.conf\")\na=1").shown, "a=1");
}

TEST(Hocon, SubstitutionsBecomePlaceholders) {
  EXPECT_EQ(read("port = 8080\nport = ${?PORT}\n").shown, "port=${PORT:8080}");
  EXPECT_EQ(read("port = ${?PORT}\n").shown, "port=${PORT}");
  EXPECT_EQ(read("url = \"http://\"${a.host}\":\"${?a.port}/x\n").shown, "url=http://${a.host}:${a.port:}/x");
  EXPECT_EQ(read("a = 1\na = 2\n").shown, "a=2");
}

TEST(Hocon, HostileFiles) {
  EXPECT_EQ(read("").shown, "");
  for (const char* broken : {"a {", "a = {", "a = [1", "}", "= 1", "a", "a = \"x", "a = ${b", "a = [}"})
    EXPECT_TRUE(read(broken).has_errors) << broken;
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "a{";
  EXPECT_TRUE(read(deep).has_errors);
  EXPECT_TRUE(read("a = " + std::string(100'000, '[')).has_errors);
  std::string grows = "a = 1\n";
  for (int i = 0; i < 20'000; ++i) grows += "a = ${?B}\n";
  EXPECT_LT(read(grows).shown.size(), 100'000U);
}

}  // namespace
}  // namespace demarc
