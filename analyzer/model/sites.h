// How much of what each party does could be resolved: the coverage that findings about absence rest on.
#pragma once
#include <array>
#include <vector>

#include "analyzer/model/context_map.h"

namespace demarc::model {

enum class SiteKind : std::uint8_t { call, data, event };
inline constexpr std::size_t site_kinds = 3;
std::string_view to_string(SiteKind);  // "remote calls", "data accesses", "event sites"

struct SiteCount {
  std::size_t all = 0;
  std::vector<RelationId> open;  // sorted
  std::size_t resolved() const { return all - open.size(); }
};
// By party of the map, then by kind. Sites of libraries and kernels are not counted: they are judged where
// they are called from.
using SiteCounts = std::vector<std::array<SiteCount, site_kinds>>;
SiteCounts count_sites(const ContextMap& map);
// Resolved sites of all kinds by all sites, 0 … 1; 1 where there are none.
double coverage(const std::array<SiteCount, site_kinds>& counts);

}  // namespace demarc::model
