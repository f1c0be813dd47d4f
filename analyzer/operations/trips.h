// The round-trip calculus: how often other services are asked while a function runs.
//
// RT(sequence) = sum, RT(if) = the dearest branch, RT(try) = its body, RT(loop) = n × its body, RT(remote
// call) = 1; through calls of functions, at most `max_depth` deep; recursion is a loop without bound.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "analyzer/operations/shape.h"
#include "analyzer/reader.h"
#include "analyzer/recognise/effects.h"

namespace demarc::operations {

inline constexpr std::uint32_t max_depth = 8;

// The loop that a remote call stands in, in its own function or in one that leads to it.
struct LoopAround {
  Rounds rounds = Rounds::once;  // once: none
  bool is_parallel = false;
  std::uint32_t count = 1;  // of `fixed`: rounds of all loops around it, multiplied
  std::uint32_t hops = 0;   // calls between the loop and the remote call
  Span header;
  std::string element;
  std::vector<Span> way;  // the calls from the loop to the remote call, the loop's first
  FunctionRef where;      // the function that holds the loop
  // Headers of the other loops over data that lead to the call, with the functions that hold them.
  std::vector<std::pair<Span, FunctionRef>> others;
};

// What one function needs of one operation while it runs.
struct Need {
  std::uint32_t call = 0;   // number of the remote call, as given to the graph
  std::uint32_t trips = 1;  // on the dearest way through the branches; without the rounds of unbounded loops
  bool is_unbounded = false;
  bool is_parallel = false;
  bool is_widest = true;    // on the way that asks most providers
  bool is_together = true;  // on the dearest way: all these happen in one run
  std::uint32_t hops = 0;   // calls down to the remote call
};

// Shapes of files, made when asked for.
class Shapes {
 public:
  Shapes(const Project& project, std::function<bool(FunctionRef)> starts_itself)
      : project_(project), starts_itself_(std::move(starts_itself)) {}
  const Shape* of(FileId file);

 private:
  const Project& project_;
  std::function<bool(FunctionRef)> starts_itself_;
  std::map<FileId, std::unique_ptr<Shape>> shapes_;
};

// A remote call in the code: an effect, where it stands and what it asks.
struct RemoteCall {
  const Effect* effect = nullptr;
  std::uint32_t provider = 0;   // who is asked: equal numbers for one service
  std::uint32_t operation = 0;  // what is asked
  std::uint32_t asker = 0;      // in whose run: code that several services run asks for each of them
};

class CallGraph {
 public:
  // `hands_batch`: functions whose parameters hold a batch of messages.
  CallGraph(const Effects& effects, Shapes& shapes, std::function<bool(FunctionRef)> hands_batch);

  // The loops around every effect of calls, by its position in Effects::effects.
  LoopAround loop_around(const Effect& effect) const;

  // Works out what every function needs; loop_around() may be asked before.
  void weigh(const std::vector<RemoteCall>& calls);
  // Needs of a function's run, in the order of the code; those of an unknown function are none.
  const std::vector<Need>& needs(FunctionRef f) const;
  // The same for a run that takes the branch whose condition holds `site`; all of it when none does.
  std::vector<Need> needs(FunctionRef f, Span site) const;
  std::vector<FunctionRef> functions() const;  // that lead to a remote call
  FunctionRef root(FunctionRef f) const;

 private:
  // One place in a root function that leads elsewhere.
  struct Edge {
    FunctionRef from, to;
    Place place;
    Span site;
  };
  struct Stand {  // where a remote call really stands: through the wrappers that only it is known by
    FunctionRef function;
    Place place;
    Span site;
    std::vector<std::pair<Span, std::vector<Loop>>> inner;  // loops in the wrappers, innermost first
  };
  Stand stand_of(const Effect& effect) const;
  bool repeats(const Edge& e) const;  // of one that leads to its own function
  const std::vector<Loop>& loops_at(FunctionRef root, const Place& place) const;
  struct Item {
    Place place;
    std::vector<Need> needs;
  };
  std::vector<Need> weigh_function(FunctionRef f, std::vector<Item> items) const;
  std::vector<Need> scaled(std::vector<Need> needs, const std::vector<Loop>& loops) const;
  void add(std::vector<Need>& sum, const std::vector<Need>& more) const;
  void choose(std::vector<Need>& best, const std::vector<Need>& other) const;

  const Effects& effects_;
  Shapes& shapes_;
  std::function<bool(FunctionRef)> hands_batch_;
  std::vector<Edge> edges_;
  std::map<FunctionRef, std::vector<std::uint32_t>> in_, out_;  // by root function
  std::map<Span, std::vector<std::uint32_t>> by_site_;
  mutable std::map<std::tuple<FileId, std::uint32_t, std::uint32_t>, std::vector<Loop>> loops_;
  std::vector<RemoteCall> calls_;
  std::map<FunctionRef, std::vector<Need>> needs_;
  std::map<FunctionRef, std::vector<Item>> items_;
};

}  // namespace demarc::operations
