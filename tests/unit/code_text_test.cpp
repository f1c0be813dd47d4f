// The written form of observations: what is written is read back as the same, for every source of this tree
// and for made-up ones; what is wrong is told with its place.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>

#include "analyzer/observations/code_text.h"
#include "parsers/parsers.h"

namespace demarc::code {
namespace {
namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Whether two files say the same, whatever the numbers of their expressions.
class Comparison {
 public:
  Comparison(const CodeFile& a, const CodeFile& b) : a_(a), b_(b) {}

  // "" when they do, else what differs.
  std::string difference() {
    count("imports", a_.imports, b_.imports);
    count("exports", a_.exports, b_.exports);
    count("classes", a_.classes, b_.classes);
    count("functions", a_.functions, b_.functions);
    count("blocks", a_.blocks, b_.blocks);
    count("assignments", a_.assignments, b_.assignments);
    count("calls", a_.calls, b_.calls);
    count("returns", a_.returns, b_.returns);
    if (!text(a_.package, b_.package) || a_.members_are_names != b_.members_are_names) out_ += "package\n";
    if (!out_.empty()) return out_;
    for (std::size_t i = 0; i < a_.imports.size(); ++i) {
      const Import &x = a_.imports[i], &y = b_.imports[i];
      at("import", i,
         text(x.module, y.module) && text(x.name, y.name) && text(x.local, y.local) && x.block == y.block &&
             x.binds_root == y.binds_root && x.type_only == y.type_only && x.is_dynamic == y.is_dynamic &&
             x.begin == y.begin && x.end == y.end);
    }
    for (std::size_t i = 0; i < a_.exports.size(); ++i) {
      const Export &x = a_.exports[i], &y = b_.exports[i];
      at("export", i,
         text(x.name, y.name) && same(x.value, y.value) && text(x.from, y.from) &&
             text(x.from_name, y.from_name) && x.begin == y.begin && x.end == y.end);
    }
    for (std::size_t i = 1; i < a_.classes.size(); ++i) {
      const Class &x = a_.classes[i], &y = b_.classes[i];
      at("class", i,
         text(x.name, y.name) && x.scope == y.scope && x.body == y.body && same(x.bases, y.bases) &&
             same(x.annotations, y.annotations) && x.is_exported == y.is_exported &&
             x.is_interface == y.is_interface && x.is_enum == y.is_enum && x.begin == y.begin &&
             x.end == y.end);
    }
    for (std::size_t i = 1; i < a_.functions.size(); ++i) {
      const Function &x = a_.functions[i], &y = b_.functions[i];
      bool is_same = text(x.name, y.name) && x.parent == y.parent && x.owner == y.owner && x.body == y.body &&
                     same(x.return_type, y.return_type) && x.is_abstract == y.is_abstract &&
                     same(x.annotations, y.annotations) && x.is_async == y.is_async &&
                     x.is_static == y.is_static && x.is_constructor == y.is_constructor &&
                     x.is_getter == y.is_getter && x.is_exported == y.is_exported &&
                     x.is_class_method == y.is_class_method && x.is_class_body == y.is_class_body &&
                     x.begin == y.begin && x.end == y.end && x.parameters.count == y.parameters.count;
      for (std::uint32_t p = 0; is_same && p < x.parameters.count; ++p) {
        const Parameter &v = a_.parameters[x.parameters.first + p],
                        &w = b_.parameters[y.parameters.first + p];
        is_same = text(v.name, w.name) && same(v.default_value, w.default_value) && same(v.type, w.type) &&
                  same(v.annotations, w.annotations) && v.kind == w.kind && v.begin == w.begin &&
                  v.end == w.end;
      }
      at("function", i, is_same);
    }
    for (std::size_t i = 1; i < a_.blocks.size(); ++i) {
      const Block &x = a_.blocks[i], &y = b_.blocks[i];
      at("block", i,
         x.parent == y.parent && x.function == y.function && x.kind == y.kind && x.choice == y.choice &&
             same(x.condition, y.condition) && x.begin == y.begin && x.end == y.end);
    }
    for (std::size_t i = 0; i < a_.assignments.size(); ++i) {
      const Assignment &x = a_.assignments[i], &y = b_.assignments[i];
      at("assignment", i,
         same(x.target, y.target) && same(x.value, y.value) && same(x.type, y.type) && x.block == y.block &&
             same(x.annotations, y.annotations) && x.kind == y.kind);
    }
    for (std::size_t i = 0; i < a_.calls.size(); ++i)
      at("call", i, same(a_.calls[i].expr, b_.calls[i].expr) && a_.calls[i].block == b_.calls[i].block);
    for (std::size_t i = 0; i < a_.returns.size(); ++i)
      at("return", i,
         same(a_.returns[i].value, b_.returns[i].value) && a_.returns[i].block == b_.returns[i].block);
    return out_;
  }

 private:
  template <class T>
  void count(const char* what, const T& a, const T& b) {
    if (a.size() != b.size()) out_ += std::string(what) + ": another number of them\n";
  }
  void at(const char* what, std::size_t i, bool is_same) {
    if (!is_same) out_ += std::string(what) + " " + std::to_string(i) + " differs\n";
  }
  bool text(StringId a, StringId b) const { return a_.strings.text(a) == b_.strings.text(b); }
  bool same(Range a, Range b) {
    if (a.count != b.count) return false;
    for (std::uint32_t i = 0; i < a.count; ++i)
      if (!same(a_.annotations[a.first + i], b_.annotations[b.first + i])) return false;
    return true;
  }
  // One and the same expression on one side is one and the same on the other.
  bool same(ExprId first, ExprId second) {
    std::vector<std::pair<ExprId, ExprId>> open{{first, second}};
    while (!open.empty()) {
      const auto [a, b] = open.back();
      open.pop_back();
      if (!a || !b) {
        if (a || b) return false;
        continue;
      }
      auto [there, is_new] = there_.try_emplace(a, b);
      auto [back, is_new_back] = back_.try_emplace(b, a);
      if (there->second != b || back->second != a) return false;
      if (!is_new) continue;
      const Expr &x = a_[a], &y = b_[b];
      if (x.kind != y.kind || x.count != y.count || x.cut != y.cut || !text(x.text, y.text) ||
          x.begin != y.begin || x.end != y.end) {
        out_ += "[" + write(a_, a) + " of kind " + std::to_string(static_cast<int>(x.kind)) + "] ";
        return false;
      }
      if ((x.kind == ExprKind::function || x.kind == ExprKind::type) && x.first != y.first) return false;
      for (std::uint32_t i = 0; i < x.count; ++i) open.emplace_back(a_.child(a, i), b_.child(b, i));
    }
    return true;
  }

  const CodeFile &a_, &b_;
  std::map<ExprId, ExprId> there_, back_;
  std::string out_;
};

void expect_round_trip(const CodeFile& file) {
  const std::string written = write_exact(file);
  const Result<CodeFile> back = read(written);
  ASSERT_TRUE(back) << back.error().message << "\n" << written;
  EXPECT_EQ(Comparison(file, *back).difference(), "");
  EXPECT_EQ(write_exact(*back), written);
  EXPECT_EQ(write(*back), write(file));
}

TEST(CodeText, EverySourceOfThisTreeReadsBack) {
  const std::vector<std::unique_ptr<Reader>> readers = languages::all();
  int files = 0;
  for (const char* folder : {"fixtures", "parsers"})
    for (const fs::directory_entry& one :
         fs::recursive_directory_iterator(fs::path(DEMARC_SOURCE_DIR) / folder)) {
      if (!one.is_regular_file()) continue;
      const std::string path = one.path().generic_string();
      for (const auto& reader : readers) {
        if (!reader->accepts(path, "")) continue;
        Observations seen;
        const std::string text = content(path);
        reader->read({FileId{1}, path, text}, seen);
        ASSERT_TRUE(seen.code) << path;
        SCOPED_TRACE(path);
        expect_round_trip(*seen.code);
        ++files;
      }
    }
  EXPECT_GT(files, 100);
}

// Any file that the header allows, with the texts that are hardest to write.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}

  CodeFile file() {
    if (below(2)) out_.package = out_.strings.id(below(2) ? "com.acme.shop" : "odd one.2");
    out_.members_are_names = below(2) != 0;
    const std::uint32_t functions = 1 + below(4), classes = below(3), blocks = functions + below(5);
    for (std::uint32_t e = 0; e < 60; ++e) expr(functions, classes);
    for (std::uint32_t b = 1; b <= blocks; ++b) {
      Block block;
      block.function = {1 + below(functions)};
      if (b > functions) block.parent = {1 + below(b - 1)};
      block.kind = static_cast<BlockKind>(below(5));
      block.leaves = below(3) == 0;
      block.choice = below(3);
      if (below(2)) block.condition = any();
      bytes(block);
      out_.blocks.push_back(block);
    }
    blocks_ = blocks;
    for (std::uint32_t f = 1; f <= functions; ++f) {
      Function function;
      if (f > 1) {
        function.name = word();
        function.parent = {below(f)};
      }
      function.owner = {below(classes + 1)};
      function.body = {below(blocks + 1)};
      function.return_type = maybe();
      function.annotations = range();
      std::vector<Parameter> parameters(below(4));
      for (Parameter& p : parameters) {
        p.name = word();
        p.default_value = maybe();
        p.type = maybe();
        p.annotations = range();
        p.kind = static_cast<ParameterKind>(below(4));
        bytes(p);
      }
      function.parameters = {static_cast<std::uint32_t>(out_.parameters.size()),
                             static_cast<std::uint32_t>(parameters.size())};
      out_.parameters.insert(out_.parameters.end(), parameters.begin(), parameters.end());
      for (bool* flag :
           {&function.is_async, &function.is_static, &function.is_constructor, &function.is_getter,
            &function.is_exported, &function.is_class_method, &function.is_abstract, &function.is_class_body})
        *flag = below(2) != 0;
      bytes(function);
      out_.functions.push_back(function);
    }
    for (std::uint32_t c = 1; c <= classes; ++c) {
      Class type;
      type.name = word();
      type.scope = {1 + below(functions)};
      type.body = {below(functions + 1)};
      type.bases = range();
      type.annotations = range();
      for (bool* flag : {&type.is_exported, &type.is_interface, &type.is_enum}) *flag = below(2) != 0;
      bytes(type);
      out_.classes.push_back(type);
    }
    for (std::uint32_t i = below(4); i != 0; --i) {
      Import import;
      import.module = word();
      import.name = word();
      import.local = word();
      import.block = block();
      for (bool* flag : {&import.binds_root, &import.type_only, &import.is_dynamic}) *flag = below(2) != 0;
      bytes(import);
      out_.imports.push_back(import);
    }
    for (std::uint32_t i = below(4); i != 0; --i) {
      Export one;
      one.name = word();
      one.value = maybe();
      one.from = word();
      one.from_name = word();
      bytes(one);
      out_.exports.push_back(one);
    }
    for (std::uint32_t i = below(6); i != 0; --i)
      out_.assignments.push_back(
          {maybe(), maybe(), maybe(), block(), range(), static_cast<AssignmentKind>(below(4))});
    for (std::uint32_t i = below(6); i != 0; --i) out_.calls.push_back({any(), block()});
    for (std::uint32_t i = below(4); i != 0; --i) out_.returns.push_back({maybe(), block()});
    return std::move(out_);
  }

 private:
  std::uint32_t below(std::uint32_t n) { return n == 0 ? 0 : static_cast<std::uint32_t>(random_() % n); }
  template <class T>
  void bytes(T& thing) {
    thing.begin = below(1000);
    thing.end = thing.begin + below(1000);
  }
  std::string_view odd() {
    static constexpr std::string_view texts[] = {"",         "a",
                                                 "x",        "order",
                                                 "format",   "either",
                                                 "new",      "fn",
                                                 "type",     "self",
                                                 "$x",       "$self",
                                                 "#p",       "*",
                                                 "=",        "-",
                                                 "@",        " @ ",
                                                 "a b",      "a.b",
                                                 "{}0",      "`",
                                                 "\"",       "\\",
                                                 "\n",       "require('m')",
                                                 "\xc3\xa9", "\x01",
                                                 "12",       "in file",
                                                 "fn:2",     "file",
                                                 "<",        "true",
                                                 "loop"};
    return texts[below(std::size(texts))];
  }
  StringId word() { return out_.strings.id(odd()); }
  BlockId block() { return {below(blocks_ + 1)}; }
  ExprId any() { return {1 + below(static_cast<std::uint32_t>(out_.exprs.size()) - 1)}; }
  ExprId maybe() { return below(4) == 0 ? ExprId{} : any(); }
  Range range() {
    const Range made{static_cast<std::uint32_t>(out_.annotations.size()), below(3)};
    for (std::uint32_t i = 0; i < made.count; ++i) out_.annotations.push_back(any());
    return made;
  }

  void expr(std::uint32_t functions, std::uint32_t classes) {
    Expr e;
    const bool first = out_.exprs.size() < 4;
    e.kind = first ? ExprKind::name : static_cast<ExprKind>(below(26));
    std::vector<ExprId> parts;
    auto some = [&](std::uint32_t least, std::uint32_t more) {
      for (std::uint32_t i = least + below(more + 1); i != 0; --i) parts.push_back(any());
    };
    switch (e.kind) {
      case ExprKind::string:
      case ExprKind::name: e.text = word(); break;
      case ExprKind::number: {
        static constexpr std::string_view numbers[] = {"1",   "-1",  "1.5", ".5",  "1e-5", "0x1f",
                                                       "1_0", "10n", "1 2", "- 1", "1+2",  ""};
        e.text = out_.strings.id(numbers[below(std::size(numbers))]);
        break;
      }
      case ExprKind::constant: {
        static constexpr std::string_view constants[] = {"true", "false", "null"};
        e.text = out_.strings.id(constants[below(3)]);
        break;
      }
      case ExprKind::self:
      case ExprKind::super: break;
      case ExprKind::member:
      case ExprKind::argument:
        e.text = word();
        some(1, 0);
        break;
      case ExprKind::spread:
      case ExprKind::spread_map:
      case ExprKind::element:
      case ExprKind::each:
      case ExprKind::assign: some(1, 0); break;
      case ExprKind::entry:
        if (below(2)) e.text = word();
        some(e.text ? 1 : 2, 0);
        break;
      case ExprKind::index: some(2, 0); break;
      case ExprKind::equal: some(2, 0); break;
      case ExprKind::function:
        e.text = word();
        e.first = 1 + below(functions);
        break;
      case ExprKind::type:
        if (classes == 0) e.kind = ExprKind::unknown;
        else e.first = 1 + below(classes);
        break;
      case ExprKind::call:
      case ExprKind::construct: some(1, 3); break;
      case ExprKind::concat:
      case ExprKind::format:
      case ExprKind::either:
      case ExprKind::object:
      case ExprKind::list:
        some(1, 3);
        e.cut = below(5) == 0;
        break;
      default: some(0, 3); break;
    }
    e.count = static_cast<std::uint8_t>(parts.size());
    if (e.count != 0) e.first = static_cast<std::uint32_t>(out_.children.size());
    bytes(e);
    out_.children.insert(out_.children.end(), parts.begin(), parts.end());
    out_.exprs.push_back(e);
  }

  std::mt19937 random_;
  CodeFile out_;
  std::uint32_t blocks_ = 0;
};

TEST(CodeText, MadeUpFilesReadBack) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    expect_round_trip(Dice(seed).file());
    if (HasFatalFailure() || HasNonfatalFailure()) return;
  }
}

TEST(CodeText, WhatIsVeryDeepHasLinesOfItsOwn) {
  std::string text = "x = a";
  for (int i = 0; i < 300; ++i) text += ".b(" + std::to_string(i) + ")";
  const std::vector<std::unique_ptr<Reader>> readers = languages::all();
  for (const auto& reader : readers)
    if (reader->name() == "python") {
      Observations seen;
      reader->read({FileId{1}, "a.py", text}, seen);
      EXPECT_NE(write(*seen.code).find("expr ^1 "), std::string::npos);
      expect_round_trip(*seen.code);
    }
}

struct Wrong {
  const char* text;
  const char* message;
};

class CodeTextErrors : public testing::TestWithParam<Wrong> {};

TEST_P(CodeTextErrors, AreToldWithTheirPlace) {
  const Result<CodeFile> got = read(GetParam().text);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message.substr(0, std::string_view(GetParam().message).size()), GetParam().message);
}

// The beginning that every file has.
#define FILE_LINES "function 1 file() @ p0 b1 0-9\nblock file @ body#0 p0 f1 0-9\n"

INSTANTIATE_TEST_SUITE_P(
    Lines, CodeTextErrors,
    testing::Values(Wrong{"call f()\n", "1:9: ` @` is missing here"},
                    Wrong{"# a remark\n\nsay f() @ b1\n", "3:1: a line starts with package"},
                    Wrong{"import boto3 @ b0 0-1\n", "1:8: a quoted text is missing here"},
                    Wrong{"import \"a\n", "1:8: this quoted text does not end on its line"},
                    Wrong{"call f( @ b0 0-1\n", "1:8: no expression starts like this"},
                    Wrong{"call f(a @ b0 0-1\n", "1:9: `)` is missing here"},
                    Wrong{"call f() @ b0 0-1\n", "1:18: ` ` is missing here"},
                    Wrong{"call f() @ b0 0-1 0-99999999999\n", "1:21: this number is too large"},
                    Wrong{"call f() @ b7 0-1 0-1\n", "2:1: a function, class or block is named by a number"},
                    Wrong{"call a.b @ b0 0-3 =1\n", "1:21: no expression before has this number"},
                    Wrong{"call ^1 @ b0\n", "1:8: no line before gives this expression"},
                    Wrong{"function 3 f() @ p0 b0 0-1\n", "1:11: functions are numbered from 1"},
                    Wrong{"block file @ body#0 p1 f1 0-1\n", "1:26: a block stands behind the one it is in"},
                    Wrong{FILE_LINES "call f() in other @ b1 0-3 0-1\n",
                          "3:1: this would be written back as: call f() in file"},
                    Wrong{FILE_LINES "call f()  in file @ b1 0-3 0-1\n", "3:9: ` @` is missing here"}));

TEST(CodeText, RemarksAndEmptyLinesAreSkipped) {
  const Result<CodeFile> got = read("# one\n" FILE_LINES "\n# two\ncall f() in file @ b1 0-3 0-1\n");
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(write(*got), "function 1 file()\ncall f() in file\n");
}

TEST(CodeText, DamagedTextsAreRefusedOrReadAsTheyStand) {
  std::mt19937 random(7);
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    const std::string good = write_exact(Dice(seed).file());
    for (int i = 0; i < 50; ++i) {
      std::string bad = good;
      const std::size_t at = random() % bad.size();
      if (i % 3 == 0) bad.resize(at);
      else if (i % 3 == 1) bad.erase(at, 1 + random() % 8);
      else bad[at] = static_cast<char>(random());
      const Result<CodeFile> got = read(bad);
      if (got) EXPECT_FALSE(write_exact(*got).empty() && !bad.empty());
      else EXPECT_NE(got.error().message.find(':'), std::string::npos);
    }
  }
  EXPECT_FALSE(read("call " + std::string(100'000, '[')));
  EXPECT_FALSE(read("call " + std::string(100'000, '<')));
}

}  // namespace
}  // namespace demarc::code
