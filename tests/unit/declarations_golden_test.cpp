// Golden tests of templates and contracts: every parsers/{templates,contracts}/<format>/tests/<case>/ is a
// tree whose declarations stand in its expected.txt. DEMARC_UPDATE=1 writes those files anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "analyzer/observations/declarations_text.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {
namespace fs = std::filesystem;

std::vector<std::string> cases() {
  std::vector<std::string> found;
  for (const char* group : {"templates", "contracts"}) {
    const fs::path root = fs::path(DEMARC_SOURCE_DIR) / "parsers" / group;
    if (!fs::is_directory(root)) continue;
    for (const fs::directory_entry& format : fs::directory_iterator(root)) {
      if (!fs::is_directory(format.path() / "tests")) continue;
      for (const fs::directory_entry& one : fs::directory_iterator(format.path() / "tests"))
        if (one.is_directory()) found.push_back(fs::relative(one.path(), DEMARC_SOURCE_DIR).generic_string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

// A case is about the interpreter whose folder it stands in.
std::string format_of(const std::string& folder) {
  return fs::path(folder).parent_path().parent_path().filename().string();
}

class DeclarationsGolden : public testing::TestWithParam<std::string> {};

TEST_P(DeclarationsGolden, SaysWhatIsExpected) {
  const std::string folder = std::string(DEMARC_SOURCE_DIR) + "/" + GetParam();
  test::Tree tree = test::Tree::on_disk(folder);
  Values values;
  const std::string said = write(tree.declare(values, format_of(GetParam())), values, tree.files());
  const std::string expected_path = folder + "/expected.txt";
  if (std::getenv("DEMARC_UPDATE")) {
    std::ofstream(expected_path, std::ios::binary) << said;
    return;
  }
  std::ifstream in(expected_path, std::ios::binary);
  ASSERT_TRUE(in) << "expected.txt is missing in " << GetParam();
  EXPECT_EQ(said, std::string(std::istreambuf_iterator<char>(in), {}));
}

INSTANTIATE_TEST_SUITE_P(Cases, DeclarationsGolden, testing::ValuesIn(cases()),
                         [](const testing::TestParamInfo<std::string>& info) {
                           std::string name = info.param;
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
                           return name;
                         });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(DeclarationsGolden);

}  // namespace
}  // namespace demarc
