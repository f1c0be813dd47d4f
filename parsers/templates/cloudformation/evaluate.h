// Turns any node of a CloudFormation template into a value: intrinsic functions, references, pseudo
// parameters, dynamic references, conditions. Also used for the `resources:` of other formats.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/observations/declarations.h"
#include "analyzer/reader.h"
#include "parsers/templates/cloudformation/node.h"

namespace demarc::cloudformation {

// One entry of a map. `key` stays valid as long as its document.
struct Entry {
  std::string_view key;
  Node key_node, value;
  bool conditional = false;  // one side of an Fn::If
};

// One element of a list.
struct Item {
  Node value;
  bool conditional = false;
};

// What one unit's names mean. Walks never loop: nodes are memoised, depth and work are bounded; what exceeds
// a bound becomes unknown, with one note. Values read so:
//   Ref of a parameter  → $param:"unit#Name" (of an SSM-typed one $ssm:($param:"unit#Name"))
//   Ref, GetAtt, Sub    → $ref:unit#Id[.Attribute]; aliases, versions and URLs of functions lead to the
//   function AWS::Region         → $pseudo:AWS::Region; ImportValue → $export:(name); nested stack's output →
//   $output:"path#X" {{resolve:ssm:x}}   → $ssm:x; {{resolve:secretsmanager:x}} → $secret:x Fn::If → either
//   of both sides; AWS::NoValue is left out of lists and maps
class Evaluator {
 public:
  // What a scalar text means before any intrinsic sees it: a literal, or a concat with holes for the
  // variables of a surrounding format. ${Name} that only CloudFormation knows must stay in the literal parts.
  using TextHook = std::function<ValueId(std::string_view text, Span where)>;

  // References are written "<path of unit>#<id>". All arguments must outlive the evaluator.
  Evaluator(const Project& project, FileId unit, Values& values, Declarations& out);

  // Makes the Parameters, Mappings and Resources below `root` known. May be called for several roots; of
  // equal names the first counts.
  void add(Node root);
  // Makes `id` a name for Ref, GetAtt and Sub although no root declares it.
  void define(std::string_view id, ValueId value);
  void set_text_hook(TextHook hook);
  // Asked for every scalar that stands where a map or list may be meant (an entry, an item, a choice): gives
  // the node that a surrounding format puts in its place, or the node itself.
  using NodeHook = std::function<Node(Node)>;
  void set_node_hook(NodeHook hook) { node_hook_ = std::move(hook); }

  // The value of a node of any document, in this unit's scope.
  ValueId evaluate(Node node);
  // The value of a text: hook and dynamic references, no intrinsics.
  ValueId text(std::string_view text, Span where);
  // `text` with each ${…} replaced by what Ref and GetAtt would give, or by `variables`.
  ValueId substitute(std::string_view text, Span where, const std::map<std::string, ValueId>& variables = {});
  // The value of `Ref` (attribute "") or `GetAtt`.
  ValueId named(std::string_view id, std::string_view attribute, Span where);

  // The node itself, or both sides of an Fn::If, or the root of a local AWS::Include; AWS::NoValue gives
  // none.
  std::vector<Item> choices(Node node);
  // Elements of a list with choices made; anything else counts as a list of one.
  std::vector<Item> items(Node node);
  // Entries of a map with choices made, keys that are functions left out.
  std::vector<Entry> entries(Node node);
  // The first choice, for where only one makes sense.
  Node only(Node node);

  bool is_no_value(ValueId value) const { return value == no_value_; }
  // The declared resource of this logical id.
  Node resource(std::string_view id) const;
  std::string_view resource_type(std::string_view id) const;
  // The logical id that a value refers to in this unit, or "".
  std::string_view id_of(ValueId value) const;
  bool is_serverless() const { return serverless_; }

  // A file of the tree that a literal location names, as seen from folder `from`: relative paths; and, for
  // built templates, paths that start from a build folder below; URLs by their longest tail that is a file.
  FileId local_file(std::string_view location, std::string_view from) const;
  FileId local_file(ValueId location, std::string_view from) const;
  // Root of the document in `file`, made known to outlive this evaluator by the project.
  Node root_of(FileId file) const;

  // The function that a node calls and its argument; false when it calls none.
  bool function_of(Node node, std::string_view& name, Node& argument, bool& tagged) const;
  // The elements of a function's argument, with choices left as they are.
  std::vector<Node> arguments(Node argument, bool tagged);

  void note(Span where, std::string what);

  const Project& project() const { return *project_; }
  FileId unit() const { return unit_; }
  std::string_view path() const { return path_; }
  std::string_view folder() const { return folder_of(path_); }
  const std::string& prefix() const { return prefix_; }  // "path#"
  Values& values() const { return *values_; }
  Declarations& out() const { return *out_; }
  const std::vector<Node>& roots() const { return roots_; }

 private:
  struct Parameter {
    bool is_ssm = false;
    Node node;
  };
  ValueId compute(Node node);
  ValueId collection(Node node);
  ValueId intrinsic(std::string_view name, Node argument, bool tagged);
  ValueId argument_value(Node argument, bool tagged);
  ValueId get_att(Node argument, bool tagged);
  ValueId sub(Node argument, bool tagged);
  ValueId join(Node argument, bool tagged);
  ValueId select(Node argument, bool tagged);
  ValueId split(Node argument, bool tagged);
  ValueId find_in_map(Node argument, bool tagged);
  ValueId condition(std::string_view name, Node argument, bool tagged);
  ValueId include(Node argument);
  Node include_root(Node argument);
  ValueId dynamic(ValueId value);
  ValueId dynamic_reference(ValueId text);
  ValueId fill(ValueId text, Span where, const std::map<std::string, ValueId>& variables);
  bool spend(Node node);

  const Project* project_;
  FileId unit_;
  std::string path_, prefix_;
  Values* values_;
  Declarations* out_;
  Node replaced(Node node) const { return node_hook_ && node.is_scalar() ? node_hook_(node) : node; }

  TextHook hook_;
  NodeHook node_hook_;
  std::vector<Node> roots_;
  std::vector<std::unique_ptr<Document>> written_out_;  // roots whose loops are written out
  std::map<std::string, Parameter, std::less<>> parameters_;
  std::map<std::string, Node, std::less<>> mappings_, resources_;
  std::map<std::string, ValueId, std::less<>> defined_;
  std::unordered_map<std::uint64_t, ValueId> memo_;
  std::unordered_map<const Document*, std::uint32_t> documents_;  // numbers for memo keys
  std::unordered_set<std::string> noted_;
  std::uint32_t depth_ = 0;
  std::uint32_t budget_ = 2'000'000;  // nodes that may still be visited
  ValueId no_value_;
  bool serverless_ = false;
};

}  // namespace demarc::cloudformation
