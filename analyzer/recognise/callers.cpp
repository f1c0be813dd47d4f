// Callers and the values that they pass down.
#include "analyzer/recognise/callers.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <tuple>

#include "analyzer/recognise/live_parameters.h"
#include "analyzer/recognise/recognise.h"

namespace demarc {

void Callers::pack(Caller& caller) {
  if (caller.is_packed) return;
  std::tie(caller.list, caller.object) =
      fold_.pack(fold_.arguments(caller.site.file, caller.call, caller.block));
  caller.is_packed = true;
}

ValueId Callers::seen_by(Caller& caller, FunctionRef f, ValueId v) {
  if (!fold_.has_parameters(v)) return v;
  const std::uint32_t number = program_.number(f);
  const bool is_own = values_.owners(v) & Values::owner_bit(number);
  const Value receiver = values_[caller.receiver];
  const bool is_made = receiver.kind == ValueKind::instance && receiver.count == 2;
  const bool is_injected = receiver.kind == ValueKind::instance && !is_made;
  if (!is_own && !is_made && !is_injected) return v;
  pack(caller);
  const std::array<std::uint32_t, 5> asked{v.index, number, caller.list.index, caller.object.index,
                                           caller.receiver.index};
  if (answers_.empty()) answers_.resize(1u << 14);
  // The same in every run: how many steps are taken must not depend on where the program lies.
  std::uint32_t stirred = 0;
  for (std::uint32_t one : asked) stirred = (stirred ^ one) * 0x9e3779b1u;
  Answer& known = answers_[(stirred >> 8) % answers_.size()];
  if (known.asked == asked) return known.answer;
  const std::uint64_t before = fold_.cuts();
  ValueId made = v;
  if (is_own)
    made = fold_.substitute(v, f, Fold::unpack(values_, caller.list, caller.object), caller.receiver);
  if (is_made && fold_.has_parameters(made))
    made = fold_.substitute_constructor(
        made, program_.type(receiver.aux),
        Fold::unpack(values_, values_.child(caller.receiver, 0), values_.child(caller.receiver, 1)));
  if (is_injected) made = fold_.close_parameters(made, true);
  if (fold_.cuts() == before) known = {asked, made};
  return made;
}

// Drops the calls through parameters that nobody makes an object or a function.
void Callers::drop_dead() {
  LiveParameters live(program_, fold_, *this);
  for (const Indirect& one : indirect_) live.keep(values_.text(one.callee));
  for (const Indirect& one : indirect_) live.add(one.callee);
  fold_.bury(live.dead());
  std::erase_if(indirect_, [&](const Indirect& one) { return fold_.stays(one.callee); });
  fold_.bury({});
}

void Callers::settle_indirect() {
  drop_dead();
  // Calls of one's own methods in deep hierarchies have more ways up than anybody can walk.
  std::vector<std::size_t> left(indirect_.size(), max_per_effect);
  for (std::uint32_t i = 0; i < indirect_.size(); ++i) indirect_[i].origin = i;
  std::deque<Indirect> queue(std::make_move_iterator(indirect_.begin()),
                             std::make_move_iterator(indirect_.end()));
  indirect_ = {};
  while (!queue.empty()) {
    Indirect one = std::move(queue.front());
    queue.pop_front();
    std::vector<std::uint32_t> owners;
    fold_.parameter_owners(one.callee, owners);
    bool any = false;
    if (one.through.size() < max_lifts)
      for (std::uint32_t owner : owners) {
        const std::vector<Caller>* known = of(owner);
        if (!known) continue;
        const FunctionRef f = program_.function(owner);
        // What is found here may be a new caller of the same function: places in the list stay, it may move.
        const std::size_t count = std::min(known->size(), max_per_effect);
        for (std::size_t i = 0; i < count; ++i) {
          if ((*of(owner))[i].from == f) continue;
          if (left[one.origin] == 0) break;
          --left[one.origin];
          const ValueId callee = seen_by((*of(owner))[i], f, one.callee);
          const Caller caller = (*of(owner))[i];
          if (callee == one.callee) continue;
          any = true;
          const bool is_open = fold_.has_parameters(callee) && values_[callee].kind == ValueKind::member;
          if (!is_open && fold_.targets(callee).empty()) continue;
          Indirect up = one;
          up.callee = callee;
          up.caller.from = caller.from;
          up.caller.in_loop |= caller.in_loop;
          up.through.emplace_back(f, caller);
          if (is_open) queue.push_back(std::move(up));
          else call_known(std::move(up));
        }
        if (any) break;
      }
    if (!any) call_known(std::move(one));
  }
}

void Callers::call_known(Indirect call) {
  if (fold_.targets(call.callee).empty()) return;
  pack(call.caller);
  for (auto& [f, caller] : call.through) {
    call.caller.list = seen_by(caller, f, call.caller.list);
    call.caller.object = seen_by(caller, f, call.caller.object);
  }
  const std::size_t given = values_[call.caller.list].count + values_[call.caller.object].count / 2;
  for (const Fold::Target& t : fold_.targets(call.callee, static_cast<int>(given))) {
    Caller caller = call.caller;
    caller.receiver = t.receiver;
    add(t.function, caller);
    if (t.function != caller.from) calls_.push_back({caller.from, t.function, caller.site, caller.in_loop});
  }
}

}  // namespace demarc
