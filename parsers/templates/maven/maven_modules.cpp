// Poms with what they inherit: properties, dependencies, managed scopes and plugins of parents in the tree.
// https://maven.apache.org/pom.html
#include "parsers/templates/maven/maven_modules.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace demarc::maven {
namespace {

using builds::Library;
using builds::Module;

constexpr int max_parents = 20;
constexpr int max_holes = 12;           // nested ${…}
constexpr std::size_t max_text = 4096;  // of a text with its properties filled in
constexpr std::size_t max_names = 50;   // of one module
constexpr std::size_t max_plugins = 500;
constexpr std::size_t max_dependencies = 5000;  // of one module

struct Pom {
  FileId file;
  const Document* d = nullptr;
  NodeIndex root = no_node;  // <project>
  std::string folder, group, artifact;
  std::unordered_map<std::string, std::string_view> properties;  // as written; its own before its profiles'
  int parent = -1;                                               // in the tree
};

// The nodes of a repeated element: none, one, or a list.
std::vector<NodeIndex> each(const Document& d, NodeIndex n) {
  if (n == no_node) return {};
  if (d[n].kind != NodeKind::list) return {n};
  std::vector<NodeIndex> all;
  for (std::uint32_t i = 0; i < d[n].count; ++i) all.push_back(d.child(d[n], i));
  return all;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

std::string_view text_of(const Document& d, NodeIndex map, std::string_view key) {
  NodeIndex n = d.find(map, key);
  if (n == no_node) return {};
  if (d[n].kind == NodeKind::map) n = d.find(n, "#text");  // an attribute (combine.self …) stands with it
  return n == no_node || d[n].kind == NodeKind::list ? std::string_view{} : trimmed(d.text(n));
}

class Poms {
 public:
  explicit Poms(const Project& project) {
    const Files& files = project.files();
    for (std::uint32_t i = 1; i <= files.size(); ++i) {
      const FileId id{i};
      const Document* d = is_pom(files.path(id)) ? project.document(id) : nullptr;
      if (!d || d->roots().empty()) continue;
      Pom pom;
      pom.file = id;
      pom.d = d;
      pom.root = d->find(d->roots()[0], "project");
      if (pom.root == no_node || (*d)[pom.root].kind != NodeKind::map) continue;
      pom.folder = folder_of(files.path(id));
      by_path_[std::string(files.path(id))] = static_cast<int>(poms_.size());
      poms_.push_back(std::move(pom));
    }
    for (std::size_t i = 0; i < poms_.size(); ++i) {
      Pom& p = poms_[i];
      p.artifact = text_of(*p.d, p.root, "artifactId");
      p.group = text_of(*p.d, p.root, "groupId");
      if (p.group.empty()) p.group = text_of(*p.d, p.d->find(p.root, "parent"), "groupId");
      by_artifact_[p.artifact].push_back(static_cast<int>(i));
      own_properties(p, p.d->find(p.root, "properties"));
      for (NodeIndex profile : each(*p.d, p.d->find(p.root, "profiles", "profile")))
        own_properties(p, p.d->find(profile, "properties"));
    }
    for (Pom& p : poms_) p.parent = parent_of(p);
  }

  std::vector<Module> modules() {
    std::vector<Module> all;
    std::map<int, std::uint32_t> numbers;
    for (std::size_t i = 0; i < poms_.size(); ++i) {
      const std::string packaging = filled(text_of(*poms_[i].d, poms_[i].root, "packaging"), lineage(i));
      if (packaging == "pom" || packaging == "bom") continue;
      numbers[static_cast<int>(i)] = static_cast<std::uint32_t>(all.size());
      all.push_back(module(i, packaging));
    }
    std::uint32_t n = 0;
    for (const auto& [pom, number] : numbers) {
      std::vector<Library> outside;
      for (Library& library : all[n].libraries) {
        const int used = in_tree(library.name);
        const auto at = numbers.find(used);
        if (used >= 0 && used != pom && at != numbers.end())
          all[n].uses.emplace_back(at->second, library.span);
        if (used != pom) outside.push_back(std::move(library));
      }
      all[n++].libraries = std::move(outside);
    }
    return all;
  }

 private:
  static void own_properties(Pom& p, NodeIndex map) {
    const Document& d = *p.d;
    if (map == no_node || d[map].kind != NodeKind::map) return;
    for (std::uint32_t k = 0; k + 1 < d[map].count; k += 2) {
      const NodeIndex value = d.child(d[map], k + 1);
      if (d[value].kind == NodeKind::string)
        p.properties.emplace(d.text(d.child(d[map], k)), trimmed(d.text(value)));
    }
  }

  // ---- inheritance

  int parent_of(const Pom& p) const {
    const NodeIndex parent = p.d->find(p.root, "parent");
    if (parent == no_node || (*p.d)[parent].kind != NodeKind::map) return -1;
    const std::string_view artifact = text_of(*p.d, parent, "artifactId"),
                           group = text_of(*p.d, parent, "groupId");
    std::string relative = "../pom.xml";
    if (p.d->find(parent, "relativePath") != no_node) relative = text_of(*p.d, parent, "relativePath");
    if (!relative.empty()) {
      for (const std::string& path : {relative, relative + "/pom.xml"}) {
        const auto joined = join_path(p.folder, path);
        const auto at = joined ? by_path_.find(*joined) : by_path_.end();
        if (at != by_path_.end() && poms_[static_cast<std::size_t>(at->second)].artifact == artifact)
          return at->second;
      }
    }
    // A parent that lies elsewhere in the tree and is installed first.
    const auto known = by_artifact_.find(std::string(artifact));
    int found = -1;
    if (known != by_artifact_.end())
      for (int i : known->second)
        if (poms_[static_cast<std::size_t>(i)].group == group && &poms_[static_cast<std::size_t>(i)] != &p) {
          if (found >= 0) return -1;
          found = i;
        }
    return found;
  }

  // The pom and its parents, nearest first.
  std::vector<const Pom*> lineage(std::size_t i) const {
    std::vector<const Pom*> all;
    for (int at = static_cast<int>(i); at >= 0 && all.size() < max_parents;
         at = poms_[static_cast<std::size_t>(at)].parent) {
      const Pom* p = &poms_[static_cast<std::size_t>(at)];
      if (std::find(all.begin(), all.end(), p) != all.end()) break;
      all.push_back(p);
    }
    return all;
  }

  int in_tree(const std::string& library) const {
    const std::size_t colon = library.find(':');
    const auto known = by_artifact_.find(library.substr(colon + 1));
    if (known == by_artifact_.end()) return -1;
    for (int i : known->second)
      if (poms_[static_cast<std::size_t>(i)].group == std::string_view(library).substr(0, colon)) return i;
    return -1;
  }

  // ---- properties

  std::string property(std::string_view name, const std::vector<const Pom*>& line, int depth) const {
    for (std::string_view start : {"project.", "pom."})
      if (name.starts_with(start)) {
        std::string_view rest = name.substr(start.size());
        std::size_t from = 0;
        if (rest.starts_with("parent.")) {
          rest.remove_prefix(7);
          const Pom& p = *line[0];
          const std::string_view text = text_of(*p.d, p.d->find(p.root, "parent"), rest);
          if (!text.empty()) return filled(text, line, depth + 1);
          from = 1;
        }
        if (rest == "artifactId" || rest == "name" || rest == "packaging") {
          if (from >= line.size()) return {};
          const Pom& p = *line[from];
          std::string_view text = text_of(*p.d, p.root, rest);
          if (text.empty() && rest == "name") text = p.artifact;
          return filled(text, line, depth + 1);
        }
        if (rest == "build.finalName") {
          const Pom& p = *line[0];
          const std::string_view text = text_of(*p.d, p.d->find(p.root, "build"), "finalName");
          if (!text.empty()) return filled(text, line, depth + 1);
          return p.artifact + "-" + property("project.version", line, depth + 1);
        }
        for (std::size_t i = from; i < line.size(); ++i) {
          const std::string_view text = text_of(*line[i]->d, line[i]->root, rest);
          if (!text.empty()) return filled(text, line, depth + 1);
          const std::string_view inherited =
              text_of(*line[i]->d, line[i]->d->find(line[i]->root, "parent"), rest);
          if (!inherited.empty() && (rest == "groupId" || rest == "version"))
            return filled(inherited, line, depth + 1);
        }
        break;
      }
    for (const Pom* p : line)
      if (const auto at = p->properties.find(std::string(name));
          at != p->properties.end() && !at->second.empty())
        return filled(at->second, line, depth + 1);
    return {};
  }

  // `${…}` replaced by what the pom and its parents say; a hole that nobody fills stays as it is written.
  std::string filled(std::string_view text, const std::vector<const Pom*>& line, int depth = 0) const {
    std::string out;
    for (std::size_t i = 0; i < text.size() && out.size() < max_text; ++i) {
      const std::size_t end = text.substr(i).starts_with("${") ? text.find('}', i) : std::string_view::npos;
      const std::string_view name = end == std::string_view::npos ? "" : text.substr(i + 2, end - i - 2);
      const bool is_ring = std::find(open_.begin(), open_.end(), name) != open_.end();
      if (end == std::string_view::npos || depth > max_holes || is_ring) {
        out += text[i];
        continue;
      }
      open_.push_back(name);
      const std::string value = property(name, line, depth);
      open_.pop_back();
      if (value.empty()) out += text.substr(i, end - i + 1);
      else out += value;
      i = end;
    }
    return out;
  }

  // ---- one module

  // What stands in the pom itself and in its profiles, at a path below each.
  template <class... Keys>
  std::vector<NodeIndex> here_and_in_profiles(const Pom& p, Keys... keys) const {
    std::vector<NodeIndex> all = each(*p.d, p.d->find(p.root, keys...));
    for (NodeIndex profile : each(*p.d, p.d->find(p.root, "profiles", "profile")))
      for (NodeIndex n : each(*p.d, p.d->find(profile, keys...))) all.push_back(n);
    return all;
  }

  Module module(std::size_t i, const std::string& packaging) const {
    const std::vector<const Pom*> line = lineage(i);
    const Pom& own = *line[0];
    Module m;
    m.manifest = own.file;
    m.folder = own.folder;
    m.name = filled(own.artifact, line);
    m.tool = "maven";
    const NodeIndex name = own.d->find(own.root, "artifactId");
    m.span = name == no_node ? own.d->span(own.root) : own.d->span(name);
    m.is_archive = packaging == "war" || packaging == "ear";
    for (std::string_view word :
         {"artifactId", "groupId", "version", "name", "description", "build.finalName"})
      if (std::string value = property("project." + std::string(word), line, 0); !value.empty())
        m.properties["project." + std::string(word)] = std::move(value);
    for (auto p = line.rbegin(); p != line.rend(); ++p)
      for (const auto& [key, value] : (*p)->properties) m.properties[key] = filled(value, line);
    libraries(line, m);
    plugins(line, m);
    const NodeIndex final_name = own.d->find(own.root, "build", "finalName");
    if (final_name != no_node)
      add_name(m, filled(trimmed(own.d->text(final_name)), line), own.d->span(final_name));
    return m;
  }

  static void add_name(Module& m, std::string name, Span span) {
    if (name.empty() || name == m.name || m.other_names.size() >= max_names) return;
    for (const auto& [known, place] : m.other_names)
      if (known == name) return;
    m.other_names.emplace_back(std::move(name), span);
  }

  void libraries(const std::vector<const Pom*>& line, Module& m) const {
    std::map<std::string, std::string> managed_scopes;
    for (auto p = line.rbegin(); p != line.rend(); ++p)
      for (NodeIndex n : here_and_in_profiles(**p, "dependencyManagement", "dependencies", "dependency"))
        if (const std::string_view scope = text_of(*(*p)->d, n, "scope"); !scope.empty())
          managed_scopes[library_name(**p, n, line)] = filled(scope, line);
    std::set<std::string> seen;
    for (const Pom* p : line)
      for (NodeIndex n : here_and_in_profiles(*p, "dependencies", "dependency")) {
        if (m.libraries.size() >= max_dependencies) return;
        const std::string name = library_name(*p, n, line);
        std::string scope = filled(text_of(*p->d, n, "scope"), line);
        if (scope.empty())
          if (const auto at = managed_scopes.find(name); at != managed_scopes.end()) scope = at->second;
        // The nearest declaration counts, also where it makes an inherited one a test's.
        if (name == ":" || !seen.insert(name).second || scope == "test") continue;
        const std::string_view type = text_of(*p->d, n, "type"), classifier = text_of(*p->d, n, "classifier");
        if (type == "test-jar" || classifier == "tests") continue;
        const NodeIndex at = p->d->find(n, "artifactId");
        m.libraries.push_back({name, p->d->span(at == no_node ? n : at)});
      }
  }

  std::string library_name(const Pom& p, NodeIndex dependency, const std::vector<const Pom*>& line) const {
    return filled(text_of(*p.d, dependency, "groupId"), line) + ":" +
           filled(text_of(*p.d, dependency, "artifactId"), line);
  }

  void plugins(const std::vector<const Pom*>& line, Module& m) const {
    std::size_t seen = 0;
    for (const Pom* p : line) {
      for (NodeIndex n : here_and_in_profiles(*p, "build", "plugins", "plugin")) {
        if (++seen > max_plugins) return;
        const std::string artifact = filled(text_of(*p->d, n, "artifactId"), line);
        plugin(*p, n, artifact, line, m);
        // What a parent manages counts for those that use the plugin.
        for (const Pom* q : line)
          for (NodeIndex managed : here_and_in_profiles(*q, "build", "pluginManagement", "plugins", "plugin"))
            if (text_of(*q->d, managed, "artifactId") == artifact) plugin(*q, managed, artifact, line, m);
      }
    }
  }

  void plugin(const Pom& p, NodeIndex n, const std::string& artifact, const std::vector<const Pom*>& line,
              Module& m) const {
    const Document& d = *p.d;
    std::vector<NodeIndex> configurations = each(d, d.find(n, "configuration"));
    for (NodeIndex execution : each(d, d.find(n, "executions", "execution")))
      for (NodeIndex c : each(d, d.find(execution, "configuration"))) configurations.push_back(c);
    static constexpr std::string_view starters[] = {"spring-boot-maven-plugin", "quarkus-maven-plugin",
                                                    "micronaut-maven-plugin",   "thorntail-maven-plugin",
                                                    "wildfly-swarm-plugin",     "jib-maven-plugin",
                                                    "exec-maven-plugin",        "appassembler-maven-plugin",
                                                    "helidon-maven-plugin",     "payara-micro-maven-plugin"};
    for (std::string_view one : starters) m.is_packaged |= artifact == one;
    for (NodeIndex c : configurations) {
      if (d[c].kind != NodeKind::map) continue;
      const bool makes_program = artifact == "maven-shade-plugin" || artifact == "maven-assembly-plugin" ||
                                 artifact == "maven-jar-plugin";
      if (makes_program) m.is_packaged |= names_main(d, c, 0);
      auto name = [&](NodeIndex at) {
        if (at != no_node && d[at].kind == NodeKind::string)
          add_name(m, filled(trimmed(d.text(at)), line), d.span(at));
      };
      if (artifact == "spring-boot-maven-plugin") {
        name(d.find(c, "finalName"));
        name(d.find(c, "image", "name"));
      } else if (artifact == "jib-maven-plugin") {
        name(d.find(c, "to", "image"));
        name(d.find(c, "to"));
      } else if (artifact == "docker-maven-plugin" || artifact == "dockerfile-maven-plugin") {
        name(d.find(c, "imageName"));
        name(d.find(c, "repository"));
        for (NodeIndex image : each(d, d.find(c, "images", "image"))) {
          name(d.find(image, "name"));
          name(d.find(image, "alias"));
        }
      }
    }
  }

  // <mainClass>, or a manifest entry for it, at any depth.
  static bool names_main(const Document& d, NodeIndex n, int depth) {
    if (depth > 8) return false;
    for (std::uint32_t i = 0; i < d[n].count; ++i) {
      const NodeIndex child = d.child(d[n], i);
      if (d[n].kind == NodeKind::map && i % 2 == 0) {
        const std::string_view key = d.text(child);
        if (key == "mainClass" || key == "Main-Class") return true;
      } else if (names_main(d, child, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  mutable std::vector<std::string_view> open_;  // properties that are being filled in
  std::vector<Pom> poms_;
  std::map<std::string, int> by_path_;
  std::map<std::string, std::vector<int>> by_artifact_;
};

}  // namespace

bool is_pom(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name == "pom.xml" || name.ends_with(".pom");
}

std::vector<Module> modules(const Project& project) { return Poms(project).modules(); }

}  // namespace demarc::maven
