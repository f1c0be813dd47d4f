// Reads the loops around one place: what each goes over, and how often it does so.
#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "analyzer/operations/shape.h"

namespace demarc::operations {
using namespace code;

// What is looked at of one expression: hostile code nests without end.
inline constexpr int max_looks = 2000;

class LoopReader {
 public:
  LoopReader(const Shape& shape, const Place& place, bool hands_batch)
      : s_(shape), c_(shape.code_), place_(place), hands_batch_(hands_batch) {}

  std::vector<Loop> all();

 private:
  // Calls `use` for every expression below e, itself first; stops when it says so.
  bool any(ExprId e, const std::function<bool(ExprId)>& use);
  bool is_named(ExprId e) const;
  bool any_name(ExprId e, bool (*says)(std::string_view));
  // The callee's last name.
  std::string_view method(ExprId call) const;
  ExprId receiver(ExprId call) const;
  ExprId argument(ExprId call, std::uint32_t i) const;
  bool is_below(BlockId block, BlockId around) const;
  // Every block of the loop, itself first; those of loops inside it too if asked.
  void each_block(BlockId loop, bool inner_loops, const std::function<void(BlockId)>& use);

  // ---- loops that are statements or comprehensions

  void statement(BlockId at, std::vector<Loop>& found);

  // for x in all
  void over(ExprId all, ExprId target, BlockId at, Loop& loop);

  // The numbers of range(…), IntStream.range(…), itertools.count(): of the code's own, not of data.
  bool counts(ExprId all);
  // range(0, n, size)
  bool is_stepped(ExprId all);
  // How many elements the code itself writes there.
  std::optional<std::uint32_t> rounds_of(ExprId all, int depth = 0);

  // The platform hands these messages over together.
  bool is_batch(ExprId all);
  bool is_parameter(StringId name) const;
  bool is_received(StringId name);

  // while, do, for (;;)
  void while_loop(BlockId at, Loop& loop);

  // i += size
  bool is_stepping(BlockId at);

  // i < 3, where i begins at 0.
  std::optional<std::uint32_t> counted(const Block& b);

  // ---- what the loop does besides

  bool has_sleep(BlockId at);
  bool is_left(BlockId at);
  // The call stands in a `try` of the loop.
  bool is_tried(BlockId at) const;
  // Bounded, left on success, after a pause or a failure.
  bool is_retry(BlockId at);
  bool is_waiting(BlockId at) { return has_sleep(at); }
  // One after the other is tried until one answers.
  bool is_failover(BlockId at) { return is_tried(at) && leaves_after_call(at); }
  bool leaves_after_call(BlockId at);

  // The answer decides whether there is another round: the next page, the status that is waited for.
  // `by_leaving`: a branch that leaves the loop may say so too.
  bool is_paging(BlockId at, bool by_leaving);
  bool asks_with(const std::set<std::string_view>& told);
  bool mentions(ExprId e, const std::set<std::string_view>& told);

  // ---- callbacks

  bool has_stream(ExprId on);
  bool has_method(ExprId on, std::string_view name);
  static bool is_one_by_one(std::string_view name);

  // What a call with a callback goes over, in which manner; false when it runs the callback once.
  bool goes_over(const Call& call, std::uint32_t taken, bool is_lambda, Loop& loop);

  void callback(BlockId body, std::vector<Loop>& found);

  void handed_on(const Call& call, std::uint32_t argument_number, std::vector<Loop>& found);

  // Whether many such calls are under way at once: handed to gather(), or started as tasks.
  bool is_gathered(const Loop& loop, BlockId at);

  const Shape& s_;
  const CodeFile& c_;
  const Place place_;
  const bool hands_batch_;
};

// The number that is written there.
std::optional<std::uint32_t> number_of(const CodeFile& c, ExprId e);

}  // namespace demarc::operations
