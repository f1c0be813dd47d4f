// What a name stands for: the assignments that reach its use, and what changes the thing afterwards.
#include <algorithm>
#include <utility>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {
std::uint32_t end_of(const CodeFile& c, const Assignment& a) {
  std::uint32_t end = c[a.target].end;
  if (a.value) end = std::max(end, c[a.value].end);
  return end;
}

}  // namespace

bool Fold::dominates(const CodeFile& c, BlockId a, BlockId b) const {
  for (BlockId at = b; at; at = c.blocks[at.index].parent)
    if (at == a) return true;
  return false;
}

bool Fold::excludes(const CodeFile& c, BlockId a, BlockId b) const {
  for (BlockId x = a; x; x = c.blocks[x.index].parent) {
    const Block& bx = c.blocks[x.index];
    if (bx.choice == 0) continue;
    for (BlockId y = b; y; y = c.blocks[y.index].parent)
      if (x != y && c.blocks[y.index].choice == bx.choice && c.blocks[y.index].function == bx.function)
        return true;
  }
  return false;
}

ValueId Fold::assigned_value(ProgramFile& f, const Assignment& a) {
  if (a.value) return told(f, value(f.file, a.value, a.block), a.type);
  return a.type ? declared_instance(f.file, a.type) : ValueId{};
}

ValueId Fold::local(ProgramFile& f, FunctionId scope, StringId name, BlockId use, std::uint32_t position,
                    bool same_function, bool* found) {
  const CodeFile& c = *f.code;
  program_.indexed(f.file);
  *found = false;
  std::vector<ValueId> reaching;
  bool stopped = false;
  if (const auto all = f.assigned.find(Program::key(scope, name)); !all.empty()) {
    *found = true;
    if (same_function) {
      // Of a name that is assigned all over a file only the nearest assignments are looked at.
      constexpr std::size_t near = 64;
      std::size_t last = all.size(), first = 0;
      if (last > near) {
        const auto behind = std::upper_bound(
            all.begin(), all.end(), position,
            [&](std::uint32_t at, std::uint32_t i) { return at < c[c.assignments[i].target].begin; });
        const auto here = static_cast<std::size_t>(behind - all.begin());
        last = std::min(last, here + near);
        first = here > near * 8 ? here - near * 8 : 0;
      }
      for (std::size_t i = last; i-- > first && !stopped && reaching.size() < 32;) {
        const Assignment& a = c.assignments[all[i]];
        const bool inside = dominates(c, a.block, use);
        const bool loop_variable = inside && a.value && c[a.value].kind == ExprKind::element &&
                                   c.blocks[a.block.index].kind == BlockKind::loop;
        const bool before = end_of(c, a) <= position || a.kind == AssignmentKind::declare || loop_variable;
        if (!before || excludes(c, a.block, use)) continue;
        if (!a.value && !a.type) continue;
        reaching.push_back(assigned_value(f, a));
        stopped = inside;
      }
    }
    if (!same_function || (reaching.empty() && !stopped))
      for (std::size_t i = 0; i < all.size() && reaching.size() < 32; ++i) {
        const Assignment& a = c.assignments[all[i]];
        if (same_function && position >= c[a.target].begin && position <= end_of(c, a))
          continue;  // its own value
        if (a.value || a.type) reaching.push_back(assigned_value(f, a));
      }
  }
  const Function& fn = c.functions[scope.index];
  if (!stopped)
    for (std::uint32_t i = 0; i < fn.parameters.count; ++i)
      if (c.parameters[fn.parameters.first + i].name == name) {
        *found = true;
        reaching.push_back(values_.parameter(program_.number(FunctionRef{f.file, scope}), i));
      }
  if (reaching.size() > 1) std::erase(reaching, null_);
  if (reaching.size() > 1) std::erase(reaching, ValueId{});
  return values_.either(reaching);
}

ValueId Fold::name(ProgramFile& f, StringId name, BlockId block, std::uint32_t position) {
  const CodeFile& c = *f.code;
  const int arity = std::exchange(arity_, -1);
  program_.indexed(f.file);
  const FunctionId start = Program::scope_of(c, block);
  for (FunctionId scope = start; scope; scope = c.functions[scope.index].parent) {
    if (c.members_are_names && c.functions[scope.index].is_class_body) {
      if (ValueId v = open_member(f, start, c.functions[scope.index].owner, c.strings.text(name))) return v;
      arity_ = arity;
      if (ValueId v = member_by_name(f, c.functions[scope.index].owner, name)) return v;
      continue;
    }
    if (scope != start && c.functions[scope.index].is_class_body) continue;
    bool found = false;
    ValueId v = local(f, scope, name, block, position, scope == start, &found);
    if (found) return with_mutations(f, v, scope, name, block, position, scope == start);
    if (auto at = f.imported.find(Program::key(scope, name)); at != f.imported.end())
      return imported(f, at->second);
  }
  for (std::uint32_t i : f.star_imports) {
    const Module& m = program_.module(f, i);
    if (!m.file) continue;
    const ValueId holder = m.member.empty() ? ValueId{} : inside(m.file, m.member);
    if (values_[holder].kind == ValueKind::type &&
        !has_member(program_.type(values_[holder].aux), c.strings.text(name)))
      continue;
    arity_ = arity;
    const ValueId v =
        holder ? member(holder, c.strings.text(name)) : module_member(m.file, c.strings.text(name));
    arity_ = -1;
    if (v) return v;
  }
  if (!c.members_are_names) return values_.path(c.strings.text(name));
  // What a library's class above, or one whose static members were imported, may call by this name.
  std::vector<ValueId> all;
  for (FunctionId scope = start; scope && all.empty(); scope = c.functions[scope.index].parent)
    if (c.functions[scope.index].is_class_body)
      if (ValueId v = library_member({f.file, c.functions[scope.index].owner}, c.strings.text(name)))
        all.push_back(v);
  for (std::uint32_t i : f.star_imports) {
    const Module& m = program_.module(f, i);
    if (!m.file && !c.imports[i].type_only && all.size() < 8)
      all.push_back(values_.path(m.library + "." + std::string(c.strings.text(name))));
  }
  return all.empty() ? values_.path(c.strings.text(name)) : values_.either(all);
}

ValueId Fold::set_entry(ValueId object, const std::vector<ValueId>& path, std::size_t at, ValueId v,
                        bool surely) {
  if (at == path.size()) return v;
  const ValueKind kind = values_[object].kind;
  if (kind == ValueKind::either) {
    std::vector<ValueId> all(values_.children(object).begin(), values_.children(object).end());
    for (ValueId& one : all) one = set_entry(one, path, at, v, surely);
    return values_.either(all);
  }
  if (kind != ValueKind::object && kind != ValueKind::unknown && kind != ValueKind::parameter &&
      kind != ValueKind::result && kind != ValueKind::element && kind != ValueKind::member)
    return object;
  std::vector<ValueId> entries;
  if (kind == ValueKind::object)
    entries.assign(values_.children(object).begin(), values_.children(object).end());
  else if (object) entries = {ValueId{}, object};
  if (!values_.is_literal(path[at])) {
    entries.push_back(path[at]);
    entries.push_back(v);
    return values_.object(entries);
  }
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2)
    if (entries[i] == path[at]) {
      ValueId old = entries[i + 1], made = set_entry(old, path, at + 1, v, surely);
      const ValueId both[] = {old, made};
      entries[i + 1] = surely ? made : values_.either(both);
      return values_.object(entries);
    }
  // What stood there is a part of what the object is made of.
  ValueId old{};
  if (at + 1 < path.size())
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2)
      if (!entries[i] && entries[i + 1]) old = member(entries[i + 1], values_.text(path[at]));
  entries.push_back(path[at]);
  entries.push_back(set_entry(old, path, at + 1, v, surely));
  return values_.object(entries);
}

// `base` after one more element or part, or all of `v`.
ValueId Fold::grow(ValueId base, ValueId v, AssignmentKind kind, bool surely, bool as_text) {
  if (as_text) {
    const ValueId both[] = {base, v};
    return values_.concat(both);
  }
  if (values_[base].kind == ValueKind::list || !base) {
    std::vector<ValueId> all(values_.children(base).begin(), values_.children(base).end());
    if (kind == AssignmentKind::append) {
      all.push_back(v);
    } else if (values_[v].kind == ValueKind::list) {
      std::vector<ValueId> own(values_.children(v).begin(), values_.children(v).end());
      all.insert(all.end(), own.begin(), own.end());
    } else {
      all.push_back(values_.element(v));
    }
    return values_.list(all);
  }
  if (values_[base].kind == ValueKind::object && values_[v].kind == ValueKind::object) {
    for (std::uint32_t k = 0; k + 1 < values_[v].count; k += 2) {
      const std::vector<ValueId> one{values_.child(v, k)};
      base = set_entry(base, one, 0, values_.child(v, k + 1), surely);
    }
  } else if (values_[base].kind == ValueKind::object && kind == AssignmentKind::extend) {
    // Whatever it holds is put in.
    std::vector<ValueId> entries(values_.children(base).begin(), values_.children(base).end());
    entries.push_back({});
    entries.push_back(v);
    return values_.object(entries);
  } else if (kind == AssignmentKind::append) {
    const ValueId both[] = {base, v};
    const bool is_text = values_[base].kind == ValueKind::literal ||
                         values_[base].kind == ValueKind::concat || values_[base].kind == ValueKind::setting;
    if (is_text) return values_.concat(both);
  }
  return base;
}

ValueId Fold::with_mutations(ProgramFile& f, ValueId base, FunctionId scope, StringId name, BlockId use,
                             std::uint32_t position, bool same_function) {
  const CodeFile& c = *f.code;
  const auto all = f.mutated.find(Program::key(scope, name));
  if (all.empty() || all.size() > 64) return base;
  const ValueKind kind = values_[base].kind;
  if (kind == ValueKind::function || kind == ValueKind::type || kind == ValueKind::module ||
      kind == ValueKind::path || kind == ValueKind::instance || kind == ValueKind::handle)
    return base;
  for (std::uint32_t i : all) {
    const Assignment& a = c.assignments[i];
    if (same_function && (end_of(c, a) > position || excludes(c, a.block, use))) continue;
    if (same_function && position >= c[a.target].begin && position <= end_of(c, a)) continue;
    std::vector<ValueId> path;
    for (ExprId t = a.target; c[t].kind != ExprKind::name && c[t].count > 0; t = c.child(t, 0))
      path.insert(path.begin(), c[t].kind == ExprKind::member ? values_.literal(c.text(t))
                                                              : value(f.file, c.child(t, 1), a.block));
    ValueId v = a.value ? value(f.file, a.value, a.block) : ValueId{};
    if (a.kind == AssignmentKind::assign || a.kind == AssignmentKind::declare) {
      const bool surely = same_function && dominates(c, a.block, use);
      // What only one branch puts into a new object need not be there.
      bool is_there_before = true;
      if (same_function && !surely && path.size() == 1 && kind == ValueKind::object && v &&
          values_.is_literal(path[0]))
        values_.entry(base, values_.text(path[0]), &is_there_before);
      const auto is_same = [&](const Assignment& b) {
        const ExprId t = b.target;
        if (c[t].kind != c[a.target].kind || c[t].count != c[a.target].count) return false;
        return c[t].kind == ExprKind::member || c[t].count < 2
                   ? c.text(t) == c.text(a.target)
                   : c.text(c.child(t, 1)) == c.text(c.child(a.target, 1));
      };
      const bool is_once = !is_there_before && std::none_of(all.begin(), all.end(), [&](std::uint32_t other) {
        const Assignment& b = c.assignments[other];
        return other != i && is_same(b) && excludes(c, a.block, b.block);
      });
      const ValueId or_nothing[] = {v, null_};
      base = set_entry(base, path, 0, is_once ? values_.either(or_nothing) : v, surely);
      continue;
    }
    // x.y.push(z): the list inside, where it is known
    ValueId inner = base;
    bool is_there = true;
    for (ValueId key : path) {
      if (is_there) inner = values_.entry(inner, values_.text(key), &is_there);
      is_there &= values_.is_literal(key);
    }
    if (!is_there || (!path.empty() && values_[inner].kind != ValueKind::list)) continue;
    // A sum of one part says that what grows is text.
    const bool as_text = a.kind == AssignmentKind::append && a.value && c[a.value].kind == ExprKind::concat &&
                         c[a.value].count == 1;
    const ValueId grown = grow(inner, v, a.kind, same_function && dominates(c, a.block, use), as_text);
    base = path.empty() ? grown : set_entry(base, path, 0, grown, true);
  }
  return base;
}

}  // namespace demarc
