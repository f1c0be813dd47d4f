// Members, calls, parameters and classes of values; and how rows match them.
#include <algorithm>
#include <utility>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {
constexpr std::uint32_t parameter_function(std::uint32_t aux) { return aux >> 8; }
constexpr std::uint32_t parameter_index(std::uint32_t aux) { return aux & 255; }
}  // namespace

CallArguments Fold::unpack(Values& values, ValueId list, ValueId object) {
  CallArguments all;
  if (values[list].kind == ValueKind::list)
    all.positional.assign(values.children(list).begin(), values.children(list).end());
  if (values[object].kind == ValueKind::object)
    for (std::uint32_t i = 0; i + 1 < values[object].count; i += 2)
      all.named.emplace_back(values.text(values.child(object, i)), values.child(object, i + 1));
  return all;
}

std::pair<ValueId, ValueId> Fold::pack(const CallArguments& arguments) {
  std::vector<ValueId> named;
  for (const auto& [name, v] : arguments.named) {
    named.push_back(values_.literal(name));
    named.push_back(v);
  }
  return {values_.list(arguments.positional), values_.object(named)};
}

// ---- members

ValueId Fold::member(ValueId object, std::string_view name) {
  if (++steps_ > step_limit_ || depth_ >= max_depth) return {};
  const Value v = values_[object];
  const std::string word(name);
  switch (v.kind) {
    case ValueKind::either: {
      std::vector<ValueId> all(values_.children(object).begin(), values_.children(object).end());
      for (ValueId& one : all) one = member(one, word);
      if (all.size() > 1) std::erase(all, ValueId{});
      return values_.either(all);
    }
    case ValueKind::module: return module_member(FileId{v.aux}, word);
    case ValueKind::type: {
      ClassRef type = program_.type(v.aux);
      if (ValueId found = class_member(type, word, {})) return found;
      if (ValueId handle = class_handle(type)) return member(handle, word);
      return values_.member(object, word);
    }
    case ValueKind::instance: {
      ClassRef type = program_.type(v.aux);
      if (ValueId found = class_member(type, word, object)) {
        if (!is_abstract(found)) return found;
        // Nobody wrote it: the library does.
        const ValueId handle = class_handle(type);
        if (!handle) return found;
        const ValueId both[] = {member(handle, word), found};
        return values_.either(both);
      }
      if (ValueId handle = class_handle(type)) return member(bind_instance(handle, object), word);
      if (ValueId above = library_member(type, word)) return above;
      // A record made with named arguments: Point(x=1).x
      if (v.count == 2) {
        CallArguments made = unpack(values_, values_.child(object, 0), values_.child(object, 1));
        for (const auto& [n, a] : made.named)
          if (n == word) return a;
        const ProgramFile& f = program_.indexed(type.file);
        const CodeFile& c = *f.code;
        std::uint32_t at = 0;
        for (const Assignment& a : c.assignments) {
          if (Program::scope_of(c, a.block) != c.classes[type.type.index].body || !a.type) continue;
          if (c.text(a.target) == word)
            return at < made.positional.size() ? made.positional[at] : value(type.file, a.value, a.block);
          ++at;
        }
      }
      return values_.member(object, word);
    }
    case ValueKind::path: {
      std::string path = std::string(values_.text(object)) + "." + word;
      if (std::size_t at = path.find(".default."); at != std::string::npos) path.erase(at, 8);
      for (const std::string& language : packs_.languages())
        for (const std::string& key : {path, std::string(values_.text(object)) + ".$"})
          if (const auto* rows = packs_.rows(language).find(key))
            for (const CompiledRow& r : *rows)
              if (r.row && r.row->value) {
                mark(*r.row);
                Captures captures;
                if (!r.name_capture.empty()) captures.emplace_back(r.name_capture, values_.literal(word));
                return build(*r.row->value, captures);
              }
      return values_.path(path);
    }
    case ValueKind::handle: return handle_member(object, object, word);
    case ValueKind::member: {
      ValueId root = object;
      while (values_[root].kind == ValueKind::member) root = values_.child(root, 0);
      return values_[root].kind == ValueKind::handle ? handle_member(root, object, word)
                                                     : values_.member(object, word);
    }
    case ValueKind::function:
      if (word == "bind" || word == "call" || word == "apply") return values_.member(object, word);
      return {};
    case ValueKind::literal:
      return word == "value" ? object
                             : ValueId{};  // Color.RED.value: an enumeration's member is its value here
    default: return values_.member(object, word);
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
  if (depth > 8 || depth_ >= max_depth) return {};
  ProgramFile& f = program_.indexed(type.file);
  const CodeFile& c = *f.code;
  const Class& k = c.classes[type.type.index];
  StringId id = c.strings.find(name);
  ++depth_;
  ValueId made{};
  // A field and a method may have the same name: who calls means the method.
  auto is_method = [&](std::uint32_t i) { return c.assignments[i].kind == AssignmentKind::declare; };
  bool is_called = false;
  if (id && arity >= 0)
    if (auto at = f.assigned.find(Program::key(k.body, id)); at != f.assigned.end())
      is_called = std::any_of(at->second.begin(), at->second.end(), is_method);
  if (id && k.body && c.members_are_names && !is_called) made = field_value(type, id);
  if (!made && id && k.body) {
    if (auto at = f.assigned.find(Program::key(k.body, id)); at != f.assigned.end()) {
      std::vector<ValueId> all, others;
      for (std::uint32_t i : at->second) {
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
    if (!made || made == null_)
      if (auto at = f.fields.find(type.type.index); at != f.fields.end()) {
        std::vector<ValueId> all;
        for (std::uint32_t i : at->second) {
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
  if ((!made || made == null_) && id && k.body && c.members_are_names)
    if (auto at = f.assigned.find(Program::key(k.body, id)); at != f.assigned.end())
      for (std::uint32_t i : at->second)
        if (const ExprId declared = c.assignments[i].type; declared && (!made || made == null_))
          made = declared_instance(type.file, declared);
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
  if (!running_handles_.insert(number).second) return {};
  ValueId made{};
  const CodeFile& c = *program_.file(type.file)->code;
  const Class& k = c.classes[type.type.index];
  for (std::uint32_t b = 0; b < k.bases.count && !made; ++b) {
    const ValueId base = base_of(type, b);
    std::string path;
    if (values_[base].kind == ValueKind::path) path = values_.text(base);
    if (values_[base].kind == ValueKind::type) made = class_handle(program_.type(values_[base].aux));
    for (const auto& [root, row] : packs_.rows(language_of(type.file)).subclasses()) {
      const bool direct = root == path;
      const bool inherited = made && values_.text(made) == row.gives;
      if (!direct && !inherited) continue;
      mark(*row.row);
      Captures captures = type_captures(type, b, row.type_arguments);
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

// ---- parameters

void Fold::parameter_owners(ValueId v, std::vector<std::uint32_t>& functions) {
  if (!has_parameters(v)) return;
  if (values_[v].kind == ValueKind::parameter) {
    std::uint32_t f = parameter_function(values_[v].aux);
    if (std::find(functions.begin(), functions.end(), f) == functions.end()) functions.push_back(f);
  }
  const std::uint32_t count = values_[v].count;
  for (std::uint32_t i = 0; i < count; ++i) parameter_owners(values_.child(v, i), functions);
}

// Replaces parameters, and does again what they had kept open: calls and members of what is known now.
ValueId Fold::bind(ValueId v, const std::unordered_map<ValueId, ValueId>& to) {
  std::unordered_map<ValueId, ValueId> memo;
  auto walk = [&](auto&& self, ValueId at) -> ValueId {
    if (!has_parameters(at) || ++steps_ > step_limit_) return at;
    if (auto known = memo.find(at); known != memo.end()) return known->second;
    const Value x = values_[at];
    ValueId made = at;
    if (x.kind == ValueKind::parameter) {
      if (auto swap = to.find(at); swap != to.end()) made = swap->second;
    } else {
      std::vector<ValueId> own;
      bool changed = false;
      for (std::uint32_t i = 0; i < x.count; ++i) {
        ValueId c = values_.child(at, i);
        const Value callee = values_[c];
        if (i == 0 && x.kind == ValueKind::result && callee.kind == ValueKind::member && callee.count == 1 &&
            x.count >= 3) {
          // What is called, with so many arguments.
          const ValueId object = values_.child(c, 0), bound = self(self, object);
          if (bound != object) {
            const std::uint32_t given =
                values_[values_.child(at, 1)].count + values_[values_.child(at, 2)].count / 2;
            arity_ = static_cast<int>(given);
            own.push_back(member(bound, values_.strings().text(callee.text)));
            arity_ = -1;
            changed = true;
            continue;
          }
        }
        own.push_back(self(self, c));
        changed |= own.back() != c;
      }
      if (changed) switch (x.kind) {
          case ValueKind::concat: made = sum(own); break;
          case ValueKind::either:
            if (own.size() > 1) std::erase(own, null_);
            made = values_.either(own);
            break;
          case ValueKind::list: made = values_.list(own); break;
          case ValueKind::object: made = values_.object(own); break;
          case ValueKind::element: made = values_.element(own[0]); break;
          case ValueKind::member: made = member(own[0], values_.strings().text(x.text)); break;
          case ValueKind::setting:
            made =
                values_.setting(values_.strings().text(x.text), own[0], own.size() > 1 ? own[1] : ValueId{});
            break;
          case ValueKind::handle: made = values_.handle(values_.strings().text(x.text), own[0]); break;
          case ValueKind::reference:
            made = values_.reference(values_.strings().text(x.text), values_.text(own[0]));
            break;
          case ValueKind::result: {
            CallArguments args = own.size() >= 3 ? unpack(values_, own[1], own[2]) : CallArguments{};
            const Value callee = values_[values_.child(at, 0)];
            if (callee.kind == ValueKind::member && callee.count == 1) {
              ValueId object = self(self, values_.child(values_.child(at, 0), 0));
              if (ValueId made_text = text_method(object, values_.strings().text(callee.text), args)) {
                made = made_text;
                break;
              }
            }
            made = apply(own[0], args, {}, {});
            // What it was declared to be, where that is all that can be told.
            if (own.size() == 4 &&
                (!made || (values_[made].kind == ValueKind::result && !has_parameters(made))))
              made = own[3];
            break;
          }
          case ValueKind::function:
          case ValueKind::type:
          case ValueKind::instance:
          case ValueKind::module: made = values_.code(x.kind, x.aux, own); break;
          default: break;
        }
    }
    memo.emplace(at, made);
    return made;
  };
  if (depth_ >= max_depth) return {};
  ++depth_;
  ValueId made = walk(walk, v);
  --depth_;
  return made;
}

ValueId Fold::substitute(ValueId v, FunctionRef function, const CallArguments& arguments, ValueId receiver) {
  if (!has_parameters(v)) return v;
  const Function& fn = program_[function];
  const CodeFile& c = *program_.file(function.file)->code;
  const std::uint32_t number = program_.number(function);
  std::unordered_map<ValueId, ValueId> to;
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < fn.parameters.count; ++i) {
    const Parameter& p = c.parameters[fn.parameters.first + i];
    const std::string_view name = c.strings.text(p.name);
    ValueId given{};
    bool has = false;
    if (p.kind == ParameterKind::receiver) {
      if (receiver) {
        given = receiver;
        has = true;
      } else if (!fn.is_constructor && !fn.is_class_method && next < arguments.positional.size()) {
        given = arguments.positional[next++];
        has = true;
      }
    } else if (p.kind == ParameterKind::rest) {
      std::vector<ValueId> rest;
      while (next < arguments.positional.size()) rest.push_back(arguments.positional[next++]);
      given = values_.list(rest);
      has = true;
    } else if (p.kind == ParameterKind::rest_map) {
      std::vector<ValueId> rest;
      for (const auto& [n, a] : arguments.named) {
        rest.push_back(n == "**" ? ValueId{} : values_.literal(n));
        rest.push_back(a);
      }
      given = values_.object(rest);
      has = true;
    } else {
      for (const auto& [n, a] : arguments.named)
        if (n == name) {
          given = a;
          has = true;
        }
      if (!has && next < arguments.positional.size()) {
        given = arguments.positional[next++];
        has = true;
      }
      if (!has)
        for (const auto& [n, a] : arguments.named)
          if (n == "**") {
            given = member(a, name);
            has = true;
          }
    }
    if (!has && p.default_value) {
      given = value(function.file, p.default_value, fn.body);
      has = true;
    }
    // An argument that nobody gave stays open only as unknown: the parameter itself must not leak into the
    // caller.
    to.emplace(values_.parameter(number, i), has ? given : ValueId{});
  }
  if (fn.owner)
    to.emplace(values_.parameter(number, self_index),
               receiver
                   ? receiver
                   : values_.code(ValueKind::instance, program_.number(ClassRef{function.file, fn.owner})));
  return bind(v, to);
}

ValueId Fold::substitute_constructor(ValueId v, ClassRef type, const CallArguments& arguments) {
  const FunctionRef made = program_.file(type.file)->code->members_are_names
                               ? constructor(type, arguments.positional.size() + arguments.named.size())
                               : constructor(type);
  return made.file ? through_constructor(v, made, arguments, 0) : v;
}

ValueId Fold::bind_instance(ValueId v, ValueId self) {
  if (values_[self].kind != ValueKind::instance || !has_parameters(v)) return v;
  ClassRef type = program_.type(values_[self].aux);
  if (values_[self].count != 2 || self == self_of(type)) return v;
  return substitute_constructor(v, type, unpack(values_, values_.child(self, 0), values_.child(self, 1)));
}

ValueId Fold::close_parameters(ValueId v, bool only_injected) {
  if (!has_parameters(v)) return v;
  std::vector<std::uint32_t> owners;
  parameter_owners(v, owners);
  std::unordered_map<ValueId, ValueId> to;
  for (std::uint32_t number : owners) {
    FunctionRef f = program_.function(number);
    const Function& fn = program_[f];
    const CodeFile& c = *program_.file(f.file)->code;
    if (only_injected && !(fn.is_constructor && c.members_are_names)) continue;
    if (fn.owner)
      to.emplace(values_.parameter(number, self_index),
                 values_.code(ValueKind::instance, program_.number(ClassRef{f.file, fn.owner})));
    for (std::uint32_t i = 0; i < fn.parameters.count; ++i) {
      const Parameter& p = c.parameters[fn.parameters.first + i];
      ValueId made = annotated(*program_.file(f.file), p.annotations, fn.owner);
      if (!made && fn.parameters.count == 1)
        made = annotated(*program_.file(f.file), fn.annotations, fn.owner);  // of a setter
      if (!made && p.default_value) made = value(f.file, p.default_value, fn.body);
      if (!made || made == null_ || has_parameters(made))
        made = p.type ? declared_instance(f.file, p.type) : ValueId{};
      if (!made) continue;  // stays a parameter: an open value of its own, not nothing
      to.emplace(values_.parameter(number, i), made);
    }
  }
  return to.empty() ? v : bind(v, to);
}

// ---- calls

ValueId Fold::returns(FunctionRef fn) {
  const std::uint32_t number = program_.number(fn);
  if (auto known = returns_memo_.find(number); known != returns_memo_.end()) return known->second;
  if (!running_returns_.insert(number).second) return {};
  ProgramFile& f = program_.indexed(fn.file);
  std::vector<ValueId> all;
  for (std::uint32_t i : f.returns[fn.function.index]) {
    if (all.size() >= 32) break;
    const Return& r = f.code->returns[i];
    if (r.value) all.push_back(value(fn.file, r.value, r.block));
  }
  if (all.size() > 1) std::erase(all, null_);
  ValueId made = told(f, values_.either(all), program_[fn].return_type);
  running_returns_.erase(number);
  returns_memo_[number] = made;
  return made;
}

std::vector<Fold::Target> Fold::targets(ValueId callee, int arguments) {
  std::vector<Target> all;
  auto add = [&](auto&& self, ValueId v, int depth) -> void {
    if (arguments >= 0) v = fitting(v, static_cast<std::size_t>(arguments));
    const Value x = values_[v];
    if (all.size() >= 8 || depth > 4) return;
    switch (x.kind) {
      case ValueKind::function:
        all.push_back({program_.function(x.aux), x.count ? values_.child(v, 0) : ValueId{}});
        break;
      case ValueKind::either:
        for (std::uint32_t i = 0; i < x.count; ++i) self(self, values_.child(v, i), depth + 1);
        break;
      case ValueKind::instance:  // cls(...)
      case ValueKind::type: {
        const ClassRef type = program_.type(x.aux);
        const FunctionRef made =
            arguments < 0 ? constructor(type) : constructor(type, static_cast<std::size_t>(arguments));
        if (made.file) all.push_back({made, {}});
        break;
      }
      case ValueKind::module: self(self, module_member(FileId{x.aux}, "default"), depth + 1); break;
      case ValueKind::member:
        if (has_parameters(v)) {
          ValueId object = values_.child(v, 0), closed = close_parameters(object);
          if (closed != object) self(self, member(closed, std::string(values_.text(v))), depth + 1);
        } else if (x.count == 1 && values_[values_.child(v, 0)].kind == ValueKind::function) {
          self(self, values_.child(v, 0), depth + 1);  // f.bind(x), f.call(x)
        }
        break;
      default: break;
    }
  };
  add(add, callee, 0);
  return all;
}

ValueId Fold::apply(ValueId callee, const CallArguments& arguments, std::string_view site,
                    std::string_view language) {
  if (++steps_ > step_limit_ || depth_ >= max_depth) return {};
  callee = fitting(callee, arguments.positional.size() + arguments.named.size());
  const Value x = values_[callee];
  switch (x.kind) {
    case ValueKind::unknown: return {};
    case ValueKind::either: {
      std::vector<ValueId> all(values_.children(callee).begin(), values_.children(callee).end());
      for (ValueId& one : all) one = apply(one, arguments, site, language);
      if (all.size() > 1) std::erase(all, null_);
      return values_.either(all);
    }
    case ValueKind::module: {
      ++depth_;
      const ValueId made = apply(module_member(FileId{x.aux}, "default"), arguments, site, language);
      --depth_;
      return made;
    }
    case ValueKind::function: {
      FunctionRef f = program_.function(x.aux);
      ValueId receiver = x.count ? values_.child(callee, 0) : ValueId{};
      ++depth_;
      const ValueId body = returns(f);
      if (calls_ >= max_calls) {
        --depth_;
        return has_parameters(body) ? ValueId{} : body;
      }
      ++calls_;
      ValueId made = substitute(body, f, arguments, receiver);
      made = bind_instance(made, receiver);
      --depth_;
      --calls_;
      return made;
    }
    case ValueKind::instance:
      if (ValueId called = class_member(program_.type(x.aux), "__call__", callee))
        return apply(called, arguments, site, language);
      [[fallthrough]];  // cls(...) in a class method makes one
    case ValueKind::type: {
      auto [list, object] = pack(arguments);
      const ValueId both[] = {list, object};
      return values_.code(ValueKind::instance, x.aux, both);
    }
    default: break;
  }
  for (const std::string& one : packs_.languages()) {
    if (!language.empty() && language != one) continue;
    for (const RowMatch& m : matches(callee, arguments, "()", one)) {
      ValueId base = callee;
      while (values_[base].kind == ValueKind::member) base = values_.child(base, 0);
      Captures captures = m.captures;
      if (m.any_receiver || (m.compiled->row && m.compiled->row->certainty != Certainty::certain))
        captures.emplace_back("@likely", values_.literal("likely"));
      if (!m.compiled->gives.empty())
        return handle_with(m.compiled->gives, values_[base].kind == ValueKind::handle ? base : ValueId{},
                           captures,
                           m.compiled->row && m.compiled->row->distinct ? site : std::string_view{});
      if (m.compiled->row && m.compiled->row->value) return build(*m.compiled->row->value, m.captures);
    }
  }
  if (x.kind == ValueKind::path && (values_.text(callee) == "dict" || values_.text(callee) == "Object") &&
      !arguments.named.empty())
    return pack(arguments).second;
  auto [list, object] = pack(arguments);
  const ValueId children[] = {list, object};
  return values_.result(callee, children);
}

// What texts, lists and dictionaries do by themselves in every language.
ValueId Fold::text_method(ValueId object, std::string_view name, const CallArguments& arguments) {
  const Value o = values_[object];
  const auto& args = arguments.positional;
  if (o.kind == ValueKind::instance && (name == "name" || name == "toString") && args.empty())
    return enum_name(object, name);
  if (o.kind == ValueKind::instance && name == "getClass" && args.empty())
    return values_.code(ValueKind::type, o.aux);
  if (o.kind == ValueKind::type && args.empty() &&
      (name == "getSimpleName" || name == "getName" || name == "getTypeName" || name == "getCanonicalName"))
    return class_text(program_.type(o.aux), name != "getSimpleName");
  const bool is_text =
      o.kind == ValueKind::literal || o.kind == ValueKind::concat || o.kind == ValueKind::setting;
  if (o.kind == ValueKind::literal && name == "format") {
    const std::string text(values_.text(object));
    std::vector<ValueId> parts;
    std::string piece;
    std::size_t next = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] != '{' && text[at] != '}') {
        piece += text[at];
      } else if (at + 1 < text.size() && text[at + 1] == text[at]) {
        piece += text[at++];
      } else if (text[at] == '{') {
        std::size_t close = text.find('}', at);
        if (close == std::string::npos) break;
        std::string field = text.substr(at + 1, close - at - 1);
        field = field.substr(0, field.find_first_of(":!"));
        ValueId v{};
        if (field.empty()) {
          if (next < args.size()) v = args[next++];
        } else if (field.find_first_not_of("0123456789") == std::string::npos && field.size() < 4) {
          std::size_t n = std::stoul(field);
          if (n < args.size()) v = args[n];
        } else {
          for (const auto& [n, a] : arguments.named)
            if (n == field.substr(0, field.find_first_of(".["))) v = a;
        }
        parts.push_back(values_.literal(piece));
        piece.clear();
        parts.push_back(v);
        at = close;
      }
    }
    parts.push_back(values_.literal(piece));
    return sum(parts);
  }
  if (is_text) {
    if (name == "concat") {
      std::vector<ValueId> all{object};
      all.insert(all.end(), args.begin(), args.end());
      return sum(all);
    }
    if (name == "join" && args.size() == 1 && values_[args[0]].kind == ValueKind::list) {
      std::vector<ValueId> parts, items(values_.children(args[0]).begin(), values_.children(args[0]).end());
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (i) parts.push_back(object);
        parts.push_back(items[i]);
      }
      return sum(parts);
    }
    for (std::string_view same :
         {"toString", "strip", "trim", "rstrip", "lstrip", "encode", "decode", "trimEnd", "valueOf"})
      if (name == same) return object;
    if (o.kind == ValueKind::literal &&
        (name == "lower" || name == "toLowerCase" || name == "upper" || name == "toUpperCase")) {
      std::string text(values_.text(object));
      for (char& ch : text)
        ch = static_cast<char>(name[0] == 'l' || name == "toLowerCase"
                                   ? std::tolower(static_cast<unsigned char>(ch))
                                   : std::toupper(static_cast<unsigned char>(ch)));
      return values_.literal(text);
    }
    if (o.kind == ValueKind::literal && (name == "replace" || name == "replaceAll") && args.size() == 2 &&
        values_.is_literal(args[0]) && values_.is_literal(args[1]) && !values_.text(args[0]).empty()) {
      std::string text(values_.text(object)), what(values_.text(args[0])), with(values_.text(args[1]));
      for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos && text.size() < 4096;
           at += with.size())
        text.replace(at, what.size(), with);
      return values_.literal(text);
    }
  }
  if (o.kind == ValueKind::list) {
    if (name == "join") {
      std::vector<ValueId> parts, items(values_.children(object).begin(), values_.children(object).end());
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (i) parts.push_back(args.empty() ? values_.literal(",") : args[0]);
        parts.push_back(items[i]);
      }
      return sum(parts);
    }
    if (name == "filter" || name == "slice" || name == "sort" || name == "reverse" || name == "copy")
      return object;
    if (name == "concat") {
      std::vector<ValueId> all(values_.children(object).begin(), values_.children(object).end());
      for (ValueId a : args) {
        if (values_[a].kind == ValueKind::list)
          for (std::uint32_t i = 0; i < values_[a].count; ++i) all.push_back(values_.child(a, i));
        else all.push_back(a);
      }
      return values_.list(all);
    }
  }
  const bool may_be_list = o.kind == ValueKind::list || o.kind == ValueKind::parameter ||
                           o.kind == ValueKind::member || o.kind == ValueKind::element ||
                           o.kind == ValueKind::result;
  if (may_be_list && (name == "map" || name == "flatMap") && args.size() >= 1 &&
      values_[args[0]].kind == ValueKind::function && calls_ < max_calls) {
    CallArguments one;
    one.positional.push_back(values_.element(object));
    ValueId made = apply(args[0], one, {}, {});
    const ValueId only[] = {made};
    return made ? values_.list(only) : ValueId{};
  }
  if (o.kind == ValueKind::object && name == "get" && !args.empty() && values_.is_literal(args[0])) {
    ValueId v = member(object, std::string(values_.text(args[0])));
    if (args.size() < 2) return v;
    const ValueId either[] = {v, args[1]};
    return v ? values_.either(either) : args[1];
  }
  if (o.kind == ValueKind::object && name == "values") {
    std::vector<ValueId> all;
    for (std::uint32_t i = 0; i + 1 < o.count; i += 2) all.push_back(values_.child(object, i + 1));
    return values_.list(all);
  }
  if (o.kind == ValueKind::object && (name == "copy" || name == "freeze")) return object;
  // handler.bind(x), and what wrappers of handlers hang behind each other: middy(handler).use(x)
  if (o.kind == ValueKind::function &&
      (name == "bind" || name == "use" || name == "before" || name == "after" || name == "onError"))
    return object;
  return {};
}

ValueId Fold::handle_with(std::string_view type, ValueId base, const Captures& captures,
                          std::string_view distinct_site) {
  std::vector<ValueId> entries;
  auto set = [&](ValueId key, ValueId v) {
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2)
      if (entries[i] == key) {
        entries[i + 1] = v;
        return;
      }
    entries.push_back(key);
    entries.push_back(v);
  };
  if (base && values_[base].kind == ValueKind::handle && values_[base].count == 1) {
    ValueId own = values_.child(base, 0);
    for (std::uint32_t i = 0; i + 1 < values_[own].count; i += 2)
      set(values_.child(own, i), values_.child(own, i + 1));
  }
  for (const auto& [name, v] : captures) set(values_.literal(name), v);
  if (!distinct_site.empty()) set(values_.literal("@site"), values_.literal(distinct_site));
  return entries.empty() ? values_.handle(type) : values_.handle(type, values_.object(entries));
}

}  // namespace demarc
