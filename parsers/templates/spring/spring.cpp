// Declares applications and what their configuration sets: Spring Boot, and Quarkus, Micronaut and Ktor,
// who use the same files.
#include "parsers/parsers.h"
#include "parsers/templates/spring/applications.h"

namespace demarc {
namespace {

using namespace spring;

class Writer {
 public:
  Writer(const Project& project, Values& values, Declarations& out)
      : project_(project), all_(project.index<Applications>()), values_(values), out_(out) {}

  void file(FileId file) {
    for (const Applications::Use& use : all_.uses(file)) {
      const Application& a = all_.all()[use.application];
      const ConfigFile& s = a.sources[use.source];
      if (a.unit == file && s.is_own) application(a);
      for (const Leaf& leaf : all_.lines(file)) provision(a, s, leaf);
    }
  }

 private:
  ValueId reference(const Application& a) {
    return values_.reference(std::string(project_.files().path(a.unit)) + "#application");
  }

  void application(const Application& a) {
    Resource r;
    r.unit = a.unit;
    r.kind = ResourceKind::application;
    r.id = "application";
    r.type = a.kind;
    r.span = a.name_span.file ? a.name_span : Span{a.unit, 0, 0};
    if (!a.name.empty()) r.name = value_of(a.name, a.fillings, values_);
    r.properties.push_back({"code", values_.literal(a.folder), r.span});
    for (std::string_view port : {"micronaut.server.port", "quarkus.http.port", "ktor.deployment.port"})
      if (std::string_view(port).starts_with(a.kind))
        r.properties.push_back(
            {"port", values_.setting("config", values_.literal(port), values_.literal("8080")), r.span});
    out_.resources.push_back(std::move(r));
  }

  void provision(const Application& a, const ConfigFile& s, const Leaf& leaf) {
    Provision p;
    p.unit = leaf.span.file;
    p.space = "config";
    std::string name = property_name(leaf.name);
    // How to ask the server is settled before it answers.
    if (s.rank >= served_to_all && name.starts_with("spring.cloud.config.")) return;
    if (name != leaf.name) p.written = leaf.name;
    p.name = values_.literal(name);
    p.value = value_of(leaf.text, a.fillings, values_);
    p.owner = reference(a);
    p.span = leaf.span;
    p.profile = both(s.profile, leaf.profile);
    p.rank = p.profile.empty() ? s.rank : s.profile_rank;
    out_.provisions.push_back(std::move(p));
  }

  const Project& project_;
  const Applications& all_;
  Values& values_;
  Declarations& out_;
};

class Spring final : public Interpreter {
 public:
  std::string_view name() const override { return "spring"; }
  bool accepts(std::string_view path, const Document&) const override {
    return path.ends_with(".yml") || path.ends_with(".yaml") || path.ends_with(".properties") ||
           path.ends_with(".conf");
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    Writer(project, values, out).file(file);
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> spring() { return std::make_unique<Spring>(); }
}  // namespace templates
}  // namespace demarc
