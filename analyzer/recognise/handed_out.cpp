// Declared types of operations against the classes that are stored.
#include "analyzer/recognise/handed_out.h"

#include <algorithm>
#include <set>

namespace demarc {
using namespace code;
namespace {

class Marking {
 public:
  Marking(Program& program, Fold& fold, Values& values) : program_(program), fold_(fold), values_(values) {}

  void collect(const std::vector<Effect>& effects) {
    for (const Effect& e : effects) {
      if (e.object != EntityKind::table || !e.capture("name")) continue;
      for (ValueId one : values_.alternatives(e.capture("name")))
        if (values_[one].kind == ValueKind::type || values_[one].kind == ValueKind::instance)
          stored_.insert(program_.type(values_[one].aux));
    }
  }

  void mark(Effect& e) {
    const bool offers = e.kind == RelationKind::exposes || e.kind == RelationKind::handles;
    if (stored_.empty() || !offers || e.object != EntityKind::operation || !e.where.file ||
        e.where.function == file_function)
      return;
    const CodeFile& c = *program_.file(e.where.file)->code;
    const Function& fn = program_[e.where];
    add(e, "returns", stored_in(e.where.file, fn.return_type, 0));
    // What the framework fills from the message stands with a mark of it.
    for (std::uint32_t i = 0; i < fn.parameters.count; ++i) {
      const Parameter& p = c.parameters[fn.parameters.first + i];
      if (p.annotations.count > 0) add(e, "accepts", stored_in(e.where.file, p.type, 0));
    }
  }

 private:
  // The first stored class in a declared type: Order, List<Order>, Mono<ResponseEntity<Order>>.
  std::string_view stored_in(FileId file, ExprId type, int depth) {
    if (!type || depth > 6) return {};
    const CodeFile& c = *program_.file(file)->code;
    if (c[type].kind == ExprKind::name || c[type].kind == ExprKind::member) {
      const ValueId value = fold_.value(file, type, c.functions[file_function.index].body);
      if (values_[value].kind != ValueKind::type) return {};
      const ClassRef found = program_.type(values_[value].aux);
      if (!stored_.contains(found)) return {};
      return program_.file(found.file)->code->strings.text(program_[found].name);
    }
    for (std::uint32_t i = 0; i < c[type].count; ++i)
      if (std::string_view name = stored_in(file, c.child(type, i), depth + 1); !name.empty()) return name;
    return {};
  }

  void add(Effect& e, std::string_view word, std::string_view name) {
    if (name.empty() || e.capture(word)) return;
    e.captures.emplace_back(word, values_.literal(name));
    std::sort(e.captures.begin(), e.captures.end());
  }

  Program& program_;
  Fold& fold_;
  Values& values_;
  std::set<ClassRef> stored_;
};

}  // namespace

void mark_handed_out(Program& program, Fold& fold, Values& values, std::vector<Effect>& effects) {
  Marking marking(program, fold, values);
  marking.collect(effects);
  for (Effect& e : effects) marking.mark(e);
}

}  // namespace demarc
