// What is written in one transaction: its effects carry the transactions that they are part of.
#pragma once
#include "analyzer/base/values.h"
#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/program.h"

namespace demarc {

// Takes the roles "transaction" out of `out`: an annotated function or class whose code is one, or a call
// whose arguments are; and "transaction-scope": a call after which one runs to the end of the function.
// Writes that these do, or the functions that they call, get the capture `transaction`: the names of at most
// `max_transactions` of them, with blanks between.
void mark_transactions(Program& program, Values& values, Effects& out);

}  // namespace demarc
