// Containers of pods read as workloads: settings, ports, command lines, mounted files.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "parsers/templates/docker/workload.h"
#include "parsers/templates/kubernetes/manifests.h"

namespace demarc::kubernetes {

// ConfigMaps and Secrets by name.
class DataIndex {
 public:
  explicit DataIndex(const std::vector<ConfigData>& all);
  // All of that name; one in the same namespace, if there is any, comes first. Several overlays may have one.
  std::vector<const ConfigData*> find(std::string_view name, std::string_view space, bool is_secret) const;

 private:
  std::multimap<std::pair<bool, std::string>, const ConfigData*> by_name_;
};

struct PodScope {
  const Object& object;
  const PodTemplate& pod;
  const DataIndex& data;
};

// Adds what the container says to the workload; what is known already stays.
void add_container(const PodScope& scope, Node container, containers::Workload& into);
// The ports that a container names: name → number.
std::map<std::string, std::string, std::less<>> named_ports(Node container);

}  // namespace demarc::kubernetes
