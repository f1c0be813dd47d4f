// From mapped classes to tables.
#include "analyzer/recognise/mappings.h"

#include <algorithm>

namespace demarc {
using namespace code;
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// "OrderItem" → "order_item", "HTTPRequest" → "http_request".
std::string snake(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool follows_lower = i > 0 && !is_upper(name[i - 1]) && name[i - 1] != '_';
    const bool leads_lower = i > 0 && i + 1 < name.size() && !is_upper(name[i + 1]) && is_upper(name[i - 1]);
    if (is_upper(name[i]) && (follows_lower || leads_lower)) out += '_';
    out += lower(name[i]);
  }
  return out;
}

std::string plural(std::string word) {
  if (word.empty()) return word;
  const std::string_view vowels = "aeiou";
  if (word.back() == 'y' && word.size() > 1 && vowels.find(word[word.size() - 2]) == std::string_view::npos)
    return word.substr(0, word.size() - 1) + "ies";
  if (word.ends_with("s") || word.ends_with("x") || word.ends_with("ch") || word.ends_with("sh"))
    return word + "es";
  return word + "s";
}

struct Mapping {
  ValueId store, name;  // as annotations say
  std::string naming;   // else
  bool is_mapped = false;
};

class Mapper {
 public:
  Mapper(Program& program, Fold& fold, Values& values) : program_(program), fold_(fold), values_(values) {}

  void put(Effect& e) {
    if (e.object != EntityKind::table) return;
    const ValueId name = e.capture("name");
    if (!name) return;
    std::vector<ValueId> names;
    ValueId store{};
    bool is_class = false;
    for (ValueId one : values_.alternatives(name)) {
      const ValueKind kind = values_[one].kind;
      if (kind != ValueKind::type && kind != ValueKind::instance) {
        names.push_back(one);
        continue;
      }
      is_class = true;
      auto [table, of] = table_of(program_.type(values_[one].aux), 0);
      names.push_back(table);
      if (of) store = of;
    }
    if (!is_class) return;
    std::erase_if(e.captures, [&](const auto& c) { return c.first == "name"; });
    e.captures.emplace_back("name", values_.either(names));
    if (store && !e.capture("store")) e.captures.emplace_back("store", store);
    std::sort(e.captures.begin(), e.captures.end());
  }

 private:
  std::pair<ValueId, ValueId> table_of(ClassRef type, int depth) {
    const Mapping& own = mapping(type);
    const CodeFile& c = *program_.file(type.file)->code;
    const Class& k = program_[type];
    // Subclasses of an entity lie in its table, unless they name one of their own.
    if (!own.name && depth < 8)
      for (std::uint32_t b = 0; b < k.bases.count; ++b) {
        const ValueId base =
            fold_.value(type.file, c.annotations[k.bases.first + b], c.functions[file_function.index].body);
        if (values_[base].kind != ValueKind::type) continue;
        if (auto above = table_of(program_.type(values_[base].aux), depth + 1); above.first) return above;
      }
    if (own.name) return {own.name, own.store};
    if (!own.is_mapped || own.naming.empty()) return {};
    return {values_.literal(default_table(own.naming, c.strings.text(k.name))), own.store};
  }

  const Mapping& mapping(ClassRef type) {
    auto [at, fresh] = known_.try_emplace(type);
    Mapping& made = at->second;
    if (!fresh) return made;
    const ProgramFile& f = *program_.file(type.file);
    const CodeFile& c = *f.code;
    const BlockId body = c.functions[file_function.index].body;
    const Class& k = c.classes[type.type.index];
    for (std::uint32_t i = 0; i < k.annotations.count; ++i) {
      const ExprId a = c.annotations[k.annotations.first + i];
      const bool is_call = c[a].kind == ExprKind::call || c[a].kind == ExprKind::construct;
      const ValueId callee = is_call ? fold_.callee(f.file, a, body) : fold_.value(f.file, a, body);
      const CallArguments args = is_call ? fold_.arguments(f.file, a, body) : CallArguments{};
      for (const RowMatch& m : fold_.annotation_matches(callee, args, f.reader->name())) {
        if (!m.compiled->row || m.compiled->row->maps.empty()) continue;
        fold_.mark(*m.compiled->row);
        made.is_mapped = true;
        for (const auto& [word, spec] : m.compiled->row->maps) {
          const ValueId value = fold_.build(spec, m.captures);
          const bool is_given = value && !(values_.is_literal(value) && values_.text(value).empty()) &&
                                values_[value].kind != ValueKind::unknown;
          if (!is_given) continue;
          if (word == "store") made.store = value;
          if (word == "name") made.name = value;
          if (word == "naming") made.naming = values_.text(value);
        }
      }
    }
    return made;
  }

  Program& program_;
  Fold& fold_;
  Values& values_;
  std::map<ClassRef, Mapping> known_;
};

}  // namespace

std::string default_table(std::string_view naming, std::string_view class_name) {
  if (naming == "snake") return snake(class_name);
  if (naming == "plural-snake") return plural(snake(class_name));
  std::string same(class_name);
  if (naming == "lower-first" && !same.empty()) same[0] = lower(same[0]);
  return same;
}

void put_tables(Program& program, Fold& fold, Values& values, std::vector<Effect>& effects) {
  Mapper mapper(program, fold, values);
  for (Effect& e : effects) mapper.put(e);
}

}  // namespace demarc
