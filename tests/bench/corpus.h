// A tree of many small services, written for measuring: the same bytes for the same size.
#pragma once
#include <string>

namespace demarc::bench {

// Writes `services` services below `folder`, each with a template, Python and TypeScript.
void write_corpus(const std::string& folder, unsigned services);

}  // namespace demarc::bench
