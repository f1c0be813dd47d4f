// Addresses of databases, and names of tables that lie in them.
#include "analyzer/link/stores.h"

#include <algorithm>
#include <array>

#include "analyzer/base/letters.h"
#include "analyzer/link/hosts.h"

namespace demarc::linking {
namespace {

constexpr std::array<std::string_view, 12> relational = {"postgresql", "mysql", "mariadb",     "sqlserver",
                                                         "oracle",     "h2",    "hsqldb",      "derby",
                                                         "sqlite",     "db2",   "cockroachdb", "sql"};
constexpr std::array<std::string_view, 7> others = {"mongodb", "neo4j",         "cassandra", "redis",
                                                    "couchdb", "elasticsearch", "couchbase"};

std::string engine_of(std::string_view scheme) {
  scheme = scheme.substr(0, scheme.find('+'));  // mongodb+srv
  if (scheme == "postgres" || scheme == "pgsql" || scheme == "postgresql") return "postgresql";
  if (scheme == "microsoft:sqlserver" || scheme == "mssql" || scheme == "jtds:sqlserver") return "sqlserver";
  if (scheme == "mongo") return "mongodb";
  if (scheme == "rediss") return "redis";
  if (scheme == "bolt" || scheme == "neo4j") return "neo4j";
  return std::string(scheme);
}

}  // namespace

bool is_relational(std::string_view word) {
  return std::find(relational.begin(), relational.end(), word) != relational.end();
}

bool has_connection(std::string_view word) {
  return is_relational(word) || std::find(others.begin(), others.end(), word) != others.end();
}

Store take_store(std::string_view url) {
  Store made;
  for (std::string_view front : {"jdbc:", "r2dbc:", "r2dbcs:", "log4jdbc:", "p6spy:", "pool:"})
    if (url.starts_with(front)) url.remove_prefix(front.size());
  if (url.starts_with("oracle:")) {
    made.engine = "oracle";
    const std::size_t at = url.find('@');
    if (at == std::string_view::npos) return made;
    std::string_view rest = url.substr(at + 1);
    while (rest.starts_with("/")) rest.remove_prefix(1);
    made.host = rest.substr(0, rest.find_first_of(":/"));
    if (std::size_t name = rest.find_last_of(":/"); name != std::string_view::npos)
      made.database = rest.substr(name + 1);
    return made;
  }
  for (std::string_view embedded : {"h2:", "hsqldb:", "derby:", "sqlite:"})
    if (url.starts_with(embedded) && url.find("tcp://") == std::string_view::npos &&
        url.find("hsql://") == std::string_view::npos) {
      made.engine = embedded.substr(0, embedded.size() - 1);
      made.is_private = true;
      return made;
    }
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return made;
  std::string engine = engine_of(url.substr(0, scheme));
  if (engine.starts_with("h2:") || engine.starts_with("hsqldb:"))
    engine = engine.substr(0, engine.find(':'));  // h2:tcp
  if (!has_connection(engine)) return made;
  made.engine = std::move(engine);
  std::string_view rest = url.substr(scheme + 3);
  std::string_view authority = rest.substr(0, rest.find_first_of("/;?"));
  std::string_view path = rest.substr(authority.size());
  if (std::size_t user = authority.rfind('@'); user != std::string_view::npos)
    authority.remove_prefix(user + 1);
  authority = authority.substr(0, authority.find(','));  // a replica set: its first
  made.host = authority;
  if (path.starts_with("/")) {
    path.remove_prefix(1);
    made.database = path.substr(0, path.find_first_of("?;/"));
  } else if (std::size_t name = path.find("databaseName="); name != std::string_view::npos) {
    path.remove_prefix(name + 13);
    made.database = path.substr(0, path.find(';'));
  }
  return made;
}

Stores::Stores(const Desk& desk) {
  Run& run = desk.run;
  for (const Effect& e : run.effects.effects) {
    if ((e.kind != RelationKind::reads && e.kind != RelationKind::writes) ||
        text_of(run, e.capture("unit")) != "database")
      continue;
    for (const Actor& actor : actors(desk, e)) {
      const ServiceIndex from = actor.scope.service;
      auto outcomes = [&](std::string_view word) {
        return e.capture(word) ? desk.resolver.outcomes(e.capture(word), actor.scope)
                               : std::vector<Outcome>{};
      };
      const std::string engine = text_of(run, e.capture("store"));
      for (const Outcome& o : outcomes("url")) {
        Store store = take_store(run.values.display(o.evaluated));
        if (store.engine.empty()) continue;
        store.trail = o.trail;
        store.site = e.site;
        add(from, std::move(store));
      }
      for (const Outcome& host : outcomes("host")) {
        if (!run.values.is_literal(host.evaluated)) continue;
        Store store;
        store.engine = engine;
        store.host = run.values.text(host.evaluated);
        for (const Outcome& name : outcomes("name"))
          if (run.values.is_literal(name.evaluated)) store.database = run.values.text(name.evaluated);
        store.trail = host.trail;
        store.site = e.site;
        add(from, std::move(store));
      }
    }
  }
  // A host of the tree is its service, whatever it is called by.
  for (auto& [service, all] : stores_)
    for (Store& store : all) {
      if (ServiceIndex s = desk.hosts->at(store.host, service)) store.host = run.services[s].name;
      else store.host = store.host.substr(0, store.host.find(':'));
    }
}

void Stores::add(ServiceIndex service, Store store) {
  std::vector<Store>& all = stores_[service];
  if (std::find(all.begin(), all.end(), store) == all.end()) all.push_back(std::move(store));
}

std::string Store::place(std::string_view owner) const {
  if (is_private) return std::string(owner);
  return host + (database.empty() ? "" : "/" + database);
}

const std::vector<Store>& Stores::all(ServiceIndex service) const {
  static const std::vector<Store> none;
  auto at = stores_.find(service);
  return at == stores_.end() ? none : at->second;
}

const Store* Stores::of(ServiceIndex service, std::string_view word) const {
  auto at = stores_.find(service);
  if (at == stores_.end()) return nullptr;
  const Store* found = nullptr;
  for (const Store& store : at->second) {
    if (word == "sql" ? !is_relational(store.engine) : store.engine != word) continue;
    if (found) return nullptr;
    found = &store;
  }
  return found;
}

// shop.orders in the database shop is orders.
std::string TableNames::inside(const Use& use) const {
  const Store* store = stores_.of(use.service, use.word);
  if (!store || store->database.empty()) return use.table;
  const std::string_view table = use.table;
  const bool is_own = table.size() > store->database.size() && table.starts_with(store->database) &&
                      table[store->database.size()] == '.';
  return std::string(is_own ? table.substr(store->database.size() + 1) : table);
}

std::string TableNames::folded(const std::string& engine, const std::string& table) {
  return is_relational(engine) ? lower(table) : table;
}

TableNames::Key TableNames::key(const Use& use) const {
  const Store* store = stores_.of(use.service, use.word);
  const std::string own = run_.services[use.service].name;
  if (!store) return {use.word, own};
  return {store->engine, store->place(own)};
}

void TableNames::note(const Use& use) {
  const Key k = key(use);
  const std::string table = inside(use);
  Known& known = known_[{k.engine, folded(k.engine, table)}];
  ++known.places[k.place];
  known.spellings.insert(table);
}

TableNames::Named TableNames::name(const Use& use) const {
  const Key k = key(use);
  Named made{k.engine, inside(use), stores_.of(use.service, use.word)};
  auto at = known_.find({k.engine, folded(k.engine, made.name)});
  if (at == known_.end()) return made;
  made.name = *at->second.spellings.rbegin();  // small letters come last
  if (at->second.places.size() > 1) made.name = k.place + "." + made.name;
  return made;
}

}  // namespace demarc::linking
