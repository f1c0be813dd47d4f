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

// How many letters two paths begin with in common.
std::size_t common(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

}  // namespace

bool ClassTables::put(Effect& e) {
  if (e.object != EntityKind::table) return true;
  put_models(e);
  if (e.kind == RelationKind::declares && e.capture("change")) {
    // A constraint that is switched off is none; one to nowhere known neither.
    const std::string_view enforced = values_.text(e.capture("enforced"));
    if (enforced == "false" || enforced == "False" || enforced == "no" || enforced.ends_with("NO_CONSTRAINT"))
      return false;
    if (const ValueId target = e.capture("target"); target && !e.capture("other")) {
      const std::string text(values_.is_literal(target) ? values_.text(target) : std::string_view{});
      const std::size_t dot = text.rfind('.');
      if (dot == std::string::npos || dot == 0) return false;
      e.captures.emplace_back("other", values_.literal(text.substr(0, dot)));
      std::sort(e.captures.begin(), e.captures.end());
    }
    if (const std::string_view is = values_.text(e.capture("virtual")); is == "true" || is == "True")
      return false;
    // A class that stands between two models has a table of its own.
    if (const ValueId through = e.capture("through");
        through && !(values_.is_literal(through) && values_.text(through).empty()))
      return false;
    if (values_.text(e.capture("change")) == "reference" && !e.capture("other")) return false;
    if (e.capture("other") && !put(e, "other")) return false;
  }
  // What only counts where it is known what it touches.
  if (e.capture("known") && !values_.is_literal(e.capture("name"))) return false;
  return put(e, "name");
}

bool ClassTables::put(Effect& e, std::string_view word) {
  const ValueId name = e.capture(word);
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
    const std::vector<Table> all = of(type);
    is_stored = !all.empty() || !is_abstract(type);
    if (all.empty() && is_stored) names.push_back({});
    for (const Table& table : all) {
      names.push_back(unquoted(table.name));
      if (table.store) told.store = table.store;
      if (table.unit) told.unit = table.unit;
    }
  }
  if (!is_class) return true;
  if (names.empty()) return is_stored;
  std::erase_if(e.captures, [&](const auto& c) { return c.first == word; });
  e.captures.emplace_back(keep(word), values_.either(names));
  const bool is_own = word == "name";
  if (is_own && told.store && !e.capture("store")) e.captures.emplace_back("store", told.store);
  if (is_own && told.unit && !e.capture("unit")) e.captures.emplace_back("unit", told.unit);
  std::sort(e.captures.begin(), e.captures.end());
  return true;
}

std::vector<ClassTables::Table> ClassTables::of(ClassRef type) {
  if (const Table own = table_of(type, 0); own.name) return {own};
  std::vector<Table> all;
  if (fold_.is_mapped(type)) return all;
  for (const ClassRef holder : holders(type))
    if (const Table table = table_of(holder, 0); table.name && all.size() < max_tables) all.push_back(table);
  return all;
}

ClassTables::Table ClassTables::table_of(ClassRef type, int depth) {
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
ValueId ClassTables::django_table(ClassRef type, const Fold::Mapping& own, const std::string& name) {
  ValueId label = own.label;
  const std::string package(package_of(program_.project().files().path(type.file)));
  if (!label) label = app_label(package);
  const ValueId parts[] = {label, values_.literal("_" + default_table("lower", name))};
  return values_.concat(parts);
}

ValueId ClassTables::app_label(const std::string& package) {
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
const std::vector<ClassRef>& ClassTables::holders(ClassRef held) {
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

// Names that are words of SQL are written with quotes, which are no part of them: "\"order\"".
ValueId ClassTables::unquoted(ValueId name) {
  if (!values_.is_literal(name)) return name;
  const std::string text(values_.text(name));
  const bool is_quoted = text.size() > 2 && ((text[0] == text.back() && (text[0] == '`' || text[0] == '"')) ||
                                             (text[0] == '[' && text.back() == ']'));
  return is_quoted ? values_.literal(text.substr(1, text.size() - 2)) : name;
}

// What migrations call "Order" is the model of the app around their folder, "shop.Order" that of another:
// "#shop.order", which the replay of the migrations turns into its table.
void ClassTables::put_models(Effect& e) {
  for (const auto& [word, model] : {std::pair{"name", "model"}, std::pair{"other", "other-model"}}) {
    ValueId v = e.capture(model);
    if (!v) continue;
    if (values_[v].kind == ValueKind::path && values_.text(v).ends_with(".AUTH_USER_MODEL"))
      v = values_.literal(user_model(e.site.file));
    if (!values_.is_literal(v)) continue;
    std::string text = default_table("lower", std::string(values_.text(v)));
    if (text.empty()) continue;
    if (text.find('.') == std::string::npos) {
      std::string package(package_of(program_.project().files().path(e.site.file)));
      if (package.ends_with("/migrations")) package.resize(package.size() - 11);
      else package = package.substr(0, std::min(package.find("/migrations/"), package.size()));
      const ValueId label = app_label(package);
      if (text == "self") text = default_table("lower", std::string(values_.text(e.capture("model"))));
      text = std::string(values_.text(label)) + "." + text;
    }
    e.captures.emplace_back(word, values_.literal("#" + text));
  }
  std::sort(e.captures.begin(), e.captures.end());
}

// https://docs.djangoproject.com/en/stable/ref/settings/#auth-user-model
std::string ClassTables::user_model(FileId from) {
  if (!has_user_models_) {
    has_user_models_ = true;
    for (ProgramFile& f : program_.files()) {
      const CodeFile& c = *f.code;
      if (!c.strings.find("AUTH_USER_MODEL")) continue;
      for (const Assignment& a : c.assignments)
        if (a.target && a.value && c[a.target].kind == ExprKind::name &&
            c.text(a.target) == "AUTH_USER_MODEL" && c[a.value].kind == ExprKind::string)
          user_models_.emplace_back(f.file, c.text(a.value));
    }
  }
  std::string best = "auth.User";
  std::size_t shared = 0;
  for (const auto& [file, model] : user_models_)
    if (const std::size_t now =
            common(program_.project().files().path(from), program_.project().files().path(file)) + 1;
        now > shared) {
      shared = now;
      best = model;
    }
  return best;
}

ClassRef ClassTables::named(std::string_view name, FileId from) {
  if (!has_stored_) {
    has_stored_ = true;
    for (ProgramFile& f : program_.files())
      for (std::uint32_t i = 1; f.is_evidence && i < f.code->classes.size(); ++i)
        if (const Class& k = f.code->classes[i]; k.name && (k.bases.count > 0 || k.annotations.count > 0))
          stored_[std::string(f.code->strings.text(k.name))].push_back({f.file, ClassId{i}});
  }
  const std::size_t dot = name.rfind('.');
  const std::string_view plain = name.substr(dot + 1);  // npos + 1 is 0
  const std::string qualifier =
      dot == std::string_view::npos ? "" : "/" + std::string(name.substr(0, dot)) + "/";
  const auto at = stored_.find(plain);
  ClassRef best{};
  if (at == stored_.end()) return best;
  const Files& files = program_.project().files();
  std::size_t shared = 0;
  for (const ClassRef& one : at->second) {
    if (!fold_.is_mapped(one)) continue;
    const std::string path = "/" + std::string(files.path(one.file));
    // Its package first, then nearness.
    const std::size_t now = common(files.path(from), files.path(one.file)) + 1 +
                            (!qualifier.empty() && path.find(qualifier) != std::string::npos ? 10'000 : 0);
    if (now > shared) {
      shared = now;
      best = one;
    }
  }
  return best;
}

}  // namespace demarc
