// Reads which clusters an Envoy bootstrap routes to and where their endpoints are.
#include <map>

#include "parsers/parsers.h"
#include "parsers/templates/cloudformation/node.h"
#include "parsers/templates/proxies/calls.h"

namespace demarc {
namespace {

using namespace proxies;
using cloudformation::Node;

constexpr int max_depth = 60;
constexpr std::uint32_t max_nodes = 100'000;

struct Endpoint {
  std::string host;  // with port
  Span span;
};

class Reading {
 public:
  Reading(FileId file, Node root, Values& values, Declarations& out)
      : root_(root), values_(values), calls_(file, "envoy", Program::proxy, values, out) {}

  void run() {
    for (Node clusters :
         {root_.find("static_resources", "clusters"), root_.find("clusters"), root_.find("resources")})
      for (std::uint32_t i = 0; clusters.is_list() && i < clusters.size(); ++i) cluster(clusters.child(i));
    if (clusters_.empty()) return;
    walk(root_, false, 0);
  }

 private:
  void cluster(Node one) {
    const std::string name(one.find("name").text());
    if (name.empty() || clusters_.size() > 2'000) return;
    std::vector<Endpoint>& made = clusters_[name];
    auto take = [&](Node address) {
      Node socket = address.find("socket_address");
      if (!socket) socket = address.find("socketAddress");
      if (!socket || made.size() >= 64) return;
      Node port = socket.find("port_value");
      if (!port) port = socket.find("portValue");
      std::string host(socket.find("address").text());
      if (host.empty()) return;
      if (!port.text().empty()) host += ":" + std::string(port.text());
      made.push_back({std::move(host), socket.find("address").span()});
    };
    Node assignment = one.find("load_assignment");
    if (!assignment) assignment = one.find("loadAssignment");
    Node groups = assignment.find("endpoints");
    for (std::uint32_t g = 0; groups.is_list() && g < groups.size(); ++g) {
      Node group = groups.child(g).find("lb_endpoints");
      if (!group) group = groups.child(g).find("lbEndpoints");
      for (std::uint32_t i = 0; group.is_list() && i < group.size(); ++i)
        take(group.child(i).find("endpoint", "address"));
    }
    // The second version of the interface.
    Node hosts = one.find("hosts");
    if (hosts.is_list())
      for (std::uint32_t i = 0; i < hosts.size(); ++i) take(hosts.child(i));
    else if (hosts) take(hosts);
  }

  // Routes, and every other place that names a cluster, wherever a filter has it.
  void walk(Node node, bool is_implicit, int depth) {
    if (depth > max_depth || ++walked_ > max_nodes) return;
    if (node.is_list())
      for (std::uint32_t i = 0; i < node.size(); ++i) walk(node.child(i), is_implicit, depth + 1);
    if (!node.is_map()) return;
    Node route = node.find("route");
    if (route.is_map() && node.find("match").is_map()) this->route(node.find("match"), route);
    const std::string_view type = node.find("@type").text();
    if (type.ends_with("TcpProxy") ||
        (node.find("stat_prefix") && node.find("cluster") && !node.find("match")))
      to(node.find("cluster"), "tcp", "", "", true, is_implicit);
    if (type.ends_with("TcpProxy")) weighted(node.find("weighted_clusters"), "tcp", "", "");
    for (std::uint32_t i = 0; i + 1 < node.size(); i += 2) {
      const std::string_view key = node.child(i).text();
      Node below = node.child(i + 1);
      const bool tells = key == "tracing" || key == "access_log" || key == "stats_sinks" ||
                         key == "ads_config" || key == "dynamic_resources" || key == "health_checks" ||
                         key == "accessLog";
      if (key == "cluster_name" && below.is_scalar() && !node.find("endpoints"))
        to(below, "grpc", "", "", true, is_implicit);
      else if (key == "http_uri") to(below.find("cluster"), "http", "", "", true, is_implicit);
      else if (key == "clusters" && depth < 2) continue;  // their definitions
      else if (key == "route" && node.find("match")) continue;
      else walk(below, is_implicit || tells, depth + 1);
    }
  }

  void route(Node match, Node route) {
    std::string location, path;
    bool is_prefix = true;
    for (std::string_view key : {"prefix", "path", "path_separated_prefix", "pathSeparatedPrefix"})
      if (Node one = match.find(key); one.is_scalar()) {
        location = one.text();
        is_prefix = key != "path";
      }
    path = location;
    for (std::string_view key : {"prefix_rewrite", "prefixRewrite"})
      if (Node one = route.find(key); one.is_scalar()) path = one.text();
    if (route.find("regex_rewrite")) {
      path.clear();
      is_prefix = true;
    }
    const std::string_view protocol = match.find("grpc") ? "grpc" : "http";
    to(route.find("cluster"), protocol, location, path, is_prefix, false);
    Node groups = route.find("weighted_clusters");
    if (!groups) groups = route.find("weightedClusters");
    weighted(groups, protocol, location, path);
    Node mirrors = route.find("request_mirror_policies");
    for (std::uint32_t i = 0; mirrors.is_list() && i < mirrors.size() && ++walked_ < max_nodes; ++i)
      to(mirrors.child(i).find("cluster"), protocol, location, path, true, false);
  }

  void weighted(Node group, std::string_view protocol, const std::string& location, const std::string& path) {
    Node list = group.find("clusters");
    for (std::uint32_t i = 0; list.is_list() && i < list.size() && ++walked_ < max_nodes; ++i)
      to(list.child(i).find("name"), protocol, location, path, true, false);
  }

  void to(Node cluster, std::string_view protocol, const std::string& location, const std::string& path,
          bool is_prefix, bool is_implicit) {
    if (!cluster.is_scalar()) return;
    auto at = clusters_.find(cluster.text());
    if (at == clusters_.end()) return;
    for (const Endpoint& endpoint : at->second) {
      Call call;
      call.protocol = protocol;
      call.location = location;
      call.is_prefix = is_prefix;
      call.is_implicit = is_implicit;
      call.span = cluster.span();
      call.chain.emplace_back(endpoint.span, "endpoint of cluster " + at->first);
      call.to =
          url_of(values_, protocol, value_of(values_, endpoint.host, {}), protocol == "http" ? path : "");
      calls_.add(std::move(call));
    }
  }

  Node root_;
  Values& values_;
  Calls calls_;
  std::map<std::string, std::vector<Endpoint>, std::less<>> clusters_;
  std::uint32_t walked_ = 0;
};

class Envoy final : public Interpreter {
 public:
  std::string_view name() const override { return "envoy"; }
  bool accepts(std::string_view, const Document& document) const override {
    if (document.roots().empty()) return false;
    Node root{&document, document.roots().front()};
    if (root.find("static_resources", "clusters").is_list()) return true;
    // Resources in files of their own.
    Node first = root.find("resources").is_list() && root.find("resources").size() > 0
                     ? root.find("resources").child(0)
                     : Node{};
    return first.find("@type").text().find("envoy") != std::string_view::npos;
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (document) Reading(file, {document, document->roots().front()}, values, out).run();
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> envoy() { return std::make_unique<Envoy>(); }
}  // namespace templates
}  // namespace demarc
