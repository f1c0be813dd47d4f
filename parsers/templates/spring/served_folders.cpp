// Where a config server says that its files lie, as folders of the tree.
// https://docs.spring.io/spring-cloud-config/reference/server/environment-repository.html
#include <algorithm>
#include <set>

#include "analyzer/base/repository.h"
#include "analyzer/configuration.h"
#include "analyzer/observations/declarations.h"
#include "parsers/templates/spring/applications.h"

namespace demarc::spring {
namespace {

constexpr std::size_t max_folders = 500;

class Locations {
 public:
  Locations(const Project& project, const Application& server) : files_(project.files()), server_(server) {
    for (std::uint32_t i = 1; i <= files_.size(); ++i)
      for (std::string_view folder = folder_of(files_.path(FileId{i}));
           folders_.insert(std::string(folder)).second && !folder.empty();)
        folder = folder_of(folder);
  }

  void class_path(std::string_view path) {
    const std::string resources =
        server_.folder.empty() ? "src/main/resources" : server_.folder + "/src/main/resources";
    add(resources, path, true);
  }

  // A path on somebody's disk: the folder of the tree that its end names.
  void on_disk(std::string_view path, const std::vector<std::string>& below) {
    for (const std::string& folder : ending_with(path)) inside(folder, below);
  }

  // What the user says that every server hands out.
  void given(const std::vector<ConfigurationFolder>& all) {
    for (const ConfigurationFolder& one : all)
      if (one.repository.empty()) inside(one.path, {});
  }

  // A repository: its checkout where the user gives one, a folder of the tree that is called like it, or the
  // tree itself.
  void repository(std::string_view uri, const std::vector<std::string>& below,
                  const std::vector<ConfigurationFolder>& given) {
    for (const ConfigurationFolder& one : given)
      if (!one.repository.empty() && one.repository == repository_name(uri)) return inside(one.path, below);
    while (uri.ends_with('/')) uri.remove_suffix(1);
    if (uri.ends_with(".git")) uri.remove_suffix(4);
    if (uri.starts_with("file:") || uri.find("://") == std::string_view::npos) {
      const bool is_remote =
          uri.find('@') != std::string_view::npos && uri.find(':') != std::string_view::npos;
      if (!is_remote) return on_disk(uri.starts_with("file:") ? uri.substr(5) : uri, below);
    }
    const std::string name(uri.substr(uri.find_last_of("/:") + 1));
    const std::vector<std::string> known = ending_with(name);
    for (const std::string& folder : known) inside(folder, below);
    if (!known.empty()) return;
    std::string_view root = files_.root();
    while (root.ends_with('/')) root.remove_suffix(1);
    const bool is_this = root.substr(root.rfind('/') + 1) == name;
    if (is_this || !below.empty()) inside("", below);
  }

  std::vector<ServedFolder> take() { return std::move(all_); }

 private:
  void inside(const std::string& folder, const std::vector<std::string>& below) {
    if (below.empty()) return add(folder, "", false);
    if (!folder.empty()) add(folder, "", false);
    for (const std::string& path : below) add(folder, path, false);
  }

  // A location may hold {application}, {profile} and {label}, and `*`: any folder that fits.
  void add(const std::string& base, std::string_view path, bool is_class_path) {
    struct Found {
      std::string folder, application;
    };
    std::vector<Found> found{{base, ""}};
    while (!path.empty()) {
      const std::size_t slash = std::min(path.find('/'), path.size());
      const std::string part(path.substr(0, slash));
      path.remove_prefix(std::min(slash + 1, path.size()));
      if (part.empty() || part == ".") continue;
      std::vector<Found> next;
      for (const Found& one : found) {
        if (part.find('{') == std::string::npos && part.find('*') == std::string::npos) {
          if (const auto at = join_path(one.folder, part)) next.push_back({*at, one.application});
          continue;
        }
        for (const std::string& inner : folders_) {
          if (inner.empty() || folder_of(inner) != one.folder || next.size() >= max_folders) continue;
          const std::string last = inner.substr(inner.rfind('/') + 1);
          next.push_back({inner, part == "{application}" ? last : one.application});
        }
      }
      found = std::move(next);
    }
    for (const Found& one : found) {
      const bool is_known = std::any_of(all_.begin(), all_.end(), [&](const ServedFolder& f) {
        return f.path == one.folder && f.application == one.application;
      });
      if (!is_known && folders_.contains(one.folder) && all_.size() < max_folders)
        all_.push_back({one.folder, one.application, is_class_path && one.folder == base});
    }
  }

  // Folders that the longest possible end of the path names: below the server's own first; several elsewhere
  // are nobody's.
  std::vector<std::string> ending_with(std::string_view path) const {
    std::vector<std::string> parts;
    for (std::string_view rest = path; !rest.empty();) {
      const std::size_t slash = std::min(rest.find_first_of("/\\"), rest.size());
      const std::string_view part = rest.substr(0, slash);
      rest.remove_prefix(std::min(slash + 1, rest.size()));
      if (part.empty() || part == "." || part == "~" || part.ends_with(':')) continue;
      if (part == ".." || part.starts_with("$")) parts.clear();
      else parts.emplace_back(part);
    }
    for (std::size_t first = 0; first < parts.size(); ++first) {
      std::string tail;
      for (std::size_t i = first; i < parts.size(); ++i) tail += (tail.empty() ? "" : "/") + parts[i];
      // What stands behind a hole is no part of the name.
      const std::size_t hole = tail.find('{');
      const std::string fixed =
          tail.substr(0, hole == std::string::npos ? tail.size() : tail.rfind('/', hole));
      std::vector<std::string> fitting;
      for (const std::string& folder : folders_)
        if (folder == fixed || folder.ends_with("/" + fixed)) fitting.push_back(folder);
      std::vector<std::string> own;
      for (const std::string& folder : fitting)
        if (folder != server_.folder && is_below(folder, server_.folder)) own.push_back(folder);
      if (!own.empty()) fitting = std::move(own);
      // What is packed into the program is named by its class path.
      if (fitting.size() > 1)
        std::erase_if(fitting, [](const std::string& f) { return f.find("src/main/") != std::string::npos; });
      std::erase(fitting, server_.folder);
      if (fitting.size() == 1) return fitting;
    }
    return {};
  }

  const Files& files_;
  const Application& server_;
  std::set<std::string> folders_;
  std::vector<ServedFolder> all_;
};

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> all;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view one = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty()) all.emplace_back(one);
  }
  return all;
}

}  // namespace

std::vector<ServedFolder> served_folders(const Project& project, const Application& server,
                                         const std::vector<const Leaf*>& lines) {
  Locations found(project, server);
  const std::vector<ConfigurationFolder>& given = project.index<ConfigurationFolders>().all;
  bool has_place = false;
  // Repositories with their search paths, by the words in front: git, git.repos.x, svn, composite[0].
  std::vector<std::pair<std::string, std::string>> repositories;
  std::unordered_map<std::string, std::vector<std::string>> below;
  for (const Leaf* leaf : lines) {
    constexpr std::string_view start = "spring.cloud.config.server.";
    std::string name = property_name(leaf->name);
    if (!name.starts_with(start)) continue;
    name.erase(0, start.size());
    // An element of a list, apart from those of composite.
    if (name.ends_with(']')) name.erase(name.rfind('['));
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos) continue;
    const std::string owner = name.substr(0, dot), word = name.substr(dot + 1);
    if (word == "searchlocations") {
      has_place = true;
      for (std::string one : listed(with_defaults(leaf->text, server.fillings))) {
        if (one.starts_with("optional:")) one.erase(0, 9);
        if (one.starts_with("classpath:")) found.class_path(std::string_view(one).substr(10));
        else
          found.on_disk(one.starts_with("file:") ? std::string_view(one).substr(5) : std::string_view(one),
                        {});
      }
    } else if (word == "uri") {
      has_place = true;
      std::string uri = leaf->text;
      // Somebody's home is no folder of the tree: what stands behind it may be.
      for (std::string_view home : {"${user.home}", "${HOME}", "${user.dir}", "${PWD}"})
        if (const std::size_t at = uri.find(home); at != std::string::npos)
          uri.replace(at, home.size(), 1, '~');
      repositories.emplace_back(owner, with_defaults(uri, server.fillings));
    } else if (word == "searchpaths") {
      for (std::string& one : listed(with_defaults(leaf->text, server.fillings)))
        below[owner].push_back(std::move(one));
    }
  }
  for (const auto& [owner, uri] : repositories) found.repository(uri, below[owner], given);
  found.given(given);
  if (!has_place) {
    found.class_path("");
    found.class_path("config");
    found.on_disk("config", {});
  }
  return found.take();
}

}  // namespace demarc::spring
