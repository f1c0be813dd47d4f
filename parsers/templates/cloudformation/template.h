// What all the readers of resource types share while one template is read.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/observations/declarations.h"
#include "parsers/templates/cloudformation/evaluate.h"

namespace demarc::cloudformation {

// One resource of the template. Properties may come in layers: what Globals says, then the resource's own.
struct Declared {
  std::string id;
  std::string_view type;
  Node body;
  std::vector<Node> layers;
  ValueId self;  // $ref:path#id
  Span span;     // where the logical id stands
  bool conditional = false;
};

// A statement of an access policy that allows something.
struct Statement {
  std::vector<ValueId> actions, resources;
  Span span;
  bool conditional = false;
};

class Template {
 public:
  explicit Template(Evaluator& evaluator) : evaluator_(evaluator) {}

  Evaluator& evaluator() { return evaluator_; }
  Values& values() { return evaluator_.values(); }
  Declarations& out() { return evaluator_.out(); }
  const Files& files() const { return evaluator_.project().files(); }

  // Properties: the last layer counts for single values, maps are merged, lists appended.
  Node get(const Declared& d, std::string_view key) const;
  template <class... Keys>
  Node get(const Declared& d, std::string_view key, Keys... rest) const {
    for (std::size_t i = d.layers.size(); i-- > 0;)
      if (Node found = d.layers[i].find(key, rest...)) return found;
    return {};
  }
  ValueId value(const Declared& d, std::string_view key) { return evaluator_.evaluate(get(d, key)); }
  std::vector<Entry> map(const Declared& d, std::string_view key, std::string_view inner = {});
  std::vector<Item> list(const Declared& d, std::string_view key);

  ValueId literal(std::string_view text) { return values().literal(text); }
  ValueId evaluate(Node node) { return evaluator_.evaluate(node); }
  ValueId reference(std::string_view id) { return values().reference(evaluator_.prefix() + std::string(id)); }

  // Adds `name` to `properties` when `node` is there.
  void add(std::vector<Property>& properties, std::string_view name, Node node);
  void add(std::vector<Property>& properties, std::string_view name, ValueId value, Span span);
  Wiring& wire(WiringKind kind, ValueId from, ValueId to, Span span, bool conditional);

  // The provider's word for what a value leads to: of a resource of this template its type's service, of an
  // ARN its third part: "lambda", "sqs", "events", "states" …; "" when it cannot be told.
  std::string service_of(ValueId value);

  // Values of at most max_alternatives each, as eithers: more words than one either holds become several.
  std::vector<ValueId> chunks(const std::vector<ValueId>& words);

  // Access policies. Grants of roles reach the functions that use them when the template is finished.
  void grant(ValueId from, const Statement& statement);
  void use_role(ValueId role, ValueId user, bool conditional);
  void grant_role(ValueId role, const Statement& statement);
  // A managed policy's statements, and who has the policy.
  void managed(ValueId policy, const Statement& statement);
  void attach(ValueId policy, ValueId role, Span span, bool conditional);

  void read();

 private:
  void parameters(Node root);
  void resources(Node root);
  void resource(const Entry& entry);
  void outputs(Node root);
  void finish_grants();

  struct RoleUser {
    ValueId role, user;
    bool conditional;
  };
  Evaluator& evaluator_;
  std::vector<RoleUser> users_;
  std::vector<std::pair<ValueId, Statement>> role_grants_, managed_;
  std::vector<std::pair<ValueId, ValueId>> attached_;  // policy, role
};

// One resource type: what it is, and who reads what only this type has.
struct ResourceType {
  std::string_view type;
  ResourceKind kind = ResourceKind::other;
  std::string_view store;          // of stores the database, of channels the transport
  std::string_view name_property;  // physical name
  void (*read)(Template&, const Declared&, Resource&) = nullptr;
};
// nullptr for a type that has no row: such a resource is declared as `other`.
const ResourceType* find_type(std::string_view type);
std::span<const ResourceType> all_types();

// The service word of a resource type: "AWS::SQS::Queue" → "sqs".
std::string service_of_type(std::string_view type);

// policies.cpp: statements of a policy document (Effect Allow; others are left out).
std::vector<Statement> statements(Template&, Node document, bool conditional);
// The entries of a function's or machine's `Policies`: SAM policy templates, documents, managed policies.
void read_sam_policies(Template&, const Declared&, ValueId user);

// events.cpp: what a rule's pattern asks for.
struct Pattern {
  std::vector<ValueId> sources, detail_types, except;  // except: detail types that are left out
  std::vector<Span> type_places;                       // where each of detail_types stands
  ValueId detail;                                      // the rest of the pattern as an object; 0 if none
  bool is_any = false;                                 // no detail type is asked for
};
Pattern read_pattern(Template&, Node pattern);
// Wires `from` and `to` once for every chunk of sources, with the pattern's properties and `bus`.
void wire_pattern(Template&, WiringKind kind, ValueId from, ValueId to, const Pattern&, ValueId bus,
                  Span span, bool conditional);
// A failed message goes from `from` to the queue or topic that `config` (Arn, TargetArn, Destination) names.
void wire_dead_letter(Template&, WiringKind kind, ValueId from, Node config, Span span, bool conditional);

// routes.cpp: an API that hands method and path to an integration.
struct Route {
  ValueId api;
  ValueId method, path;  // "GET", "/orders/{id}"
  ValueId operation;     // 0 when it has no name
  Span span;
  bool conditional = false;
};
// Routes of a function or of an AWS service that an integration URI names. `request` is the map with the
// request templates and parameters, for names that stand only there.
void wire_integration(Template&, const Route&, ValueId uri, Node request, Span span);
// The same for integrations that name service and action: "SQS-SendMessage", "EventBridge-PutEvents".
void wire_subtype(Template&, const Route&, std::string_view subtype, Node integration, Span span);
// Integrations of an OpenAPI document.
void read_openapi(Template&, Node document, ValueId api, bool conditional);

// messaging.cpp: `consumer` is fed from stream or queue `source`; `properties` may hold filters and failure
// destinations.
void wire_event_source(Template&, ValueId consumer, ValueId source, Node properties, Span span,
                       bool conditional);
// `consumer` is fed from the topic that a rule's statement selects from, else from the rule itself.
void wire_iot_topic(Template&, ValueId consumer, ValueId rule, Node sql, Span span, bool conditional);
// OnSuccess and OnFailure destinations.
void wire_destinations(Template&, ValueId function, Node config, bool conditional);

// sam_events.cpp: the Events of a function or state machine.
void read_sam_events(Template&, const Declared&, ValueId consumer);

// The parts of a concat, or the value itself.
std::vector<ValueId> parts_of(const Values&, ValueId value);
// What stands behind `begin` and before `end` (or the end) in the literal parts; 0 when `begin` is nowhere.
ValueId between(Values&, ValueId value, std::string_view begin, std::string_view end);
// Literal parts as they are, holes as '\1'.
std::string outline(const Values&, ValueId value);

}  // namespace demarc::cloudformation
