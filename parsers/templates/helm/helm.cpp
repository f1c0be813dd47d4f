// Declares what charts install.
#include "parsers/parsers.h"
#include "parsers/templates/helm/chart.h"
#include "parsers/templates/kubernetes/cluster.h"

namespace demarc {
namespace {

class Helm final : public Interpreter {
 public:
  std::string_view name() const override { return "helm"; }
  bool accepts(std::string_view path, const Document& document) const override {
    return helm::is_chart(path, document);
  }
  // Notes stand in templates that are no documents themselves: those of the chart's folder are told here.
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    kubernetes::declare_cluster(project, file, values, out);
    const std::string_view folder = folder_of(project.files().path(file));
    for (const Note& note : project.index<kubernetes::Cluster>().notes())
      if (note.where.file != file &&
          nearest_chart(project.files(), project.files().path(note.where.file)) == folder)
        out.notes.push_back(note);
  }

 private:
  static std::string_view nearest_chart(const Files& files, std::string_view path) {
    if (path.find("templates/") == std::string_view::npos) return "\n";
    for (std::string_view at = folder_of(path);; at = folder_of(at)) {
      if (files.find(at.empty() ? "Chart.yaml" : std::string(at) + "/Chart.yaml")) return at;
      if (at.empty()) return "\n";
    }
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> helm() { return std::make_unique<Helm>(); }
}  // namespace templates
}  // namespace demarc
