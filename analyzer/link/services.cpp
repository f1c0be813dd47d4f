// Services: the folders that templates, manifests and imports make one deployable piece each.
#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/link/finder.h"

namespace demarc::linking {

Finder::Finder(Run& run) : run_(run) {
  for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
    std::string_view path = run_.files.path(FileId{i});
    for (std::string_view f = folder_of(path); folders_.emplace(f).second && !f.empty();) f = folder_of(f);
  }
}

void Finder::find() {
  view_units();
  view_functions();
  root_units();
  collect_manifests();
  take_programs();
  take_manifests();
  take_infrastructure();
  take_imported_folders();
  place_nested_units();
  take_configured_proxies();
  give_functions_to_services();
  name_services();
  describe_services();
}

void Finder::view_units() {
  for (const Unit& u : run_.declared.units) {
    UnitView view;
    view.unit = &u;
    view.path = run_.files.path(u.file);
    view.folder = folder_of(view.path);
    unit_of_.emplace(u.file, units_.size());
    units_.push_back(std::move(view));
  }
  for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) {
    const Resource& resource = run_.declared.resources[r];
    auto at = unit_of_.find(resource.unit);
    if (at == unit_of_.end() || is_program(resource.kind)) continue;
    UnitView& unit = units_[at->second];
    unit.resources.push_back(r);
    switch (resource.kind) {
      case ResourceKind::function:
        unit.has_function = true;
        unit.deploys = true;
        break;
      case ResourceKind::api: unit.has_api = true; [[fallthrough]];
      case ResourceKind::state_machine: unit.deploys = true; break;
      default: break;
    }
  }
  std::sort(units_.begin(), units_.end(),
            [](const UnitView& a, const UnitView& b) { return a.path < b.path; });
  for (std::size_t i = 0; i < units_.size(); ++i) unit_of_[units_[i].unit->file] = i;
}

std::vector<std::string> Finder::texts(ValueId value) {
  std::vector<std::string> all;
  for (ValueId v : run_.values.alternatives(value))
    if (run_.values.is_literal(v)) all.emplace_back(run_.values.text(v));
  return all;
}

namespace {

// The module that a build tool packs into an archive: "orders/target/orders-1.0.jar" is made in "orders".
std::optional<std::string> built_in(std::string_view path) {
  if (!path.ends_with(".jar") && !path.ends_with(".zip") && !path.ends_with(".war")) return std::nullopt;
  for (std::string_view out : {"target/", "build/libs/", "build/distributions/"})
    for (std::size_t at = path.rfind(out); at != std::string_view::npos;
         at = at == 0 ? std::string_view::npos : path.rfind(out, at - 1)) {
      if (at == 0) return std::string();
      if (path[at - 1] == '/') return std::string(path.substr(0, at - 1));
    }
  return std::nullopt;
}

}  // namespace

void Finder::view_functions() {
  for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) {
    const Resource& resource = run_.declared.resources[r];
    if (resource.kind != ResourceKind::function) continue;
    Deployed made;
    made.resource = r;
    std::vector<std::string> handlers;
    for (const Property& p : resource.properties)
      if (p.name == "handler")
        for (std::string& text : texts(p.value)) handlers.push_back(std::move(text));
    for (const Property& p : resource.properties) {
      if (p.name != "code") continue;
      for (const std::string& text : texts(p.value)) {
        auto path = normal_path(text);
        if (!path) continue;
        if (FileId file = run_.files.find(*path)) {
          made.files.push_back(file);
          made.folders.emplace_back(folder_of(*path));
          if (!handlers.empty()) made.handler = handlers[0].substr(handlers[0].rfind('.') + 1);
        } else if (folders_.contains(*path)) {
          made.folders.push_back(*path);
          for (const std::string& handler : handlers) take_handler(made, *path, handler);
        } else if (const auto folder = built_in(*path); folder && folders_.contains(*folder)) {
          made.folders.push_back(*folder);
        }
      }
    }
    if (made.folders.empty())
      for (const Property& p : resource.properties)
        if (p.name == "archive")
          for (const std::string& text : texts(p.value)) {
            const auto path = normal_path(text);
            const auto folder = path ? built_in(*path) : std::nullopt;
            if (folder && !folder->empty() && folders_.contains(*folder)) made.folders.push_back(*folder);
            else take_archive(made, text, handlers, resource);
          }
    auto at = unit_of_.find(resource.unit);
    if (at != unit_of_.end())
      for (const std::string& folder : made.folders) {
        units_[at->second].code.push_back(folder);
        units_[at->second].has_local_code = true;
      }
    run_.deployed_of.emplace(r, static_cast<std::uint32_t>(run_.deployed.size() + 1));
    run_.deployed.push_back(std::move(made));
  }
}

void Finder::take_archive(Deployed& made, std::string_view archive, const std::vector<std::string>& handlers,
                          const Resource& resource) {
  if (!made.folders.empty() || handlers.empty()) return;
  std::string runtime;
  for (const Property& p : resource.properties)
    if (p.name == "runtime")
      for (const std::string& text : texts(p.value)) runtime = text;
  if (!archives_) archives_.emplace(run_.files);
  const Archives::Sources& sources = archives_->sources(archive);
  std::vector<Deployed> fitting;
  for (const std::string& folder : sources.folders) {
    Deployed one = made;
    one.folders.push_back(folder);
    take_handler(one, folder, handlers[0]);
    if (!one.files.empty()) fitting.push_back(std::move(one));
  }
  if (fitting.empty())
    for (FileId file : sources.files) {
      const std::string_view path = run_.files.path(file);
      if (!Archives::runs(runtime, path)) continue;
      Deployed one = made;
      one.files.push_back(file);
      one.folders.emplace_back(folder_of(path));
      one.handler = handlers[0].substr(handlers[0].rfind('.') + 1);
      fitting.push_back(std::move(one));
    }
  if (fitting.size() == 1) made = std::move(fitting[0]);
}

void Finder::take_handler(Deployed& made, const std::string& folder, const std::string& handler) {
  std::size_t dot = handler.rfind('.');
  if (dot == std::string::npos || handler.find("::") != std::string::npos) return;
  std::vector<std::string> bases = {handler.substr(0, dot)};
  std::string dotted = bases[0];
  std::replace(dotted.begin(), dotted.end(), '.', '/');
  if (dotted != bases[0]) bases.push_back(dotted);
  for (std::string_view built : {"dist/", "build/", "out/", "lib/", ".build/"})
    if (bases[0].starts_with(built)) {
      bases.push_back("src/" + bases[0].substr(built.size()));
      bases.push_back(bases[0].substr(built.size()));
    }
  bases.push_back("src/" + bases[0]);
  constexpr std::array endings = {".py",  ".ts",  ".js", ".mjs",      ".cjs",      ".tsx",        ".jsx",
                                  ".mts", ".cts", ".rb", "/index.ts", "/index.js", "/__init__.py"};
  for (const std::string& base : bases)
    for (std::string_view ending : endings)
      if (auto path = join_path(folder, base + std::string(ending)))
        if (FileId file = run_.files.find(*path)) {
          made.files.push_back(file);
          made.handler = handler.substr(dot + 1);
          return;
        }
}

bool Finder::is_own_service(const UnitView& unit) const {
  return unit.deploys && (!unit.unit->is_nested_only || unit.has_local_code);
}

void Finder::root_units() {
  std::map<std::string, std::vector<std::size_t>> by_root;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    UnitView& unit = units_[i];
    if (!is_own_service(unit)) continue;
    std::string root = unit.folder, code;
    bool first = true;
    for (const std::string& folder : unit.code) {
      code = first ? folder : common_folder(code, folder);
      first = false;
    }
    if (!unit.code.empty() && !is_below(code, root)) {
      root = common_folder(root, code);
      // The tree's own root is nobody's; then the code says where the service is.
      if (root.empty() && !code.empty() && others_deploy(i)) root = code;
    }
    unit.root = root;
    by_root[root].push_back(i);
    code_of_[i] = code;
  }
  // Several templates with one root: one service, unless each has code of its own that carries its name.
  for (auto& [root, members] : by_root) {
    if (members.size() < 2) continue;
    std::vector<std::string> apart;
    for (std::size_t i : members) {
      const std::string& code = code_of_[i];
      const std::string name = bare(stem(units_[i].path)), folder = bare(last_part(code));
      if (code.size() <= root.size() || name.size() < 3 || folder.empty() ||
          (folder.find(name) == std::string::npos && name.find(folder) == std::string::npos))
        break;
      bool is_new = true;
      for (const std::string& have : apart) is_new &= !is_below(have, code) && !is_below(code, have);
      if (!is_new) break;
      apart.push_back(code);
    }
    if (apart.size() != members.size()) continue;
    for (std::size_t k = 0; k < members.size(); ++k) units_[members[k]].root = apart[k];
  }
  for (UnitView& unit : units_) {
    if (!unit.root) continue;
    ServiceIndex s = service_at(*unit.root);
    Service& service = run_.services[s];
    add_unit(s, unit);
    if (unit.has_api && !unit.has_function && service.units.size() == 1) service.kind = "gateway";
    if (unit.has_function) service.kind = "service";
  }
}

bool Finder::others_deploy(std::size_t me) const {
  for (std::size_t i = 0; i < units_.size(); ++i)
    if (i != me && is_own_service(units_[i])) return true;
  return false;
}

ServiceIndex Finder::service_at(const std::string& root) {
  auto [at, fresh] = by_root_.try_emplace(root, static_cast<ServiceIndex>(run_.services.size()));
  if (fresh) {
    run_.services.emplace_back();
    run_.services.back().root = root;
  }
  return at->second;
}

ServiceIndex Finder::around(std::string_view folder) const {
  for (;; folder = folder_of(folder)) {
    if (auto at = by_root_.find(std::string(folder)); at != by_root_.end()) return at->second;
    if (folder.empty()) return 0;
  }
}

void Finder::add_unit(ServiceIndex s, const UnitView& unit) {
  Service& service = run_.services[s];
  service.units.push_back(unit.unit->file);
  if (!service.place.file) service.place = {unit.unit->file, 0, 0};
  run_.service_of_unit[unit.unit->file] = s;
  if (!unit.unit->name.empty()) {
    if (service.name.empty() && service.units.size() == 1) service.name = unit.unit->name;
    else service.aliases.insert(unit.unit->name);
  }
  if (unit.unit->physical_name && run_.values.is_literal(unit.unit->physical_name))
    service.aliases.emplace(run_.values.text(unit.unit->physical_name));
}

void Finder::take_infrastructure() {
  for (UnitView& unit : units_) {
    if (unit.root || unit.unit->is_nested_only || unit.resources.empty()) continue;
    ServiceIndex s = around(unit.folder);
    if (s == 0 || (run_.services[s].root.empty() && !unit.folder.empty())) {
      s = service_at(unit.folder);
      if (run_.services[s].units.empty()) run_.services[s].kind = "infrastructure";
    }
    add_unit(s, unit);
  }
}

void Finder::place_nested_units() {
  for (const UnitView& unit : units_) {
    if (run_.service_of_unit.contains(unit.unit->file)) continue;
    std::set<ServiceIndex> parents;
    for (const Resource& r : run_.declared.resources) {
      if (r.kind != ResourceKind::stack) continue;
      bool uses = false;
      for (const Property& p : r.properties)
        for (const std::string& text : texts(p.value)) uses |= text == unit.path;
      auto parent = run_.service_of_unit.find(r.unit);
      if (uses && parent != run_.service_of_unit.end()) parents.insert(parent->second);
    }
    // A stack that only puts others together does not swallow what stands in folders of its own.
    const bool stands_apart = parents.size() == 1 && !unit.resources.empty() &&
                              !is_below(unit.folder, run_.services[*parents.begin()].root) &&
                              around(unit.folder) == 0;
    if (stands_apart) {
      ServiceIndex s = service_at(unit.folder);
      run_.services[s].kind = "infrastructure";
      add_unit(s, unit);
    } else if (parents.size() == 1) run_.service_of_unit[unit.unit->file] = *parents.begin();
    else if (parents.empty() && around(unit.folder) != 0)
      run_.service_of_unit[unit.unit->file] = around(unit.folder);
  }
}

void Finder::give_functions_to_services() {
  for (Deployed& d : run_.deployed) {
    if (d.service != 0) continue;
    auto at = run_.service_of_unit.find(run_.declared.resources[d.resource].unit);
    d.service = at == run_.service_of_unit.end() ? 0 : at->second;
  }
}

void find_services(Run& run) { Finder(run).find(); }

}  // namespace demarc::linking
