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

}  // namespace

std::string engine_of(std::string_view word) {
  word = word.substr(0, word.find('+'));    // mongodb+srv
  word = word.substr(word.rfind('.') + 1);  // django.db.backends.mysql
  for (std::string_view postgres : {"postgres", "postgresql", "pgsql", "pg", "pg-native", "postgis",
                                    "postgresql_psycopg2", "aurora-postgres", "postgresql_psycopg"})
    if (word == postgres) return "postgresql";
  if (word == "mysql2" || word == "aurora-mysql") return "mysql";
  if (word == "sqlite3" || word == "better-sqlite3" || word == "sqljs") return "sqlite";
  if (word == "microsoft:sqlserver" || word == "mssql" || word == "jtds:sqlserver" || word == "tedious")
    return "sqlserver";
  if (word == "oracledb") return "oracle";
  if (word == "mongo") return "mongodb";
  if (word == "rediss") return "redis";
  if (word == "bolt" || word == "neo4j") return "neo4j";
  return std::string(word);
}

// Where an engine listens unless somebody says otherwise; "" when not known.
static std::string own_port(std::string_view engine) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> ports{
      {{"postgresql", "5432"},
       {"mysql", "3306"},
       {"mariadb", "3306"},
       {"sqlserver", "1433"},
       {"oracle", "1521"},
       {"mongodb", "27017"},
       {"redis", "6379"},
       {"cassandra", "9042"},
       {"elasticsearch", "9200"},
       {"opensearch", "9200"},
       {"neo4j", "7687"},
       {"memcached", "11211"},
       {"influxdb", "8086"}}};
  for (const auto& [name, port] : ports)
    if (name == engine) return std::string(port);
  return {};
}

std::string family_of(std::string_view word) {
  std::string engine = engine_of(word);
  return is_relational(engine) ? "sql" : engine;
}

bool is_relational(std::string_view word) {
  return std::find(relational.begin(), relational.end(), word) != relational.end();
}

bool has_connection(std::string_view word) {
  return is_relational(word) || std::find(others.begin(), others.end(), word) != others.end();
}

Store take_store(std::string_view url) {
  while (url.ends_with(' ') || url.ends_with('\t')) url.remove_suffix(1);  // settings are written by hand
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
  made.is_private = made.engine == "sqlite";  // sqlite+aiosqlite:///./shop.db
  if (made.is_private) return made;
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

Stores::Stores(const Desk& desk) : desk_(desk), models_(desk.run) {
  Run& run = desk.run;
  for (const Effect& e : run.effects.effects) {
    if ((e.kind != RelationKind::reads && e.kind != RelationKind::writes) ||
        text_of(run, e.capture("unit")) != "database")
      continue;
    for (const Actor& actor : actors(desk, e))
      for (Store& store : said(e, actor.scope)) add(actor.scope.service, std::move(store));
  }
}

std::vector<Store> Stores::said(const Effect& e, const Scope& scope) const {
  Run& run = desk_.run;
  std::vector<Store> all;
  auto outcomes = [&](std::string_view word) {
    const ValueId asked = e.capture(word) ? models_.said(run, e.capture(word), e.site.file).value : ValueId{};
    return asked ? desk_.resolver.outcomes(asked, scope) : std::vector<Outcome>{};
  };
  // The name of a connection's own database stands in `name`, of a table's in `database`.
  const bool is_whole = text_of(run, e.capture("unit")) == "database";
  std::vector<Outcome> databases = outcomes("database");
  if (databases.empty() && is_whole) databases = outcomes("name");
  std::string database;
  for (const Outcome& o : databases)
    if (run.values.is_literal(o.evaluated)) database = run.values.text(o.evaluated);
  const std::string engine = engine_of(text_of(run, e.capture("store")));
  auto put = [&](Store store, const Trail& trail) {
    if (!database.empty() && !store.is_private) store.database = database;
    // An address of this machine without a port means the engine's own, not that of pages.
    std::string address = store.host;
    if (is_this_machine(address) && address.find(':') == std::string::npos)
      address += ":" + own_port(store.engine);
    // A host of the tree is its service, whatever it is called by.
    if (ServiceIndex s = desk_.hosts->at(address, scope.service)) {
      store.host = run.services[s].name;
      store.is_here = true;
    } else store.host = store.host.substr(0, store.host.find(':'));
    store.trail = trail;
    store.site = e.site;
    all.push_back(std::move(store));
  };
  for (const Outcome& o : outcomes("url"))
    if (Store store = take_store(run.values.display(o.evaluated)); !store.engine.empty())
      put(std::move(store), o.trail);
  if (!all.empty()) return all;
  for (const Outcome& host : outcomes("host")) {
    if (!run.values.is_literal(host.evaluated)) continue;
    Store store;
    store.engine = engine;
    store.host = run.values.text(host.evaluated);
    put(std::move(store), host.trail);
  }
  if (all.empty() && engine == "sqlite") {
    Store file;
    file.engine = engine;
    file.is_private = true;
    put(std::move(file), {});
  }
  return all;
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
  int all = 0;  // as good as the one that was found
  for (const Store& store : at->second) {
    if (word == "sql" ? !is_relational(store.engine) : store.engine != word) continue;
    all += !found || store.is_here == found->is_here;
    if (!found || (store.is_here && !found->is_here)) {
      if (found) all = 1;
      found = &store;
    }
  }
  return all == 1 ? found : nullptr;
}

const Store* TableNames::where(const Use& use) const {
  return use.said.size() == 1 ? use.said.data() : stores_.of(use.service, use.word);
}

// shop.orders in the database shop is orders.
std::string TableNames::inside(const Use& use) const {
  const Store* store = where(use);
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
  const Store* store = where(use);
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
  Named made{k.engine, inside(use), where(use)};
  auto at = known_.find({k.engine, folded(k.engine, made.name)});
  if (at == known_.end()) return made;
  made.name = *at->second.spellings.rbegin();  // small letters come last
  if (at->second.places.size() > 1) made.name = k.place + "." + made.name;
  return made;
}

std::vector<TableNames::Named> TableNames::everywhere(const Use& use) const {
  const std::string engine = key(use).engine;
  auto at = known_.find({engine, folded(engine, inside(use))});
  if (at == known_.end() || at->second.places.size() < 2) return {};
  std::vector<Named> all;
  for (const auto& [place, uses] : at->second.places)
    all.push_back({engine, place + "." + *at->second.spellings.rbegin(), nullptr});
  return all;
}

}  // namespace demarc::linking
