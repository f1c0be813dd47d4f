// Upstreams and variables that nginx files of the tree define, found from any file that uses them.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/reader.h"
#include "parsers/templates/proxies/directive.h"

namespace demarc::nginx {

using proxies::Directive;

struct Upstream {
  std::vector<std::pair<std::string, Span>> servers;  // "orders:8080", without those marked as down
  Span span;
};

// A text that a variable may have; as written, with variables in it.
struct Setting {
  std::string text;
  Span span;
};

struct Definitions {
  std::map<std::string, Upstream, std::less<>> upstreams;
  std::map<std::string, std::vector<Setting>, std::less<>> variables;  // by name without $
};

// Those of all nginx files, made once: project.index<DefinitionsOfTree>(). What a file does not define itself
// is taken from the file that stands nearest: includes are often spelled as paths of the container.
class DefinitionsOfTree {
 public:
  explicit DefinitionsOfTree(const Project& project);
  const Upstream* upstream(FileId from, std::string_view name) const;
  const std::vector<Setting>* variable(FileId from, std::string_view name) const;

 private:
  const Files& files_;
  std::map<FileId, Definitions> by_file_;
};

}  // namespace demarc::nginx
