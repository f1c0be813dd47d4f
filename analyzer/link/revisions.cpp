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
  if (const auto known = depths_.find(file); known != depths_.end())
    return at->second = natural(std::to_string(known->second)) + " ";
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

// Django's migrations say which others they need, of whatever application: those come first.
void Revisions::read_dependencies() {
  constexpr std::string_view folder = "migrations", word = "dependencies";
  std::map<std::string, std::vector<FileId>> by_name;  // "shop.0001_initial"
  std::map<FileId, std::vector<std::string>> needs;
  for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
    const std::string_view path = run_.files.path(FileId{i});
    const code::CodeFile* c = run_.project.code(FileId{i});
    if (!c || !path.ends_with(".py") || !c->strings.find("Migration")) continue;
    const std::size_t name = path.rfind('/');
    if (name == std::string_view::npos || !path.substr(0, name).ends_with(folder) || name <= folder.size())
      continue;
    const std::string_view around = path.substr(0, name - folder.size() - 1);
    const std::string_view app = around.substr(around.rfind('/') + 1);
    const std::string_view stem = path.substr(name + 1, path.size() - name - 4);
    by_name[std::string(app) + "." + std::string(stem)].push_back(FileId{i});
    std::vector<std::string>& own = needs[FileId{i}];
    for (const code::Assignment& a : c->assignments) {
      if (!a.target || !a.value || c->text(a.target) != word || (*c)[a.value].kind != code::ExprKind::list)
        continue;
      for (std::uint32_t k = 0; k < (*c)[a.value].count; ++k) {
        const code::ExprId pair = c->child(a.value, k);
        if ((*c)[pair].kind != code::ExprKind::list || (*c)[pair].count != 2) continue;
        const code::ExprId first = c->child(pair, 0), second = c->child(pair, 1);
        if ((*c)[first].kind == code::ExprKind::string && (*c)[second].kind == code::ExprKind::string)
          own.push_back(std::string(c->text(first)) + "." + std::string(c->text(second)));
      }
    }
  }
  // The longest way down, without recursion: files may be many, and may need each other in a ring.
  const auto nearest = [&](const std::vector<FileId>& all, FileId from) {
    const std::string_view path = run_.files.path(from);
    const auto shared = [&](FileId f) {
      const std::string_view other = run_.files.path(f);
      return std::mismatch(path.begin(), path.end(), other.begin(), other.end()).first - path.begin();
    };
    return *std::max_element(all.begin(), all.end(),
                             [&](FileId a, FileId b) { return shared(a) < shared(b); });
  };
  std::map<FileId, std::vector<FileId>> before;
  for (const auto& [file, names] : needs)
    for (const std::string& one : names)
      if (const auto at = by_name.find(one); at != by_name.end())
        before[file].push_back(nearest(at->second, file));
  enum class State : std::uint8_t { open, done };
  std::map<FileId, State> states;
  for (const auto& [file, names] : needs) {
    std::vector<FileId> stack{file};
    while (!stack.empty()) {
      const FileId now = stack.back();
      const auto [state, fresh] = states.try_emplace(now, State::open);
      if (fresh) {
        for (FileId one : before[now])
          if (!states.contains(one)) stack.push_back(one);
        continue;
      }
      stack.pop_back();
      if (state->second == State::done) continue;
      state->second = State::done;
      std::size_t depth = 1;
      for (FileId one : before[now])
        if (const auto known = depths_.find(one); known != depths_.end())
          depth = std::max(depth, known->second + 1);
      depths_[now] = depth;
    }
  }
}

void Revisions::read() {
  if (is_read_) return;
  is_read_ = true;
  read_dependencies();
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
    auto add = [&](code::ExprId e) {
      if (e) at->second.push_back({site.file, (*c)[e].begin, (*c)[e].end});
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
