// The recovered architecture seen through the declared contexts: what belongs to whom, who depends on whom,
// and whether that is allowed.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/architecture/architecture.h"
#include "analyzer/base/files.h"
#include "analyzer/base/glob.h"
#include "analyzer/model/model.h"
#include "analyzer/model/naming.h"

namespace demarc::model {

// A context, a shared kernel, or, where no model is declared, a service.
using PartyId = int;
inline constexpr PartyId nobody = -1;

struct Party {
  std::string name;
  const Context* context = nullptr;  // declared
  const Kernel* kernel = nullptr;
  EntityId service;  // inferred: no model is declared
  bool is_inferred() const { return !context && !kernel; }
  std::string team() const { return context ? context->team.text : std::string(); }
  Span at() const { return context ? context->at : kernel ? kernel->at : Span{}; }
};

// To whom something belongs, by which step of the order of ownership, and what each step before it said.
struct Owner {
  enum class By : std::uint8_t {
    nothing,
    owns,
    creation,
    tag,
    name,
    migration,
    publishing,
    source,
    receiving,
    code
  };
  PartyId party = nobody;
  By by = By::nothing;
  std::vector<Step> evidence;      // lines that prove it
  std::vector<std::string> tried;  // one sentence a step: "no context lists it under owns"
};
std::string_view to_string(Owner::By);

// One party depends on another: all places of one class, verb and object.
struct Edge {
  PartyId from = nobody, to = nobody;
  EdgeClass cls = EdgeClass::call;
  std::string verb;    // "calls", "reads", "writes", "subscribes to", "sends to", "imports", "uses"
  std::string object;  // name of what is used: operation, table, event, file, setting
  EntityId entity;     // of the object
  std::vector<RelationId> relations;  // sorted; never guessed ones
  bool writes = false;
  bool is_gateway = false;                   // every place lies in a gateway or front end
  bool is_type_only = false;                 // imports of types alone
  Certainty certainty = Certainty::certain;  // of the best place
};

// What the order of checks said about an edge: first whether it is allowed, then whether its target is
// exposed.
struct Verdict {
  enum class Check : std::uint8_t {
    allowed,
    open,           // the user has declared neither `uses` nor `publishes`, or nothing is declared at all
    undeclared,     // no `uses` entry
    wrong_way,      // a `uses` entry that does not name this class
    lapsed,         // a `uses` entry whose `until` has passed
    separate,       // separate ways
    upstream,       // the target has declared itself the downstream of this one
    kernel_member,  // a kernel depends on a context
    kernel_guest,   // a context that is no member uses a kernel
    writes,         // no pattern allows to write another's data
    not_listed,     // data that `read` does not list
    outside_layer,  // outside of the anticorruption layer
    unpublished,    // allowed, but the owner does not publish this target
    inner_type,     // a domain service depends on an application service of its own context
  };
  Check check = Check::allowed;
  const Use* use = nullptr;           // the entry that was found
  std::vector<Step> declared;         // model lines that decided
  std::vector<RelationId> relations;  // outside_layer: those that lie outside
  bool is_allowed() const { return check == Check::allowed; }
  // Forbidden by a pattern, rather than not declared.
  bool is_forbidden() const {
    return check == Check::separate || check == Check::upstream || check == Check::kernel_member ||
           check == Check::kernel_guest || check == Check::inner_type;
  }
};

class ContextMap {
 public:
  // Keeps references: architecture, model and files must outlive it. Without `files` the files of the tree
  // are those that facts mention. `today` (YYYY-MM-DD) is the day that `until` is held against; "" for that
  // of the run.
  ContextMap(const Architecture& architecture, const Model& model, const Files* files = nullptr,
             std::string today = {});

  const Architecture& architecture() const { return architecture_; }
  const Model& model() const { return model_; }
  const std::string& today() const { return today_; }
  // True when the model declares at least one context; else every service is a party of its own.
  bool is_declared() const { return !model_.contexts.empty(); }
  const std::vector<Party>& parties() const { return parties_; }
  const Party& party(PartyId id) const { return parties_[static_cast<std::size_t>(id)]; }
  // "" for nobody.
  std::string name(PartyId id) const { return id == nobody ? std::string() : party(id).name; }
  PartyId find(std::string_view name) const;

  // Source files of the tree (tests, examples, generated and vendored ones apart), and whose they are.
  const std::vector<std::string>& paths() const { return paths_; }
  PartyId of_path(std::string_view path) const;
  std::vector<PartyId> all_of_path(std::string_view path) const;
  // Of a service, function, operation, unit or contract; nobody for others.
  PartyId of_entity(EntityId id) const { return places_[id.index]; }
  // Who does it: by the file of the site if that lies in declared code, else by the entity.
  PartyId doer(const Relation& relation) const;
  // Of a table, channel, bus or setting; of other entities the party they lie in.
  const Owner& owner_of(EntityId id) const { return owners_[id.index]; }

  // Every dependency between two different parties, sorted.
  const std::vector<Edge>& edges() const { return edges_; }
  Verdict allowed(const Edge& edge) const;
  // Whether `owner` publishes it: nothing when nothing is declared that could say so.
  std::optional<bool> publishes_operation(const Context& owner, const Entity& operation) const;
  std::optional<bool> publishes_event(const Context& owner, const Entity& channel) const;
  std::optional<bool> publishes_code(const Context& owner, std::string_view path) const;
  const DeclaredService* declared_service(EntityId service) const;

  // Who publishes to and consumes from a channel, itself and through what forwards to or from it.
  std::vector<RelationId> publishers(EntityId channel) const;
  std::vector<RelationId> consumers(EntityId channel) const;

 private:
  void find_parties();
  void find_paths(const Files* files);
  void place_entities();
  PartyId place_of_service(const Entity& service) const;
  PartyId place_of_unit(EntityId id) const;
  PartyId party_named(std::string_view name) const;
  void find_owners();
  Owner own_table(EntityId id) const;
  Owner own_channel(EntityId id) const;
  Owner own_setting(EntityId id) const;
  bool by_list(EntityId id, const std::vector<NamedList Owned::*>& lists, std::string_view what,
               Owner& into) const;
  bool by_creation(EntityId id, Owner& into) const;
  bool by_tag(EntityId id, Owner& into) const;
  bool by_name(EntityId id, std::string_view what, Owner& into) const;
  bool by_doers(const std::vector<RelationId>& relations, Owner::By by, std::string_view what,
                Owner& into) const;
  void find_edges();
  void add_edge(PartyId from, PartyId to, EdgeClass cls, std::string_view verb, std::string_view object,
                EntityId entity, RelationId relation);
  std::vector<RelationId> flow(EntityId channel, RelationKind kind) const;

  const Architecture& architecture_;
  const Model& model_;
  std::string today_;
  std::vector<Party> parties_;
  std::vector<Globs> code_;                             // of parties
  std::vector<std::pair<std::string, PartyId>> roots_;  // inferred: roots of services, longest first
  std::map<std::string, NamePattern, std::less<>> names_;
  std::vector<std::string> paths_;
  std::vector<PartyId> places_;  // by entity
  std::vector<Owner> owners_;    // by entity
  std::vector<Edge> edges_;
};

// "is it a queue, an event, a topic": attribute `kind`, or what the transport says.
bool is_queue(const Entity& channel);
// The text of an attribute; "" when it is absent.
std::string_view attribute(const Entity& entity, std::string_view word);
std::string_view attribute(const Relation& relation, std::string_view word);
// Not resolved: rules never judge it.
bool is_open(const Entity& entity);
bool is_open(const Relation& relation);

}  // namespace demarc::model
