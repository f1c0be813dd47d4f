// Configuration from outside of the tree: its files join those of the tree under a name of their own.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/files.h"
#include "analyzer/configuration.h"

namespace demarc {

class Checkouts {
 public:
  static constexpr std::size_t max_files = 5'000;      // of one checkout
  static constexpr std::uint64_t max_size = 1u << 20;  // bytes of one file

  // A folder of the tree.
  void add_folder(std::string_view path);
  // Takes the configuration files (.yml, .yaml, .properties) of a folder on disk into `files`, as
  // "@name/path"; their texts are kept. Links are never followed. Nothing else of the folder is read.
  void add_checkout(Files& files, const std::string& repository, const std::string& folder);

  const std::vector<ConfigurationFolder>& folders() const { return folders_; }
  // True for a file that a checkout brought.
  bool holds(std::string_view path) const;

 private:
  std::vector<ConfigurationFolder> folders_;
  std::vector<std::string> names_;  // "@name"
};

}  // namespace demarc
