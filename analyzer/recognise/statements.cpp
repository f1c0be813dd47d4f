// From folded texts of SQL to tables: holes are marked, the text is read, and marks become holes again.
#include "analyzer/recognise/statements.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "analyzer/base/letters.h"

namespace demarc {
using namespace code;
namespace {

constexpr std::string_view mark = "demarc_hole_";

std::string mark_of(std::size_t hole) { return std::string(mark) + std::to_string(hole) + "_"; }

// A text as it is read, and what its marks stand for.
struct Marked {
  std::string text;
  std::vector<ValueId> holes;
  bool has_words = false;  // something of it is known
};

Marked marked(Values& values, ValueId value) {
  Marked out;
  auto add = [&](ValueId part) {
    if (values.is_literal(part)) {
      const std::string_view text = values.text(part);
      out.has_words = out.has_words || text.find_first_not_of(" \t\r\n;") != std::string_view::npos;
      out.text += text;
      return;
    }
    // "… FROM orders" + filter: what is put behind a whole word is no part of it. "orders_" + month is one.
    if (!out.text.empty() && std::isalnum(static_cast<unsigned char>(out.text.back()))) out.text += ' ';
    out.text += mark_of(out.holes.size());
    out.holes.push_back(part);
  };
  if (values[value].kind == ValueKind::concat)
    for (std::uint32_t i = 0; i < values[value].count; ++i) add(values.child(value, i));
  else add(value);
  return out;
}

ValueId unmarked(Values& values, const Marked& from, std::string_view name) {
  std::vector<ValueId> parts;
  while (!name.empty()) {
    const std::size_t at = name.find(mark);
    if (at != 0) {
      parts.push_back(values.literal(name.substr(0, at)));
      if (at == std::string_view::npos) break;
      name.remove_prefix(at);
      continue;
    }
    name.remove_prefix(mark.size());
    std::size_t hole = 0;
    while (!name.empty() && name[0] != '_') {
      hole = std::min<std::size_t>(hole * 10 + static_cast<std::size_t>(name[0] - '0'), 1u << 20);
      name.remove_prefix(1);
    }
    if (!name.empty()) name.remove_prefix(1);
    parts.push_back(hole < from.holes.size() ? from.holes[hole] : ValueId{});
  }
  return values.concat(parts);
}

// Of what a hole may hold only what can be a name: "FROM " + query is none of the tables of the query.
ValueId one_name(Values& values, ValueId value, int depth = 0) {
  const Value v = values[value];
  if (values.is_literal(value))
    return values.text(value).find_first_of(" \t\r\n(),=;") == std::string_view::npos ? value : ValueId{};
  if ((v.kind != ValueKind::concat && v.kind != ValueKind::either) || depth > 8) return value;
  std::vector<ValueId> parts;
  for (std::uint32_t i = 0; i < v.count; ++i) {
    const ValueId part = values.child(value, i), name = one_name(values, part, depth + 1);
    if (name || !part) parts.push_back(name);
    else if (v.kind == ValueKind::concat) return {};
  }
  return v.kind == ValueKind::concat ? values.concat(parts) : values.either(parts);
}

class Statements {
 public:
  Statements(const SqlReader* reader, Program& program, Values& values)
      : reader_(reader), program_(program), values_(values) {}

  std::vector<Effect> read(std::vector<Effect>& effects) {
    std::vector<Effect> out;
    out.reserve(effects.size());
    for (Effect& e : effects) {
      const ValueId sql = e.capture("sql"), objects = e.capture("jpql");
      if (!sql && !objects) {
        out.push_back(std::move(e));
        continue;
      }
      const bool is_objects = !sql;
      // A class itself is as good as its name; what only counts where it is known says no more.
      if (is_objects && e.capture("known") && !values_.is_literal(objects)) {
        const ValueId type = values_[objects].kind == ValueKind::type ? objects : ValueId{};
        std::erase_if(e.captures, [](const auto& c) { return c.first == "jpql"; });
        if (!type) continue;
        e.captures.emplace_back(keep("name"), type);
        std::erase_if(e.captures, [](const auto& c) { return c.first == "known"; });
        std::sort(e.captures.begin(), e.captures.end());
        out.push_back(std::move(e));
        continue;
      }
      // Who names a class is known by it.
      std::erase_if(e.captures, [&](const auto& c) {
        return c.first == "sql" || c.first == "jpql" || (is_objects && c.first == "known");
      });
      std::set<std::vector<ValueId>> seen;
      for (ValueId one : values_.alternatives(is_objects ? objects : sql))
        expand(e, one, is_objects, seen, out);
    }
    return out;
  }

 private:
  std::string_view keep(std::string_view text) { return values_.strings().text(values_.strings().id(text)); }

  void expand(const Effect& from, ValueId text, bool is_objects, std::set<std::vector<ValueId>>& seen,
              std::vector<Effect>& out) {
    // The annotations of mappers take a text in pieces, with blanks between.
    if (values_[text].kind == ValueKind::list) {
      std::vector<ValueId> parts;
      for (std::uint32_t i = 0; i < values_[text].count; ++i) {
        if (i > 0) parts.push_back(values_.literal(" "));
        parts.push_back(values_.child(text, i));
      }
      text = values_.concat(parts);
    }
    Marked known = marked(values_, text);
    // A class alone: what is done to it, the row says.
    if (is_objects && known.holes.empty() && known.text.find(' ') == std::string::npos) {
      const std::string_view mode = values_.text(from.capture("mode"));
      known.text.insert(0, mode == "update"   ? "UPDATE "
                           : mode == "put"    ? "INSERT INTO "
                           : mode == "delete" ? "DELETE FROM "
                                              : "FROM ");
    }
    const bool starts_known = !known.text.starts_with(mark);
    if (!reader_ || !known.has_words) return open(from, text, seen, out);
    const SqlReading reading =
        is_objects ? reader_->read_object_query(known.text) : reader_->read(known.text);
    if (reading.uses.empty() && !starts_known) return open(from, text, seen, out);
    if (!is_objects)
      for (const SqlCall& call : reading.calls) run_routine(from, known, call, seen, out);
    std::map<std::uint32_t, std::set<SqlName>> together;
    for (const SqlUse& use : reading.uses) together[use.statement].insert(use.table);
    for (const SqlUse& use : reading.uses) {
      const ValueId name = is_objects ? entity(use.table.name, from.where.file) : name_of(known, use.table);
      if (is_objects && !name) continue;
      const ValueId mode = values_.literal(to_string(use.mode));
      if (!seen.insert({name, mode, values_.literal(std::to_string(use.statement))}).second) continue;
      Effect made = from;
      made.kind = use.mode == SqlMode::query ? RelationKind::reads : RelationKind::writes;
      made.certainty = std::max(made.certainty, use.certainty);
      std::erase_if(made.captures, [](const auto& c) { return c.first == "name" || c.first == "mode"; });
      made.captures.emplace_back(keep("name"), name);
      made.captures.emplace_back(keep("mode"), mode);
      if (together[use.statement].size() > 1)
        made.captures.emplace_back(keep("statement"), values_.literal(std::to_string(use.statement + 1)));
      std::sort(made.captures.begin(), made.captures.end());
      out.push_back(std::move(made));
    }
    if (!is_objects)
      for (const SqlChange& change : reading.changes) declare(from, known, change, out);
  }

  // Linking knows what the bodies of routines do. Functions of the engine have names too: those in
  // expressions count only where the tree makes one of this name.
  void run_routine(const Effect& from, const Marked& known, const SqlCall& call,
                   std::set<std::vector<ValueId>>& seen, std::vector<Effect>& out) {
    if (!call.is_sure && !routines().contains(lower(call.routine.name))) return;
    const ValueId name = name_of(known, call.routine);
    if (!name || !values_.is_literal(name) || !seen.insert({name, name}).second) return;
    Effect made = from;
    std::erase_if(made.captures, [](const auto& c) { return c.first == "name" || c.first == "mode"; });
    made.captures.emplace_back(keep("routine"), name);
    std::sort(made.captures.begin(), made.captures.end());
    out.push_back(std::move(made));
  }

  // Names of all routines that files of SQL or texts in code make, in small letters.
  const std::set<std::string>& routines() {
    if (routines_) return *routines_;
    routines_.emplace();
    const Project& project = program_.project();
    for (std::uint32_t i = 1; i <= project.files().size(); ++i) {
      const Document* d = project.document(FileId{i});
      const NodeIndex list = d && !d->roots().empty() ? d->find(d->roots()[0], "sql changes") : no_node;
      for (std::uint32_t k = 0; list != no_node && k < (*d)[list].count; ++k) {
        const NodeIndex change = d->child((*d)[list], k);
        const std::string_view name = d->text_of(change, "table");
        if (d->text_of(change, "do") == "routine") routines_->insert(lower(name.substr(name.rfind('.') + 1)));
      }
    }
    return *routines_;
  }

  // What the text does to the schema; only names that are whole.
  void declare(const Effect& from, const Marked& known, const SqlChange& change, std::vector<Effect>& out) {
    if (change.kind == SqlChangeKind::view || change.kind == SqlChangeKind::drop_view) return;
    Effect made = from;
    made.kind = RelationKind::declares;
    std::erase_if(made.captures, [](const auto& c) { return c.first == "name" || c.first == "mode"; });
    auto add = [&](std::string_view word, ValueId value) {
      if (value && values_.is_literal(value) && !values_.text(value).empty())
        made.captures.emplace_back(keep(word), value);
    };
    add("name", name_of(known, change.table));
    add("other", name_of(known, change.other));
    add("change", values_.literal(to_string(change.kind)));
    add("constraint", values_.literal(change.name));
    add("columns", values_.literal(change.columns));
    if (change.kind == SqlChangeKind::trigger || change.kind == SqlChangeKind::drop_trigger)
      add("constraint", values_.literal(change.name));
    std::vector<ValueId> uses, calls;
    for (const SqlUse& use : change.uses)
      if (const ValueId table = name_of(known, use.table); table && values_.is_literal(table))
        uses.push_back(
            values_.literal(std::string(to_string(use.mode)) + " " + std::string(values_.text(table))));
    for (const SqlName& one : change.calls) calls.push_back(values_.literal(one.text()));
    if (!uses.empty()) made.captures.emplace_back(keep("uses"), values_.list(uses));
    if (!calls.empty()) made.captures.emplace_back(keep("calls"), values_.list(calls));
    std::sort(made.captures.begin(), made.captures.end());
    if (made.capture("name")) out.push_back(std::move(made));
  }

  // One place whose text nobody knows.
  void open(const Effect& from, ValueId text, std::set<std::vector<ValueId>>& seen,
            std::vector<Effect>& out) {
    // What only looks like a client may take anything.
    if (from.certainty != Certainty::certain || !seen.insert({text}).second) return;
    Effect made = from;
    std::erase_if(made.captures, [](const auto& c) { return c.first == "name"; });
    // A text that a setting holds is no table's name.
    const ValueId what = values_[text].kind == ValueKind::setting ? ValueId{} : one_name(values_, text);
    made.captures.emplace_back(keep("name"), values_.is_literal(what) ? ValueId{} : what);
    std::sort(made.captures.begin(), made.captures.end());
    out.push_back(std::move(made));
  }

  ValueId name_of(const Marked& known, const SqlName& table) {
    if (table.name.empty()) return {};
    ValueId name = unmarked(values_, known, table.name);
    if (!values_.is_literal(name)) name = one_name(values_, name);
    const std::string schema = lower(table.schema);
    // Where a database puts tables when nobody says.
    const bool is_default =
        schema.empty() || schema == "public" || schema == "dbo" || schema.find(mark) != std::string::npos;
    if (is_default || !name) return name;
    const ValueId both[] = {values_.literal(table.schema + "."), name};
    return values_.concat(both);
  }

  // The class of this name: the one that lies nearest to `from`.
  ValueId entity(std::string_view name, FileId from) {
    if (classes_.empty())
      for (const ProgramFile& f : program_.files())
        for (std::uint32_t i = 1; f.is_evidence && i < f.code->classes.size(); ++i)
          if (const Class& k = f.code->classes[i]; k.name)
            classes_[std::string(f.code->strings.text(k.name))].push_back({f.file, ClassId{i}});
    auto at = classes_.find(std::string(name));
    if (at == classes_.end()) return {};
    const Files& files = program_.project().files();
    auto shared = [&](const ClassRef& one) {
      const std::string_view a = files.path(from), b = files.path(one.file);
      return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                      a.begin());
    };
    const ClassRef best =
        *std::max_element(at->second.begin(), at->second.end(),
                          [&](const ClassRef& a, const ClassRef& b) { return shared(a) < shared(b); });
    return values_.code(ValueKind::type, program_.number(best));
  }

  const SqlReader* reader_;
  Program& program_;
  Values& values_;
  std::map<std::string, std::vector<ClassRef>> classes_;  // by simple name
  std::optional<std::set<std::string>> routines_;
};

}  // namespace

void read_statements(const SqlReader* reader, Program& program, Values& values,
                     std::vector<Effect>& effects) {
  const bool has_any = std::any_of(effects.begin(), effects.end(),
                                   [](const Effect& e) { return e.capture("sql") || e.capture("jpql"); });
  if (!has_any) return;
  effects = Statements(reader, program, values).read(effects);
}

}  // namespace demarc
