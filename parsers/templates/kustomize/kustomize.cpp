// Declares what stands for a kustomization itself: its notes, and objects that it makes.
#include "parsers/templates/kustomize/kustomization.h"

#include "parsers/parsers.h"
#include "parsers/templates/kubernetes/cluster.h"

namespace demarc {
namespace {

class Kustomize final : public Interpreter {
 public:
  std::string_view name() const override { return "kustomize"; }
  bool accepts(std::string_view path, const Document&) const override {
    return kustomize::is_kustomization(path);
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    kubernetes::declare_cluster(project, file, values, out);
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> kustomize() { return std::make_unique<Kustomize>(); }
}  // namespace templates
}  // namespace demarc
