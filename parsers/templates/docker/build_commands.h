// Images that scripts and pipelines build: docker build -t shop/orders services/orders.
#pragma once
#include <string>
#include <vector>

#include "parsers/templates/docker/workload.h"

namespace demarc::containers {

struct BuiltImage {
  std::string image;
  BuildRecipe recipe;
};

// Of Makefiles, shell scripts and pipeline files. What has variables in its paths is left out; in image names
// they stay open. Nothing is run.
std::vector<BuiltImage> build_commands(const Project& project);

}  // namespace demarc::containers
