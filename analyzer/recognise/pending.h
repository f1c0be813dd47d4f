// A place of recognition on its way to an effect.
#pragma once
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/recognise/effects.h"

namespace demarc {

// A call that may mean something, with its values; lifted copies stand at callers.
struct Pending {
  ValueId callee, list, object;  // arguments packed
  std::string_view language;
  FunctionRef where;
  std::vector<FunctionRef> through;  // where it was before it was lifted
  Span site;
  std::vector<std::pair<Span, std::string_view>> chain;
  bool in_loop = false;
  bool is_plugin = false;  // its function is called by a framework: it stands where it is written
  int lifts = 0;
};

}  // namespace demarc
