// Follows the modules that a build uses and picks what component scans pick.
#include "analyzer/link/scanned.h"

#include <algorithm>
#include <array>

namespace demarc::linking {
namespace {

using code::CodeFile;

template <std::size_t N>
bool carries(const CodeFile& c, const code::Class& k, const std::array<std::string_view, N>& marks) {
  for (std::uint32_t i = 0; i < k.annotations.count; ++i) {
    code::ExprId a = c.annotations[k.annotations.first + i];
    const bool is_call = c[a].kind == code::ExprKind::call || c[a].kind == code::ExprKind::construct;
    if (is_call && c[a].count > 0) a = c.child(a, 0);
    if (c[a].kind != code::ExprKind::name && c[a].kind != code::ExprKind::member) continue;
    if (std::find(marks.begin(), marks.end(), c.text(a)) != marks.end()) return true;
  }
  return false;
}

constexpr std::array<std::string_view, 2> starts{"SpringBootApplication", "EnableAutoConfiguration"};
constexpr std::array<std::string_view, 9> marks{
    "Component",     "Service",          "Repository",           "Controller",     "RestController",
    "Configuration", "ControllerAdvice", "RestControllerAdvice", "MessageEndpoint"};

// What only exists under conditions may not exist: @ConditionalOnProperty, @ConditionalOnClass …
bool is_conditional(const CodeFile& c) {
  for (std::size_t i = 1; i < c.classes.size(); ++i)
    for (std::uint32_t k = 0; k < c.classes[i].annotations.count; ++k) {
      code::ExprId a = c.annotations[c.classes[i].annotations.first + k];
      const bool is_call = c[a].kind == code::ExprKind::call || c[a].kind == code::ExprKind::construct;
      if (is_call && c[a].count > 0) a = c.child(a, 0);
      const bool is_name = c[a].kind == code::ExprKind::name || c[a].kind == code::ExprKind::member;
      if (is_name && c.text(a).starts_with("Conditional")) return true;
    }
  return false;
}

bool is_in_package(std::string_view package, std::string_view base) {
  return package.starts_with(base) && (package.size() == base.size() || package[base.size()] == '.');
}

}  // namespace

std::string_view Scanned::starts_in(const Run& run, FileId file) {
  const CodeFile* c = run.project.code(file);
  for (std::size_t i = 1; c && c->package && i < c->classes.size(); ++i)
    if (carries(*c, c->classes[i], starts)) return c->strings.text(c->package);
  return {};
}

bool Scanned::is_below_package(const Run& run, FileId file, std::string_view package) {
  const CodeFile* c = run.project.code(file);
  return c && c->package && is_in_package(c->strings.text(c->package), package);
}

Scanned::Scanned(const Run& run) : run_(run) {
  for (const Resource& r : run_.declared.resources)
    if (r.kind == ResourceKind::module)
      if (const Property* code = run_.property(r, "code"); code && run_.values.is_literal(code->value))
        modules_.insert(std::string(run_.values.text(code->value)));
  if (modules_.empty()) return;
  for (std::uint32_t i = 1; i <= run_.files.size(); ++i) {
    const FileId file{i};
    const CodeFile* c = run_.project.code(file);
    if (!c || !c->package || run_.files[file].file_class != FileClass::source) continue;
    for (std::string_view folder = folder_of(run_.files.path(file));; folder = folder_of(folder)) {
      if (modules_.contains(std::string(folder))) {
        by_module_[std::string(folder)].push_back(file);
        break;
      }
      if (folder.empty()) break;
    }
  }
}

// The folders of all libraries that its modules use, directly or not.
std::set<std::string> Scanned::used_folders(ServiceIndex service) const {
  std::set<std::string> folders;
  std::set<ResourceIndex> seen;
  std::vector<ResourceIndex> next(run_.services[service].pieces);
  while (!next.empty()) {
    const ResourceIndex r = next.back();
    next.pop_back();
    if (r == no_resource || !seen.insert(r).second || run_.resource(r).kind != ResourceKind::module) continue;
    for (const Property& p : run_.resource(r).properties) {
      if (p.name != "uses") continue;
      const ResourceIndex used = run_.resource_of(p.value);
      if (used == no_resource) continue;
      const Property* kind = run_.property(run_.resource(used), "kind");
      const Property* code = run_.property(run_.resource(used), "code");
      if (!kind || !code || run_.values.text(kind->value) != "library") continue;
      folders.insert(std::string(run_.values.text(code->value)));
      next.push_back(used);
    }
  }
  return folders;
}

Scanned::Found Scanned::of(ServiceIndex service) const {
  Found found;
  if (by_module_.empty()) return found;
  const std::set<std::string> folders = used_folders(service);
  if (folders.empty()) return found;
  std::set<std::string> bases;
  const auto own = by_module_.find(run_.services[service].root);
  if (own == by_module_.end()) return found;
  for (FileId file : own->second) {
    const CodeFile& c = *run_.project.code(file);
    for (std::size_t i = 1; i < c.classes.size(); ++i)
      if (carries(c, c.classes[i], starts)) bases.emplace(c.strings.text(c.package));
  }
  if (bases.empty()) return found;
  for (const std::string& folder : folders) {
    const auto files = by_module_.find(folder);
    if (files == by_module_.end()) continue;
    std::set<std::string_view> packages;
    std::set<FileId> marked;
    for (FileId file : files->second) {
      const CodeFile& c = *run_.project.code(file);
      const std::string_view package = c.strings.text(c.package);
      if (std::none_of(bases.begin(), bases.end(),
                       [&](const std::string& base) { return is_in_package(package, base); }) ||
          is_conditional(c))
        continue;
      for (std::uint32_t i = 1; i < c.classes.size(); ++i) {
        if (!carries(c, c.classes[i], marks)) continue;
        packages.insert(package);
        marked.insert(file);
        for (std::uint32_t f = 1; f < c.functions.size(); ++f)
          if (c.functions[f].owner.index == i) found.functions.push_back({file, code::FunctionId{f}});
      }
    }
    for (FileId file : files->second) {
      const CodeFile& c = *run_.project.code(file);
      if (!marked.contains(file) && packages.contains(c.strings.text(c.package)) && !is_conditional(c))
        found.beside.push_back(file);
    }
  }
  return found;
}

}  // namespace demarc::linking
