// State machines and GraphQL APIs: finds their definitions and hands them to those who know what they say.
#include <algorithm>

#include "parsers/templates/appsync/resolvers.h"
#include "parsers/templates/appsync/schema.h"
#include "parsers/templates/cloudformation/resource_types.h"
#include "parsers/templates/stepfunctions/state_machine.h"

namespace demarc::cloudformation {
namespace {

FileId file_of(Template& t, Node location) {
  if (Node key = location.find("Key")) location = key;
  return t.evaluator().local_file(t.evaluate(location), t.evaluator().folder());
}

// The text of a local file; "" with a note when there is none.
std::string read_local(Template& t, Node location, FileId* which = nullptr) {
  FileId file = file_of(t, location);
  if (which != nullptr) *which = file;
  auto text = file ? t.files().read(file, 4u << 20) : std::nullopt;
  if (!text) {
    ValueId where = t.evaluate(location);
    if (t.values().is_literal(where) && t.values().text(where).find("://") == std::string_view::npos)
      t.evaluator().note(location.span(), "\"" + std::string(t.values().text(where)) +
                                              "\" is not a readable file of this tree");
  }
  return text.value_or("");
}

void read_definition(Template& t, const Declared& d) {
  stepfunctions::Machine machine;
  machine.unit = t.evaluator().unit();
  machine.value = d.self;
  machine.conditional = d.conditional;
  for (const Entry& e : t.map(d, "DefinitionSubstitutions"))
    machine.substitutions.insert_or_assign(std::string(e.key), t.evaluate(e.value));
  Evaluator& evaluator = t.evaluator();
  Node inside = t.get(d, "Definition"), text = t.get(d, "DefinitionString");
  Node location = t.get(d, "DefinitionUri");
  if (!location) location = t.get(d, "DefinitionS3Location");
  if (inside) {
    // In the template's own scope, with ${…} of substitutions where the template leaves them.
    machine.evaluate = [&](const Document& document, NodeIndex node) {
      return evaluator.evaluate(Node{&document, node});
    };
    machine.declared = inside.span();
    for (const Item& choice : evaluator.choices(inside))
      if (choice.value.is_map())
        stepfunctions::read_states(*choice.value.document, choice.value.index, machine, t.values(), t.out());
  } else if (text) {
    machine.declared = text.span();
    // Fn::ToJsonString of a map is that map.
    Node object = text.find("Fn::ToJsonString");
    // A surrounding format may put a whole definition in the text's place.
    if (Node whole = evaluator.only(text);
        whole.is_map() && stepfunctions::is_definition(*whole.document, whole.index))
      object = whole;
    if (object.is_map()) {
      machine.evaluate = [&](const Document& document, NodeIndex node) {
        return evaluator.evaluate(Node{&document, node});
      };
      stepfunctions::read_states(*object.document, object.index, machine, t.values(), t.out());
    } else {
      stepfunctions::read_states_text(t.evaluate(text), text.span(), machine, t.values(), t.out());
    }
  } else if (location) {
    machine.declared = location.span();
    if (Node root = evaluator.root_of(file_of(t, location)); root.is_map())
      stepfunctions::read_states(*root.document, root.index, machine, t.values(), t.out());
    else if (std::string definition = read_local(t, location); !definition.empty())
      stepfunctions::read_states_text(t.literal(definition), location.span(), machine, t.values(), t.out());
  } else {
    evaluator.note(d.span, "a state machine without a definition");
  }
}

appsync::DataSource data_source(Template& t, Node properties, Span span) {
  appsync::DataSource made;
  made.span = span;
  ValueId type = t.evaluate(properties.find("Type"));
  made.kind = appsync::source_kind(t.values().text(type));
  struct Target {
    std::string_view config, key;
  };
  for (Target target :
       {Target{"DynamoDBConfig", "TableName"}, Target{"LambdaConfig", "LambdaFunctionArn"},
        Target{"HttpConfig", "Endpoint"}, Target{"EventBridgeConfig", "EventBusArn"},
        Target{"OpenSearchServiceConfig", "Endpoint"}, Target{"ElasticsearchConfig", "Endpoint"}})
    if (Node found = properties.find(target.config, target.key)) made.target = t.evaluate(found);
  if (Node cluster =
          properties.find("RelationalDatabaseConfig", "RdsHttpEndpointConfig", "DbClusterIdentifier"))
    made.target = t.evaluate(cluster);
  return made;
}

// The data source that a resolver names: by reference, or by the name that a data source has.
appsync::DataSource find_source(Template& t, Node name) {
  ValueId wanted = t.evaluate(name);
  Evaluator& e = t.evaluator();
  std::string_view id = e.id_of(wanted);
  if (e.resource_type(id) == "AWS::AppSync::DataSource")
    return data_source(t, e.resource(id).find("Properties"), e.resource(id).span());
  for (Node root : e.roots())
    for (const Entry& r : e.entries(root.find("Resources"))) {
      if (r.value.find("Type").text() != "AWS::AppSync::DataSource") continue;
      Node properties = r.value.find("Properties");
      if (wanted && t.evaluate(properties.find("Name")) == wanted)
        return data_source(t, properties, r.key_node.span());
    }
  e.note(name.span(), "a resolver's data source is not in this template");
  return {};
}

// Where a request stands: in the template, or in a file.
void add_request(Template& t, Node properties, appsync::Step& step) {
  for (std::string_view key : {"RequestMappingTemplate", "Code"})
    if (Node text = properties.find(key)) {
      step.request = t.values().display(t.evaluate(text));
      step.request_at = text.span();
      return;
    }
  for (std::string_view key : {"RequestMappingTemplateS3Location", "CodeS3Location", "CodeUri"})
    if (Node location = properties.find(key)) {
      FileId file;
      step.request = read_local(t, location, &file);
      step.request_at = file ? Span{file, 0, 0} : location.span();
      return;
    }
}

appsync::Step function_step(Template& t, Node properties, Span span) {
  appsync::Step step;
  if (Node name = properties.find("DataSourceName")) step.source = find_source(t, name);
  else t.evaluator().note(span, "a resolver function without a data source");
  add_request(t, properties, step);
  return step;
}

appsync::Api api_of(Template& t, const Declared& d, ValueId api) {
  return {t.evaluator().unit(), api, d.conditional};
}

}  // namespace

void read_state_machine(Template& t, const Declared& d, Resource& made) {
  if (Node role = t.get(d, "RoleArn")) {
    t.add(made.properties, "role", role);
    t.use_role(t.evaluate(role), d.self, d.conditional);
  }
  t.add(made.properties, "type", t.get(d, "StateMachineType"));
  read_definition(t, d);
}

void read_serverless_state_machine(Template& t, const Declared& d, Resource& made) {
  if (Node role = t.get(d, "Role")) {
    t.add(made.properties, "role", role);
    t.use_role(t.evaluate(role), d.self, d.conditional);
  }
  t.add(made.properties, "type", t.get(d, "Type"));
  read_sam_policies(t, d, d.self);
  read_definition(t, d);
  read_sam_events(t, d, d.self);
}

void read_graphql_api(Template& t, const Declared& d, Resource& made) {
  t.add(made.properties, "protocol", t.literal("graphql"), d.span);
  if (t.get(d, "Visibility").text() == "PRIVATE")
    t.add(made.properties, "visibility", t.literal("private"), d.span);
  for (const Item& provider : t.list(d, "AdditionalAuthenticationProviders"))
    t.add(made.properties, "user-pool", provider.value.find("UserPoolConfig", "UserPoolId"));
}

void read_graphql_schema(Template& t, const Declared& d, Resource& made) {
  t.add(made.properties, "api", t.get(d, "ApiId"));
  if (Node text = t.get(d, "Definition")) {
    ValueId schema = t.evaluate(text);
    if (t.values().is_literal(schema))
      appsync::declare_schema(t.evaluator().unit(), t.values().text(schema), t.out(), text.span());
  } else if (Node location = t.get(d, "DefinitionS3Location")) {
    FileId file;
    std::string schema = read_local(t, location, &file);
    if (file) appsync::declare_schema(file, schema, t.out());
  } else {
    t.evaluator().note(d.span, "a schema without a definition");
  }
}

void read_data_source(Template& t, const Declared& d, Resource& made) {
  t.add(made.properties, "type", t.get(d, "Type"));
  if (Node role = t.get(d, "ServiceRoleArn"))
    if (Node api = t.get(d, "ApiId")) t.use_role(t.evaluate(role), t.evaluate(api), d.conditional);
}

void read_function_configuration(Template& t, const Declared& d, Resource& made) {
  t.add(made.properties, "api", t.get(d, "ApiId"));
}

void read_resolver(Template& t, const Declared& d, Resource&) {
  Evaluator& e = t.evaluator();
  Node api = t.get(d, "ApiId"), type = t.get(d, "TypeName"), field = t.get(d, "FieldName");
  if (!api || !type || !field) {
    e.note(d.span, "a resolver needs ApiId, TypeName and FieldName");
    return;
  }
  appsync::Field made;
  made.type = t.values().display(t.evaluate(type));
  made.name = t.values().display(t.evaluate(field));
  made.span = d.span;
  Node own = d.layers.back();
  if (Node source = t.get(d, "DataSourceName")) {
    appsync::Step step;
    step.source = find_source(t, source);
    add_request(t, own, step);
    made.steps.push_back(std::move(step));
  }
  for (const Item& function : e.items(t.get(d, "PipelineConfig", "Functions"))) {
    std::string_view id = e.id_of(t.evaluate(function.value));
    if (e.resource_type(id) != "AWS::AppSync::FunctionConfiguration") {
      e.note(function.value.span(), "a function of the pipeline is not in this template");
      continue;
    }
    made.steps.push_back(function_step(t, e.resource(id).find("Properties"), e.resource(id).span()));
  }
  appsync::declare_field(api_of(t, d, t.evaluate(api)), made, t.values(), t.out());
}

void read_serverless_graphql(Template& t, const Declared& d, Resource& made) {
  Evaluator& e = t.evaluator();
  t.add(made.properties, "protocol", t.literal("graphql"), d.span);
  if (Node inside = t.get(d, "SchemaInline")) {
    ValueId schema = t.evaluate(inside);
    if (t.values().is_literal(schema))
      appsync::declare_schema(e.unit(), t.values().text(schema), t.out(), inside.span());
  } else if (Node location = t.get(d, "SchemaUri")) {
    FileId file;
    std::string schema = read_local(t, location, &file);
    if (file) appsync::declare_schema(file, schema, t.out());
  }
  std::map<std::string, appsync::DataSource, std::less<>> sources;
  for (const Entry& s : e.entries(t.get(d, "DataSources", "DynamoDb"))) {
    Node table = s.value.find("TableName") ? s.value.find("TableName") : s.value.find("TableArn");
    sources[std::string(s.key)] = {appsync::SourceKind::dynamodb, t.evaluate(table), s.key_node.span()};
  }
  for (const Entry& s : e.entries(t.get(d, "DataSources", "Lambda")))
    sources[std::string(s.key)] = {appsync::SourceKind::lambda, t.evaluate(s.value.find("FunctionArn")),
                                   s.key_node.span()};
  std::map<std::string, appsync::Step, std::less<>> functions;
  for (const Entry& f : e.entries(t.get(d, "Functions"))) {
    appsync::Step step;
    Node source = f.value.find("DataSource");
    std::string name(e.id_of(t.evaluate(source)));
    if (name.empty()) name = source.text();
    if (auto known = sources.find(name); known != sources.end()) step.source = known->second;
    else if (name != "None") e.note(f.key_node.span(), "the function's data source is not declared");
    Node code = f.value;
    if (Node text = f.value.find("InlineCode")) {
      step.request = t.values().display(t.evaluate(text));
      step.request_at = text.span();
    } else {
      add_request(t, code, step);
    }
    functions[std::string(f.key)] = std::move(step);
  }
  for (const Entry& type : e.entries(t.get(d, "Resolvers")))
    for (const Entry& resolver : e.entries(type.value)) {
      appsync::Field field;
      field.type = type.key;
      field.name = resolver.value.find("FieldName") ? resolver.value.find("FieldName").text() : resolver.key;
      field.span = resolver.key_node.span();
      for (const Item& step : e.items(resolver.value.find("Pipeline")))
        if (auto known = functions.find(step.value.text()); known != functions.end())
          field.steps.push_back(known->second);
      appsync::declare_field(api_of(t, d, d.self), field, t.values(), t.out());
    }
}

}  // namespace demarc::cloudformation
