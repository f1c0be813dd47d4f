// Contracts of remote procedures by name, with what generated code leaves of the names.
#include "analyzer/link/procedures.h"

#include <algorithm>
#include <unordered_map>

#include "analyzer/base/letters.h"

namespace demarc::linking {
namespace {

// "placeOrder", "place_order" and "PlaceOrder" are one procedure.
std::string bare_rpc(std::string_view name) {
  std::string made = lower(name);
  std::erase(made, '_');
  return made;
}

std::vector<std::string_view> parts_of(std::string_view dotted) {
  std::vector<std::string_view> all;
  while (!dotted.empty()) {
    const std::size_t end = std::min(dotted.find_first_of("./"), dotted.size());
    if (end > 0) all.push_back(dotted.substr(0, end));
    dotted.remove_prefix(std::min(end + 1, dotted.size()));
  }
  return all;
}

// How many parts of a package generated code has in its own: com.acme.order.v1 has two of shop.order.v1.
std::size_t shared_parts(std::string_view package, std::string_view of_code) {
  const auto wanted = parts_of(package), given = parts_of(of_code);
  return static_cast<std::size_t>(std::count_if(wanted.begin(), wanted.end(), [&](std::string_view part) {
    return std::find(given.begin(), given.end(), part) != given.end();
  }));
}

std::string_view without_package(std::string_view name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

Procedures::Procedures(const Run& run) : run_(run) {
  std::unordered_map<std::string, std::size_t> known;
  for (const ContractOperation& c : run.declared.operations) {
    const std::size_t end = c.path.rfind('/');
    if (c.method != "grpc" || end == 0 || end == std::string::npos) continue;
    const std::string name = c.path.substr(1, end - 1);
    const auto [at, fresh] = known.emplace(name, services_.size());
    if (fresh) {
      services_.push_back({name, {}, {}});
      by_name_[std::string(without_package(name))].push_back(at->second);
    }
    Described& service = services_[at->second];
    if (service.files.empty() || service.files.back() != c.contract) service.files.push_back(c.contract);
    const std::string rpc = c.path.substr(end + 1);
    service.rpcs.emplace(bare_rpc(rpc), rpc);
  }
}

const Procedures::Described* Procedures::described(const Said& said, ServiceIndex from) const {
  const auto named = by_name_.find(without_package(said.service));
  if (named == by_name_.end()) {
    // OrdersService and OrdersDefinition are what JavaScript's generators call the definition of Orders.
    for (std::string_view ending : {"Service", "Definition"})
      if (said.service.size() > ending.size() && said.service.ends_with(ending)) {
        Said shorter = said;
        shorter.service.resize(said.service.size() - ending.size());
        if (by_name_.contains(without_package(shorter.service))) return described(shorter, from);
      }
    return nullptr;
  }
  const bool has_package = said.service.find('.') != std::string::npos;
  const Described* best = nullptr;
  std::pair<std::size_t, bool> most{};
  bool is_only = false;
  for (std::size_t i : named->second) {
    const Described& one = services_[i];
    if (has_package && one.name == said.service) return &one;
    const std::string_view package =
        std::string_view(one.name).substr(0, one.name.size() - without_package(one.name).size());
    const bool is_near = std::any_of(one.files.begin(), one.files.end(),
                                     [&](FileId file) { return from != 0 && run_.service_of(file) == from; });
    const std::pair<std::size_t, bool> score{shared_parts(package, said.package), is_near};
    if (best && score < most) continue;
    is_only = !best || score > most;
    best = &one;
    most = score;
  }
  return is_only ? best : nullptr;
}

std::vector<Procedures::Meant> Procedures::meant(const Said& said, ServiceIndex from) const {
  std::vector<Meant> all;
  if (said.service.empty()) return all;
  if (const Described* service = said.is_generated ? described(said, from) : nullptr) {
    for (const auto& [bare, name] : service->rpcs)
      if (said.rpc.empty() || bare == bare_rpc(said.rpc))
        all.push_back({"/" + service->name + "/" + name, service->files[0]});
    return all;
  }
  std::string rpc = said.rpc.empty() ? "{procedure}" : said.rpc;
  // Generated code spells the names of contracts its own way; interfaces that people write have theirs.
  if (said.is_generated && rpc[0] >= 'a' && rpc[0] <= 'z') rpc[0] = static_cast<char>(rpc[0] - 'a' + 'A');
  all.push_back({"/" + said.service + "/" + rpc, {}});
  return all;
}

ServiceIndex Procedures::only_answerer(const Routes& routes, const std::string& protocol,
                                       std::string_view path, ServiceIndex from) const {
  ServiceIndex found = 0;
  for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
    if (s == from || !routes.match(s, protocol, path)) continue;
    if (found != 0) return 0;
    found = s;
  }
  return found == 0 && from != 0 && routes.match(from, protocol, path) ? from : found;
}

bool has_procedures(std::string_view protocol) { return protocol == "grpc" || protocol == "dubbo"; }

Procedures::Said said_procedure(const Run& run, const Effect& effect) {
  const ValueId package = effect.capture("package"), name = effect.capture("name");
  Procedures::Said said{text_of(run, name), {}, text_of(run, effect.capture("rpc"))};
  said.is_generated = text_of(run, effect.capture("protocol")) == "grpc";
  // Generated code stands for it: "./orders_grpc_pb.OrdersService".
  if (name && run.values[name].kind == ValueKind::path) {
    const std::string_view path = run.values.text(name);
    said.service = without_package(path);
    said.package = path.substr(0, path.size() - said.service.size());
  }
  if (package && (run.values.is_literal(package) || run.values[package].kind == ValueKind::path))
    said.package = run.values.text(package);
  // "/shop.OrderService/PlaceOrder" in one.
  if (said.service.starts_with('/')) {
    const std::size_t end = said.service.find('/', 1);
    if (end != std::string::npos) said.rpc = said.service.substr(end + 1);
    said.service = said.service.substr(1, end == std::string::npos ? end : end - 1);
  }
  return said;
}

}  // namespace demarc::linking
