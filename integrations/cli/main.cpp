// The command line: finds the command, runs it, and turns whatever went wrong into an exit code.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "integrations/cli/arguments.h"
#include "integrations/cli/command.h"
#include "integrations/cli/version.h"

namespace demarc::cli {
namespace {

int run(int argc, char** argv) {
  CLI::App app("Finds where the code of many services departs from its bounded contexts.", "demarc");
  app.set_version_flag("-V,--version", fmt::format("demarc {}", version));
  app.require_subcommand(1);
  Common common;
  Work work;
  std::vector<std::string_view> names;
  for (const Command* command : commands::all()) {
    command->add(app, common, work);
    names.push_back(command->name);
  }
  for (CLI::App* command : app.get_subcommands({})) {
    command->option_defaults()->always_capture_default(false);
    command->fallthrough(false);
  }
  add_examples(app,
               {{"demarc", "check the tree that the working directory belongs to"},
                {"demarc check services/orders", "the same, reporting on one folder"},
                {"demarc why billing orders", "how one thing depends on another, line by line"},
                {"demarc check --format sarif=demarc.sarif --format github", "several reports of one run"},
                {"demarc COMMAND --help", "options and examples of a command"}});
  std::vector<std::string> arguments = with_command({argv + 1, argv + argc}, names);
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  try {
    app.parse(arguments);
  } catch (const CLI::Success& success) {
    return app.exit(success);  // --help, --version
  } catch (const CLI::ParseError& error) {
    complain_of_usage(error, app, {argv + 1, argv + argc}, common);
    return exit_trouble;
  }
  const int code = work();
  std::cout.flush();
  if (!std::cout || std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::fputs("demarc: the output could not be written\n", stderr);
    return exit_trouble;
  }
  return code;
}

}  // namespace
}  // namespace demarc::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of writing, told below
  try {
    return demarc::cli::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "demarc: {}\nThis is a fault of demarc itself; please report it.\n", error.what());
    return demarc::cli::exit_trouble;
  }
}
