// What the code suggests: which services talk to each other so much that they would stand in one context, and
// how far that is from the declared ones.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "analyzer/drift/graph_measures.h"

namespace demarc::drift {

// Groups of nodes with high modularity (Newman and Girvan, 2004), found by joining the two groups that gain
// most, again and again (Clauset, Newman and Moore, 2004). Directions do not count. The group of each node,
// numbered in the order of their first nodes; a node without links is a group of its own. Above `largest`
// nodes nothing is tried: every node is a group of its own.
inline constexpr std::size_t largest_partition = 600;
std::vector<std::size_t> best_partition(std::size_t nodes, std::span<const Link> links);
// −1/2 … 1; 0 without links.
double modularity(std::span<const std::size_t> groups, std::span<const Link> links);

// Moves of single nodes and joins of groups that turn `from` into `to` (MoJo distance: Tzerpos and Holt,
// 1999; Wen and Tzerpos, 2003). Both name a group for each node.
struct Moves {
  std::size_t moves = 0, joins = 0;
  std::size_t all() const { return moves + joins; }
};
Moves moves_between(std::span<const std::size_t> from, std::span<const std::size_t> to);

}  // namespace demarc::drift
