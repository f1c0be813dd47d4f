// Members and entries of values, and classes: their attributes, bases, constructors and implementations.
#include <algorithm>
#include <utility>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {
constexpr std::string_view type_name = "#type-name";  // in rows: `$event.#type-name`
constexpr std::string_view path_name = "#path";       // in rows: `$resource.#path`

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
  for (const CompiledRow& r : *some) {
    if (!r.row) continue;
    // A class stays the class: what is given is a thing of it, for those that are declared with it.
    const bool gives_thing = !r.gives.empty() && !name.empty() && name[0] >= 'a' && name[0] <= 'z';
    if (!r.row->value && !gives_thing) continue;
    mark(*r.row);
    Captures captures;
    if (!r.name_capture.empty()) captures.emplace_back(r.name_capture, values_.literal(name));
    made = r.row->value ? build(*r.row->value, captures)
                        : handle_with(r.gives, {}, given_by({&r, captures, false}), {});
    return true;
  }
  return false;
}

// What the type of a thing is called, without its package; 0 where that is not known.
ValueId Fold::name_of_type(ValueId thing) {
  while (values_[thing].kind == ValueKind::result && values_[thing].count > 0)
    thing = values_.child(thing, 0);
  const Value v = values_[thing];
  if (v.kind == ValueKind::instance || v.kind == ValueKind::type)
    return class_text(program_.type(v.aux), false);
  if (v.kind != ValueKind::literal && !is_class_path(thing)) return {};
  const std::string_view text = values_.text(thing);  // of a literal: the full name of a class
  return values_.literal(std::string(text.substr(text.rfind('.') + 1)));
}

// What annotations put before the paths of a class, behind that of the class it stands in; 0 for nothing.
ValueId Fold::path_of_class(ClassRef type, int depth) {
  ProgramFile& f = program_.indexed(type.file);
  const Class& k = program_[type];
  ValueId own{};
  each_annotation(f, k.annotations, type.type, [&](const RowMatch& m, ExprId) {
    if (m.compiled->row->class_prefix) own = build(*m.compiled->row->class_prefix, m.captures);
  });
  const Function& around = f.code->functions[k.scope.index];
  constexpr int deepest = 8;
  if (!own || depth >= deepest || !around.is_class_body || !around.owner) return own;
  const ValueId outer = path_of_class({type.file, around.owner}, depth + 1);
  if (!outer) return own;
  const bool is_parted = values_.is_literal(own) && values_.text(own).starts_with('/');
  const ValueId parts[] = {outer, values_.literal(is_parted ? "" : "/"), own};
  return values_.concat(parts);
}

ValueId Fold::member(ValueId object, std::string_view name) {
  if (++steps_ > step_limit_ || depth_ >= max_depth) return cut();
  const Value v = values_[object];
  if (name == type_name)
    if (const ValueId known = name_of_type(object)) return known;
  if (name == path_name && (v.kind == ValueKind::instance || v.kind == ValueKind::type))
    return path_of_class(program_.type(v.aux), 0);
  switch (v.kind) {
    case ValueKind::list:
      if (!name.empty() && name.size() < 6 && name.find_first_not_of("0123456789") == std::string_view::npos)
        return index(object, values_.literal(name));
      return values_.member(object, name);
    case ValueKind::either: {
      std::vector<ValueId> all(values_.children(object).begin(), values_.children(object).end());
      for (ValueId& one : all) one = member(one, name);
      if (all.size() > 1) std::erase(all, ValueId{});
      return values_.either(all);
    }
    case ValueKind::module: return module_member(FileId{v.aux}, name);
    case ValueKind::type: {
      ClassRef type = program_.type(v.aux);
      if (ValueId found = class_member(type, name, {})) return held(found, object);
      // What a class is called: for one that is stored, the class itself says more.
      if (name == "__name__" || (name == "name" && language_of(type.file) == "ecmascript"))
        return is_mapped(type) ? object : class_text(type, false);
      if (ValueId handle = class_handle(type)) return member(handle, name);
      return values_.member(object, name);
    }
    case ValueKind::instance: {
      ClassRef type = program_.type(v.aux);
      if (name == "__name__") return values_.member(object, name);  // of the class that it turns out to be
      if (ValueId found = class_member(type, name, object)) {
        if (!is_abstract(found)) return found;
        // Nobody wrote it: the library does.
        const ValueId handle = class_handle(type);
        if (!handle) return found;
        const ValueId both[] = {member(handle, name), found};
        return values_.either(both);
      }
      if (ValueId handle = class_handle(type)) {
        handle = bind_instance(handle, object);
        if (v.count == 2)  // a thing that another class holds
          if (bool is_held = false;
              const ValueId of = values_.entry(values_.child(object, 1), "#of", &is_held))
            handle = handle_with(values_.strings().text(values_[handle].text), handle, {{"type", of}}, {});
        return member(handle, name);
      }
      if (ValueId above = library_member(type, name)) return above;
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
      for (const Tongue& tongue : tongues_) {
        const RowTable& rows = *tongue.rows;
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

ValueId Fold::given_member(ProgramFile& f, ExprId e, ValueId object) {
  const CodeFile& c = *f.code;
  const ExprId root = c[e].count > 0 ? c.child(e, 0) : ExprId{};
  if (!root || c[root].kind != ExprKind::name) return {};
  std::vector<ValueId> all;
  for (std::uint32_t i : program_.indexed(f.file).given.find(Program::key(c[root].text, c[e].text))) {
    const Assignment& a = c.assignments[i];
    const bool is_its_own = c[a.target].begin <= c[e].begin && c[e].end <= c[a.value].end;
    if (is_its_own || all.size() >= 8) continue;
    // Another variable may be called the same.
    if (value(f.file, c.child(a.target, 0), a.block) != object) continue;
    // Only things say more than the member does.
    const ValueId v = value(f.file, a.value, a.block);
    if (values_[v].kind == ValueKind::handle || values_[v].kind == ValueKind::instance) all.push_back(v);
  }
  return values_.either(all);
}

// handle.a.b: a property that a row knows, else a member to be asked again when more of the path is there.
ValueId Fold::handle_member(ValueId handle, ValueId object, std::string_view name) {
  ValueId whole = values_.member(object, name);
  for (const Tongue& one : tongues_)
    for (const RowMatch& m : matches(whole, {}, "", one.name)) {
      if (m.any_receiver) continue;
      if (!m.compiled->gives.empty()) return handle_with(m.compiled->gives, handle, given_by(m), {});
      if (m.compiled->row && m.compiled->row->value) return build(*m.compiled->row->value, m.captures);
    }
  // answer["Value"] where the answer was known later than the key
  std::string method("\1");
  ((method += values_.text(handle)) += '.') += name;
  method += "()";
  for (const Tongue& one : tongues_) {
    if (!has_rows(object, "[]", one.name)) continue;
    if (object == handle && one.rows->find(method)) continue;  // a method that a row knows
    for (const RowMatch& m : matches(object, {{values_.literal(name)}, {}}, "[]", one.name)) {
      if (m.any_receiver) continue;
      if (!m.compiled->gives.empty()) return handle_with(m.compiled->gives, handle, given_by(m), {});
      if (m.compiled->row && m.compiled->row->value) return build(*m.compiled->row->value, m.captures);
    }
  }
  return whole;
}

ValueId Fold::as_text(ValueId v) {
  return values_.rewrite(v, [&](ValueId one) {
    if (values_[one].kind == ValueKind::instance) {
      const ValueId name = enum_name(one, "toString");
      return name ? name : one;
    }
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
    if (o.kind == ValueKind::either) {
      std::vector<ValueId> all(values_.children(object).begin(), values_.children(object).end());
      for (ValueId& one : all) one = index(one, key);
      return values_.either(all);
    }
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
  const int arity = std::exchange(arity_, -1);
  if (depth > 8 || depth_ >= max_depth) return cut();
  ProgramFile& f = program_.indexed(type.file);
  const CodeFile& c = *f.code;
  const Class& k = c.classes[type.type.index];
  StringId id = c.strings.find(name);
  ++depth_;
  ValueId made{};
  // A field and a method may have the same name: who calls means the method.
  const auto is_method = [&](std::uint32_t i) { return c.assignments[i].kind == AssignmentKind::declare; };
  bool is_called = false;
  if (id && arity >= 0) {
    const auto assigned = f.assigned.find(Program::key(k.body, id));
    is_called = std::any_of(assigned.begin(), assigned.end(), is_method);
  }
  if (id && k.body && c.members_are_names && !is_called) made = field_value(type, id);
  else if (id && k.body && k.bases.count > 0 && !is_called) made = settings_field(type, id);
  if (!made && id && k.body) {
    if (const auto assigned = f.assigned.find(Program::key(k.body, id)); !assigned.empty()) {
      std::vector<ValueId> all, others;
      for (std::uint32_t i : assigned) {
        const Assignment& a = c.assignments[i];
        if (!a.value || (is_called && c.members_are_names && !is_method(i))) continue;
        const ValueId one = told(f, value(type.file, a.value, a.block), a.type);
        const bool is_fitting = arity < 0 || values_[one].kind != ValueKind::function ||
                                takes(program_.function(values_[one].aux), static_cast<std::size_t>(arity));
        (is_fitting ? all : others).push_back(one);
      }
      if (all.empty() || !c.members_are_names) all.insert(all.end(), others.begin(), others.end());
      if (all.size() > 1) std::erase(all, null_);
      for (ValueId& one : all) {
        if (values_[one].kind != ValueKind::function || !self) continue;
        FunctionRef fn = program_.function(values_[one].aux);
        if (program_[fn].is_getter) {
          one = bind_instance(returns(fn), self);
        } else if (!program_[fn].is_static) {
          const ValueId bound[] = {self};
          one = values_.code(ValueKind::function, values_[one].aux, bound);
        }
      }
      made = values_.either(all);
    }
    // A field that begins empty is what the constructor puts there.
    const bool begins_empty = c.members_are_names && values_.is_literal(made) && values_.text(made).empty();
    if (!made || made == null_ || begins_empty)
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
        // What a constructor puts in may say less than the field's own type.
        if (made && k.body && c.members_are_names)
          for (std::uint32_t i : f.assigned.find(Program::key(k.body, id)))
            if (c.assignments[i].type) made = told(f, made, c.assignments[i].type);
        if (made && self) made = bind_instance(made, self);
      }
  }
  if ((!made || made == null_) && id && k.body && c.members_are_names)
    for (std::uint32_t i : f.assigned.find(Program::key(k.body, id)))
      if (const ExprId declared = c.assignments[i].type; declared && (!made || made == null_))
        made =
            injected(f, declared_instance(type.file, declared), id, c.assignments[i].annotations, type.type);
  for (std::uint32_t i = 0; i < k.bases.count && (!made || made == null_ || is_abstract(made)); ++i) {
    const ValueId base = base_of(type, i);
    if (values_[base].kind != ValueKind::type || values_[base].aux == program_.number(type)) continue;
    arity_ = arity;
    const ValueId above = class_member(program_.type(values_[base].aux), name, self, depth + 1);
    arity_ = -1;
    if (above && !(made && is_abstract(above))) made = above;
  }
  // An interface or abstract class: what its implementations in the tree do.
  if ((!made || made == null_ || is_abstract(made)) && self && depth == 0 &&
      values_[self].kind == ValueKind::instance && values_[self].aux == program_.number(type)) {
    std::vector<ValueId> all;
    for (ClassRef s : all_below(type)) {
      arity_ = arity;
      const ValueId v =
          class_member(s, name, values_.code(ValueKind::instance, program_.number(s)), depth + 1);
      arity_ = -1;
      if (v && !is_abstract(v) && all.size() < Values::max_alternatives) all.push_back(v);
    }
    if (!all.empty()) made = values_.either(all);
  }
  --depth_;
  return made == null_ ? ValueId{} : made;
}

const std::vector<ClassRef>& Fold::subclasses(ClassRef type) {
  if (!has_subclasses_) {
    has_subclasses_ = true;
    for (ProgramFile& f : program_.files()) {
      const CodeFile& c = *f.code;
      for (std::uint32_t i = 1; i < c.classes.size(); ++i)
        for (std::uint32_t b = 0; b < c.classes[i].bases.count; ++b) {
          const ValueId base = base_of({f.file, ClassId{i}}, b);
          if (values_[base].kind == ValueKind::type)
            subclasses_[program_.type(values_[base].aux)].push_back({f.file, ClassId{i}});
        }
    }
  }
  static const std::vector<ClassRef> none;
  auto at = subclasses_.find(type);
  return at == subclasses_.end() ? none : at->second;
}

bool Fold::is_kind_of(ClassRef type, ClassRef base, int depth) {
  if (type == base) return true;
  if (depth >= max_depth) return false;
  const Class& k = program_.indexed(type.file).code->classes[type.type.index];
  for (std::uint32_t b = 0; b < k.bases.count; ++b) {
    const ValueId above = base_of(type, b);
    if (values_[above].kind == ValueKind::type &&
        is_kind_of(program_.type(values_[above].aux), base, depth + 1))
      return true;
  }
  return false;
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
      return {type.file, own->second[0]};
    const Class& k = c.classes[type.type.index];
    ClassRef next{};
    for (std::uint32_t b = 0; b < k.bases.count && !next.file; ++b) {
      const ValueId base = base_of(type, b);
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
  for (std::uint32_t b = 0; b < k.bases.count && !made; ++b) {
    const ValueId base = base_of(type, b);
    std::string path;
    if (values_[base].kind == ValueKind::path || values_[base].kind == ValueKind::handle)
      path = values_.text(base);
    if (values_[base].kind == ValueKind::type) made = class_handle(program_.type(values_[base].aux));
    for (const auto& [root, row] : packs_.rows(language_of(type.file)).subclasses()) {
      Captures by_name;
      const bool direct = row.is_base_by_name() ? base_by_name(row, path, by_name) : root == path;
      bool inherited = made && values_.text(made) == row.gives;
      // What the names say of a base holds for what extends it.
      if (inherited && !direct && row.is_base_by_name()) {
        const auto above = class_rows_.find(values_[base].aux);
        inherited = above != class_rows_.end() && above->second.compiled == &row;
        if (inherited) by_name = above->second.captures;
      }
      if (!direct && !inherited) continue;
      mark(*row.row);
      Captures captures = captures_of(base);
      for (const auto& one : type_captures(type, b, row.type_arguments)) captures.push_back(one);
      captures.insert(captures.begin(), by_name.begin(), by_name.end());
      add_attributes(type, *row.row, captures);
      captures.emplace_back("class", values_.literal(c.strings.text(k.name)));
      captures.emplace_back("type", values_.code(ValueKind::type, number));
      class_rows_[number] = {&row, captures, false};
      made = row.gives.empty() ? null_ : handle_with(row.gives, {}, captures, {});
      break;
    }
  }
  running_handles_.erase(number);
  if (made == null_) made = {};
  class_handles_[number] = made;
  return made;
}

// Whether the last names of a base's path are written as the row says, and what they are captured as.
bool Fold::base_by_name(const CompiledRow& row, std::string_view path, Captures& captures) {
  for (std::size_t i = row.suffix.size(); i-- > 0;) {
    if (path.empty()) return false;
    const std::string_view name = path.substr(path.rfind('.') + 1);
    const auto meant = row.suffix[i].read(name);
    if (!meant) return false;
    if (!row.suffix[i].capture.empty()) captures.emplace_back(row.suffix[i].capture, values_.literal(*meant));
    path.remove_suffix(std::min(path.size(), name.size() + 1));
  }
  if (!row.receiver_capture.empty()) captures.emplace_back(row.receiver_capture, values_.path(path));
  return true;
}

ValueId Fold::handed_up(ClassRef type, std::string_view which) {
  const FunctionRef made = constructor(type);
  if (!made.file || program_[made].owner != type.type || made.file != type.file) return {};
  const ExprId call = handed_on(made);
  const CodeFile& c = *program_.file(made.file)->code;
  if (!call || c[c.child(call, 0)].kind != ExprKind::super) return {};
  const CallArguments given = arguments(made.file, call, program_[made].body);
  for (const auto& [name, v] : given.named)
    if (name == which) return v;
  const std::size_t at = which.size() == 1 && which[0] >= '0' && which[0] <= '9'
                             ? static_cast<std::size_t>(which[0] - '0')
                             : given.positional.size();
  return at < given.positional.size() ? given.positional[at] : ValueId{};
}

// What base number `b` of a class is given as type arguments; a base of the tree hands on what it was given
// itself, where that is more than its own parameter.
Captures Fold::type_captures(ClassRef type, std::uint32_t b, const std::vector<std::string>& names) {
  Captures captures;
  const CodeFile& c = *program_.file(type.file)->code;
  const ExprId base = c.annotations[c.classes[type.type.index].bases.first + b];
  const ValueId above = base_of(type, b);
  const Captures* inherited = nullptr;
  if (values_[above].kind == ValueKind::type)
    if (auto at = class_rows_.find(values_[above].aux); at != class_rows_.end())
      inherited = &at->second.captures;
  std::vector<ExprId> arguments;  // Base<A> and Base<A, B>
  if (c[base].kind == ExprKind::index && c[base].count > 1) {
    const ExprId given = c.child(base, 1);
    if (c[given].kind != ExprKind::list) arguments.push_back(given);
    else
      for (std::uint32_t i = 0; i < c[given].count; ++i) arguments.push_back(c.child(given, i));
  }
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) continue;
    ValueId argument{};
    if (inherited)
      for (const auto& [word, v] : *inherited)
        if (word == names[i] && values_[v].kind == ValueKind::type) argument = v;
    if (!argument && i < arguments.size())
      argument = value(type.file, arguments[i], type_block(c, c[base].begin));
    if (argument) captures.emplace_back(names[i], argument);
  }
  return captures;
}

const RowMatch* Fold::class_row(ClassRef type) {
  class_handle(type);
  auto at = class_rows_.find(program_.number(type));
  return at == class_rows_.end() ? nullptr : &at->second;
}

}  // namespace demarc
