// Which folder of the tree an image is built from, by what any build description of the tree says.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "parsers/templates/docker/workload.h"

namespace demarc::containers {

// Made once for a project: project.index<ImageSources>().
class ImageSources {
 public:
  explicit ImageSources(const Project& project);
  // The recipe of an image by its repository name, else by the last part of it if only one recipe has that,
  // else the one folder with a Dockerfile that is called so; nullptr when nothing tells.
  const BuildRecipe* find(std::string_view image) const;
  // True when some recipe uses this Dockerfile.
  bool uses(std::string_view dockerfile) const { return dockerfiles_.contains(dockerfile); }

  // The build of a Dockerfile, kept. Empty when the file is not there or cannot be read.
  static ImageBuild evaluate(const Project& project, const BuildRecipe& recipe);
  // A build context and a Dockerfile's name (relative to it), as the tree shows them.
  static BuildRecipe recipe(const TreeView& tree, std::string_view context, std::string_view dockerfile);

 private:
  void add(std::string_view image, const BuildRecipe& recipe);
  void use(std::string_view image);
  struct Named {
    std::string word;  // of the tag, where one repository holds several images: "latest-cart" has "cart"
    BuildRecipe recipe;
  };
  std::map<std::string, std::vector<Named>, std::less<>> by_repository_;
  std::map<std::string, std::vector<const BuildRecipe*>, std::less<>> by_tail_;
  std::map<std::string, std::vector<BuildRecipe>, std::less<>> by_folder_;
  std::set<std::string, std::less<>> dockerfiles_;
};

}  // namespace demarc::containers
