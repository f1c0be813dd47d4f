// Migrations in code: their order, and what of them is no part of the schema.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/link/run.h"

namespace demarc::linking {

// Runs of digits as numbers: texts in this order are in the order of the numbers.
std::string natural(std::string_view text);
// True for code of a migration that takes it back: no part of the schema.
bool takes_back(const Run& run, FunctionRef where);

// Alembic's files have names by chance: each says which one came before it. Django's are in order inside of
// one application alone: each says which ones of others it needs.
class Revisions {
 public:
  explicit Revisions(const Run& run) : run_(run) {}
  // What to put before the path of a file; "" for files that do not say.
  std::string order(FileId file);

 private:
  void read();
  void read_dependencies();
  const Run& run_;
  bool is_read_ = false;
  std::map<std::string, FileId> file_of_;
  std::map<FileId, std::string> before_;
  std::map<FileId, std::size_t> depths_;  // of Django's migrations
  std::map<FileId, std::string> orders_;
};

// What a migration says of Django's models alone, while its tables stay as they are: `state_operations` of
// SeparateDatabaseAndState.
class StateOperations {
 public:
  explicit StateOperations(const Run& run) : run_(run) {}
  bool hold(Span site);

 private:
  const Run& run_;
  std::map<FileId, std::vector<Span>> spans_;
};

}  // namespace demarc::linking
