// What an AppSync API's fields do: each resolver becomes a route and the reads, writes, calls and publishes
// of the API.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/observations/declarations.h"

namespace demarc::appsync {

enum class SourceKind { none, dynamodb, lambda, http, eventbridge, sql, search, unknown };
// "AMAZON_DYNAMODB", "AWS_LAMBDA", "HTTP", "AMAZON_EVENTBRIDGE", "RELATIONAL_DATABASE",
// "AMAZON_OPENSEARCH_SERVICE", "AMAZON_ELASTICSEARCH", "NONE".
SourceKind source_kind(std::string_view type);

struct DataSource {
  SourceKind kind = SourceKind::unknown;
  ValueId target;  // table, function, endpoint, bus, cluster or domain
  Span span;
};

// One request to one data source. A unit resolver has one; a pipeline has one for each function.
struct Step {
  DataSource source;
  // The request mapping as text, VTL or JavaScript; empty where there is none (direct Lambda) or it cannot be
  // read.
  std::string request;
  Span request_at;
};

struct Field {
  std::string type, name;  // "Query", "getOrder"
  std::vector<Step> steps;
  Span span;
};

struct Api {
  FileId unit;    // the template
  ValueId value;  // the API itself, normally a reference
  bool conditional = false;
};

// Adds the route `type.name` (to the function for a single Lambda step, else to the API itself) and what its
// steps do. Where a request does not tell its mode, the field's type does (queries read, mutations write),
// and the wiring says so with `guessed`.
void declare_field(const Api& api, const Field& field, Values& values, Declarations& out);

}  // namespace demarc::appsync
