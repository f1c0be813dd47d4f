// Reads BuildConfigs, in lists and templates too.
#include "parsers/templates/kubernetes/build_configs.h"

#include "parsers/templates/docker/image_sources.h"
#include "parsers/templates/kubernetes/inline_document.h"
#include "parsers/templates/kubernetes/object.h"

namespace demarc::kubernetes {

std::vector<skaffold::Artifact> build_configs(const Project& project) {
  constexpr std::size_t most = 2'000;
  std::vector<skaffold::Artifact> all;
  const containers::TreeView& tree = project.index<containers::TreeView>();
  for (std::uint32_t i = 1; i <= project.files().size() && all.size() < most; ++i) {
    const Document* document = project.document(FileId{i});
    if (!document || !is_manifest(*document)) continue;
    std::vector<Object> objects;
    Made made_here;
    for (NodeIndex root : document->roots())
      objects_of(with_parameters({document, root}, made_here), FileId{i}, objects);
    for (const Object& object : objects) {
      if (object.kind != "BuildConfig") continue;
      const auto spec = object.node.find("spec");
      const auto context = spec.find("source", "contextDir"), image = spec.find("output", "to", "name");
      if (!context.is_scalar() || !image.is_scalar() || image.text().find("${") != std::string_view::npos)
        continue;
      // The folder lies below the root of the repository, wherever the manifest stands.
      const auto folder = normal_path(context.text());
      if (!folder || folder->empty() || !tree.is_folder(*folder)) continue;
      skaffold::Artifact made;
      made.image = image.text();
      made.recipe = containers::ImageSources::recipe(
          tree, *folder, spec.find("strategy", "dockerStrategy", "dockerfilePath").text());
      made.recipe.span = context.span();
      all.push_back(std::move(made));
    }
  }
  return all;
}

}  // namespace demarc::kubernetes
