// What a matched row says of a site, in the words of effects.
#pragma once
#include <string_view>

#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/fold.h"
#include "analyzer/recognise/program.h"

namespace demarc {

// Words whose values say what is touched; the others only describe it.
bool is_identity(std::string_view word);

class EffectMaker {
 public:
  EffectMaker(Program& program, Fold& fold) : program_(program), fold_(fold), values_(fold.values()) {}

  // The text, as one that stays as long as the values do.
  std::string_view keep(std::string_view text) { return values_.strings().text(values_.strings().id(text)); }
  // Puts what the row says of its captures into `e`, with the function that answers where the row names it.
  void captures(Effect& e, const Row& row, const Captures& from);
  // Environment reads join the chains; effects are put in order and equal ones made one.
  void finish(std::vector<Effect>& effects);

 private:
  Program& program_;
  Fold& fold_;
  Values& values_;
};

}  // namespace demarc
