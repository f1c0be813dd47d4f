// Calls that well-known images make because their settings say so: kafka asks the zookeeper that
// KAFKA_ZOOKEEPER_CONNECT names.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "parsers/templates/docker/workload.h"

namespace demarc::containers {

struct Address {
  std::string host, protocol;  // "http" where the text says so, else "tcp"
};
// Hosts that a setting's or argument's text names as addresses: with a port, behind "://" or "@", or alone
// where the name says that it is one. Names that tell others where oneself is reached are none.
std::vector<Address> addresses_in(std::string_view name, std::string_view text);

// Declares them for one workload among those that it can reach: the settings of images whose role is known
// and that are not built here (code speaks for itself), and whom load generators are sent to by command lines
// and scripts.
void declare_addresses(const Workload& workload, const Started& started,
                       const std::vector<const Workload*>& reachable, const Project& project, Values& values,
                       Declarations& out);

}  // namespace demarc::containers
