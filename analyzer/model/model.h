// The declared bounded contexts: what demarc.yaml, context.yaml files and imported models say, as plain data.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/base/span.h"
#include "analyzer/facts/facts.h"
#include "analyzer/model/path_owners.h"

namespace demarc::model {

// A text of the model with the place where it stands.
struct Named {
  std::string text;
  Span at;
};
using NamedList = std::vector<Named>;

// The ways in which one context may use another: the classes of edges.
enum class EdgeClass : std::uint8_t { call, event, import, data, schema };
std::string_view to_string(EdgeClass);
std::optional<EdgeClass> edge_class(std::string_view word);

// A set of classes.
struct Ways {
  std::uint8_t bits = 0;
  bool has(EdgeClass c) const { return bits & (1u << static_cast<unsigned>(c)); }
  void add(EdgeClass c) { bits = static_cast<std::uint8_t>(bits | (1u << static_cast<unsigned>(c))); }
  bool empty() const { return bits == 0; }
};

enum class Pattern : std::uint8_t { customer, conformist, anticorruption_layer };
std::string_view to_string(Pattern);

// An entry of `uses`: one context's declared dependency on another.
struct Use {
  std::string to;
  Span at;
  Ways by;                         // empty: what the pattern allows
  std::optional<Pattern> pattern;  // as: not given means customer, without its claim against the other way
  NamedList inside;                // globs of the anticorruption layer
  NamedList read;                  // tables that may be read
  std::string why;
  Named until;  // YYYY-MM-DD
  bool is_imported = false;
};

// What other contexts may use. `is_declared` is true when the key stands there, even empty.
struct Published {
  bool is_declared = false;
  Span at;
  NamedList api, events, code, tables;
  bool has_api = false, has_events = false, has_code = false;
};

struct Owned {
  NamedList tables, schemas, databases, collections, buckets, caches, topics, queues, entities, secrets,
      parameters;
};

// A word of the context's language.
struct Term {
  std::string name;
  Span at;
  std::string means;
  NamedList forbidden;  // words that are not to be used for it
};

struct Objective {
  bool is_declared = false;
  Span at;
  std::optional<double> availability;    // percent
  std::optional<double> latency_p99_ms;  // milliseconds
  std::optional<double> error_rate;      // percent
};

enum class ServiceType : std::uint8_t { unknown, domain, application, infrastructure, gateway, frontend };

struct DeclaredService {
  std::string name;
  Span at;
  ServiceType type = ServiceType::unknown;
  std::string about;
  NamedList aliases, capabilities, talks, code;
  Objective slo;
};

std::string_view to_string(ServiceType);  // "" when unknown

enum class ContextKind : std::uint8_t { unknown, core, supporting, generic };
std::string_view to_string(ContextKind);  // "" when unknown
enum class Unclaimed : std::uint8_t { ignore, warn, forbid };

struct Context {
  std::string name;
  Span at;  // the key
  ContextKind kind = ContextKind::unknown;
  Span kind_at;
  std::string about, group;
  Named team;
  NamedList code;
  bool is_code_default = false;  // `code` was not given: services/<name>/**
  Owned owns;
  Published publishes;
  bool has_uses = false;
  std::vector<Use> uses;
  std::vector<Term> language;
  std::vector<DeclaredService> services;
  NamedList capabilities;
  Objective slo;
  bool strict = false, optional = false, legacy = false;

  // Default deny once a context has started to say what it uses or publishes, or asks for it.
  bool is_closed() const { return has_uses || publishes.is_declared || strict; }
  const Use* use_of(std::string_view other) const;
};

struct Kernel {
  std::string name;
  Span at;
  NamedList code, members, tables;
};

// Two or more contexts in a symmetric relation: a partnership, or separate ways.
struct Relationship {
  NamedList members;
  Span at;
  bool holds(std::string_view a, std::string_view b) const;
};

// A system that is not ours.
struct ExternalSystem {
  std::string name;
  Span at;
  NamedList names, hosts, topics;
};

struct Group {
  std::string name;
  Span at;
  NamedList members;
};

// An exception of a rule: everything that is given must fit.
struct Exception {
  Span at;
  NamedList paths, contexts, objects;
  NamedList anything;  // a path, a context or an object: the short form
  std::string why;
  Named until;
};

enum class SeverityWord : std::uint8_t { off, note, warning, error };

// What `rules:` says about one rule.
struct RuleSetting {
  std::string rule;
  Span at;
  std::optional<SeverityWord> severity;
  std::string message;  // added to every message
  std::vector<Exception> ignore;
  std::map<std::string, NamedList, std::less<>> options;
};

// Something wrong with the model. A conflict is two sources that contradict each other.
struct ModelProblem {
  Error error;
  bool is_conflict = false;
  std::string object;  // what it is about, for its identity: a context's or key's name
};

struct Model {
  std::string system;
  bool is_declared = false;  // some source was read
  Span at;                   // of the first source
  std::vector<Context> contexts;
  std::vector<Kernel> kernels;
  std::vector<Relationship> partners, separate;
  std::vector<ExternalSystem> external;
  std::vector<Group> groups;
  std::map<std::string, Named, std::less<>> names;  // "table" → "${system}-${context}-${service}-${stage}"
  std::vector<RuleSetting> rules;
  NamedList exclude, config, packs, imports;
  NamedList legacy;                 // names of contexts; their flag is set too
  std::vector<Group> capabilities;  // of the system: name, and contexts that serve it if given
  Unclaimed unclaimed = Unclaimed::warn;
  std::map<FileId, std::string> paths;  // of the files that spans point into
  PathOwners path_owners;               // of the tree, whatever the model says
  std::vector<ModelProblem> problems;

  const Context* context(std::string_view name) const;
  const Kernel* kernel(std::string_view name) const;
  const RuleSetting* rule(std::string_view id) const;
  // A link of an evidence chain that points to a place of the model.
  Step step(Span at, std::string what) const;
};

// Lower case without separators: "order-item" and "OrderItem" are the same name.
std::string folded_name(std::string_view name);

}  // namespace demarc::model
