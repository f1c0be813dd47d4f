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
    if (p.name != "mount" && p.name != "dockerfile") continue;
    const std::string_view text = literal(run, p.value);
    if (text.empty()) continue;
    if (p.name == "mount") {
      const std::string_view from = path_in_tree(text);
      if (from == path) best = std::max(best, path.size() + 100'000);
      else if (!from.empty() && is_below(path, from)) best = std::max(best, from.size() + 1'000);
    } else if (folder_of(text) == folder_of(path) && !folder_of(path).empty()) {
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

Holders::Holders(const Run& run) : run_(run) {
  for (ResourceIndex r = 0; r < run.declared.resources.size(); ++r) {
    const Resource& workload = run.resource(r);
    if (workload.kind != ResourceKind::workload) continue;
    workloads_.push_back(r);
    for (const Property& p : workload.properties)
      if (p.name.starts_with("file.")) texts_.emplace(p.span.file, std::pair(p.span, r));
  }
}

const std::vector<ResourceIndex>& Holders::of(Span where, std::string_view format) {
  std::vector<ResourceIndex> held;
  auto [begin, end] = texts_.equal_range(where.file);
  for (auto at = begin; at != end; ++at)
    if (at->second.first.begin <= where.begin && where.end <= at->second.first.end)
      held.push_back(at->second.second);
  const auto key = std::tuple(where.file, held, std::string(format));
  auto known = known_.find(key);
  if (known == known_.end()) known = known_.emplace(key, find(where, held, format)).first;
  return known->second;
}

std::vector<ResourceIndex> Holders::find(Span where, const std::vector<ResourceIndex>& held,
                                         std::string_view format) const {
  if (!held.empty()) return held;
  std::vector<ResourceIndex> found;
  std::size_t best = 0;
  const std::string_view path = run_.files.path(where.file);
  for (ResourceIndex r : workloads_) {
    const std::size_t now = tie(run_, run_.resource(r), path);
    if (now == 0 || now < best) continue;
    if (now > best) found.clear();
    best = now;
    found.push_back(r);
  }
  if (!found.empty() || format.empty()) return found;
  std::string name;
  for (ResourceIndex r : workloads_) {
    if (!runs_image(run_, run_.resource(r), format)) continue;
    // Files for development and production tell the same workload.
    const std::string own = bare(literal(run_, run_.resource(r).name));
    if (!found.empty() && own != name) return {};
    name = own;
    found.push_back(r);
  }
  return found;
}

std::string format_of(const Run& run, const Wiring& wiring) {
  if (const Property* by = run.property(wiring, "by")) return text_of(run, by->value);
  auto at = run.format_of_unit.find(wiring.unit);
  return at == run.format_of_unit.end() ? std::string() : at->second;
}

std::vector<Side> callers(const Desk& desk, Holders& holders, const Wiring& wiring) {
  const Run& run = desk.run;
  std::vector<Side> all;
  if (wiring.from || !run.property(wiring, "program")) {
    all.push_back(side(desk, wiring.from, wiring.unit));
    return all;
  }
  // What is part of a program stands in the folder of its code.
  if (text_of(run, run.property(wiring, "program")->value) != "code")
    for (ResourceIndex r : holders.of(wiring.span, format_of(run, wiring))) {
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
