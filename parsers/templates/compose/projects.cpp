// Finds compose files, lays overlays and extended services over each other, and reads every service once.
#include "parsers/templates/compose/projects.h"

#include <algorithm>
#include <cctype>
#include <memory>

#include "parsers/reading/dotenv/dotenv_text.h"
#include "parsers/templates/compose/service.h"

namespace demarc::compose {

using containers::hole;
using containers::last_part;
using containers::Told;
using containers::Workload;

namespace {

constexpr std::size_t max_services = 20'000;
constexpr int max_extends = 16;
constexpr std::uint64_t max_env_file = 1u << 20;

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Keys of a service in the first format; anything else is another kind of file.
bool is_service_key(std::string_view key) {
  return one_of(
      key,
      {"image",       "build",         "dockerfile",    "command",       "links",          "external_links",
       "ports",       "expose",        "volumes",       "volumes_from",  "environment",    "env_file",
       "extends",     "net",           "pid",           "dns",           "cap_add",        "cap_drop",
       "dns_search",  "working_dir",   "entrypoint",    "user",          "hostname",       "domainname",
       "mac_address", "mem_limit",     "memswap_limit", "privileged",    "restart",        "stdin_open",
       "tty",         "cpu_shares",    "cpuset",        "read_only",     "container_name", "labels",
       "log_driver",  "log_opt",       "logging",       "devices",       "extra_hosts",    "security_opt",
       "ulimits",     "volume_driver", "ipc",           "cgroup_parent", "stop_signal",    "depends_on",
       "networks"});
}

bool has_compose_name(std::string_view path) {
  const std::string_view name = last_part(path);
  return name.ends_with(".yml") || name.ends_with(".yaml")
             ? name.starts_with("docker-compose") || name.starts_with("compose.") ||
                   name.starts_with("compose-") || name.find("docker-compose") != std::string_view::npos ||
                   name.ends_with("-compose.yml") || name.ends_with("-compose.yaml") ||
                   name.ends_with(".compose.yml") || name.ends_with(".compose.yaml")
             : false;
}

bool is_base_name(std::string_view path) {
  return one_of(last_part(path),
                {"compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"});
}
bool is_override_name(std::string_view path) {
  return one_of(last_part(path), {"compose.override.yaml", "compose.override.yml",
                                  "docker-compose.override.yaml", "docker-compose.override.yml"});
}

// Made for tests, editors or pipelines: no evidence of what runs.
bool is_beside_the_system(std::string_view path) {
  for (std::string_view folder : {".devcontainer/", ".github/", ".circleci/", ".ci/"})
    if (path.starts_with(folder) || path.find("/" + std::string(folder)) != std::string_view::npos)
      return true;
  std::string word;
  for (char c : std::string(last_part(path)) + ".") {
    if (std::isalnum(static_cast<unsigned char>(c))) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      continue;
    }
    if (one_of(word, {"test", "tests", "testing", "e2e", "ci", "sut"})) return true;
    word.clear();
  }
  return false;
}

bool is_container(Node body) {
  return body.is_map() && (body.find("image") || body.find("build") || body.find("extends"));
}

// The map of services; nothing when this is no compose file.
Node services_of(std::string_view path, Node root) {
  if (!root.is_map()) return {};
  if (Node services = root.find("services")) {
    if (!services.is_map() || root.find("provider") || root.find("functions")) return {};
    if (has_compose_name(path)) return services;
    for (std::uint32_t i = 1; i < services.size(); i += 2)
      if (is_container(services.child(i))) return services;
    return {};
  }
  if (Node include = root.find("include"); has_compose_name(path) && include) return include;
  bool any = false;
  for (std::uint32_t i = 0; i + 1 < root.size(); i += 2) {
    const std::string_view key = root.child(i).text();
    const Node body = root.child(i + 1);
    if (key == "version" || key.starts_with("x-")) continue;
    if (!is_container(body)) return {};
    for (std::uint32_t k = 0; k + 1 < body.size(); k += 2)
      if (!is_service_key(body.child(k).text())) return {};
    any = true;
  }
  return any ? root : Node{};
}

struct File {
  FileId id;
  std::string path, folder;
  Node root, services;
  bool is_first_format() const { return services.index == root.index; }
};

}  // namespace

bool is_compose(std::string_view path, const Document& document) {
  return !document.roots().empty() && !is_beside_the_system(path) &&
         static_cast<bool>(services_of(path, {&document, document.roots().front()}));
}

// Makes the workloads of all projects of a tree.
class ProjectReading {
 public:
  ProjectReading(const Project& project, Projects& out) : project_(project), out_(out) {}

  void run() {
    std::map<std::string, std::vector<const File*>> folders;
    for (std::uint32_t i = 1; i <= project_.files().size(); ++i) {
      const Document* document = project_.document(FileId{i});
      const std::string_view path = project_.files().path(FileId{i});
      if (!document || !is_compose(path, *document)) continue;
      auto file = std::make_unique<File>();
      file->id = FileId{i};
      file->path = path;
      file->folder = folder_of(path);
      file->root = {document, document->roots().front()};
      file->services = services_of(path, file->root);
      folders[file->folder].push_back(file.get());
      by_id_[file->id] = file.get();
      files_.push_back(std::move(file));
    }
    for (const auto& file : files_) look_outside(*file);
    for (auto& [folder, members] : folders) read_folder(members);
    place_orphans();
    std::stable_sort(out_.workloads_.begin(), out_.workloads_.end(),
                     [](const Workload& a, const Workload& b) { return a.span < b.span; });
  }

 private:
  // Includes and extended files: who reads whom.
  void look_outside(const File& file) {
    Node include = file.root.find("include");
    for (std::uint32_t i = 0; include.is_list() && i < include.size() && i < max_services; ++i) {
      Node one = include.child(i), paths = one.is_map() ? one.find("path") : one;
      auto add = [&](Node path) {
        auto at = join_path(file.folder, path.text());
        if (FileId target = at ? project_.files().find(*at) : FileId{}) {
          includer_.emplace(target, file.folder);
          if (const Node env = one.is_map() ? one.find("env_file") : Node{}; env.is_scalar())
            if (auto other = join_path(file.folder, env.text())) env_of_include_[target] = *other;
        }
      };
      if (paths.is_list())
        for (std::uint32_t k = 0; k < paths.size(); ++k) add(paths.child(k));
      else add(paths);
    }
    for (std::uint32_t i = 1; file.services.is_map() && i < file.services.size(); i += 2) {
      Node extends = file.services.child(i).find("extends");
      if (!extends.find("file")) continue;
      auto at = join_path(file.folder, extends.find("file").text());
      if (FileId target = at ? project_.files().find(*at) : FileId{}; target && target != file.id)
        extended_.insert({target, std::string(extends.find("service").text())});
    }
  }

  using Settings = std::map<std::string, std::string, std::less<>>;

  void add_settings(FileId file, Settings& into) {
    const std::string text = project_.files().read(file, max_env_file).value_or("");
    for (const DotenvLine& line : read_dotenv(text)) {
      if (!line.has_value || into.contains(line.name)) continue;
      // A name sees what stands above it, and what is set already.
      const containers::Lookup lookup = [&](std::string_view name) -> std::optional<std::string> {
        auto known = into.find(name);
        return known == into.end() ? std::nullopt : std::optional<std::string>(known->second);
      };
      into.emplace(line.name,
                   line.is_verbatim ? line.value : containers::interpolate(line.value, lookup, {}));
    }
  }

  // What the file beside the project sets, then what examples of it and the folders above do.
  const Settings& settings_of(const std::string& folder) {
    auto [at, fresh] = settings_.try_emplace(folder);
    if (!fresh) return at->second;
    const Files& files = project_.files();
    Settings made;
    for (std::string_view above = folder;; above = folder_of(above)) {
      if (auto path = join_path(above, ".env"); path)
        if (FileId file = files.find(*path)) add_settings(file, made);
      if (above.empty()) break;
    }
    for (FileId file : dotenv_files(folder)) add_settings(file, made);
    at->second = std::move(made);
    return at->second;
  }

  const std::vector<FileId>& dotenv_files(const std::string& folder) {
    if (!dotenv_ready_) {
      dotenv_ready_ = true;
      for (std::uint32_t i = 1; i <= project_.files().size(); ++i) {
        const std::string_view path = project_.files().path(FileId{i});
        if (is_dotenv_name(last_part(path)) && last_part(path) != ".env")
          dotenv_[std::string(folder_of(path))].push_back(FileId{i});
      }
    }
    return dotenv_[folder];
  }

  containers::Lookup lookup_of(const File& file) {
    std::vector<const Settings*> chain;
    if (auto given = env_of_include_.find(file.id); given != env_of_include_.end())
      if (FileId env = project_.files().find(given->second)) {
        auto [at, fresh] = settings_.try_emplace("\n" + given->second);
        if (fresh) add_settings(env, at->second);
        chain.push_back(&at->second);
      }
    if (auto from = includer_.find(file.id); from != includer_.end())
      chain.push_back(&settings_of(from->second));
    chain.push_back(&settings_of(file.folder));
    return [chain](std::string_view name) -> std::optional<std::string> {
      for (const Settings* one : chain)
        if (auto at = one->find(name); at != one->end()) return at->second;
      return std::nullopt;
    };
  }

  LayerScope scope_of(const File& file, const containers::Lookup& lookup) {
    auto file_of = [this, &file, lookup](std::string_view group, std::string_view name) -> std::string {
      const Node from = file.root.find(group).find(name).find("file");
      if (!from.is_scalar()) return {};
      auto path = join_path(file.folder, containers::interpolate(from.text(), lookup, {}));
      return path && project_.files().find(*path) ? *path : std::string();
    };
    return {project_, file.folder, lookup, file_of, out_.notes_};
  }

  // The layers of one service in one file: what it extends first.
  void add_layers(const File& file, std::string_view name, const containers::Lookup& lookup,
                  ServiceLayers& into, int depth) {
    const Node services = file.services;
    Node key, body;
    for (std::uint32_t i = 0; services.is_map() && i + 1 < services.size(); i += 2)
      if (services.child(i).text() == name) {
        key = services.child(i);
        body = services.child(i + 1);
      }
    if (!body.is_map()) return;
    if (Node extends = body.find("extends")) {
      const std::string_view service = extends.is_map() ? extends.find("service").text() : extends.text();
      const File* from = &file;
      if (Node other = extends.find("file")) {
        auto path = join_path(file.folder, containers::interpolate(other.text(), lookup, {}));
        auto known = by_id_.find(path ? project_.files().find(*path) : FileId{});
        from = known == by_id_.end() ? nullptr : known->second;
        if (!from) out_.notes_.push_back({other.span(), "the extended compose file is not in the tree"});
      }
      if (depth >= max_extends)
        out_.notes_.push_back({extends.span(), "services extend each other in a ring"});
      else if (from && (from != &file || service != name)) {
        // Names and dependencies of the extended service are its own.
        const std::vector<Told> hosts = into.made().hosts;
        add_layers(*from, service, lookup, into, depth + 1);
        into.made().hosts = hosts;
      }
    }
    into.made().span = {};
    into.add(scope_of(file, lookup), body, key.span());
  }

  void read_folder(std::vector<const File*>& members) {
    // The last one wins: variants, then the base, then what is always put over it.
    auto order = [](const File* f) { return is_override_name(f->path) ? 2 : is_base_name(f->path) ? 1 : 0; };
    std::vector<const File*> layers = members;
    std::stable_sort(layers.begin(), layers.end(), [&](const File* a, const File* b) {
      return order(a) != order(b) ? order(a) < order(b) : a->path > b->path;
    });
    std::vector<std::string> names;
    std::map<std::string, bool, std::less<>> known;
    for (std::size_t i = layers.size(); i-- > 0;) {
      const File& file = *layers[i];
      for (std::uint32_t k = 0; file.services.is_map() && k + 1 < file.services.size(); k += 2) {
        std::string name(file.services.child(k).text());
        if (file.is_first_format() && (name == "version" || name.starts_with("x-"))) continue;
        if (name.starts_with("x-") || !file.services.child(k + 1).is_map()) continue;
        if (known.emplace(name, true).second) names.push_back(std::move(name));
      }
    }
    std::map<std::string, std::size_t> at;
    std::vector<Workload> made;
    std::vector<std::pair<std::string, Told>> links;
    for (const std::string& name : names) {
      if (out_.workloads_.size() + made.size() >= max_services) break;
      ServiceLayers service(name);
      Span first;
      const File* owner = nullptr;
      bool is_template = true;
      for (const File* file : layers) {
        if (!file->services.find(name).is_map()) continue;
        add_layers(*file, name, lookup_of(*file), service, 0);
        // The base tells where the service stands; else the first file that does.
        if (!owner || order(file) < 2) owner = file, first = service.made().span;
        is_template &= extended_.contains({file->id, name}) && order(file) != 1;
        add_links(file->services.find(name), links);
      }
      if (!owner || is_template) continue;
      service.made().span = first;
      service.made().unit = owner->id;
      service.made().id = name;
      service.made().type = "compose service";
      service.finish();
      if (!service.is_anything()) {
        orphans_.push_back(std::move(service.made()));
        continue;
      }
      at.emplace(name, made.size());
      made.push_back(std::move(service.made()));
    }
    for (const auto& [target, alias] : links)
      if (auto found = at.find(target); found != at.end()) {
        auto& hosts = made[found->second].hosts;
        if (std::none_of(hosts.begin(), hosts.end(),
                         [&, &wanted = alias.text](const Told& have) { return have.text == wanted; }) &&
            !at.contains(alias.text))
          hosts.push_back(alias);
      }
    for (Workload& one : made) out_.workloads_.push_back(std::move(one));
  }

  // links: [other:alias] gives the other one a further name.
  void add_links(Node body, std::vector<std::pair<std::string, Told>>& links) {
    Node list = body.find("links");
    for (std::uint32_t i = 0; list.is_list() && i < list.size() && links.size() < max_services; ++i) {
      const std::string_view text = list.child(i).text();
      const std::size_t colon = text.find(':');
      if (colon != std::string_view::npos)
        links.push_back({std::string(text.substr(0, colon)),
                         {std::string(text.substr(colon + 1)), list.child(i).span()}});
    }
  }

  // Layers over a file that stands in another folder, if only one has a service of that name.
  void place_orphans() {
    for (Workload& orphan : orphans_) {
      Workload* only = nullptr;
      bool several = false;
      for (Workload& one : out_.workloads_)
        if (one.name == orphan.name) several |= only != nullptr, only = &one;
      if (!only || several) {
        out_.notes_.push_back(
            {orphan.span, "a compose service without image and build: no file says what it lies over"});
        continue;
      }
      for (Variable& v : orphan.environment)
        if (!containers::find_variable(only->environment, v.name)) only->environment.push_back(std::move(v));
      for (auto list : {&Workload::hosts, &Workload::ports, &Workload::published, &Workload::mounts})
        for (Told& told : orphan.*list) {
          auto& have = only->*list;
          if (std::none_of(have.begin(), have.end(), [&](const Told& h) { return h.text == told.text; }))
            have.push_back(std::move(told));
        }
    }
  }

  const Project& project_;
  Projects& out_;
  std::vector<std::unique_ptr<File>> files_;
  std::map<FileId, const File*> by_id_;
  std::map<FileId, std::string> includer_, env_of_include_;
  std::set<std::pair<FileId, std::string>> extended_;
  std::map<std::string, Settings> settings_;
  std::map<std::string, std::vector<FileId>> dotenv_;
  bool dotenv_ready_ = false;
  std::vector<Workload> orphans_;
};

Projects::Projects(const Project& project) { ProjectReading(project, *this).run(); }

}  // namespace demarc::compose
