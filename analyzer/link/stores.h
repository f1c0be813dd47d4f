// Where data lies: engine, host and database of the connections that each service opens.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/link/stations.h"

namespace demarc::linking {

struct Store {
  std::string engine;       // "postgresql", "mysql", "mongodb" …
  std::string host;         // the service of that host where the tree has it, else the host as written
  std::string database;     // name inside the host; "" if none
  bool is_private = false;  // in memory, or a file of its own: nobody else sees it
  Trail trail;              // the lines that say so
  Span site;                // of the effect that opens it
  // "host/database"; the owner's name for what is private.
  std::string place(std::string_view owner) const;
  bool operator==(const Store& other) const {
    return engine == other.engine && host == other.host && database == other.database &&
           is_private == other.is_private;
  }
};

// "jdbc:mysql://db:3306/shop?x=y" and its kin, taken apart; an engine of "" when it is no such address.
Store take_store(std::string_view url);
// True when data of this word lies in a database that a connection names: "sql", "mysql", "mongodb" …
bool has_connection(std::string_view store);
// True for words of databases that speak SQL.
bool is_relational(std::string_view word);

// Connections come from effects whose table is a whole database (`unit` "database").
class Stores {
 public:
  explicit Stores(const Desk& desk);
  // The only connection of the service that can hold data of this word ("sql": any relational engine);
  // nullptr when there is none or nobody can tell which.
  const Store* of(ServiceIndex service, std::string_view word) const;
  const std::vector<Store>& all(ServiceIndex service) const;

 private:
  void add(ServiceIndex service, Store store);
  std::map<ServiceIndex, std::vector<Store>> stores_;
};

// How tables are called: by engine and name, and by database and host too where equal names lie apart.
class TableNames {
 public:
  struct Use {
    ServiceIndex service = 0;
    std::string word;   // of the store, as the row says
    std::string table;  // its name
  };
  explicit TableNames(const Stores& stores, const Run& run) : stores_(stores), run_(run) {}
  void note(const Use& use);  // every use first …
  struct Named {
    std::string store, name;  // "mysql", "shop.orders"
    const Store* where = nullptr;
  };
  Named name(const Use& use) const;  // … then names

 private:
  struct Key {
    std::string engine, place;
  };
  Key key(const Use& use) const;
  std::string inside(const Use& use) const;
  const Stores& stores_;
  const Run& run_;
  // SQL does not tell ORDERS from orders: tables of relational engines are one whatever their letters' case.
  struct Known {
    std::map<std::string, int> places;
    std::set<std::string> spellings;
  };
  static std::string folded(const std::string& engine, const std::string& table);
  std::map<std::pair<std::string, std::string>, Known> known_;  // by engine and table
};

}  // namespace demarc::linking
