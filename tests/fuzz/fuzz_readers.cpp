// Feeds any bytes to one target, named by DEMARC_FUZZ_READER: a reader of files, or all interpreters of
// documents, or the loader of packs. `--list` prints the names.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "analyzer/base/values.h"
#include "analyzer/recognise/packs.h"
#include "parsers/parsers.h"

namespace {

using namespace demarc;

constexpr std::string_view interpreters_target = "interpreters", packs_target = "packs";

// Some file of each kind that readers take.
constexpr std::array<std::string_view, 32> names{
    "a/b.py",  "a/b.js",          "a/b.ts",        "a/b.tsx",      "a/b.jsx",       "a/B.java",
    "a/B.kt",  "a/b.yaml",        "a/b.json",      "a/b.toml",     "a/b.template",  "a/b.graphql",
    "a/b.xml", "a/b.properties",  "build.gradle",  "Dockerfile",   "a/.env",        "Makefile",
    "a/b.sh",  "nginx.conf",      "Caddyfile",     "haproxy.cfg",  "logstash.conf", "a/b.proto",
    "a/b.sql", "a/b.prisma",      "schema.prisma", "a/b.graphqls", "httpd.conf",    "a/b.gradle.kts",
    "a/b.cml", "application.conf"};
// Names that interpreters look for, each with the reader that its ending leads to.
constexpr std::array<std::string_view, 16> documents{
    "template.yaml",      "serverless.yml", "docker-compose.yml",   "Chart.yaml",
    "kustomization.yaml", "pom.xml",        "application.yml",      "build.gradle",
    "Dockerfile",         "nginx.conf",     "openapi.yaml",         "envoy.yaml",
    "skaffold.yaml",      ".env",           "bootstrap.properties", "statemachine.asl.json"};

std::vector<std::unique_ptr<Reader>> readers() {
  std::vector<std::unique_ptr<Reader>> all = languages::all();
  for (std::unique_ptr<Reader>& one : demarc::documents::all()) all.push_back(std::move(one));
  return all;
}

const std::vector<std::unique_ptr<Reader>>& all_readers() {
  static const std::vector<std::unique_ptr<Reader>> all = readers();
  return all;
}

const std::vector<std::unique_ptr<Interpreter>>& all_interpreters() {
  static const std::vector<std::unique_ptr<Interpreter>> all = [] {
    std::vector<std::unique_ptr<Interpreter>> made = templates::all();
    for (std::unique_ptr<Interpreter>& one : contracts::all()) made.push_back(std::move(one));
    return made;
  }();
  return all;
}

// One document that stands in a tree alone.
class Alone : public Project {
 public:
  Alone(std::string_view path, Observations&& made) : made_(std::move(made)) {
    File file;
    file.path = std::string(path);
    id_ = files_.add(std::move(file));
  }
  const Files& files() const override { return files_; }
  const Document* document(FileId file) const override {
    return file == id_ && made_.document ? &*made_.document : nullptr;
  }
  const code::CodeFile* code(FileId) const override { return nullptr; }
  FileId id() const { return id_; }

 private:
  Files files_{"/nowhere"};
  Observations made_;
  FileId id_;
};

Observations read(std::string_view path, std::string_view text) {
  Observations out;
  for (const std::unique_ptr<Reader>& reader : all_readers())
    if (reader->accepts(path, text.substr(0, 512))) {
      reader->read({FileId{1}, path, text}, out);
      break;
    }
  return out;
}

// The first byte chooses the file's name.
void interpret(std::string_view text) {
  if (text.empty()) return;
  const std::string_view path = documents[static_cast<unsigned char>(text[0]) % documents.size()];
  const Alone project(path, read(path, text.substr(1)));
  const Document* document = project.document(project.id());
  if (!document) return;
  Values values;
  Declarations declared;
  for (const std::unique_ptr<Interpreter>& one : all_interpreters())
    if (one->accepts(path, *document)) one->interpret(project, project.id(), values, declared);
}

void load_pack(std::string_view text) {
  const Observations seen = read("pack.yaml", text);
  if (!seen.document) return;
  Packs packs;
  std::vector<Error> errors;
  packs.read(*seen.document, errors);
  packs.compile(errors);
}

void read_as(std::string_view target, std::string_view text) {
  for (const std::unique_ptr<Reader>& reader : all_readers()) {
    if (reader->name() != target) continue;
    for (std::string_view name : names) {
      if (!reader->accepts(name, text.substr(0, 512))) continue;
      Observations out;
      reader->read({FileId{1}, name, text}, out);
    }
  }
}

// A name that no reader has, or a reader that would be given nothing, is a fault of this program.
void insist_on(std::string_view target) {
  if (target == interpreters_target || target == packs_target) return;
  for (const std::unique_ptr<Reader>& reader : all_readers())
    if (reader->name() == target)
      for (std::string_view name : names)
        if (reader->accepts(name, "")) return;
  std::fprintf(stderr, "DEMARC_FUZZ_READER names no target, or one without a file name here; see --list\n");
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  if (*argc == 2 && std::string_view((*argv)[1]) == "--list") {
    for (const std::unique_ptr<Reader>& one : all_readers())
      std::printf("%.*s\n", static_cast<int>(one->name().size()), one->name().data());
    for (std::string_view one : {interpreters_target, packs_target})
      std::printf("%.*s\n", static_cast<int>(one.size()), one.data());
    std::exit(0);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const std::string_view target = [] {
    const char* name = std::getenv("DEMARC_FUZZ_READER");
    const std::string_view chosen = name ? name : "";
    insist_on(chosen);
    return chosen;
  }();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (target == interpreters_target) interpret(text);
  else if (target == packs_target) load_pack(text);
  else read_as(target, text);
  return 0;
}
