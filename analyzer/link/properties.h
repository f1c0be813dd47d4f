// Properties of applications: what their configuration sets, under which profiles, and what overrules it.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/link/run.h"

namespace demarc::linking {

class Properties {
 public:
  explicit Properties(const Run& run);

  // Everything that sets this property for the service while its active profiles hold, the strongest of each
  // source; of equal strength, all.
  std::vector<const Provision*> setting(ServiceIndex service, std::string_view name,
                                        const std::set<std::string>& profiles) const;
  // Environment variables stand for properties: SPRING_DATA_MONGODB_HOST sets spring.data.mongodb.host.
  static bool means(std::string_view variable, std::string_view property);

 private:
  const Run& run_;
  std::unordered_map<ResourceIndex, std::map<std::string, std::vector<const Provision*>, std::less<>>> of_;
};

}  // namespace demarc::linking
