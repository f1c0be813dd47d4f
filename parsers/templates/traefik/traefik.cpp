// Reads where Traefik sends requests: labels of containers, files of its own in both generations.
#include <algorithm>
#include <map>

#include "parsers/parsers.h"
#include "parsers/templates/cloudformation/node.h"
#include "parsers/templates/compose/projects.h"
#include "parsers/templates/proxies/calls.h"

namespace demarc {
namespace {

using namespace proxies;
using cloudformation::Node;
using containers::Workload;

// "PathPrefix(`/api`) && Host(`x`)", "PathPrefix:/api,/v2" → "/api".
std::string path_of(std::string_view rule) {
  for (std::string_view word : {"PathPrefixStrip", "PathPrefix", "PathStrip", "Path"}) {
    const std::size_t at = rule.find(word);
    if (at == std::string_view::npos) continue;
    const std::size_t slash = rule.find('/', at);
    if (slash == std::string_view::npos) continue;
    return std::string(rule.substr(slash, rule.find_first_of("`'\",; )&|", slash) - slash));
  }
  return {};
}

bool is_traefik(const Workload& workload) {
  const std::string repository = containers::image_repository(workload.image.text);
  return repository == "traefik" || repository.ends_with("/traefik");
}

// `traefik.http.routers.orders.rule=…` on a container: requests go there.
void read_labels(const Project& project, FileId file, Values& values, Declarations& out) {
  const auto& workloads = project.index<compose::Projects>().workloads();
  const Workload* proxy = nullptr;
  for (const Workload& one : workloads)
    if (is_traefik(one) && (!proxy || one.unit == file)) proxy = &one;
  if (!proxy) return;
  Calls calls(file, "traefik", Program::proxy, values, out);
  for (const Workload& one : workloads) {
    if (one.unit != file || &one == proxy) continue;
    std::map<std::string, std::pair<std::string, Span>> rules;
    bool is_enabled = true;
    for (const auto& [key, told] : one.labels) {
      if (key == "traefik.enable") is_enabled = told.text != "false";
      if (!key.starts_with("traefik.")) continue;
      if (key.ends_with(".rule")) rules[path_of(told.text)] = {told.text, told.span};
      else if (key == "traefik.port" || key == "traefik.backend" || key.ends_with(".server.port"))
        rules.try_emplace("", std::pair(std::string(), told.span));
    }
    if (!is_enabled) continue;
    if (rules.size() > 1 && rules.contains("") && rules[""].first.empty()) rules.erase("");
    for (const auto& [path, rule] : rules) {
      Call call;
      call.from = values.reference(containers::reference_of(project, *proxy));
      call.to = values.reference(containers::reference_of(project, one));
      call.location = path;
      call.span = rule.second;
      calls.add(std::move(call));
    }
  }
}

class FileProvider {
 public:
  FileProvider(FileId file, Node root, Values& values, Declarations& out)
      : root_(root), values_(values), calls_(file, "traefik", Program::proxy, values, out) {}

  void run() {
    for (std::string_view protocol : {"http", "tcp", "udp"}) {
      Node part = root_.find(protocol);
      Node routers = part.find("routers");
      for (std::uint32_t i = 0; routers.is_map() && i + 1 < routers.size(); i += 2) {
        Node router = routers.child(i + 1);
        std::string name(router.find("service").text());
        name = name.substr(0, name.find('@'));
        service(part, name, protocol, path_of(router.find("rule").text()), router.find("service").span(), 0);
      }
    }
    // The first generation.
    Node backends = root_.find("backends"), frontends = root_.find("frontends");
    for (std::uint32_t i = 0; frontends.is_map() && i + 1 < frontends.size(); i += 2) {
      Node front = frontends.child(i + 1);
      std::string path;
      Node routes = front.find("routes");
      for (std::uint32_t k = 1; routes.is_map() && k < routes.size(); k += 2)
        if (std::string one = path_of(routes.child(k).find("rule").text()); !one.empty()) path = one;
      Node servers = backends.find(front.find("backend").text()).find("servers");
      for (std::uint32_t k = 1; servers.is_map() && k < servers.size(); k += 2)
        to(servers.child(k).find("url"), "http", path, front.find("backend").span());
    }
  }

 private:
  Node entry(Node map, std::string_view key) const {
    // Keys of this format are the same in any case.
    for (std::uint32_t i = 0; map.is_map() && i + 1 < map.size(); i += 2) {
      const std::string_view own = map.child(i).text();
      if (std::equal(own.begin(), own.end(), key.begin(), key.end(), [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? a + 32 : a) == (b >= 'A' && b <= 'Z' ? b + 32 : b);
          }))
        return map.child(i + 1);
    }
    return {};
  }

  void service(Node part, const std::string& name, std::string_view protocol, const std::string& path,
               Span at, int depth) {
    if (depth > 4 || ++services_ > 5'000) return;
    Node one = part.find("services").find(name);
    Node servers = entry(entry(one, "loadBalancer"), "servers");
    for (std::uint32_t i = 0; servers.is_list() && i < servers.size(); ++i) {
      Node address = servers.child(i).find("url");
      if (!address) address = servers.child(i).find("address");
      to(address, protocol, path, at);
    }
    for (std::string_view group : {"weighted", "mirroring", "failover"}) {
      Node more = entry(one, group);
      for (std::string_view key : {"service", "fallback"})
        if (Node other = more.find(key); other.is_scalar())
          service(part, std::string(other.text()), protocol, path, at, depth + 1);
      for (std::string_view key : {"services", "mirrors"}) {
        Node list = more.find(key);
        for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < 64; ++i)
          service(part, std::string(list.child(i).find("name").text()), protocol, path, at, depth + 1);
      }
    }
  }

  void to(Node target, std::string_view protocol, const std::string& path, Span router) {
    const Address address = address_of(target.text());
    if (is_no_host(address.host)) return;
    Call call;
    call.protocol = protocol_of(address.scheme, protocol);
    call.location = path;
    call.span = target.span();
    if (router.file) call.chain.emplace_back(router, "routed here");
    call.to = url_of(values_, address.scheme.empty() ? protocol : std::string_view(address.scheme),
                     value_of(values_, address.host, {}), address.path);
    calls_.add(std::move(call));
  }

  Node root_;
  Values& values_;
  Calls calls_;
  int services_ = 0;  // looked at
};

class Traefik final : public Interpreter {
 public:
  std::string_view name() const override { return "traefik"; }
  bool accepts(std::string_view path, const Document& document) const override {
    if (document.roots().empty()) return false;
    Node root{&document, document.roots().front()};
    return compose::is_compose(path, document) || is_own_file(root);
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (!document || document->roots().empty()) return;
    Node root{document, document->roots().front()};
    if (is_own_file(root)) FileProvider(file, root, values, out).run();
    else read_labels(project, file, values, out);
  }

 private:
  static bool is_own_file(Node root) {
    for (std::string_view protocol : {"http", "tcp", "udp"})
      if (root.find(protocol, "routers").is_map() && root.find(protocol, "services").is_map()) return true;
    return root.find("backends").is_map() && root.find("frontends").is_map();
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> traefik() { return std::make_unique<Traefik>(); }
}  // namespace templates
}  // namespace demarc
