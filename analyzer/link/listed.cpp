// One property for each library that looks names up; `*` stands for the name.
#include "analyzer/link/listed.h"

#include <array>
#include <string>
#include <utility>

#include "analyzer/link/hosts.h"
#include "analyzer/link/routes.h"

namespace demarc::linking {
namespace {

constexpr std::array<std::string_view, 5> properties{
    "quarkus.stork.*.service-discovery.address-list", "quarkus.stork.*.service-discovery.application",
    "stork.*.service-discovery.address-list", "*.ribbon.listOfServers",
    "spring.cloud.discovery.client.simple.instances.*[0].uri"};

}  // namespace

Listed listed_service(const Desk& desk, std::string_view name, ServiceIndex from) {
  name = name.substr(0, name.find(':'));
  if (name.empty() || name.find('.') != std::string_view::npos || is_this_machine(name)) return {};
  Listed found;
  for (std::string_view pattern : properties) {
    std::string property(pattern);
    property.replace(property.find('*'), 1, name);
    const ValueId setting = desk.run.values.setting("config", property);
    for (Outcome one : desk.resolver.outcomes(setting, {from, {}})) {
      if (!desk.run.values.is_literal(one.evaluated)) continue;
      // Of a list of addresses the first: all of them are instances of one program.
      const std::string_view text = desk.run.values.text(one.evaluated);
      one.evaluated = desk.run.values.literal(std::string(text.substr(0, text.find(','))));
      const ServiceIndex to = desk.hosts->at(take_url(desk, one, {}).host, from);
      if (to == 0 || to == found.service) continue;
      if (found.service != 0) return {};
      found = {to, std::move(one.trail)};
    }
  }
  return found;
}

}  // namespace demarc::linking
