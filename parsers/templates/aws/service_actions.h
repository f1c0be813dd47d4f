// What the API actions of AWS services do to data and channels: the knowledge that workflows and resolvers
// share.
#pragma once
#include <span>
#include <string_view>

#include "analyzer/observations/declarations.h"

namespace demarc::aws {

// One action and the argument that names what it touches. An action that touches several has several rows.
struct ServiceAction {
  std::string_view service;  // as in IAM and in SDK integrations: "dynamodb"
  std::string_view action;   // "putItem"
  WiringKind kind;           // reads, writes, publishes, consumes or calls
  // Where the name stands in the arguments: a path of keys; "[]" is every element of a list, "{}" every key
  // of a map.
  std::string_view target;
  std::string_view store;   // "dynamodb", "s3"; for calls the protocol
  bool is_answered = true;  // calls: the caller waits for the answer
};

// The rows of an action. Case of the first letter does not count ("PutItem", "putItem"); an SDK's own
// spelling of a service ("sfn", "eventbridge") is understood.
std::span<const ServiceAction> actions(std::string_view service, std::string_view action);

// The mode of a DynamoDB operation as request mappings write it: "PutItem" → writes. Nothing touched: false.
bool dynamodb_mode(std::string_view operation, WiringKind& kind);

}  // namespace demarc::aws
