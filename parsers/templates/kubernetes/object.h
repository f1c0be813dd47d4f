// Kubernetes objects as they stand in manifests, whatever wrote them.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/reader.h"
#include "parsers/templates/cloudformation/node.h"

namespace demarc::kubernetes {

using cloudformation::Node;

struct Object {
  Node node;
  FileId owner;                   // the file that stands for it: a manifest, a chart, a kustomization
  std::string kind, name, space;  // `space`: its namespace, "" when none is written
  bool is_patch = false;          // only lies over another one
  std::string assumed;            // a release name that nobody told: names may begin with it
  std::string group() const { return std::string(node.find("apiVersion").text()); }
};

// The objects of one document: itself, or the items of a list. Nothing for other documents.
void objects_of(Node root, FileId owner, std::vector<Object>& out);
// True when a document may hold objects of the cluster.
bool is_manifest(const Document& document);

// Text pairs of a map of scalars.
std::map<std::string, std::string, std::less<>> texts_of(Node map);

// What runs: the template of its pods. False for kinds that run nothing.
struct PodTemplate {
  Node spec;  // of the pod
  std::map<std::string, std::string, std::less<>> labels;
  bool is_job = false;
  bool answers_by_name = false;  // the object's own name is a host (Knative)
};
bool pod_template(const Object& object, PodTemplate& out);

}  // namespace demarc::kubernetes
