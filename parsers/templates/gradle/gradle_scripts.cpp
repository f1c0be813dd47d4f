// What the scripts of a Gradle project ask for: plugins, dependencies, tasks that name the result.
#include <algorithm>
#include <cctype>

#include "parsers/templates/gradle/gradle_builds.h"

namespace demarc::gradle {

namespace {

// ":user-service:api" as the accessor below `projects` writes it: "userService.api".
std::string project_accessor(std::string_view path) {
  std::string out;
  bool up = false;
  for (char c : path) {
    if (c == ':') {
      if (!out.empty()) out += '.';
    } else if (c == '-' || c == '_') {
      up = true;
      continue;
    } else {
      out += up ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    }
    up = false;
  }
  return out;
}

bool is_for_tests(std::string_view configuration) {
  return configuration.starts_with("test") || configuration.find("Test") != std::string_view::npos ||
         configuration == "classpath" || configuration == "annotationProcessor" || configuration == "kapt" ||
         configuration == "ksp" || configuration == "constraints" || configuration == "modules";
}

}  // namespace

Asked Gradle::asked(const GradleProject& p) {
  Asked a;
  a.module.folder = p.folder;
  a.module.name = p.name;
  a.module.tool = "gradle";
  Run run{&p, &a, p.build->names, {}};
  if (p.folder != p.build->folder) read_properties(p.folder, run.names);
  run.names["project.name"] = p.name;
  run.names["rootProject.name"] = p.build->name;
  // From the root of the build down: each script above the project speaks of its children.
  std::string path = ":";
  std::vector<const GradleProject*> line;
  auto put = [&](const std::string& at) {
    const auto folder = at == ":"                    ? p.build->folder
                        : p.build->folders.count(at) ? p.build->folders.at(at)
                                                     : "?";
    if (const auto known = by_folder_.find(folder);
        known != by_folder_.end() && known->second.build == p.build)
      line.push_back(&known->second);
  };
  put(":");
  for (std::size_t at = 1; p.path != ":" && at != std::string::npos + 1 && at <= p.path.size();) {
    const std::size_t colon = p.path.find(':', at);
    put(p.path.substr(0, colon));
    if (colon == std::string::npos) break;
    at = colon + 1;
  }
  FileId manifest = p.script;
  for (const GradleProject* one : line) {
    if (!one->script) continue;
    if (!manifest) manifest = one->script;
    const Document& d = *project_.document(one->script);
    block(d, statements(d), one == &p ? For::itself : For::children, run, 0);
  }
  a.module.manifest = manifest;
  a.module.span = {manifest, 0, 0};
  if (a.group.empty()) {
    const auto at = run.names.find("group");
    if (at != run.names.end()) a.group = at->second;
  }
  a.module.properties = {run.names.begin(), run.names.end()};
  if (const auto at = run.names.find("version"); at != run.names.end())
    a.module.properties["project.version"] = at->second;
  if (a.boot_is_off) a.module.is_packaged = false;
  return a;
}

void Gradle::block(const Document& d, const std::vector<Statement>& all, For whom, Run& run, int depth) {
  if (depth > max_depth) return;
  for (const Statement& s : all) statement(d, s, whom, run, depth);
}

void Gradle::statement(const Document& d, const Statement& s, For whom, Run& run, int depth) {
  const std::string_view what = s.name();
  const bool is_mine = whom == For::itself;
  if (s.is_assignment()) return assigned(d, s, is_mine, run);
  if (what == "ext" || what == "project.ext" || what == "extra" || what == "rootProject.ext") {
    for (const Statement& one : s.block()) {
      if (one.is_assignment()) define(std::string(plain_name(one.name())), d, one.to(), run.names);
      else if (one.name() == "set" && one.with().size() == 2)
        define(text_of(d, one.with()[0], run.names), d, one.with()[1], run.names);
    }
    for (const Statement& next : s.then())
      if (next.name() == "set" && next.with().size() == 2)
        define(text_of(d, next.with()[0], run.names), d, next.with()[1], run.names);
  } else if (what == "buildscript") {
    for (const Statement& one : s.block())
      if (one.is_assignment() || plain_name(one.name()) == "ext" || one.name() == "ext" ||
          one.name() == "project.ext")
        statement(d, one, whom, run, depth + 1);
  } else if (what == "allprojects") {
    block(d, s.block(), For::itself, run, depth + 1);
  } else if (what == "subprojects") {
    if (!is_mine) block(d, s.block(), For::itself, run, depth + 1);
  } else if (what == "configure") {
    if (configures(d, s, whom, run)) block(d, s.block(), For::itself, run, depth + 1);
  } else if (what == "project" && !s.with().empty()) {
    if (project_path(d, s.with()[0], run.names) == run.project->path)
      block(d, s.block(), For::itself, run, depth + 1);
  } else if (what == "if" || what == "else" || what == "afterEvaluate") {
    block(d, s.block(), whom, run, depth + 1);
  } else if (!is_mine) {
    return;
  } else if (what == "dependencies") {
    dependencies(d, s.block(), run, depth + 1);
  } else if (what == "plugins" || what == "apply" || what == "plugins.apply" ||
             what == "pluginManager.apply") {
    plugins(d, s, run, depth);
  } else {
    task(d, s, run, depth);
  }
}

void Gradle::assigned(const Document& d, const Statement& s, bool is_mine, Run& run) {
  const std::string_view what = plain_name(s.name());
  define(s.name() == "ext" ? std::string{} : std::string(what), d, s.to(), run.names);
  if (!is_mine) return;
  if (what == "group") run.asked->group = text_of(d, s.to(), run.names);
  if (what == "archivesBaseName" || what == "base.archivesName" || what == "archiveBaseName")
    name(d, s.to(), run);
  task_setting(d, "", s, run);
}

bool Gradle::configures(const Document& d, const Statement& s, For whom, Run& run) {
  for (NodeIndex n : s.with()) {
    if (d[n].kind == NodeKind::map && Statement{&d, n}.name() == "project" &&
        !Statement{&d, n}.with().empty()) {
      if (project_path(d, Statement{&d, n}.with()[0], run.names) == run.project->path) return true;
    } else if (d[n].kind == NodeKind::list || d[n].kind == NodeKind::map) {
      // A list of projects, or `subprojects.findAll { … }`, whose condition nobody evaluates.
      const std::string_view what = d[n].kind == NodeKind::map ? Statement{&d, n}.name() : "";
      if (what.starts_with("subprojects")) return whom == For::children;
      if (what.starts_with("allprojects")) return true;
      std::vector<NodeIndex> inner;
      if (d[n].kind == NodeKind::list)
        for (std::uint32_t i = 0; i < d[n].count; ++i) inner.push_back(d.child(d[n], i));
      else inner = Statement{&d, n}.with();
      for (NodeIndex one : inner)
        if (d[one].kind == NodeKind::map && Statement{&d, one}.name() == "project" &&
            !Statement{&d, one}.with().empty() &&
            project_path(d, Statement{&d, one}.with()[0], run.names) == run.project->path)
          return true;
    } else if (d[n].kind == NodeKind::string && d.text(n) == "subprojects") {
      return whom == For::children;
    } else if (d[n].kind == NodeKind::string && d.text(n) == "allprojects") {
      return true;
    }
  }
  return false;
}

std::string Gradle::project_path(const Document& d, NodeIndex n, const Names& names) {
  if (d[n].kind == NodeKind::map) n = d.find(n, "path");
  std::string path = n == no_node ? std::string{} : text_of(d, n, names);
  if (!path.empty() && path[0] != ':') path.insert(0, ":");
  return path;
}

void Gradle::plugins(const Document& d, const Statement& s, Run& run, int depth) {
  for (const Statement& one : s.block()) {
    bool is_applied = true;
    for (const Statement& next : one.then())
      is_applied &= !(next.name() == "apply" && !next.with().empty() && d.text(next.with()[0]) == "false");
    if (!is_applied) continue;
    const std::string_view what = one.name();
    const std::vector<NodeIndex> with = one.with();
    if ((what == "id" || what == "plugin") && !with.empty())
      plugin(text_of(d, with[0], run.names), run, depth);
    else if (what == "alias" && !with.empty()) plugin(catalog_plugin(d.text(with[0]), run), run, depth);
    else if (with.empty()) plugin(std::string(what), run, depth);
  }
  for (NodeIndex n : s.with()) {
    if (d[n].kind == NodeKind::map) {
      if (NodeIndex id = d.find(n, "plugin"); id != no_node) plugin(text_of(d, id, run.names), run, depth);
      if (NodeIndex from = d.find(n, "from"); from != no_node) applied_script(d, from, run, depth);
    } else if (s.name() != "plugins") {
      plugin(text_of(d, n, run.names), run, depth);
    }
  }
}

void Gradle::applied_script(const Document& d, NodeIndex from, Run& run, int depth) {
  std::string path = text_of(d, from, run.names);
  std::string base(folder_of(files_.path(d.file())));
  for (std::string_view start : {"$rootDir/", "${rootDir}/", "$rootProject.projectDir/",
                                 "${rootProject.projectDir}/", "${rootProject.rootDir}/"})
    if (path.starts_with(start)) {
      path.erase(0, start.size());
      base = run.project->build->folder;
    }
  for (std::string_view start : {"$projectDir/", "${projectDir}/"})
    if (path.starts_with(start)) path.erase(0, start.size());
  const auto at = join_path(base, path);
  const auto known = at ? scripts_.find(*at) : scripts_.end();
  if (known != scripts_.end()) convention(known->second, run, depth);
}

void Gradle::convention(FileId script, Run& run, int depth) {
  if (depth > max_depth || !run.scripts.insert(script.index).second) return;
  const Document& d = *project_.document(script);
  block(d, statements(d), For::itself, run, depth + 1);
}

void Gradle::plugin(const std::string& id, Run& run, int depth) {
  if (id.empty()) return;
  Module& m = run.asked->module;
  for (std::string_view one :
       {"org.springframework.boot", "spring-boot", "io.quarkus", "io.micronaut.application",
        "io.micronaut.minimal.application", "com.google.cloud.tools.jib", "application", "io.ktor.plugin",
        "com.bmuschko.docker-spring-boot-application", "com.bmuschko.docker-java-application",
        "com.github.johnrengelmann.shadow", "com.gradleup.shadow", "io.helidon.plugin"})
    m.is_packaged |= id == one;
  m.is_archive |= id == "war" || id == "ear";
  // A convention of the build itself.
  for (const auto& [path, file] : scripts_) {
    const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
    if ((name == id + ".gradle" || name == id + ".gradle.kts") && path.find("src/main/") != std::string::npos)
      convention(file, run, depth);
  }
}

std::string Gradle::catalog_plugin(std::string_view name, const Run& run) {
  const std::size_t dot = name.find('.');
  const auto catalog = run.project->build->catalogs.find(name.substr(0, dot));
  if (dot == std::string_view::npos || catalog == run.project->build->catalogs.end()) return {};
  name.remove_prefix(dot + 1);
  if (!name.starts_with("plugins.")) return {};
  const auto at = catalog->second.plugins.find(name.substr(8));
  return at == catalog->second.plugins.end() ? std::string{} : at->second;
}

void Gradle::dependencies(const Document& d, const std::vector<Statement>& all, Run& run, int depth) {
  if (depth > max_depth) return;
  for (const Statement& s : all) {
    const std::string_view what = s.name();
    if (what == "if" || what == "else") {
      dependencies(d, s.block(), run, depth + 1);
      continue;
    }
    if (s.is_assignment() || is_for_tests(what)) continue;
    const std::vector<NodeIndex> with = s.with();
    if (what == "add") {
      if (with.size() == 2 && !is_for_tests(d.text(with[0]))) dependency(d, with[1], run, depth + 1);
      continue;
    }
    for (NodeIndex n : with) dependency(d, n, run, depth + 1);
  }
}

void Gradle::library(std::string name, Span span, Run& run) {
  std::vector<Library>& all = run.asked->module.libraries;
  if (name.find(':') == std::string::npos || all.size() >= max_libraries) return;
  all.push_back({std::move(name), span});
}

void Gradle::dependency(const Document& d, NodeIndex n, Run& run, int depth) {
  if (depth > max_depth) return;
  const Span span = d.span(n);
  const DocumentNode& node = d[n];
  if (node.kind == NodeKind::list && d.tag(n) != "sum") {
    for (std::uint32_t i = 0; i < node.count; ++i) dependency(d, d.child(node, i), run, depth + 1);
  } else if (node.kind == NodeKind::map && d.tag(n) == "named") {
    const std::string group = text_of(d, d.find(n, "group"), run.names),
                      name = text_of(d, d.find(n, "name"), run.names);
    if (!name.empty()) library(group + ":" + name, span, run);
  } else if (node.kind == NodeKind::map) {
    const Statement call{&d, n};
    const std::vector<NodeIndex> with = call.with();
    const std::string_view what = call.name();
    if (what == "project" && !with.empty()) {
      run.asked->projects.emplace_back(project_path(d, with[0], run.names), span);
    } else if (what == "kotlin" && !with.empty()) {
      library("org.jetbrains.kotlin:kotlin-" + text_of(d, with[0], run.names), span, run);
    } else if (what == "dependencies.create" || what == "create" || what == "variantOf") {
      for (NodeIndex one : with) dependency(d, one, run, depth + 1);
    } else {
      accessed(what, span, run);  // libs.foo.get()
    }
  } else if (node.kind == NodeKind::string || node.kind == NodeKind::list) {
    const std::string text = text_of(d, n, run.names);
    if (!text.empty()) library(without_version(text), span, run);
    else if (node.kind == NodeKind::string && !node.quoted) accessed(d.text(n), span, run);
  }
}

void Gradle::accessed(std::string_view name, Span span, Run& run) {
  if (name.ends_with(".get")) name.remove_suffix(4);
  if (name.starts_with("projects.")) {
    for (const auto& [path, folder] : run.project->build->folders)
      if (project_accessor(path) == name.substr(9)) run.asked->projects.emplace_back(path, span);
    return;
  }
  const std::size_t dot = name.find('.');
  const auto catalog = run.project->build->catalogs.find(name.substr(0, dot));
  if (dot == std::string_view::npos || catalog == run.project->build->catalogs.end()) return;
  name.remove_prefix(dot + 1);
  auto add = [&](std::string_view alias) {
    if (const auto at = catalog->second.libraries.find(alias); at != catalog->second.libraries.end())
      library(at->second, span, run);
  };
  if (!name.starts_with("bundles.")) return add(name);
  if (const auto at = catalog->second.bundles.find(name.substr(8)); at != catalog->second.bundles.end())
    for (const std::string& alias : at->second) add(alias);
}

void Gradle::name(const Document& d, NodeIndex value, Run& run) {
  std::string text = text_of(d, value, run.names);
  Module& m = run.asked->module;
  if (text.empty() || text == m.name || m.other_names.size() > 50) return;
  m.other_names.emplace_back(std::move(text), d.span(value));
}

void Gradle::task(const Document& d, const Statement& s, Run& run, int depth) {
  if (depth > max_depth) return;
  // tasks.named("bootJar") { … }
  std::string what(s.name());
  if (what.starts_with("tasks.")) what.erase(0, 6);
  if ((what == "named" || what == "getByName" || what == "withType") && !s.with().empty())
    what = text_of(d, s.with()[0], run.names);
  for (const Statement& one : s.block()) {
    task_setting(d, what, one, run);
    if (one.is_assignment()) continue;
    const std::string inner = what + "." + std::string(one.name());
    for (const Statement& setting : one.block()) task_setting(d, inner, setting, run);
    if (what == "tasks") task(d, one, run, depth + 1);
  }
}

void Gradle::task_setting(const Document& d, std::string_view task, const Statement& s, Run& run) {
  std::string what(task);
  if (!what.empty()) what += '.';
  what += s.name();
  if (what.starts_with("tasks.")) what.erase(0, 6);
  if (what.ends_with(".set")) what.erase(what.size() - 4);
  NodeIndex value = s.to();
  if (value == no_node && !s.with().empty()) value = s.with()[0];
  if (value == no_node) return;
  if (what == "bootJar.enabled" || what == "bootWar.enabled")
    run.asked->boot_is_off |= what == "bootJar.enabled" && d.text(value) == "false";
  for (std::string_view one : {"jar.baseName", "jar.archiveBaseName", "jar.archiveFileName",
                               "bootJar.baseName", "bootJar.archiveBaseName", "bootJar.archiveFileName",
                               "bootJar.archiveName", "war.baseName", "shadowJar.archiveBaseName",
                               "bootBuildImage.imageName", "jib.to.image", "docker.name", "docker.imageName"})
    if (what == one) name(d, value, run);
}

}  // namespace demarc::gradle
