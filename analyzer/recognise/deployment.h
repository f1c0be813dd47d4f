// Rows about deployment held against what builds, configuration and templates declare.
#pragma once
#include "analyzer/base/files.h"
#include "analyzer/observations/declarations.h"
#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/packs.h"

namespace demarc {

// Adds the effects and roles of programs that no code states: their `owner` is the module, application or
// workload. Modules that are libraries do nothing by themselves. Equal inputs give equal results.
void recognise_deployment(const Files& files, const Packs& packs, const Declarations& declared,
                          Values& values, Effects& out);

}  // namespace demarc
