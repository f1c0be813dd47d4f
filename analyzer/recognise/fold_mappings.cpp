// Classes that stand for tables: what their annotations, attributes and bases say about what stores their
// things.
#include "analyzer/recognise/fold.h"
#include "analyzer/recognise/naming.h"

namespace demarc {
using namespace code;

namespace {
constexpr int max_bases = 8;     // from a class up
constexpr int max_nesting = 16;  // of calls and sums that make a name
}  // namespace

ClassRef Fold::base_class(ClassRef type, std::uint32_t i) {
  const ValueId base = base_of(type, i);
  if (values_[base].kind != ValueKind::type || values_[base].aux == program_.number(type)) return {};
  return program_.type(values_[base].aux);
}

const Fold::Mapping& Fold::mapping(ClassRef type) {
  auto [at, fresh] = mappings_.try_emplace(type);
  Mapping& made = at->second;  // stays where it is
  if (!fresh) return made;
  Mapping said;
  auto take = [&](const Row& row, const Captures& captures) {
    if (row.maps.empty()) return;
    mark(row);
    said.row = &row;
    for (const auto& [word, spec] : row.maps) {
      bool absent = false;
      const ValueId v = build(spec, captures, &absent);
      const Value x = values_[v];
      const bool is_text = x.kind == ValueKind::literal;
      if (absent || x.kind == ValueKind::unknown || v == null_ || (is_text && values_.text(v).empty()))
        continue;
      if (word == "store") said.store = v;
      if (word == "unit") said.unit = v;
      if (word == "name") said.name = v;
      if (word == "label") said.label = v;
      if (word == "naming") said.naming = values_.text(v);
      if (word == "abstract") said.is_abstract = values_.text(v) == "true" || values_.text(v) == "yes";
      if (word == "apart") said.is_apart = true;
    }
  };
  if (program_[type].bases.count > 0)
    if (const RowMatch* m = class_row(type)) take(*m->compiled->row, Captures(m->captures));
  ProgramFile& f = *program_.file(type.file);
  each_annotation(f, program_[type].annotations, type.type,
                  [&](const RowMatch& m, ExprId) { take(*m.compiled->row, m.captures); });
  return made = said;
}

bool Fold::is_mapped(ClassRef type, int depth) {
  if (depth > max_bases) return false;
  if (mapping(type).row) return true;
  for (std::uint32_t i = 0; i < program_[type].bases.count; ++i)
    if (const ClassRef base = base_class(type, i); base.file && is_mapped(base, depth + 1)) return true;
  return false;
}

ValueId Fold::named(ValueId v, std::string_view naming) {
  const Value x = values_[v];
  // What is found under a name in something that nobody knows.
  if (constexpr std::string_view member = "member "; naming.starts_with(member)) {
    if (x.kind != ValueKind::member && x.kind != ValueKind::path) return {};
    const std::string_view name = values_.text(v).substr(values_.text(v).rfind('.') + 1);
    return values_.literal(default_table(naming.substr(member.size()), std::string(name)));
  }
  // QOrder.order of generated code, with "class Q": the class Order.
  if (constexpr std::string_view generated = "class "; naming.starts_with(generated)) {
    const std::string_view prefix = naming.substr(generated.size());
    for (ValueId at = v; at; at = values_[at].kind == ValueKind::member ? values_.child(at, 0) : ValueId{}) {
      if (values_[at].kind != ValueKind::member && values_[at].kind != ValueKind::path) return {};
      std::string_view path = values_.text(at);
      while (!path.empty()) {
        const std::string_view last = path.substr(path.rfind('.') + 1);
        if (last.size() > prefix.size() && last.starts_with(prefix) && last[prefix.size()] >= 'A' &&
            last[prefix.size()] <= 'Z')
          return values_.literal(last.substr(prefix.size()));
        path.remove_suffix(std::min(path.size(), last.size() + 1));
      }
    }
    return {};
  }
  switch (x.kind) {
    case ValueKind::literal: return values_.literal(default_table(naming, std::string(values_.text(v))));
    case ValueKind::either: {
      std::vector<ValueId> all(values_.children(v).begin(), values_.children(v).end());
      for (ValueId& one : all) one = named(one, naming);
      return values_.either(all);
    }
    // A class that is stored knows its own name; a parameter may turn out to be anything.
    case ValueKind::type:
    case ValueKind::instance: {
      const ClassRef type = program_.type(x.aux);
      if (is_mapped(type)) return v;
      return named(class_text(type, false), naming);
    }
    default: return has_parameters(v) ? v : ValueId{};
  }
}

ValueId Fold::held(ValueId found, ValueId of) {
  const Value x = values_[found];
  if (x.kind == ValueKind::handle) {
    const std::string type(values_.text(found));
    return packs_.is_held(type) ? handle_with(type, found, {{"type", of}}, {}) : found;
  }
  if (x.kind != ValueKind::instance) return found;
  const ValueId handle = class_handle(program_.type(x.aux));
  if (!handle || !packs_.is_held(values_.text(handle))) return found;
  CallArguments made;
  if (x.count == 2) made = unpack(values_, values_.child(found, 0), values_.child(found, 1));
  made.named.emplace_back("#of", of);
  auto [list, object] = pack(made);
  const ValueId both[] = {list, object};
  return values_.code(ValueKind::instance, x.aux, both);
}

// A method that computes a text of the class's name: `return cls.__name__.lower() + "s"`. It stands in a
// class above, and means the one that inherits it.
ValueId Fold::attribute(ClassRef type, std::string_view path, bool only_own) {
  // What its constructor hands to the one above.
  if (path.starts_with("super.")) return handed_up(type, path.substr(6));
  const std::string_view first = path.substr(0, path.find('.'));
  if (only_own) {
    ProgramFile& f = program_.indexed(type.file);
    const StringId id = f.code->strings.find(first);
    const FunctionId body = program_[type].body;
    if (!id || !body || f.assigned.find(Program::key(body, id)).empty()) return {};
  }
  ValueId at = class_member(type, first, {});
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos;) {
    const std::size_t next = path.find('.', dot + 1);
    const std::string_view name =
        path.substr(dot + 1, next == std::string_view::npos ? next : next - dot - 1);
    at = values_[at].kind == ValueKind::type ? class_member(program_.type(values_[at].aux), name, {})
                                             : member(at, name);
    dot = next;
  }
  if (values_[at].kind != ValueKind::function) return at;
  // The class's own name stands in the place of that of the class it was written in.
  const auto renamed = [&](auto&& self, ValueId v, int depth) -> ValueId {
    const Value x = values_[v];
    const std::vector<ValueId> own(values_.children(v).begin(), values_.children(v).end());
    if (depth > max_nesting) return {};
    if (x.kind == ValueKind::concat || x.kind == ValueKind::either) {
      std::vector<ValueId> all;
      for (const ValueId one : own) all.push_back(self(self, one, depth + 1));
      return x.kind == ValueKind::concat ? values_.concat(all) : values_.either(all);
    }
    if (x.kind == ValueKind::member) {
      const ValueKind of = values_[own[0]].kind;
      const bool is_name = values_.text(v) == "__name__" || values_.text(v) == "name";
      return is_name && (of == ValueKind::instance || of == ValueKind::type) ? class_text(type, false) : v;
    }
    if (x.kind != ValueKind::result || own.size() < 3) return v;
    CallArguments args = unpack(values_, own[1], own[2]);
    for (ValueId& one : args.positional) one = self(self, one, depth + 1);
    if (values_[own[0]].kind == ValueKind::member) {
      const ValueId object = self(self, values_.child(own[0], 0), depth + 1);
      const ValueId text = text_method(object, std::string(values_.text(own[0])), args);
      return text ? text : v;
    }
    // Words that a pattern parts by a sign.
    const auto& given = args.positional;
    const bool is_parting = values_[own[0]].kind == ValueKind::path && values_.text(own[0]) == "re.sub" &&
                            given.size() >= 3 && values_.is_literal(given[1]) &&
                            values_.is_literal(given[2]) &&
                            values_.text(given[1]).find('_') != std::string_view::npos;
    return is_parting ? values_.literal(default_table("snake", std::string(values_.text(given[2])))) : v;
  };
  return renamed(renamed, returns(program_.function(values_[at].aux)), 0);
}

ValueId Fold::open_self(ProgramFile& f, BlockId block) {
  const CodeFile& c = *f.code;
  FunctionId at = Program::scope_of(c, block);
  if (c.members_are_names || !at) return {};
  const Function& method = c.functions[at.index];
  if (!method.owner || method.is_class_body || method.is_constructor ||
      all_below({f.file, method.owner}).empty())
    return {};
  for (std::uint32_t i = 0; i < method.parameters.count; ++i)
    if (c.parameters[method.parameters.first + i].kind == ParameterKind::receiver)
      return values_.parameter(program_.number(FunctionRef{f.file, at}), i);
  return {};
}

Captures Fold::given_by(const RowMatch& m) {
  Captures all = m.captures;
  if (!m.compiled->row) return all;
  for (const auto& [word, spec] : m.compiled->row->sets) {
    bool absent = false;
    if (const ValueId v = build(spec, m.captures, &absent); !absent) all.emplace_back(word, v);
  }
  return all;
}

void Fold::add_attributes(ClassRef type, const Row& row, Captures& captures) {
  for (const bool only_own : {false, true})
    for (const auto& [path, spec] : only_own ? row.own_attributes : row.where_attributes)
      if (const ValueId at = attribute(type, path, only_own); at && !spec.parts.empty())
        captures.emplace_back(spec.parts[0].capture, at);
}

}  // namespace demarc
