// Fills the holes of values: environment, parameters, outputs, exports, parameter store, secrets.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/link/patterns.h"
#include "analyzer/link/properties.h"
#include "analyzer/link/run.h"

namespace demarc::linking {

// One thing that a value may be.
struct Outcome {
  ValueId written;    // holes that only choose a stage or the like are kept: "orders-" + $param:…#Stage
  ValueId evaluated;  // everything known is filled in: "orders-dev"
  Trail trail;        // the lines that say so, nearest first
  std::string open;   // why a hole stayed open; empty if none did
};

// Who asks: for environment variables, the functions whose environment counts.
struct Scope {
  ServiceIndex service = 0;
  std::vector<std::uint32_t> functions;  // indices + 1 into Run::deployed
};

class Resolver {
 public:
  static constexpr std::size_t max_outcomes = 16;
  static constexpr int max_depth = 24;

  explicit Resolver(Run& run);
  // Every alternative of a value, at least one.
  std::vector<Outcome> outcomes(ValueId value, const Scope& scope);
  // The same for a value of a template, which no function's environment can change.
  const std::vector<Outcome>& outcomes(ValueId value);

 private:
  struct Provider {
    const Provision* provision;
    std::vector<Outcome> names;
    bool ready = false;
  };
  std::vector<Outcome> resolve(ValueId value, const Scope& scope, int depth);
  std::vector<Outcome> handed_over(ValueId value, std::string_view name, const Scope& scope, int depth);
  std::vector<Outcome> concat(ValueId value, const Scope& scope, int depth);
  std::vector<Outcome> setting(ValueId value, const Scope& scope, int depth);
  std::vector<Outcome> environment(ValueId value, std::string_view name, const Scope& scope, int depth);
  // What an environment file beside the program gives: programs load it where nobody else sets the variable.
  std::vector<Outcome> beside_program(const std::string& name, const Scope& scope, int depth);
  // A property of an application, as the service's configuration and environment set it.
  std::vector<Outcome> property(std::string_view name, const Scope& scope, int depth);
  const std::set<std::string>& profiles(ServiceIndex service, int depth);
  std::vector<Outcome> parameter(ValueId value, std::string_view name, int depth);
  std::vector<Outcome> provided(ValueId value, std::string_view space, ValueId name, int depth);
  // Who provides this name; `open` says why nobody does.
  const Provision* provider(std::string_view space, ValueId name, int depth, std::string& open);
  // A settings file that is written when the system is built: its entries come from a template of the
  // service.
  std::vector<Outcome> built_file(ValueId value, const Scope& scope, int depth);
  // The outcomes of `next`, with this line in front of each trail.
  std::vector<Outcome> follow(ValueId next, const Scope& scope, int depth, Span line,
                              const std::string& what);

  Run& run_;
  Properties properties_;
  std::map<ServiceIndex, std::set<std::string>> profiles_;  // that are active
  std::unordered_map<std::string, std::vector<const Binding*>> bindings_;
  std::map<std::string, std::vector<Provider>, std::less<>> providers_;    // by space
  std::unordered_map<std::string, std::vector<const Provision*>> beside_;  // by variable
  std::map<std::pair<std::string, ValueId>, std::pair<const Provision*, std::string>> asked_;
  std::unordered_map<ValueId, std::vector<Outcome>> memo_;  // template values
  std::size_t work_ = 0;
};

}  // namespace demarc::linking
