// Which functions handle messages, and what each of them reads.
#include <algorithm>
#include <map>

#include "analyzer/recognise/message_fields.h"
#include "analyzer/recognise/message_reading.h"

namespace demarc {
using namespace code;

namespace {

// The functions of a file that go by a handler's name, also inside what wraps them.
void named(const ProgramFile& f, std::string_view name, std::set<FunctionRef>& all) {
  const CodeFile& c = *f.code;
  const StringId id = c.strings.find(name);
  if (!id) return;
  const auto take = [&](auto&& self, ExprId e, int depth) -> void {
    if (!e || depth > 3) return;
    const Expr& x = c[e];
    if (x.kind == ExprKind::function) all.insert({f.file, FunctionId{x.first}});
    if (x.kind == ExprKind::call || x.kind == ExprKind::argument)
      for (std::uint32_t i = 0; i < x.count; ++i) self(self, c.child(e, i), depth + 1);
    if (x.kind == ExprKind::name)
      for (std::uint32_t i = 1; i < c.functions.size(); ++i)
        if (c.functions[i].name == x.text && c.functions[i].parent == file_function)
          all.insert({f.file, FunctionId{i}});
  };
  for (std::uint32_t i = 2; i < c.functions.size(); ++i)
    if (c.functions[i].name == id && !c.functions[i].is_abstract) all.insert({f.file, FunctionId{i}});
  for (const Export& e : c.exports)
    if (e.name == id) take(take, e.value, 0);
  for (const Assignment& a : c.assignments)
    if (c[a.target].text == id && Program::scope_of(c, a.block) == file_function) take(take, a.value, 0);
}

// True where the site is a mark of the function itself, or the whole function: not a call inside it.
bool stands_on(Program& program, const Effect& e) {
  const Function& fn = program[e.where];
  if (e.site.file != e.where.file) return false;
  if (e.site.begin == fn.begin && e.site.end == fn.end) return true;
  const CodeFile& c = *program.file(e.where.file)->code;
  for (std::uint32_t i = 0; i < fn.annotations.count; ++i)
    if (c[c.annotations[fn.annotations.first + i]].begin == e.site.begin) return true;
  return false;
}

bool is_polled(const Values& values, const Effect& e) {
  const ValueId content = e.capture("message");
  return values.is_literal(content) && values.text(content).starts_with("polled");
}

// Code that asks for messages instead of being given them: what it reads of them is looked for in the whole
// file, unless it asks several places for theirs.
void read_polled(MessageReading& reading, const Values& values, Effects& effects) {
  struct Place {
    std::string content;
    std::set<FunctionRef> known_as;  // what the effects are called by
  };
  struct Asking {
    std::set<ValueId> names;
    std::map<FunctionRef, Place> places;
  };
  std::map<FileId, Asking> asking;
  for (const Effect& e : effects.effects) {
    if (e.kind != RelationKind::consumes || e.object != EntityKind::channel || !e.where.file) continue;
    if (!is_polled(values, e)) continue;
    Asking& file = asking[e.site.file];
    file.names.insert(e.capture("name"));
    Place& place = file.places[e.where];
    place.content = values.text(e.capture("message"));
    place.known_as.insert(e.handler.file ? e.handler : e.where);
  }
  for (const auto& [file, all] : asking)
    for (const auto& [where, place] : all.places) {
      if (where.file != file || (all.names.size() > 1 && where.function == file_function)) continue;
      MessageReads made;
      made.content = place.content;
      if (!reading.read_polled(where, all.names.size() == 1, made)) continue;
      for (const FunctionRef one : place.known_as) {
        made.handler = one;
        effects.reads.push_back(made);
      }
    }
}

}  // namespace

std::vector<std::string> message_handlers(const Declarations& declared, const Values& values) {
  std::set<std::string_view> asked;  // "path#Id"
  const auto ask = [&](ValueId v) {
    if (values[v].kind == ValueKind::reference) asked.insert(values.strings().text(values[v].text));
  };
  for (const Wiring& w : declared.wirings) {
    if (w.kind == WiringKind::consumes) ask(w.from);
    if (w.kind == WiringKind::forwards) ask(w.to);
  }
  std::set<std::string> names;
  if (!asked.empty())
    for (const Resource& r : declared.resources)
      if (r.kind == ResourceKind::function)
        for (const Property& p : r.properties) {
          if (p.name != "handler") continue;
          const auto take = [&](ValueId v) {
            if (!values.is_literal(v)) return;
            const std::string_view text = values.text(v);
            names.emplace(text.substr(text.find_last_of(".:") + 1));
          };
          take(p.value);
          if (values[p.value].kind == ValueKind::either)
            for (ValueId one : values.children(p.value)) take(one);
        }
  return {names.begin(), names.end()};
}

void find_read_fields(Program& program, Fold& fold, const Packs& packs,
                      const std::vector<std::string>& handlers, Effects& effects) {
  std::map<FunctionRef, std::string> asked;  // with where the payload lies, if a row says so
  for (const Effect& e : effects.effects) {
    if (e.kind != RelationKind::consumes || e.object != EntityKind::channel) continue;
    const FunctionRef f = e.handler.file ? e.handler : e.where;
    if (!f.file || f.function == file_function || (!e.handler.file && !stands_on(program, e))) continue;
    const ValueId content = e.capture("message");
    if (is_polled(fold.values(), e)) continue;
    std::string& said = asked[f];
    if (content && fold.values().is_literal(content)) said = fold.values().text(content);
  }
  std::set<FunctionRef> by_name;
  for (const ProgramFile& f : program.files())
    if (f.is_evidence)
      for (const std::string& name : handlers) named(f, name, by_name);
  for (FunctionRef f : by_name) asked.try_emplace(f);
  MessageReading reading(program, fold, packs);
  for (const auto& [f, content] : asked) {
    if (program[f].parameters.count == 0) continue;
    MessageReads made;
    made.content = content;
    if (reading.read(f, made)) effects.reads.push_back(std::move(made));
  }
  read_polled(reading, fold.values(), effects);
  effects.envelopes = packs.formats().envelopes;
}

}  // namespace demarc
