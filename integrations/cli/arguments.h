// Arguments before they are parsed: the default command, and what to say about wrong ones.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "integrations/cli/command.h"

namespace CLI {
class ParseError;
}

namespace demarc::cli {

// `arguments` with the command in front: "check" is put there when none is named, and a command that stands
// behind options is moved ahead of them. Help and version of the program itself are left alone.
std::vector<std::string> with_command(std::vector<std::string> arguments,
                                      const std::vector<std::string_view>& commands);

// Prints what was wrong with the arguments, and what was probably meant.
void complain_of_usage(const CLI::ParseError& error, const CLI::App& app,
                       const std::vector<std::string>& arguments, const Common& common);

}  // namespace demarc::cli
