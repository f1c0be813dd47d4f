// Golden folders of a language's reader: parsers/languages/<language>/tests/<case>/, an input and what it
// says.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace demarc::test {

inline std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::filesystem::path code_cases(const std::string& language) {
  return std::filesystem::path(DEMARC_SOURCE_DIR) / "parsers/languages" / language / "tests";
}

// The names of the cases, sorted.
inline std::vector<std::string> code_case_names(const std::string& language) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(code_cases(language)))
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

// Holds `said` against the case's expected.txt, which DEMARC_UPDATE=1 writes anew.
inline void expect_said(const std::filesystem::path& folder, const std::string& said) {
  if (std::getenv("DEMARC_UPDATE")) std::ofstream(folder / "expected.txt", std::ios::binary) << said;
  EXPECT_EQ(said, content(folder / "expected.txt"));
}

}  // namespace demarc::test
