// What runs in the cluster that a tree describes: workloads with all their names, and the routes to them.
#pragma once
#include <string>
#include <vector>

#include "parsers/templates/docker/workload.h"
#include "parsers/templates/kubernetes/manifests.h"

namespace demarc::kubernetes {

// A way from outside to a workload.
struct Route {
  FileId unit;
  std::size_t workload = 0;  // of Cluster::workloads
  std::size_t object = 0;    // number of the object that says it
  std::string path, host, protocol;
  Span span;  // of the backend
  std::vector<std::pair<Span, std::string>> chain;
};

// Made once for a project: project.index<Cluster>().
class Cluster {
 public:
  explicit Cluster(const Project& project);
  const std::vector<containers::Workload>& workloads() const { return workloads_; }
  const std::vector<Route>& routes() const { return routes_; }
  // What answers the routes: "path#id", of a controller in the tree or of the thing itself; "" without
  // routes.
  const std::string& gateway() const { return gateway_; }
  // The thing itself, if no controller in the tree is it.
  const containers::Workload* own_gateway() const { return has_own_gateway_ ? &own_gateway_ : nullptr; }
  const std::vector<Note>& notes() const { return notes_; }
  // True for a container that only runs beside another one in its pod.
  bool is_beside(std::size_t workload) const { return beside_.contains(workload); }

 private:
  friend class Joining;
  std::vector<containers::Workload> workloads_;
  std::vector<Route> routes_;
  std::set<std::size_t> beside_;
  std::string gateway_;
  containers::Workload own_gateway_;
  bool has_own_gateway_ = false;
  std::vector<Note> notes_;
};

// Declares everything that stands for `file`.
void declare_cluster(const Project& project, FileId file, Values& values, Declarations& out);

}  // namespace demarc::kubernetes
