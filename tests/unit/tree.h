// A small tree of files for tests: read by every reader, declared by every interpreter, without the rest of a
// run.
#pragma once
#include <string>
#include <unordered_map>

#include "analyzer/reader.h"

namespace demarc::test {

class Tree final : public Project {
 public:
  // Every file below `folder`, apart from one named expected.txt. Ids follow the order of paths.
  static Tree on_disk(const std::string& folder);
  // Files as path and text.
  static Tree in_memory(std::vector<std::pair<std::string, std::string>> files);

  const Files& files() const override { return files_; }
  const Document* document(FileId file) const override;
  const code::CodeFile* code(FileId file) const override;

  // What all interpreters (with `only`, the one of that name) declare, file by file in path order, then the
  // notes of the readers.
  Declarations declare(Values& values, std::string_view only = {}) const;

 private:
  void read_all();
  Files files_;
  std::unordered_map<std::uint32_t, Observations> observations_;
};

}  // namespace demarc::test
