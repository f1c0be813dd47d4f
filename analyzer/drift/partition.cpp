// Greedy modularity and the MoJo distance of two partitions.
#include "analyzer/drift/partition.h"

#include <algorithm>
#include <map>
#include <set>

namespace demarc::drift {
namespace {

std::vector<std::size_t> numbered(const std::vector<std::size_t>& groups) {
  std::map<std::size_t, std::size_t> number;
  std::vector<std::size_t> out;
  for (std::size_t group : groups) out.push_back(number.emplace(group, number.size()).first->second);
  return out;
}

}  // namespace

double modularity(std::span<const std::size_t> groups, std::span<const Link> links) {
  double all = 0;
  std::map<std::size_t, double> inside, ends;
  for (const Link& link : links) {
    if (link.from >= groups.size() || link.to >= groups.size() || link.from == link.to) continue;
    all += link.weight;
    ends[groups[link.from]] += link.weight;
    ends[groups[link.to]] += link.weight;
    if (groups[link.from] == groups[link.to]) inside[groups[link.from]] += link.weight;
  }
  if (all <= 0) return 0;
  double out = 0;
  for (const auto& [group, degree] : ends) {
    const double share = degree / (2 * all);
    out += inside[group] / all - share * share;
  }
  return out;
}

std::vector<std::size_t> best_partition(std::size_t nodes, std::span<const Link> links) {
  std::vector<std::size_t> groups(nodes);
  for (std::size_t i = 0; i < nodes; ++i) groups[i] = i;
  if (nodes > largest_partition) return groups;
  double all = 0;
  std::map<std::size_t, std::map<std::size_t, double>> between;  // both ways
  std::vector<double> degree(nodes, 0);
  for (const Link& link : links) {
    if (link.from >= nodes || link.to >= nodes || link.from == link.to || link.weight <= 0) continue;
    all += link.weight;
    between[link.from][link.to] += link.weight;
    between[link.to][link.from] += link.weight;
    degree[link.from] += link.weight;
    degree[link.to] += link.weight;
  }
  if (all <= 0) return groups;
  for (;;) {
    double best = 1e-12;
    std::size_t into = nodes, from = nodes;
    for (const auto& [a, others] : between)
      for (const auto& [b, weight] : others) {
        if (b <= a) continue;
        const double gain = weight / all - degree[a] * degree[b] / (2 * all * all);
        if (gain > best) {
          best = gain;
          into = a;
          from = b;
        }
      }
    if (into == nodes) break;
    for (const auto& [other, weight] : between[from])
      if (other != into) {
        between[into][other] += weight;
        between[other][into] += weight;
        between[other].erase(from);
      }
    between[into].erase(from);
    between.erase(from);
    degree[into] += degree[from];
    for (std::size_t& group : groups)
      if (group == from) group = into;
  }
  return numbered(groups);
}

Moves moves_between(std::span<const std::size_t> from, std::span<const std::size_t> to) {
  Moves out;
  const std::size_t n = std::min(from.size(), to.size());
  std::map<std::size_t, std::map<std::size_t, std::size_t>> overlap;
  for (std::size_t i = 0; i < n; ++i) ++overlap[from[i]][to[i]];
  // Each group goes where most of it goes; of equal ones it may go to any, and as many different ones as
  // possible are taken (maximum bipartite matching by augmenting ways).
  std::map<std::size_t, std::vector<std::size_t>> choices;
  out.moves = n;
  for (const auto& [group, parts] : overlap) {
    std::size_t most = 0;
    for (const auto& [target, count] : parts) most = std::max(most, count);
    out.moves -= most;
    for (const auto& [target, count] : parts)
      if (count == most) choices[group].push_back(target);
  }
  std::map<std::size_t, std::size_t> taken;  // target → group
  auto augment = [&](auto&& self, std::size_t group, std::set<std::size_t>& seen) -> bool {
    for (std::size_t target : choices[group]) {
      if (!seen.insert(target).second) continue;
      auto holder = taken.find(target);
      if (holder == taken.end() || self(self, holder->second, seen)) {
        taken[target] = group;
        return true;
      }
    }
    return false;
  };
  std::size_t matched = 0;
  // The way is no longer than there are groups; those are few.
  for (const auto& [group, some] : choices) {
    std::set<std::size_t> seen;
    matched += augment(augment, group, seen);
  }
  out.joins = overlap.size() - matched;
  return out;
}

}  // namespace demarc::drift
