// Kustomizations: what they put together, generate, patch and rename.
#pragma once
#include "parsers/templates/kubernetes/manifests.h"

namespace demarc::kustomize {

bool is_kustomization(std::string_view path);

// Files that are only patches of some kustomization: no objects by themselves.
std::set<FileId> patch_files(const Project& project);

// Adds patches as objects that lie over others, generated data, and names.
void add_kustomizations(const Project& project, kubernetes::Manifests& into);

}  // namespace demarc::kustomize
