// Recognises services of the Serverless Framework and reads each as one deployment unit.
#include <algorithm>

#include "parsers/parsers.h"
#include "parsers/templates/serverless/service.h"

namespace demarc {
namespace {

using cloudformation::Node;

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool is_service(Node root) {
  if (!root.is_map() || !root.find("service") || root.find("AWSTemplateFormatVersion")) return false;
  Node provider = root.find("provider");
  if (provider.is_map())
    return static_cast<bool>(provider.find("name")) || root.find("functions") || root.find("resources");
  std::string_view text = provider.text();
  return text == "aws" || text.starts_with("${");
}

class Serverless final : public Interpreter {
 public:
  std::string_view name() const override { return "serverless"; }

  // A package stands for the service that a program beside it describes.
  bool accepts(std::string_view path, const Document& document) const override {
    if (document.roots().empty()) return false;
    return is_service({&document, document.roots().front()}) || name_of(path) == "package.json";
  }

  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (document == nullptr || document->roots().empty()) return;
    serverless::CodeDocuments code(project);
    Node root{document, document->roots().front()};
    if (is_service(root)) return read(project, file, root, code, values, out);
    const std::string folder(folder_of(project.files().path(file)));
    for (std::string_view name : {"serverless.ts", "serverless.js", "serverless.cjs", "serverless.mjs"}) {
      auto path = join_path(folder, name);
      FileId program = path ? project.files().find(*path) : FileId{};
      if (!program || !project.code(program)) continue;
      Node exported = code.exported(program, "");
      if (is_service(exported)) read(project, program, exported, code, values, out);
      else out.notes.push_back({{program, 0, 0}, "a service whose description is computed: not read"});
      return;
    }
  }

 private:
  static void read(const Project& project, FileId file, Node root, serverless::CodeDocuments& code,
                   Values& values, Declarations& out) {
    cloudformation::Evaluator evaluator(project, file, values, out);
    serverless::Variables variables(evaluator, root, code);
    variables.attach();
    cloudformation::Template t(evaluator);
    serverless::Service(t, variables, root, std::string(folder_of(project.files().path(file)))).read();
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> serverless() { return std::make_unique<Serverless>(); }
}  // namespace templates
}  // namespace demarc
