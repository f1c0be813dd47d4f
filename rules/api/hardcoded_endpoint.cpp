// api/hardcoded-endpoint: code names the machine that another context runs on.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "rules/ground.h"

namespace demarc::rules::api {
namespace {

constexpr RuleOption options[] = {
    {"localhost", "note", "Severity of addresses of this machine; off allows them."},
};

bool is_address(std::string_view host) {
  int dots = 0;
  for (char c : host) {
    if (c == '.') ++dots;
    else if (c < '0' || c > '9') return false;
  }
  return dots == 3;
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "host.docker.internal" ||
         host.starts_with("127.") || host == "0.0.0.0" || host == "[::1]";
}

// A system that is not ours, by declaration: its address is as good as its name.
bool is_declared_outside(const Ground& ground, std::string_view host) {
  for (const model::ExternalSystem& system : ground.model().external)
    for (const model::Named& glob : system.hosts)
      if (Glob(glob.text, Glob::Case::folded).matches(host)) return true;
  return false;
}

void check(const Ground& ground, std::vector<Finding>& out) {
  std::map<std::tuple<PartyId, PartyId, std::string>, std::vector<RelationId>> found;
  for (const Relation& r : ground.facts().relations()) {
    if (r.kind != RelationKind::calls || r.certainty == Certainty::guessed) continue;
    const std::string_view endpoint = attribute(r, "literal-host");
    if (endpoint.empty()) continue;
    const std::string_view host = endpoint.substr(0, endpoint.find(':'));
    const Entity& target = ground.facts()[r.to];
    const bool is_outside = target.kind == EntityKind::external;
    // A bare name is looked up: that is discovery. A port or a domain is a place.
    const bool is_place =
        endpoint.find(':') != std::string_view::npos || host.find('.') != std::string_view::npos;
    if (!is_place || (is_outside && !is_address(host) && !is_this_machine(host))) continue;
    const PartyId from = ground.map.doer(r);
    if (from == nobody || (is_outside && is_declared_outside(ground, host))) continue;
    const PartyId to = is_outside ? nobody : ground.map.owner_of(r.to).party;
    if (!is_outside && (to == nobody || to == from)) continue;
    found[{from, to, std::string(endpoint)}].push_back(ground.facts().id_of(r));
  }
  for (const auto& [key, relations] : found) {
    const auto& [from, to, endpoint] = key;
    const bool is_local = is_this_machine(std::string_view(endpoint).substr(0, endpoint.find(':')));
    if (is_local && ground.option("localhost") == "off") continue;
    Finding finding =
        ground.about(relations, from, to, ground.facts()[ground.facts()[relations[0]].to],
                     is_local ? ground.severity("localhost", Severity::note) : ground.severity());
    finding.object = endpoint;
    const std::string path = finding.places.empty() ? finding.from : finding.places[0].path;
    finding.message =
        fmt::format("{} names {} in code{}.", path, endpoint,
                    to == nobody ? std::string() : fmt::format(", where {} answers", finding.to));
    finding.help = "Take the address from configuration or discovery: it differs between environments.";
    finding.label = "an address in code";
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, R"( literal-host=catalog.internal:8080   # api/hardcoded-endpoint
ordering calls 10.0.3.7 literal-host=10.0.3.7:9000)",
     "", "The addresses come from settings."},
    {Example::bad, R"(
ordering calls catalog literal-host=catalog.internal:8080   # api/hardcoded-endpoint
ordering calls 10.0.3.7 literal-host=10.0.3.7:9000)",
     R"(
ordering calls 10.0.3.7 literal-host=api.payments.example)",
     "A public name of others is written there."},
    {Example::bad, "ordering calls", "# ordering calls", "Nothing is called."},
    {Example::good, R"(literal-host=catalog
)",
     R"(literal-host=10.1.2.3:80
)",
     "An address is written instead of a name."},
};

}  // namespace

extern const Rule hardcoded_endpoint;
const Rule hardcoded_endpoint{
    .id = "api/hardcoded-endpoint",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::facts,
    .what = "The address of another context's machine stands in the code.",
    .why = "The code runs in one environment only, and moving a service means changing its callers.",
    .fix = "Take addresses from configuration or discovery.",
    .options = options,
    .help_uri = "https://12factor.net/config",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
external 10.0.3.7
ordering calls catalog literal-host=catalog.internal:8080   # api/hardcoded-endpoint
ordering calls 10.0.3.7 literal-host=10.0.3.7:9000          # api/hardcoded-endpoint
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
external api.payments.example
ordering calls catalog
ordering calls catalog literal-host=catalog
ordering calls api.payments.example literal-host=api.payments.example
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::api
