// One walk of the tree; git's index and ignore rules decide what belongs to it.
#include "analyzer/discover/discover.h"

#include <dirent.h>
#include <fcntl.h>
#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <unordered_set>

#include "analyzer/base/glob.h"
#include "analyzer/discover/classify.h"

namespace demarc {
namespace {

constexpr int max_folder_depth = 64;
constexpr std::size_t max_files = 2'000'000;

// What git knows of the tree; usable without a repository too.
class Git {
 public:
  explicit Git(const std::string& root) {
    git_libgit2_init();
    // A stranger's tree may hold a .git of its own making: hooks are never run by libgit2, and configuration
    // of the machine is not needed to read an index.
    git_repository* repository = nullptr;
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    if (git_repository_open_ext(&repository, root.c_str(), 0, nullptr) != 0) return;
    const char* work = git_repository_workdir(repository);
    char resolved[PATH_MAX], resolved_root[PATH_MAX];
    if (!work || !realpath(work, resolved) || !realpath(root.c_str(), resolved_root) ||
        !is_below(resolved_root, resolved)) {
      git_repository_free(repository);
      return;
    }
    repository_ = repository;
    prefix_ = std::string(resolved_root).substr(std::strlen(resolved));
    if (!prefix_.empty()) prefix_ = prefix_.substr(1) + "/";
    git_index* index = nullptr;
    if (git_repository_index(&index, repository_) != 0) return;
    for (std::size_t i = 0; i < git_index_entrycount(index); ++i) {
      std::string_view path = git_index_get_byindex(index, i)->path;
      if (!path.starts_with(prefix_)) continue;
      path.remove_prefix(prefix_.size());
      tracked_.emplace(path);
      for (std::string_view folder = folder_of(path); !folder.empty(); folder = folder_of(folder))
        if (!folders_.emplace(folder).second) break;
    }
    git_index_free(index);
  }
  ~Git() {
    if (repository_) git_repository_free(repository_);
    git_libgit2_shutdown();
  }
  Git(const Git&) = delete;
  Git& operator=(const Git&) = delete;

  bool takes_folder(const std::string& path) const { return folders_.contains(path) || !ignored(path + "/"); }
  bool takes_file(const std::string& path) const { return tracked_.contains(path) || !ignored(path); }

 private:
  bool ignored(const std::string& path) const {
    if (!repository_) return false;
    int is = 0;
    return git_ignore_path_is_ignored(&is, repository_, (prefix_ + path).c_str()) == 0 && is != 0;
  }
  git_repository* repository_ = nullptr;
  std::string prefix_;
  std::unordered_set<std::string> tracked_, folders_;
};

class Walk {
 public:
  Walk(const std::string& root, const std::vector<std::string>& exclude, Discovery& out)
      : git_(root), exclude_(exclude), out_(out) {}

  void folder(int parent, const char* name, const std::string& path, int depth) {
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR* open = fd < 0 ? nullptr : fdopendir(fd);
    if (!open) {
      if (fd >= 0) close(fd);
      ++out_.left_out["unreadable folder"];
      return;
    }
    std::vector<std::string> names;
    while (dirent* entry = readdir(open)) names.emplace_back(entry->d_name);
    std::sort(names.begin(), names.end());
    for (const std::string& one : names) {
      if (one == "." || one == ".." || one == ".git" || found_.size() >= max_files) continue;
      const std::string below = path.empty() ? one : path + "/" + one;
      struct stat info {};
      if (fstatat(fd, one.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
      if (S_ISLNK(info.st_mode)) {
        ++out_.left_out["link"];
      } else if (S_ISDIR(info.st_mode)) {
        if (!git_.takes_folder(below) || is_tool_folder(one)) continue;
        if (depth < max_folder_depth) folder(fd, one.c_str(), below, depth + 1);
        else ++out_.left_out["folder too deep"];
      } else if (S_ISREG(info.st_mode) && git_.takes_file(below)) {
        if (!exclude_.empty() && exclude_.matches(below)) {
          ++out_.left_out["excluded"];
          continue;
        }
        found_.push_back({below, static_cast<std::uint64_t>(info.st_size), classify_path(below)});
      }
    }
    closedir(open);
  }
  std::vector<File> take() && {
    std::sort(found_.begin(), found_.end(), [](const File& a, const File& b) { return a.path < b.path; });
    return std::move(found_);
  }

 private:
  // Installed packages and caches: never part of a project, however git was set up.
  static bool is_tool_folder(const std::string& name) {
    return name == "node_modules" || name == ".venv" || name == "__pycache__" || name == ".tox" ||
           name == ".mypy_cache" || name == ".pytest_cache" || name == ".aws-sam" || name == ".serverless" ||
           name == ".terraform" || name == ".hg" || name == ".svn";
  }
  Git git_;
  Globs exclude_;
  Discovery& out_;
  std::vector<File> found_;
};

}  // namespace

Discovery discover_tree(const std::string& root, const std::vector<std::string>& exclude) {
  Discovery out;
  out.files = Files(root);
  Walk walk(root, exclude, out);
  // The root itself may be reached through a link: the user named it.
  char resolved[PATH_MAX];
  if (!realpath(root.c_str(), resolved)) {
    ++out.left_out["unreadable folder"];
    return out;
  }
  out.files = Files(resolved);
  walk.folder(AT_FDCWD, resolved, "", 0);
  for (File& file : std::move(walk).take()) out.files.add(std::move(file));
  return out;
}

}  // namespace demarc
