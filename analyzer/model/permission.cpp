// Whether an edge is allowed: the table "What each pattern allows", in the order of its checks.
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/model/context_map.h"

namespace demarc::model {
namespace {

bool has_member(const Kernel& kernel, std::string_view context) {
  return std::any_of(kernel.members.begin(), kernel.members.end(),
                     [&](const Named& m) { return m.text == context; });
}

const Relationship* between(const std::vector<Relationship>& all, std::string_view a, std::string_view b) {
  for (const Relationship& r : all)
    if (r.holds(a, b)) return &r;
  return nullptr;
}

// Asked by the platform, not by the business.
bool is_health(std::string_view path) {
  for (std::string_view end : {"/health", "/healthz", "/healthcheck", "/health-check", "/ping", "/ready",
                               "/readyz", "/live", "/livez", "/metrics"})
    if (path.ends_with(end)) return true;
  return false;
}

}  // namespace

std::optional<bool> ContextMap::publishes_operation(const Context& owner, const Entity& operation) const {
  if (!owner.publishes.has_api) return {};
  if (operation.kind == EntityKind::service) return {};
  std::string_view method = attribute(operation, "method"), path = attribute(operation, "path");
  if (is_health(path)) return true;
  std::string_view said = operation.name;
  // "order rpc Pay", "order invoke charge": the last two words.
  std::size_t blank = said.rfind(' ');
  std::string_view last = blank == std::string_view::npos ? said : said.substr(blank + 1);
  bool is_invoked = operation.kind == EntityKind::function || said.find(" invoke ") != std::string_view::npos;
  std::string_view contract = attribute(operation, "contract");
  bool contract_unknown = false;
  for (const Named& wanted : owner.publishes.api) {
    std::string_view text = wanted.text;
    if (text.find(' ') == std::string_view::npos) {
      Glob file(text);
      if (!contract.empty() && file.matches(contract)) return true;
      // Nothing was read from that contract: it cannot be held against anybody.
      bool is_read = false;
      for (EntityId id : architecture_.entities(EntityKind::operation))
        is_read = is_read || file.matches(attribute(architecture_[id], "contract"));
      contract_unknown = contract_unknown || !is_read;
    } else if (text.starts_with("rpc ") || text.starts_with("invoke ")) {
      bool same_way = text.starts_with("invoke ") == is_invoked;
      std::string_view name = text.substr(text.find(' ') + 1);
      if (same_way && (Glob(name).matches(last) || Glob(name).matches(bare_name(last)))) return true;
    } else if (!is_invoked && !path.empty() &&
               operation_matches(text, method.empty() ? "ANY" : method, path)) {
      return true;
    }
  }
  if (contract_unknown && !is_invoked) return {};
  return false;
}

std::optional<bool> ContextMap::publishes_event(const Context& owner, const Entity& channel) const {
  if (!owner.publishes.has_events) {
    if (!attribute(channel, "contract").empty()) return true;
    return {};
  }
  if (listed(owner.publishes.events, channel.name, attribute(channel, "physical"),
             attribute(channel, "id")) >= 0)
    return true;
  return !attribute(channel, "contract").empty();
}

std::optional<bool> ContextMap::publishes_code(const Context& owner, std::string_view path) const {
  if (!owner.publishes.is_declared) return {};
  for (const Named& code : owner.publishes.code) {
    bool is_plain = !has_wildcard(code.text);
    if (Glob(is_plain ? code.text + "/**" : code.text).matches(path)) return true;
  }
  return false;
}

Verdict ContextMap::allowed(const Edge& edge) const {
  using Check = Verdict::Check;
  Verdict verdict;
  if (edge.from == edge.to || edge.from == nobody || edge.to == nobody) return verdict;
  const Party &from = party(edge.from), &to = party(edge.to);
  auto say = [&](Check check, Span at, std::string what) {
    verdict.check = check;
    if (at.file || at.end) verdict.declared.push_back(model_.step(at, std::move(what)));
    return verdict;
  };
  if (to.kernel) {
    if (from.context && has_member(*to.kernel, from.name)) return verdict;
    return say(from.context ? Check::kernel_guest : Check::undeclared, to.kernel->at,
               fmt::format("kernel {} is shared by its members only", to.name));
  }
  if (from.kernel)
    return say(Check::kernel_member, from.kernel->at, fmt::format("kernel {} depends on nobody", from.name));
  if (!from.context || !to.context) {
    verdict.check = Check::open;
    return verdict;
  }
  const Context &user = *from.context, &owner = *to.context;
  if (const Relationship* apart = between(model_.separate, user.name, owner.name))
    return say(Check::separate, apart->at, fmt::format("{} and {} go separate ways", user.name, owner.name));

  // Is the target exposed? Asked last, of edges that are allowed as such.
  auto exposed = [&](bool code_must_be_published) {
    std::optional<bool> published;
    if (edge.cls == EdgeClass::call) published = publishes_operation(owner, architecture_[edge.entity]);
    if (edge.cls == EdgeClass::event && edge.verb == "subscribes to")
      published = publishes_event(owner, architecture_[edge.entity]);
    if (edge.cls == EdgeClass::import && architecture_[edge.entity].kind != EntityKind::setting) {
      published = publishes_code(owner, edge.object);
      if (!published && code_must_be_published) published = false;
    }
    if (published == false)
      return say(Check::unpublished, owner.publishes.is_declared ? owner.publishes.at : owner.at,
                 fmt::format("what {} publishes", owner.name));
    return verdict;
  };

  bool is_table = edge.cls == EdgeClass::data && architecture_[edge.entity].kind == EntityKind::table;
  auto reads = [&](const Use* use) {
    const Entity& table = architecture_[edge.entity];
    auto holds = [&](const NamedList& list) {
      return listed(list, table.name, attribute(table, "physical"), attribute(table, "id")) >= 0;
    };
    return (use && holds(use->read)) || holds(owner.publishes.tables);
  };

  if (const Relationship* partners = between(model_.partners, user.name, owner.name)) {
    if (edge.cls != EdgeClass::data) return exposed(true);
    if (is_table)
      return say(edge.writes ? Check::writes : Check::not_listed, partners->at,
                 fmt::format("{} and {} are partners, which share no data", user.name, owner.name));
    return verdict;
  }

  const Use* use = user.use_of(owner.name);
  verdict.use = use;
  if (!use) {
    const Use* turned = owner.use_of(user.name);
    if (turned && turned->pattern)
      return say(Check::upstream, turned->at,
                 fmt::format("{} uses {} as {}", owner.name, user.name, to_string(*turned->pattern)));
    if (is_table && !edge.writes && reads(nullptr)) return verdict;
    if (!user.is_closed()) {
      verdict.check = Check::open;
      return verdict;
    }
    return say(Check::undeclared, user.at, fmt::format("{} does not use {}", user.name, owner.name));
  }
  Span at = use->at;
  std::string entry = fmt::format("{} uses {}", user.name, owner.name);
  if (use->pattern) entry += fmt::format(" as {}", to_string(*use->pattern));

  if (!use->until.text.empty() && use->until.text < today_)
    return say(Check::lapsed, use->until.at, fmt::format("{} until {}", entry, use->until.text));
  if (is_table && edge.writes) return say(Check::writes, at, entry);
  bool way_is_listed = use->by.empty() || use->by.has(edge.cls);
  // A stack's export hands over a name or an address: it is the wire of whatever way is declared.
  if (edge.cls == EdgeClass::import && architecture_[edge.entity].kind == EntityKind::setting) return verdict;
  // What `read` lists is data, whether or not `by` says so again.
  if (is_table) {
    if (!reads(use))
      return say(way_is_listed && !use->by.empty() ? Check::not_listed : Check::wrong_way, at, entry);
  } else if (!way_is_listed) {
    return say(Check::wrong_way, at, entry);
  }
  if (use->pattern == Pattern::anticorruption_layer && !use->inside.empty()) {
    Globs inside;
    for (const Named& glob : use->inside) inside.add(has_wildcard(glob.text) ? glob.text : glob.text + "/**");
    for (RelationId r : edge.relations) {
      const Relation& relation = architecture_[r];
      // A line of a template is wiring; the layer is about code.
      if (relation.evidence.empty() || relation.evidence[0].path.empty()) continue;
      const std::string& path = relation.evidence[0].path;
      if (architecture_.facts().find(EntityKind::unit, path) || inside.matches(path)) continue;
      verdict.relations.push_back(r);
    }
    if (!verdict.relations.empty()) return say(Check::outside_layer, use->inside[0].at, entry);
  }
  return exposed(edge.cls == EdgeClass::import);
}

}  // namespace demarc::model
