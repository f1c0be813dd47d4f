// One service of a compose project: its layers read one over the other.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/templates/cloudformation/node.h"
#include "parsers/templates/docker/workload.h"

namespace demarc::compose {

using cloudformation::Node;
using containers::Told;
using containers::Variable;
using containers::Workload;

// What a layer is read with.
struct LayerScope {
  const Project& project;
  std::string folder;  // paths of the layer start here
  containers::Lookup lookup;
  // Configs and secrets at the top of the file, name → path in the tree.
  std::function<std::string(std::string_view group, std::string_view name)> file_of;
  std::vector<Note>& notes;
};

class ServiceLayers {
 public:
  explicit ServiceLayers(std::string name) { made_.name = std::move(name); }
  // A later layer wins where both say something; lists add up.
  void add(const LayerScope& scope, Node body, Span span);
  bool is_anything() const { return !made_.image.text.empty() || made_.build.has_value(); }
  Workload& made() { return made_; }
  // env_file below environment, hosts complete. Call once, after the last layer.
  void finish();

 private:
  std::string text(const LayerScope& scope, Node node) const;
  void read_build(const LayerScope& scope, Node build);
  void read_environment(const LayerScope& scope, Node node, std::vector<Variable>& into);
  void read_env_files(const LayerScope& scope, Node node);
  void read_env_file(const LayerScope& scope, Node node);
  void read_ports(const LayerScope& scope, Node list);
  void read_port(const LayerScope& scope, Node node);
  void read_volumes(const LayerScope& scope, Node list);
  void read_mounted(const LayerScope& scope, Node list, std::string_view group);
  void read_names(const LayerScope& scope, Node body);
  void add_mount(const LayerScope& scope, std::string_view source, std::string_view target, Span span);
  std::vector<std::string> words(const LayerScope& scope, Node node) const;

  Workload made_;
  std::vector<Variable> from_files_;
};

// "3000-3002" → three texts; a text that is no range is itself. At most 64.
std::vector<std::string> port_range(std::string_view text);

}  // namespace demarc::compose
