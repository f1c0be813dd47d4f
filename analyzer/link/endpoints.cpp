// What services offer: routes of templates and code, procedures, contracts.
#include "analyzer/link/endpoints.h"

#include <algorithm>
#include <set>

#include "analyzer/link/folders.h"
#include "analyzer/link/listed.h"

namespace demarc::linking {

void Endpoints::link() {
  for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r)
    if (run_.resource(r).kind == ResourceKind::function) desk_.names.function(r);
  for (const Wiring& w : run_.declared.wirings)
    if (w.kind == WiringKind::routes) link_route(w);
  for (const Effect& e : run_.effects.effects)
    if (e.kind == RelationKind::exposes) link_exposure(e);
  for (const Effect& e : run_.effects.effects)
    if (e.kind == RelationKind::exposes && has_procedures(text_of(run_, e.capture("protocol"))))
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
    else link_pool_trigger(w);
  link_outside();
  for (const Routes::Known& known : routes_.all())
    for (ResourceIndex function : known.functions) run_.operations->answered_by(known.entity, function);
  for (const auto& [operation, function] : invoked_) run_.operations->answered_by(operation, function);
}

EntityId Endpoints::invocation(ResourceIndex function) {
  const EntityId operation = routes_.invocation(function);
  if (operation) invoked_[operation] = function;
  return operation;
}

std::vector<std::string> Endpoints::texts(const Property* p) {
  std::vector<std::string> all;
  if (!p) return all;
  for (const Outcome& o : desk_.resolver.outcomes(p->value)) all.push_back(braced(run_.values, o.evaluated));
  return all;
}

void Endpoints::link_route(const Wiring& w) {
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

void Endpoints::link_answered(const Effect& e, bool all) {
  const Procedures::Said said = said_procedure(run_, e);
  if (said.rpc.empty() != all) return;
  const std::string protocol = text_of(run_, e.capture("protocol"));
  for (const Actor& actor : owners(e))
    for (const Procedures::Meant& meant : procedures_.meant(said, actor.scope.service)) {
      if (all && (!meant.contract || routes_.match(actor.scope.service, protocol, meant.path))) continue;
      const EntityId operation = routes_.operation(actor.scope.service, protocol, meant.path);
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

void Endpoints::link_exposure(const Effect& e) {
  if (has_procedures(text_of(run_, e.capture("protocol")))) return link_answered(e, false);
  if (e.capture("below")) return;  // says where others are reached
  for (const Actor& actor : owners(e)) {
    const std::string before = prefixes_.before(actor.scope.service, e.pack);
    for (const Outcome& path : desk_.resolver.outcomes(e.capture("path"), actor.scope)) {
      if (!e.capture("path")) continue;
      std::vector<std::string> methods;
      for (const Outcome& m : desk_.resolver.outcomes(e.capture("method"), actor.scope))
        methods.push_back(run_.values.is_literal(m.evaluated) ? upper(run_.values.text(m.evaluated)) : "ANY");
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

std::string Endpoints::below(const std::string& prefix, std::string path) {
  if (prefix.empty()) return path;
  if (path.empty() || path == "/") return prefix;
  return prefix + (path.starts_with('/') ? "" : "/") + path;
}

void Endpoints::note_stored(const Effect& e, EntityId operation) {
  for (std::string_view word : {"returns", "accepts"})
    if (std::string type = text_of(run_, e.capture(word)); !type.empty())
      run_.facts.edit(operation).attributes.try_emplace(std::string(word), std::move(type));
}

std::vector<Actor> Endpoints::owners(const Effect& e) {
  std::vector<Actor> who = actors(desk_, e);
  const ServiceIndex home = home_of(run_, e);
  if (who.empty() && home != 0 && run_.services[home].kind != "library")
    who.push_back({{home, {}}, Certainty::likely});
  return who;
}

void Endpoints::link_handled(const Effect& e) {
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
        behind_.push_back({actor.scope.service, method.empty() ? "ANY" : method, text, std::move(made), &e});
      }
    }
  }
}

void Endpoints::link_contracts() {
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

void Endpoints::contract(FileId file, ServiceIndex service, Span) {
  Entity made{EntityKind::contract, std::string(run_.files.path(file)), {}, Certainty::certain, {}};
  made.attributes["file"] = made.name;
  if (service != 0) made.attributes["service"] = run_.services[service].name;
  made.evidence.push_back(run_.step({file, 0, 0}, ""));
  run_.facts.entity(std::move(made));
}

void link_endpoints(const Desk& desk) { Endpoints(desk).link(); }

}  // namespace demarc::linking
