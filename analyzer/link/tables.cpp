// Reads and writes: from the name in code to the table, bucket, cache or database that a template declares,
// or to the database that the service's own connection names.
#include <algorithm>
#include <map>
#include <set>

#include "analyzer/base/letters.h"
#include "analyzer/link/folders.h"
#include "analyzer/link/schemas.h"
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

// True for a call of a routine: its body says what is touched.
bool is_call(const Effect& e) { return static_cast<bool>(e.capture("routine")); }

bool is_data(RelationKind kind) { return kind == RelationKind::reads || kind == RelationKind::writes; }

class Tables {
 public:
  explicit Tables(const Desk& desk)
      : desk_(desk), run_(desk.run), stores_(desk), schemas_(desk, stores_), names_(stores_, desk.run) {}

  void link() {
    for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r)
      if (is_one_of(run_.declared.resources[r].kind, data_kinds)) desk_.names.table(r);
    for (const Effect& e : run_.effects.effects)
      if (is_data(e.kind)) note(e);
    // A library's migrations are run by whoever uses it: they make no place of their own.
    for (const auto& [service, schema] : schemas_.all())
      for (const auto& [key, table] : schema)
        if (run_.services[service].kind != "library")
          names_.note({service, word_of_schema(service), table.name});
    for (const Wiring& w : run_.declared.wirings) note(w);
    for (const Effect& e : run_.effects.effects)
      if (is_data(e.kind)) is_call(e) ? link_call(e) : link_effect(e);
    for (const Wiring& w : run_.declared.wirings)
      if ((w.kind == WiringKind::reads || w.kind == WiringKind::writes) && !is_schema_change(run_, w))
        link_wiring(w);
    for (const auto& [service, schema] : schemas_.all())
      for (const auto& [key, table] : schema) declare(service, table);
  }

 private:
  static std::string word_of(const Run& run, const Effect& e) {
    std::string store = text_of(run, e.capture("store"));
    return store.empty() ? "database" : store;
  }
  // Migrations do not say which engine they are for; the service's only relational word does.
  const std::string& word_of_schema(ServiceIndex service) {
    auto [at, fresh] = words_.try_emplace(service, "sql");
    if (!fresh || stores_.of(service, "sql")) return at->second;
    std::set<std::string> words;
    for (const Effect& e : run_.effects.effects) {
      const std::string word = is_data(e.kind) ? word_of(run_, e) : "";
      if (word != "sql" && is_relational(word) && unit_of(e) != "database")
        for (const Actor& actor : actors(desk_, e))
          if (actor.scope.service == service) words.insert(word);
    }
    if (words.size() == 1) at->second = *words.begin();
    return at->second;
  }

  // A table that migrations make, and the tables that its foreign keys point at.
  void declare(ServiceIndex service, const SchemaTable& table) {
    const std::string word = word_of_schema(service);
    const bool is_library = run_.services[service].kind == "library";
    // What a library's migrations make is made wherever they are run.
    std::vector<TableNames::Named> places;
    if (is_library) places = names_.everywhere({service, word, table.name});
    if (places.empty()) return declare(service, table, connected({service, word, table.name}, ""), {});
    for (const TableNames::Named& one : places) {
      const std::string place = one.name.substr(0, one.name.size() - table.name.size());
      declare(service, table, named(one.store + ":" + one.name), place);
    }
  }

  EntityId named(std::string name) {
    return run_.facts.entity({EntityKind::table, std::move(name), {}, Certainty::certain, {}});
  }

  void declare(ServiceIndex service, const SchemaTable& table, EntityId entity, const std::string& place) {
    const std::string word = word_of_schema(service);
    auto relation = [&](const Trail& trail, const std::string& by) {
      Relation made;
      made.kind = RelationKind::declares;
      made.from = run_.services[service].entity;
      made.to = entity;
      made.by = by;
      made.attributes["mode"] = "migration";
      made.evidence = run_.steps(trail);
      return made;
    };
    if (table.is_made) {
      Relation made = relation(table.trail, table.by);
      if (table.is_view) made.attributes["view"] = yes;
      run_.facts.relation(std::move(made));
    }
    for (const ForeignKey& key : table.keys) {
      Relation made = relation(key.trail, key.by);
      if (key.is_mapping) made.attributes["mode"] = "mapping";
      const auto apart = names_.everywhere({service, word, key.to});
      const EntityId target = place.empty() || apart.empty() ? connected({service, word, key.to}, "")
                                                             : named(apart[0].store + ":" + place + key.to);
      made.attributes["references"] = run_.facts.edit(target).name;
      if (!key.columns.empty()) made.attributes["column"] = key.columns;
      if (!key.constraint.empty()) made.attributes["constraint"] = key.constraint;
      run_.facts.relation(std::move(made));
    }
  }

  std::string unit_of(const Effect& e) const { return text_of(run_, e.capture("unit")); }

  std::vector<Target> targets(ValueId name, const Scope& scope, std::string_view store) {
    if (store == "s3") return desk_.names.targets(name, scope, {ResourceKind::bucket});
    if (store == "dynamodb") return desk_.names.targets(name, scope, {ResourceKind::table});
    return desk_.names.targets(name, scope, data_kinds);
  }

  // What a row calls a model and no schema knows is something else.
  bool is_no_model(const Effect& e) const {
    return stores_.models().said(run_, e.capture("name"), e.site.file).is_no_model;
  }

  // The same for an effect, whose name may be that of a model.
  std::vector<Target> meant(const Effect& e, const Scope& scope, std::string_view store) {
    const ModelSchemas::Said said = stores_.models().said(run_, e.capture("name"), e.site.file);
    std::vector<Target> all = targets(said.value, scope, store);
    for (Target& one : all) one.trail.insert(one.trail.end(), said.trail.begin(), said.trail.end());
    return all;
  }

  bool lies_behind_connection(const Effect& e) const {
    return has_connection(word_of(run_, e)) && unit_of(e) != "database";
  }

  // Where equal names lie is known only once all uses are.
  void note(const Effect& e) {
    if (!lies_behind_connection(e) || is_no_model(e)) return;
    const std::string word = word_of(run_, e);
    if (is_call(e)) {
      for (const Actor& actor : actors(desk_, e))
        if (schemas_.routines().find(actor.scope.service, text_of(run_, e.capture("routine"))))
          used_.emplace(actor.scope.service, family_of(word));
      return;
    }
    for (const Actor& actor : actors(desk_, e))
      for (const Target& t : meant(e, actor.scope, word))
        if (t.resource == no_resource && t.name) {
          names_.note({actor.scope.service, word, t.text, stores_.said(e, actor.scope)});
          used_.emplace(actor.scope.service, family_of(word));
          if (!is_repository(e)) called_tables_.emplace(actor.scope.service, t.text);
        }
  }

  // A repository that is there, whoever calls it: says nothing where calls do.
  bool is_repository(const Effect& e) const { return text_of(run_, e.capture("mode")) == "repository"; }

  // A connection alone says little where tables behind it are known.
  bool is_said_by_tables(const Effect& e, ServiceIndex service) const {
    return text_of(run_, e.capture("opens")) == "yes" &&
           used_.contains({service, family_of(word_of(run_, e))});
  }

  void note(const Wiring& w) {
    const Property* store = run_.property(w, "store");
    const std::string word = store ? text_of(run_, store->value) : "";
    if ((w.kind != WiringKind::reads && w.kind != WiringKind::writes) || !is_relational(word) ||
        is_schema_change(run_, w))
      return;
    for (const Side& from : sides(w)) names_.note({from.service, word, text_of(run_, w.to)});
  }

  // Whoever calls the method that runs the statement; where nobody is seen to, whose folder it is. Of a
  // module whose statements others run, what nobody calls is nobody's.
  std::vector<Side> sides(const Wiring& w) {
    std::vector<Side> all = callers(w);
    if (!all.empty()) return all;
    if (!has_lent_) {
      has_lent_ = true;
      for (const Wiring& one : run_.declared.wirings)
        if (run_.property(one, "interface"))
          for (const Side& caller : callers(one))
            if (const ServiceIndex home = side(desk_, one.from, one.unit).service; home != caller.service)
              lent_.insert(home);
    }
    const Side from = side(desk_, w.from, w.unit);
    if (from.service != 0 && !(run_.property(w, "interface") && lent_.contains(from.service)))
      all.push_back(from);
    return all;
  }

  std::vector<Side> callers(const Wiring& w) {
    std::vector<Side> all;
    const Property* type = run_.property(w, "interface");
    const Property* method = run_.property(w, "method");
    if (type && method)
      for (const FunctionRef where : methods(text_of(run_, type->value), text_of(run_, method->value)))
        for (const Runner& runner : desk_.reach.runners(where)) {
          const bool is_known = std::any_of(all.begin(), all.end(),
                                            [&](const Side& one) { return one.service == runner.service; });
          // All code of a module may count as run: its own mapper only where it calls it.
          const bool is_idle =
              runner.service == run_.service_of(where.file) && !called_[where].contains(runner.service);
          if (!runner.by_call || is_known || is_idle) continue;
          Side made;
          made.service = runner.service;
          all.push_back(made);
        }
    return all;
  }

  // The methods of this name of the interface "org.shop.OrderMapper" that some code calls.
  std::vector<FunctionRef> methods(const std::string& type, const std::string& method) {
    if (!has_interfaces_) {
      has_interfaces_ = true;
      for (const CallEdge& call : run_.effects.calls)
        called_[call.to].insert(run_.service_of(call.from.file));
      for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
        const code::CodeFile* c = run_.project.code(FileId{i});
        if (!c || !c->package) continue;
        for (std::uint32_t k = 1; k < c->classes.size(); ++k)
          if (c->classes[k].is_interface)
            interfaces_[std::string(c->strings.text(c->package)) + "." +
                        std::string(c->strings.text(c->classes[k].name))] = {FileId{i}, code::ClassId{k}};
      }
    }
    std::vector<FunctionRef> all;
    const auto at = interfaces_.find(type);
    if (at == interfaces_.end()) return all;
    const code::CodeFile& c = *run_.project.code(at->second.first);
    for (std::uint32_t f = 1; f < c.functions.size(); ++f)
      if (c.functions[f].owner == at->second.second && c.strings.text(c.functions[f].name) == method)
        if (const FunctionRef where{at->second.first, code::FunctionId{f}}; called_.contains(where))
          all.push_back(where);
    return all;
  }

  // The database itself, as the address of a connection names it.
  void link_database(const Effect& e, const std::vector<Actor>& who) {
    for (const Actor& actor : who) {
      if (is_said_by_tables(e, actor.scope.service)) continue;
      std::vector<Store> all = stores_.said(e, actor.scope);
      if (all.empty())
        if (const Store* only = stores_.of(actor.scope.service, word_of(run_, e))) all = {*only};
      // Nobody says which: the only one of the tree.
      const bool is_only = all.empty() && word_of(run_, e) == "redis" && e.owner == ValueId{};
      if (is_only)
        if (const ServiceIndex cache = only_redis()) {
          Store one;
          one.engine = "redis";
          one.host = run_.services[cache].name;
          one.is_here = true;
          one.trail = {{run_.services[cache].place, "the only Redis of the tree"}};
          all = {std::move(one)};
        }
      const Certainty certainty = is_only ? Certainty::likely : Certainty::certain;
      for (const Store& store : all) {
        Entity made{EntityKind::table,
                    store.engine + ":" + store.place(run_.services[actor.scope.service].name),
                    {},
                    Certainty::certain,
                    {}};
        made.attributes["store"] = store.engine;
        made.attributes["kind"] = "database";
        Relation relation = relation_of(run_, e, actor, store.trail, certainty);
        if (const std::string key = key_of(e); !key.empty()) relation.attributes["key"] = key;
        relation.to = run_.facts.entity(std::move(made));
        ++run_.sites["data"].resolved;
        run_.facts.relation(std::move(relation));
      }
      if (all.empty() && e.owner == ValueId{} && (e.capture("url") || e.capture("host")))
        run_.leave_open("data", actor.scope.service, message(e.kind, word_of(run_, e)),
                        "the address of the database is not known", e.site);
    }
  }

  // Which keys of a store it is about: "cart:*" of "cart:" + id; "" where nothing of them is known.
  std::string key_of(const Effect& e) const {
    const ValueId key = e.capture("key");
    if (run_.values.is_literal(key)) return std::string(run_.values.text(key));
    if (run_.values[key].kind != ValueKind::concat || run_.values[key].count == 0) return {};
    const ValueId first = run_.values.child(key, 0);
    const std::string text = text_of(run_, first);
    return text.empty() ? std::string() : text + "*";
  }

  // The one service that is a Redis; 0 when there is none, or several are.
  ServiceIndex only_redis() const {
    ServiceIndex found = 0;
    for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
      const std::vector<ResourceIndex>& pieces = run_.services[s].pieces;
      const bool is_redis = std::any_of(pieces.begin(), pieces.end(), [&](ResourceIndex r) {
        for (const Property& p : run_.resource(r).properties)
          if (p.name == "store" && text_of(run_, p.value) == "redis") return true;
        return false;
      });
      if (!is_redis) continue;
      if (found != 0) return 0;
      found = s;
    }
    return found;
  }

  // Names as the libraries take them: "orders as o" is a table under another name, "orders,bills" of a
  // search engine several indices.
  static std::vector<Target> parted(std::vector<Target> targets, std::string_view word,
                                    std::string_view unit) {
    std::vector<Target> all;
    for (Target& target : targets) {
      const bool is_plain = target.resource == no_resource && target.name;
      if (is_plain && unit == "index" && target.text.find(',') != std::string::npos) {
        for (std::size_t at = 0; at <= target.text.size();) {
          const std::size_t end = std::min(target.text.find(',', at), target.text.size());
          Target one = target;
          one.text = target.text.substr(at, end - at);
          one.text.erase(0, one.text.find_first_not_of(' '));
          if (!one.text.empty()) all.push_back(std::move(one));
          at = end + 1;
        }
        continue;
      }
      if (is_plain && (word == "sql" || is_relational(word)))
        if (const std::size_t as = lower(target.text).find(" as "); as != std::string::npos && as > 0)
          target.text.erase(as);
      all.push_back(std::move(target));
    }
    return all;
  }

  void link_effect(const Effect& e) {
    const std::string word = word_of(run_, e);
    if (is_no_model(e)) return;
    const std::vector<Actor> who = actors(desk_, e);
    if (unit_of(e) == "database") return link_database(e, who);
    if (who.empty()) leave_unreached(desk_, "data", e, message(e.kind, word));
    for (const Actor& actor : who) {
      if (actor.certainty != Certainty::certain && is_offer(run_, e, e.capture("name"))) continue;
      std::vector<std::pair<Target, Relation>> found;
      bool is_said = false;
      for (Target& target : parted(meant(e, actor.scope, word), word, unit_of(e)))
        if (is_repository(e) && called_tables_.contains({actor.scope.service, target.text})) {
          is_said = true;
        } else if (target.resource == no_resource || may_hold(run_.resource(target.resource).kind, word)) {
          if (through_view(e, actor, target, found)) continue;
          Relation made = relation_of(run_, e, actor, target.trail, target.certainty);
          found.emplace_back(std::move(target), std::move(made));
        }
      if (is_said && found.empty()) continue;
      const bool is_behind = lies_behind_connection(e);
      if (is_behind) fired_by_ = {&e, &actor.scope};
      relate(found,
             {actor.scope.service, word, {}, is_behind ? stores_.said(e, actor.scope) : std::vector<Store>{}},
             e.site, e.kind, unit_of(e), is_behind);
      fired_by_ = {};
    }
  }

  // Who reads a view reads the tables that it is made of.
  bool through_view(const Effect& e, const Actor& actor, const Target& target,
                    std::vector<std::pair<Target, Relation>>& found) {
    if (target.resource != no_resource || !target.name || !lies_behind_connection(e)) return false;
    Trail trail = target.trail;
    const auto bases = schemas_.below(actor.scope.service, target.text, trail);
    for (const SchemaTable* base : bases) {
      Target one = target;
      one.text = base->name;
      found.emplace_back(std::move(one), relation_of(run_, e, actor, trail, target.certainty));
    }
    return !bases.empty();
  }

  void link_wiring(const Wiring& w) {
    const RelationKind kind = w.kind == WiringKind::reads ? RelationKind::reads : RelationKind::writes;
    for (const Side& from : sides(w)) link_wiring(w, kind, from);
  }

  void link_wiring(const Wiring& w, RelationKind kind, const Side& from) {
    const Property* store = run_.property(w, "store");
    std::string word = store ? text_of(run_, store->value) : "";
    std::vector<std::pair<Target, Relation>> found;
    const bool is_sql = is_relational(word);
    for (Target& target : desk_.names.targets(w.to, {from.service, {}}, data_kinds)) {
      if (target.resource == no_resource && word.empty()) word = "database";
      Relation made = relation_of(desk_, w, from, kind, target.trail);
      made.certainty = target.certainty;
      // A statement that code keeps in a file of its own is run by code.
      if (is_sql) made.attributes.erase("from");
      found.emplace_back(std::move(target), std::move(made));
    }
    relate(found, {from.service, word, {}}, w.span, kind, {}, is_sql);
  }

  // A routine that a statement runs: what its body reads and writes, with whoever made it.
  void link_call(const Effect& e) {
    const std::vector<Actor> who = actors(desk_, e);
    const std::string name = text_of(run_, e.capture("routine"));
    if (who.empty()) leave_unreached(desk_, "data", e, message(e.kind, word_of(run_, e)));
    for (const Actor& actor : who) {
      const Routine* routine = schemas_.routines().find(actor.scope.service, name);
      if (!routine) {
        run_.leave_open("data", actor.scope.service, message(e.kind, word_of(run_, e)),
                        "no migration of the tree makes the routine " + name, e.site);
        continue;
      }
      ++run_.sites["data"].resolved;
      Relation plain = relation_of(run_, e, actor, {}, Certainty::certain);
      touch(schemas_.routines().touched(*routine, actor.scope.service), plain, e, actor.scope, 0);
    }
  }

  void touch(const std::vector<Routines::Touch>& all, const Relation& from, const Effect& e,
             const Scope& scope, int depth) {
    for (const Routines::Touch& one : all) {
      // Names of variables look like tables too: only what somebody makes is one.
      const auto& schema = schemas_.of(one.service);
      if (!schema.contains(lower(one.table))) continue;
      Trail trail = one.trail;
      std::vector<std::string> names;
      for (const SchemaTable* base : schemas_.below(one.service, one.table, trail))
        names.push_back(base->name);
      if (names.empty()) names.push_back(one.table);
      for (const std::string& table : names) {
        Relation made = from;
        made.kind = one.mode == "query" ? RelationKind::reads : RelationKind::writes;
        made.attributes["mode"] = one.mode;
        for (Step& step : run_.steps(trail)) made.evidence.push_back(std::move(step));
        TableNames::Use use{one.service, word_of_schema(one.service), table, {}};
        if (one.service == scope.service && lies_behind_connection(e))
          use = {scope.service, word_of(run_, e), table, stores_.said(e, scope)};
        made.to = connected(use, "");
        if (made.kind == RelationKind::writes) fire(made, e, scope, depth);
        run_.facts.relation(std::move(made));
      }
    }
  }

  // What triggers do when this is written. `e` is what writes, and says where.
  void fire(const Relation& written, const Effect& e, const Scope& scope, int depth) {
    constexpr int max_depth = 4;  // triggers that fire triggers
    if (depth >= max_depth || schemas_.routines().triggers().empty()) return;
    if (!has_triggers_) {
      has_triggers_ = true;
      for (const Routine& trigger : schemas_.routines().triggers())
        if (schemas_.of(trigger.service).contains(lower(trigger.table)))
          triggers_[connected({trigger.service, word_of_schema(trigger.service), trigger.table, {}}, "")]
              .push_back(&trigger);
    }
    const auto at = triggers_.find(written.to);
    if (at == triggers_.end()) return;
    const auto mode = written.attributes.find("mode");
    for (const Routine* trigger : at->second) {
      const bool fires =
          mode == written.attributes.end() ||
          trigger->events.find(mode->second == "put" ? "insert" : mode->second) != std::string::npos;
      if (!fires) continue;
      Relation plain = written;
      plain.certainty = std::max(plain.certainty, Certainty::likely);
      touch(schemas_.routines().touched(*trigger, scope.service), plain, e, scope, depth + 1);
    }
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
      if (kind == RelationKind::writes && is_behind_connection && target.name) note_change(use, relation);
      if (target.resource == no_resource && !target.name) {
        reason = target.open;
        relation.attributes["open"] = target.open;
      } else {
        is_resolved = true;
      }
      if (fired_by_.first && kind == RelationKind::writes && target.resource == no_resource)
        fire(relation, *fired_by_.first, *fired_by_.second, 0);
      run_.facts.relation(std::move(relation));
    }
    if (is_resolved) ++run_.sites["data"].resolved;
    else run_.leave_open("data", service, message(kind, word), reason, site);
  }

  void note_change(const TableNames::Use& use, const Relation& relation) {
    const std::string name = bare(std::string_view(use.table).substr(use.table.rfind('.') + 1));
    const Attributes& a = run_.facts.edit(relation.to).attributes;
    const auto database = a.find("database"), store = a.find("store");
    if (store == a.end() || (!is_relational(store->second) && store->second != "mongodb")) return;
    std::vector<Run::Changer>& all = run_.changers[name];
    if (std::none_of(all.begin(), all.end(),
                     [&](const Run::Changer& one) { return one.service == use.service; }))
      all.push_back({use.service, database == a.end() ? "" : database->second, relation.evidence});
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
  Schemas schemas_;
  std::map<ServiceIndex, std::string> words_;
  TableNames names_;
  std::map<std::string, std::pair<FileId, code::ClassId>> interfaces_;  // by full name
  std::map<FunctionRef, std::set<ServiceIndex>> called_;                // from whose code
  bool has_interfaces_ = false;
  std::set<ServiceIndex> lent_;  // modules whose statements others run
  bool has_lent_ = false;
  std::map<EntityId, std::vector<const Routine*>> triggers_;  // by the table that fires them
  bool has_triggers_ = false;
  std::pair<const Effect*, const Scope*> fired_by_;               // what is related now
  std::set<std::pair<ServiceIndex, std::string>> called_tables_;  // that code reads or writes
  std::set<std::pair<ServiceIndex, std::string>> used_;  // whose tables are known, by family of the store
};

}  // namespace

void link_tables(const Desk& desk) { Tables(desk).link(); }

}  // namespace demarc::linking
