// Reads build.artifacts of skaffold configurations.
#include "parsers/templates/skaffold/artifacts.h"

#include "parsers/templates/cloudformation/node.h"
#include "parsers/templates/docker/image_sources.h"

namespace demarc::skaffold {
namespace {

using cloudformation::Node;
constexpr std::uint32_t max_entries = 2'000;

void read(const Project& project, std::string_view folder, Node build, std::vector<Artifact>& out) {
  const Node list = build.find("artifacts");
  for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < max_entries; ++i) {
    const Node one = list.child(i);
    const Node context = one.find("context") ? one.find("context") : one.find("workspace");
    auto path = join_path(folder, context ? context.text() : std::string_view("."));
    if (!path || one.find("image").text().empty()) continue;
    Node docker = one.find("docker");
    if (!docker) docker = one.find("kaniko");
    Artifact made;
    made.image = one.find("image").text();
    made.recipe = containers::ImageSources::recipe(project.index<containers::TreeView>(), *path,
                                                   docker.find("dockerfile").text());
    made.recipe.target = docker.find("target").text();
    made.recipe.span = context ? context.span() : one.find("image").span();
    const Node arguments = docker.find("buildArgs");
    for (std::uint32_t k = 0; arguments.is_map() && k + 1 < arguments.size() && k < max_entries; k += 2)
      if (arguments.child(k + 1).text().find("{{") == std::string_view::npos)
        made.recipe.arguments[std::string(arguments.child(k).text())] = arguments.child(k + 1).text();
    // Jib builds one project of a larger build.
    if (Node module = one.find("jib", "project"); module.is_scalar())
      if (auto below = join_path(*path, module.text())) made.recipe.context = *below;
    out.push_back(std::move(made));
  }
}

}  // namespace

bool is_skaffold(const Document& document) {
  for (NodeIndex root : document.roots())
    if (document.text_of(root, "apiVersion").starts_with("skaffold/")) return true;
  return false;
}

std::vector<Artifact> artifacts(const Project& project) {
  std::vector<Artifact> all;
  for (std::uint32_t i = 1; i <= project.files().size(); ++i) {
    const Document* document = project.document(FileId{i});
    if (!document || !is_skaffold(*document)) continue;
    const std::string_view folder = folder_of(project.files().path(FileId{i}));
    for (NodeIndex index : document->roots()) {
      const Node root{document, index}, profiles = root.find("profiles");
      read(project, folder, root.find("build"), all);
      for (std::uint32_t k = 0; profiles.is_list() && k < profiles.size() && k < max_entries; ++k)
        read(project, folder, profiles.child(k).find("build"), all);
    }
  }
  return all;
}

}  // namespace demarc::skaffold
