// Recognises CloudFormation and SAM templates and reads each as one deployment unit.
#include <algorithm>

#include "parsers/parsers.h"
#include "parsers/templates/cloudformation/template.h"

namespace demarc {
namespace {

using cloudformation::Evaluator;
using cloudformation::Node;

// "AWS::SQS::Queue", "Custom::Thing"; other formats have a `Resources` key too, but no such types.
bool is_resource_type(std::string_view type) {
  return type.starts_with("AWS::") || type.starts_with("Custom::") || type.starts_with("Alexa::");
}

bool is_template(Node root) {
  if (!root.is_map()) return false;
  Node resources = root.find("Resources");
  if (!resources.is_map()) return false;
  if (root.find("AWSTemplateFormatVersion")) return true;
  for (std::uint32_t i = 0; i + 1 < resources.size() && i < 400; i += 2)
    if (is_resource_type(resources.child(i + 1).find("Type").text())) return true;
  return root.find("Transform").text().starts_with("AWS::");
}

Node root_of(const Document& document) {
  return document.roots().empty() ? Node{} : Node{&document, document.roots().front()};
}

// True when a Serverless Framework service of the tree takes the whole file, or its resources, in: then it is
// part of that service, which reads it with its own variables.
bool is_part_of_a_service(const Files& files, FileId file) {
  constexpr std::string_view call = "${file(";
  for (std::uint32_t i = 1; i <= files.size(); ++i) {
    std::string_view path = files.path({i});
    std::string_view name = path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
    if (!name.starts_with("serverless") ||
        !(name.ends_with(".yml") || name.ends_with(".yaml") || name.ends_with(".json")))
      continue;
    const std::optional<std::string> text = files.read({i}, 1u << 20);
    for (std::size_t at = text ? text->find(call) : std::string::npos; at != std::string::npos;
         at = text->find(call, at + 1)) {
      const std::size_t begin = at + call.size(), end = text->find(')', begin);
      if (end == std::string::npos) break;
      const std::string_view rest = std::string_view(*text).substr(end + 1, 16);
      if (!rest.starts_with("}") && !rest.starts_with(",") && !rest.starts_with(":Resources") &&
          !rest.starts_with(":resources"))
        continue;
      auto included = join_path(folder_of(path), std::string_view(*text).substr(begin, end - begin));
      if (included && files.find(*included) == file) return true;
    }
  }
  return false;
}

// Where a function's or layer's code lies, as text; "" when it is written in the template or computed.
std::string_view code_place(Node resource) {
  const Node properties = resource.find("Properties");
  for (std::string_view key : {"CodeUri", "ContentUri"})
    if (Node place = properties.find(key); place && place.is_scalar()) return place.text();
  return {};
}

bool is_uploaded(std::string_view place) { return place.starts_with("s3://"); }

// True for what a packaging command wrote of another template in the tree: all code is uploaded already, and
// the other one has code of its own for one of the same resources. It says nothing that the original does
// not.
bool is_packaged_copy(const Project& project, FileId file) {
  std::vector<std::string_view> uploaded;
  const Node own = root_of(*project.document(file)).find("Resources");
  for (std::uint32_t i = 0; i + 1 < own.size(); i += 2) {
    const std::string_view place = code_place(own.child(i + 1));
    if (place.empty()) continue;
    if (!is_uploaded(place)) return false;
    uploaded.push_back(own.child(i).text());
  }
  if (uploaded.empty()) return false;
  for (std::uint32_t i = 1; i <= project.files().size(); ++i) {
    const Document* other = project.document({i});
    if (other == nullptr || FileId{i} == file || !is_template(root_of(*other))) continue;
    const Node resources = root_of(*other).find("Resources");
    for (std::string_view id : uploaded)
      if (std::string_view place = code_place(resources.find(id)); !place.empty() && !is_uploaded(place))
        return true;
  }
  return false;
}

class CloudFormation final : public Interpreter {
 public:
  std::string_view name() const override { return "cloudformation"; }

  bool accepts(std::string_view, const Document& document) const override {
    return is_template(root_of(document));
  }

  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (document == nullptr || is_part_of_a_service(project.files(), file) || is_packaged_copy(project, file))
      return;
    Node root = root_of(*document);
    Unit unit;
    unit.file = file;
    unit.format = "cloudformation";
    if (std::none_of(out.units.begin(), out.units.end(), [&](const Unit& u) { return u.file == file; }))
      out.units.push_back(std::move(unit));
    Evaluator evaluator(project, file, values, out);
    evaluator.add(root);
    cloudformation::Template(evaluator).read();
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> cloudformation() { return std::make_unique<CloudFormation>(); }
}  // namespace templates
}  // namespace demarc
