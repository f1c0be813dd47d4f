// Annotations of functions and classes, classes that extend a library's, and settings by their names.
#include "analyzer/recognise/annotated.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>

namespace demarc {
using namespace code;

void Annotated::add_proxy(std::uint32_t one, std::string_view given, const Captures& captures) {
  if (auto& all = proxies_[one]; all.size() < Values::max_alternatives)
    all.push_back({given, captures, true});
}

// ---- settings that a framework reads by their names: DATABASES = {…}, app.config["URI"] = …

void Annotated::assignments(ProgramFile& f) {
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
      if (!row.row->fact || !libraries_.is_awake(*row.row)) continue;
      std::vector<Captures> sets{{}};
      if (!fold_.match_arguments(row.arguments, given, sets)) continue;
      fold_.mark(*row.row);
      for (Captures& one : sets)
        put(f, {&row, std::move(one), false}, a.target, Program::scope_of(c, a.block), {});
    }
  }
}

// ---- annotations: @app.route("/x") on functions, @Controller("x") on their class

void Annotated::annotations(ProgramFile& f) {
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
    if (!m || !m->compiled->row->fact || !libraries_.is_awake(*m->compiled->row)) continue;
    if (m->compiled->row->methods.empty())
      put(f, *m, c.annotations[c.classes[i].bases.first], c.classes[i].body, {});
    else methods(f, *m, ClassId{i});
  }
  for (std::uint32_t i = 1; i < c.classes.size(); ++i)
    each(c.classes[i].annotations, ClassId{i}, [&](const RowMatch& m, ExprId a) {
      const Row& row = *m.compiled->row;
      if ((row.fact || !row.plays.empty()) && !row.class_prefix && row.within.empty() &&
          !is_annotation(c.classes[i])) {
        if (row.methods.empty()) {
          RowMatch named = m;
          class_names(c, c.classes[i], named.captures);
          put(f, named, a, c.classes[i].body, {});
        } else {
          annotated_methods(f, m, ClassId{i});
        }
      }
    });
  for (std::uint32_t i = 1; i < c.functions.size(); ++i)
    if (c.functions[i].annotations.count != 0) annotated_function(f, FunctionId{i});
}

void Annotated::annotated_function(ProgramFile& f, FunctionId function) {
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
  if (fn.is_abstract && fn.owner) inherit(f, function);
  // What one annotation of the method gives, others there may ask for.
  std::set<std::string_view> beside;
  fold_.each_annotation(f, fn.annotations, fn.owner, [&](const RowMatch& m, ExprId) {
    const Row& row = *m.compiled->row;
    if (row.fact && !row.gives.empty()) beside.insert(row.gives);
  });
  const bool is_fallback = fn.owner && inherited_.is_fallback({f.file, fn.owner});
  for (const Around& around : arounds) {
    std::vector<std::pair<RowMatch, ExprId>> inside, plain;
    fold_.each_annotation(f, fn.annotations, fn.owner, [&](const RowMatch& m, ExprId a) {
      const Row& row = *m.compiled->row;
      const bool says_something = row.fact || !row.plays.empty();
      if (!says_something || (is_fallback && row.fact == RelationKind::exposes)) return;
      if (row.within.empty() || beside.contains(row.within)) plain.emplace_back(m, a);
      else if (row.within == around.given) inside.emplace_back(m, a);
    });
    for (auto& [m, a] : inside.empty() ? plain : inside) {
      if (!inside.empty() || around.is_proxy)
        m.captures.insert(m.captures.end(), around.captures.begin(), around.captures.end());
      name_place(f, fn, m.captures);
      if (const ValueId type = type_of_message(*f.code, fn)) m.captures.emplace_back("parameter", type);
      const Span site{f.file, (*f.code)[a].begin, (*f.code)[a].end};
      // What an interface asks for is answered where it is implemented.
      if (!fn.is_abstract || !fn.owner || m.compiled->row->fact != RelationKind::exposes) {
        for (ValueId prefix : prefixes) put(m, site, {f.file, function}, prefix);
        continue;
      }
      const auto& clients = inherited_.of({f.file, fn.owner});
      for (FunctionRef one : fold_.implementations({f.file, function})) {
        const ClassRef answering{one.file, program_[one].owner};
        if (answering.type && inherited_.is_stand_in(answering, clients)) continue;
        ValueId prefix = answering.type ? class_prefix(answering) : ValueId{};
        const ValueId own = prefix ? own_prefix(f, fn) : ValueId{};
        if (own) prefix = routers_.joined(prefix, own);
        if (prefix) put(m, site, one, prefix);
        else
          for (ValueId inherited : prefixes) put(m, site, one, inherited);
      }
    }
  }
}

ValueId Annotated::class_prefix(ClassRef type) {
  ValueId prefix{};
  fold_.each_annotation(program_.indexed(type.file), program_[type].annotations, type.type,
                        [&](const RowMatch& m, ExprId) {
                          if (m.compiled->row->class_prefix)
                            prefix = fold_.build(*m.compiled->row->class_prefix, m.captures);
                        });
  return prefix;
}

void Annotated::inherit(ProgramFile& f, FunctionId function) {
  const Function& fn = f.code->functions[function.index];
  for (const InheritedClients::Client& client : inherited_.of({f.file, fn.owner})) {
    ValueId prefix = client.prefix ? client.prefix : class_prefix({f.file, fn.owner});
    if (const ValueId own = own_prefix(f, fn)) prefix = prefix ? routers_.joined(prefix, own) : own;
    fold_.each_annotation(f, fn.annotations, fn.owner, [&](const RowMatch& found, ExprId a) {
      if (!found.compiled->row->fact || found.compiled->row->within != client.given) return;
      RowMatch m = found;
      m.captures.insert(m.captures.end(), client.captures.begin(), client.captures.end());
      name_place(f, fn, m.captures);
      put(m, Span{f.file, (*f.code)[a].begin, (*f.code)[a].end},
          {client.type.file, program_[client.type].body}, prefix);
    });
  }
}

// `$parameter`: what the type of a method's first parameter is called, which says what a handler takes.
ValueId Annotated::type_of_message(const CodeFile& c, const Function& fn) {
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
ValueId Annotated::own_prefix(ProgramFile& f, const Function& fn) {
  ValueId own{};
  fold_.each_annotation(f, fn.annotations, fn.owner, [&](const RowMatch& m, ExprId) {
    if (m.compiled->row->class_prefix && !m.compiled->row->fact)
      own = fold_.build(*m.compiled->row->class_prefix, m.captures);
  });
  return own;
}

// Resources below others, and clients with inherited methods.
void Annotated::look_ahead(ProgramFile& f) {
  inherited_.collect(f);
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
    fold_.each_annotation(f, c.classes[fn.owner.index].annotations, fn.owner, [&](const RowMatch& m, ExprId) {
      if (m.compiled->row->class_prefix) prefix = fold_.build(*m.compiled->row->class_prefix, m.captures);
    });
    auto& all = resources_[values_[returned].aux];
    if (all.size() < Values::max_alternatives) all.push_back(routers_.joined(prefix, own));
  }
}

// `$class` and, with its package, `$qualified`.
void Annotated::class_names(const CodeFile& c, const Class& k, Captures& captures) {
  const std::string name(c.strings.text(k.name)), package(c.strings.text(c.package));
  captures.emplace(captures.begin(), "class", values_.literal(name));
  captures.emplace(captures.begin(), "qualified",
                   values_.literal(package.empty() ? name : package + "." + name));
}

// The names of what an annotation stands on; what the row captures itself comes first.
void Annotated::name_place(const ProgramFile& f, const Function& fn, Captures& captures) {
  const CodeFile& c = *f.code;
  if (fn.owner) class_names(c, c.classes[fn.owner.index], captures);
  captures.emplace(captures.begin(), "function", values_.literal(c.strings.text(fn.name)));
}

// The fact of the row once for each method that the class has of its own.
void Annotated::methods(ProgramFile& f, RowMatch m, ClassId type) {
  const CodeFile& c = *f.code;
  m.captures.emplace_back(m.compiled->row->methods, ValueId{});
  for (std::uint32_t i = 1; i < c.functions.size(); ++i) {
    const Function& fn = c.functions[i];
    if (fn.owner != type || !fn.name || fn.is_class_body || fn.is_constructor || fn.is_abstract) continue;
    m.captures.back().second = values_.literal(c.strings.text(fn.name));
    put(m, Span{f.file, fn.begin, fn.end}, {f.file, FunctionId{i}}, {});
  }
}

// The same for an annotation of a class; `$base` is the first library's class that it extends,
// `$interface` what it implements.
void Annotated::annotated_methods(ProgramFile& f, RowMatch m, ClassId type) {
  // What it extends may say so already.
  const RowMatch* base = fold_.class_row({f.file, type});
  if (base && !base->compiled->row->methods.empty()) return;
  if (const std::string name = fold_.library_base({f.file, type}); !name.empty())
    m.captures.emplace_back("base", values_.literal(name));
  if (const ValueId all = fold_.interface_names({f.file, type})) m.captures.emplace_back("interface", all);
  methods(f, std::move(m), type);
}

void Annotated::put(ProgramFile& f, const RowMatch& m, ExprId a, FunctionId where, ValueId prefix) {
  put(m, Span{f.file, (*f.code)[a].begin, (*f.code)[a].end}, {f.file, where}, prefix);
}

void Annotated::put(const RowMatch& m, Span site, FunctionRef where, ValueId prefix) {
  const Row& row = *m.compiled->row;
  if (!row.plays.empty())
    out_.roles.push_back({effects_.keep(row.plays), effects_.keep(row.pack), {}, where, site});
  if (!row.fact) return;
  Effect e;
  e.kind = *row.fact;
  e.object = row.object;
  e.pack = effects_.keep(row.pack);
  e.where = where;
  e.site = site;
  e.certainty = row.certainty;
  effects_.captures(e, row, m.captures);
  if (prefix) e.captures.emplace_back("@prefix", prefix);
  std::sort(e.captures.begin(), e.captures.end());
  out_.effects.push_back(std::move(e));
}

}  // namespace demarc
