// Reads API gateways whose routes stand in YAML or JSON: Kong, KrakenD, Ocelot, YARP, Express Gateway.
#include <map>

#include "parsers/parsers.h"
#include "parsers/templates/cloudformation/node.h"
#include "parsers/templates/proxies/calls.h"

namespace demarc {
namespace {

using namespace proxies;
using cloudformation::Node;

constexpr std::uint32_t max_entries = 100'000;  // of one file, however often an alias repeats them

std::string_view first_text(Node node) {
  if (node.is_scalar()) return node.text();
  return node.is_list() && node.size() > 0 ? node.child(0).text() : std::string_view();
}

class Reading {
 public:
  Reading(FileId file, std::string_view format, Program program, Values& values, Declarations& out)
      : values_(values), calls_(file, format, program, values, out) {}

  // https://docs.konghq.com/gateway/latest/production/deployment-topologies/db-less-and-declarative-config/
  void kong(Node root) {
    std::map<std::string, std::vector<std::pair<std::string, Span>>, std::less<>> upstreams;
    each(root.find("upstreams"), [&](std::string_view, Node one) {
      auto& targets = upstreams[std::string(one.find("name").text())];
      each(one.find("targets"), [&](std::string_view, Node target) {
        if (target.find("weight").text() != "0" && targets.size() < 64)
          targets.emplace_back(target.find("target").text(), target.find("target").span());
      });
    });
    std::map<std::string, std::vector<std::pair<std::string, Span>>, std::less<>> routes;
    each(root.find("routes"), [&](std::string_view, Node one) {
      Node service = one.find("service");
      const std::string_view name = service.is_map() ? service.find("name").text() : service.text();
      routes[std::string(name)].emplace_back(first_text(one.find("paths")), one.find("paths").span());
    });
    each(root.find("services"), [&](std::string_view, Node one) {
      Address address = address_of(one.find("url").text());
      Node at = one.find("url") ? one.find("url") : one.find("host");
      if (address.host.empty()) {
        address.host = one.find("host").text();
        address.scheme = one.find("protocol").text();
        address.path = one.find("path").text();
        if (Node port = one.find("port"); !port.text().empty())
          address.host += ":" + std::string(port.text());
      }
      std::vector<std::pair<std::string, Span>> paths = routes[std::string(one.find("name").text())];
      each(one.find("routes"), [&](std::string_view, Node route) {
        paths.emplace_back(first_text(route.find("paths")), route.find("paths").span());
      });
      // A service without a route is asked by nobody.
      for (const auto& [path, span] : paths) {
        Chain chain;
        if (span.file) chain.emplace_back(span, "routed here");
        auto upstream = upstreams.find(address.host.substr(0, address.host.find(':')));
        if (upstream == upstreams.end()) {
          add(address, path, at.span(), true, chain);
          continue;
        }
        for (const auto& [target, where] : upstream->second) {
          Address next = address;
          next.host = target;
          Chain longer = chain;
          longer.emplace_back(where, "target of upstream " + upstream->first);
          add(next, path, at.span(), true, longer);
        }
      }
    });
  }

  // https://www.krakend.io/docs/endpoints/
  void krakend(Node root) {
    Node usual = root.find("host");
    each(root.find("endpoints"), [&](std::string_view, Node endpoint) {
      const std::string_view location = endpoint.find("endpoint").text();
      each(endpoint.find("backend"), [&](std::string_view, Node backend) {
        Node hosts = backend.find("host") ? backend.find("host") : usual;
        each(hosts, [&](std::string_view, Node host) {
          Address address = address_of(host.text());
          address.path = backend.find("url_pattern").text();
          std::string_view method = backend.find("method").text();
          if (method.empty()) method = endpoint.find("method").text();
          if (method.empty()) method = "GET";
          add(address, location, backend.find("url_pattern").span(), location.ends_with('*'),
              {{host.span(), "host"}}, method);
        });
      });
    });
  }

  // https://ocelot.readthedocs.io/en/latest/features/routing.html
  void ocelot(Node root) {
    for (std::string_view key : {"Routes", "ReRoutes", "DynamicRoutes"})
      each(root.find(key), [&](std::string_view, Node route) {
        const std::string_view location = route.find("UpstreamPathTemplate").text();
        const std::string_view path = route.find("DownstreamPathTemplate").text();
        const bool is_prefix = path.find("{everything}") != std::string_view::npos ||
                               path.find("{catchAll}") != std::string_view::npos ||
                               path.find("{url}") != std::string_view::npos || path == "/";
        Node methods = route.find("UpstreamHttpMethod");
        const std::string_view method = methods.size() == 1 || methods.is_scalar() ? first_text(methods) : "";
        auto add_host = [&](std::string host, Span span) {
          Address address;
          address.scheme = route.find("DownstreamScheme").text();
          address.host = std::move(host);
          address.path = path;
          add(address, location, span, is_prefix, {}, method);
        };
        Node hosts = route.find("DownstreamHostAndPorts");
        each(hosts, [&](std::string_view, Node one) {
          std::string host(one.find("Host").text());
          if (Node port = one.find("Port"); !port.text().empty() && !host.empty())
            host += ":" + std::string(port.text());
          add_host(std::move(host), one.find("Host").span());
        });
        // Found in a registry.
        if (hosts.size() == 0)
          if (Node name = route.find("ServiceName"); name.is_scalar())
            add_host(std::string(name.text()), name.span());
      });
  }

  // https://learn.microsoft.com/aspnet/core/fundamentals/servers/yarp/config-files
  void yarp(Node proxy) {
    each(proxy.find("Routes"), [&](std::string_view, Node route) {
      const std::string_view location = route.find("Match", "Path").text();
      Node id = route.find("ClusterId");
      each(proxy.find("Clusters", id.text(), "Destinations"), [&](std::string_view, Node destination) {
        Node target = destination.find("Address");
        Address address = address_of(target.text());
        if (const std::size_t plus = address.scheme.rfind('+'); plus != std::string::npos)
          address.scheme.erase(0, plus + 1);
        // "http://_grpc.orders": a named endpoint of it.
        if (address.host.starts_with('_') && address.host.find('.') != std::string::npos)
          address.host.erase(0, address.host.find('.') + 1);
        const bool is_prefix = location.find("{*") != std::string_view::npos ||
                               location.find("{**") != std::string_view::npos || location.empty() ||
                               route.find("Transforms");
        address.path = is_prefix ? "" : std::string(location);
        add(address, location, id.span(), is_prefix, {{target.span(), "destination"}});
      });
    });
  }

  // https://www.express-gateway.io/docs/configuration/gateway.config.yml/
  void express(Node root) {
    Node endpoints = root.find("serviceEndpoints");
    each(root.find("pipelines"), [&](std::string_view, Node pipeline) {
      std::string location;
      const std::string_view named = first_text(pipeline.find("apiEndpoints"));
      location = first_text(root.find("apiEndpoints", named).find("paths"));
      each(pipeline.find("policies"), [&](std::string_view, Node policy) {
        Node proxy = policy.find("proxy");
        auto action = [&](Node one) {
          Node id = one.find("action", "serviceEndpoint");
          if (!id.is_scalar()) return;
          Node endpoint = endpoints.find(id.text());
          auto take = [&](Node url) {
            if (url.is_scalar())
              add(address_of(url.text()), location, id.span(), true, {{url.span(), "service endpoint"}});
          };
          take(endpoint.find("url"));
          each(endpoint.find("urls"), [&](std::string_view, Node url) { take(url); });
        };
        if (proxy.is_list()) each(proxy, [&](std::string_view, Node one) { action(one); });
        else action(proxy);
      });
    });
  }

 private:
  // The entries of a list, or the values of a map.
  template <class Take>
  void each(Node node, const Take& take) {
    const std::uint32_t step = node.is_map() ? 2 : 1;
    if (!node.is_map() && !node.is_list()) return;
    for (std::uint32_t i = step - 1; i < node.size() && ++entries_ < max_entries; i += step)
      take(node.is_map() ? node.child(i - 1).text() : std::string_view(), node.child(i));
  }

  using Chain = std::vector<std::pair<Span, std::string>>;

  void add(const Address& address, std::string_view location, Span span, bool is_prefix, Chain chain,
           std::string_view method = {}) {
    if (is_no_host(address.host)) return;
    Call call;
    call.protocol = protocol_of(address.scheme);
    call.location = location;
    call.is_prefix = is_prefix;
    call.method = method;
    call.span = span;
    call.chain = std::move(chain);
    const ValueId host = value_of(values_, address.host, {});
    // A setting alone may be a whole URL.
    const bool is_whole = values_[host].kind == ValueKind::setting && address.scheme.empty();
    const std::string path = address.path.substr(0, is_prefix ? address.path.find('{') : std::string::npos);
    call.to = is_whole ? host : url_of(values_, address.scheme, host, path);
    calls_.add(std::move(call));
  }

  Values& values_;
  Calls calls_;
  std::uint32_t entries_ = 0;
};

enum class Format { none, kong, krakend, ocelot, yarp, express };

Format format_of(Node root) {
  if (root.find("_format_version") && root.find("services")) return Format::kong;
  if (root.find("endpoints").is_list() && root.find("endpoints").size() > 0 &&
      root.find("endpoints").child(0).find("backend"))
    return Format::krakend;
  for (std::string_view key : {"Routes", "ReRoutes"})
    if (Node routes = root.find(key);
        routes.is_list() && routes.size() > 0 && routes.child(0).find("DownstreamPathTemplate"))
      return Format::ocelot;
  if (root.find("ReverseProxy", "Clusters").is_map()) return Format::yarp;
  if (root.find("serviceEndpoints").is_map() && root.find("pipelines")) return Format::express;
  return Format::none;
}

class Gateways final : public Interpreter {
 public:
  std::string_view name() const override { return "gateways"; }
  bool accepts(std::string_view, const Document& document) const override {
    return !document.roots().empty() && format_of({&document, document.roots().front()}) != Format::none;
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (!document || document->roots().empty()) return;
    Node root{document, document->roots().front()};
    switch (format_of(root)) {
      case Format::kong: Reading(file, "kong", Program::proxy, values, out).kong(root); break;
      case Format::krakend: Reading(file, "krakend", Program::proxy, values, out).krakend(root); break;
      case Format::ocelot: Reading(file, "ocelot", Program::code, values, out).ocelot(root); break;
      case Format::yarp:
        Reading(file, "yarp", Program::code, values, out).yarp(root.find("ReverseProxy"));
        break;
      case Format::express: Reading(file, "express-gateway", Program::code, values, out).express(root); break;
      case Format::none: break;
    }
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> gateways() { return std::make_unique<Gateways>(); }
}  // namespace templates
}  // namespace demarc
