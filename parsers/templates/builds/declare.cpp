// Modules as declarations: a resource each, and what it asks for.
#include "parsers/templates/builds/builds.h"

namespace demarc::builds {

void declare(const Project& project, FileId file, Values& values, Declarations& out) {
  const Builds& all = project.index<Builds>();
  for (const Module& m : all.modules()) {
    if (m.manifest != file) continue;
    const std::string id = m.folder.empty() ? "module" : m.folder;
    auto reference = [&](const Module& of) {
      return values.reference(std::string(project.files().path(of.manifest)) + "#" +
                              (of.folder.empty() ? "module" : of.folder));
    };
    Resource r;
    r.unit = file;
    r.kind = ResourceKind::module;
    r.id = id;
    r.type = m.tool;
    r.name = values.literal(m.name);
    r.span = m.span;
    r.properties.push_back({"code", values.literal(m.folder), m.span});
    r.properties.push_back({"kind", values.literal(m.is_service ? "service" : "library"), m.span});
    r.properties.push_back({"name", values.literal(m.name), m.span});
    for (const auto& [name, span] : m.other_names)
      r.properties.push_back({"name", values.literal(name), span});
    for (const auto& [used, span] : m.uses)
      r.properties.push_back({"uses", reference(all.modules()[used]), span});
    out.resources.push_back(std::move(r));
    for (const Library& library : m.libraries)
      out.dependencies.push_back({reference(m), library.name, library.span});
  }
}

}  // namespace demarc::builds
