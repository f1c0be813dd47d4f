// Memory for the parser library: many small blocks of few sizes, taken and given back by one thread.
#pragma once

namespace demarc::syntax {

// From now on the parser library takes its memory here. Call it before anything is made with the library;
// later calls do nothing. Blocks of up to a few kilobytes are kept for the thread that gives them back;
// larger ones go to the system at once. A thread's memory goes back to the system when it ends.
void use_own_memory();

}  // namespace demarc::syntax
