// Reads the kinds that lead requests to services.
#include "parsers/templates/kubernetes/routes.h"

#include <algorithm>

namespace demarc::kubernetes {
namespace {

constexpr std::uint32_t max_entries = 2'000;

template <class Take>
void each(Node list, const Take& take) {
  for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < max_entries; ++i) take(list.child(i));
}

class RouteReading {
 public:
  explicit RouteReading(const Object& object) : object_(object), spec_(object.node.find("spec")) {}

  std::vector<NamedRoute> read() {
    const std::string& kind = object_.kind;
    if (kind == "Ingress") ingress();
    else if (kind == "HTTPRoute" || kind == "GRPCRoute" || kind == "TCPRoute" || kind == "TLSRoute")
      gateway_route();
    else if (kind == "VirtualService") virtual_service();
    else if (kind == "Route" && !object_.group().starts_with("serving.")) openshift_route();
    else if (kind == "IngressRoute") ingress_route();
    else if (kind == "HTTPProxy") proxy();
    else if (kind == "Mapping") mapping();
    return std::move(made_);
  }

 private:
  void add(Node name, Node path, std::string_view host, std::string_view protocol = "http") {
    if (!name.is_scalar() || name.text().empty() || made_.size() >= max_entries) return;
    NamedRoute one;
    one.service = name.text();
    one.space = object_.space;
    one.path = path.text();
    one.host = host;
    one.protocol = protocol;
    one.span = name.span();
    if (path) one.path_span = path.span();
    made_.push_back(std::move(one));
  }

  void ingress() {
    auto backend = [&](Node one, Node path, std::string_view host) {
      Node name = one.find("service", "name");
      add(name ? name : one.find("serviceName"), path, host);
    };
    backend(spec_.find("defaultBackend"), {}, "");
    backend(spec_.find("backend"), {}, "");
    each(spec_.find("rules"), [&](Node rule) {
      each(rule.find("http", "paths"),
           [&](Node path) { backend(path.find("backend"), path.find("path"), rule.find("host").text()); });
    });
  }

  void gateway_route() {
    // A route whose parent is a Service belongs to the mesh.
    bool outside = !spec_.find("parentRefs").is_list();
    each(spec_.find("parentRefs"), [&](Node parent) { outside |= parent.find("kind").text() != "Service"; });
    const std::string_view protocol = object_.kind == "GRPCRoute"   ? "grpc"
                                      : object_.kind == "HTTPRoute" ? "http"
                                                                    : "tcp";
    const Node hosts = spec_.find("hostnames");
    const std::string_view host = hosts.is_list() && hosts.size() > 0 ? hosts.child(0).text() : "";
    each(spec_.find("rules"), [&](Node rule) {
      std::vector<Node> paths;
      each(rule.find("matches"), [&](Node match) {
        if (Node path = match.find("path", "value")) paths.push_back(path);
        else if (Node service = match.find("method", "service")) paths.push_back(service);
      });
      if (paths.empty()) paths.emplace_back();
      each(rule.find("backendRefs"), [&](Node backend) {
        if (Node kind = backend.find("kind"); kind && kind.text() != "Service") return;
        for (Node path : paths) add(backend.find("name"), path, host, protocol);
      });
    });
    for (NamedRoute& one : made_) one.from_outside = outside;
  }

  void virtual_service() {
    // Without gateways a rule holds inside of the mesh: its hosts lead to the destinations.
    const Node gateways = spec_.find("gateways");
    bool outside = false;
    each(gateways, [&](Node one) { outside |= one.text() != "mesh"; });
    std::vector<std::string> hosts;
    each(spec_.find("hosts"), [&](Node host) { hosts.emplace_back(host.text()); });
    for (std::string_view group : {"http", "tls", "tcp"})
      each(spec_.find(group), [&](Node rule) {
        std::vector<Node> paths;
        each(rule.find("match"), [&](Node match) {
          for (std::string_view kind : {"prefix", "exact", "regex"})
            if (Node path = match.find("uri", kind)) paths.push_back(path);
        });
        if (paths.empty()) paths.emplace_back();
        each(rule.find("route"), [&](Node route) {
          for (Node path : paths)
            add(route.find("destination", "host"), path, hosts.empty() ? "" : std::string_view(hosts[0]),
                group == "http" ? "http" : "tcp");
        });
      });
    for (NamedRoute& one : made_) {
      one.from_outside = outside;
      if (!outside) one.hosts = hosts;
    }
  }

  void openshift_route() {
    if (!spec_.find("to", "name")) return;
    add(spec_.find("to", "name"), spec_.find("path"), spec_.find("host").text());
  }

  // Traefik: match: Host(`a`) && PathPrefix(`/b`)
  void ingress_route() {
    each(spec_.find("routes"), [&](Node route) {
      each(route.find("services"), [&](Node service) {
        const std::size_t before = made_.size();
        add(service.find("name"), {}, "");
        if (made_.size() == before) return;
        const std::string_view match = route.find("match").text();
        for (std::string_view word : {"PathPrefix(`", "Path(`"})
          if (std::size_t at = match.find(word); at != std::string_view::npos) {
            const std::string_view rest = match.substr(at + word.size());
            made_.back().path = rest.substr(0, rest.find('`'));
            made_.back().path_span = route.find("match").span();
            break;
          }
      });
    });
  }

  void proxy() {
    each(spec_.find("routes"), [&](Node route) {
      Node path;
      each(route.find("conditions"), [&](Node one) {
        if (Node prefix = one.find("prefix")) path = prefix;
      });
      each(route.find("services"),
           [&](Node service) { add(service.find("name"), path, spec_.find("virtualhost", "fqdn").text()); });
    });
  }

  void mapping() {
    add(spec_.find("service"), spec_.find("prefix"), spec_.find("hostname").text());
    for (NamedRoute& one : made_) {
      if (std::size_t scheme = one.service.find("://"); scheme != std::string::npos)
        one.service.erase(0, scheme + 3);
      one.service = one.service.substr(0, one.service.find(':'));
    }
  }

  const Object& object_;
  Node spec_;
  std::vector<NamedRoute> made_;
};

}  // namespace

std::vector<NamedRoute> routes_of(const Object& object) { return RouteReading(object).read(); }

std::vector<std::pair<std::string, Span>> outer_hosts(const Object& object) {
  std::vector<std::pair<std::string, Span>> all;
  auto add = [&](Node host) {
    if (host.is_scalar() && !host.text().empty() && host.text().find('*') == std::string_view::npos)
      all.emplace_back(host.text(), host.span());
  };
  const Node spec = object.node.find("spec");
  if (object.kind == "Ingress") each(spec.find("rules"), [&](Node rule) { add(rule.find("host")); });
  if (object.kind == "HTTPRoute" || object.kind == "GRPCRoute") each(spec.find("hostnames"), add);
  if (object.kind == "Route") add(spec.find("host"));
  return all;
}

bool is_nginx_ingress(const Object& object) {
  return object.kind == "Ingress" &&
         (object.node.find("spec", "ingressClassName").text() == "nginx" ||
          object.node.find("metadata", "annotations", "kubernetes.io/ingress.class").text() == "nginx");
}

}  // namespace demarc::kubernetes
