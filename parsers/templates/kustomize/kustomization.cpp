// Reads kustomization files; nothing is built, their parts are laid beside the objects that they are about.
#include "parsers/templates/kustomize/kustomization.h"

#include <algorithm>

#include "parsers/parsers.h"
#include "parsers/reading/dotenv/dotenv_text.h"
#include "parsers/templates/docker/tree_view.h"
#include "parsers/templates/kubernetes/inline_document.h"

namespace demarc::kustomize {

using kubernetes::ConfigData;
using kubernetes::Manifests;
using kubernetes::Node;
using kubernetes::Object;

namespace {

constexpr std::uint32_t max_entries = 2'000;
constexpr int max_depth = 24;
constexpr std::uint64_t max_env_file = 1u << 20;

struct Kustomization {
  FileId file;
  std::string folder;
  Node root;
};

std::vector<Kustomization> kustomizations(const Project& project) {
  std::vector<Kustomization> all;
  for (std::uint32_t i = 1; i <= project.files().size(); ++i) {
    const std::string_view path = project.files().path(FileId{i});
    const Document* document = is_kustomization(path) ? project.document(FileId{i}) : nullptr;
    if (document && !document->roots().empty())
      all.push_back({FileId{i}, std::string(folder_of(path)), {document, document->roots().front()}});
  }
  return all;
}

template <class Take>
void each(Node list, const Take& take) {
  for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < max_entries; ++i) take(list.child(i));
}

// The text of a patch is YAML or JSON of its own, or the name of a file.
bool is_text(std::string_view patch) {
  return patch.find('\n') != std::string_view::npos || patch.find('{') != std::string_view::npos;
}

class Reading {
 public:
  Reading(const Project& project, Manifests& into) : project_(project), into_(into) {}

  void read(const Kustomization& k) {
    for (std::string_view key : {"patchesStrategicMerge", "patches"})
      each(k.root.find(key), [&](Node one) { patch(k, one); });
    each(k.root.find("patchesJson6902"), [&](Node one) { patch(k, one); });
    for (std::string_view key : {"configMapGenerator", "secretGenerator"})
      each(k.root.find(key), [&](Node one) { generate(k, one, key == "secretGenerator"); });
    rename(k);
  }

 private:
  void patch(const Kustomization& k, Node one) {
    const Node target = one.find("target");
    Node text = one.is_map() ? one.find("patch") : one;
    if (!text) text = one.find("path");
    if (!text) return;
    std::vector<Node> roots;
    FileId owner = k.file;
    if (text.is_list()) {
      roots.push_back(text);
    } else if (is_text(text.text())) {
      if (const Document* made = kubernetes::read_inline(text, into_.made))
        for (NodeIndex root : made->roots()) roots.push_back({made, root});
    } else if (auto path = join_path(k.folder, text.text())) {
      owner = project_.files().find(*path);
      if (const Document* document = owner ? project_.document(owner) : nullptr)
        for (NodeIndex root : document->roots()) roots.push_back({document, root});
      else into_.notes.push_back({text.span(), "the patch is not in the tree"});
    }
    for (Node root : roots) {
      if (root.is_list()) {
        operations(target, root, owner);
        continue;
      }
      std::vector<Object> made;
      kubernetes::objects_of(root, owner, made);
      if (made.empty() && root.is_map() && target) {
        Object object;
        object.node = root;
        object.owner = owner;
        made.push_back(std::move(object));
      }
      for (Object& object : made) {
        object.is_patch = true;
        if (Node kind = target.find("kind"); kind.is_scalar()) object.kind = kind.text();
        if (Node name = target.find("name"); name.is_scalar()) object.name = name.text();
        into_.objects.push_back(std::move(object));
      }
    }
  }

  // JSON patches: what they add to containers becomes a patch object of its own shape.
  void operations(Node target, Node list, FileId owner) {
    each(list, [&](Node one) {
      const std::string_view op = one.find("op").text(), path = one.find("path").text();
      const Node value = one.find("value");
      if (op == "remove" || op == "test" || !value || path.find("/containers/") == std::string_view::npos)
        return;
      Object object;
      object.owner = owner;
      object.is_patch = true;
      object.kind = target.find("kind").text();
      object.name = target.find("name").text();
      object.node =
          kubernetes::container_patch(path.substr(path.find("/containers/") + 12), value, into_.made);
      if (object.node) into_.objects.push_back(std::move(object));
    });
  }

  void generate(const Kustomization& k, Node one, bool is_secret) {
    ConfigData data;
    data.name = one.find("name").text();
    data.space = one.find("namespace").text();
    data.is_secret = is_secret;
    each(one.find("literals"), [&](Node literal) {
      const std::string_view text = literal.text();
      const std::size_t equals = text.find('=');
      if (equals == std::string_view::npos) return;
      std::string_view value = text.substr(equals + 1);
      if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
          value.back() == value.front())
        value = value.substr(1, value.size() - 2);
      data.entries[std::string(text.substr(0, equals))] = {std::string(value), "", literal.span()};
    });
    each(one.find("files"), [&](Node file) {
      const std::string_view text = file.text();
      const std::size_t equals = text.find('=');
      auto path = join_path(k.folder, equals == std::string_view::npos ? text : text.substr(equals + 1));
      if (!path || !project_.files().find(*path)) return;
      const std::string key(equals == std::string_view::npos ? containers::last_part(*path)
                                                             : text.substr(0, equals));
      data.entries[key] = {"", *path, file.span()};
    });
    auto environment = [&](Node name) {
      auto path = join_path(k.folder, name.text());
      const FileId file = path ? project_.files().find(*path) : FileId{};
      if (!file) return;
      const std::string text = project_.files().read(file, max_env_file).value_or("");
      for (const DotenvLine& line : read_dotenv(text))
        if (line.has_value) data.entries[line.name] = {line.value, "", {file, line.begin, line.end}};
    };
    each(one.find("envs"), environment);
    if (Node env = one.find("env"); env.is_scalar()) environment(env);
    if (!data.name.empty()) into_.data.push_back(std::move(data));
  }

  void rename(const Kustomization& k) {
    Manifests::Naming naming;
    naming.prefix = k.root.find("namePrefix").text();
    naming.suffix = k.root.find("nameSuffix").text();
    naming.space = k.root.find("namespace").text();
    if (naming.prefix.empty() && naming.suffix.empty() && naming.space.empty()) return;
    std::set<std::string> seen;
    reach(k.folder, k.root, naming.files, seen, 0);
    into_.namings.push_back(std::move(naming));
  }

  // Every file that the kustomization takes in, also through others.
  void reach(const std::string& folder, Node root, std::set<FileId>& files, std::set<std::string>& seen,
             int depth) {
    if (depth > max_depth || !seen.insert(folder).second) return;
    for (std::string_view key : {"resources", "bases", "components"})
      each(root.find(key), [&](Node one) {
        auto path = join_path(folder, one.text());
        if (!path) return;
        if (FileId file = project_.files().find(*path)) {
          files.insert(file);
          return;
        }
        for (std::string_view name : {"/kustomization.yaml", "/kustomization.yml", "/Kustomization"})
          if (FileId file = project_.files().find(*path + std::string(name)))
            if (const Document* document = project_.document(file); document && !document->roots().empty())
              reach(*path, {document, document->roots().front()}, files, seen, depth + 1);
      });
  }

  const Project& project_;
  Manifests& into_;
};

}  // namespace

bool is_kustomization(std::string_view path) {
  const std::string_view name = containers::last_part(path);
  return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization";
}

std::set<FileId> patch_files(const Project& project) {
  std::set<FileId> all;
  for (const Kustomization& k : kustomizations(project)) {
    auto add = [&](Node text) {
      if (!text.is_scalar() || is_text(text.text())) return;
      if (auto path = join_path(k.folder, text.text()))
        if (FileId file = project.files().find(*path)) all.insert(file);
    };
    each(k.root.find("patchesStrategicMerge"), add);
    for (std::string_view key : {"patches", "patchesJson6902"})
      each(k.root.find(key), [&](Node one) { add(one.find("path")); });
    // What is also taken in as an object is one.
    each(k.root.find("resources"), [&](Node one) {
      if (auto path = join_path(k.folder, one.text())) all.erase(project.files().find(*path));
    });
  }
  return all;
}

void add_kustomizations(const Project& project, Manifests& into) {
  Reading reading(project, into);
  for (const Kustomization& k : kustomizations(project)) reading.read(k);
}

}  // namespace demarc::kustomize
