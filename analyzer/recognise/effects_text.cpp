// Effects as text: values written out, functions and parameters by name instead of number.
#include "analyzer/recognise/effects_text.h"

#include <map>

namespace demarc {
namespace {

class EffectsWriter {
 public:
  EffectsWriter(Values& values, Program& program) : values_(values), program_(program) {}

  std::string place(Span span) {
    const Files& files = program_.project().files();
    auto [at, fresh] = texts_.try_emplace(span.file);
    if (fresh) at->second = files.read(span.file).value_or("");
    return std::string(files.shown_path(span.file)) + ':' +
           std::to_string(LineIndex(at->second).at(span.begin).line);
  }

  std::string line(const Role& r) {
    std::string out = place(r.site) + " plays " + std::string(r.role) + " by " + std::string(r.pack);
    if (std::string name = function_name(r.where); !name.empty()) out += " in " + name;
    if (r.owner) out += " of " + value(r.owner);
    return out + '\n';
  }

  std::string function_name(FunctionRef ref) {
    const ProgramFile* f = program_.file(ref.file);
    if (!f || !ref.function) return {};
    const code::CodeFile& c = *f->code;
    if (ref.function == code::file_function) return {};
    const code::Function& fn = c.functions[ref.function.index];
    std::string name(c.strings.text(fn.name));
    if (fn.owner && !fn.is_class_body)
      name = std::string(c.strings.text(c.classes[fn.owner.index].name)) + '.' + name;
    return name.empty() ? "a function" : name;
  }

  // A parameter keeps its name when it is written: numbers change with every other file.
  std::string value(ValueId v) {
    return values_.write(values_.rewrite(v, [&](ValueId one) {
      const Value x = values_[one];
      if (x.kind == ValueKind::parameter) {
        const FunctionRef ref = program_.function(x.aux >> 8);
        const code::CodeFile& c = *program_.file(ref.file)->code;
        const code::Function& fn = c.functions[ref.function.index];
        const std::uint32_t index = x.aux & 255;
        std::string name = function_name(ref);
        if (index < fn.parameters.count)
          name += '.' + std::string(c.strings.text(c.parameters[fn.parameters.first + index].name));
        return values_.setting("param", name);
      }
      if (x.kind == ValueKind::function)
        return values_.path("function " + function_name(program_.function(x.aux)));
      if (x.kind == ValueKind::type) {
        const ClassRef type = program_.type(x.aux);
        const code::CodeFile& c = *program_.file(type.file)->code;
        return values_.path("class " + std::string(c.strings.text(c.classes[type.type.index].name)));
      }
      if (x.kind == ValueKind::instance) {
        const ClassRef type = program_.type(x.aux);
        const code::CodeFile& c = *program_.file(type.file)->code;
        const std::vector<ValueId> made(values_.children(one).begin(), values_.children(one).end());
        return values_.result(
            values_.path("new " + std::string(c.strings.text(c.classes[type.type.index].name))), made);
      }
      return one;
    }));
  }

  std::string line(const Effect& e) {
    std::string out = place(e.site);
    out += ' ';
    out += to_string(e.kind);
    out += ' ';
    out += to_string(e.object);
    for (const auto& [word, v] : e.captures) {
      out += ' ';
      out += word;
      out += '=';
      out += value(v);
    }
    out += " by ";
    out += e.pack;
    if (std::string name = function_name(e.where); !name.empty()) out += " in " + name;
    if (e.owner) out += " of " + value(e.owner);
    if (e.certainty != Certainty::certain) out += " (" + std::string(to_string(e.certainty)) + ")";
    if (e.in_loop) out += " (in loop)";
    if (e.is_lifted) out += " (lifted)";
    out += '\n';
    for (const auto& [span, what] : e.chain) {
      out += "  via " + place(span) + ' ';
      out += what;
      out += '\n';
    }
    return out;
  }

 private:
  Values& values_;
  Program& program_;
  std::map<FileId, std::string> texts_;
};

}  // namespace

std::string write(const Effects& effects, Values& values, Program& program) {
  EffectsWriter writer(values, program);
  std::string out;
  for (const Effect& e : effects.effects) out += writer.line(e);
  for (const Role& r : effects.roles) out += writer.line(r);
  return out;
}

}  // namespace demarc
