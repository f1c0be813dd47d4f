// Walks the call graph from every handler.
#include "analyzer/link/reach.h"

#include <algorithm>
#include <set>

#include "analyzer/link/scanned.h"

namespace demarc::linking {

using code::CodeFile;
using code::ExprId;
using code::ExprKind;

namespace {

// Of an editor, a pipeline or another tool.
bool is_hidden(std::string_view path) {
  return path.starts_with('.') || path.find("/.") != std::string::npos;
}

}  // namespace

bool is_developers_script(const Run& run, FileId file) {
  constexpr std::string_view words[] = {"scripts", "script", "tools", "tool", "bin", "hack", "devtools"};
  std::string_view folder = folder_of(run.files.path(file));
  const ServiceIndex s = run.service_of(file);
  const std::string_view root = s != 0 ? std::string_view(run.services[s].root) : std::string_view();
  for (; !folder.empty() && folder != root && folder != "."; folder = folder_of(folder)) {
    const std::string_view name = folder.substr(folder.rfind('/') + 1);
    if (std::find(std::begin(words), std::end(words), name) != std::end(words)) return true;
  }
  return is_hidden(run.files.path(file));
}

void Reach::find_clients() {
  for (const Effect& e : run_.effects.effects) {
    if (e.kind != RelationKind::calls || !e.where.file) continue;
    const CodeFile* code = run_.project.code(e.where.file);
    if (!code || e.where.function.index >= code->functions.size()) continue;
    const code::Function& f = code->functions[e.where.function.index];
    if (f.is_abstract && f.owner && code->classes[f.owner.index].is_interface) clients_.insert(e.where);
  }
}

Reach::Reach(Run& run) : run_(run) {
  find_clients();
  number_functions();
  imports_.resize(run_.files.size() + 1);
  by_file_.resize(run_.files.size() + 1);
  for (const ImportEdge& e : run_.effects.imports)
    if (!e.type_only) imports_[e.from.index].push_back(e.to);

  auto whole_files = [&](std::vector<FunctionRef>& all, auto&& belongs) {
    for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
      const FileId file{i};
      const CodeFile* code = run_.project.code(file);
      if (!code || run_.files[file].file_class != FileClass::source || !belongs(file)) continue;
      if (is_hidden(run_.files.path(file))) continue;
      for (std::uint32_t f = 1; f < code->functions.size(); ++f) all.push_back({file, code::FunctionId{f}});
    }
  };
  const Scanned scanned(run_);
  auto with_scanned = [&](const Runner& runner, std::vector<FunctionRef>& from) {
    const Scanned::Found found = scanned.of(runner.service);
    from.insert(from.end(), found.functions.begin(), found.functions.end());
    walk(runner, from, found.beside);
  };
  for (std::uint32_t d = 0; d < run_.deployed.size(); ++d) {
    const Deployed& deployed = run_.deployed[d];
    if (deployed.service == 0) continue;
    std::vector<FunctionRef> from;
    for (FileId file : deployed.files) {
      auto more = entries(file, deployed.handler);
      from.insert(from.end(), more.begin(), more.end());
      // A container looks for what it makes below the package of the class that starts it.
      if (const std::string_view base = Scanned::starts_in(run_, file); !base.empty())
        whole_files(from, [&](FileId other) {
          return run_.services[run_.service_of(other)].root == run_.services[deployed.service].root &&
                 run_.service_of(other) != 0 && Scanned::is_below_package(run_, other, base);
        });
    }
    if (deployed.files.empty())
      whole_files(from, [&](FileId file) {
        // A program of its own folder in this one is not this one's code.
        if (run_.services_of_piece.contains(deployed.resource))
          return !deployed.folders.empty() &&
                 run_.services[run_.service_of(file)].root == run_.services[deployed.service].root &&
                 run_.service_of(file) != 0;
        for (const std::string& folder : deployed.folders)
          if (is_below(run_.files.path(file), folder)) return true;
        return false;
      });
    with_scanned({deployed.service, d + 1, true}, from);
  }
  for (ServiceIndex s = 1; s < run_.services.size(); ++s) {
    if (!run_.services[s].runs_whole) continue;
    std::vector<FunctionRef> from;
    whole_files(from, [&](FileId file) { return run_.service_of(file) == s; });
    with_scanned({s, 0, true}, from);
  }
  call_clients();
  auto tidy = [](std::vector<Runner>& all) {
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  };
  for (std::vector<Runner>& all : by_call_) tidy(all);
  for (std::vector<Runner>& all : by_file_) tidy(all);
}

void Reach::number_functions() {
  first_.resize(run_.files.size() + 2);
  first_[1] = 1;  // number 0: no file
  for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
    const CodeFile* code = run_.project.code(FileId{i});
    // What is no code can still be loaded: that is its top level.
    const std::size_t functions = code ? code->functions.size() : 0;
    first_[i + 1] = first_[i] + static_cast<std::uint32_t>(std::max<std::size_t>(functions, 2));
  }
  by_call_.resize(first_.back());
  call_begin_.resize(first_.back() + 1);
  for (const CallEdge& e : run_.effects.calls) ++call_begin_[number(e.from) + 1];
  for (std::size_t f = 1; f < call_begin_.size(); ++f) call_begin_[f] += call_begin_[f - 1];
  calls_.resize(run_.effects.calls.size());
  std::vector<std::uint32_t> at(call_begin_.begin(), call_begin_.end() - 1);
  for (const CallEdge& e : run_.effects.calls) calls_[at[number(e.from)]++] = e.to;
}

std::uint32_t Reach::number(FunctionRef where) const {
  const std::uint32_t first = first_[where.file.index];
  return first + std::min(where.function.index, first_[where.file.index + 1] - first - 1);
}

void Reach::call_clients() {
  if (clients_.empty()) return;
  std::unordered_map<FileId, std::vector<FileId>> importers;
  for (std::uint32_t i = 1; i < imports_.size(); ++i)
    for (FileId to : imports_[i]) importers[to].push_back(FileId{i});
  for (FunctionRef client : clients_) {
    const CodeFile& c = *run_.project.code(client.file);
    std::vector<std::pair<FileId, std::string_view>> named{
        {client.file, c.strings.text(c.classes[c.functions[client.function.index].owner.index].name)}};
    std::set<FileId> seen{client.file};
    call_client(client, client.file);
    // Interfaces below it are asked for the same method; classes below it are what is asked elsewhere.
    for (std::size_t i = 0; i < named.size(); ++i)
      for (FileId importer : importers[named[i].first]) {
        const CodeFile* code = run_.project.code(importer);
        if (!code || !seen.insert(importer).second) continue;
        bool is_below = false;
        for (std::uint32_t k = 1; k < code->classes.size(); ++k)
          for (std::uint32_t b = 0; b < code->classes[k].bases.count; ++b) {
            ExprId base = code->annotations[code->classes[k].bases.first + b];
            if ((*code)[base].kind == ExprKind::index) base = code->child(base, 0);  // of a generic
            if (code->text(base) != named[i].second) continue;
            is_below = true;
            if (code->classes[k].is_interface)
              named.emplace_back(importer, code->strings.text(code->classes[k].name));
          }
        if (!is_below) call_client(client, importer);
      }
  }
}

void Reach::call_client(FunctionRef method, FileId importer) {
  const CodeFile& client = *run_.project.code(method.file);
  const CodeFile& code = *run_.project.code(importer);
  const StringId name = code.strings.find(client.strings.text(client.functions[method.function.index].name));
  if (!name) return;
  // Its own runners may be those that are added.
  auto add = [&](std::vector<Runner> runners) {
    std::vector<Runner>& all = by_call_[number(method)];
    all.insert(all.end(), runners.begin(), runners.end());
  };
  bool is_called = false;
  for (const code::Call& call : code.calls) {
    const ExprId callee = code[call.expr].count > 0 ? code.child(call.expr, 0) : ExprId{};
    if (!callee || code[callee].kind != ExprKind::member || code[callee].text != name) continue;
    is_called = true;
    const auto& callers = by_call_[number({importer, code.blocks[call.block.index].function})];
    add(callers.empty() ? loaders(importer) : callers);
  }
  // client::find, handed on.
  if (is_called || importer == method.file) return;
  for (const code::Expr& e : code.exprs)
    if (e.kind == ExprKind::member && e.text == name) return add(loaders(importer));
}

const Reach::FileView& Reach::view(FileId file) {
  auto [at, fresh] = views_.try_emplace(file);
  FileView& made = at->second;
  if (!fresh) return made;
  const CodeFile* code = run_.project.code(file);
  if (!code) return made;
  made.nested.resize(code->functions.size());
  for (std::uint32_t f = 1; f < code->functions.size(); ++f)
    if (std::uint32_t parent = code->functions[f].parent.index;
        parent != 0 && parent < made.nested.size() && parent != f)
      made.nested[parent].push_back(f);
  for (const code::Call& call : code->calls) {
    const code::Expr& e = (*code)[call.expr];
    for (std::uint32_t i = 1; i < e.count; ++i) {
      ExprId child = code->child(call.expr, i);
      if ((*code)[child].kind == ExprKind::argument && (*code)[child].count == 1)
        child = code->child(child, 0);
      const code::Expr& argument = (*code)[child];
      if (argument.kind == ExprKind::function && argument.first < code->functions.size())
        made.callbacks.push_back(argument.first);
    }
  }
  return made;
}

std::vector<FunctionRef> Reach::handlers(std::uint32_t deployed) const {
  std::vector<FunctionRef> all;
  for (FileId file : run_.deployed[deployed].files) {
    auto more = entries(file, run_.deployed[deployed].handler);
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

std::vector<FunctionRef> Reach::entries(FileId file, const std::string& handler) const {
  std::vector<FunctionRef> found;
  const CodeFile* code = run_.project.code(file);
  if (!code) return found;
  auto take = [&](ExprId value, auto&& self, int depth) -> void {
    if (!value || depth > 3) return;
    const code::Expr& e = (*code)[value];
    if (e.kind == ExprKind::function && e.first < code->functions.size())
      found.push_back({file, code::FunctionId{e.first}});
    // A wrapper around the handler: middy(async (event) => …).
    if (e.kind == ExprKind::call || e.kind == ExprKind::argument)
      for (std::uint32_t i = 0; i < e.count; ++i) self(code->child(value, i), self, depth + 1);
    if (e.kind == ExprKind::name)
      for (std::uint32_t f = 1; f < code->functions.size(); ++f)
        if (code->functions[f].name == e.text && code->functions[f].parent == code::file_function)
          found.push_back({file, code::FunctionId{f}});
  };
  if (!handler.empty()) {
    const StringId name = code->strings.find(handler);
    if (name) {
      for (std::uint32_t f = 1; f < code->functions.size(); ++f)
        if (code->functions[f].name == name && code->functions[f].parent == code::file_function)
          found.push_back({file, code::FunctionId{f}});
      for (const code::Export& e : code->exports)
        if (e.name == name) take(e.value, take, 0);
      for (const code::Assignment& a : code->assignments)
        if ((*code)[a.target].text == name) take(a.value, take, 0);
    }
  }
  // A handler that is not found as a function (bound, decorated, re-exported): everything in its file may
  // run.
  if (found.empty())
    for (std::uint32_t f = 2; f < code->functions.size(); ++f) found.push_back({file, code::FunctionId{f}});
  found.push_back({file, code::file_function});
  return found;
}

void Reach::walk(const Runner& runner, const std::vector<FunctionRef>& from,
                 const std::vector<FileId>& beside) {
  std::vector<bool> seen(by_call_.size()), loaded(by_file_.size());
  std::vector<FunctionRef> next;
  Runner loads = runner;
  loads.by_call = false;
  auto visit = [&](FunctionRef f) {
    const std::uint32_t n = number(f);
    if (seen[n]) return;
    seen[n] = true;
    by_call_[n].push_back(runner);
    next.push_back(f);
  };
  std::vector<FileId> to_load(beside);
  for (FunctionRef f : from)
    if (!clients_.contains(f)) visit(f);
  while (!next.empty() || !to_load.empty()) {
    if (!to_load.empty()) {
      FileId file = to_load.back();
      to_load.pop_back();
      if (loaded[file.index]) continue;
      loaded[file.index] = true;
      by_file_[file.index].push_back(loads);
      const FileView& here = view(file);
      visit({file, code::file_function});
      const CodeFile* code = run_.project.code(file);
      for (std::uint32_t f : here.callbacks)
        if (code->functions[f].parent == code::file_function) visit({file, code::FunctionId{f}});
      for (FileId import : imports_[file.index]) to_load.push_back(import);
      continue;
    }
    FunctionRef f = next.back();
    next.pop_back();
    if (!loaded[f.file.index]) to_load.push_back(f.file);
    const std::uint32_t n = number(f);
    for (std::uint32_t call = call_begin_[n]; call < call_begin_[n + 1]; ++call)
      if (stays_inside(runner, f.file, calls_[call].file)) visit(calls_[call]);
    const FileView& here = view(f.file);
    const CodeFile* code = run_.project.code(f.file);
    if (!code || f.function == code::file_function || f.function.index >= here.nested.size()) {
      // The top level runs class bodies, not the functions that it only defines.
      if (code && f.function == code::file_function && f.function.index < here.nested.size())
        for (std::uint32_t inner : here.nested[f.function.index])
          if (code->functions[inner].is_class_body) visit({f.file, code::FunctionId{inner}});
      continue;
    }
    if (code->functions[f.function.index].is_class_body) continue;
    for (std::uint32_t inner : here.nested[f.function.index]) visit({f.file, code::FunctionId{inner}});
  }
}

bool Reach::stays_inside(const Runner& runner, FileId from, FileId to) {
  const ServiceIndex there = run_.service_of(to);
  if (from == to || there == 0 || there == runner.service || there == run_.service_of(from)) return true;
  return run_.services[there].kind == "library" || imported_by(from).contains(to);
}

const std::set<FileId>& Reach::imported_by(FileId file) {
  auto [at, fresh] = imported_.try_emplace(file);
  if (!fresh) return at->second;
  std::vector<FileId> next{file};
  while (!next.empty()) {
    const std::vector<FileId>& known = imports_[next.back().index];
    next.pop_back();
    for (FileId one : known)
      if (at->second.insert(one).second) next.push_back(one);
  }
  return at->second;
}

std::vector<Runner> Reach::runners(FunctionRef where) const {
  if (const std::vector<Runner>& some = by_call_[number(where)]; !some.empty()) return some;
  if (clients_.contains(where)) return {};
  return loaders(where.file);
}

std::vector<Runner> Reach::loaders(FileId file) const {
  if (!by_file_[file.index].empty()) return by_file_[file.index];
  const ServiceIndex s = run_.service_of(file);
  if (s == 0 || run_.services[s].kind == "library" || is_developers_script(run_, file)) return {};
  return {{s, 0, false}};
}

}  // namespace demarc::linking
