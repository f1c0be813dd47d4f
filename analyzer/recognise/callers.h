// Who calls which function of the program with what, found out also where the callee is a parameter.
#pragma once
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/fold.h"

namespace demarc {

// One call of a function of the program. Arguments are values of `from`; most are never asked for, so that
// they are folded when the first one asks.
struct Caller {
  FunctionRef from;
  ValueId receiver;
  Span site;
  code::ExprId call;  // in the site's file
  code::BlockId block;
  bool in_loop = false;
  bool is_packed = false;
  ValueId list, object;  // the arguments, packed
};

// A call whose callee hangs on a parameter: who is called is known only further up.
struct Indirect {
  ValueId callee;
  Caller caller;  // as written; arguments are put through `through` only when it is known who is called
  std::vector<std::pair<FunctionRef, Caller>> through;
  std::uint32_t origin = 0;  // number of the call as it is written
};

class Callers {
 public:
  // Resolved calls are added to `calls`.
  Callers(Program& program, Fold& fold, std::vector<CallEdge>& calls)
      : program_(program), fold_(fold), values_(fold.values()), calls_(calls) {}

  void add(FunctionRef function, const Caller& caller) { of_[program_.number(function)].push_back(caller); }
  void add(Indirect call) { indirect_.push_back(std::move(call)); }
  // Finds out what is called through parameters (an injected object, a callback): callers tell what they
  // pass. Where nobody tells, the declared type speaks. Call it once, after all add().
  void settle_indirect();

  // The callers of a function, by its number; nullptr when there are none.
  std::vector<Caller>* of(std::uint32_t function) {
    const auto known = of_.find(function);
    return known == of_.end() ? nullptr : &known->second;
  }
  // What a caller gives, in its own words.
  CallArguments arguments(Caller& caller) {
    pack(caller);
    return Fold::unpack(values_, caller.list, caller.object);
  }
  // `v`, of function f, as the caller sees it.
  ValueId seen_by(Caller& caller, FunctionRef f, ValueId v);

 private:
  void pack(Caller& caller);
  void call_known(Indirect call);
  void drop_dead();

  Program& program_;
  Fold& fold_;
  Values& values_;
  std::vector<CallEdge>& calls_;
  std::unordered_map<std::uint32_t, std::vector<Caller>> of_;
  std::vector<Indirect> indirect_;
  // What seen_by() lately answered: the sites of one function ask its callers the same again and again.
  struct Answer {
    std::array<std::uint32_t, 5> asked{};
    ValueId answer;
  };
  std::vector<Answer> answers_;
};

}  // namespace demarc
