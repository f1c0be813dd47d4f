// boundary/cycle: contexts depend on each other in a ring.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::boundary {
namespace {

constexpr RuleOption options[] = {
    {"classes", "call import data",
     "Classes of edges that make a ring an error; a ring with others is a note.",
     "call|event|import|data|schema"},
    {"max-length", "12", "Rings of more contexts are not reported."},
};

// All edges from one party to another, of the classes that count.
struct Link {
  std::vector<const Edge*> edges;
  std::size_t places = 0;
};
using Links = std::map<std::pair<PartyId, PartyId>, Link>;

// Tarjan's strongly connected components, without recursion. Components of one party are left out.
std::vector<std::vector<PartyId>> components(const Links& links, std::size_t count) {
  std::vector<std::vector<PartyId>> next(count);
  for (const auto& [ends, link] : links) next[static_cast<std::size_t>(ends.first)].push_back(ends.second);
  std::vector<int> order(count, -1), low(count, 0);
  std::vector<bool> on_stack(count, false);
  std::vector<PartyId> stack;
  std::vector<std::vector<PartyId>> out;
  int counter = 0;
  for (std::size_t start = 0; start < count; ++start) {
    if (order[start] >= 0) continue;
    std::vector<std::pair<std::size_t, std::size_t>> work{{start, 0}};
    while (!work.empty()) {
      auto& [at, child] = work.back();
      if (child == 0) {
        order[at] = low[at] = counter++;
        stack.push_back(static_cast<PartyId>(at));
        on_stack[at] = true;
      }
      if (child < next[at].size()) {
        auto to = static_cast<std::size_t>(next[at][child++]);
        if (order[to] < 0) work.emplace_back(to, 0);
        else if (on_stack[to]) low[at] = std::min(low[at], order[to]);
        continue;
      }
      std::size_t done = at;
      work.pop_back();
      if (!work.empty()) low[work.back().first] = std::min(low[work.back().first], low[done]);
      if (low[done] != order[done]) continue;
      std::vector<PartyId> component;
      PartyId member;
      do {
        member = stack.back();
        stack.pop_back();
        on_stack[static_cast<std::size_t>(member)] = false;
        component.push_back(member);
      } while (member != static_cast<PartyId>(done));
      if (component.size() > 1) {
        std::sort(component.begin(), component.end());
        out.push_back(std::move(component));
      }
    }
  }
  return out;
}

// A shortest ring within `members` that holds the link from → to; empty if there is none.
std::vector<PartyId> ring_over(PartyId from, PartyId to, const std::set<PartyId>& members,
                               const Links& links) {
  std::map<PartyId, PartyId> before{{to, from}};
  std::vector<PartyId> queue{to};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    PartyId at = queue[i];
    for (auto link = links.lower_bound({at, nobody}); link != links.end() && link->first.first == at;
         ++link) {
      PartyId next = link->first.second;
      if (next == from) {
        std::vector<PartyId> ring;
        for (PartyId p = at; p != from; p = before[p]) ring.push_back(p);
        ring.push_back(from);
        std::reverse(ring.begin(), ring.end());
        return ring;
      }
      if (members.contains(next) && before.emplace(next, at).second) queue.push_back(next);
    }
  }
  return {};
}

// The shortest ring of a component that holds at least one of the links `of` and somebody who is not `told`.
std::vector<PartyId> shortest_ring(const std::vector<PartyId>& component, const Links& links, const Links& of,
                                   const std::set<PartyId>& told) {
  std::set<PartyId> members(component.begin(), component.end());
  std::vector<PartyId> best;
  for (const auto& [ends, link] : of) {
    if (!members.contains(ends.first) || !members.contains(ends.second)) continue;
    std::vector<PartyId> ring = ring_over(ends.first, ends.second, members, links);
    if (std::all_of(ring.begin(), ring.end(), [&](PartyId p) { return told.contains(p); })) continue;
    if (best.empty() || ring.size() < best.size()) best = std::move(ring);
  }
  return best;
}

bool are_partners(const Ground& ground, PartyId a, PartyId b) {
  for (const model::Relationship& r : ground.model().partners)
    if (r.holds(ground.map.name(a), ground.map.name(b))) return true;
  return false;
}

void report(const Ground& ground, const std::vector<PartyId>& component, const Links& links,
            const Links& strong, const std::set<PartyId>& told, bool is_mixed, std::vector<Finding>& out) {
  std::vector<PartyId> ring = shortest_ring(component, links, strong, told);
  if (ring.empty() || ring.size() > static_cast<std::size_t>(ground.number("max-length"))) return;
  // Partners have agreed to a ring of exactly two.
  if (component.size() == 2 && are_partners(ground, component[0], component[1])) return;
  auto link_at = [&](std::size_t i) -> const Link& {
    return links.at({ring[i], ring[(i + 1) % ring.size()]});
  };
  std::size_t weakest = 0;
  for (std::size_t i = 1; i < ring.size(); ++i)
    if (link_at(i).places < link_at(weakest).places) weakest = i;
  Finding finding;
  bool any_closed = false, any_certain = false;
  std::string path;
  std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(weakest), ring.end());
  weakest = 0;
  for (std::size_t i = 0; i <= ring.size(); ++i)
    path += (i ? " → " : "") + ground.map.name(ring[i % ring.size()]);
  std::vector<std::string> names;
  for (PartyId p : component) {
    names.push_back(ground.map.name(p));
    const model::Context* context = ground.map.party(p).context;
    any_closed = any_closed || (context && context->is_closed());
  }
  std::sort(names.begin(), names.end());
  PartyId from = ring[0], to = ring[1 % ring.size()];
  // Where the weakest link was decided, if somebody did.
  if (const model::Context* context = ground.map.party(from).context)
    if (const model::Use* use = context->use_of(ground.map.name(to)))
      finding.places.push_back(ground.model().step(
          use->at, fmt::format("{} uses {}", ground.map.name(from), ground.map.name(to))));
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Link& link = link_at((weakest + i) % ring.size());
    for (const Edge* edge : link.edges) {
      ground.place(finding, edge->relations);
      any_certain = any_certain || edge->certainty == Certainty::certain;
    }
  }
  finding.severity = is_mixed || !any_closed ? Severity::note
                     : any_certain           ? ground.severity()
                                             : less(ground.severity());
  // The ring as a whole is the identity, not the link that is weakest today.
  finding.object = fmt::format("{}", fmt::join(names, " "));
  std::size_t n = link_at(weakest).places;
  finding.message = fmt::format("{}: weakest link {} → {} ({} place{}).", path, ground.map.name(from),
                                ground.map.name(to), n, n == 1 ? "" : "s");
  if (component.size() > ring.size())
    finding.message += fmt::format(" {} contexts depend on each other in all.", component.size());
  finding.help =
      fmt::format("Cut {} → {}: let {} publish an event instead, or move what both need to one side.",
                  ground.map.name(from), ground.map.name(to), ground.map.name(to));
  finding.label = fmt::format("{} → {}", ground.map.name(from), ground.map.name(to));
  finding.owner = ground.map.party(from).team();
  out.push_back(std::move(finding));
}

Links links_of(const Ground& ground, bool with_all) {
  std::set<std::string, std::less<>> classes;
  for (std::string& name : ground.list("classes")) classes.insert(std::move(name));
  Links links;
  for (const Edge* edge : ground.edges()) {
    bool counts = classes.contains(to_string(edge->cls));
    // A contract or a message that is sent is no reason to wait: they only close rings of notes.
    if ((!counts && !with_all) || edge->is_gateway) continue;
    if (ground.map.party(edge->from).kernel || ground.map.party(edge->to).kernel) continue;
    Link& link = links[{edge->from, edge->to}];
    link.edges.push_back(edge);
    link.places += edge->relations.size();
  }
  return links;
}

void check(const Ground& ground, std::vector<Finding>& out) {
  std::size_t count = ground.map.parties().size();
  Links strong = links_of(ground, false);
  std::set<PartyId> in_ring;
  for (const std::vector<PartyId>& component : components(strong, count)) {
    in_ring.insert(component.begin(), component.end());
    report(ground, component, strong, strong, {}, false, out);
  }
  // A ring that closes only through an event is worth a word, unless it is events all the way.
  Links all = links_of(ground, true);
  for (const std::vector<PartyId>& component : components(all, count)) {
    report(ground, component, all, strong, in_ring, true, out);
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "payment calls ordering", "payment calls payment", "The way back is cut."},
    {Example::bad, "---", R"(partners: [[ordering, payment]]
---)",
     "The two are partners."},
    {Example::good, "ordering consumes eventbridge:Paid", "payment calls ordering",
     "Instead of hearing of it, one asks."},
};

}  // namespace

extern const Rule cycle;
const Rule cycle{
    .id = "boundary/cycle",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::contexts,
    .what = "Contexts depend on each other in a ring.",
    .why =
        "In a ring no context can be released, tested or understood without the others, and a failure comes "
        "back "
        "to where it started.",
    .fix = "Cut the weakest link, usually by turning a call into an event.",
    .options = options,
    .help_uri = "https://www.domainlanguage.com/ddd/reference/",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, uses: { payment: call } }   # boundary/cycle
  payment: { code: services/payment/**, uses: { ordering: call } }
---
service ordering root=services/ordering
service payment root=services/payment
ordering calls payment   # boundary/cycle
payment calls ordering   # boundary/cycle
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, uses: { payment: [call, event] } }
  payment: { code: services/payment/** }
---
service ordering root=services/ordering
service payment root=services/payment
ordering calls payment
payment publishes eventbridge:Paid
ordering consumes eventbridge:Paid
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::boundary
