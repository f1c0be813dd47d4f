// SAM's policy templates: which actions each allows, and which of its parameters names the resource.
#pragma once
#include <span>
#include <string_view>

namespace demarc::cloudformation {

struct PolicyTemplate {
  std::string_view name;
  std::string_view parameter;  // "" when it is for every resource
  std::string_view actions;    // with blanks between them
};
// nullptr for an unknown template.
const PolicyTemplate* find_policy_template(std::string_view name);

}  // namespace demarc::cloudformation
