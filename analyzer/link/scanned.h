// What a container finds for a program in the modules that its build uses: annotated classes below a package.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/link/run.h"

namespace demarc::linking {

// Spring looks through all packages below that of the application's class, in whatever module they lie; no
// code of the program need name them.
// https://docs.spring.io/spring-boot/reference/using/structuring-your-code.html
class Scanned {
 public:
  explicit Scanned(const Run& run);
  struct Found {
    std::vector<FunctionRef> functions;  // of classes that carry a mark of the container
    std::vector<FileId> beside;          // other files of their packages and modules: what they make
  };
  Found of(ServiceIndex service) const;
  // The package of a class in the file that starts a container which looks through packages; "" for none.
  static std::string_view starts_in(const Run& run, FileId file);
  static bool is_below_package(const Run& run, FileId file, std::string_view package);

 private:
  std::set<std::string> used_folders(ServiceIndex service) const;
  const Run& run_;
  std::map<std::string, std::vector<FileId>>
      by_module_;                  // files with a package, by the folder of their module
  std::set<std::string> modules_;  // folders
};

}  // namespace demarc::linking
