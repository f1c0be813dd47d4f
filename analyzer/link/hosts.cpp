// Host names, ports and roles of services.
#include "analyzer/link/hosts.h"

#include <algorithm>
#include <array>

#include "analyzer/base/letters.h"
#include "analyzer/link/folders.h"

namespace demarc::linking {
namespace {

ServiceIndex only(const std::map<std::string, std::set<ServiceIndex>, std::less<>>& map,
                  std::string_view key) {
  auto at = map.find(key);
  return at != map.end() && at->second.size() == 1 ? *at->second.begin() : 0;
}

// Endings of names that only the own network knows.
bool is_own_domain(std::string_view rest) {
  return rest.ends_with(".local") || rest.ends_with(".internal") || rest.ends_with(".svc") ||
         rest.ends_with(".consul") || rest.find(".svc.") != std::string_view::npos;
}

// "orders.shop:8080": a name with the part of a cluster it lies in. Public sites do not answer at such ports.
bool names_a_space(std::string_view rest, std::string_view port) {
  constexpr std::array<std::string_view, 4> sites = {".com", ".org", ".net", ".io"};
  return rest.size() > 1 && rest.find('.', 1) == std::string_view::npos && port.size() > 2 && port != "443" &&
         port.find_first_not_of("0123456789") == std::string_view::npos &&
         rest.find_first_not_of("0123456789", 1) != std::string_view::npos &&
         std::find(sites.begin(), sites.end(), rest) == sites.end();
}

}  // namespace

bool is_this_machine(std::string_view host) {
  host = host.substr(0, host.find(':'));
  return host == "localhost" || host == "127.0.0.1" || host == "0.0.0.0" || host == "[" ||
         host == "host.docker.internal" || host == "docker.for.mac.localhost" ||
         host == "10.0.2.2";  // as emulated phones call it
}

Hosts::Hosts(const Desk& desk) : run_(desk.run) {
  for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
    const Service& service = run_.services[s];
    if (service.kind == "library") continue;
    names_[bare(service.name)].insert(s);
    for (const std::string& alias : service.aliases) aliases_[bare(alias)].insert(s);
    hosts_[lower(service.name)].insert(s);
    for (ResourceIndex piece : service.pieces)
      for (const Property& p : run_.resource(piece).properties)
        if (p.name == "host") hosts_[lower(text_of(run_, p.value))].insert(s);
  }
  collect_ports(desk);
  collect_roles(desk);
}

void Hosts::collect_ports(const Desk& desk) {
  for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
    const Service& service = run_.services[s];
    auto take = [&](ValueId value) {
      for (const Outcome& o : desk.resolver.outcomes(value, {s, {}}))
        if (run_.values.is_literal(o.evaluated))
          if (std::string port(run_.values.text(o.evaluated)); !port.empty() && port != "0")
            ports_[port].insert(s);
    };
    bool is_application = false;
    for (ResourceIndex piece : service.pieces) {
      is_application |= run_.resource(piece).kind == ResourceKind::application;
      for (const Property& p : run_.resource(piece).properties) {
        if (p.name == "published") {
          const std::string text = text_of(run_, p.value);
          ports_[text.substr(0, text.find(':'))].insert(s);
        }
        if (p.name == "port" && run_.resource(piece).kind == ResourceKind::application) take(p.value);
      }
    }
    if (is_application) take(run_.values.setting("config", "server.port"));
    // What code of Node and Python listens on by custom.
    for (const Outcome& o : desk.resolver.outcomes(run_.values.setting("env", "PORT"), {s, {}}))
      if (run_.values.is_literal(o.evaluated))
        own_ports_[std::string(run_.values.text(o.evaluated))].insert(s);
  }
}

void Hosts::collect_roles(const Desk& desk) {
  for (ServiceIndex s = 1; s < run_.services.size(); ++s)
    if (!run_.services[s].role.empty()) roles_[run_.services[s].role].insert(s);
  for (const Role& role : run_.effects.roles) {
    const std::string word(role.role);
    if (role.owner) {
      if (auto at = run_.services_of_piece.find(run_.resource_of(role.owner));
          at != run_.services_of_piece.end())
        roles_[word].insert(at->second.begin(), at->second.end());
      continue;
    }
    for (const Actor& actor : actors(desk, role.where)) roles_[word].insert(actor.scope.service);
  }
}

ServiceIndex Hosts::named(std::string_view host) const {
  const std::size_t colon = host.find(':');
  const std::string_view port = colon == std::string_view::npos ? std::string_view() : host.substr(colon + 1);
  host = host.substr(0, colon);
  if (ServiceIndex s = only(hosts_, lower(host))) return s;
  if (const std::size_t dot = host.find('.'); dot != std::string_view::npos) {
    if (!is_own_domain(host.substr(dot)) && !names_a_space(host.substr(dot), port)) return 0;
    host = host.substr(0, dot);
  }
  const std::string wanted = bare(host);
  if (wanted.empty()) return 0;
  if (ServiceIndex s = only(names_, wanted)) return s;
  return only(aliases_, wanted);
}

ServiceIndex Hosts::at(std::string_view host, ServiceIndex from) const {
  if (!is_this_machine(host)) return named(host);
  std::set<ServiceIndex> found = listening(host);
  found.erase(from);
  return found.size() == 1 ? *found.begin() : 0;
}

std::set<ServiceIndex> Hosts::listening(std::string_view host) const {
  const std::size_t colon = host.rfind(':');
  const std::string_view port =
      colon == std::string_view::npos ? std::string_view("80") : host.substr(colon + 1);
  if (const auto known = ports_.find(port); known != ports_.end()) return known->second;
  const auto own = own_ports_.find(port);
  return own == own_ports_.end() ? std::set<ServiceIndex>{} : own->second;
}

ServiceIndex Hosts::of_role(std::string_view role, ServiceIndex from) const {
  auto playing = roles_.find(role);
  if (playing == roles_.end() || playing->second.contains(from)) return 0;
  return playing->second.size() == 1 ? *playing->second.begin() : 0;
}

bool Hosts::plays(ServiceIndex service, std::string_view role) const {
  auto playing = roles_.find(role);
  return playing != roles_.end() && playing->second.contains(service);
}

bool Hosts::has_role(ServiceIndex service) const {
  return std::any_of(roles_.begin(), roles_.end(),
                     [&](const auto& playing) { return playing.second.contains(service); });
}

}  // namespace demarc::linking
