// The stations of linking, in their order; each adds its part to the facts.
#pragma once
#include <string>

#include "analyzer/link/names.h"
#include "analyzer/link/reach.h"
#include "analyzer/link/resolve.h"
#include "analyzer/link/run.h"

namespace demarc::linking {

class Hosts;

// What every station after services works with.
struct Desk {
  Run& run;
  Reach& reach;
  Resolver& resolver;
  Names& names;
  const Hosts* hosts = nullptr;  // once services are known by their hosts
};

// One service that runs a place in code, with the functions whose environment counts there.
struct Actor {
  Scope scope;
  Certainty certainty = Certainty::certain;
};
std::vector<Actor> actors(const Desk& desk, FunctionRef where);
// The same for an effect, whose place may be a line of configuration.
std::vector<Actor> actors(const Desk& desk, const Effect& effect);
// What a function of a library would do with a name that no caller gives it is nobody's doing: the service
// only has the library.
bool is_offer(const Run& run, const Effect& effect, ValueId name);
// The service whose folder holds the effect's place; 0 for a line of configuration.
// Counts a site that no deployed code reaches as open; one of a developer's script is no site.
void leave_unreached(const Desk& desk, std::string_view kind, const Effect& effect, std::string what);
ServiceIndex home_of(const Run& run, const Effect& effect);
// The service that a side of a wiring belongs to, with its function, if it is one.
struct Side {
  ServiceIndex service = 0;
  ResourceIndex resource = no_resource;
};
Side side(const Desk& desk, ValueId value, FileId unit);
// "app.create": the file's stem and the function's name.
std::string function_name(const Run& run, FunctionRef where);
// A relation of an effect, with what all of them have: who recognised it, certainty, loop, evidence.
Relation relation_of(Run& run, const Effect& effect, const Actor& actor, const Trail& trail,
                     Certainty certainty);
Relation relation_of(const Desk& desk, const Wiring& wiring, const Side& from, RelationKind kind,
                     const Trail& trail);
std::string text_of(const Run& run, ValueId value);  // of a literal, else ""

void link_tables(const Desk& desk);     // reads and writes
void link_channels(const Desk& desk);   // publishes, consumes, forwards
void link_endpoints(const Desk& desk);  // exposes, handles, calls, contracts
void link_grants(const Desk& desk);     // grants, declares, settings, alarms
void link_imports(const Desk& desk);    // code of one service used by another

}  // namespace demarc::linking
