// Finds the templates that a parameter map beside them can mean, and adds the bindings.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/reader.h"

namespace demarc::parameters {

// A template with its parameters.
struct Target {
  FileId file;
  const Document* document = nullptr;
  NodeIndex parameters = no_node;

  explicit operator bool() const { return document != nullptr; }
  bool has(std::string_view name) const { return document->find(parameters, name) != no_node; }
};

// The template in `file`; nothing when it is none or has no parameters.
Target target(const Project& project, FileId file);
// All of them directly in `folder` (of a folder with very many files only the first ones are looked at).
std::vector<Target> targets_in(const Project& project, std::string_view folder);
// What a deploy command in `folder` means by the template path `named`; with none, or with a build product
// that is not in the tree, the template of that folder that such tools take by themselves.
Target named_target(const Project& project, std::string_view folder, std::string_view named);

// One value that is given to a parameter.
struct Given {
  std::string name;
  std::string text;
  Span span;
};

// Adds a binding for each of `given` that is a parameter of `target`. In texts {Name} and ${Name} are other
// parameters of it; $(NAME), $NAME, ${NAME} and ${{ env.NAME }} are variables of the command, which become
// $config:NAME, but
// $(aws ssm get-parameter --name X …) is $ssm:X.
void bind_parameters(const Target& target, const std::vector<Given>& given, const Project& project,
                     Values& values, Declarations& out);

}  // namespace demarc::parameters
