// Functions, procedures and triggers that migrations make: what running them does to which tables.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/link/run.h"

namespace demarc::linking {

struct Routine {
  std::string name;
  ServiceIndex service = 0;  // whose migrations make it; 0: those of a database that several share
  std::vector<std::pair<std::string, std::string>> uses;  // mode ("query", "put" …) and table
  std::vector<std::string> calls;                         // other routines
  std::string table, events;                              // of a trigger: what fires it, by blanks
  Span place;
};

// Filled in the order of the migrations: what is dropped is gone, what is made again is the later one.
class Routines {
 public:
  void make(Routine routine);
  void drop(ServiceIndex service, std::string_view name);
  void make_trigger(Routine trigger);
  void drop_trigger(ServiceIndex service, std::string_view name);

  // The routine that code of this service means: its own, else the only one of the tree; nullptr for none.
  const Routine* find(ServiceIndex service, std::string_view name) const;
  const std::vector<Routine>& triggers() const { return triggers_; }
  // A table that is touched, with the routine that says so and the places on the way to it.
  struct Touch {
    std::string mode, table;
    ServiceIndex service = 0;  // whose schema it is
    Trail trail;
  };
  // All that running it touches, through routines that it runs itself.
  std::vector<Touch> touched(const Routine& routine, ServiceIndex from) const;

 private:
  std::map<std::string, std::vector<Routine>, std::less<>> by_name_;  // small letters, without schema
  std::vector<Routine> triggers_;
};

}  // namespace demarc::linking
