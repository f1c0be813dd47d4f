// One container as the formats tell it, and its way into declarations: what the image's own build says is
// put below.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/reader.h"
#include "parsers/templates/docker/image_build.h"

namespace demarc::containers {

// A text, possibly with holes, and the place that says it.
struct Told {
  std::string text;
  Span span;
};

// How an image is built. Paths start from the tree's root.
struct BuildRecipe {
  std::string context;
  std::string dockerfile;  // "" when it is not in the tree
  std::string target;
  std::string inline_text;  // a Dockerfile that stands inside of the other file
  BuildArguments arguments;
  Span span;
};

struct Workload {
  FileId unit;
  std::string id, type;  // "order", "compose service"
  Span span;
  std::string name;
  bool is_job = false;
  std::string kind;              // what it is to others, where a format tells: "gateway"
  bool on_host_network = false;  // localhost is the machine's, not its own
  std::vector<Told> hosts, ports, published, mounts, depends_on;
  std::vector<Told> service_ports;  // "80:8080": its hosts listen on the first, it itself on the second
  std::vector<std::pair<std::string, Told>> labels;
  std::vector<std::pair<std::string, Told>>
      files;  // path inside and text, for files whose text is given here
  Told image;
  std::optional<BuildRecipe> build;
  std::vector<Variable> environment;
  // Given here, they take the place of the image's own.
  std::optional<std::vector<std::string>> entrypoint, arguments;
  Span command_span;
  std::string working_folder;
  std::string role;                        // told by what it is, not by an image
  bool references_in_parentheses = false;  // $(NAME) in command lines (Kubernetes), not only the shell's
};

// The reference that stands for a workload: "path#id".
std::string reference_of(const Project& project, const Workload& workload);
// What a container starts, variables put in: its command line, and the text of the script of the tree that it
// runs.
struct Started {
  std::vector<std::string> words;
  std::string script;
  Span span;
};
// Adds the resource and the settings that its command line and options make.
Started declare(const Workload& workload, const Project& project, Values& values, Declarations& out);

// "registry:5000/org/name:tag@sha256:…" → "registry:5000/org/name", holes left out.
std::string image_repository(std::string_view image);

}  // namespace demarc::containers
