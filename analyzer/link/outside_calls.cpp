// Calls to addresses that the tree does not know: which of them are the system's own front door.
#include <algorithm>
#include <array>
#include <set>

#include "analyzer/link/endpoints.h"

namespace demarc::linking {
namespace {

// So many words that a path and a route share are no chance: "/users/{id}" is everybody's, the context path
// of a service and what it does there is not.
constexpr std::size_t telling = 2;
// As many services answer what is asked at a front door; at most one at somebody else's address.
constexpr std::size_t several = 2;

// A program on a server has no page whose address a path could be below.
bool runs_in_browsers(std::string_view path) {
  constexpr std::array<std::string_view, 10> endings = {".js",  ".jsx", ".mjs", ".cjs",    ".ts",
                                                        ".tsx", ".mts", ".vue", ".svelte", ".html"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

}  // namespace

ServiceIndex Endpoints::only_below(std::string_view path) const {
  const std::vector<std::string> called = segments(path);
  if (called.size() < 2 || called[0].find('{') != std::string::npos) return 0;
  ServiceIndex found = 0;
  for (const Routes::Known& known : routes_.all()) {
    if (known.is_borrowed || known.path.size() < 2 || known.path[0] != called[0]) continue;
    if (found != 0 && found != known.service) return 0;
    found = known.service;
  }
  return found;
}

ServiceIndex Endpoints::behind_door(const std::string& method, std::string_view path) const {
  if (const ServiceIndex found = only_offer(method, path)) return found;
  if (const ServiceIndex found = only_below(path)) return found;
  const std::vector<std::string> called = segments(path);
  const bool is_known =
      std::any_of(routes_.all().begin(), routes_.all().end(), [&](const Routes::Known& known) {
        return !called.empty() && !known.path.empty() && known.path[0] == called[0];
      });
  return called.size() < 2 || is_known ? 0 : desk_.hosts->named(called[0]);
}

bool Endpoints::leave_outside(const Relation& base, ServiceIndex from, const Url& url,
                              const std::string& method) {
  if (url.host.empty()) {
    if (!calling_ || has_procedures(method)) return false;
    const bool is_page =
        url.is_relative && from != 0 && runs_in_browsers(run_.files.path(calling_->where.file));
    if (url.asked.empty() && !is_page) return false;
    if ((is_page ? only_offer(method, url.path) : behind_door(method, url.path)) == 0) return false;
  }
  outside_.push_back({base, from, url, method, calling_, literal_host_});
  return true;
}

ServiceIndex Endpoints::behind_pages(ServiceIndex from, const std::string& method,
                                     std::string_view path) const {
  std::vector<ServiceIndex> asked;
  for (const auto& [gateway, all] : handed_on_)
    if (gateway == from || all.contains(from)) asked.push_back(gateway);
  std::set<ServiceIndex> reached(asked.begin(), asked.end());  // a gateway may answer itself
  while (!asked.empty()) {
    const auto at = handed_on_.find(asked.back());
    asked.pop_back();
    if (at == handed_on_.end()) continue;
    for (const ServiceIndex to : at->second)
      if (reached.insert(to).second && run_.services[to].kind == "gateway") asked.push_back(to);
  }
  const ServiceIndex to = only_offer(method, path);
  return reached.contains(to) ? to : 0;
}

// A front door is an address at which the code asks for what several services of the tree offer, and hardly
// for anything else. A setting that nothing gives may be any address: there the path is all that is known.
void Endpoints::link_outside() {
  struct Asked {
    std::set<std::string> known, other;  // paths
    std::set<ServiceIndex> answering;
  };
  const auto is_page = [](const Outside& one) { return one.url.host.empty() && one.url.asked.empty(); };
  const auto address = [](const Outside& one) {
    return one.url.host.empty() ? one.url.asked : one.url.host.substr(0, one.url.host.find(':'));
  };
  std::map<std::string, Asked> addresses;
  for (const Outside& one : outside_) {
    if (is_page(one) || segments(one.url.path).empty() || has_procedures(one.method)) continue;
    Asked& asked = addresses[address(one)];
    std::size_t words = 0;
    const ServiceIndex to = only_offer(one.method, one.url.path, nullptr, &words);
    if (to != 0 && words >= telling) {
      asked.known.insert(one.url.path);
      asked.answering.insert(to);
    } else if (behind_door(one.method, one.url.path) == 0) {
      asked.other.insert(one.url.path);
    }
  }
  for (Outside& one : outside_) {
    ServiceIndex to = 0;
    if (is_page(one)) {
      to = behind_pages(one.from, one.method, one.url.path);
    } else if (!has_procedures(one.method)) {
      const Asked& asked = addresses[address(one)];
      const bool is_door = asked.answering.size() >= several && asked.known.size() >= asked.other.size();
      if (is_door) to = behind_door(one.method, one.url.path);
    }
    calling_ = one.calling;
    literal_host_ = one.literal_host;
    Relation base = std::move(one.base);
    if (to == 0 && one.url.host.empty()) {
      const std::string protocol = base.attributes["protocol"];
      leave_open(std::move(base), one.from, protocol, one.url.open, one.calling->site);
      continue;
    }
    base.attributes["path"] = one.url.path;
    add_evidence(base, one.url.trail);
    if (to == 0) {
      const std::string host = one.url.host.substr(0, one.url.host.find(':'));
      relate(std::move(base), one.from, 0,
             run_.facts.entity({EntityKind::external, host, {}, Certainty::certain, {}}));
      continue;
    }
    base.certainty = std::max(base.certainty, Certainty::likely);
    if (!one.method.empty()) base.attributes["method"] = one.method;
    const EntityId target = routes_.match(to, one.method, one.url.path);
    relate(std::move(base), one.from, to, target ? target : run_.services[to].entity);
  }
  outside_.clear();
  calling_ = nullptr;
  literal_host_.clear();
}

}  // namespace demarc::linking
