// Path mapping of tsconfig.json and jsconfig.json.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/reader.h"
#include "parsers/languages/ecmascript/packages.h"

namespace demarc::ecmascript {

struct PathMapping {
  std::string pattern;               // "@app/*"
  std::vector<std::string> targets;  // "src/app/*", from `base`
};

// What one configuration says after `extends`.
struct PathConfig {
  std::string base;      // the folder that targets start from
  std::string base_url;  // bare specifiers may be files below it
  bool has_base_url = false;
  std::vector<PathMapping> paths;
};

// One that may hold for a folder. The compiler takes the nearest alone; the paths of those above are tried
// too, since bundlers and test runners often read them, but not their base folder, where a library's name
// could meet a folder's.
struct NearConfig {
  const PathConfig* config;
  bool is_nearest;
};

class PathConfigs {
 public:
  explicit PathConfigs(const Project& project);
  // The configurations that may hold for files of `folder`, nearest first.
  const std::vector<NearConfig>& around(const Project& project, const Packages& packages,
                                        std::string_view folder);

 private:
  const PathConfig* read(const Project& project, const Packages& packages, FileId file);
  void extend(const Project& project, const Packages& packages, FileId file, std::string_view leaf,
              PathConfig& out, std::vector<FileId>& seen);

  std::unordered_map<std::string, std::vector<FileId>> by_folder_;
  std::unordered_map<std::uint32_t, PathConfig> read_;
  std::unordered_map<std::string, std::vector<NearConfig>> around_;
};

// The module that the configuration's paths or, if `with_base`, its base folder give.
Place mapped(const Files& files, const PathConfig& config, std::string_view module, bool with_base);

}  // namespace demarc::ecmascript
