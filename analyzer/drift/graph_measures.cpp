// Reach, rings, cuts and concentration of a directed graph.
#include "analyzer/drift/graph_measures.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <set>

namespace demarc::drift {
namespace {

using Next = std::vector<std::vector<std::size_t>>;

// Without links from a node to itself; each neighbour once.
Next next_of(std::size_t nodes, std::span<const Link> links) {
  Next next(nodes);
  for (const Link& link : links)
    if (link.from < nodes && link.to < nodes && link.from != link.to) next[link.from].push_back(link.to);
  for (auto& some : next) {
    std::sort(some.begin(), some.end());
    some.erase(std::unique(some.begin(), some.end()), some.end());
  }
  return next;
}

// Tarjan, with a stack of its own. Every node's component, numbered so that links lead to lower numbers.
std::vector<std::size_t> component_numbers(const Next& next) {
  const std::size_t n = next.size(), none = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> order(n, none), low(n, 0), number(n, none), stack;
  std::vector<bool> on_stack(n, false);
  std::size_t counter = 0, components = 0;
  for (std::size_t start = 0; start < n; ++start) {
    if (order[start] != none) continue;
    std::vector<std::pair<std::size_t, std::size_t>> work{{start, 0}};
    while (!work.empty()) {
      auto& [at, child] = work.back();
      if (child == 0) {
        order[at] = low[at] = counter++;
        stack.push_back(at);
        on_stack[at] = true;
      }
      if (child < next[at].size()) {
        const std::size_t to = next[at][child++];
        if (order[to] == none) work.emplace_back(to, 0);
        else if (on_stack[to]) low[at] = std::min(low[at], order[to]);
        continue;
      }
      const std::size_t done = at;
      work.pop_back();
      if (!work.empty()) low[work.back().first] = std::min(low[work.back().first], low[done]);
      if (low[done] != order[done]) continue;
      std::size_t member;
      do {
        member = stack.back();
        stack.pop_back();
        on_stack[member] = false;
        number[member] = components;
      } while (member != done);
      ++components;
    }
  }
  return number;
}

using Weights = std::vector<std::vector<double>>;

// The order of nodes whose backward links weigh least, by dynamic programming over sets (2^n · n steps).
std::vector<std::size_t> best_order(const Weights& weight) {
  const std::size_t n = weight.size(), sets = std::size_t{1} << n;
  std::vector<double> cost(sets, std::numeric_limits<double>::infinity());
  std::vector<std::uint8_t> last(sets, 0);
  cost[0] = 0;
  for (std::size_t set = 1; set < sets; ++set)
    for (std::size_t v = 0; v < n; ++v) {
      if (!(set >> v & 1)) continue;
      const std::size_t before = set & ~(std::size_t{1} << v);
      double back = 0;
      for (std::size_t w = 0; w < n; ++w)
        if (before >> w & 1) back += weight[v][w];
      if (cost[before] + back < cost[set]) {
        cost[set] = cost[before] + back;
        last[set] = static_cast<std::uint8_t>(v);
      }
    }
  std::vector<std::size_t> order(n);
  for (std::size_t set = sets - 1, i = n; i-- > 0; set &= ~(std::size_t{1} << last[set]))
    order[i] = last[set];
  return order;
}

// Sinks go last, sources first; of the rest the one that gives most more than it takes.
std::vector<std::size_t> greedy_order(const Weights& weight) {
  const std::size_t n = weight.size();
  std::vector<bool> is_left(n, true);
  std::vector<std::size_t> front, back;
  for (std::size_t placed = 0; placed < n; ++placed) {
    std::size_t chosen = n;
    double best = -std::numeric_limits<double>::infinity();
    bool is_sink = false;
    for (std::size_t v = 0; v < n && !is_sink; ++v) {
      if (!is_left[v]) continue;
      double out = 0, in = 0;
      for (std::size_t w = 0; w < n; ++w)
        if (is_left[w] && w != v) {
          out += weight[v][w];
          in += weight[w][v];
        }
      if (out == 0) {
        chosen = v;
        is_sink = true;
      } else {
        const double gain = in == 0 ? std::numeric_limits<double>::max() : out - in;
        if (gain > best) {
          best = gain;
          chosen = v;
        }
      }
    }
    is_left[chosen] = false;
    (is_sink ? back : front).push_back(chosen);
  }
  front.insert(front.end(), back.rbegin(), back.rend());
  return front;
}

}  // namespace

Reach reach_of(std::size_t nodes, std::size_t ccd) {
  Reach made;
  if (nodes == 0) return made;
  const auto n = static_cast<double>(nodes), sum = static_cast<double>(ccd);
  made.ccd = ccd;
  made.acd = sum / n;
  made.nccd = sum / ((n + 1) * std::log2(n + 1) - n);
  made.propagation_cost = sum / (n * n);
  return made;
}

std::vector<std::vector<std::size_t>> reachable(std::size_t nodes, std::span<const Link> links) {
  const Next next = next_of(nodes, links);
  std::vector<std::vector<std::size_t>> out(nodes);
  for (std::size_t start = 0; start < nodes; ++start) {
    std::vector<bool> seen(nodes, false);
    std::vector<std::size_t> todo{start};
    while (!todo.empty()) {
      const std::size_t at = todo.back();
      todo.pop_back();
      for (std::size_t to : next[at])
        if (!seen[to]) {
          seen[to] = true;
          todo.push_back(to);
        }
    }
    for (std::size_t i = 0; i < nodes; ++i)
      if (seen[i]) out[start].push_back(i);
  }
  return out;
}

Reach reach(std::size_t nodes, std::span<const Link> links) {
  std::size_t ccd = nodes;
  const auto all = reachable(nodes, links);
  for (std::size_t node = 0; node < nodes; ++node)
    ccd += all[node].size() - static_cast<std::size_t>(std::count(all[node].begin(), all[node].end(), node));
  return reach_of(nodes, ccd);
}

std::vector<std::vector<std::size_t>> rings(std::size_t nodes, std::span<const Link> links) {
  const std::vector<std::size_t> number = component_numbers(next_of(nodes, links));
  std::map<std::size_t, std::vector<std::size_t>> members;
  for (std::size_t node = 0; node < nodes; ++node) members[number[node]].push_back(node);
  std::vector<std::vector<std::size_t>> out;
  for (auto& [component, some] : members)
    if (some.size() > 1) out.push_back(std::move(some));
  std::sort(out.begin(), out.end());
  return out;
}

Cut cut(std::span<const std::size_t> component, std::span<const Link> links) {
  const std::size_t n = component.size();
  std::map<std::size_t, std::size_t> place;
  for (std::size_t i = 0; i < n; ++i) place[component[i]] = i;
  Weights weight(n, std::vector<double>(n, 0));
  for (const Link& link : links) {
    auto from = place.find(link.from), to = place.find(link.to);
    if (from != place.end() && to != place.end() && from != to)
      weight[from->second][to->second] += link.weight;
  }
  Cut made;
  made.is_exact = n <= exact_cut;
  const std::vector<std::size_t> order = made.is_exact ? best_order(weight) : greedy_order(weight);
  std::vector<std::size_t> position(n);
  for (std::size_t i = 0; i < n; ++i) position[order[i]] = i;
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < n; ++b)
      if (weight[a][b] > 0 && position[b] < position[a]) {
        made.links.push_back({component[a], component[b], weight[a][b]});
        made.weight += weight[a][b];
      }
  std::sort(made.links.begin(), made.links.end(),
            [](const Link& a, const Link& b) { return std::pair(a.from, a.to) < std::pair(b.from, b.to); });
  return made;
}

double density(std::size_t nodes, std::span<const Link> links) {
  if (nodes < 2) return 0;
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (const Link& link : links)
    if (link.from != link.to) pairs.emplace(link.from, link.to);
  return static_cast<double>(pairs.size()) / static_cast<double>(nodes * nodes - nodes);
}

double gini(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double sum = 0, weighted = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += values[i];
    weighted += (2 * static_cast<double>(i + 1) - n - 1) * values[i];
  }
  return sum == 0 ? 0 : weighted / (n * sum);
}

std::vector<std::size_t> longest_path(std::size_t nodes, std::span<const Link> links) {
  const Next next = next_of(nodes, links);
  const std::vector<std::size_t> number = component_numbers(next);
  std::size_t components = 0;
  for (std::size_t of : number) components = std::max(components, of + 1);
  std::vector<std::vector<std::size_t>> members(components);
  for (std::size_t node = 0; node < nodes; ++node) members[number[node]].push_back(node);
  // Links lead to lower numbers: those are settled first.
  std::vector<std::size_t> length(components, 1), after(components, components);
  std::size_t best = 0;
  for (std::size_t c = 0; c < components; ++c) {
    for (std::size_t node : members[c])
      for (std::size_t to : next[node])
        if (number[to] != c && length[number[to]] + 1 > length[c]) {
          length[c] = length[number[to]] + 1;
          after[c] = number[to];
        }
    if (length[c] > length[best]) best = c;
  }
  std::vector<std::size_t> out;
  if (components == 0) return out;
  for (std::size_t c = best; c != components; c = after[c])
    out.insert(out.end(), members[c].begin(), members[c].end());
  return out;
}

std::vector<std::size_t> depths(std::size_t nodes, std::span<const Link> links) {
  const Next next = next_of(nodes, links);
  const std::vector<std::size_t> number = component_numbers(next);
  std::vector<std::vector<std::size_t>> members(nodes);
  for (std::size_t node = 0; node < nodes; ++node) members[number[node]].push_back(node);
  // Links lead to lower numbers: those are settled first.
  std::vector<std::size_t> below(nodes, 0), out(nodes, 0);
  for (std::size_t c = 0; c < nodes; ++c) {
    for (std::size_t node : members[c])
      for (std::size_t to : next[node])
        if (number[to] != c) below[c] = std::max(below[c], below[number[to]] + 1);
    for (std::size_t node : members[c]) out[node] = below[c];
  }
  return out;
}

}  // namespace demarc::drift
