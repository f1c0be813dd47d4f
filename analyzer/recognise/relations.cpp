// From attributes of classes to foreign keys, join tables and companions of effects.
#include "analyzer/recognise/relations.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "analyzer/recognise/naming.h"

namespace demarc {
using namespace code;
namespace {

constexpr int max_bases = 8;
constexpr int max_along = 4;                 // steps from a thing to what is stored along with it
constexpr std::size_t max_companions = 64;   // of one effect
constexpr std::uint32_t max_type_depth = 4;  // Map<String, List<Item>>

struct Relation {
  std::string as;          // one, many, both, elements
  ValueId target;          // a class; 0 where it is not of the tree
  std::string table_text;  // "orders.id": the table of the target, where no class is named
  ValueId join_table;      // as it is named
  ValueId columns;
  std::string naming;  // of the join table
  std::string field;
  bool is_inverse = false;  // the other side holds the key
  bool is_joined = false;   // a join table is asked for
  bool has_column = false;
  bool is_enforced = true;
  bool stores = false, deletes = false;  // with its owner
  bool fetches = false;
  std::string back;              // what the other side calls it
  bool stores_children = false;  // stores along what holds a key to its owner, without being asked to
  bool fills_join = false;       // who stores the owner stores the lines of the join table
  std::string_view pack;
  Span site;
};

class Relations {
 public:
  Relations(const Packs& packs, Program& program, Fold& fold, Values& values, ClassTables& tables)
      : packs_(packs), program_(program), fold_(fold), values_(values), tables_(tables) {}

  void relate(std::vector<Effect>& effects) {
    if (std::none_of(packs_.all().begin(), packs_.all().end(),
                     [](const auto& row) { return !row->relates.empty(); }))
      return;
    std::vector<Effect> made;
    for (Effect& e : effects) {
      const std::size_t before = made.size();
      follow(e, made);
      // What is touched together is one statement, or several of one transaction.
      if (made.size() == before || e.capture("statement")) continue;
      const auto together = [&](Effect& one) {
        one.captures.emplace_back(keep("statement"), values_.literal("along"));
        std::sort(one.captures.begin(), one.captures.end());
      };
      together(e);
      for (std::size_t i = before; i < made.size(); ++i) together(made[i]);
    }
    for (ProgramFile& f : program_.files())
      for (std::uint32_t i = 1; f.is_evidence && i < f.code->classes.size(); ++i) {
        const Class& k = f.code->classes[i];
        if (k.bases.count == 0 && k.annotations.count == 0) continue;
        const ClassRef type{f.file, ClassId{i}};
        if (!fold_.is_mapped(type) || fold_.mapping(type).is_abstract) continue;
        for (const Relation& r : all_of(type)) declare(type, r, made);
      }
    std::move(made.begin(), made.end(), std::back_inserter(effects));
  }

 private:
  std::string_view keep(std::string_view text) { return values_.strings().text(values_.strings().id(text)); }

  // Its own relations, and those of the classes above that have no table.
  const std::vector<Relation>& all_of(ClassRef type) {
    auto [at, fresh] = known_.try_emplace(type);
    if (!fresh) return at->second;
    std::vector<Relation> all;
    ClassRef now = type;
    for (int depth = 0; now.file && depth < max_bases; ++depth) {
      read(now, all);
      ClassRef above{};
      for (std::uint32_t b = 0; b < program_[now].bases.count && !above.file; ++b)
        above = fold_.base_class(now, b);
      if (!above.file || !fold_.is_mapped(above)) break;
      now = above;
    }
    return known_[type] = std::move(all);
  }

  void read(ClassRef type, std::vector<Relation>& all) {
    ProgramFile& f = program_.indexed(type.file);
    const CodeFile& c = *f.code;
    const Class& k = c.classes[type.type.index];
    for (const Assignment& a : attributes(f, k.body)) {
      if (!a.target) continue;
      std::vector<RowMatch> found = annotations(f, a.annotations, type.type);
      if (a.value && c[a.value].kind == ExprKind::call)
        for (RowMatch& m : fold_.matches(fold_.callee(f.file, a.value, a.block),
                                         fold_.arguments(f.file, a.value, a.block), "()", f.reader->name()))
          if (m.compiled->row && !m.compiled->row->relates.empty()) found.push_back(std::move(m));
      if (found.empty()) continue;
      const ExprId what = a.annotations.count ? c.annotations[a.annotations.first] : a.value;
      add(f, type, found, a.type, c.text(a.target), {f.file, c[what].begin, c[what].end}, all);
    }
    for (std::uint32_t i = 1; i < c.functions.size(); ++i) {
      const Function& fn = c.functions[i];
      if (fn.owner != type.type || fn.annotations.count == 0 || !fn.return_type) continue;
      const std::vector<RowMatch> found = annotations(f, fn.annotations, type.type);
      if (found.empty()) continue;
      std::string field(c.strings.text(fn.name));
      if (field.starts_with("get") && field.size() > 3) field = default_table("lower-first", field.substr(3));
      const ExprId what = c.annotations[fn.annotations.first];
      add(f, type, found, fn.return_type, field, {f.file, c[what].begin, c[what].end}, all);
    }
  }

  // The assignments that stand in a class's body, of every file made once.
  const std::vector<Assignment>& attributes(ProgramFile& f, FunctionId body) {
    if (attributes_of_ != f.file) {
      attributes_of_ = f.file;
      attributes_.clear();
      for (const Assignment& a : f.code->assignments)
        if (const FunctionId scope = Program::scope_of(*f.code, a.block);
            f.code->functions[scope.index].is_class_body)
          attributes_[scope.index].push_back(a);
    }
    return attributes_[body.index];
  }

  std::vector<RowMatch> annotations(ProgramFile& f, Range range, ClassId owner) {
    std::vector<RowMatch> found;
    if (range.count > 0)
      fold_.each_annotation(f, range, owner, [&](const RowMatch& m, ExprId) {
        if (!m.compiled->row->relates.empty()) found.push_back(m);
      });
    return found;
  }

  // Several annotations of one attribute say one thing together.
  void add(ProgramFile& f, ClassRef owner, const std::vector<RowMatch>& found, ExprId type,
           std::string_view field, Span site, std::vector<Relation>& all) {
    std::map<std::string, ValueId> said;
    Relation made;
    for (const RowMatch& m : found)
      for (const auto& [word, spec] : m.compiled->row->relates) {
        bool absent = false;
        const ValueId v = fold_.build(spec, m.captures, &absent);
        if (absent) continue;
        said[word] = v;
        if (word == "as") made.pack = keep(m.compiled->row->pack);
      }
    made.as = text(said, "as");
    if (made.as.empty()) return;
    made.field = field;
    made.site = site;
    made.naming = text(said, "naming");
    made.is_joined = has(said, "table");
    made.has_column = has(said, "column");
    made.is_inverse = has(said, "inverse") || (made.as == "one-by-column" && !made.has_column) ||
                      (made.as == "both-by-table" && !made.is_joined);
    made.as = made.as.substr(0, made.as.find('-'));
    // A class between the two has keys of its own.
    if (has(said, "through")) made.is_inverse = true;
    made.fills_join = text(said, "saved") == "yes";
    made.back = text(said, "back");
    made.stores_children = text(said, "children") == "yes" && !has(said, "cascade");
    if (made.is_joined) made.join_table = fold_.as_text(said["table"]);
    if (said.contains("column")) made.columns = said["column"];
    const std::set<std::string> enforced = words(said, "enforced");
    made.is_enforced =
        !enforced.contains("false") && !enforced.contains("no") && !enforced.contains("NO_CONSTRAINT");
    for (const std::string& word : words(said, "cascade")) {
      const bool is_all = word == "all" || word == "true";
      made.stores |= is_all || word == "persist" || word == "merge" || word == "save-update" ||
                     word == "save_update" || word == "insert" || word == "update";
      made.deletes |= is_all || word == "remove" || word == "delete" || word == "delete_orphan" ||
                      word == "delete-orphan";
    }
    for (const std::string& word : words(said, "fetch"))
      made.fetches |= word == "eager" || word == "true" || word == "joined";
    const ValueId target = said.contains("target") ? said["target"] : ValueId{};
    if (target && !values_.is_literal(target)) said["to"] = target;
    if (values_.is_literal(target)) {
      const std::string_view whole = values_.text(target);
      const std::size_t dot = whole.rfind('.');
      if (dot == std::string_view::npos) return;
      made.table_text = whole.substr(0, dot);
    } else if (made.as != "elements") {
      const ClassRef to = target_class(f, said, type, owner, made.table_text);
      if (!to.file && made.table_text.empty()) return;
      if (to.file && !fold_.is_mapped(to)) return;
      if (to.file) made.target = values_.code(ValueKind::type, program_.number(to));
    }
    all.push_back(std::move(made));
  }

  static bool has(const std::map<std::string, ValueId>& said, const std::string& word) {
    return said.contains(word);
  }
  std::string text(const std::map<std::string, ValueId>& said, const std::string& word) const {
    const auto at = said.find(word);
    return at != said.end() && values_.is_literal(at->second) ? std::string(values_.text(at->second))
                                                              : std::string();
  }

  // Words of a text, of constants of a library, or of a list of those; in lower case but for NO_CONSTRAINT.
  std::set<std::string> words(const std::map<std::string, ValueId>& said, const std::string& word) {
    std::set<std::string> all;
    const auto at = said.find(word);
    if (at == said.end()) return all;
    auto take = [&](auto&& self, ValueId v, int depth) -> void {
      const ValueKind kind = values_[v].kind;
      if (kind != ValueKind::literal && kind != ValueKind::path && kind != ValueKind::member) {
        const std::vector<ValueId> own(values_.children(v).begin(), values_.children(v).end());
        for (const ValueId inner : own)
          if (depth < max_along) self(self, inner, depth + 1);
        return;
      }
      std::string_view one = values_.text(v);
      one = one.substr(one.rfind('.') + 1);
      if (one == "NO_CONSTRAINT") {
        all.emplace(one);
        return;
      }
      std::string part;
      for (const char ch : std::string(one) + ",") {
        if (ch != ',' && ch != ' ') {
          part += ch >= 'A' && ch <= 'Z' ? static_cast<char>(ch - 'A' + 'a') : ch;
        } else if (!part.empty()) {
          all.insert(part);
          part.clear();
        }
      }
    };
    take(take, at->second, 0);
    return all;
  }

  // What is said: a class, a text that names one, a function that yields one; else the declared type.
  // Sets `table` instead where the class is a library's.
  ClassRef target_class(ProgramFile& f, const std::map<std::string, ValueId>& said, ExprId type,
                        ClassRef owner, std::string& table) {
    if (const auto at = said.find("to"); at != said.end()) {
      ValueId v = at->second;
      if (values_[v].kind == ValueKind::function) v = fold_.apply(v, {}, {}, {});
      // A column of a class means that.
      if (values_[v].kind == ValueKind::handle) v = fold_.member(v, "type");
      const Value x = values_[v];
      if (x.kind == ValueKind::type || x.kind == ValueKind::instance) return program_.type(x.aux);
      if (x.kind == ValueKind::path && values_.text(v).ends_with(".AUTH_USER_MODEL")) {
        const std::string user = tables_.user_model(f.file);
        const ClassRef own = tables_.named(user, f.file);
        if (!own.file && user == "auth.User") table = "auth_user";
        return own;
      }
      if (values_.is_literal(v) && values_.text(v) == "self") return owner;
      if (values_.is_literal(v)) return tables_.named(values_.text(v), f.file);
      return {};
    }
    const CodeFile& c = *f.code;
    for (std::uint32_t depth = 0; type && depth < max_type_depth; ++depth) {
      const ValueId thing = fold_.declared_instance(f.file, type);
      if (values_[thing].kind == ValueKind::instance) return program_.type(values_[thing].aux);
      if (c[type].kind != ExprKind::index || c[type].count < 2) break;
      type = c.child(type, c[type].count - 1u);
    }
    return {};
  }

  bool is_spring_boot() {
    if (!spring_boot_) {
      spring_boot_ = false;
      for (const ProgramFile& f : program_.files())
        for (const Import& m : f.code->imports)
          spring_boot_ =
              *spring_boot_ || f.code->strings.text(m.module).starts_with("org.springframework.boot");
    }
    return *spring_boot_;
  }

  std::string table_name(ClassRef type) {
    const std::vector<ClassTables::Table> all = tables_.of(type);
    return all.size() == 1 && values_.is_literal(all[0].name) ? std::string(values_.text(all[0].name))
                                                              : std::string();
  }

  // The table between two, as it is named or as the mapper names it; 0 when there is none.
  ValueId join_of(ClassRef owner, const Relation& r) {
    if (r.is_inverse) return {};
    if (r.join_table) {
      if (!values_.is_literal(r.join_table)) return {};
      if (!values_.text(r.join_table).empty()) return r.join_table;
    }
    const bool is_plain = r.as == "one" || (r.as == "many" && r.has_column);
    if ((is_plain && !r.is_joined) || r.naming.empty()) return {};
    const std::string own = table_name(owner);
    const std::string other = r.target ? table_name(program_.type(values_[r.target].aux)) : std::string();
    if (own.empty() || (other.empty() && r.as != "elements" && r.naming != "django")) return {};
    std::string name;
    if (r.naming == "django") {
      name = own + "_" + default_table("lower", r.field);
    } else if (r.naming == "typeorm") {
      name = default_table("snake", own + "_" + r.field + "_" + other);
    } else if (r.as == "elements") {
      const CodeFile& c = *program_.indexed(owner.file).code;
      name = default_table("snake", std::string(c.strings.text(program_[owner].name)) + "_" + r.field);
    } else if (r.naming == "jpa" && is_spring_boot()) {
      // SpringImplicitNamingStrategy: by the attribute.
      name = own + "_" + default_table("snake", r.field);
    } else {
      name = own + "_" + other;
    }
    return values_.literal(name);
  }

  // ---- foreign keys

  void declare(ClassRef owner, const Relation& r, std::vector<Effect>& out) {
    const ValueId self = values_.code(ValueKind::type, program_.number(owner));
    const ValueId store = fold_.mapping(owner).store;
    if (store && values_.is_literal(store) && values_.text(store) != "sql") return;
    if (!r.is_enforced) return;
    const ValueId other = r.target               ? r.target
                          : r.table_text.empty() ? ValueId{}
                                                 : values_.literal(r.table_text);
    if (const ValueId join = join_of(owner, r)) {
      key(owner, r, join, self, {}, out);
      if (other) key(owner, r, join, other, {}, out);
    } else if (r.as == "one" && !r.is_inverse && !r.is_joined) {
      key(owner, r, self, other, r.columns, out);
    } else if (r.as == "many" && r.has_column && !r.is_inverse) {
      key(owner, r, other, self, r.columns, out);
    }
  }

  void key(ClassRef owner, const Relation& r, ValueId from, ValueId to, ValueId columns,
           std::vector<Effect>& out) {
    if (!from || !to) return;
    Effect made;
    made.kind = RelationKind::declares;
    made.object = EntityKind::table;
    made.pack = r.pack;
    made.where = {owner.file, program_[owner].body};
    made.site = r.site;
    auto add = [&](std::string_view word, ValueId v) { made.captures.emplace_back(keep(word), v); };
    add("change", values_.literal("reference"));
    const bool is_named = values_.is_literal(columns) && !values_.text(columns).empty();
    add("columns", is_named ? columns : values_.literal(r.field));
    add("mode", values_.literal("mapping"));
    add("name", from);
    add("other", to);
    add("store", values_.literal("sql"));
    out.push_back(std::move(made));
  }

  // ---- what is touched along with a thing

  void follow(const Effect& e, std::vector<Effect>& out) {
    const bool is_access = e.kind == RelationKind::reads || e.kind == RelationKind::writes;
    if (e.object != EntityKind::table || !is_access) return;
    const ValueId name = e.capture("name");
    if (!name) return;
    std::set<std::uint32_t> seen;
    std::size_t room = max_companions;
    for (const ValueId one : values_.alternatives(name)) {
      const ValueKind kind = values_[one].kind;
      if (kind != ValueKind::type && kind != ValueKind::instance) continue;
      if (fold_.is_mapped(program_.type(values_[one].aux)))
        along(e, program_.type(values_[one].aux), e.chain, 0, seen, room, out);
    }
  }

  void along(const Effect& e, ClassRef owner, const std::vector<std::pair<Span, std::string_view>>& chain,
             int depth, std::set<std::uint32_t>& seen, std::size_t& room, std::vector<Effect>& out) {
    if (depth >= max_along || !seen.insert(program_.number(owner)).second) return;
    const bool writes = e.kind == RelationKind::writes;
    const bool deletes = writes && values_.text(e.capture("mode")) == "delete";
    std::vector<Relation> all = all_of(owner);
    const std::vector<Relation>& others = backward(owner);
    all.insert(all.end(), others.begin(), others.end());
    for (const Relation& r : all) {
      if (room == 0) return;
      const ValueId join = join_of(owner, r);
      if (join && ((writes && r.fills_join) || (!writes && r.fetches)))
        companion(e, join, chain, r, "by the join table of this", fold_.mapping(owner).store, room, out);
      if (!r.target) continue;
      const ClassRef target = program_.type(values_[r.target].aux);
      const bool takes_along = !writes    ? r.fetches
                               : deletes  ? r.deletes
                               : r.stores ? true
                                          : r.stores_children && holds_key(target, owner);
      if (!takes_along) continue;
      if (!fold_.is_mapped(target) || seen.contains(program_.number(target))) continue;
      auto further = chain;
      further.emplace_back(r.site, keep(writes ? "and with it" : "fetched along"));
      companion(e, r.target, chain, r, writes ? "and with it" : "fetched along", {}, room, out);
      along(e, target, further, depth + 1, seen, room, out);
    }
  }

  // True where things of `child` hold a key to those of `owner`.
  bool holds_key(ClassRef child, ClassRef owner) {
    const std::string table = table_name(owner);
    for (const Relation& r : all_of(child)) {
      if (r.as != "one" || r.is_inverse) continue;
      if (r.target && program_.type(values_[r.target].aux) == owner) return true;
      if (!table.empty() && r.table_text == table) return true;
    }
    return false;
  }

  // What other classes say of relations to this one, under a name that it has them by.
  const std::vector<Relation>& backward(ClassRef type) {
    if (!has_backward_) {
      has_backward_ = true;
      for (ProgramFile& f : program_.files())
        for (std::uint32_t i = 1; f.is_evidence && i < f.code->classes.size(); ++i) {
          const ClassRef one{f.file, ClassId{i}};
          if (f.code->classes[i].bases.count == 0 || !fold_.is_mapped(one)) continue;
          for (const Relation& r : all_of(one)) {
            if (r.back.empty() || !r.target) continue;
            Relation other = r;
            other.target = values_.code(ValueKind::type, program_.number(one));
            other.is_inverse = true;
            backward_[program_.type(values_[r.target].aux)].push_back(std::move(other));
          }
        }
    }
    return backward_[type];
  }

  void companion(const Effect& e, ValueId name, const std::vector<std::pair<Span, std::string_view>>& chain,
                 const Relation& r, std::string_view word, ValueId store, std::size_t& room,
                 std::vector<Effect>& out) {
    if (room == 0) return;
    --room;
    Effect made = e;
    made.chain = chain;
    made.chain.emplace_back(r.site, keep(word));
    made.certainty = std::max(Certainty::likely, e.certainty);
    std::erase_if(made.captures, [](const auto& c) { return c.first == "name" || c.first == "item"; });
    made.captures.emplace_back(keep("name"), name);
    // A class says where it lies, a name lies where its owner does.
    if (values_.is_literal(name) && store && !e.capture("store"))
      made.captures.emplace_back(keep("store"), store);
    std::sort(made.captures.begin(), made.captures.end());
    out.push_back(std::move(made));
  }

  const Packs& packs_;
  Program& program_;
  Fold& fold_;
  Values& values_;
  ClassTables& tables_;
  std::map<ClassRef, std::vector<Relation>> known_;
  std::map<ClassRef, std::vector<Relation>> backward_;
  bool has_backward_ = false;
  std::optional<bool> spring_boot_;
  FileId attributes_of_;
  std::map<std::uint32_t, std::vector<Assignment>> attributes_;  // of one file, by class body
};

}  // namespace

void relate_classes(const Packs& packs, Program& program, Fold& fold, Values& values, ClassTables& tables,
                    std::vector<Effect>& effects) {
  Relations(packs, program, fold, values, tables).relate(effects);
}

}  // namespace demarc
