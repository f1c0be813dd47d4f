// What annotations of fields, parameters and classes say about values: settings and placeholders.
#include <algorithm>
#include <utility>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {
constexpr int max_nested = 8;  // placeholders in placeholders

// Where a placeholder that begins at `at` ends, and its first colon outside of inner ones; npos when it is
// not closed.
std::size_t closing(std::string_view text, std::size_t at, std::size_t* colon) {
  int depth = 0;
  *colon = std::string_view::npos;
  for (; at < text.size(); ++at) {
    if (text.substr(at).starts_with("${")) ++depth;
    else if (text[at] == ':' && depth == 1 && *colon == std::string_view::npos) *colon = at;
    else if (text[at] == '}' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

// #{'${a.b}'} and #{'${a.b}'.split(',')} wrap a text; other expressions are computed.
bool unwrap(std::string_view& text) {
  if (!text.starts_with("#{")) return true;
  if (!text.ends_with('}')) return false;
  text = text.substr(2, text.size() - 3);
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  for (std::string_view split : {".split(',')", ".split(\",\")", ".trim()"})
    if (text.ends_with(split)) text.remove_suffix(split.size());
  if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') {
    text = text.substr(1, text.size() - 2);
    return text.find('\'') == std::string_view::npos;
  }
  return text.starts_with("${") && text.ends_with('}') && text.find("${", 1) == std::string_view::npos;
}

// "orderTopic" and "order_topic" → "order-topic", in one form for whoever looks for the setting.
std::string kebab(std::string_view text) {
  constexpr char between = '-';
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper && i > 0) {
      const char before = text[i - 1];
      const bool is_start = (before >= 'a' && before <= 'z') || (before >= '0' && before <= '9');
      const bool ends_run =
          before >= 'A' && before <= 'Z' && i + 1 < text.size() && text[i + 1] >= 'a' && text[i + 1] <= 'z';
      if (is_start || ends_run) made += between;
    }
    made += is_upper ? static_cast<char>(c - 'A' + 'a') : (c == '_' || c == '-') ? between : c;
  }
  return made;
}
}  // namespace

ValueId Fold::placeholders(std::string_view text, int depth) {
  if (depth > max_nested) return {};
  if (const std::string_view whole = text; !unwrap(text)) return expression(whole);
  std::vector<ValueId> parts;
  while (!text.empty()) {
    const std::size_t at = text.find("${");
    std::size_t colon = 0;
    const std::size_t end = at == std::string_view::npos ? at : closing(text, at, &colon);
    if (end == std::string_view::npos) {
      parts.push_back(values_.literal(text));
      break;
    }
    if (at > 0) parts.push_back(values_.literal(text.substr(0, at)));
    const std::size_t name_end = std::min(colon, end);
    const ValueId name = placeholders(text.substr(at + 2, name_end - at - 2), depth + 1);
    const ValueId otherwise = colon == std::string_view::npos ? ValueId{}
                              : colon + 1 == end
                                  ? values_.literal("")
                                  : placeholders(text.substr(colon + 1, end - colon - 1), depth + 1);
    parts.push_back(values_.setting("config", name, otherwise));
    text = text.substr(end + 1);
  }
  return parts.empty() ? values_.literal("") : values_.concat(parts);
}

ValueId Fold::filled(ValueId v) {
  if (values_[v].kind == ValueKind::list) {
    std::vector<ValueId> all(values_.children(v).begin(), values_.children(v).end());
    for (ValueId& one : all) one = filled(one);
    return values_.list(all);
  }
  // A sum may hold texts with placeholders between other parts.
  return values_.rewrite(as_text(v), [&](ValueId one) {
    if (!values_.is_literal(one)) return one;
    std::string text(values_.text(one));
    // Camel's own spelling: {{topic}}, {{topic:orders}}.
    for (std::size_t at; text.starts_with("{{") && (at = text.find("}}")) != std::string::npos;)
      text = "${" + text.substr(2, at - 2) + "}" + text.substr(at + 2);
    return text.find("${") == std::string::npos && !text.starts_with("#{") ? one : placeholders(text, 0);
  });
}

// ---- annotations

void Fold::each_annotation(ProgramFile& f, Range range, ClassId owner,
                           const std::function<void(const RowMatch&, ExprId)>& use) {
  const CodeFile& c = *f.code;
  // A class's own constants may stand in its annotations.
  const FunctionId scope = owner && c.members_are_names ? c.classes[owner.index].body : file_function;
  const BlockId block = c.functions[scope.index].body;
  const FileId before = std::exchange(annotated_in_, f.file);
  for (std::uint32_t i = 0; i < range.count; ++i) {
    const ExprId a = c.annotations[range.first + i];
    const bool is_call = c[a].kind == ExprKind::call || c[a].kind == ExprKind::construct;
    const ValueId what = is_call ? callee(f.file, a, block) : value(f.file, a, block);
    const CallArguments args = is_call ? arguments(f.file, a, block) : CallArguments{};
    for (const RowMatch& m : annotation_matches(what, args, f.reader->name()))
      if (m.compiled->row) use(m, a);
  }
  annotated_in_ = before;
}

ValueId Fold::annotated_thing(ProgramFile& f, const RowMatch& m, ExprId type) {
  const ValueId declared = type ? declared_instance(f.file, type) : ValueId{};
  Captures captures = given_by(m);
  const Value x = values_[declared];
  if (x.kind == ValueKind::path) {
    const std::string_view path = values_.text(declared);
    captures.emplace_back("type", values_.literal(path.substr(path.rfind('.') + 1)));
    captures.emplace_back("declared", values_.literal(path));
  } else if (x.kind == ValueKind::instance) {
    captures.emplace_back("type", class_text(program_.type(x.aux), false));
    captures.emplace_back("declared", class_text(program_.type(x.aux), true));
  }
  return handle_with(m.compiled->gives, x.kind == ValueKind::handle ? declared : ValueId{}, captures, {});
}

ValueId Fold::annotated(ProgramFile& f, Range range, ClassId owner, ExprId type) {
  ValueId made{};
  if (range.count == 0 || depth_ >= max_depth) return made;
  ++depth_;
  each_annotation(f, range, owner, [&](const RowMatch& m, ExprId) {
    if (made) return;
    if (m.compiled->row->value) made = build(*m.compiled->row->value, m.captures);
    else if (!m.compiled->gives.empty()) made = annotated_thing(f, m, type);
  });
  --depth_;
  return made;
}

Fold::FieldWords Fold::field_words(ProgramFile& f, Range annotations, ClassId owner) {
  FieldWords said;
  if (annotations.count == 0) return said;
  each_annotation(f, annotations, owner, [&](const RowMatch& m, ExprId) {
    const Row& row = *m.compiled->row;
    if (row.field_name) said.name = build(*row.field_name, m.captures);
    if (row.field_default) said.otherwise = build(*row.field_default, m.captures);
  });
  return said;
}

// As its annotation names it, else as it is written: topic, getTopic and isTopic are one.
std::string Fold::name_of_field(const FieldWords& said, std::string_view written) const {
  if (values_.is_literal(said.name)) return std::string(values_.text(said.name));
  for (std::string_view verb : {"get", "is"})
    if (written.size() > verb.size() && written.starts_with(verb) && written[verb.size()] >= 'A' &&
        written[verb.size()] <= 'Z') {
      written.remove_prefix(verb.size());
      break;
    }
  return kebab(written);
}

ValueId Fold::unwritten_getter(FunctionRef method) {
  const Function& asked = program_[method];
  if (!asked.is_abstract || !asked.owner || !asked.name) return {};
  ProgramFile& f = program_.indexed(method.file);
  const CodeFile& c = *f.code;
  for (std::uint32_t i = 0; i < asked.parameters.count; ++i)
    if (c.parameters[asked.parameters.first + i].kind != ParameterKind::receiver) return {};
  const ClassRef type{method.file, asked.owner};
  if ((program_[type].annotations.count == 0 && !program_[type].scope) || !field_row(type, 0).row) return {};
  const ValueId thing = asked.return_type ? declared_instance(method.file, asked.return_type) : ValueId{};
  if (values_[thing].kind == ValueKind::instance) return thing;
  const FieldWords said = field_words(f, asked.annotations, asked.owner);
  return field_setting(type, name_of_field(said, c.strings.text(asked.name)), said.otherwise);
}

// A row on the class, or on the one around it, that says what its fields are.
const Fold::FieldRow& Fold::field_row(ClassRef type, int depth) {
  auto [known, fresh] = field_rows_.try_emplace(program_.number(type));
  if (!fresh || depth > 4) return known->second;
  ProgramFile& f = program_.indexed(type.file);
  const CodeFile& c = *f.code;
  const Class& k = c.classes[type.type.index];
  FieldRow made;
  each_annotation(f, k.annotations, type.type, [&](const RowMatch& m, ExprId) {
    if (!made.row && m.compiled->row->fields) made = {m.compiled->row, m.captures, {}};
  });
  const Function& around = c.functions[k.scope.index];
  if (!made.row && around.is_class_body && around.owner) {
    const FieldRow outer = field_row({type.file, around.owner}, depth + 1);
    if (outer.row)
      for (const Assignment& a : c.assignments) {
        if (!a.type || !a.target || Program::scope_of(c, a.block) != k.scope) continue;
        if (c[a.type].kind != ExprKind::name || c[a.type].text != k.name) continue;
        made = outer;
        made.path += name_of_field(field_words(f, a.annotations, around.owner), c.text(a.target)) + ".";
        break;
      }
    for (std::size_t i = 1; outer.row && !made.row && i < c.functions.size(); ++i) {
      const Function& m = c.functions[i];
      if (m.owner != around.owner || !m.is_abstract || !m.return_type) continue;
      if (c[m.return_type].kind != ExprKind::name || c[m.return_type].text != k.name) continue;
      made = outer;
      made.path += name_of_field(field_words(f, m.annotations, m.owner), c.strings.text(m.name)) + ".";
    }
  }
  return field_rows_[program_.number(type)] = made;
}

ValueId Fold::field_setting(ClassRef type, std::string_view field, ValueId otherwise) {
  if (program_[type].annotations.count == 0 && !program_[type].scope) return {};
  const FieldRow row = field_row(type, 0);
  if (!row.row) return {};
  Captures captures = row.captures;
  captures.emplace_back("field", values_.literal(row.path + std::string(field)));
  const ValueId made = build(*row.row->fields, captures);
  const Value x = values_[made];
  if (x.kind != ValueKind::setting || x.count != 1 || !values_.is_literal(otherwise)) return made;
  return values_.setting(values_.strings().text(x.text), values_.child(made, 0), otherwise);
}

ValueId Fold::field_value(ClassRef type, StringId name) {
  ProgramFile& f = program_.indexed(type.file);
  const CodeFile& c = *f.code;
  const Class& k = c.classes[type.type.index];
  for (std::uint32_t i : f.assigned.find(Program::key(k.body, name))) {
    const Assignment& a = c.assignments[i];
    if (a.kind != AssignmentKind::assign || !a.target) continue;
    if (const ValueId made = annotated(f, a.annotations, type.type, a.type)) return made;
    // A field that holds further fields is no setting of its own.
    const ValueId thing = a.type ? declared_instance(type.file, a.type) : ValueId{};
    if (values_[thing].kind == ValueKind::instance && !a.value && field_row(type, 0).row) return thing;
    if (!a.type || values_[thing].kind == ValueKind::instance) continue;
    ExprId otherwise = a.value;
    // What a constructor is given may have its default there.
    if (!otherwise)
      if (const auto own = f.constructors.find(type.type.index); own != f.constructors.end()) {
        const Range list = c.functions[own->second[0].index].parameters;
        for (std::uint32_t p = 0; p < list.count; ++p)
          if (c.parameters[list.first + p].name == name)
            otherwise = c.parameters[list.first + p].default_value;
      }
    const bool is_text =
        otherwise && (c[otherwise].kind == ExprKind::string || c[otherwise].kind == ExprKind::number);
    const FieldWords said = field_row(type, 0).row ? field_words(f, a.annotations, type.type) : FieldWords{};
    if (const ValueId made =
            field_setting(type,
                          values_.is_literal(said.name) ? std::string(values_.text(said.name))
                                                        : kebab(c.strings.text(name)),
                          is_text ? values_.literal(c.text(otherwise)) : said.otherwise))
      return made;
  }
  return {};
}

}  // namespace demarc
