// Which programs a file of configuration configures, where no word in it says so.
#pragma once
#include <string_view>
#include <vector>

#include "analyzer/link/stations.h"

namespace demarc::linking {

// The workloads that are given the file: those that mount it, else a folder around it (the innermost), else
// those whose recipe stands beside it, else the only one whose image is called `format`.
std::vector<ResourceIndex> workloads_with(const Run& run, FileId file, std::string_view format);

// The services that a wiring without a `from` belongs to: those of such workloads, else that of the folder.
std::vector<Side> callers(const Desk& desk, const Wiring& wiring);

// True for an address of this machine where it means the asking program itself: in its container, unless the
// file is part of code that may run anywhere.
bool means_itself(const Run& run, const Wiring& wiring, const Side& from, std::string_view host);

}  // namespace demarc::linking
