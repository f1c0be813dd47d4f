// Declares what manifests of the cluster describe.
#include "parsers/parsers.h"
#include "parsers/templates/kubernetes/cluster.h"
#include "parsers/templates/kustomize/kustomization.h"

namespace demarc {
namespace {

class Kubernetes final : public Interpreter {
 public:
  std::string_view name() const override { return "kubernetes"; }
  bool accepts(std::string_view path, const Document& document) const override {
    return kubernetes::is_manifest(document) && !kustomize::is_kustomization(path);
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    kubernetes::declare_cluster(project, file, values, out);
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> kubernetes() { return std::make_unique<Kubernetes>(); }
}  // namespace templates
}  // namespace demarc
