// What the tree imports: its own files, and libraries that wake rows.
#pragma once
#include <set>
#include <string>

#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/packs.h"
#include "analyzer/recognise/program.h"

namespace demarc {

class Libraries {
 public:
  // Takes in all imports; those that lead to files of the tree, and the classes of its files, go to `out`.
  void collect(Program& program, Effects& out);
  // True where one of the libraries is there that the row waits for, if it waits for any.
  bool is_awake(const Row& row) const;

 private:
  std::set<std::string> names_;
};

}  // namespace demarc
