// Captures become words of effects; where a setting is read in the files around joins the chain.
#include "analyzer/recognise/effect_maker.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <tuple>

#include "analyzer/recognise/dispatch.h"
#include "analyzer/recognise/routers.h"

namespace demarc {
using namespace code;

bool is_identity(std::string_view word) {
  return word != "detail" && word != "item" && word != "key" && word != "envelope" && word[0] != '@';
}

void EffectMaker::captures(Effect& e, const Row& row, const Captures& from) {
  for (const auto& [word, spec] : row.to) {
    bool absent = false;
    ValueId v = fold_.build(spec, from, &absent);
    if (absent) continue;
    v = fold_.as_text(fold_.close_parameters(v));
    if (word == "regex") {
      if (values_.is_literal(v)) v = values_.literal(path_of_regex(values_.text(v)));
      e.captures.emplace_back(keep("path"), v);
    } else if (word == "route") {
      std::string method, path;
      if (!values_.is_literal(v) || !split_route(values_.text(v), method, path)) continue;
      e.captures.emplace_back(keep("method"), values_.literal(method));
      e.captures.emplace_back(keep("path"), values_.literal(path));
    } else {
      if (word == "method" && (values_.is_literal(v) || values_[v].kind == ValueKind::path)) {
        std::string verb(values_.text(v));  // or a library's constant: RequestMethod.GET
        if (values_[v].kind == ValueKind::path) verb.erase(0, verb.rfind('.') + 1);
        for (char& ch : verb) ch = static_cast<char>(std::toupper(static_cast<unsigned char>(ch)));
        if (is_verb(verb)) v = values_.literal(verb);
      }
      e.captures.emplace_back(keep(word), v);
    }
  }
  for (const auto& [name, v] : from)
    if (name == "@site" || name == "prefix")
      e.captures.emplace_back(keep(name == "prefix" ? "@prefix" : name), fold_.close_parameters(v));
  if (row.handler) {
    ValueId f = fold_.build(*row.handler, from);
    for (const Fold::Target& t : fold_.targets(f)) {
      e.where = t.function;
      e.handler = t.function;
      break;
    }
  }
  std::sort(e.captures.begin(), e.captures.end());
}

void EffectMaker::finish(std::vector<Effect>& effects) {
  for (Effect& e : effects) {
    std::set<std::string> names;
    int budget = 500;
    auto walk = [&](auto&& self, ValueId v) -> void {
      if (--budget < 0) return;
      const Value x = values_[v];
      if (x.kind == ValueKind::setting && values_.strings().text(x.text) == "env" && x.count > 0 &&
          values_.is_literal(values_.child(v, 0)))
        names.insert(std::string(values_.text(values_.child(v, 0))));
      for (std::uint32_t i = 0; i < x.count; ++i) self(self, values_.child(v, i));
    };
    for (const auto& [word, v] : e.captures)
      if (is_identity(word)) walk(walk, v);
    for (const std::string& name : names) {
      std::set<FileId> files{e.site.file, e.where.file};
      for (const auto& [span, what] : e.chain) files.insert(span.file);
      for (FileId file : files) {
        const ProgramFile* f = program_.file(file);
        StringId id = f ? f->code->strings.find(name) : StringId{};
        if (!id) continue;
        for (std::uint32_t i = 1; i < f->code->exprs.size(); ++i) {
          const Expr& x = f->code->exprs[i];
          if (x.text != id || (x.kind != ExprKind::string && x.kind != ExprKind::member)) continue;
          e.chain.emplace_back(Span{file, x.begin, x.end}, keep("environment variable " + name));
          break;
        }
      }
    }
  }
  auto key = [](const Effect& e) {
    return std::tie(e.site, e.kind, e.object, e.pack, e.captures, e.where, e.chain);
  };
  std::sort(effects.begin(), effects.end(),
            [&](const Effect& a, const Effect& b) { return key(a) < key(b); });
  effects.erase(std::unique(effects.begin(), effects.end(),
                            [&](const Effect& a, const Effect& b) { return key(a) == key(b); }),
                effects.end());
}

}  // namespace demarc
