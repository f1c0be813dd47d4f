// OpenShift's BuildConfigs: which folder of the repository an image of the cluster is built from.
#pragma once
#include <vector>

#include "parsers/templates/skaffold/artifacts.h"

namespace demarc::kubernetes {

// Those that build a folder of this tree: source.contextDir, as output.to calls the image.
std::vector<skaffold::Artifact> build_configs(const Project& project);

}  // namespace demarc::kubernetes
