// Rows against values: which rows a callee means, and what rows build of what they capture.
#include <algorithm>
#include <array>

#include "analyzer/recognise/fold.h"

namespace demarc {

namespace {

const ValueId* captured(const Captures& captures, std::string_view name) {
  for (auto at = captures.rbegin(); at != captures.rend(); ++at)
    if (at->first == name) return &at->second;
  return nullptr;
}

// What a row captures for the name it was found by.
std::string_view meaning(const CompiledRow& row, std::string_view name) {
  for (const auto& [written, meant] : row.meanings) {
    if (written == name) return meant;
    if (const auto star = star_of(written, name)) return meant == "*" ? *star : std::string_view(meant);
  }
  return name;
}

// The last name of a dotted path.
std::string_view end_of(std::string_view path) { return path.substr(path.rfind('.') + 1); }

// A value and the names behind it: x.a.b is x and "a", "b".
class Access {
 public:
  Access(const Values& values, ValueId whole) : base(whole) {
    while (values[base].kind == ValueKind::member && begin_ > 0) {
      names_[--begin_] = values.text(base);
      base = values.child(base, 0);
    }
  }
  std::span<const std::string_view> names() const { return std::span(names_).subspan(begin_); }
  // Adds the names to a key, each behind a dot.
  void append(std::string& key) const {
    for (std::string_view name : names()) (key += '.') += name;
  }
  ValueId base;

 private:
  std::array<std::string_view, 12> names_;
  std::size_t begin_ = 12;
};
}  // namespace

// What was captured when the thing was made that `base` stands for.
Captures Fold::captures_of(ValueId base) const {
  Captures all;
  if (values_[base].kind != ValueKind::handle || values_[base].count != 1) return all;
  const ValueId own = values_.child(base, 0);
  for (std::uint32_t i = 0; i + 1 < values_[own].count; i += 2)
    all.emplace_back(values_.text(values_.child(own, i)), values_.child(own, i + 1));
  return all;
}

std::vector<RowMatch> Fold::matches(ValueId callee, const CallArguments& arguments, std::string_view tail,
                                    std::string_view language) {
  if (!ahead(callee, tail, language).rows) return {};
  return match_rows(callee, arguments, tail, language, packs_.rows(language), nullptr);
}

std::vector<RowMatch> Fold::match_rows(ValueId callee, const CallArguments& arguments, std::string_view tail,
                                       std::string_view language, const RowTable& rows, Ahead* only) {
  std::vector<RowMatch> found;
  // Take the names after the last known thing apart: handle.meta.client.get_item → handle + names.
  const Access access(values_, callee);
  std::vector<std::string_view> all;  // with those of a library's path before them
  std::span<const std::string_view> names = access.names();
  ValueId base = access.base;
  const Value b = values_[base];
  bool is_known = false;       // the receiver is a thing of a known type
  bool is_of_library = false;  // all of it is a name of a library
  auto attempt = [&](std::string_view key, std::string_view last, bool any) {
    const std::vector<CompiledRow>* some = rows.find(key);
    if (!some) return;
    for (const CompiledRow& row : *some) {
      if (any) {
        // What every receiver gives, like the promise of an answer, a known thing gives too; it does no more.
        if (is_known && (!row.row || !row.row->value || row.row->fact)) continue;
        if (row.row && row.row->number < asleep_.size() && asleep_[row.row->number]) continue;
        if (row.suffix.size() > (names.empty() ? 0 : names.size() - 1)) continue;
        bool fits = true;
        for (std::size_t i = 0; i < row.suffix.size() && fits; ++i)
          fits = row.suffix[i].read(names[names.size() - 1 - row.suffix.size() + i]).has_value();
        if (!fits) continue;
      }
      if (only) {
        only->rows = true;
        only->effect |= row.makes_effect();
        continue;
      }
      std::vector<Captures> sets{captures_of(base)};
      for (std::size_t i = 0; i < row.suffix.size(); ++i)
        if (!row.suffix[i].capture.empty())
          sets[0].emplace_back(
              row.suffix[i].capture,
              values_.literal(*row.suffix[i].read(names[names.size() - 1 - row.suffix.size() + i])));
      if (!row.name_capture.empty() && tail != "[]")
        sets[0].emplace_back(row.name_capture, values_.literal(meaning(row, last)));
      if (!row.receiver_capture.empty()) {
        ValueId receiver = base;
        const std::size_t before = names.size() - std::min(names.size(), 1 + row.suffix.size());
        if (is_of_library) {
          std::string path;
          for (std::size_t i = 0; i < before; ++i) (path += i ? "." : "") += names[i];
          receiver = values_.path(path);
        }
        for (std::size_t i = 0; i < before && !is_of_library; ++i)
          receiver = values_.member(receiver, names[i]);
        sets[0].emplace_back(row.receiver_capture, receiver);
      }
      if (!match_arguments(row.arguments, arguments, sets)) continue;
      if (row.row) mark(*row.row);
      for (Captures& captures : sets) found.push_back({&row, std::move(captures), any});
    }
  };
  // Names that are known by how they are written, where the name itself is not.
  const auto attempt_patterns = [&](std::string_view before, std::string_view last, bool any) {
    if (!found.empty()) return;
    for (std::string_view pattern : rows.patterns_of(last)) {
      if (!found.empty()) break;
      std::string key(before);
      (key += pattern) += tail;
      attempt(key, last, any);
    }
  };
  const auto any_receiver = [&](std::string_view last) {
    if (rows.knows_end(last)) attempt("*" + std::string(last) + std::string(tail), last, true);
    attempt_patterns("*", last, true);
  };
  // findByName is findBy*, else find*: words of a name begin with a capital letter.
  const auto attempt_prefixes = [&](std::string_view whole, std::string_view last) {
    if (last.size() > whole.size()) return;
    for (std::size_t i = last.size(); i-- > 1 && found.empty();) {
      if (!is_word_start(last, i)) continue;
      std::string prefix(whole.substr(0, whole.size() - last.size() + i));
      (prefix += '*') += tail;
      attempt(prefix, last, false);
    }
  };
  if (b.kind == ValueKind::path) {
    const std::string_view path = values_.text(base);
    const std::string_view last = names.empty() ? end_of(path) : names.back();
    // Most names are no row's.
    if (!rows.knows_name(last) && !rows.knows_end("$")) return found;
    std::string key(path);
    access.append(key);
    const std::size_t dot = key.rfind('.');
    attempt(key + std::string(tail), last, false);
    attempt_prefixes(key, last);
    if (dot != std::string::npos) attempt_patterns(key.substr(0, dot + 1), last, false);
    if (dot != std::string::npos) attempt(key.substr(0, dot) + ".$" + std::string(tail), last, false);
    if (!found.empty() || dot == std::string::npos) return found;
    // A name of a library that no row knows: only its last parts can still speak.
    for (std::string_view rest = path; !rest.empty();) {
      const std::size_t at = rest.find('.');
      all.push_back(rest.substr(0, at));
      rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    }
    all.insert(all.end(), names.begin(), names.end());
    names = all;
    base = {};
    is_of_library = true;
    any_receiver(last);
    return found;
  }
  if (b.kind == ValueKind::handle) {
    std::string key = "\1" + std::string(values_.text(base));
    access.append(key);
    std::string_view last = names.empty() ? std::string_view{} : names.back();
    attempt(key + std::string(tail), last, false);
    if (!names.empty()) attempt_prefixes(key, last);
    if (!names.empty()) attempt_patterns(key.substr(0, key.rfind('.') + 1), last, false);
    // A method that a row knows is no entry of any name, nor is a name of the library's own ("#…", "$…"). Any
    // name is a name that no other row knows.
    const bool is_entry = !names.empty() && found.empty() && last[0] != '#' && last[0] != '$' &&
                          !(tail.empty() && rows.find(key + "()"));
    if (is_entry) attempt(key.substr(0, key.rfind('.')) + ".$" + std::string(tail), last, false);
    // A promisified twin of a method has its name and "Async" (promisifyAll).
    constexpr std::string_view twin = "Async";
    if (found.empty() && !names.empty() && tail == "()" && language == "ecmascript" &&
        last.size() > twin.size() && last.ends_with(twin)) {
      last.remove_suffix(twin.size());
      key.resize(key.size() - twin.size());
      attempt(key + std::string(tail), last, false);
    }
    is_known = true;
    if (found.empty() && names.size() == 1 && tail == "()") any_receiver(last);
    return found;
  }
  if (b.kind == ValueKind::function || b.kind == ValueKind::type || b.kind == ValueKind::module) return found;
  if (!names.empty()) any_receiver(names.back());
  return found;
}

std::vector<RowMatch> Fold::annotation_matches(ValueId callee, const CallArguments& arguments,
                                               std::string_view language) {
  const RowTable& rows = packs_.rows(language);
  std::vector<RowMatch> found;
  if (values_[callee].kind == ValueKind::either) {  // of several wildcard imports
    const std::vector<ValueId> all(values_.children(callee).begin(), values_.children(callee).end());
    for (ValueId one : all)
      for (RowMatch& m : annotation_matches(one, arguments, language)) found.push_back(std::move(m));
    return found;
  }
  if (values_[callee].kind == ValueKind::type) return meta_matches(callee, arguments, language);
  const Access access(values_, callee);
  const ValueKind kind = values_[access.base].kind;
  if (kind != ValueKind::path && kind != ValueKind::handle) return found;
  std::string key = kind == ValueKind::handle ? "\1" : "";
  key += values_.text(access.base);
  access.append(key);
  const std::string last(end_of(key));
  for (const char* tail : {"()", ""})
    for (const CompiledRow& row : rows.annotations(key + tail)) {
      std::vector<Captures> sets{captures_of(access.base)};
      if (!row.name_capture.empty())
        sets[0].emplace_back(row.name_capture, values_.literal(meaning(row, last)));
      if (!match_arguments(row.arguments, arguments, sets)) continue;
      if (row.row) mark(*row.row);
      for (Captures& captures : sets) found.push_back({&row, std::move(captures), false});
    }
  return found;
}

// An annotation of the project's own stands for those it carries; what is given under the same name is
// theirs.
std::vector<RowMatch> Fold::meta_matches(ValueId annotation, const CallArguments& arguments,
                                         std::string_view language) {
  std::vector<RowMatch> found;
  const ClassRef type = program_.type(values_[annotation].aux);
  const code::CodeFile& c = *program_.file(type.file)->code;
  const code::Class& k = c.classes[type.type.index];
  if (!c.members_are_names || !k.body || depth_ >= max_depth) return found;
  const code::BlockId block = c.functions[k.body.index].body;
  depth_ += 8;  // an annotation may carry itself
  for (std::uint32_t i = 0; i < k.annotations.count; ++i) {
    const code::ExprId a = c.annotations[k.annotations.first + i];
    const bool is_call = c[a].kind == code::ExprKind::call;
    CallArguments all = is_call ? this->arguments(type.file, a, block) : CallArguments{};
    for (const auto& [name, v] : arguments.named) {
      std::erase_if(all.named, [&, &same = name](const auto& own) { return own.first == same; });
      all.named.emplace_back(name, v);
    }
    if (!arguments.positional.empty()) {
      const std::string_view alias = alias_of(type, "value");
      if (alias.empty()) {
        if (all.positional.empty()) all.positional = arguments.positional;
      } else {
        std::erase_if(all.named, [&](const auto& own) { return own.first == alias; });
        all.named.emplace_back(alias, arguments.positional[0]);
      }
    }
    for (const auto& [name, v] : arguments.named)
      if (const std::string_view alias = alias_of(type, name); !alias.empty()) {
        std::erase_if(all.named, [&](const auto& own) { return own.first == alias; });
        all.named.emplace_back(alias, v);
      }
    const ValueId callee = is_call ? this->callee(type.file, a, block) : value(type.file, a, block);
    for (RowMatch& m : annotation_matches(callee, all, language)) found.push_back(std::move(m));
  }
  depth_ -= 8;
  return found;
}

// @AliasFor(annotation = …, attribute = "topics") String[] value(): "topics".
std::string_view Fold::alias_of(ClassRef type, std::string_view element) {
  ProgramFile& f = program_.indexed(type.file);
  const code::CodeFile& c = *f.code;
  const code::Class& k = c.classes[type.type.index];
  const StringId id = c.strings.find(element);
  if (!id) return {};
  for (std::uint32_t i : f.assigned.find(Program::key(k.body, id))) {
    const code::Range range = c.assignments[i].annotations;
    for (std::uint32_t r = 0; r < range.count; ++r) {
      const code::ExprId a = c.annotations[range.first + r];
      if (c[a].kind != code::ExprKind::call || c[a].count < 2) continue;
      const std::string_view name = c.text(c.child(a, 0));
      if (name != "AliasFor" && !name.ends_with(".AliasFor")) continue;
      for (std::uint32_t p = 1; p < c[a].count; ++p) {
        code::ExprId given = c.child(a, p);
        if (c[given].kind == code::ExprKind::argument) {
          if (c.text(given) != "attribute" || !c[given].count) continue;
          given = c.child(given, 0);
        }
        if (c[given].kind == code::ExprKind::string) return c.text(given);
      }
    }
  }
  return {};
}

ValueId Fold::build(const ValueSpec& spec, const Captures& captures, bool* absent) {
  if (!spec.is_placeholder) return build_plain(spec, captures, absent);
  bool missing = false;
  const ValueId made = build_plain(spec, captures, &missing);
  if (absent) *absent = missing;
  return missing ? ValueId{} : filled(made);
}

// What "…?queue=bills&key=new" says for "queue|queues", each where a comma parts several; 0 where it says
// nothing.
ValueId Fold::option_of(ValueId v, std::string_view names) {
  std::vector<ValueId> parts{v};
  if (values_[v].kind == ValueKind::concat)
    parts.assign(values_.children(v).begin(), values_.children(v).end());
  const auto is_set_at = [&](std::string_view text, std::size_t at, std::string_view name) {
    return (text[at] == '?' || text[at] == '&') && text.substr(at + 1).starts_with(name) &&
           text.substr(at + 1 + name.size()).starts_with('=');
  };
  std::vector<ValueId> found;
  bool is_inside = false, has_comma = false;
  for (const ValueId part : parts) {
    if (!values_.is_literal(part)) {
      if (is_inside) found.push_back(part);
      continue;
    }
    std::string_view text = values_.text(part);
    for (std::size_t at = 0; !is_inside && at < text.size(); ++at)
      for (std::string_view left = names; !left.empty() && !is_inside;) {
        const std::size_t end = std::min(left.find('|'), left.size());
        if (is_set_at(text, at, left.substr(0, end))) {
          is_inside = true;
          text.remove_prefix(at + end + 2);
        }
        left.remove_prefix(std::min(end + 1, left.size()));
      }
    if (!is_inside) continue;
    const std::string said(text.substr(0, text.find('&')));
    has_comma |= said.find(',') != std::string::npos;
    const bool is_over = said.size() < text.size();
    found.push_back(values_.literal(said));
    if (is_over) break;
  }
  if (!is_inside) return {};
  const ValueId made = values_.concat(found);
  if (!has_comma || !values_.is_literal(made)) return made;
  std::vector<ValueId> several;
  const std::string all(values_.text(made));
  for (std::size_t begin = 0; begin <= all.size();) {
    const std::size_t end = std::min(all.find(',', begin), all.size());
    if (end > begin) several.push_back(values_.literal(std::string_view(all).substr(begin, end - begin)));
    begin = end + 1;
  }
  return values_.either(several);
}

// "a/b" cut at "/" is "a" or "b"; 0 where the text has no such mark and the rest does not stand for it.
ValueId Fold::cut_at(ValueId v, const ValueSpec& spec) {
  const std::string& mark = spec.cut;
  const bool is_behind = spec.is_behind;
  std::vector<ValueId> parts{v};
  if (values_[v].kind == ValueKind::concat)
    parts.assign(values_.children(v).begin(), values_.children(v).end());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!values_.is_literal(parts[i])) continue;
    const std::string text(values_.text(parts[i]));
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) continue;
    parts[i] = values_.literal(is_behind ? text.substr(at + mark.size()) : text.substr(0, at));
    if (is_behind) parts.erase(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(i));
    else parts.resize(i + 1);
    return values_.concat(parts);
  }
  return spec.or_all ? v : ValueId{};
}

ValueId Fold::build_plain(const ValueSpec& spec, const Captures& captures, bool* absent) {
  if (absent) *absent = false;
  auto sum = [&](const std::vector<ValueSpec::Part>& from, bool* missing) {
    std::vector<ValueId> parts;
    for (const ValueSpec::Part& p : from) {
      if (p.capture.empty()) {
        parts.push_back(values_.literal(p.text));
        continue;
      }
      const ValueId* v = captured(captures, p.capture);
      if (!v) {
        *missing = true;
        // A sum leaves out what was not given: no base address is no part of an address.
        if (from.size() > 1) continue;
        return ValueId{};
      }
      ValueId at = *v;
      for (const std::string& m : p.members) {
        // An entry that another capture names.
        const ValueId* named = m[0] == '$' ? captured(captures, std::string_view(m).substr(1)) : nullptr;
        if (m[0] == '$' && (!named || !values_.is_literal(*named))) {
          *missing = true;
          return ValueId{};
        }
        // A list of one kind of thing: what its first one is.
        if (values_[at].kind == ValueKind::list && values_[at].count == 1) at = values_.child(at, 0);
        at = member(at, named ? std::string(values_.text(*named)) : m);
      }
      parts.push_back(at);
    }
    return values_.concat(parts);
  };
  bool missing = false;
  ValueId made = sum(spec.parts, &missing);
  if (!missing && spec.is_result) made = apply(made, {}, {}, {});
  if (!missing && !spec.naming.empty()) made = named(made, spec.naming);
  if (!missing && !spec.cut.empty()) {
    made = spec.is_option ? option_of(made, spec.cut) : cut_at(made, spec);
    missing = !made;
  }
  if (!missing && !spec.configured.empty()) {
    made = address_inside(made, spec.configured);
    missing = !made;
  }
  if (!missing && !spec.below.empty()) {
    bool no_base = false;
    const ValueId base = sum(spec.below, &no_base);
    if (!no_base) made = put_below(base, made);
  }
  if (missing && spec.parts.size() == 1) {
    if (!spec.otherwise_parts.empty()) {
      bool nothing = false;
      if (ValueId other = sum(spec.otherwise_parts, &nothing)) return other;
    } else if (spec.has_otherwise) {
      return values_.literal(spec.otherwise);
    }
    if (absent) *absent = true;
    return {};
  }
  if (spec.setting.empty()) return made;
  ValueId otherwise{};
  if (!spec.default_parts.empty()) {
    bool no_default = false;
    otherwise = sum(spec.default_parts, &no_default);
    if (no_default || otherwise == null_) otherwise = {};
  }
  return values_.setting(spec.setting, made, otherwise);
}

}  // namespace demarc
