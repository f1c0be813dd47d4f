// Which programs a file of configuration configures, where no word in it says so.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "analyzer/link/stations.h"

namespace demarc::linking {

// Which workloads are given a file of configuration.
class Holders {
 public:
  explicit Holders(const Run& run);
  // Those that hold the text around `where` (a ConfigMap), else those that mount the file, else a folder
  // around it (the innermost), else those whose recipe stands beside it, else the only one whose image is
  // called `format`.
  const std::vector<ResourceIndex>& of(Span where, std::string_view format);

 private:
  std::vector<ResourceIndex> find(Span where, const std::vector<ResourceIndex>& held,
                                  std::string_view format) const;
  const Run& run_;
  std::vector<ResourceIndex> workloads_;
  std::multimap<FileId, std::pair<Span, ResourceIndex>> texts_;  // of files that stand inside of others
  std::map<std::tuple<FileId, std::vector<ResourceIndex>, std::string>, std::vector<ResourceIndex>> known_;
};

// The word of the configuration's language ("nginx"): the wiring's own, else its unit's.
std::string format_of(const Run& run, const Wiring& wiring);

// The services that a wiring without a `from` belongs to: those of such workloads, else that of the folder.
std::vector<Side> callers(const Desk& desk, Holders& holders, const Wiring& wiring);

// True for an address of this machine where it means the asking program itself: in its container, unless the
// file is part of code that may run anywhere.
bool means_itself(const Run& run, const Wiring& wiring, const Side& from, std::string_view host);

}  // namespace demarc::linking
