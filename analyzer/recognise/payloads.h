// What events carry: the whole of what is stored, an image of a row, or chosen fields; and of what type they
// say they are.
#pragma once
#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/program.h"

namespace demarc {

// Adds the words `payload`, `entity` and `type` to the effects that publish; takes `envelope` away. Sorted
// captures stay sorted.
void mark_payloads(Program& program, Values& values, Effects& effects);

}  // namespace demarc
