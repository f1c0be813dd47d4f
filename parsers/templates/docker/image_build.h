// What a Dockerfile makes: stages, variables, what is copied from where, what the image runs.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"
#include "parsers/reading/dockerfile/instructions.h"
#include "parsers/templates/docker/open_text.h"
#include "parsers/templates/docker/tree_view.h"

namespace demarc::containers {

// A variable of a container. `value` may have holes.
struct Variable {
  std::string name, value;
  Span span;
};
// Sets a variable: a later value takes the place of the earlier one.
void set_variable(std::vector<Variable>& all, Variable one);
const Variable* find_variable(const std::vector<Variable>& all, std::string_view name);

struct Copy {
  std::string from;                  // stage or image; "" for the build context
  std::vector<std::string> sources;  // as written, variables put in
  std::string to;                    // absolute path inside
  bool into_folder = false;          // the target is a folder: sources keep their names
  Span span;
};

struct Run {
  std::string text, folder;  // the command, and where it runs inside
  Span span;
};

struct Stage {
  std::string name, base;  // `base`: image name, "" when it is an earlier stage
  int parent = -1;         // that stage
  std::vector<Variable> variables;
  std::vector<std::pair<std::string, Span>> ports;
  std::vector<std::string> entrypoint, command;
  bool shell_entrypoint = false;
  std::string folder = "/";
  std::vector<Copy> copies;
  std::vector<Run> runs;
  Span span, command_span;
};

using BuildArguments = std::map<std::string, std::string, std::less<>>;

class ImageBuild {
 public:
  // `target`: the stage that is wanted, "" for the last.
  ImageBuild(FileId file, const std::vector<DockerInstruction>& instructions, char escape,
             const BuildArguments& arguments, std::string_view target);

  bool is_empty() const { return stages_.empty(); }
  // The wanted stage, with what it inherits from the stages that it begins with.
  const Stage& result() const { return result_; }
  // The image that the result begins with, "" when unknown.
  std::string base_image() const;
  // ENTRYPOINT and CMD joined as the container starts them.
  std::vector<std::string> start() const;

  // The folder of the tree that the image is made of, from the root: below `context`, or "" with false when
  // nothing tells. `dockerfile` is the file's own path; `name` what the workload is called.
  bool code_folder(const TreeView& tree, std::string_view context, std::string_view dockerfile,
                   std::string_view name, std::string& folder) const;
  // True when code of the context is copied into the image or a stage of it.
  bool copies_code(const TreeView& tree, std::string_view context) const;
  // True when the context as a whole is copied into the image or a stage of it.
  bool takes_whole_context() const;
  // The path below the context that `inside` (absolute, in the result) was copied from.
  std::optional<std::string> origin(const TreeView& tree, std::string_view context,
                                    std::string_view inside) const;

 private:
  std::optional<std::string> origin(const TreeView& tree, std::string_view context, int stage,
                                    std::string_view inside, int depth) const;
  int stage_named(std::string_view name) const;
  std::vector<int> reached() const;  // stages that the result is made of, nearest first
  bool told_by_build(const TreeView& tree, std::string_view context, std::string& folder) const;
  bool told_by_artifact(const TreeView& tree, std::string_view context, std::string& folder) const;
  bool told_by_start(const TreeView& tree, std::string_view context, std::string& folder) const;
  bool told_by_copies(const TreeView& tree, std::string_view context, std::string_view dockerfile,
                      std::string_view name, std::string& folder) const;

  std::vector<Stage> stages_;
  int wanted_ = -1;
  bool is_plain_ = true;  // no target was given, and no argument that decides what is built
  Stage result_;
};

// Path `relative` below `folder` inside of an image, made normal; absolute paths stay.
std::string inside_path(std::string_view folder, std::string_view relative);

}  // namespace demarc::containers
