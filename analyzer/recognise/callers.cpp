// Callers and the values that they pass down.
#include "analyzer/recognise/callers.h"

#include <algorithm>
#include <deque>

#include "analyzer/recognise/recognise.h"

namespace demarc {

ValueId Callers::seen_by(const Caller& caller, FunctionRef f, ValueId v) {
  if (!fold_.has_parameters(v)) return v;
  const std::uint32_t number = program_.number(f);
  const std::array<std::uint32_t, 5> asked{v.index, number, caller.list.index, caller.object.index,
                                           caller.receiver.index};
  if (answers_.empty()) answers_.resize(1u << 14);
  // The same in every run: how many steps are taken must not depend on where the program lies.
  std::uint32_t stirred = 0;
  for (std::uint32_t one : asked) stirred = (stirred ^ one) * 0x9e3779b1u;
  const std::size_t place = (stirred >> 8) % answers_.size();
  if (answers_[place].asked == asked) return answers_[place].answer;
  const std::uint64_t before = fold_.cuts();
  ValueId made = v;
  if (values_.owners(v) & Values::owner_bit(number))
    made = fold_.substitute(v, f, Fold::unpack(values_, caller.list, caller.object), caller.receiver);
  const Value receiver = values_[caller.receiver];
  if (receiver.kind == ValueKind::instance && receiver.count == 2 && fold_.has_parameters(made))
    made = fold_.substitute_constructor(
        made, program_.type(receiver.aux),
        Fold::unpack(values_, values_.child(caller.receiver, 0), values_.child(caller.receiver, 1)));
  if (fold_.cuts() == before) answers_[place] = {asked, made};
  return made;
}

void Callers::settle_indirect() {
  std::deque<Indirect> queue(indirect_.begin(), indirect_.end());
  std::size_t budget = indirect_.size() * max_per_effect;
  while (!queue.empty() && budget-- > 0) {
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
        // Copied: what is found here may be a new caller of the same function.
        const std::vector<Caller> callers(
            known->begin(),
            known->begin() + static_cast<std::ptrdiff_t>(std::min(known->size(), max_per_effect)));
        for (const Caller& caller : callers) {
          if (caller.from == f) continue;
          const ValueId callee = seen_by(caller, f, one.callee);
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
          else call_known(up);
        }
        if (any) break;
      }
    if (!any) call_known(one);
  }
}

void Callers::call_known(const Indirect& call) {
  const std::vector<Fold::Target> targets = fold_.targets(call.callee);
  if (targets.empty()) return;
  ValueId list = call.caller.list, object = call.caller.object;
  for (const auto& [f, caller] : call.through) {
    list = seen_by(caller, f, list);
    object = seen_by(caller, f, object);
  }
  for (const Fold::Target& t : targets) {
    Caller caller = call.caller;
    caller.list = list;
    caller.object = object;
    caller.receiver = t.receiver;
    add(t.function, caller);
    if (t.function != caller.from) calls_.push_back({caller.from, t.function, caller.site, caller.in_loop});
  }
}

}  // namespace demarc
