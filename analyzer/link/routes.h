// Operations of services, and which of them a method and path mean.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/link/stations.h"

namespace demarc::linking {

// "/orders/{id}/lines?x" → "orders", "{id}", "lines".
std::vector<std::string> segments(std::string_view path);
std::string upper(std::string_view text);

// A URL taken apart; what is not known is a hole in braces.
struct Url {
  ResourceIndex resource = no_resource;  // the API, function or whatever answers there
  std::string host;                      // literal host with port; "" if not known
  std::string asked;         // "{egov.host}": the setting that is the host, where nothing gives it
  std::string path;          // "/orders/{id}"; "" if the URL has none
  bool is_relative = false;  // it begins with the path
  Trail trail;
  std::string open;  // why neither resource nor host is known
};
Url take_url(const Desk& desk, const Outcome& outcome, ValueId more_path);
// Text with holes as {name}.
std::string braced(const Values& values, ValueId value);

class Routes {
 public:
  explicit Routes(const Desk& desk) : desk_(desk) {}

  // The operation "service METHOD /path", made on first use. `service` must be one.
  EntityId operation(ServiceIndex service, std::string method, std::string_view path);
  EntityId invocation(ResourceIndex function);
  // Calls to the address of `service` reach this operation of another service too.
  void reach_by(ServiceIndex service, EntityId operation);
  // The operation of a service that a call means; 0 when none or several could be meant. The method may be
  // "" for not known; a first segment that no route has may be the stage.
  EntityId match(ServiceIndex service, const std::string& method, std::string_view path) const;

  struct Known {
    ServiceIndex service;
    std::string method;
    std::vector<std::string> path;
    EntityId entity;
    std::vector<ResourceIndex> functions;  // that answer it
    bool is_borrowed = false;              // another service's operation, reached by this one's address
  };
  // All routes of a service that fit equally well, and better than its others.
  std::vector<const Known*> fitting(ServiceIndex service, const std::string& method,
                                    std::string_view path) const;
  std::vector<Known>& all() { return known_; }
  const std::vector<Known>& all() const { return known_; }
  Known* find(EntityId operation);
  const Known* find(EntityId operation) const;

 private:
  const Desk& desk_;
  std::vector<Known> known_;
  std::map<EntityId, std::size_t> by_entity_;
};

}  // namespace demarc::linking
