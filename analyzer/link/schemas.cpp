// The replay: changes in their order, what is dropped is gone.
#include "analyzer/link/schemas.h"

#include <algorithm>
#include <set>

#include "analyzer/base/letters.h"
#include "analyzer/link/stores.h"

namespace demarc::linking {
namespace {

struct Change {
  std::string order, what, table, other, name, columns, by;
  std::vector<std::string> bases;
  Span span;
};

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

  void play(const Change& change) {
    const std::string key = lower(change.table);
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
      schema_.erase(key);
      for (auto& [name, table] : schema_)
        std::erase_if(table.keys, [&](const ForeignKey& k) { return lower(k.to) == key; });
    } else if (change.what == "rename") {
      auto at = schema_.find(key);
      if (at == schema_.end() || lower(change.other) == key) return;
      SchemaTable moved = std::move(at->second);
      schema_.erase(at);
      moved.name = change.other;
      moved.trail.insert(moved.trail.begin(), {change.span, ""});
      moved.trail[1].second = "it was made here";
      schema_[lower(change.other)] = std::move(moved);
      for (auto& [name, table] : schema_)
        for (ForeignKey& k : table.keys)
          if (lower(k.to) == key) k.to = change.other;
    } else if (change.what == "reference") {
      SchemaTable& table = schema_[key];
      if (table.name.empty()) table.name = change.table;
      const bool is_known = std::any_of(table.keys.begin(), table.keys.end(), [&](const ForeignKey& k) {
        return lower(k.to) == lower(change.other) && lower(k.columns) == lower(change.columns);
      });
      if (!is_known)
        table.keys.push_back({change.other, change.name, change.columns, {{change.span, ""}}, change.by});
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

 private:
  Schema& schema_;
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
  auto owner = [&](FileId file) -> ServiceIndex {
    const ServiceIndex home = run.service_of(file);
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
    if (service == 0) continue;
    Change made{property_text(run, w, "order"),
                property_text(run, w, "change"),
                text_of(run, w.to),
                property_text(run, w, "other"),
                property_text(run, w, "name"),
                property_text(run, w, "columns"),
                property_text(run, w, "by"),
                {},
                w.span};
    for (const Property& p : w.properties)
      if (p.name == "base") made.bases.push_back(text_of(run, p.value));
    if (!made.table.empty()) changes[service].push_back(std::move(made));
  }
  for (const Effect& e : run.effects.effects) {
    if (!is_schema_change(e)) continue;
    const ServiceIndex service = owner_of(e.site.file);
    auto text = [&](std::string_view word) { return text_of(run, e.capture(word)); };
    if (service == 0 || text("name").empty()) continue;
    // What takes a migration back is no part of the schema.
    const std::string function = lower(function_name(run, e.where));
    const std::string_view last = std::string_view(function).substr(function.rfind('.') + 1);
    if (last == "down" || last == "downgrade" || last == "rollback") continue;
    Change made{"1 " + std::string(run.files.path(e.site.file)),
                text("change"),
                text("name"),
                text("other"),
                text("constraint"),
                text("columns"),
                std::string(e.pack),
                {},
                e.site};
    changes[service].push_back(std::move(made));
  }
  for (auto& [service, some] : changes) {
    std::stable_sort(some.begin(), some.end(),
                     [](const Change& a, const Change& b) { return a.order < b.order; });
    Replay replay(schemas_[service]);
    for (const Change& change : some) replay.play(change);
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
