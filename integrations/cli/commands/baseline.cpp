// demarc baseline: known findings are written down, so that only new ones fail a check.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

#include "integrations/cli/baseline_file.h"
#include "integrations/cli/result.h"
#include "integrations/cli/tree.h"
#include "integrations/cli/whole_file.h"

namespace demarc::cli::commands {
namespace {
namespace fs = std::filesystem;

struct Choice {
  std::string root, file;
  bool in_ci = false, is_dry = false;
};

enum class Deed { create, update, prune, show };

void print(std::string_view sign, const drift::KnownFinding& one) {
  std::cout << fmt::format("{} {}  {}", sign, one.rule, printable(one.ends));
  if (!one.until.empty()) std::cout << fmt::format("  until {}", one.until);
  if (!one.why.empty()) std::cout << "  -- " << printable(one.why);
  std::cout << '\n';
}

int work_on(Deed deed, const Choice& choice, const Common& common) {
  auto root = root_of(choice.root, common);
  if (!root) return exit_trouble;
  const std::string path = baseline_path(*root, choice.file);
  std::error_code failed;
  const bool is_there = fs::exists(fs::symlink_status(path, failed));
  if (deed == Deed::create && is_there) {
    complain(common, fmt::format("{} is there already", path),
             "`demarc baseline update` brings it up to date");
    return exit_trouble;
  }
  // A pipeline that writes down what it finds is always green.
  const char* ci = std::getenv("CI");
  const bool writes = deed != Deed::show && !choice.is_dry;
  if (writes && ci && std::string_view(ci) != "false" && *ci && !choice.in_ci) {
    complain(common, "known findings are not written in a pipeline (CI is set)",
             "write them at your desk and commit them, or say --allow-ci");
    return exit_trouble;
  }
  const auto old = read_baseline_file(path, deed != Deed::create, common);
  if (!old) return exit_trouble;
  if (deed == Deed::show) {
    for (const drift::KnownFinding& one : old->entries) print(" ", one);
    if (!common.quiet) std::cout << counted(old->entries.size(), "known finding") << '\n';
    return exit_clean;
  }
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->analyse(common)) return exit_trouble;
  const Report report = report_of(*tree, {});
  drift::Baseline made;
  std::size_t added = 0, removed = 0, grown = 0;
  for (const Finding& finding : report.findings) {
    if (!may_be_known(*tree, finding)) continue;
    drift::KnownFinding now = drift::known_as(finding);
    const drift::KnownFinding* before = old->find(now.fingerprint);
    if (before) {
      now.until = before->until;
      now.why = before->why;
      if (deed == Deed::prune) now.sites = std::min(now.sites, before->sites);
      if (now.sites > before->sites) ++grown, print("~", now);
    } else {
      if (deed == Deed::prune) continue;
      ++added;
      if (deed == Deed::update) print("+", now);
    }
    made.entries.push_back(std::move(now));
  }
  for (const drift::KnownFinding& one : old->entries)
    if (!made.find(one.fingerprint)) ++removed, print("-", one);
  if (writes) {
    const std::string wrong =
        write_whole(path, [&](std::ostream& out) { out << drift::write_baseline(made); });
    if (!wrong.empty()) {
      complain(common, fmt::format("{} cannot be written", path), wrong);
      return exit_trouble;
    }
  }
  if (!common.quiet)
    std::cout << fmt::format("{} {}: {}, {} added, {} with more places, {} removed\n",
                             writes ? "wrote" : "would write", printable(path),
                             counted(made.entries.size(), "known finding"), added, grown, removed);
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  CLI::App* command =
      app.add_subcommand("baseline", "Write down known findings, so that only new ones fail a check");
  command->require_subcommand(1);
  const auto one = [&](std::string name, std::string what, Deed deed) {
    auto choice = std::make_shared<Choice>();
    CLI::App* sub = command->add_subcommand(std::move(name), std::move(what));
    sub->add_option("ROOT", choice->root, "The tree; without it the one the working directory belongs to");
    sub->add_option("--baseline", choice->file, "The file; demarc.baseline at the root when not given")
        ->type_name("FILE");
    if (deed != Deed::show) {
      sub->add_flag("--allow-ci", choice->in_ci, "Write although CI is set");
      sub->add_flag("--dry-run", choice->is_dry, "Say what would change, and write nothing");
    }
    add_tree_options(*sub, common);
    sub->callback([=, &common, &work] { work = [=, &common] { return work_on(deed, *choice, common); }; });
  };
  one("create", "Write down everything that is found; refuses where there is a file", Deed::create);
  one("update", "Add what is new, take out what is gone, and say so", Deed::update);
  one("prune", "Take out what is gone; add nothing", Deed::prune);
  one("show", "Print what is written down", Deed::show);
  add_examples(*command, {{"demarc baseline create", "what is there today does not fail a check any more"},
                          {"demarc baseline prune", "what has been mended cannot come back unseen"},
                          {"demarc check --no-baseline", "everything, as if nothing were known"}});
}

}  // namespace

extern const Command baseline{"baseline", add};

}  // namespace demarc::cli::commands
