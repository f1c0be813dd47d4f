// What recognition yields: every place in code that does something to the outside, with values instead of
// names.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/base/values.h"
#include "analyzer/facts/facts.h"
#include "analyzer/observations/code.h"
#include "analyzer/observations/declarations.h"

namespace demarc {

// One function of the program: a file and the function's number in it. Program numbers (Value::aux of
// `function`) are indices into Effects::functions.
struct FunctionRef {
  FileId file;
  code::FunctionId function;
  auto operator<=>(const FunctionRef&) const = default;
};

// What a program is to others: "service-registry", "config-server", "tracing", "database" … Who has no
// address for the thing of that role means the only one of the tree.
struct Role {
  std::string_view role, pack;
  ValueId owner;      // the workload, module or application; 0: whoever runs the code of `where`
  FunctionRef where;  // of an annotation or call
  Span site;
};

// Words of Effect::captures by what is meant; a missing one was not given in code.
//   table/bucket …: store, name, [key]          channel: transport, name (event type or topic/queue/stream),
//   source, bus, detail calls http: url, method, path               calls lambda/stepfunctions/…: protocol,
//   name; `role`: what is meant when no address is known; `implicit` = "yes": the platform asks by itself, no
//   code does           exposes: method, path, [version]            uses (ssm, secret): space, name
struct Effect {
  RelationKind kind = RelationKind::calls;
  EntityKind object = EntityKind::table;
  std::string_view pack;                                       // framework of the row
  std::vector<std::pair<std::string_view, ValueId>> captures;  // sorted by word
  FunctionRef where;  // the function whose code holds the site (after lifting: of the caller)
  FunctionRef handler =
      {};              // of what is registered by a call: the function that answers, where one is handed over
  ValueId owner = {};  // no code says so: the workload, module or application whose configuration does
  Span site;           // the primary place
  std::vector<std::pair<Span, std::string_view>> chain;  // how the values came here, nearest first
  Certainty certainty = Certainty::certain;
  bool in_loop = false;       // a loop stands around the site (in its own function)
  bool is_lifted = false;     // made at a caller of the function that holds the row's call
  std::uint32_t payload = 0;  // publishes: position in Effects::payloads + 1; 0: nothing is known of it

  ValueId capture(std::string_view word) const {
    for (const auto& [name, value] : captures)
      if (name == word) return value;
    return {};
  }
};

// One field of a message. Names are joined by dots, `[]` stands behind what holds a list: "items[].sku".
struct MessageField {
  std::string path;
  std::string type;           // text, number, flag, list, object; "" where nothing says so
  bool is_optional = false;   // not every publisher's branch writes it; or: who reads it can do without
  bool is_closed = false;     // all that stands below it is listed too
  bool is_by_mapper = false;  // spelled as a mapper makes it of a class's field
  Span place;
};

// What a publisher writes. Unless `is_closed` there may be more than the fields say.
struct Payload {
  bool is_closed = false;
  std::vector<MessageField> fields;  // by path
};

// What a handler reads of its parameters. Paths begin with the number of the parameter: "0.detail.orderId".
struct MessageReads {
  FunctionRef handler;
  std::string content;  // where the payload lies, if the handler's row or its parameter's type says so: "0"
  std::vector<MessageField> fields;  // by path
};

// How the platform wraps what it hands to a function: of events from a bus the payload is `detail`.
struct Envelope {
  std::string transport;
  std::string handed;               // path to the payload in what a function is handed; "" for none
  std::string nested;               // path to it in a message of another transport that brings this one
  std::vector<std::string> beside;  // what the transport itself writes next to the payload
};

// A resolved call or reference from one function of the program to another.
struct CallEdge {
  FunctionRef from, to;
  Span site;
  bool in_loop = false;
};

// An import that leads to a file of the tree.
struct ImportEdge {
  FileId from, to;
  std::string symbol;  // what is taken; "" for the whole module, "*" for all
  Span site;
  bool type_only = false;
};

// Code that stores or publishes a type: DomainEntity, Order …
struct TypeUse {
  std::string name;
  FileId file;
  Span site;
};

struct Effects {
  std::vector<Effect> effects;
  std::vector<CallEdge> calls;
  std::vector<ImportEdge> imports;
  std::vector<Role> roles;
  std::vector<Payload> payloads;
  std::vector<MessageReads> reads;  // by handler
  std::vector<Envelope> envelopes;
  std::vector<TypeUse> types;  // classes defined in evidence files, by name
  // For coverage: sites of rows whose name captures stayed open are effects too; these are the counts of the
  // rest.
  std::uint64_t calls_total = 0, calls_resolved = 0;  // call expressions, and those whose callee is known
  std::vector<std::uint32_t> rows;                    // numbers of the rows that matched something, sorted
  std::uint64_t steps = 0;                            // that folding took: what hostile code could drive up
  std::vector<Note> notes;
};

}  // namespace demarc
