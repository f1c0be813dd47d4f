// The default command, and messages about wrong arguments with what was probably meant.
#include "integrations/cli/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "analyzer/base/nearest.h"
#include "integrations/cli/tree.h"

namespace demarc::cli {
namespace {

// Options that take the argument behind them.
constexpr std::array with_value{
    std::string_view("--config"), std::string_view("--format"), std::string_view("--fail-on"),
    std::string_view("--select"), std::string_view("--ignore"), std::string_view("--jobs"),
    std::string_view("-j"),       std::string_view("--color"),  std::string_view("--root")};

template <class Range>
bool holds(const Range& range, std::string_view word) {
  return std::find(range.begin(), range.end(), word) != range.end();
}

}  // namespace

std::vector<std::string> with_command(std::vector<std::string> arguments,
                                      const std::vector<std::string_view>& commands) {
  if (!arguments.empty() &&
      holds(std::array<std::string_view, 5>{"-h", "--help", "-V", "--version", "help"}, arguments[0])) {
    if (arguments[0] == "help") arguments[0] = "--help";
    if (arguments.size() == 2 && arguments[0] == "--help" && holds(commands, arguments[1]))
      std::swap(arguments[0], arguments[1]);
    return arguments;
  }
  std::size_t at = 0;
  while (at < arguments.size() && arguments[at].size() > 1 && arguments[at][0] == '-' &&
         arguments[at] != "--")
    at += holds(with_value, arguments[at]) ? 2 : 1;
  if (at < arguments.size() && holds(commands, arguments[at])) {
    std::rotate(arguments.begin(), arguments.begin() + static_cast<std::ptrdiff_t>(at),
                arguments.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  } else {
    arguments.insert(arguments.begin(), "check");
  }
  return arguments;
}

void complain_of_usage(const CLI::ParseError& error, const CLI::App& app,
                       const std::vector<std::string>& arguments, const Common& common) {
  const auto used = app.get_subcommands();
  const CLI::App& command = used.empty() ? app : *used.front();
  std::string message = error.what();
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.pop_back();
  std::string hint =
      fmt::format("see `demarc {}{}--help`", command.get_name() == "demarc" ? "" : command.get_name(),
                  command.get_name() == "demarc" ? "" : " ");
  std::vector<std::string> known;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  const std::vector<std::string_view> views(known.begin(), known.end());
  for (const std::string& argument : arguments) {
    const std::string_view name = std::string_view(argument).substr(0, argument.find('='));
    if (!name.starts_with("--") || name.size() < 3 || holds(known, name)) continue;
    if (const std::string_view near = nearest(name, views); !near.empty()) {
      hint = fmt::format("did you mean `{}`?", near);
      break;
    }
  }
  complain(common, message, hint);
}

}  // namespace demarc::cli
