// demarc version: the version, and what this build can read and write.
#include "integrations/cli/version.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "integrations/cli/command.h"
#include "integrations/cli/tree.h"
#include "integrations/reporters/report.h"

namespace demarc::cli::commands {
namespace {

int print_version(const Common& common) {
  std::cout << "demarc " << cli::version << '\n';
  if (!common.verbose) return exit_clean;
  const Parsers parsers = all_parsers();
  const auto list = [](std::string_view what, const auto& things, auto name) {
    std::cout << fmt::format("{:<11}", what);
    for (const auto& thing : things) std::cout << ' ' << name(thing);
    std::cout << '\n';
  };
  list("languages", parsers.languages, [](const auto& one) { return one->name(); });
  list("documents", parsers.documents, [](const auto& one) { return one->name(); });
  list("templates", parsers.interpreters, [](const auto& one) { return one->name(); });
  list("formats", reporters::all(), [](const auto* one) { return one->name; });
  std::cout << fmt::format("{:<11} {}\n", "packs", parsers.packs.size());
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  CLI::App* command =
      app.add_subcommand("version", "Print the version; with --verbose what it can read and write");
  add_output_options(*command, common);
  add_examples(*command, {{"demarc version --verbose", "languages, templates and formats of this build"}});
  command->callback([&] { work = [&] { return print_version(common); }; });
}

}  // namespace

extern const Command version{"version", add};

}  // namespace demarc::cli::commands
