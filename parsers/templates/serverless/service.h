// What the parts of one Serverless Framework service share while it is read.
#pragma once
#include <string>
#include <vector>

#include "parsers/templates/cloudformation/template.h"
#include "parsers/templates/serverless/variables.h"

namespace demarc::serverless {

using cloudformation::Declared;
using cloudformation::Entry;
using cloudformation::Evaluator;
using cloudformation::Item;
using cloudformation::Node;
using cloudformation::Template;

// The framework's part of a logical id: "get-order_2" → "GetDashorderUnderscore2".
std::string normal_name(std::string_view name);
// The same for names that are no identifiers: everything but letters and digits is left out, words are
// capitalised.
std::string alphanumeric_name(std::string_view name);

class Service {
 public:
  Service(Template& t, Variables& variables, Node root, std::string folder);

  // Adds the unit, everything below functions, the plugins' parts, and the resources.
  void read();

 private:
  struct Function {
    std::string key;
    Node body;
    Span span;
    ValueId self;
    std::string name;  // its logical id
  };

  // service.cpp
  void add_unit();
  void find_functions();
  void define_names();
  Node get(Node map, std::string_view key) { return t_.evaluator().only(map.find(key)); }
  Node provider() { return get(root_, "provider"); }
  ValueId literal(std::string_view text) { return t_.literal(text); }
  // An API or other resource that the framework makes for an event; made once.
  ValueId implied(std::string_view id, ResourceKind kind, std::string_view store, std::string_view type,
                  ValueId name, Span span);

  // functions.cpp
  void read_function(const Function& function);
  void add_code(const Function& function, Resource& made);
  void add_environment(Node map, Resource& made);
  void read_permissions(const Function& function);
  void read_destinations(const Function& function);
  // The function that a name, ARN or reference means: keys of this service's functions first.
  ValueId function_value(Node node);

  // events.cpp: what starts `consumer`, a function or state machine called `owner`.
  void read_events(Node list, ValueId consumer, std::string_view owner);
  void read_event(std::string_view type, Node body, Span span, ValueId consumer, std::string_view owner,
                  bool conditional);
  void http(Node body, Span span, ValueId consumer, bool is_http_api, bool conditional);
  void websocket(Node body, Span span, ValueId consumer, bool conditional);
  void load_balancer(Node body, Span span, ValueId consumer, bool conditional);
  void topic(Node body, Span span, ValueId consumer, bool conditional);
  void bucket(Node body, Span span, ValueId consumer, bool conditional);
  void event_bus(Node body, Span span, ValueId consumer, std::string_view owner, bool conditional);
  void schedule(Node body, Span span, ValueId consumer, std::string_view owner, bool conditional);
  void broker(std::string_view type, Node body, Span span, ValueId consumer, bool conditional);

  // plugins.cpp
  // Values of the deployment that stand below `custom`, for build steps and front ends, each under its key.
  void read_settings(Node map, int depth);
  void read_step_functions();
  void read_appsync();
  void read_appsync_api(Node api);

  Template& t_;
  Variables& variables_;
  Node root_;
  std::string folder_;
  std::vector<Function> functions_;
  ValueId name_, stage_;
  std::size_t events_ = 0;
};

}  // namespace demarc::serverless
