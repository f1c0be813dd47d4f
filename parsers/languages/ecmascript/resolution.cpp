// The order in which an import is looked up; the parts are in packages.h and tsconfig.h.
#include "parsers/languages/ecmascript/resolution.h"

#include <string>
#include <unordered_map>

#include "parsers/languages/ecmascript/packages.h"
#include "parsers/languages/ecmascript/tsconfig.h"
#include "parsers/languages/images/image_files.h"

namespace demarc::ecmascript {
namespace {

struct Index {
  explicit Index(const Project& project) : packages(project), configs(project) {}
  Packages packages;
  PathConfigs configs;
  std::unordered_map<std::string, Module> known;  // by folder and specifier
};

bool is_relative(std::string_view module) {
  return module == "." || module == ".." || module.starts_with("./") || module.starts_with("../");
}

// Loaders and queries of bundlers: "!!raw!./a.txt?inline".
std::string_view bare_specifier(std::string_view module) {
  if (const std::size_t loader = module.rfind('!'); loader != std::string_view::npos)
    module.remove_prefix(loader + 1);
  return module.substr(0, module.find('?'));
}

class Search {
 public:
  Search(const Project& project, FileId from)
      : project_(project), index_(project.index<Index>()), folder_(folder_of(project.files().path(from))) {}

  Place relative(std::string_view module, std::string_view folder) const {
    const auto path = join_path(folder, module);
    if (!path) return {};
    const bool wants_folder = module.ends_with('/') || module.ends_with("..") || module == ".";
    if (!wants_folder)
      if (FileId file = find_file(project_.files(), *path)) return {file, false, {}};
    // A folder with a package.json says itself what it means.
    if (const Package* package = index_.packages.around(project_, *path); package && package->folder == *path)
      return index_.packages.entry(project_, *package, {});
    return find_index(project_.files(), *path);
  }

  // "#x" of the package around. A target that is no path of the package is put into `library`.
  Place internal(std::string_view module, std::string& library) const {
    const Package* package = index_.packages.around(project_, folder_);
    if (!package) return {};
    const std::string target = index_.packages.internal(project_, *package, module);
    if (target.empty() || target.starts_with('#')) return {};
    if (target.starts_with('.')) return index_.packages.target(project_, *package, target);
    library = target;
    return bare(target);
  }

  Place configured(std::string_view module) const {
    for (const auto& [config, is_nearest] : index_.configs.around(project_, index_.packages, folder_))
      if (Place found = mapped(project_.files(), *config, module, is_nearest)) return found;
    return {};
  }

  Place bare(std::string_view module) const {
    const Specifier name = split_specifier(module);
    if (const Package* package = index_.packages.named(project_, name.package, folder_))
      return index_.packages.entry(project_, *package, name.rest);
    return {};
  }

  // What an image that holds the folder has there: code is copied together when it is built.
  Module in_image(std::string_view module, std::string_view folder) const {
    static constexpr std::string_view endings[] = {"",     ".ts",  ".tsx",      ".js",      ".jsx",
                                                   ".mjs", ".cjs", "/index.ts", "/index.js"};
    const FileId file = project_.index<languages::ImageFiles>().find(folder, module, endings, false);
    if (!file) return {};
    const std::string_view path = project_.files().path(file);
    return {file, {}, path.find("/index.") != std::string_view::npos, std::string(folder_of(path))};
  }

  Place layer(std::string_view rest) const { return index_.packages.layer(project_, rest, folder_); }

 private:
  const Project& project_;
  Index& index_;
  std::string_view folder_;
};

Module look_up(const Search& search, std::string_view folder, std::string_view module) {
  const std::string_view wanted = bare_specifier(module);
  const auto answer = [](Place place) -> Module {
    return {place.file, {}, place.is_folder, std::move(place.folder)};
  };
  constexpr std::string_view layers = "/opt/";
  if (is_relative(wanted)) {
    Module found = answer(search.relative(wanted, folder));
    return found.file || found.is_package ? found : search.in_image(wanted, folder);
  }
  if (wanted.starts_with(layers)) {
    if (Place found = search.layer(wanted.substr(layers.size()))) return answer(std::move(found));
    return {FileId{}, std::string(module), false, {}};
  }
  if (wanted.starts_with('#')) {
    std::string library;
    if (Place found = search.internal(wanted, library)) return answer(std::move(found));
    if (!library.empty()) return {FileId{}, std::move(library), false, {}};
  }
  if (Place found = search.configured(wanted)) return answer(std::move(found));
  if (Place found = search.bare(wanted)) return answer(std::move(found));
  return {FileId{}, std::string(module), false, {}};
}

}  // namespace

Module resolve(const Project& project, FileId from, std::string_view module) {
  const std::string_view folder = folder_of(project.files().path(from));
  std::string key(folder);
  (key += '\n') += module;
  auto& known = project.index<Index>().known;
  auto at = known.find(key);
  if (at == known.end())
    at = known.emplace(std::move(key), look_up(Search(project, from), folder, module)).first;
  return at->second;
}

}  // namespace demarc::ecmascript
