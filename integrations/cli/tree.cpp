// Opening a tree: its root, its declared model, and the run of the analysis.
#include "integrations/cli/tree.h"

#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "integrations/reporters/frame.h"
#include "parsers/parsers.h"

namespace demarc::cli {
namespace {
namespace fs = std::filesystem;

constexpr std::string_view model_name = "demarc.yaml";

std::optional<std::string> content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return std::nullopt;
  return text;
}

}  // namespace

namespace {
double seconds(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}
}  // namespace

StationClock::StationClock() : wall_(seconds(CLOCK_MONOTONIC)), cpu_(seconds(CLOCK_PROCESS_CPUTIME_ID)) {}

StationTime StationClock::time(std::string station) const {
  return {std::move(station), seconds(CLOCK_MONOTONIC) - wall_, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_};
}

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
  parsers.sql = make_sql_reader();
  return parsers;
}

std::string prefix_of_paths(const std::string& root) {
  std::error_code failed;
  const fs::path here = fs::current_path(failed);
  std::string path = failed ? root : fs::path(root).lexically_relative(here).generic_string();
  if (path == ".") return {};
  if (path.empty() || path == ".." || path.starts_with("../")) path = root;
  return path.ends_with('/') ? path : path + '/';
}

namespace {

// "https://host/org/name=folder" or "folder", as the command line gives it. Only whoever runs the program
// may name a place outside of the tree: what stands in the tree may come from a stranger.
std::optional<ConfigurationCheckout> checkout_of(std::string_view text) {
  const auto folder = [](std::string_view path) -> std::optional<std::string> {
    std::error_code failed;
    auto real = real_path(path);
    if (real && !fs::is_directory(*real, failed)) real.reset();
    return real;
  };
  if (auto whole = folder(text)) return ConfigurationCheckout{"", *whole};
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1))
    if (auto right = folder(text.substr(at + 1)); right && at > 0)
      return ConfigurationCheckout{std::string(text.substr(0, at)), *right};
  return std::nullopt;
}

}  // namespace

Tree::Tree(const std::string& root)
    : root_(root),
      model_files_(std::make_unique<ModelFiles>(root)),
      model_(std::make_unique<model::Model>()) {}

std::optional<Tree> Tree::open(const std::string& root, const Common& common) {
  Tree tree(root);
  std::error_code failed;
  if (!common.config.empty()) {
    const auto path = real_path(common.config);
    auto text = path ? content(*path) : std::nullopt;
    if (!text) {
      complain(common, fmt::format("the file {} cannot be read", common.config), "it is named by --config");
      return std::nullopt;
    }
    const bool is_inside = is_below(*path, root);
    tree.model_path_ = is_inside ? path->substr(root.size() + (root.ends_with('/') ? 0 : 1))
                                 : fs::path(*path).filename().string();
    tree.model_text_ = std::move(text);
  } else if (fs::exists(fs::symlink_status(fs::path(root) / model_name, failed))) {
    tree.model_path_ = model_name;
  }
  if (!tree.read_model(common, nullptr)) return std::nullopt;
  return tree;
}

bool Tree::read_model(const Common& common, const Files* files) {
  *model_ = model_files_->read(model_path_, model_text_ ? &*model_text_ : nullptr, files);
  const Sources sources({&model_files_->files()});
  const std::string prefix = prefix_of_paths(root_);
  std::size_t errors = 0;
  // What the reader of the file said is not said again by the reader of the model.
  std::set<std::pair<std::uint32_t, std::uint32_t>> told;
  const auto print = [&](const Error& error) {
    if (error.where.file && error.where.end > error.where.begin &&
        !told.emplace(error.where.file.index, error.where.begin).second)
      return;
    if (errors++ > 0) std::cerr << '\n';
    const std::string_view path =
        error.where.file ? model_files_->files().path(error.where.file) : std::string_view(model_path_);
    write_error(std::cerr, sources, path, error, common.err(), prefix);
  };
  for (const Error& error : model_files_->errors()) print(error);
  if (!model_path_.empty() && !model_->is_declared && errors == 0)
    print({{},
           fmt::format("the model {} cannot be read", model_path_),
           "is it a file inside of the tree, and no link?"});
  for (const model::ModelProblem& problem : model_->problems)
    if (!problem.is_conflict) print(problem.error);
  return errors == 0;
}

bool Tree::read_context_files(const Common& common) {
  if (model_path_.empty()) return true;
  std::vector<std::string> exclude;
  for (const model::Named& glob : model_->exclude) exclude.push_back(glob.text);
  const Files files = discover(root_, exclude);
  return read_model(common, &files);
}

bool Tree::check_config_folders(const Common& common) const {
  bool is_good = true;
  for (const model::Named& folder : model_->config) {
    bool holds_any = false;
    for (std::uint32_t i = 1; i <= analysis_->files.size() && !holds_any; ++i)
      holds_any = is_below(analysis_->files.path(FileId{i}), folder.text);
    if (holds_any) continue;
    is_good = false;
    const std::string_view path =
        folder.at.file ? model_files_->files().path(folder.at.file) : std::string_view(model_path_);
    write_error(std::cerr, *sources_, path,
                {folder.at, fmt::format("no file lies in the folder {}", folder.text),
                 "`config` names folders of the tree; what lies elsewhere is given by --config-checkout"},
                common.err(), prefix_of_paths(root_));
  }
  return is_good;
}

bool Tree::analyse(const Common& common) {
  AnalysisOptions options;
  options.jobs = common.jobs;
  for (const model::Named& glob : model_->exclude) options.exclude.push_back(glob.text);
  for (const model::Named& path : model_->packs) options.packs.push_back(path.text);
  for (const model::Named& path : model_->config) options.config.push_back(path.text);
  options.checkout_interpreters = {"spring"};
  for (const std::string& text : common.checkouts) {
    auto checkout = checkout_of(text);
    if (!checkout) {
      complain(common, fmt::format("--config-checkout {} names no folder", text),
               "write --config-checkout https://host/org/name=FOLDER, or the folder alone");
      return false;
    }
    options.checkouts.push_back(std::move(*checkout));
  }
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
  analysis_ = new Analysis(demarc::analyse(root_, all_parsers(), options));
  if (is_shown && !shown.empty()) std::cerr << "\r\x1b[K" << std::flush;
  sources_ = std::make_unique<Sources>(std::vector<const Files*>{&model_files_->files(), &analysis_->files});
  if (!analysis_->errors.empty()) {
    const std::string prefix = prefix_of_paths(root_);
    for (const Error& error : analysis_->errors)
      write_error(std::cerr, *sources_,
                  error.where.file ? analysis_->files.path(error.where.file) : std::string_view(), error,
                  common.err(), prefix);
    return false;
  }
  if (!model_path_.empty() && !read_model(common, &analysis_->files)) return false;
  if (!check_config_folders(common)) return false;
  if (!model_path_.empty()) model_files_->read_owners(analysis_->files, *model_);
  const StationClock clock;
  map_ = std::make_unique<model::ContextMap>(analysis_->architecture, *model_, &analysis_->files);
  placing_ = clock.time("contexts");
  return true;
}

}  // namespace demarc::cli
