// Joins the blocks of callbacks to those around them and answers what stands where.
#include "analyzer/operations/shape.h"

#include <algorithm>

#include "analyzer/operations/names.h"

namespace demarc::operations {
using namespace code;

namespace {

constexpr std::uint64_t bytes_key(std::uint32_t begin, std::uint32_t end) {
  return (static_cast<std::uint64_t>(begin) << 32) | end;
}

}  // namespace

Manner manner_of(std::string_view path) {
  const std::string_view ending = path.substr(std::min(path.rfind('.') + 1, path.size()));
  if (ending == "py" || ending == "pyi") return Manner::python;
  if (ending == "java") return Manner::java;
  if (ending == "kt" || ending == "kts") return Manner::kotlin;
  return Manner::ecmascript;
}

Shape::Shape(const CodeFile& code, Manner manner, const std::function<bool(FunctionId)>& starts_itself)
    : code_(code),
      manner_(manner),
      taken_by_(code.functions.size()),
      assigned_(code.blocks.size()),
      called_(code.blocks.size()),
      inner_(code.blocks.size()),
      returning_(code.blocks.size(), false) {
  for (std::uint32_t i = 0; i < code.calls.size(); ++i) {
    const Expr& e = code[code.calls[i].expr];
    calls_.try_emplace(bytes_key(e.begin, e.end), i);
    called_[code.calls[i].block.index].push_back(i);
  }
  for (std::uint32_t i = 0; i < code.assignments.size(); ++i)
    assigned_[code.assignments[i].block.index].push_back(i);
  for (const Return& r : code.returns) returning_[r.block.index] = true;
  take_callbacks(starts_itself);
  for (std::uint32_t b = 1; b < code.blocks.size(); ++b)
    if (const BlockId around = up({b})) inner_[around.index].push_back({b});
}

// What a call is handed runs there, unless its name says that it runs later.
void Shape::take_callbacks(const std::function<bool(FunctionId)>& starts_itself) {
  for (const Call& call : code_.calls) {
    const Expr& e = code_[call.expr];
    if (e.count == 0) continue;
    const ExprId callee = code_.child(call.expr, 0);
    // (async () => { … })()
    if (code_[callee].kind == ExprKind::function) take(callee, call, 0, 0, starts_itself);
    if (e.count == 1) continue;
    if (names::runs_later(code_.text(callee))) continue;
    // A route or a listener: a path or a name first.
    const bool is_named = code_[code_.child(call.expr, 1)].kind == ExprKind::string && e.count > 2 &&
                          code_[callee].kind == ExprKind::member && manner_ == Manner::ecmascript &&
                          code_[call.expr].kind == ExprKind::call &&
                          code_.blocks[call.block.index].function == file_function;
    if (is_named) continue;
    for (std::uint32_t i = 1; i < e.count; ++i) take(code_.child(call.expr, i), call, i, 0, starts_itself);
    // A method that is handed on runs once an element where its call does: ids.map(load).
    const std::string_view method = code_.text(callee);
    const bool hands_on = names::loops_over(method) || names::starts_task(method);
    if (!hands_on) continue;
    for (std::uint32_t i = 1; i < e.count; ++i) {
      ExprId given = code_.child(call.expr, i);
      if (code_[given].kind == ExprKind::argument && code_[given].count == 1) given = code_.child(given, 0);
      if (code_[given].kind == ExprKind::name || code_[given].kind == ExprKind::member)
        handed_.try_emplace(code_[given].begin,
                            Taken{static_cast<std::uint32_t>(&call - code_.calls.data()) + 1, i});
    }
  }
}

void Shape::take(ExprId value, const Call& by, std::uint32_t argument, int depth,
                 const std::function<bool(FunctionId)>& starts_itself) {
  if (depth > 6) return;
  const Expr& e = code_[value];
  switch (e.kind) {
    case ExprKind::function: {
      if (e.first >= code_.functions.size() || e.first == file_function.index) return;
      const Function& f = code_.functions[e.first];
      // A function that stands around its own call is none of its arguments.
      const bool is_inside = f.parent == code_.blocks[by.block.index].function;
      if (!is_inside || starts_itself({e.first})) return;
      taken_by_[e.first] = {static_cast<std::uint32_t>(&by - code_.calls.data()) + 1, argument};
      return;
    }
    case ExprKind::argument:
    case ExprKind::spread:
    case ExprKind::object:
    case ExprKind::entry:
    case ExprKind::list:
    case ExprKind::either:
    case ExprKind::each:
      for (std::uint32_t i = 0; i < e.count; ++i)
        take(code_.child(value, i), by, argument, depth + 1, starts_itself);
      return;
    default: return;
  }
}

FunctionId Shape::root_of(FunctionId f) const {
  for (std::size_t i = 0; i < code_.functions.size() && taken_by_[f.index]; ++i) {
    const FunctionId around = code_.blocks[code_.calls[taken_by_[f.index].call - 1].block.index].function;
    if (!around || around == f) break;
    f = around;
  }
  return f;
}

BlockId Shape::up(BlockId block) const {
  const Block& b = code_.blocks[block.index];
  if (b.parent) return b.parent;
  const Taken taken = b.function ? taken_by_[b.function.index] : Taken{};
  return taken ? code_.calls[taken.call - 1].block : BlockId{};
}

Place Shape::place(std::uint32_t begin, std::uint32_t end, FunctionId otherwise) const {
  if (const auto known = calls_.find(bytes_key(begin, end)); known != calls_.end()) {
    const Call& call = code_.calls[known->second];
    return {call.block, begin, end, call.expr};
  }
  if (const auto known = handed_.find(begin); known != handed_.end())
    return {code_.calls[known->second.call - 1].block, begin, end, {}};
  // The innermost block around it.
  BlockId best;
  for (std::uint32_t b = 1; b < code_.blocks.size(); ++b) {
    const Block& one = code_.blocks[b];
    const bool holds = one.begin <= begin && end <= one.end && begin < end;
    if (holds &&
        (!best || one.end - one.begin <= code_.blocks[best.index].end - code_.blocks[best.index].begin))
      best = {b};
  }
  const bool is_known = otherwise && otherwise.index < code_.functions.size();
  if (!best || (is_known && code_.blocks[best.index].function == file_function))
    best = is_known ? code_.functions[otherwise.index].body : best;
  return {best, begin, end, {}};
}

bool Shape::is_in_handler(const Place& place) const {
  std::size_t steps = 0;
  for (BlockId at = place.block; at && steps < code_.blocks.size(); at = up(at), ++steps)
    if (code_.blocks[at.index].kind == BlockKind::handler) return true;
  return false;
}

}  // namespace demarc::operations
