// Reading the known findings, with errors that point into the file.
#include "integrations/cli/baseline_file.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "analyzer/base/files.h"
#include "integrations/cli/tree.h"
#include "integrations/reporters/frame.h"

namespace demarc::cli {
namespace {
namespace fs = std::filesystem;
constexpr std::uintmax_t largest = 32u << 20;
}  // namespace

std::string baseline_path(const std::string& root, const std::string& given) {
  return given.empty() ? (fs::path(root) / baseline_name).string() : given;
}

std::optional<drift::Baseline> read_baseline_file(const std::string& path, bool must_exist,
                                                  const Common& common) {
  std::error_code failed;
  const fs::file_status status = fs::symlink_status(path, failed);
  if (!fs::exists(status)) {
    if (!must_exist) return drift::Baseline{};
    complain(common, fmt::format("there is no file of known findings {}", path),
             "`demarc baseline create` writes one");
    return std::nullopt;
  }
  const bool is_plain = fs::is_regular_file(status) && fs::file_size(path, failed) <= largest && !failed;
  std::ifstream in(path, std::ios::binary);
  if (!is_plain || !in) {
    complain(common, fmt::format("the known findings {} cannot be read", path),
             "it must be a file of at most 32 MB, and no link");
    return std::nullopt;
  }
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::string folder = fs::path(path).parent_path().string(), name = fs::path(path).filename().string();
  Files files(folder);
  const FileId id = files.add(File{name, 0, FileClass::source}, std::move(text));
  const auto bytes = files.read(id);
  Result<drift::Baseline> baseline = drift::read_baseline(bytes ? std::string_view(*bytes) : "", id);
  if (baseline) return std::move(*baseline);
  write_error(std::cerr, Sources({&files}), name, baseline.error(), common.err(),
              folder.empty() ? std::string() : prefix_of_paths(folder));
  return std::nullopt;
}

}  // namespace demarc::cli
