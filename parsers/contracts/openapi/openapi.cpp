// Reads OpenAPI 2 and 3: the operations that a service offers, and the event types it describes.
#include <algorithm>
#include <array>

#include "parsers/contracts/openapi/events.h"
#include "parsers/contracts/references/references.h"
#include "parsers/parsers.h"

namespace demarc {
namespace {

using contracts::Place;

constexpr std::size_t max_operations = 20'000;  // of one document; references may repeat path items

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> methods{
    {{"get", "GET"},
     {"put", "PUT"},
     {"post", "POST"},
     {"delete", "DELETE"},
     {"options", "OPTIONS"},
     {"head", "HEAD"},
     {"patch", "PATCH"},
     {"trace", "TRACE"},
     {"x-amazon-apigateway-any-method", "ANY"}}};

// The path of a server's URL with its variables' defaults put in: "https://x/{base}" → "/v1". What stays open
// is kept.
std::string path_of(std::string_view url, Place variables) {
  std::string filled;
  for (std::size_t i = 0; i < url.size(); ++i) {
    std::size_t close = url[i] == '{' ? url.find('}', i) : std::string_view::npos;
    if (close == std::string_view::npos) {
      filled += url[i];
      continue;
    }
    std::string_view name = url.substr(i + 1, close - i - 1);
    Place fallback = variables.find(name).find("default");
    filled += fallback ? std::string(fallback.text()) : std::string(url.substr(i, close - i + 1));
    i = close;
  }
  std::string_view path = filled;
  if (std::size_t scheme = path.find("://"); scheme != std::string_view::npos) {
    path.remove_prefix(scheme + 3);
    std::size_t slash = path.find('/');
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
  }
  std::string out;
  for (char c : path)
    if (c != '/' || !out.ends_with('/')) out += c;
  while (out.ends_with('/')) out.pop_back();
  if (!out.empty() && out[0] != '/') out.insert(0, "/");
  return out == "/." ? std::string() : out;
}

// The prefix that all servers share; "" when they differ, for then none can be told.
std::string prefix_of(Place servers) {
  std::string prefix;
  for (std::uint32_t i = 0; servers.kind() == NodeKind::list && i < servers.size(); ++i) {
    Place server = servers.child(i);
    std::string one = path_of(server.find("url").text(), server.find("variables"));
    if (i > 0 && one != prefix) return {};
    prefix = std::move(one);
  }
  return prefix;
}

class OpenApi final : public Interpreter {
 public:
  std::string_view name() const override { return "openapi"; }

  bool accepts(std::string_view, const Document& document) const override {
    if (document.roots().empty()) return false;
    NodeIndex root = document.roots().front();
    if (document.text_of(root, "openapi").starts_with("3") ||
        document.text_of(root, "swagger").starts_with("2"))
      return true;
    // An event schema alone, as registries export it.
    return document.find(root, "components", "schemas", "AWSEvent") != no_node;
  }

  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    Place root = contracts::root_of(project, file);
    if (!root) return;
    std::string prefix =
        root.find("swagger") ? path_of(root.find("basePath").text(), {}) : prefix_of(root.find("servers"));
    Place paths = root.find("paths");
    std::size_t added = 0;
    for (std::uint32_t i = 0; paths.is_map() && i + 1 < paths.size(); i += 2) {
      std::string_view path = paths.child(i).text();
      if (!path.starts_with("/")) continue;  // x-… extensions
      Place item = contracts::followed(project, paths.child(i + 1));
      if (!item.is_map()) continue;
      const std::string own = item.find("servers") ? prefix_of(item.find("servers")) : prefix;
      for (std::uint32_t k = 0; k + 1 < item.size() && added < max_operations; k += 2)
        added += operation(file, own + std::string(path), item.child(k), item.child(k + 1), out);
    }
    contracts::declare_events(project, file, *root.document, root.node, values, out);
  }

 private:
  static bool operation(FileId file, std::string path, Place key, Place body, Declarations& out) {
    auto method =
        std::find_if(methods.begin(), methods.end(), [&](auto& m) { return m.first == key.text(); });
    if (method == methods.end()) return false;
    ContractOperation operation;
    operation.contract = file;
    operation.method = method->second;
    operation.path = std::move(path);
    operation.operation_id = body.find("operationId").text();
    operation.span = key.span();
    out.operations.push_back(std::move(operation));
    return true;
  }
};

}  // namespace

namespace contracts {
std::unique_ptr<Interpreter> openapi() { return std::make_unique<OpenApi>(); }
}  // namespace contracts
}  // namespace demarc
