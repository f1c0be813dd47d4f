// Calls between services: where an address, a name or a role leads.
#include <algorithm>
#include <set>

#include "analyzer/link/endpoints.h"
#include "analyzer/link/folders.h"
#include "analyzer/link/listed.h"

namespace demarc::linking {

void Endpoints::leave_open(Relation relation, ServiceIndex service, const std::string& protocol,
                           const std::string& reason, Span place) {
  Entity unknown{EntityKind::external, "?", {{"open", "not known"}}, Certainty::certain, {}};
  relation.to = run_.facts.entity(std::move(unknown));
  relation.attributes["open"] = reason;
  relation.attributes["protocol"] = protocol;
  run_.facts.relation(std::move(relation));
  run_.leave_open("calls", service, "calls " + protocol + ":?", reason, place);
}

std::string Endpoints::literal_host(ValueId url, int depth) const {
  const Values& values = run_.values;
  const Value v = values[url];
  if ((v.kind == ValueKind::concat || v.kind == ValueKind::either) && v.count > 0 && depth < 4)
    return literal_host(values.child(url, 0), depth + 1);
  if (!values.is_literal(url)) return {};
  std::string_view text = values.text(url);
  const std::size_t scheme = text.find("://");
  if (scheme > 5) return {};  // or there is none
  text.remove_prefix(scheme + 3);
  const std::size_t end = text.find_first_of("/?#");
  // "http://" + host + …: the name goes on behind this piece.
  if (end == std::string_view::npos && depth > 0) return {};
  const std::string_view host = text.substr(0, end);
  if (host.find('@') != std::string_view::npos || host.find_first_of(".:") == std::string_view::npos)
    return {};
  return std::string(host);
}

bool Endpoints::is_number_address(std::string_view host) {
  host = host.substr(0, host.find(':'));
  return std::count(host.begin(), host.end(), '.') == 3 &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

void Endpoints::relate(Relation relation, ServiceIndex from, ServiceIndex to, EntityId target) {
  if (from == to && to != 0) relation.attributes["internal"] = yes;
  relation.to = target;
  if (!literal_host_.empty() && (to != 0 || is_number_address(literal_host_)))
    relation.attributes["literal-host"] = literal_host_;
  if (calling_ && !relation.attributes.contains("implicit"))
    run_.operations->asked(*calling_, from, to, target, relation.certainty);
  if (to != 0 && to != from &&
      (relation.attributes.contains("location") || run_.services[from].kind == "gateway"))
    handed_on_[from].insert(to);
  ++run_.sites["calls"].resolved;
  run_.facts.relation(std::move(relation));
}

ServiceIndex Endpoints::domain_service(std::string_view host, Trail& trail) {
  host = host.substr(0, host.find(':'));
  if (host.find('.') == std::string_view::npos) return 0;
  const Name wanted = name_of(host);
  for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) {
    const Resource& resource = run_.resource(r);
    if (!resource.name || (resource.type.find("Domain") == std::string::npos &&
                           resource.type.find("RecordSet") == std::string::npos))
      continue;
    if (agreement(wanted, name_of(run_.values, desk_.resolver.outcomes(resource.name)[0].evaluated)) == 0)
      continue;
    trail.emplace_back(resource.span, resource.id + " is declared here");
    return run_.service_of_resource(r);
  }
  return 0;
}

ServiceIndex Endpoints::named_service(ValueId value, ServiceIndex from) {
  const Values& values = run_.values;
  if (values[value].kind == ValueKind::concat) value = values.child(value, 0);
  if (values[value].kind != ValueKind::setting || values[value].count == 0) return 0;
  const std::string_view space = values.text(value);
  if (space != "ssm" && space != "export" && space != "secret") return 0;
  const std::string text = values.display(values.child(value, 0));
  std::set<ServiceIndex> named;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of("/:.", at), text.size());
    const std::string word = text.substr(at, end - at);
    if (word.size() > 2 && word.find('$') == std::string::npos)
      if (ServiceIndex s = desk_.hosts->named(word)) named.insert(s);
    at = end + 1;
  }
  named.erase(from);
  return named.size() == 1 ? *named.begin() : 0;
}

ServiceIndex Endpoints::only_offer(const std::string& method, std::string_view path,
                                   const std::set<ServiceIndex>* among, std::size_t* words) const {
  const auto called = segments(path);
  const auto shared = [&](const Routes::Known& route) {
    return static_cast<std::size_t>(std::count_if(called.begin(), called.end(), [&](const std::string& word) {
      return word.find('{') == std::string::npos &&
             std::find(route.path.begin(), route.path.end(), word) != route.path.end();
    }));
  };
  std::set<ServiceIndex> sharing;
  for (const Routes::Known& known : routes_.all())
    if ((!among || among->contains(known.service)) && !sharing.contains(known.service) && shared(known) > 0)
      sharing.insert(known.service);
  ServiceIndex found = 0;
  std::size_t most = 0;
  for (const ServiceIndex s : sharing) {
    // Which method is asked for need not be known: the path says whose it is.
    const std::vector<const Routes::Known*> fitting = routes_.fitting(s, method, path);
    if (fitting.empty()) continue;
    const Routes::Known& route = *routes_.find(fitting[0]->entity);
    const std::size_t count = shared(route);
    if (count == 0 || count < most || (count == most && route.service == found)) continue;
    found = count > most ? route.service : 0;
    most = count;
  }
  if (words) *words = most;
  return found;
}

ServiceIndex Endpoints::on_this_machine(const std::string& host, const std::string& method,
                                        std::string_view path, ServiceIndex from,
                                        ServiceIndex by_port) const {
  const bool may_hand_on =
      by_port != 0 && (run_.services[by_port].kind == "gateway" || desk_.hosts->plays(by_port, "gateway"));
  if (segments(path).empty() || may_hand_on) return by_port;
  if (by_port != 0 && (!offers(by_port) || routes_.match(by_port, method, path))) return by_port;
  if (by_port == 0) {
    std::set<ServiceIndex> listening = desk_.hosts->listening(host);
    listening.erase(from);
    if (const ServiceIndex one = only_offer(method, path, &listening)) return one;
  }
  ServiceIndex found = only_offer(method, path);
  if (found == 0 || found == from) found = only_below(path);
  return found != 0 && found != from ? found : by_port;
}

bool Endpoints::offers(ServiceIndex service) const {
  return std::any_of(routes_.all().begin(), routes_.all().end(),
                     [&](const Routes::Known& known) { return known.service == service; });
}

bool Endpoints::call_url(Relation base, ServiceIndex from, const Outcome& outcome, ValueId more_path,
                         const std::string& method, std::string& open, bool is_prefix) {
  Url url = take_url(desk_, outcome, more_path);
  ServiceIndex to = 0;
  if (url.resource != no_resource) {
    // An application that is deployed along and made elsewhere: its outputs lead to it.
    if (const Property* application = run_.property(run_.resource(url.resource), "application")) {
      Entity external{EntityKind::external, text_of(run_, application->value), {}, Certainty::certain, {}};
      if (!method.empty()) base.attributes["method"] = method;
      base.attributes["path"] = url.path;
      add_evidence(base, url.trail);
      relate(std::move(base), from, 0, run_.facts.entity(std::move(external)));
      return true;
    }
    to = run_.service_of_resource(url.resource);
    if (to == 0) url.open = "no service owns " + run_.resource(url.resource).id;
  } else if (!url.host.empty()) {
    Listed listed = listed_service(desk_, url.host, from);
    to = listed.service;
    url.trail.insert(url.trail.end(), listed.trail.begin(), listed.trail.end());
    if (to == 0) {
      to = desk_.hosts->at(url.host, from);
      if (is_this_machine(url.host) && !is_prefix) {
        const ServiceIndex meant = on_this_machine(url.host, method, url.path, from, to);
        if (meant != to) base.certainty = std::max(base.certainty, Certainty::likely);
        to = meant;
      }
    }
    if (to == 0) to = domain_service(url.host, url.trail);
    if (to == 0) {
      std::string_view host = std::string_view(url.host).substr(0, url.host.find(':'));
      if (is_this_machine(host)) {
        open = "the address is this machine's own, and no service alone listens there";
        return false;
      }
      if (host.find('.') == std::string_view::npos) {
        open = "no service is called " + std::string(host);
        return false;
      }
      return leave_outside(base, from, url, method);
    }
  }
  if (to == 0)
    if ((to = named_service(outcome.evaluated, from)) != 0)
      base.certainty = std::max(base.certainty, Certainty::likely);
  // A page asks the system that it belongs to: the only route that fits is meant.
  if (to == 0 && url.resource == no_resource && url.host.empty() && url.path.starts_with("/") && from != 0 &&
      run_.services[from].kind == "frontend")
    if ((to = only_offer(method, url.path)) != 0)
      base.certainty = std::max(base.certainty, Certainty::likely);
  if (to == 0) {
    open = url.open;
    return url.resource == no_resource && !is_prefix && leave_outside(base, from, url, method);
  }
  if (!method.empty()) base.attributes["method"] = method;
  if (!url.path.empty()) base.attributes["path"] = url.path;
  add_evidence(base, url.trail);
  EntityId target = is_prefix ? EntityId{} : routes_.match(to, method, url.path);
  if (const Routes::Known* known = target ? routes_.find(target) : nullptr) to = known->service;
  // Without the stage in front, where the route shows that it is one.
  if (const Routes::Known* known = target ? routes_.find(target) : nullptr)
    if (const auto called = segments(url.path); called.size() == known->path.size() + 1)
      base.attributes["path"] = url.path.substr(url.path.find(called[0]) + called[0].size());
  if (url.resource != no_resource && run_.resource(url.resource).kind == ResourceKind::function && !target)
    target = invocation(url.resource);
  relate(std::move(base), from, to, target ? target : run_.services[to].entity);
  return true;
}

std::string Endpoints::text_of_property(const Wiring& w, std::string_view word) {
  const Property* p = run_.property(w, word);
  return p ? text_of(run_, p->value) : std::string();
}

void Endpoints::add_evidence(Relation& relation, const Trail& trail) {
  for (Step& s : run_.steps(trail))
    if (std::find(relation.evidence.begin(), relation.evidence.end(), s) == relation.evidence.end())
      relation.evidence.push_back(std::move(s));
}

bool Endpoints::asks_member(ValueId value, std::string_view name, int depth) const {
  const Value v = run_.values[value];
  if (v.kind == ValueKind::member && run_.values.text(value) == name) return true;
  for (std::uint32_t i = 0; i < v.count && depth < 12; ++i)
    if (asks_member(run_.values.child(value, i), name, depth + 1)) return true;
  return false;
}

void Endpoints::link_remote_call(const Effect& e, const std::string& protocol) {
  const Procedures::Said said = said_procedure(run_, e);
  const std::vector<Actor> who = actors(desk_, e);
  if (who.empty()) leave_unreached(desk_, "calls", e, "calls " + protocol + ":?");
  for (const Actor& actor : who) {
    const ServiceIndex from = actor.scope.service;
    for (const Procedures::Meant& meant : procedures_.meant(said, from)) {
      Relation base = relation_of(run_, e, actor, {}, Certainty::certain);
      base.attributes["protocol"] = protocol;
      // A name that a contract has is no guess.
      if (meant.contract && base.certainty == Certainty::likely) base.certainty = Certainty::certain;
      std::string open = "no code of the tree alone answers " + meant.path;
      bool is_resolved = false;
      if (const ValueId url = e.capture("url"))
        for (const Outcome& outcome : desk_.resolver.outcomes(url, actor.scope))
          is_resolved |= call_url(base, from, outcome, run_.values.literal(meant.path), protocol, open);
      if (!is_resolved) is_resolved = call_answerer(base, from, protocol, meant.path);
      if (!is_resolved) leave_open(base, from, protocol, open, e.site);
    }
  }
}

bool Endpoints::call_answerer(Relation base, ServiceIndex from, const std::string& protocol,
                              const std::string& path) {
  const ServiceIndex to = procedures_.only_answerer(routes_, protocol, path, from);
  if (to == 0) return false;
  // Who asks by the interface's name asks a registry, which knows those who answer.
  if (protocol == "grpc") base.certainty = std::max(base.certainty, Certainty::likely);
  base.attributes["method"] = protocol;
  base.attributes["path"] = path;
  relate(std::move(base), from, to, routes_.match(to, protocol, path));
  return true;
}

// "…/trains/" + id, where id begins as "": what is asked for is a train, and not all of them.
void Endpoints::drop_unfilled(std::vector<Outcome>& all) const {
  if (all.size() < 2 || all.size() > 64) return;
  std::set<std::string> written;
  for (const Outcome& one : all) written.insert(braced(run_.values, one.evaluated));
  std::erase_if(all, [&](const Outcome& one) {
    const std::string text = braced(run_.values, one.evaluated);
    return text.ends_with('/') && written.contains(text + "{}");
  });
}

void Endpoints::link_call(const Effect& e) {
  std::string protocol = text_of(run_, e.capture("protocol"));
  const ValueId url = e.capture("url"), name = e.capture("name");
  // A custom resource tells the deployment that it is done: nobody else's business.
  if (url && asks_member(url, "ResponseURL")) return;
  // What a variable holds before its branches say whom to ask.
  if (url && run_.values.is_literal(url) && run_.values.text(url).empty() && !e.capture("path")) return;
  if (protocol.empty()) protocol = url ? "http" : "call";
  if (has_procedures(protocol) && name) return link_remote_call(e, protocol);
  const std::vector<Actor> who = actors(desk_, e);
  if (who.empty()) leave_unreached(desk_, "calls", e, "calls " + protocol + ":?");
  for (const Actor& actor : who) {
    if (is_offer(run_, e, url)) continue;
    const ServiceIndex from = actor.scope.service;
    Relation base = relation_of(run_, e, actor, {}, Certainty::certain);
    base.attributes["protocol"] = protocol;
    std::string open;
    bool is_resolved = false;
    if (url) {
      std::string method;
      for (const Outcome& m : desk_.resolver.outcomes(e.capture("method"), actor.scope))
        if (run_.values.is_literal(m.evaluated)) method = upper(run_.values.text(m.evaluated));
      std::vector<Outcome> all;
      for (const Outcome& outcome : desk_.resolver.outcomes(url, actor.scope))
        for (Outcome& one : apart(outcome)) all.push_back(std::move(one));
      drop_unfilled(all);
      for (const Outcome& one : all)
        is_resolved |= call_url(base, from, one, e.capture("path"), method, open);
    } else if (!name && protocol == "stepfunctions") {
      is_resolved = answer_workflow(base, actor);
      open = "the task token comes from data at run time";
    } else {
      for (Target& target : desk_.names.targets(name, actor.scope, callable(protocol)))
        is_resolved |= call_target(base, from, target, open);
    }
    if (!is_resolved) is_resolved = call_role(e, base, from);
    if (!is_resolved) is_resolved = call_product(e, base, actor.scope);
    if (!is_resolved) leave_open(base, from, protocol, open, e.site);
  }
}

std::vector<Outcome> Endpoints::apart(const Outcome& outcome) const {
  constexpr std::size_t most = 16;
  if (!run_.values.is_literal(outcome.evaluated)) return {outcome};
  const std::string_view text = run_.values.text(outcome.evaluated);
  const std::size_t sign = text.find("://");
  if (sign == std::string_view::npos || text.find(',') == std::string_view::npos) return {outcome};
  const std::string scheme(text.substr(0, sign + 3));
  std::vector<Outcome> all;
  std::size_t begin = 0;
  for (std::size_t i = sign + 3; i <= text.size() && all.size() < most; ++i) {
    if (i < text.size() && text[i] != ',') continue;
    // A comma behind the host's "/" is the path's own, unless another address follows.
    const std::string_view so_far = text.substr(begin, i - begin),
                           next = text.substr(std::min(i + 1, text.size()));
    const std::size_t from = so_far.find("://");
    const bool has_path =
        so_far.find('/', from == std::string_view::npos ? 0 : from + 3) != std::string_view::npos;
    if (i < text.size() && has_path && next.find("://") == std::string_view::npos) continue;
    std::string one(so_far);
    one.erase(0, one.find_first_not_of(' ') == std::string::npos ? one.size() : one.find_first_not_of(' '));
    if (one.find("://") == std::string::npos) one.insert(0, scheme);
    begin = i + 1;
    if (one.size() == scheme.size()) continue;
    all.push_back(outcome);
    all.back().evaluated = run_.values.literal(one);
  }
  if (all.empty()) return {outcome};
  return all;
}

bool Endpoints::call_role(const Effect& e, Relation base, ServiceIndex from) {
  const std::string role = text_of(run_, e.capture("role"));
  if (role.empty()) return false;
  // Who is of that role itself does not ask itself.
  if (desk_.hosts->plays(from, role)) return true;
  const ServiceIndex to = desk_.hosts->of_role(role, from);
  if (to == 0) return false;
  base.certainty = std::max(base.certainty, Certainty::likely);
  base.attributes["role"] = role;
  relate(std::move(base), from, to, run_.services[to].entity);
  return true;
}

void Endpoints::link_everyone(const Effect& e) {
  const std::string role = text_of(run_, e.capture("everyone"));
  std::set<ServiceIndex> known;
  for (const Effect& other : run_.effects.effects)
    if (other.kind == RelationKind::calls && text_of(run_, other.capture("role")) == role)
      for (const Actor& actor : actors(desk_, other)) known.insert(actor.scope.service);
  for (const Actor& actor : actors(desk_, e))
    for (const ServiceIndex to : known) {
      if (!known.contains(actor.scope.service)) break;
      if (to == actor.scope.service || desk_.hosts->has_role(to)) continue;
      relate(relation_of(run_, e, actor, {}, Certainty::likely), actor.scope.service, to,
             run_.services[to].entity);
    }
}

bool Endpoints::call_product(const Effect& e, Relation base, const Scope& scope) {
  const std::string product = text_of(run_, e.capture("product"));
  if (product.empty()) return false;
  for (const Outcome& outcome : desk_.resolver.outcomes(e.capture("url"), scope)) {
    const Url url = take_url(desk_, outcome, {});
    if (outcome.trail.empty() || !is_this_machine(url.host)) continue;
    Entity external{EntityKind::external, product, {}, Certainty::certain, {}};
    if (const std::string role = text_of(run_, e.capture("role")); !role.empty())
      external.attributes["role"] = role;
    base.certainty = std::max(base.certainty, Certainty::likely);
    add_evidence(base, url.trail);
    relate(std::move(base), scope.service, 0, run_.facts.entity(std::move(external)));
    return true;
  }
  return false;
}

bool Endpoints::answer_workflow(Relation base, const Actor& actor) {
  base.certainty = std::max(base.certainty, Certainty::likely);
  bool is_resolved = false;
  for (const Wiring& w : run_.declared.wirings) {
    if (w.kind != WiringKind::grants) continue;
    const Side from = side(desk_, w.from, w.unit);
    if (from.service != actor.scope.service) continue;
    const bool is_function = from.resource != no_resource && run_.deployed_of.contains(from.resource);
    if (is_function && !actor.scope.functions.empty() &&
        std::find(actor.scope.functions.begin(), actor.scope.functions.end(),
                  run_.deployed_of[from.resource]) == actor.scope.functions.end())
      continue;
    bool may_answer = false;
    for (const std::string& action : texts(run_.property(w, "action")))
      may_answer |= action.starts_with("states:SendTask");
    if (!may_answer) continue;
    for (Target target : desk_.names.targets(w.to, actor.scope, callable("stepfunctions"))) {
      if (target.resource == no_resource && !target.name) continue;
      target.trail.insert(target.trail.begin(), {w.span, "may answer tasks of this"});
      std::string open;
      is_resolved |= call_target(base, actor.scope.service, target, open);
    }
  }
  return is_resolved;
}

Kinds Endpoints::callable(std::string_view protocol) {
  static constexpr Kinds functions = {ResourceKind::function},
                         machines = {ResourceKind::state_machine, ResourceKind::activity},
                         any = {ResourceKind::function, ResourceKind::state_machine, ResourceKind::activity,
                                ResourceKind::api};
  return protocol == "lambda" ? functions : protocol == "stepfunctions" ? machines : any;
}

bool Endpoints::call_target(Relation base, ServiceIndex from, const Target& target, std::string& open) {
  add_evidence(base, target.trail);
  base.certainty = std::max(base.certainty, target.certainty);
  if (target.resource != no_resource) {
    const ServiceIndex to = run_.service_of_resource(target.resource);
    if (to == 0) {
      open = "no service owns " + run_.resource(target.resource).id;
      return false;
    }
    EntityId called = run_.services[to].entity;
    if (run_.resource(target.resource).kind == ResourceKind::function) called = invocation(target.resource);
    relate(std::move(base), from, to, called);
    return true;
  }
  if (target.name) {
    // An activity that no template creates belongs to the workflow that waits for it.
    for (const Wiring& w : run_.declared.wirings) {
      if (w.kind != WiringKind::calls || text_of_property(w, "protocol") != "activity") continue;
      const Side machine = side(desk_, w.from, w.unit);
      if (machine.service == 0) continue;
      for (const Target& waits : desk_.names.targets(w.to, {machine.service, {}}, {ResourceKind::activity}))
        if (waits.name &&
            agreement(name_of(run_.values, waits.name), name_of(run_.values, target.name)) > 0) {
          add_evidence(base, {{w.span, "waits for it"}});
          relate(std::move(base), from, machine.service, run_.services[machine.service].entity);
          return true;
        }
    }
    if (ServiceIndex to = desk_.hosts->named(target.text)) {
      relate(std::move(base), from, to, run_.services[to].entity);
      return true;
    }
    open = "nothing in the tree is called " + target.text;
  } else {
    open = target.open;
  }
  return false;
}

void Endpoints::link_wired_call(const Wiring& w) {
  for (const Side& from : callers(desk_, holders_, w))
    if (from.service != 0) link_wired_call(w, from);
}

void Endpoints::link_wired_call(const Wiring& w, const Side& from) {
  std::string protocol = "http";
  if (run_.property(w, "protocol")) protocol = text_of_property(w, "protocol");
  // "aws:translate": a service of the platform, not of the system.
  if (run_.values.is_literal(w.to) && run_.values.text(w.to).starts_with("aws:")) return;
  Relation base = relation_of(desk_, w, from, RelationKind::calls, {});
  const bool by_machine =
      from.resource != no_resource && run_.resource(from.resource).kind == ResourceKind::state_machine;
  base.attributes["protocol"] = by_machine && protocol != "http" ? "stepfunctions" : protocol;
  std::string open;
  bool is_resolved = false;
  // What a program's configuration says are addresses, whatever is spoken there.
  const bool is_configured = run_.property(w, "program") != nullptr;
  if (is_configured || protocol == "http") {
    std::vector<std::string> methods = texts(run_.property(w, "method"));
    const Property* path = run_.property(w, "path");
    const bool is_prefix = text_of_property(w, "prefix") == yes;
    for (const Outcome& outcome : desk_.resolver.outcomes(w.to, {from.service, {}})) {
      if (is_configured && means_itself(run_, w, from, take_url(desk_, outcome, {}).host)) {
        is_resolved = true;
        continue;
      }
      is_resolved |= call_url(base, from.service, outcome, path ? path->value : ValueId{},
                              methods.size() == 1 ? upper(methods[0]) : "", open, is_prefix);
    }
  } else {
    for (const Target& target : desk_.names.targets(w.to, {from.service, {}},
                                                    {ResourceKind::function, ResourceKind::state_machine,
                                                     ResourceKind::activity, ResourceKind::workload}))
      is_resolved |= call_target(base, from.service, target, open);
  }
  if (!is_resolved) leave_open(base, from.service, protocol, open, w.span);
}

void Endpoints::link_pool_trigger(const Wiring& w) {
  if (w.kind != WiringKind::consumes || text_of_property(w, "transport") != "cognito") return;
  const Side function = side(desk_, w.from, w.unit);
  for (const Target& pool : desk_.names.targets(w.to, {function.service, {}}, {ResourceKind::user_pool})) {
    if (pool.resource == no_resource) continue;
    Wiring asked = w;
    asked.kind = WiringKind::calls;
    asked.from = w.to;
    asked.to = w.from;
    asked.properties.push_back({"protocol", run_.values.literal("lambda"), w.span});
    for (const auto& [span, what] : pool.trail) asked.chain.emplace_back(span, what);
    link_wired_call(asked, {run_.service_of_resource(pool.resource), pool.resource});
  }
}

}  // namespace demarc::linking
