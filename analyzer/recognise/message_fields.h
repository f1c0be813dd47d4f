// Which fields messages carry: what publishers write into them, and what handlers read of them.
#pragma once
#include <string>
#include <vector>

#include "analyzer/recognise/fold.h"

namespace demarc {

// The handlers' names of deployed functions that the platform hands messages to, sorted.
std::vector<std::string> message_handlers(const Declarations& declared, const Values& values);

// The fields of payloads at the sites that publish.
void find_written_fields(Program& program, Fold& fold, const Packs& packs, Effects& effects);

// What the handlers at the sites that consume read of their parameters, and functions of these names.
void find_read_fields(Program& program, Fold& fold, const Packs& packs,
                      const std::vector<std::string>& handlers, Effects& effects);

}  // namespace demarc
