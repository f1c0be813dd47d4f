// Reads what collectors, monitors and log shippers ask and send to: Prometheus, OpenTelemetry, Grafana,
// Beats, Promtail, Logstash, Fluentd, and the log drivers of compose. All of it is implicit.
#include <algorithm>
#include <array>
#include <set>

#include "parsers/parsers.h"
#include "parsers/templates/compose/projects.h"
#include "parsers/templates/docker/images.h"
#include "parsers/templates/proxies/calls.h"
#include "parsers/templates/proxies/directive.h"

namespace demarc {
namespace {

using namespace proxies;

constexpr std::uint32_t max_entries = 2'000;
constexpr int max_depth = 8;
constexpr int max_work = 50'000;  // places looked at in one file, however often an alias repeats them

enum class Format { none, prometheus, opentelemetry, grafana, beats, promtail, logstash, fluentd, compose };

std::string_view type_of(std::string_view component) { return component.substr(0, component.find('/')); }

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Entries of a list, a text alone as one.
template <class Take>
void each_text(Node node, const Take& take) {
  if (node.is_scalar()) take(node);
  for (std::uint32_t i = 0; node.is_list() && i < node.size() && i < max_entries; ++i)
    if (node.child(i).is_scalar()) take(node.child(i));
}

class Reading {
 public:
  Reading(FileId file, std::string_view format, Program program, Values& values, Declarations& out)
      : values_(values), calls_(file, format, program, values, out) {}

  // https://prometheus.io/docs/prometheus/latest/configuration/configuration/
  void prometheus(Node root) {
    Node jobs = root.find("scrape_configs");
    for (std::uint32_t i = 0; jobs.is_list() && i < jobs.size() && i < max_entries; ++i) job(jobs.child(i));
    Node managers = root.find("alerting", "alertmanagers");
    for (std::uint32_t i = 0; managers.is_list() && i < managers.size() && i < max_entries; ++i)
      targets(managers.child(i), "");
    for (std::string_view key : {"remote_write", "remote_read"}) {
      Node remotes = root.find(key);
      for (std::uint32_t i = 0; remotes.is_list() && i < remotes.size() && i < max_entries; ++i)
        to(remotes.child(i).find("url"), "http");
    }
  }

  // https://opentelemetry.io/docs/collector/configuration/ — `used`: components that pipelines name; empty:
  // all.
  void opentelemetry(Node root, const std::set<std::string, std::less<>>& used) {
    static constexpr std::array<std::string_view, 30> listeners = {
        "otlp",           "jaeger",       "zipkin",       "opencensus", "statsd",       "syslog",
        "tcplog",         "udplog",       "carbon",       "influxdb",   "signalfx",     "splunk_hec",
        "collectd",       "skywalking",   "webhookevent", "loki",       "awsxray",      "fluentforward",
        "fluent_forward", "tcp_log",      "udp_log",      "datadog",    "sapm",         "wavefront",
        "hostmetrics",    "host_metrics", "file_log",     "filelog",    "kubeletstats", "remotetap"};
    auto is_used = [&](std::string_view name) { return used.empty() || used.contains(name); };
    auto entries = [&](std::string_view group, const auto& take) {
      Node map = root.find(group);
      for (std::uint32_t i = 0; map.is_map() && i + 1 < map.size() && i < max_entries; i += 2)
        take(map.child(i).text(), map.child(i + 1));
    };
    entries("exporters", [&](std::string_view name, Node one) {
      // It listens for those who scrape it.
      if (!is_used(name) || type_of(name) == "prometheus" || type_of(name) == "debug") return;
      const bool is_http = type_of(name).find("http") != std::string_view::npos;
      endpoints(one, type_of(name).starts_with("otlp") && !is_http ? "grpc" : "http", 0);
    });
    entries("receivers", [&](std::string_view name, Node one) {
      if (!is_used(name) || is_one_of(type_of(name), listeners)) return;
      if (type_of(name) == "prometheus") return prometheus(one.find("config"));
      static constexpr std::array<std::string_view, 9> web = {"nginx",      "apache",   "httpcheck",
                                                              "http_check", "rabbitmq", "elasticsearch",
                                                              "haproxy",    "couchdb",  "prometheus_simple"};
      endpoints(one, is_one_of(type_of(name), web) ? "http" : "tcp", 0);
    });
    entries("extensions", [&](std::string_view name, Node one) {
      if (is_used(name) && (type_of(name) == "jaeger_storage" || type_of(name) == "opamp"))
        endpoints(one, "http", 0);
    });
  }

  // https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
  void grafana(Node root) {
    Node sources = root.find("datasources");
    for (std::uint32_t i = 0; sources.is_list() && i < sources.size() && i < max_entries; ++i) {
      const std::string_view type = sources.child(i).find("type").text();
      const bool is_store = type.find("postgres") != std::string_view::npos || type == "mysql" ||
                            type == "mssql" || type == "redis-datasource";
      to(sources.child(i).find("url"), is_store ? "tcp" : "http");
    }
  }

  // output.logstash: {hosts: […]}, in dotted and in nested keys.
  void beats(Node root) {
    auto output = [&](std::string_view name, Node one) {
      if (one.find("enabled").text() == "false") return;
      each_text(one.find("hosts"), [&](Node host) { to(host, name == "elasticsearch" ? "http" : "tcp"); });
    };
    for (std::uint32_t i = 0; root.is_map() && i + 1 < root.size() && i < max_entries; i += 2) {
      const std::string_view key = root.child(i).text();
      Node value = root.child(i + 1);
      if (key.starts_with("output.")) {
        std::string_view name = key.substr(7);
        if (name.ends_with(".hosts")) each_text(value, [&](Node host) { to(host, "tcp"); });
        else output(name, value);
      } else if (key == "output") {
        for (std::uint32_t k = 0; value.is_map() && k + 1 < value.size(); k += 2)
          output(value.child(k).text(), value.child(k + 1));
      }
    }
  }

  void promtail(Node root) {
    Node clients = root.find("clients");
    for (std::uint32_t i = 0; clients.is_list() && i < clients.size() && i < max_entries; ++i)
      to(clients.child(i).find("url"), "http");
  }

  void logstash(Node sections) {
    static constexpr std::array<std::string_view, 6> clients = {"kafka",    "redis", "elasticsearch",
                                                                "rabbitmq", "jdbc",  "http_poller"};
    for (std::uint32_t i = 0; i < sections.size(); ++i) {
      Directive section{sections.child(i)};
      for (std::uint32_t k = 0; k < section.size(); ++k) {
        Directive plugin = section.child(k);
        // Most inputs listen.
        if (section.name() == "output" || (section.name() == "input" && is_one_of(plugin.name(), clients)))
          shipper(plugin);
      }
    }
  }

  void fluentd(Node list, int depth) {
    for (std::uint32_t i = 0; depth < max_depth && i < list.size(); ++i) {
      Directive one{list.child(i)};
      const std::string_view name = one.name();
      if (name == "match" || name == "store" || name == "server") shipper(one);
      if (one.has_block() && name != "source" && name != "filter") fluentd(one.node.find("block"), depth + 1);
    }
  }

  // logging: {driver: fluentd, options: {fluentd-address: "host:port"}}
  void compose(const Project& project, FileId file, Node root) {
    const std::string path(project.files().path(file));
    Node services = root.find("services");
    for (std::uint32_t i = 0; services.is_map() && i + 1 < services.size() && i < max_entries; i += 2) {
      Node options = services.child(i + 1).find("logging", "options");
      for (std::string_view key : {"fluentd-address", "gelf-address", "syslog-address", "loki-url",
                                   "splunk-url", "logentries-address"}) {
        Node address = options.find(key);
        if (!address.is_scalar()) continue;
        from_ = values_.reference(path + "#" + std::string(services.child(i).text()));
        to(address, key == "loki-url" || key == "splunk-url" ? "http" : "tcp");
        from_ = {};
      }
    }
    watchers(project, file, services);
  }

  // What is made to watch containers and given Docker's socket watches all that the same file runs.
  void watchers(const Project& project, FileId file, Node services) {
    const auto& table = project.index<containers::ImageTable>();
    std::vector<const containers::Workload*> beside;
    for (const containers::Workload& one : project.index<compose::Projects>().workloads())
      if (one.unit == file) beside.push_back(&one);
    for (const containers::Workload* watcher : beside) {
      const containers::ImageRole* role = table.find(watcher->image.text);
      if (!role || !role->watches_containers) continue;
      Node volumes = services.find(watcher->name).find("volumes"), socket;
      for (std::uint32_t i = 0; volumes.is_list() && i < volumes.size() && i < max_entries; ++i) {
        Node source = volumes.child(i).is_map() ? volumes.child(i).find("source") : volumes.child(i);
        if (source.text().find("docker.sock") != std::string_view::npos) socket = source;
      }
      if (!socket) continue;
      for (const containers::Workload* one : beside) {
        if (one == watcher || ++work_ > max_work) continue;
        Call call;
        call.from = values_.reference(containers::reference_of(project, *watcher));
        call.to = values_.reference(containers::reference_of(project, *one));
        call.protocol = "docker";
        call.is_implicit = true;
        call.span = socket.span();
        calls_.add(std::move(call));
      }
    }
  }

 private:
  void job(Node one) {
    if (++work_ > max_work) return;
    // A probe that asks others: its own address replaces the targets.
    Node relabels = one.find("relabel_configs");
    Node probe;
    for (std::uint32_t i = 0; relabels.is_list() && i < relabels.size() && i < max_entries; ++i)
      if (relabels.child(i).find("target_label").text() == "__address__" &&
          relabels.child(i).find("replacement").text().find('$') == std::string_view::npos)
        probe = relabels.child(i).find("replacement");
    if (probe.is_scalar() && !probe.text().empty()) return to(probe, "http");
    std::string_view path = one.find("metrics_path").text();
    targets(one, path.empty() ? "/metrics" : path);
    for (std::string_view key : {"consul_sd_configs", "eureka_sd_configs"}) {
      Node registries = one.find(key);
      for (std::uint32_t i = 0; registries.is_list() && i < registries.size() && i < 64; ++i)
        to(registries.child(i).find("server"), "http");
    }
  }

  void targets(Node one, std::string_view path) {
    for (std::string_view key : {"static_configs", "target_groups"}) {
      Node groups = one.find(key);
      for (std::uint32_t i = 0; groups.is_list() && i < groups.size() && ++work_ < max_work; ++i)
        each_text(groups.child(i).find("targets"), [&](Node target) { to(target, "http", path); });
    }
  }

  // Every address below an exporter or receiver, by the keys that the formats have for it.
  void endpoints(Node node, std::string_view protocol, int depth) {
    static constexpr std::array<std::string_view, 12> keys = {"endpoint",
                                                              "endpoints",
                                                              "server_urls",
                                                              "brokers",
                                                              "traces_endpoint",
                                                              "metrics_endpoint",
                                                              "logs_endpoint",
                                                              "servers",
                                                              "urls",
                                                              "url",
                                                              "dsn",
                                                              "addresses"};
    if (depth > max_depth || ++work_ > max_work) return;
    for (std::uint32_t i = 0; node.is_list() && i < node.size() && i < max_entries; ++i)
      endpoints(node.child(i), protocol, depth + 1);
    for (std::uint32_t i = 0; node.is_map() && i + 1 < node.size() && i < max_entries; i += 2) {
      Node value = node.child(i + 1);
      const std::string_view key = node.child(i).text();
      const bool is_raw = key == "brokers" || key == "servers" || key == "addresses" || key == "dsn";
      if (is_one_of(key, keys)) each_text(value, [&](Node text) { to(text, is_raw ? "tcp" : protocol); });
      if (value.is_map() || value.is_list()) endpoints(value, protocol, depth + 1);
    }
  }

  // A plugin of Logstash or Fluentd: hosts with ports, a URL, or a host and its port apart.
  void shipper(Directive plugin) {
    std::string_view host, port;
    Span span;
    for (std::uint32_t k = 0; k < plugin.size(); ++k) {
      Directive entry = plugin.child(k);
      const std::string_view key = entry.name();
      const bool is_address = key == "hosts" || key == "url" || key == "endpoint" || key == "brokers" ||
                              key == "bootstrap_servers" || key == "urls" || key == "endpoint_url";
      if (key == "host" && !entry.has_block()) {
        host = entry.word(1);
        span = entry.span();
      }
      if (key == "port") port = entry.word(1);
      for (std::uint32_t w = 1; is_address && w < entry.words(); ++w)
        add(entry.word(w), entry.span(), plugin.name() == "elasticsearch" ? "http" : "tcp", "");
    }
    if (host.empty()) return;
    std::string address(host);
    if (!port.empty() && address.find(':') == std::string::npos) address += ":" + std::string(port);
    add(address, span, "tcp", "");
  }

  void to(Node target, std::string_view protocol, std::string_view path = {}) {
    if (target.is_scalar()) add(target.text(), target.span(), protocol, path);
  }

  void add(std::string_view text, Span span, std::string_view protocol, std::string_view path) {
    for (const std::string& part : parts_of(text, ", ")) {
      Address address = address_of(part);
      if (address.scheme == "unix" || address.scheme == "file" || is_no_host(address.host)) continue;
      // Listens everywhere: an address of its own.
      if (address.host.starts_with("0.0.0.0") || address.host.starts_with("[::]")) continue;
      Spelling spelling;
      spelling.bare = true;
      spelling.colon_default = true;
      const ValueId host = value_of(values_, address.host, spelling);
      const bool is_whole = values_[host].kind == ValueKind::setting && address.scheme.empty();
      Call call;
      call.from = from_;
      call.protocol = protocol_of(address.scheme, protocol);
      // Only what is scraped is an operation that its program may know.
      call.is_prefix = path.empty();
      if (!call.is_prefix) call.method = "GET";
      call.is_implicit = true;
      call.span = span;
      const std::string whole_path = address.path.empty() ? std::string(path) : address.path;
      call.to = is_whole && whole_path.empty()
                    ? host
                    : url_of(values_, address.scheme.empty() ? protocol : std::string_view(address.scheme),
                             host, whole_path);
      calls_.add(std::move(call));
    }
  }

  Values& values_;
  Calls calls_;
  ValueId from_;
  int work_ = 0;
};

bool is_collector(Node root) {
  return root.find("service", "pipelines").is_map() ||
         (root.find("exporters").is_map() && root.find("receivers").is_map());
}

Format format_of(std::string_view path, const Document& document) {
  if (document.roots().empty()) return Format::none;
  if (directives_of(&document, "logstash")) return Format::logstash;
  if (directives_of(&document, "fluentd")) return Format::fluentd;
  Node root{&document, document.roots().front()};
  if (!root.is_map() || root.tag() == "directives") return Format::none;
  if (root.find("clients").is_list() && root.find("positions")) return Format::promtail;
  if (root.find("scrape_configs").is_list()) return Format::prometheus;
  if (is_collector(root)) return Format::opentelemetry;
  if (root.find("datasources").is_list() && root.find("apiVersion")) return Format::grafana;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name.find("beat") != std::string_view::npos) return Format::beats;
  if (root.find("services").is_map() && compose::is_compose(path, document)) return Format::compose;
  return Format::none;
}

// Components that pipelines name, in the file and in those beside it: a collector is often given several.
std::set<std::string, std::less<>> used_components(const Project& project, FileId file) {
  std::set<std::string, std::less<>> used;
  const std::string_view folder = folder_of(project.files().path(file));
  auto collect = [&](const Document* document) {
    if (!document || document->roots().empty()) return;
    Node root{document, document->roots().front()};
    if (!root.is_map() || !is_collector(root)) return;
    each_text(root.find("service", "extensions"), [&](Node name) { used.emplace(name.text()); });
    Node pipelines = root.find("service", "pipelines");
    for (std::uint32_t i = 1; pipelines.is_map() && i < pipelines.size() && i < max_entries; i += 2)
      for (std::string_view group : {"receivers", "exporters"})
        each_text(pipelines.child(i).find(group), [&](Node name) { used.emplace(name.text()); });
  };
  // Ids follow paths: the files of a folder stand together, with those below it.
  constexpr std::uint32_t reach = 200;
  for (std::uint32_t i = file.index;
       i >= 1 && file.index - i < reach && is_below(project.files().path(FileId{i}), folder); --i)
    if (folder_of(project.files().path(FileId{i})) == folder) collect(project.document(FileId{i}));
  for (std::uint32_t i = file.index + 1; i <= project.files().size() && i - file.index < reach &&
                                         is_below(project.files().path(FileId{i}), folder);
       ++i)
    if (folder_of(project.files().path(FileId{i})) == folder) collect(project.document(FileId{i}));
  return used;
}

class Collectors final : public Interpreter {
 public:
  std::string_view name() const override { return "collectors"; }
  bool accepts(std::string_view path, const Document& document) const override {
    return format_of(path, document) != Format::none;
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (!document) return;
    Node root{document, document->roots().front()};
    auto reading = [&](std::string_view format, Program program = Program::monitor) {
      return Reading(file, format, program, values, out);
    };
    switch (format_of(project.files().path(file), *document)) {
      case Format::prometheus: reading("prometheus").prometheus(root); break;
      case Format::opentelemetry:
        reading("opentelemetry").opentelemetry(root, used_components(project, file));
        break;
      case Format::grafana: reading("grafana").grafana(root); break;
      case Format::beats: reading("beat").beats(root); break;
      case Format::promtail: reading("promtail").promtail(root); break;
      case Format::logstash: reading("logstash").logstash(directives_of(document, "logstash")); break;
      case Format::fluentd: reading("fluentd").fluentd(directives_of(document, "fluentd"), 0); break;
      // An address of this machine is the one that Docker runs on.
      case Format::compose: reading("compose", Program::code).compose(project, file, root); break;
      case Format::none: break;
    }
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> collectors() { return std::make_unique<Collectors>(); }
}  // namespace templates
}  // namespace demarc
