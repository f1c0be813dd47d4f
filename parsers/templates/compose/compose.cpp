// Declares the workloads of compose files.
#include "parsers/parsers.h"
#include "parsers/templates/compose/projects.h"
#include "parsers/templates/docker/addresses.h"

namespace demarc {
namespace {

class Compose final : public Interpreter {
 public:
  std::string_view name() const override { return "compose"; }
  bool accepts(std::string_view path, const Document& document) const override {
    return compose::is_compose(path, document);
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const compose::Projects& projects = project.index<compose::Projects>();
    // Services of one folder reach each other by their names.
    std::vector<const containers::Workload*> reachable;
    const std::string_view folder = folder_of(project.files().path(file));
    for (const containers::Workload& one : projects.workloads())
      if (folder_of(project.files().path(one.unit)) == folder) reachable.push_back(&one);
    for (const containers::Workload& one : projects.workloads()) {
      if (one.unit != file) continue;
      const containers::Started started = containers::declare(one, project, values, out);
      containers::declare_addresses(one, started, reachable, project, values, out);
    }
    for (const Note& note : projects.notes())
      if (note.where.file == file) out.notes.push_back(note);
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> compose() { return std::make_unique<Compose>(); }
}  // namespace templates
}  // namespace demarc
