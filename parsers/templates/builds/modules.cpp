// Joins what Maven and Gradle say, and finds out which modules start by themselves.
#include "parsers/templates/builds/builds.h"

#include <algorithm>
#include <set>

#include "parsers/templates/gradle/gradle_modules.h"
#include "parsers/templates/maven/maven_modules.h"

namespace demarc::builds {
namespace {

constexpr std::size_t max_libraries = 2000;     // of one module
constexpr std::uint64_t max_source = 1u << 20;  // bytes of a file that is looked through for a main method

bool is_jvm_source(std::string_view path) {
  for (std::string_view ending : {".java", ".kt", ".groovy", ".scala"})
    if (path.ends_with(ending)) return true;
  return false;
}

// Frameworks whose programs run as a plain main class, without a plugin that packages them.
bool is_server_library(std::string_view name) {
  for (std::string_view start :
       {"org.springframework.boot:spring-boot-starter", "org.springframework.cloud:spring-cloud-starter",
        "io.micronaut:micronaut-http-server", "io.quarkus:quarkus-", "io.dropwizard:dropwizard-core",
        "io.helidon.microprofile", "io.helidon.webserver", "io.vertx:vertx-web", "io.ktor:ktor-server",
        "com.sparkjava:spark-core", "io.javalin:javalin", "io.grpc:grpc-netty"})
    if (name.starts_with(start)) return true;
  return false;
}

bool has_main(const code::CodeFile& c) {
  for (std::size_t i = 1; i < c.functions.size(); ++i) {
    const code::Function& f = c.functions[i];
    if (!f.name || c.strings.text(f.name) != "main") continue;
    const bool is_member = static_cast<bool>(f.owner);
    if (f.is_static || !is_member) return true;
    // Kotlin: main in a companion object.
    for (std::uint32_t k = 0; k < f.annotations.count; ++k)
      if (c.text(c.annotations[f.annotations.first + k]).find("JvmStatic") != std::string_view::npos)
        return true;
  }
  return false;
}

// For languages that nobody reads yet; words in comments may deceive it.
bool text_has_main(std::string_view text) {
  for (std::string_view sign : {"static void main(", "fun main(", "@SpringBootApplication", "extends App",
                                "def main(args", "@QuarkusMain"})
    if (text.find(sign) != std::string_view::npos) return true;
  return false;
}

}  // namespace

bool Module::asks_for(std::string_view library) const {
  return std::any_of(libraries.begin(), libraries.end(), [&](const Library& l) { return l.name == library; });
}

Builds::Builds(const Project& project) {
  modules_ = maven::modules(project);
  for (std::uint32_t i = 0; i < modules_.size(); ++i) by_folder_.emplace(modules_[i].folder, i);
  // Where both tools build a folder, they build the same thing.
  std::vector<Module> more = gradle::modules(project);
  std::vector<std::uint32_t> numbers;
  std::uint32_t next = static_cast<std::uint32_t>(modules_.size());
  for (const Module& m : more) {
    auto known = by_folder_.find(m.folder);
    numbers.push_back(known != by_folder_.end() ? known->second : next++);
  }
  for (std::size_t i = 0; i < more.size(); ++i) {
    if (numbers[i] < modules_.size() && by_folder_.contains(more[i].folder)) continue;
    for (auto& [used, span] : more[i].uses) used = numbers[used];
    by_folder_.emplace(more[i].folder, static_cast<std::uint32_t>(modules_.size()));
    modules_.push_back(std::move(more[i]));
  }
  inherit_libraries();
  find_services(project);
}

const Module* Builds::of(std::string_view path) const {
  for (std::string_view folder = folder_of(path);; folder = folder_of(folder)) {
    if (auto at = by_folder_.find(std::string(folder)); at != by_folder_.end()) return &modules_[at->second];
    if (folder.empty()) return nullptr;
  }
}

// A module has on its class path what the modules that it uses ask for.
void Builds::inherit_libraries() {
  std::vector<std::vector<Library>> all(modules_.size());
  for (std::uint32_t i = 0; i < modules_.size(); ++i) {
    std::set<std::string> names;
    std::vector<std::uint32_t> queue{i};
    std::set<std::uint32_t> seen{i};
    for (std::size_t at = 0; at < queue.size() && all[i].size() < max_libraries; ++at) {
      const Module& m = modules_[queue[at]];
      for (const Library& library : m.libraries)
        if (names.insert(library.name).second) all[i].push_back(library);
      for (const auto& [used, span] : m.uses)
        if (seen.insert(used).second) queue.push_back(used);
    }
  }
  for (std::uint32_t i = 0; i < modules_.size(); ++i) modules_[i].libraries = std::move(all[i]);
}

void Builds::find_services(const Project& project) {
  std::vector<std::uint8_t> may_run(modules_.size()), has_code(modules_.size());
  for (std::size_t i = 0; i < modules_.size(); ++i) {
    Module& m = modules_[i];
    m.is_service = m.is_archive;
    may_run[i] = m.is_packaged || std::any_of(m.libraries.begin(), m.libraries.end(),
                                              [](const Library& l) { return is_server_library(l.name); });
  }
  for (std::uint32_t i = 1; i <= project.files().size(); ++i) {
    const FileId id{i};
    const File& file = project.files()[id];
    if (file.file_class != FileClass::source || !is_jvm_source(file.path)) continue;
    const Module* m = of(file.path);
    if (!m) continue;
    const std::uint32_t n = number(*m);
    has_code[n] = true;
    if (!may_run[n] || modules_[n].is_service) continue;
    if (const code::CodeFile* code = project.code(id)) {
      modules_[n].is_service = has_main(*code);
    } else if (file.size <= max_source) {
      const auto text = project.files().read(id, max_source);
      modules_[n].is_service = text && text_has_main(*text);
    }
  }
  // A program whose code lies elsewhere (generated, or fetched when it is built) still is one.
  for (std::size_t i = 0; i < modules_.size(); ++i)
    if (modules_[i].is_packaged && !has_code[i] && !modules_[i].libraries.empty())
      modules_[i].is_service = true;
}

}  // namespace demarc::builds
