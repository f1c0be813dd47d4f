// Options that commands share, and whether colours are wanted.
#include "integrations/cli/command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

namespace demarc::cli {
namespace {

bool wants_color(std::string_view choice, int descriptor) {
  if (choice == "always") return true;
  if (choice == "never") return false;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color && *no_color) return false;
  const char* terminal = std::getenv("TERM");
  if (terminal && std::string_view(terminal) == "dumb") return false;
  return isatty(descriptor) == 1;
}

}  // namespace

Style Common::out() const { return {wants_color(color, STDOUT_FILENO)}; }
Style Common::err() const { return {wants_color(color, STDERR_FILENO)}; }

void add_output_options(CLI::App& command, Common& common) {
  command.add_option("--color", common.color, "auto, always or never; NO_COLOR=1 is never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  command.add_flag("-q,--quiet", common.quiet, "Print the answer alone");
  command.add_flag("-v,--verbose", common.verbose, "Print everything, collapse nothing");
}

void add_tree_options(CLI::App& command, Common& common) {
  command.add_option("--config", common.config, "The declared model; demarc.yaml at the root when not given")
      ->type_name("FILE");
  command
      .add_option(
          "--config-checkout", common.checkouts,
          "What configuration servers take from elsewhere: a checkout of that repository; may be repeated")
      ->type_name("[URL=]FOLDER")
      ->allow_extra_args(false);
  command.add_option("-j,--jobs", common.jobs, "Threads; one a core when not given")
      ->check(CLI::Range(1u, 256u))
      ->type_name("N");
  command.add_flag("--timings", common.timings, "Print what each station of the run took");
  add_output_options(command, common);
}

void add_examples(CLI::App& command, const std::vector<std::pair<std::string, std::string>>& examples) {
  std::size_t width = 0;
  for (const auto& [line, meaning] : examples) width = std::max(width, line.size());
  std::string footer = "Examples:\n";
  for (const auto& [line, meaning] : examples) footer += fmt::format("  {:<{}}  {}\n", line, width, meaning);
  command.footer(footer);
}

}  // namespace demarc::cli
