// The replay: changes in their order, what is dropped is gone.
#include "analyzer/link/schemas.h"

#include <algorithm>
#include <set>

#include "analyzer/base/letters.h"
#include "analyzer/link/revisions.h"
#include "analyzer/link/stores.h"

namespace demarc::linking {
namespace {

struct Change {
  std::string order, what, table, other, name, columns, by;
  std::vector<std::string> bases;
  Span span;
  bool is_managed = true;                          // else migrations only know of the table
  bool is_mapping = false;                         // what a mapper would make, where no migration says
  bool is_state = false;                           // models change and tables do not
  std::vector<std::string> uses = {}, calls = {};  // of a routine: "put orders"
};

bool is_of_routine(const Change& change) {
  return change.what.ends_with("routine") || change.what.ends_with("trigger");
}

void play_routine(const Change& change, ServiceIndex service, Routines& routines) {
  if (change.what == "drop-routine") return routines.drop(service, change.table);
  if (change.what == "drop-trigger") return routines.drop_trigger(service, change.name);
  Routine made{change.table, service, {}, change.calls, "", "", change.span};
  for (const std::string& use : change.uses) {
    const std::size_t blank = std::min(use.find(' '), use.size());
    made.uses.emplace_back(use.substr(0, blank), use.substr(std::min(blank + 1, use.size())));
  }
  if (change.what == "routine") return routines.make(std::move(made));
  made.name = change.name;
  made.table = change.table;
  made.events = change.columns;
  routines.make_trigger(std::move(made));
}

using Schema = std::map<std::string, SchemaTable>;

// PostgreSQL's name of a key that nobody named.
std::string default_key_name(const SchemaTable& table, const ForeignKey& key) {
  std::string columns = key.columns;
  std::replace(columns.begin(), columns.end(), ' ', '_');
  return lower(table.name + "_" + columns + "_fkey");
}

class Replay {
 public:
  explicit Replay(Schema& schema) : schema_(schema) {}

  void play(const Change& said) {
    if (said.table.starts_with('#') && play_model(said)) return;
    Change change = said;
    change.table = table_of(said.table);
    if (change.what == "rename") change.other = table_of(said.other);
    const std::string key = lower(change.table);
    // Migrations that make a table know better than who maps it.
    if (change.is_mapping && schema_.contains(key) && schema_[key].is_made) return;
    if (change.what == "create" || change.what == "view") {
      SchemaTable& made = schema_[key];
      if (change.what == "create" && made.is_made) return;  // IF NOT EXISTS
      made.name = change.table;
      made.is_made = true;
      made.is_view = change.what == "view";
      made.bases = change.bases;
      made.trail = {{change.span, ""}};
      made.by = change.by;
    } else if (change.what == "drop" || change.what == "drop-view") {
      drop(key);
    } else if (change.what == "rename") {
      rename(key, change.other, change.span);
    } else if (change.what == "reference") {
      SchemaTable& table = schema_[key];
      if (table.name.empty()) table.name = change.table;
      const bool is_known = std::any_of(table.keys.begin(), table.keys.end(), [&](const ForeignKey& k) {
        return lower(k.to) == lower(change.other) && lower(k.columns) == lower(change.columns);
      });
      if (!is_known && !change.other.empty())
        table.keys.push_back(
            {change.other, change.name, change.columns, {{change.span, ""}}, change.by, change.is_mapping});
    } else if (change.what == "unreference") {
      auto at = schema_.find(key);
      if (at == schema_.end()) return;
      SchemaTable& table = at->second;
      std::size_t number = 0;  // MySQL counts the keys that nobody named
      std::erase_if(table.keys, [&](const ForeignKey& k) {
        if (k.constraint.empty()) ++number;
        if (change.name == "*") return true;
        if (change.name.empty()) return lower(k.columns) == lower(change.columns);
        if (!k.constraint.empty()) return lower(k.constraint) == lower(change.name);
        return lower(change.name) == default_key_name(table, k) ||
               lower(change.name) == lower(table.name) + "_ibfk_" + std::to_string(number);
      });
    }
  }

  // After the last change: keys that lead to models lead to their tables.
  void finish() {
    for (auto& [name, table] : schema_)
      for (ForeignKey& k : table.keys) k.to = table_of(k.to);
  }

 private:
  // "#app.model" as the table that it lies in now: app_model unless a migration names another.
  std::string table_of(const std::string& name) const {
    if (!name.starts_with('#')) return name;
    if (const auto at = models_.find(name); at != models_.end()) return at->second;
    std::string table = name.substr(1);
    std::replace(table.begin(), table.end(), '.', '_');
    return table;
  }

  // What only operations on models say; false for changes that tables know too.
  bool play_model(const Change& change) {
    const std::string table = table_of(change.table);
    if (change.what == "create-model") {
      if (!change.other.empty()) models_[change.table] = change.other;
      if (!change.is_managed || change.is_state) return true;
      Change made = change;
      made.what = "create";
      made.table = change.other.empty() ? table : change.other;
      made.other.clear();
      play(made);
    } else if (change.what == "model-table") {
      // Without a name it is the default one again.
      if (change.other.empty()) models_.erase(change.table);
      else models_[change.table] = change.other;
      if (!change.is_state) {
        rename(lower(table), table_of(change.table), change.span);
        rename_joins(change.table, table, change.table, table_of(change.table), change.span);
      }
    } else if (change.what == "rename-model") {
      // A table that was named keeps its name.
      const bool is_named = models_.contains(change.table);
      for (auto& [name, made] : schema_)
        for (ForeignKey& k : made.keys)
          if (k.to == change.table) k.to = change.other;
      models_[change.other] = is_named ? table : table_of(change.other);
      models_.erase(change.table);
      if (!is_named && !change.is_state) rename(lower(table), models_[change.other], change.span);
      if (!change.is_state)
        rename_joins(change.table, table, change.other, models_[change.other], change.span);
    } else if (change.what == "rename-field") {
      // `name` is the new one. A table between two models is called after its field.
      if (auto own = joins_.find(change.table);
          own != joins_.end() && own->second.erase(change.columns) > 0) {
        own->second.insert(change.name);
        if (!change.is_state)
          rename(lower(table + "_" + change.columns), table + "_" + lower(change.name), change.span);
      }
      if (auto at = schema_.find(lower(table)); at != schema_.end())
        for (ForeignKey& k : at->second.keys)
          if (lower(k.columns) == lower(change.columns)) k.columns = change.name;
    } else if (change.what == "drop") {
      if (!change.is_state) drop(lower(table));
      // The model goes and its table stays: keys still lead there.
      for (auto& [name, made] : schema_)
        for (ForeignKey& k : made.keys)
          if (change.is_state && k.to == change.table) k.to = table;
      models_.erase(change.table);
    } else if (change.is_state) {
      return true;
    } else if (change.what == "join") {
      Change made = change;
      made.what = "create";
      made.table = change.name.empty() ? table + "_" + lower(change.columns) : change.name;
      if (change.name.empty()) joins_[change.table].insert(change.columns);
      made.other.clear();
      play(made);
      made.what = "reference";
      made.columns.clear();
      made.name.clear();
      for (const std::string& to : {change.table, change.other}) {
        made.other = to;
        play(made);
      }
    } else {
      // A field that went may have had a table between two models.
      if (change.what == "unreference" && !change.columns.empty()) {
        drop(lower(table + "_" + change.columns));
        if (auto own = joins_.find(change.table); own != joins_.end()) own->second.erase(change.columns);
      }
      return false;
    }
    return true;
  }

  // The tables between two models that are called after this one go with its table's name.
  void rename_joins(const std::string& model, const std::string& from, const std::string& to_model,
                    const std::string& to, Span span) {
    const auto own = joins_.find(model);
    if (own == joins_.end()) return;
    std::set<std::string> fields = std::move(own->second);
    joins_.erase(own);
    for (const std::string& field : fields) rename(lower(from + "_" + field), to + "_" + lower(field), span);
    joins_[to_model] = std::move(fields);
  }

  void drop(const std::string& key) {
    schema_.erase(key);
    for (auto& [name, table] : schema_)
      std::erase_if(table.keys, [&](const ForeignKey& k) { return lower(table_of(k.to)) == key; });
  }

  void rename(const std::string& key, const std::string& to, Span span) {
    auto at = schema_.find(key);
    if (at == schema_.end() || lower(to) == key) return;
    SchemaTable moved = std::move(at->second);
    schema_.erase(at);
    moved.name = to;
    moved.trail.insert(moved.trail.begin(), {span, ""});
    if (moved.trail.size() > 1) moved.trail[1].second = "it was made here";
    schema_[lower(to)] = std::move(moved);
    for (auto& [name, table] : schema_)
      for (ForeignKey& k : table.keys)
        if (lower(k.to) == key) k.to = to;
  }

  Schema& schema_;
  std::map<std::string, std::string> models_;  // "#app.model" → the table that it was given
  // The same → fields to many, whose tables are called after both.
  std::map<std::string, std::set<std::string>> joins_;
};

std::string property_text(const Run& run, const Wiring& w, std::string_view word) {
  const Property* p = run.property(w, word);
  return p ? text_of(run, p->value) : std::string();
}

}  // namespace

bool is_schema_change(const Run& run, const Wiring& wiring) {
  return wiring.kind == WiringKind::writes && run.property(wiring, "change");
}

bool is_schema_change(const Effect& effect) {
  return effect.kind == RelationKind::declares && effect.capture("change");
}

Schemas::Schemas(const Desk& desk, const Stores& stores) {
  Run& run = desk.run;
  std::map<ServiceIndex, std::vector<Change>> changes;
  // Files that a database's container runs when it starts.
  auto mounted_in = [&](std::string_view path) -> ServiceIndex {
    for (ResourceIndex r = 0; r < run.declared.resources.size(); ++r) {
      if (run.resource(r).kind != ResourceKind::workload) continue;
      for (const Property& p : run.resource(r).properties) {
        const std::string text = p.name == "mount" ? text_of(run, p.value) : "";
        const std::size_t colon = text.find(':');
        if (colon == std::string::npos || text.find("docker-entrypoint-initdb.d", colon) == std::string::npos)
          continue;
        const std::string_view what = std::string_view(text).substr(0, colon);
        const bool is_it = path.starts_with(what) && (path.size() == what.size() || what.empty() ||
                                                      what.back() == '/' || path[what.size()] == '/');
        if (is_it) return run.service_of_resource(r);
      }
    }
    return 0;
  };
  auto owner = [&](FileId file) -> ServiceIndex {
    ServiceIndex home = mounted_in(run.files.path(file));
    if (home == 0) home = run.service_of(file);
    const bool is_database =
        home != 0 && (!run.services[home].role.empty() || run.services[home].kind == "infrastructure");
    if (home != 0 && !is_database) return home;
    ServiceIndex only = 0;
    for (ServiceIndex s = 1; s < run.services.size(); ++s)
      for (const Store& store : stores.all(s)) {
        if (home == 0 || store.host != run.services[home].name) continue;
        if (only != 0 && only != s) return 0;
        only = s;
      }
    return only;
  };
  std::map<FileId, ServiceIndex> owners;
  auto owner_of = [&](FileId file) {
    auto [at, fresh] = owners.try_emplace(file);
    if (fresh) at->second = owner(file);
    return at->second;
  };
  for (const Wiring& w : run.declared.wirings) {
    if (!is_schema_change(run, w)) continue;
    const ServiceIndex service = owner_of(w.unit);
    Change made{property_text(run, w, "order"),
                property_text(run, w, "change"),
                text_of(run, w.to),
                property_text(run, w, "other"),
                property_text(run, w, "name"),
                property_text(run, w, "columns"),
                property_text(run, w, "by"),
                {},
                w.span};
    made.is_mapping = property_text(run, w, "mode") == "mapping";
    if (made.is_mapping) made.order = "9";
    for (const Property& p : w.properties)
      if (p.name == "base") made.bases.push_back(text_of(run, p.value));
      else if (p.name == "use") made.uses.push_back(text_of(run, p.value));
      else if (p.name == "call") made.calls.push_back(text_of(run, p.value));
    // A database that several connect to: only its routines can be told.
    if (service == 0 && !is_of_routine(made)) continue;
    if (!made.table.empty()) changes[service].push_back(std::move(made));
  }
  Revisions revisions(run);
  StateOperations states(run);
  std::map<FunctionRef, bool> back_ways;
  for (const Effect& e : run.effects.effects) {
    if (!is_schema_change(e)) continue;
    const ServiceIndex service = owner_of(e.site.file);
    auto text = [&](std::string_view word) { return text_of(run, e.capture(word)); };
    if (service == 0 || text("name").empty()) continue;
    auto [back, fresh] = back_ways.try_emplace(e.where);
    if (fresh) back->second = takes_back(run, e.where);
    if (back->second) continue;
    Change made{"1 " + revisions.order(e.site.file) + natural(run.files.path(e.site.file)),
                text("change"),
                text("name"),
                text("other"),
                text("constraint"),
                text("columns"),
                std::string(e.pack),
                {},
                e.site};
    auto texts = [&](std::string_view word, std::vector<std::string>& to) {
      const ValueId list = e.capture(word);
      if (list && run.values[list].kind == ValueKind::list)
        for (std::uint32_t i = 0; i < run.values[list].count; ++i)
          to.push_back(text_of(run, run.values.child(list, i)));
    };
    texts("uses", made.uses);
    texts("calls", made.calls);
    made.is_state = states.hold(e.site);
    made.is_mapping = text("mode") == "mapping";
    made.is_managed = lower(text("managed")) != "false";
    if (made.is_mapping) made.order = "9";
    changes[service].push_back(std::move(made));
  }
  for (auto& [service, some] : changes) {
    std::stable_sort(some.begin(), some.end(),
                     [](const Change& a, const Change& b) { return a.order < b.order; });
    // What one place says together: the table first, then what it has.
    for (auto at = some.begin(); at != some.end();) {
      const auto end = std::find_if(
          at, some.end(), [&](const Change& c) { return c.span != at->span || c.order != at->order; });
      std::stable_partition(at, end, [](const Change& c) { return c.what.starts_with("create"); });
      at = end;
    }
    for (const Change& change : some)
      if (is_of_routine(change)) play_routine(change, service, routines_);
    std::erase_if(some, is_of_routine);
    if (service == 0 || some.empty()) continue;
    Replay replay(schemas_[service]);
    for (const Change& change : some) replay.play(change);
    replay.finish();
  }
}

const Schema& Schemas::of(ServiceIndex service) const {
  static const Schema none;
  auto at = schemas_.find(service);
  return at == schemas_.end() ? none : at->second;
}

std::vector<const SchemaTable*> Schemas::below(ServiceIndex service, std::string_view table,
                                               Trail& trail) const {
  std::vector<const SchemaTable*> found;
  std::set<std::string> seen;
  std::vector<std::string> open{lower(table)};
  const Schema& schema = of(service);
  while (!open.empty() && seen.size() < 256) {
    const std::string name = std::move(open.back());
    open.pop_back();
    auto at = schema.find(name);
    if (!seen.insert(name).second || at == schema.end()) continue;
    if (!at->second.is_view) {
      if (seen.size() > 1) found.push_back(&at->second);
      continue;
    }
    trail.emplace_back(at->second.trail.front().first, "view " + at->second.name);
    for (const std::string& base : at->second.bases) open.push_back(lower(base));
  }
  return found;
}

}  // namespace demarc::linking
