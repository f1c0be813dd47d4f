// Weighs functions bottom up: rings of functions as one, blocks from the inside out.
#include "analyzer/operations/trips.h"

#include <algorithm>
#include <map>
#include <set>

namespace demarc::operations {
using namespace code;

namespace {

// What one function may need at most: more is a heap of everything, and says no more.
constexpr std::size_t max_needs = 256;
constexpr std::uint32_t max_trips = 10'000;

std::uint32_t capped(std::uint64_t trips) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(trips, max_trips));
}

}  // namespace

// The same operation of one provider is one need.
void CallGraph::add(std::vector<Need>& sum, const std::vector<Need>& more) const {
  for (const Need& m : more) {
    const auto same = std::find_if(sum.begin(), sum.end(), [&](const Need& s) {
      return calls_[s.call].provider == calls_[m.call].provider &&
             calls_[s.call].operation == calls_[m.call].operation;
    });
    if (same == sum.end()) {
      if (sum.size() < max_needs) sum.push_back(m);
      continue;
    }
    if (same->is_together && m.is_together) same->trips = capped(std::uint64_t{same->trips} + m.trips);
    else if (m.is_together) same->trips = m.trips;
    same->is_together |= m.is_together;
    same->is_widest |= m.is_widest;
    same->is_unbounded |= m.is_unbounded;
    same->is_parallel &= m.is_parallel;
    same->hops = std::min(same->hops, m.hops);
  }
}

// By provider the dearer of two ways: most operations, then most trips. What only the other way needs stays
// known, but does not happen together with it.
void CallGraph::choose(std::vector<Need>& best, const std::vector<Need>& other) const {
  struct Weight {
    std::uint64_t best = 0, other = 0;
  };
  std::map<std::uint32_t, Weight> weights;
  const auto weigh = [&](const std::vector<Need>& needs, std::uint64_t Weight::*side) {
    std::map<std::uint32_t, std::pair<std::uint64_t, std::uint64_t>> counts;
    for (const Need& n : needs)
      if (n.is_together) {
        auto& [operations, trips] = counts[calls_[n.call].provider];
        ++operations;
        trips += n.is_unbounded ? max_trips : n.trips;
      }
    for (const auto& [provider, count] : counts)
      weights[provider].*side = std::max(2 * count.first, count.second) * max_trips + count.first;
  };
  weigh(best, &Weight::best);
  weigh(other, &Weight::other);
  // Of each asker the way that asks most providers.
  std::map<std::uint32_t, std::set<std::uint32_t>> width, other_width;
  for (const Need& n : best)
    if (n.is_widest) width[calls_[n.call].asker].insert(calls_[n.call].provider);
  for (const Need& n : other)
    if (n.is_widest) other_width[calls_[n.call].asker].insert(calls_[n.call].provider);
  const auto other_is_wider = [&](const Need& n) {
    const std::uint32_t asker = calls_[n.call].asker;
    return other_width[asker].size() > width[asker].size();
  };
  std::vector<Need> all;
  for (Need n : best) {
    n.is_widest = n.is_widest && !other_is_wider(n);
    const Weight& w = weights[calls_[n.call].provider];
    n.is_together = n.is_together && w.best >= w.other;
    all.push_back(n);
  }
  std::vector<Need> more;
  for (Need n : other) {
    n.is_widest = n.is_widest && other_is_wider(n);
    const Weight& w = weights[calls_[n.call].provider];
    n.is_together = n.is_together && w.best < w.other;
    more.push_back(n);
  }
  add(all, more);
  best = std::move(all);
}

std::vector<Need> CallGraph::scaled(std::vector<Need> needs, const std::vector<Loop>& loops) const {
  for (Need& n : needs)
    for (const Loop& loop : loops) {
      if (loop.rounds == Rounds::once) continue;
      n.is_parallel |= loop.is_parallel;
      if (loop.rounds == Rounds::fixed) n.trips = capped(std::uint64_t{n.trips} * std::max(1u, loop.count));
      else n.is_unbounded = true;
    }
  return needs;
}

// The blocks of one function from the inside out; callbacks that run where they are written are among them.
std::vector<Need> CallGraph::weigh_function(FunctionRef f, std::vector<Item> items) const {
  const Shape* shape = shapes_.of(f.file);
  if (!shape) return {};
  const CodeFile& c = shape->code();
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.place.begin < b.place.begin; });
  // Only blocks that hold something are looked at.
  struct Part {
    std::uint32_t begin = 0;
    const std::vector<Need>* needs = nullptr;
    BlockId block;  // an inner block; 0: an item
  };
  std::map<std::uint32_t, std::vector<Part>> parts;  // by block
  std::map<std::uint32_t, std::vector<Need>> sums;
  std::set<std::uint32_t> known;
  BlockId body;
  for (const Item& item : items) {
    parts[item.place.block.index].push_back({item.place.begin, &item.needs, {}});
    std::size_t steps = 0;
    for (BlockId at = item.place.block; at && steps < c.blocks.size(); at = shape->up(at), ++steps) {
      known.insert(at.index);
      body = at;
    }
  }
  // Where a callback is handed on, its body may stand before the block around it: depth decides, not order.
  std::map<std::uint32_t, std::uint32_t> depth;
  for (std::uint32_t b : known) {
    std::uint32_t deep = 0;
    for (BlockId at{b}; at && deep < c.blocks.size(); at = shape->up(at)) ++deep;
    depth[b] = deep;
  }
  std::vector<std::uint32_t> order(known.begin(), known.end());
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return depth[a] > depth[b]; });
  for (std::uint32_t b : order) {
    std::vector<Part>& here = parts[b];
    std::stable_sort(here.begin(), here.end(),
                     [](const Part& x, const Part& y) { return x.begin < y.begin; });
    std::vector<Need> sum, ends;
    bool has_ends = false;
    std::set<std::uint32_t> chosen;
    for (const Part& part : here) {
      if (!part.block) {
        add(sum, *part.needs);
        continue;
      }
      const Block& inner = c.blocks[part.block.index];
      if (inner.kind == BlockKind::handler) {
        // What happens after a failure is no part of a good run.
        std::vector<Need> apart = sums[part.block.index];
        for (Need& n : apart) n.is_together = n.is_widest = false;
        add(sum, apart);
        continue;
      }
      if (inner.kind != BlockKind::branch || inner.choice == 0) {
        add(sum, sums[part.block.index]);
        continue;
      }
      if (!chosen.insert(inner.choice).second) continue;
      // All branches of the choice; one that returns ends the run.
      std::vector<Need> best;
      for (const Part& other : here) {
        if (!other.block || c.blocks[other.block.index].choice != inner.choice ||
            c.blocks[other.block.index].kind != BlockKind::branch)
          continue;
        const std::vector<Need>& branch = sums[other.block.index];
        if (shape->returns_in(other.block)) {
          std::vector<Need> way = sum;
          add(way, branch);
          if (has_ends) choose(ends, way);
          else ends = std::move(way);
          has_ends = true;
        } else {
          choose(best, branch);
        }
      }
      add(sum, best);
    }
    if (has_ends) choose(sum, ends);
    if (const BlockId around = shape->up({b}))
      parts[around.index].push_back({c.blocks[b].begin, nullptr, {b}});
    sums[b] = std::move(sum);
  }
  return body ? std::move(sums[body.index]) : std::vector<Need>{};
}

void CallGraph::weigh(const std::vector<RemoteCall>& calls) {
  calls_ = calls;
  std::map<FunctionRef, std::vector<Item>> own;
  for (std::uint32_t i = 0; i < calls_.size(); ++i) {
    const Stand stand = stand_of(*calls_[i].effect);
    if (!stand.function.file) continue;
    std::vector<Need> one{{.call = i}};
    for (const auto& [site, loops] : stand.inner) one = scaled(std::move(one), loops);
    one = scaled(std::move(one), loops_at(stand.function, stand.place));
    std::vector<Item>& items = own[stand.function];
    // Several values of one site are one call: what it may lead to are alternatives.
    const auto same = std::find_if(items.begin(), items.end(), [&](const Item& item) {
      return item.place.begin == stand.place.begin && item.place.end == stand.place.end;
    });
    if (same == items.end()) items.push_back({stand.place, std::move(one)});
    else choose(same->needs, one);
  }
  // Functions that lead there, callees first; rings of functions are found on the way (Tarjan, SIAM J.
  // Comput. 1 (1972)), without recursion of our own.
  struct Visit {
    FunctionRef f;
    std::size_t next = 0;
  };
  std::map<FunctionRef, std::pair<std::uint32_t, std::uint32_t>> number;  // index, low link
  std::vector<FunctionRef> stack;
  std::set<FunctionRef> on_stack;
  std::uint32_t count = 0;
  static const std::vector<std::uint32_t> none;
  const auto edges_of = [&](FunctionRef f) -> const std::vector<std::uint32_t>& {
    const auto known = out_.find(f);
    return known == out_.end() ? none : known->second;
  };
  const auto finish = [&](const std::vector<FunctionRef>& ring) {
    const std::set<FunctionRef> members(ring.begin(), ring.end());
    std::map<FunctionRef, std::vector<Need>> first;
    bool is_ring = ring.size() > 1;
    for (FunctionRef f : ring) {
      std::vector<Item> items;
      if (const auto known = own.find(f); known != own.end()) items = known->second;
      for (std::uint32_t i : edges_of(f)) {
        const Edge& e = edges_[i];
        if (e.to == f && repeats(e))
          for (Item& item : items)
            if (!shapes_.of(f.file)->is_continued(e.place, item.place))
              for (Need& n : item.needs) n.is_unbounded = true;
        if (members.contains(e.to)) continue;
        const auto known = needs_.find(e.to);
        if (known == needs_.end() || known->second.empty()) continue;
        std::vector<Need> below;
        for (Need n : known->second)
          if (++n.hops <= max_depth) below.push_back(n);
        below = scaled(std::move(below), loops_at(f, e.place));
        const auto same = std::find_if(items.begin(), items.end(), [&](const Item& item) {
          return !below.empty() && item.place.begin == e.place.begin && item.place.end == e.place.end;
        });
        // One call with several callees runs one of them.
        if (same == items.end()) items.push_back({e.place, std::move(below)});
        else choose(same->needs, below);
      }
      first[f] = weigh_function(f, items);
      items_[f] = std::move(items);
    }
    for (FunctionRef f : ring) {
      std::vector<Need> sum = first[f];
      if (is_ring)
        for (const auto& [other, needs] : first) {
          std::vector<Need> again = needs;
          for (Need& n : again) n.is_unbounded = true;
          add(sum, again);
        }
      needs_[f] = std::move(sum);
    }
  };
  const auto search = [&](FunctionRef start) {
    if (number.contains(start)) return;
    std::vector<Visit> visits{{start}};
    number[start] = {count, count};
    ++count;
    stack.push_back(start);
    on_stack.insert(start);
    while (!visits.empty()) {
      Visit& v = visits.back();
      const auto& edges = edges_of(v.f);
      if (v.next < edges.size()) {
        const FunctionRef to = edges_[edges[v.next++]].to;
        if (!number.contains(to)) {
          number[to] = {count, count};
          ++count;
          stack.push_back(to);
          on_stack.insert(to);
          visits.push_back({to});
        } else if (on_stack.contains(to)) {
          number[v.f].second = std::min(number[v.f].second, number[to].first);
        }
        continue;
      }
      const FunctionRef done = v.f;
      visits.pop_back();
      if (!visits.empty())
        number[visits.back().f].second = std::min(number[visits.back().f].second, number[done].second);
      if (number[done].first != number[done].second) continue;
      std::vector<FunctionRef> ring;
      for (;;) {
        const FunctionRef f = stack.back();
        stack.pop_back();
        on_stack.erase(f);
        ring.push_back(f);
        if (f == done) break;
      }
      finish(ring);
    }
  };
  for (const auto& [f, items] : own) search(f);
  for (const auto& [f, edges] : out_) search(f);
}

const std::vector<Need>& CallGraph::needs(FunctionRef f) const {
  static const std::vector<Need> none;
  const auto known = needs_.find(root(f));
  return known == needs_.end() ? none : known->second;
}

std::vector<Need> CallGraph::needs(FunctionRef f, Span site) const {
  const Shape* shape = site.file == f.file ? shapes_.of(f.file) : nullptr;
  const auto items = items_.find(root(f));
  if (!shape || items == items_.end()) return needs(f);
  const CodeFile& c = shape->code();
  BlockId taken;
  for (std::uint32_t b = 1; b < c.blocks.size(); ++b) {
    const Block& one = c.blocks[b];
    if (one.kind != BlockKind::branch || one.choice == 0 || !one.condition ||
        root({f.file, one.function}) != root(f))
      continue;
    const Expr& condition = c[one.condition];
    if (condition.begin <= site.begin && site.end <= condition.end) taken = {b};
  }
  if (!taken) return needs(f);
  std::vector<Item> kept;
  for (const Item& item : items->second) {
    bool is_elsewhere = false;
    std::size_t steps = 0;
    for (BlockId at = item.place.block; at && steps < c.blocks.size(); at = shape->up(at), ++steps) {
      const Block& b = c.blocks[at.index];
      if (at == taken) break;
      is_elsewhere |=
          b.choice == c.blocks[taken.index].choice && b.function == c.blocks[taken.index].function;
      // A branch behind another comparison, in the manner of `if (…) return …; if (…) return …;`.
      is_elsewhere |= b.parent == c.blocks[taken.index].parent && b.kind == BlockKind::branch &&
                      b.condition && shape->returns_in(at);
    }
    if (!is_elsewhere) kept.push_back(item);
  }
  return weigh_function(root(f), std::move(kept));
}

std::vector<FunctionRef> CallGraph::functions() const {
  std::vector<FunctionRef> all;
  for (const auto& [f, needs] : needs_)
    if (!needs.empty()) all.push_back(f);
  return all;
}

}  // namespace demarc::operations
