// Reads and writes: from the name in code to the table, bucket, cache or database that a template declares,
// or to the database that the service's own connection names.
#include <algorithm>
#include <set>

#include "analyzer/link/stores.h"

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

bool is_data(RelationKind kind) { return kind == RelationKind::reads || kind == RelationKind::writes; }

class Tables {
 public:
  explicit Tables(const Desk& desk) : desk_(desk), run_(desk.run), stores_(desk), names_(stores_, desk.run) {}

  void link() {
    for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r)
      if (is_one_of(run_.declared.resources[r].kind, data_kinds)) desk_.names.table(r);
    for (const Effect& e : run_.effects.effects)
      if (is_data(e.kind)) note(e);
    for (const Effect& e : run_.effects.effects)
      if (is_data(e.kind)) link_effect(e);
    for (const Wiring& w : run_.declared.wirings)
      if (w.kind == WiringKind::reads || w.kind == WiringKind::writes) link_wiring(w);
  }

 private:
  static std::string word_of(const Run& run, const Effect& e) {
    std::string store = text_of(run, e.capture("store"));
    return store.empty() ? "database" : store;
  }
  std::string unit_of(const Effect& e) const { return text_of(run_, e.capture("unit")); }

  std::vector<Target> targets(ValueId name, const Scope& scope, std::string_view store) {
    if (store == "s3") return desk_.names.targets(name, scope, {ResourceKind::bucket});
    if (store == "dynamodb") return desk_.names.targets(name, scope, {ResourceKind::table});
    return desk_.names.targets(name, scope, data_kinds);
  }

  bool lies_behind_connection(const Effect& e) const {
    return has_connection(word_of(run_, e)) && unit_of(e) != "database";
  }

  // Where equal names lie is known only once all uses are.
  void note(const Effect& e) {
    if (!lies_behind_connection(e)) return;
    const std::string word = word_of(run_, e);
    for (const Actor& actor : actors(desk_, e))
      for (const Target& t : targets(e.capture("name"), actor.scope, word))
        if (t.resource == no_resource && t.name) {
          names_.note({actor.scope.service, word, t.text, stores_.said(e, actor.scope)});
          used_.emplace(actor.scope.service, word);
        }
  }

  // A connection alone says little where tables behind it are known.
  bool is_said_by_tables(const Effect& e, ServiceIndex service) const {
    return text_of(run_, e.capture("opens")) == "yes" && used_.contains({service, word_of(run_, e)});
  }

  // The database itself, as the address of a connection names it.
  void link_database(const Effect& e, const std::vector<Actor>& who) {
    for (const Actor& actor : who) {
      if (is_said_by_tables(e, actor.scope.service)) continue;
      std::vector<Store> all = stores_.said(e, actor.scope);
      if (all.empty())
        if (const Store* only = stores_.of(actor.scope.service, word_of(run_, e))) all = {*only};
      for (const Store& store : all) {
        Entity made{EntityKind::table,
                    store.engine + ":" + store.place(run_.services[actor.scope.service].name),
                    {},
                    Certainty::certain,
                    {}};
        made.attributes["store"] = store.engine;
        made.attributes["kind"] = "database";
        Relation relation = relation_of(run_, e, actor, store.trail, Certainty::certain);
        relation.to = run_.facts.entity(std::move(made));
        ++run_.sites["data"].resolved;
        run_.facts.relation(std::move(relation));
      }
      if (all.empty() && e.owner == ValueId{} && (e.capture("url") || e.capture("host")))
        run_.leave_open("data", actor.scope.service, message(e.kind, word_of(run_, e)),
                        "the address of the database is not known", e.site);
    }
  }

  void link_effect(const Effect& e) {
    const std::string word = word_of(run_, e);
    const std::vector<Actor> who = actors(desk_, e);
    if (unit_of(e) == "database") return link_database(e, who);
    if (who.empty()) leave_unreached(desk_, "data", e, message(e.kind, word));
    // What a function of a library would do with a name that no caller gives it is nobody's access.
    const bool is_offer = run_.services[home_of(run_, e)].kind == "library" &&
                          run_.values[e.capture("name")].kind == ValueKind::parameter;
    for (const Actor& actor : who) {
      if (is_offer && actor.certainty != Certainty::certain) continue;
      std::vector<std::pair<Target, Relation>> found;
      for (Target& target : targets(e.capture("name"), actor.scope, word))
        if (target.resource == no_resource || may_hold(run_.resource(target.resource).kind, word)) {
          Relation made = relation_of(run_, e, actor, target.trail, target.certainty);
          found.emplace_back(std::move(target), std::move(made));
        }
      const bool is_behind = lies_behind_connection(e);
      relate(found,
             {actor.scope.service, word, {}, is_behind ? stores_.said(e, actor.scope) : std::vector<Store>{}},
             e.site, e.kind, unit_of(e), is_behind);
    }
  }

  void link_wiring(const Wiring& w) {
    const RelationKind kind = w.kind == WiringKind::reads ? RelationKind::reads : RelationKind::writes;
    const Side from = side(desk_, w.from, w.unit);
    if (from.service == 0) return;
    const Property* store = run_.property(w, "store");
    std::string word = store ? text_of(run_, store->value) : "";
    std::vector<std::pair<Target, Relation>> found;
    for (Target& target : desk_.names.targets(w.to, {from.service, {}}, data_kinds)) {
      if (target.resource == no_resource && word.empty()) word = "database";
      Relation made = relation_of(desk_, w, from, kind, target.trail);
      made.certainty = target.certainty;
      found.emplace_back(std::move(target), std::move(made));
    }
    relate(found, {from.service, word, {}}, w.span, kind, {}, false);
  }

  void relate(std::vector<std::pair<Target, Relation>>& found, TableNames::Use use, Span site,
              RelationKind kind, const std::string& unit, bool is_behind_connection) {
    const ServiceIndex service = use.service;
    const std::string& word = use.word;
    bool is_resolved = false;
    std::string reason;
    for (auto& [target, relation] : found) {
      use.table = target.text;
      relation.to = is_behind_connection && target.resource == no_resource && target.name
                        ? connected(use, unit)
                        : desk_.names.table(word, target);
      if (target.resource != no_resource && kind == RelationKind::writes)
        run_.writers[target.resource].try_emplace(service, relation.evidence);
      if (target.resource == no_resource && !target.name) {
        reason = target.open;
        relation.attributes["open"] = target.open;
      } else {
        is_resolved = true;
      }
      run_.facts.relation(std::move(relation));
    }
    if (is_resolved) ++run_.sites["data"].resolved;
    else run_.leave_open("data", service, message(kind, word), reason, site);
  }

  EntityId connected(const TableNames::Use& use, const std::string& unit) {
    const TableNames::Named named = names_.name(use);
    Entity made{EntityKind::table, named.store + ":" + named.name, {}, Certainty::certain, {}};
    Attributes& a = made.attributes;
    a["store"] = named.store;
    a["kind"] = !unit.empty() ? unit : named.store == "redis" ? "cache" : "table";
    a["physical"] = use.table;
    if (named.where) {
      const std::string place = named.where->place(run_.services[use.service].name);
      if (!place.empty()) a["database"] = place;
      for (Step& step : run_.steps(named.where->trail)) made.evidence.push_back(std::move(step));
    }
    return run_.facts.entity(std::move(made));
  }

  static std::string message(RelationKind kind, std::string_view store) {
    return std::string(to_string(kind)) + " " + std::string(store) + ":?";
  }

  const Desk& desk_;
  Run& run_;
  Stores stores_;
  TableNames names_;
  std::set<std::pair<ServiceIndex, std::string>> used_;  // whose tables are known, by word of the store
};

}  // namespace

void link_tables(const Desk& desk) { Tables(desk).link(); }

}  // namespace demarc::linking
