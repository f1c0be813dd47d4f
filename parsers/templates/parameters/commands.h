// Reads deploy commands (sam, aws cloudformation) for the template they name and the parameters they give.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace demarc::parameters {

struct Command {
  std::string folder;         // that the line changes into before it deploys; "" for none
  std::string template_path;  // "" when the command names none
  std::vector<std::pair<std::string, std::string>> given;
};

// The commands of a text, lines and `&&`, `;`, `|` apart; those that give no parameters are left out.
std::vector<Command> read_commands(std::string_view text);
// "A=b C='d e'" or "ParameterKey=A,ParameterValue=b …": what a parameter_overrides setting holds.
std::vector<std::pair<std::string, std::string>> read_overrides(std::string_view text);

}  // namespace demarc::parameters
