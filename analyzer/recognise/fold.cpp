// Evaluation of expressions: names, members, calls and the assignments that reach a use.
#include "analyzer/recognise/fold.h"

#include <algorithm>
#include <utility>

namespace demarc {
using namespace code;

Fold::Fold(Program& program, const Packs& packs, Values& values)
    : program_(program),
      packs_(packs),
      values_(values),
      null_(values.path("null")),
      marked_(packs.all().size()) {
  for (const std::string& language : packs_.languages())
    tongues_.push_back({language, &packs_.rows(language)});
  std::uint64_t all = 0;
  for (const ProgramFile& f : program_.files()) all += f.code->exprs.size();
  step_limit_ = std::max(min_step_limit, all * steps_per_expression);
}

std::string_view Fold::language_of(FileId file) {
  const ProgramFile* f = program_.file(file);
  return f ? f->reader->name() : std::string_view{};
}

std::vector<std::uint32_t> Fold::marked() const {
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < marked_.size(); ++i)
    if (marked_[i]) all.push_back(i);
  return all;
}

std::string Fold::place_of(Span site) const {
  return std::string(program_.project().files().path(site.file)) + ":" + std::to_string(site.begin);
}

ValueId Fold::value(FileId file, ExprId e, BlockId block) {
  if (!e) return {};
  ProgramFile* f = program_.file(file);
  if (!f) return {};
  if (++steps_ > step_limit_) {
    if (!exhausted_at_) exhausted_at_ = file;
    return cut();
  }
  if (memo_.size() <= file.index) memo_.resize(program_.project().files().size() + std::size_t{1});
  if (memo_[file.index].empty()) memo_[file.index].resize(f->code->exprs.size(), not_yet);
  // Evaluation asks for other files, but never changes the room of this one.
  std::uint32_t& memo = memo_[file.index][e.index];
  if (memo < is_running) return ValueId{memo};
  if (depth_ >= max_depth || memo == is_running) return cut();
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
      const ValueId open = x.kind == ExprKind::self ? open_self(*program_.file(file), block) : ValueId{};
      all.positional.push_back(open ? open : value(file, a, block));
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
  return steps_ > step_limit_ ? cut() : values_.concat(parts);
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
        for (const ValueId v : {open_member(f, Program::scope_of(c, block), {}, c.text(e)),
                                literal_member(f, block, c.text(e))})
          if (v) return v;
      if (x.count == 2) {
        arity_ = arity;
        const ValueId made = implicit_member(f, e, block);
        arity_ = -1;
        return made;
      }
      ValueId object = child(0);
      if (!object) {
        const ValueId known = c.members_are_names ? extension(f, c.text(e), object) : ValueId{};
        return known ? known : values_.path("?." + std::string(c.text(e)));
      }
      arity_ = arity;
      const ValueId made = member(object, c.text(e));
      arity_ = -1;
      const ValueKind kind = values_[made].kind;
      if (c.members_are_names && (kind == ValueKind::unknown || kind == ValueKind::path ||
                                  kind == ValueKind::member || kind == ValueKind::result))
        if (const ValueId known = extension(f, c.text(e), object)) return known;
      if (!c.members_are_names && (kind == ValueKind::unknown || kind == ValueKind::path ||
                                   kind == ValueKind::member || kind == ValueKind::result))
        if (const ValueId known = given_member(f, e, object)) return known;
      return made;
    }
    case ExprKind::index: {
      ValueId object = child(0), key = child(1);
      std::vector<RowMatch> found = matches(object, {{key}, {}}, "[]", f.reader->name());
      for (const RowMatch& m : found) {
        if (m.compiled->row && m.compiled->row->value) return build(*m.compiled->row->value, m.captures);
        if (!m.compiled->gives.empty())
          return handle_with(m.compiled->gives,
                             values_[object].kind == ValueKind::handle ? object : ValueId{}, given_by(m), {});
      }
      // What a callback takes apart at once: ([key, handler]) => …
      if (values_[object].kind == ValueKind::parameter && values_.is_literal(key) &&
          c.text(c.child(e, 0)).starts_with("{}"))
        return values_.member(object, values_.text(key));
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
      const ValueId called = callee(f.file, e, block);
      const ValueId made = apply(called, args, {f.file, x.begin, x.end}, f.reader->name());
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
    case ExprKind::element: {
      const ValueId many = child(0);
      // Python goes over the keys of a dictionary.
      if (values_[many].kind == ValueKind::object && f.reader->name() == "python")
        return values_.element(parts_of(many, "keys"));
      if (values_[many].kind != ValueKind::handle) return values_.element(many);
      // What a thing of many yields, one by one.
      const ValueId one = handle_member(many, many, "#each");
      return values_[one].kind == ValueKind::member ? values_.element(many) : one;
    }
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
        if (c.blocks[at->index].end >= c[element].end && dominates(c, inner, *at)) inner = *at;
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

}  // namespace demarc
