// Images that skaffold builds, and what they are built of.
#pragma once
#include <string>
#include <vector>

#include "parsers/templates/docker/workload.h"

namespace demarc::skaffold {

struct Artifact {
  std::string image;
  containers::BuildRecipe recipe;
};

bool is_skaffold(const Document& document);
// Of every configuration of the tree, profiles too.
std::vector<Artifact> artifacts(const Project& project);

}  // namespace demarc::skaffold
