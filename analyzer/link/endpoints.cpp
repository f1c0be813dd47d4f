// Operations that services offer and answer, and calls between services: URLs, functions by name, workflows.
#include <algorithm>
#include <set>

#include "analyzer/link/configured.h"
#include "analyzer/link/folders.h"
#include "analyzer/link/hosts.h"
#include "analyzer/link/listed.h"
#include "analyzer/link/operations.h"
#include "analyzer/link/procedures.h"
#include "analyzer/link/route_prefixes.h"
#include "analyzer/link/routes.h"

namespace demarc::linking {
namespace {

class Endpoints {
 public:
  explicit Endpoints(const Desk& desk)
      : desk_(desk),
        run_(desk.run),
        routes_(desk),
        holders_(desk.run),
        procedures_(desk.run),
        prefixes_(desk) {}

  void link() {
    for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r)
      if (run_.resource(r).kind == ResourceKind::function) desk_.names.function(r);
    for (const Wiring& w : run_.declared.wirings)
      if (w.kind == WiringKind::routes) link_route(w);
    for (const Effect& e : run_.effects.effects)
      if (e.kind == RelationKind::exposes) link_exposure(e);
    for (const Effect& e : run_.effects.effects)
      if (e.kind == RelationKind::exposes && text_of(run_, e.capture("protocol")) == "grpc")
        link_answered(e, true);
    link_contracts();
    for (const Effect& e : run_.effects.effects)
      if (e.kind == RelationKind::handles) link_handled(e);
    for (Behind& b : behind_) {
      b.relation.to = routes_.operation(b.service, b.method, b.path);
      run_.operations->answers(b.relation.to, b.service, *b.effect, b.relation.certainty);
      run_.facts.relation(std::move(b.relation));
    }
    for (const Effect& e : run_.effects.effects) {
      if (e.kind != RelationKind::calls || e.capture("everyone")) continue;
      calling_ = e.where.file ? &e : nullptr;
      literal_host_ = calling_ ? literal_host(e.capture("url")) : std::string();
      link_call(e);
    }
    calling_ = nullptr;
    literal_host_.clear();
    for (const Effect& e : run_.effects.effects)
      if (e.kind == RelationKind::calls && e.capture("everyone")) link_everyone(e);
    for (const Wiring& w : run_.declared.wirings)
      if (w.kind == WiringKind::calls) link_wired_call(w);
    for (const Routes::Known& known : routes_.all())
      for (ResourceIndex function : known.functions) run_.operations->answered_by(known.entity, function);
    for (const auto& [operation, function] : invoked_) run_.operations->answered_by(operation, function);
  }

 private:
  EntityId invocation(ResourceIndex function) {
    const EntityId operation = routes_.invocation(function);
    if (operation) invoked_[operation] = function;
    return operation;
  }

  std::vector<std::string> texts(const Property* p) {
    std::vector<std::string> all;
    if (!p) return all;
    for (const Outcome& o : desk_.resolver.outcomes(p->value))
      all.push_back(braced(run_.values, o.evaluated));
    return all;
  }

  // ---- what services offer

  void link_route(const Wiring& w) {
    const Side api = side(desk_, w.from, w.unit);
    if (api.service == 0) return;
    std::vector<std::string> methods = texts(run_.property(w, "method")),
                             paths = texts(run_.property(w, "path"));
    if (methods.empty()) methods.emplace_back("ANY");
    if (paths.empty()) return;
    std::string base;
    if (api.resource != no_resource)
      if (const Property* p = run_.property(run_.resource(api.resource), "base-path"))
        for (const std::string& text : texts(p)) base = text;
    while (base.ends_with("/")) base.pop_back();
    if (!base.empty() && !base.starts_with("/")) base = "/" + base;
    ResourceIndex function = no_resource;
    Trail trail;
    for (Target& t :
         desk_.names.targets(w.to, {api.service, {}}, {ResourceKind::function, ResourceKind::state_machine}))
      if (t.resource != no_resource) {
        function = t.resource;
        trail = t.trail;
      }
    // A stack that hangs its own function under somebody's API offers the route itself: only the address is
    // shared. A gateway, which has no other trade, is asked first and calls on.
    const ServiceIndex behind = function == no_resource ? 0 : run_.service_of_resource(function);
    auto home = run_.service_of_unit.find(w.unit);
    const bool only_shares_address = behind != 0 && behind != api.service &&
                                     home != run_.service_of_unit.end() && home->second == behind &&
                                     run_.services[api.service].kind != "gateway";
    const ServiceIndex offers = only_shares_address ? behind : api.service;
    for (const std::string& method : methods)
      for (const std::string& path : paths) {
        const EntityId operation = routes_.operation(offers, upper(method), base + path);
        if (only_shares_address) routes_.reach_by(api.service, operation);
        Attributes& a = run_.facts.edit(operation).attributes;
        if (const Property* p = run_.property(w, "operation"))
          for (const std::string& text : texts(p)) a["operation-id"] = text;
        if (api.resource != no_resource)
          if (const Property* p = run_.property(run_.resource(api.resource), "visibility"))
            for (const std::string& text : texts(p)) a["visibility"] = text;
        if (api.resource != no_resource)
          if (const Property* p = run_.property(run_.resource(api.resource), "version"))
            for (const std::string& text : texts(p)) a["version"] = text;
        Relation made = relation_of(desk_, w, api, RelationKind::exposes, trail);
        made.from = run_.services[offers].entity;
        made.to = operation;
        // What of a route stands on a line of its own.
        for (std::string_view word : {"method", "path"})
          if (const Property* p = run_.property(w, word)) {
            Step line = run_.step(p->span, word);
            if (std::none_of(made.evidence.begin(), made.evidence.end(), [&](const Step& s) {
                  return line.path.empty() || (s.path == line.path && s.line == line.line);
                }))
              made.evidence.push_back(std::move(line));
          }
        made.attributes.erase("function");
        if (function != no_resource) {
          made.attributes["function"] = run_.resource(function).id;
          routes_.find(operation)->functions.push_back(function);
        }
        run_.facts.relation(std::move(made));
      }
    // Another service's function behind this API is called by it.
    if (behind != 0 && behind != offers) {
      Relation made = relation_of(desk_, w, api, RelationKind::calls, trail);
      made.to = invocation(function);
      made.attributes["protocol"] = "lambda";
      ++run_.sites["calls"].resolved;
      run_.facts.relation(std::move(made));
    }
  }

  // Code answers remote procedures; what it has beside those of the contract is its own business. `all`: what
  // is registered as a whole, which counts where no code shows the single procedures.
  void link_answered(const Effect& e, bool all) {
    const Procedures::Said said = said_procedure(run_, e);
    if (said.rpc.empty() != all) return;
    for (const Actor& actor : owners(e))
      for (const Procedures::Meant& meant : procedures_.meant(said, actor.scope.service)) {
        if (all && (!meant.contract || routes_.match(actor.scope.service, "grpc", meant.path))) continue;
        const EntityId operation = routes_.operation(actor.scope.service, "grpc", meant.path);
        if (meant.contract)
          run_.facts.edit(operation).attributes.try_emplace("contract", run_.files.path(meant.contract));
        Relation made = relation_of(run_, e, actor, {}, Certainty::certain);
        made.to = operation;
        for (RelationKind kind : {RelationKind::handles, RelationKind::exposes}) {
          made.kind = kind;
          run_.facts.relation(made);
        }
      }
  }

  void link_exposure(const Effect& e) {
    if (text_of(run_, e.capture("protocol")) == "grpc") return link_answered(e, false);
    if (e.capture("below")) return;  // says where others are reached
    for (const Actor& actor : owners(e)) {
      const std::string before = prefixes_.before(actor.scope.service, e.pack);
      for (const Outcome& path : desk_.resolver.outcomes(e.capture("path"), actor.scope)) {
        if (!e.capture("path")) continue;
        std::vector<std::string> methods;
        for (const Outcome& m : desk_.resolver.outcomes(e.capture("method"), actor.scope))
          methods.push_back(run_.values.is_literal(m.evaluated) ? upper(run_.values.text(m.evaluated))
                                                                : "ANY");
        for (const std::string& method : methods) {
          EntityId operation = routes_.operation(actor.scope.service, method,
                                                 below(before, braced(run_.values, path.evaluated)));
          if (std::string version = text_of(run_, e.capture("version")); !version.empty())
            run_.facts.edit(operation).attributes["version"] = version;
          note_stored(e, operation);
          Relation made = relation_of(run_, e, actor, path.trail, Certainty::certain);
          made.kind = RelationKind::handles;
          made.to = operation;
          run_.facts.relation(made);
          made.kind = RelationKind::exposes;
          run_.operations->answers(operation, actor.scope.service, e, made.certainty);
          run_.facts.relation(std::move(made));
        }
      }
    }
  }

  static std::string below(const std::string& prefix, std::string path) {
    if (prefix.empty()) return path;
    if (path.empty() || path == "/") return prefix;
    return prefix + (path.starts_with('/') ? "" : "/") + path;
  }

  // Stored types that the code hands out or takes as they are.
  void note_stored(const Effect& e, EntityId operation) {
    for (std::string_view word : {"returns", "accepts"})
      if (std::string type = text_of(run_, e.capture(word)); !type.empty())
        run_.facts.edit(operation).attributes.try_emplace(std::string(word), std::move(type));
  }

  // Routes are registered where a server is set up: that place belongs to its folder's service.
  std::vector<Actor> owners(const Effect& e) {
    std::vector<Actor> who = actors(desk_, e);
    const ServiceIndex home = home_of(run_, e);
    if (who.empty() && home != 0 && run_.services[home].kind != "library")
      who.push_back({{home, {}}, Certainty::likely});
    return who;
  }

  void link_handled(const Effect& e) {
    const ValueId path = e.capture("path");
    for (const Actor& actor : owners(e)) {
      std::set<ResourceIndex> functions;
      for (std::uint32_t f : actor.scope.functions) functions.insert(run_.deployed[f - 1].resource);
      for (const Outcome& m : desk_.resolver.outcomes(e.capture("method"), actor.scope)) {
        const std::string method =
            run_.values.is_literal(m.evaluated) ? upper(run_.values.text(m.evaluated)) : "";
        for (const Outcome& p : desk_.resolver.outcomes(path, actor.scope)) {
          std::string text = path ? braced(run_.values, p.evaluated) : "";
          const bool has_path = !text.empty() && text != "{}";
          if (has_path) text = below(prefixes_.before(actor.scope.service, e.pack), std::move(text));
          bool behind_catch_all = false;
          for (Routes::Known& known : routes_.all()) {
            if (known.service != actor.scope.service || known.is_borrowed) continue;
            if (!functions.empty() && !known.functions.empty() &&
                std::none_of(known.functions.begin(), known.functions.end(),
                             [&](ResourceIndex r) { return functions.contains(r); }))
              continue;
            if (!method.empty() && known.method != "ANY" && known.method != method) continue;
            if (has_path && routes_.match(known.service, known.method, text) != known.entity) continue;
            if (!method.empty() && known.method == "ANY") {
              std::string& handled = run_.facts.edit(known.entity).attributes["handled"];
              if ((" " + handled + " ").find(" " + method + " ") == std::string::npos)
                handled += (handled.empty() ? "" : " ") + method;
            }
            note_stored(e, known.entity);
            Relation made = relation_of(run_, e, actor, p.trail, Certainty::certain);
            made.kind = RelationKind::handles;
            made.to = known.entity;
            if (!method.empty()) made.attributes["method"] = method;
            // A catch-all hands everything on: what the code asks for by method and path is the operation.
            if (has_path && !known.path.empty() && known.path.back().ends_with("+}")) {
              behind_catch_all = true;
            } else {
              run_.operations->answers(known.entity, actor.scope.service, e, made.certainty);
              run_.facts.relation(std::move(made));
            }
          }
          if (!behind_catch_all) continue;
          Relation made = relation_of(run_, e, actor, p.trail, Certainty::certain);
          made.kind = RelationKind::handles;
          behind_.push_back(
              {actor.scope.service, method.empty() ? "ANY" : method, text, std::move(made), &e});
        }
      }
    }
  }

  void link_contracts() {
    for (const ContractOperation& c : run_.declared.operations) {
      const std::string path(run_.files.path(c.contract));
      const ServiceIndex service = run_.service_of(c.contract);
      contract(c.contract, service, c.span);
      // Who answers it imports the file too, or has a copy.
      if (c.method == "grpc") continue;
      if (service == 0 || run_.services[service].kind == "library") continue;
      EntityId operation = routes_.match(service, upper(c.method), c.path);
      for (const std::string& prefix : prefixes_.all(service))
        if (!operation) operation = routes_.match(service, upper(c.method), below(prefix, c.path));
      const bool is_new = !operation;
      if (is_new) operation = routes_.operation(service, upper(c.method), c.path);
      Attributes& a = run_.facts.edit(operation).attributes;
      a.try_emplace("contract", path);
      if (!c.operation_id.empty()) a.try_emplace("operation-id", c.operation_id);
      if (!is_new) continue;
      Relation made;
      made.kind = RelationKind::exposes;
      made.from = run_.services[service].entity;
      made.to = operation;
      made.attributes["from"] = "contract";
      made.certainty = Certainty::likely;
      made.evidence.push_back(run_.step(c.span, ""));
      run_.facts.relation(std::move(made));
    }
    for (const ContractEvent& c : run_.declared.events)
      contract(c.contract, run_.service_of(c.contract), c.span);
  }

  void contract(FileId file, ServiceIndex service, Span) {
    Entity made{EntityKind::contract, std::string(run_.files.path(file)), {}, Certainty::certain, {}};
    made.attributes["file"] = made.name;
    if (service != 0) made.attributes["service"] = run_.services[service].name;
    made.evidence.push_back(run_.step({file, 0, 0}, ""));
    run_.facts.entity(std::move(made));
  }

  // ---- calls

  void leave_open(Relation relation, ServiceIndex service, const std::string& protocol,
                  const std::string& reason, Span place) {
    Entity unknown{EntityKind::external, "?", {{"open", "not known"}}, Certainty::certain, {}};
    relation.to = run_.facts.entity(std::move(unknown));
    relation.attributes["open"] = reason;
    relation.attributes["protocol"] = protocol;
    run_.facts.relation(std::move(relation));
    run_.leave_open("calls", service, "calls " + protocol + ":?", reason, place);
  }

  // "10.0.3.7:8080" of "http://10.0.3.7:8080/x" where the code itself says so; a bare name is no machine.
  std::string literal_host(ValueId url, int depth = 0) const {
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
  static bool is_number_address(std::string_view host) {
    host = host.substr(0, host.find(':'));
    return std::count(host.begin(), host.end(), '.') == 3 &&
           host.find_first_not_of("0123456789.") == std::string_view::npos;
  }

  void relate(Relation relation, ServiceIndex from, ServiceIndex to, EntityId target) {
    if (from == to && to != 0) relation.attributes["internal"] = yes;
    relation.to = target;
    if (!literal_host_.empty() && (to != 0 || is_number_address(literal_host_)))
      relation.attributes["literal-host"] = literal_host_;
    if (calling_ && !relation.attributes.contains("implicit"))
      run_.operations->asked(*calling_, from, to, target, relation.certainty);
    ++run_.sites["calls"].resolved;
    run_.facts.relation(std::move(relation));
  }

  // A domain name that a template declares.
  ServiceIndex domain_service(std::string_view host, Trail& trail) {
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

  // An address that nothing in the tree provides, under a name that names its owner: "/shop/payment/api/url".
  ServiceIndex named_service(ValueId value, ServiceIndex from) {
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

  // The service that alone offers a route of this method and path; holes alone prove nothing, so one word of
  // the path must be the route's own.
  ServiceIndex only_offer(const std::string& method, std::string_view path) const {
    const auto called = segments(path);
    ServiceIndex found = 0;
    for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
      const EntityId target = routes_.match(s, method, path);
      if (!target) continue;
      const Routes::Known& route = *routes_.find(target);
      const bool shares_word = std::any_of(called.begin(), called.end(), [&](const std::string& word) {
        return word.find('{') == std::string::npos &&
               std::find(route.path.begin(), route.path.end(), word) != route.path.end();
      });
      if (!shares_word) continue;
      if (found != 0 && found != route.service) return 0;
      found = route.service;
    }
    return found;
  }

  // One alternative of a URL. False when it leads nowhere; then `open` says why. A prefix stands for all that
  // lies below it, for no operation.
  bool call_url(Relation base, ServiceIndex from, const Outcome& outcome, ValueId more_path,
                const std::string& method, std::string& open, bool is_prefix = false) {
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
      if (to == 0) to = desk_.hosts->at(url.host, from);
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
        Entity external{EntityKind::external, std::string(host), {}, Certainty::certain, {}};
        base.attributes["path"] = url.path;
        add_evidence(base, url.trail);
        relate(std::move(base), from, 0, run_.facts.entity(std::move(external)));
        return true;
      }
    }
    if (to == 0)
      if ((to = named_service(outcome.evaluated, from)) != 0)
        base.certainty = std::max(base.certainty, Certainty::likely);
    // A page asks the system that it belongs to: the only route that fits is meant.
    if (to == 0 && url.resource == no_resource && url.host.empty() && url.path.starts_with("/") &&
        from != 0 && run_.services[from].kind == "frontend")
      if ((to = only_offer(method, url.path)) != 0)
        base.certainty = std::max(base.certainty, Certainty::likely);
    if (to == 0) {
      open = url.open;
      return false;
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

  std::string text_of_property(const Wiring& w, std::string_view word) {
    const Property* p = run_.property(w, word);
    return p ? text_of(run_, p->value) : std::string();
  }

  void add_evidence(Relation& relation, const Trail& trail) {
    for (Step& s : run_.steps(trail))
      if (std::find(relation.evidence.begin(), relation.evidence.end(), s) == relation.evidence.end())
        relation.evidence.push_back(std::move(s));
  }

  // Whether the value is made from the member of that name of something that is handed in.
  bool asks_member(ValueId value, std::string_view name, int depth = 0) const {
    const Value v = run_.values[value];
    if (v.kind == ValueKind::member && run_.values.text(value) == name) return true;
    for (std::uint32_t i = 0; i < v.count && depth < 12; ++i)
      if (asks_member(run_.values.child(value, i), name, depth + 1)) return true;
    return false;
  }

  void link_remote_call(const Effect& e) {
    const Procedures::Said said = said_procedure(run_, e);
    const std::vector<Actor> who = actors(desk_, e);
    if (who.empty()) leave_unreached(desk_, "calls", e, "calls grpc:?");
    for (const Actor& actor : who) {
      const ServiceIndex from = actor.scope.service;
      for (const Procedures::Meant& meant : procedures_.meant(said, from)) {
        Relation base = relation_of(run_, e, actor, {}, Certainty::certain);
        base.attributes["protocol"] = "grpc";
        // A name that a contract has is no guess.
        if (meant.contract && base.certainty == Certainty::likely) base.certainty = Certainty::certain;
        std::string open = "no code of the tree alone answers " + meant.path;
        bool is_resolved = false;
        if (const ValueId url = e.capture("url"))
          for (const Outcome& outcome : desk_.resolver.outcomes(url, actor.scope))
            is_resolved |= call_url(base, from, outcome, run_.values.literal(meant.path), "grpc", open);
        if (!is_resolved) is_resolved = call_answerer(base, from, meant.path);
        if (!is_resolved) leave_open(base, from, "grpc", open, e.site);
      }
    }
  }

  // No address leads there, but only one program of the tree answers the procedure.
  bool call_answerer(Relation base, ServiceIndex from, const std::string& path) {
    const ServiceIndex to = procedures_.only_answerer(routes_, path, from);
    if (to == 0) return false;
    base.certainty = std::max(base.certainty, Certainty::likely);
    base.attributes["method"] = "grpc";
    base.attributes["path"] = path;
    relate(std::move(base), from, to, routes_.match(to, "grpc", path));
    return true;
  }

  void link_call(const Effect& e) {
    std::string protocol = text_of(run_, e.capture("protocol"));
    const ValueId url = e.capture("url"), name = e.capture("name");
    // A custom resource tells the deployment that it is done: nobody else's business.
    if (url && asks_member(url, "ResponseURL")) return;
    if (protocol.empty()) protocol = url ? "http" : "call";
    if (protocol == "grpc" && name) return link_remote_call(e);
    const std::vector<Actor> who = actors(desk_, e);
    if (who.empty()) leave_unreached(desk_, "calls", e, "calls " + protocol + ":?");
    for (const Actor& actor : who) {
      const ServiceIndex from = actor.scope.service;
      Relation base = relation_of(run_, e, actor, {}, Certainty::certain);
      base.attributes["protocol"] = protocol;
      std::string open;
      bool is_resolved = false;
      if (url) {
        std::string method;
        for (const Outcome& m : desk_.resolver.outcomes(e.capture("method"), actor.scope))
          if (run_.values.is_literal(m.evaluated)) method = upper(run_.values.text(m.evaluated));
        for (const Outcome& outcome : desk_.resolver.outcomes(url, actor.scope))
          for (const Outcome& one : apart(outcome))
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

  // "http://a:1/x,http://b:1/x", "http://a,b": several addresses in one setting.
  std::vector<Outcome> apart(const Outcome& outcome) const {
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

  // No address leads there, but only one program of the tree is what is asked for.
  bool call_role(const Effect& e, Relation base, ServiceIndex from) {
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

  // A gateway that hands on to all that are known to a registry: those that ask for that role by themselves,
  // but for what is a part of the platform too.
  void link_everyone(const Effect& e) {
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

  // Its address is set, and the tree runs nothing of the kind: the product runs beside it.
  bool call_product(const Effect& e, Relation base, const Scope& scope) {
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

  // A task token says nothing about its workflow; the permission to answer does.
  bool answer_workflow(Relation base, const Actor& actor) {
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

  static Kinds callable(std::string_view protocol) {
    static constexpr Kinds functions = {ResourceKind::function},
                           machines = {ResourceKind::state_machine, ResourceKind::activity},
                           any = {ResourceKind::function, ResourceKind::state_machine, ResourceKind::activity,
                                  ResourceKind::api};
    return protocol == "lambda" ? functions : protocol == "stepfunctions" ? machines : any;
  }

  bool call_target(Relation base, ServiceIndex from, const Target& target, std::string& open) {
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

  void link_wired_call(const Wiring& w) {
    for (const Side& from : callers(desk_, holders_, w))
      if (from.service != 0) link_wired_call(w, from);
  }

  void link_wired_call(const Wiring& w, const Side& from) {
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

  // What code answers behind a catch-all route. Made last: such an operation must not stand in the way of the
  // catch-all while other handlers look for it.
  struct Behind {
    ServiceIndex service;
    std::string method, path;
    Relation relation;
    const Effect* effect;
  };

  const Desk& desk_;
  Run& run_;
  Routes routes_;
  Holders holders_;
  Procedures procedures_;
  RoutePrefixes prefixes_;
  std::vector<Behind> behind_;
  std::map<EntityId, ResourceIndex> invoked_;  // functions that are asked by name
  std::string literal_host_;                   // the machine that its code names
  const Effect* calling_ = nullptr;            // whose calls are being linked
};

}  // namespace

void link_endpoints(const Desk& desk) { Endpoints(desk).link(); }

}  // namespace demarc::linking
