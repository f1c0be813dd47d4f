// Exceptions of rules that stand in the source they are about: `demarc:ignore RULE[, RULE] -- reason`.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/facts/facts.h"

namespace demarc {

struct InlineException {
  Step where;                      // the remark itself
  std::vector<std::string> rules;  // ids, as written
  std::string why;                 // "" when no reason is given: then it does not hold
  // Lines it holds for: its own and, when it stands alone on its line, the next one.
  std::uint32_t first_line = 0, last_line = 0;
  std::uint32_t begin = 0, end = 0;  // the same in bytes
};

// Those in the remarks of one file; a remark begins with # // /* <!-- -- or ; in front of the word.
std::vector<InlineException> find_exceptions(std::string_view path, std::string_view text);

}  // namespace demarc
