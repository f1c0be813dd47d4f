// What rows hang below each other: routers, by the places where they are made.
#pragma once
#include <string>
#include <vector>

#include "analyzer/recognise/fold.h"
#include "analyzer/recognise/program.h"
#include "analyzer/recognise/routers.h"

namespace demarc {

class Mounts {
 public:
  Mounts(Program& program, Fold& fold, Routers& routers)
      : program_(program), fold_(fold), values_(fold.values()), routers_(routers) {}

  // The prefix that a row mounts at, behind the one that the outer router has of its own.
  ValueId prefix(const Row& row, const Captures& from);
  // Where the thing was made that has these captures; "" where that does not matter.
  std::string own_site(const Captures& captures) const;
  // The routers that a value holds: itself, those of a list, or those that a module offers as `member` - the
  // module may be named by a text, as seen from `from`.
  void sites_of(ValueId v, const std::string& member, FileId from, int depth, std::vector<std::string>& all);

 private:
  Program& program_;
  Fold& fold_;
  Values& values_;
  Routers& routers_;
};

}  // namespace demarc
