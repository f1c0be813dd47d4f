// From mapped classes to tables.
#include "analyzer/recognise/mappings.h"

#include <algorithm>

#include "analyzer/recognise/naming.h"

namespace demarc {
using namespace code;
namespace {

constexpr int max_bases = 8;
constexpr std::size_t max_tables = 8;  // that one class may stand for

// The folder that a module of models belongs to: that around models.py or around the package `models`.
std::string_view package_of(std::string_view path) {
  const std::size_t models = path.rfind("/models/");
  if (models != std::string_view::npos) return path.substr(0, models);
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

class Mapper {
 public:
  Mapper(Program& program, Fold& fold, Values& values, const CalledMappings& called)
      : program_(program), fold_(fold), values_(values), called_(called) {}

  // False where nothing is touched.
  bool put(Effect& e) {
    if (e.object != EntityKind::table) return true;
    const ValueId name = e.capture("name");
    if (!name) return true;
    std::vector<ValueId> names;
    Table told;
    bool is_class = false, is_stored = true;
    for (ValueId one : values_.alternatives(name)) {
      const ValueKind kind = values_[one].kind;
      if (kind != ValueKind::type && kind != ValueKind::instance) {
        names.push_back(one);
        continue;
      }
      is_class = true;
      const ClassRef type = program_.type(values_[one].aux);
      const std::vector<Table> all = tables_of(type);
      is_stored = !all.empty() || !is_abstract(type);
      if (all.empty() && is_stored) names.push_back({});
      for (const Table& table : all) {
        names.push_back(table.name);
        if (table.store) told.store = table.store;
        if (table.unit) told.unit = table.unit;
      }
    }
    if (!is_class) return true;
    if (names.empty()) return is_stored;
    std::erase_if(e.captures, [&](const auto& c) { return c.first == "name"; });
    e.captures.emplace_back("name", values_.either(names));
    if (told.store && !e.capture("store")) e.captures.emplace_back("store", told.store);
    if (told.unit && !e.capture("unit")) e.captures.emplace_back("unit", told.unit);
    std::sort(e.captures.begin(), e.captures.end());
    return true;
  }

 private:
  struct Table {
    ValueId name, store, unit;
  };

  bool is_abstract(ClassRef type) { return fold_.mapping(type).row && fold_.mapping(type).is_abstract; }

  // The class's own; else those of the classes that hold a thing of it (a manager of models).
  std::vector<Table> tables_of(ClassRef type) {
    if (const Table own = table_of(type, 0); own.name) return {own};
    std::vector<Table> all;
    if (fold_.is_mapped(type)) return all;
    for (const ClassRef holder : holders(type))
      if (const Table table = table_of(holder, 0); table.name && all.size() < max_tables)
        all.push_back(table);
    return all;
  }

  Table table_of(ClassRef type, int depth) {
    const Fold::Mapping& own = fold_.mapping(type);
    const CodeFile& c = *program_.file(type.file)->code;
    Table made{own.name, own.store, own.unit};
    std::string naming = own.naming;
    if (auto at = called_.find(type); at != called_.end())
      for (const auto& [word, spec] : at->second.compiled->row->maps) {
        bool absent = false;
        const ValueId v = fold_.build(spec, at->second.captures, &absent);
        if (absent || values_[v].kind == ValueKind::unknown) continue;
        if (word == "name") made.name = v;
        if (word == "store") made.store = v;
        if (word == "naming") naming = values_.text(v);
      }
    if (made.name) return made;
    // Subclasses of what is stored lie in its table, unless they name one of their own.
    if (!(own.row && own.is_apart) && depth < max_bases)
      for (std::uint32_t b = 0; b < program_[type].bases.count; ++b)
        if (const ClassRef base = fold_.base_class(type, b);
            base.file && !is_abstract(base) && !(own.row && fold_.mapping(base).is_apart))
          if (const Table above = table_of(base, depth + 1); above.name) return above;
    if (!own.row || own.is_abstract || naming.empty()) return {};
    const std::string name(c.strings.text(program_[type].name));
    if (naming == "django") return {django_table(type, own, name), made.store, made.unit};
    made.name = values_.literal(default_table(naming, name));
    return made;
  }

  // https://docs.djangoproject.com/en/stable/ref/models/options/#table-names: the label of the app, "_", and
  // the class's name in lower case. The label is the last word of the app's package, unless its AppConfig
  // names another.
  ValueId django_table(ClassRef type, const Fold::Mapping& own, const std::string& name) {
    ValueId label = own.label;
    const std::string package(package_of(program_.project().files().path(type.file)));
    if (!label) label = app_label(package);
    const ValueId parts[] = {label, values_.literal("_" + default_table("lower", name))};
    return values_.concat(parts);
  }

  ValueId app_label(const std::string& package) {
    auto [at, fresh] = labels_.try_emplace(package);
    if (!fresh) return at->second;
    ValueId label = values_.literal(package.substr(package.rfind('/') + 1));
    for (const char* module : {"/apps.py", "/apps/__init__.py", "/__init__.py"}) {
      const FileId file = program_.project().files().find(package + module);
      const ProgramFile* f = file ? program_.file(file) : nullptr;
      if (!f) continue;
      for (std::uint32_t i = 1; i < f->code->classes.size(); ++i) {
        const ClassRef config{file, ClassId{i}};
        if (f->code->classes[i].bases.count == 0) continue;
        const RowMatch* m = fold_.class_row(config);
        if (!m || m->compiled->gives != "django.AppConfig") continue;
        for (const auto& [word, v] : m->captures)
          if (word == "label" && values_.is_literal(v)) label = v;
      }
    }
    return at->second = label;
  }

  // The stored classes with an attribute that is such a thing.
  const std::vector<ClassRef>& holders(ClassRef held) {
    if (!has_holders_) {
      has_holders_ = true;
      for (ProgramFile& f : program_.files())
        for (const Assignment& a : f.code->assignments) {
          const Function& body = f.code->functions[Program::scope_of(*f.code, a.block).index];
          if (!a.value || !body.is_class_body || !body.owner) continue;
          const ClassRef type{f.file, body.owner};
          if (!fold_.is_mapped(type)) continue;
          const ValueId v = fold_.value(f.file, a.value, a.block);
          if (values_[v].kind != ValueKind::instance) continue;
          std::vector<ClassRef>& all = holders_[program_.type(values_[v].aux)];
          if (std::find(all.begin(), all.end(), type) == all.end()) all.push_back(type);
        }
    }
    return holders_[held];
  }

  Program& program_;
  Fold& fold_;
  Values& values_;
  const CalledMappings& called_;
  std::map<std::string, ValueId> labels_;  // of apps, by package
  std::map<ClassRef, std::vector<ClassRef>> holders_;
  bool has_holders_ = false;
};

}  // namespace

void put_tables(Program& program, Fold& fold, Values& values, const CalledMappings& called,
                std::vector<Effect>& effects) {
  Mapper mapper(program, fold, values, called);
  std::erase_if(effects, [&](Effect& e) { return !mapper.put(e); });
}

}  // namespace demarc
