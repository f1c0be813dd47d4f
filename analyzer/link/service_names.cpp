// Names of services, and their entities.
#include <algorithm>
#include <array>

#include "analyzer/link/finder.h"

namespace demarc::linking {
namespace {

// True where a name is its folder's and the kind of object that a manifest declares: "auth-depl" in auth/.
bool tells_object_kind(std::string_view name, std::string_view folder) {
  constexpr std::array kinds = {"-srv", "-svc", "-depl", "-deploy", "-deployment", "-statefulset", "-pod"};
  return !folder.empty() && name.starts_with(folder) &&
         std::find(kinds.begin(), kinds.end(), name.substr(folder.size())) != kinds.end();
}

}  // namespace

void Finder::drop_common_namespace() {
  std::map<std::string, std::vector<ServiceIndex>> beside;
  for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
    const Service& service = run_.services[s];
    if (service.name.empty() && last_part(service.root).find('.') != std::string_view::npos)
      beside[std::string(folder_of(service.root)) + "/" +
             std::string(last_part(service.root).substr(0, last_part(service.root).find('.')))]
          .push_back(s);
  }
  for (const auto& [prefix, members] : beside) {
    if (members.size() < 2) continue;
    std::string common(last_part(run_.services[members[0]].root));
    common.resize(common.rfind('.') + 1);
    for (ServiceIndex s : members)
      while (!last_part(run_.services[s].root).starts_with(common)) {
        common.pop_back();
        common.resize(common.rfind('.') + 1);
      }
    for (ServiceIndex s : members) {
      Service& service = run_.services[s];
      service.name = last_part(service.root).substr(common.size());
    }
  }
}

void Finder::name_services() {
  drop_common_namespace();
  std::map<std::string, int> taken;
  for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
    Service& service = run_.services[s];
    if (service.is_external_code) continue;
    if (service.root.empty()) {
      std::string tree(last_part(run_.files.root()));
      if (service.name.empty() && !service.units.empty() && run_.services.size() > 2) {
        // The folder of its template says more than a template's usual name.
        const std::string_view path = run_.files.path(service.units[0]), folder = folder_of(path);
        tree = folder.empty() ? stem(path) : last_part(folder);
      }
      if (service.name.empty()) service.name = tree.empty() ? "app" : tree;
    } else {
      if (service.name.empty()) service.name = last_part(service.root);
      service.aliases.emplace(last_part(service.root));
      const std::string folder(last_part(service.root));
      if (tells_object_kind(service.name, folder) &&
          std::none_of(run_.services.begin(), run_.services.end(),
                       [&](const Service& other) { return other.name == folder; })) {
        service.aliases.insert(service.name);
        service.name = folder;
      }
    }
    ++taken[service.name];
  }
  for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
    Service& service = run_.services[s];
    std::string_view above = folder_of(service.root);
    // The only service below a folder with a telling name: "cart/src" is cart.
    if (is_vague(service.name) && service.root.ends_with(service.name)) {
      std::string_view telling = above;
      while (!telling.empty() && (is_vague(last_part(telling)) || is_layout(last_part(telling))))
        telling = folder_of(telling);
      const std::string name(last_part(telling));
      bool is_only = !name.empty() && taken[name] == 0;
      for (ServiceIndex other = 1; other < run_.services.size(); ++other)
        is_only &= other == s || !is_below(run_.services[other].root, telling);
      if (is_only) {
        --taken[service.name];
        ++taken[name];
        service.name = name;
        continue;
      }
    }
    if (taken[service.name] > 1 || (is_vague(service.name) && !above.empty())) {
      std::string longer = service.name;
      while (!above.empty() && (taken[longer] > 0)) {
        if (!is_layout(last_part(above))) longer = std::string(last_part(above)) + "-" + longer;
        above = folder_of(above);
      }
      if (longer != service.name) {
        --taken[service.name];
        ++taken[longer];
        service.name = longer;
      }
    }
  }
  std::set<std::string> used;
  for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
    Service& service = run_.services[s];
    const std::string wanted = service.name;
    for (int i = 2; !used.insert(service.name).second; ++i) service.name = wanted + "-" + std::to_string(i);
    service.aliases.erase(service.name);
  }
}

// What a program's starters and annotations make of it.
void Finder::take_roles() {
  constexpr std::array infrastructure = {"service-registry", "config-server", "tracing",     "admin-server",
                                         "turbine",          "dashboard",     "coordination"};
  constexpr std::uint32_t few_files = 8;  // more are a program of its own right
  // Who answers requests of its own is no mere part of the platform, whatever starters its build asks for.
  std::set<ServiceIndex> serving;
  for (const Effect& e : run_.effects.effects)
    if (e.kind == RelationKind::exposes && e.where.file && e.capture("path"))
      serving.insert(run_.service_of(e.where.file));
  for (const Role& role : run_.effects.roles) {
    std::vector<ServiceIndex> playing;
    if (!role.owner) playing.push_back(run_.service_of(role.where.file));
    else if (auto at = run_.services_of_piece.find(run_.resource_of(role.owner));
             at != run_.services_of_piece.end())
      playing = at->second;
    for (ServiceIndex s : playing) {
      Service& service = run_.services[s];
      if (s == 0 || service.kind != "service" || service.is_external_code) continue;
      const bool is_gateway = role.role == "gateway";
      if (!is_gateway && role.owner && serving.contains(s)) continue;
      if (!is_gateway && (service.files > few_files || std::find(infrastructure.begin(), infrastructure.end(),
                                                                 role.role) == infrastructure.end()))
        continue;
      service.kind = is_gateway ? "gateway" : "infrastructure";
      service.role = role.role;
    }
  }
}

void Finder::describe_services() {
  run_.index_roots();
  for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
    const File& file = run_.files[FileId{i}];
    if (file.file_class != FileClass::source || !is_code(file.path)) continue;
    ++run_.services[run_.service_of(FileId{i})].files;
  }
  take_roles();
  for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
    Service& service = run_.services[s];
    Entity entity{EntityKind::service, service.name, {}, Certainty::certain, {}};
    entity.attributes["kind"] = service.kind;
    if (!service.is_external_code) entity.attributes["root"] = service.root.empty() ? "." : service.root;
    if (!service.role.empty()) entity.attributes["role"] = service.role;
    entity.attributes["files"] = std::to_string(service.files);
    std::string aliases;
    for (const std::string& alias : service.aliases)
      if (!alias.empty() && alias.find(' ') == std::string::npos)
        aliases += (aliases.empty() ? "" : " ") + alias;
    if (!aliases.empty()) entity.attributes["aliases"] = aliases;
    for (FileId unit : service.units)
      if (auto at = unit_of_.find(unit); at != unit_of_.end())
        for (const Property& tag : units_[at->second].unit->tags)
          if (run_.values.is_known(tag.value))
            entity.attributes.try_emplace("tag:" + tag.name, run_.values.display(tag.value));
    if (service.place.file) entity.evidence.push_back(run_.step(service.place, ""));
    service.entity = run_.facts.entity(std::move(entity));
  }
}

}  // namespace demarc::linking
