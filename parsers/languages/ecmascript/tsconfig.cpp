// Reads path mappings with what they extend; the chain of `extends` is bounded.
#include "parsers/languages/ecmascript/tsconfig.h"

#include <algorithm>

#include "parsers/languages/ecmascript/conditions.h"

namespace demarc::ecmascript {
namespace {

constexpr std::size_t max_chain = 32;

bool is_config(std::string_view name) {
  return name == "jsconfig.json" || (name.starts_with("tsconfig") && name.ends_with(".json"));
}

std::string from_folder(std::string_view folder, std::string_view leaf, std::string_view written) {
  constexpr std::string_view own = "${configDir}";
  if (written.starts_with(own)) {
    written.remove_prefix(own.size());
    while (written.starts_with('/')) written.remove_prefix(1);
    folder = leaf;
  }
  return join_path(folder, written).value_or("");
}

}  // namespace

PathConfigs::PathConfigs(const Project& project) {
  const Files& files = project.files();
  for (std::uint32_t i = 1; i <= files.size(); ++i) {
    const std::string_view path = files.path(FileId{i});
    const std::string_view folder = folder_of(path);
    if (is_config(path.substr(folder.empty() ? 0 : folder.size() + 1)))
      by_folder_[std::string(folder)].push_back(FileId{i});
  }
  // tsconfig.json is the one that editors and compilers take; the others follow in path order.
  for (auto& [folder, configs] : by_folder_)
    std::stable_partition(configs.begin(), configs.end(), [&](FileId file) {
      return files.path(file).ends_with("/tsconfig.json") || files.path(file) == "tsconfig.json";
    });
}

const std::vector<NearConfig>& PathConfigs::around(const Project& project, const Packages& packages,
                                                   std::string_view folder) {
  auto [known, is_new] = around_.try_emplace(std::string(folder));
  if (!is_new) return known->second;
  std::vector<NearConfig> found;
  const auto here = by_folder_.find(std::string(folder));
  const bool has_own = here != by_folder_.end();
  if (has_own)
    for (FileId file : here->second) {
      const PathConfig* config = read(project, packages, file);
      if (config->has_base_url || !config->paths.empty()) found.push_back({config, true});
    }
  if (!folder.empty())
    for (NearConfig above : around(project, packages, folder_of(folder))) {
      above.is_nearest &= !has_own;
      found.push_back(above);
    }
  return around_[std::string(folder)] = std::move(found);
}

const PathConfig* PathConfigs::read(const Project& project, const Packages& packages, FileId file) {
  auto [known, is_new] = read_.try_emplace(file.index);
  if (!is_new) return &known->second;
  PathConfig config;
  std::vector<FileId> seen;
  extend(project, packages, file, folder_of(project.files().path(file)), config, seen);
  return &(read_[file.index] = std::move(config));
}

// Adds what `file` says to `out`, after what it extends.
void PathConfigs::extend(const Project& project, const Packages& packages, FileId file, std::string_view leaf,
                         PathConfig& out, std::vector<FileId>& seen) {
  const Document* document = project.document(file);
  if (!document || document->roots().empty() || seen.size() >= max_chain ||
      std::find(seen.begin(), seen.end(), file) != seen.end())
    return;
  seen.push_back(file);
  const Files& files = project.files();
  const std::string_view folder = folder_of(files.path(file));
  const NodeIndex root = document->roots()[0];

  const auto base = [&](std::string_view written) {
    FileId found;
    if (written.starts_with('.')) {
      if (const auto path = join_path(folder, written)) {
        found = files.find(*path);
        if (!found) found = files.find(*path + ".json");
        if (!found) found = files.find(*path + "/tsconfig.json");
      }
    } else {
      const Specifier name = split_specifier(written);
      if (const Package* package = packages.named(project, name.package, folder)) {
        const std::string inside = name.rest.empty() ? "tsconfig.json" : std::string(name.rest);
        if (const auto path = join_path(package->folder, inside)) {
          found = files.find(*path);
          if (!found) found = files.find(*path + ".json");
          if (!found) found = files.find(*path + "/tsconfig.json");
        }
      }
    }
    if (found) extend(project, packages, found, leaf, out, seen);
  };
  if (const NodeIndex extends = document->find(root, "extends"); extends != no_node) {
    const DocumentNode& node = (*document)[extends];
    if (node.kind == NodeKind::string) base(document->text(extends));
    if (node.kind == NodeKind::list)
      for (std::uint32_t i = 0; i < node.count; ++i) base(document->text(document->child(node, i)));
  }

  const NodeIndex options = document->find(root, "compilerOptions");
  if (options == no_node) return;
  if (const std::string_view written = document->text_of(options, "baseUrl"); !written.empty()) {
    out.base_url = from_folder(folder, leaf, written);
    out.has_base_url = true;
  }
  const NodeIndex paths = document->find(options, "paths");
  if (paths == no_node || (*document)[paths].kind != NodeKind::map) {
    if (out.has_base_url && !out.paths.empty()) out.base = out.base_url;
    return;
  }
  // The map of the extending file replaces the other whole.
  out.paths.clear();
  out.base = out.has_base_url ? out.base_url : std::string(folder);
  const DocumentNode& map = (*document)[paths];
  for (std::uint32_t i = 0; i + 1 < map.count; i += 2) {
    PathMapping mapping;
    mapping.pattern = document->text(document->child(map, i));
    const NodeIndex list = document->child(map, i + 1);
    const DocumentNode& node = (*document)[list];
    for (std::uint32_t k = 0; node.kind == NodeKind::list && k < node.count; ++k) {
      std::string target(document->text(document->child(node, k)));
      if (target.starts_with("${configDir}")) {
        // Joined to `base` later; only a path of the tree's root can say another folder.
        target = "/" + from_folder(folder, leaf, target);
      }
      mapping.targets.push_back(std::move(target));
    }
    out.paths.push_back(std::move(mapping));
  }
}

Place mapped(const Files& files, const PathConfig& config, std::string_view module, bool with_base) {
  const PathMapping* best = nullptr;
  std::string_view best_star;
  std::size_t longest = 0;
  for (const PathMapping& mapping : config.paths) {
    std::string_view star;
    if (!fits(mapping.pattern, module, star)) continue;
    const std::size_t at = mapping.pattern.find('*');
    const std::size_t length = at == std::string::npos ? std::string::npos : at + 1;
    if (length <= longest) continue;
    longest = length;
    best = &mapping;
    best_star = star;
  }
  if (best)
    for (const std::string& target : best->targets) {
      const std::string written = filled(target, best_star);
      const auto path = written.starts_with('/') ? normal_path(std::string_view(written).substr(1))
                                                 : join_path(config.base, written);
      if (!path) continue;
      if (Place found = find_module(files, *path)) return found;
    }
  if (with_base && config.has_base_url)
    if (const auto path = join_path(config.base_url, module)) return find_module(files, *path);
  return {};
}

}  // namespace demarc::ecmascript
