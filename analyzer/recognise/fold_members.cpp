// Members and entries of values, and classes: their attributes, bases, constructors and implementations.
#include <algorithm>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {
// x.default.y is what is offered under y.
std::string dotted(std::string_view path, std::string_view name) {
  std::string all(path);
  (all += '.') += name;
  if (const std::size_t at = all.find(".default."); at != std::string::npos) all.erase(at, 8);
  return all;
}
}  // namespace

// The value of a row for the property `key` of a library, which was read as `name`. False when there is none.
bool Fold::property(const RowTable& rows, std::string_view key, std::string_view name, ValueId& made) {
  const std::vector<CompiledRow>* some = rows.find(key);
  if (!some) return false;
  for (const CompiledRow& r : *some)
    if (r.row && r.row->value) {
      mark(*r.row);
      Captures captures;
      if (!r.name_capture.empty()) captures.emplace_back(r.name_capture, values_.literal(name));
      made = build(*r.row->value, captures);
      return true;
    }
  return false;
}

ValueId Fold::member(ValueId object, std::string_view name) {
  if (++steps_ > step_limit_ || depth_ >= max_depth) return cut();
  const Value v = values_[object];
  switch (v.kind) {
    case ValueKind::either: {
      std::vector<ValueId> all(values_.children(object).begin(), values_.children(object).end());
      for (ValueId& one : all) one = member(one, name);
      if (all.size() > 1) std::erase(all, ValueId{});
      return values_.either(all);
    }
    case ValueKind::module: return module_member(FileId{v.aux}, name);
    case ValueKind::type: {
      ClassRef type = program_.type(v.aux);
      if (ValueId found = class_member(type, name, {})) return found;
      if (ValueId handle = class_handle(type)) return member(handle, name);
      return values_.member(object, name);
    }
    case ValueKind::instance: {
      ClassRef type = program_.type(v.aux);
      if (ValueId found = class_member(type, name, object)) return found;
      if (ValueId handle = class_handle(type)) return member(bind_instance(handle, object), name);
      // A record made with named arguments: Point(x=1).x
      if (v.count == 2) {
        CallArguments made = unpack(values_, values_.child(object, 0), values_.child(object, 1));
        for (const auto& [n, a] : made.named)
          if (n == name) return a;
        const ProgramFile& f = program_.indexed(type.file);
        const CodeFile& c = *f.code;
        std::uint32_t at = 0;
        for (const Assignment& a : c.assignments) {
          if (Program::scope_of(c, a.block) != c.classes[type.type.index].body || !a.type) continue;
          if (c.text(a.target) == name)
            return at < made.positional.size() ? made.positional[at] : value(type.file, a.value, a.block);
          ++at;
        }
      }
      return values_.member(object, name);
    }
    case ValueKind::path: {
      const std::string_view own = values_.text(object);
      for (const std::string& language : packs_.languages()) {
        const RowTable& rows = packs_.rows(language);
        for (std::string_view end : {name, std::string_view("$")})
          if (ValueId made; rows.knows_end(end) && property(rows, dotted(own, end), name, made)) return made;
      }
      return values_.path(dotted(own, name));
    }
    case ValueKind::handle: return handle_member(object, object, name);
    case ValueKind::member: {
      ValueId root = object;
      while (values_[root].kind == ValueKind::member) root = values_.child(root, 0);
      return values_[root].kind == ValueKind::handle ? handle_member(root, object, name)
                                                     : values_.member(object, name);
    }
    case ValueKind::function:
      if (name == "bind" || name == "call" || name == "apply") return values_.member(object, name);
      return {};
    case ValueKind::literal:
      return name == "value" ? object
                             : ValueId{};  // Color.RED.value: an enumeration's member is its value here
    default: return values_.member(object, name);
  }
}

// handle.a.b: a property that a row knows, else a member to be asked again when more of the path is there.
ValueId Fold::handle_member(ValueId handle, ValueId object, std::string_view name) {
  ValueId whole = values_.member(object, name);
  for (const std::string& language : packs_.languages())
    for (const RowMatch& m : matches(whole, {}, "", language)) {
      if (m.any_receiver) continue;
      if (!m.compiled->gives.empty()) return handle_with(m.compiled->gives, handle, m.captures, {});
      if (m.compiled->row && m.compiled->row->value) return build(*m.compiled->row->value, m.captures);
    }
  // answer["Value"] where the answer was known later than the key
  for (const std::string& language : packs_.languages())
    for (const RowMatch& m : matches(object, {{values_.literal(name)}, {}}, "[]", language)) {
      if (m.any_receiver) continue;
      if (!m.compiled->gives.empty()) return handle_with(m.compiled->gives, handle, m.captures, {});
      if (m.compiled->row && m.compiled->row->value) return build(*m.compiled->row->value, m.captures);
    }
  return whole;
}

ValueId Fold::as_text(ValueId v) {
  return values_.rewrite(v, [&](ValueId one) {
    if (values_[one].kind != ValueKind::handle) return one;
    const ValueId text = handle_member(one, one, "#text");
    return values_[text].kind == ValueKind::member ? one : text;
  });
}

ValueId Fold::index(ValueId object, ValueId key) {
  const Value k = values_[key];
  if (k.kind == ValueKind::either) {
    std::vector<ValueId> all(values_.children(key).begin(), values_.children(key).end());
    for (ValueId& one : all) one = index(object, one);
    return values_.either(all);
  }
  if (k.kind == ValueKind::literal) {
    std::string word(values_.text(key));
    const Value o = values_[object];
    if (o.kind == ValueKind::list && !word.empty() &&
        word.find_first_not_of("0123456789") == std::string::npos && word.size() < 6) {
      auto at = static_cast<std::uint32_t>(std::stoul(word));
      return at < o.count ? values_.child(object, at) : ValueId{};
    }
    if (!word.empty() && word.find_first_not_of("0123456789") == std::string::npos &&
        o.kind != ValueKind::object)
      return values_.element(object);
    return member(object, word);
  }
  // Any entry: a table of constants looked up by a key that only a request knows.
  const Value o = values_[object];
  if (o.kind == ValueKind::object) {
    std::vector<ValueId> all;
    for (std::uint32_t i = 0; i + 1 < o.count; i += 2) all.push_back(values_.child(object, i + 1));
    return values_.either(all);
  }
  return values_.element(object);
}

ValueId Fold::class_member(ClassRef type, std::string_view name, ValueId self, int depth) {
  if (depth > 8 || depth_ >= max_depth) return cut();
  ProgramFile& f = program_.indexed(type.file);
  const CodeFile& c = *f.code;
  const Class& k = c.classes[type.type.index];
  StringId id = c.strings.find(name);
  ++depth_;
  ValueId made{};
  if (id && k.body) {
    if (const auto assigned = f.assigned.find(Program::key(k.body, id)); !assigned.empty()) {
      std::vector<ValueId> all;
      for (std::uint32_t i : assigned) {
        const Assignment& a = c.assignments[i];
        if (a.value) all.push_back(value(type.file, a.value, a.block));
      }
      if (all.size() > 1) std::erase(all, null_);
      made = values_.either(all);
      if (values_[made].kind == ValueKind::function && self) {
        FunctionRef fn = program_.function(values_[made].aux);
        if (program_[fn].is_getter) {
          made = bind_instance(returns(fn), self);
        } else if (!program_[fn].is_static) {
          const ValueId bound[] = {self};
          made = values_.code(ValueKind::function, values_[made].aux, bound);
        }
      }
    }
    if (!made || made == null_)
      if (const auto fields = f.fields.find(type.type.index); !fields.empty()) {
        std::vector<ValueId> all;
        for (std::uint32_t i : fields) {
          const Assignment& a = c.assignments[i];
          if (c[a.target].kind != ExprKind::member || c[a.target].text != id ||
              c[c.child(a.target, 0)].kind != ExprKind::self)
            continue;
          if (a.kind == AssignmentKind::append || a.kind == AssignmentKind::extend) continue;
          ValueId v = assigned_value(f, a);
          if (v && v != null_ && all.size() < 32) all.push_back(v);
        }
        if (!all.empty()) made = values_.either(all);
        if (made && self) made = bind_instance(made, self);
      }
  }
  if (!made || made == null_) {
    const BlockId body = c.functions[file_function.index].body;
    for (std::uint32_t i = 0; i < k.bases.count && (!made || made == null_); ++i) {
      ValueId base = value(type.file, c.annotations[k.bases.first + i], body);
      if (values_[base].kind == ValueKind::type && values_[base].aux != program_.number(type))
        made = class_member(program_.type(values_[base].aux), name, self, depth + 1);
    }
  }
  // An interface or abstract class: what its implementations in the tree do.
  if ((!made || made == null_) && self && depth == 0 && values_[self].kind == ValueKind::instance &&
      values_[self].aux == program_.number(type)) {
    std::vector<ValueId> all;
    const auto& below = subclasses(type);
    if (below.size() <= 4)
      for (ClassRef s : below)
        if (ValueId v =
                class_member(s, name, values_.code(ValueKind::instance, program_.number(s)), depth + 1))
          all.push_back(v);
    made = values_.either(all);
  }
  --depth_;
  return made == null_ ? ValueId{} : made;
}

const std::vector<ClassRef>& Fold::subclasses(ClassRef type) {
  if (!has_subclasses_) {
    has_subclasses_ = true;
    for (ProgramFile& f : program_.files()) {
      const CodeFile& c = *f.code;
      const BlockId body = c.functions[file_function.index].body;
      for (std::uint32_t i = 1; i < c.classes.size(); ++i)
        for (std::uint32_t b = 0; b < c.classes[i].bases.count; ++b) {
          ValueId base = value(f.file, c.annotations[c.classes[i].bases.first + b], body);
          if (values_[base].kind == ValueKind::type)
            subclasses_[program_.type(values_[base].aux)].push_back({f.file, ClassId{i}});
        }
    }
  }
  static const std::vector<ClassRef> none;
  auto at = subclasses_.find(type);
  return at == subclasses_.end() ? none : at->second;
}

FunctionRef Fold::constructor(ClassRef type) {
  auto [known, fresh] = constructors_.try_emplace(program_.number(type));
  if (!fresh) return known->second;
  FunctionRef made = find_constructor(type);
  constructors_[program_.number(type)] = made;
  return made;
}

FunctionRef Fold::find_constructor(ClassRef type) {
  for (int depth = 0; depth < 8; ++depth) {
    const CodeFile& c = *program_.file(type.file)->code;
    const auto& constructors = program_.indexed(type.file).constructors;
    if (auto own = constructors.find(type.type.index); own != constructors.end())
      return {type.file, own->second};
    const Class& k = c.classes[type.type.index];
    ClassRef next{};
    for (std::uint32_t b = 0; b < k.bases.count && !next.file; ++b) {
      ValueId base =
          value(type.file, c.annotations[k.bases.first + b], c.functions[file_function.index].body);
      if (values_[base].kind == ValueKind::type) next = program_.type(values_[base].aux);
    }
    if (!next.file) return {};
    type = next;
  }
  return {};
}

ValueId Fold::self_of(ClassRef type) {
  FunctionRef made = constructor(type);
  const std::uint32_t number = program_.number(type);
  if (!made.file) return values_.code(ValueKind::instance, number);
  const Function& fn = program_[made];
  const CodeFile& c = *program_.file(made.file)->code;
  CallArguments own;
  for (std::uint32_t i = 0; i < fn.parameters.count; ++i)
    if (c.parameters[fn.parameters.first + i].kind != ParameterKind::receiver)
      own.positional.push_back(values_.parameter(program_.number(made), i));
  auto [list, object] = pack(own);
  const ValueId both[] = {list, object};
  return values_.code(ValueKind::instance, number, both);
}

// A class that extends a library's class: the thing that a row makes of it.
ValueId Fold::class_handle(ClassRef type) {
  const std::uint32_t number = program_.number(type);
  if (auto known = class_handles_.find(number); known != class_handles_.end()) return known->second;
  if (!running_handles_.insert(number).second) return cut();
  ValueId made{};
  const CodeFile& c = *program_.file(type.file)->code;
  const Class& k = c.classes[type.type.index];
  const BlockId body = c.functions[file_function.index].body;
  for (std::uint32_t b = 0; b < k.bases.count && !made; ++b) {
    ValueId base = value(type.file, c.annotations[k.bases.first + b], body);
    std::string path;
    if (values_[base].kind == ValueKind::path) path = values_.text(base);
    if (values_[base].kind == ValueKind::type) made = class_handle(program_.type(values_[base].aux));
    for (const auto& [root, row] : packs_.rows(language_of(type.file)).subclasses()) {
      const bool direct = root == path;
      const bool inherited = made && values_.text(made) == row.gives;
      if (!direct && !inherited) continue;
      mark(*row.row);
      Captures captures;
      for (const auto& [attribute, spec] : row.row->where_attributes) {
        ValueId at = values_.code(ValueKind::type, number);
        std::string_view rest = attribute;
        while (!rest.empty()) {
          std::size_t dot = rest.find('.');
          at = values_[at].kind == ValueKind::type
                   ? class_member(program_.type(values_[at].aux), rest.substr(0, dot), {})
                   : member(at, rest.substr(0, dot));
          rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
        }
        if (at && !spec.parts.empty()) captures.emplace_back(spec.parts[0].capture, at);
      }
      captures.emplace_back("class", values_.literal(c.strings.text(k.name)));
      made = handle_with(row.gives, {}, captures, {});
      break;
    }
  }
  running_handles_.erase(number);
  class_handles_[number] = made;
  return made;
}

}  // namespace demarc
