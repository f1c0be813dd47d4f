// Which loops stand around a place, and which of them run as often as there is data.
#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "analyzer/operations/names.h"
#include "analyzer/operations/shape.h"

namespace demarc::operations {
using namespace code;

namespace {

// What is looked at of one expression: hostile code nests without end.
constexpr int max_looks = 2000;

std::optional<std::uint32_t> number_of(const CodeFile& c, ExprId e) {
  if (!e || c[e].kind != ExprKind::number) return std::nullopt;
  const std::string_view text = c.text(e);
  std::uint32_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

// Reads the loops around one place.
class LoopReader {
 public:
  LoopReader(const Shape& shape, const Place& place, bool hands_batch)
      : s_(shape), c_(shape.code_), place_(place), hands_batch_(hands_batch) {}

  std::vector<Loop> all() {
    std::vector<Loop> found;
    if (const auto handed = s_.handed_.find(place_.begin); handed != s_.handed_.end() && !place_.call)
      handed_on(c_.calls[handed->second.call - 1], handed->second.argument, found);
    std::size_t steps = 0;
    for (BlockId at = place_.block; at && steps < c_.blocks.size(); at = s_.up(at), ++steps) {
      const Block& b = c_.blocks[at.index];
      const FunctionId f = b.function;
      const bool is_callback = f && c_.functions[f.index].body == at;
      if (is_callback) {
        if (s_.taken_by_[f.index]) callback(at, found);
        else break;
      } else if (b.kind == BlockKind::loop) {
        statement(at, found);
      }
    }
    return found;
  }

 private:
  // Calls `use` for every expression below e, itself first; stops when it says so.
  bool any(ExprId e, const std::function<bool(ExprId)>& use) {
    std::vector<ExprId> next{e};
    int looks = 0;
    while (!next.empty() && ++looks < max_looks) {
      const ExprId at = next.back();
      next.pop_back();
      if (!at) continue;
      if (use(at)) return true;
      const Expr& x = c_[at];
      if (x.kind == ExprKind::function || x.kind == ExprKind::type) continue;
      for (std::uint32_t i = 0; i < x.count; ++i) next.push_back(c_.child(at, i));
    }
    return false;
  }
  bool is_named(ExprId e) const {
    return c_[e].kind == ExprKind::name || c_[e].kind == ExprKind::member || c_[e].kind == ExprKind::string;
  }
  bool any_name(ExprId e, bool (*says)(std::string_view)) {
    return any(e, [&](ExprId x) { return is_named(x) && says(c_.text(x)); });
  }
  // The callee's last name.
  std::string_view method(ExprId call) const {
    if (!call || c_[call].count == 0) return {};
    return c_.text(c_.child(call, 0));
  }
  ExprId receiver(ExprId call) const {
    if (!call || c_[call].count == 0) return {};
    const ExprId callee = c_.child(call, 0);
    return c_[callee].kind == ExprKind::member && c_[callee].count == 1 ? c_.child(callee, 0) : ExprId{};
  }
  ExprId argument(ExprId call, std::uint32_t i) const {
    if (c_[call].count <= i + 1) return {};
    const ExprId given = c_.child(call, i + 1);
    return c_[given].kind == ExprKind::argument && c_[given].count == 1 ? c_.child(given, 0) : given;
  }
  bool is_below(BlockId block, BlockId around) const {
    std::size_t steps = 0;
    for (BlockId at = block; at && steps <= c_.blocks.size(); at = s_.up(at), ++steps)
      if (at == around) return true;
    return false;
  }
  // Every block of the loop, itself first; those of loops inside it too if asked.
  void each_block(BlockId loop, bool inner_loops, const std::function<void(BlockId)>& use) {
    std::vector<BlockId> next{loop};
    while (!next.empty()) {
      const BlockId at = next.back();
      next.pop_back();
      use(at);
      for (BlockId b : s_.inner_[at.index])
        if (inner_loops || c_.blocks[b.index].kind != BlockKind::loop) next.push_back(b);
    }
  }

  // ---- loops that are statements or comprehensions

  void statement(BlockId at, std::vector<Loop>& found) {
    const Block& b = c_.blocks[at.index];
    Loop loop;
    loop.begin = b.begin;
    loop.end = std::min(b.end, b.begin + 1);
    const Assignment* first = nullptr;
    ExprId all;
    for (std::uint32_t i : s_.assigned_[at.index]) {
      const Assignment& a = c_.assignments[i];
      if (!a.value) continue;
      any(a.value, [&](ExprId x) {
        const bool is_element = c_[x].kind == ExprKind::element && c_[x].count == 1;
        if (is_element) all = c_.child(x, 0);
        return is_element;
      });
      // `for n, x in enumerate(all)`: the element may come second.
      if (!first || all) first = &a;
      if (all) break;
    }
    const bool is_for_each = static_cast<bool>(all);
    if (!is_for_each && first && first->kind == AssignmentKind::assign && !b.condition &&
        c_[first->value].kind == ExprKind::unknown && c_[first->value].count == 1 &&
        c_[first->value].begin == c_[first->target].begin)
      all = c_.child(first->value, 0);  // for (key in object)
    if (all) {
      loop.begin = std::min(c_[first->target].begin, c_[all].begin);
      loop.end = std::max(c_[all].end, c_[first->target].end);
      if (c_[first->target].kind == ExprKind::name && c_[first->value].kind == ExprKind::element)
        loop.element = c_.text(first->target);
      over(all, first->target, at, loop);
    } else {
      while_loop(at, loop);
    }
    loop.is_parallel = loop.is_parallel || is_gathered(loop, at);
    found.push_back(std::move(loop));
  }

  // for x in all
  void over(ExprId all, ExprId target, BlockId at, Loop& loop) {
    if (const auto count = rounds_of(all)) {
      loop.rounds = Rounds::fixed;
      loop.count = *count;
    }
    if (any_name(all, names::says_chunk) || is_stepped(all) ||
        (c_[target].kind == ExprKind::name && names::says_chunk(c_.text(target)))) {
      loop.rounds = Rounds::once;
      return;
    }
    if (any_name(all, names::says_page) ||
        (c_[target].kind == ExprKind::name && names::says_page(c_.text(target)))) {
      loop.rounds = Rounds::once;
      return;
    }
    const bool is_numbers = counts(all);
    if (is_numbers ? is_retry(at) || is_waiting(at) : is_failover(at)) {
      loop.rounds = Rounds::once;
      return;
    }
    if (loop.rounds == Rounds::data && is_batch(all)) loop.rounds = Rounds::batch;
  }

  // The numbers of range(…), IntStream.range(…), itertools.count(): of the code's own, not of data.
  bool counts(ExprId all) {
    if (c_[all].kind != ExprKind::call && c_[all].kind != ExprKind::construct) return false;
    const std::string_view name = method(all);
    const bool is_range = name == "range" || name == "rangeClosed" || name == "count" || name == "xrange";
    if (!is_range) return false;
    // range(len(xs)) goes over data.
    return !any(all, [&](ExprId x) { return x != all && is_named(x) && names::is_length(c_.text(x)); });
  }
  // range(0, n, size)
  bool is_stepped(ExprId all) {
    if (c_[all].kind != ExprKind::call || c_[all].count != 4) return false;
    const std::string_view name = method(all);
    const auto step = number_of(c_, argument(all, 2));
    return (name == "range" || name == "xrange") && (!step || *step > 1);
  }
  // How many elements the code itself writes there.
  std::optional<std::uint32_t> rounds_of(ExprId all, int depth = 0) {
    const Expr& x = c_[all];
    if (x.kind == ExprKind::list) {
      for (std::uint32_t i = 0; i < x.count; ++i) {
        const ExprKind kind = c_[c_.child(all, i)].kind;
        if (kind == ExprKind::spread || kind == ExprKind::each) return std::nullopt;
      }
      if (x.cut || x.count == 0) return std::nullopt;
      return x.count;
    }
    if (x.kind == ExprKind::call && counts(all)) {
      const auto first = number_of(c_, argument(all, 0)), second = number_of(c_, argument(all, 1));
      if (x.count == 2) return first;
      if (x.count == 3 && first && second && *second >= *first)
        return *second - *first + (method(all) == "rangeClosed" ? 1 : 0);
      return std::nullopt;
    }
    if (x.kind == ExprKind::call && depth < 3) {
      const std::string_view name = method(all);
      // List.of("a", "b"), Arrays.asList(…), enumerate(…), Object.entries({…})
      if (name == "of" || name == "asList" || name == "listOf" || name == "setOf") {
        const std::string_view on = receiver(all) ? c_.text(receiver(all)) : std::string_view();
        const bool is_list = name != "of" || on == "List" || on == "Set" || on == "Stream";
        bool is_written = x.count > 1;
        for (std::uint32_t i = 1; i < x.count; ++i) {
          const ExprKind kind = c_[c_.child(all, i)].kind;
          is_written &= kind == ExprKind::string || kind == ExprKind::number || kind == ExprKind::member;
        }
        if (is_list && is_written) return x.count - 1u;
      }
      if (name == "enumerate" || name == "sorted" || name == "reversed" || name == "entries" ||
          name == "list" || name == "tuple")
        return argument(all, 0) ? rounds_of(argument(all, 0), depth + 1) : std::nullopt;
      if ((name == "stream" || name == "values" || name == "keys" || name == "items") && receiver(all))
        return rounds_of(receiver(all), depth + 1);
      return std::nullopt;
    }
    if (x.kind == ExprKind::object && x.count > 0 && depth > 0 && !x.cut) {
      for (std::uint32_t i = 0; i < x.count; ++i)
        if (c_[c_.child(all, i)].kind != ExprKind::entry) return std::nullopt;
      return x.count;
    }
    if ((x.kind == ExprKind::name || x.kind == ExprKind::member) && depth < 3) {
      // Written once in this file, and never added to.
      ExprId value;
      int writes = 0;
      for (const Assignment& a : c_.assignments) {
        if (c_[a.target].text != x.text ||
            (c_[a.target].kind != ExprKind::name && c_[a.target].kind != ExprKind::member))
          continue;
        ++writes;
        if (a.kind == AssignmentKind::assign) value = a.value;
        else writes += 2;
      }
      return writes == 1 && value ? rounds_of(value, depth + 1) : std::nullopt;
    }
    return std::nullopt;
  }

  // The platform hands these messages over together.
  bool is_batch(ExprId all) {
    ExprId at = all;
    bool is_part = false;  // of one message
    for (int steps = 0; at && steps < 8; ++steps) {
      const Expr& x = c_[at];
      if (is_part && x.kind == ExprKind::name) return false;
      is_part = is_part || x.kind == ExprKind::member || x.kind == ExprKind::index;
      if (x.kind == ExprKind::member || x.kind == ExprKind::string) {
        if (c_.text(at) == "Records") return true;
        if (names::says_messages(c_.text(at)) && hands_batch_) return true;
        at = x.count ? c_.child(at, 0) : ExprId{};
      } else if (x.kind == ExprKind::index && x.count == 2) {
        const ExprId key = c_.child(at, 1);
        if (c_[key].kind == ExprKind::string && (c_.text(key) == "Records" || c_.text(key) == "Messages"))
          return true;
        at = c_.child(at, 0);
      } else if (x.kind == ExprKind::either && x.count) {
        at = c_.child(at, 0);
      } else if (x.kind == ExprKind::call) {
        if (names::receives(method(at))) return true;
        if (method(at) == "get" && argument(at, 0) && c_[argument(at, 0)].kind == ExprKind::string &&
            (c_.text(argument(at, 0)) == "Records" || c_.text(argument(at, 0)) == "Messages"))
          return true;
        at = receiver(at);
      } else if (x.kind == ExprKind::name) {
        if (hands_batch_ && is_parameter(x.text)) return true;
        if (c_.text(at) == "consumer" || c_.text(at) == "subscriber") return true;
        return is_received(x.text);
      } else {
        return false;
      }
    }
    return false;
  }
  bool is_parameter(StringId name) const {
    const Function& f = c_.functions[s_.root_of(s_.function_at(place_)).index];
    for (std::uint32_t i = 0; i < f.parameters.count; ++i)
      if (c_.parameters[f.parameters.first + i].name == name) return true;
    return false;
  }
  bool is_received(StringId name) {
    for (const Assignment& a : c_.assignments) {
      if (c_[a.target].kind != ExprKind::name || c_[a.target].text != name || !a.value) continue;
      if (c_.blocks[a.block.index].function != s_.function_at(place_)) continue;
      if (c_[a.value].kind == ExprKind::element) continue;  // one of them
      const bool is = any(a.value, [&](ExprId x) {
        if (c_[x].kind == ExprKind::call) return names::receives(method(x));
        const bool is_key = c_[x].kind == ExprKind::string || c_[x].kind == ExprKind::member;
        return is_key && (c_.text(x) == "Records" || c_.text(x) == "Messages");
      });
      if (is) return true;
    }
    return false;
  }

  // while, do, for (;;)
  void while_loop(BlockId at, Loop& loop) {
    const Block& b = c_.blocks[at.index];
    if (b.condition) {
      loop.begin = c_[b.condition].begin;
      loop.end = c_[b.condition].end;
    }
    const bool is_forever = !b.condition ||
                            (c_[b.condition].kind == ExprKind::constant && c_.text(b.condition) == "true") ||
                            (c_[b.condition].kind == ExprKind::number);
    bool is_left = false;
    each_block(at, false, [&](BlockId inside) {
      is_left |= c_.blocks[inside.index].leaves || s_.returning_[inside.index];
    });
    const bool goes_over_data = b.condition && any(b.condition, [&](ExprId x) {
                                  return is_named(x) && names::is_length(c_.text(x));
                                });
    if (is_paging(at, !goes_over_data) || (is_forever && !is_left)) {
      loop.rounds = Rounds::once;
      return;
    }
    if (b.condition && (any_name(b.condition, names::says_page) || any_name(b.condition, names::says_try))) {
      loop.rounds = Rounds::once;
      return;
    }
    // A variable of its own that is counted up to a limit.
    if (!is_forever && is_stepping(at)) {
      loop.rounds = Rounds::once;
      return;
    }
    if (!goes_over_data && (is_retry(at) || is_waiting(at))) {
      loop.rounds = Rounds::once;
      return;
    }
    if (const auto count = counted(b)) {
      loop.rounds = Rounds::fixed;
      loop.count = *count;
    }
  }

  // i += size
  bool is_stepping(BlockId at) {
    const ExprId condition = c_.blocks[at.index].condition;
    bool found = false;
    each_block(at, false, [&](BlockId inside) {
      for (std::uint32_t i : s_.assigned_[inside.index]) {
        const Assignment& a = c_.assignments[i];
        if (a.kind != AssignmentKind::append || !a.value || c_[a.target].kind != ExprKind::name) continue;
        const auto step = number_of(c_, a.value);
        if (step && *step <= 1) continue;
        const bool is_size =
            step || c_[a.value].kind == ExprKind::name || c_[a.value].kind == ExprKind::member;
        const StringId name = c_[a.target].text;
        found |= is_size && condition &&
                 any(condition, [&](ExprId x) { return c_[x].kind == ExprKind::name && c_[x].text == name; });
      }
    });
    return found;
  }

  // i < 3, where i begins at 0.
  std::optional<std::uint32_t> counted(const Block& b) {
    if (!b.condition || c_[b.condition].count != 2) return std::nullopt;
    const ExprId left = c_.child(b.condition, 0), right = c_.child(b.condition, 1);
    const auto limit = number_of(c_, right);
    if (!limit || c_[left].kind != ExprKind::name) return std::nullopt;
    std::uint32_t begin = 0;
    for (const Assignment& a : c_.assignments)
      if (c_[a.target].kind == ExprKind::name && c_[a.target].text == c_[left].text && a.value &&
          c_[a.target].begin < b.begin + (b.end - b.begin) && c_.blocks[a.block.index].function == b.function)
        if (const auto first = number_of(c_, a.value)) begin = *first;
    return *limit > begin ? *limit - begin : *limit;
  }

  // ---- what the loop does besides

  bool has_sleep(BlockId at) {
    bool found = false;
    each_block(at, true, [&](BlockId inside) {
      for (std::uint32_t i : s_.called_[inside.index]) found |= names::sleeps(method(c_.calls[i].expr));
    });
    return found;
  }
  bool is_left(BlockId at) {
    bool found = false;
    each_block(at, false, [&](BlockId inside) {
      found |= c_.blocks[inside.index].leaves || s_.returning_[inside.index];
    });
    return found;
  }
  // The call stands in a `try` of the loop.
  bool is_tried(BlockId at) const {
    std::size_t steps = 0;
    for (BlockId b = place_.block; b && b != at && steps < c_.blocks.size(); b = s_.up(b), ++steps)
      if (c_.blocks[b.index].kind == BlockKind::attempt) return true;
    return false;
  }
  // Bounded, left on success, after a pause or a failure.
  bool is_retry(BlockId at) {
    const ExprId condition = c_.blocks[at.index].condition;
    if (condition && any_name(condition, names::says_try)) return true;
    for (std::uint32_t i : s_.assigned_[at.index]) {
      const Assignment& a = c_.assignments[i];
      if (names::says_try(c_.text(a.target)) ||
          (a.value && c_[a.value].kind == ExprKind::element && any_name(a.value, names::says_try)))
        return true;
    }
    return is_left(at) && (is_tried(at) || has_sleep(at) || is_paging(at, true));
  }
  bool is_waiting(BlockId at) { return has_sleep(at); }
  // One after the other is tried until one answers.
  bool is_failover(BlockId at) { return is_tried(at) && leaves_after_call(at); }
  bool leaves_after_call(BlockId at) {
    std::size_t steps = 0;
    for (BlockId b = place_.block; b && b != at && steps < c_.blocks.size(); b = s_.up(b), ++steps) {
      const Block& one = c_.blocks[b.index];
      if (s_.returning_[b.index] || one.leaves) return true;
      if (one.kind == BlockKind::attempt) break;
    }
    return false;
  }

  // The answer decides whether there is another round: the next page, the status that is waited for.
  // `by_leaving`: a branch that leaves the loop may say so too.
  bool is_paging(BlockId at, bool by_leaving) {
    std::set<std::string_view> told;
    bool is_new = true;
    for (int round = 0; is_new && round < 8; ++round) {
      is_new = false;
      each_block(at, true, [&](BlockId inside) {
        for (std::uint32_t i : s_.assigned_[inside.index]) {
          const Assignment& a = c_.assignments[i];
          if (!a.value) continue;
          const Expr& value = c_[a.value];
          const bool holds = value.begin <= place_.begin && place_.end <= value.end;
          if (!holds && !mentions(a.value, told)) continue;
          // What is only collected says nothing about the next round.
          if (a.kind != AssignmentKind::assign) continue;
          const std::string_view name = c_.text(a.target);
          if (!name.empty()) is_new |= told.insert(name).second;
        }
      });
    }
    const ExprId condition = c_.blocks[at.index].condition;
    const auto decides = [&](ExprId e) {
      const Expr& x = c_[e];
      const bool holds = x.begin <= place_.begin && place_.end <= x.end;
      return holds || mentions(e, told) || any_name(e, names::says_page);
    };
    if (condition && decides(condition)) return true;
    bool found = false;
    if (by_leaving)
      each_block(at, false, [&](BlockId inside) {
        const Block& b = c_.blocks[inside.index];
        if (b.kind == BlockKind::branch && b.condition && (b.leaves || s_.returning_[inside.index]))
          found |= decides(b.condition);
      });
    if (found) return true;
    // What an answer gave is asked with.
    return place_.call && asks_with(told);
  }
  bool asks_with(const std::set<std::string_view>& told) {
    for (std::uint32_t i = 1; i < c_[place_.call].count; ++i)
      if (mentions(c_.child(place_.call, i), told)) return true;
    return false;
  }
  bool mentions(ExprId e, const std::set<std::string_view>& told) {
    if (told.empty()) return false;
    return any(e, [&](ExprId x) {
      return (c_[x].kind == ExprKind::name || c_[x].kind == ExprKind::member) && told.contains(c_.text(x));
    });
  }

  // ---- callbacks

  bool has_stream(ExprId on) {
    for (int steps = 0; on && steps < 64; ++steps) {
      if (c_[on].kind == ExprKind::call) {
        if (names::is_stream(method(on))) return true;
        on = receiver(on);
      } else {
        const std::string_view text = c_.text(on);
        return c_[on].kind == ExprKind::name &&
               (text == "Stream" || text == "IntStream" || text == "LongStream" || text == "StreamSupport" ||
                text == "Arrays" || text == "Flux");
      }
    }
    return false;
  }
  bool has_method(ExprId on, std::string_view name) {
    for (int steps = 0; on && steps < 64 && c_[on].kind == ExprKind::call; ++steps) {
      if (method(on) == name) return true;
      on = receiver(on);
    }
    return false;
  }
  static bool is_one_by_one(std::string_view name) {
    return name == "reduce" || name == "reduceRight" || name == "eachSeries" || name == "mapSeries" ||
           name == "forEachSeries" || name == "each_series" || name == "concatMap" || name == "fold";
  }

  // What a call with a callback goes over, in which manner; false when it runs the callback once.
  bool goes_over(const Call& call, std::uint32_t taken, bool is_lambda, Loop& loop) {
    const std::string_view name = method(call.expr);
    const ExprId on = receiver(call.expr);
    const std::string_view root = on ? c_.text(on) : std::string_view();
    ExprId all = on;
    loop.begin = on ? c_[on].begin : c_[call.expr].begin;
    if (on) loop.end = c_[on].end;
    if (loop.end <= loop.begin) loop.end = c_[call.expr].end;
    const bool is_pool = s_.manner_ == Manner::python && on &&
                         (root.find("pool") != std::string_view::npos ||
                          root.find("executor") != std::string_view::npos || root == "ex" || root == "tpe");
    if (taken != 1 || (s_.manner_ == Manner::python && (is_pool || !on))) {
      // each(list, callback), map(function, list)
      const bool is_python = s_.manner_ == Manner::python;
      all = argument(call.expr, is_python ? 1 : 0);
      if (!all || (!is_python && taken != 2 && taken != 3)) return false;
      if (c_[all].kind == ExprKind::string || c_[all].kind == ExprKind::object ||
          c_[all].kind == ExprKind::function)
        return false;
      if (!is_lambda && !names::loops_over(name)) return false;
    } else if (s_.manner_ == Manner::python) {
      return false;
    }
    if (!all) return false;
    if (s_.manner_ == Manner::java && name != "forEach" && name != "forEachOrdered" && !has_stream(on))
      return false;
    switch (s_.manner_) {
      case Manner::ecmascript: loop.is_parallel = !is_one_by_one(name); break;
      case Manner::python: loop.is_parallel = is_pool; break;
      case Manner::java:
      case Manner::kotlin:
        loop.is_parallel =
            has_method(on, "parallelStream") || has_method(on, "parallel") ||
            (name == "flatMap" && (has_method(on, "fromIterable") || has_method(on, "fromStream")));
        break;
    }
    ExprId source = all;
    for (int steps = 0; steps < 16 && c_[source].kind == ExprKind::call && names::is_stream(method(source));
         ++steps)
      if (const ExprId inner = receiver(source)) source = inner;
      else break;
    if (const auto count = rounds_of(source)) {
      loop.rounds = Rounds::fixed;
      loop.count = *count;
    } else if (any_name(all, names::says_chunk) || any_name(all, names::says_page)) {
      loop.rounds = Rounds::once;
    } else if (is_batch(source)) {
      loop.rounds = Rounds::batch;
    }
    return true;
  }

  void callback(BlockId body, std::vector<Loop>& found) {
    const FunctionId f = c_.blocks[body.index].function;
    const Shape::Taken taken = s_.taken_by_[f.index];
    const Call& call = c_.calls[taken.call - 1];
    const std::string_view name = method(call.expr);
    const bool is_loop = c_.blocks[body.index].kind == BlockKind::loop;
    if (!is_loop && !names::loops_over(name)) return;
    Loop loop;
    if (!goes_over(call, is_loop ? 1 : taken.argument, true, loop)) return;
    const Function& function = c_.functions[f.index];
    // reduce(sum, x): the element comes second.
    const std::uint32_t which = name.starts_with("reduce") || name == "fold" ? 1 : 0;
    if (function.parameters.count > which) {
      const std::string_view parameter =
          c_.strings.text(c_.parameters[function.parameters.first + which].name);
      if (!parameter.empty() && parameter[0] != '{') loop.element = parameter;
    }
    if (loop.element.size() <= 1) loop.element.clear();
    loop.is_parallel = loop.is_parallel || is_gathered(loop, call.block);
    found.push_back(std::move(loop));
  }

  void handed_on(const Call& call, std::uint32_t argument_number, std::vector<Loop>& found) {
    if (!names::loops_over(method(call.expr))) return;
    Loop loop;
    if (!goes_over(call, argument_number, false, loop)) return;
    loop.is_parallel = loop.is_parallel || is_gathered(loop, call.block);
    found.push_back(std::move(loop));
  }

  // Whether many such calls are under way at once: handed to gather(), or started as tasks.
  bool is_gathered(const Loop& loop, BlockId at) {
    const FunctionId f = c_.blocks[at.index].function;
    std::set<std::string_view> held;  // names that hold what the rounds gave
    for (const Assignment& a : c_.assignments) {
      if (!a.value || s_.root_of(c_.blocks[a.block.index].function) != s_.root_of(f)) continue;
      const Expr& value = c_[a.value];
      const bool holds_loop = value.begin <= loop.begin && loop.end <= value.end;
      const bool holds_call = value.begin <= place_.begin && place_.end <= value.end;
      const bool is_collected = a.kind == AssignmentKind::append && holds_call;
      if ((holds_loop || is_collected) && !c_.text(a.target).empty()) held.insert(c_.text(a.target));
    }
    for (const Call& call : c_.calls) {
      const Expr& e = c_[call.expr];
      const std::string_view name = method(call.expr);
      const ExprId on = receiver(call.expr);
      if (names::waits_for_many(name, on ? c_.text(on) : std::string_view())) {
        if (e.begin <= loop.begin && loop.end <= e.end) return true;
        if (s_.root_of(c_.blocks[call.block.index].function) != s_.root_of(f)) continue;
        for (std::uint32_t i = 1; i < e.count; ++i)
          if (mentions(c_.child(call.expr, i), held)) return true;
      }
      // pool.submit(…) inside the loop; the call is in it, or it is handed to it.
      if (names::starts_task(name) && e.begin <= place_.begin && place_.end <= e.end &&
          (e.begin != place_.begin || e.end != place_.end) && is_below(call.block, at))
        return true;
    }
    return false;
  }

  const Shape& s_;
  const CodeFile& c_;
  const Place place_;
  const bool hands_batch_;
};

std::vector<Loop> Shape::loops(const Place& place, bool hands_batch) const {
  if (!place.block) return {};
  return LoopReader(*this, place, hands_batch).all();
}

bool Shape::is_continued(const Place& again, const Place& call) const {
  if (is_in_handler(again)) return true;
  std::set<std::string_view> told;
  const auto any = [&](ExprId e, const std::function<bool(ExprId)>& use) {
    std::vector<ExprId> next{e};
    for (int looks = 0; !next.empty() && looks < max_looks; ++looks) {
      const ExprId at = next.back();
      next.pop_back();
      if (!at) continue;
      if (use(at)) return true;
      for (std::uint32_t i = 0; i < code_[at].count; ++i) {
        const ExprKind kind = code_[at].kind;
        if (kind != ExprKind::function && kind != ExprKind::type) next.push_back(code_.child(at, i));
      }
    }
    return false;
  };
  const auto is_told = [&](ExprId x) {
    const ExprKind kind = code_[x].kind;
    if (kind != ExprKind::name && kind != ExprKind::member) return false;
    const std::string_view text = code_.text(x);
    return told.contains(text) || names::says_page(text) || names::says_try(text);
  };
  bool is_new = true;
  for (int round = 0; is_new && round < 8; ++round) {
    is_new = false;
    for (const Assignment& a : code_.assignments) {
      if (!a.value || a.kind != AssignmentKind::assign ||
          root_of(code_.blocks[a.block.index].function) != root_of(function_at(call)))
        continue;
      const Expr& value = code_[a.value];
      const bool holds = value.begin <= call.begin && call.end <= value.end;
      if (!holds && !any(a.value, [&](ExprId x) {
            return (code_[x].kind == ExprKind::name || code_[x].kind == ExprKind::member) &&
                   told.contains(code_.text(x));
          }))
        continue;
      if (!code_.text(a.target).empty()) is_new |= told.insert(code_.text(a.target)).second;
    }
  }
  if (again.call && any(again.call, is_told)) return true;
  std::size_t steps = 0;
  for (BlockId at = again.block; at && steps < code_.blocks.size(); at = up(at), ++steps) {
    const ExprId condition = code_.blocks[at.index].condition;
    if (condition && any(condition, is_told)) return true;
  }
  return false;
}

}  // namespace demarc::operations
