// Where an import of JavaScript or TypeScript leads: tsconfig paths, workspaces, package.json, files.
#pragma once
#include <string_view>

#include "analyzer/reader.h"

namespace demarc::ecmascript {

// `module` as written in the import of `from`.
Module resolve(const Project& project, FileId from, std::string_view module);

}  // namespace demarc::ecmascript
