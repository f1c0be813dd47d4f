// Runs the rules over a context map and applies what the model says about them.
#pragma once
#include <string>
#include <vector>

#include "analyzer/architecture/finding.h"
#include "analyzer/exceptions.h"
#include "analyzer/model/context_map.h"
#include "rules/rule.h"

namespace demarc::rules {

struct Selection {
  std::vector<std::string> select;  // ids or globs of ids; empty: all
  std::vector<std::string> ignore;
  std::string today;  // YYYY-MM-DD; "" for the day of the context map
  std::vector<InlineException> inline_exceptions;
  // The facts of an earlier state of the tree, for rules that judge what has changed; nullptr for none.
  const Facts* base = nullptr;
};

struct Outcome {
  std::vector<Finding> findings;  // by severity, gravity of the rule, rule, ends, object; one a fingerprint
  // Hidden by an exception of the model or of the sources, with that exception's place in the model (file 0
  // for one in the sources).
  struct Hidden {
    Finding finding;
    Span exception;
    std::string why;
  };
  std::vector<Hidden> hidden;
  std::vector<std::string> ran;  // ids of rules that were run
};

Outcome run(const model::ContextMap& map, const Selection& selection = {});

}  // namespace demarc::rules
