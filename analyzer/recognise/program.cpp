// Joining files: everything heavy is made once per file, when the first name of it is asked for.
#include "analyzer/recognise/program.h"

#include <algorithm>
#include <unordered_set>

namespace demarc {
using namespace code;

void Places::close() {
  std::sort(pairs_.begin(), pairs_.end());
  positions_.reserve(pairs_.size());
  for (const auto& [key, position] : pairs_) {
    if (keys_.empty() || keys_.back() != key) {
      keys_.push_back(key);
      first_.push_back(static_cast<std::uint32_t>(positions_.size()));
    }
    positions_.push_back(position);
  }
  first_.push_back(static_cast<std::uint32_t>(positions_.size()));
  pairs_ = {};
}

std::span<const std::uint32_t> Places::find(std::uint64_t key) const {
  const auto at = std::lower_bound(keys_.begin(), keys_.end(), key);
  if (at == keys_.end() || *at != key) return {};
  const auto i = static_cast<std::size_t>(at - keys_.begin());
  return std::span(positions_).subspan(first_[i], first_[i + 1] - first_[i]);
}

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

namespace {
// Closures set variables of the functions around them: `let db; connect(() => { db = open(); })`. The name
// then belongs to the nearest function that declares it. Assignments that are no expressions declare their
// names.
class Closures {
 public:
  explicit Closures(const CodeFile& c) : c_(c) {
    for (const Expr& x : c.exprs)
      if (x.kind == ExprKind::assign && x.count > 0) {
        if (is_set_.empty()) is_set_.resize(c.exprs.size());
        is_set_[c.children[x.first + x.count - 1u].index] = true;
      }
    if (is_set_.empty()) return;
    for (const Assignment& a : c.assignments)
      if (a.target && c[a.target].kind == ExprKind::name && !sets(a))
        declared_.insert(Program::key(Program::scope_of(c, a.block), c[a.target].text));
    for (std::uint32_t i = 1; i < c.functions.size(); ++i)
      for (std::uint32_t p = 0; p < c.functions[i].parameters.count; ++p)
        declared_.insert(Program::key(FunctionId{i}, c.parameters[c.functions[i].parameters.first + p].name));
  }

  // The function that declares the name an assignment in `scope` sets; 0 where that is `scope` itself or
  // nobody.
  FunctionId owner(const Assignment& a, FunctionId scope) const {
    if (is_set_.empty() || !sets(a)) return {};
    const StringId name = c_[a.target].text;
    for (FunctionId at = scope; at; at = c_.functions[at.index].parent)
      if (declared_.contains(Program::key(at, name))) return at == scope ? FunctionId{} : at;
    return {};
  }

 private:
  bool sets(const Assignment& a) const { return a.value && is_set_[a.value.index]; }
  const CodeFile& c_;
  std::vector<bool> is_set_;  // values of assignments that are expressions
  std::unordered_set<std::uint64_t> declared_;
};
}  // namespace

ProgramFile& Program::indexed(FileId id) {
  ProgramFile& f = at(id);
  if (f.indexed) return f;
  f.indexed = true;
  const CodeFile& c = *f.code;
  const Closures closures(c);
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
          f.fields.add(c.functions[at.index].owner.index, i);
          break;
        }
    } else if (c[root].kind == ExprKind::name) {
      (direct ? f.assigned : f.mutated).add(key(scope, c[root].text), i);
      if (a.value && a.kind == AssignmentKind::assign && c[a.target].kind == ExprKind::member &&
          c.child(a.target, 0) == root)
        f.given.add(key(c[root].text, c[a.target].text), i);
      if (direct)
        if (const FunctionId outer = closures.owner(a, scope)) f.assigned.add(key(outer, c[root].text), i);
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
  for (std::uint32_t i = 0; i < c.returns.size(); ++i)
    f.returns.add(scope_of(c, c.returns[i].block).index, i);
  for (Places* places : {&f.assigned, &f.mutated, &f.given, &f.fields, &f.returns}) places->close();
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

const Module& Program::lead(ProgramFile::Leads& known, const ProgramFile& from, StringId module,
                            StringId name) {
  if (known.module == 0) {
    const Strings& strings = from.code->strings;
    modules_.push_back(from.reader->resolve(project_, from.file, strings.text(module), strings.text(name),
                                            &known.took_name));
    known.module = static_cast<std::uint32_t>(modules_.size());
  }
  return modules_[known.module - 1];
}

const Module& Program::module(ProgramFile& from, std::uint32_t i, bool* took_name) {
  if (from.imports.empty()) from.imports.resize(from.code->imports.size());
  const Import& m = from.code->imports[i];
  const Module& found = lead(from.imports[i], from, m.module, m.name);
  if (took_name) *took_name = from.imports[i].took_name;
  return found;
}

const Module& Program::source(ProgramFile& from, std::uint32_t i) {
  if (from.sources.empty()) from.sources.resize(from.code->exports.size());
  const Export& x = from.code->exports[i];
  return lead(from.sources[i], from, x.from, x.from_name);
}

}  // namespace demarc
