// From a resolved value to the thing it means: a declared resource, or a name that nothing declares.
#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "analyzer/link/resolve.h"

namespace demarc::linking {

struct Target {
  ResourceIndex resource = no_resource;
  ValueId name;      // without a resource: the name, ARN and URL taken off; 0 if nothing is known of it
  std::string text;  // that name for people
  Trail trail;       // of the value, and the line of the resource
  std::string open;  // why there is neither
  Certainty certainty = Certainty::certain;
};

using Kinds = std::initializer_list<ResourceKind>;

class Names {
 public:
  Names(Run& run, Resolver& resolver) : run_(run), resolver_(resolver) {}

  // What each alternative of `value` means, as seen from a service. `kinds`: what it can be.
  std::vector<Target> targets(ValueId value, const Scope& scope, Kinds kinds);
  Target target(const Outcome& outcome, ServiceIndex from, Kinds kinds);

  // The physical name of a resource as written and as evaluated; "" where the platform makes it.
  std::string written_name(ResourceIndex r);
  std::string evaluated_name(ResourceIndex r);
  // "<service>.<id>" where there is no physical name.
  std::string generated_name(ResourceIndex r) const;
  // The store or transport word of a resource.
  std::string store_of(ResourceIndex r) const;

  // Entities, made on first use with their attributes and the line that declares them.
  EntityId table(ResourceIndex r);
  EntityId table(std::string_view store, const Target& target);
  EntityId channel(ResourceIndex r);
  EntityId bus(ResourceIndex r);
  EntityId function(ResourceIndex r);
  // The entity that stands for a resource of any kind; 0 for those that facts do not know.
  EntityId entity(ResourceIndex r);

 private:
  Target find(ValueId written, ValueId evaluated, ServiceIndex from, Kinds kinds);
  std::string schedule_of(ResourceIndex function);
  std::string unique_name(ResourceIndex r);
  Entity described(ResourceIndex r, EntityKind kind);
  Run& run_;
  Resolver& resolver_;
  std::unordered_map<ResourceIndex, EntityId> made_;
  std::unordered_map<ResourceIndex, std::pair<Name, Name>> names_;
  std::map<std::tuple<ValueId, ValueId, ServiceIndex, std::uint32_t>, Target> found_;
  std::map<std::string, std::set<std::uint32_t>> units_of_name_;
  bool counted_ = false;
  std::map<ResourceIndex, std::set<std::string>> schedules_;  // by what they start
  bool has_schedules_ = false;
};

bool is_one_of(ResourceKind kind, Kinds kinds);

}  // namespace demarc::linking
