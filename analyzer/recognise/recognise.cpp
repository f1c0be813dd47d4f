// The whole of recognition on one page of calls: sites, wrappers, annotations, dispatch by comparison,
// routers.
#include "analyzer/recognise/recognise.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <unordered_set>

#include "analyzer/operations/names.h"
#include "analyzer/recognise/annotated.h"
#include "analyzer/recognise/callers.h"
#include "analyzer/recognise/dispatch.h"
#include "analyzer/recognise/effect_maker.h"
#include "analyzer/recognise/fold.h"
#include "analyzer/recognise/handed_out.h"
#include "analyzer/recognise/libraries.h"
#include "analyzer/recognise/lifting.h"
#include "analyzer/recognise/live_names.h"
#include "analyzer/recognise/live_parameters.h"
#include "analyzer/recognise/mappings.h"
#include "analyzer/recognise/message_fields.h"
#include "analyzer/recognise/mounts.h"
#include "analyzer/recognise/payloads.h"
#include "analyzer/recognise/pending.h"
#include "analyzer/recognise/relations.h"
#include "analyzer/recognise/routers.h"
#include "analyzer/recognise/statements.h"
#include "analyzer/recognise/transactions.h"

namespace demarc {
using namespace code;

namespace {

bool in_loop(const CodeFile& c, BlockId block) {
  for (BlockId at = block; at; at = c.blocks[at.index].parent)
    if (c.blocks[at.index].kind == BlockKind::loop) return true;
  return false;
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
        routers_(values),
        effects_(program, fold_),
        mounts_(program, fold_, routers_),
        lifting_(program, fold_, callers_),
        annotated_(program, packs, fold_, libraries_, routers_, effects_, out_) {}

  Effects run(const std::vector<std::string>& handlers) {
    libraries_.collect(program_, out_);
    std::vector<bool> asleep(packs_.all().size());
    for (const auto& row : packs_.all()) asleep[row->number] = !libraries_.is_awake(*row);
    const LiveNames live(program_, packs_, [&](const Row& row) { return !asleep[row.number]; });
    live_ = &live;
    fold_.sleep(asleep);
    for (const ProgramFile& f : program_.files())
      for (const Function& fn : f.code->functions)
        if (fn.name) function_names_.insert(f.code->strings.text(fn.name));
    for (ProgramFile& f : program_.files()) collect_sites(f);
    callers_.settle_indirect();
    bury();
    for (std::size_t i = 0; i < sites_.size(); ++i) settle(sites_[i]);
    for (ProgramFile& f : program_.files())
      if (f.is_evidence) annotated_.look_ahead(f);
    for (ProgramFile& f : program_.files())
      if (f.is_evidence) {
        annotated_.annotations(f);
        annotated_.assignments(f);
        find_dispatch(
            packs_, fold_, f, [&](const Row& row) { return libraries_.is_awake(row); }, out_);
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
    effects_.finish(out_.effects);
    out_.steps = fold_.steps();
    if (FileId file = fold_.exhausted_at())
      out_.notes.push_back({{file, 0, 0},
                            "values were no longer followed from here on: the tree takes far more steps than "
                            "code of its size does"});
    out_.rows = fold_.marked();
    return std::move(out_);
  }

 private:
  // Sites on parameters that never become anything need no look at callers.
  void bury() {
    LiveParameters live(program_, fold_, callers_);
    for (const Pending& site : sites_)
      if (fold_.has_parameters(site.callee)) live.add(site.callee);
    fold_.bury(live.dead());
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
      call_with_each(f, call, caller);
      hand_on(f, call, from, loop);
      hand_method_on(f, call, from, loop);
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

  // names.forEach((name) => …), Object.entries(handlers).map(([name, handler]) => …): of a list that is
  // known, the function is called with each element.
  void call_with_each(const ProgramFile& f, const Call& call, const Caller& caller) {
    constexpr std::uint32_t most = 64;
    const CodeFile& c = *f.code;
    const std::string_view method = last_name(c, call.expr);
    if (c[call.expr].count < 2 || !operations::names::loops_over(method)) return;
    // What is handed first to these is no element.
    if (method.starts_with("reduce") || method.starts_with("fold") || method.starts_with("sort")) return;
    const ExprId what = c.child(call.expr, 0), given = c.child(call.expr, 1);
    if (c[given].kind != ExprKind::function || c[what].kind != ExprKind::member || c[what].count == 0) return;
    const ValueId many = fold_.value(f.file, c.child(what, 0), call.block);
    if (values_[many].kind != ValueKind::list || values_[many].count > most) return;
    const std::vector<ValueId> each(values_.children(many).begin(), values_.children(many).end());
    for (const Fold::Target& t : fold_.targets(fold_.value(f.file, given, call.block)))
      for (const ValueId one : each) {
        Caller made = caller;
        CallArguments arguments;
        arguments.positional.push_back(one);
        std::tie(made.list, made.object) = fold_.pack(arguments);
        made.is_packed = true;
        made.in_loop = true;
        callers_.add(t.function, made);
      }
  }

  // ids.map(load), pool.submit(load, id): what is handed on by its name is called there.
  void hand_on(const ProgramFile& f, const Call& call, FunctionRef from, bool loop) {
    const CodeFile& c = *f.code;
    const std::string_view method = last_name(c, call.expr);
    const bool hands_rest = operations::names::hands_arguments_on(method);
    if (!operations::names::loops_over(method) && !operations::names::starts_task(method) && !hands_rest)
      return;
    std::size_t position = 0;  // among those without a name
    for (std::uint32_t i = 1; i < c[call.expr].count; ++i) {
      ExprId given = c.child(call.expr, i);
      const bool is_named = c[given].kind == ExprKind::argument;
      if (!is_named) ++position;
      if (c[given].kind == ExprKind::argument && c[given].count == 1) given = c.child(given, 0);
      const Expr& e = c[given];
      if (e.kind != ExprKind::name && e.kind != ExprKind::member) continue;
      if (!function_names_.contains(c.strings.text(e.text))) continue;
      for (const Fold::Target& t : fold_.targets(fold_.value(f.file, given, call.block))) {
        out_.calls.push_back({from, t.function, {f.file, e.begin, e.end}, loop});
        if (hands_rest) call_with_rest(f, call, from, t, is_named ? 0 : position, loop);
      }
    }
  }

  // run_in_executor(None, send, order): what stands behind the function is what it is called with; or what
  // Thread(target=send, args=(order,)) lists.
  void call_with_rest(const ProgramFile& f, const Call& call, FunctionRef from, const Fold::Target& target,
                      std::size_t behind, bool loop) {
    const CodeFile& c = *f.code;
    CallArguments given = fold_.arguments(f.file, call.expr, call.block), own;
    if (behind > 0) {
      for (std::size_t i = behind; i < given.positional.size(); ++i)
        own.positional.push_back(given.positional[i]);
      own.named = std::move(given.named);
    } else {
      for (const auto& [name, v] : given.named) {
        if (name == "args" && values_[v].kind == ValueKind::list)
          own.positional.assign(values_.children(v).begin(), values_.children(v).end());
        if (name == "kwargs" && values_[v].kind == ValueKind::object)
          own.named = Fold::unpack(values_, {}, v).named;
      }
    }
    if (own.positional.empty() && own.named.empty()) return;
    Caller one{from,
               target.receiver,
               {f.file, c[call.expr].begin, c[call.expr].end},
               call.expr,
               call.block,
               loop,
               true,
               {},
               {}};
    std::tie(one.list, one.object) = fold_.pack(own);
    callers_.add(target.function, one);
  }

  // .invoke(emitter::send), messages.forEach(queue.push): a method of a known thing that is handed on is
  // called there, with nobody knows what.
  void hand_method_on(const ProgramFile& f, const Call& call, FunctionRef from, bool loop) {
    const CodeFile& c = *f.code;
    const std::string_view language = f.reader->name();
    for (std::uint32_t i = 1; i < c[call.expr].count; ++i) {
      ExprId given = c.child(call.expr, i);
      if (c[given].kind == ExprKind::argument && c[given].count == 1) given = c.child(given, 0);
      if (c[given].kind != ExprKind::member || !live_->contains(language, c.text(given))) continue;
      const ValueId method = fold_.value(f.file, given, call.block);
      if (values_[method].kind != ValueKind::member) continue;
      if (!belongs_to_handle(method) &&
          !(fold_.has_parameters(method) && belongs_to_handle(fold_.close_parameters(method))))
        continue;
      if (!fold_.may_match(method, language)) continue;
      Pending p;
      p.callee = method;
      std::tie(p.list, p.object) = fold_.pack({});
      p.language = language;
      p.where = from;
      p.site = {f.file, c[given].begin, c[given].end};
      p.in_loop = loop;
      sites_.push_back(std::move(p));
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
        if (!m.compiled->row || (m.any_receiver && !libraries_.is_awake(*m.compiled->row))) continue;
        if (m.compiled->makes_effect()) all.push_back(std::move(m));
      }
    return all;
  }

  // Makes the effects of a site, or passes it up to the callers that know its parameters.
  void settle(const Pending& first) {
    if (!fold_.may_match(first.callee, first.language)) return;
    std::deque<Pending> queue{first};
    std::size_t made = 0;
    while (!queue.empty() && made < max_copies) {
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
        // A client of one library that many programs wrap has as many callers as they have together.
        const std::size_t most = found.empty() ? max_per_effect : max_copies;
        Lifted up = lifting_.lift(p, wanted, most - std::min(most, queue.size()));
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
    const std::string here = fold_.place_of(p.site) + "<" + mounts_.own_site(m.captures);
    ValueId thing = fold_.with_site(base, here);
    routers_.mount({here, mounts_.own_site(m.captures), mounts_.prefix(row, m.captures)});
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

  void emit(const RowMatch& m, const Pending& p) {
    const Row& row = *m.compiled->row;
    if (row.mount_what) {
      const std::string inside = row.distinct ? fold_.place_of(p.site) : mounts_.own_site(m.captures);
      const ValueId prefix = mounts_.prefix(row, m.captures);
      std::vector<std::string> sites;
      mounts_.sites_of(fold_.build(*row.mount_what, m.captures), row.mount_member, p.site.file, 0, sites);
      for (std::string& site : sites) routers_.mount({std::move(site), inside, prefix});
    }
    if (!row.plays.empty())
      out_.roles.push_back({effects_.keep(row.plays), effects_.keep(row.pack), {}, p.where, p.site});
    if (!row.maps.empty())
      for (const auto& [name, v] : m.captures)
        if (name == "type" && values_[v].kind == ValueKind::type)
          called_mappings_.try_emplace(program_.type(values_[v].aux), m);
    if (row.proxy) proxied(m);
    if (!row.fact) return;
    Effect e;
    e.kind = *row.fact;
    e.object = row.object;
    e.pack = effects_.keep(row.pack);
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
    effects_.captures(e, row, m.captures);
    if (row.distinct)
      e.captures.emplace_back(effects_.keep("@site"), values_.literal(fold_.place_of(p.site)));
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
      if (values_[one].kind == ValueKind::type) annotated_.add_proxy(values_[one].aux, row.gives, m.captures);
  }

  Program& program_;
  const Packs& packs_;
  Values& values_;
  const SqlReader* sql_;
  Fold fold_;
  Effects out_;
  Libraries libraries_;
  std::vector<Pending> sites_;
  std::unordered_set<std::string_view> function_names_;
  Callers callers_;
  const LiveNames* live_ = nullptr;  // as long as run() runs
  Routers routers_;
  EffectMaker effects_;
  Mounts mounts_;
  Lifting lifting_;
  Annotated annotated_;
  CalledMappings called_mappings_;
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
