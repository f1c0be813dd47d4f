// The table of service actions.
#include "parsers/templates/aws/service_actions.h"

#include <algorithm>

namespace demarc::aws {
namespace {

using enum WiringKind;

// Sorted by service, then action; rows of one action stand together.
constexpr ServiceAction table[] = {
    {"apigateway", "invoke", calls, "ApiEndpoint", "http"},
    {"batch", "submitJob", calls, "JobDefinition", "batch", false},
    {"codebuild", "startBuild", calls, "ProjectName", "codebuild", false},
    {"dynamodb", "batchGetItem", reads, "RequestItems{}", "dynamodb"},
    {"dynamodb", "batchWriteItem", writes, "RequestItems{}", "dynamodb"},
    {"dynamodb", "deleteItem", writes, "TableName", "dynamodb"},
    {"dynamodb", "getItem", reads, "TableName", "dynamodb"},
    {"dynamodb", "putItem", writes, "TableName", "dynamodb"},
    {"dynamodb", "query", reads, "TableName", "dynamodb"},
    {"dynamodb", "scan", reads, "TableName", "dynamodb"},
    {"dynamodb", "transactGetItems", reads, "TransactItems[].Get.TableName", "dynamodb"},
    {"dynamodb", "transactWriteItems", writes, "TransactItems[].Put.TableName", "dynamodb"},
    {"dynamodb", "transactWriteItems", writes, "TransactItems[].Update.TableName", "dynamodb"},
    {"dynamodb", "transactWriteItems", writes, "TransactItems[].Delete.TableName", "dynamodb"},
    {"dynamodb", "transactWriteItems", reads, "TransactItems[].ConditionCheck.TableName", "dynamodb"},
    {"dynamodb", "updateItem", writes, "TableName", "dynamodb"},
    {"ecs", "runTask", calls, "TaskDefinition", "ecs", false},
    {"eks", "runJob", calls, "ClusterName", "eks", false},
    {"events", "putEvents", publishes, "Entries[].EventBusName", "eventbridge"},
    {"firehose", "putRecord", publishes, "DeliveryStreamName", "firehose"},
    {"firehose", "putRecordBatch", publishes, "DeliveryStreamName", "firehose"},
    {"glue", "startJobRun", calls, "JobName", "glue", false},
    {"http", "invoke", calls, "ApiEndpoint", "http"},
    {"kinesis", "putRecord", publishes, "StreamName", "kinesis"},
    {"kinesis", "putRecord", publishes, "StreamARN", "kinesis"},
    {"kinesis", "putRecords", publishes, "StreamName", "kinesis"},
    {"kinesis", "putRecords", publishes, "StreamARN", "kinesis"},
    {"lambda", "invoke", calls, "FunctionName", "lambda"},
    {"lambda", "invokeAsync", calls, "FunctionName", "lambda", false},
    {"pipes", "startPipe", calls, "Name", "pipes", false},
    {"s3", "abortMultipartUpload", writes, "Bucket", "s3"},
    {"s3", "copyObject", writes, "Bucket", "s3"},
    {"s3", "deleteObject", writes, "Bucket", "s3"},
    {"s3", "deleteObjects", writes, "Bucket", "s3"},
    {"s3", "getObject", reads, "Bucket", "s3"},
    {"s3", "headObject", reads, "Bucket", "s3"},
    {"s3", "listObjects", reads, "Bucket", "s3"},
    {"s3", "listObjectsV2", reads, "Bucket", "s3"},
    {"s3", "putObject", writes, "Bucket", "s3"},
    {"s3", "putObjectTagging", writes, "Bucket", "s3"},
    {"s3", "selectObjectContent", reads, "Bucket", "s3"},
    {"sns", "publish", publishes, "TopicArn", "sns"},
    {"sns", "publish", publishes, "TargetArn", "sns"},
    {"sns", "publishBatch", publishes, "TopicArn", "sns"},
    {"sqs", "receiveMessage", consumes, "QueueUrl", "sqs"},
    {"sqs", "sendMessage", publishes, "QueueUrl", "sqs"},
    {"sqs", "sendMessageBatch", publishes, "QueueUrl", "sqs"},
    {"states", "startExecution", calls, "StateMachineArn", "stepfunctions", false},
    {"states", "startSyncExecution", calls, "StateMachineArn", "stepfunctions"},
};

std::string_view canonical(std::string_view service) {
  if (service == "sfn") return "states";
  if (service == "eventbridge" || service == "cloudwatchevents") return "events";
  return service;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_action(std::string_view a, std::string_view b) {
  return a.size() == b.size() && !a.empty() && lower(a[0]) == lower(b[0]) && a.substr(1) == b.substr(1);
}

}  // namespace

std::span<const ServiceAction> actions(std::string_view service, std::string_view action) {
  service = canonical(service);
  auto matches = [&](const ServiceAction& row) {
    return row.service == service && same_action(row.action, action);
  };
  const auto* first = std::find_if(std::begin(table), std::end(table), matches);
  const auto* last = std::find_if_not(first, std::end(table), matches);
  return {first, last};
}

bool dynamodb_mode(std::string_view operation, WiringKind& kind) {
  if (operation == "Sync") operation = "Query";  // reads changes since a time
  if (operation == "BatchPutItem" || operation == "BatchDeleteItem") operation = "BatchWriteItem";
  auto rows = actions("dynamodb", operation);
  if (rows.empty()) return false;
  kind = rows.front().kind;
  return true;
}

}  // namespace demarc::aws
