// Parameters of functions, and what is put into them where callers or declared types tell.
#include <algorithm>
#include <array>

#include "analyzer/recognise/fold.h"
#include "analyzer/recognise/value_map.h"

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

void Fold::parameter_owners(ValueId v, std::vector<std::uint32_t>& functions) {
  ValueMap seen;
  auto walk = [&](auto&& self, ValueId at) -> void {
    const Value x = values_[at];
    if (x.kind == ValueKind::parameter) {
      const std::uint32_t f = parameter_function(x.aux);
      if (std::find(functions.begin(), functions.end(), f) == functions.end()) functions.push_back(f);
    }
    if (x.count == 0) return;
    if (seen.find(at)) return;
    seen.put(at, at);
    for (std::uint32_t i = 0; i < x.count; ++i)
      if (const ValueId c = values_.child(at, i); has_parameters(c)) self(self, c);
  };
  if (has_parameters(v)) walk(walk, v);
}

// Replaces parameters (`swap` says what a parameter becomes, itself if it stays) of the functions whose owner
// bits are in `owners`, and does again what they had kept open: calls and members of what is known now.
template <class Swap>
ValueId Fold::bind(ValueId v, std::uint32_t owners, Swap swap) {
  ValueMap memo;
  auto walk = [&](auto&& self, ValueId at) -> ValueId {
    if (!(values_.owners(at) & owners)) return at;
    if (++steps_ > step_limit_) return at;
    const Value x = values_[at];
    if (x.kind == ValueKind::parameter) return swap(at);
    if (const ValueId* known = memo.find(at)) return *known;
    ValueId made = at;
    std::array<ValueId, 8> few;
    std::vector<ValueId> many(x.count > few.size() ? x.count : 0);
    const std::span<ValueId> own =
        many.empty() ? std::span<ValueId>(few).first(x.count) : std::span<ValueId>(many);
    bool changed = false;
    for (std::uint32_t i = 0; i < x.count; ++i) {
      const ValueId c = values_.child(at, i);
      const Value callee = values_[c];
      if (i == 0 && x.kind == ValueKind::result && callee.kind == ValueKind::member && callee.count == 1 &&
          x.count >= 3) {
        // What is called, with so many arguments.
        const ValueId object = values_.child(c, 0), bound = self(self, object);
        if (bound != object) {
          arity_ =
              static_cast<int>(values_[values_.child(at, 1)].count + values_[values_.child(at, 2)].count / 2);
          own[i] = member(bound, values_.strings().text(callee.text));
          arity_ = -1;
          changed = true;
          continue;
        }
      }
      own[i] = self(self, c);
      changed |= own[i] != c;
    }
    if (changed) made = remade(at, own, [&](ValueId one) { return self(self, one); });
    memo.put(at, made);
    return made;
  };
  if (!(values_.owners(v) & owners)) return v;
  if (depth_ >= max_depth) return cut();
  ++depth_;
  const ValueId made = walk(walk, v);
  --depth_;
  return made;
}

// `at` with other children. `bound` is what becomes of any other value.
template <class Bound>
ValueId Fold::remade(ValueId at, std::span<const ValueId> own, Bound bound) {
  const Value x = values_[at];
  switch (x.kind) {
    case ValueKind::concat: return sum(own);
    case ValueKind::either: {
      std::vector<ValueId> some(own.begin(), own.end());
      if (some.size() > 1) std::erase(some, null_);
      return values_.either(some);
    }
    case ValueKind::list: return values_.list(own);
    case ValueKind::object: return values_.object(own);
    case ValueKind::element: return values_.element(own[0]);
    case ValueKind::member: return member(own[0], values_.strings().text(x.text));
    case ValueKind::setting:
      return values_.setting(values_.strings().text(x.text), own[0], own.size() > 1 ? own[1] : ValueId{});
    case ValueKind::handle: return values_.handle(values_.strings().text(x.text), own[0]);
    case ValueKind::reference: return values_.reference(values_.strings().text(x.text), values_.text(own[0]));
    case ValueKind::result: {
      const CallArguments args = own.size() >= 3 ? unpack(values_, own[1], own[2]) : CallArguments{};
      const Value callee = values_[values_.child(at, 0)];
      if (callee.kind == ValueKind::member && callee.count == 1) {
        const ValueId object = bound(values_.child(values_.child(at, 0), 0));
        if (const ValueId text = text_method(object, values_.strings().text(callee.text), args)) return text;
      }
      const ValueId made = apply(own[0], args, {}, {});
      // What it was declared to be, where that is all that can be told.
      const bool is_open = !made || (values_[made].kind == ValueKind::result && !has_parameters(made));
      return own.size() == 4 && is_open ? own[3] : made;
    }
    case ValueKind::function:
    case ValueKind::type:
    case ValueKind::instance:
    case ValueKind::module: return values_.code(x.kind, x.aux, own);
    default: return at;
  }
}

// What parameter number `index` of a function is in a call. An argument that nobody gave stays open only as
// unknown: the parameter itself must not leak into the caller.
ValueId Fold::given(FunctionRef function, std::uint32_t index, const CallArguments& arguments,
                    ValueId receiver) {
  const Function& fn = program_[function];
  const CodeFile& c = *program_.file(function.file)->code;
  // How many positional arguments the parameters before it take.
  const std::size_t all = arguments.positional.size();
  const auto named = [&](std::string_view name) -> const ValueId* {
    const ValueId* last = nullptr;
    for (const auto& [n, a] : arguments.named)
      if (n == name) last = &a;
    return last;
  };
  std::size_t next = 0;
  for (std::uint32_t i = 0;; ++i) {
    const Parameter& p = c.parameters[fn.parameters.first + i];
    const bool wanted = i == index;
    if (p.kind == ParameterKind::receiver) {
      const bool takes = !receiver && !fn.is_constructor && !fn.is_class_method && next < all;
      if (wanted && receiver) return receiver;
      if (wanted && takes) return arguments.positional[next];
      next += takes;
    } else if (p.kind == ParameterKind::rest) {
      if (wanted) return values_.list(std::span(arguments.positional).subspan(next));
      next = all;
    } else if (p.kind == ParameterKind::rest_map) {
      if (wanted) {
        std::vector<ValueId> rest;
        for (const auto& [n, a] : arguments.named) {
          rest.push_back(n == "**" ? ValueId{} : values_.literal(n));
          rest.push_back(a);
        }
        return values_.object(rest);
      }
    } else {
      const std::string_view name = c.strings.text(p.name);
      const ValueId* by_name = arguments.named.empty() ? nullptr : named(name);
      if (wanted) {
        if (by_name) return *by_name;
        if (next < all) return arguments.positional[next];
        bool has = false;
        ValueId spread{};
        for (const auto& [n, a] : arguments.named)
          if (n == "**") {
            spread = member(a, name);
            has = true;
          }
        if (has) return spread;
      } else if (!by_name && next < all) {
        ++next;
      }
    }
    if (wanted) return p.default_value ? value(function.file, p.default_value, fn.body) : ValueId{};
  }
}

ValueId Fold::substitute(ValueId v, FunctionRef function, const CallArguments& arguments, ValueId receiver) {
  const std::uint32_t number = program_.number(function), owner = Values::owner_bit(number);
  if (!(values_.owners(v) & owner)) return v;
  const Function& fn = program_[function];
  const std::uint32_t count = fn.parameters.count;
  std::array<ValueId, 4> few;
  std::array<bool, 4> has{};
  return bind(v, owner, [&](ValueId parameter) {
    const std::uint32_t aux = values_[parameter].aux, index = parameter_index(aux);
    if (parameter_function(aux) != number) return parameter;
    if (index >= count) {
      if (index != self_index || !fn.owner) return parameter;
      const ClassRef own{function.file, fn.owner};
      return receiver ? receiver : values_.code(ValueKind::instance, program_.number(own));
    }
    if (index >= few.size()) return given(function, index, arguments, receiver);
    if (!has[index]) few[index] = given(function, index, arguments, receiver);
    has[index] = true;
    return few[index];
  });
}

ValueId Fold::substitute_constructor(ValueId v, ClassRef type, const CallArguments& arguments) {
  const FunctionRef made = program_.file(type.file)->code->members_are_names
                               ? constructor(type, arguments.positional.size() + arguments.named.size())
                               : constructor(type);
  return made.file ? through_constructor(v, made, arguments, 0) : v;
}

ValueId Fold::through_constructor(ValueId v, FunctionRef made, const CallArguments& arguments, int depth) {
  const CodeFile& c = *program_.file(made.file)->code;
  const Function& fn = program_[made];
  if (!has_parameters(v)) return v;
  if (depth > 4) return substitute(v, made, arguments, {});
  if (const ExprId call = handed_on(made)) {
    const CallArguments given = this->arguments(made.file, call, fn.body);
    const std::size_t count = given.positional.size() + given.named.size();
    FunctionRef next;
    if (c[c.child(call, 0)].kind == ExprKind::self) {
      next = constructor({made.file, fn.owner}, count);
    } else {
      for (std::uint32_t b = 0; b < c.classes[fn.owner.index].bases.count && !next.file; ++b)
        if (const ValueId base = base_of({made.file, fn.owner}, b); values_[base].kind == ValueKind::type)
          next = constructor(program_.type(values_[base].aux), count);
    }
    if (next.file && next != made) v = through_constructor(v, next, given, depth + 1);
  }
  v = substitute(v, made, arguments, {});
  // Nothing was made by the others.
  std::uint32_t bits = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> others;  // number, parameters
  const auto& constructors = program_.indexed(made.file).constructors;
  if (auto own = constructors.find(fn.owner.index); own != constructors.end() && own->second.size() > 1)
    for (FunctionId other : own->second) {
      if (other == made.function) continue;
      const std::uint32_t number = program_.number(FunctionRef{made.file, other});
      others.emplace_back(number, c.functions[other.index].parameters.count);
      bits |= Values::owner_bit(number);
    }
  return bind(v, bits, [&](ValueId parameter) {
    const std::uint32_t aux = values_[parameter].aux;
    for (const auto& [number, count] : others)
      if (number == parameter_function(aux) && parameter_index(aux) < count) return null_;
    return parameter;
  });
}

ValueId Fold::bind_instance(ValueId v, ValueId self) {
  if (values_[self].kind != ValueKind::instance || !has_parameters(v)) return v;
  ClassRef type = program_.type(values_[self].aux);
  if (values_[self].count != 2) return v;
  // A thing as its own methods see it: only what its constructor hands up says more of it.
  if (self == self_of(type))
    if (const FunctionRef made = constructor(type); !made.file || !handed_on(made)) return v;
  return substitute_constructor(v, type, unpack(values_, values_.child(self, 0), values_.child(self, 1)));
}

ValueId Fold::close_parameters(ValueId v, bool only_injected) {
  if (!has_parameters(v)) return v;
  if (!only_injected)
    if (auto known = closed_.find(v); known != closed_.end()) return known->second;
  const std::uint64_t before = cuts_;
  const ValueId made = bind(v, values_.owners(v), [&](ValueId parameter) {
    const FunctionRef f = program_.function(parameter_function(values_[parameter].aux));
    const std::uint32_t index = parameter_index(values_[parameter].aux);
    const Function& fn = program_[f];
    ProgramFile& file = *program_.file(f.file);
    if (only_injected && !(fn.is_constructor && file.code->members_are_names)) return parameter;
    if (index >= fn.parameters.count)
      return index == self_index && fn.owner
                 ? values_.code(ValueKind::instance, program_.number(ClassRef{f.file, fn.owner}))
                 : parameter;
    const Parameter& p = file.code->parameters[fn.parameters.first + index];
    ValueId closed = annotated(file, p.annotations, fn.owner, p.type);
    if (!closed && fn.parameters.count == 1)
      closed = annotated(file, fn.annotations, fn.owner, p.type);  // a setter's
    if (!closed && p.default_value) closed = value(f.file, p.default_value, fn.body);
    if (!closed || closed == null_ || has_parameters(closed))
      closed = p.type ? injected(file, declared_instance(f.file, p.type), p.name, p.annotations, fn.owner)
                      : ValueId{};
    return closed ? closed : parameter;  // open ones stay: an open value of its own, not nothing
  });
  if (cuts_ == before && !only_injected) closed_.emplace(v, made);
  return made;
}

}  // namespace demarc
