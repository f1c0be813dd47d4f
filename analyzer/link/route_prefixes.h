// What configuration and annotations put before the paths of all routes of a service.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/link/stations.h"

namespace demarc::linking {

// Made of the effects that expose something `below` a path: a context path, an application path. Those with
// `by` stand before the routes of these packs alone ("jax-rs|quarkus"), inside of those without.
class RoutePrefixes {
 public:
  explicit RoutePrefixes(const Desk& desk);
  // What stands before the routes that `pack` finds in the service: "/api/v1", "" for nothing. Where several
  // could be meant, nothing.
  std::string before(ServiceIndex service, std::string_view pack) const;
  // Everything that may stand before a route of the service, the longest first.
  std::vector<std::string> all(ServiceIndex service) const;

 private:
  std::map<std::pair<ServiceIndex, std::string>, std::set<std::string>> below_;  // by `by`
};

}  // namespace demarc::linking
