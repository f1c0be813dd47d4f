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

// A policy of the provider that opens data or channels; others (logs, tracing) have no row.
struct ManagedPolicy {
  std::string_view name;
  std::string_view actions;  // with blanks between them, on every resource
};
// By name or ARN; nullptr for an unknown one.
const ManagedPolicy* find_managed_policy(std::string_view name);

}  // namespace demarc::cloudformation
