// Who does it: from a place in code or a side of a template's wiring to services.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "analyzer/link/operations.h"
#include "analyzer/link/stations.h"

namespace demarc::linking {
namespace {

using code::CodeFile;
using code::ExprId;
using code::ExprKind;

using Profiles = std::vector<std::string_view>;

// @Profile("worker"), @Profile({"a", "!b"}) among the annotations; empty where there is none.
Profiles profiles_among(const CodeFile& c, code::Range list) {
  Profiles named;
  for (std::uint32_t i = 0; i < list.count; ++i) {
    const ExprId a = c.annotations[list.first + i];
    const code::Expr& e = c[a];
    if ((e.kind != ExprKind::call && e.kind != ExprKind::construct) || e.count < 2) continue;
    const ExprId callee = c.child(a, 0);
    const bool is_name = c[callee].kind == ExprKind::name || c[callee].kind == ExprKind::member;
    if (!is_name || c.text(callee) != "Profile") continue;
    int budget = 50;
    auto walk = [&](auto&& self, ExprId one) -> void {
      if (--budget < 0) return;
      if (c[one].kind == ExprKind::string) named.push_back(c.text(one));
      for (std::uint32_t k = 0; k < c[one].count; ++k) self(self, c.child(one, k));
    };
    for (std::uint32_t k = 1; k < e.count; ++k) walk(walk, c.child(a, k));
  }
  return named;
}

// The profiles under which a function exists: those of its class, of the method that makes a thing of it, and
// of what stands around them. Each of the lists must hold.
std::vector<Profiles> profiles_of(const Run& run, FunctionRef where) {
  constexpr int deepest = 16;
  std::vector<Profiles> all;
  const CodeFile* c = where.file ? run.project.code(where.file) : nullptr;
  auto add = [&](code::Range list) {
    if (Profiles named = profiles_among(*c, list); !named.empty()) all.push_back(std::move(named));
  };
  code::FunctionId at = where.function;
  for (int depth = 0; c && at && at.index < c->functions.size() && depth < deepest; ++depth) {
    const code::Function& function = c->functions[at.index];
    add(function.annotations);
    if (function.owner) add(c->classes[function.owner.index].annotations);
    at = function.parent;
  }
  return all;
}

// False where several services run the same code and the profiles that are active in this one leave the class
// out. What nobody sets, and expressions of several profiles, leave it in.
bool has_profile(const Desk& desk, const Profiles& named, ServiceIndex service) {
  const Run& run = desk.run;
  std::size_t sharing = 0;
  for (const Service& one : run.services) sharing += one.root == run.services[service].root;
  if (sharing < 2) return true;
  std::set<std::string, std::less<>> active;
  for (const Outcome& o :
       desk.resolver.outcomes(desk.run.values.setting("config", "spring.profiles.active"), {service, {}})) {
    if (!run.values.is_literal(o.evaluated)) return true;
    for (std::string_view text = run.values.text(o.evaluated); !text.empty();) {
      const std::size_t end = std::min(text.find_first_of(", "), text.size());
      if (end != 0) active.emplace(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }
  if (active.empty()) return true;
  return std::any_of(named.begin(), named.end(), [&](std::string_view one) {
    if (one.find_first_of("&|( ") != std::string_view::npos) return true;
    return one.starts_with('!') ? !active.contains(one.substr(1)) : active.contains(one);
  });
}

}  // namespace

std::vector<Actor> actors(const Desk& desk, FunctionRef where) {
  std::vector<Actor> all;
  const std::vector<Profiles> profiles = profiles_of(desk.run, where);
  for (const Runner& runner : desk.reach.runners(where)) {
    if (!std::all_of(profiles.begin(), profiles.end(),
                     [&](const Profiles& named) { return has_profile(desk, named, runner.service); }))
      continue;
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

bool is_offer(const Run& run, const Effect& effect, ValueId name) {
  return run.services[home_of(run, effect)].kind == "library" &&
         run.values[name].kind == ValueKind::parameter;
}

void leave_unreached(const Desk& desk, std::string_view kind, const Effect& effect, std::string what) {
  if (effect.where.file && is_developers_script(desk.run, effect.where.file)) return;
  // What a client could ask and nobody asks is no call.
  if (desk.reach.is_declared_client(effect.where)) return;
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
    run.operations->describe_loop(effect, actor.scope.service, made, all);
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
