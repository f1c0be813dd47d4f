// Collects objects from all sources of a tree.
#include "parsers/templates/kubernetes/manifests.h"

#include "parsers/templates/docker/open_text.h"
#include "parsers/templates/docker/tree_view.h"
#include "parsers/templates/helm/chart.h"
#include "parsers/templates/kubernetes/inline_document.h"
#include "parsers/templates/kustomize/kustomization.h"

namespace demarc::kubernetes {

Manifests::Manifests(const Project& project) {
  const Files& files = project.files();
  const std::set<FileId> patches = kustomize::patch_files(project);
  const std::set<FileId> templates = helm::template_files(project);
  for (std::uint32_t i = 1; i <= files.size(); ++i) {
    const FileId file{i};
    const Document* document = project.document(file);
    if (!document || !is_manifest(*document) || patches.contains(file) || templates.contains(file)) continue;
    // What pipelines set up for themselves is not the system.
    const std::string_view path = files.path(file);
    if (kustomize::is_kustomization(path) || path.starts_with(".github/") || path.starts_with(".circleci/"))
      continue;
    for (NodeIndex root : document->roots())
      objects_of(with_parameters({document, root}, made), file, objects);
  }
  kustomize::add_kustomizations(project, *this);
  helm::add_charts(project, *this);

  for (const Object& object : objects) {
    if (object.kind != "ConfigMap" && object.kind != "Secret") continue;
    ConfigData one;
    one.name = object.name;
    one.space = object.space;
    one.is_secret = object.kind == "Secret";
    // What stands under `data` of a secret is encoded: its names are known, its texts are not.
    const Node plain = object.node.find(one.is_secret ? "stringData" : "data");
    const Node encoded = object.node.find(one.is_secret ? "data" : "binaryData");
    for (std::uint32_t i = 0; plain.is_map() && i + 1 < plain.size() && i < 4'000; i += 2)
      one.entries[std::string(plain.child(i).text())] = {std::string(plain.child(i + 1).text()), "",
                                                         plain.child(i).span()};
    for (std::uint32_t i = 0; encoded.is_map() && i + 1 < encoded.size() && i < 4'000; i += 2) {
      const std::string key(encoded.child(i).text());
      one.entries.emplace(
          key, Entry{containers::hole("secret", one.name + "/" + key), "", encoded.child(i).span()});
    }
    data.push_back(std::move(one));
  }
}

}  // namespace demarc::kubernetes
