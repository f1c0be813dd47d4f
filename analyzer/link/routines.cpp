// Which routine a name means, and how far running it reaches.
#include "analyzer/link/routines.h"

#include <algorithm>
#include <set>

#include "analyzer/base/letters.h"

namespace demarc::linking {
namespace {

constexpr std::size_t max_routines = 64;  // that one call runs
constexpr std::size_t max_touches = 500;

std::string bare(std::string_view name) { return lower(name.substr(name.rfind('.') + 1)); }

}  // namespace

void Routines::make(Routine routine) {
  std::vector<Routine>& all = by_name_[bare(routine.name)];
  std::erase_if(all, [&](const Routine& one) {
    return one.service == routine.service && lower(one.name) == lower(routine.name);
  });
  all.push_back(std::move(routine));
}

void Routines::drop(ServiceIndex service, std::string_view name) {
  const auto at = by_name_.find(bare(name));
  if (at == by_name_.end()) return;
  std::erase_if(at->second, [&](const Routine& one) { return one.service == service; });
}

void Routines::make_trigger(Routine trigger) {
  drop_trigger(trigger.service, trigger.name);
  triggers_.push_back(std::move(trigger));
}

void Routines::drop_trigger(ServiceIndex service, std::string_view name) {
  std::erase_if(triggers_,
                [&](const Routine& one) { return one.service == service && bare(one.name) == bare(name); });
}

const Routine* Routines::find(ServiceIndex service, std::string_view name) const {
  const auto at = by_name_.find(bare(name));
  if (at == by_name_.end()) return nullptr;
  const Routine* best = nullptr;
  bool is_only = true;
  for (const Routine& one : at->second) {
    const bool is_full = lower(one.name) == lower(name);
    if (one.service == service && (is_full || !best || best->service != service)) best = &one;
    else if (!best) best = &one;
    else if (best->service != service) is_only = false;
  }
  return best && (best->service == service || is_only) ? best : nullptr;
}

std::vector<Routines::Touch> Routines::touched(const Routine& routine, ServiceIndex from) const {
  struct Step {
    const Routine* routine;
    Trail trail;
  };
  std::vector<Touch> all;
  std::set<const Routine*> seen{&routine};
  std::vector<Step> open{{&routine, {}}};
  while (!open.empty() && seen.size() < max_routines && all.size() < max_touches) {
    Step now = std::move(open.back());
    open.pop_back();
    const bool is_trigger = !now.routine->events.empty();
    now.trail.emplace_back(now.routine->place, (is_trigger ? "trigger " : "routine ") + now.routine->name);
    const ServiceIndex owner = now.routine->service == 0 ? from : now.routine->service;
    for (const auto& [mode, table] : now.routine->uses) all.push_back({mode, table, owner, now.trail});
    for (const std::string& name : now.routine->calls)
      if (const Routine* next = find(owner, name); next && seen.insert(next).second)
        open.push_back({next, now.trail});
  }
  return all;
}

}  // namespace demarc::linking
