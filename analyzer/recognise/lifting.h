// Sites that know too little, as the callers of their functions see them.
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "analyzer/recognise/callers.h"
#include "analyzer/recognise/fold.h"
#include "analyzer/recognise/pending.h"

namespace demarc {

struct Lifted {
  bool has_callers = false;    // somebody knows more
  std::vector<Pending> sites;  // at the callers where the site may still mean something
};

class Lifting {
 public:
  Lifting(Program& program, Fold& fold, Callers& callers)
      : program_(program), fold_(fold), callers_(callers) {}

  // The site at the callers that know the parameters of `wanted`, at most `room` of them.
  Lifted lift(const Pending& p, const std::vector<ValueId>& wanted, std::size_t room);

 private:
  bool runs_in(FunctionRef constructor, const Pending& p);
  std::optional<Pending> as_all_make_it(const Pending& p, FunctionRef constructor,
                                        std::vector<Caller>& makers);

  Program& program_;
  Fold& fold_;
  Callers& callers_;
};

}  // namespace demarc
