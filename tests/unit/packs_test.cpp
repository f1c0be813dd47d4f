// Golden effects of the framework packs: every parsers/frameworks/<pack>/tests/<case>/ is a tree whose
// effects stand in its expected.txt; and what every pack owes. DEMARC_UPDATE=1 writes the expected files
// anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "analyzer/recognise/deployment.h"
#include "analyzer/recognise/effects_text.h"
#include "analyzer/recognise/recognise.h"
#include "parsers/parsers.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {
namespace fs = std::filesystem;

const fs::path frameworks_root = fs::path(DEMARC_SOURCE_DIR) / "parsers/frameworks";

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// All packs of the tree, read from disk: with the places of what is wrong in them.
struct Loaded {
  Packs packs;
  std::vector<std::string> errors;
};

const Loaded& loaded() {
  static const Loaded all = [] {
    Loaded made;
    std::unique_ptr<Reader> yaml;
    for (auto& reader : documents::all())
      if (reader->accepts("a.yaml", "")) yaml = std::move(reader);
    std::vector<EmbeddedFile> files(frameworks::files().begin(), frameworks::files().end());
    std::vector<Error> errors;
    auto flush = [&](const EmbeddedFile* file) {
      for (const Error& e : errors) {
        const std::uint32_t number = file ? 0 : e.where.file.index - 1;
        const EmbeddedFile& from = file ? *file : files[number];
        made.errors.push_back(std::string(from.path) + ":" +
                              std::to_string(LineIndex(from.text).at(e.where.begin).line) + " " + e.message +
                              " " + e.hint);
      }
      errors.clear();
    };
    for (std::uint32_t i = 0; i < files.size(); ++i) {
      Observations seen;
      yaml->read({FileId{i + 1}, files[i].path, files[i].text}, seen);
      for (const Note& note : seen.notes)
        made.errors.push_back(std::string(files[i].path) + ": " + note.what);
      if (seen.document) made.packs.read(*seen.document, errors);
    }
    flush(nullptr);
    made.packs.compile(errors);
    flush(nullptr);
    return made;
  }();
  return all;
}

struct Seen {
  std::string text;
  std::vector<std::uint32_t> rows;
};

// What code that asks for its messages reads of them.
std::string polled_reads(const Effects& effects, const Files& files) {
  std::string text;
  for (const MessageReads& reads : effects.reads) {
    if (!reads.content.starts_with("polled")) continue;
    text += std::string(files.path(reads.handler.file)) + " reads of " + reads.content + ":";
    for (const MessageField& field : reads.fields)
      if (field.path.starts_with(reads.content) && field.path != reads.content)
        text += " " + field.path.substr(reads.content.size() + 1) + (field.is_optional ? "?" : "");
    text += "\n";
  }
  return text;
}

Seen recognised(const test::Tree& tree) {
  const auto readers = languages::all();
  Program program(tree);
  for (std::uint32_t i = 1; i <= tree.files().size(); ++i) {
    const FileId file{i};
    const code::CodeFile* code = tree.code(file);
    if (!code) continue;
    for (const auto& reader : readers)
      if (reader->accepts(tree.files().path(file), "")) {
        program.add(file, *code, *reader, true);
        break;
      }
  }
  Values values;
  const auto sql = make_sql_reader();
  Effects effects = recognise(program, loaded().packs, values, sql.get());
  recognise_deployment(tree.files(), loaded().packs, tree.declare(values), values, effects);
  return {write(effects, values, program) + polled_reads(effects, tree.files()), effects.rows};
}

// "<pack>/<case>"
std::vector<std::string> cases() {
  std::vector<std::string> found;
  for (const fs::directory_entry& pack : fs::directory_iterator(frameworks_root)) {
    if (!fs::is_directory(pack.path() / "tests")) continue;
    for (const fs::directory_entry& one : fs::directory_iterator(pack.path() / "tests"))
      if (one.is_directory())
        found.push_back(pack.path().filename().string() + "/" + one.path().filename().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string folder_of_case(const std::string& name) {
  const std::size_t slash = name.find('/');
  return (frameworks_root / name.substr(0, slash) / "tests" / name.substr(slash + 1)).string();
}

class PacksGolden : public testing::TestWithParam<std::string> {};

TEST_P(PacksGolden, SaysWhatIsExpected) {
  const std::string folder = folder_of_case(GetParam());
  const std::string said = recognised(test::Tree::on_disk(folder)).text;
  const fs::path expected = fs::path(folder) / "expected.txt";
  if (std::getenv("DEMARC_UPDATE")) {
    std::ofstream(expected, std::ios::binary) << said;
    return;
  }
  ASSERT_TRUE(fs::exists(expected));
  EXPECT_EQ(said, text_of(expected));
}

INSTANTIATE_TEST_SUITE_P(Cases, PacksGolden, testing::ValuesIn(cases()),
                         [](const testing::TestParamInfo<std::string>& info) {
                           std::string name = info.param;
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
                           return name;
                         });

TEST(Packs, AllAreWellWritten) {
  for (const std::string& error : loaded().errors) ADD_FAILURE() << error;
  EXPECT_FALSE(loaded().packs.all().empty());
}

TEST(Packs, EveryRowIsHitByACase) {
  std::set<std::uint32_t> hit;
  for (const std::string& name : cases())
    for (std::uint32_t row : recognised(test::Tree::on_disk(folder_of_case(name))).rows) hit.insert(row);
  for (const auto& row : loaded().packs.all())
    if (!hit.contains(row->number))
      ADD_FAILURE() << "no case hits the row of " << row->pack << " that matches " << row->text;
}

TEST(Packs, EveryPackHasASilentCase) {
  const std::vector<std::string> all = cases();
  for (const fs::directory_entry& pack : fs::directory_iterator(frameworks_root)) {
    if (!pack.is_directory()) continue;
    const std::string start = pack.path().filename().string() + "/silent";
    const auto silent = std::find_if(all.begin(), all.end(),
                                     [&](const std::string& name) { return name.starts_with(start); });
    ASSERT_NE(silent, all.end()) << start;
    for (auto at = silent; at != all.end() && at->starts_with(start); ++at)
      EXPECT_EQ(text_of(fs::path(folder_of_case(*at)) / "expected.txt"), "") << *at;
  }
}

}  // namespace
}  // namespace demarc
