// The readers of YAML, JSON and TOML: structure, byte-exact places, and what hostile files do.
#include <gtest/gtest.h>

#include <functional>

#include "parsers/parsers.h"

namespace demarc {
namespace {

struct Read {
  std::string text;
  Observations out;
  const Document& doc() const { return *out.document; }
  std::string_view at(NodeIndex n) const {
    return std::string_view(text).substr(doc()[n].begin, doc()[n].end - doc()[n].begin);
  }
  NodeIndex root(std::size_t i = 0) const { return doc().roots().at(i); }
  std::string notes() const {
    std::string all;
    for (const Note& note : out.notes) all += note.what + "\n";
    return all;
  }
};

const Reader* reader_for(std::string_view path, std::string_view head = "") {
  static const std::vector<std::unique_ptr<Reader>> readers = documents::all();
  for (const auto& reader : readers)
    if (reader->accepts(path, head)) return reader.get();
  return nullptr;
}

Read read(std::string_view path, std::string text) {
  Read r{std::move(text), {}};
  const Reader* reader = reader_for(path, r.text.substr(0, 512));
  if (reader) reader->read({FileId{1}, path, r.text}, r.out);
  return r;
}

std::string show(const Document& doc, NodeIndex n) {
  const DocumentNode& node = doc[n];
  std::string s = doc.tag(n).empty() ? "" : "!" + std::string(doc.tag(n)) + " ";
  if (node.kind == NodeKind::null) return s + "null";
  if (node.kind == NodeKind::string) return s + "'" + std::string(doc.text(n)) + "'";
  if (node.kind != NodeKind::list && node.kind != NodeKind::map) return s + std::string(doc.text(n));
  const bool is_map = node.kind == NodeKind::map;
  s += is_map ? "{" : "[";
  for (std::uint32_t i = 0; i < node.count; ++i) {
    if (i > 0) s += is_map && i % 2 == 1 ? ": " : ", ";
    s += is_map && i % 2 == 0 ? std::string(doc.text(doc.child(node, i))) : show(doc, doc.child(node, i));
  }
  return s + (is_map ? "}" : "]");
}

std::string shown(const Read& r) {
  std::string s;
  for (NodeIndex root : r.doc().roots()) s += (s.empty() ? "" : " | ") + show(r.doc(), root);
  return s;
}

TEST(Yaml, ScalarsTagsAndSeveralDocuments) {
  Read r = read("a.yaml",
                "a: !Ref Table\nb: !Sub\n  - \"${x}\"\n  - {x: 1}\nc: [true, ~, 1.5e3, 0x1f, yes, '1', v1]\n"
                "d: |\n  two\n  lines\n---\n- second\n...\n");
  EXPECT_EQ(shown(r),
            "{a: !Ref 'Table', b: !Sub ['${x}', {x: 1}], c: [true, null, 1.5e3, 0x1f, 'yes', '1', 'v1'], "
            "d: 'two\nlines\n'} | ['second']");
  EXPECT_FALSE(r.out.has_errors);
  EXPECT_EQ(r.notes(), "");
  EXPECT_TRUE(r.doc()[r.doc().child(r.doc()[r.doc().find(r.root(), "c")], 5)].quoted);
}

TEST(Yaml, PlacesAreBytesBehindOtherScriptsByteOrderMarkAndCarriageReturns) {
  std::string filler = "# ";
  for (int i = 0; i < 100; ++i) filler += "\xc3\xa4\xe6\x97\xa5\xf0\x9f\x98\x80";
  Read r = read("a.yml", "\xef\xbb\xbf" + filler +
                             "\r\nk\xc3\xb6y:\r\n  inner: \"v\xc3\xa4l\"\r\n  list: [a, b]\r\nnext: x\r\n");
  NodeIndex inner = r.doc().find(r.root(), "k\xc3\xb6y", "inner");
  ASSERT_NE(inner, no_node);
  EXPECT_EQ(r.at(inner), "\"v\xc3\xa4l\"");
  EXPECT_EQ(r.doc().text(inner), "v\xc3\xa4l");
  EXPECT_EQ(r.at(r.doc().find(r.root(), "k\xc3\xb6y", "list")), "[a, b]");
  EXPECT_EQ(r.at(r.doc().find(r.root(), "next")), "x");
  // A block map ends with its last value, not where the next key begins.
  EXPECT_EQ(r.at(r.doc().find(r.root(), "k\xc3\xb6y")), "inner: \"v\xc3\xa4l\"\r\n  list: [a, b]");
}

TEST(Yaml, AliasesShareNodesAndMergeKeysAreApplied) {
  Read r = read("a.yaml",
                "base: &base {x: 1, y: 2}\nother: &other\n  y: 3\n  z: 4\none:\n  <<: *base\n  y: own\n"
                "two:\n  <<: [*other, *base]\nsame: *base\n\"<<\": text\n");
  EXPECT_EQ(show(r.doc(), r.doc().find(r.root(), "one")), "{x: 1, y: 'own'}");
  EXPECT_EQ(show(r.doc(), r.doc().find(r.root(), "two")), "{y: 3, z: 4, x: 1}");
  EXPECT_EQ(r.doc().find(r.root(), "same"), r.doc().find(r.root(), "base"));
  EXPECT_EQ(r.doc().text_of(r.root(), "<<"), "text");
  EXPECT_EQ(r.notes(), "");
}

TEST(Yaml, RingsUnknownAliasesAndEqualKeysAreNoted) {
  Read r = read("a.yaml", "a: &a\n  self: *a\nb: *nowhere\nc: 1\nc: 2\n");
  EXPECT_EQ(shown(r), "{a: {self: null}, b: null, c: 1, c: 2}");
  EXPECT_EQ(r.doc().text_of(r.root(), "c"), "2");
  EXPECT_EQ(r.notes(),
            "the alias *a stands inside its own anchor: a ring, refused\n"
            "the alias *nowhere names no anchor above it\n"
            "the key \"c\" stands twice in one map; the last one counts\n");
}

TEST(Json, KeysThatStandTwiceAreNotedWhereThatChangesWhatIsSaid) {
  Read same = read("a.json", R"({"a": 1, "a": 1, "_comment": "x", "_comment": "y", "//": 1, "//": 2})");
  EXPECT_EQ(same.notes(), "");
  Read other = read("a.json", R"({"a": 1, "b": {}, "a": "1", "b": {}})");
  EXPECT_EQ(other.notes(),
            "the key \"a\" stands twice in one map; the last one counts\n"
            "the key \"b\" stands twice in one map; the last one counts\n");
  std::string many = "{";
  for (int round = 0; round < 2; ++round)
    for (int k = 0; k < 40; ++k) many += "\"k" + std::to_string(k) + "\": " + std::to_string(round) + ",";
  Read few = read("a.json", many + "\"z\": 0}");
  EXPECT_EQ(few.notes(),
            "the key \"k0\" stands twice in one map; the last one counts\n"
            "the key \"k1\" stands twice in one map; the last one counts\n"
            "the key \"k2\" stands twice in one map; the last one counts\n"
            "37 more keys of this map stand twice\n");
  EXPECT_EQ(few.doc().text_of(few.root(), "k39"), "1");
}

TEST(Json, WhatIsNoJsonIsSaidOnceAndNotForEachWord) {
  Read r = read("a.json", "curl 'http://x' -H 'a: b' --data '{\"a\": 1}' and more of it } : ,");
  EXPECT_TRUE(r.out.has_errors);
  const std::string notes = r.notes();
  EXPECT_EQ(std::count(notes.begin(), notes.end(), '\n'), 1) << notes;
}

TEST(Yaml, AliasBombStaysSmall) {
  std::string bomb = "l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 60; ++i) {
    std::string n = std::to_string(i), before = "*l" + std::to_string(i - 1);
    bomb += "l" + n + ": &l" + n + " [";
    for (int k = 0; k < 9; ++k) bomb += (k ? ", " : "") + before;
    bomb += "]\n";
  }
  Read r = read("a.yaml", bomb);
  ASSERT_TRUE(r.out.document);
  EXPECT_NE(r.doc().find(r.root(), "l59"), no_node);
  EXPECT_EQ(r.notes(), "");
}

TEST(Yaml, DepthThroughAliasesIsBounded) {
  std::string deep = "d0: &d0 [x]\n";
  for (int i = 1; i < 300; ++i)
    deep += "d" + std::to_string(i) + ": &d" + std::to_string(i) + " [*d" + std::to_string(i - 1) + "]\n";
  Read r = read("a.yaml", deep);
  EXPECT_TRUE(r.out.has_errors);
  EXPECT_NE(r.notes().find("through aliases"), std::string::npos);
}

TEST(Yaml, MergeBombStopsAtTheBound) {
  // Each map merges one list of many maps that all hold the same key: much work, few nodes.
  std::string bomb = "many: &many\n";
  for (int i = 0; i < 3000; ++i) bomb += "- {k: 1}\n";
  bomb += "users:\n";
  for (int i = 0; i < 3000; ++i) bomb += "- {<<: *many}\n";
  Read r = read("a.yaml", bomb);
  EXPECT_TRUE(r.out.has_errors);
  EXPECT_NE(r.notes().find("more than 2000000 nodes"), std::string::npos);
}

TEST(Yaml, BrokenTextKeepsWhatStandsBeforeTheFault) {
  Read r = read("a.yaml", "a: 1\nb:\n  c: [1, 2\nd: }\n");
  EXPECT_TRUE(r.out.has_errors);
  ASSERT_TRUE(r.out.document);
  EXPECT_EQ(r.doc().text_of(r.root(), "a"), "1");
  EXPECT_NE(r.notes().find("broken YAML: "), std::string::npos);
  Read nul = read("a.yaml", std::string("a: 1\nb: x\0y\n", 12));
  EXPECT_TRUE(nul.out.has_errors);
  Read cut = read("a.yaml", "a: \"never ends\nb: 2");
  EXPECT_TRUE(cut.out.has_errors);
  Read bytes = read("a.yaml", "a: 1\nb: \xff\xfe\n");
  EXPECT_TRUE(bytes.out.has_errors);
}

TEST(Yaml, UnknownEscapesDoNotHideTheRest) {
  Read r = read("a.yaml", "a: \"^\\d{2}\\w$\"\nb: {c: \"\\.\"}\nd: end\n");
  ASSERT_TRUE(r.out.document);
  EXPECT_TRUE(r.out.has_errors);
  EXPECT_EQ(r.out.notes.size(), 1u);
  EXPECT_EQ(r.at(r.doc().find(r.root(), "d")), "end");
  std::string many;
  for (int i = 0; i < 200; ++i) many += "k" + std::to_string(i) + ": \"\\d\"\n";
  EXPECT_LE(read("a.yaml", many).out.notes.size(), 3u);
}

TEST(Yaml, TemplatedTextGivesOneNoteAndNoDocument) {
  Read r =
      read("chart/templates/a.yaml",
           "{{- if .Values.on }}\nkind: Service\nmetadata:\n  {{- toYaml . | nindent 2 }}\n{{- end }}\n");
  EXPECT_FALSE(r.out.document);
  EXPECT_EQ(r.notes(), "templated YAML: not read by itself\n");
  Read quoted = read("a.yaml", "run: ${{ github.ref }}\nname: \"{{ x }}\"\n");
  ASSERT_TRUE(quoted.out.document);
  EXPECT_EQ(quoted.notes(), "");
}

TEST(Yaml, HostileNestingIsRefused) {
  Read r = read("a.yaml", std::string(100000, '['));
  EXPECT_TRUE(r.out.has_errors);
  EXPECT_NE(r.notes().find("nested deeper than 200"), std::string::npos);
  Read keys = read("a.yaml", "? " + std::string(5000, '{'));
  EXPECT_TRUE(keys.out.has_errors);
}

TEST(Yaml, EmptyAndCommentOnlyFilesHaveNoRoots) {
  EXPECT_TRUE(read("a.yaml", "").doc().roots().empty());
  EXPECT_TRUE(read("a.yaml", "# nothing\n").doc().roots().empty());
}

TEST(Json, CommentsTrailingCommasAndEscapes) {
  Read r = read("a.json",
                "\xef\xbb\xbf// head\r\n{\"a\": [1, -2.5e3, true, null,], /* b */ "
                "\"b\\u00e4\\ud83d\\ude00\": \"x\\n\\\"\",\r\n}");
  EXPECT_EQ(shown(r), "{a: [1, -2.5e3, true, null], b\xc3\xa4\xf0\x9f\x98\x80: 'x\n\"'}");
  EXPECT_FALSE(r.out.has_errors) << r.notes();
  EXPECT_EQ(r.at(r.doc().find(r.root(), "a")), "[1, -2.5e3, true, null,]");
}

TEST(Json, BareKeysSingleQuotesAndSeveralValues) {
  Read r = read("a.json5", "{a: 'it', $b: .5}\n{\"c\": []}\n");
  EXPECT_EQ(shown(r), "{a: 'it', $b: .5} | {c: []}");
  EXPECT_FALSE(r.out.has_errors) << r.notes();
}

TEST(Json, FaultsAreNotedAndTheRestIsRead) {
  Read r = read("a.json", "{\"a\": 1 \"b\": oops, \"c\": , \"d\": [1, 2}, \"e\": 5");
  EXPECT_TRUE(r.out.has_errors);
  EXPECT_EQ(shown(r), "{a: 1, b: 'oops', d: [1, 2]} | 'e' | 5");
  EXPECT_EQ(r.out.notes.at(0).where.begin, 8u);
  EXPECT_NE(r.notes().find("a comma is missing"), std::string::npos);
  EXPECT_NE(r.notes().find("\"oops\" is no JSON value"), std::string::npos);
  EXPECT_NE(r.notes().find("a key without a value"), std::string::npos);
  EXPECT_NE(r.notes().find("'}' where another bracket is open"), std::string::npos);
}

TEST(Json, TruncatedAndHostileTextNeverHangs) {
  const std::string whole = "{\"a\": [1, {\"b\": \"c\\u0041\"}], /* x */ \"d\": null}";
  for (std::size_t n = 0; n < whole.size(); ++n) {
    Read r = read("a.json", whole.substr(0, n));
    EXPECT_EQ(r.out.has_errors, n > 0) << n;
  }
  Read deep = read("a.json", std::string(1'000'000, '['));
  EXPECT_NE(deep.notes().find("nested deeper than 200"), std::string::npos);
  Read closing = read("a.json", std::string(1'000'000, ']'));
  EXPECT_LE(closing.out.notes.size(), 20u);
  Read keys = read("a.json", [] {
    std::string s = "{";
    for (int i = 0; i < 100000; ++i) s += "\"k\":1,";
    return s + "}";
  }());
  EXPECT_LE(keys.out.notes.size(), 20u);
  Read nul = read("a.json", std::string("{\"a\0b\": \0 1}", 12));
  EXPECT_TRUE(nul.out.has_errors);
  Read many = read("a.json", [] {
    std::string s = "[";
    for (int i = 0; i < 2'100'000; ++i) s += "1,";
    return s + "1]";
  }());
  EXPECT_NE(many.notes().find("more than 2000000 nodes"), std::string::npos);
}

TEST(Json, EqualKeysAreNoted) {
  Read r = read("a.json", "{\"a\": 1, \"a\": 2}");
  EXPECT_EQ(r.doc().text_of(r.root(), "a"), "2");
  EXPECT_NE(r.notes().find("\"a\" stands twice"), std::string::npos);
}

TEST(Toml, TablesKeepOrderAndPlaces) {
  Read r =
      read("samconfig.toml",
           "version = 0.1\r\n# \xc3\xa4\r\n[default.deploy.parameters]\r\nstack_name = \"b\xc3\xa4r\" # x\r\n"
           "capabilities = [\"A\",\r\n  'B']\r\nconfirm = true\r\nsince = 2020-01-02\r\n[[plugins]]\r\nname "
           "= \"one\"\r\n[[plugins]]\r\nname = \"two\"\r\n");
  ASSERT_TRUE(r.out.document) << r.notes();
  EXPECT_EQ(
      shown(r),
      "{version: 0.1, default: {deploy: {parameters: {stack_name: 'b\xc3\xa4r', capabilities: ['A', 'B'], "
      "confirm: true, since: '2020-01-02'}}}, plugins: [{name: 'one'}, {name: 'two'}]}");
  NodeIndex name = r.doc().find(r.root(), "default", "deploy", "parameters");
  EXPECT_EQ(r.at(r.doc().find(name, "stack_name")), "\"b\xc3\xa4r\"");
  EXPECT_EQ(r.at(r.doc().find(name, "since")), "2020-01-02");
}

TEST(Toml, BrokenAndDeepFilesGiveANote) {
  Read r = read("a.toml", "a = 1\nb = = 2\n");
  EXPECT_FALSE(r.out.document);
  EXPECT_TRUE(r.out.has_errors);
  ASSERT_EQ(r.out.notes.size(), 1u);
  EXPECT_GE(r.out.notes[0].where.begin, 6u);
  Read deep = read("a.toml", "a = " + std::string(100000, '['));
  EXPECT_TRUE(deep.out.has_errors);
  Read dotted = read("a.toml", [] {
    std::string s = "a";
    for (int i = 0; i < 20000; ++i) s += ".a";
    return s + " = 1\n";
  }());
  EXPECT_NE(dotted.notes().find("rest is not read"), std::string::npos);
}

TEST(Documents, WhichFilesAreTaken) {
  for (const char* path : {"a/package-lock.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock",
                           "composer.lock", "a.txt", "b.template"})
    EXPECT_EQ(reader_for(path), nullptr) << path;
  EXPECT_EQ(reader_for("a/B.YAML")->name(), "yaml");
  EXPECT_EQ(reader_for("a.asl.json")->name(), "json");
  EXPECT_EQ(reader_for("tsconfig.jsonc")->name(), "json");
  EXPECT_EQ(reader_for("samconfig.toml")->name(), "toml");
  EXPECT_EQ(reader_for("x.template", "\n{ \"Resources\": {}}")->name(), "json");
  EXPECT_EQ(reader_for("x.template", "Resources:\n  A:")->name(), "yaml");
}

TEST(Documents, HugeFilesAreNotRead) {
  for (const char* path : {"a.yaml", "a.json", "a.toml"}) {
    Read r = read(path, std::string((8u << 20) + 1, ' '));
    EXPECT_FALSE(r.out.document) << path;
    EXPECT_EQ(r.notes(), "larger than 8 MB: not read as a document\n");
  }
}

}  // namespace
}  // namespace demarc
