// The files of the analysed tree: path, class, size, and the only way to read them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/id.h"
#include "analyzer/base/slots.h"

namespace demarc {

// Only `source` files are evidence; the others are counted and, where a template names them, still found.
enum class FileClass : std::uint8_t { source, test, example, generated, vendored, minified };
std::string_view to_string(FileClass);

struct File {
  std::string path;  // from the root, '/' between parts, never "./" or ".."
  std::uint64_t size = 0;
  FileClass file_class = FileClass::source;
  // A text that stands in another file, such as a function's code in a template: its path is the host's, "#"
  // and a name; its positions are the host's.
  FileId host = {};
};

// File ids are given in path order, so that they do not depend on how the tree was walked.
class Files {
 public:
  Files() : files_(1) {}
  // `root` is the folder that all paths start from; "" for a tree that exists only in memory (tests).
  explicit Files(std::string root) : root_(std::move(root)), files_(1) {}

  FileId add(File file);
  // A file whose text is given here instead of on disk (tests, standard input).
  FileId add(File file, std::string text);
  // 0 when there is no such file. `path` may hold "." and ".." parts; one that leaves the root is never
  // found.
  FileId find(std::string_view path) const;
  const File& operator[](FileId id) const { return files_[id.index]; }
  std::string_view path(FileId id) const { return files_[id.index].path; }
  // The path to show for a place in this file: that of its host where it has one.
  std::string_view shown_path(FileId id) const {
    return path(files_[id.index].host ? files_[id.index].host : id);
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(files_.size() - 1); }
  const std::string& root() const { return root_; }

  // The bytes of a file, of an embedded one those of its host; nothing when it cannot be read, is larger than
  // `limit`, or is reached through a link that leaves the root.
  std::optional<std::string> read(FileId id, std::uint64_t limit = 64u << 20) const;

 private:
  std::string root_;
  std::vector<File> files_;
  Slots by_path_;
  std::unordered_map<std::uint32_t, std::string> in_memory_;
};

// "a/b/../c" → "a/c"; nothing when the path leaves its root or is absolute.
std::optional<std::string> normal_path(std::string_view path);
// The folder of a path: "a/b.py" → "a"; "b.py" → "".
std::string_view folder_of(std::string_view path);
// Folder and relative path joined and made normal; nothing when it leaves the root.
std::optional<std::string> join_path(std::string_view folder, std::string_view relative);
// True when `path` is `folder` or lies below it; every path lies below "".
bool is_below(std::string_view path, std::string_view folder);

}  // namespace demarc
