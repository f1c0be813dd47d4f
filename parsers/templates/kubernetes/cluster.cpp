// Joins objects over files: pods with services, services with routes, overlays with what they lie over.
#include "parsers/templates/kubernetes/cluster.h"

#include <algorithm>

#include "parsers/templates/docker/addresses.h"
#include "parsers/templates/docker/image_sources.h"
#include "parsers/templates/docker/images.h"
#include "parsers/templates/docker/open_text.h"
#include "parsers/templates/kubernetes/pods.h"
#include "parsers/templates/kubernetes/routes.h"

namespace demarc::kubernetes {

using containers::ImageTable;
using containers::last_part;
using containers::Told;
using containers::Workload;

namespace {

constexpr std::size_t max_hosts = 200;
constexpr std::size_t max_definitions = 20'000;

void add_told(std::vector<Told>& all, Told one) {
  if (one.text.empty() || all.size() >= max_hosts) return;
  if (std::none_of(all.begin(), all.end(), [&](const Told& have) { return have.text == one.text; }))
    all.push_back(std::move(one));
}

Span name_span(const Object& object) {
  const Node name = object.node.find("metadata", "name");
  return name ? name.span() : object.node.span();
}

// How many folders two files have in common; the same file is nearest.
std::size_t closeness(const Files& files, FileId a, FileId b) {
  if (a == b) return 1'000'000;
  std::string_view x = folder_of(files.path(a)), y = folder_of(files.path(b));
  while (!is_below(y, x)) x = folder_of(x);
  return x.size();
}

// A name that ends with the kind of the object or with a version.
bool says_how_it_runs(std::string_view name) {
  for (std::string_view ending :
       {"-depl", "-deploy", "-deployment", "-dep", "-dc", "-sts", "-ss", "-statefulset", "-ds", "-daemonset",
        "-pod", "-rs", "-rc", "-canary", "-stable", "-blue", "-green"})
    if (name.ends_with(ending) && name.size() > ending.size()) return true;
  const std::size_t digits = name.find_last_not_of("0123456789");
  return digits != std::string_view::npos && digits + 1 < name.size() && digits > 1 &&
         name.substr(digits - 1, 2) == "-v";
}

bool selects(const std::map<std::string, std::string, std::less<>>& selector,
             const std::map<std::string, std::string, std::less<>>& labels) {
  if (selector.empty()) return false;
  for (const auto& [key, value] : selector)
    if (auto at = labels.find(key); at == labels.end() || at->second != value) return false;
  return true;
}

}  // namespace

class Joining {
 public:
  Joining(const Project& project, Cluster& out)
      : project_(project), out_(out), manifests_(project), data_(manifests_.data) {}

  void run() {
    out_.notes_ = manifests_.notes;
    // Jobs last: what they are beside is known by then.
    for (const bool is_job : {false, true})
      for (const Object& object : manifests_.objects)
        if (!object.is_patch && (object.kind == "Job") == is_job) define(object);
    for (const Object& object : manifests_.objects)
      if (object.is_patch) patch(object);
    for (const Object& object : manifests_.objects)
      if (!object.is_patch && object.kind == "Service" && !object.group().starts_with("serving."))
        service(object);
    for (const auto& [name, target] : external_names_) alias(name, target);
    name_by_service();
    for (const Object& object : manifests_.objects)
      if (!object.is_patch) routes(object);
    choose_gateway();
  }

 private:
  // One way in which a workload is deployed: an overlay, an environment, a chart.
  struct Definition {
    const Object* object;
    std::map<std::string, std::string, std::less<>> labels, ports;
    std::size_t workload;
  };

  // The container that the pod is there for: the first that is no proxy or agent.
  Node main_container(Node containers) const {
    const ImageTable& table = project_.index<ImageTable>();
    for (std::uint32_t i = 0; i < containers.size(); ++i) {
      const auto* role = table.find(containers.child(i).find("image").text());
      const bool beside =
          role && (role->role == "proxy" || role->role == "collector" || role->role == "monitoring" ||
                   role->role == "logging" || role->role == "tracing");
      if (!beside) return containers.child(i);
    }
    return containers.size() > 0 ? containers.child(0) : Node{};
  }

  std::size_t workload_of(const std::string& key, const Object& object, std::string id, std::string name,
                          Span span, std::string type) {
    auto [at, fresh] = by_key_.try_emplace(key, out_.workloads_.size());
    if (fresh) {
      Workload made;
      made.unit = object.owner;
      made.id = std::move(id);
      made.type = std::move(type);
      made.name = std::move(name);
      made.span = span;
      made.references_in_parentheses = true;
      // A chart may make two workloads of one name: their references must differ.
      for (int n = 2; !ids_.insert({made.unit, made.id}).second && n < 100; ++n)
        made.id = made.name + "-" + std::to_string(n);
      out_.workloads_.push_back(std::move(made));
    }
    return at->second;
  }

  void define(const Object& object) {
    PodTemplate pod;
    if (!pod_template(object, pod) || definitions_.size() >= max_definitions) return;
    if (containers::is_open(object.name)) {
      out_.notes_.push_back({name_span(object), "the workload's name is given when it is deployed"});
      return;
    }
    const Node containers = pod.spec.find("containers");
    const Node main = main_container(containers);
    if (!main) return;
    const std::string repository(containers::image_repository(main.find("image").text()));
    const std::string tail(last_part(repository));
    if (object.kind == "Job" && is_errand(object, repository)) return;
    // A release name that is only assumed is no part of what the workload is called.
    std::string name = object.name;
    if (!object.assumed.empty() && name.starts_with(object.assumed + "-"))
      name.erase(0, object.assumed.size() + 1);
    const std::size_t number =
        workload_of(object.name + "|" + tail, object, object.name, name, name_span(object), object.kind);
    const PodScope scope{object, pod, data_};
    Workload& workload = out_.workloads_[number];
    workload.is_job |= pod.is_job;
    add_container(scope, main, workload);
    if (pod.answers_by_name) add_hosts(workload, object.name, object.space, name_span(object));
    Definition made{&object, pod.labels, named_ports(main), number};
    // Others of the same pod listen on the same address.
    for (std::uint32_t i = 0; i < containers.size() && i < 50; ++i) {
      const Node other = containers.child(i);
      if (other.index == main.index) continue;
      for (const auto& [name, port] : named_ports(other)) made.ports.emplace(name, port);
      const std::string name(other.find("name").text());
      const std::size_t beside =
          workload_of(object.name + "|" + tail + "|" + name, object, object.name + "." + name, name,
                      other.span(), object.kind + " container");
      add_container(scope, other, out_.workloads_[beside]);
      out_.beside_.insert(beside);
    }
    definitions_.push_back(std::move(made));
    for (const Manifests::Naming& naming : manifests_.namings)
      if (naming.files.contains(object.owner) && pod.answers_by_name)
        add_hosts(out_.workloads_[number], naming.prefix + object.name + naming.suffix, naming.space,
                  name_span(object));
  }

  // "orders-migrate" runs the image of "orders" once, before it starts: it is no service beside it.
  bool is_errand(const Object& job, const std::string& repository) const {
    return std::any_of(definitions_.begin(), definitions_.end(), [&](const Definition& one) {
      if (one.object->kind == "Job" || !job.name.starts_with(one.object->name + "-")) return false;
      // The image may be given when it is installed.
      if (repository.empty() && one.object->owner != job.owner) return false;
      PodTemplate pod;
      if (!pod_template(*one.object, pod)) return false;
      const Node main = main_container(pod.spec.find("containers"));
      return main && containers::image_repository(main.find("image").text()) == repository;
    });
  }

  void patch(const Object& object) {
    PodTemplate pod;
    if (!pod_template(object, pod)) return;
    std::set<std::size_t> done;
    for (const Definition& one : definitions_) {
      if (!object.kind.empty() && one.object->kind != object.kind) continue;
      if (!object.name.empty() && one.object->name != object.name && object.name != ".*") continue;
      if (!done.insert(one.workload).second) continue;
      const Node containers = pod.spec.find("containers");
      PodTemplate own;
      pod_template(*one.object, own);
      const Node main = main_container(own.spec.find("containers"));
      // Volumes may come with the patch or stand below it.
      const PodScope scope{object, pod.spec.find("volumes") ? pod : own, data_};
      for (std::uint32_t i = 0; containers.is_list() && i < containers.size() && i < 50; ++i) {
        const Node container = containers.child(i);
        const std::string_view name = container.find("name").text();
        if (name.empty() || name == "(.*)" || name == main.find("name").text())
          add_container(scope, container, out_.workloads_[one.workload]);
      }
    }
  }

  void add_hosts(Workload& workload, const std::string& name, const std::string& space, Span span) {
    if (name.empty()) return;
    add_told(workload.hosts, {name, span});
    const std::string in = space.empty() ? "default" : space;
    for (const std::string& ending : {"." + in, "." + in + ".svc", "." + in + ".svc.cluster.local"})
      add_told(workload.hosts, {name + ending, span});
  }

  // "nats-depl" and "orders-v1" are called like the one service in front of them; so is "orders-fix", also
  // where that service has nearer workloads.
  void name_by_service() {
    std::map<std::size_t, std::set<std::string>> names;
    for (const auto& [name, found] : services_)
      for (const auto& [object, workload] : found) names[workload].insert(name);
    for (const Object& object : manifests_.objects) {
      if (object.is_patch || object.kind != "Service" || !services_.contains(object.name)) continue;
      const auto selector = texts_of(object.node.find("spec", "selector"));
      for (const Definition& one : definitions_)
        if (one.object->space == object.space &&
            is_variant(out_.workloads_[one.workload].name, object.name) && selects(selector, one.labels))
          names[one.workload].insert(object.name);
    }
    for (const auto& [workload, all] : names)
      if (Workload& one = out_.workloads_[workload];
          all.size() == 1 && (says_how_it_runs(one.name) || is_variant(one.name, *all.begin())))
        one.name = *all.begin();
  }
  static bool is_variant(std::string_view name, std::string_view service) {
    return name.size() > service.size() + 1 && name.starts_with(service) && name[service.size()] == '-';
  }

  // The workloads that a selector means: of those that fit, the nearest.
  std::vector<const Definition*> selected(const Object& service) const {
    const auto selector = texts_of(service.node.find("spec", "selector"));
    std::vector<const Definition*> found;
    std::size_t best = 0;
    for (const Definition& one : definitions_) {
      if (!selects(selector, one.labels)) continue;
      std::size_t near = 2 * closeness(project_.files(), one.object->owner, service.owner);
      near += one.object->space == service.space;
      if (found.empty() || near > best) {
        found.clear();
        best = near;
      }
      if (near == best) found.push_back(&one);
    }
    return found;
  }

  void service(const Object& object) {
    const Node spec = object.node.find("spec");
    if (spec.find("type").text() == "ExternalName") {
      external_names_.push_back({&object, std::string(spec.find("externalName").text())});
      return;
    }
    const std::vector<const Definition*> found = selected(object);
    if (found.empty()) {
      if (spec.find("selector"))
        out_.notes_.push_back({name_span(object), "the service selects no workload of the tree"});
      return;
    }
    std::set<std::size_t> done;
    for (const Definition* one : found) {
      if (!done.insert(one->workload).second) continue;
      Workload& workload = out_.workloads_[one->workload];
      add_hosts(workload, object.name, object.space, name_span(object));
      for (const Manifests::Naming& naming : manifests_.namings)
        if (naming.files.contains(object.owner))
          add_hosts(workload, naming.prefix + object.name + naming.suffix,
                    naming.space.empty() ? object.space : naming.space, name_span(object));
      if (one->object->kind == "StatefulSet")
        for (int i = 0; i < 3; ++i)
          add_told(workload.hosts,
                   {one->object->name + "-" + std::to_string(i) + "." + object.name, name_span(object)});
      ports(object, *one, workload);
      services_[object.name].push_back({&object, one->workload});
    }
  }

  void ports(const Object& object, const Definition& definition, Workload& workload) {
    const Node spec = object.node.find("spec"), list = spec.find("ports");
    const std::string_view type = spec.find("type").text();
    for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < 100; ++i) {
      const Node one = list.child(i);
      const std::string port(one.find("port").text());
      std::string target(one.find("targetPort").text());
      if (target.empty()) target = port;
      if (auto named = definition.ports.find(target); named != definition.ports.end()) target = named->second;
      if (port.empty()) continue;
      add_told(workload.service_ports, {port + ":" + target, one.span()});
      if (target.find_first_not_of("0123456789") == std::string::npos)
        add_told(workload.ports, {target, one.span()});
      if (Node outside = one.find("nodePort"))
        add_told(workload.published, {std::string(outside.text()) + ":" + target, outside.span()});
      if (type == "LoadBalancer") add_told(workload.published, {port + ":" + target, one.span()});
    }
  }

  // "orders.shop.svc.cluster.local" → the workloads behind the service "orders", nearest first.
  std::vector<std::pair<const Object*, std::size_t>> behind(std::string_view name, std::string_view space,
                                                            FileId from) const {
    const std::string_view own = name.substr(0, name.find('.'));
    std::string_view in = space;
    if (own.size() < name.size()) {
      in = name.substr(own.size() + 1);
      in = in.substr(0, in.find('.'));
    }
    auto at = services_.find(std::string(own));
    if (at == services_.end()) return {};
    std::vector<std::pair<const Object*, std::size_t>> all = at->second;
    auto rank = [&](const auto& one) {
      return (one.first->space == in ? 1'000'000'000u : 0u) +
             closeness(project_.files(), one.first->owner, from);
    };
    std::size_t best = 0;
    for (const auto& one : all) best = std::max(best, rank(one));
    std::erase_if(all, [&](const auto& one) { return rank(one) != best; });
    return all;
  }

  void alias(const Object* object, const std::string& target) {
    for (const auto& [other, workload] : behind(target, object->space, object->owner))
      add_hosts(out_.workloads_[workload], object->name, object->space, name_span(*object));
  }

  void routes(const Object& object) {
    const std::vector<NamedRoute> all = routes_of(object);
    if (all.empty()) return;
    bool outside = false;
    ++objects_;
    for (const NamedRoute& one : all) {
      const auto found = behind(one.service, one.space, object.owner);
      if (found.empty()) {
        out_.notes_.push_back({one.span, "the route leads to a service that is not in the tree"});
        continue;
      }
      std::set<std::size_t> done;
      for (const auto& [service, workload] : found) {
        if (!done.insert(workload).second) continue;
        if (!one.from_outside) {
          for (const std::string& host : one.hosts)
            if (host.find('*') == std::string::npos && !services_.contains(host.substr(0, host.find('.'))))
              add_told(out_.workloads_[workload].hosts, {host, one.span});
          continue;
        }
        outside = true;
        if (!known_routes_.insert({workload, one.path}).second) continue;
        Route made;
        made.unit = object.owner;
        made.workload = workload;
        made.object = objects_;
        made.path = one.path;
        made.host = one.host;
        made.protocol = one.protocol;
        made.span = one.span;
        if (one.path_span.file) made.chain.push_back({one.path_span, "the path of the route"});
        made.chain.push_back({name_span(*service), "the service that it names"});
        made.chain.push_back({out_.workloads_[workload].span, "the workload that the service selects"});
        out_.routes_.push_back(std::move(made));
      }
    }
    if (!outside) return;
    Workload& gateway = out_.own_gateway_;
    if (!gateway.unit) {
      gateway.unit = object.owner;
      gateway.id = gateway.name = "ingress";
      gateway.type = object.kind;
      gateway.role = "proxy";
      gateway.kind = "gateway";
      gateway.span = name_span(object);
    }
    for (auto& [host, span] : outer_hosts(object)) add_told(gateway.hosts, {host, span});
    // Whoever asks from inside names the controller's own service.
    if (is_nginx_ingress(object))
      for (std::string_view name : {"ingress-nginx-controller", "ingress-nginx"})
        for (std::string_view ending :
             {"", ".ingress-nginx", ".ingress-nginx.svc", ".ingress-nginx.svc.cluster.local"})
          add_told(gateway.hosts, {std::string(name) + std::string(ending), name_span(object)});
    if (object.kind == "VirtualService")
      for (std::string_view name :
           {"istio-ingressgateway", "istio-ingressgateway.istio-system.svc.cluster.local"})
        add_told(gateway.hosts, {std::string(name), name_span(object)});
  }

  void choose_gateway() {
    if (!out_.own_gateway_.unit) return;
    for (std::size_t i = 0; i < out_.workloads_.size(); ++i) {
      const Workload& one = out_.workloads_[i];
      const std::string image = containers::image_repository(one.image.text);
      for (std::string_view word :
           {"ingress-nginx/controller", "nginx-ingress-controller", "kubernetes-ingress", "traefik",
            "kubernetes-ingress-controller", "emissary", "ambassador", "istio/proxyv2", "contour"})
        if (image == word || image.ends_with("/" + std::string(word))) {
          out_.gateway_ = containers::reference_of(project_, one);
          for (const Told& host : out_.own_gateway_.hosts) add_told(out_.workloads_[i].hosts, host);
          return;
        }
    }
    if (!divides()) return open_doors();
    for (int n = 2; ids_.contains({out_.own_gateway_.unit, out_.own_gateway_.id}) && n < 100; ++n)
      out_.own_gateway_.id = "ingress-" + std::to_string(n);
    out_.has_own_gateway_ = true;
    out_.gateway_ = containers::reference_of(project_, out_.own_gateway_);
  }

  // True when one object, or one name of the outside, leads to several workloads: somebody has to choose.
  bool divides() const {
    std::map<std::pair<std::size_t, std::string>, std::set<std::size_t>> reached;
    for (const Route& one : out_.routes_)
      for (const auto& key : {std::pair(one.object, std::string()), std::pair(std::size_t{0}, one.host)})
        if (reached[key].insert(one.workload).second && reached[key].size() > 1) return true;
    return false;
  }

  // A door with one room behind it is that room's own: its names from outside are.
  void open_doors() {
    std::set<std::size_t> reached;
    for (const Route& one : out_.routes_) {
      reached.insert(one.workload);
      if (!one.host.empty() && one.host.find('*') == std::string::npos)
        add_told(out_.workloads_[one.workload].hosts, {one.host, one.span});
    }
    if (reached.size() == 1)
      for (const Told& host : out_.own_gateway_.hosts)
        add_told(out_.workloads_[*reached.begin()].hosts, host);
    out_.routes_.clear();
  }

  const Project& project_;
  Cluster& out_;
  Manifests manifests_;
  std::size_t objects_ = 0;  // with routes, so far
  DataIndex data_;
  std::map<std::string, std::size_t> by_key_;
  std::set<std::pair<FileId, std::string>> ids_;
  std::vector<Definition> definitions_;
  std::map<std::string, std::vector<std::pair<const Object*, std::size_t>>> services_;
  std::vector<std::pair<const Object*, std::string>> external_names_;
  std::set<std::pair<std::size_t, std::string>> known_routes_;
};

Cluster::Cluster(const Project& project) { Joining(project, *this).run(); }

void declare_cluster(const Project& project, FileId file, Values& values, Declarations& out) {
  const Cluster& cluster = project.index<Cluster>();
  const auto& sources = project.index<containers::ImageSources>();
  const auto& table = project.index<ImageTable>();
  std::vector<const Workload*> reachable;
  for (std::size_t i = 0; i < cluster.workloads().size(); ++i)
    if (!cluster.is_beside(i)) reachable.push_back(&cluster.workloads()[i]);
  for (std::size_t i = 0; i < cluster.workloads().size(); ++i) {
    const Workload& one = cluster.workloads()[i];
    if (one.unit != file) continue;
    if (cluster.is_beside(i)) {
      // Of what runs beside a pod's own container only stores, brokers and code of the tree are told.
      const auto* role = table.find(one.image.text);
      const bool is_store = role && (role->role == "database" || role->role == "broker");
      if (!is_store && !sources.find(one.image.text)) continue;
    }
    const containers::Started started = containers::declare(one, project, values, out);
    if (!cluster.is_beside(i)) containers::declare_addresses(one, started, reachable, project, values, out);
  }
  if (const Workload* gateway = cluster.own_gateway(); gateway && gateway->unit == file)
    containers::declare(*gateway, project, values, out);
  for (const Route& route : cluster.routes()) {
    if (route.unit != file) continue;
    Wiring made;
    made.unit = file;
    made.kind = WiringKind::calls;
    made.from = values.reference(cluster.gateway());
    made.to = values.reference(containers::reference_of(project, cluster.workloads()[route.workload]));
    made.properties.push_back({"protocol", values.literal(route.protocol), route.span});
    if (!route.path.empty())
      made.properties.push_back({"path", containers::value_of(values, route.path), route.span});
    made.span = route.span;
    made.chain = route.chain;
    out.wirings.push_back(std::move(made));
  }
  for (const Note& note : cluster.notes())
    if (note.where.file == file) out.notes.push_back(note);
}

}  // namespace demarc::kubernetes
