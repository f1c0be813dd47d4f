// The readers of single resource types; the table that names them is in resource_types.cpp.
#pragma once
#include "parsers/templates/cloudformation/template.h"

namespace demarc::cloudformation {

using ReadType = void(Template&, const Declared&, Resource&);

// functions.cpp
ReadType read_lambda_function, read_serverless_function, read_event_source_mapping, read_permission,
    read_layer, read_serverless_layer, read_event_invoke_config;
// policies.cpp
// Connectors that stand inside the resource that they start from.
void read_embedded_connectors(Template&, const Declared&);
ReadType read_role, read_policy, read_managed_policy, read_resource_policy, read_connector;
// events.cpp
ReadType read_rule, read_schedule, read_pipe, read_event_bus;
// messaging.cpp
ReadType read_table, read_serverless_table, read_bucket, read_queue, read_topic, read_subscription,
    read_firehose, read_user_pool, read_log_subscription, read_iot_rule;
// apis.cpp
ReadType read_rest_api, read_method, read_serverless_api, read_http_api, read_v2_route, read_stage,
    read_base_path, read_domain;
// event_schemas.cpp
ReadType read_event_schema;
// workflows.cpp
ReadType read_state_machine, read_serverless_state_machine, read_data_source, read_resolver,
    read_function_configuration, read_graphql_api, read_graphql_schema, read_serverless_graphql;
// stacks.cpp
ReadType read_stack, read_application, read_parameter, read_secret, read_alarm, read_composite_alarm,
    read_objective, read_store;

}  // namespace demarc::cloudformation
