// Which service a host name, a port of this machine or a role means.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "analyzer/link/stations.h"

namespace demarc::linking {

class Hosts {
 public:
  explicit Hosts(const Desk& desk);

  // The service of a host name ("orders", "orders:8080", "orders.shop:8080",
  // "orders.shop.svc.cluster.local"); 0 if there is none or several could be meant.
  ServiceIndex named(std::string_view host) const;
  // Like `named`; an address of this machine means who alone listens on its port there.
  ServiceIndex at(std::string_view host, ServiceIndex from) const;
  // All that listen on the port of an address of this machine.
  std::set<ServiceIndex> listening(std::string_view host) const;
  // The only service of that role, other than `from`; 0 if there is none or are several.
  ServiceIndex of_role(std::string_view role, ServiceIndex from) const;
  bool plays(ServiceIndex service, std::string_view role) const;
  bool has_role(ServiceIndex service) const;  // any

 private:
  void collect_ports(const Desk& desk);
  void collect_roles(const Desk& desk);
  Run& run_;
  std::map<std::string, std::set<ServiceIndex>, std::less<>> hosts_;            // as written, lower case
  std::map<std::string, std::set<ServiceIndex>, std::less<>> names_, aliases_;  // bare
  std::map<std::string, std::set<ServiceIndex>, std::less<>> ports_, own_ports_;
  std::map<std::string, std::set<ServiceIndex>, std::less<>> roles_;
};

bool is_this_machine(std::string_view host);

}  // namespace demarc::linking
