// Routers mounted on routers: where they hang says how the paths on them begin.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "analyzer/recognise/effects.h"

namespace demarc {

// `router` is reached below `prefix` of `inside`; both are named by the place that made them.
struct Mount {
  std::string router, inside;  // inside "": not known, or the root
  ValueId prefix;
};

class Routers {
 public:
  explicit Routers(Values& values) : values_(values) {}
  void mount(Mount mount) { mounts_[mount.router].push_back(std::move(mount)); }

  // Both with one slash between them.
  ValueId joined(ValueId prefix, ValueId path);

  // Makes the paths of operations whole: those with `@site` (the router they stand on) once for each place
  // where it hangs (at most 16), behind `@prefix` where they have one. Words that start with `@` are taken
  // away.
  void put_prefixes(std::vector<Effect>& effects);

 private:
  void prefixes_of(const std::string& router, ValueId so_far, int depth, std::vector<ValueId>& all);
  Values& values_;
  std::map<std::string, std::vector<Mount>> mounts_;
};

// The path that a regular expression of a route stands for: "^orders/(?P<id>\d+)/$" is "orders/{id}/".
std::string path_of_regex(std::string_view regex);

}  // namespace demarc
