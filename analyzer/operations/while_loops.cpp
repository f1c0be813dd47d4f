// Loops with a condition: pages, retries, waiting, counting, or as often as there is data.
#include "analyzer/operations/loop_reader.h"
#include "analyzer/operations/names.h"

namespace demarc::operations {

void LoopReader::while_loop(BlockId at, Loop& loop) {
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
  const bool goes_over_data =
      b.condition && any(b.condition, [&](ExprId x) { return is_named(x) && names::is_length(c_.text(x)); });
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

bool LoopReader::is_stepping(BlockId at) {
  const ExprId condition = c_.blocks[at.index].condition;
  bool found = false;
  each_block(at, false, [&](BlockId inside) {
    for (std::uint32_t i : s_.assigned_[inside.index]) {
      const Assignment& a = c_.assignments[i];
      if (a.kind != AssignmentKind::append || !a.value || c_[a.target].kind != ExprKind::name) continue;
      const auto step = number_of(c_, a.value);
      if (step && *step <= 1) continue;
      const bool is_size = step || c_[a.value].kind == ExprKind::name || c_[a.value].kind == ExprKind::member;
      const StringId name = c_[a.target].text;
      found |= is_size && condition &&
               any(condition, [&](ExprId x) { return c_[x].kind == ExprKind::name && c_[x].text == name; });
    }
  });
  return found;
}

std::optional<std::uint32_t> LoopReader::counted(const Block& b) {
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

bool LoopReader::has_sleep(BlockId at) {
  bool found = false;
  each_block(at, true, [&](BlockId inside) {
    for (std::uint32_t i : s_.called_[inside.index]) found |= names::sleeps(method(c_.calls[i].expr));
  });
  return found;
}

bool LoopReader::is_left(BlockId at) {
  bool found = false;
  each_block(at, false,
             [&](BlockId inside) { found |= c_.blocks[inside.index].leaves || s_.returning_[inside.index]; });
  return found;
}

bool LoopReader::is_tried(BlockId at) const {
  std::size_t steps = 0;
  for (BlockId b = place_.block; b && b != at && steps < c_.blocks.size(); b = s_.up(b), ++steps)
    if (c_.blocks[b.index].kind == BlockKind::attempt) return true;
  return false;
}

bool LoopReader::is_retry(BlockId at) {
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

bool LoopReader::leaves_after_call(BlockId at) {
  std::size_t steps = 0;
  for (BlockId b = place_.block; b && b != at && steps < c_.blocks.size(); b = s_.up(b), ++steps) {
    const Block& one = c_.blocks[b.index];
    if (s_.returning_[b.index] || one.leaves) return true;
    if (one.kind == BlockKind::attempt) break;
  }
  return false;
}

bool LoopReader::is_paging(BlockId at, bool by_leaving) {
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

bool LoopReader::asks_with(const std::set<std::string_view>& told) {
  for (std::uint32_t i = 1; i < c_[place_.call].count; ++i)
    if (mentions(c_.child(place_.call, i), told)) return true;
  return false;
}

}  // namespace demarc::operations
