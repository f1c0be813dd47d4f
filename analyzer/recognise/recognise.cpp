// The whole of recognition on one page of calls: sites, wrappers, annotations, dispatch by comparison,
// routers.
#include "analyzer/recognise/recognise.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <unordered_set>

#include "analyzer/operations/names.h"
#include "analyzer/recognise/callers.h"
#include "analyzer/recognise/dispatch.h"
#include "analyzer/recognise/fold.h"
#include "analyzer/recognise/handed_out.h"
#include "analyzer/recognise/live_names.h"
#include "analyzer/recognise/mappings.h"
#include "analyzer/recognise/message_fields.h"
#include "analyzer/recognise/payloads.h"
#include "analyzer/recognise/relations.h"
#include "analyzer/recognise/routers.h"
#include "analyzer/recognise/statements.h"
#include "analyzer/recognise/transactions.h"

namespace demarc {
using namespace code;

namespace {

// A call that may mean something, with its values; lifted copies stand at callers.
struct Pending {
  ValueId callee, list, object;  // arguments packed
  std::string_view language;
  FunctionRef where;
  std::vector<FunctionRef> through;  // where it was before it was lifted
  Span site;
  std::vector<std::pair<Span, std::string_view>> chain;
  bool in_loop = false;
  bool is_plugin = false;  // its function is called by a framework: it stands where it is written
  int lifts = 0;
};

bool in_loop(const CodeFile& c, BlockId block) {
  for (BlockId at = block; at; at = c.blocks[at.index].parent)
    if (c.blocks[at.index].kind == BlockKind::loop) return true;
  return false;
}

// Words whose values say what is touched; the others only describe it.
bool is_identity(std::string_view word) {
  return word != "detail" && word != "item" && word != "key" && word != "envelope" && word[0] != '@';
}

class Recogniser {
 public:
  Recogniser(Program& program, const Packs& packs, Values& values, const SqlReader* sql)
      : program_(program),
        packs_(packs),
        values_(values),
        sql_(sql),
        fold_(program, packs, values),
        callers_(program, fold_, out_.calls),
        routers_(values) {}

  Effects run(const std::vector<std::string>& handlers) {
    collect_imports();
    std::vector<bool> asleep(packs_.all().size());
    for (const auto& row : packs_.all()) asleep[row->number] = !is_awake(*row);
    const LiveNames live(program_, packs_, [&](const Row& row) { return !asleep[row.number]; });
    live_ = &live;
    fold_.sleep(asleep);
    for (const ProgramFile& f : program_.files())
      for (const Function& fn : f.code->functions)
        if (fn.name) function_names_.insert(f.code->strings.text(fn.name));
    for (ProgramFile& f : program_.files()) collect_sites(f);
    callers_.settle_indirect();
    for (std::size_t i = 0; i < sites_.size(); ++i) settle(sites_[i]);
    for (ProgramFile& f : program_.files())
      if (f.is_evidence) find_resources(f);
    for (ProgramFile& f : program_.files())
      if (f.is_evidence) {
        annotations(f);
        assignments(f);
        find_dispatch(
            packs_, fold_, f, [&](const Row& row) { return is_awake(row); }, out_);
      }
    routers_.put_prefixes(out_.effects);
    mark_handed_out(program_, fold_, values_, out_.effects);
    read_statements(sql_, program_, values_, out_.effects);
    ClassTables tables(program_, fold_, values_, called_mappings_);
    relate_classes(packs_, program_, fold_, values_, tables, out_.effects);
    std::erase_if(out_.effects, [&](Effect& e) { return !tables.put(e); });
    mark_transactions(program_, values_, out_);
    mark_payloads(program_, values_, out_);
    find_written_fields(program_, fold_, packs_, out_);
    find_read_fields(program_, fold_, packs_, handlers, out_);
    finish();
    out_.steps = fold_.steps();
    if (FileId file = fold_.exhausted_at())
      out_.notes.push_back({{file, 0, 0},
                            "values were no longer followed from here on: the tree takes far more steps than "
                            "code of its size does"});
    out_.rows = fold_.marked();
    return std::move(out_);
  }

 private:
  std::string_view keep(std::string_view text) { return values_.strings().text(values_.strings().id(text)); }

  void collect_imports() {
    for (ProgramFile& f : program_.files()) {
      const CodeFile& c = *f.code;
      for (std::uint32_t i = 0; i < c.imports.size(); ++i) {
        const Import& m = c.imports[i];
        const Module& where = program_.module(f, i);
        if (!where.file)
          libraries_.insert(where.library.empty() ? std::string(c.strings.text(m.module)) : where.library);
        if (where.file && where.file != f.file && f.is_evidence)
          out_.imports.push_back({f.file,
                                  where.file,
                                  std::string(c.strings.text(m.name)),
                                  {f.file, m.begin, m.end},
                                  m.type_only});
      }
      for (std::uint32_t i = 0; i < c.exports.size(); ++i) {
        const Export& x = c.exports[i];
        if (!x.from || !f.is_evidence) continue;
        const Module& m = program_.source(f, i);
        if (m.file && m.file != f.file)
          out_.imports.push_back(
              {f.file, m.file, std::string(c.strings.text(x.from_name)), {f.file, x.begin, x.end}, false});
      }
      if (f.is_evidence)
        for (std::uint32_t i = 1; i < c.classes.size(); ++i)
          if (c.classes[i].name)
            out_.types.push_back({std::string(c.strings.text(c.classes[i].name)),
                                  f.file,
                                  {f.file, c.classes[i].begin, c.classes[i].end}});
    }
  }

  bool is_awake(const Row& row) const {
    if (row.when.empty()) return true;
    for (const std::string& w : row.when) {
      auto at = libraries_.lower_bound(w);
      if (at != libraries_.end() && (*at == w || (at->starts_with(w) && (*at)[w.size()] == '/') ||
                                     (at->starts_with(w) && (*at)[w.size()] == '.')))
        return true;
    }
    return false;
  }

  bool belongs_to_handle(ValueId v) const {
    while (values_[v].kind == ValueKind::member) v = values_.child(v, 0);
    return values_[v].kind == ValueKind::handle;
  }

  std::string_view last_name(const CodeFile& c, ExprId call) const {
    if (c[call].count == 0) return {};
    ExprId what = c.child(call, 0);
    return c[what].kind == ExprKind::member || c[what].kind == ExprKind::name ? c.text(what)
                                                                              : std::string_view{};
  }

  void collect_sites(ProgramFile& f) {
    const CodeFile& c = *f.code;
    const std::string_view language = f.reader->name();
    for (const Call& call : c.calls) {
      if (!f.is_evidence) continue;
      ++out_.calls_total;
      ValueId callee = fold_.callee(f.file, call.expr, call.block);
      const FunctionRef from{f.file, Program::scope_of(c, call.block)};
      const Span site{f.file, c[call.expr].begin, c[call.expr].end};
      const bool loop = in_loop(c, call.block);
      auto targets = fold_.targets(callee, c[call.expr].count - 1);
      // Only what some function of the tree is called can turn out to be one.
      const bool is_indirect = values_[callee].kind == ValueKind::member && fold_.has_parameters(callee) &&
                               function_names_.contains(values_.text(callee));
      const Caller caller{from, {}, site, call.expr, call.block, loop, false, {}, {}};
      for (const Fold::Target& t : targets) {
        if (!is_indirect) {
          Caller one = caller;
          one.receiver = t.receiver;
          callers_.add(t.function, one);
        }
        out_.calls.push_back({from, t.function, site, loop});
      }
      if (is_indirect) callers_.add(Indirect{callee, caller, {}});
      hand_on(f, call, from, loop);
      std::string_view name = last_name(c, call.expr);
      const ValueKind kind = values_[callee].kind;
      if (!targets.empty() || kind == ValueKind::path || kind == ValueKind::handle) ++out_.calls_resolved;
      const bool own_code =
          kind == ValueKind::function || kind == ValueKind::type || kind == ValueKind::module;
      if (own_code) continue;
      // Where any method is a row's, the declared type tells which thing it is called on.
      const auto is_declared_thing = [&] {
        return live_->contains(language, "$") && kind == ValueKind::member && fold_.has_parameters(callee) &&
               belongs_to_handle(fold_.close_parameters(callee));
      };
      const bool interesting = kind == ValueKind::path || kind == ValueKind::handle ||
                               kind == ValueKind::either ||
                               (!name.empty() && live_->contains(language, name)) ||
                               belongs_to_handle(callee) || is_declared_thing();
      if (!interesting) continue;
      bool any_row = false;
      const bool may_match = fold_.may_match(callee, language, &any_row);
      // Rows that only say what a call yields have matched too, even if nobody looks at it.
      if (any_row && !may_match)
        fold_.matches(callee, fold_.arguments(f.file, call.expr, call.block), "()", language);
      if (!may_match) continue;
      Pending p;
      p.callee = callee;
      std::tie(p.list, p.object) = fold_.pack(fold_.arguments(f.file, call.expr, call.block));
      p.language = language;
      p.where = from;
      p.site = site;
      p.in_loop = loop;
      sites_.push_back(std::move(p));
    }
  }

  // ids.map(load), pool.submit(load, id): what is handed on by its name is called there.
  void hand_on(const ProgramFile& f, const Call& call, FunctionRef from, bool loop) {
    const CodeFile& c = *f.code;
    const std::string_view method = last_name(c, call.expr);
    if (!operations::names::loops_over(method) && !operations::names::starts_task(method)) return;
    for (std::uint32_t i = 1; i < c[call.expr].count; ++i) {
      ExprId given = c.child(call.expr, i);
      if (c[given].kind == ExprKind::argument && c[given].count == 1) given = c.child(given, 0);
      const Expr& e = c[given];
      if (e.kind != ExprKind::name && e.kind != ExprKind::member) continue;
      if (!function_names_.contains(c.strings.text(e.text))) continue;
      for (const Fold::Target& t : fold_.targets(fold_.value(f.file, given, call.block)))
        out_.calls.push_back({from, t.function, {f.file, e.begin, e.end}, loop});
    }
  }

  std::vector<RowMatch> facts(const Pending& p) {
    std::vector<RowMatch> all;
    std::vector<ValueId> callees{p.callee};
    if (values_[p.callee].kind == ValueKind::either)
      callees.assign(values_.children(p.callee).begin(), values_.children(p.callee).end());
    const CallArguments args = Fold::unpack(values_, p.list, p.object);
    for (ValueId callee : callees)
      for (RowMatch& m : fold_.matches(callee, args, "()", p.language)) {
        if (!m.compiled->row || (m.any_receiver && !is_awake(*m.compiled->row))) continue;
        if (m.compiled->makes_effect()) all.push_back(std::move(m));
      }
    return all;
  }

  // Makes the effects of a site, or passes it up to the callers that know its parameters.
  void settle(const Pending& first) {
    std::deque<Pending> queue{first};
    std::size_t made = 0;
    while (!queue.empty() && made < max_per_effect) {
      Pending p = std::move(queue.front());
      queue.pop_front();
      std::vector<RowMatch> found = facts(p);
      bool open = found.empty() && (fold_.has_parameters(p.callee) || fold_.has_parameters(p.list) ||
                                    fold_.has_parameters(p.object));
      std::vector<ValueId> wanted;
      if (open) {
        wanted = {p.callee, p.list, p.object};
      } else {
        for (const RowMatch& m : found) {
          if (m.compiled->row->proxy)
            for (const auto& [name, v] : m.captures)
              if (fold_.has_parameters(v)) wanted.push_back(v);
          for (const auto& [word, spec] : m.compiled->row->to)
            if (is_identity(word)) {
              ValueId v = fold_.build(spec, m.captures);
              if (fold_.has_parameters(v)) wanted.push_back(v);
            }
        }
        open = !wanted.empty();
      }
      if (open && p.lifts < max_lifts) {
        Lifted up = lift(p, wanted, max_per_effect - queue.size());
        if (up.has_callers) {
          for (Pending& one : up.sites) queue.push_back(std::move(one));
          continue;
        }
      }
      if (open && found.empty()) {
        // Nobody tells what the receiver is: its declared type may.
        Pending closed = p;
        closed.callee = fold_.close_parameters(p.callee);
        closed.list = fold_.close_parameters(p.list);
        if (closed.callee != p.callee || closed.list != p.list) found = facts(closed);
        if (!found.empty()) p.callee = closed.callee;
      }
      for (const RowMatch& m : found) {
        emit(m, p);
        ++made;
        if (m.compiled->row->passes && p.lifts < max_lifts)
          for (Pending& one : inside_plugin(m, p))
            if (queue.size() < max_per_effect) queue.push_back(std::move(one));
      }
    }
  }

  // The framework calls a function with the thing itself: the sites inside it, with that as their parameter.
  // What they register hangs below the prefix.
  std::vector<Pending> inside_plugin(const RowMatch& m, const Pending& p) {
    std::vector<Pending> all;
    const Row& row = *m.compiled->row;
    ValueId base = p.callee;
    while (values_[base].kind == ValueKind::member) base = values_.child(base, 0);
    // What makes the thing may hand it over at once.
    if (!m.compiled->gives.empty())
      base = fold_.apply(p.callee, Fold::unpack(values_, p.list, p.object), p.site, p.language);
    if (values_[base].kind != ValueKind::handle) return all;
    if (sites_of_.empty())
      for (std::uint32_t i = 0; i < sites_.size(); ++i) {
        std::vector<std::uint32_t> owners;
        fold_.parameter_owners(sites_[i].callee, owners);
        for (std::uint32_t owner : owners) sites_of_[owner].push_back(i);
      }
    const std::string here = fold_.place_of(p.site) + "<" + own_site(m.captures);
    ValueId thing = fold_.with_site(base, here);
    routers_.mount({here, own_site(m.captures), mount_prefix(row, m.captures)});
    CallArguments given;
    given.positional.push_back(thing);
    for (const Fold::Target& t : fold_.targets(fold_.build(*row.passes, m.captures)))
      for (const std::uint32_t i : sites_of_[program_.number(t.function)]) {
        if (all.size() >= max_per_effect) break;
        all.push_back(with_thing(sites_[i], t, given, p));
      }
    // And in the functions that it hands the thing on to.
    for (const Fold::Target& t : fold_.targets(fold_.build(*row.passes, m.captures)))
      for (Pending& one : handed_on(t.function)) {
        if (all.size() >= max_per_effect) break;
        all.push_back(with_thing(std::move(one), t, given, p));
      }
    return all;
  }

  Pending with_thing(Pending one, const Fold::Target& t, const CallArguments& given, const Pending& p) {
    one.callee = fold_.substitute(one.callee, t.function, given, t.receiver);
    one.list = fold_.substitute(one.list, t.function, given, t.receiver);
    one.object = fold_.substitute(one.object, t.function, given, t.receiver);
    one.lifts = p.lifts + 1;
    one.is_plugin = true;
    return one;
  }

  // The open sites of functions that `from` calls, as `from` sees them.
  std::vector<Pending> handed_on(FunctionRef from) {
    if (open_callees_.empty())
      for (const auto& [owner, sites] : sites_of_)
        if (const std::vector<Caller>* known = callers_.of(owner))
          for (std::uint32_t i = 0; i < known->size(); ++i)
            open_callees_[program_.number((*known)[i].from)].emplace_back(owner, i);
    for (auto& [caller, all] : open_callees_) std::sort(all.begin(), all.end());
    std::vector<Pending> all;
    const auto known = open_callees_.find(program_.number(from));
    if (known == open_callees_.end()) return all;
    for (const auto& [owner, which] : known->second) {
      const FunctionRef callee = program_.function(owner);
      Caller& caller = (*callers_.of(owner))[which];
      for (const std::uint32_t i : sites_of_[owner]) {
        if (all.size() >= max_per_effect || callee == from) break;
        Pending one = sites_[i];
        one.callee = callers_.seen_by(caller, callee, one.callee);
        if (one.callee == sites_[i].callee) continue;
        one.list = callers_.seen_by(caller, callee, one.list);
        one.object = callers_.seen_by(caller, callee, one.object);
        all.push_back(std::move(one));
      }
    }
    return all;
  }

  struct Lifted {
    bool has_callers = false;    // somebody knows more
    std::vector<Pending> sites;  // at the callers where the site may still mean something
  };

  // At most `room` sites.
  Lifted lift(const Pending& p, const std::vector<ValueId>& wanted, std::size_t room) {
    std::vector<std::uint32_t> owners, constructors;
    for (ValueId v : wanted) fold_.parameter_owners(v, owners);
    // Callers of a method know the object it is called on, and so what it was made with: they come before the
    // places that make such objects.
    std::erase_if(owners, [&](std::uint32_t owner) {
      const bool is = program_[program_.function(owner)].is_constructor;
      if (is) constructors.push_back(owner);
      return is;
    });
    if (!constructors.empty() && owners.empty()) owners.push_back(program_.number(p.where));
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
        if (tried >= max_per_effect || (up.has_callers && up.sites.size() >= room)) break;
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
  bool runs_in(FunctionRef constructor, const Pending& p) {
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
  std::optional<Pending> as_all_make_it(const Pending& p, FunctionRef constructor,
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

  void emit(const RowMatch& m, const Pending& p) {
    const Row& row = *m.compiled->row;
    if (row.mount_what) {
      const std::string inside = row.distinct ? fold_.place_of(p.site) : own_site(m.captures);
      const ValueId prefix = mount_prefix(row, m.captures);
      std::vector<std::string> sites;
      sites_of(fold_.build(*row.mount_what, m.captures), row.mount_member, p.site.file, 0, sites);
      for (std::string& site : sites) routers_.mount({std::move(site), inside, prefix});
    }
    if (!row.plays.empty()) out_.roles.push_back({keep(row.plays), keep(row.pack), {}, p.where, p.site});
    if (!row.maps.empty())
      for (const auto& [name, v] : m.captures)
        if (name == "type" && values_[v].kind == ValueKind::type)
          called_mappings_.try_emplace(program_.type(values_[v].aux), m);
    if (row.proxy) proxied(m);
    if (!row.fact) return;
    Effect e;
    e.kind = *row.fact;
    e.object = row.object;
    e.pack = keep(row.pack);
    e.where = p.where;
    if (e.kind == RelationKind::exposes || e.kind == RelationKind::handles ||
        e.kind == RelationKind::consumes || e.kind == RelationKind::starts)
      e.handler = handler_of(p);
    e.site = p.site;
    e.chain = p.chain;
    e.in_loop = p.in_loop;
    e.is_lifted = p.lifts > 0 && !p.is_plugin;
    e.certainty = m.any_receiver ? std::max(Certainty::likely, row.certainty) : row.certainty;
    for (const auto& [name, v] : m.captures)
      if (name == "@likely") e.certainty = std::max(Certainty::likely, e.certainty);
    captures(e, row, m.captures);
    if (row.distinct) e.captures.emplace_back(keep("@site"), values_.literal(fold_.place_of(p.site)));
    std::sort(e.captures.begin(), e.captures.end());
    out_.effects.push_back(std::move(e));
  }

  // The function that a call hands over to be called later: app.get("/x", check, answer), wrapped or not. Of
  // several the last one answers.
  FunctionRef handler_of(const Pending& p) {
    FunctionRef found{};
    for (ValueId argument : values_.children(p.list)) {
      const std::vector<Fold::Target> targets =
          values_[argument].kind == ValueKind::function || values_[argument].kind == ValueKind::member
              ? fold_.targets(argument)
              : std::vector<Fold::Target>{};
      if (!targets.empty()) found = targets[0].function;
    }
    if (found.file) return found;
    const ProgramFile* f = program_.file(p.site.file);
    if (!f) return found;
    // Inside a wrapper that nobody knows, the function that is written there.
    const CodeFile& c = *f->code;
    for (std::uint32_t i = 2; i < c.functions.size(); ++i) {
      const Function& inner = c.functions[i];
      const bool is_written = p.site.begin <= inner.begin && inner.end <= p.site.end && !inner.is_class_body;
      if (is_written && FunctionRef{p.site.file, inner.parent} == p.where)
        found = {p.site.file, FunctionId{i}};
    }
    return found;
  }

  // A thing that does what the annotations of an interface say.
  void proxied(const RowMatch& m) {
    const Row& row = *m.compiled->row;
    for (ValueId one : values_.alternatives(fold_.build(*row.proxy, m.captures)))
      if (values_[one].kind == ValueKind::type)
        if (auto& all = proxies_[values_[one].aux]; all.size() < Values::max_alternatives)
          all.push_back({row.gives, m.captures, true});
  }

  // Behind the prefix that the outer router has of its own.
  ValueId mount_prefix(const Row& row, const Captures& from) {
    ValueId own{};
    for (const auto& [name, v] : from)
      if (name == "prefix") own = v;
    const ValueId below = row.mount_prefix ? fold_.build(*row.mount_prefix, from) : ValueId{};
    return own ? routers_.joined(own, below ? below : values_.literal("/")) : below;
  }

  std::string own_site(const Captures& captures) const {
    for (auto at = captures.rbegin(); at != captures.rend(); ++at)
      if (at->first == "@site") return std::string(values_.text(at->second));
    return {};
  }

  // The routers that a value holds: itself, those of a list, or those that a module offers as `member` - the
  // module may be named by a text, as seen from `from`.
  void sites_of(ValueId v, const std::string& member, FileId from, int depth, std::vector<std::string>& all) {
    if (depth > 4 || all.size() >= 256) return;
    const Value x = values_[v];
    if (x.kind == ValueKind::handle && x.count == 1) {
      bool found = false;
      ValueId site = values_.entry(values_.child(v, 0), "@site", &found);
      if (found) all.emplace_back(values_.text(site));
    } else if (x.kind == ValueKind::list || x.kind == ValueKind::either || x.kind == ValueKind::element) {
      for (std::uint32_t i = 0; i < x.count; ++i) sites_of(values_.child(v, i), member, from, depth + 1, all);
    } else if (x.kind == ValueKind::module) {
      const std::string name = member.empty() ? "default" : member;
      if (ValueId inner = fold_.member(v, name); inner && inner != v)
        sites_of(inner, member, from, depth + 1, all);
    } else if (x.kind == ValueKind::literal && !member.empty()) {
      const ProgramFile* f = program_.file(from);
      const std::string name(values_.text(v));
      const Module m = f->reader->resolve(program_.project(), from, name, {}, nullptr);
      if (m.file && m.file != from)
        sites_of(values_.code(ValueKind::module, m.file.index), member, m.file, depth + 1, all);
    }
  }

  void captures(Effect& e, const Row& row, const Captures& from) {
    for (const auto& [word, spec] : row.to) {
      bool absent = false;
      ValueId v = fold_.build(spec, from, &absent);
      if (absent) continue;
      v = fold_.as_text(fold_.close_parameters(v));
      if (word == "regex") {
        if (values_.is_literal(v)) v = values_.literal(path_of_regex(values_.text(v)));
        e.captures.emplace_back(keep("path"), v);
      } else if (word == "route") {
        std::string method, path;
        if (!values_.is_literal(v) || !split_route(values_.text(v), method, path)) continue;
        e.captures.emplace_back(keep("method"), values_.literal(method));
        e.captures.emplace_back(keep("path"), values_.literal(path));
      } else {
        if (word == "method" && (values_.is_literal(v) || values_[v].kind == ValueKind::path)) {
          std::string verb(values_.text(v));  // or a library's constant: RequestMethod.GET
          if (values_[v].kind == ValueKind::path) verb.erase(0, verb.rfind('.') + 1);
          for (char& ch : verb) ch = static_cast<char>(std::toupper(static_cast<unsigned char>(ch)));
          if (is_verb(verb)) v = values_.literal(verb);
        }
        e.captures.emplace_back(keep(word), v);
      }
    }
    for (const auto& [name, v] : from)
      if (name == "@site" || name == "prefix")
        e.captures.emplace_back(keep(name == "prefix" ? "@prefix" : name), fold_.close_parameters(v));
    if (row.handler) {
      ValueId f = fold_.build(*row.handler, from);
      for (const Fold::Target& t : fold_.targets(f)) {
        e.where = t.function;
        e.handler = t.function;
        break;
      }
    }
    std::sort(e.captures.begin(), e.captures.end());
  }

  // ---- settings that a framework reads by their names: DATABASES = {…}, app.config["URI"] = …

  void assignments(ProgramFile& f) {
    const CodeFile& c = *f.code;
    const RowTable& rows = packs_.rows(f.reader->name());
    if (!rows.has_assigned()) return;
    for (const Assignment& a : c.assignments) {
      if (!a.target || !a.value) continue;
      ExprId named = a.target;
      if (c[named].kind == ExprKind::index && c[named].count == 2) named = c.child(named, 1);
      const std::vector<CompiledRow>* some = rows.assigned(c.text(named));
      if (!some) continue;
      CallArguments given;
      given.positional.push_back(fold_.value(f.file, a.value, a.block));
      for (const CompiledRow& row : *some) {
        if (!row.row->fact || !is_awake(*row.row)) continue;
        std::vector<Captures> sets{{}};
        if (!fold_.match_arguments(row.arguments, given, sets)) continue;
        fold_.mark(*row.row);
        for (Captures& one : sets)
          annotated(f, {&row, std::move(one), false}, a.target, Program::scope_of(c, a.block), {});
      }
    }
  }

  // ---- annotations: @app.route("/x") on functions, @Controller("x") on their class

  void annotations(ProgramFile& f) {
    const CodeFile& c = *f.code;
    // What an annotation's own class carries speaks where the annotation stands.
    auto is_annotation = [&](const Class& k) {
      for (std::uint32_t i = 0; k.is_interface && i < k.annotations.count; ++i) {
        ExprId a = c.annotations[k.annotations.first + i];
        if (c[a].kind == ExprKind::call && c[a].count > 0) a = c.child(a, 0);
        const ValueId what = fold_.value(f.file, a, c.functions[file_function.index].body);
        if (values_[what].kind == ValueKind::path && values_.text(what).starts_with("java.lang.annotation."))
          return true;
      }
      return false;
    };
    auto each = [&](Range range, ClassId owner, const std::function<void(const RowMatch&, ExprId)>& use) {
      fold_.each_annotation(f, range, owner, use);
    };
    for (std::uint32_t i = 1; i < c.classes.size(); ++i) {
      if (c.classes[i].bases.count == 0) continue;
      const RowMatch* m = fold_.class_row({f.file, ClassId{i}});
      if (!m || !m->compiled->row->fact || !is_awake(*m->compiled->row)) continue;
      if (m->compiled->row->methods.empty())
        annotated(f, *m, c.annotations[c.classes[i].bases.first], c.classes[i].body, {});
      else methods(f, *m, ClassId{i});
    }
    for (std::uint32_t i = 1; i < c.classes.size(); ++i)
      each(c.classes[i].annotations, ClassId{i}, [&](const RowMatch& m, ExprId a) {
        const Row& row = *m.compiled->row;
        if ((row.fact || !row.plays.empty()) && !row.class_prefix && row.within.empty() &&
            !is_annotation(c.classes[i])) {
          if (row.methods.empty()) annotated(f, m, a, c.classes[i].body, {});
          else annotated_methods(f, m, ClassId{i});
        }
      });
    for (std::uint32_t i = 1; i < c.functions.size(); ++i)
      if (c.functions[i].annotations.count != 0) annotated_function(f, FunctionId{i});
  }

  void annotated_function(ProgramFile& f, FunctionId function) {
    const Function& fn = f.code->functions[function.index];
    std::vector<ValueId> prefixes{ValueId{}};
    std::vector<Around> arounds;
    if (fn.owner) {
      const std::uint32_t number = program_.number(ClassRef{f.file, fn.owner});
      if (auto hung = resources_.find(number); hung != resources_.end()) prefixes = hung->second;
      fold_.each_annotation(f, f.code->classes[fn.owner.index].annotations, fn.owner,
                            [&](const RowMatch& m, ExprId) {
                              const Row& row = *m.compiled->row;
                              if (row.class_prefix) prefixes = {fold_.build(*row.class_prefix, m.captures)};
                              if (!row.gives.empty()) arounds = {{row.gives, m.captures, false}};
                            });
      if (auto made = proxies_.find(number); made != proxies_.end())
        arounds.insert(arounds.end(), made->second.begin(), made->second.end());
    }
    if (arounds.empty()) arounds.emplace_back();
    if (const ValueId own = own_prefix(f, fn))
      for (ValueId& prefix : prefixes) prefix = routers_.joined(prefix, own);
    for (const Around& around : arounds) {
      std::vector<std::pair<RowMatch, ExprId>> inside, plain;
      fold_.each_annotation(f, fn.annotations, fn.owner, [&](const RowMatch& m, ExprId a) {
        const Row& row = *m.compiled->row;
        const bool says_something = row.fact || !row.plays.empty();
        if (!says_something || (!row.within.empty() && row.within != around.given)) return;
        (row.within.empty() ? plain : inside).emplace_back(m, a);
      });
      for (auto& [m, a] : inside.empty() ? plain : inside) {
        if (!inside.empty() || around.is_proxy)
          m.captures.insert(m.captures.end(), around.captures.begin(), around.captures.end());
        name_place(f, fn, m.captures);
        if (const ValueId type = type_of_message(*f.code, fn)) m.captures.emplace_back("parameter", type);
        const Span site{f.file, (*f.code)[a].begin, (*f.code)[a].end};
        // What an interface asks for is answered where it is implemented.
        std::vector<FunctionRef> where{{f.file, function}};
        if (fn.is_abstract && fn.owner && m.compiled->row->fact == RelationKind::exposes)
          where = fold_.implementations({f.file, function});
        for (FunctionRef one : where)
          for (ValueId prefix : prefixes) annotated(m, site, one, prefix);
      }
    }
  }

  // `$parameter`: what the type of a method's first parameter is called, which says what a handler takes.
  ValueId type_of_message(const CodeFile& c, const Function& fn) {
    for (std::uint32_t i = 0; i < fn.parameters.count; ++i) {
      const Parameter& p = c.parameters[fn.parameters.first + i];
      if (p.kind == ParameterKind::receiver) continue;
      ExprId type = p.type;
      // Message<Order> brings an Order.
      while (type && c[type].kind == ExprKind::index && c[type].count > 1) type = c.child(type, 1);
      if (!type || (c[type].kind != ExprKind::name && c[type].kind != ExprKind::member)) return {};
      return values_.literal(c.text(type));
    }
    return {};
  }

  // A path on a method that says nothing by itself: that of the other annotations there.
  ValueId own_prefix(ProgramFile& f, const Function& fn) {
    ValueId own{};
    fold_.each_annotation(f, fn.annotations, fn.owner, [&](const RowMatch& m, ExprId) {
      if (m.compiled->row->class_prefix && !m.compiled->row->fact)
        own = fold_.build(*m.compiled->row->class_prefix, m.captures);
    });
    return own;
  }

  // A method that has a path and answers nothing hands on to a thing of the class that it returns.
  void find_resources(ProgramFile& f) {
    const CodeFile& c = *f.code;
    for (std::uint32_t i = 1; i < c.functions.size(); ++i) {
      const Function& fn = c.functions[i];
      if (fn.annotations.count == 0 || !fn.owner || !fn.return_type) continue;
      const ValueId own = own_prefix(f, fn);
      if (!own) continue;
      bool answers = false;
      fold_.each_annotation(f, fn.annotations, fn.owner,
                            [&](const RowMatch& m, ExprId) { answers |= m.compiled->row->fact.has_value(); });
      const ValueId returned = answers ? ValueId{} : fold_.declared_instance(f.file, fn.return_type);
      if (values_[returned].kind != ValueKind::instance) continue;
      ValueId prefix{};
      fold_.each_annotation(f, c.classes[fn.owner.index].annotations, fn.owner,
                            [&](const RowMatch& m, ExprId) {
                              if (m.compiled->row->class_prefix)
                                prefix = fold_.build(*m.compiled->row->class_prefix, m.captures);
                            });
      auto& all = resources_[values_[returned].aux];
      if (all.size() < Values::max_alternatives) all.push_back(routers_.joined(prefix, own));
    }
  }

  // `$class` and, with its package, `$qualified`.
  void class_names(const CodeFile& c, const Class& k, Captures& captures) {
    const std::string name(c.strings.text(k.name)), package(c.strings.text(c.package));
    captures.emplace(captures.begin(), "class", values_.literal(name));
    captures.emplace(captures.begin(), "qualified",
                     values_.literal(package.empty() ? name : package + "." + name));
  }

  // The names of what an annotation stands on; what the row captures itself comes first.
  void name_place(const ProgramFile& f, const Function& fn, Captures& captures) {
    const CodeFile& c = *f.code;
    if (fn.owner) class_names(c, c.classes[fn.owner.index], captures);
    captures.emplace(captures.begin(), "function", values_.literal(c.strings.text(fn.name)));
  }

  // The fact of the row once for each method that the class has of its own.
  void methods(ProgramFile& f, RowMatch m, ClassId type) {
    const CodeFile& c = *f.code;
    m.captures.emplace_back(m.compiled->row->methods, ValueId{});
    for (std::uint32_t i = 1; i < c.functions.size(); ++i) {
      const Function& fn = c.functions[i];
      if (fn.owner != type || !fn.name || fn.is_class_body || fn.is_constructor || fn.is_abstract) continue;
      m.captures.back().second = values_.literal(c.strings.text(fn.name));
      annotated(m, Span{f.file, fn.begin, fn.end}, {f.file, FunctionId{i}}, {});
    }
  }

  // The same for an annotation of a class; `$base` is the first library's class that it extends.
  void annotated_methods(ProgramFile& f, RowMatch m, ClassId type) {
    // What it extends may say so already.
    const RowMatch* base = fold_.class_row({f.file, type});
    if (base && !base->compiled->row->methods.empty()) return;
    if (const std::string name = fold_.library_base({f.file, type}); !name.empty())
      m.captures.emplace_back("base", values_.literal(name));
    methods(f, std::move(m), type);
  }

  void annotated(ProgramFile& f, const RowMatch& m, ExprId a, FunctionId where, ValueId prefix) {
    annotated(m, Span{f.file, (*f.code)[a].begin, (*f.code)[a].end}, {f.file, where}, prefix);
  }

  void annotated(const RowMatch& m, Span site, FunctionRef where, ValueId prefix) {
    const Row& row = *m.compiled->row;
    if (!row.plays.empty()) out_.roles.push_back({keep(row.plays), keep(row.pack), {}, where, site});
    if (!row.fact) return;
    Effect e;
    e.kind = *row.fact;
    e.object = row.object;
    e.pack = keep(row.pack);
    e.where = where;
    e.site = site;
    e.certainty = row.certainty;
    captures(e, row, m.captures);
    if (prefix) e.captures.emplace_back("@prefix", prefix);
    std::sort(e.captures.begin(), e.captures.end());
    out_.effects.push_back(std::move(e));
  }

  // Environment reads join the chain; effects are put in order and equal ones made one.
  void finish() {
    for (Effect& e : out_.effects) {
      std::set<std::string> names;
      int budget = 500;
      auto walk = [&](auto&& self, ValueId v) -> void {
        if (--budget < 0) return;
        const Value x = values_[v];
        if (x.kind == ValueKind::setting && values_.strings().text(x.text) == "env" && x.count > 0 &&
            values_.is_literal(values_.child(v, 0)))
          names.insert(std::string(values_.text(values_.child(v, 0))));
        for (std::uint32_t i = 0; i < x.count; ++i) self(self, values_.child(v, i));
      };
      for (const auto& [word, v] : e.captures)
        if (is_identity(word)) walk(walk, v);
      for (const std::string& name : names) {
        std::set<FileId> files{e.site.file, e.where.file};
        for (const auto& [span, what] : e.chain) files.insert(span.file);
        for (FileId file : files) {
          const ProgramFile* f = program_.file(file);
          StringId id = f ? f->code->strings.find(name) : StringId{};
          if (!id) continue;
          for (std::uint32_t i = 1; i < f->code->exprs.size(); ++i) {
            const Expr& x = f->code->exprs[i];
            if (x.text != id || (x.kind != ExprKind::string && x.kind != ExprKind::member)) continue;
            e.chain.emplace_back(Span{file, x.begin, x.end}, keep("environment variable " + name));
            break;
          }
        }
      }
    }
    auto key = [](const Effect& e) {
      return std::tie(e.site, e.kind, e.object, e.pack, e.captures, e.where, e.chain);
    };
    std::sort(out_.effects.begin(), out_.effects.end(),
              [&](const Effect& a, const Effect& b) { return key(a) < key(b); });
    out_.effects.erase(std::unique(out_.effects.begin(), out_.effects.end(),
                                   [&](const Effect& a, const Effect& b) { return key(a) == key(b); }),
                       out_.effects.end());
  }

  Program& program_;
  const Packs& packs_;
  Values& values_;
  const SqlReader* sql_;
  Fold fold_;
  Effects out_;
  std::set<std::string> libraries_;
  std::vector<Pending> sites_;
  std::unordered_set<std::string_view> function_names_;
  Callers callers_;
  const LiveNames* live_ = nullptr;  // as long as run() runs
  Routers routers_;
  CalledMappings called_mappings_;
  // What a class's annotation, or a thing made of it, says of its methods.
  struct Around {
    std::string_view given;  // the type of thing
    Captures captures;
    bool is_proxy = false;
  };
  std::unordered_map<std::uint32_t, std::vector<Around>> proxies_;     // by number of the interface
  std::unordered_map<std::uint32_t, std::vector<ValueId>> resources_;  // classes: what their paths hang below
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> sites_of_;  // owner of parameters → sites
  // Function → functions with open sites that it calls, and which of their callers that is.
  std::unordered_map<std::uint32_t, std::vector<std::pair<std::uint32_t, std::uint32_t>>> open_callees_;
};

}  // namespace

Effects recognise(Program& program, const Packs& packs, Values& values, const SqlReader* sql,
                  const std::vector<std::string>& handlers) {
  return Recogniser(program, packs, values, sql).run(handlers);
}

}  // namespace demarc
