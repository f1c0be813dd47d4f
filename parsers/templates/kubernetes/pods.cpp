// Reads one container of a pod.
#include "parsers/templates/kubernetes/pods.h"

#include <algorithm>

#include "parsers/templates/docker/open_text.h"

namespace demarc::kubernetes {

using containers::hole;
using containers::interpolate;
using containers::Told;
using containers::Variable;
using containers::Workload;

namespace {

constexpr std::uint32_t max_entries = 2'000;
constexpr std::size_t max_file = 256u << 10;

template <class Take>
void each(Node list, const Take& take) {
  for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < max_entries; ++i) take(list.child(i));
}

void add_told(std::vector<Told>& all, Told one) {
  if (one.text.empty() || all.size() >= max_entries) return;
  if (std::none_of(all.begin(), all.end(), [&](const Told& have) { return have.text == one.text; }))
    all.push_back(std::move(one));
}

class ContainerReading {
 public:
  ContainerReading(const PodScope& scope, Workload& into) : scope_(scope), into_(into) {}

  void read(Node container) {
    const Node image = container.find("image");
    if (image.is_scalar() && into_.image.text.empty())
      into_.image = {std::string(image.text()), image.span()};
    read_environment(container);
    each(container.find("ports"), [&](Node port) {
      const Node number = port.find("containerPort");
      add_told(into_.ports, {std::string(number.text()), number.span()});
      if (Node outside = port.find("hostPort"))
        add_told(into_.published,
                 {std::string(outside.text()) + ":" + std::string(number.text()), port.span()});
    });
    if (Node command = container.find("command"); command && !into_.entrypoint) {
      into_.entrypoint = words(command);
      into_.command_span = command.span();
    }
    if (Node arguments = container.find("args"); arguments && !into_.arguments) {
      into_.arguments = words(arguments);
      if (!into_.entrypoint) into_.command_span = arguments.span();
    }
    if (Node folder = container.find("workingDir"); folder.is_scalar()) into_.working_folder = folder.text();
    read_mounts(container);
  }

 private:
  static std::vector<std::string> words(Node node) {
    std::vector<std::string> all;
    if (node.is_scalar()) all.emplace_back(node.text());
    each(node, [&](Node word) { all.emplace_back(word.text()); });
    return all;
  }

  // env stands over envFrom; a later envFrom over an earlier one.
  void read_environment(Node container) {
    std::vector<Variable> made;
    each(container.find("envFrom"), [&](Node source) {
      const std::string prefix(source.find("prefix").text());
      for (bool is_secret : {false, true}) {
        const Node name = source.find(is_secret ? "secretRef" : "configMapRef", "name");
        if (!name) continue;
        std::set<std::string> known;
        for (const ConfigData* data : scope_.data.find(name.text(), scope_.object.space, is_secret))
          for (const auto& [key, entry] : data->entries)
            if (entry.path.empty() && entry.text.find('\n') == std::string::npos && known.insert(key).second)
              containers::set_variable(made, {prefix + key, entry.text, entry.span});
      }
    });
    each(container.find("env"), [&](Node one) {
      Variable variable;
      variable.name = one.find("name").text();
      if (variable.name.empty()) return;
      variable.span = one.span();
      const Node value = one.find("value"), from = one.find("valueFrom");
      if (value.is_scalar() || !from) {
        if (value) variable.span.end = value.span().end;
        const containers::Lookup lookup = [&](std::string_view name) -> std::optional<std::string> {
          if (const Variable* above = containers::find_variable(made, name)) return above->value;
          return std::nullopt;
        };
        variable.value = interpolate(value.text(), lookup, {"pod", '$', true});
      } else if (!read_source(from, variable)) {
        return;
      }
      containers::set_variable(made, std::move(variable));
    });
    for (Variable& one : made) {
      const Variable* known = containers::find_variable(into_.environment, one.name);
      // What one way of deployment leaves open another one may say.
      if (!known || (containers::is_open(known->value) && !containers::is_open(one.value)))
        containers::set_variable(into_.environment, std::move(one));
    }
  }

  bool read_source(Node from, Variable& into) {
    for (bool is_secret : {false, true}) {
      const Node reference = from.find(is_secret ? "secretKeyRef" : "configMapKeyRef");
      if (!reference) continue;
      const std::string name(reference.find("name").text()), key(reference.find("key").text());
      into.value = hole(is_secret ? "secret" : "configmap", name + "/" + key);
      for (const ConfigData* data : scope_.data.find(name, scope_.object.space, is_secret)) {
        auto entry = data->entries.find(key);
        if (entry == data->entries.end() || !entry->second.path.empty()) continue;
        into.value = entry->second.text;
        if (!is_secret) into.span = entry->second.span;
        return true;
      }
      return reference.find("optional").text() != "true";
    }
    if (Node field = from.find("fieldRef", "fieldPath")) {
      into.value = field.text() == "metadata.name" ? hole("pod", "name") : hole("pod", field.text());
      return true;
    }
    into.value = hole("pod", "resource");
    return true;
  }

  // Volumes of files that the tree holds: ConfigMaps, Secrets in clear text.
  void read_mounts(Node container) {
    each(container.find("volumeMounts"), [&](Node mount) {
      const std::string_view wanted = mount.find("name").text();
      const std::string folder(mount.find("mountPath").text()), below(mount.find("subPath").text());
      each(scope_.pod.spec.find("volumes"), [&](Node volume) {
        if (volume.find("name").text() != wanted) return;
        read_volume(volume, folder, below, mount.span());
        each(volume.find("projected", "sources"),
             [&](Node source) { read_volume(source, folder, below, mount.span()); });
      });
    });
  }

  void read_volume(Node volume, const std::string& folder, const std::string& below, Span span) {
    for (bool is_secret : {false, true}) {
      const Node source = volume.find(is_secret ? "secret" : "configMap");
      if (!source) continue;
      Node name = source.find("name");
      if (!name) name = source.find("secretName");
      std::map<std::string, std::string> items;  // key → path
      each(source.find("items"),
           [&](Node item) { items.emplace(item.find("key").text(), item.find("path").text()); });
      for (const ConfigData* data : scope_.data.find(name.text(), scope_.object.space, is_secret))
        for (const auto& [key, entry] : data->entries) {
          std::string path = key;
          if (!items.empty()) {
            auto item = items.find(key);
            if (item == items.end()) continue;
            path = item->second;
          }
          if (!below.empty() && below != path) continue;
          const std::string inside = below.empty() ? containers::inside_path(folder, path) : folder;
          if (!entry.path.empty()) {
            add_told(into_.mounts, {entry.path + ":" + inside, span});
          } else if (entry.text.size() <= max_file && into_.files.size() < 200 &&
                     std::none_of(into_.files.begin(), into_.files.end(),
                                  [&](const auto& f) { return f.first == inside; })) {
            into_.files.push_back({inside, {entry.text, entry.span}});
          }
        }
    }
  }

  const PodScope& scope_;
  Workload& into_;
};

}  // namespace

DataIndex::DataIndex(const std::vector<ConfigData>& all) {
  for (const ConfigData& one : all) by_name_.emplace(std::pair(one.is_secret, one.name), &one);
}

std::vector<const ConfigData*> DataIndex::find(std::string_view name, std::string_view space,
                                               bool is_secret) const {
  std::vector<const ConfigData*> found;
  auto [begin, end] = by_name_.equal_range({is_secret, std::string(name)});
  for (auto at = begin; at != end; ++at) found.push_back(at->second);
  std::stable_partition(found.begin(), found.end(),
                        [&](const ConfigData* one) { return one->space == space; });
  return found;
}

void add_container(const PodScope& scope, Node container, Workload& into) {
  ContainerReading(scope, into).read(container);
}

std::map<std::string, std::string, std::less<>> named_ports(Node container) {
  std::map<std::string, std::string, std::less<>> all;
  each(container.find("ports"), [&](Node port) {
    if (Node name = port.find("name"); name.is_scalar())
      all.emplace(name.text(), port.find("containerPort").text());
  });
  return all;
}

}  // namespace demarc::kubernetes
