// Which parameters may become something that rows know, by what callers pass down: most never do.
#pragma once
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/recognise/callers.h"
#include "analyzer/recognise/fold.h"

namespace demarc {

// A parameter is alive when a caller passes a thing, an object of a class, a function or a name that rows
// speak of - by itself, in a collection, or as what a call or member of such a one yields - or a parameter
// that is alive; when its declared type, default or annotations say so; and when it is one of a constructor.
// Whoever calls a method of one that is not alive does nothing that rows know.
class LiveParameters {
 public:
  LiveParameters(Program& program, Fold& fold, Callers& callers)
      : program_(program), fold_(fold), values_(fold.values()), callers_(callers) {}

  // Parameters of functions of this name are alive: not all of their callers are known yet.
  void keep(std::string_view name) { kept_.insert(name); }
  // Looks at the parameters that `callee` hangs on, and at those that are passed to them. Call it when all
  // callers are known, but for those of functions with kept names.
  void add(ValueId callee);
  // The parameters among them, as Value::aux, that nobody makes alive.
  std::vector<std::uint32_t> dead();

 private:
  struct Node {
    bool is_alive = false;
    std::vector<std::uint32_t> passed_to;  // nodes that are alive when this one is
  };
  std::uint32_t node(ValueId parameter);
  void look(std::uint32_t node);
  // True when `v` may be alive by itself; the parameters that decide it otherwise are added to found_.
  bool reach(ValueId v, int depth);

  Program& program_;
  Fold& fold_;
  Values& values_;
  Callers& callers_;
  std::vector<Node> nodes_;
  std::vector<ValueId> parameters_;                         // of nodes_
  std::unordered_map<std::uint32_t, std::uint32_t> known_;  // Value::aux → node
  std::vector<ValueId> found_;
  std::unordered_set<std::string_view> kept_;
};

}  // namespace demarc
