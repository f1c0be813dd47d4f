// Opening a tree: its root, its declared model, and the run of the analysis.
#include "integrations/cli/tree.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "integrations/reporters/frame.h"
#include "parsers/parsers.h"

namespace demarc::cli {
namespace {
namespace fs = std::filesystem;

}  // namespace

std::optional<std::string> real_path(std::string_view path) {
  std::error_code failed;
  fs::path real = fs::canonical(fs::path(path), failed);
  if (failed) return std::nullopt;
  return real.string();
}

std::string root_above(const std::string& path) {
  std::error_code failed;
  const fs::path start = fs::is_directory(path, failed) ? fs::path(path) : fs::path(path).parent_path();
  for (fs::path at = start;; at = at.parent_path()) {
    if (fs::exists(at / "demarc.yaml", failed) || fs::exists(at / ".git", failed)) return at.string();
    if (!at.has_relative_path()) return start.string();
  }
}

std::optional<std::string> root_of(std::string_view given, const Common& common) {
  const std::string wanted(!common.root.empty() ? std::string_view(common.root) : given);
  auto path = real_path(wanted.empty() ? "." : wanted);
  std::error_code failed;
  if (!path) {
    complain(common, fmt::format("there is no folder {}", wanted.empty() ? "." : wanted));
    return std::nullopt;
  }
  if (!fs::is_directory(*path, failed)) {
    complain(common, fmt::format("{} is a file, and the root of a tree is a folder", wanted));
    return std::nullopt;
  }
  return wanted.empty() ? root_above(*path) : *path;
}

void complain(const Common& common, std::string_view message, std::string_view hint) {
  const Style style = common.err();
  std::cerr << style(Paint::error, "error") << style(Paint::strong, ": " + printable(message)) << '\n';
  if (!hint.empty()) std::cerr << "   " << style(Paint::frame, "=") << " help: " << printable(hint) << '\n';
}

Parsers all_parsers() {
  Parsers parsers;
  parsers.languages = languages::all();
  parsers.documents = documents::all();
  parsers.interpreters = templates::all();
  for (std::unique_ptr<Interpreter>& one : contracts::all()) parsers.interpreters.push_back(std::move(one));
  for (const EmbeddedFile& file : frameworks::files()) parsers.packs.push_back(file);
  return parsers;
}

std::optional<Tree> Tree::open(const std::string& root, const Common&) { return Tree(root); }

bool Tree::analyse(const Common& common) {
  AnalysisOptions options;
  options.jobs = common.jobs;
  const bool is_shown = !common.quiet && isatty(STDERR_FILENO) == 1;
  std::string shown;
  if (is_shown) {
    options.progress = [&](std::string_view station, std::size_t done, std::size_t all) {
      std::string line = all > 0 ? fmt::format("{} {}%", station, 100 * done / all) : std::string(station);
      if (line == shown) return;
      shown = line;
      std::cerr << "\r\x1b[K" << line << std::flush;
    };
  }
  analysis_ = std::make_unique<Analysis>(demarc::analyse(root_, all_parsers(), options));
  if (is_shown && !shown.empty()) std::cerr << "\r\x1b[K" << std::flush;
  if (analysis_->errors.empty()) return true;
  Sources sources(analysis_->files);
  for (const Error& error : analysis_->errors)
    write_error(std::cerr, sources, error.where.file ? analysis_->files.path(error.where.file) : std::string_view(), error,
                common.err());
  return false;
}

}  // namespace demarc::cli
