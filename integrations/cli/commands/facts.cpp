// demarc facts: the recovered facts in their written form.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "analyzer/facts/facts.h"
#include "integrations/cli/command.h"
#include "integrations/cli/tree.h"

namespace demarc::cli::commands {
namespace {

int print_facts(const std::string& given, Common& common) {
  auto root = root_of(given, common);
  if (!root) return exit_trouble;
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->analyse(common)) return exit_trouble;
  std::cout << write(tree->architecture().facts());
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto root = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("facts", "Print what was recovered: one fact a line, with its evidence");
  command->add_option("ROOT", *root, "The tree; without it the one the working directory belongs to");
  add_tree_options(*command, common);
  add_examples(*command, {{"demarc facts", "all facts of this tree"},
                          {"demarc facts services | grep ' writes '", "who writes what"},
                          {"demarc facts > before.txt", "a copy to compare with later"}});
  command->callback([=, &common, &work] { work = [=, &common] { return print_facts(*root, common); }; });
}

}  // namespace

extern const Command facts{"facts", add};

}  // namespace demarc::cli::commands
