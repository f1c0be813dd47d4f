// What the stations of linking share: the inputs, the services found so far, and the facts being built.
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/link/link.h"

namespace demarc::linking {

using ServiceIndex = std::uint32_t;   // of Run::services; 0: none
using ResourceIndex = std::uint32_t;  // of Declarations::resources
inline constexpr ResourceIndex no_resource = 0xffffffffu;

struct Service {
  std::string name;
  std::string root;  // folder; "" is the tree's own
  std::string kind = "service";
  std::set<std::string> aliases;
  std::vector<FileId> units;
  std::uint32_t files = 0;            // evidence files of code
  Span place;                         // what makes it a service: its template or manifest
  bool is_external_code = false;      // a ready-made image: no folder of the tree is its own
  std::string role;                   // of a ready-made image: "database", "broker" …
  bool runs_whole = false;            // no template says where it starts: all of its code runs
  std::vector<ResourceIndex> pieces;  // workloads, modules and applications that it is made of
  EntityId entity;
};

// A function that a template deploys, and where its code starts.
struct Deployed {
  ResourceIndex resource = no_resource;
  ServiceIndex service = 0;
  std::vector<std::string> folders;  // where its code lies
  std::vector<FileId> files;         // that hold the handler
  std::string handler;               // name of the handler in its file; "" when not known
};

// One step of a chain, before lines are known.
using Trail = std::vector<std::pair<Span, std::string>>;

// Who runs a function of the program.
struct Runner {
  ServiceIndex service = 0;
  std::uint32_t deployed = 0;  // index + 1 into Run::deployed; 0: the service as a whole
  bool by_call = true;         // else only its file is loaded
  auto operator<=>(const Runner&) const = default;
};

class Operations;

struct Run {
  Run(const Files& f, const Project& p, Values& v, const Declarations& d, const Effects& e);

  const Files& files;
  const Project& project;
  Values& values;
  const Declarations& declared;
  const Effects& effects;

  std::unordered_map<std::string, ResourceIndex> by_reference;  // "path#Id" → resource
  std::vector<Service> services{1};
  std::vector<Deployed> deployed;
  std::unordered_map<FileId, ServiceIndex> service_of_unit;
  std::unordered_map<FileId, std::string> format_of_unit;
  // Workloads, modules and applications: several when one code runs as several services.
  std::unordered_map<ResourceIndex, std::vector<ServiceIndex>> services_of_piece;
  std::unordered_map<ResourceIndex, std::uint32_t> deployed_of;  // index + 1 into deployed

  // Who changes a bucket, with the lines that show it: they are the publishers of its notifications.
  std::map<ResourceIndex, std::map<ServiceIndex, std::vector<Step>>> writers;

  // Who changes a table behind a connection, by its bare name, with the database that holds it ("" if not
  // known): they are the publishers of what a connector makes of the changes.
  struct Changer {
    ServiceIndex service = 0;
    std::string database;
    std::vector<Step> evidence;
  };
  std::map<std::string, std::vector<Changer>, std::less<>> changers;

  // Channels by their bare names, and which services publish and consume them.
  std::map<std::string, std::set<EntityId>, std::less<>> channels;
  std::set<std::pair<EntityId, EntityId>> publishing, consuming;

  Operations* operations = nullptr;  // once services are known

  Facts::Builder facts;
  std::vector<Coverage::Open> open;
  std::map<std::string, Coverage::Sites, std::less<>> sites;

  // The innermost service whose root holds the path; 0 if none.
  ServiceIndex service_of(std::string_view path) const;
  ServiceIndex service_of(FileId file) const;
  ServiceIndex service_of_resource(ResourceIndex r) const;
  void index_roots();  // after services changed

  // The resource that a value refers to directly, or no_resource.
  ResourceIndex resource_of(ValueId reference) const;
  const Resource& resource(ResourceIndex r) const { return declared.resources[r]; }
  const Property* property(const Resource& r, std::string_view name) const;
  const Property* property(const Wiring& w, std::string_view name) const;

  Step step(Span span, std::string_view what);
  std::vector<Step> steps(const Trail& trail);
  // Counts a site of this kind that stayed open, with the reason.
  void leave_open(std::string_view kind, ServiceIndex service, std::string what, std::string reason,
                  Span place);

 private:
  // Of a text that is not kept: only LineIndex::at() may be asked.
  struct Lines {
    std::uint32_t size = 0;
    LineIndex index;
  };
  std::unordered_map<FileId, Lines> lines_;
  std::map<std::string, ServiceIndex, std::less<>> by_root_;
  mutable std::unordered_map<FileId, ServiceIndex> by_file_;
};

// A workload, module or application: it stands for a whole service.
bool is_program(ResourceKind kind);

inline constexpr std::string_view yes = "yes";

// The stations, in their order.
void find_services(Run& run);
class Reach;
class Resolver;
class Names;

}  // namespace demarc::linking
