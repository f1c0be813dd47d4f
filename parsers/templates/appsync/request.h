// Reads what a resolver's request asks of its data source, from a VTL template or a JavaScript function.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace demarc::appsync {

// What could be read; a request that branches may have several of each. Variable parts of paths are written
// {name}.
struct Request {
  std::vector<std::string> operations;             // "PutItem", "Invoke", "PutEvents"
  std::vector<std::string> tables;                 // named in batches and transactions; literals only
  std::vector<std::string> methods, paths;         // HTTP and OpenSearch
  std::vector<std::string> sources, detail_types;  // EventBridge; "" where one is computed
  std::vector<std::string> statements;             // SQL
};

// `text` as it stands in the template or file; linear, and never fails: what is not understood is left out.
Request read_request(std::string_view text);

}  // namespace demarc::appsync
