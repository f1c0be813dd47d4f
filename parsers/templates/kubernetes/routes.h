// Routes of ingresses, gateways and meshes to services, by name.
#pragma once
#include <string>
#include <vector>

#include "parsers/templates/kubernetes/object.h"

namespace demarc::kubernetes {

struct NamedRoute {
  std::string service, space;  // the backend's name, as it is written: may be "name.namespace.svc…"
  std::string path, host, protocol;
  Span span;                       // of the backend
  Span path_span;                  // of the path, if one is written
  std::vector<std::string> hosts;  // of a mesh rule: names that lead there
  bool from_outside = true;        // false: inside of the mesh only
};

// Nothing for other objects.
std::vector<NamedRoute> routes_of(const Object& object);
// Names that an object of routes answers to from outside.
std::vector<std::pair<std::string, Span>> outer_hosts(const Object& object);
// True for ingresses of the nginx controller.
bool is_nginx_ingress(const Object& object);

}  // namespace demarc::kubernetes
