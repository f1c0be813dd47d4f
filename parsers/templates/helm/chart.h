// Charts: their templates filled in with the values that the tree holds, without running anything.
#pragma once
#include <set>

#include "parsers/templates/kubernetes/manifests.h"

namespace demarc::helm {

bool is_chart(std::string_view path, const Document& document);
// Files below the templates folder of a chart: no manifests by themselves.
std::set<FileId> template_files(const Project& project);
// Adds the objects that the charts make.
void add_charts(const Project& project, kubernetes::Manifests& into);

}  // namespace demarc::helm
