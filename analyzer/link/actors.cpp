// Who does it: from a place in code or a side of a template's wiring to services.
#include <algorithm>

#include "analyzer/link/operations.h"
#include "analyzer/link/stations.h"

namespace demarc::linking {

std::vector<Actor> actors(const Desk& desk, FunctionRef where) {
  std::vector<Actor> all;
  for (const Runner& runner : desk.reach.runners(where)) {
    if (all.empty() || all.back().scope.service != runner.service)
      all.push_back({{runner.service, {}}, runner.by_call ? Certainty::certain : Certainty::likely});
    if (runner.deployed != 0) all.back().scope.functions.push_back(runner.deployed);
  }
  return all;
}

std::vector<Actor> actors(const Desk& desk, const Effect& effect) {
  if (!effect.owner) return actors(desk, effect.where);
  std::vector<Actor> all;
  auto at = desk.run.services_of_piece.find(desk.run.resource_of(effect.owner));
  if (at != desk.run.services_of_piece.end())
    for (ServiceIndex s : at->second)
      if (desk.run.services[s].kind != "library") all.push_back({{s, {}}, Certainty::certain});
  return all;
}

void leave_unreached(const Desk& desk, std::string_view kind, const Effect& effect, std::string what) {
  if (effect.where.file && is_developers_script(desk.run, effect.where.file)) return;
  desk.run.leave_open(kind, home_of(desk.run, effect), std::move(what),
                      "no deployed code is known to reach this place", effect.site);
}

ServiceIndex home_of(const Run& run, const Effect& effect) {
  return effect.where.file ? run.service_of(effect.where.file) : 0;
}

Side side(const Desk& desk, ValueId value, FileId unit) {
  Side made;
  Run& run = desk.run;
  ResourceIndex r = run.resource_of(value);
  if (r == no_resource)
    for (const Outcome& o : desk.resolver.outcomes(value)) {
      Target t = desk.names.target(o, 0,
                                   {ResourceKind::function, ResourceKind::state_machine, ResourceKind::api,
                                    ResourceKind::other, ResourceKind::role, ResourceKind::schedule});
      if (t.resource != no_resource) {
        r = t.resource;
        break;
      }
    }
  made.resource = r;
  made.service = run.service_of_resource(r);
  if (made.service == 0)
    if (auto at = run.service_of_unit.find(unit); at != run.service_of_unit.end()) made.service = at->second;
  // A file that configures what runs in its folder.
  if (made.service == 0 && unit) made.service = run.service_of(unit);
  return made;
}

std::string function_name(const Run& run, FunctionRef where) {
  std::string_view path = run.files.path(where.file);
  path = path.substr(path.rfind('/') + 1);
  std::string name(path.substr(0, path.find('.')));
  const code::CodeFile* code = run.project.code(where.file);
  code::FunctionId f = where.function;
  // An anonymous function is known by the one it stands in.
  for (int depth = 0; code && f && f.index < code->functions.size() && depth < 64; ++depth) {
    const code::Function& function = code->functions[f.index];
    if (function.name && f != code::file_function)
      return name + "." + std::string(code->strings.text(function.name));
    f = function.parent;
  }
  return name;
}

std::string text_of(const Run& run, ValueId value) {
  return run.values.is_literal(value) ? std::string(run.values.text(value)) : std::string();
}

Relation relation_of(Run& run, const Effect& effect, const Actor& actor, const Trail& trail,
                     Certainty certainty) {
  Relation made;
  made.kind = effect.kind;
  made.from = run.services[actor.scope.service].entity;
  made.by = effect.pack;
  made.certainty = std::max({effect.certainty, actor.certainty, certainty});
  if (effect.where.file) made.attributes["function"] = function_name(run, effect.where);
  if (std::string implicit = text_of(run, effect.capture("implicit")); !implicit.empty())
    made.attributes["implicit"] = implicit;
  if (effect.in_loop && effect.kind != RelationKind::calls) made.attributes["in-loop"] = yes;
  if (std::string mode = text_of(run, effect.capture("mode")); !mode.empty()) made.attributes["mode"] = mode;
  if (std::string statement = text_of(run, effect.capture("statement")); !statement.empty())
    made.attributes["statement"] = statement;
  if (std::string within = text_of(run, effect.capture("transaction")); !within.empty())
    made.attributes["transaction"] = within;
  Trail all{{effect.site, ""}};
  for (const auto& [span, what] : effect.chain) all.emplace_back(span, std::string(what));
  // What a library does for its caller happens, to people, at the caller's line.
  if (run.service_of(effect.site.file) != actor.scope.service)
    for (std::size_t i = 1; i < all.size(); ++i)
      if (all[i].second == "called from here" && run.service_of(all[i].first.file) == actor.scope.service) {
        all[0].second = "done here";
        all[i].second.clear();
        std::rotate(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i),
                    all.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        break;
      }
  if (effect.kind == RelationKind::calls && effect.where.file && run.operations)
    run.operations->describe_loop(effect, made, all);
  all.insert(all.end(), trail.begin(), trail.end());
  made.evidence = run.steps(all);
  return made;
}

Relation relation_of(const Desk& desk, const Wiring& wiring, const Side& from, RelationKind kind,
                     const Trail& trail) {
  Relation made;
  made.kind = kind;
  made.from = desk.run.services[from.service].entity;
  if (auto format = desk.run.format_of_unit.find(wiring.unit); format != desk.run.format_of_unit.end())
    made.by = format->second;
  if (const Property* by = desk.run.property(wiring, "by")) made.by = text_of(desk.run, by->value);
  made.attributes["from"] = "template";
  if (from.resource != no_resource)
    made.attributes["function"] = desk.run.declared.resources[from.resource].id;
  if (wiring.conditional) made.attributes["conditional"] = yes;
  for (std::string_view word : {"implicit", "location"})
    if (const Property* p = desk.run.property(wiring, word))
      if (std::string text = text_of(desk.run, p->value); !text.empty())
        made.attributes[std::string(word)] = text;
  if (const Property* mode = desk.run.property(wiring, "mode"))
    if (std::string text = text_of(desk.run, mode->value); !text.empty()) made.attributes["mode"] = text;
  if (const Property* statement = desk.run.property(wiring, "statement"))
    made.attributes["statement"] = text_of(desk.run, statement->value);
  Trail all{{wiring.span, ""}};
  all.insert(all.end(), wiring.chain.begin(), wiring.chain.end());
  all.insert(all.end(), trail.begin(), trail.end());
  made.evidence = desk.run.steps(all);
  return made;
}

}  // namespace demarc::linking
