// What the Gradle builds of a tree build together.
#pragma once
#include <vector>

#include "parsers/templates/builds/builds.h"

namespace demarc::gradle {

// One module a project that has code or a build script of its own, in the order of their folders. `uses`
// holds numbers in this very list.
std::vector<builds::Module> modules(const Project& project);

}  // namespace demarc::gradle
