// Look-ups and evidence that all stations of linking share.
#include "analyzer/link/run.h"

namespace demarc::linking {

Run::Run(const Files& f, const Project& p, Values& v, const Declarations& d, const Effects& e)
    : files(f), project(p), values(v), declared(d), effects(e) {
  for (const Unit& u : d.units) format_of_unit.try_emplace(u.file, u.format);
  for (ResourceIndex i = 0; i < d.resources.size(); ++i)
    by_reference.try_emplace(std::string(f.path(d.resources[i].unit)) + "#" + d.resources[i].id, i);
}

void Run::index_roots() {
  by_root_.clear();
  by_file_.clear();
  // Of two services with one root the first keeps the files: their templates say who runs what.
  for (ServiceIndex s = 1; s < services.size(); ++s)
    if (!services[s].is_external_code) by_root_.try_emplace(services[s].root, s);
}

ServiceIndex Run::service_of(std::string_view path) const {
  for (std::string_view folder = folder_of(path);; folder = folder_of(folder)) {
    if (auto found = by_root_.find(folder); found != by_root_.end()) return found->second;
    if (folder.empty()) return 0;
  }
}

ServiceIndex Run::service_of(FileId file) const {
  auto [known, fresh] = by_file_.try_emplace(file, 0);
  if (fresh) known->second = service_of(files.path(file));
  return known->second;
}

ServiceIndex Run::service_of_resource(ResourceIndex r) const {
  if (r == no_resource) return 0;
  if (auto at = deployed_of.find(r); at != deployed_of.end()) return deployed[at->second - 1].service;
  if (auto at = services_of_piece.find(r); at != services_of_piece.end()) return at->second[0];
  auto found = service_of_unit.find(declared.resources[r].unit);
  return found == service_of_unit.end() ? 0 : found->second;
}

ResourceIndex Run::resource_of(ValueId reference) const {
  if (values[reference].kind != ValueKind::reference) return no_resource;
  auto found = by_reference.find(std::string(values.text(reference)));
  return found == by_reference.end() ? no_resource : found->second;
}

const Property* Run::property(const Resource& r, std::string_view name) const {
  for (const Property& p : r.properties)
    if (p.name == name) return &p;
  return nullptr;
}

const Property* Run::property(const Wiring& w, std::string_view name) const {
  for (const Property& p : w.properties)
    if (p.name == name) return &p;
  return nullptr;
}

Step Run::step(Span span, std::string_view what) {
  Step made;
  made.what = what;
  if (!span.file) return made;
  made.path = files.shown_path(span.file);
  made.begin = span.begin;
  made.end = span.end;
  auto known = lines_.find(span.file);
  if (known == lines_.end()) {
    const std::string text = files.read(span.file).value_or("");
    known = lines_.emplace(span.file, Lines{static_cast<std::uint32_t>(text.size()), LineIndex(text)}).first;
  }
  const LineColumn at = known->second.index.at(std::min(span.begin, known->second.size));
  made.line = at.line;
  made.column = at.column;
  return made;
}

std::vector<Step> Run::steps(const Trail& trail) {
  std::vector<Step> made;
  for (const auto& [span, what] : trail) {
    if (!span.file) continue;
    Step one = step(span, what);
    bool known = false;
    for (const Step& have : made)
      known |= have.path == one.path && have.line == one.line && have.column == one.column;
    if (!known) made.push_back(std::move(one));
  }
  return made;
}

void Run::leave_open(std::string_view kind, ServiceIndex service, std::string what, std::string reason,
                     Span place) {
  ++sites[std::string(kind)].open;
  open.push_back({services[service].name, std::move(what), std::move(reason), step(place, "")});
}

bool is_program(ResourceKind kind) {
  return kind == ResourceKind::workload || kind == ResourceKind::module || kind == ResourceKind::application;
}

}  // namespace demarc::linking
