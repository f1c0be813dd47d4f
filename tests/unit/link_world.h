// A little system made by hand for tests of linking: files, templates' declarations, code's effects.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "analyzer/link/link.h"

namespace demarc::testing {

struct World : Project {
  Files tree;
  Values values;
  Declarations declared;
  Effects effects;
  std::map<std::uint32_t, code::CodeFile> sources;
  std::map<std::uint32_t, Document> parsed;

  const Files& files() const override { return tree; }
  const Document* document(FileId file) const override {
    auto at = parsed.find(file.index);
    return at == parsed.end() ? nullptr : &at->second;
  }
  const code::CodeFile* code(FileId file) const override {
    auto at = sources.find(file.index);
    return at == sources.end() ? nullptr : &at->second;
  }

  FileId file(const std::string& path) {
    if (FileId known = tree.find(path)) return known;
    std::string text;
    for (int i = 0; i < 60; ++i) text += "line\n";
    return tree.add({path, 0, FileClass::source}, text);
  }
  // Line `line` of a file, as a span.
  Span at(const std::string& path, std::uint32_t line) {
    return {file(path), (line - 1) * 5, (line - 1) * 5 + 4};
  }

  // ---- code: function 1 is the file, 2 … are the given names
  FileId source(const std::string& path, const std::vector<std::string>& functions) {
    FileId id = file(path);
    code::CodeFile made;
    auto add = [&](std::string_view name, code::FunctionId parent) {
      code::Function f;
      f.name = made.strings.id(name);
      f.parent = parent;
      made.functions.push_back(f);
    };
    add("", {});
    for (const std::string& name : functions) add(name, code::file_function);
    sources.emplace(id.index, std::move(made));
    return id;
  }
  FunctionRef function(const std::string& path, std::uint32_t number) {
    return {file(path), code::FunctionId{number}};
  }
  void calls(FunctionRef from, FunctionRef to) { effects.calls.push_back({from, to, {}, false}); }
  void imports(const std::string& from, const std::string& to, const std::string& symbol = "") {
    effects.imports.push_back({file(from), file(to), symbol, at(from, 1), false});
  }
  Effect& effect(RelationKind kind, EntityKind object, FunctionRef where, std::uint32_t line,
                 std::vector<std::pair<std::string_view, ValueId>> captures) {
    Effect made;
    made.kind = kind;
    made.object = object;
    made.pack = "sdk";
    made.captures = std::move(captures);
    made.where = where;
    made.site = {where.file, (line - 1) * 5, (line - 1) * 5 + 4};
    effects.effects.push_back(std::move(made));
    return effects.effects.back();
  }
  void writes(FunctionRef where, std::uint32_t line, ValueId name, std::string_view store = "dynamodb") {
    effect(RelationKind::writes, EntityKind::table, where, line, {{"name", name}, {"store", text(store)}});
  }
  void publishes(FunctionRef where, std::uint32_t line, ValueId type, ValueId source, ValueId bus) {
    effect(RelationKind::publishes, EntityKind::channel, where, line,
           {{"bus", bus}, {"name", type}, {"source", source}, {"transport", text("eventbridge")}});
  }
  void requests(FunctionRef where, std::uint32_t line, ValueId url, std::string_view method) {
    effect(RelationKind::calls, EntityKind::service, where, line, {{"method", text(method)}, {"url", url}});
  }

  // ---- values
  ValueId text(std::string_view t) { return values.literal(t); }
  ValueId env(std::string_view name) { return values.setting("env", name); }
  ValueId param(std::string_view name) { return values.setting("param", name); }
  ValueId ref(std::string_view resource, std::string_view attribute = {}) {
    return values.reference(resource, attribute);
  }
  ValueId joined(std::vector<ValueId> parts) { return values.concat(parts); }
  ValueId any_of(std::vector<ValueId> parts) { return values.either(parts); }

  // ---- templates
  void unit(const std::string& path, const std::string& name = "", bool nested = false) {
    declared.units.push_back({file(path), name, "template", {}, {}, nested});
  }
  Resource& resource(const std::string& unit, ResourceKind kind, const std::string& id,
                     const std::string& store, ValueId name = {}, std::uint32_t line = 3) {
    Resource made;
    made.unit = file(unit);
    made.kind = kind;
    made.id = id;
    made.store = store;
    made.name = name;
    made.span = at(unit, line);
    declared.resources.push_back(std::move(made));
    return declared.resources.back();
  }
  Resource& lambda(const std::string& unit, const std::string& id, const std::string& code,
                   const std::string& handler, std::uint32_t line = 7) {
    Resource& made = resource(unit, ResourceKind::function, id, "", {}, line);
    if (!code.empty()) made.properties.push_back({"code", text(code), at(unit, line + 1)});
    if (!handler.empty()) made.properties.push_back({"handler", text(handler), at(unit, line + 2)});
    return made;
  }
  void sets(Resource& function, const std::string& name, ValueId value, std::uint32_t line = 11) {
    function.environment.push_back({name, value, at(std::string(tree.path(function.unit)), line)});
  }
  Wiring& wire(const std::string& unit, WiringKind kind, ValueId from, ValueId to,
               std::vector<std::pair<std::string, ValueId>> properties = {}, std::uint32_t line = 20) {
    Wiring made;
    made.unit = file(unit);
    made.kind = kind;
    made.from = from;
    made.to = to;
    made.span = at(unit, line);
    for (auto& [name, value] : properties) made.properties.push_back({name, value, at(unit, line)});
    declared.wirings.push_back(std::move(made));
    return declared.wirings.back();
  }
  void provides(const std::string& unit, const std::string& space, ValueId name, ValueId value,
                std::uint32_t line = 30) {
    declared.provisions.push_back({file(unit), space, name, value, {}, at(unit, line)});
  }
  void binds(const std::string& unit, const std::string& parameter, ValueId value, bool is_default = false) {
    declared.bindings.push_back({file(unit), parameter, value, at(unit, 2), is_default});
  }

  // A service of one function: <name>/template.yaml, <name>/src/main.py with `handler` (function 2).
  Resource& service(const std::string& name, std::vector<std::string> more = {}) {
    unit(name + "/template.yaml");
    more.insert(more.begin(), "handler");
    source(name + "/src/main.py", more);
    return lambda(name + "/template.yaml", "Function", name + "/src", "main.handler");
  }
  FunctionRef handler(const std::string& service) { return function(service + "/src/main.py", 2); }

  Linked link() { return demarc::link(tree, *this, values, declared, effects); }
};

// "order writes dynamodb:orders" and the like: from, verb and to of every relation, without the rest.
inline std::vector<std::string> edges(const Linked& linked, std::initializer_list<RelationKind> kinds) {
  std::vector<std::string> all;
  for (const Relation& r : linked.facts.relations())
    for (RelationKind kind : kinds)
      if (r.kind == kind) {
        std::string text =
            linked.facts[r.from].name + " " + std::string(to_string(r.kind)) + " " + linked.facts[r.to].name;
        if (r.certainty != Certainty::certain) text += " (" + std::string(to_string(r.certainty)) + ")";
        if (all.empty() || all.back() != text) all.push_back(text);
      }
  return all;
}

}  // namespace demarc::testing
