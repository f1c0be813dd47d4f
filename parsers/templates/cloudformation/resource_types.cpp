// One row a resource type; what has no row is declared as `other`, so that references to it are known.
#include "parsers/templates/cloudformation/resource_types.h"

#include <algorithm>

namespace demarc::cloudformation {
namespace {

using enum ResourceKind;

constexpr ResourceType types[] = {
    {"AWS::DynamoDB::Table", table, "dynamodb", "TableName", read_table},
    {"AWS::DynamoDB::GlobalTable", table, "dynamodb", "TableName", read_table},
    {"AWS::Serverless::SimpleTable", table, "dynamodb", "TableName", read_serverless_table},
    {"AWS::S3::Bucket", bucket, "s3", "BucketName", read_bucket},
    {"AWS::SQS::Queue", queue, "sqs", "QueueName", read_queue},
    {"AWS::SNS::Topic", topic, "sns", "TopicName", read_topic},
    {"AWS::SNS::Subscription", other, "", "", read_subscription},
    {"AWS::Kinesis::Stream", stream, "kinesis", "Name", nullptr},
    {"AWS::KinesisFirehose::DeliveryStream", stream, "firehose", "DeliveryStreamName", read_firehose},
    {"AWS::Events::EventBus", bus, "eventbridge", "Name", read_event_bus},
    {"AWS::Events::Rule", other, "", "Name", read_rule},
    {"AWS::EventSchemas::Schema", other, "", "SchemaName", read_event_schema},
    {"AWS::Scheduler::Schedule", schedule, "eventbridge-schedule", "Name", read_schedule},
    {"AWS::Pipes::Pipe", other, "", "Name", read_pipe},
    {"AWS::Lambda::Function", function, "", "FunctionName", read_lambda_function},
    {"AWS::Serverless::Function", function, "", "FunctionName", read_serverless_function},
    {"AWS::Lambda::EventSourceMapping", other, "", "", read_event_source_mapping},
    {"AWS::Lambda::EventInvokeConfig", other, "", "", read_event_invoke_config},
    {"AWS::Lambda::Permission", other, "", "", read_permission},
    {"AWS::Lambda::LayerVersion", layer, "", "LayerName", read_layer},
    {"AWS::Serverless::LayerVersion", layer, "", "LayerName", read_serverless_layer},
    {"AWS::ApiGateway::RestApi", api, "", "Name", read_rest_api},
    {"AWS::ApiGateway::Method", other, "", "", read_method},
    {"AWS::ApiGateway::Stage", other, "", "StageName", read_stage},
    {"AWS::ApiGateway::Deployment", other, "", "StageName", read_stage},
    {"AWS::ApiGateway::DomainName", other, "", "DomainName", read_domain},
    {"AWS::ApiGateway::BasePathMapping", other, "", "", read_base_path},
    {"AWS::ApiGatewayV2::Api", api, "", "Name", read_http_api},
    {"AWS::ApiGatewayV2::Route", other, "", "", read_v2_route},
    {"AWS::ApiGatewayV2::Stage", other, "", "StageName", read_stage},
    {"AWS::ApiGatewayV2::DomainName", other, "", "DomainName", read_domain},
    {"AWS::ApiGatewayV2::ApiMapping", other, "", "", read_base_path},
    {"AWS::Serverless::Api", api, "", "Name", read_serverless_api},
    {"AWS::Serverless::HttpApi", api, "", "Name", read_serverless_api},
    {"AWS::StepFunctions::StateMachine", state_machine, "", "StateMachineName", read_state_machine},
    {"AWS::Serverless::StateMachine", state_machine, "", "Name", read_serverless_state_machine},
    {"AWS::StepFunctions::Activity", activity, "", "Name", nullptr},
    {"AWS::AppSync::GraphQLApi", api, "", "Name", read_graphql_api},
    {"AWS::Serverless::GraphQLApi", api, "", "Name", read_serverless_graphql},
    {"AWS::AppSync::GraphQLSchema", other, "", "", read_graphql_schema},
    {"AWS::AppSync::DataSource", other, "", "Name", read_data_source},
    {"AWS::AppSync::Resolver", other, "", "", read_resolver},
    {"AWS::AppSync::FunctionConfiguration", other, "", "Name", read_function_configuration},
    {"AWS::SSM::Parameter", parameter, "", "Name", read_parameter},
    {"AWS::SecretsManager::Secret", secret, "", "Name", read_secret},
    {"AWS::RDS::DBInstance", database, "", "DBInstanceIdentifier", read_store},
    {"AWS::RDS::DBCluster", database, "", "DBClusterIdentifier", read_store},
    {"AWS::DocDB::DBCluster", database, "mongodb", "DBClusterIdentifier", read_store},
    {"AWS::Neptune::DBCluster", database, "neptune", "DBClusterIdentifier", read_store},
    {"AWS::Redshift::Cluster", database, "redshift", "ClusterIdentifier", read_store},
    {"AWS::RedshiftServerless::Workgroup", database, "redshift", "WorkgroupName", read_store},
    {"AWS::Timestream::Table", table, "timestream", "TableName", nullptr},
    {"AWS::Timestream::Database", database, "timestream", "DatabaseName", nullptr},
    {"AWS::Cassandra::Table", table, "cassandra", "TableName", nullptr},
    {"AWS::Glue::Table", table, "glue", "", nullptr},
    {"AWS::OpenSearchService::Domain", database, "elasticsearch", "DomainName", nullptr},
    {"AWS::Elasticsearch::Domain", database, "elasticsearch", "DomainName", nullptr},
    {"AWS::OpenSearchServerless::Collection", database, "elasticsearch", "Name", nullptr},
    {"AWS::ElastiCache::CacheCluster", cache, "", "ClusterName", read_store},
    {"AWS::ElastiCache::ReplicationGroup", cache, "", "ReplicationGroupId", read_store},
    {"AWS::ElastiCache::ServerlessCache", cache, "", "ServerlessCacheName", read_store},
    {"AWS::MemoryDB::Cluster", cache, "redis", "ClusterName", nullptr},
    {"AWS::MSK::Cluster", stream, "kafka", "ClusterName", nullptr},
    {"AWS::MSK::ServerlessCluster", stream, "kafka", "ClusterName", nullptr},
    {"AWS::AmazonMQ::Broker", queue, "mq", "BrokerName", nullptr},
    {"AWS::Cognito::UserPool", user_pool, "", "UserPoolName", read_user_pool},
    {"AWS::Logs::SubscriptionFilter", other, "", "", read_log_subscription},
    {"AWS::IoT::TopicRule", other, "", "RuleName", read_iot_rule},
    {"AWS::CloudWatch::Alarm", alarm, "", "AlarmName", read_alarm},
    {"AWS::CloudWatch::CompositeAlarm", alarm, "", "AlarmName", read_composite_alarm},
    {"AWS::ApplicationSignals::ServiceLevelObjective", alarm, "", "Name", read_objective},
    {"AWS::IAM::Role", role, "", "RoleName", read_role},
    {"AWS::IAM::Policy", other, "", "PolicyName", read_policy},
    {"AWS::IAM::ManagedPolicy", other, "", "ManagedPolicyName", read_managed_policy},
    {"AWS::SQS::QueuePolicy", other, "", "", read_resource_policy},
    {"AWS::SNS::TopicPolicy", other, "", "", read_resource_policy},
    {"AWS::S3::BucketPolicy", other, "", "", read_resource_policy},
    {"AWS::Events::EventBusPolicy", other, "", "", read_resource_policy},
    {"AWS::Serverless::Connector", other, "", "", read_connector},
    {"AWS::CloudFormation::Stack", stack, "", "", read_stack},
    {"AWS::Serverless::Application", stack, "", "", read_application},
};

}  // namespace

const ResourceType* find_type(std::string_view type) {
  auto at =
      std::find_if(std::begin(types), std::end(types), [&](const ResourceType& t) { return t.type == type; });
  return at == std::end(types) ? nullptr : at;
}

std::span<const ResourceType> all_types() { return types; }

}  // namespace demarc::cloudformation
