// Recognises objects and finds the pods in them.
#include "parsers/templates/kubernetes/object.h"

namespace demarc::kubernetes {
namespace {

constexpr int max_nested_lists = 4;
constexpr std::size_t max_objects = 100'000;

void collect(Node root, FileId owner, std::vector<Object>& out, int depth) {
  if (!root.is_map() || out.size() >= max_objects) return;
  const std::string_view kind = root.find("kind").text();
  if (kind.empty() || !root.find("apiVersion").is_scalar()) return;
  if (Node items = root.find("items"); items.is_list() && kind.ends_with("List")) {
    for (std::uint32_t i = 0; depth < max_nested_lists && i < items.size(); ++i)
      collect(items.child(i), owner, out, depth + 1);
    return;
  }
  // OpenShift's templates hold objects; with_parameters() has put the defaults in.
  if (Node items = root.find("objects"); items.is_list() && kind == "Template") {
    for (std::uint32_t i = 0; depth < max_nested_lists && i < items.size(); ++i)
      collect(items.child(i), owner, out, depth + 1);
    return;
  }
  Object made;
  made.node = root;
  made.owner = owner;
  made.kind = kind;
  made.name = root.find("metadata", "name").text();
  if (made.name.empty()) made.name = root.find("metadata", "generateName").text();
  made.space = root.find("metadata", "namespace").text();
  out.push_back(std::move(made));
}

}  // namespace

void objects_of(Node root, FileId owner, std::vector<Object>& out) { collect(root, owner, out, 0); }

bool is_manifest(const Document& document) {
  for (NodeIndex root : document.roots())
    if (document.find(root, "kind") != no_node && document.find(root, "apiVersion") != no_node) return true;
  return false;
}

std::map<std::string, std::string, std::less<>> texts_of(Node map) {
  std::map<std::string, std::string, std::less<>> all;
  for (std::uint32_t i = 0; map.is_map() && i + 1 < map.size() && i < 2'000; i += 2)
    if (map.child(i + 1).is_scalar()) all.emplace(map.child(i).text(), map.child(i + 1).text());
  return all;
}

bool pod_template(const Object& object, PodTemplate& out) {
  const Node spec = object.node.find("spec");
  Node pod;
  const std::string& kind = object.kind;
  if (kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet" || kind == "ReplicaSet" ||
      kind == "ReplicationController" || kind == "DeploymentConfig" || kind == "Rollout" ||
      kind == "CloneSet") {
    pod = spec.find("template");
  } else if (kind == "Job") {
    pod = spec.find("template");
    out.is_job = true;
  } else if (kind == "CronJob" || kind == "ScheduledJob") {
    pod = spec.find("jobTemplate", "spec", "template");
    out.is_job = true;
  } else if (kind == "Pod") {
    pod = object.node;
  } else if ((kind == "Service" || kind == "Configuration") &&
             object.group().starts_with("serving.knative.dev")) {
    pod = spec.find("template");
    if (!pod) pod = spec.find("runLatest", "configuration", "revisionTemplate");
    out.answers_by_name = true;
  } else {
    return false;
  }
  out.spec = pod.find("spec");
  out.labels = texts_of(pod.find("metadata", "labels"));
  return object.is_patch || out.spec.find("containers").is_list();
}

}  // namespace demarc::kubernetes
