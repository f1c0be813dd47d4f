// All compose files of a tree: which belong together, and the workloads that they make.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "parsers/templates/cloudformation/node.h"
#include "parsers/templates/docker/workload.h"

namespace demarc::compose {

using cloudformation::Node;

// True when the document describes containers as compose does: with `services:` of images or builds, or, the
// first format, services at the top. A file that is called like a compose file needs no image in it: it may
// lie over another one.
bool is_compose(std::string_view path, const Document& document);

// Made once for a project: project.index<Projects>().
class Projects {
 public:
  explicit Projects(const Project& project);
  // In the order of their files; each stands in the file that describes it first.
  const std::vector<containers::Workload>& workloads() const { return workloads_; }
  const std::vector<Note>& notes() const { return notes_; }

 private:
  friend class ProjectReading;
  std::vector<containers::Workload> workloads_;
  std::vector<Note> notes_;
};

}  // namespace demarc::compose
