// Joining files: everything heavy is made once per file, when the first name of it is asked for.
#include "analyzer/recognise/program.h"

#include <algorithm>

namespace demarc {
using namespace code;

void Program::add(FileId file, const CodeFile& code, const Reader& reader, bool is_evidence) {
  ProgramFile made;
  made.file = file;
  made.code = &code;
  made.reader = &reader;
  made.is_evidence = is_evidence;
  made.first_function = functions_;
  made.first_class = classes_;
  functions_ += static_cast<std::uint32_t>(code.functions.size());
  classes_ += static_cast<std::uint32_t>(code.classes.size());
  files_.push_back(std::move(made));
  if (by_file_.size() <= file.index) by_file_.resize(file.index + std::size_t{1});
  by_file_[file.index] = static_cast<std::uint32_t>(files_.size());
}

ProgramFile* Program::file(FileId id) {
  return id.index < by_file_.size() && by_file_[id.index] != 0 ? &at(id) : nullptr;
}

ProgramFile& Program::indexed(FileId id) {
  ProgramFile& f = at(id);
  if (f.indexed) return f;
  f.indexed = true;
  const CodeFile& c = *f.code;
  for (std::uint32_t i = 0; i < c.assignments.size(); ++i) {
    const Assignment& a = c.assignments[i];
    if (!a.target) continue;
    const FunctionId scope = scope_of(c, a.block);
    ExprId root = a.target;
    const bool direct = c[root].kind == ExprKind::name && a.kind != AssignmentKind::append &&
                        a.kind != AssignmentKind::extend;
    bool is_field = false;
    for (int depth = 0; depth < 16 && (c[root].kind == ExprKind::member || c[root].kind == ExprKind::index) &&
                        c[root].count > 0;
         ++depth) {
      ExprId inner = c.child(root, 0);
      is_field = c[root].kind == ExprKind::member && c[inner].kind == ExprKind::self;
      if (is_field) break;
      root = inner;
    }
    if (is_field) {
      // The class is the owner of the nearest method around the assignment.
      for (FunctionId at = scope; at; at = c.functions[at.index].parent)
        if (c.functions[at.index].owner) {
          f.fields[c.functions[at.index].owner.index].push_back(i);
          break;
        }
    } else if (c[root].kind == ExprKind::name) {
      (direct ? f.assigned : f.mutated)[key(scope, c[root].text)].push_back(i);
    }
  }
  for (std::uint32_t i = 0; i < c.imports.size(); ++i) {
    const Import& m = c.imports[i];
    if (c.strings.text(m.name) == "*") f.star_imports.push_back(i);
    else if (m.local) f.imported.emplace(key(scope_of(c, m.block), m.local), i);
  }
  for (std::uint32_t i = 1; i < c.functions.size(); ++i)
    if (c.functions[i].is_constructor && c.functions[i].owner)
      f.constructors[c.functions[i].owner.index].push_back(FunctionId{i});
  for (std::uint32_t i = 1; i < c.blocks.size(); ++i)
    if (c.blocks[i].kind == BlockKind::loop) f.loops.push_back(BlockId{i});
  std::stable_sort(f.loops.begin(), f.loops.end(),
                   [&](BlockId a, BlockId b) { return c.blocks[a.index].begin < c.blocks[b.index].begin; });
  f.returns.resize(c.functions.size());
  for (std::uint32_t i = 0; i < c.returns.size(); ++i)
    f.returns[scope_of(c, c.returns[i].block).index].push_back(i);
  return f;
}

std::uint32_t Program::number(FunctionRef f) const { return at(f.file).first_function + f.function.index; }

FunctionRef Program::function(std::uint32_t number) const {
  auto at = std::upper_bound(files_.begin(), files_.end(), number,
                             [](std::uint32_t n, const ProgramFile& f) { return n < f.first_function; });
  --at;
  return {at->file, FunctionId{number - at->first_function}};
}

std::uint32_t Program::number(ClassRef c) const { return at(c.file).first_class + c.type.index; }

ClassRef Program::type(std::uint32_t number) const {
  auto at = std::upper_bound(files_.begin(), files_.end(), number,
                             [](std::uint32_t n, const ProgramFile& f) { return n < f.first_class; });
  --at;
  return {at->file, ClassId{number - at->first_class}};
}

const Function& Program::operator[](FunctionRef f) const {
  return at(f.file).code->functions[f.function.index];
}

const Class& Program::operator[](ClassRef c) const { return at(c.file).code->classes[c.type.index]; }

const Module& Program::module(ProgramFile& from, std::uint32_t i, bool* took_name) {
  auto [at, fresh] = from.modules.try_emplace(i);
  if (fresh) {
    const Import& m = from.code->imports[i];
    bool took = false;
    at->second = from.reader->resolve(project_, from.file, from.code->strings.text(m.module),
                                      from.code->strings.text(m.name), &took);
    from.took_name[i] = took;
  }
  if (took_name) *took_name = from.took_name[i];
  return at->second;
}

}  // namespace demarc
