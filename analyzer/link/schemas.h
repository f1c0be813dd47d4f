// Schemas as migrations leave them: tables, views and foreign keys of each service at the end of the replay.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/link/routines.h"
#include "analyzer/link/stations.h"

namespace demarc::linking {

struct ForeignKey {
  std::string to, constraint, columns;
  Trail trail;  // the line that says so
  std::string by;
  bool is_mapping = false;  // no migration says so: a mapper would make it
};

struct SchemaTable {
  std::string name;                // as written where it was made
  bool is_made = false;            // else only changed here: somebody else makes it
  std::vector<std::string> bases;  // of a view
  bool is_view = false;
  Trail trail;  // where it was made
  std::string by;
  std::vector<ForeignKey> keys;
};

// Changes come from wirings and effects with the word `change`. They belong to the service whose folder holds
// them; those in the folder of a database's own image to the only service that connects to it, if one alone
// does.
class Schemas {
 public:
  Schemas(const Desk& desk, const class Stores& stores);
  // By service and lower-case name.
  const std::map<std::string, SchemaTable>& of(ServiceIndex service) const;
  const std::map<ServiceIndex, std::map<std::string, SchemaTable>>& all() const { return schemas_; }
  const Routines& routines() const { return routines_; }
  // The tables below a view (through views of views); empty when `table` is none.
  std::vector<const SchemaTable*> below(ServiceIndex service, std::string_view table, Trail& trail) const;

 private:
  std::map<ServiceIndex, std::map<std::string, SchemaTable>> schemas_;
  Routines routines_;
};

// True for a wiring or effect that changes a schema, and so is no access.
bool is_schema_change(const Run& run, const Wiring& wiring);
bool is_schema_change(const Effect& effect);

}  // namespace demarc::linking
