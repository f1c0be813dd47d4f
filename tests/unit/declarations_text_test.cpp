// The written form of declarations: what is written is read back as the same, for every template of this tree
// and for made-up ones; what is wrong is told with its place.
#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "analyzer/observations/declarations_text.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {
namespace fs = std::filesystem;

void same(const std::vector<Property>& a, const std::vector<Property>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].name, b[i].name);
    EXPECT_EQ(a[i].value, b[i].value) << a[i].name;
    EXPECT_EQ(a[i].span, b[i].span) << a[i].name;
  }
}

void same(const Declarations& a, const Declarations& b) {
  ASSERT_EQ(a.units.size(), b.units.size());
  for (std::size_t i = 0; i < a.units.size(); ++i) {
    const Unit &x = a.units[i], &y = b.units[i];
    EXPECT_EQ(std::tie(x.file, x.name, x.format, x.physical_name, x.is_nested_only),
              std::tie(y.file, y.name, y.format, y.physical_name, y.is_nested_only));
    same(x.tags, y.tags);
  }
  ASSERT_EQ(a.resources.size(), b.resources.size());
  for (std::size_t i = 0; i < a.resources.size(); ++i) {
    const Resource &x = a.resources[i], &y = b.resources[i];
    EXPECT_EQ(std::tie(x.unit, x.kind, x.id, x.type, x.store, x.name, x.span, x.conditional),
              std::tie(y.unit, y.kind, y.id, y.type, y.store, y.name, y.span, y.conditional));
    same(x.tags, y.tags);
    same(x.properties, y.properties);
    same(x.environment, y.environment);
  }
  ASSERT_EQ(a.wirings.size(), b.wirings.size());
  for (std::size_t i = 0; i < a.wirings.size(); ++i) {
    const Wiring &x = a.wirings[i], &y = b.wirings[i];
    EXPECT_EQ(std::tie(x.unit, x.kind, x.from, x.to, x.span, x.chain, x.conditional),
              std::tie(y.unit, y.kind, y.from, y.to, y.span, y.chain, y.conditional));
    same(x.properties, y.properties);
  }
  ASSERT_EQ(a.provisions.size(), b.provisions.size());
  for (std::size_t i = 0; i < a.provisions.size(); ++i) {
    const Provision &x = a.provisions[i], &y = b.provisions[i];
    EXPECT_EQ(std::tie(x.unit, x.space, x.name, x.value, x.owner, x.span, x.profile, x.rank, x.written),
              std::tie(y.unit, y.space, y.name, y.value, y.owner, y.span, y.profile, y.rank, y.written));
  }
  ASSERT_EQ(a.bindings.size(), b.bindings.size());
  for (std::size_t i = 0; i < a.bindings.size(); ++i) {
    const Binding &x = a.bindings[i], &y = b.bindings[i];
    EXPECT_EQ(std::tie(x.target, x.parameter, x.value, x.span, x.is_default),
              std::tie(y.target, y.parameter, y.value, y.span, y.is_default));
  }
  ASSERT_EQ(a.dependencies.size(), b.dependencies.size());
  for (std::size_t i = 0; i < a.dependencies.size(); ++i) {
    const Dependency &x = a.dependencies[i], &y = b.dependencies[i];
    EXPECT_EQ(std::tie(x.owner, x.name, x.span), std::tie(y.owner, y.name, y.span));
  }
  ASSERT_EQ(a.operations.size(), b.operations.size());
  for (std::size_t i = 0; i < a.operations.size(); ++i) {
    const ContractOperation &x = a.operations[i], &y = b.operations[i];
    EXPECT_EQ(std::tie(x.contract, x.method, x.path, x.operation_id, x.span),
              std::tie(y.contract, y.method, y.path, y.operation_id, y.span));
  }
  ASSERT_EQ(a.events.size(), b.events.size());
  for (std::size_t i = 0; i < a.events.size(); ++i) {
    const ContractEvent &x = a.events[i], &y = b.events[i];
    EXPECT_EQ(std::tie(x.contract, x.name, x.source, x.span), std::tie(y.contract, y.name, y.source, y.span));
    same(x.fields, y.fields);
  }
  ASSERT_EQ(a.sources.size(), b.sources.size());
  for (std::size_t i = 0; i < a.sources.size(); ++i) {
    const EmbeddedSource &x = a.sources[i], &y = b.sources[i];
    EXPECT_EQ(std::tie(x.path, x.host, x.text, x.anchors), std::tie(y.path, y.host, y.text, y.anchors));
    same(x.holes, y.holes);
  }
  ASSERT_EQ(a.notes.size(), b.notes.size());
  for (std::size_t i = 0; i < a.notes.size(); ++i)
    EXPECT_EQ(std::tie(a.notes[i].where, a.notes[i].what), std::tie(b.notes[i].where, b.notes[i].what));
}

void expect_round_trip(const Declarations& said, Values& values, const Files& files) {
  const std::string written = write_exact(said, values, files);
  const Result<Declarations> back = read_declarations(written, values, files);
  ASSERT_TRUE(back) << back.error().message << "\n" << written;
  same(said, *back);
  EXPECT_EQ(write_exact(*back, values, files), written);
  EXPECT_EQ(write(*back, values, files), write(said, values, files));
}

TEST(DeclarationsText, EveryTemplateOfThisTreeReadsBack) {
  std::vector<std::string> folders;
  for (const char* group : {"templates", "contracts"})
    for (const auto& format : fs::directory_iterator(fs::path(DEMARC_SOURCE_DIR) / "parsers" / group))
      if (fs::is_directory(format.path() / "tests"))
        for (const auto& one : fs::directory_iterator(format.path() / "tests"))
          folders.push_back(one.path().generic_string());
  for (const auto& one : fs::directory_iterator(fs::path(DEMARC_SOURCE_DIR) / "fixtures"))
    if (one.is_directory()) folders.push_back(one.path().generic_string());
  std::size_t resources = 0;
  for (const std::string& folder : folders) {
    SCOPED_TRACE(folder);
    const test::Tree tree = test::Tree::on_disk(folder);
    Values values;
    const Declarations said = tree.declare(values);
    resources += said.resources.size();
    expect_round_trip(said, values, tree.files());
  }
  EXPECT_GT(resources, 200u);
}

// Anything that the header allows, with the texts that are hardest to write.
class Dice {
 public:
  Dice(std::uint32_t seed, Values& values, const Files& files)
      : random_(seed), values_(values), files_(files) {}

  Declarations declarations() {
    Declarations out;
    for (std::uint32_t i = below(3); i != 0; --i)
      out.units.push_back({file(), text(), text(), value(), properties(), below(2) == 0});
    for (std::uint32_t i = below(4); i != 0; --i)
      out.resources.push_back({file(), static_cast<ResourceKind>(below(24)), text(), text(), text(), value(),
                               properties(), properties(), span(), properties(), below(2) == 0});
    for (std::uint32_t i = below(5); i != 0; --i) {
      Wiring w{file(),       static_cast<WiringKind>(below(9)), value(), value(), properties(), span(), {},
               below(2) == 0};
      for (std::uint32_t step = below(3); step != 0; --step) {
        Span at = span();
        if (!at.file) at.file = {1};
        w.chain.emplace_back(at, text());
      }
      out.wirings.push_back(std::move(w));
    }
    for (std::uint32_t i = below(3); i != 0; --i)
      out.provisions.push_back(
          {file(), text(), value(), value(), value(), span(), text(), static_cast<std::uint8_t>(below(256))});
    for (std::uint32_t i = below(3); i != 0; --i) out.dependencies.push_back({value(), text(), span()});
    for (std::uint32_t i = below(3); i != 0; --i)
      out.bindings.push_back({file(), text(), value(), span(), below(2) == 0});
    for (std::uint32_t i = below(3); i != 0; --i)
      out.operations.push_back({file(), text(), text(), text(), span()});
    for (std::uint32_t i = below(3); i != 0; --i) out.events.push_back({file(), text(), text(), span()});
    for (std::uint32_t i = below(3); i != 0; --i) {
      EmbeddedSource s{text(), span(), text(), {}, properties()};
      for (std::uint32_t anchor = 0; anchor < below(4); ++anchor)
        s.anchors.emplace_back(anchor * 10, anchor * 12 + below(3));
      out.sources.push_back(std::move(s));
    }
    for (std::uint32_t i = below(3); i != 0; --i) out.notes.push_back({span(), text()});
    return out;
  }

 private:
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }
  FileId file() { return {below(files_.size() + 1)}; }
  Span span() {
    if (below(3) == 0) return {};
    Span made{file(), below(100), 0};
    made.end = made.begin + below(50);
    return made;
  }
  std::string text() {
    static constexpr std::string_view texts[] = {"",
                                                 "a",
                                                 "Orders",
                                                 "AWS::DynamoDB::Table",
                                                 "/orders/{id}",
                                                 "name",
                                                 "store",
                                                 "env.X",
                                                 "tag.x",
                                                 "a b",
                                                 "a=b",
                                                 "@",
                                                 "|",
                                                 "->",
                                                 "-",
                                                 "\"",
                                                 "\\",
                                                 "a | file=b",
                                                 "\n",
                                                 "conditional",
                                                 "via",
                                                 "(x)",
                                                 ")",
                                                 "id=1",
                                                 "\xc3\xa9",
                                                 "\x01",
                                                 "default",
                                                 "t.yaml#X",
                                                 "#"};
    return std::string(texts[below(std::size(texts))]);
  }
  std::vector<Property> properties() {
    std::vector<Property> all(below(3));
    for (Property& p : all) p = {text(), value(), span()};
    return all;
  }
  ValueId value(int depth = 0) {
    auto some = [&] {
      std::vector<ValueId> all(below(3));
      for (ValueId& v : all) v = value(depth + 1);
      return all;
    };
    switch (below(depth > 3 ? 6 : 15)) {
      case 0: return {};
      case 1: return values_.literal(text());
      case 2: return values_.setting("env", text());
      case 3: return values_.parameter(below(9), below(9));
      case 4: return values_.reference("t.yaml#" + text(), below(2) ? text() : "");
      case 5: return values_.path("a.b");
      case 6: return values_.setting("ssm", value(depth + 1), value(depth + 1));
      case 7: return values_.concat(some());
      case 8: return values_.either(some());
      case 9: return values_.list(some());
      case 10: return values_.object(std::vector<ValueId>{values_.literal(text()), value(depth + 1)});
      case 11: return values_.handle(below(2) ? "dynamodb.Table" : "odd type", value(depth + 1));
      case 12: return values_.element(values_.parameter(1, 2));
      case 13: return values_.member(values_.parameter(1, 2), text());
      default: return values_.result(values_.path("x.y"), some());
    }
  }

  std::mt19937 random_;
  Values& values_;
  const Files& files_;
};

Files three_files() {
  Files files;
  files.add({"a b.yaml", 0, FileClass::source}, "a\nb\nc\n");
  files.add({"api.yaml", 0, FileClass::source}, "x: 1\ny: 2\n");
  files.add({"t.yaml", 0, FileClass::source}, "Resources:\n  Orders:\n");
  return files;
}

TEST(DeclarationsText, MadeUpOnesReadBack) {
  const Files files = three_files();
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    Values values;
    expect_round_trip(Dice(seed, values, files).declarations(), values, files);
    if (HasFatalFailure() || HasNonfatalFailure()) return;
  }
}

struct Wrong {
  const char* text;
  const char* message;
};

class DeclarationsTextErrors : public testing::TestWithParam<Wrong> {};

TEST_P(DeclarationsTextErrors, AreToldWithTheirPlace) {
  const Files files = three_files();
  Values values;
  const Result<Declarations> got = read_declarations(GetParam().text, values, files);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message.substr(0, std::string_view(GetParam().message).size()), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, DeclarationsTextErrors,
    testing::Values(Wrong{"# remark\nthing t.yaml\n", "2:1: a line starts with unit"},
                    Wrong{"unit t.yaml\n", "1:12: ` |` is missing here"},
                    Wrong{"unit t.yaml | file=none.yaml\n", "1:20: no file has this path: none.yaml"},
                    Wrong{"resource t.yaml#A tabel X @ t.yaml:1 | file=t.yaml 0-1\n",
                          "1:19: a kind of resource is missing here"},
                    Wrong{"resource api.yaml#A table X @ t.yaml:1 | file=t.yaml 0-1\n",
                          "1:10: this starts with the path of its unit"},
                    Wrong{"wiring calls \"a\" \"b\" @ t.yaml:1 | file=t.yaml 0-1\n",
                          "1:17: ` -> ` is missing here"},
                    Wrong{"wiring calls ( -> \"b\" | file=t.yaml 0-1\n", "1:14: no value starts like this"},
                    Wrong{"wiring calls ? -> ? x=\"1\" | file=t.yaml 0-1\n", "1:44: ` ` is missing here"},
                    Wrong{"binding t.yaml#P = \"x\" | file=t.yaml 0-\n", "1:40: a number is missing here"}));

TEST(DeclarationsText, RemarksAndEmptyLinesAreSkipped) {
  const Files files = three_files();
  Values values;
  const auto got = read_declarations("\n# remark\n\nunit t.yaml format=x | file=t.yaml\n", values, files);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(write(*got, values, files), "unit t.yaml format=x\n");
}

TEST(DeclarationsText, DamagedTextsAreRefusedOrReadAsTheyStand) {
  const Files files = three_files();
  std::mt19937 random(7);
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    Values values;
    const std::string good = write_exact(Dice(seed, values, files).declarations(), values, files);
    for (int i = 0; i < 50 && !good.empty(); ++i) {
      std::string bad = good;
      const std::size_t at = random() % bad.size();
      if (i % 3 == 0) bad.resize(at);
      else if (i % 3 == 1) bad.erase(at, 1 + random() % 8);
      else bad[at] = static_cast<char>(random());
      const auto got = read_declarations(bad, values, files);
      if (!got) {
        EXPECT_NE(got.error().message.find(':'), std::string::npos);
        continue;
      }
      // What was read can be written and read again.
      const auto again = read_declarations(write_exact(*got, values, files), values, files);
      ASSERT_TRUE(again) << again.error().message << "\n" << bad;
      same(*got, *again);
    }
  }
}

}  // namespace
}  // namespace demarc
