// The applications of a tree and every file that configures them, also by way of a config server.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/reader.h"
#include "parsers/templates/builds/builds.h"
#include "parsers/templates/spring/properties.h"

namespace demarc::spring {

// How much a line of a file says against the same line of another: the highest of those that hold counts.
inline constexpr std::uint8_t named_in_code = 5, bootstrap = 10, bootstrap_profile = 15, microprofile = 18,
                              own = 20, imported = 28, own_profile = 30, served_to_all = 40,
                              served_to_all_profile = 45, served = 50, served_profile = 55;

// A file that configures an application.
struct ConfigFile {
  FileId file;
  std::string profile;      // that its name says
  std::uint8_t rank = own;  // of its lines
  std::uint8_t profile_rank =
      own_profile;     // of lines that hang on a profile, by the file's name or inside it
  bool is_own = true;  // of the module itself; false: served or named elsewhere
};

struct Application {
  std::string folder;  // of its module
  FileId unit;         // the file that stands for it
  std::vector<ConfigFile> sources;
  std::string name;  // as written; "" when nothing names it
  Span name_span;
  std::string kind;  // "spring", "quarkus", "micronaut"
  Fillings fillings;
  bool is_client = false;  // asks a config server
  bool is_server = false;
};

// All of them, made once: project.index<spring::Applications>().
class Applications {
 public:
  explicit Applications(const Project& project);
  const std::vector<Application>& all() const { return all_; }
  // Applications by number that `file` configures, and as which of their sources.
  struct Use {
    std::uint32_t application, source;
  };
  const std::vector<Use>& uses(FileId file) const;
  // The flat lines of a configuration file; read once.
  const std::vector<Leaf>& lines(FileId file) const;

 private:
  void find_own_files();
  void take_own(FileId file, const std::string& folder, bool is_boot, std::string profile,
                std::uint8_t place);
  void read_own(Application& application);
  void find_imports(Application& application);
  void find_named_in_code();
  void serve(const Application& server);
  Application& at(const std::string& folder);

  const Project& project_;
  const builds::Builds& builds_;
  std::vector<Application> all_;
  std::unordered_map<std::string, std::uint32_t> by_folder_;
  std::unordered_map<std::uint32_t, std::vector<Use>> uses_;
  mutable std::unordered_map<std::uint32_t, std::vector<Leaf>> lines_;
};

// Folders from which a config server serves: of the tree, and of the checkouts that the user gives.
struct ServedFolder {
  std::string path;
  std::string application;     // only for this one ("{application}" in the location)
  bool is_class_path = false;  // the server's own resources: its own application.yml is not served
};
std::vector<ServedFolder> served_folders(const Project& project, const Application& server,
                                         const std::vector<const Leaf*>& lines);

}  // namespace demarc::spring
