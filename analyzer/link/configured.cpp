// From a file of configuration to the programs that are started with it.
#include "analyzer/link/configured.h"

#include <algorithm>

#include "analyzer/link/folders.h"
#include "analyzer/link/hosts.h"

namespace demarc::linking {
namespace {

std::string_view literal(const Run& run, ValueId value) {
  return run.values.is_literal(value) ? run.values.text(value) : std::string_view();
}

// "shop/orders:/etc/orders" → "shop/orders".
std::string_view path_in_tree(std::string_view mount) { return mount.substr(0, mount.rfind(':')); }

// How closely a workload is tied to the file; 0: not at all.
std::size_t tie(const Run& run, const Resource& workload, std::string_view path) {
  std::size_t best = 0;
  for (const Property& p : workload.properties) {
    const std::string_view text = literal(run, p.value);
    if (text.empty()) continue;
    if (p.name == "mount") {
      const std::string_view from = path_in_tree(text);
      if (from == path) best = std::max(best, path.size() + 100'000);
      else if (!from.empty() && is_below(path, from)) best = std::max(best, from.size() + 1'000);
    } else if (p.name == "dockerfile" && folder_of(text) == folder_of(path) && !folder_of(path).empty()) {
      best = std::max<std::size_t>(best, 1);
    }
  }
  return best;
}

bool runs_image(const Run& run, const Resource& workload, std::string_view format) {
  for (const Property& p : workload.properties)
    if (p.name == "image" || p.name == "base-image") {
      std::string_view image = literal(run, p.value);
      image = image.substr(0, image.find('@'));
      const std::string name = bare(last_part(image).substr(0, last_part(image).find(':')));
      if (name.find(bare(format)) != std::string::npos) return true;
    }
  return false;
}

}  // namespace

std::vector<ResourceIndex> workloads_with(const Run& run, FileId file, std::string_view format) {
  std::vector<ResourceIndex> found;
  std::size_t best = 0;
  const std::string_view path = run.files.path(file);
  for (ResourceIndex r = 0; r < run.declared.resources.size(); ++r) {
    if (run.resource(r).kind != ResourceKind::workload) continue;
    const std::size_t now = tie(run, run.resource(r), path);
    if (now == 0 || now < best) continue;
    if (now > best) found.clear();
    best = now;
    found.push_back(r);
  }
  if (!found.empty() || format.empty()) return found;
  std::string name;
  for (ResourceIndex r = 0; r < run.declared.resources.size(); ++r) {
    const Resource& workload = run.resource(r);
    if (workload.kind != ResourceKind::workload || !runs_image(run, workload, format)) continue;
    // Files for development and production tell the same workload.
    const std::string own = bare(literal(run, workload.name));
    if (!found.empty() && own != name) return {};
    name = own;
    found.push_back(r);
  }
  return found;
}

std::vector<Side> callers(const Desk& desk, const Wiring& wiring) {
  const Run& run = desk.run;
  std::vector<Side> all;
  if (wiring.from || !run.property(wiring, "program")) {
    all.push_back(side(desk, wiring.from, wiring.unit));
    return all;
  }
  const std::string program = text_of(run, run.property(wiring, "program")->value);
  auto format = run.format_of_unit.find(wiring.unit);
  // What is part of a program stands in the folder of its code.
  if (program != "code")
    for (ResourceIndex r :
         workloads_with(run, wiring.unit, format == run.format_of_unit.end() ? "" : format->second)) {
      auto services = run.services_of_piece.find(r);
      if (services == run.services_of_piece.end()) continue;
      for (ServiceIndex s : services->second) {
        const bool is_known =
            std::any_of(all.begin(), all.end(), [&](const Side& have) { return have.service == s; });
        if (s != 0 && !is_known) all.push_back({s, r});
      }
    }
  if (all.empty()) all.push_back(side(desk, wiring.from, wiring.unit));
  return all;
}

bool means_itself(const Run& run, const Wiring& wiring, const Side& from, std::string_view host) {
  if (!is_this_machine(host) || host.starts_with("host.") || host.starts_with("docker.for")) return false;
  const Property* program = run.property(wiring, "program");
  if (!program || text_of(run, program->value) == "code") return false;
  bool has_container = false;
  for (ResourceIndex piece : run.services[from.service].pieces) {
    if (run.resource(piece).kind != ResourceKind::workload) continue;
    const Property* network = run.property(run.resource(piece), "network");
    if (network && text_of(run, network->value) == "host") return false;
    has_container = true;
  }
  return has_container;
}

}  // namespace demarc::linking
