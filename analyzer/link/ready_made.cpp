// Calls of ready-made images: what they are told of others stands in their environment and command alone.
#include <array>
#include <set>

#include "analyzer/link/hosts.h"

namespace demarc::linking {
namespace {

constexpr std::size_t max_addresses = 32;  // in one value

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// A name whose value is the address of somebody, also where no port stands behind it.
bool names_address(std::string_view name) {
  constexpr std::array endings = {"HOST",          "HOSTS",   "SERVER",   "SERVERS",         "URL",
                                  "URLS",          "URI",     "ADDR",     "ADDRESS",         "CONNECT",
                                  "BROKERCONNECT", "BROKERS", "ENDPOINT", "BOOTSTRAPSERVERS"};
  for (std::string_view ending : endings)
    if (name.ends_with(ending)) return true;
  return false;
}

// What a program says of itself.
bool names_itself(std::string_view name) {
  for (std::string_view word : {"ADVERTISED", "LISTENER", "ROOT_URL", "PUBLIC", "EXTERNAL", "DOMAIN"})
    if (name.find(word) != std::string_view::npos) return true;
  return false;
}

struct Told {
  std::string host, scheme;  // host with port
};

std::vector<Told> addresses_in(std::string_view text, bool bare_hosts) {
  std::vector<Told> all;
  if (text.find_first_of(" \t\n{}") != std::string_view::npos) return all;
  while (!text.empty() && all.size() < max_addresses) {
    std::string_view one = text.substr(0, text.find_first_of(",;"));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    Told made;
    if (const std::size_t sign = one.find("://"); sign != std::string_view::npos) {
      made.scheme = one.substr(one.starts_with("jdbc:") ? 5 : 0, sign - (one.starts_with("jdbc:") ? 5 : 0));
      one.remove_prefix(sign + 3);
    }
    one = one.substr(0, one.find_first_of("/?"));
    if (const std::size_t at = one.rfind('@'); at != std::string_view::npos) one.remove_prefix(at + 1);
    const std::size_t colon = one.find(':');
    const bool has_port = colon != std::string_view::npos && colon + 1 < one.size() &&
                          one.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
    if (one.empty() || (!has_port && made.scheme.empty() && !bare_hosts)) continue;
    made.host = one;
    all.push_back(std::move(made));
  }
  return all;
}

bool is_host_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.';
}

// An option whose value is somebody's name: "-retry-join=orders", "--zookeeper orders".
bool takes_host(std::string_view option) {
  if (!option.starts_with('-')) return false;
  const std::string name = upper(option);
  for (std::string_view word : {"JOIN", "HOST", "PEER", "URL", "ZOOKEEPER", "BOOTSTRAP", "SEED", "CONNECT",
                                "BROKER", "DISCOVERY", "ADDR", "ENDPOINT", "TARGET"})
    if (name.find(word) != std::string::npos) return true;
  return false;
}

// Hosts in a command line: with a port behind them, or as the value of an option that takes one.
std::vector<Told> hosts_in(std::string_view command) {
  std::vector<Told> all;
  std::string_view before;  // the word in front
  for (std::size_t i = 0; i < command.size() && all.size() < max_addresses;) {
    if (!is_host_char(command[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < command.size() && is_host_char(command[end])) ++end;
    const std::string_view word = command.substr(i, end - i);
    std::size_t port = end;
    if (port < command.size() && command[port] == ':')
      for (++port; port < command.size() && command[port] >= '0' && command[port] <= '9';) ++port;
    const bool has_port = port > end + 1;
    if (!word.starts_with('-') && (has_port || takes_host(before))) {
      const bool is_http =
          command.substr(0, i).ends_with("http://") || command.substr(0, i).ends_with("https://");
      all.push_back({std::string(command.substr(i, port - i)), is_http ? "http" : ""});
    }
    before = word;
    i = has_port ? port : end;
  }
  return all;
}

}  // namespace

void link_ready_made(const Desk& desk) {
  Run& run = desk.run;
  for (ServiceIndex s = 1; s < run.services.size(); ++s) {
    std::set<std::pair<ServiceIndex, std::string>> known;
    auto ask = [&](const Told& told, Trail trail) {
      const ServiceIndex to = is_this_machine(told.host) ? 0 : desk.hosts->named(told.host);
      const std::string protocol = told.scheme.starts_with("http") ? "http" : "tcp";
      if (to == 0 || to == s || !known.emplace(to, protocol).second) return;
      Relation made;
      made.kind = RelationKind::calls;
      made.from = run.services[s].entity;
      made.to = run.services[to].entity;
      made.attributes["from"] = "template";
      made.attributes["implicit"] = yes;
      made.attributes["protocol"] = protocol;
      made.evidence = run.steps(trail);
      ++run.sites["calls"].resolved;
      run.facts.relation(std::move(made));
    };
    for (ResourceIndex piece : run.services[s].pieces) {
      const Resource& workload = run.resource(piece);
      const Property* role = run.property(workload, "role");
      // A proxy's variables fill its configuration, which says more; a database asks nobody.
      if (workload.kind != ResourceKind::workload || !role || text_of(run, role->value) == "proxy" ||
          text_of(run, role->value) == "database")
        continue;
      for (const Property& p : workload.environment) {
        const std::string name = upper(p.name);
        if (names_itself(name)) continue;
        for (const Outcome& o : desk.resolver.outcomes(p.value, {s, {}})) {
          if (!run.values.is_literal(o.evaluated)) continue;
          Trail trail{{p.span, p.name}};
          trail.insert(trail.end(), o.trail.begin(), o.trail.end());
          for (const Told& told : addresses_in(run.values.text(o.evaluated), names_address(name)))
            ask(told, trail);
        }
      }
      if (const Property* command = run.property(workload, "command"))
        for (const Told& told : hosts_in(text_of(run, command->value)))
          ask(told, {{command->span, "command"}});
    }
  }
}

}  // namespace demarc::linking
