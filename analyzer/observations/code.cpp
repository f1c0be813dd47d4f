// Room that a file's tables do not need.
#include "analyzer/observations/code.h"

namespace demarc::code {

void CodeFile::trim() {
  strings.trim();
  exprs.shrink_to_fit();
  children.shrink_to_fit();
  parameters.shrink_to_fit();
  annotations.shrink_to_fit();
  functions.shrink_to_fit();
  classes.shrink_to_fit();
  blocks.shrink_to_fit();
  assignments.shrink_to_fit();
  calls.shrink_to_fit();
  returns.shrink_to_fit();
  imports.shrink_to_fit();
  exports.shrink_to_fit();
}

}  // namespace demarc::code
