// Measures of a small directed graph: reach, rings and what to cut, concentration. Pure functions over
// numbers.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace demarc::drift {

// Nodes are 0 … n−1. Several links between the same two nodes add up.
struct Link {
  std::size_t from = 0, to = 0;
  double weight = 1;
};

// Lakos, "Large-Scale C++ Software Design": cumulative component dependency and what is made of it.
struct Reach {
  std::size_t ccd = 0;          // Σ over nodes of 1 + the nodes reachable from it
  double acd = 0;               // ccd / n
  double nccd = 0;              // ccd by that of a balanced binary tree, (n+1)·log2(n+1) − n
  double propagation_cost = 0;  // ccd / n², 0 … 1
};
Reach reach_of(std::size_t nodes, std::size_t ccd);  // all 0 without nodes
Reach reach(std::size_t nodes, std::span<const Link> links);
// By node, in ascending order; the node itself only when a ring leads back.
std::vector<std::vector<std::size_t>> reachable(std::size_t nodes, std::span<const Link> links);

// Strongly connected components with more than one node, each sorted, in the order of their first nodes.
std::vector<std::vector<std::size_t>> rings(std::size_t nodes, std::span<const Link> links);

// Links without which the component has no ring, of the least weight in all: exact up to `exact_cut` nodes,
// by the greedy order of Eades, Lin and Smyth (1993) above. Sorted by ends; weights added up.
struct Cut {
  std::vector<Link> links;
  double weight = 0;
  bool is_exact = true;
};
inline constexpr std::size_t exact_cut = 12;
Cut cut(std::span<const std::size_t> component, std::span<const Link> links);

// Distinct pairs with a link by all that could have one; 0 below two nodes.
double density(std::size_t nodes, std::span<const Link> links);

// Gini coefficient, Σ(2i−n−1)·x_i / (n·Σx_i) with x ascending; 0 for nothing and for all zeros.
double gini(std::vector<double> values);

// Links of the longest path where every ring counts as one node: with it the nodes on the way, ring by ring.
std::vector<std::size_t> longest_path(std::size_t nodes, std::span<const Link> links);

// By node the links of the longest path that begins there, a ring counting as one node.
std::vector<std::size_t> depths(std::size_t nodes, std::span<const Link> links);

}  // namespace demarc::drift
