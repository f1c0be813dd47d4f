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
  for (const CallEdge& e : run_.effects.calls) calls_[e.from].push_back(e.to);
  for (const ImportEdge& e : run_.effects.imports)
    if (!e.type_only) imports_[e.from].push_back(e.to);

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
  for (auto& [f, all] : by_call_) tidy(all);
  for (auto& [f, all] : by_file_) tidy(all);
}

void Reach::call_clients() {
  if (clients_.empty()) return;
  std::unordered_map<FileId, std::vector<FileId>> importers;
  for (const auto& [file, imported] : imports_)
    for (FileId to : imported) importers[to].push_back(file);
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
  auto add = [&](const std::vector<Runner>& runners) {
    std::vector<Runner>& all = by_call_[method];
    all.insert(all.end(), runners.begin(), runners.end());
  };
  bool is_called = false;
  for (const code::Call& call : code.calls) {
    const ExprId callee = code[call.expr].count > 0 ? code.child(call.expr, 0) : ExprId{};
    if (!callee || code[callee].kind != ExprKind::member || code[callee].text != name) continue;
    is_called = true;
    if (auto at = by_call_.find({importer, code.blocks[call.block.index].function}); at != by_call_.end())
      add(at->second);
    else add(loaders(importer));
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
  if (auto found = imports_.find(file); found != imports_.end()) made.imports = found->second;
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
  std::set<FunctionRef> seen;
  std::set<FileId> loaded;
  std::vector<FunctionRef> next;
  auto visit = [&](FunctionRef f) {
    if (seen.insert(f).second) next.push_back(f);
  };
  std::vector<FileId> to_load(beside);
  for (FunctionRef f : from)
    if (!clients_.contains(f)) visit(f);
  while (!next.empty() || !to_load.empty()) {
    if (!to_load.empty()) {
      FileId file = to_load.back();
      to_load.pop_back();
      if (!loaded.insert(file).second) continue;
      const FileView& here = view(file);
      visit({file, code::file_function});
      const CodeFile* code = run_.project.code(file);
      for (std::uint32_t f : here.callbacks)
        if (code->functions[f].parent == code::file_function) visit({file, code::FunctionId{f}});
      for (FileId import : here.imports) to_load.push_back(import);
      continue;
    }
    FunctionRef f = next.back();
    next.pop_back();
    if (!loaded.contains(f.file)) to_load.push_back(f.file);
    if (auto at = calls_.find(f); at != calls_.end())
      for (FunctionRef to : at->second)
        if (stays_inside(runner, f.file, to.file)) visit(to);
    const FileView& here = view(f.file);
    const CodeFile* code = run_.project.code(f.file);
    if (!code || f.function == code::file_function || f.function.index >= here.nested.size()) {
      // The top level runs class bodies, not the functions that it only defines.
      if (code && f.function == code::file_function && f.function.index < here.nested.size())
        for (std::uint32_t n : here.nested[f.function.index])
          if (code->functions[n].is_class_body) visit({f.file, code::FunctionId{n}});
      continue;
    }
    if (code->functions[f.function.index].is_class_body) continue;
    for (std::uint32_t n : here.nested[f.function.index]) visit({f.file, code::FunctionId{n}});
  }
  for (FunctionRef f : seen) by_call_[f].push_back(runner);
  Runner loads = runner;
  loads.by_call = false;
  for (FileId file : loaded) by_file_[file].push_back(loads);
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
    const auto known = imports_.find(next.back());
    next.pop_back();
    if (known == imports_.end()) continue;
    for (FileId one : known->second)
      if (at->second.insert(one).second) next.push_back(one);
  }
  return at->second;
}

std::vector<Runner> Reach::runners(FunctionRef where) const {
  if (auto at = by_call_.find(where); at != by_call_.end()) return at->second;
  if (clients_.contains(where)) return {};
  return loaders(where.file);
}

std::vector<Runner> Reach::loaders(FileId file) const {
  if (auto at = by_file_.find(file); at != by_file_.end()) return at->second;
  const ServiceIndex s = run_.service_of(file);
  if (s == 0 || run_.services[s].kind == "library" || is_developers_script(run_, file)) return {};
  return {{s, 0, false}};
}

}  // namespace demarc::linking
