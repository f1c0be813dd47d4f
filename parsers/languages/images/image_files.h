// Where the files of the tree stand in the images that are built of it: code that is copied together from
// several folders finds its imports there and not where it lies.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzer/reader.h"

namespace demarc {
struct DockerInstruction;
}

namespace demarc::languages {

// The index of one project (see Project::index), made of its Dockerfiles.
class ImageFiles {
 public:
  explicit ImageFiles(const Project& project);

  // The file that an image which holds `folder` has at `relative` and one of `endings`, below the folder's
  // place there or, with `above`, below one of the folders around that; 0 when there is none. What stands
  // there because the folder itself was copied counts too.
  FileId find(std::string_view folder, std::string_view relative, std::span<const std::string_view> endings,
              bool above) const;

 private:
  // One file or folder of the tree and where an image has it, as an absolute path without a "/" at its end.
  struct Copy {
    std::string from, to;
    bool is_file = false;
  };
  struct Stage {
    std::string name, folder = "/";
    std::vector<Copy> copies;
  };

  void read(std::string_view dockerfile, std::string_view folder);
  void copy(const DockerInstruction& said, std::string_view context, std::vector<Stage>& stages);
  std::string in_context(std::string_view source, std::string_view context) const;
  bool has_folder(const Stage& stage, std::string_view path) const;
  FileId at(const Stage& image, const std::string& path) const;

  const Files& files_;
  std::unordered_set<std::string> folders_;
  std::vector<Stage> images_;
};

}  // namespace demarc::languages
