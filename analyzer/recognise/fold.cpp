// Evaluation of expressions: names, members, calls and the assignments that reach a use.
#include "analyzer/recognise/fold.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace demarc {
using namespace code;

namespace {
constexpr std::uint32_t everywhere = std::numeric_limits<std::uint32_t>::max();

std::uint32_t end_of(const CodeFile& c, const Assignment& a) {
  std::uint32_t end = c[a.target].end;
  if (a.value) end = std::max(end, c[a.value].end);
  return end;
}

bool is_within(const CodeFile& c, BlockId inner, BlockId outer) {
  for (BlockId at = inner; at; at = c.blocks[at.index].parent)
    if (at == outer) return true;
  return false;
}
}  // namespace

Fold::Fold(Program& program, const Packs& packs, Values& values)
    : program_(program), packs_(packs), values_(values), null_(values.path("null")) {
  std::uint64_t all = 0;
  for (const ProgramFile& f : program_.files()) all += f.code->exprs.size();
  step_limit_ = std::max(min_step_limit, all * steps_per_expression);
}

std::string_view Fold::language_of(FileId file) {
  const ProgramFile* f = program_.file(file);
  return f ? f->reader->name() : std::string_view{};
}

ValueId Fold::value(FileId file, ExprId e, BlockId block) {
  if (!e) return {};
  ProgramFile* f = program_.file(file);
  if (!f) return {};
  if (++steps_ > step_limit_) {
    if (!exhausted_at_) exhausted_at_ = file;
    return {};
  }
  if (memo_.size() <= file.index) memo_.resize(program_.project().files().size() + std::size_t{1});
  if (memo_[file.index].empty()) memo_[file.index].resize(f->code->exprs.size(), not_yet);
  // Evaluation asks for other files, but never changes the room of this one.
  std::uint32_t& memo = memo_[file.index][e.index];
  if (memo < is_running) return ValueId{memo};
  if (depth_ >= max_depth || memo == is_running) return {};
  memo = is_running;
  ++depth_;
  const ValueId made = evaluate(*f, e, block);
  --depth_;
  memo = made.index;
  return made;
}

CallArguments Fold::arguments(FileId file, ExprId call, BlockId block) {
  const CodeFile& c = *program_.file(file)->code;
  CallArguments all;
  for (std::uint32_t i = 1; i < c[call].count; ++i) {
    ExprId a = c.child(call, i);
    const Expr& x = c[a];
    if (x.kind == ExprKind::argument && x.count > 0) {
      all.named.emplace_back(c.text(a), value(file, c.child(a, 0), block));
    } else if (x.kind == ExprKind::spread_map && x.count > 0) {
      ValueId map = value(file, c.child(a, 0), block);
      if (values_[map].kind == ValueKind::object) {
        for (std::uint32_t k = 0; k + 1 < values_[map].count; k += 2)
          if (values_.is_literal(values_.child(map, k)))
            all.named.emplace_back(values_.text(values_.child(map, k)), values_.child(map, k + 1));
      } else {
        all.named.emplace_back("**", map);
      }
    } else if (x.kind == ExprKind::spread && x.count > 0) {
      ValueId list = value(file, c.child(a, 0), block);
      if (values_[list].kind == ValueKind::list) {
        auto own = values_.children(list);
        all.positional.insert(all.positional.end(), own.begin(), own.end());
      } else {
        all.positional.push_back(values_.element(list));
      }
    } else {
      all.positional.push_back(value(file, a, block));
    }
  }
  return all;
}

ValueId Fold::callee(FileId file, ExprId call, BlockId block) {
  const CodeFile& c = *program_.file(file)->code;
  if (c[call].count == 0) return {};
  arity_ = c[call].count - 1;
  const ValueId made = value(file, c.child(call, 0), block);
  arity_ = -1;
  return made;
}

ValueId Fold::sum(std::span<const ValueId> parts) {
  std::size_t bytes = 0;
  auto add = [&](ValueId part) {
    if (values_.is_literal(part)) bytes += values_.text(part).size();
  };
  for (const ValueId part : parts) {
    add(part);
    if (values_[part].kind != ValueKind::concat) continue;
    for (const ValueId inner : values_.children(part)) add(inner);
  }
  steps_ += bytes / 16;
  return steps_ > step_limit_ ? ValueId{} : values_.concat(parts);
}

ValueId Fold::evaluate(ProgramFile& f, ExprId e, BlockId block) {
  const CodeFile& c = *f.code;
  const Expr& x = c[e];
  const int arity = std::exchange(arity_, -1);  // of the call whose callee this is
  auto child = [&](std::uint32_t i) { return i < x.count ? value(f.file, c.child(e, i), block) : ValueId{}; };
  auto either_of = [&](std::vector<ValueId> all) {
    if (all.size() > 1) std::erase(all, null_);
    return values_.either(all);
  };
  switch (x.kind) {
    case ExprKind::string:
    case ExprKind::number: return values_.literal(c.text(e));
    case ExprKind::constant: return c.text(e) == "null" ? null_ : values_.literal(c.text(e));
    case ExprKind::name: {
      arity_ = arity;
      const ValueId made = name(f, x.text, block, x.begin);
      arity_ = -1;
      return made;
    }
    case ExprKind::self: {
      for (FunctionId at = Program::scope_of(c, block); at; at = c.functions[at.index].parent)
        if (ClassId owner = c.functions[at.index].owner) return self_of({f.file, owner});
      return {};
    }
    case ExprKind::member: {
      if (x.count > 0 && c[c.child(e, 0)].kind == ExprKind::super) {
        for (FunctionId at = Program::scope_of(c, block); at; at = c.functions[at.index].parent)
          if (ClassId owner = c.functions[at.index].owner) {
            const Class& k = c.classes[owner.index];
            const ValueId self = self_of({f.file, owner});
            for (std::uint32_t i = 0; i < k.bases.count; ++i) {
              const ValueId base = base_of({f.file, owner}, i);
              if (values_[base].kind != ValueKind::type) continue;
              arity_ = arity;
              if (ValueId found = class_member(program_.type(values_[base].aux), c.text(e), self))
                return found;
            }
            return library_member({f.file, owner}, c.text(e));
          }
        return {};
      }
      if (x.count > 0 && c[c.child(e, 0)].kind == ExprKind::self)
        if (ValueId v = open_member(f, Program::scope_of(c, block), {}, c.text(e))) return v;
      ValueId object = child(0);
      if (!object) return values_.path("?." + std::string(c.text(e)));
      arity_ = arity;
      const ValueId made = member(object, c.text(e));
      arity_ = -1;
      return made;
    }
    case ExprKind::index: {
      ValueId object = child(0), key = child(1);
      std::vector<RowMatch> found = matches(object, {{key}, {}}, "[]", f.reader->name());
      for (const RowMatch& m : found) {
        if (m.compiled->row && m.compiled->row->value) return build(*m.compiled->row->value, m.captures);
        if (!m.compiled->gives.empty())
          return handle_with(m.compiled->gives,
                             values_[object].kind == ValueKind::handle ? object : ValueId{}, m.captures, {});
      }
      return index(object, key);
    }
    case ExprKind::call:
    case ExprKind::construct: {
      if (x.count == 0) return {};
      CallArguments args = arguments(f.file, e, block);
      ExprId what = c.child(e, 0);
      if (c[what].kind == ExprKind::member && c[what].count > 0) {
        ValueId object = value(f.file, c.child(what, 0), block);
        if (ValueId text = text_method(object, c.text(what), args)) return text;
      }
      std::string site = std::string(program_.project().files().path(f.file)) + ":" + std::to_string(x.begin);
      const ValueId called = callee(f.file, e, block);
      const ValueId made = apply(called, args, site, f.reader->name());
      // A library's class that no row makes a thing of.
      if (values_[made].kind == ValueKind::result && c.members_are_names && is_class_path(called)) {
        if (const ValueId thing = thing_of(f, called)) return thing;
      }
      return made;
    }
    case ExprKind::argument:
    case ExprKind::spread:
    case ExprKind::spread_map: return child(0);
    case ExprKind::assign: return child(x.count ? x.count - 1u : 0u);
    case ExprKind::concat: {
      std::vector<ValueId> parts;
      for (std::uint32_t i = 0; i < x.count; ++i) parts.push_back(child(i));
      // list + list
      if (!parts.empty() && values_[parts[0]].kind == ValueKind::list) {
        std::vector<ValueId> all;
        for (ValueId p : parts)
          if (values_[p].kind == ValueKind::list) {
            std::vector<ValueId> own(values_.children(p).begin(), values_.children(p).end());
            all.insert(all.end(), own.begin(), own.end());
          }
        return values_.list(all);
      }
      return sum(parts);
    }
    case ExprKind::format: {
      if (x.count == 0) return {};
      std::vector<ValueId> args;
      for (std::uint32_t i = 1; i < x.count; ++i) args.push_back(child(i));
      if (args.size() == 1 && values_[args[0]].kind == ValueKind::list)
        args.assign(values_.children(args[0]).begin(), values_.children(args[0]).end());
      ValueId pattern = child(0);
      if (!values_.is_literal(pattern)) return {};
      std::string text(values_.text(pattern)), piece;
      std::vector<ValueId> parts;
      std::size_t next = 0;
      for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%' || at + 1 >= text.size()) {
          piece += text[at];
          continue;
        }
        if (text[at + 1] == '%') {
          piece += '%';
          ++at;
          continue;
        }
        ValueId v{};
        std::size_t end = at + 1;
        if (text[end] == '(') {
          std::size_t close = text.find(')', end);
          if (close == std::string::npos) break;
          if (!args.empty()) v = member(args[0], text.substr(end + 1, close - end - 1));
          end = close + 1;
        } else if (next < args.size()) {
          v = args[next++];
        }
        while (end < text.size() && !std::isalpha(static_cast<unsigned char>(text[end]))) ++end;
        parts.push_back(values_.literal(piece));
        piece.clear();
        parts.push_back(v);
        at = end;
      }
      parts.push_back(values_.literal(piece));
      return sum(parts);
    }
    case ExprKind::either: {
      std::vector<ValueId> all;
      for (std::uint32_t i = 0; i < x.count; ++i) all.push_back(child(i));
      return either_of(std::move(all));
    }
    case ExprKind::object: {
      std::vector<ValueId> entries;
      for (std::uint32_t i = 0; i < x.count; ++i) {
        ExprId entry = c.child(e, i);
        const Expr& y = c[entry];
        if (y.kind == ExprKind::entry && y.count > 0) {
          ValueId key = y.text ? values_.literal(c.text(entry)) : value(f.file, c.child(entry, 0), block);
          ValueId v = value(f.file, c.child(entry, y.count - 1u), block);
          entries.push_back(key);
          entries.push_back(v);
        } else if (y.kind == ExprKind::spread_map || y.kind == ExprKind::spread) {
          ValueId other = y.count ? value(f.file, c.child(entry, 0), block) : ValueId{};
          if (values_[other].kind == ValueKind::object) {
            std::vector<ValueId> own(values_.children(other).begin(), values_.children(other).end());
            entries.insert(entries.end(), own.begin(), own.end());
          } else {
            entries.push_back({});
            entries.push_back(other);
          }
        } else if (y.kind == ExprKind::function) {
          entries.push_back(values_.literal(c.text(entry)));
          entries.push_back(value(f.file, entry, block));
        }
      }
      return values_.object(entries);
    }
    case ExprKind::list: {
      std::vector<ValueId> all;
      for (std::uint32_t i = 0; i < x.count; ++i) {
        ExprId item = c.child(e, i);
        ValueId v = value(f.file, item, block);
        if (c[item].kind == ExprKind::spread && values_[v].kind == ValueKind::list) {
          std::vector<ValueId> own(values_.children(v).begin(), values_.children(v).end());
          all.insert(all.end(), own.begin(), own.end());
        } else if (c[item].kind == ExprKind::spread) {
          all.push_back(values_.element(v));
        } else {
          all.push_back(v);
        }
      }
      return values_.list(all);
    }
    case ExprKind::element: return values_.element(child(0));
    case ExprKind::each: {
      // The element is evaluated inside the comprehension's own loop, where its variable is assigned.
      if (x.count == 0) return {};
      BlockId inner = block;
      const ExprId element = c.child(e, 0);
      program_.indexed(f.file);
      for (auto at = std::lower_bound(
               f.loops.begin(), f.loops.end(), x.begin,
               [&](BlockId b, std::uint32_t begin) { return c.blocks[b.index].begin < begin; });
           at != f.loops.end() && c.blocks[at->index].begin <= c[element].begin; ++at)
        if (c.blocks[at->index].end >= c[element].end && is_within(c, *at, inner)) inner = *at;
      const ValueId one[] = {value(f.file, element, inner)};
      return values_.list(one);
    }
    case ExprKind::function:
      return values_.code(ValueKind::function, program_.number(FunctionRef{f.file, FunctionId{x.first}}));
    case ExprKind::type:
      return values_.code(ValueKind::type, program_.number(ClassRef{f.file, ClassId{x.first}}));
    case ExprKind::super:
      if (c.members_are_names)
        for (FunctionId at = Program::scope_of(c, block); at; at = c.functions[at.index].parent)
          if (ClassId owner = c.functions[at.index].owner) {
            for (std::uint32_t i = 0; i < c.classes[owner.index].bases.count; ++i)
              if (const ValueId base = base_of({f.file, owner}, i); values_[base].kind == ValueKind::type)
                return base;
            return {};
          }
      return {};
    case ExprKind::entry:
    case ExprKind::equal:
    case ExprKind::unknown: return {};
  }
  return {};
}

// ---- names

bool Fold::dominates(const CodeFile& c, BlockId a, BlockId b) const { return is_within(c, b, a); }

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
  if (auto at = f.assigned.find(Program::key(scope, name)); at != f.assigned.end()) {
    *found = true;
    const auto& all = at->second;
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
  entries.push_back(path[at]);
  entries.push_back(set_entry({}, path, at + 1, v, surely));
  return values_.object(entries);
}

// `base` after one more element or part, or all of `v`.
ValueId Fold::grow(ValueId base, ValueId v, AssignmentKind kind, bool surely) {
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
  auto at = f.mutated.find(Program::key(scope, name));
  if (at == f.mutated.end() || at->second.size() > 64) return base;
  const ValueKind kind = values_[base].kind;
  if (kind == ValueKind::function || kind == ValueKind::type || kind == ValueKind::module ||
      kind == ValueKind::path || kind == ValueKind::instance || kind == ValueKind::handle)
    return base;
  for (std::uint32_t i : at->second) {
    const Assignment& a = c.assignments[i];
    if (same_function && (end_of(c, a) > position || excludes(c, a.block, use))) continue;
    if (same_function && position >= c[a.target].begin && position <= end_of(c, a)) continue;
    std::vector<ValueId> path;
    for (ExprId t = a.target; c[t].kind != ExprKind::name && c[t].count > 0; t = c.child(t, 0))
      path.insert(path.begin(), c[t].kind == ExprKind::member ? values_.literal(c.text(t))
                                                              : value(f.file, c.child(t, 1), a.block));
    ValueId v = a.value ? value(f.file, a.value, a.block) : ValueId{};
    if (a.kind == AssignmentKind::assign || a.kind == AssignmentKind::declare) {
      base = set_entry(base, path, 0, v, same_function && dominates(c, a.block, use));
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
    const ValueId grown = grow(inner, v, a.kind, same_function && dominates(c, a.block, use));
    base = path.empty() ? grown : set_entry(base, path, 0, grown, true);
  }
  return base;
}

// ---- modules

ValueId Fold::library_path(std::string_view library, std::string_view name) {
  if (name.empty() || name == "default" || name == "*") return values_.path(library);
  return values_.path(std::string(library) + "." + std::string(name));
}

ValueId Fold::imported(ProgramFile& f, std::uint32_t i) {
  const Import& m = f.code->imports[i];
  bool took = false;
  const Module& where = program_.module(f, i, &took);
  std::string_view name = f.code->strings.text(m.name);
  std::string_view module = f.code->strings.text(m.module);
  if (!where.file) {
    if (m.binds_root) return values_.path(module.substr(0, module.find('.')));
    if (!where.others.empty()) {
      std::vector<ValueId> all{values_.path(where.library)};
      for (const std::string& other : where.others) all.push_back(values_.path(other));
      return values_.either(all);
    }
    return library_path(where.library.empty() ? module : std::string_view(where.library), name);
  }
  if (!where.member.empty()) {
    const ValueId meant = inside(where.file, where.member);
    return name.empty() || took || !meant ? meant : member(meant, name);
  }
  ValueId whole = values_.code(ValueKind::module, where.file.index);
  if (m.binds_root && module.find('.') != std::string_view::npos) {
    std::string rest(module.substr(module.find('.') + 1));
    while (!rest.empty()) {
      std::size_t dot = rest.rfind('.');
      std::string last = dot == std::string::npos ? rest : rest.substr(dot + 1);
      rest = dot == std::string::npos ? "" : rest.substr(0, dot);
      const ValueId entry[] = {values_.literal(last), whole};
      whole = values_.object(entry);
    }
    return whole;
  }
  if (took || name.empty()) return whole;
  return module_member(where.file, name);
}

namespace {
ValueId document_value(Values& values, const Document& d, NodeIndex n, int& budget) {
  if (n == no_node || --budget < 0) return {};
  switch (d[n].kind) {
    case NodeKind::map: {
      std::vector<ValueId> entries;
      for (std::uint32_t i = 0; i + 1 < d[n].count; i += 2) {
        entries.push_back(values.literal(d.text(d.child(d[n], i))));
        entries.push_back(document_value(values, d, d.child(d[n], i + 1), budget));
      }
      return values.object(entries);
    }
    case NodeKind::list: {
      std::vector<ValueId> all;
      for (std::uint32_t i = 0; i < d[n].count; ++i)
        all.push_back(document_value(values, d, d.child(d[n], i), budget));
      return values.list(all);
    }
    case NodeKind::null: return {};
    default: return values.literal(d.text(n));
  }
}
}  // namespace

ValueId Fold::module_member(FileId file, std::string_view name) {
  const std::uint64_t key = (static_cast<std::uint64_t>(file.index) << 32) | values_.strings().id(name).index;
  if (auto known = members_.find(key); known != members_.end()) return known->second;
  if (++steps_ > step_limit_ || depth_ >= max_depth) return {};
  if (running_members_.size() >= max_reexports || !running_members_.insert(key).second) {
    ++rings_;
    return {};
  }
  const std::uint64_t before = rings_;
  const ValueId made = find_member(file, name);
  running_members_.erase(key);
  if (made || rings_ == before || rings_ > max_rings) members_[key] = made;
  return made;
}

ValueId Fold::find_member(FileId file, std::string_view name) {
  ProgramFile* f = program_.file(file);
  if (!f) {
    const Document* d = program_.project().document(file);
    if (!d || d->roots().empty()) return {};
    int budget = 2000;
    ValueId whole = document_value(values_, *d, d->roots()[0], budget);
    return name == "default" || name.empty() ? whole : member(whole, name);
  }
  const CodeFile& c = *f->code;
  const BlockId body = c.functions[file_function.index].body;
  ValueId assigned_exports{};
  for (const Export& x : c.exports) {
    std::string_view word = c.strings.text(x.name);
    if (word == "=") assigned_exports = value(file, x.value, body);
    if (word != name && !(word == "*" && x.from)) continue;
    if (!x.from) {
      if (!x.value) continue;
      // `export { a }` and `export const a` offer the variable as it is when the module has run.
      if (c[x.value].kind == ExprKind::name) {
        bool found = false;
        ValueId v = local(*f, file_function, c[x.value].text, body, everywhere, false, &found);
        if (found) return with_mutations(*f, v, file_function, c[x.value].text, body, everywhere, false);
      }
      return value(file, x.value, body);
    }
    Module m = f->reader->resolve(program_.project(), file, c.strings.text(x.from),
                                  c.strings.text(x.from_name), nullptr);
    std::string_view from_name = word == "*" ? name : c.strings.text(x.from_name);
    if (!m.file) {
      if (word == "*") continue;
      return library_path(m.library, from_name);
    }
    if (word != "*" && (from_name.empty() || from_name == "*"))
      return values_.code(ValueKind::module, m.file.index);
    if (ValueId v = module_member(m.file, from_name)) return v;
  }
  if (assigned_exports) {
    if (name == "default" || name.empty()) return assigned_exports;
    const bool is_thing = values_[assigned_exports].kind == ValueKind::handle;
    if (ValueId v = member(assigned_exports, name); v && (is_thing || values_[v].kind != ValueKind::member))
      return v;
  }
  StringId id = c.strings.find(name);
  if (id) {
    program_.indexed(file);
    bool found = false;
    ValueId v = local(*f, file_function, id, body, everywhere, false, &found);
    if (found) return with_mutations(*f, v, file_function, id, body, everywhere, false);
    if (auto at = f->imported.find(Program::key(file_function, id)); at != f->imported.end())
      return imported(*f, at->second);
  }
  program_.indexed(file);
  for (std::uint32_t i : f->star_imports) {
    const Module& m = program_.module(*f, i);
    if (m.file && m.file != file)
      if (ValueId v = module_member(m.file, name)) return v;
  }
  return {};
}

}  // namespace demarc
