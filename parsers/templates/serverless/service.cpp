// The service as a unit: its name, its functions' logical ids, and the order in which its parts are read.
#include "parsers/templates/serverless/service.h"

#include <algorithm>

namespace demarc::serverless {
namespace {

constexpr std::size_t max_functions = 5'000;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

}  // namespace

std::string normal_name(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c == '-') out += "Dash";
    else if (c == '_') out += "Underscore";
    else if (is_letter(c) || is_digit(c)) out += c;
  }
  if (!out.empty()) out[0] = upper(out[0]);
  return out;
}

std::string alphanumeric_name(std::string_view name) {
  std::string out;
  for (char c : name)
    if (is_letter(c) || is_digit(c)) out += c;
  if (!out.empty()) out[0] = upper(out[0]);
  return out;
}

Service::Service(Template& t, Variables& variables, Node root, std::string folder)
    : t_(t), variables_(variables), root_(root), folder_(std::move(folder)) {}

void Service::add_unit() {
  Unit unit;
  unit.file = t_.evaluator().unit();
  unit.format = "serverless";
  unit.name = t_.values().display(name_);
  Node stack = get(provider(), "stackName");
  const ValueId parts[] = {name_, literal("-"), stage_};
  unit.physical_name = stack ? t_.evaluate(stack) : t_.values().concat(parts);
  for (std::string_view key : {"stackTags", "tags"})
    for (const Entry& tag : t_.evaluator().entries(provider().find(key)))
      t_.add(unit.tags, tag.key, tag.value);
  t_.out().units.push_back(std::move(unit));
}

// A map, a list of maps, or files that hold either.
void Service::find_functions() {
  Evaluator& e = t_.evaluator();
  for (const Item& group : e.items(root_.find("functions")))
    for (const Entry& entry : e.entries(group.value)) {
      if (functions_.size() >= max_functions) return;
      Function function;
      function.key = entry.key;
      function.body = e.only(entry.value);
      function.span = entry.key_node.span();
      function.name = normal_name(entry.key) + "LambdaFunction";
      function.self = t_.reference(function.name);
      if (!function.body.is_map()) {
        e.note(function.span, "function \"" + function.key + "\" is no map");
        continue;
      }
      functions_.push_back(std::move(function));
    }
}

// Logical ids that the framework makes: references to them are no faults.
void Service::define_names() {
  Evaluator& e = t_.evaluator();
  auto define = [&](std::string id) {
    if (!e.resource(id)) e.define(id, t_.reference(id));
  };
  for (std::string_view id :
       {"ApiGatewayRestApi", "HttpApi", "HttpApiStage", "WebsocketsApi", "WebsocketsDeploymentStage",
        "ServerlessDeploymentBucket", "IamRoleLambdaExecution", "CloudFrontDistribution", "GraphQlApi"})
    define(std::string(id));
  for (const Function& function : functions_) {
    define(function.name);
    const std::string stem = normal_name(function.key);
    for (std::string_view ending :
         {"LogGroup", "LambdaFunctionUrl", "IamRoleLambdaExecution", "LambdaEvConf"})
      define(stem + std::string(ending));
    // Step Functions definitions name functions by their keys.
    if (!e.resource(function.key)) e.define(function.key, function.self);
  }
  // The root of the API is the API.
  if (!e.resource("ApiGatewayRestApiRootResourceId"))
    e.define("ApiGatewayRestApiRootResourceId", t_.reference("ApiGatewayRestApi"));
}

ValueId Service::implied(std::string_view id, ResourceKind kind, std::string_view store,
                         std::string_view type, ValueId name, Span span) {
  for (const Resource& known : t_.out().resources)
    if (known.unit == t_.evaluator().unit() && known.id == id) return t_.reference(id);
  if (t_.evaluator().resource(id)) return t_.reference(id);  // it is declared below resources too
  Resource made;
  made.unit = t_.evaluator().unit();
  made.kind = kind;
  made.id = id;
  made.type = type;
  made.store = store;
  made.name = name;
  made.span = span;
  if (id == "ApiGatewayRestApi") t_.add(made.properties, "stage", stage_, span);
  t_.out().resources.push_back(std::move(made));
  return t_.reference(id);
}

void Service::read() {
  Evaluator& e = t_.evaluator();
  for (const Item& part : e.items(root_.find("resources")))
    if (part.value.is_map()) e.add(part.value);
  name_ = variables_.service_name();
  stage_ = variables_.stage();
  find_functions();
  define_names();
  add_unit();
  for (const Function& function : functions_) read_function(function);
  read_step_functions();
  read_appsync();
  read_settings(get(root_, "custom"), 0);
  const std::size_t before = t_.out().provisions.size();
  t_.read();
  // ${cf:stack.Output} of other services names outputs by the stack's name.
  const ValueId stack = t_.out().units.back().physical_name;
  for (std::size_t i = before, end = t_.out().provisions.size(); i < end; ++i) {
    Provision provision = t_.out().provisions[i];
    if (provision.space != "output" || !t_.values().is_literal(provision.name)) continue;
    std::string whole(t_.values().text(provision.name));
    const ValueId parts[] = {stack, literal("." + whole.substr(whole.rfind('#') + 1))};
    provision.space = "cf";
    provision.name = t_.values().concat(parts);
    t_.out().provisions.push_back(std::move(provision));
  }
}

}  // namespace demarc::serverless
