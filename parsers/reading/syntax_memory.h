// Memory for the parser library: many small blocks of few sizes, taken by one thread and given back at once.
#pragma once

namespace demarc::syntax {

// While it lives, what the parser library makes in this thread lies in the thread's own pool; at its end all
// of that is gone, whether it was deleted or not: nothing made with the library may be used after it. (It
// still has to be deleted where it holds memory that is not the library's: a parser, for its scanner.) One
// that is made while the library holds memory of this thread gives nothing back itself.
class ParsingMemory {
 public:
  ParsingMemory();
  ~ParsingMemory();
  ParsingMemory(const ParsingMemory&) = delete;
  ParsingMemory& operator=(const ParsingMemory&) = delete;
  // Whether its end gives everything back; else what is made has to be deleted.
  bool rewinds() const { return rewinds_; }

 private:
  bool rewinds_;
};

}  // namespace demarc::syntax
