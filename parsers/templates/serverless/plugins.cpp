// Plugins in wide use that add architecture: serverless-step-functions and serverless-appsync-plugin.
#include <map>

#include "parsers/templates/appsync/resolvers.h"
#include "parsers/templates/appsync/schema.h"
#include "parsers/templates/serverless/service.h"
#include "parsers/templates/stepfunctions/state_machine.h"

namespace demarc::serverless {

void Service::read_step_functions() {
  Evaluator& e = t_.evaluator();
  Node section = get(root_, "stepFunctions");
  for (const Item& activity : e.items(section.find("activities"))) {
    ValueId name = t_.evaluate(activity.value);
    implied(alphanumeric_name(t_.values().display(name)) + "StepFunctionsActivity", ResourceKind::activity,
            "", "AWS::StepFunctions::Activity", name, activity.value.span());
  }
  for (const Item& group : e.items(section.find("stateMachines")))
    for (const Entry& entry : e.entries(group.value)) {
      Node body = e.only(entry.value);
      if (!body.is_map()) continue;
      Node id = get(body, "id"), name = get(body, "name");
      ValueId physical = name ? t_.evaluate(name) : ValueId{};
      Resource made;
      made.unit = e.unit();
      made.kind = ResourceKind::state_machine;
      made.id = id ? std::string(id.text())
                   : normal_name(name ? t_.values().display(physical) : std::string(entry.key)) +
                         "StepFunctionsStateMachine";
      made.type = "AWS::StepFunctions::StateMachine";
      made.name = physical;
      made.span = entry.key_node.span();
      const ValueId self = t_.reference(made.id);
      e.define(made.id, self);
      // Outputs and events name a machine by its key too.
      if (!e.resource(entry.key)) e.define(entry.key, self);
      t_.out().resources.push_back(std::move(made));
      if (Node role = get(body, "role")) {
        std::string_view role_id = role.text();
        t_.use_role(e.resource(role_id) ? t_.reference(role_id) : t_.evaluate(role), self, entry.conditional);
      }
      stepfunctions::Machine machine;
      machine.unit = e.unit();
      machine.value = self;
      machine.conditional = entry.conditional;
      machine.evaluate = [&e](const Document& document, NodeIndex node) {
        return e.evaluate(Node{&document, node});
      };
      Node definition = get(body, "definition");
      machine.declared = definition.span();
      if (definition.is_map() && stepfunctions::is_definition(*definition.document, definition.index))
        stepfunctions::read_states(*definition.document, definition.index, machine, t_.values(), t_.out());
      else if (definition)
        stepfunctions::read_states_text(t_.evaluate(definition), definition.span(), machine, t_.values(),
                                        t_.out());
      read_events(body.find("events"), self, entry.key);
    }
}

// Version 2 of the plugin has `appSync` at the top, version 1 below custom; either may hold a list of APIs.
void Service::read_appsync() {
  for (Node section : {root_.find("appSync"), get(root_, "custom").find("appSync")})
    for (const Item& api : t_.evaluator().items(section))
      if (api.value.is_map()) read_appsync_api(api.value);
}

void Service::read_appsync_api(Node section) {
  Evaluator& e = t_.evaluator();
  Node name = get(section, "name");
  const ValueId self = implied("GraphQlApi", ResourceKind::api, "", "AWS::AppSync::GraphQLApi",
                               name ? t_.evaluate(name) : ValueId{}, section.span());
  const appsync::Api api{e.unit(), self, false};

  std::vector<Item> schemas = e.items(section.find("schema"));
  for (const Item& schema : schemas) {
    ValueId path = t_.evaluate(schema.value);
    auto at = t_.values().is_literal(path) ? join_path(folder_, t_.values().text(path)) : std::nullopt;
    FileId file = at ? t_.files().find(*at) : FileId{};
    if (auto text = file ? t_.files().read(file, 4u << 20) : std::nullopt)
      appsync::declare_schema(file, *text, t_.out());
    else e.note(schema.value.span(), "the schema is no readable file of this tree");
  }

  std::map<std::string, appsync::DataSource, std::less<>> sources;
  auto add_source = [&](std::string_view key, Node body) {
    appsync::DataSource source;
    source.kind = appsync::source_kind(get(body, "type").text());
    source.span = body.span();
    Node config = get(body, "config");
    if (source.kind == appsync::SourceKind::lambda && get(config, "functionName")) {
      source.target = function_value(get(config, "functionName"));
    } else {
      for (std::string_view word : {"tableName", "lambdaFunctionArn", "functionArn", "endpoint",
                                    "eventBusArn", "dbClusterIdentifier", "domain"})
        if (Node found = get(config, word)) source.target = t_.evaluate(found);
      // A function given in place.
      if (source.kind == appsync::SourceKind::lambda && !source.target)
        source.target = t_.reference(normal_name(key) + "LambdaFunction");
    }
    sources[std::string(key)] = source;
  };
  for (const Item& group : e.items(section.find("dataSources"))) {
    if (Node listed = get(group.value, "name");
        listed && get(group.value, "type").is_scalar() && get(group.value, "type")) {
      add_source(listed.text(), group.value);
      continue;
    }
    for (const Entry& entry : e.entries(group.value)) add_source(entry.key, e.only(entry.value));
  }

  Node templates = get(section, "mappingTemplatesLocation");
  std::string folder = templates ? std::string(templates.text()) : std::string("mapping-templates");
  auto make_step = [&](Node body, std::string_view default_request) {
    appsync::Step step;
    Node source = get(body, "dataSource");
    if (source.is_map()) {
      add_source("(in place)", source);
      step.source = sources["(in place)"];
    } else if (auto known = sources.find(source.text()); known != sources.end()) {
      step.source = known->second;
    } else if (source.text() == "NONE" || !source) {
      step.source.kind = appsync::SourceKind::none;
    }
    Node code = get(body, "code");
    Node request = code ? code : get(body, "request");
    std::string path(request ? request.text() : default_request);
    if (path.empty()) return step;
    for (const std::string& base : {folder_, join_path(folder_, folder).value_or(folder_)}) {
      auto at = join_path(base, path);
      FileId file = at ? t_.files().find(*at) : FileId{};
      auto text = file ? t_.files().read(file, 1u << 20) : std::nullopt;
      if (!text) continue;
      step.request = *text;
      step.request_at = {file, 0, 0};
      return step;
    }
    if (request) e.note(request.span(), "the request mapping is no readable file of this tree");
    return step;
  };

  std::map<std::string, appsync::Step, std::less<>> functions;
  for (std::string_view key : {"pipelineFunctions", "functionConfigurations"})
    for (const Item& group : e.items(section.find(key))) {
      if (Node listed = get(group.value, "name"); listed && group.value.find("dataSource").is_scalar()) {
        functions[std::string(listed.text())] =
            make_step(group.value, std::string(listed.text()) + ".request.vtl");
        continue;
      }
      for (const Entry& entry : e.entries(group.value))
        functions[std::string(entry.key)] = make_step(e.only(entry.value), "");
    }

  auto add_field = [&](std::string type, std::string name, Node body, Span span) {
    appsync::Field field;
    field.type = get(body, "type") ? std::string(get(body, "type").text()) : std::move(type);
    field.name = get(body, "field") ? std::string(get(body, "field").text()) : std::move(name);
    field.span = span;
    if (field.type.empty() || field.name.empty()) return;
    if (Node list = get(body, "functions")) {
      for (const Item& one : e.items(list)) {
        if (one.value.is_map()) field.steps.push_back(make_step(one.value, ""));
        else if (auto known = functions.find(one.value.text()); known != functions.end())
          field.steps.push_back(known->second);
      }
    } else {
      field.steps.push_back(make_step(body, field.type + "." + field.name + ".request.vtl"));
    }
    appsync::declare_field(api, field, t_.values(), t_.out());
  };
  for (std::string_view key : {"resolvers", "mappingTemplates"})
    for (const Item& group : e.items(section.find(key))) {
      if (group.value.find("field") && group.value.find("type").is_scalar()) {
        add_field("", "", group.value, group.value.span());
        continue;
      }
      for (const Entry& entry : e.entries(group.value)) {
        std::size_t dot = entry.key.find('.');
        Node body = e.only(entry.value);
        // `Query.order: source` in short.
        add_field(std::string(entry.key.substr(0, dot)),
                  dot == std::string_view::npos ? std::string() : std::string(entry.key.substr(dot + 1)),
                  body, entry.key_node.span());
      }
    }
}

void Service::read_settings(Node map, int depth) {
  if (depth > 6) return;
  // As written: what variables bring in belongs to where it stands.
  for (std::uint32_t i = 0; map.is_map() && i + 1 < map.size(); i += 2) {
    const Node key = map.child(i), value = map.child(i + 1);
    if (!value.is_map() || value.size() < 2) continue;
    const std::string_view word = value.child(0).text();
    if (word != "Ref" && !word.starts_with("Fn::")) {
      read_settings(value, depth + 1);
      continue;
    }
    Provision made;
    made.unit = t_.evaluator().unit();
    made.space = "config";
    made.name = literal(key.text());
    made.value = t_.evaluate(value);
    made.span = key.span();
    t_.out().provisions.push_back(std::move(made));
  }
}

}  // namespace demarc::serverless
