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

class CloudFormation final : public Interpreter {
 public:
  std::string_view name() const override { return "cloudformation"; }

  bool accepts(std::string_view, const Document& document) const override {
    return is_template(root_of(document));
  }

  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (document == nullptr) return;
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
