// Writes declarations for people, golden tests and bug reports.
#include "analyzer/observations/declarations_text.h"

#include <memory>
#include <unordered_map>

namespace demarc {
namespace {

// Finds lines; every file is read at most once.
class Lines {
 public:
  explicit Lines(const Files& files) : files_(files) {}

  // "path:line", or "" for no place.
  std::string at(Span span) {
    if (!span.file) return {};
    auto [known, added] = files_known_.try_emplace(span.file);
    if (added) {
      known->second.text = files_.read(span.file).value_or("");
      known->second.index = std::make_unique<LineIndex>(known->second.text);
    }
    return std::string(files_.path(span.file)) + ":" +
           std::to_string(known->second.index->at(span.begin).line);
  }

 private:
  struct Known {
    std::string text;
    std::unique_ptr<LineIndex> index;
  };
  const Files& files_;
  std::unordered_map<FileId, Known> files_known_;
};

class Writer {
 public:
  Writer(const Values& values, const Files& files) : values_(values), files_(files), lines_(files) {}

  void unit(const Unit& u) {
    line("unit " + path(u.file));
    word("format", u.format);
    word("name", u.name);
    if (u.physical_name) value("physical", u.physical_name);
    properties("tag.", u.tags);
    if (u.is_nested_only) out_ += " nested-only";
  }

  void resource(const Resource& r) {
    line("resource " + path(r.unit) + "#" + r.id + " " + std::string(to_string(r.kind)) + " " + r.type);
    word("store", r.store);
    if (r.name) value("name", r.name);
    properties("", r.properties);
    properties("env.", r.environment);
    properties("tag.", r.tags);
    if (r.conditional) out_ += " conditional";
    place(r.span);
  }

  void wiring(const Wiring& w) {
    line("wiring " + std::string(to_string(w.kind)) + " " + values_.write(w.from) + " -> " +
         values_.write(w.to));
    properties("", w.properties);
    if (w.conditional) out_ += " conditional";
    place(w.span);
    for (const auto& [span, what] : w.chain) {
      out_ += " via ";
      out_ += lines_.at(span);
      if (!what.empty()) out_ += " (" + what + ")";
    }
  }

  void provision(const Provision& p) {
    line("provision " + p.space + " " + values_.write(p.name) + " = " + values_.write(p.value));
    if (p.owner) value("owner", p.owner);
    word("profile", p.profile);
    if (p.rank) word("rank", std::to_string(p.rank));
    word("written", p.written);
    place(p.span);
  }

  void dependency(const Dependency& d) {
    line("dependency " + values_.write(d.owner) + " " + d.name);
    place(d.span);
  }

  void binding(const Binding& b) {
    line("binding " + path(b.target) + "#" + b.parameter + " = " + values_.write(b.value));
    if (b.is_default) out_ += " default";
    place(b.span);
  }

  void operation(const ContractOperation& o) {
    line("operation " + path(o.contract) + (o.method.empty() ? "" : " " + o.method) + " " + o.path);
    word("id", o.operation_id);
    place(o.span);
  }

  void event(const ContractEvent& e) {
    line("event " + path(e.contract) + " " + e.name);
    word("source", e.source);
    place(e.span);
  }

  void note(const Note& n) {
    std::string at = lines_.at(n.where);
    line("note " + (at.empty() ? "-" : at) + " " + n.what);
  }

  std::string done() && {
    if (!out_.empty()) out_ += '\n';
    return std::move(out_);
  }

 private:
  std::string path(FileId file) const { return file ? std::string(files_.path(file)) : "-"; }
  void line(const std::string& text) {
    if (!out_.empty()) out_ += '\n';
    out_ += text;
  }
  void word(std::string_view name, std::string_view text) {
    if (text.empty()) return;
    out_ += ' ';
    out_ += name;
    out_ += '=';
    out_ += text.find_first_of(" \t\n\"") == std::string_view::npos ? std::string(text)
                                                                    : '"' + std::string(text) + '"';
  }
  void value(std::string_view name, ValueId id) {
    out_ += ' ';
    out_ += name;
    out_ += '=';
    out_ += values_.write(id);
  }
  void properties(std::string_view prefix, const std::vector<Property>& all) {
    for (const Property& p : all) value(std::string(prefix) + p.name, p.value);
  }
  void place(Span span) {
    std::string at = lines_.at(span);
    if (!at.empty()) out_ += " @ " + at;
  }

  const Values& values_;
  const Files& files_;
  Lines lines_;
  std::string out_;
};

}  // namespace

std::string_view to_string(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::function: return "function";
    case ResourceKind::table: return "table";
    case ResourceKind::bucket: return "bucket";
    case ResourceKind::queue: return "queue";
    case ResourceKind::topic: return "topic";
    case ResourceKind::stream: return "stream";
    case ResourceKind::bus: return "bus";
    case ResourceKind::api: return "api";
    case ResourceKind::state_machine: return "state_machine";
    case ResourceKind::parameter: return "parameter";
    case ResourceKind::secret: return "secret";
    case ResourceKind::cache: return "cache";
    case ResourceKind::database: return "database";
    case ResourceKind::user_pool: return "user_pool";
    case ResourceKind::alarm: return "alarm";
    case ResourceKind::role: return "role";
    case ResourceKind::layer: return "layer";
    case ResourceKind::stack: return "stack";
    case ResourceKind::schedule: return "schedule";
    case ResourceKind::activity: return "activity";
    case ResourceKind::workload: return "workload";
    case ResourceKind::module: return "module";
    case ResourceKind::application: return "application";
    case ResourceKind::other: return "other";
  }
  return "other";
}

std::string_view to_string(WiringKind kind) {
  switch (kind) {
    case WiringKind::calls: return "calls";
    case WiringKind::publishes: return "publishes";
    case WiringKind::consumes: return "consumes";
    case WiringKind::forwards: return "forwards";
    case WiringKind::reads: return "reads";
    case WiringKind::writes: return "writes";
    case WiringKind::routes: return "routes";
    case WiringKind::grants: return "grants";
    case WiringKind::watches: return "watches";
  }
  return "calls";
}

std::string write(const Declarations& declarations, const Values& values, const Files& files) {
  Writer writer(values, files);
  for (const Unit& u : declarations.units) writer.unit(u);
  for (const Resource& r : declarations.resources) writer.resource(r);
  for (const Wiring& w : declarations.wirings) writer.wiring(w);
  for (const Provision& p : declarations.provisions) writer.provision(p);
  for (const Binding& b : declarations.bindings) writer.binding(b);
  for (const Dependency& d : declarations.dependencies) writer.dependency(d);
  for (const ContractOperation& o : declarations.operations) writer.operation(o);
  for (const ContractEvent& e : declarations.events) writer.event(e);
  for (const Note& n : declarations.notes) writer.note(n);
  return std::move(writer).done();
}

}  // namespace demarc
