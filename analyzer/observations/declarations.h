// What templates and configuration say, in one closed vocabulary of deployment: units, resources, wiring,
// settings. Provider words (AWS::DynamoDB::Table) end here; names stay values with holes until linking.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/base/values.h"

namespace demarc {

enum class ResourceKind : std::uint8_t {
  function,
  table,
  bucket,
  queue,
  topic,
  stream,
  bus,
  api,
  state_machine,
  parameter,
  secret,
  cache,
  database,
  user_pool,
  alarm,
  role,
  layer,
  stack,
  schedule,
  activity,
  workload,  // a container or process that runs an image or code of the tree (compose service, Deployment …)
  module,    // what a build makes one piece of (Maven, Gradle …)
  application,  // one program as its own configuration names it (spring.application.name …)
  other
};

struct Property {
  std::string name;
  ValueId value;
  Span span;
};

// A deployment unit: a template (stack, Serverless service, …).
struct Unit {
  FileId file;
  std::string name;       // the service's own name where the format has one (Serverless `service:`), else ""
  std::string format;     // "cloudformation", "serverless", …
  ValueId physical_name;  // stack name if known
  std::vector<Property> tags;
  bool is_nested_only = false;  // used as a nested stack or include of another unit
};

// Something a unit creates. Its identity is its reference "path#Id", whatever attribute of it is used.
struct Resource {
  FileId unit;  // the template's file
  ResourceKind kind = ResourceKind::other;
  std::string id;    // logical id, unique in its unit
  std::string type;  // the provider's word, for people: "AWS::DynamoDB::Table"
  std::string
      store;  // table, bucket, cache, database: "dynamodb", "s3", …; channels: "sqs", "sns", "eventbridge" …
  ValueId name;  // physical name; 0 when generated
  std::vector<Property> tags;
  std::vector<Property> properties;  // words by kind, see below
  Span span;                         // where the logical id stands
  // function: `code` (folder or file, relative to the tree's root, several alternatives as `either`),
  // `handler`, `runtime`,
  //   `layer` (repeated), `environment` below. api: `base-path`, `stage`, `version`, `visibility`. table:
  //   `stream` when a change stream is on. alarm: `on` (repeated).
  // workload: `code` (folder of the build context, or what the image's own build copies), `dockerfile`,
  //   `image`, `host` (repeated: every name others reach it by), `port` (repeated: one it listens on),
  //   `published` (repeated: "published:target", reachable from outside), `command`, `mount`
  //   (repeated: "path in the tree:path inside"), `label.<key>`, `depends-on` (repeated; a hint, no call),
  //   `name` above is its own name; `kind` = "job" for what runs once.
  // module: `code` (its folder), `name` (repeated: artifact and the like), `kind` = "service" when it starts
  // by
  //   itself (main class, boot plugin), else "library"; `uses` (repeated): references to modules it depends
  //   on.
  // application: `code` (its folder), `name` above, `port`.
  // Others as needed; unknown words are shown, never judged.
  std::vector<Property> environment;
  bool conditional = false;
};

// One side does something to the other; both are values that lead to resources, names, ARNs or URLs.
enum class WiringKind : std::uint8_t {
  calls,  // from (function, state machine, api, …) asks to; properties: protocol, method, path, integration
  publishes,  // from publishes on channel to; properties: detail-type, source, bus (values; eithers for
              // several; ? inside a text stands for anything: a prefix is ("Order" + ?)), dead-letter when it
              // is only what failed
  consumes,   // from (function, state machine, pipe) receives from channel to; properties as for publishes,
              // plus `pattern` = "any" for a catch-all, `except` (repeated) for detail types left out,
              // `filter`, and `topic` (repeated) where `to` is a broker
  forwards,   // from (bus, topic, queue, stream) passes on to `to`, with the same filter properties; a `to`
              // that turns out to be a function or state machine consumes
  reads,
  writes,
  routes,   // api `from` answers method + path with function `to`; properties: method, path, operation
  grants,   // from (function or role) may do `action` (either of literals such as "dynamodb:PutItem") on to
  watches,  // alarm from watches to
};

struct Wiring {
  FileId unit;
  WiringKind kind = WiringKind::calls;
  ValueId from, to;
  std::vector<Property> properties;
  Span span;
  std::vector<std::pair<Span, std::string>> chain;  // further lines that prove it, with a word for each
  bool conditional = false;
};

// A setting that gets a value here: space "ssm", "secret", "export", "env" (of `owner`), "output" (of a
// unit), "config" (a framework's own configuration, of `owner`; its name as property_name makes it) …
struct Provision {
  FileId unit;
  std::string space;
  ValueId name, value;
  ValueId owner;  // the function, workload, module or application that it is set for; 0: whoever asks
  Span span;
  std::string profile = {};  // config: holds only while this profile is active; "" always
  std::uint8_t rank = 0;     // config: among those of one owner that hold, the highest counts
  std::string written = {};  // config: its name as the file spells it, where that is not `name`
};

// One spelling for all that mean the same property: lower case, without - and _ ("server.servletPath" and
// "SERVER.SERVLET-PATH" are "server.servletpath"); what stands in [brackets] stays as written.
std::string property_name(std::string_view name);

// A library that a manifest asks for, also by what it inherits.
struct Dependency {
  ValueId owner;     // the module that asks
  std::string name;  // Maven and Gradle: "group:artifact"
  Span span;
};

// A parameter of template `target` is given this value: by a nested stack, a parameter file, samconfig, a
// Makefile, … A template reads its parameter as setting "param" with name "path#Parameter". Where the
// parameter's declared type makes its text the name of an SSM parameter, the template reads it as
// $ssm:($param:"path#Parameter"); a binding is always the plain text that is handed over.
struct Binding {
  FileId target;
  std::string parameter;
  ValueId value;
  Span span;
  bool is_default = false;  // the template's own default: weaker than any other binding
};

// An operation that a contract publishes.
struct ContractOperation {
  FileId contract;
  std::string method,
      path;  // "GET", "/orders/{id}"; rpc and GraphQL: method "" or QUERY/MUTATION, path the name
  std::string operation_id;
  Span span;
};

// An event that a contract publishes or announces.
struct ContractEvent {
  FileId contract;
  std::string name, source;
  Span span;
  // What its payload holds, where a schema says so, by path ("items[].sku"). The value is a text of words:
  // text, number, flag, list or object; `required`; `open` where more may stand below. A path that is empty
  // is the payload itself.
  std::vector<Property> fields = {};
  bool is_received = false;  // the application that the contract describes takes it; others publish it
};

// Something that was seen and could not be understood: told to the user, never swallowed.
struct Note {
  Span where;
  std::string what;
};

// Code that stands as text in a template or manifest; a language's reader takes it like a file.
struct EmbeddedSource {
  // The host's path, "#", a name, and the ending that tells the language: "t.yaml#Resize.py".
  std::string path;
  Span host;  // the text in its host
  std::string text;
  // Where parts of the text stand in the host, as (byte of the text, byte of the host), both ascending; from
  // one to the next the bytes run side by side.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> anchors;
  // Texts inside string literals that the host fills when it is deployed: name "${Table}", value
  // $ref:t.yaml#Table.
  std::vector<Property> holes;
};

struct Declarations {
  std::vector<Unit> units;
  std::vector<Resource> resources;
  std::vector<Wiring> wirings;
  std::vector<Provision> provisions;
  std::vector<Binding> bindings;
  std::vector<Dependency> dependencies;
  std::vector<ContractOperation> operations;
  std::vector<ContractEvent> events;
  std::vector<EmbeddedSource> sources;
  std::vector<Note> notes;
};

}  // namespace demarc
