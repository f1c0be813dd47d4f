// Writes declarations for people, golden tests and bug reports.
#include "analyzer/observations/declarations_text.h"

#include <memory>
#include <unordered_map>

#include "analyzer/observations/notation.h"

namespace demarc {
namespace {

// Texts that end at a blank stand as they are; others in quotes.
bool is_plain(std::string_view text) {
  if (text.empty() || text == "@" || text == "|" || text == "->") return false;
  for (char c : text)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '"' || c == '\\') return false;
  return true;
}

bool is_plain_note(std::string_view text) {
  if (text.empty() || text[0] == '`' || text.find(" | ") != std::string_view::npos) return false;
  for (char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  return true;
}

// Properties without a prefix must not look like what else stands on the line.
bool is_plain_property(std::string_view name, std::string_view prefix) {
  if (!is_plain(name) || name.find('=') != std::string_view::npos) return false;
  return !prefix.empty() || (!name.starts_with("env.") && !name.starts_with("tag."));
}

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
    std::string made;
    const std::string_view path = files_.path(span.file);
    if (is_plain(path)) made = path;
    else notation::quote(made, path);
    return made + ":" + std::to_string(known->second.index->at(span.begin).line);
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
  Writer(const Values& values, const Files& files, bool exact)
      : values_(values), files_(files), exact_(exact), lines_(files) {}

  void unit(const Unit& u) {
    line("unit", u.file);
    text(path(u.file));
    word("format", u.format);
    word("name", u.name);
    if (u.physical_name) value("physical", u.physical_name);
    properties("tag.", u.tags);
    if (u.is_nested_only) out_ += " nested-only";
    done();
  }

  void resource(const Resource& r) {
    line("resource", r.unit);
    text(path(r.unit) + "#" + r.id);
    text(to_string(r.kind));
    text(r.type);
    word("store", r.store);
    if (r.name) value("name", r.name);
    // A first property of these names would read as the resource's own.
    properties("", r.properties, !r.name, r.store.empty() && !r.name);
    properties("env.", r.environment);
    properties("tag.", r.tags);
    if (r.conditional) out_ += " conditional";
    place(r.span);
    done();
  }

  void wiring(const Wiring& w) {
    line("wiring", w.unit);
    text(to_string(w.kind));
    value(w.from);
    out_ += " ->";
    value(w.to);
    properties("", w.properties);
    if (w.conditional) out_ += " conditional";
    place(w.span);
    for (const auto& [span, what] : w.chain) {
      out_ += " via ";
      out_ += lines_.at(span);
      bytes(span);
      if (what.empty()) continue;
      out_ += " (";
      if (what[0] != '"' && what.find_first_of(")\\\n") == std::string::npos) out_ += what;
      else notation::quote(out_, what);
      out_ += ')';
    }
    done();
  }

  void provision(const Provision& p) {
    line("provision", p.unit);
    text(p.space);
    value(p.name);
    out_ += " =";
    value(p.value);
    if (p.owner) value("owner", p.owner);
    word("profile", p.profile);
    if (p.rank) word("rank", std::to_string(p.rank));
    word("written", p.written);
    place(p.span);
    done();
  }

  void dependency(const Dependency& d) {
    line("dependency", d.span.file);
    value(d.owner);
    text(d.name);
    place(d.span);
    done();
  }

  void binding(const Binding& b) {
    line("binding", b.target);
    text(path(b.target) + "#" + b.parameter);
    out_ += " =";
    value(b.value);
    if (b.is_default) out_ += " default";
    place(b.span);
    done();
  }

  void operation(const ContractOperation& o) {
    line("operation", o.contract);
    text(path(o.contract));
    if (!o.method.empty()) text(o.method);
    text(o.path);
    word("id", o.operation_id);
    place(o.span);
    done();
  }

  void event(const ContractEvent& e) {
    line("event", e.contract);
    text(path(e.contract));
    text(e.name);
    word("source", e.source);
    if (e.is_received) out_ += " received";
    properties("field.", e.fields);
    place(e.span);
    done();
  }

  void source(const EmbeddedSource& s) {
    line("source", s.host.file);
    text(s.path);
    out_ += ' ';
    notation::quote(out_, s.text);
    properties("", s.holes);
    place(s.host);
    if (exact_)
      for (const auto& [own, host] : s.anchors)
        spans_ += ' ' + std::to_string(own) + "=" + std::to_string(host);
    done();
  }

  void note(const Note& n) {
    line("note", n.where.file);
    const std::string at = lines_.at(n.where);
    out_ += ' ';
    out_ += at.empty() ? "-" : at;
    bytes(n.where);
    out_ += ' ';
    if (is_plain_note(n.what)) out_ += n.what;
    else notation::quote(out_, n.what, '`');
    done();
  }

  std::string all() && { return std::move(out_); }

 private:
  std::string path(FileId file) const { return file ? std::string(files_.path(file)) : "-"; }
  void line(std::string_view word, FileId unit) {
    out_ += word;
    if (exact_) file(unit);
  }
  void text(std::string_view text) {
    out_ += ' ';
    if (is_plain(text) && text.find('=') == std::string_view::npos) out_ += text;
    else notation::quote(out_, text);
  }
  void word(std::string_view name, std::string_view of) {
    if (of.empty()) return;
    out_ += ' ';
    out_ += name;
    out_ += '=';
    if (is_plain(of)) out_ += of;
    else notation::quote(out_, of);
  }
  void value(ValueId id) { out_ += ' ' + values_.write(id); }
  void value(std::string_view name, ValueId id) {
    out_ += ' ';
    out_ += name;
    out_ += '=';
    out_ += values_.write(id);
  }
  void properties(std::string_view prefix, const std::vector<Property>& all, bool quotes_name = false,
                  bool quotes_store = false) {
    for (const Property& p : all) {
      out_ += ' ';
      out_ += prefix;
      const bool is_taken = (quotes_name && p.name == "name") || (quotes_store && p.name == "store");
      if (is_plain_property(p.name, prefix) && !is_taken) out_ += p.name;
      else notation::quote(out_, p.name);
      out_ += '=';
      out_ += values_.write(p.value);
      bytes(p.span);
    }
  }
  void place(Span span) {
    if (const std::string at = lines_.at(span); !at.empty()) out_ += " @ " + at;
    bytes(span);
  }
  // A span of the exact form; its file only where it is another one than before.
  void bytes(Span span) {
    if (!exact_) return;
    if (span.file != file_) file(span.file);
    spans_ += ' ' + std::to_string(span.begin) + "-" + std::to_string(span.end);
  }
  void file(FileId file) {
    file_ = file;
    spans_ += " file=";
    if (const std::string named = path(file); is_plain(named)) spans_ += named;
    else notation::quote(spans_, named);
  }
  void done() {
    if (exact_) out_ += " |" + spans_;
    spans_.clear();
    out_ += '\n';
  }

  const Values& values_;
  const Files& files_;
  const bool exact_;
  FileId file_;  // of the span before
  Lines lines_;
  std::string out_, spans_;
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

namespace {
std::string written(const Declarations& declarations, const Values& values, const Files& files, bool exact) {
  Writer writer(values, files, exact);
  for (const Unit& u : declarations.units) writer.unit(u);
  for (const Resource& r : declarations.resources) writer.resource(r);
  for (const Wiring& w : declarations.wirings) writer.wiring(w);
  for (const Provision& p : declarations.provisions) writer.provision(p);
  for (const Binding& b : declarations.bindings) writer.binding(b);
  for (const Dependency& d : declarations.dependencies) writer.dependency(d);
  for (const ContractOperation& o : declarations.operations) writer.operation(o);
  for (const ContractEvent& e : declarations.events) writer.event(e);
  for (const EmbeddedSource& s : declarations.sources) writer.source(s);
  for (const Note& n : declarations.notes) writer.note(n);
  return std::move(writer).all();
}
}  // namespace

std::string write(const Declarations& declarations, const Values& values, const Files& files) {
  return written(declarations, values, files, false);
}

std::string write_exact(const Declarations& declarations, const Values& values, const Files& files) {
  return written(declarations, values, files, true);
}

}  // namespace demarc
