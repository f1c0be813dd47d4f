// Up from a site to the callers of its function, and to the makers of its object.
#include "analyzer/recognise/lifting.h"

#include <algorithm>

#include "analyzer/recognise/recognise.h"

namespace demarc {
using namespace code;

Lifted Lifting::lift(const Pending& p, const std::vector<ValueId>& wanted, std::size_t room) {
  std::vector<std::uint32_t> owners, constructors;
  for (ValueId v : wanted) fold_.parameter_owners(v, owners);
  // Callers of a method know the object it is called on, and so what it was made with: they come before the
  // places that make such objects.
  std::erase_if(owners, [&](std::uint32_t owner) {
    const bool is = program_[program_.function(owner)].is_constructor;
    if (is) constructors.push_back(owner);
    return is;
  });
  if (!constructors.empty() && owners.empty()) {
    owners.push_back(program_.number(p.where));
    // A function that stands in a method, and that nobody calls by name, sees the method's object.
    if (!callers_.of(owners[0])) {
      const CodeFile& c = *program_.indexed(p.where.file).code;
      FunctionId at = p.where.function;
      while (at && !c.functions[at.index].owner) at = c.functions[at.index].parent;
      if (at && at != p.where.function) owners.push_back(program_.number(FunctionRef{p.where.file, at}));
    }
  }
  owners.insert(owners.end(), constructors.begin(), constructors.end());
  Lifted up;
  for (std::uint32_t owner : owners) {
    std::vector<Caller>* known = callers_.of(owner);
    if (!known) continue;
    FunctionRef f = program_.function(owner);
    if (program_[f].is_constructor && !runs_in(f, p)) {
      if (std::optional<Pending> one = as_all_make_it(p, f, *known)) {
        up.has_callers = true;
        up.sites.push_back(std::move(*one));
        return up;
      }
      continue;
    }
    std::size_t tried = 0;
    for (Caller& caller : *known) {
      if (tried >= std::max(room, max_per_effect) || (up.has_callers && up.sites.size() >= room)) break;
      const bool is_ring = caller.from == f;
      if (is_ring) continue;
      auto swap = [&](ValueId v) { return callers_.seen_by(caller, f, v); };
      const ValueId callee = swap(p.callee);
      // Most callees turn out to be nothing that any row knows: their arguments need no look.
      if (callee != p.callee && !fold_.may_match(callee, p.language)) {
        up.has_callers = true;
        ++tried;
        continue;
      }
      const ValueId list = swap(p.list), object = swap(p.object);
      if (callee == p.callee && list == p.list && object == p.object) continue;
      up.has_callers = true;
      ++tried;
      if (up.sites.size() >= room) break;
      Pending one = p;
      one.callee = callee;
      one.list = list;
      one.object = object;
      one.through.push_back(one.where);
      one.where = caller.from;
      one.chain.emplace_back(caller.site, "called from here");
      one.in_loop |= caller.in_loop;
      ++one.lifts;
      up.sites.push_back(std::move(one));
    }
    if (up.has_callers) return up;
  }
  return up;
}

// True when the site stands in a method of what the constructor makes.
bool Lifting::runs_in(FunctionRef constructor, const Pending& p) {
  const ClassRef made{constructor.file, program_[constructor].owner};
  const auto belongs = [&](FunctionRef f) {
    FunctionId at = f.function;
    const CodeFile& c = *program_.indexed(f.file).code;
    while (at && !c.functions[at.index].owner) at = c.functions[at.index].parent;
    if (!at) return false;
    const ClassRef type{f.file, c.functions[at.index].owner};
    return fold_.is_kind_of(type, made) || fold_.is_kind_of(made, type);
  };
  return belongs(p.where) || std::any_of(p.through.begin(), p.through.end(), belongs);
}

// Who makes an object that a site only reads does not do what the site does. Where all that make one put
// the same in, that is what the site reads.
std::optional<Pending> Lifting::as_all_make_it(const Pending& p, FunctionRef constructor,
                                               std::vector<Caller>& makers) {
  std::optional<Pending> all;
  if (makers.size() > max_per_effect || p.lifts >= max_lifts) return all;
  for (Caller& maker : makers) {
    Pending one = p;
    one.callee = callers_.seen_by(maker, constructor, p.callee);
    one.list = callers_.seen_by(maker, constructor, p.list);
    one.object = callers_.seen_by(maker, constructor, p.object);
    if (all && (all->callee != one.callee || all->list != one.list || all->object != one.object)) return {};
    if (all) continue;
    if (one.callee == p.callee && one.list == p.list && one.object == p.object) return {};
    one.chain.emplace_back(maker.site, "made here");
    ++one.lifts;
    all = std::move(one);
  }
  return all;
}

}  // namespace demarc
