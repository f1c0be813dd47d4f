// Who calls whom, and the loops that stand around a remote call on the way to it.
#include <algorithm>
#include <deque>
#include <set>

#include "analyzer/operations/trips.h"

namespace demarc::operations {
using namespace code;

const Shape* Shapes::of(FileId file) {
  auto [at, is_new] = shapes_.try_emplace(file);
  if (is_new && file)
    if (const CodeFile* code = project_.code(file))
      at->second = std::make_unique<Shape>(*code, manner_of(project_.files().path(file)), [&](FunctionId f) {
        return starts_itself_({file, f});
      });
  return at->second.get();
}

CallGraph::CallGraph(const Effects& effects, Shapes& shapes, std::function<bool(FunctionRef)> hands_batch)
    : effects_(effects), shapes_(shapes), hands_batch_(std::move(hands_batch)) {
  // Only what leads to a remote call is looked at: backwards from there.
  std::map<FunctionRef, std::vector<const CallEdge*>> callers;
  for (const CallEdge& e : effects.calls) callers[e.to].push_back(&e);
  std::set<FunctionRef> seen;
  std::vector<FunctionRef> next;
  const auto visit = [&](FunctionRef f) {
    if (f.file && f.function && seen.insert(f).second) next.push_back(f);
  };
  for (const Effect& e : effects.effects) {
    if (e.kind != RelationKind::calls || !e.where.file) continue;
    visit(e.where);
    const Shape* shape = shapes_.of(e.site.file);
    if (shape)
      visit({e.site.file, shape->function_at(shape->place(e.site.begin, e.site.end, file_function))});
    for (const auto& [span, what] : e.chain)
      if (const Shape* other = what == "called from here" ? shapes_.of(span.file) : nullptr)
        visit({span.file, other->function_at(other->place(span.begin, span.end, file_function))});
  }
  while (!next.empty()) {
    const FunctionRef f = next.back();
    next.pop_back();
    const Shape* own = shapes_.of(f.file);
    if (!own) continue;
    visit(root(f));
    const auto known = callers.find(f);
    if (known == callers.end()) continue;
    for (const CallEdge* e : known->second) {
      // The edge may name a caller further up; the call stands where it stands.
      const Shape* shape = shapes_.of(e->site.file);
      if (!shape) continue;
      Edge made{{},
                f,
                shape->place(e->site.begin, e->site.end,
                             e->from.file == e->site.file ? e->from.function : file_function),
                e->site};
      if (!made.place.block) continue;
      made.from = root({e->site.file, shape->function_at(made.place)});
      // A callback that runs where it is written is no call of its own.
      if (own->is_inlined(f.function)) continue;
      visit(made.from);
      edges_.push_back(made);
    }
  }
  const auto key = [](const Edge& e) { return std::tie(e.from, e.to, e.site); };
  std::sort(edges_.begin(), edges_.end(), [&](const Edge& a, const Edge& b) { return key(a) < key(b); });
  edges_.erase(std::unique(edges_.begin(), edges_.end(),
                           [&](const Edge& a, const Edge& b) { return key(a) == key(b); }),
               edges_.end());
  for (std::uint32_t i = 0; i < edges_.size(); ++i) {
    in_[edges_[i].to].push_back(i);
    out_[edges_[i].from].push_back(i);
    by_site_[edges_[i].site].push_back(i);
  }
}

FunctionRef CallGraph::root(FunctionRef f) const {
  const Shape* shape = shapes_.of(f.file);
  if (!shape || !f.function || f.function.index >= shape->code().functions.size()) return f;
  return {f.file, shape->root_of(f.function)};
}

const std::vector<Loop>& CallGraph::loops_at(FunctionRef root, const Place& place) const {
  auto [at, is_new] = loops_.try_emplace({root.file, place.begin, place.end});
  if (is_new)
    if (const Shape* shape = shapes_.of(root.file)) at->second = shape->loops(place, hands_batch_(root));
  return at->second;
}

// An effect that is made at a caller of a wrapper stands at that caller, behind the wrapper's own loops.
CallGraph::Stand CallGraph::stand_of(const Effect& effect) const {
  Stand made;
  const Shape* shape = shapes_.of(effect.site.file);
  if (!shape) return made;
  made.site = effect.site;
  made.place = shape->place(effect.site.begin, effect.site.end,
                            effect.where.file == effect.site.file ? effect.where.function : file_function);
  if (!made.place.block) return made;
  made.function = root({effect.site.file, shape->function_at(made.place)});
  for (const auto& [span, what] : effect.chain) {
    if (what != "called from here") continue;
    const auto known = by_site_.find(span);
    if (known == by_site_.end()) break;
    const Edge* step = nullptr;
    for (std::uint32_t i : known->second)
      if (edges_[i].to == made.function) step = &edges_[i];
    if (!step || step->from == made.function) break;
    made.inner.emplace_back(made.site, loops_at(made.function, made.place));
    made.function = step->from;
    made.place = step->place;
    made.site = step->site;
  }
  return made;
}

// f(), self.f(): through anything else it may be another thing of the same type.
bool CallGraph::repeats(const Edge& e) const {
  const Shape* shape = shapes_.of(e.from.file);
  if (!shape || !e.place.call || shape->code()[e.place.call].count == 0) return false;
  const CodeFile& c = shape->code();
  const ExprId callee = c.child(e.place.call, 0);
  const Expr& x = c[callee];
  if (x.kind == ExprKind::name) return true;
  return x.kind == ExprKind::member && x.count == 1 && c[c.child(callee, 0)].kind == ExprKind::self;
}

namespace {

constexpr std::uint32_t near = 3;  // calls between a loop and what is asked in it

bool is_louder(const LoopAround& a, const LoopAround& b) {
  const auto rank = [](const LoopAround& l) {
    return l.rounds == Rounds::data ? (l.is_parallel ? 2 : 3) : l.rounds == Rounds::batch ? 1 : 0;
  };
  const bool a_is_near = a.hops <= near, b_is_near = b.hops <= near;
  if (rank(b) == 0 || rank(a) == 0) return rank(a) > rank(b);
  if (a_is_near != b_is_near) return a_is_near;
  if (rank(a) != rank(b)) return rank(a) > rank(b);
  return a.hops < b.hops;
}

}  // namespace

LoopAround CallGraph::loop_around(const Effect& effect) const {
  LoopAround best;
  const Stand stand = stand_of(effect);
  if (!stand.function.file) return best;
  std::uint32_t fixed = 1, fixed_hops = 0;
  Span fixed_at;
  constexpr std::size_t max_others = 8;
  std::vector<std::pair<Span, FunctionRef>> others;
  const auto take = [&](const std::vector<Loop>& loops, FileId file, std::uint32_t hops,
                        const std::vector<Span>& way, FunctionRef where) {
    for (const Loop& loop : loops) {
      if (loop.rounds == Rounds::once) continue;
      if (loop.rounds == Rounds::fixed) {
        if (fixed > 1 && hops != fixed_hops) continue;  // of another caller
        if (fixed < 1000) fixed *= std::max(1u, std::min(loop.count, 1000u));
        if (!fixed_at.file) fixed_at = {file, loop.begin, loop.end};
        fixed_hops = hops;
        continue;
      }
      LoopAround one{
          loop.rounds, loop.is_parallel, 1, hops, {file, loop.begin, loop.end}, loop.element, way, where, {}};
      if (loop.rounds == Rounds::data && hops <= near && others.size() < max_others)
        others.emplace_back(one.header, where);
      if (is_louder(one, best)) best = std::move(one);
    }
  };
  std::vector<Span> way;
  std::uint32_t hops = 0;
  for (const auto& [site, loops] : stand.inner) {
    way.insert(way.begin(), site);
    take(loops, site.file, hops++, way, {});
  }
  struct Step {
    FunctionRef function;
    std::uint32_t hops;
    std::vector<Span> way;
  };
  way.insert(way.begin(), stand.site);
  take(loops_at(stand.function, stand.place), stand.function.file, hops, way, stand.function);
  std::deque<Step> next{{stand.function, hops + 1, way}};
  std::set<FunctionRef> seen{stand.function};
  const Shape* own = shapes_.of(stand.function.file);
  while (!next.empty()) {
    Step step = std::move(next.front());
    next.pop_front();
    if (step.hops > 5) continue;
    const auto known = in_.find(step.function);
    if (known == in_.end()) continue;
    for (std::uint32_t i : known->second) {
      const Edge& e = edges_[i];
      if (e.from == step.function) {
        // It calls itself: once for each level of the data, unless it goes on where an answer ended.
        if (step.hops != hops + 1 || !own || own->is_continued(e.place, stand.place)) continue;
        if (!repeats(e)) continue;
        LoopAround one{Rounds::data, false, 1, step.hops, e.site, {}, step.way, e.from, {}};
        for (const Loop& loop : loops_at(e.from, e.place))
          if (loop.rounds == Rounds::data) one.element = loop.element;
        if (is_louder(one, best)) best = std::move(one);
        continue;
      }
      std::vector<Span> further{e.site};
      further.insert(further.end(), step.way.begin(), step.way.end());
      take(loops_at(e.from, e.place), e.from.file, step.hops, further, e.from);
      if (!seen.insert(e.from).second) continue;
      next.push_back({e.from, step.hops + 1, std::move(further)});
    }
  }
  if (best.rounds == Rounds::once && fixed > 1) {
    best.rounds = Rounds::fixed;
    best.count = fixed;
    best.header = fixed_at;
    best.hops = fixed_hops;
  }
  if (best.rounds != Rounds::fixed)
    for (auto& other : others)
      if (other.first != best.header) best.others.push_back(std::move(other));
  return best;
}

}  // namespace demarc::operations
