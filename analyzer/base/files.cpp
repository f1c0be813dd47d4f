// Paths are made normal before any look-up, and reading never follows a link out of the root.
#include "analyzer/base/files.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>

namespace demarc {

namespace {

#ifdef SYS_openat2
// The folder that was opened last: a thread reads one file after the other below the same root.
class Folder {
 public:
  Folder() = default;
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { drop(); }
  bool holds(const std::string& path) const { return at_ >= 0 && path == path_; }
  // False when there is no such folder.
  bool open(const std::string& path) {
    drop();
    path_ = path;
    at_ = ::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    return at_ >= 0;
  }
  int at() const { return at_; }

 private:
  void drop() {
    if (at_ >= 0) close(at_);
    at_ = -1;
  }
  std::string path_;
  int at_ = -1;
};
#endif

// Opens a file without following any link on the way down from the root. The kernel does that in one step
// where it can; elsewhere the resolved path is compared.
int open_below(const std::string& root, const std::string& path) {
#ifdef SYS_openat2
  thread_local Folder last;
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  // A folder that was kept may have been made anew.
  for (const bool is_kept : {last.holds(root), false}) {
    if (!is_kept && !last.open(root)) return -1;
    const auto fd = static_cast<int>(syscall(SYS_openat2, last.at(), path.c_str(), &how, sizeof how));
    if (fd >= 0) return fd;
    if (errno == ENOSYS) break;
    if (!is_kept) return -1;
  }
#endif
  const std::string full = root + "/" + path;
  char resolved[PATH_MAX], resolved_root[PATH_MAX];
  if (!realpath(full.c_str(), resolved) || !realpath(root.c_str(), resolved_root)) return -1;
  if (std::string(resolved_root) + "/" + path != resolved) return -1;
  return open(resolved, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

// True when no part is empty, "." or "..": the path is its own normal form. May be false for others too.
bool is_normal(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.back() == '/' || path.front() == '.') return false;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1))
    if (path[slash + 1] == '/' || path[slash + 1] == '.') return false;
  return true;
}

}  // namespace

std::string_view to_string(FileClass c) {
  switch (c) {
    case FileClass::source: return "source";
    case FileClass::test: return "test";
    case FileClass::example: return "example";
    case FileClass::generated: return "generated";
    case FileClass::vendored: return "vendored";
    case FileClass::minified: return "minified";
  }
  return "source";
}

FileId Files::add(File file) {
  by_path_.make_room(files_.size());
  const std::uint32_t hash = Hash::of(file.path);
  Slots::Slot& slot = by_path_.place(hash, [&](std::uint32_t i) { return files_[i].path == file.path; });
  if (slot.index == 0) {
    slot = {hash, static_cast<std::uint32_t>(files_.size())};
    files_.push_back(std::move(file));
  }
  return FileId{slot.index};
}

FileId Files::add(File file, std::string text) {
  file.size = text.size();
  FileId id = add(std::move(file));
  in_memory_[id.index] = std::move(text);
  return id;
}

FileId Files::find(std::string_view path) const {
  const auto known = [&](std::string_view normal) {
    return FileId{by_path_.find(Hash::of(normal), [&](std::uint32_t i) { return files_[i].path == normal; })};
  };
  if (is_normal(path)) return known(path);
  const auto normal = normal_path(path);
  return normal ? known(*normal) : FileId{};
}

std::optional<std::string> Files::read(FileId id, std::uint64_t limit) const {
  if (auto kept = in_memory_.find(id.index); kept != in_memory_.end()) {
    if (kept->second.size() > limit) return std::nullopt;
    return kept->second;
  }
  if (files_[id.index].host) return read(files_[id.index].host, limit);
  if (!id || root_.empty()) return std::nullopt;
  int fd = open_below(root_, files_[id.index].path);
  if (fd < 0) return std::nullopt;
  struct stat info {};
  std::optional<std::string> text;
  if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && static_cast<std::uint64_t>(info.st_size) <= limit) {
    text.emplace(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t have = 0;
    while (have < text->size()) {
      ssize_t got = ::read(fd, text->data() + have, text->size() - have);
      if (got <= 0) break;
      have += static_cast<std::size_t>(got);
    }
    text->resize(have);
  }
  close(fd);
  return text;
}

std::optional<std::string> normal_path(std::string_view path) {
  if (!path.empty() && path.front() == '/') return std::nullopt;
  std::string out;
  out.reserve(path.size());
  while (!path.empty()) {
    std::size_t slash = path.find('/');
    std::string_view part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (out.empty()) return std::nullopt;
      std::size_t last = out.rfind('/');
      out.resize(last == std::string::npos ? 0 : last);
      continue;
    }
    if (!out.empty()) out += '/';
    out += part;
  }
  return out;
}

std::string_view folder_of(std::string_view path) {
  std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::optional<std::string> join_path(std::string_view folder, std::string_view relative) {
  std::string joined(folder);
  if (!relative.empty() && relative.front() == '/') return std::nullopt;
  if (!joined.empty()) joined += '/';
  joined += relative;
  return normal_path(joined);
}

bool is_below(std::string_view path, std::string_view folder) {
  if (folder.empty()) return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

}  // namespace demarc
