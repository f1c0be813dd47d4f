// The readers of .properties, XML and Gradle scripts: structure, places, and what hostile files do.
#include <gtest/gtest.h>

#include "parsers/parsers.h"

namespace demarc {
namespace {

struct Read {
  std::string text;
  Observations out;
  const Document& doc() const { return *out.document; }
};

Read read(std::string_view path, std::string text) {
  static const std::vector<std::unique_ptr<Reader>> readers = documents::all();
  Read r{std::move(text), {}};
  for (const auto& reader : readers)
    if (reader->accepts(path, "")) {
      reader->read({FileId{1}, path, r.text}, r.out);
      break;
    }
  return r;
}

std::string show(const Document& d, NodeIndex n) {
  const DocumentNode& node = d[n];
  std::string s = d.tag(n).empty() ? "" : "!" + std::string(d.tag(n)) + " ";
  if (node.kind != NodeKind::list && node.kind != NodeKind::map)
    return s + (node.quoted ? "'" + std::string(d.text(n)) + "'" : std::string(d.text(n)));
  const bool is_map = node.kind == NodeKind::map;
  s += is_map ? "{" : "[";
  for (std::uint32_t i = 0; i < node.count; ++i) {
    if (i > 0) s += is_map && i % 2 == 1 ? ": " : ", ";
    s += is_map && i % 2 == 0 ? std::string(d.text(d.child(node, i))) : show(d, d.child(node, i));
  }
  return s + (is_map ? "}" : "]");
}

std::string shown(const Read& r) {
  std::string s;
  if (!r.out.document) return "nothing";
  for (NodeIndex root : r.doc().roots()) s += (s.empty() ? "" : " | ") + show(r.doc(), root);
  return s;
}

TEST(Properties, SeparatorsEscapesAndContinuedLines) {
  EXPECT_EQ(shown(read("a.properties",
                       "a=1\n b : two \nc three\n\n# no\n! no\nd\\ e\\=f=x\\ty\ng = one, \\\n    two\nh\n")),
            "{a: 1, b: two , c: three, d e=f: x\ty, g: one, two, h: }");
}

TEST(Properties, UnicodeLatinAndByteOrderMark) {
  EXPECT_EQ(shown(read("a.properties",
                       "\xef\xbb\xbf"
                       "a=\\u00e9\\ud83d\\ude00\n")),
            "{a: \xc3\xa9\xf0\x9f\x98\x80}");
  EXPECT_EQ(shown(read("a.properties", "a=\xe9\n")), "{a: \xc3\xa9}");
  EXPECT_EQ(shown(read("a.properties", "a=\xc3\xa9\n")), "{a: \xc3\xa9}");
  EXPECT_EQ(shown(read("a.properties", "a=\\u12")), "{a: u12}");
}

TEST(Properties, SeveralDocumentsAndPlaces) {
  const Read r = read("a.properties", "a=1\r\n#---\r\nb=http://x\r\n!---\nc");
  EXPECT_EQ(shown(r), "{a: 1} | {b: http://x} | {c: }");
  const DocumentNode& value = r.doc()[r.doc().child(r.doc()[r.doc().roots()[1]], 1)];
  EXPECT_EQ(r.text.substr(value.begin, value.end - value.begin), "http://x");
}

TEST(Properties, HostileFiles) {
  EXPECT_EQ(shown(read("a.properties", "\\")), "{: }");
  EXPECT_EQ(shown(read("a.properties", "a\\\n")), "{a: }");
  EXPECT_EQ(shown(read("a.properties", std::string("=\0=", 3))), std::string("{: ") + '\0' + "=}");
}

TEST(Xml, AttributesTextsAndRepeatedElements) {
  EXPECT_EQ(
      shown(read("pom.xml",
                 "<?xml version='1.0'?><p a='1'><!-- no --><x> one </x><y/><x b='2'>two &amp; 3</x></p>")),
      "{p: {@a: '1', x: ['one', {@b: '2', #text: 'two & 3'}], y: ''}}");
  EXPECT_EQ(shown(read("a.xml", "<p><![CDATA[<q>]]></p>")), "{p: '<q>'}");
}

TEST(Xml, KeepsPlaces) {
  const Read r = read("pom.xml", "<project>\n  <artifactId>order</artifactId>\n</project>");
  const NodeIndex n = r.doc().find(r.doc().roots()[0], "project", "artifactId");
  ASSERT_NE(n, no_node);
  EXPECT_EQ(r.text.substr(r.doc()[n].begin, r.doc()[n].end - r.doc()[n].begin), "order");
}

TEST(Xml, EntitiesAreNotExpanded) {
  EXPECT_EQ(shown(read("a.xml",
                       "<!DOCTYPE p [<!ENTITY a 'x'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><p>&a;&f;</p>")),
            "{p: '&a;&f;'}");
}

TEST(Xml, BrokenAndDeepFiles) {
  const Read broken = read("a.xml", "<p><q></p>");
  EXPECT_EQ(shown(broken), "nothing");
  EXPECT_EQ(broken.out.notes.size(), 1u);
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  for (int i = 0; i < 100000; ++i) deep += "</a>";
  const Read cut = read("a.xml", deep);
  ASSERT_TRUE(cut.out.document);
  EXPECT_EQ(cut.out.notes.size(), 1u);
}

TEST(Gradle, GroovyAndKotlinStatements) {
  EXPECT_EQ(
      shown(read("build.gradle",
                 "apply plugin: 'java'\ndependencies {\n  compile 'a:b:1', \"c:d:$v\"\n"
                 "  compile group: 'e', name: 'f'\n}\next.v = '1'\ndef w = 'x' + v")),
      "[{do: 'apply', with: [!named {plugin: 'java'}]}, {do: 'dependencies', with: [], block: [{do: "
      "'compile', "
      "with: ['a:b:1', !interpolated 'c:d:$v']}, {do: 'compile', with: [!named {group: 'e', name: 'f'}]}]}, "
      "{set: 'ext.v', to: '1'}, {set: 'w', to: !sum ['x', v]}]");
  EXPECT_EQ(
      shown(read("build.gradle.kts",
                 "plugins { id(\"x\") version \"1\" apply false; `java-library` }\n"
                 "dependencies { \"implementation\"(project(\":a\")); implementation(libs.b) }\n"
                 "val v by extra(\"2\")\nextra[\"w\"] = \"3\"")),
      "[{do: 'plugins', with: [], block: [{do: 'id', with: ['x'], then: [{do: 'version', with: ['1']}, {do: "
      "'apply', with: [false]}]}, {do: 'java-library'}]}, {do: 'dependencies', with: [], block: [{do: "
      "'implementation', with: [{do: 'project', with: [':a']}]}, {do: 'implementation', with: [libs.b]}]}, "
      "{set: 'v', to: {do: 'extra', with: ['2']}}, {set: 'extra.w', to: '3'}]");
}

TEST(Gradle, ConditionsAndChains) {
  EXPECT_EQ(
      shown(read("build.gradle",
                 "if (a) {\n x 'y'\n} else {\n z 'w'\n}\nproject(':a').projectDir = file('b')\n"
                 "// no { \n/* no } */ c 'd'")),
      "[{do: 'if', block: [{do: 'x', with: ['y']}]}, {do: 'else', block: [{do: 'z', with: ['w']}]}, {do: "
      "'project', with: [':a'], then: [{set: 'projectDir', to: {do: 'file', with: ['b']}}]}, {do: 'c', with: "
      "['d']}]");
}

TEST(Gradle, HostileScriptsEnd) {
  for (const std::string& text :
       {std::string(200000, '('), std::string(200000, '{'), std::string(200000, '['), std::string("a = '''"),
        std::string("}}}}"), std::string("a(]"), std::string("\"${")})
    EXPECT_TRUE(read("build.gradle", text).out.document) << text.substr(0, 10);
  std::string chain = "a";
  for (int i = 0; i < 50000; ++i) chain += ".b()";
  EXPECT_TRUE(read("build.gradle", chain).out.document);
  std::string holes = "a '";
  for (int i = 0; i < 50000; ++i) holes += "a+!";
  EXPECT_TRUE(read("build.gradle", "a = " + holes).out.document);
}

}  // namespace
}  // namespace demarc
