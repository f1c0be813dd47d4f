// How the statements of one file enclose each other: blocks, callbacks that run where they are written, and
// the loops around a place.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/observations/code.h"

namespace demarc::operations {

// What a language does with callbacks and with calls that are not waited for.
enum class Manner : std::uint8_t { python, ecmascript, java, kotlin };
Manner manner_of(std::string_view path);

// How often the body of a loop runs.
enum class Rounds : std::uint8_t {
  once,   // as far as data goes: retries, pages, chunks, waiting, serving
  fixed,  // so many times as the code says
  batch,  // once for each message that the platform hands over together
  data,   // once for each element
};

struct Loop {
  Rounds rounds = Rounds::data;
  bool is_parallel = false;          // its rounds do not wait for each other
  std::uint32_t count = 1;           // of `fixed`
  std::uint32_t begin = 0, end = 0;  // its header
  std::string element;               // "order", where the code names it
};

// Where something stands.
struct Place {
  code::BlockId block;
  std::uint32_t begin = 0, end = 0;
  code::ExprId call;  // the call that stands there; 0: something else, like a function that is handed on
};

class Shape {
 public:
  // `starts_itself`: functions that never run where they are written, like the handler of a route.
  Shape(const code::CodeFile& code, Manner manner,
        const std::function<bool(code::FunctionId)>& starts_itself);

  const code::CodeFile& code() const { return code_; }
  // The function that runs whatever is written in `f`: f itself, or the one around it that hands it to a
  // call.
  code::FunctionId root_of(code::FunctionId f) const;
  bool is_inlined(code::FunctionId f) const { return static_cast<bool>(taken_by_[f.index]); }
  // The block around this one, out of callbacks too; 0 for the body of a root.
  code::BlockId up(code::BlockId block) const;
  // A call or name at these bytes; where nothing is known, the body of `otherwise`.
  Place place(std::uint32_t begin, std::uint32_t end, code::FunctionId otherwise) const;
  code::FunctionId function_at(const Place& place) const { return code_.blocks[place.block.index].function; }

  // The loops around a place of its root function, innermost first. `hands_batch`: what its parameters hold
  // is a batch of messages.
  std::vector<Loop> loops(const Place& place, bool hands_batch) const;
  bool is_in_handler(const Place& place) const;
  // Whether the function calls itself here with what an earlier answer said (the next page), or to try again.
  bool is_continued(const Place& again, const Place& call) const;
  // Whether f returns at the very level of this block.
  bool returns_in(code::BlockId block) const { return returning_[block.index]; }

 private:
  friend class LoopReader;
  void take_callbacks(const std::function<bool(code::FunctionId)>& starts_itself);
  void take(code::ExprId value, const code::Call& by, std::uint32_t argument, int depth,
            const std::function<bool(code::FunctionId)>& starts_itself);

  const code::CodeFile& code_;
  const Manner manner_;
  struct Taken {
    std::uint32_t call = 0;  // position in code.calls + 1; 0: not handed to a call
    std::uint32_t argument = 0;
    explicit operator bool() const { return call != 0; }
  };
  std::vector<Taken> taken_by_;                             // [FunctionId]
  std::unordered_map<std::uint64_t, std::uint32_t> calls_;  // bytes → position in code.calls
  std::unordered_map<std::uint32_t, Taken> handed_;         // where a name that is handed on begins
  std::vector<std::vector<std::uint32_t>> assigned_;        // [BlockId] → positions of assignments
  std::vector<std::vector<std::uint32_t>> called_;          // [BlockId] → positions of calls
  std::vector<std::vector<code::BlockId>> inner_;           // [BlockId] → blocks in it, callbacks too
  std::vector<bool> returning_;                             // [BlockId]
  std::vector<std::pair<std::uint32_t, std::uint32_t>> gathering_;  // calls that wait for many: bytes
};

}  // namespace demarc::operations
