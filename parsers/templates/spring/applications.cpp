// Which files configure whom: by where they lie, by what imports them, and by who serves them.
#include "parsers/templates/spring/applications.h"

#include <algorithm>
#include <set>

#include "analyzer/base/letters.h"
#include "analyzer/observations/declarations.h"

namespace demarc::spring {
namespace {

constexpr std::size_t max_served = 200'000;  // pairs of file and application

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// The name without its ending where the file may hold properties; "" for others.
std::string_view stem_of(std::string_view path) {
  const std::string_view name = file_name(path);
  for (std::string_view ending : {".yml", ".yaml", ".properties", ".conf"})
    if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  return {};
}

bool is_flat(std::string_view path) { return path.ends_with(".properties"); }

// What lies above a place where programs look for their configuration, with the weight of that place.
struct Place {
  std::string folder;
  std::uint8_t weight = 0;
  bool is_meta = false;  // META-INF
};
std::optional<Place> place_of(std::string_view folder, const builds::Builds& builds) {
  auto above = [&](std::string_view tail) -> std::optional<std::string> {
    if (folder == tail) return std::string();
    if (folder.size() > tail.size() && folder.ends_with(tail) &&
        folder[folder.size() - tail.size() - 1] == '/')
      return std::string(folder.substr(0, folder.size() - tail.size() - 1));
    return std::nullopt;
  };
  if (auto f = above("src/main/resources")) return Place{*f, 0, false};
  if (auto f = above("src/main/resources/config")) return Place{*f, 2, false};
  if (auto f = above("src/main/resources/META-INF")) return Place{*f, 0, true};
  if (auto f = above("grails-app/conf")) return Place{*f, 0, false};
  auto is_module = [&](std::string_view path) {
    const builds::Module* m = builds.of(path);
    return m && m->folder == folder_of(path);
  };
  if (is_module(std::string(folder) + "/x") || (folder.empty() && is_module("x")))
    return Place{std::string(folder), 4, false};
  if (auto f = above("config"); f && is_module(f->empty() ? "x" : *f + "/x")) return Place{*f, 6, false};
  return std::nullopt;
}

bool is_true(std::string_view text) { return text == "true" || text == "yes" || text == "on"; }

// Texts of an annotation of this name anywhere in the file: @PropertySource("classpath:x.properties").
void annotation_texts(const code::CodeFile& c, std::string_view name, bool* found,
                      std::vector<std::string>& texts) {
  for (code::ExprId a : c.annotations) {
    const bool is_call = c[a].kind == code::ExprKind::call || c[a].kind == code::ExprKind::construct;
    if (is_call && c[a].count == 0) continue;
    const code::ExprId callee = is_call ? c.child(a, 0) : a;
    if (c[callee].kind != code::ExprKind::name && c[callee].kind != code::ExprKind::member) continue;
    if (c.text(callee) != name) continue;
    *found = true;
    int budget = 100;
    auto walk = [&](auto&& self, code::ExprId e) -> void {
      if (--budget < 0) return;
      if (c[e].kind == code::ExprKind::string) texts.emplace_back(c.text(e));
      for (std::uint32_t i = 0; i < c[e].count; ++i) self(self, c.child(e, i));
    };
    for (std::uint32_t i = 1; is_call && i < c[a].count; ++i) walk(walk, c.child(a, i));
  }
}

}  // namespace

Applications::Applications(const Project& project)
    : project_(project), builds_(project.index<builds::Builds>()) {
  find_own_files();
  for (Application& a : all_) read_own(a);
  find_named_in_code();
  for (Application& a : all_) find_imports(a);
  for (std::size_t i = 0; i < all_.size(); ++i)
    if (all_[i].is_server) serve(Application(all_[i]));
  for (std::uint32_t i = 0; i < all_.size(); ++i)
    for (std::uint32_t k = 0; k < all_[i].sources.size(); ++k)
      uses_[all_[i].sources[k].file.index].push_back({i, k});
}

const std::vector<Applications::Use>& Applications::uses(FileId file) const {
  static const std::vector<Use> none;
  auto at = uses_.find(file.index);
  return at == uses_.end() ? none : at->second;
}

const std::vector<Leaf>& Applications::lines(FileId file) const {
  auto [at, is_new] = lines_.try_emplace(file.index);
  if (is_new)
    if (const Document* d = project_.document(file)) at->second = leaves(*d);
  return at->second;
}

Application& Applications::at(const std::string& folder) {
  auto [known, is_new] = by_folder_.try_emplace(folder, static_cast<std::uint32_t>(all_.size()));
  if (is_new) {
    all_.emplace_back();
    all_.back().folder = folder;
    all_.back().kind = "spring";
    const builds::Module* m = builds_.of(folder.empty() ? "x" : folder + "/x");
    if (m && m->folder == folder) all_.back().fillings = m->properties;
  }
  return all_[known->second];
}

void Applications::find_own_files() {
  const Files& files = project_.files();
  for (std::uint32_t i = 1; i <= files.size(); ++i) {
    const FileId id{i};
    const std::string_view path = files.path(id), stem = stem_of(path);
    if (stem.empty() || !project_.document(id)) continue;
    const bool is_meta_file = stem == "microprofile-config" || stem.starts_with("microprofile-config-");
    std::string_view rest;
    bool is_boot = false;
    for (std::string_view start : {"application", "bootstrap"})
      if (stem.starts_with(start) && (stem.size() == start.size() || stem[start.size()] == '-')) {
        rest = stem.substr(start.size());
        is_boot = start == "bootstrap";
        break;
      } else if (start == "bootstrap") {
        rest = "?";
      }
    if (rest == "?" && !is_meta_file) continue;
    const auto place = place_of(folder_of(path), builds_);
    if (!place || place->is_meta != is_meta_file) continue;
    if (is_meta_file) {
      ConfigFile s{id, {}, microprofile, own_profile, true};
      if (stem.size() > 19) s.profile = stem.substr(20);
      at(place->folder).sources.push_back(std::move(s));
      continue;
    }
    take_own(id, place->folder, is_boot, std::string(rest.empty() ? rest : rest.substr(1)), place->weight);
  }
}

void Applications::take_own(FileId file, const std::string& folder, bool is_boot, std::string profile,
                            std::uint8_t place) {
  const std::uint8_t more = static_cast<std::uint8_t>((is_boot ? std::min<std::uint8_t>(place, 2) : place) +
                                                      (is_flat(project_.files().path(file)) ? 1 : 0));
  ConfigFile s;
  s.file = file;
  s.profile = std::move(profile);
  s.rank = static_cast<std::uint8_t>((is_boot ? bootstrap : own) + more);
  s.profile_rank = static_cast<std::uint8_t>((is_boot ? bootstrap_profile : own_profile) + more);
  at(folder).sources.push_back(std::move(s));
}

// Its name, and whether it serves or asks for configuration.
void Applications::read_own(Application& a) {
  std::stable_sort(a.sources.begin(), a.sources.end(), [&](const ConfigFile& x, const ConfigFile& y) {
    return std::make_tuple(x.profile.empty() ? 0 : 1, x.rank % 10, project_.files().path(x.file)) <
           std::make_tuple(y.profile.empty() ? 0 : 1, y.rank % 10, project_.files().path(y.file));
  });
  std::stable_sort(a.sources.begin(), a.sources.end(), [](const ConfigFile& x, const ConfigFile& y) {
    return (x.profile.empty() && x.rank >= own) > (y.profile.empty() && y.rank >= own);
  });
  a.unit = a.sources[0].file;
  int best = -1;
  bool is_off = false, asks = false;
  for (const ConfigFile& s : a.sources)
    for (const Leaf& leaf : lines(s.file)) {
      const std::string name = property_name(leaf.name);
      const bool always = leaf.profile.empty() && s.profile.empty();
      if (name == "spring.application.name" || name == "micronaut.application.name" ||
          name == "quarkus.application.name") {
        const int weight = (always ? 100 : 0) + s.rank;
        if (weight > best && !leaf.text.empty()) {
          best = weight;
          a.name = leaf.text;
          a.name_span = leaf.span;
        }
      }
      if (name.starts_with("micronaut.") && a.kind == "spring") a.kind = "micronaut";
      if (name.starts_with("quarkus.") && a.kind == "spring") a.kind = "quarkus";
      if (name.starts_with("ktor.deployment.") && a.kind == "spring") a.kind = "ktor";
      if (name.starts_with("spring.cloud.config.server.")) continue;
      if (name == "spring.cloud.config.enabled") is_off |= always && !is_true(lower(leaf.text));
      else if (name.starts_with("spring.cloud.config.")) asks = true;
      if (name.starts_with("spring.config.import") && leaf.text.find("configserver:") != std::string::npos)
        asks = true;
    }
  if (const builds::Module* m = builds_.of(a.folder.empty() ? "x" : a.folder + "/x");
      m && m->folder == a.folder)
    for (const builds::Library& library : m->libraries) {
      const std::string_view name = library.name;
      a.is_server |= name == "org.springframework.cloud:spring-cloud-config-server";
      asks |= name.starts_with("org.springframework.cloud:spring-cloud-starter-config") ||
              name == "org.springframework.cloud:spring-cloud-config-client" ||
              name == "io.quarkus:quarkus-spring-cloud-config-client" ||
              name == "io.quarkiverse.config:quarkus-spring-cloud-config-client";
    }
  a.is_client = asks && !is_off;
}

void Applications::find_named_in_code() {
  const Files& files = project_.files();
  for (std::uint32_t i = 1; i <= files.size(); ++i) {
    const code::CodeFile* c = project_.code(FileId{i});
    if (!c || c->annotations.empty() || files[FileId{i}].file_class != FileClass::source) continue;
    const builds::Module* m = builds_.of(files.path(FileId{i}));
    const auto known = m ? by_folder_.find(m->folder) : by_folder_.end();
    if (known == by_folder_.end()) continue;
    Application& a = all_[known->second];
    bool is_server = false, names_sources = false;
    std::vector<std::string> ignored, texts;
    annotation_texts(*c, "EnableConfigServer", &is_server, ignored);
    annotation_texts(*c, "PropertySource", &names_sources, texts);
    a.is_server |= is_server;
    for (const std::string& text : texts) {
      if (!text.starts_with("classpath:")) continue;
      std::string_view path = std::string_view(text).substr(10);
      while (path.starts_with('/')) path.remove_prefix(1);
      const auto at =
          join_path(a.folder.empty() ? "src/main/resources" : a.folder + "/src/main/resources", path);
      const FileId file = at ? files.find(*at) : FileId{};
      const bool is_new = file && std::none_of(a.sources.begin(), a.sources.end(),
                                               [&](const ConfigFile& s) { return s.file == file; });
      if (is_new && project_.document(file) && !stem_of(*at).empty())
        a.sources.push_back({file, {}, named_in_code, named_in_code, false});
    }
  }
}

// spring.config.import, spring.config.additional-location and the like, where they name files of the module.
void Applications::find_imports(Application& a) {
  const std::size_t count = a.sources.size();
  for (std::size_t i = 0; i < count; ++i) {
    const ConfigFile s = a.sources[i];
    if (!s.is_own) continue;
    for (const Leaf& leaf : lines(s.file)) {
      const bool includes =
          leaf.name.starts_with("include.") && project_.files().path(s.file).ends_with(".conf");
      if (!includes && !property_name(leaf.name).starts_with("spring.config.import")) continue;
      for (std::string_view rest = leaf.text; !rest.empty();) {
        const std::size_t comma = std::min(rest.find_first_of(",;"), rest.size());
        std::string_view one = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        while (one.starts_with(' ')) one.remove_prefix(1);
        if (one.starts_with("optional:")) one.remove_prefix(9);
        std::string base = a.folder;
        if (one.starts_with("classpath:")) {
          one.remove_prefix(10);
          base += base.empty() ? "src/main/resources" : "/src/main/resources";
        } else if (one.starts_with("file:")) {
          one.remove_prefix(5);
        } else {
          base = folder_of(project_.files().path(s.file));
        }
        while (one.starts_with('/')) one.remove_prefix(1);
        auto at = join_path(base, one);
        // HOCON may leave the ending out.
        if (includes && at && !project_.files().find(*at)) at = *at + ".conf";
        const FileId file = at ? project_.files().find(*at) : FileId{};
        const bool is_new = file && std::none_of(a.sources.begin(), a.sources.end(),
                                                 [&](const ConfigFile& known) { return known.file == file; });
        if (is_new && project_.document(file) && !stem_of(*at).empty())
          a.sources.push_back({file, both(s.profile, leaf.profile), imported, own_profile + 8, false});
      }
    }
  }
}

// Hands out what lies in a server's folders: by file name to the application of that name, to all that ask a
// config server what is called application.
void Applications::serve(const Application& server) {
  std::vector<const Leaf*> own_lines;
  for (const ConfigFile& s : server.sources)
    if (s.is_own)
      for (const Leaf& leaf : lines(s.file)) own_lines.push_back(&leaf);
  struct Named {
    std::string name;
    std::uint32_t application;
  };
  std::vector<Named> names;
  for (std::uint32_t i = 0; i < all_.size(); ++i) {
    if (all_[i].folder == server.folder) continue;
    std::set<std::string> own_names;
    if (!all_[i].name.empty()) own_names.insert(lower(with_defaults(all_[i].name, all_[i].fillings)));
    for (const ConfigFile& s : all_[i].sources)
      if (s.is_own)
        for (const Leaf& leaf : lines(s.file))
          if (property_name(leaf.name) == "spring.cloud.config.name") own_names.insert(lower(leaf.text));
    if (own_names.empty()) {
      const builds::Module* m = builds_.of(all_[i].folder + "/x");
      if (m && m->folder == all_[i].folder) own_names.insert(lower(m->name));
    }
    for (const std::string& name : own_names)
      if (!name.empty()) names.push_back({name, i});
  }
  std::size_t handed = 0;
  const Files& files = project_.files();
  for (const ServedFolder& folder : served_folders(project_, server, own_lines)) {
    for (std::uint32_t f = 1; f <= files.size(); ++f) {
      const std::string_view path = files.path(FileId{f});
      if (folder_of(path) != folder.path) continue;
      const std::string stem = lower(stem_of(path));
      if (stem.empty() || !project_.document(FileId{f})) continue;
      const std::uint8_t more = is_flat(path) ? 1 : 0;
      auto give = [&](std::uint32_t to, std::string_view rest, std::uint8_t rank, std::uint8_t with_profile) {
        const bool is_known = std::any_of(all_[to].sources.begin(), all_[to].sources.end(),
                                          [&](const ConfigFile& s) { return s.file.index == f; });
        if (is_known || ++handed > max_served) return;
        all_[to].sources.push_back({FileId{f}, std::string(rest.empty() ? rest : rest.substr(1)),
                                    static_cast<std::uint8_t>(rank + more),
                                    static_cast<std::uint8_t>(with_profile + more), false});
      };
      const bool is_for_all = stem == "application" || stem.starts_with("application-");
      if (is_for_all) {
        if (folder.is_class_path) continue;
        for (const Named& one : names) {
          if (!folder.application.empty() && folder.application != one.name) continue;
          if (!all_[one.application].is_client) continue;
          const bool is_own_folder = !folder.application.empty();
          give(one.application, std::string_view(stem).substr(11), is_own_folder ? served : served_to_all,
               is_own_folder ? served_profile : served_to_all_profile);
        }
        continue;
      }
      // The longest name that the file's begins with.
      std::size_t longest = 0;
      for (const Named& one : names)
        if (stem == one.name || (stem.starts_with(one.name) && stem[one.name.size()] == '-'))
          longest = std::max(longest, one.name.size());
      for (const Named& one : names)
        if (longest > 0 && one.name.size() == longest && stem.starts_with(one.name))
          give(one.application, std::string_view(stem).substr(longest), served, served_profile);
    }
  }
}

}  // namespace demarc::spring
