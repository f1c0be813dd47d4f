// What the pom.xml files of a tree build together.
#pragma once
#include <vector>

#include "parsers/templates/builds/builds.h"

namespace demarc::maven {

// One module a pom that packages code (aggregators and pure parents are none), in path order.
std::vector<builds::Module> modules(const Project& project);

bool is_pom(std::string_view path);

}  // namespace demarc::maven
