// The framework's variables: ${self:…}, ${file(…):…}, ${opt:…}, ${ssm:…} and the rest, with defaults and
// nesting.
#pragma once
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "parsers/templates/cloudformation/evaluate.h"
#include "parsers/templates/serverless/code_document.h"

namespace demarc::serverless {

using cloudformation::Evaluator;
using cloudformation::Node;

// Variables of one service. `self` is always the service's own file, also in files that it includes. What is
// known only when somebody deploys becomes a setting:
//   ${opt:x} $opt:x (for stage and region their default counts), ${env:X} $config:X, ${ssm:/p} $ssm:/p,
//   ${cf:stack.Output} $cf:"stack.Output", ${s3:…} and other sources $config:"s3:…", a file that is not in
//   the tree $config:"path/from/root.yml#address".
// ${…} that no source of the framework knows stays as it is: it is CloudFormation's.
class Variables {
 public:
  // `root`: the service's file. All arguments must outlive it.
  Variables(Evaluator& evaluator, Node root, CodeDocuments& code);
  Variables(const Variables&) = delete;
  Variables& operator=(const Variables&) = delete;

  // Makes the evaluator ask here.
  void attach();
  // The value of a text with variables in it.
  ValueId text(std::string_view text, Span where);
  // What stands for a scalar that is one variable and leads to a node; else the node itself.
  Node node(Node node);
  // The stage that the service is deployed to: provider.stage, or by convention custom.stage, or dev.
  ValueId stage();
  std::string usual_stage();
  ValueId region();
  // The service's name (`service: x` or `service: {name: x}`).
  ValueId service_name();

 private:
  // One or several nodes (an address with a hole fits several), or a value. `is_open`: it may be given at
  // deployment, so that defaults behind it count too.
  struct Found {
    std::vector<Node> nodes;
    ValueId value;
    bool is_found = false, is_open = false;
  };
  Found resolve(std::string_view expression, Span where);
  Found source(std::string_view expression, Span where);
  Found self(std::string_view address, Span where);
  Found file(std::string_view path, std::string_view address, Span where);
  Found parameter(std::string_view name, Span where);
  Found compose_parameter(std::string_view name, Span where);
  Found walk(Found from, std::string_view address, Span where);
  Found dereferenced(Node node);
  Found open_value(std::string_view space, ValueId name);
  Found known_value(ValueId value);
  // Nested variables put in; what has no one value becomes the mark of a hole.
  std::string filled(std::string_view expression, Span where);
  ValueId value_of(const Found& found);
  std::vector<FileId> files_like(std::string_view path) const;

  Evaluator& evaluator_;
  Node root_;
  CodeDocuments& code_;
  Values& values_;
  std::string folder_;
  std::set<std::pair<const Document*, NodeIndex>> active_;
  int depth_ = 0;
  std::uint32_t budget_ = 200'000;
};

// The end of the variable that opens at `open` ("${"), behind its last brace; npos when it never ends.
std::size_t end_of_variable(std::string_view text, std::size_t open);

}  // namespace demarc::serverless
