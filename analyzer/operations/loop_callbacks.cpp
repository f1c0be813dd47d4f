// Calls that run a callback for each element, one after the other or many at once.
#include "analyzer/operations/loop_reader.h"
#include "analyzer/operations/names.h"

namespace demarc::operations {

bool LoopReader::has_stream(ExprId on) {
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

bool LoopReader::has_method(ExprId on, std::string_view name) {
  for (int steps = 0; on && steps < 64 && c_[on].kind == ExprKind::call; ++steps) {
    if (method(on) == name) return true;
    on = receiver(on);
  }
  return false;
}

bool LoopReader::is_one_by_one(std::string_view name) {
  return name == "reduce" || name == "reduceRight" || name == "eachSeries" || name == "mapSeries" ||
         name == "forEachSeries" || name == "each_series" || name == "concatMap" || name == "fold";
}

bool LoopReader::goes_over(const Call& call, std::uint32_t taken, bool is_lambda, Loop& loop) {
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

void LoopReader::callback(BlockId body, std::vector<Loop>& found) {
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
    const std::string_view parameter = c_.strings.text(c_.parameters[function.parameters.first + which].name);
    if (!parameter.empty() && parameter[0] != '{') loop.element = parameter;
  }
  if (loop.element.size() <= 1) loop.element.clear();
  loop.is_parallel = loop.is_parallel || is_gathered(loop, call.block);
  found.push_back(std::move(loop));
}

void LoopReader::handed_on(const Call& call, std::uint32_t argument_number, std::vector<Loop>& found) {
  if (!names::loops_over(method(call.expr))) return;
  Loop loop;
  if (!goes_over(call, argument_number, false, loop)) return;
  loop.is_parallel = loop.is_parallel || is_gathered(loop, call.block);
  found.push_back(std::move(loop));
}

bool LoopReader::is_gathered(const Loop& loop, BlockId at) {
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

}  // namespace demarc::operations
