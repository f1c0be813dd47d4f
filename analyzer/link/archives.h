// What an archive of code is made of, told by its name: builds call archives like their sources.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/files.h"

namespace demarc::linking {

class Archives {
 public:
  struct Sources {
    std::vector<std::string> folders;
    std::vector<FileId> files;
  };

  // Looks at the files of the system itself; `files` is not kept.
  explicit Archives(const Files& files);
  // The folders and the code files that are called like "functions/ListOrders.zip", whatever the case and
  // signs between words; nothing for what is no archive.
  const Sources& sources(std::string_view archive) const;
  // True when a function of this runtime ("python3.12"; "" for not known) can be written in this file.
  static bool runs(std::string_view runtime, std::string_view path);

 private:
  std::map<std::string, Sources> by_name_;
  Sources none_;
};

}  // namespace demarc::linking
