// Reads and writes: from the name in code to the table, bucket, cache or database that a template declares.
#include "analyzer/link/stations.h"

namespace demarc::linking {
namespace {

constexpr Kinds data_kinds = {ResourceKind::table, ResourceKind::bucket, ResourceKind::cache,
                              ResourceKind::database};

// What a store's word can be declared as; tables of the wrong kind never answer to a name.
bool may_hold(ResourceKind kind, std::string_view store) {
  if (store == "s3") return kind == ResourceKind::bucket;
  if (store == "dynamodb") return kind == ResourceKind::table;
  if (store == "redis" || store == "memcached" || store == "elasticache") return kind == ResourceKind::cache;
  return true;
}

std::string message(RelationKind kind, std::string_view store) {
  return std::string(to_string(kind)) + " " + std::string(store) + ":?";
}

}  // namespace

void link_tables(const Desk& desk) {
  Run& run = desk.run;
  for (ResourceIndex r = 0; r < run.declared.resources.size(); ++r)
    if (is_one_of(run.declared.resources[r].kind, data_kinds)) desk.names.table(r);

  auto targets = [&](ValueId name, const Scope& scope, std::string_view store) -> std::vector<Target> {
    if (store == "s3") return desk.names.targets(name, scope, {ResourceKind::bucket});
    if (store == "dynamodb") return desk.names.targets(name, scope, {ResourceKind::table});
    return desk.names.targets(name, scope, data_kinds);
  };
  for (const Effect& effect : run.effects.effects) {
    if (effect.kind != RelationKind::reads && effect.kind != RelationKind::writes) continue;
    std::string store = text_of(run, effect.capture("store"));
    if (store.empty()) store = "database";
    const std::vector<Actor> who = actors(desk, effect);
    if (who.empty()) leave_unreached(desk, "data", effect, message(effect.kind, store));
    // What a function of a library would do with a name that no caller gives it is nobody's access.
    const bool is_offer = run.services[home_of(run, effect)].kind == "library" &&
                          run.values[effect.capture("name")].kind == ValueKind::parameter;
    for (const Actor& actor : who) {
      if (is_offer && actor.certainty != Certainty::certain) continue;
      bool is_resolved = false;
      std::string reason;
      for (const Target& target : targets(effect.capture("name"), actor.scope, store)) {
        if (target.resource != no_resource && !may_hold(run.declared.resources[target.resource].kind, store))
          continue;
        Relation made = relation_of(run, effect, actor, target.trail, target.certainty);
        made.to = desk.names.table(store, target);
        if (target.resource != no_resource && effect.kind == RelationKind::writes)
          run.writers[target.resource].try_emplace(actor.scope.service, made.evidence);
        if (target.resource == no_resource && !target.name) {
          reason = target.open;
          made.attributes["open"] = target.open;
        } else {
          is_resolved = true;
        }
        run.facts.relation(std::move(made));
      }
      if (is_resolved) ++run.sites["data"].resolved;
      else run.leave_open("data", actor.scope.service, message(effect.kind, store), reason, effect.site);
    }
  }
  for (const Wiring& wiring : run.declared.wirings) {
    if (wiring.kind != WiringKind::reads && wiring.kind != WiringKind::writes) continue;
    const RelationKind kind = wiring.kind == WiringKind::reads ? RelationKind::reads : RelationKind::writes;
    const Side from = side(desk, wiring.from, wiring.unit);
    if (from.service == 0) continue;
    const Property* store_property = run.property(wiring, "store");
    std::string store = store_property ? text_of(run, store_property->value) : "";
    bool is_resolved = false;
    std::string reason;
    for (const Target& target : desk.names.targets(wiring.to, {from.service, {}}, data_kinds)) {
      if (target.resource == no_resource && store.empty()) store = "database";
      Relation made = relation_of(desk, wiring, from, kind, target.trail);
      made.certainty = target.certainty;
      made.to = desk.names.table(store, target);
      if (target.resource != no_resource && kind == RelationKind::writes)
        run.writers[target.resource].try_emplace(from.service, made.evidence);
      if (target.resource == no_resource && !target.name) {
        reason = target.open;
        made.attributes["open"] = target.open;
      } else {
        is_resolved = true;
      }
      run.facts.relation(std::move(made));
    }
    if (is_resolved) ++run.sites["data"].resolved;
    else run.leave_open("data", from.service, message(kind, store), reason, wiring.span);
  }
}

}  // namespace demarc::linking
