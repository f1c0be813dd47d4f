// Declares the modules that Gradle's scripts build.
#include "parsers/parsers.h"
#include "parsers/templates/builds/builds.h"

namespace demarc {
namespace {

class Gradle final : public Interpreter {
 public:
  std::string_view name() const override { return "gradle"; }
  bool accepts(std::string_view path, const Document&) const override {
    return path.ends_with(".gradle") || path.ends_with(".gradle.kts");
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    builds::declare(project, file, values, out);
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> gradle() { return std::make_unique<Gradle>(); }
}  // namespace templates
}  // namespace demarc
