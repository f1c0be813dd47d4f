// Collects build descriptions: compose files, skaffold, and the Dockerfiles that they lead to.
#include "parsers/templates/docker/image_sources.h"

#include <algorithm>

#include "analyzer/base/letters.h"
#include "parsers/reading/dockerfile/instructions.h"
#include "parsers/templates/compose/projects.h"
#include "parsers/templates/docker/build_commands.h"
#include "parsers/templates/kubernetes/build_configs.h"
#include "parsers/templates/kubernetes/cluster.h"
#include "parsers/templates/skaffold/artifacts.h"

namespace demarc::containers {
namespace {

constexpr std::uint64_t max_dockerfile = 1u << 20;

constexpr std::size_t max_images = 2'000;

bool is_same(const BuildRecipe& a, const BuildRecipe& b) {
  return a.context == b.context && a.dockerfile == b.dockerfile && a.target == b.target;
}

// What is left of a tag without versions: "2.1.0-cart" → "cart".
std::string tag_word(std::string_view image) {
  const std::string text = without_holes(image.substr(0, image.find('@')));
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || text.find('/', colon) != std::string::npos) return {};
  std::string out;
  std::string_view rest = std::string_view(text).substr(colon + 1);
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find('-'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    if (part.empty() || part == "latest" || part == "snapshot" || part == "SNAPSHOT" ||
        part.find_first_of("0123456789") != std::string_view::npos)
      continue;
    out += (out.empty() ? "" : "-") + lower(part);
  }
  return out;
}

}  // namespace

ImageSources::ImageSources(const Project& project) {
  for (const Workload& workload : project.index<compose::Projects>().workloads()) {
    if (!workload.build) continue;
    dockerfiles_.insert(workload.build->dockerfile);
    if (!workload.image.text.empty()) add(workload.image.text, *workload.build);
  }
  for (const skaffold::Artifact& one : skaffold::artifacts(project)) {
    dockerfiles_.insert(one.recipe.dockerfile);
    add(one.image, one.recipe);
  }
  for (const skaffold::Artifact& one : kubernetes::build_configs(project)) {
    dockerfiles_.insert(one.recipe.dockerfile);
    add(one.image, one.recipe);
  }
  for (const BuiltImage& one : build_commands(project)) {
    dockerfiles_.insert(one.recipe.dockerfile);
    add(one.image, one.recipe);
  }
  dockerfiles_.erase("");
  for (const auto& [repository, recipes] : by_repository_) {
    auto& same = by_tail_[std::string(last_part(repository))];
    for (const Named& one : recipes)
      if (std::none_of(same.begin(), same.end(),
                       [&](const BuildRecipe* have) { return is_same(*have, one.recipe); }))
        same.push_back(&one.recipe);
  }
  // An image called like the one folder that has a Dockerfile, where no file says more.
  const TreeView& tree = project.index<TreeView>();
  for (FileId file : tree.dockerfiles()) {
    const std::string_view path = project.files().path(file);
    const std::string module = tree.module_of(folder_of(path));
    BuildRecipe made;
    made.context = module;
    made.dockerfile = path;
    made.span = {file, 0, 0};
    if (const std::string name = bare_name(last_part(module)); name.size() > 3)
      by_folder_[name].push_back(std::move(made));
  }
  for (const Workload& workload : project.index<compose::Projects>().workloads())
    if (!workload.build) use(workload.image.text);
  for (const Workload& workload : project.index<kubernetes::Cluster>().workloads()) use(workload.image.text);
}

void ImageSources::use(std::string_view image) {
  if (const BuildRecipe* recipe = find(image); recipe && !recipe->dockerfile.empty())
    dockerfiles_.insert(recipe->dockerfile);
}

void ImageSources::add(std::string_view image, const BuildRecipe& recipe) {
  const std::string repository = lower(image_repository(image));
  if (repository.empty()) return;
  auto& known = by_repository_[repository];
  const std::string word = tag_word(image);
  const bool is_known = std::any_of(known.begin(), known.end(), [&](const Named& have) {
    return is_same(have.recipe, recipe) && have.word == word;
  });
  if (!is_known && known.size() < max_images) known.push_back({word, recipe});
}

const BuildRecipe* ImageSources::find(std::string_view image) const {
  const std::string repository = lower(image_repository(image));
  if (repository.empty()) return nullptr;
  if (auto at = by_repository_.find(repository); at != by_repository_.end()) {
    const std::vector<Named>& all = at->second;
    if (std::all_of(all.begin(), all.end(),
                    [&](const Named& one) { return is_same(one.recipe, all[0].recipe); }))
      return &all[0].recipe;
    const std::string word = tag_word(image);
    const BuildRecipe* only = nullptr;
    for (const Named& one : all)
      if (one.word == word) {
        if (only && !is_same(*only, one.recipe)) return nullptr;
        only = &one.recipe;
      }
    return only;
  }
  auto tail = by_tail_.find(std::string(last_part(repository)));
  if (tail != by_tail_.end()) return tail->second.size() == 1 ? tail->second[0] : nullptr;
  auto folder = by_folder_.find(bare_name(last_part(repository)));
  if (folder == by_folder_.end()) return nullptr;
  // Variants beside each other ("Dockerfile", "Dockerfile.debug") are one; two folders of one name are not.
  const BuildRecipe* best = nullptr;
  for (const BuildRecipe& one : folder->second) {
    if (best && best->context != one.context) return nullptr;
    if (!best || one.dockerfile.size() < best->dockerfile.size()) best = &one;
  }
  return best;
}

BuildRecipe ImageSources::recipe(const TreeView& tree, std::string_view context,
                                 std::string_view dockerfile) {
  BuildRecipe made;
  made.context = context;
  auto path = join_path(context, dockerfile.empty() ? "Dockerfile" : dockerfile);
  if (path && tree.is_file(*path)) {
    made.dockerfile = *path;
    return made;
  }
  // The recipe lies with the sources and is put beside the artifact when that is built.
  const std::string module = tree.module_of(context);
  if (!tree.is_folder(context) || !dockerfile.empty())
    for (std::string_view below : {"src/main/docker", "src/main/resources/docker", "docker", ""})
      if (auto other =
              join_path(module, std::string(below) + (below.empty() ? "" : "/") +
                                    std::string(dockerfile.empty() ? "Dockerfile" : last_part(dockerfile)));
          other && tree.is_file(*other)) {
        made.dockerfile = *other;
        return made;
      }
  if (dockerfile.empty())
    if (auto other = join_path(context, "Containerfile"); other && tree.is_file(*other))
      made.dockerfile = *other;
  return made;
}

ImageBuild ImageSources::evaluate(const Project& project, const BuildRecipe& recipe) {
  char escape = '\\';
  std::string text = recipe.inline_text;
  FileId file;  // none for a text inside of another file: its places are unknown
  if (text.empty() && !recipe.dockerfile.empty()) {
    file = project.files().find(recipe.dockerfile);
    text = project.files().read(file, max_dockerfile).value_or("");
  }
  return {file, read_dockerfile(text, &escape), escape, recipe.arguments, recipe.target};
}

}  // namespace demarc::containers
