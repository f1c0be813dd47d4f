// demarc init: writes a first demarc.yaml from what was recovered, so that the first check is clean.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "analyzer/base/day.h"
#include "integrations/cli/command.h"
#include "integrations/cli/first_model.h"
#include "integrations/cli/model_files.h"
#include "integrations/cli/tree.h"
#include "rules/engine.h"

namespace demarc::cli::commands {
namespace {
namespace fs = std::filesystem;

struct Choice {
  std::string root;
  bool to_output = false;
};

// Errors that are left when the tree is held against a model of this text.
std::vector<Finding> errors_with(const Tree& tree, const std::string& text, model::Model& model) {
  ModelFiles files(tree.root());
  model = files.read("demarc.yaml", &text, &tree.analysis().files);
  files.read_owners(tree.analysis().files, model);
  const model::ContextMap map(tree.architecture(), model, &tree.analysis().files);
  rules::Selection selection;
  selection.inline_exceptions = tree.analysis().exceptions;
  std::vector<Finding> left;
  for (Finding& finding : rules::run(map, selection).findings)
    if (finding.severity == Severity::error && !finding.rule.starts_with("model/") &&
        !finding.rule.starts_with("drift/"))
      left.push_back(std::move(finding));
  return left;
}

int write_model(const Choice& choice, const Common& common) {
  auto root = root_of(choice.root, common);
  if (!root) return exit_trouble;
  const fs::path path = fs::path(*root) / "demarc.yaml";
  std::error_code failed;
  if (!choice.to_output && fs::exists(fs::symlink_status(path, failed))) {
    complain(common, fmt::format("{} is there already", path.string()),
             "`demarc model validate` checks it; --stdout prints what would be written");
    return exit_trouble;
  }
  if (fs::exists(path, failed)) {
    complain(common, "the tree has a demarc.yaml, which says what its contexts are",
             "a first model is made where there is none");
    return exit_trouble;
  }
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->analyse(common)) return exit_trouble;
  if (tree->map().parties().empty()) {
    complain(common, fmt::format("no service was found in {}", *root), "see `demarc coverage`");
    return exit_trouble;
  }
  const std::string system = fs::path(*root).filename().string(), day = day_of_run();
  std::string text = first_model(tree->map(), system, day);
  model::Model model;
  const std::vector<Finding> left = errors_with(*tree, text, model);
  if (!left.empty()) text = first_model(tree->map(), system, day, left);
  if (choice.to_output) {
    std::cout << text;
    return exit_clean;
  }
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    complain(common, fmt::format("{} cannot be written", path.string()));
    return exit_trouble;
  }
  if (!common.quiet) {
    std::cout << fmt::format(
        "wrote {}demarc.yaml: {}{}\n", printable(prefix_of_paths(*root)),
        counted(model.contexts.size(), "context"),
        left.empty() ? "" : ", " + counted(left.size(), "exception") + " for what is left");
    std::cout << "next\n  say who owns what (`team`), join services that belong together, then run `demarc "
                 "check`\n";
  }
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto choice = std::make_shared<Choice>();
  CLI::App* command =
      app.add_subcommand("init", "Write a first demarc.yaml from what the code does, to be made your own");
  command->add_option("ROOT", choice->root, "The tree; without it the one the working directory belongs to");
  command->add_flag("--stdout", choice->to_output, "Print it instead");
  add_tree_options(*command, common);
  add_examples(*command, {{"demarc init", "one context a service, and what is there is permitted"},
                          {"demarc init --stdout", "look at it first"}});
  command->callback([=, &common, &work] { work = [=, &common] { return write_model(*choice, common); }; });
}

}  // namespace

extern const Command init{"init", add};

}  // namespace demarc::cli::commands
