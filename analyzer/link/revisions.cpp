// Orders of revisions, ways back, and states without tables.
#include "analyzer/link/revisions.h"

#include <algorithm>

#include "analyzer/base/letters.h"

namespace demarc::linking {

std::string natural(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end > i && end - i < 18) out.append(18 - (end - i), '0');
    if (end == i) ++end;
    out += text.substr(i, end - i);
    i = end;
  }
  return out;
}

namespace {

// What a function is called where it stands: its own name, the member or the entry that it is put into.
std::string_view name_at(const code::CodeFile& c, code::FunctionId f) {
  if (c.functions[f.index].name) return c.strings.text(c.functions[f.index].name);
  auto is_it = [&](code::ExprId e) {
    return e && c[e].kind == code::ExprKind::function && c[e].first == f.index;
  };
  for (const code::Assignment& a : c.assignments)
    if (is_it(a.value)) return c.text(a.target);
  for (std::uint32_t i = 1; i < c.exprs.size(); ++i) {
    const code::Expr& e = c.exprs[i];
    if (e.kind == code::ExprKind::entry && e.count > 0 && is_it(c.children[e.first + e.count - 1]))
      return c.strings.text(e.text);
  }
  return {};
}

}  // namespace

bool takes_back(const Run& run, FunctionRef where) {
  const code::CodeFile* c = run.project.code(where.file);
  code::FunctionId f = where.function;
  // The file itself has no name to look for.
  for (int depth = 0; c && f && f != code::file_function && f.index < c->functions.size() && depth < 16;
       ++depth) {
    const std::string name = lower(name_at(*c, f));
    for (std::string_view word : {"down", "downgrade", "rollback", "revert", "undo", "backwards"})
      if (name == word) return true;
    f = c->functions[f.index].parent;
  }
  return false;
}

std::string Revisions::order(FileId file) {
  auto [at, fresh] = orders_.try_emplace(file);
  if (!fresh) return at->second;
  read();
  std::size_t depth = 0;
  FileId now = file;
  while (depth <= before_.size()) {
    auto known = before_.find(now);
    if (known == before_.end()) break;
    ++depth;
    auto previous = file_of_.find(known->second);
    if (previous == file_of_.end()) break;
    now = previous->second;
  }
  if (depth > 0) at->second = natural(std::to_string(depth)) + " ";
  return at->second;
}

void Revisions::read() {
  if (is_read_) return;
  is_read_ = true;
  for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
    const code::CodeFile* c = run_.project.code(FileId{i});
    if (!c || !c->strings.find("down_revision")) continue;
    std::string revision, before;
    for (const code::Assignment& a : c->assignments) {
      const bool is_text = a.value && (*c)[a.value].kind == code::ExprKind::string;
      if (!is_text || !a.target) continue;
      if (c->text(a.target) == "revision") revision = c->text(a.value);
      if (c->text(a.target) == "down_revision") before = c->text(a.value);
    }
    if (revision.empty()) continue;
    file_of_[revision] = FileId{i};
    before_[FileId{i}] = before;
  }
}

bool StateOperations::hold(Span site) {
  constexpr std::string_view word = "state_operations";
  auto [at, fresh] = spans_.try_emplace(site.file);
  const code::CodeFile* c = fresh ? run_.project.code(site.file) : nullptr;
  if (c && c->strings.find(word)) {
    auto add = [&, &spans = at->second](code::ExprId e) {
      if (e) spans.push_back({site.file, (*c)[e].begin, (*c)[e].end});
    };
    for (std::uint32_t i = 1; i < c->exprs.size(); ++i)
      if (c->exprs[i].kind == code::ExprKind::argument && c->strings.text(c->exprs[i].text) == word)
        add(code::ExprId{i});
    // A class's own list of this name.
    for (const code::Assignment& a : c->assignments)
      if (a.target && c->text(a.target) == word) add(a.value);
  }
  return std::any_of(at->second.begin(), at->second.end(),
                     [&](const Span& s) { return s.begin <= site.begin && site.end <= s.end; });
}

}  // namespace demarc::linking
