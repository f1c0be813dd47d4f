// Which loops stand around a place, and which of them run as often as there is data.
#include <algorithm>
#include <charconv>

#include "analyzer/operations/loop_reader.h"
#include "analyzer/operations/names.h"

namespace demarc::operations {

std::optional<std::uint32_t> number_of(const CodeFile& c, ExprId e) {
  if (!e || c[e].kind != ExprKind::number) return std::nullopt;
  const std::string_view text = c.text(e);
  std::uint32_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<Loop> LoopReader::all() {
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

bool LoopReader::any(ExprId e, const std::function<bool(ExprId)>& use) {
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

bool LoopReader::is_named(ExprId e) const {
  return c_[e].kind == ExprKind::name || c_[e].kind == ExprKind::member || c_[e].kind == ExprKind::string;
}

bool LoopReader::any_name(ExprId e, bool (*says)(std::string_view)) {
  return any(e, [&](ExprId x) { return is_named(x) && says(c_.text(x)); });
}

std::string_view LoopReader::method(ExprId call) const {
  if (!call || c_[call].count == 0) return {};
  return c_.text(c_.child(call, 0));
}

ExprId LoopReader::receiver(ExprId call) const {
  if (!call || c_[call].count == 0) return {};
  const ExprId callee = c_.child(call, 0);
  return c_[callee].kind == ExprKind::member && c_[callee].count == 1 ? c_.child(callee, 0) : ExprId{};
}

ExprId LoopReader::argument(ExprId call, std::uint32_t i) const {
  if (c_[call].count <= i + 1) return {};
  const ExprId given = c_.child(call, i + 1);
  return c_[given].kind == ExprKind::argument && c_[given].count == 1 ? c_.child(given, 0) : given;
}

bool LoopReader::is_below(BlockId block, BlockId around) const {
  std::size_t steps = 0;
  for (BlockId at = block; at && steps <= c_.blocks.size(); at = s_.up(at), ++steps)
    if (at == around) return true;
  return false;
}

void LoopReader::each_block(BlockId loop, bool inner_loops, const std::function<void(BlockId)>& use) {
  std::vector<BlockId> next{loop};
  while (!next.empty()) {
    const BlockId at = next.back();
    next.pop_back();
    use(at);
    for (BlockId b : s_.inner_[at.index])
      if (inner_loops || c_.blocks[b.index].kind != BlockKind::loop) next.push_back(b);
  }
}

void LoopReader::statement(BlockId at, std::vector<Loop>& found) {
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

void LoopReader::over(ExprId all, ExprId target, BlockId at, Loop& loop) {
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

bool LoopReader::counts(ExprId all) {
  if (c_[all].kind != ExprKind::call && c_[all].kind != ExprKind::construct) return false;
  const std::string_view name = method(all);
  const bool is_range = name == "range" || name == "rangeClosed" || name == "count" || name == "xrange";
  if (!is_range) return false;
  // range(len(xs)) goes over data.
  return !any(all, [&](ExprId x) { return x != all && is_named(x) && names::is_length(c_.text(x)); });
}

bool LoopReader::is_stepped(ExprId all) {
  if (c_[all].kind != ExprKind::call || c_[all].count != 4) return false;
  const std::string_view name = method(all);
  const auto step = number_of(c_, argument(all, 2));
  return (name == "range" || name == "xrange") && (!step || *step > 1);
}

std::optional<std::uint32_t> LoopReader::rounds_of(ExprId all, int depth) {
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

bool LoopReader::is_batch(ExprId all) {
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

bool LoopReader::is_parameter(StringId name) const {
  const Function& f = c_.functions[s_.root_of(s_.function_at(place_)).index];
  for (std::uint32_t i = 0; i < f.parameters.count; ++i)
    if (c_.parameters[f.parameters.first + i].name == name) return true;
  return false;
}

bool LoopReader::is_received(StringId name) {
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

bool LoopReader::mentions(ExprId e, const std::set<std::string_view>& told) {
  if (told.empty()) return false;
  return any(e, [&](ExprId x) {
    return (c_[x].kind == ExprKind::name || c_[x].kind == ExprKind::member) && told.contains(c_.text(x));
  });
}

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
