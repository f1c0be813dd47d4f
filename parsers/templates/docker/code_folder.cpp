// Which folder of the tree an image is made of: by build commands, artifacts, the start command, copies.
#include <algorithm>
#include <array>

#include "parsers/templates/docker/command_line.h"
#include "parsers/templates/docker/image_build.h"

namespace demarc::containers {
namespace {

constexpr int max_depth = 16;

bool has_pattern(std::string_view path) { return path.find_first_of("*?[") != std::string_view::npos; }

// "a/b/*.jar" → "a/b", for a path without a pattern the path itself.
std::string_view solid_part(std::string_view path) {
  const std::size_t star = path.find_first_of("*?[");
  return star == std::string_view::npos ? path : folder_of(path.substr(0, star));
}

std::string_view without_dot(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return path == "." ? std::string_view() : path;
}

// Above folders that only a layout puts in between.
std::string above_layout(const TreeView& tree, std::string path) {
  if (tree.has_manifest(path)) return path;
  for (std::string at = path; !at.empty(); at = std::string(folder_of(at))) {
    if (tree.has_manifest(at)) return at;
    const std::string_view name = last_part(at);
    if (name != "src" && name != "app" && name != "main" && name != "java" && name != "lib") break;
  }
  return path;
}

}  // namespace

std::optional<std::string> ImageBuild::origin(const TreeView& tree, std::string_view context,
                                              std::string_view inside) const {
  return origin(tree, context, wanted_, inside, 0);
}

std::optional<std::string> ImageBuild::origin(const TreeView& tree, std::string_view context, int number,
                                              std::string_view inside, int depth) const {
  if (number < 0 || depth > max_depth) return std::nullopt;
  const Stage& stage = stages_[static_cast<std::size_t>(number)];
  for (std::size_t i = stage.copies.size(); i-- > 0;) {
    const Copy& copy = stage.copies[i];
    const std::string_view to = copy.to;
    const bool covers = to == "/" || inside == to ||
                        (inside.starts_with(to) && inside.size() > to.size() && inside[to.size()] == '/');
    if (!covers) continue;
    std::string_view rest = inside.substr(to == "/" ? 0 : to.size());
    while (rest.starts_with('/')) rest.remove_prefix(1);
    for (const std::string& source : copy.sources) {
      if (!copy.from.empty()) {
        // A file of another stage: either the thing itself or something below it.
        const int other = stage_named(copy.from);
        std::string path = inside_path("/", source);
        if (other < 0) continue;
        if (!rest.empty() && last_part(path) != rest) path += "/" + std::string(rest);
        if (auto found = origin(tree, context, other, path, depth + 1)) return found;
        continue;
      }
      const auto from = join_path(context, without_dot(solid_part(source)));
      if (!from) continue;
      if (tree.is_folder(*from) && !has_pattern(source)) {
        auto path = join_path(*from, rest);
        if (path && (rest.empty() || tree.is_folder(*path) || tree.is_file(*path))) return path;
        continue;
      }
      if (has_pattern(source) && tree.is_folder(*from) && !rest.empty()) {
        auto path = join_path(*from, rest);
        if (path && tree.is_file(*path)) return path;
        continue;
      }
      if (tree.is_file(*from) && (rest.empty() || last_part(*from) == rest)) return from;
    }
  }
  return origin(tree, context, stage.parent, inside, depth + 1);
}

// go build ./cmd/x · dotnet publish src/X/X.csproj · mvn -pl x · gradle :x:build · cargo build -p x ·
// workspaces
bool ImageBuild::told_by_build(const TreeView& tree, std::string_view context, std::string& folder) const {
  std::vector<std::string> found;
  for (int number : reached()) {
    const Stage& stage = stages_[static_cast<std::size_t>(number)];
    for (const Run& run : stage.runs) {
      for (const BuildTarget& target : build_targets(run.text)) {
        const std::string at = inside_path(run.folder, target.folder);
        const std::string inside = inside_path(at, target.path);
        auto path = origin(tree, context, number, inside, 0);
        if (!path && !target.path.empty()) {
          // The build runs where nothing in the tree says what was copied: the path may start at the context.
          auto direct = join_path(context, without_dot(target.path));
          if (direct && (tree.is_folder(*direct) || tree.is_file(*direct))) path = direct;
        }
        if (!path) continue;
        if (tree.is_file(*path)) path = std::string(folder_of(*path));
        if (tree.is_folder(*path) && tree.has_code(*path)) found.push_back(*path);
      }
    }
  }
  if (found.empty()) return false;
  // Several targets of one image: what they have in common.
  folder = found[0];
  for (const std::string& one : found)
    while (!is_below(one, folder)) folder = std::string(folder_of(folder));
  return folder.size() > context.size();
}

// ADD order/target/order-1.0.jar app.jar: the module that builds it.
bool ImageBuild::told_by_artifact(const TreeView& tree, std::string_view context, std::string& folder) const {
  for (int number : reached())
    for (const Copy& copy : stages_[static_cast<std::size_t>(number)].copies) {
      for (const std::string& source : copy.sources) {
        std::string path(without_dot(source));
        if (!copy.from.empty()) {
          // "/build/order/target/x.jar" of a stage that copied the context to /build.
          const int other = stage_named(copy.from);
          if (other < 0) continue;
          std::size_t cut = std::string::npos;
          for (std::string_view out : {"/target/", "/build/libs/", "/build/install/", "/dist/"})
            cut = std::min(cut, ("/" + path).find(out));
          if (cut == std::string::npos || cut == 0) continue;
          auto module = origin(tree, context, other, ("/" + path).substr(0, cut), 0);
          if (!module || module->size() <= context.size() || !tree.has_code(*module)) continue;
          folder = *module;
          return true;
        }
        for (std::string_view out :
             {"/target/", "/build/libs/", "/build/install/", "/build/distributions/"}) {
          const std::size_t cut = path.find(out);
          if (cut == std::string::npos) continue;
          auto module = join_path(context, path.substr(0, cut));
          if (!module || !tree.has_code(*module)) continue;
          folder = *module;
          return true;
        }
      }
    }
  return false;
}

// node services/x/index.js · python app.py · php -S … -t public
bool ImageBuild::told_by_start(const TreeView& tree, std::string_view context, std::string& folder) const {
  // java -jar /shop/order/target/order.jar: a tree that is mounted or copied as it was built.
  for (const std::string& word : command_words(start())) {
    if (!word.ends_with(".jar")) continue;
    for (std::string_view out : {"/target/", "/build/libs/"}) {
      const std::size_t cut = word.find(out);
      if (cut == std::string::npos) continue;
      const std::string_view module = without_dot(std::string_view(word).substr(0, cut));
      for (std::string_view base : {context, std::string_view()})
        if (auto path = join_path(base, module); path && !module.empty() && tree.has_manifest(*path)) {
          folder = *path;
          return true;
        }
    }
  }
  for (const std::string& script : started_files(start())) {
    auto path = origin(tree, context, inside_path(result_.folder, script));
    if (!path || !tree.is_file(*path)) continue;
    std::string at = above_layout(tree, std::string(folder_of(*path)));
    if (at.size() <= context.size() || !is_below(at, context)) continue;
    folder = at;
    return true;
  }
  return false;
}

bool ImageBuild::told_by_copies(const TreeView& tree, std::string_view context, std::string_view dockerfile,
                                std::string_view name, std::string& folder) const {
  std::vector<std::string> folders;
  bool takes_all = false;
  for (int number : reached())
    for (const Copy& copy : stages_[static_cast<std::size_t>(number)].copies) {
      if (!copy.from.empty()) continue;
      for (const std::string& source : copy.sources) {
        auto path = join_path(context, without_dot(solid_part(source)));
        if (!path) continue;
        if (tree.is_file(*path)) path = std::string(folder_of(*path));
        if (!tree.is_folder(*path) || !tree.has_code(*path)) continue;
        if (*path == context) {
          takes_all |= tree.is_folder(join_path(context, without_dot(source)).value_or("?"));
          continue;
        }
        if (std::find(folders.begin(), folders.end(), *path) == folders.end()) folders.push_back(*path);
      }
    }
  // The folder in which the Dockerfile itself stands, if it is copied.
  const std::string own = tree.module_of(folder_of(dockerfile));
  if (own.size() > context.size() && is_below(own, context)) {
    std::string best;
    for (const std::string& one : folders)
      if ((is_below(own, one) || is_below(one, own)) && (best.empty() || one.size() < best.size()))
        best = one;
    if (!best.empty()) {
      folder = is_below(best, own) && tree.has_code(own) ? own : best;
      return true;
    }
    if ((takes_all || folders.empty()) && tree.has_code(own)) {
      folder = own;
      return true;
    }
  }
  if (takes_all || folders.empty()) return false;
  // Sources below one and the same module of the context.
  std::vector<std::string> modules;
  for (const std::string& one : folders) {
    std::string at = above_layout(tree, one);
    if (at.size() <= context.size()) return false;  // the context's own layout (src/, lib/)
    if (std::none_of(modules.begin(), modules.end(),
                     [&](const std::string& have) { return is_below(at, have); }))
      modules.push_back(at);
  }
  if (modules.size() == 1) {
    folder = tree.has_manifest(context) && !tree.has_manifest(modules[0]) ? std::string(context) : modules[0];
    return folder.size() > context.size();
  }
  const std::string wanted = bare_name(name);
  for (const std::string& one : modules) {
    const std::string word = bare_name(last_part(one));
    if (word.size() < 3 || wanted.empty() || tree.has_manifest(context)) continue;
    if (word == wanted || wanted.starts_with(word) || word.starts_with(wanted)) {
      folder = one;
      return true;
    }
  }
  return false;
}

bool ImageBuild::copies_code(const TreeView& tree, std::string_view context) const {
  for (int number : reached())
    for (const Copy& copy : stages_[static_cast<std::size_t>(number)].copies) {
      if (!copy.from.empty()) continue;
      for (const std::string& source : copy.sources)
        if (auto path = join_path(context, without_dot(solid_part(source))))
          if (tree.is_file(*path) ? TreeView::is_source(last_part(*path)) : tree.has_code(*path)) return true;
    }
  return false;
}

bool ImageBuild::code_folder(const TreeView& tree, std::string_view context, std::string_view dockerfile,
                             std::string_view name, std::string& folder) const {
  if (stages_.empty()) return false;
  // A Dockerfile of a folder's own, without choices, makes that folder's image.
  if (is_plain_ && !context.empty() && folder_of(dockerfile) == context &&
      last_part(dockerfile) == "Dockerfile" && tree.has_code(context))
    return false;
  if (!told_by_build(tree, context, folder) && !told_by_artifact(tree, context, folder) &&
      !told_by_start(tree, context, folder) && !told_by_copies(tree, context, dockerfile, name, folder))
    return false;
  // The folder that holds the recipe is the whole of what lies in it.
  const std::string own = tree.module_of(folder_of(dockerfile));
  if (is_plain_ && own.size() > context.size() && is_below(own, context) && is_below(folder, own) &&
      tree.has_code(own))
    folder = own;
  return true;
}

}  // namespace demarc::containers
