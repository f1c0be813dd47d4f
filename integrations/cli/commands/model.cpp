// demarc model: checks the declared model, or prints the JSON Schema of its files.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "analyzer/model/read.h"
#include "integrations/cli/command.h"
#include "integrations/cli/tree.h"
#include "integrations/reporters/frame.h"

namespace demarc::cli::commands {
namespace {

struct Choice {
  std::string root;
  bool of_context = false;
};

int validate(const Choice& choice, const Common& common) {
  auto root = root_of(choice.root, common);
  if (!root) return exit_trouble;
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->read_context_files(common)) return exit_trouble;
  if (tree->model_path().empty()) {
    complain(common, fmt::format("there is no demarc.yaml in {}", *root),
             "`demarc model schema` says what it may hold");
    return exit_trouble;
  }
  const model::Model& model = tree->model();
  std::size_t conflicts = 0;
  for (const model::ModelProblem& problem : model.problems) {
    if (!problem.is_conflict) continue;
    ++conflicts;
    const Step step = model.step(problem.error.where, "");
    std::cout << "conflict: " << printable(prefix_of_paths(*root) + step.path) << "  "
              << printable(problem.error.message) << '\n';
  }
  if (common.quiet) return conflicts > 0 ? exit_findings : exit_clean;
  std::string names;
  for (const model::Context& context : model.contexts)
    names += (names.empty() ? "" : ", ") + printable(context.name);
  std::cout << fmt::format("{}{} is valid: {}{}{}\n", printable(prefix_of_paths(*root)),
                           printable(tree->model_path()), counted(model.contexts.size(), "context"),
                           names.empty() ? "" : " (" + names + ")",
                           model.kernels.empty() ? "" : ", " + counted(model.kernels.size(), "kernel"));
  return conflicts > 0 ? exit_findings : exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto choice = std::make_shared<Choice>();
  CLI::App* command =
      app.add_subcommand("model", "Check the declared model, or print the schema of demarc.yaml");
  command->require_subcommand(1);
  add_examples(*command, {{"demarc model validate", "read demarc.yaml and everything it names"},
                          {"demarc model schema > demarc.schema.json",
                           "for editors: completion and checks while typing"}});
  CLI::App* check = command->add_subcommand("validate", "Read the model and everything it names");
  check->add_option("ROOT", choice->root, "The tree; without it the one the working directory belongs to");
  check->add_option("--config", common.config, "The declared model; demarc.yaml at the root when not given")
      ->type_name("FILE");
  add_output_options(*check, common);
  add_examples(*check, {{"demarc model validate", "the model of this tree"},
                        {"demarc model validate --config new.yaml", "another file"}});
  check->callback([=, &common, &work] { work = [=, &common] { return validate(*choice, common); }; });
  CLI::App* schema = command->add_subcommand("schema", "Print the JSON Schema of demarc.yaml");
  schema->add_flag("--context", choice->of_context, "Of context.yaml instead");
  add_examples(*schema, {{"demarc model schema > demarc.schema.json",
                          "name it in `# yaml-language-server: $schema=demarc.schema.json`"}});
  schema->callback([=, &work] {
    work = [=] {
      std::cout << model::schema(choice->of_context ? "context" : "file");
      return exit_clean;
    };
  });
}

}  // namespace

extern const Command model{"model", add};

}  // namespace demarc::cli::commands
