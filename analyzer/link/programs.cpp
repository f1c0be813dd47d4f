// Services that run as a whole: containers and processes, with the build and the application of their code.
#include <algorithm>
#include <array>

#include "analyzer/link/configured.h"
#include "analyzer/link/finder.h"

namespace demarc::linking {
namespace {

// "registry:5000/shop/order-service:1.2@sha256:…" → "order-service".
std::string_view image_name(std::string_view image) {
  image = image.substr(0, image.find('@'));
  image = last_part(image);
  return image.substr(0, image.find(':'));
}

}  // namespace

std::string Finder::plain_text(ValueId value) const {
  const Values& values = run_.values;
  switch (values[value].kind) {
    case ValueKind::literal: return std::string(values.text(value));
    case ValueKind::setting: return values[value].count > 1 ? plain_text(values.child(value, 1)) : "";
    case ValueKind::either: return plain_text(values.child(value, 0));
    case ValueKind::concat: {
      std::string all;
      for (ValueId part : values.children(value)) {
        std::string one = plain_text(part);
        if (one.empty()) return {};
        all += one;
      }
      return all;
    }
    default: return {};
  }
}

void Finder::take_programs() {
  for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) {
    const Resource& resource = run_.resource(r);
    if (resource.kind != ResourceKind::module && resource.kind != ResourceKind::application) continue;
    const Property* code = run_.property(resource, "code");
    auto folder = normal_path(code ? plain_text(code->value) : std::string());
    if (folder && !is_test_folder(*folder)) programs_[*folder].push_back(r);
  }
  group_workloads();
  const std::set<std::string> lent = lent_modules();
  // What a build makes a program of, or what names itself one, runs although no container says so.
  for (const auto& [folder, pieces] : programs_) {
    bool starts = false, is_library = false;
    for (ResourceIndex r : pieces) {
      const Property* kind = run_.property(run_.resource(r), "kind");
      const bool is_module = run_.resource(r).kind == ResourceKind::module;
      starts |= !is_module || (kind && plain_text(kind->value) == "service");
      is_library |= is_module && kind && plain_text(kind->value) == "library";
    }
    if (!by_root_.contains(folder)) {
      if (!starts || is_library || own_code_[folder] == 0 || lent.contains(folder)) continue;
      Service& made = run_.services[service_at(folder)];
      made.runs_whole = true;
    }
    for (ServiceIndex s = 1; s < run_.services.size(); ++s)
      if (run_.services[s].root == folder)
        for (ResourceIndex r : pieces) describe_program(s, r);
  }
  take_gateways();
}

// A main class alone makes no program of what several others are built with, when it has no configuration of
// its own and waits for nobody: nothing would come of starting it.
std::set<std::string> Finder::lent_modules() const {
  std::map<std::string, std::set<std::string>> users;
  for (const ImportEdge& e : run_.effects.imports) {
    const std::string_view path = run_.files.path(e.from);
    std::string to = innermost(run_.files.path(e.to));
    if (is_below(path, to) || !programs_.contains(to)) continue;
    if (std::string from = innermost(path); programs_.contains(from)) users[std::move(to)].insert(from);
  }
  std::set<std::string> lent;
  for (const auto& [folder, from] : users) {
    const auto& pieces = programs_.at(folder);
    if (from.size() > 1 && std::all_of(pieces.begin(), pieces.end(), [&](ResourceIndex r) {
          return run_.resource(r).kind == ResourceKind::module;
        }))
      lent.insert(folder);
  }
  for (const Effect& e : run_.effects.effects)
    if (e.where.file && !lent.empty() &&
        (e.kind == RelationKind::exposes || e.kind == RelationKind::handles ||
         e.kind == RelationKind::consumes || e.kind == RelationKind::starts))
      lent.erase(innermost(run_.files.path(e.where.file)));
  return lent;
}

// Routes that nothing of the tree runs: their folder is the gateway.
void Finder::take_gateways() {
  for (const Wiring& w : run_.declared.wirings) {
    if (w.kind != WiringKind::calls || run_.values[w.from].kind != ValueKind::unknown) continue;
    if (run_.property(w, "program")) continue;  // take_configured_proxies knows more of these
    const std::string_view path = run_.files.path(w.unit), folder = folder_of(path);
    const ServiceIndex outer = around(folder);
    if (is_test_folder(folder) || (outer != 0 && !run_.services[outer].root.empty())) continue;
    Service& made = run_.services[service_at(std::string(folder))];
    made.kind = "gateway";
    made.place = {w.unit, 0, 0};
  }
}

// Workloads of one folder are one service, unless one file runs the same code several times: then each name
// is one. Those without code of the tree are told apart by their names.
void Finder::group_workloads() {
  struct Group {
    std::vector<ResourceIndex> workloads;
    std::map<FileId, std::set<std::string>> names;  // by unit
  };
  std::map<std::string, Group> by_folder;
  std::map<std::string, std::vector<ResourceIndex>> without_code;
  for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) {
    const Resource& resource = run_.resource(r);
    if (resource.kind != ResourceKind::workload) continue;
    const std::optional<std::string> found = folder_of_workload(resource);
    std::string name = plain_text(resource.name);
    if (!found) {
      if (!name.empty()) without_code[bare(name)].push_back(r);
      continue;
    }
    const std::string& folder = *found;
    // A recipe that nothing runs is a program only where it packs code.
    if (!run_.property(resource, "host") && !programs_.contains(folder) && own_code_[folder] == 0) continue;
    Group& group = by_folder[folder];
    group.workloads.push_back(r);
    if (!name.empty()) group.names[resource.unit].insert(bare(name));
  }
  // "orders-api" and "orders-worker" of the folder orders are one service that runs as two.
  auto are_parts = [](const std::string& folder, const std::map<FileId, std::set<std::string>>& by_unit) {
    const std::string stem = bare(last_part(folder));
    if (stem.size() < 3) return false;
    for (const auto& [unit, names] : by_unit)
      for (const std::string& name : names)
        if (!name.starts_with(stem)) return false;
    return true;
  };
  // `is_apart`: the same code runs as another service, too, so where it starts tells what is run.
  auto make = [&](ServiceIndex s, const std::vector<ResourceIndex>& workloads, bool is_apart = false) {
    std::vector<FileId> entries;
    for (ResourceIndex r : workloads) {
      const Property* entry = is_apart ? run_.property(run_.resource(r), "entry") : nullptr;
      const FileId file = entry ? run_.files.find(plain_text(entry->value)) : FileId{};
      // What Django's own program runs is told by settings, not by calls.
      if (file && last_part(run_.files.path(file)) != "manage.py") entries.push_back(file);
    }
    for (ResourceIndex r : workloads) {
      describe_program(s, r);
      Deployed made;
      made.resource = r;
      made.service = s;
      if (!run_.services[s].is_external_code) made.folders.push_back(run_.services[s].root);
      made.files = entries;
      run_.deployed_of.emplace(r, static_cast<std::uint32_t>(run_.deployed.size() + 1));
      run_.deployed.push_back(std::move(made));
    }
  };
  auto add = [&](const std::string& root) {
    run_.services.emplace_back();
    run_.services.back().root = root;
    return static_cast<ServiceIndex>(run_.services.size() - 1);
  };
  for (auto& [folder, group] : by_folder) {
    bool runs_apart = false;
    for (const auto& [unit, names] : group.names) runs_apart |= names.size() > 1;
    const bool is_divided = runs_apart && are_parts(folder, group.names);
    if (!runs_apart || is_divided) {
      const ServiceIndex s = service_at(folder);
      if (is_divided && run_.services[s].name.empty()) run_.services[s].name = last_part(folder);
      make(s, group.workloads);
      continue;
    }
    std::map<std::string, std::vector<ResourceIndex>> named;
    for (ResourceIndex r : group.workloads)
      if (std::string name = bare(plain_text(run_.resource(r).name)); !name.empty()) named[name].push_back(r);
    // What is built of one folder as a whole may be called like folders in it.
    std::map<std::string, std::string> places;
    for (const auto& [name, workloads] : named)
      if (std::string place = folder_called(name, folder); !place.empty()) places.emplace(name, place);
    for (const auto& [name, workloads] : named) {
      const bool has_place = places.size() > 1 && places.contains(name);
      const std::string& root = has_place ? places[name] : folder;
      make(by_root_.contains(root) ? add(root) : service_at(root), workloads, !has_place);
    }
  }
  for (auto& [name, workloads] : without_code) {
    // Another file may name the code that this one only runs.
    ServiceIndex known = 0;
    for (ServiceIndex s = 1; s < run_.services.size(); ++s)
      for (ResourceIndex piece : run_.services[s].pieces)
        if (run_.resource(piece).kind == ResourceKind::workload &&
            bare(plain_text(run_.resource(piece).name)) == name)
          known = s;
    if (known != 0) {
      make(known, workloads);
      continue;
    }
    const ServiceIndex s = add("");
    run_.services[s].is_external_code = true;
    make(s, workloads);
  }
}

std::string Finder::folder_called(std::string_view name, std::string_view folder) const {
  std::string found;
  for (const std::string& one : code_folders_) {
    if (one.size() <= folder.size() || !is_below(one, folder) || bare(last_part(one)) != name) continue;
    if (!found.empty() && !is_below(one, found)) return {};
    if (found.empty()) found = one;
  }
  return is_test_folder(found) ? std::string() : found;
}

std::optional<std::string> Finder::folder_of_workload(const Resource& workload) {
  std::string recipe;  // the folder of its Dockerfile holds all that is copied from below it
  if (const Property* p = run_.property(workload, "dockerfile")) recipe = folder_of(plain_text(p->value));
  for (const Property& p : workload.properties) {
    if (p.name != "code") continue;
    for (const std::string& text : texts(p.value)) {
      auto path = normal_path(text);
      if (path && run_.files.find(*path)) path = std::string(folder_of(*path));
      if (!path || !folders_.contains(*path)) continue;
      if (!recipe.empty() && is_below(*path, recipe) && !programs_.contains(*path)) path = recipe;
      return folder_with_program(*path);
    }
  }
  const Property* image = run_.property(workload, "image");
  const std::string text = image ? plain_text(image->value) : "";
  std::string folder =
      text.empty() ? std::string() : folder_of_image(text, run_.property(workload, "role") != nullptr);
  return folder.empty() ? std::nullopt : std::optional(std::move(folder));
}

// The folder of an image's recipe, or of the program that it packs: the one below it, or the one around it.
std::string Finder::folder_with_program(const std::string& folder) const {
  if (programs_.contains(folder) || manifests_.contains(folder)) {
    bool has_code = programs_.contains(folder);
    if (auto own = own_code_.find(folder); own != own_code_.end()) has_code |= own->second != 0;
    if (has_code) return folder;
  }
  std::string inside;
  for (const auto& [other, pieces] : programs_)
    if (is_below(other, folder) && other != folder) {
      if (!inside.empty()) return folder;
      inside = other;
    }
  if (!inside.empty()) return inside;
  for (std::string_view around = folder_of(folder); !around.empty(); around = folder_of(around))
    if (programs_.contains(std::string(around))) return std::string(around);
  return folder;
}

// Code that is called like the image: the build's or application's name, or the folder's. A well-known image
// is the tree's own only when a build has exactly that name.
std::string Finder::folder_of_image(std::string_view image, bool is_well_known) const {
  const std::string wanted = bare(image_name(image));
  if (wanted.size() < 3) return {};
  std::map<std::string, std::set<std::string>> named;  // bare name → folders
  for (const auto& [folder, pieces] : programs_) {
    if (own_code_.contains(folder) == false) continue;
    named[bare(last_part(folder))].insert(folder);
    for (ResourceIndex r : pieces) {
      const Resource& piece = run_.resource(r);
      named[bare(plain_text(piece.name))].insert(folder);
      for (const Property& p : piece.properties)
        if (p.name == "name") named[bare(image_name(plain_text(p.value)))].insert(folder);
    }
  }
  for (const auto& [folder, count] : own_code_)
    if (!is_well_known && count != 0 && !folder.empty()) named[bare(last_part(folder))].insert(folder);
  auto only = [&](const std::string& name) -> std::string {
    auto at = named.find(name);
    return at != named.end() && at->second.size() == 1 ? *at->second.begin() : std::string();
  };
  if (std::string folder = only(wanted); !folder.empty() || is_well_known) return folder;
  // The system's name in front: "shop-order-service".
  std::string best;
  for (const auto& [name, folders] : named)
    if (name.size() >= 4 && name.size() > best.size() && wanted.ends_with(name)) best = name;
  return best.empty() ? std::string() : only(best);
}

void Finder::describe_program(ServiceIndex s, ResourceIndex piece) {
  Service& service = run_.services[s];
  const Resource& resource = run_.resource(piece);
  if (std::find(service.pieces.begin(), service.pieces.end(), piece) != service.pieces.end()) return;
  service.pieces.push_back(piece);
  run_.services_of_piece[piece].push_back(s);
  if (!service.place.file) service.place = resource.span;
  const std::string name = plain_text(resource.name);
  if (!name.empty()) {
    // What the program calls itself says more than what it is run as, that more than its folder.
    if (service.name.empty() || resource.kind == ResourceKind::application) {
      if (!service.name.empty()) service.aliases.insert(service.name);
      service.name = name;
    } else {
      service.aliases.insert(name);
    }
  }
  for (const Property& p : resource.properties) {
    const std::string text = plain_text(p.value);
    if (text.empty()) continue;
    if (p.name == "name" || p.name == "host") service.aliases.insert(text);
    if (p.name == "image" && !service.root.empty() && !run_.property(resource, "role"))
      service.aliases.emplace(image_name(text));
    if (p.name == "kind" && text == "job") service.kind = "job";
    const bool is_store = text == "database" || text == "broker";  // code beside it only fills it
    if (p.name == "role" && (is_store || service.is_external_code || own_code_[service.root] == 0)) {
      service.role = text;
      service.kind = text == "proxy" || text == "gateway" ? "gateway" : "infrastructure";
    }
  }
}

void Finder::take_configured_proxies() {
  Holders holders(run_);
  for (const Wiring& w : run_.declared.wirings) {
    const Property* program = w.from ? nullptr : run_.property(w, "program");
    if (!program || plain_text(program->value) != "proxy" || run_.service_of_unit.contains(w.unit)) continue;
    const std::string format = format_of(run_, w);
    if (!holders.of(w.span, format).empty()) continue;
    // "gate/conf.d/site.conf" configures what "gate" is.
    std::string_view folder = folder_of(run_.files.path(w.unit));
    if (is_test_folder(folder)) continue;
    constexpr std::array parts = {"conf.d",          "conf",      "config",   "configs", "etc",
                                  "sites-available", "templates", "snippets", "vhosts",  "configuration",
                                  "sites-enabled"};
    while (std::find(parts.begin(), parts.end(), last_part(folder)) != parts.end())
      folder = folder_of(folder);
    ServiceIndex s = around(folder);
    if (s != 0) {
      run_.service_of_unit[w.unit] = s;
      continue;
    }
    if (folder.empty()) {
      // The tree's own folder is nobody's.
      run_.services.emplace_back();
      s = static_cast<ServiceIndex>(run_.services.size() - 1);
      run_.services[s].name = format;
      run_.services[s].is_external_code = true;
    } else {
      s = service_at(std::string(folder));
    }
    Service& service = run_.services[s];
    service.kind = "gateway";
    if (!service.place.file) service.place = {w.unit, 0, 0};
    // A folder of deployment says nothing of what it deploys.
    constexpr std::array vague = {"deploy", "deployment",     "docker", "ops",
                                  "infra",  "infrastructure", "devops"};
    if (service.name.empty() && std::find(vague.begin(), vague.end(), last_part(folder)) != vague.end())
      service.name = format;
    if (!format.empty()) service.aliases.insert(format);
    run_.service_of_unit[w.unit] = s;
  }
}

}  // namespace demarc::linking
