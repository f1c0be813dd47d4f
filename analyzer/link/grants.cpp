// What templates create, allow, provide and watch.
#include <algorithm>
#include <set>

#include "analyzer/base/glob.h"
#include "analyzer/link/stations.h"

namespace demarc::linking {
namespace {

class Templates {
 public:
  explicit Templates(const Desk& desk) : desk_(desk), run_(desk.run) {}

  void link() {
    for (const Unit& u : run_.declared.units) unit(u);
    for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) declare(r);
    for (const Wiring& w : run_.declared.wirings) {
      if (w.kind == WiringKind::grants) grant(w);
      if (w.kind == WiringKind::watches) watch(w.from, w.to, w.unit, w.span);
    }
    for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r)
      if (run_.resource(r).kind == ResourceKind::alarm) alarm(r);
    for (const Provision& p : run_.declared.provisions) provide(p);
    for (const Resource& r : run_.declared.resources)
      for (const Property& p : r.environment) use(r.unit, p.value, p.span, 0);
    for (const Binding& b : run_.declared.bindings) use(b.target, b.value, b.span, 0);
    for (const Effect& e : run_.effects.effects)
      if (e.kind == RelationKind::uses) use(e);
  }

 private:
  EntityId unit(FileId file) {
    auto known = units_.find(file);
    return known == units_.end() ? EntityId{} : known->second;
  }

  void unit(const Unit& u) {
    Entity made{EntityKind::unit, std::string(run_.files.path(u.file)), {}, Certainty::certain, {}};
    made.attributes["format"] = u.format;
    if (u.physical_name)
      made.attributes["name"] = run_.values.display(desk_.resolver.outcomes(u.physical_name)[0].evaluated);
    else if (!u.name.empty()) made.attributes["name"] = u.name;
    if (u.is_nested_only) made.attributes["nested"] = yes;
    if (auto at = run_.service_of_unit.find(u.file); at != run_.service_of_unit.end() && at->second != 0)
      made.attributes["service"] = run_.services[at->second].name;
    for (const Property& tag : u.tags)
      made.attributes.try_emplace("tag:" + tag.name,
                                  run_.values.display(desk_.resolver.outcomes(tag.value)[0].evaluated));
    made.evidence.push_back(run_.step({u.file, 0, 0}, ""));
    units_[u.file] = run_.facts.entity(std::move(made));
    formats_[u.file] = u.format;
  }

  void declare(ResourceIndex r) {
    const Resource& resource = run_.resource(r);
    const EntityId from = unit(resource.unit), to = desk_.names.entity(r);
    if (!from || !to) return;
    Relation made;
    made.kind = RelationKind::declares;
    made.from = from;
    made.to = to;
    made.by = formats_[resource.unit];
    made.attributes["mode"] = "template";
    made.attributes["id"] = resource.id;
    if (resource.conditional) made.attributes["conditional"] = yes;
    made.evidence.push_back(run_.step(resource.span, ""));
    run_.facts.relation(std::move(made));
  }

  void grant(const Wiring& w) {
    const Side from = side(desk_, w.from, w.unit);
    if (from.service == 0) return;
    std::set<std::string> actions;
    for (const Property& p : w.properties)
      if (p.name == "action")
        for (const Outcome& o : desk_.resolver.outcomes(p.value))
          if (run_.values.is_literal(o.evaluated)) actions.emplace(run_.values.text(o.evaluated));
    std::string all;
    for (const std::string& action : actions) all += (all.empty() ? "" : " ") + action;
    const Kinds kinds = {ResourceKind::table, ResourceKind::bucket,   ResourceKind::queue,
                         ResourceKind::topic, ResourceKind::stream,   ResourceKind::bus,
                         ResourceKind::cache, ResourceKind::database, ResourceKind::function};
    bool is_placed = false;
    for (const Target& target : desk_.names.targets(w.to, {from.service, {}}, kinds)) {
      if (target.resource == no_resource) continue;
      is_placed = true;
      Relation made = relation_of(desk_, w, from, RelationKind::grants, target.trail);
      made.to = desk_.names.entity(target.resource);
      made.certainty = target.certainty;
      if (!all.empty()) made.attributes["actions"] = all;
      run_.facts.relation(std::move(made));
    }
    if (is_placed) return;
    for (const Outcome& o : desk_.resolver.outcomes(w.to, {from.service, {}}))
      grant_pattern(w, from, o, actions, all);
  }

  // "*", "arn:aws:dynamodb:…:table/shop-*": everything known that the pattern and the actions can mean.
  void grant_pattern(const Wiring& w, const Side& from, const Outcome& outcome,
                     const std::set<std::string>& actions, const std::string& all) {
    const std::string written = run_.values.display(outcome.evaluated);
    const std::string pattern = name_pattern(written);
    if (pattern.find('*') == std::string::npos) return;
    const bool takes_all = pattern.find_first_not_of('*') == std::string::npos;
    const Glob glob(pattern);
    for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) {
      const Resource& resource = run_.declared.resources[r];
      if (!is_one_of(resource.kind, {ResourceKind::table, ResourceKind::bucket, ResourceKind::queue,
                                     ResourceKind::topic, ResourceKind::stream}) ||
          !concerns(actions, desk_.names.store_of(r)))
        continue;
      // What the platform calls it is not known: only a pattern without letters is sure to mean it.
      const std::string name = desk_.names.evaluated_name(r);
      if (!takes_all && (name.empty() || !glob.matches(name))) continue;
      if (++expanded_ > max_expanded) return;
      Relation made = relation_of(desk_, w, from, RelationKind::grants, outcome.trail);
      made.to = desk_.names.entity(r);
      if (!made.to) continue;
      made.attributes["wildcard"] = pattern;
      if (!all.empty()) made.attributes["actions"] = all;
      run_.facts.relation(std::move(made));
    }
  }

  // The part of an ARN that names things, with stars for what is filled in; a text without an ARN itself.
  static std::string name_pattern(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size() && i < max_name; ++i) {
      if (text.compare(i, 2, "${") != 0) {
        plain += text[i];
        continue;
      }
      plain += '*';
      for (int depth = 0; i < text.size(); ++i) {
        depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
        if (text[i] == '}' && depth == 0) break;
      }
    }
    std::string_view rest = plain;
    if (rest.starts_with("arn:"))
      for (int colons = 0; colons < 5; ++colons) {
        const std::size_t at = rest.find(':');
        if (at == std::string_view::npos) return {};
        rest.remove_prefix(at + 1);
      }
    for (std::string_view front : {"table/", "stream/"})
      if (rest.starts_with(front)) {
        rest.remove_prefix(front.size());
        break;
      }
    return std::string(rest.substr(0, rest.find('/')));
  }

  // "dynamodb:PutItem" is about tables of that store, "*" about everything.
  static bool concerns(const std::set<std::string>& actions, std::string_view store) {
    return std::any_of(actions.begin(), actions.end(), [&](std::string_view action) {
      return action == "*" || action.substr(0, action.find(':')) == store;
    });
  }

  static constexpr std::size_t max_expanded =
      50'000;  // an account of hundreds of services with hundreds each

  // ---- alarms

  EntityId alarm(ResourceIndex r) {
    const Resource& resource = run_.resource(r);
    Entity made{EntityKind::alarm,
                std::string(run_.files.path(resource.unit)) + "#" + resource.id,
                {},
                Certainty::certain,
                {}};
    if (ServiceIndex s = run_.service_of_resource(r)) made.attributes["service"] = run_.services[s].name;
    made.evidence.push_back(run_.step(resource.span, ""));
    const EntityId id = run_.facts.entity(std::move(made));
    for (const Property& p : resource.properties)
      if (p.name == "on") watched(id, p.value, p.span);
    return id;
  }

  void watch(ValueId from, ValueId to, FileId, Span span) {
    const ResourceIndex r = run_.resource_of(from);
    if (r == no_resource || run_.resource(r).kind != ResourceKind::alarm) return;
    watched(alarm(r), to, span);
  }

  void watched(EntityId alarm, ValueId value, Span span) {
    for (const Target& t : desk_.names.targets(
             value, {},
             {ResourceKind::function, ResourceKind::table, ResourceKind::queue, ResourceKind::topic,
              ResourceKind::stream, ResourceKind::bus, ResourceKind::api, ResourceKind::state_machine,
              ResourceKind::database, ResourceKind::cache, ResourceKind::bucket})) {
      if (t.resource == no_resource) continue;
      Relation made;
      made.kind = RelationKind::watches;
      made.from = alarm;
      made.to = desk_.names.entity(t.resource);
      if (ServiceIndex s = run_.service_of_resource(t.resource); !made.to && s != 0)
        made.to = run_.services[s].entity;
      if (!made.to) continue;
      made.evidence.push_back(run_.step(span, ""));
      run_.facts.relation(std::move(made));
    }
  }

  // ---- settings

  static bool is_shared(std::string_view space) {
    return space == "ssm" || space == "secret" || space == "export";
  }

  EntityId setting(std::string_view space, ValueId name) {
    const Outcome& known = desk_.resolver.outcomes(name)[0];
    if (name_of(run_.values, known.evaluated).is_open()) return {};
    Entity made{EntityKind::setting,
                std::string(space) + ":" + run_.values.display(known.evaluated),
                {},
                Certainty::certain,
                {}};
    std::string written = run_.values.display(known.written);
    made.attributes["physical"] = written;
    return run_.facts.entity(std::move(made));
  }

  void provide(const Provision& p) {
    if (!is_shared(p.space)) return;
    const EntityId from = unit(p.unit), to = setting(p.space, p.name);
    if (!from || !to) return;
    Relation made;
    made.kind = RelationKind::provides;
    made.from = from;
    made.to = to;
    made.by = formats_[p.unit];
    made.evidence.push_back(run_.step(p.span, ""));
    run_.facts.relation(made);
    made.kind = RelationKind::declares;
    made.attributes["mode"] = "template";
    run_.facts.relation(std::move(made));
  }

  void use(FileId unit_file, ValueId value, Span span, int depth) {
    if (depth > 8) return;
    const Value v = run_.values[value];
    const EntityId from = unit(unit_file);
    if (!from) return;
    if (v.kind == ValueKind::setting && v.count > 0 && is_shared(run_.values.text(value))) {
      const std::string space(run_.values.text(value));
      if (EntityId to = setting(space, run_.values.child(value, 0))) {
        Relation made;
        made.kind = RelationKind::uses;
        made.from = from;
        made.to = to;
        made.by = formats_[unit_file];
        made.evidence.push_back(run_.step(span, ""));
        run_.facts.relation(std::move(made));
      }
      return;
    }
    for (std::uint32_t i = 0; i < v.count; ++i) use(unit_file, run_.values.child(value, i), span, depth + 1);
  }

  void use(const Effect& e) {
    const std::string space = text_of(run_, e.capture("space"));
    if (!is_shared(space)) return;
    for (const Actor& actor : actors(desk_, e))
      for (const Outcome& o : desk_.resolver.outcomes(e.capture("name"), actor.scope)) {
        const EntityId to = setting(space, o.evaluated);
        if (!to) continue;
        Relation made = relation_of(run_, e, actor, o.trail, Certainty::certain);
        made.to = to;
        run_.facts.relation(std::move(made));
      }
  }

  const Desk& desk_;
  Run& run_;
  std::unordered_map<FileId, EntityId> units_;
  std::unordered_map<FileId, std::string> formats_;
  std::size_t expanded_ = 0;
};

}  // namespace

void link_grants(const Desk& desk) { Templates(desk).link(); }

}  // namespace demarc::linking
