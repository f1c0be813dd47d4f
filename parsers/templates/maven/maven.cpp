// Declares the module that a pom.xml builds.
#include "parsers/parsers.h"
#include "parsers/templates/maven/maven_modules.h"

namespace demarc {
namespace {

class Maven final : public Interpreter {
 public:
  std::string_view name() const override { return "maven"; }
  bool accepts(std::string_view path, const Document& document) const override {
    return maven::is_pom(path) && !document.roots().empty() &&
           document.find(document.roots()[0], "project") != no_node;
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    builds::declare(project, file, values, out);
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> maven() { return std::make_unique<Maven>(); }
}  // namespace templates
}  // namespace demarc
